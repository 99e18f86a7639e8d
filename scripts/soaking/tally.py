"""What is counted, and the words that must never turn up in a log or an exception."""

import logging
import threading
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Final

MUST_BE_ZERO: Final = (
    "wrong answers",
    "arrived, though called unsent",
    "foreign exceptions",
    "leaked markers",
    "calls that never ended",
)
EXAMPLES = 5
"""How many of each finding are shown."""
LOGGERS: Final = ("realname", "httpx", "py.warnings")
OWN: Final = str(Path(__file__).parent)


class Tally:
    """Numbers by name, and examples of what must not be. Safe to use from several threads."""

    def __init__(self, needles: Iterable[str]) -> None:
        self.needles = tuple(needles)
        self.numbers: Counter[str] = Counter()
        self.examples: dict[str, list[str]] = {name: [] for name in MUST_BE_ZERO}
        self._lock = threading.Lock()

    def count(self, name: str, number: int = 1) -> None:
        """Count one more."""
        with self._lock:
            self.numbers[name] += number

    def find(self, name: str, example: str) -> None:
        """Count something that must not be; each kind of example is kept once."""
        with self._lock:
            self.numbers[name] += 1
            kept = self.examples[name]
            if example not in kept and len(kept) < EXAMPLES:
                kept.append(example)

    def add(self, numbers: Mapping[str, int], examples: Mapping[str, list[str]]) -> None:
        """Take over what another process counted."""
        with self._lock:
            self.numbers.update(numbers)
            for name, texts in examples.items():
                kept = self.examples[name]
                kept += [text for text in texts if text not in kept][: EXAMPLES - len(kept)]

    @property
    def findings(self) -> int:
        """How many things were found that must not be."""
        return sum(self.numbers[name] for name in MUST_BE_ZERO)

    def leaks(self, text: str) -> bool:
        """Whether a text holds something of a person, or a secret."""
        return any(needle in text for needle in self.needles)

    def search(self, error: BaseException) -> None:
        """Look for markers in everything that an error tracker would send home of an exception.

        Frames of our own are left out: what a caller has in their own variables is their own.
        """
        for link in _chain(error):
            for what, text in _texts(link):
                if self.leaks(text):
                    self.find("leaked markers", f"{type(link).__name__} of {type(error).__name__}: {what}")


class Watch(logging.Handler):
    """Looks for markers in every record of the loggers that a call touches."""

    def __init__(self, tally: Tally) -> None:
        super().__init__(logging.DEBUG)
        self.tally = tally
        self._levels: dict[str, int] = {}

    def __enter__(self) -> "Watch":
        logging.captureWarnings(True)
        for name in LOGGERS:
            logger = logging.getLogger(name)
            self._levels[name] = logger.level
            logger.setLevel(logging.DEBUG)
            logger.addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        for name, level in self._levels.items():
            logging.getLogger(name).removeHandler(self)
            logging.getLogger(name).setLevel(level)
        logging.captureWarnings(False)

    def emit(self, record: logging.LogRecord) -> None:
        """Search the text, and whatever else the record carries."""
        self.tally.count("log records")
        if self.tally.leaks(f"{record.getMessage()} {vars(record)!r}"):
            self.tally.find("leaked markers", f"log record of {record.name}: {record.msg}")


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An exception with all that it came from."""
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        link = waiting.pop()
        if link is not None and id(link) not in seen:
            seen.add(id(link))
            yield link
            waiting += [link.__cause__, link.__context__, *getattr(link, "exceptions", ())]


def _texts(error: BaseException) -> Iterator[tuple[str, str]]:
    yield "str", str(error)
    yield "repr", repr(error)
    yield "args", repr(error.args)
    yield "notes", repr(getattr(error, "__notes__", ()))
    yield "traceback", "".join(traceback.format_exception(error))
    yield from _locals(error.__traceback__)


def _locals(trace: TracebackType | None) -> Iterator[tuple[str, str]]:
    while trace is not None:
        code = trace.tb_frame.f_code
        if not code.co_filename.startswith(OWN):
            for name, value in trace.tb_frame.f_locals.items():
                try:
                    text = repr(value)
                except Exception:  # noqa: BLE001, S112 - not ours, and not finished perhaps
                    continue
                yield f"{name} in {Path(code.co_filename).name}, {code.co_qualname}", text
        trace = trace.tb_next
