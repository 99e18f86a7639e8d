"""Finding out what was signed instead: usual mistakes are made on purpose until the signature fits.

A signature fits one text only, so whatever fits is what happened. Mistakes about different parts are combined.
"""

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import Any, TypeVar

from attrs import evolve, field, frozen

from realname.explain.explanation import Finding

Edit = Callable[[bytes], bytes]

_MANY = 60
"""With more mistakes than this to choose from, three at once would take seconds to try."""
_LARGE = 1 << 16
"""Bytes. In a string that is longer, two mistakes at once would take seconds to try."""


def unchanged(string: bytes) -> bytes:
    """The edit that is none."""
    return string


@frozen(kw_only=True)
class Signable(ABC):
    """What a string to sign is built from; a subclass adds the parts."""

    whole: Edit = field(default=unchanged, repr=False)
    """A mistake about the string as a whole."""

    @abstractmethod
    def built(self) -> bytes:
        """The string as the parts give it."""

    def string(self) -> bytes:
        """The string to sign."""
        return self.whole(self.built())


SignableT = TypeVar("SignableT", bound=Signable)


@frozen
class Mistake:
    """One way to build the string differently.

    Attributes:
        finding: how it is told.
        part: the attribute that it gives another value; of several mistakes about one part one is made at a time.
        value: that value.
    """

    finding: Finding
    part: str
    value: object = field(repr=False)


@frozen
class Reading:
    """One way to understand the received signature: under one key, from one spelling.

    Attributes:
        findings: what is odd about understanding it so.
        matches: whether it is the signature over a text.
        digest: the digest that was signed, in hex, if that can be read out of it.
    """

    findings: tuple[Finding, ...]
    matches: Callable[[bytes], bool] = field(repr=False)
    digest: str | None = field(default=None, repr=False)


@frozen
class Match:
    """What was signed."""

    findings: tuple[Finding, ...]
    string: bytes = field(repr=False)


def search(right: Signable, mistakes: Sequence[Mistake], readings: Sequence[Reading]) -> Match | None:
    """Find the fewest mistakes under which the signature fits; None if no such combination is known."""
    tried: set[bytes] = set()
    for made, string in _combined(right, mistakes):
        digest = hashlib.sha256(string).digest()
        if digest in tried:
            continue
        tried.add(digest)
        for reading in readings:
            if reading.matches(string):
                return Match((*reading.findings, *(mistake.finding for mistake in made)), string)
    return None


def _combined(right: SignableT, mistakes: Sequence[Mistake]) -> Iterator[tuple[tuple[Mistake, ...], bytes]]:
    most = 1 if len(right.string()) > _LARGE else 2 if len(mistakes) > _MANY else 3
    for count in range(most + 1):
        for made in combinations(mistakes, count):
            changes: dict[str, Any] = {mistake.part: mistake.value for mistake in made}
            if len(changes) == count:
                yield made, evolve(right, **changes).string()
