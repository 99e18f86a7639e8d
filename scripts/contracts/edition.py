"""Which files an edition of a contract consists of: a folder, one page of it, or a file, here or in a git revision."""

import shutil
import subprocess
from pathlib import Path

from contracts.load import SHARED, File, Source, load, merge
from contracts.table import ContractTable
from contracts.tabulate import tabulate

_PAGE = ".yaml"


class RevisionError(Exception):
    """An edition is neither a file nor something that git has."""


def read_edition(name: str, contract: str | None = None) -> ContractTable:
    """What an edition says; of a page, what that page says.

    Args:
        name: a path, ``REVISION:PATH``, or a revision alone. What is there as a file is taken as a file.
        contract: the path in a revision that names none.

    Raises:
        ContractError: the contract cannot be read.
        RevisionError: there is no such edition.
    """
    path = Path(name)
    if path.exists():
        return tabulate(*_here(path))
    revision, colon, inside = name.partition(":")
    if not colon and contract is None:
        raise RevisionError(f"{name}: is no file and no folder; in a git revision a contract is `REVISION:PATH`")
    return tabulate(*_in_git(revision, inside if colon else str(contract)))


def _here(path: Path) -> tuple[Source, str | None]:
    """The contract at a path, and the name of its file if only that page is meant."""
    if path.is_dir() or path.suffix != _PAGE or not (path.parent / SHARED).is_file():
        return load(path, name=str(path)), None
    page = None if path.name == SHARED else f"{path.parent}/{path.name}"
    return load(path.parent, name=str(path.parent)), page


def _in_git(revision: str, path: str) -> tuple[Source, str | None]:
    """The same in a revision; a contract that was one file then, or is a folder since, is found all the same."""
    if revision.startswith("-"):
        raise RevisionError(f"{revision}:{path}: is no file, and no revision")
    path = path.rstrip("/")
    forms = (path, f"{path}.yaml", path.removesuffix(".yaml"), f"{path.rpartition('/')[0]}.yaml")
    blob = next((f"{revision}:{form}" for form in forms if _kind(f"{revision}:{form}")), f"{revision}:{path}")
    folder, page = blob, None
    if _kind(blob) != "tree":
        folder, _, name = blob.rpartition("/")
        if not folder or not name.endswith(_PAGE) or not _kind(f"{folder}/{SHARED}"):
            return merge(blob, [File(blob, _git("show", "--no-textconv", blob))]), None
        page = None if name == SHARED else blob
    pages = _git("ls-tree", "-z", "--name-only", folder).decode().split("\0")
    names = [SHARED, *sorted(name for name in pages if name.endswith(_PAGE) and name != SHARED)]
    files = [File(name, _git("show", "--no-textconv", name)) for name in (f"{folder}/{name}" for name in names)]
    return merge(folder, files), page


def _kind(blob: str) -> str:
    """``blob`` for a file, ``tree`` for a folder, nothing for what git does not have."""
    try:
        return _git("cat-file", "-t", blob).decode().strip()
    except RevisionError:
        return ""


def _git(*arguments: str) -> bytes:
    git = shutil.which("git")
    if git is None:
        raise RevisionError(f"{arguments[-1]}: is no file, and git is not installed")
    done = subprocess.run([git, *arguments], capture_output=True, check=False)  # noqa: S603 - no argument is an option
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip()
        raise RevisionError(f"{arguments[-1]}: is no file, and git says: {said}")
    return done.stdout
