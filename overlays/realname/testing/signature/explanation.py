"""What an explanation consists of. It shows what the capture shows, and never a key or a whole expected signature."""

import hashlib
from collections.abc import Sequence
from enum import StrEnum
from typing import Literal

from attrs import field, frozen

Severity = Literal["problem", "note"]
Subject = Literal["request", "answer"]
PREFIX_LENGTH = 8
"""Characters that are shown of a signature: enough to compare, useless for sending a request."""


class Outcome(StrEnum):
    """Whether the signature belongs to the string to sign."""

    VERIFIES = "verifies"
    DIFFERS = "differs"
    UNDETERMINED = "undetermined"
    """The credentials at hand, or the capture, do not allow to tell."""


@frozen
class Finding:
    """One thing that is wrong, or worth knowing.

    Attributes:
        name: a stable name, such as ``json_reserialised``.
        says: what differs, in plain words.
        remedy: what to do about it.
        severity: ``problem`` if the provider would refuse the message for it, else ``note``.
    """

    name: str
    says: str
    remedy: str = ""
    severity: Severity = "problem"


def _as_bytes(value: str | bytes) -> bytes:
    return value.encode() if isinstance(value, str) else value


@frozen
class Part:
    """One part of the string to sign.

    Attributes:
        name: what it is.
        source: where in the message it comes from, such as ``header Request-Time``.
        at: where that is in the capture, as byte offsets from and to; None if it is not there.
        value: its bytes in the string to sign.
    """

    name: str
    source: str
    at: tuple[int, int] | None
    value: bytes = field(repr=False, converter=_as_bytes)


@frozen(kw_only=True)
class Explanation:
    """How one message is signed, and what is wrong with it.

    Attributes:
        provider: whose message it is.
        subject: ``request`` or ``answer``.
        outcome: whether the signature belongs to the string to sign.
        string_to_sign: what the signature has to cover; None if too much is missing.
        parts: what it is made of, in order.
        findings: what is wrong, and what is worth knowing.
        received: how the received signature begins; None without one.
        expected: how the right signature begins; None where the credentials do not allow to make it. Never more than
            the beginning: a whole one would be as good as the credentials for this request.
        signed_string: what the signature was made over instead, where that was found out.
        signed_digest: the digest in an RSA signature, in hex; a key's owner made it over a text with this digest.
    """

    provider: str
    subject: Subject
    outcome: Outcome
    string_to_sign: bytes | None = field(repr=False)
    parts: Sequence[Part] = field(repr=False)
    findings: Sequence[Finding]
    received: str | None = field(default=None, repr=False)
    expected: str | None = field(default=None, repr=False)
    signed_string: bytes | None = field(default=None, repr=False)
    signed_digest: str | None = field(default=None, repr=False)

    @property
    def digest(self) -> str | None:
        """SHA-256 of the string to sign, in hex."""
        return None if self.string_to_sign is None else hashlib.sha256(self.string_to_sign).hexdigest()

    @property
    def problems(self) -> Sequence[Finding]:
        """The findings for which the message is refused."""
        return [finding for finding in self.findings if finding.severity == "problem"]


def beginning(signature: str | None) -> str | None:
    """The first characters of a signature."""
    return f"{signature[:PREFIX_LENGTH]}…" if signature else None
