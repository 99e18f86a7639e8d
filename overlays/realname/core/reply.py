"""An answer together with the exchange it came in."""

from enum import StrEnum
from typing import Generic, TypeVar

import httpx
from attrs import field, frozen

ParsedT = TypeVar("ParsedT", covariant=True)


class Verification(StrEnum):
    """What is known about who wrote an answer."""

    VERIFIED = "verified"
    """The provider's signature is there and belongs to this answer."""
    UNSIGNED = "unsigned"
    """A failure that came without a signature. A success without one never gets this far."""
    NOT_SIGNED_BY_PROVIDER = "not_signed_by_provider"
    """This provider signs no answers; only TLS vouches for it."""


@frozen(kw_only=True)
class RawReply(Generic[ParsedT]):
    """What `with_raw_response` returns, and what an `ApiError` carries.

    Attributes:
        parsed: the decoded answer; None in an `ApiError` whose body is not what the contract says of a failure.
        http: status, headers and body as they came. Its request holds what was sent, signature included: do not log it.
        request_id: the provider's id of the exchange, if it sent one.
        verification: whether the answer's signature was verified.
    """

    parsed: ParsedT = field(repr=lambda parsed: f"<{type(parsed).__name__}>")  # a failure's words may hold data
    http: httpx.Response = field(repr=False)
    request_id: str | None
    verification: Verification
