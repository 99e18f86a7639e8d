"""What comes back: the base of the generated answers.

Answers are tolerant: unknown fields are ignored and unknown enum values are kept, since a provider may add some at any
time.
"""

from typing import Any, ClassVar, Self, TypeVar

from realname.core.errors import PendingError, RejectedError, UndecidedError
from realname.core.outcome import Outcome, OutcomeRule


class Answer:
    """Base of what comes back. Unknown fields are ignored and unknown enum values are kept."""

    __slots__ = ()

    def to_wire(self) -> dict[str, Any]:
        """Return the documented fields under their wire names, as JSON types; absent ones are left out."""
        from realname.core.wire import unstructure  # loads cattrs: not before there is an answer

        return unstructure(self)


class OutcomeAnswer(Answer):
    """Base of an answer that speaks of a verification.

    Attributes:
        OUTCOME: which values of which fields mean what.
    """

    __slots__ = ()
    OUTCOME: ClassVar[OutcomeRule]

    @property
    def outcome(self) -> Outcome:
        """What the provider says of the person or organization. Compare it with ``is Outcome.VERIFIED``."""
        return self.OUTCOME.outcome(self)

    def require_verified(self) -> Self:
        """Return this answer if it says that the person or organization is verified, and raise otherwise.

        Raises:
            RejectedError: it says no.
            PendingError: it is not decided yet.
            UndecidedError: it says neither.
        """
        match self.outcome:
            case Outcome.VERIFIED:
                return self
            case Outcome.REJECTED:
                raise RejectedError("the answer says that the verification was rejected", answer=self)
            case Outcome.PENDING:
                raise PendingError(
                    "the verification has not ended yet", answer=self, remedy="Ask again later, or use the waiter."
                )
        what, remedy = self._undecided()
        raise UndecidedError(what, answer=self, remedy=remedy)

    def _undecided(self) -> tuple[str, str]:
        return (
            "the answer says neither that the verification succeeded nor that it failed",
            "Treat it as not verified; look at the answer's fields, and at the provider's document.",
        )


class CallbackAnswer(OutcomeAnswer):
    """Base of what a provider posts of its own accord about a verification.

    It answers no question, so its outcome counts only once it is known to be about the verification that is asked for;
    see `bind`. Copies, pickled ones and changed ones are not bound.
    """

    # Not a field: what copies, pickles and compares a model knows nothing of it.
    __slots__ = ("_bound",)
    _bound: bool

    @property
    def outcome(self) -> Outcome:
        """What the provider says; `Outcome.UNKNOWN` if the callback was not verified for a given verification."""
        return self.OUTCOME.outcome(self) if getattr(self, "_bound", False) is True else Outcome.UNKNOWN

    def _undecided(self) -> tuple[str, str]:
        if getattr(self, "_bound", False) is True:
            return super()._undecided()
        return (
            "the callback was not verified for a given verification",
            "Say which one it has to be about when you verify it, or ask the provider how that one ended.",
        )


CallbackT = TypeVar("CallbackT", bound=CallbackAnswer)


def bind(callback: CallbackT) -> CallbackT:
    """The same callback, known from now on to be authentic and about the verification that is asked for."""
    object.__setattr__(callback, "_bound", True)  # it is frozen
    return callback
