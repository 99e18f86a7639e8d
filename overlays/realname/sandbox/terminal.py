"""What a sandbox prints while it runs: a line a request, and what only the persons whom it plays would learn."""

import logging
import os
import queue
import sys
import threading
import time
from contextlib import suppress
from typing import Final

from realname.core.printable import printable
from realname.language import say
from realname.testing.gateway.messages import Record

_WAITING: Final = 1000
"""Lines that wait to be printed."""
_LONGEST: Final = 2000
"""Characters of a line that are printed: whoever sends long paths fills no terminal with them."""
_LAST_SECONDS: Final = 1.0
"""How long the end waits for lines that nobody reads."""


class Terminal(logging.Handler):
    """Prints lines in a thread of its own: a terminal that stands still, or a pipe that nobody reads, stops no gateway.

    What does not fit in the line of those that wait is left out, and said to be. As a handler it prints what is logged.
    """

    def __init__(self) -> None:
        super().__init__()
        self._lines: queue.Queue[str | None] = queue.Queue(_WAITING)
        self._left_out = 0
        self._thread = threading.Thread(target=self._run, name="realname-sandbox-lines", daemon=True)
        self._thread.start()

    def emit(self, record: logging.LogRecord) -> None:
        """Print what is logged; of an exception its kind, as what it says may be about a person."""
        kind = record.exc_info[0] if record.exc_info else None
        self.tell(record.getMessage().strip() + (f": {kind.__name__}" if kind else ""))

    def tell(self, sentence: str) -> None:
        """Print a sentence of ours on a line, soon, in the chosen language."""
        self._put(say(sentence))

    def tell_request(self, record: Record) -> None:
        """Print a request: when, whose, how it ended and how long it took, and what it was about."""
        clock = time.strftime("%H:%M:%S", time.localtime(record.at))
        fault = f" [{record.fault}]" if record.fault else ""
        took = f"{record.seconds * 1000:.0f} ms"
        what = f"{record.method:<6} {record.path:<44} {say(record.verdict)}{fault}"
        self._put(f"{clock}  {record.provider:<6} {record.status}  {took:>7}  {what}")

    def _put(self, line: str) -> None:
        """Let a line be printed. Whatever a terminal would act on is escaped."""
        try:
            if self._left_out:
                self._lines.put_nowait(say(f"({self._left_out} lines are left out: nobody read them)"))
                self._left_out = 0
            self._lines.put_nowait(printable(line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"))
        except queue.Full:
            self._left_out += 1

    def waits(self) -> bool:
        """Whether something is still to be printed."""
        return not self._lines.empty()

    def close(self) -> None:
        """Print what still waits, if somebody reads it."""
        super().close()
        with suppress(queue.Full):
            self._lines.put(None, timeout=_LAST_SECONDS)
            self._thread.join(_LAST_SECONDS)

    def _run(self) -> None:
        while (line := self._lines.get()) is not None:
            with suppress(OSError):  # nobody listens any more: the gateways still answer
                _print(line)


def _print(line: str) -> None:
    """Print past the interpreter's buffer, whose lock a thread that waits for a reader would hold until the end."""
    out = sys.stdout
    data = f"{line}\n".encode(getattr(out, "encoding", None) or "utf-8", "backslashreplace")
    try:
        descriptor = out.fileno()
    except (AttributeError, OSError):  # no stream, or one of a test's
        print(line)
        return
    while data:
        data = data[os.write(descriptor, data) :]
