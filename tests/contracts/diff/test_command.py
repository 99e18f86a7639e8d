"""The command: files and git revisions, exit status, JSON, text."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import diff
from tests.contracts.editions import LIBRARY, ROOT, in_files

TEXT = LIBRARY.read_text(encoding="utf-8")
SHORTER = TEXT.replace("readerName: {type: string, maxLength: 20", "readerName: {type: string, maxLength: 10")
LONGER = TEXT.replace("readerName: {type: string, maxLength: 20", "readerName: {type: string, maxLength: 30")


@pytest.fixture
def contract(tmp_path: Path) -> Path:
    """A file for the later edition."""
    return tmp_path / "contract.yaml"


def test_files_are_compared_by_the_command(contract: Path) -> None:
    """Two files are compared, and the changes printed as JSON with the version and the entry that follow."""
    contract.write_text(SHORTER, encoding="utf-8")
    command = [sys.executable, str(ROOT / "scripts" / "diff.py"), str(LIBRARY), str(contract), "--format", "json"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    line = "- ⚠️ `open_account`: maximum length of `request.body.readerName`: `20` → `10`"
    expected = {
        "old_version": "1.2.3",
        "next_version": "2.0.0",
        "level": "major",
        "changes": [
            {
                "operation": "openAccount",
                "field": "request.body.readerName",
                "what": "max_length",
                "old": 20,
                "new": 10,
                "level": "major",
            }
        ],
        "changelog": f"### Changed\n\n#### Library\n\n{line}",
    }

    assert (0, expected, "") == (done.returncode, json.loads(done.stdout), done.stderr)


@pytest.mark.parametrize(
    ("edition", "limit", "status"),
    [(SHORTER, "major", 1), (SHORTER, "minor", 1), (LONGER, "major", 0), (LONGER, "minor", 1), (TEXT, "minor", 0)],
)
def test_a_level_can_fail_the_run(edition: str, limit: str, status: int, contract: Path) -> None:
    """A change of the level of --fail-on or above ends in 1."""
    contract.write_text(edition, encoding="utf-8")

    assert status == diff.main([str(LIBRARY), str(contract), "--fail-on", limit])


def test_the_version_can_be_given(contract: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The next version counts from the version that is given."""
    contract.write_text(LONGER, encoding="utf-8")
    diff.main([str(LIBRARY), str(contract), "--version", "4.5.6", "--format", "json"])
    shown = json.loads(capsys.readouterr().out)

    assert ("4.5.6", "4.6.0") == (shown["old_version"], shown["next_version"])


def test_the_text_lists_the_changes_and_what_follows(contract: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The text has a line a change, the next version, and the entry."""
    contract.write_text(LONGER, encoding="utf-8")
    diff.main([str(LIBRARY), str(contract)])
    sentence = "maximum length of `request.body.readerName`: `20` → `30`"

    assert [
        "level  operation    field                    what        change",
        f"minor  openAccount  request.body.readerName  max_length  {sentence}",
        "",
        "1.2.3 → 1.3.0 (info.version is still 1.2.3: raise it)",
        "",
        "### Changed",
        "",
        "#### Library",
        "",
        f"- `open_account`: {sentence}",
    ] == capsys.readouterr().out.splitlines()


def test_the_text_says_when_nothing_changed(capsys: pytest.CaptureFixture[str]) -> None:
    """The text of a contract that did not change is one line."""
    diff.main([str(LIBRARY), str(LIBRARY)])

    assert "Nothing changed that callers or readers could see.\n" == capsys.readouterr().out


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, with a contract that is one file in ``v1`` and ``v2``, and a folder in ``v3``."""
    git = shutil.which("git")
    if git is None:
        pytest.skip("git is not installed")
    for variable in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.chdir(tmp_path)
    contract = tmp_path / "specs" / "library.yaml"
    contract.parent.mkdir()
    author = ["-c", "user.name=Emma", "-c", "user.email=emma@library.example", "-c", "commit.gpgsign=false"]
    subprocess.run([git, "init", "--quiet"], check=True)
    for tag, text in (("v1", TEXT), ("v2", SHORTER), ("v3", None)):
        if text is None:
            contract.unlink()
            in_files(contract.with_suffix(""))
        else:
            contract.write_text(text, encoding="utf-8")
        subprocess.run([git, "add", "--all", "specs"], check=True)
        subprocess.run([git, *author, "commit", "--quiet", "--no-verify", "-m", tag], check=True)
        subprocess.run([git, "tag", tag], check=True)
    return tmp_path


@pytest.mark.parametrize(
    "editions",
    [
        ["v1:specs/library.yaml", "v2:specs/library.yaml"],
        ["v1", "v2", "--contract", "specs/library.yaml"],
        ["HEAD~2", "HEAD~1", "--contract", "specs/library"],
        ["v2:specs/library", "specs/library"],
        ["v2:specs/library.yaml", "v3:specs/library/"],
        ["v2", "v3", "--contract", "specs/library"],
        ["v2", "HEAD", "--contract", "specs/library.yaml"],
        ["v2", "v3", "--contract", "specs/library/others.yaml"],
        ["v2:specs/library.yaml", "specs/library/others.yaml"],
    ],
    ids=" ".join,
)
@pytest.mark.usefixtures("repository")
def test_revisions_are_compared(editions: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Revisions are compared like files, and mixed with them, whether the contract is a file or a folder there."""
    status = diff.main([*editions, "--format", "json"])
    shown = json.loads(capsys.readouterr().out)

    assert (0, ["request.body.readerName"]) == (status, [change["field"] for change in shown["changes"]])


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("others.yaml", [("openAccount", "")]),
        ("find.yaml", [("findReader", "")]),
        ("contract.yaml", [("", "servers.production"), ("findReader", ""), ("openAccount", "")]),
    ],
)
@pytest.mark.usefixtures("repository")
def test_of_a_page_only_the_page_is_compared(
    page: str, expected: list[tuple[str, str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of two pages only what they are about is compared; the file that they share stands for the whole."""
    folder = tmp_path / "specs" / "library"
    for name, old, new in (
        ("others", "Open an account.", "Open one."),
        ("find", "Find a reader.", "Look for a reader."),
        ("contract", '"url": "https://library.example"', '"url": "https://www.library.example"'),
    ):
        file = folder / f"{name}.yaml"
        file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    diff.main([f"HEAD:specs/library/{page}", f"specs/library/{page}", "--format", "json"])
    changes = json.loads(capsys.readouterr().out)["changes"]

    assert sorted(expected) == sorted((change["operation"], change["field"]) for change in changes)


@pytest.mark.parametrize(
    ("editions", "message"),
    [
        (["v1", "v2"], "v1: is no file and no folder; in a git revision a contract is `REVISION:PATH`"),
        (["v1:specs/none.yaml", "v2:specs/library.yaml"], "v1:specs/none.yaml: is no file, and git says: fatal:"),
        (["v0", "v1", "--contract", "specs/library.yaml"], "v0:specs/library.yaml: is no file, and git says: fatal:"),
        (["--", "--output=made:up.yaml", "v1:specs/library.yaml"], "--output=made:up.yaml: is no file"),
        (["v1:broken.yaml", "v2:specs/library.yaml"], "v1:broken.yaml: is no file"),
    ],
)
@pytest.mark.usefixtures("repository")
def test_what_git_does_not_have_is_refused(
    editions: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """An edition that is neither a file nor in git ends in 2, and no name is taken for an option of git."""
    status = diff.main(editions)

    assert (2, True) == (status, capsys.readouterr().err.startswith(message))


def test_a_broken_contract_is_refused(contract: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A contract that cannot be read ends in 2, with its place."""
    contract.write_text("openapi: 3.0.0\n", encoding="utf-8")
    status = diff.main([str(LIBRARY), str(contract)])

    assert (2, True) == (status, capsys.readouterr().err.startswith(f"{contract}:1: /openapi: is OpenAPI 3.0.0"))


def test_a_version_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """A version that is not of three numbers ends in 2."""
    status = diff.main([str(LIBRARY), str(LIBRARY), "--version", "one"])

    assert (2, "one is no version of the form 1.2.3\n") == (status, capsys.readouterr().err)


@pytest.mark.parametrize("encoding", ["ascii", "gbk"])
def test_an_output_of_another_charset_changes_nothing_else(contract: Path, encoding: str) -> None:
    """What the output cannot take is replaced; there is no traceback."""
    contract.write_text(SHORTER, encoding="utf-8")
    command = [sys.executable, str(ROOT / "scripts" / "diff.py"), str(LIBRARY), str(contract)]
    environment = {**os.environ, "PYTHONIOENCODING": encoding}

    done = subprocess.run(command, env=environment, capture_output=True, encoding=encoding, check=False)

    warned = "- ?? `open_account`: maximum length of `request.body.readerName`: `20` "
    assert (0, "") == (done.returncode, done.stderr)
    assert [warned + ("→ `10`" if encoding == "gbk" else "? `10`")] == [
        line for line in done.stdout.splitlines() if line.startswith("- ")
    ]
