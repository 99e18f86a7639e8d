"""A process of callers, as whoever runs a soak sees it."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterable
from contextlib import suppress
from typing import Final

from soaking.standing.process import Standing, environment_of
from soaking.standing.tally import Tally

PATIENCE: Final = 60.0
"""Seconds that callers have to end."""


class Group:
    """A process of callers, while the context lasts.

    Args:
        sandbox: whom they call.
        tally: what they count in.
        size: how many call at a time.
        seed: what is random goes by this.
        fill: among how many callers, of all processes, the sandbox's tables are filled first; 0 for not at all.
        modes: their ways of access.
    """

    def __init__(self, sandbox: Standing, tally: Tally, size: int, seed: str, fill: int, modes: Iterable[str]) -> None:
        self._tally = tally
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-m", "soaking.standing.callers", str(size), seed, str(fill), *modes],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment_of(sandbox.environment),
            text=True,
            process_group=0,
        )
        self._ready = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> "Group":
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None  # noqa: S101
        assert self._process.stdout is not None  # noqa: S101
        self._process.kill()
        self._process.wait()
        self._reader.join(10)
        with suppress(OSError):
            self._process.stdin.close()
        self._process.stdout.close()

    @property
    def is_running(self) -> bool:
        """Whether it has not ended."""
        return self._process.poll() is None

    def await_start(self) -> None:
        """Wait until they begin, or cannot."""
        self._ready.wait()

    def tell(self, word: str) -> None:
        """Tell them what is going on."""
        assert self._process.stdin is not None  # noqa: S101
        with suppress(OSError):
            self._process.stdin.write(f"{word}\n")
            self._process.stdin.flush()

    def end(self) -> None:
        """Let them end, and wait."""
        assert self._process.stdin is not None  # noqa: S101
        self._process.stdin.close()
        try:
            status = self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._tally.find("callers who never ended")
        else:
            self._reader.join(10)
            if status:
                self._tally.find(f"callers ended with status {status}")

    def _read(self) -> None:
        assert self._process.stdout is not None  # noqa: S101
        for line in self._process.stdout:
            self._ready.set()
            self._tally.add(**json.loads(line))
        self._ready.set()
