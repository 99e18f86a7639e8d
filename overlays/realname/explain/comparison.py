"""From a message taken apart to its explanation: what all providers have in common."""

import base64
from collections.abc import Sequence
from typing import Final, Literal

from attrs import frozen

from realname.core.keys import PublicKey
from realname.explain.explanation import Explanation, Finding, Outcome, Part, beginning
from realname.explain.keyring import Keyring
from realname.explain.search import Mistake, Reading, Signable, search
from realname.explain.signatures import Decoded, rsa_readings

_ENCRYPTED: Final = Finding(
    name="signed_before_encryption",
    says="the body is encrypted; perhaps the plain body was signed, which cannot be tried here",
    remedy="Encrypt first, then sign what is sent.",
    severity="note",
)


@frozen(kw_only=True)
class Keys:
    """How a provider's signature is read with the keys at hand.

    Attributes:
        readings: the ways to understand the received one.
        missing: what has to be known before one can tell anything; empty if it is known.
        expected: how the right signature begins, if it can be made.
    """

    readings: Sequence[Reading] = ()
    missing: str = ""
    expected: str | None = None


def explain(
    provider: str,
    subject: Literal["request", "answer"],
    right: Signable,
    *,
    parts: Sequence[Part],
    findings: Sequence[Finding],
    mistakes: Sequence[Mistake],
    received: str,
    decoded: Decoded,
    keys: Keys,
    is_encrypted: bool = False,
) -> Explanation:
    """Hold the received signature against the string to sign, and find out what differs."""
    string = right.string()
    found = [*findings, *decoded.findings]
    outcome, signed = Outcome.UNDETERMINED, None
    if keys.missing:
        found.append(Finding(name="keys_missing", says=keys.missing, severity="note"))
    elif decoded.signature is not None:
        match = search(right, mistakes, keys.readings)
        found += match.findings if match else [_unexplained(keys.readings, subject)]
        if match is None and is_encrypted:
            found.append(_ENCRYPTED)
        signed = match.string if match and match.string != string else None
        is_right = match is not None and not any(f.severity == "problem" for f in (*match.findings, *decoded.findings))
        outcome = Outcome.VERIFIES if is_right else Outcome.DIFFERS
    elif received:
        outcome = Outcome.DIFFERS
    return Explanation(
        provider=provider,
        subject=subject,
        outcome=outcome,
        string_to_sign=string,
        parts=parts,
        findings=found,
        received=beginning(received),
        expected=keys.expected,
        signed_string=signed,
        signed_digest=next((reading.digest for reading in keys.readings if reading.digest), None),
    )


def incomplete(
    provider: str,
    subject: Literal["request", "answer"],
    *,
    parts: Sequence[Part],
    findings: Sequence[Finding],
    received: str = "",
) -> Explanation:
    """The explanation of a message that lacks too much for a string to sign."""
    return Explanation(
        provider=provider,
        subject=subject,
        outcome=Outcome.UNDETERMINED,
        string_to_sign=None,
        parts=parts,
        findings=findings,
        received=beginning(received),
    )


def own_keys(ring: Keyring, string: bytes, signature: bytes | None) -> Keys:
    """Read the signature of a request that the caller signs with RSA."""
    if ring.public_key is None:
        return Keys(
            missing="your private_key is not configured (nor your public key given), so only the form is checked"
        )
    expected = None
    if ring.private_key is not None:
        expected = beginning(base64.b64encode(ring.private_key.sign(string)).decode("ascii"))
    due: list[tuple[PublicKey, Finding | None]] = [(ring.public_key, None)]
    due += [(key, _other_key(name)) for name, key in ring.others.items() if key != ring.public_key]
    return Keys(readings=rsa_readings(signature or b"", due), expected=expected)


def providers_keys(ring: Keyring, signature: bytes | None, *, setting: str, sn: str | None = None) -> Keys:
    """Read the signature of an answer that the provider signs with RSA."""
    key = ring.provider_key(sn)
    keys: list[tuple[PublicKey, Finding | None]] = []
    if key is not None:
        keys.append((key, None))
    if ring.public_key is not None and ring.public_key != key:
        keys.append((ring.public_key, _own_signature()))
    readings = rsa_readings(signature or b"", keys)
    if key is None and not readings:
        return Keys(missing=f"{setting} is not configured, so only the form is checked")
    return Keys(readings=readings)


def own_key_configured(ring: Keyring, setting: str, *, sn: str | None = None) -> list[Finding]:
    """The finding for the caller's own public key in the place of the provider's."""
    if ring.public_key is None or ring.provider_key(sn) != ring.public_key:
        return []
    return [
        Finding(
            name="own_key_configured",
            says=f"{setting} is the public half of your own private key, not the provider's key",
            remedy="Configure the public key that the provider's console shows as its own.",
        )
    ]


def capture_part(name: str, source: str, at: tuple[int, int] | None, value: str | bytes) -> Part:
    """A part from its text."""
    return Part(name=name, source=source, at=at, value=value if isinstance(value, bytes) else value.encode())


def _other_key(name: str) -> Finding:
    return Finding(
        name="wrong_key",
        says=f"the signature is made with another configured key, {name}",
        remedy="Sign with this provider's private_key.",
    )


def _own_signature() -> Finding:
    return Finding(
        name="signed_with_own_key",
        says="the answer is signed with your own private key, not with the provider's",
        remedy="Look at what stands in between: a mock or a proxy answers in the provider's place.",
    )


def _unexplained(readings: Sequence[Reading], subject: str) -> Finding:
    """The finding where no usual mistake explains the signature."""
    digest = next((reading.digest for reading in readings if reading.digest), None)
    if digest is not None:
        return Finding(
            name="unknown_text",
            says=f"the signature is made with the right key, but over another text (its digest is {digest}), and none "
            "of the usual mistakes leads to that text",
            remedy="Print the string that was signed, byte for byte, and compare it with the one shown here.",
        )
    if readings:
        return Finding(
            name="wrong_secret_or_text",
            says="the signature is not made with this secret over this text, nor over what a usual mistake leads to",
            remedy="Check the secret first; then print the string that was signed and compare it, byte for byte.",
        )
    if subject == "request":
        says, remedy = (
            "the signature is not made with your private key, nor with another configured one",
            "Check which key signs: it must be the one whose public half is registered with the provider.",
        )
    else:
        says, remedy = (
            "the signature is not made with the key that is configured as the provider's",
            "Check that the key belongs to this environment (sandbox, production) and is the current one.",
        )
    return Finding(name="wrong_key", says=says, remedy=remedy)
