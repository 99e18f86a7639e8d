"""Breaches by name: a gateway that keeps doing one thing which the contract or the protocol forbids.

A fault spoils the next few answers, to try out a client. A breach lasts until the sandbox is reset, to try out tests of
the gateway: those of a contract, which must notice every one of them. There are two kinds. Some alter the answers to
requests whose signature was accepted; some leave a check of requests out.
"""

from collections.abc import Mapping

from attrs import frozen

from realname.sandbox import fields
from realname.sandbox.exchange import Draft, SignedDraft
from realname.sandbox.faults import ArmedFault, FaultTable, Stage

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
    if path := _first(draft, draft.REQUIRED_FIELDS):
        fields.remove(draft.document, path)


@ANSWERS.add(Stage.DECIDED)
def wrong_type(draft: Draft) -> None:
    """A text or a number of the answer stands in an array of its own."""
    if path := _first(draft, draft.TYPED_FIELDS):
        owner, name = fields.find(draft.document, path)
        fields.assign(draft.document, path, [owner[name]] if isinstance(owner, dict) else [])


@ANSWERS.add(Stage.DECIDED)
def null_where_forbidden(draft: Draft) -> None:
    """A field of the answer that cannot be null is null."""
    if path := _first(draft, draft.TYPED_FIELDS):
        fields.assign(draft.document, path, None)


@ANSWERS.add(Stage.DECIDED)
def undocumented_enum_value(draft: Draft) -> None:
    """The enumerated field that tells the outcome has a value which the contract does not list."""
    if fields.is_present(draft.document, draft.ENUM_FIELD):
        fields.assign(draft.document, draft.ENUM_FIELD, "SANDBOX_UNDOCUMENTED")


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


def _first(draft: Draft, paths: tuple[str, ...]) -> str | None:
    return next((path for path in paths if fields.is_present(draft.document, path)), None)
