"""The port between a face and a provider's testing room: where to find what, imported when it is asked for."""

from collections.abc import Iterable
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol, cast

from realname.core.settings import Settings
from realname.providers import Provider

if TYPE_CHECKING:
    from realname.core.errors import ApiError
    from realname.core.reply import RawReply
    from realname.testing.contract import Contract
    from realname.testing.diagnosis import Check
    from realname.testing.gateway.gateway import SandboxGateway
    from realname.testing.signature.capture import CapturedRequest, Message
    from realname.testing.signature.explanation import Explanation
    from realname.testing.signature.keyring import Keyring


class Explaining(Protocol):
    """`realname.<provider>.testing.explain`."""

    ANSWER_COVERS_REQUEST: bool
    """Whether the signature of an answer is also over what was asked, so that this has to be known."""
    WINDOW: int | None
    """Seconds that the caller's clock may be away from the provider's; None if no document says it."""

    def explain_request(self, request: "CapturedRequest", ring: "Keyring") -> "Explanation":
        """Explain the signature of a request."""

    def explain_answer(self, answer: "Message", request: "CapturedRequest | str", ring: "Keyring") -> "Explanation":
        """Explain the signature of an answer to a request, or to one with this path."""

    def concerns(self, request: "CapturedRequest") -> bool:
        """Whether a request is one of this provider's, by what stands in its head."""

    def sent_at(self, request: "CapturedRequest") -> float | None:
        """When a request was sent, by the caller's clock: seconds since 1970; None if it does not tell."""

    def keyring(self, credentials: Any) -> "Keyring":
        """What credentials hold."""

    def keyring_from_env(self) -> "Keyring":
        """What of the settings can be read from the environment; what cannot is among the keyring's problems."""


class Doctoring(Protocol):
    """`realname.<provider>.testing.doctor`."""

    def checks(self, now: datetime) -> "Iterable[Check]":
        """What there is to say of this provider's settings besides what holds for all."""

    def harmless(self, client: Any) -> "RawReply[Any] | ApiError":
        """Make a call that changes and costs nothing; a refusal that is returned shows that the caller is known."""


def contract(provider: Provider) -> "Contract":
    """The provider's contract."""
    from realname.testing.contract import Contract

    return Contract.shipped(f"realname_{provider}")


def settings(provider: Provider) -> Settings:
    """The table of the provider's settings."""
    found: Settings = import_module(f"realname.{provider}.settings").SETTINGS
    return found


def sandbox(provider: Provider) -> "type[SandboxGateway[Any, Any]]":
    """The provider's gateway in the sandbox."""
    found: type[SandboxGateway[Any, Any]] = _room(provider, "gateway").SANDBOX
    return found


def explaining(provider: Provider) -> Explaining:
    """What explains the provider's signatures."""
    return cast("Explaining", _room(provider, "explain"))


def conformance(provider: Provider) -> Any:
    """The provider as a conformance run sees it."""
    return _room(provider, "conformance").SUBJECT


def doctoring(provider: Provider) -> Doctoring:
    """What checks a user's settings for the provider."""
    return cast("Doctoring", _room(provider, "doctor"))


def _room(provider: Provider, name: str) -> Any:
    return import_module(f"realname.{provider}.testing.{name}")
