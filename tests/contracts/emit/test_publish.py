"""A finished build takes its place as a whole, whatever ends the program, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from contracts.emit.publish import replace, workplace
from contracts.emit.toolchain import ROOT

from .workshop import Workshop, files

NAMES = ("a/one", "b/one", "c/one", "REFERENCE.md")
# Puts what is built into place, and kills itself before the operation on files of the number given to it.
KILLED = """
import os, shutil, signal, sys
from pathlib import Path
from contracts.emit.publish import replace, workplace

built, parent, deadline = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
counted = 0

def count(event, arguments):
    global counted
    if event in ("os.rename", "os.mkdir", "os.rmdir", "os.remove", "open") and str(parent) in str(arguments):
        counted += 1
        if counted > deadline:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(count)
with workplace(parent, print) as scratch:
    shutil.copytree(built, scratch / "built")
    replace(scratch / "built", parent / "output", scratch)
"""
# The command, which kills itself before it puts the package in place.
KILLED_COMMAND = """
import os, runpy, signal, sys

def hook(event, arguments):
    if event == "os.rename" and str(arguments[1]).endswith("output/library"):
        os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(hook)
sys.argv = sys.argv[1:]
sys.path.insert(0, os.path.dirname(sys.argv[0]))
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def put(folder: Path, content: str) -> None:
    """Write a tree of which every file says the same."""
    for name in NAMES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")


def contents(folder: Path) -> set[bytes]:
    """What the files of a tree say; nothing in place of one that is missing."""
    there = files(folder)
    return {there.get(name, b"") for name in NAMES}


def hidden(folder: Path) -> list[str]:
    """What builds have left in a folder."""
    return sorted(path.name for path in folder.glob(".build-*"))


def failing(monkeypatch: pytest.MonkeyPatch, is_due: Callable[[int], bool]) -> None:
    """Let every rename of which the number (from 1) is due fail."""
    rename, renamed = Path.rename, []

    def fail(self: Path, target: Path) -> Path:
        renamed.append(target.name)
        if is_due(len(renamed)):
            raise PermissionError(1, "Operation not permitted", str(self))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail)


def run(parent: Path, content: str = "newest") -> list[str]:
    """A build that is not killed; return what it says."""
    said: list[str] = []
    with workplace(parent, said.append) as scratch:
        put(scratch / "built", content)
        replace(scratch / "built", parent / "output", scratch)
    return said


def test_killed_at_any_point_nothing_is_missing_or_mixed_without_a_word(tmp_path: Path) -> None:
    """A build is killed before each operation on files: the next one finds a whole tree, or says it and mends."""
    put(tmp_path / "built", "new")
    environment = os.environ | {"PYTHONPATH": str(ROOT / "scripts")}
    mixed = 0
    for deadline in range(200):
        parent = tmp_path / str(deadline)
        put(parent / "output", "old")
        command = [sys.executable, "-c", KILLED, str(tmp_path / "built"), str(parent), str(deadline)]
        done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
        assert done.returncode in (0, -signal.SIGKILL), done.stderr
        found = contents(parent / "output")
        said: list[str] = []
        with workplace(parent, said.append):
            assert ({b"new"} if said else found) == contents(parent / "output")
        assert said or found in ({b"old"}, {b"new"})
        assert [] == hidden(parent)
        mixed += len(found) > 1
        if done.returncode == 0:
            break

    assert done.returncode == 0
    # Of the eight renames seven leave something between the first and the last.
    assert mixed == 7


def test_a_build_at_work_is_left_alone(tmp_path: Path) -> None:
    """Another build takes the folder of a living one for what it is."""
    put(tmp_path / "output", "old")
    with workplace(tmp_path, print) as scratch:
        put(scratch / "built", "new")
        assert [] == run(tmp_path)
        assert [scratch.name] == hidden(tmp_path)
        replace(scratch / "built", tmp_path / "output", scratch)

    assert ({b"new"}, []) == (contents(tmp_path / "output"), hidden(tmp_path))


def test_what_dead_builds_left_is_cleared_and_nothing_else(tmp_path: Path) -> None:
    """Folders with what builds make are cleared; a folder of that name with anything else in it is somebody's."""
    for name in (".build-empty", ".build-dead/built/package", ".build-mine/work"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / ".build-file").touch()
    run(tmp_path)

    assert [".build-file", ".build-mine"] == hidden(tmp_path)


def test_what_cannot_be_replaced_leaves_everything_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error on the way undoes what was done."""
    put(tmp_path / "output", "old")
    failing(monkeypatch, lambda number: number == 6)
    with pytest.raises(PermissionError):
        run(tmp_path)

    assert ({b"old"}, []) == (contents(tmp_path / "output"), hidden(tmp_path))


@pytest.mark.parametrize("way", ["whole", "half"])
def test_an_error_while_writing_is_a_message(built: Workshop, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    """The command says what cannot be written, and what has become of the rest, and ends in 2."""
    before = built.files()
    failing(monkeypatch, lambda number: number >= 5 if way == "half" else number == 5)
    outcome = built.run()
    monkeypatch.undo()
    after = built.run()

    assert (2, "output cannot be written: [Errno 1] Operation not permitted:") == (outcome.status, outcome.err[:60])
    assert {
        "whole": ("Nothing was written.", False),
        "half": ("It is half written: the next build finishes it.", True),
    }[way] == (outcome.err.splitlines()[-1], "output: a build was killed while it wrote" in after.out)
    assert (before, []) == (built.files(), hidden(built.output.parent))


def test_a_killed_build_is_finished_by_the_next(workshop: Workshop) -> None:
    """The command itself, killed between two renames, leaves a half tree that its next run makes whole."""
    command = [str(ROOT / "scripts" / "build.py"), "--spec", str(workshop.contract), "--package", "library"]
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_COMMAND, *command, "--output", str(workshop.output)],
        check=False,
        capture_output=True,
    )
    half = set(workshop.files())
    outcome = workshop.run()

    assert (-signal.SIGKILL, {"REFERENCE.md"}) == (killed.returncode, half)
    assert "output: a build was killed while it wrote; putting the rest of it in place\n" in outcome.out
    assert (True, []) == ("library/client.py" in workshop.files(), hidden(workshop.output.parent))
