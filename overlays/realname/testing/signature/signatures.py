"""Received signatures: from their text to bytes, and what keys say about these."""

import base64
import hashlib
import hmac
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import product
from typing import Final
from urllib.parse import unquote

from attrs import field, frozen

from realname.core.keys import BadSignature, PublicKey
from realname.testing.signature.explanation import Finding
from realname.testing.signature.search import Reading

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


def decode(text: str, *, url_safe: bool = False, percent_encoded: bool | None = False) -> Decoded:
    """Read a signature as generously as possible, telling what is unlike the provider's form of it.

    Args:
        text: as received.
        url_safe: the provider writes the URL-safe alphabet without padding.
        percent_encoded: whether the provider percent-encodes it; None if either will do.
    """
    odd: list[str] = []
    bare = text.strip('"').strip()
    if printed := re.fullmatch(r"b'(.*)'", bare):
        bare = printed[1]
        odd.append("signature_printed")
    elif bare != text:
        odd.append("signature_quoted")
    bare = _decode_percent(bare, odd, percent_encoded)
    if " " in bare:
        odd.append("plus_became_space")
        bare = bare.replace(" ", "+")
    if re.search(r"\s", bare):
        odd.append("signature_line_breaks")
        bare = "".join(bare.split())
    if re.fullmatch(r"(?:[0-9A-Fa-f]{2}[: ]){31,}[0-9A-Fa-f]{2}", bare):
        return _decoded(bytes.fromhex(bare.replace(":", "")), [*odd, "signature_in_hex"])
    if len(bare) >= 64 and re.fullmatch(r"(?:[0-9a-f]{2})+|(?:[0-9A-F]{2})+", bare):
        return _decoded(bytes.fromhex(bare), [*odd, "signature_in_hex"])
    if re.search(r"[-_]", bare) and not url_safe:
        odd.append("url_safe_alphabet")
    if re.search(r"[+/]", bare) and url_safe:
        odd.append("standard_alphabet")
    if not url_safe and len(bare) % 4:
        odd.append("signature_without_padding")
    standard = bare.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        signature = base64.b64decode(standard + "=" * (-len(standard) % 4), validate=True)
    except ValueError:
        return _decoded(b"", [*odd, "signature_unreadable"])
    if len(signature) >= 64 and re.fullmatch(rb"(?:[0-9a-fA-F]{2})+", signature):
        return _decoded(bytes.fromhex(signature.decode("ascii")), [*odd, "base64_of_hex"])
    if len(signature) >= 44 and re.fullmatch(rb"[A-Za-z0-9+/\r\n]+={0,2}\s*", signature):
        try:
            return _decoded(base64.b64decode(signature), [*odd, "base64_twice"])
        except ValueError:
            pass
    return _decoded(signature, odd)


def _decode_percent(text: str, odd: list[str], is_due: bool | None) -> str:
    bare = unquote(text)
    if bare == text:
        if is_due and re.search(r"[+/=]", text):
            odd.append("signature_not_percent_encoded")
        return bare
    if is_due is False:
        odd.append("signature_percent_encoded")
    if "%" in bare:
        odd.append("signature_encoded_twice")
        bare = unquote(bare)
    return bare


def _decoded(signature: bytes, odd: Sequence[str]) -> Decoded:
    findings = (Finding(name, f"the signature {_SPELLINGS[name][0]}", _SPELLINGS[name][1]) for name in odd)
    return Decoded(signature or None, tuple(findings))


_SPELLINGS: Final = {
    "signature_quoted": ("is in quotation marks", "Leave them out."),
    "plus_became_space": ("holds spaces where + was", "Percent-encode the + as %2B."),
    "signature_line_breaks": ("is broken into lines", "Use base64 without line breaks."),
    "signature_in_hex": ("is written in hex", "Write the digest's raw bytes in base64."),
    "url_safe_alphabet": ("uses the URL-safe alphabet (- and _)", "Use standard base64 (+ and /)."),
    "standard_alphabet": ("uses the standard alphabet (+ and /)", "Use URL-safe base64 (- and _)."),
    "signature_without_padding": ("lacks its padding (=)", "Keep the = at the end."),
    "signature_unreadable": ("is not base64", "Write the raw bytes in base64."),
    "base64_twice": ("is in base64 twice", "Encode it once; many libraries give base64 already."),
    "signature_printed": ("is written as Python prints bytes (b'…')", "Decode it to text first: signature.decode()."),
    "base64_of_hex": ("is base64 of the hex text", "Write the raw bytes in base64, not their hex."),
    "signature_not_percent_encoded": ("is not percent-encoded", "Write + as %2B, / as %2F and = as %3D."),
    "signature_percent_encoded": ("is percent-encoded", "Send the base64 text as it is."),
    "signature_encoded_twice": ("is percent-encoded twice", "Encode it once."),
}


# ---- what keys say about a signature ----


def rsa_readings(decoded: Decoded, keys: Sequence[tuple[PublicKey, Finding | None]]) -> list[Reading]:
    """How each of the keys understands a signature; those that did not make it are left out."""
    return [reading for key, finding in keys for reading in _understood(key, decoded.signature or b"", finding)]


def hmac_readings(decoded: Decoded, keys: Sequence[tuple[bytes, Finding | None]]) -> list[Reading]:
    """A signature taken as HMAC under each of the keys, with SHA-256 and with the hashes that are mistaken for it."""
    signature = decoded.signature or b""
    readings = [
        Reading(
            _odd(finding, algorithm),
            partial(_is_hmac, signature, key, algorithm),
            is_rare=algorithm != "sha256" and finding is not None,
        )
        for algorithm in ("sha256", "sha1", "sha512", "md5", "sha384")
        for key, finding in keys
    ]
    return [*readings, *_plain_hashes(signature, keys[0][0] if keys else b"")]


def _plain_hashes(signature: bytes, secret: bytes) -> Iterator[Reading]:
    """What is made with secret and string, and is no HMAC."""
    for how, joined in (
        ("of the string alone, without the secret", lambda string: string),
        ("of secret and string", lambda string: secret + string),
        ("of string and secret", lambda string: string + secret),
    ):
        for algorithm in ("sha256", "md5"):
            says = f"the signature is a plain {algorithm.upper()} {how}, and no HMAC"
            matches = partial(_is_plain, signature, joined, algorithm)
            yield Reading((Finding("no_hmac", says, _USE_HMAC),), matches, is_rare=True)
    says = "the signature is an HMAC with secret and string in each other's place"
    yield Reading((Finding("hmac_swapped", says, _USE_HMAC),), partial(_is_swapped, signature, secret), is_rare=True)


def no_rsa(signature: bytes) -> Finding | None:
    """What a signature is by its bytes, if it is none that RSA makes."""
    if re.match(rb"\x30[\x3e-\x48]\x02[\x1f-\x21]", signature, re.DOTALL) and len(signature) == signature[1] + 2:
        says = "the signature is one of an elliptic curve (ECDSA, SM2), not of an RSA key"
        return Finding("no_rsa", says, "Sign with the RSA key: SHA256withRSA.")
    if len(signature) in (16, 20, 32, 48, 64):
        says = f"the signature has {len(signature)} bytes: it is a digest or an HMAC, not made with an RSA key"
        return Finding("no_rsa", says, "Sign with the private key: SHA256withRSA.")
    return None


def no_hmac(signature: bytes) -> Finding | None:
    """The same where an HMAC is due."""
    if len(signature) >= 128:
        says = f"the signature has {len(signature)} bytes: it is made with a private key, and an HMAC is due"
        return Finding("no_hmac", says, _USE_HMAC)
    return None


_USE_HMAC: Final = "Use HMAC-SHA256 with the secret as the key and the string as the message."


def _understood(key: PublicKey, signature: bytes, finding: Finding | None) -> Iterator[Reading]:
    """What was signed with a key, by the padding of RFC 8017 that it leaves: PKCS#1 v1.5 (9.2), or PSS (9.1)."""
    try:
        encoded = key.open(signature)
    except BadSignature:
        return
    if content := re.fullmatch(rb"\x00\x01\xff{8,}\x00(.*)", encoded, re.DOTALL):
        for prefix, algorithm in _DIGEST_INFO.items():
            if content[1].startswith(prefix):
                digest = content[1].removeprefix(prefix)
                yield Reading(_odd(finding, algorithm), partial(_is_digest, digest, algorithm), digest.hex(), True)
                return
        yield Reading(_odd(finding, "sha256", _BARE), partial(_is_bare, content[1]), is_certain=True)
    elif encoded.endswith(b"\xbc"):
        for algorithm, mask in product(("sha256", "sha1", "sha384", "sha512"), repeat=2):
            size = hashlib.new(algorithm, usedforsecurity=False).digest_size
            masked, digest = encoded[: -size - 1], encoded[-size - 1 : -1]
            block = bytes(one ^ other for one, other in zip(masked, _mask(digest, len(masked), mask), strict=True))
            block = bytes([block[0] & 0x7F]) + block[1:]
            if salt := re.fullmatch(rb"(\x00*)\x01(.*)", block, re.DOTALL):
                # With the longest salt no padding is left that could tell the key; then the text has to.
                matches = partial(_is_pss, digest, salt[2], algorithm)
                yield Reading(_odd(finding, algorithm, _PSS), matches, is_certain=len(salt[1]) >= 8)


def _mask(seed: bytes, length: int, algorithm: str) -> bytes:
    """MGF1 (RFC 8017, B.2.1)."""
    mask, counter = b"", 0
    while len(mask) < length:
        mask += hashlib.new(algorithm, seed + counter.to_bytes(4, "big"), usedforsecurity=False).digest()
        counter += 1
    return mask[:length]


def _is_pss(digest: bytes, salt: bytes, algorithm: str, string: bytes) -> bool:
    inner = hashlib.new(algorithm, string, usedforsecurity=False).digest()
    return _is_digest(digest, algorithm, bytes(8) + inner + salt)


def _is_bare(content: bytes, string: bytes) -> bool:
    digest = hashlib.sha256(string)
    return content in (digest.digest(), digest.hexdigest().encode(), string)


def _is_digest(digest: bytes, algorithm: str, string: bytes) -> bool:
    return hashlib.new(algorithm, string, usedforsecurity=False).digest() == digest


def _is_hmac(signature: bytes, key: bytes, algorithm: str, string: bytes) -> bool:
    return hmac.compare_digest(hmac.digest(key, string, algorithm), signature)


def _is_plain(signature: bytes, joined: Callable[[bytes], bytes], algorithm: str, string: bytes) -> bool:
    return _is_digest(signature, algorithm, joined(string))


def _is_swapped(signature: bytes, secret: bytes, string: bytes) -> bool:
    return _is_hmac(signature, string, "sha256", secret)


_PSS: Final = Finding(
    "rsa_pss",
    "the signature is made with RSA-PSS padding",
    "Use PKCS#1 v1.5: SHA256withRSA, RSASSA-PKCS1-v1_5.",
)
_BARE: Final = Finding(
    "digest_info_missing",
    "what was encrypted with the private key is no signature: nothing says which hash it is of",
    "Use a signing function (SHA256withRSA), not encryption with the private key.",
)


def _odd(finding: Finding | None, algorithm: str, padding: Finding | None = None) -> tuple[Finding, ...]:
    wrong_hash = Finding("wrong_hash", f"the signature uses {algorithm.upper()} instead of SHA-256", "Use SHA-256.")
    found = (finding, padding, None if algorithm == "sha256" else wrong_hash)
    return tuple(each for each in found if each is not None)
