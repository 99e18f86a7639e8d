"""What the build is doing now: one line a step, or one line in all on a terminal."""

from typing import TextIO


class Progress:
    """Writes steps to a stream."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.live = stream.isatty()

    def step(self, package: str, step: str) -> None:
        """Say that a step begins."""
        line = f"{package}: {step}"
        self._write(f"\r\x1b[2K{line}" if self.live else f"{line}\n")

    def clear(self) -> None:
        """Take the line off a terminal."""
        if self.live:
            self._write("\r\x1b[2K")

    def _write(self, text: str) -> None:
        self.stream.write(text)
        self.stream.flush()
