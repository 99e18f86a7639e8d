"""The person in a verification, whose part is played by whoever tests: what each query to come is told."""

from collections import deque
from collections.abc import Iterable
from math import inf
from typing import Final, Literal

from attrs import Factory, define

OUTCOMES: Final = ("verified", "rejected", "pending")


def outcomes_of(told: str | Iterable[str]) -> deque[str]:
    """One outcome, or several, as queries take them.

    Raises:
        ValueError: there is no such outcome, or none at all.
    """
    outcomes = deque([told] if isinstance(told, str) else told)
    if not outcomes or any(each not in OUTCOMES for each in outcomes):
        raise ValueError(f"an outcome is one of {', '.join(OUTCOMES)}, or a sequence of them")
    return outcomes


def take(to_come: deque[str]) -> str:
    """What the query that comes now is told; the last one stays."""
    return to_come.popleft() if len(to_come) > 1 else to_come[0]


@define
class Person:
    """Somebody who was asked to verify themselves elsewhere, and may act once.

    Attributes:
        asked_at: seconds since 1970.
        life: seconds in which they have to act; exactly as many still pass.
        to_come: the outcomes that queries take; empty until the person has acted.
        is_expired: whether their time was over early.
    """

    asked_at: float
    life: float = inf
    to_come: deque[str] = Factory(deque)
    is_expired: bool = False

    def wait(self, now: float, finish_after: float | None) -> None:
        """Let them act by themselves, as verified, if it is time."""
        if self.to_come or self.is_expired or finish_after is None:
            return
        if finish_after <= min(now - self.asked_at, self.life):
            self.to_come = outcomes_of("verified")

    @property
    def has_finished(self) -> bool:
        """Whether nothing can change what queries are told in the end."""
        return bool(self.to_come) and self.to_come[-1] != "pending"

    @property
    def state(self) -> Literal["waiting", "verified", "rejected"]:
        """How far their part is, to their own eyes."""
        if not self.has_finished:
            return "waiting"
        return "verified" if self.to_come[-1] == "verified" else "rejected"

    def is_late(self, now: float) -> bool:
        """Whether they did not act in time."""
        return not self.to_come and (self.is_expired or now - self.asked_at > self.life)

    def standing(self, now: float, finish_after: float | None) -> str:
        """How far they are for whoever looks now: one of `OUTCOMES`, or `expired`."""
        if self.to_come:
            return self.to_come[0]
        if self.is_expired:
            return "expired"
        if finish_after is not None and finish_after <= min(now - self.asked_at, self.life):
            return "verified"
        return "expired" if self.is_late(now) else "pending"

    def expire(self) -> None:
        """Let it be too late to act: nobody has, and the time is over."""
        self.to_come.clear()
        self.is_expired = True

    def act(self, outcome: str | Iterable[str], now: float) -> None:
        """Play their part.

        Raises:
            ValueError: there is no such outcome, they have finished, or it is too late.
        """
        outcomes = outcomes_of(outcome)
        if self.has_finished:
            raise ValueError("this verification has ended; start another one")
        if self.is_late(now):
            raise ValueError(f"it is too late: a person has {self.life / 3600:g} hours to act; start another one")
        self.to_come = outcomes

    def take(self) -> str:
        """What the query that comes now is told."""
        return take(self.to_come) if self.to_come else "pending"
