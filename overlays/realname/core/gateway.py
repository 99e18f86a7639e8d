"""What one provider's overlay tells the call pipeline. Everything that differs between providers is behind this."""

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar

import httpx
from attrs import frozen

from realname.core import wire
from realname.core.auth import SigningAuth
from realname.core.errors import ApiError
from realname.core.model import Answer, Request
from realname.core.reply import RawReply, Verification

_REQUEST_ID = re.compile(r"[!-~]{1,128}")

Headers = httpx.Headers | Sequence[tuple[str, str]]


@frozen(kw_only=True)
class Refusal:
    """A provider's "no", as read from the body of an answer.

    Attributes:
        code: the provider's code.
        message: the provider's words.
        kind: the error that this code stands for; None to go by the HTTP status.
        remedy: what to do, where this code says more than its kind.
        retryable: whether the same call may succeed later.
        outcome_unknown: whether the provider leaves open what it did.
    """

    code: str | None = None
    message: str | None = None
    kind: type[ApiError] | None = None
    remedy: str | None = None
    retryable: bool = False
    outcome_unknown: bool = False


class Gateway(ABC):
    """One provider, configured with one set of credentials."""

    provider: ClassVar[str]
    """The provider's name, for messages."""
    request_id_header: ClassVar[str | None] = None
    """The answer's header with the provider's id of the exchange, if it has one."""

    def __init__(self, auth: SigningAuth) -> None:
        self.auth = auth

    @abstractmethod
    def seal(self, body: bytes) -> tuple[bytes, Headers]:
        """The body as it is sent, encrypted if that was asked for, and the headers besides those the `auth` sets."""

    def unseal(self, response: httpx.Response, verification: Verification) -> object:
        """The JSON of an answer, decrypted if it is encrypted.

        Raises:
            DecodeError: it is no JSON, cannot be decrypted, or is encrypted although it should not be.
        """
        return wire.parse(response.content)

    @abstractmethod
    def verdict(self, operation: str, status: int, document: dict[str, object]) -> Refusal | None:
        """Read a refusal out of an answer's body; None if the body reports none.

        Raises:
            DecodeError: the body leaves open whether it is a success.
        """

    def check_request(self, request: Request) -> None:
        """Hold a request against what the provider's document says in prose only.

        Raises:
            RequestError: the request breaks a rule.
        """

    def check_reply(self, request: Request, reply: RawReply[Answer]) -> None:
        """Hold a success against the request it is supposed to belong to.

        Raises:
            DecodeError: it belongs to another one, or did not come in the form that was asked for.
        """

    def request_id(self, response: httpx.Response) -> str | None:
        """The provider's id of the exchange."""
        value = response.headers.get(self.request_id_header, "") if self.request_id_header else ""
        return value if _REQUEST_ID.fullmatch(value) else None
