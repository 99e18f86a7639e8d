"""The file in which a sandbox's state outlives it: SQLite, one row a thing, committed before anybody is answered.

A process that is killed loses nothing that was committed. A machine that loses its power can lose the last moments, and
finds the file as it was before them: it is written through to the disk at checkpoints only (`synchronous=NORMAL`).

The file holds private keys: mode 0600. It belongs to one process at a time, and to one release's layout. Every row has
a checksum, so that damage is refused rather than read.
"""

import os
import sqlite3
import stat
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import Final, TypeVar

from realname.core.errors import ConfigurationError
from realname.testing.gateway.state import Change, StateError

APPLICATION_ID: Final = 0x726E7362
"""Says in the file's head that it is ours (`rnsb`)."""
LAYOUT: Final = 1
"""Which layout the file has, tables and rows. It goes up whenever a release cannot read what the last one wrote."""
LARGEST_LOG: Final = 16 * 1024 * 1024
"""Bytes that SQLite's log beside the file keeps once they are in the file."""
ATTEMPTS: Final = 10
PAUSE: Final = 0.05
"""Seconds between attempts to have the file for this process: a sandbox may be about to end."""

_TABLE: Final = """
CREATE TABLE things (
    shelf TEXT NOT NULL,
    key BLOB NOT NULL,
    content BLOB NOT NULL,
    checksum INTEGER NOT NULL,
    UNIQUE (shelf, key)
)
"""
"""A row's own number is its place: the newest of all has the highest."""
_DAMAGED: Final = "is a sandbox's file and damaged"
_REMEDY_DAMAGED: Final = "Put a copy back that is whole, or remove it and begin anew, with new keys."
_TAKEN: Final = "is open in another sandbox"
_REMEDY_TAKEN: Final = "End the other one, or give this one a file of its own."
_REMEDY_FOREIGN: Final = "Name a file that does not exist yet, or one that a sandbox has made."

T = TypeVar("T")


class FileStore:
    """The open file.

    Args:
        path: where it is; it is made if nothing is there.

    Raises:
        ConfigurationError: there is something else, somebody else has it open, or it cannot be read. It is as it was.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        if not os.path.lexists(path):
            self._guarded(lambda: _create(path))
        self._guarded(self._check)
        with ExitStack() as stack:
            stack.callback(os.close, self._guarded(self._claim))
            self._connection = stack.enter_context(closing(self._guarded(lambda: _connect(path))))
            self._guarded(self._open)
            self._closing = stack.pop_all()

    def read(self) -> Iterator[tuple[str, str, bytes]]:
        """Everything: shelf, key and content, the oldest first.

        Raises:
            ConfigurationError: it is damaged.
        """
        select = "SELECT * FROM things ORDER BY rowid"
        with closing(self._guarded(lambda: self._connection.execute(select))) as rows:
            while (row := self._guarded(rows.fetchone)) is not None:
                shelf, key, content, checksum = row
                if checksum != _checksum(shelf, key, content):
                    raise self._refused(_DAMAGED, _REMEDY_DAMAGED)
                yield shelf, key.decode("utf-8", "surrogatepass"), content

    def commit(self, changes: Sequence[Change]) -> None:
        """Make all of these changes, or none.

        Raises:
            StateError: none was made.
        """
        try:
            if not os.path.samestat(self._identity, self.path.stat()):
                raise FileNotFoundError
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                for change in changes:
                    self._make(change)
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise
        except FileNotFoundError:
            raise StateError(
                f"{self.path} is no longer there: end the sandbox, and put it back or begin anew"
            ) from None
        except (OSError, sqlite3.Error) as error:
            raise StateError(f"{self.path} cannot be written ({error}): end the sandbox, or make room") from None

    def forget(self) -> None:
        """Leave no trace of what was removed: neither in the file, where it is overwritten, nor in SQLite's log."""
        with suppress(sqlite3.Error):
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self) -> None:
        """Let others open the file."""
        self._closing.close()

    def _make(self, change: Change) -> None:
        if change.key is None:
            self._connection.execute("DELETE FROM things WHERE shelf = ?", (change.shelf,))
            return
        key = change.key.encode("utf-8", "surrogatepass")
        if change.content is None:
            self._connection.execute("DELETE FROM things WHERE shelf = ? AND key = ?", (change.shelf, key))
            return
        checksum = _checksum(change.shelf, key, change.content)
        if change.is_new:
            row = (change.shelf, key, change.content, checksum)
            self._connection.execute("REPLACE INTO things VALUES (?, ?, ?, ?)", row)
        else:
            told = (change.content, checksum, change.shelf, key)
            self._connection.execute("UPDATE things SET content = ?, checksum = ? WHERE shelf = ? AND key = ?", told)

    def _check(self) -> None:
        """See that the file is ours without a lock, and without a byte written."""
        if not stat.S_ISREG(self.path.stat().st_mode):
            raise self._refused("is no file", _REMEDY_FOREIGN)
        with closing(sqlite3.connect(f"{_uri(self.path)}?mode=ro&immutable=1", uri=True)) as connection:
            [application_id], [layout] = (
                connection.execute(f"PRAGMA {name}").fetchone() for name in ("application_id", "user_version")
            )
        if application_id != APPLICATION_ID:
            raise self._refused("is not a sandbox's file", _REMEDY_FOREIGN)
        if layout != LAYOUT:
            raise self._refused(
                f"has layout {layout}, and this release of realname has {LAYOUT}",
                "Use the release that made it, or name a file that does not exist yet.",
            )
        if self.path.stat().st_mode & 0o077:
            self.path.chmod(0o600)  # a copy of somebody's; what SQLite puts beside it has the same mode

    def _claim(self) -> int:
        """Lock the file for this process, and return what holds the lock.

        SQLite's own lock, which comes on top, is gone as soon as anybody in the process has read and closed the file.

        Raises:
            BlockingIOError: another one has it.
        """
        descriptor = os.open(self.path, os.O_RDWR)
        if sys.platform != "win32":
            import fcntl

            for attempt in range(ATTEMPTS):  # counted: a test may have stopped the process's clock
                try:
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if attempt == ATTEMPTS - 1:
                        os.close(descriptor)
                        raise
                    time.sleep(PAUSE)
        return descriptor

    def _open(self) -> None:
        """See that it is whole."""
        self._connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.execute("COMMIT")
        self._identity = self.path.stat()
        found = self._connection.execute("PRAGMA integrity_check(1)").fetchone()
        if found != ("ok",):
            raise self._refused(_DAMAGED, _REMEDY_DAMAGED)
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.execute("PRAGMA secure_delete = ON")
        self._connection.execute(f"PRAGMA journal_size_limit = {LARGEST_LOG}")

    def _guarded(self, step: Callable[[], T]) -> T:
        """Take a step towards an open file, and say in words what stands against it."""
        try:
            return step()
        except BlockingIOError:
            raise self._refused(_TAKEN, _REMEDY_TAKEN) from None
        except sqlite3.DatabaseError as error:
            name = getattr(error, "sqlite_errorname", "")
            if name.startswith("SQLITE_BUSY"):
                raise self._refused(_TAKEN, _REMEDY_TAKEN) from None
            if name.startswith("SQLITE_NOTADB"):
                raise self._refused("is not a sandbox's file", _REMEDY_FOREIGN) from None
            if name.startswith("SQLITE_CORRUPT"):
                raise self._refused(_DAMAGED, _REMEDY_DAMAGED) from None
            raise self._refused(f"cannot be opened ({error})", "Its folder and it have to be writable.") from None
        except OSError as error:
            what = f"cannot be opened ({error.strerror or error})"
            raise self._refused(what, "Its folder has to exist, and both have to be writable.") from None

    def _refused(self, what: str, remedy: str) -> ConfigurationError:
        return ConfigurationError(f"state: {self.path} {what}", setting="state", remedy=remedy)


def _create(path: Path) -> None:
    """Make the file whole or not at all, and in place of nothing."""
    descriptor, name = tempfile.mkstemp(dir=path.absolute().parent, prefix=f".{path.name}.")  # mode 0600
    os.close(descriptor)
    try:
        with closing(sqlite3.connect(name)) as connection:
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {LAYOUT}")
            connection.execute(_TABLE)
            connection.execute("PRAGMA journal_mode = WAL").fetchall()
        try:
            os.link(name, path)
        except FileExistsError:  # another one was quicker: it is looked at as any other file
            pass
        except OSError:  # a file system without links
            Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{_uri(path)}?mode=rw", uri=True, timeout=ATTEMPTS * PAUSE, isolation_level=None, check_same_thread=False
    )


def _uri(path: Path) -> str:
    return path.absolute().as_uri()


def _checksum(shelf: str, key: bytes, content: bytes) -> int:
    return zlib.crc32(content, zlib.crc32(b"\0".join((shelf.encode(), key))))
