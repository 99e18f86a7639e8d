"""The file that tells others where a sandbox is and who may call it: written whole, and never over anybody else's.

It holds private keys: only its owner can read it, and it goes away with its sandbox. One that a killed sandbox left
behind is replaced if nobody has changed it since; whatever else stands at the path is left alone, and the sandbox does
not start.
"""

import contextlib
import hashlib
import os
import socket
import stat
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from realname.core.errors import ConfigurationError
from realname.testing.control_variables import CONTROL_URL

FIRST_LINE: Final = "# Written by the sandbox of realname, which removes this file when it ends."
LAST_LINE: Final = "# SHA-256 of the lines above: "
_LIMIT: Final = 1 << 20
"""Bytes: more than any file of a sandbox has."""
_KINDS: Final = {
    stat.S_IFDIR: "a folder",
    stat.S_IFLNK: "a symbolic link",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


class EnvironmentFile:
    """A place for the file; in use from `write` to `remove`.

    Args:
        path: where it is to be. Looked at now, so that nothing is begun for a file that cannot be.

    Raises:
        ConfigurationError: no file can be written there, or there is one that is not to be replaced.
    """

    def __init__(self, path: Path) -> None:
        self.path: Path = path.absolute()
        self._descriptor: int | None = None
        self._content = b""
        with self._told():
            self._clear()
            descriptor, name = self._beside()
            os.close(descriptor)
            Path(name).unlink()

    def write(self, environment: Mapping[str, str], comments: Sequence[str]) -> None:
        """Let the file be there, whole at once, so that whoever waits for it never reads half of it.

        Args:
            environment: the variables.
            comments: lines for a person.

        Raises:
            ConfigurationError: it cannot be written, or another one came to be there meanwhile.
        """
        lines = (FIRST_LINE, *(f"# {line}" for line in comments), *(f"{n}={v}" for n, v in environment.items()), "")
        text = "\n".join(lines)
        self._content = f"{text}{LAST_LINE}{_digest(text.encode())}\n".encode()
        with self._told():
            while True:
                with contextlib.suppress(FileExistsError):  # another sandbox's, or what one that is gone has left
                    self._descriptor = self._put()
                    return
                self._clear()

    def remove(self) -> None:
        """Let it be gone, unless something else stands there by now, or somebody has changed it."""
        if self._descriptor is None:
            return
        with contextlib.suppress(OSError):
            if _is_still(self.path, self._descriptor, self._content):
                self.path.unlink()
        os.close(self._descriptor)  # and with it the lock
        self._descriptor = None

    def _put(self) -> int:
        descriptor, name = self._beside()
        try:
            _fill(descriptor, self._content)
            if _link(name, self.path):
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        finally:
            Path(name).unlink(missing_ok=True)
        os.close(descriptor)
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            _fill(descriptor, self._content)
        except BaseException:
            self.path.unlink(missing_ok=True)
            os.close(descriptor)
            raise
        return descriptor

    def _beside(self) -> tuple[int, str]:
        return tempfile.mkstemp(dir=self.path.parent, prefix=f".{self.path.name}.")  # mode 0600

    def _clear(self) -> None:
        """Make sure that nothing stands at the path, or only what a sandbox that is gone left there; remove that."""
        while True:
            try:
                mode = self.path.lstat().st_mode
                if not stat.S_ISREG(mode):
                    raise self._refused(f"it is {_KINDS.get(stat.S_IFMT(mode), 'no file')}", "Choose another name.")
                flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
                descriptor = os.open(self.path, flags)
            except FileNotFoundError:
                return
            try:
                content = os.read(descriptor, _LIMIT)
                if not content.startswith(f"{FIRST_LINE}\n".encode()):
                    raise self._refused("it exists, and is not a sandbox's", "Choose another name, or remove it.")
                if _is_in_use(descriptor, content):
                    raise self._refused(
                        "it belongs to a sandbox that is running", "End that one, or choose another name."
                    )
                if not _is_unchanged(content):
                    raise self._refused(
                        "a sandbox wrote it, and somebody has changed it since", "Choose another name, or remove it."
                    )
                if _is_still(self.path, descriptor, content):
                    self.path.unlink()
                    return
            finally:
                os.close(descriptor)

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            why = error.strerror or type(error).__name__
            raise self._refused(why[:1].lower() + why[1:], "Check the folder and its permissions.") from None

    def _refused(self, why: str, remedy: str) -> ConfigurationError:
        return ConfigurationError(f"{self.path} cannot be written: {why}", setting="write_env", remedy=remedy)


def _digest(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()


def _link(name: str, path: Path) -> bool:
    """Give a file its place, where unlike a renaming it replaces nothing; False on a file system without links."""
    try:
        os.link(name, path)
    except FileExistsError:
        raise
    except OSError:
        return False
    return True


def _fill(descriptor: int, content: bytes) -> None:
    with contextlib.suppress(OSError):  # a file system without locks
        _lock(descriptor)
    while content:
        content = content[os.write(descriptor, content) :]


def _is_unchanged(content: bytes) -> bool:
    text, _, digest = content.rpartition(LAST_LINE.encode())
    return digest == f"{_digest(text)}\n".encode()


def _is_still(path: Path, descriptor: int, content: bytes) -> bool:
    """Whether the open file is what stands at the path, with this content."""
    os.lseek(descriptor, 0, os.SEEK_SET)
    return os.path.samestat(path.lstat(), os.fstat(descriptor)) and os.read(descriptor, _LIMIT) == content


def _lock(descriptor: int) -> bool:
    """Take the lock that a sandbox holds on its file while it runs, which ends with the process however it ends.

    Raises:
        OSError: there are no locks here.
    """
    if sys.platform == "win32":
        raise OSError
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_in_use(descriptor: int, content: bytes) -> bool:
    try:
        return not _lock(descriptor)
    except OSError:
        lines = content.decode("utf-8", "replace").splitlines()
        return _is_heard(next((line.partition("=")[2] for line in lines if line.startswith(f"{CONTROL_URL}=")), ""))


def _is_heard(url: str) -> bool:
    try:
        parts = urlsplit(url)
        socket.create_connection((parts.hostname or "", parts.port or 0), timeout=1.0).close()
    except (OSError, ValueError):
        return False
    return True
