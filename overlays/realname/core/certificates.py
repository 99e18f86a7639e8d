"""X.509 certificates as Alipay's certificate mode uses them: for the keys in them, and for their serial numbers.

A certificate's SN is not its serial number but the MD5 of issuer and serial number; the SN of a root bundle joins those
of its RSA certificates (Alipay open-v3/054q58). This module is imported only in certificate mode: x509 is slow to load.
"""

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import rsa

from realname.core.copied_text import decode
from realname.core.errors import ConfigurationError
from realname.core.keys import MINIMUM_BITS, PublicKey

_BLOCK: Final = re.compile(rb"-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----")
_HEAD: Final = 4
"""Bytes of a DER SEQUENCE as long as a certificate before its content."""
_RSA_SIGNATURES: Final = bytes.fromhex("2a864886f70d0101")
"""How the OIDs 1.2.840.113549.1.1.* begin in DER: certificates signed with RSA, whatever the hash."""
_KEYWORDS: Final = {
    "2.5.4.3": "CN",
    "2.5.4.6": "C",
    "2.5.4.7": "L",
    "2.5.4.8": "ST",
    "2.5.4.9": "STREET",
    "2.5.4.10": "O",
    "2.5.4.11": "OU",
    "0.9.2342.19200300.100.1.1": "UID",
    "0.9.2342.19200300.100.1.25": "DC",
}
"""The attributes that RFC 2253 has a word for."""
_STRINGS: Final = frozenset({0x0C, 0x13, 0x14, 0x16, 0x1B, 0x1E})
"""The DER tags that Java takes for text: UTF8, Printable, T61, IA5, General and BMPString."""


def certificate_sn(certificate: x509.Certificate) -> str:
    """The SN of a certificate: 32 lower-case hex digits."""
    text = _issuer(certificate) + str(certificate.serial_number)
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def root_sn(bundle: str | bytes, name: str = "root_certificates") -> str:
    """The SN of a bundle: those of its RSA certificates in file order, joined by underscores.

    Raises:
        ConfigurationError: `load_roots` refuses it.
    """
    return "_".join(map(certificate_sn, load_roots(bundle, name)))


def load_roots(bundle: str | bytes, name: str) -> list[x509.Certificate]:
    """The RSA certificates of a root bundle, in file order.

    The bundle that Alipay ships holds a certificate that `cryptography` refuses; only RSA certificates are loaded.

    Raises:
        ConfigurationError: there is no RSA certificate in it, a block is damaged, or a certificate is no root.
    """
    remedy = "Pass the provider's whole root bundle, as it is."
    found = [_load(block, name) for block in _blocks(bundle, name) if _is_signed_with_rsa(block)]
    if not found:
        raise _unusable(name, "holds no RSA certificate", remedy)
    if any(certificate.issuer != certificate.subject for certificate in found):
        raise _unusable(name, "holds a certificate that is no root: the provider's own, or the application's", remedy)
    return found


def load_certificates(bundle: str | bytes, name: str) -> list[x509.Certificate]:
    """Read every certificate of a PEM text.

    Raises:
        ConfigurationError: there is none, or one cannot be read.
    """
    return [_load(block, name) for block in _blocks(bundle, name)]


def load_chain(bundle: str | bytes, name: str) -> tuple[list[x509.Certificate], list[x509.Certificate]]:
    """The certificates of a PEM text: those that somebody signs messages with, and those of the authorities above.

    Raises:
        ConfigurationError: there is none of the first kind, or one cannot be read.
    """
    blocks = list(_blocks(bundle, name))
    found = [_load(block, name) for block in blocks if _is_signed_with_rsa(block)]
    authorities = [certificate for certificate in found if _is_authority(certificate, name)]
    if authorities == found and any(certificate.issuer == certificate.subject for certificate in found):
        raise _unusable(name, "holds root certificates", "Pass the provider's own certificate, not its root bundle.")
    if len(found) < len(blocks):
        raise _no_rsa_key(name)
    if authorities == found:
        remedy = "Pass the file with the provider's own certificate, as it was downloaded."
        raise _unusable(name, "holds only certificates of authorities, which sign no messages", remedy)
    return [certificate for certificate in found if certificate not in authorities], authorities


def public_key(certificate: x509.Certificate, name: str) -> PublicKey:
    """The RSA key in a certificate.

    Raises:
        ConfigurationError: it is of another kind, or too short.
    """
    try:
        key = certificate.public_key()
    except (ValueError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, rsa.RSAPublicKey) or key.key_size < MINIMUM_BITS:
        raise _no_rsa_key(name)
    return PublicKey(key)


# ---- validity --------------------------------------------------------------------------------------------------------


def require_dates(certificate: x509.Certificate, name: str, now: datetime) -> None:
    """Refuse a certificate that is not valid now.

    Raises:
        ConfigurationError: its time has not come yet, or is over.
    """
    if problem := _dates_problem(certificate, now):
        raise _unusable(name, f"holds a certificate that {problem}", "Download the current one, or set the clock.")


def require_chain(
    certificate: x509.Certificate,
    authorities: Sequence[x509.Certificate],
    roots: Sequence[x509.Certificate],
    name: str,
    now: datetime,
) -> None:
    """Refuse a certificate that no chain of valid ones leads from to a root.

    Args:
        certificate: whose.
        authorities: what may stand between it and a root; nothing is believed for standing here.
        roots: what is believed.
        name: the setting that holds it.
        now: the time at which all of them have to be valid.

    Raises:
        ConfigurationError: there is no such chain; says what breaks the one that comes closest.
    """
    require_dates(certificate, name, now)
    if problem := _chain_problem(certificate, authorities, roots, name, now, below=0):
        remedy = "Pass the files of one application, as they were downloaded; what they hold above it belongs to it."
        raise _unusable(name, f"holds a certificate that {problem}", remedy)


def _chain_problem(
    certificate: x509.Certificate,
    authorities: Sequence[x509.Certificate],
    roots: Sequence[x509.Certificate],
    name: str,
    now: datetime,
    *,
    below: int,
) -> str | None:
    """What keeps a certificate from leading to a root. `below`: how many authorities stand under its issuer."""
    problem: str | None = "leads to no root certificate: its issuer is neither in the root bundle nor beside it"
    for issuer in (*roots, *authorities):
        if issuer.subject != certificate.issuer or issuer == certificate:
            continue
        problem = _issuer_problem(certificate, issuer, name, now, below)
        if problem is None and issuer not in roots:
            others = [other for other in authorities if other != issuer]
            problem = _chain_problem(issuer, others, roots, name, now, below=below + 1)
        if problem is None:
            return None
    return problem


def _issuer_problem(
    certificate: x509.Certificate, issuer: x509.Certificate, name: str, now: datetime, below: int
) -> str | None:
    """What keeps `issuer` from having issued a certificate."""
    try:
        certificate.verify_directly_issued_by(issuer)
    except (InvalidSignature, ValueError, TypeError, UnsupportedAlgorithm):
        return "is not signed with the key of the issuer that it names"
    constraints, usage = (_extension(issuer, kind, name) for kind in (x509.BasicConstraints, x509.KeyUsage))
    if not isinstance(constraints, x509.BasicConstraints) or not constraints.ca:
        return "is issued by a certificate that may not issue others"
    if isinstance(usage, x509.KeyUsage) and not usage.key_cert_sign:
        return "is issued by a certificate whose key may not sign others"
    if constraints.path_length is not None and constraints.path_length < below:
        return "is too many steps below an authority (path length)"
    problem = _dates_problem(issuer, now)
    return problem and f"is issued by a certificate that {problem}"


def _dates_problem(certificate: x509.Certificate, now: datetime) -> str | None:
    begins, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if now < begins:
        return f"is valid from {begins:%Y-%m-%d} only"
    return f"expired on {ends:%Y-%m-%d}" if now > ends else None


def _is_authority(certificate: x509.Certificate, name: str) -> bool:
    constraints = _extension(certificate, x509.BasicConstraints, name)
    return isinstance(constraints, x509.BasicConstraints) and constraints.ca


def _extension(certificate: x509.Certificate, kind: type[x509.ExtensionType], name: str) -> x509.ExtensionType | None:
    try:
        return certificate.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None
    except (ValueError, x509.DuplicateExtension, x509.UnsupportedGeneralNameType, UnsupportedAlgorithm):
        raise _unusable(name, "holds a certificate with extensions that cannot be read", _AGAIN) from None


# ---- reading ---------------------------------------------------------------------------------------------------------

_AGAIN: Final = "Download the file again."


def _blocks(bundle: object, name: str) -> Iterator[bytes]:
    """The DER of each PEM block."""
    if not isinstance(bundle, str | bytes):
        raise _unusable(name, "must be text (str) or bytes", "Pass the content of the .crt file.")
    data = bundle.encode("utf-8", "replace") if isinstance(bundle, str) else _as_pem(bundle)
    if re.search(rb"-----\\[rn]", data):
        remedy = r"Write real line feeds, or pass the file; something on the way has written \n for them."
        raise _unusable(name, r"holds the two characters \ and n where line feeds belong", remedy)
    blocks = _BLOCK.findall(data)
    if not blocks:
        problem = next((says for pattern, says in _INSTEAD if re.search(pattern, data)), "is not a PEM certificate")
        raise _unusable(name, problem, "Pass the content of the .crt file, BEGIN and END lines too.")
    if not len(blocks) == data.count(b"-----BEGIN ") == data.count(b"-----END "):
        raise _unusable(name, "holds a block that is cut, or is no certificate", _AGAIN)
    for block in blocks:
        try:
            der = base64.b64decode(b"".join(block.split()), validate=True)
            [(_, certificate, _)] = _elements(der)
            [_, (_, algorithm, _), _] = _elements(certificate)
            [_, *_] = _elements(algorithm)
        except (ValueError, IndexError):
            raise _unusable(name, "holds a block that cannot be read as a certificate", _AGAIN) from None
        yield der


_INSTEAD: Final = (
    (rb"-----BEGIN [A-Z ]*KEY-----", "is a key, not a certificate"),
    (rb"\A\s*(?:@|file:|~|\.{0,2}/|[A-Za-z]:[\\/])[^\r\n]{0,500}\Z", "is a path, not a certificate"),
    (rb"\A\s*[^\r\n]{0,500}\.(?:crt|cer|pem|der)\s*\Z", "is a path, not a certificate"),
)
"""What is often passed for certificates, with the words for it."""


def _as_pem(data: bytes) -> bytes:
    """The PEM text of a file, which may also be DER, or text in UTF-16."""
    if len(data) > _HEAD and data[:1] == b"\x30":
        with suppress(ValueError, IndexError):
            if len(_elements(data)) == 1:
                return b"-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----" % base64.b64encode(data)
    with suppress(UnicodeDecodeError):
        return decode(data).encode()
    return data


def _load(der: bytes, name: str) -> x509.Certificate:
    try:
        certificate = x509.load_der_x509_certificate(der)
        _ = certificate.issuer, certificate.subject  # which are read when they are asked for
        return certificate
    except (ValueError, x509.InvalidVersion):
        raise _unusable(name, "holds a block that cannot be read as a certificate", _AGAIN) from None


def _is_signed_with_rsa(der: bytes) -> bool:
    """Read the algorithm of the outer signature without loading the certificate."""
    [(_, certificate, _)] = _elements(der)
    [(_, oid, _), *_] = _elements(_elements(certificate)[1][1])
    return oid.startswith(_RSA_SIGNATURES)


def _elements(der: bytes) -> list[tuple[int, bytes, bytes]]:
    """DER elements, one after the other: the tag of each, its content, and the whole.

    Raises:
        ValueError, IndexError: they do not end where the bytes do.
    """
    found, at = [], 0
    while at < len(der):
        length, start = der[at + 1], at + 2
        if length & 0x80:
            size = length & 0x7F
            length, start = int.from_bytes(der[start : start + size], "big"), start + size
        if start + length > len(der):
            raise ValueError("cut short")
        found.append((der[at], der[start : start + length], der[at : start + length]))
        at = start + length
    return found


def _unusable(name: str, problem: str, remedy: str) -> ConfigurationError:
    return ConfigurationError(f"{name} {problem}", setting=name, remedy=remedy)


def _no_rsa_key(name: str) -> ConfigurationError:
    return _unusable(name, f"has no RSA key of {MINIMUM_BITS} bits or more", "Download the RSA certificate.")


# ---- names -----------------------------------------------------------------------------------------------------------


def _issuer(certificate: x509.Certificate) -> str:
    """The issuer as Java's X500Principal.getName() writes it, which is what the SN is made from.

    That is RFC 2253, last name first, with three habits of its own: what the RFC has no word for is `OID=#` and the
    hex of the value's DER, as is a value that is no text; `=` and `#` are escaped everywhere; the bytes of a text are
    taken for UTF-8 whatever the tag says.
    """
    [(_, fields, _)] = _elements(certificate.tbs_certificate_bytes)
    parts = [part for part in _elements(fields) if part[0] != 0xA0]  # without the version: serial, algorithm, issuer, …
    rdns = [[_elements(pair) for _, pair, _ in _elements(rdn)] for _, rdn, _ in _elements(parts[2][1])]
    return ",".join("+".join(_attribute(oid, value) for (_, oid, _), value in rdn) for rdn in reversed(rdns))


def _attribute(oid: bytes, value: tuple[int, bytes, bytes]) -> str:
    dotted = _dotted(oid)
    tag, content, whole = value
    if dotted not in _KEYWORDS or tag not in _STRINGS:
        return f"{_KEYWORDS.get(dotted, dotted)}=#{whole.hex()}"
    text = re.sub(r'[,=+<>#;"\\]', r"\\\g<0>", content.decode("utf-8", "replace")).replace("\0", r"\00")
    inner = text.strip(" \r")
    head, _, tail = text.partition(inner) if inner else (text, "", "")
    return f"{_KEYWORDS[dotted]}={_escaped(head)}{inner}{_escaped(tail)}"


def _escaped(blanks: str) -> str:
    return "".join(rf"\{blank}" for blank in blanks)


def _dotted(oid: bytes) -> str:
    numbers = [0]
    for byte in oid:
        numbers[-1] = numbers[-1] << 7 | byte & 0x7F
        if not byte & 0x80:
            numbers.append(0)
    first = min(numbers[0] // 40, 2)
    return ".".join(map(str, (first, numbers[0] - 40 * first, *numbers[1:-1])))
