"""Putting a finished build in its place, whatever ends the program on the way, and comparing one with what is there.

A build works in a folder of its own beside its output, which it locks; the system unlocks what a dead one has locked.
When all is built, the names to put in place are written down there, and each is put in place by renames. What is
written down and not in place belongs to a build that was killed then: the next one finishes it, and says so.
"""

import fcntl
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from pathlib import Path

PREFIX = ".build-"
JOURNAL = "journal"
_OURS = re.compile(rf"built|replaced|{JOURNAL}(\.new)?|generator-\w+")


@contextmanager
def workplace(parent: Path, say: Callable[[str], object]) -> Iterator[Path]:
    """A folder to build in, beside the output; what dead builds have left there is finished or cleared.

    Raises:
        OSError: it cannot be made, or what was left cannot be finished.
    """
    with ExitStack() as held:
        with _locked(parent):
            for scratch in sorted(parent.glob(f"{PREFIX}*")):
                _finish(scratch, say)
            scratch = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
            held.enter_context(_locked(scratch))
        try:
            yield scratch
        finally:
            with _locked(parent):
                if not (scratch / JOURNAL).exists():
                    shutil.rmtree(scratch, ignore_errors=True)


def _finish(scratch: Path, say: Callable[[str], object]) -> None:
    if not scratch.is_dir() or not all(_OURS.fullmatch(each.name) for each in scratch.iterdir()):
        return
    with ExitStack() as held:
        try:
            held.enter_context(_locked(scratch, wait=False))
        except OSError:
            return  # its build is at work, or the file system cannot tell
        if (scratch / JOURNAL).exists():
            name, names = json.loads((scratch / JOURNAL).read_text(encoding="utf-8"))
            if any((scratch / "built" / each).exists() for each in names):
                say(f"{name}: a build was killed while it wrote; putting the rest of it in place")
            for each in names:
                _put(each, scratch, scratch.parent / name)
        shutil.rmtree(scratch, ignore_errors=True)


def replace(built: Path, output: Path, scratch: Path) -> None:
    """Put everything in `built` into `output`, each package by one rename; `scratch` takes what it replaces.

    All three must be on one file system, and `scratch` beside `output`.

    Raises:
        OSError: something cannot be replaced; everything is as it was, or the next build finishes it.
    """
    with _locked(scratch.parent):
        output.mkdir(exist_ok=True)
        (scratch / "replaced").mkdir()
        names = sorted(path.name for path in built.iterdir())
        draft, journal = scratch / f"{JOURNAL}.new", scratch / JOURNAL
        draft.write_text(json.dumps([output.name, names]), encoding="utf-8")
        draft.rename(journal)
        try:
            for name in names:
                _put(name, scratch, output)
        except BaseException:
            for name in reversed(names):
                _take_back(name, scratch, output)
            journal.unlink()
            raise
        journal.unlink()


def _put(name: str, scratch: Path, output: Path) -> None:
    """Put one thing in place, if it is not there yet."""
    new, place, old = scratch / "built" / name, output / name, scratch / "replaced" / name
    if new.exists():
        if place.exists():
            place.rename(old)
        new.rename(place)


def _take_back(name: str, scratch: Path, output: Path) -> None:
    """Undo that, as far as it came."""
    new, place, old = scratch / "built" / name, output / name, scratch / "replaced" / name
    if not new.exists():
        place.rename(new)
    if old.exists():
        old.rename(place)


@contextmanager
def _locked(folder: Path, *, wait: bool = True) -> Iterator[None]:
    """Hold a folder against other builds; without `wait`, only if nobody holds it, and the file system can tell."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError) if wait else nullcontext():
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield
    finally:
        os.close(handle)


def differences(built: Path, output: Path) -> list[str]:
    """What stands in `output` otherwise than in `built`, one line a file, with what to do about it."""
    due, there = dict(_files(built)), dict(_files(output))
    rebuild = "run scripts/build.py"
    edited = [name for name in due.keys() & there if due[name] != there[name]]
    return sorted(
        [f"{name}: edited by hand, or its source has changed: {rebuild}" for name in edited]
        + [f"{name}: deleted: {rebuild}" for name in due if name not in there]
        + [f"{name}: added; the build does not make it: delete it" for name in there if name not in due]
    )


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in folder.rglob("*"):
        name = path.relative_to(folder)
        if path.is_file() and "__pycache__" not in name.parts:
            yield name.as_posix(), path.read_bytes()
