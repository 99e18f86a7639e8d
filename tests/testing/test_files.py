"""Who may read a secret's file: what containers mount is as it should be, what lies open at home is told."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from realname.testing import files

MINE, ROOT, OTHER = "mine", "root", "another user"


@pytest.fixture
def secret(tmp_path: Path) -> Callable[[int, str], Path]:
    """A file of a mode and an owner."""

    def make(mode: int, owner: str) -> Path:
        path = tmp_path / "secret"
        path.write_text("x", encoding="utf-8")
        path.chmod(mode)
        user = {MINE: os.geteuid(), ROOT: 0, OTHER: os.geteuid() + 4321}[owner]
        if user != path.stat().st_uid:
            if os.geteuid() != 0:
                pytest.skip("only root gives files away")
            os.chown(path, user, -1)
        return path

    return make


@pytest.mark.parametrize(
    ("mode", "owner", "says"),
    [
        (0o600, MINE, "only its owner may read the file"),
        (0o400, MINE, "only its owner may read the file"),
        (0o444, ROOT, "the file is for reading only, and its owner gave it to this user"),
        (0o444, OTHER, "the file is for reading only, and its owner gave it to this user"),
        (0o440, ROOT, "only its owner and its group may read the file"),
        (0o640, ROOT, "only its owner and its group may read the file"),
        (0o640, OTHER, "only its owner and its group may read the file"),
        (0o644, MINE, "others on this machine may read the file"),
        (0o644, ROOT, "others on this machine may read the file"),
        (0o644, OTHER, "others on this machine may read the file"),
        (0o660, ROOT, "others on this machine may change the file"),
        (0o666, MINE, "others on this machine may change the file"),
    ],
    ids=lambda value: oct(value) if isinstance(value, int) else value,
)
def test_who_may_read_a_file(mode: int, owner: str, says: str, secret: Callable[[int, str], Path]) -> None:
    """By mode and owner; the remedy is for who may follow it."""
    path = secret(mode, owner)

    told, remedy = files.access(path)

    assert says == told
    assert bool(remedy) == says.startswith("others")
    if remedy:
        assert ("chmod 600" in remedy) == (path.stat().st_uid == os.geteuid())


def test_a_secret_of_a_container_is_as_it_should_be(
    secret: Callable[[int, str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Below the directory of secrets, on a read-only mount, or in memory where not everybody writes."""
    path = secret(0o644, MINE)
    assert files.access(path)[1]
    mounted = "the file is mounted as secrets of containers are"

    with monkeypatch.context() as patch:
        patch.setattr(files, "_SECRETS", (tmp_path,))
        assert (mounted, "") == files.access(path)
    with monkeypatch.context() as patch:
        patch.setattr(os, "statvfs", lambda _: os.statvfs_result([0] * 8 + [os.ST_RDONLY, 255]))
        assert (mounted, "") == files.access(path)
    mounts = tmp_path / "mounts"
    mounts.write_text(f"none / ext4 rw 0 0\nnone {tmp_path} tmpfs rw 0 0\n", encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(os.path, "ismount", lambda place: str(place) in ("/", str(tmp_path)))
        patch.setattr(files, "_MOUNTS", mounts)
        assert (mounted, "") == files.access(path)
        tmp_path.chmod(0o777)
        assert files.access(path)[1]
        tmp_path.chmod(0o700)
        patch.setattr(files, "_MOUNTS", tmp_path / "none")
        assert files.access(path)[1]
