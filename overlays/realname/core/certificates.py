"""X.509 certificates as Alipay's certificate mode uses them: for the keys in them, and for their serial numbers.

A certificate's SN is not its serial number but the MD5 of issuer and serial number; the SN of a root bundle joins those
of its RSA certificates (Alipay open-v3/054q58). This module is imported only in certificate mode: x509 is slow to load.
"""

import base64
import hashlib
import re
from collections.abc import Iterator

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import rsa

from realname.core.errors import ConfigurationError
from realname.core.keys import MINIMUM_BITS, PublicKey

_BLOCK = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)
_RSA_SIGNATURES = bytes.fromhex("2a864886f70d0101")
"""How the OIDs 1.2.840.113549.1.1.* begin in DER: certificates signed with RSA, whatever the hash."""


def certificate_sn(certificate: x509.Certificate) -> str:
    """The SN of a certificate: 32 lower-case hex digits."""
    text = certificate.issuer.rfc4514_string() + str(certificate.serial_number)
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def root_sn(bundle: str | bytes, name: str = "root_certificates") -> str:
    """The SN of a bundle: those of its RSA certificates in file order, joined by underscores.

    The bundle that Alipay ships holds a certificate that `cryptography` refuses; only RSA certificates are loaded.

    Raises:
        ConfigurationError: there is no RSA certificate in it, or one cannot be read.
    """
    found = [certificate_sn(_load(block, name)) for block in _blocks(bundle, name) if _is_signed_with_rsa(block)]
    if not found:
        raise _unusable(name, "holds no RSA certificate", "Pass the provider's whole root bundle, as it is.")
    return "_".join(found)


def load_certificates(bundle: str | bytes, name: str) -> list[x509.Certificate]:
    """Read every certificate of a PEM text.

    Raises:
        ConfigurationError: there is none, or one cannot be read.
    """
    return [_load(block, name) for block in _blocks(bundle, name)]


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
        raise _unusable(name, f"does not certify an RSA key of {MINIMUM_BITS} bits", "Download the RSA certificate.")
    return PublicKey(key)


def _blocks(bundle: str | bytes, name: str) -> Iterator[bytes]:
    data = bundle.encode() if isinstance(bundle, str) else bundle
    blocks = _BLOCK.findall(data)
    if not blocks:
        raise _unusable(name, "is not a PEM certificate", "Pass the content of the .crt file, BEGIN and END lines too.")
    yield from blocks


def _load(block: bytes, name: str) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(block)
    except ValueError:
        raise _unusable(name, "cannot be read as a certificate", "Download the file again.") from None


def _is_signed_with_rsa(block: bytes) -> bool:
    """Read the algorithm of the outer signature without loading the certificate; False if that cannot be read."""
    try:
        der = base64.b64decode(b"".join(block.split(b"-----")[2].split()), validate=True)
        body, _ = _content(der, 0)  # Certificate
        _, after_body = _content(der, body)  # tbsCertificate
        algorithm, _ = _content(der, after_body)  # AlgorithmIdentifier
        oid, end = _content(der, algorithm)
    except (ValueError, IndexError):
        return False
    return der[oid:end].startswith(_RSA_SIGNATURES)


def _content(der: bytes, at: int) -> tuple[int, int]:
    """Where the content of the DER element at an offset starts and ends."""
    length, start = der[at + 1], at + 2
    if length & 0x80:
        size = length & 0x7F
        length, start = int.from_bytes(der[start : start + size], "big"), start + size
    return start, start + length


def _unusable(name: str, problem: str, remedy: str) -> ConfigurationError:
    return ConfigurationError(f"{name} {problem}", setting=name, remedy=remedy)
