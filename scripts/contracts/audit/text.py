"""A document's text: its lines with their numbers, and the digest by which editions are told apart."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff]")


class DocumentError(Exception):
    """The document cannot be read; `str()` says where, and what was expected there."""

    def __init__(self, file: str, line: int, expected: str) -> None:
        super().__init__(f"{file}:{line}: {expected}" if line else f"{file}: {expected}")


@dataclass(frozen=True)
class Line:
    """A line that is not empty, without surrounding white space."""

    number: int
    text: str


@dataclass(frozen=True)
class Document:
    """A document as it was read.

    Attributes:
        file: the path, as shown in messages.
        lines: those that are not empty.
        sha256: digest of the normalised text, as the head of each contract defines it.
    """

    file: str
    lines: tuple[Line, ...]
    sha256: str

    def error(self, line: int, expected: str) -> DocumentError:
        """What to raise at a line of this document."""
        return DocumentError(self.file, line, expected)

    def expected(self, due: str, line: Line) -> DocumentError:
        """What to raise where something else is due than the line that is there."""
        return self.error(line.number, f"expected {due}, found {excerpt(line.text)}")

    def find(self, heading: str, start: int = 0) -> int:
        """Index of the first line from `start` on that is this heading.

        Raises:
            DocumentError: there is none.
        """
        for index in range(start, len(self.lines)):
            if self.lines[index].text == heading:
                return index
        place = self.lines[min(start, len(self.lines) - 1)].number if self.lines else 0
        raise self.error(place, f"expected the heading `{heading}` here or further down, found none")

    def match(self, pattern: re.Pattern[str], start: int, end: int) -> int | None:
        """Index of the first of these lines that the pattern describes; None if there is none."""
        return next((index for index in range(start, end) if pattern.fullmatch(self.lines[index].text)), None)


def excerpt(text: str) -> str:
    """A piece of a document, short enough for a message."""
    line = " ".join(text.split())
    return f"`{line}`" if len(line) <= 60 else f"`{line[:59]}…`"


def read_document(path: Path, *, file: str) -> Document:
    """Read the text at `path`; `file` is its name in messages.

    Raises:
        DocumentError: the file is missing, is not UTF-8, or is empty.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DocumentError(file, 0, f"cannot be read: {error.strerror}") from None
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise DocumentError(file, line, "expected UTF-8 text, found other bytes") from None
    return parse_document(text, file=file)


def parse_document(text: str, *, file: str) -> Document:
    """Take a text apart.

    Raises:
        DocumentError: it is empty.
    """
    unix = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    stripped = [line.strip() for line in unix.split("\n")]
    normalised = "\n".join(line for line in stripped if line)
    visible = [Line(number, _visible(line)) for number, line in enumerate(stripped, start=1)]
    lines = tuple(line for line in visible if line.text)
    if not lines:
        raise DocumentError(file, 0, "expected a provider's page, found an empty file")
    return Document(file, lines, hashlib.sha256(normalised.encode("utf-8")).hexdigest())


def _visible(line: str) -> str:
    """A line as the eye reads it: no-break spaces are spaces, and what has no width is not there."""
    return _INVISIBLE.sub("", line).replace("\u00a0", " ").strip()
