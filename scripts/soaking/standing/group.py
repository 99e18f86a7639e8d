"""A process of callers, as whoever runs a soak sees it."""

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Iterable
from contextlib import suppress
from typing import Final

from soaking.standing.process import Standing, environment_of
from soaking.standing.tally import Tally

PATIENCE: Final = 60.0
"""Seconds that callers have to end, and to hear what they are told."""


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
        self._heard: queue.SimpleQueue[str] = queue.SimpleQueue()
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
        """Tell them what is going on, and wait until they have heard it: what comes next is judged by it."""
        assert self._process.stdin is not None  # noqa: S101
        with suppress(OSError, queue.Empty):
            self._process.stdin.write(f"{word}\n")
            self._process.stdin.flush()
            while self._heard.get(timeout=PATIENCE if self.is_running else 0) != word:
                continue

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
            told = json.loads(line)
            if word := told.get("heard"):
                self._heard.put(word)
            else:
                self._tally.add(**told)
        self._ready.set()
