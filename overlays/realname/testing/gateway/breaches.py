"""Breaches by name: a gateway that keeps doing one thing which the contract or the protocol forbids.

A fault spoils the next few answers, to try out a client. A breach lasts until the sandbox is reset, to try out tests of
the gateway: those of a contract, which must notice every one of them. There are two kinds. Some alter the answers to
requests whose signature was accepted; some leave a check of requests out.
"""

from collections.abc import Mapping

from attrs import frozen

from realname.testing.gateway import fields
from realname.testing.gateway.faults import ArmedFault, FaultTable, Stage
from realname.testing.gateway.fields import Described
from realname.testing.gateway.messages import Draft, SignedDraft

ANSWERS = FaultTable()
SIGNATURES = FaultTable()

UNCHECKED = {
    "accepts_unsigned_request": "A request without a signature is accepted.",
    "accepts_wrong_key": "A request with any signature at all is accepted.",
}
"""The checks that every gateway can leave out."""


@frozen
class BreachTable:
    """The breaches of one gateway."""

    answers: FaultTable
    unchecked: Mapping[str, str]
    """The checks that can be left out, by name, with what follows from it."""

    def descriptions(self) -> dict[str, str]:
        """What each breach does, in one line."""
        return dict(sorted({**self.answers.descriptions(), **self.unchecked}.items()))

    def arm(self, provider: str, name: str) -> ArmedFault | None:
        """What alters the answers; None for a check that is left out.

        Raises:
            ValueError: there is no such breach; says which there are.
        """
        if name in self.unchecked:
            return None
        if name not in self.answers.by_name:
            raise ValueError(f"{provider} has no breach {name!r}; it has: {', '.join(self.descriptions())}")
        return self.answers.arm(provider, name, None, {})


# ---- answers that the contract does not allow ------------------------------------------------------------------------


@ANSWERS.add(Stage.DECIDED)
def missing_required_field(draft: Draft) -> None:
    """A field that the contract requires is left out of the answer."""
    fields.remove(draft.document, draft.find(lambda item: item.is_required).path)


@ANSWERS.add(Stage.DECIDED)
def wrong_type(draft: Draft) -> None:
    """A text or a number of the answer stands in an array of its own."""
    path = _typed(draft).path
    fields.assign(draft.document, path, [fields.value(draft.document, path)])


@ANSWERS.add(Stage.DECIDED)
def null_where_forbidden(draft: Draft) -> None:
    """A field of the answer that cannot be null is null."""
    fields.assign(draft.document, _typed(draft).path, None)


@ANSWERS.add(Stage.DECIDED)
def undocumented_enum_value(draft: Draft) -> None:
    """The first enumerated field has a value which the contract does not list."""
    fields.assign(draft.document, draft.find(lambda item: item.is_enum).path, "SANDBOX_UNDOCUMENTED")


@ANSWERS.add(Stage.WRITTEN)
def undocumented_status(draft: Draft) -> None:
    """The answer comes with HTTP 202, which the contract does not know."""
    draft.status = 202


@ANSWERS.add(Stage.SIGNED)
def wrong_content_type(draft: Draft) -> None:
    """The answer is JSON and calls itself HTML."""
    draft.content_type = "text/html; charset=UTF-8"


@SIGNATURES.add(Stage.WRITTEN)
def unsigned_answer(draft: SignedDraft) -> None:
    """The answer comes without signature headers, a success too."""
    draft.signed = False


@SIGNATURES.add(Stage.WRITTEN)
def wrong_signature(draft: SignedDraft) -> None:
    """The answer is signed with a key that is not the provider's."""
    draft.key = draft.stray_key()


def _typed(draft: Draft) -> Described:
    return draft.find(
        lambda item: item.is_enum, lambda item: item.is_typed and item.is_required, lambda item: item.is_typed
    )
