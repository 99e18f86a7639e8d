"""What one provider's overlay tells the call pipeline. Everything that differs between providers is behind this."""

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import ClassVar, NamedTuple

import httpx

from realname.core import wire
from realname.core.answer import Answer
from realname.core.auth import SigningAuth
from realname.core.codes import Code
from realname.core.reply import RawReply, Verification

_REQUEST_ID = re.compile(r"[!-~]{1,128}")

Headers = Sequence[tuple[bytes, bytes]]
"""Names and values, in the case and form in which they are sent."""


class Refusal(NamedTuple):
    """A provider's "no", as read from the body of an answer. What its words mean stands in the contract.

    Attributes:
        code: the provider's code.
        message: the provider's words.
        words: what to look up in the contract's table of codes, the most telling first.
        outcome_unknown: whether the answer itself leaves open what the provider did.
    """

    code: str | None = None
    message: str | None = None
    words: tuple[str, ...] = ()
    outcome_unknown: bool = False


class Gateway(ABC):
    """One provider, configured with one set of credentials."""

    name: ClassVar[str]
    """The provider's name in code: its module in `realname`."""
    provider: ClassVar[str]
    """The provider's name, for messages."""
    request_id_header: ClassVar[str | None] = None
    """The answer's header with the provider's id of the exchange, if it has one."""
    unseals_elsewhere: bool = False
    """Whether `unseal` asks somebody else to decrypt, so that an event loop should not wait for it."""

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
    def codes(self) -> Mapping[str, Code]:
        """What the provider's codes mean, whatever the operation."""

    @abstractmethod
    def verdict(self, status: int, document: dict[str, object]) -> Refusal | None:
        """Read a refusal out of an answer's body; None if the body reports none.

        Raises:
            DecodeError: the body leaves open whether it is a success.
        """

    def affirms(self, document: dict[str, object]) -> bool:
        """Whether a body that reports no refusal says that the operation was carried out. True where the status does.

        Asked where no contract says what a success looks like.
        """
        return True

    def check_reply(self, reply: RawReply[Answer]) -> None:
        """Hold a success against the form that was asked for.

        Raises:
            DecodeError: it came in another one.
        """

    def request_id(self, response: httpx.Response) -> str | None:
        """The provider's id of the exchange."""
        value = response.headers.get(self.request_id_header, "") if self.request_id_header else ""
        return value if _REQUEST_ID.fullmatch(value) else None
