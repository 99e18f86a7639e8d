"""The file that a sandbox writes: whose is it?"""

import errno
import fcntl
import os
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from realname import ConfigurationError
from realname.sandbox.__main__ import FAILED, main
from realname.sandbox.environment_file import FIRST_LINE, LAST_LINE, EnvironmentFile
from realname.testing.control_variables import CONTROL_URL
from tests.faces.test_process import COMMAND, start, variables

OWN = "DATABASE_URL=postgres://the-only-copy\n"


def everything_in(folder: Path) -> dict[str, str | None]:
    """What is in a folder: names, and the content of files."""
    return {each.name: each.read_text("utf-8") if each.is_file() else None for each in folder.iterdir()}


def written(path: Path, url: str = "http://127.0.0.1:1") -> EnvironmentFile:
    """A file that a sandbox wrote."""
    file = EnvironmentFile(path)
    file.write({CONTROL_URL: url}, ["a comment"])
    return file


def left_behind(path: Path, url: str = "http://127.0.0.1:1") -> str:
    """Leave what a sandbox that was killed leaves behind, and return its content."""
    file = written(path, url)
    content = path.read_text("utf-8")
    file.remove()
    path.write_text(content, "utf-8")
    return content


def no_links(*_: object) -> None:
    """A file system that has none."""
    raise OSError(errno.EPERM, "Operation not permitted")


# ---- what is never touched -------------------------------------------------------------------------------------------


def _own(path: Path) -> None:
    path.write_text(OWN, "utf-8")


def _link(path: Path) -> None:
    _own(path.with_name("target"))
    path.symlink_to("target")


def _link_to_a_sandboxs(path: Path) -> None:
    left_behind(path.with_name("target"))
    path.symlink_to("target")


def _changed(path: Path) -> None:
    path.write_text(left_behind(path).replace(LAST_LINE, f"{OWN}{LAST_LINE}"), "utf-8")


def _added_to(path: Path) -> None:
    path.write_text(left_behind(path) + OWN, "utf-8")


def _of_an_earlier_version(path: Path) -> None:
    path.write_text(f"{FIRST_LINE}\nX=1\n", "utf-8")


THERE: dict[str, tuple[Callable[[Path], object], str]] = {
    "settings": (_own, "it exists, and is not a sandbox's"),
    "empty": (Path.touch, "it exists, and is not a sandbox's"),
    "quoted": (lambda path: path.write_text(f"# mine\n{FIRST_LINE}\n", "utf-8"), "it exists, and is not a sandbox's"),
    "similar": (lambda path: path.write_text(f"{FIRST_LINE} Not.\n", "utf-8"), "it exists, and is not a sandbox's"),
    "folder": (Path.mkdir, "it is a folder"),
    "link": (_link, "it is a symbolic link"),
    "link to a sandbox's": (_link_to_a_sandboxs, "it is a symbolic link"),
    "link to nothing": (lambda path: path.symlink_to("nothing"), "it is a symbolic link"),
    "pipe": (os.mkfifo, "it is a named pipe"),
    "changed": (_changed, "a sandbox wrote it, and somebody has changed it since"),
    "added to": (_added_to, "a sandbox wrote it, and somebody has changed it since"),
    "an earlier version's": (_of_an_earlier_version, "a sandbox wrote it, and somebody has changed it since"),
}


@pytest.fixture
def nothing_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    """No key is made, and no socket opened."""

    def begin(**_: object) -> None:
        pytest.fail("a sandbox was made")

    monkeypatch.setattr("realname.sandbox.__main__.Sandbox", begin)


@pytest.mark.usefixtures("nothing_begins")
@pytest.mark.parametrize("option", ["--write-env", "--env-file"])
@pytest.mark.parametrize("there", THERE)
def test_what_is_there_is_left_alone(
    there: str, option: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The sandbox does not begin, names the file and says what to do; nothing changes."""
    path = tmp_path / ".env"
    make, told = THERE[there]
    make(path)
    before, state = everything_in(tmp_path), path.lstat()

    assert FAILED == main([option, str(path)])
    assert f"realname sandbox: {path} cannot be written: {told}. " in (error := capfd.readouterr().err)
    assert "hoose another name" in error
    assert (before, state.st_ino, state.st_mtime_ns) == (
        everything_in(tmp_path),
        path.lstat().st_ino,
        path.lstat().st_mtime_ns,
    )


@pytest.mark.usefixtures("nothing_begins")
@pytest.mark.parametrize(
    ("name", "told"),
    [
        (".", "it is a folder"),
        ("absent/sandbox.env", "no such file or directory"),
        ("file/sandbox.env", "not a directory"),
        ("/proc/sandbox.env", "no such file or directory"),  # a folder where nobody can make a file
        ("x" * 300, "file name too long"),
    ],
)
def test_a_place_where_no_file_can_be(name: str, told: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """It is told, and nothing is left behind."""
    (tmp_path / "file").write_text(OWN, "utf-8")

    assert FAILED == main(["--write-env", str(tmp_path / name)])
    assert f" cannot be written: {told}. " in capfd.readouterr().err
    assert {"file": OWN} == everything_in(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_is_for_reading(tmp_path: Path) -> None:
    """The same, for whom permissions hold."""
    tmp_path.chmod(0o500)
    with pytest.raises(ConfigurationError, match="permission denied"):
        EnvironmentFile(tmp_path / "sandbox.env")


@pytest.mark.parametrize("links", [True, False])
def test_of_half_a_file_nothing_is_left(links: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk is full."""
    file = EnvironmentFile(tmp_path / "sandbox.env")
    writing, link = os.write, os.link

    def write(descriptor: int, content: bytes) -> int:
        if Path(f"/proc/self/fd/{descriptor}").readlink().name.startswith("." if links else "sandbox"):
            raise OSError(errno.ENOSPC, "No space left on device")
        return writing(descriptor, content)

    monkeypatch.setattr(os, "link", link if links else no_links)
    monkeypatch.setattr(os, "write", write)
    with pytest.raises(ConfigurationError, match="cannot be written: no space left on device"):
        file.write({}, [])

    assert {} == everything_in(tmp_path)


def test_what_comes_to_be_there_meanwhile_stays(tmp_path: Path) -> None:
    """Between the start and the moment when the file is written."""
    file = EnvironmentFile(tmp_path / ".env")
    _own(tmp_path / ".env")

    with pytest.raises(ConfigurationError, match="it exists, and is not a sandbox's"):
        file.write({}, [])
    file.remove()
    assert {".env": OWN} == everything_in(tmp_path)


@pytest.mark.parametrize("links", [True, False], ids=["", "a file system without links"])
def test_of_two_at_the_same_moment_one_begins(links: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both find the place free, or what a killed one left; the file of the first stays, and goes with it."""
    if not links:
        monkeypatch.setattr(os, "link", no_links)
    path = tmp_path / "sandbox.env"
    left_behind(path)
    one, two = EnvironmentFile(path), EnvironmentFile(path)
    one.write({"WHO": "one"}, [])
    with pytest.raises(ConfigurationError, match="it belongs to a sandbox that is running"):
        two.write({"WHO": "two"}, [])
    two.remove()

    assert (["sandbox.env"], "one", 0o600) == (
        [*everything_in(tmp_path)],
        variables(path)["WHO"],
        path.stat().st_mode & 0o777,
    )
    one.remove()
    assert {} == everything_in(tmp_path)


# ---- what is replaced, and what goes away ----------------------------------------------------------------------------


def test_what_a_killed_sandbox_left_behind_is_replaced(tmp_path: Path) -> None:
    """Nobody is served by those addresses any more; while it ran, no other one could begin."""
    path = tmp_path / "sandbox.env"
    with start(path, subprocess.PIPE) as killed:
        before = path.read_text("utf-8")
        second = subprocess.run([*COMMAND, "--write-env", str(path)], stderr=subprocess.PIPE, text=True, check=False)
        assert (FAILED, before) == (second.returncode, path.read_text("utf-8"))
        assert "it belongs to a sandbox that is running. End that one, or choose another name." in second.stderr
        killed.kill()
        killed.wait(timeout=30)
        assert before == path.read_text("utf-8")
    file = written(path)

    assert "http://127.0.0.1:1" == variables(path)[CONTROL_URL]
    file.remove()
    assert {} == everything_in(tmp_path)


@pytest.mark.parametrize("is_heard", [True, False])
def test_where_there_are_no_locks_a_sandbox_is_asked(
    is_heard: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether somebody answers at its control address."""

    def no_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", no_locks)
    path = tmp_path / "sandbox.env"
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        if not is_heard:
            listener.close()
        content = left_behind(path, f"http://127.0.0.1:{port}")
        if is_heard:
            with pytest.raises(ConfigurationError, match="a sandbox that is running"):
                EnvironmentFile(path)
            assert content == path.read_text("utf-8")
        else:
            written(path).remove()
            assert {} == everything_in(tmp_path)


def _replaced(path: Path) -> None:
    path.unlink()
    _own(path)


def _same_content(path: Path) -> None:
    content = path.read_text("utf-8")
    path.unlink()
    path.write_text(content, "utf-8")


@pytest.mark.parametrize("change", [_own, _replaced, _same_content], ids=["changed", "replaced", "same content"])
def test_at_the_end_only_its_own_file_goes_away(change: Callable[[Path], None], tmp_path: Path) -> None:
    """If it is still that one, and unchanged."""
    path = tmp_path / "sandbox.env"
    file = written(path)
    change(path)
    before = everything_in(tmp_path)
    file.remove()

    assert before == everything_in(tmp_path)
