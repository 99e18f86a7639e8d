"""The signature debugger: what a captured message is signed over, and what went wrong.

    from realname.explain import explain_request

    explanation = explain_request("zoloz", captured, credentials)
    print(explanation.outcome, [finding.name for finding in explanation.findings])

A capture is what people have: raw HTTP text (first line, headers, empty line, body), what `curl -v`, `--trace` or
`--trace-ascii` show, a curl command, a HAR, what mitmproxy has saved, or the text of `error.capture()`. What is
explained is shown as the capture has it, personal data included; keys and secrets never are, and of the right signature
only the beginning is, since a whole one would be as good as the credentials for that request.

Where a signature does not fit, usual mistakes are made on purpose, up to three at a time, until it does. An RSA
signature also tells which key made it, and the digest of what it was made over. Nothing is sent anywhere.
"""

from collections.abc import Sequence
from typing import Protocol, Self

from attrs import asdict, evolve

from realname.core.keys import PublicKey
from realname.providers import PROVIDERS, Provider
from realname.testing import provider as port
from realname.testing.captures.exchanges import Exchange
from realname.testing.captures.reading import read
from realname.testing.signature import keyring
from realname.testing.signature.between import between
from realname.testing.signature.capture import CapturedRequest, CaptureError
from realname.testing.signature.explanation import Explanation, Finding, Outcome, Part
from realname.testing.signature.visible import visible, visible_line

__all__ = [
    "CaptureError",
    "Exchange",
    "Explanation",
    "Finding",
    "Keyring",
    "Outcome",
    "Part",
    "answer_covers_request",
    "asked",
    "chosen",
    "explain_answer",
    "explain_exchange",
    "explain_request",
    "fitting",
    "read",
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


def fitting(provider: Provider, exchanges: Sequence[Exchange]) -> Sequence[int]:
    """Which exchanges are a provider's, by what stands in their requests: their numbers, from 1."""
    concerns = port.explaining(provider).concerns
    return [n for n, each in enumerate(exchanges, start=1) if each.request is not None and concerns(each.request)]


def chosen(provider: Provider, exchanges: Sequence[Exchange], entry: int | None = None) -> int:
    """Which exchange is meant: `entry`, or the only one there is, or the last one of the provider's.

    Raises:
        CaptureError: there is no such entry, or there are several and none is the provider's.
    """
    if entry is not None:
        if not 1 <= entry <= len(exchanges):
            raise CaptureError(f"there is no entry {entry}: the capture has {len(exchanges)}")
        return entry
    if len(exchanges) == 1:
        return 1
    if not (found := fitting(provider, exchanges)):
        raise CaptureError(f"none of the {len(exchanges)} requests in the capture looks like one to {provider}")
    return found[-1]


def explain_exchange(
    provider: Provider,
    exchange: Exchange,
    credentials: Credentials | keyring.Keyring | None = None,
    *,
    request: CapturedRequest | str | None = None,
) -> Sequence[Explanation]:
    """Explain a request and its answer, as far as both are there; what they say about each other joins the first.

    Args:
        provider: whose signatures they are.
        exchange: one of what `read` has found.
        credentials: as in `explain_request`.
        request: of an answer without its request: what was asked, or its path.

    Raises:
        CaptureError: the answer's signature is also over the request, and nothing is known of that.
    """
    room, ring = port.explaining(provider), Keyring.of(credentials)
    explained = []
    if (asked := exchange.request) is not None:
        explanation = room.explain_request(asked, ring)
        if exchange.answer is not None:
            found = between(room, port.contract(provider), asked, exchange.answer, explanation)
            explanation = evolve(explanation, findings=[*explanation.findings, *found])
        explained.append(explanation)
    if exchange.answer is not None:
        whole = asked if asked is not None else request
        if whole is None and room.ANSWER_COVERS_REQUEST:
            raise CaptureError("the capture has an answer only: its signature is also over the path that was asked")
        explained.append(room.explain_answer(exchange.answer, whole or "/", ring))
    return explained


def explain_request(
    provider: Provider, captured: bytes, credentials: Credentials | keyring.Keyring | None = None
) -> Explanation:
    """Explain the signature of a request, and of a callback where the provider signs these.

    Args:
        provider: whose signature it is.
        captured: the request, as `read` takes it; of several, the one that `chosen` chooses.
        credentials: with which it should have been signed, or a `Keyring` with what is known of them. Without any, only
            the form is checked.

    Raises:
        CaptureError: `captured` is not a request.
    """
    exchange = _one(provider, captured)
    if exchange.request is None:
        raise CaptureError("the first line is not a request line such as “POST /api/… HTTP/1.1”")
    return port.explaining(provider).explain_request(exchange.request, Keyring.of(credentials))


def explain_answer(
    provider: Provider, captured: bytes, *, request: str, credentials: Credentials | keyring.Keyring | None = None
) -> Explanation:
    """Explain the signature of an answer.

    Args:
        provider: whose signature it is.
        captured: the answer, as `read` takes it.
        request: what was asked: the path, or the whole captured request as text.
        credentials: with which the answer is to be verified, or a `Keyring` with what is known of them.

    Raises:
        CaptureError: `captured` is not an answer, or `request` not what was asked.
    """
    exchange = _one(provider, captured)
    if exchange.answer is None:
        raise CaptureError("the first line is not a status line such as “HTTP/1.1 200 OK”")
    return port.explaining(provider).explain_answer(exchange.answer, asked(provider, request), Keyring.of(credentials))


def asked(provider: Provider, request: str) -> CapturedRequest | str:
    """What was asked, of a path or of a captured request as text.

    Raises:
        CaptureError: it is neither.
    """
    is_path = request.startswith("/")
    try:
        captured = request.encode("utf-8", "strict" if is_path else "surrogateescape")
    except UnicodeEncodeError:
        raise CaptureError("what was asked holds characters that no request has") from None
    if is_path or not answer_covers_request(provider):
        return request
    sent = _one(provider, captured).request
    if sent is None:
        raise CaptureError("what was asked is no request")
    return sent


def answer_covers_request(provider: Provider) -> bool:
    """Whether the signature of an answer is also over what was asked, so that `explain_answer` has to know it."""
    return port.explaining(provider).ANSWER_COVERS_REQUEST


def _one(provider: Provider, captured: bytes) -> Exchange:
    exchanges = read(captured)
    return exchanges[chosen(provider, exchanges) - 1]
