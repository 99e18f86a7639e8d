"""What all threads of a soak count together."""

import threading
from collections import Counter
from collections.abc import Mapping


class Tally:
    """Numbers by name, and what must not be, by its text. Safe to use from several threads.

    Attributes:
        logged: how many requests the sandbox's log held when it was last seen.
    """

    def __init__(self) -> None:
        self.numbers: Counter[str] = Counter()
        self.findings: Counter[str] = Counter()
        self.logged = 0
        self._latencies: list[float] = []
        self._lock = threading.Lock()

    def count(self, name: str, number: int = 1) -> None:
        """Count one more."""
        with self._lock:
            self.numbers[name] += number

    def find(self, text: str) -> None:
        """Count something that must not be."""
        with self._lock:
            self.findings[text] += 1

    def add(self, latencies: list[float], numbers: Mapping[str, int], findings: Mapping[str, int]) -> None:
        """Take over what callers tell."""
        with self._lock:
            self._latencies += latencies
            self.numbers.update(numbers)
            self.findings.update(findings)

    def latencies(self) -> list[float]:
        """Seconds that calls took since this was last asked, in order of length."""
        with self._lock:
            taken, self._latencies = self._latencies, []
        return sorted(taken)
