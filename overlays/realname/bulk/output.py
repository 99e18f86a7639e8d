"""What came of the items, on disk: a run that was killed goes on where it was.

Two files, which only their owner can read. The output has a JSON line an item. The journal beside it,
``OUTPUT.journal``, says on its first line whose output it is, and, of operations that must not be repeated, on a line
each which items have begun.

A line is one write to the system: killing the process cuts at most the last one, which the next run takes away. A
result is synced to the disk when the output is closed. Where the operation must not be repeated, the mark that an item
has begun is synced before its request leaves: after a power cut nothing acts twice either, but an item may count as
begun without an answer.
"""

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from enum import IntEnum
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from realname.bulk.input import Input
from realname.bulk.result import Item
from realname.core.errors import ConfigurationError
from realname.core.processes import Lock

_FORMAT: Final = 1
_BINARY: Final = getattr(os, "O_BINARY", 0)
_sync: Final = getattr(os, "fdatasync", os.fsync)


class State(IntEnum):
    """What is known of an item."""

    NEW = 0
    """It was never asked."""
    BEGUN = 1
    """It was asked, and there is no result on record."""
    ANSWERED = 2
    """The provider answered."""
    FAILED = 3
    """It failed, and asking again changes nothing."""
    AGAIN = 4
    """It failed, and the next run asks again."""
    UNKNOWN = 5
    """It must not be repeated, and may have acted without an answer."""


class Output:
    """The results of an input, to be used as a context.

    ::

        with bulk.Output("out.jsonl", source) as output:
            for result in bulk.run(client, source.operation, output.left(), begin=output.begin):
                output.write(result.to_record())

    Args:
        path: where the results go. What stands there is either of the same input and operation, or left alone.
        source: the input.
        read_only: only look at what is known of the items: nothing is made, mended or locked.

    Raises:
        ConfigurationError: on entering: what stands there is something else, another run is at it, or it cannot be
            written.
    """

    def __init__(self, path: str | Path, source: Input, *, read_only: bool = False) -> None:
        self.path: Path = Path(path)
        self.journal: Path = self.path.with_name(f"{self.path.name}.journal")
        self.source = source
        self._states = bytearray()
        self._file = self._log = -1
        self._lock = Lock()
        self._is_broken = False
        self._is_read_only = read_only

    def __enter__(self) -> Self:
        try:
            if not self._is_read_only:
                self._open()
            elif self._exists():
                self._look()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def state(self, line: int) -> State:
        """What is known of the item on a line."""
        return State(self._states[line]) if line < len(self._states) else State.NEW

    def counts(self) -> Counter[State]:
        """How many items are in each state but `State.NEW`."""
        return Counter({state: self._states.count(state) for state in State if state is not State.NEW})

    def left(self, *, repeat_unknown: bool = False) -> Iterator[Item]:
        """The items that have to be asked.

        Args:
            repeat_unknown: also those that must not be repeated, and have begun without an answer on record. Each may
                act, and be charged, twice.
        """
        asked = {State.NEW, State.AGAIN} | ({State.UNKNOWN} if repeat_unknown else set())
        for item in self.source.items():
            assert isinstance(item.key, int)  # noqa: S101 - the number of its line
            if self.state(item.key) in asked:
                yield item

    def begin(self, item: Item) -> None:
        """Record, before its request leaves, that an item has begun; for what may be repeated this does nothing.

        Raises:
            ConfigurationError: it cannot be written.
        """
        if self.source.operation.retry == "safe":
            return
        assert isinstance(item.key, int)  # noqa: S101 - the number of its line
        if self.state(item.key) is State.BEGUN:  # one mark is for all calls of a run
            return
        self._append(self._log, {"begun": item.key})
        try:
            _sync(self._log)
        except OSError as error:
            raise self._unwritable(self.journal, error) from None
        self._set(item.key, State.BEGUN)

    def write(self, record: Mapping[str, Any]) -> None:
        """Record a result, as `Result.to_record` gives it.

        Raises:
            ConfigurationError: it cannot be written.
        """
        self._append(self._file, record)
        self._set(record["line"], _state(record, self.source.operation.retry))

    def close(self) -> None:
        """Sync the files and let go of them."""
        for descriptor in (self._file, self._log):
            if descriptor >= 0:
                with suppress(OSError):  # what can be synced is
                    _sync(descriptor)
                os.close(descriptor)
        self._file = self._log = -1

    # ---- opening ----

    def _open(self) -> None:
        self._log = self._opened(self.journal, os.O_RDWR | os.O_APPEND | os.O_CREAT, is_new=not self._exists())
        self._take()
        header = self._header()
        try:
            found = self._first_line()
            if found is None and not os.path.lexists(self.path):
                os.ftruncate(self._log, 0)  # killed before the first line was whole
                self._append(self._log, header)
                os.fsync(self._log)
            elif found != header:
                raise self._foreign(found)
            self._file = self._opened(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT)
            _sync_folder(self.path.absolute().parent)
            _mend(self._log)
            _mend(self._file)
            self._read()
        except OSError as error:
            raise self._unwritable(self.path, error) from None

    def _look(self) -> None:
        self._log = self._opened(self.journal, os.O_RDONLY)
        found = self._first_line()
        if found is None and not os.path.lexists(self.path):
            return
        if found != self._header():
            raise self._foreign(found)
        self._file = self._opened(self.path, os.O_RDONLY)
        self._read()

    def _exists(self) -> bool:
        if os.path.lexists(self.journal):
            return True
        if os.path.lexists(self.path):
            raise ConfigurationError(
                f"{self.path.name} exists and is no output of a bulk run, or has lost its {self.journal.name}",
                setting="output",
                remedy="Choose another file; this one is not changed.",
            )
        return False

    def _opened(self, path: Path, flags: int, *, is_new: bool = False) -> int:
        try:
            return os.open(path, flags | _BINARY | (os.O_EXCL if is_new else 0), 0o600)
        except OSError as error:
            raise self._unwritable(path, error) from None

    def _take(self) -> None:
        """Keep other runs away, until this process ends."""
        try:
            if sys.platform == "win32":
                import msvcrt

                os.lseek(self._log, 1 << 40, os.SEEK_SET)
                msvcrt.locking(self._log, msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(self._log, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            says = f"another run is writing {self.path.name}"
            raise ConfigurationError(says, setting="output", remedy="Wait for its end, or name another file.") from None

    def _header(self) -> dict[str, Any]:
        operation = self.source.operation
        return {
            "realname": "bulk",
            "format": _FORMAT,
            "operation": f"{operation.request.__module__.partition('.')[0]}.{operation.name}",
            "input": f"sha256:{self.source.digest}",
        }

    def _first_line(self) -> object:
        with os.fdopen(os.dup(self._log), "rb") as file:
            file.seek(0)
            line = file.readline(4096)
        if not line.endswith(b"\n"):
            return None if b'{"realname": "bulk"'.startswith(line[:19]) else line
        try:
            return json.loads(line)
        except ValueError:
            return line

    def _foreign(self, found: object) -> ConfigurationError:
        header = self._header()
        if not isinstance(found, dict) or found.get("realname") != "bulk":
            what = f"{self.journal.name} is no journal of a bulk run"
        elif found.get("format") != _FORMAT:
            what = f"{self.path.name} was written by another version of realname"
        elif found.get("operation") != header["operation"]:
            what = f"{self.path.name} is of another operation"
        else:
            what = f"{self.path.name} is of another input, or {self.source.path.name} was changed since"
        return ConfigurationError(what, setting="output", remedy="Choose another file; this one is not changed.")

    def _read(self) -> None:
        """Learn what is on record. What has begun more often than it has ended was under way when a run was killed."""
        retry = self.source.operation.retry
        begun = bytearray()
        for record in self._records(self._log, self.journal):
            if type(line := record.get("begun")) is int:
                _at(begun, line)
                begun[line] = (begun[line] + 1) % 256
        for record in self._records(self._file, self.path):
            line = record["line"]
            self._set(line, _state(record, retry))
            if line < len(begun):
                begun[line] = (begun[line] - 1) % 256
        for line, times in enumerate(begun):
            if times and self._is_read_only:
                self._set(line, State.UNKNOWN)
            elif times:
                self.write(_without_answer(line))

    def _records(self, descriptor: int, path: Path) -> Iterator[dict[str, Any]]:
        with os.fdopen(os.dup(descriptor), "rb") as file:
            file.seek(0)
            for number, text in enumerate(file, 1):
                if not text.endswith(b"\n"):  # being written, or cut
                    return
                try:
                    record = json.loads(text)
                    if not isinstance(record, dict) or (path == self.path and type(record["line"]) is not int):
                        raise ValueError
                except (ValueError, KeyError):
                    what = f"line {number} of {path.name} is none that a bulk run writes"
                    raise ConfigurationError(what, setting="output", remedy="Name another file.") from None
                yield record

    # ---- writing ----

    def _append(self, descriptor: int, record: Mapping[str, Any]) -> None:
        data = memoryview(json.dumps(record, ensure_ascii=False).encode() + b"\n")
        path = self.path if descriptor == self._file else self.journal
        with self._lock:
            if self._is_broken:  # nothing may follow a line that was cut
                raise self._unwritable(path, OSError())
            try:
                while data:
                    data = data[os.write(descriptor, data) :]
            except OSError as error:
                self._is_broken = True
                raise self._unwritable(path, error) from None

    def _set(self, line: int, state: State) -> None:
        with self._lock:
            _at(self._states, line)
            self._states[line] = state

    def _unwritable(self, path: Path, error: OSError) -> ConfigurationError:
        says = f"{path.name} cannot be written ({error.strerror or type(error).__name__})"
        return ConfigurationError(
            says, setting="output", remedy="Correct that; the same run then continues where it stopped."
        )


def _at(table: bytearray, line: int) -> None:
    """Make room for a line."""
    if line >= len(table):
        table.extend(bytes(line + 1 - len(table) + len(table) // 2))


def _sync_folder(path: Path) -> None:
    """Keep a new file's name over a power cut."""
    if sys.platform != "win32":  # which has no such thing
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _mend(descriptor: int) -> None:
    """Take away what follows the last whole line: the process was killed while it wrote."""
    end = os.lseek(descriptor, 0, os.SEEK_END)
    position = end
    while position > 0:
        start = max(0, position - 65536)
        os.lseek(descriptor, start, os.SEEK_SET)
        found = os.read(descriptor, position - start).rfind(b"\n")
        if found >= 0:
            position = start + found + 1
            break
        position = start
    if position < end:
        os.ftruncate(descriptor, position)


def _state(record: Mapping[str, Any], retry: str) -> State:
    error = record.get("error")
    if error is None or record.get("outcome") not in (None, "unknown"):
        return State.ANSWERED
    if error["asks_again"]:
        return State.AGAIN
    return State.UNKNOWN if error["outcome_unknown"] and retry != "safe" else State.FAILED


def _without_answer(line: int) -> dict[str, Any]:
    """The record of an item that must not be repeated, and whose run ended before its answer was written."""
    return {
        "line": line,
        "outcome": "unknown",
        "ids": {},
        "request_id": None,
        "error": {
            "kind": "Interrupted",
            "code": None,
            "http_status": None,
            "retryable": False,
            "outcome_unknown": True,
            "asks_again": False,
        },
    }
