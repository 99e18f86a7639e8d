"""The signature debugger: what a captured message is signed over, and what went wrong.

    from realname.explain import explain_request

    explanation = explain_request("zoloz", captured, credentials)
    print(explanation.outcome, [finding.name for finding in explanation.findings])

A capture is raw HTTP text: first line, headers, empty line, body. What is explained is shown as the capture has it,
personal data included; keys and secrets never are, and of the right signature only the beginning is, since a whole one
would be as good as the credentials for that request.

Where a signature does not fit, usual mistakes are made on purpose, up to three at a time, until it does. An RSA
signature also tells which key made it, and the digest of what it was made over. Nothing is sent anywhere.
"""

from typing import Protocol, Self

from attrs import asdict, evolve

from realname.core.keys import PublicKey
from realname.providers import PROVIDERS, Provider
from realname.testing import provider as port
from realname.testing.signature import keyring
from realname.testing.signature.capture import CaptureError
from realname.testing.signature.explanation import Explanation, Finding, Outcome, Part
from realname.testing.signature.visible import visible, visible_line

__all__ = [
    "CaptureError",
    "Explanation",
    "Finding",
    "Keyring",
    "Outcome",
    "Part",
    "answer_covers_request",
    "explain_answer",
    "explain_request",
    "visible",
    "visible_line",
]


class Credentials(Protocol):
    """The credentials of any provider."""

    @classmethod
    def from_env(cls) -> Self:
        """Read them from the environment."""
        ...


class Keyring(keyring.Keyring):
    """What is known of the credentials; everything is optional, and no key or secret is ever shown."""

    @classmethod
    def of(cls, credentials: "Credentials | keyring.Keyring | None") -> "Self":
        """What credentials hold.

        Raises:
            TypeError: they are no provider's.
        """
        if credentials is None:
            return cls()
        if isinstance(credentials, keyring.Keyring):
            return cls(**asdict(credentials, recurse=False))
        for provider in PROVIDERS:
            if type(credentials).__module__.startswith(f"realname.{provider}."):
                return cls.of(port.explaining(provider).keyring(credentials))
        raise TypeError("credentials must be a provider's Credentials, or a Keyring")

    @classmethod
    def from_env(cls, provider: Provider, *, public_key: str | bytes | None = None) -> "Self":
        """What of the settings can be read from the environment; a wrong one hides none of the others.

        Args:
            provider: whose settings.
            public_key: the caller's own public key, where the private one is not at hand.

        Raises:
            ConfigurationError: `public_key` is none.
        """
        rings = {name: port.explaining(name).keyring_from_env() for name in PROVIDERS}
        ring = cls.of(rings.pop(provider))
        if public_key is not None:
            ring = evolve(ring, public_key=PublicKey.parse(public_key, "public_key"))
        others = {port.settings(name).variable("private_key"): other.private_key for name, other in rings.items()}
        return evolve(ring, others={name: key.public_key() for name, key in others.items() if key is not None})


def explain_request(
    provider: Provider, captured: bytes, credentials: Credentials | keyring.Keyring | None = None
) -> Explanation:
    """Explain the signature of a request, and of a callback where the provider signs these.

    Args:
        provider: whose signature it is.
        captured: the request as raw HTTP text, with CR LF or LF as line ends.
        credentials: with which it should have been signed, or a `Keyring` with what is known of them. Without any, only
            the form is checked.

    Raises:
        CaptureError: `captured` is not a request.
    """
    return port.explaining(provider).explain_request(captured, Keyring.of(credentials))


def explain_answer(
    provider: Provider, captured: bytes, *, request: str, credentials: Credentials | keyring.Keyring | None = None
) -> Explanation:
    """Explain the signature of an answer.

    Args:
        provider: whose signature it is.
        captured: the answer as raw HTTP text, with CR LF or LF as line ends.
        request: what was asked: the path, or the whole captured request as text.
        credentials: with which the answer is to be verified, or a `Keyring` with what is known of them.

    Raises:
        CaptureError: `captured` is not an answer, or `request` not what was asked.
    """
    try:
        request.encode("utf-8", "strict" if request.startswith("/") else "surrogateescape")
    except UnicodeEncodeError:
        raise CaptureError("what was asked holds characters that no request has") from None
    return port.explaining(provider).explain_answer(captured, request, Keyring.of(credentials))


def answer_covers_request(provider: Provider) -> bool:
    """Whether the signature of an answer is also over what was asked, so that `explain_answer` has to know it."""
    return port.explaining(provider).ANSWER_COVERS_REQUEST
