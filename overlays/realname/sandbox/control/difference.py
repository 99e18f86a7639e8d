"""Two texts that should be the same, aligned: what stands in both, and what in one of them only."""

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import Final, NamedTuple

MOST_TOKENS: Final = 600
"""Of each text, between their common beginning and end; of more, the alignment would take seconds."""
SHORT: Final = 6000
"""Characters of a text that is shown whole."""
AROUND: Final = 300
"""Characters that are shown of a long text, where it is the same, on each side of a difference and at both ends."""
DIFFERING: Final = 1500
"""The same at both ends of a long difference."""

_TOKENS: Final = (re.compile(r"\w+|\s|[^\w\s]"), re.compile(r"[^,&\n]*[,&\n]|[^,&\n]+"))
"""Words and signs; or where there are too many of these, fields."""


class Stretch(NamedTuple):
    """A part of a text.

    Attributes:
        start: where it begins.
        end: where it ends.
        differs: whether it stands in this text only.
        is_left_out: whether it is too long to be shown.
    """

    start: int
    end: int
    differs: bool = False
    is_left_out: bool = False


def aligned(one: str, other: str) -> list[tuple[Stretch, Stretch]]:
    """Both texts in stretches that belong together: the same, or of one text what stands for that of the other."""
    head = _common(one, other)
    tail = _common(one[head:][::-1], other[head:][::-1])
    ends = len(one) - tail, len(other) - tail
    middle = [
        (
            Stretch(head + left.start, head + left.end, left.differs),
            Stretch(head + right.start, head + right.end, right.differs),
        )
        for left, right in _middle(one[head : ends[0]], other[head : ends[1]])
    ]
    return [
        (Stretch(0, head), Stretch(0, head)),
        *middle,
        (Stretch(ends[0], len(one)), Stretch(ends[1], len(other))),
    ]


def merged(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Those of one text without empty ones, neighbours of a kind as one."""
    found: list[Stretch] = []
    for each in stretches:
        if each.start == each.end:
            continue
        if found and found[-1].differs == each.differs:
            found[-1] = Stretch(found[-1].start, each.end, each.differs)
        else:
            found.append(each)
    return found


def shortened(stretches: list[Stretch]) -> Iterator[Stretch]:
    """What is shown of a text: all of a short one; else what surrounds its differences, and these."""
    if not stretches or stretches[-1].end <= SHORT:
        yield from stretches
        return
    for each in stretches:
        kept = DIFFERING if each.differs else AROUND
        if each.end - each.start <= 2 * kept:
            yield each
        else:
            yield Stretch(each.start, each.start + kept, each.differs)
            yield Stretch(each.start + kept, each.end - kept, each.differs, is_left_out=True)
            yield Stretch(each.end - kept, each.end, each.differs)


def _common(one: str, other: str) -> int:
    """The length of the common beginning."""
    low, high = 0, min(len(one), len(other))
    while low < high:  # by halves: comparing slices is far quicker than comparing characters
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _middle(one: str, other: str) -> Iterator[tuple[Stretch, Stretch]]:
    """Pairs of stretches that belong together, where the texts begin and end with a difference."""
    for pattern in _TOKENS:
        tokens = [_at_most(pattern.finditer(text)) for text in (one, other)]
        if tokens[0] is not None and tokens[1] is not None:
            break
    else:
        yield Stretch(0, len(one), differs=True), Stretch(0, len(other), differs=True)
        return
    edges = [[0, *(match.end() for match in matches or ())] for matches in tokens]
    words = [[match.group() for match in matches or ()] for matches in tokens]
    matcher = SequenceMatcher(None, words[0], words[1], autojunk=False)
    for tag, left, left_end, right, right_end in matcher.get_opcodes():
        differs = tag != "equal"
        yield (
            Stretch(edges[0][left], edges[0][left_end], differs),
            Stretch(edges[1][right], edges[1][right_end], differs),
        )


def _at_most(matches: Iterable[re.Match[str]]) -> list[re.Match[str]] | None:
    """All of them; None if there are too many."""
    found: list[re.Match[str]] = []
    for match in matches:
        if len(found) == MOST_TOKENS:
            return None
        found.append(match)
    return found
