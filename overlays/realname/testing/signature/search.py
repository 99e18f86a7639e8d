"""Finding out what was signed instead: usual mistakes are made on purpose until the signature fits.

A signature fits one text only, so whatever fits is what happened. Mistakes about different parts are combined.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import Any, Final, Protocol

from attrs import AttrsInstance, evolve, field, frozen

from realname.testing.signature.explanation import Finding

Edit = Callable[[bytes], bytes]
WHOLE: Final = "whole"
"""The part that is the string as a whole: the value of a mistake about it is an `Edit`."""

_MANY: Final = 60
"""With more mistakes than this to choose from, three at once would take seconds to try."""
_LARGE: Final = 1 << 16
"""Bytes. In a string that is longer, two mistakes at once would take seconds to try."""
_EFFORT: Final = 1 << 30
"""Bytes that are hashed at most, a second or two: for mistakes made alone; for those together, a quarter of it."""
_EACH: Final = 2000
"""Bytes that one more try costs besides, as much as building its string takes."""


class Signable(AttrsInstance, Protocol):
    """The parts of a string to sign, as attributes."""

    def join(self) -> bytes:
        """The string."""
        ...


@frozen
class Mistake:
    """One way to build the string differently.

    Attributes:
        finding: how it is told.
        part: the attribute that it gives another value; of several mistakes about one part one is made at a time.
        value: that value.
        is_alone: whether it is tried by itself only, and not with a large string; for what is rare or has many forms.
    """

    finding: Finding
    part: str
    value: object = field(repr=False)
    is_alone: bool = False


@frozen
class MistakesIn:
    """Makes the mistakes about one part, which are told alike.

    Attributes:
        part: the attribute that they give another value.
        says: how their sentence begins; each has its own end.
        remedy: what to do about any of them.
    """

    part: str
    says: str
    remedy: str

    def __call__(self, name: str, how: str, value: object) -> Mistake:
        """One of them."""
        return Mistake(Finding(name, f"{self.says} {how}", self.remedy), self.part, value)


@frozen
class Reading:
    """One way to understand the received signature: under one key, from one spelling.

    Attributes:
        findings: what is odd about understanding it so.
        matches: whether it is the signature over a text.
        digest: the digest that was signed, in hex, if that can be read out of it.
        is_certain: whether the key has made it for sure, over whatever it may be.
        is_rare: whether it is tried with one mistake about the string at most.
    """

    findings: tuple[Finding, ...]
    matches: Callable[[bytes], bool] = field(repr=False)
    digest: str | None = field(default=None, repr=False)
    is_certain: bool = False
    is_rare: bool = False


@frozen
class Match:
    """What was signed."""

    findings: tuple[Finding, ...]
    string: bytes = field(repr=False)


def search(right: Signable, mistakes: Iterable[Mistake], readings: Sequence[Reading]) -> Match | None:
    """Find the fewest mistakes under which the signature fits; None if no such combination is known."""
    tried: set[bytes] = set()
    usual = [reading for reading in readings if not reading.is_rare]
    effort = 0
    for made, string in _combined(right, mistakes):
        likely = readings if len(made) <= 1 else usual
        effort += (len(string) + _EACH) * (1 + len(likely))
        if made and effort > (_EFFORT if len(made) == 1 else _EFFORT >> 2):
            return None
        digest = hashlib.sha256(string).digest()
        if digest in tried:
            continue
        tried.add(digest)
        for reading in likely:
            if reading.matches(string):
                return Match((*reading.findings, *(mistake.finding for mistake in made)), string)
    return None


def _combined(right: Any, mistakes: Iterable[Mistake]) -> Iterator[tuple[tuple[Mistake, ...], bytes]]:
    yield (), right.join()
    is_large, known = len(right.join()) > _LARGE, []
    for mistake in mistakes:  # made one by one: those about a large body do not all fit into memory
        if is_large and mistake.is_alone:
            continue
        yield (mistake,), _made(right, mistake)
        if not (is_large or mistake.is_alone):
            known.append(mistake)
    for count in range(2, 3 if len(known) > _MANY else 4):
        for made in combinations(known, count):
            if len({mistake.part for mistake in made}) == count:
                yield made, _made(right, *made)


def _made(right: Any, *mistakes: Mistake) -> bytes:
    """The string with these mistakes."""
    changes: dict[str, Any] = {mistake.part: mistake.value for mistake in mistakes}
    edit: Edit = changes.pop(WHOLE, bytes)
    return edit(evolve(right, **changes).join())
