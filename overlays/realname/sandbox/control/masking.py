"""Texts in which everything personal is marked, and of what could be acted with only the beginning stands.

What is to be marked is known by its value, and found wherever it occurs: as it is, percent-encoded, escaped as in JSON
or HTML, one in the other, and in any case of its letters.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from html import unescape
from itertools import pairwise
from math import inf
from typing import Final, NamedTuple

from attrs import frozen

from realname.testing.signature.explanation import PREFIX_LENGTH

MOST_VALUES: Final = 1000
"""Values that are looked for one by one; where there are more, everything is personal."""
MOST_CHARACTERS: Final = 500_000_000
"""The same for how many characters are looked at: the text's, once for each value."""
MOST_ESCAPES: Final = 500_000
"""The same for the escapes of a text."""
DEPTH: Final = 4
"""How often a text can be escaped over again."""
SHORT: Final = 4
"""Characters below which a value in ASCII is found as a whole word only: `1` is in every other number."""
HIDDEN: Final = "•••"
"""In place of what is personal, in texts without marks."""

Runs = list[tuple[str, bool]]
"""Texts, and whether each is personal."""

_ESCAPES: Final = (
    ("%", re.compile(r"(?:%[0-9A-Fa-f]{2})+")),
    (
        "\\&",
        re.compile(
            r"""(?:\\u[0-9A-Fa-f]{4})+|\\x[0-9A-Fa-f]{2}|\\["'\\/bfnrt]|"""
            r"&(?:amp|lt|gt|quot|apos|#[0-9]+|#x[0-9A-Fa-f]+);"
        ),
    ),
)
"""What escapes begin with, and how they look. A text is asked for the former first: that is quick."""
_NAMED: Final = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_NOT_UTF_8: Final = re.compile("[\udc80-\udcff]")
"""A byte that is not UTF-8, as `surrogateescape` writes it."""
_OTHER_WORD: Final = re.compile("[\\w\udc80-\udcff]+")
"""A word in which there may be such bytes."""


class Span(NamedTuple):
    """A stretch of a text."""

    start: int
    end: int


class Marks:
    """What is to be marked.

    Args:
        personal: what is hidden at first, each value as it is without escapes.
        secrets: what is shown by its beginning only.
    """

    def __init__(self, personal: Iterable[str], secrets: Iterable[str] = ()) -> None:
        values = {variant for value in personal for variant in _variants(value)}
        self._values = sorted(values, key=len, reverse=True)
        self._secrets = sorted({secret for secret in secrets if secret}, key=len, reverse=True)

    def holds(self, word: str) -> bool:
        """Whether this, in lower case, is part of something personal."""
        return any(word in value for value in self._values)

    def personal(self, text: str) -> list[Span]:
        """Where something personal stands, in order."""
        count = len(self._values)
        if count > MOST_VALUES or count * len(text) > MOST_CHARACTERS or "\0" in text:
            return [Span(0, len(text))]
        return united([*self._found(text, self._values), *_unreadable(text)])

    def secrets(self, text: str) -> list[Span]:
        """Where something stands that could be acted with, in order."""
        return united(self._found(text, self._secrets))

    def runs(self, text: str) -> Runs:
        """The whole text."""
        return Marked(text, self.personal(text), self.secrets(text)).runs(0, len(text))

    def hide(self, text: str) -> str:
        """The text with nothing personal in it."""
        return "".join(HIDDEN if is_personal else part for part, is_personal in self.runs(text))

    def _found(self, text: str, values: Sequence[str]) -> Iterator[Span]:
        if not values:
            return
        for levels in _readings(text):
            if levels[-1].is_too_much:
                yield Span(0, len(text))
                return
            for span in _occurrences(levels[-1].text, values):
                for each in reversed(levels):
                    span = Span(each.origin(span.start), each.origin(span.end))
                yield span


@frozen
class Marked:
    """A text with its marks.

    Attributes:
        text: the text.
        personal: where something personal stands, in order, none in another.
        secrets: likewise, where something stands of which only the beginning is shown.
    """

    text: str
    personal: Sequence[Span]
    secrets: Sequence[Span]

    def runs(self, start: int, end: int) -> Runs:
        """A stretch of the text."""
        edges = {start, end}
        for span in (*self.personal, *((Span(s.start, _shown(s))) for s in self.secrets), *self.secrets):
            edges |= {edge for edge in span if start < edge < end}
        ordered = sorted(edges)
        runs: Runs = []
        for left, right in pairwise(ordered):
            secret = _around(self.secrets, left)
            text = self.text[left:right]
            if secret is not None and left >= _shown(secret):
                text = "…" if left == max(start, _shown(secret)) else ""
            is_personal = _around(self.personal, left) is not None
            if runs and runs[-1][1] == is_personal:
                text = f"{runs.pop()[0]}{text}"
            runs.append((text, is_personal))
        return [run for run in runs if run[0]]


def _shown(secret: Span) -> int:
    """Where the beginning of a secret ends: half of it at most."""
    return secret.start + min(PREFIX_LENGTH, (secret.end - secret.start) // 2)


def _around(spans: Sequence[Span], at: int) -> Span | None:
    index = bisect_right(spans, (at, inf)) - 1
    return spans[index] if index >= 0 and at < spans[index].end else None


def united(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, those that touch or overlap as one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def _unreadable(text: str) -> Iterator[Span]:
    """The words that are not UTF-8: whatever they say, nobody has looked for it."""
    if _NOT_UTF_8.search(text):
        yield from (Span(*word.span()) for word in _OTHER_WORD.finditer(text) if _NOT_UTF_8.search(word.group()))


def overlapping(spans: Sequence[Span], other: tuple[int, ...]) -> Iterator[Span]:
    """Those that share something with another stretch, or around whose place it is empty; they are in order."""
    start, end = other[:2]
    index = max(0, bisect_right(spans, (start, inf)) - 1)
    while index < len(spans) and (spans[index].start < end or spans[index].start < start):
        if spans[index].end > start:
            yield spans[index]
        index += 1


def _variants(value: str) -> Iterator[str]:
    """A value as it can stand, in lower case: without its spaces too, and a number as programs write it anew."""
    value = _lower(value).strip()
    if not value:
        return
    yield value
    yield "".join(value.split())
    try:
        number = Decimal(value)
    except InvalidOperation:
        return
    if number.is_finite() and abs(number.adjusted()) < 20:
        yield format(number.normalize(), "f")
        yield str(float(number))


def _lower(text: str) -> str:
    """In lower case and with spaces for what forms write as `+`, each character in its place."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(small if len(small := each.lower()) == 1 else each for each in text)
    return lower.replace("+", " ")


def _occurrences(text: str, values: Iterable[str]) -> Iterator[Span]:
    text = _lower(text)
    for value in map(_lower, values):
        if len(value) < SHORT and value.isascii():
            word = re.compile(rf"(?<![0-9a-z]){re.escape(value)}(?![0-9a-z])")
            yield from (Span(*match.span()) for match in word.finditer(text))
            continue
        at = text.find(value)
        while at >= 0:
            yield Span(at, at + len(value))
            at = text.find(value, at + len(value))


# ---- escapes ---------------------------------------------------------------------------------------------------------


@frozen
class _Level:
    """A text with escapes resolved, and where in the text before each of its characters comes from."""

    text: str
    starts: Sequence[int] = (0,)
    origins: Sequence[int] = (0,)
    is_too_much: bool = False

    def origin(self, at: int) -> int:
        """The place before it was resolved."""
        index = bisect_right(self.starts, at) - 1
        return self.origins[index] + at - self.starts[index]


def _readings(text: str) -> Iterator[list[_Level]]:
    """The text, and what it is with its escapes resolved, in any order: a value may hold what looks like one.

    Each reading is told with those before it that it comes from, the text first.
    """
    readings, known = [[_Level(text)]], {text}
    for levels in readings:
        yield levels
        for signs, pattern in _ESCAPES if len(levels) <= DEPTH else ():
            before = levels[-1].text
            if any(sign in before for sign in signs) and pattern.search(before):
                level = _resolved(before, pattern)
                if level.is_too_much or level.text not in known:
                    known.add(level.text)
                    readings.append([*levels, level])


def _resolved(text: str, pattern: re.Pattern[str]) -> _Level:
    parts: list[str] = []
    starts: list[int] = []
    origins: list[int] = []
    length = end = 0
    for match in pattern.finditer(text):
        starts.append(length)
        origins.append(end)
        parts.append(text[end : match.start()])
        length += match.start() - end
        at = match.start()
        for character, width in _characters(match.group()):
            starts.append(length)
            origins.append(at)
            parts.append(character)
            length += len(character)
            at += width
            if len(starts) > MOST_ESCAPES:  # here, as a match can be as long as the text
                return _Level(text, is_too_much=True)
        end = match.end()
    starts += [length, length + len(text) - end]
    origins += [end, len(text)]
    return _Level("".join((*parts, text[end:])), starts, origins)


def _characters(escape: str) -> Iterator[tuple[str, int]]:
    """What an escape, or several in a row, stands for: each character, and how long it is as escaped."""
    if escape[0] == "&":
        yield unescape(escape)[:1] or " ", len(escape)
    elif escape[0] == "%":
        for character in bytes.fromhex(escape.replace("%", "")).decode("utf-8", "surrogateescape"):
            if _NOT_UTF_8.match(character):
                yield chr(ord(character) & 0xFF), 3  # a byte that is no UTF-8 is taken for LATIN-1
            else:
                yield character, 3 * len(character.encode())
    elif escape[1] == "u":
        units = bytes.fromhex(escape.replace("\\u", ""))
        text = units.decode("utf-16-be", "replace")
        yield from ((character, 6 * (1 + (ord(character) > 0xFFFF))) for character in text)
    else:
        yield (chr(int(f"0{escape[1:]}", 0)) if escape[1] == "x" else _NAMED.get(escape[1], escape[1])), len(escape)
