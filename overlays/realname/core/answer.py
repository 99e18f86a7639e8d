"""What comes back: the base of the generated answers.

Answers are tolerant: unknown fields are ignored and unknown enum values are kept, since a provider may add some at any
time.
"""

from typing import Any, ClassVar, Self

from realname.core.errors import PendingError, RejectedError, UndecidedError
from realname.core.outcome import Outcome, OutcomeRule
from realname.core.wire import unstructure


class Answer:
    """Base of what comes back. Unknown fields are ignored and unknown enum values are kept."""

    __slots__ = ()

    def to_wire(self) -> dict[str, Any]:
        """Return the documented fields under their wire names, as JSON types; absent ones are left out."""
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
        raise UndecidedError(
            "the answer says neither that the verification succeeded nor that it failed",
            answer=self,
            remedy="Treat it as not verified; look at the answer's fields, and at the provider's document.",
        )
