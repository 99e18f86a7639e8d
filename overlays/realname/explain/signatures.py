"""Received signatures: from their text to bytes, and what keys say about these."""

import base64
import hashlib
import hmac
import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import unquote

from attrs import field, frozen

from realname.core.keys import BadSignature, PublicKey
from realname.explain.explanation import Finding
from realname.explain.search import Reading

_DIGEST_INFO: Final = {  # the DER in front of a digest in an RSA signature (RFC 8017, 9.2)
    bytes.fromhex("3031300d060960864801650304020105000420"): "sha256",
    bytes.fromhex("3021300906052b0e03021a05000414"): "sha1",
    bytes.fromhex("3020300c06082a864886f70d020505000410"): "md5",
    bytes.fromhex("3041300d060960864801650304020205000430"): "sha384",
    bytes.fromhex("3051300d060960864801650304020305000440"): "sha512",
}


@frozen
class Decoded:
    """The bytes of a signature; None if its text cannot be read at all."""

    signature: bytes | None = field(repr=False)
    findings: tuple[Finding, ...]


def decode(text: str, *, url_safe: bool = False, percent_encoded: bool = False) -> Decoded:
    """Read a signature as generously as possible, telling what is unlike the provider's form of it.

    Args:
        text: as received.
        url_safe: the provider writes the URL-safe alphabet without padding.
        percent_encoded: the provider percent-encodes it.
    """
    findings: list[Finding] = []
    bare = text.strip('"').strip()
    if bare != text:
        findings.append(_spelling("signature_quoted", "stands in quotation marks", "Leave them out."))
    bare = _decode_percent(bare, findings, due=percent_encoded)
    if " " in bare:
        findings.append(_spelling("plus_became_space", "holds blanks where + was", "Percent-encode the + as %2B."))
        bare = bare.replace(" ", "+")
    if re.search(r"\s", bare):
        findings.append(_spelling("signature_line_breaks", "is broken into lines", "Use base64 without line breaks."))
        bare = "".join(bare.split())
    if len(bare) >= 64 and re.fullmatch(r"(?:[0-9a-f]{2})+|(?:[0-9A-F]{2})+", bare):
        findings.append(_spelling("signature_in_hex", "is written in hex", "Write the digest's raw bytes in base64."))
        return Decoded(bytes.fromhex(bare), tuple(findings))
    is_url_safe, is_standard = bool(re.search(r"[-_]", bare)), bool(re.search(r"[+/]", bare))
    if is_url_safe and not url_safe:
        findings.append(
            _spelling("url_safe_alphabet", "uses the URL-safe alphabet (- and _)", "Use standard base64 (+ and /).")
        )
    if is_standard and url_safe:
        findings.append(
            _spelling("standard_alphabet", "uses the standard alphabet (+ and /)", "Use URL-safe base64 (- and _).")
        )
    unpadded = bare.rstrip("=")
    if not url_safe and len(bare) % 4:
        findings.append(_spelling("signature_without_padding", "lacks its padding (=)", "Keep the = at the end."))
    try:
        standard = unpadded.replace("-", "+").replace("_", "/")
        signature = base64.b64decode(standard + "=" * (-len(standard) % 4), validate=True)
    except ValueError:
        findings.append(_spelling("signature_unreadable", "is not base64", "Write the raw bytes in base64."))
        return Decoded(None, tuple(findings))
    if len(signature) >= 64 and re.fullmatch(rb"(?:[0-9a-fA-F]{2})+", signature):
        findings.append(
            _spelling("base64_of_hex", "is base64 of the hex text", "Write the raw bytes in base64, not their hex.")
        )
        signature = bytes.fromhex(signature.decode("ascii"))
    return Decoded(signature or None, tuple(findings))


def _decode_percent(text: str, findings: list[Finding], *, due: bool) -> str:
    bare = unquote(text)
    if bare == text:
        if due and re.search(r"[+/=]", text):
            findings.append(
                _spelling(
                    "signature_not_percent_encoded", "is not percent-encoded", "Write + as %2B, / as %2F and = as %3D."
                )
            )
        return bare
    if not due:
        findings.append(_spelling("signature_percent_encoded", "is percent-encoded", "Send the base64 text as it is."))
    if "%" in bare:
        findings.append(_spelling("signature_encoded_twice", "is percent-encoded twice", "Encode it once."))
        bare = unquote(bare)
    return bare


def _spelling(name: str, what: str, remedy: str) -> Finding:
    return Finding(name=name, says=f"the signature {what}", remedy=remedy)


# ---- RSA ----


@frozen
class _Signed:
    """What an RSA signature says that was signed."""

    algorithm: str
    digest: bytes = field(repr=False)


def rsa_readings(signature: bytes, keys: Sequence[tuple[PublicKey, Finding | None]]) -> list[Reading]:
    """How each of the keys understands a signature; those that did not make it are left out."""
    readings = []
    for key, finding in keys:
        signed = _recover(key, signature)
        if signed is not None:
            findings = [finding] if finding else []
            if signed.algorithm != "sha256":
                findings.append(_wrong_hash(signed.algorithm))
            readings.append(_rsa_reading(signed, tuple(findings)))
    return readings


def _rsa_reading(signed: _Signed, findings: tuple[Finding, ...]) -> Reading:
    def matches(string: bytes) -> bool:
        return hashlib.new(signed.algorithm, string, usedforsecurity=False).digest() == signed.digest

    return Reading(findings, matches, signed.digest.hex())


def _recover(key: PublicKey, signature: bytes) -> _Signed | None:
    """The digest in a PKCS#1 v1.5 signature; None if another key made it."""
    try:
        content = key.recover(signature)
    except BadSignature:
        return None
    for prefix, algorithm in _DIGEST_INFO.items():
        if content.startswith(prefix):
            return _Signed(algorithm, content.removeprefix(prefix))
    return None


# ---- HMAC ----


def hmac_readings(signature: bytes, keys: Sequence[tuple[bytes, Finding | None]]) -> list[Reading]:
    """A signature taken as HMAC under each of the keys, with SHA-256 and with the hashes that are mistaken for it."""
    return [
        _hmac_reading(signature, key, algorithm, finding)
        for algorithm in ("sha256", "sha1", "sha512")
        for key, finding in keys
    ]


def _hmac_reading(signature: bytes, key: bytes, algorithm: str, finding: Finding | None) -> Reading:
    findings = [finding] if finding else []
    if algorithm != "sha256":
        findings.append(_wrong_hash(algorithm))

    def matches(string: bytes) -> bool:
        return hmac.compare_digest(hmac.digest(key, string, algorithm), signature)

    return Reading(tuple(findings), matches)


def _wrong_hash(algorithm: str) -> Finding:
    return Finding(
        name="wrong_hash", says=f"the signature uses {algorithm.upper()} instead of SHA-256", remedy="Use SHA-256."
    )
