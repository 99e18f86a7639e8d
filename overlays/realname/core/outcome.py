"""What an answer says of a person or an organization: one word, the same at all providers.

The rules come from the contract. What they do not list is `Outcome.UNKNOWN`, and unknown never means verified.
"""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import NamedTuple


class Outcome(Enum):
    """What a service wants to know. Compare it with ``is``: it is neither true nor false.

    What *verified* means differs: a person took part, or data was compared, or an organization was checked. The
    docstring of the answer says which.
    """

    VERIFIED = "verified"
    """The provider says yes."""
    REJECTED = "rejected"
    """The provider says no."""
    PENDING = "pending"
    """It is not decided yet."""
    UNKNOWN = "unknown"
    """The answer says something that the contract does not list, or contradicts itself, or is not about a person."""

    def __bool__(self) -> bool:
        raise TypeError("an Outcome is neither true nor false: compare it with `is Outcome.VERIFIED`")


class SameAs(NamedTuple):
    """Stands in a condition for the value of another field."""

    field: str


Condition = Mapping[str, object]
"""Attribute (dotted) → the value that it must have, or a tuple of values of which it must have one; None is absent."""


class OutcomeRule(NamedTuple):
    """Which answers mean what; everything comes from the contract."""

    verified: Sequence[Condition] = ()
    rejected: Sequence[Condition] = ()
    pending: Sequence[Condition] = ()

    def outcome(self, answer: object) -> Outcome:
        """What an answer means; `Outcome.UNKNOWN` if it meets no condition, or conditions of two kinds."""
        met = [
            outcome
            for outcome, conditions in (
                (Outcome.VERIFIED, self.verified),
                (Outcome.REJECTED, self.rejected),
                (Outcome.PENDING, self.pending),
            )
            if meets(answer, conditions)
        ]
        return met[0] if len(met) == 1 else Outcome.UNKNOWN


def meets(answer: object, conditions: Sequence[Condition]) -> bool:
    """Whether an answer meets at least one of the conditions, each with all of its fields."""
    return any(
        all(_fits(answer, value_at(answer, path), allowed) for path, allowed in condition.items())
        for condition in conditions
    )


def value_at(answer: object, path: str) -> object:
    """The value of an attribute, dotted; None where there is none on the way."""
    value: object = answer
    for name in path.split("."):
        value = getattr(value, name, None)
    return value


def _fits(answer: object, value: object, allowed: object) -> bool:
    if isinstance(allowed, SameAs):  # before the tuples, of which it is one
        return value is not None and value == value_at(answer, allowed.field)
    if isinstance(allowed, tuple):
        return any(_fits(answer, value, one) for one in allowed)
    if isinstance(allowed, str):
        return isinstance(value, str) and str(value) == allowed
    return type(value) is type(allowed) and value == allowed  # True is not 1
