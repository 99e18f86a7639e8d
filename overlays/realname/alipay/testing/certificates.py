"""Certificates as Alipay's certificate mode uses them, made by a test authority.

The root bundle has the structure of the one that Alipay ships: four certificates, of which two are signed with RSA and
count, one has SM2's identifiers, and one an ECDSA signature with an explicit NULL, which recent releases of
`cryptography` refuse to load. What `cryptography` cannot make is an ordinary certificate with identifiers put in place
of its own; such signatures verify nothing, and nobody verifies them. The second in the bundle has signed the app's
certificate and both of Alipay's. Issuers have the plain names on whose text all official SDKs agree, with the country
first and the common name last, and serial numbers are below 2**127.
"""

import secrets
import ssl
from datetime import UTC, datetime

from attrs import field, frozen
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding

from realname.core.certificates import certificate_sn, root_sn
from realname.testing.gateway.keys import KeyPair

RSA_WITH_SHA256 = bytes.fromhex("06092a864886f70d01010b")
RSA_WITH_SHA1 = bytes.fromhex("06092a864886f70d010105")
ECDSA_WITH_SHA256 = bytes.fromhex("06082a8648ce3d040302")
ECDSA_WITH_SHA384 = bytes.fromhex("06082a8648ce3d040303")
SM2_WITH_SM3 = bytes.fromhex("06082a811ccf55018375")
CURVE_P256 = bytes.fromhex("06082a8648ce3d030107")
CURVE_SM2 = bytes.fromhex("06082a811ccf5501822d")
NULL = bytes.fromhex("0500")
SEQUENCE, BIT_STRING = 0x30, 0x03

_FROM = datetime(2020, 1, 1, tzinfo=UTC)
_UNTIL = datetime(2049, 12, 31, tzinfo=UTC)


@frozen
class Certificate:
    """A certificate in PEM, and the SN that headers name it by."""

    pem: str = field(repr=False)
    sn: str


@frozen
class Certificates:
    """What an app in certificate mode has to do with."""

    app: Certificate
    alipay: tuple[Certificate, Certificate]
    """Alipay's certificate, and the one that will follow it."""
    root_bundle: str = field(repr=False)
    """PEM."""
    root_sn: str

    @classmethod
    def issue(cls, app: KeyPair, alipay: KeyPair, successor: KeyPair) -> "Certificates":
        """Set up an authority and have it certify these keys."""
        authority = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        curve = ec.generate_private_key(ec.SECP256R1())
        names = [_name(f"Sandbox Test CA {number}") for number in range(1, 5)]
        sm2 = _certificate(names[0], names[0], curve.public_key(), curve)
        root = _certificate(names[1], names[1], authority.public_key(), authority)
        with_null = _certificate(names[2], names[2], curve.public_key(), curve, hashes.SHA384())
        sha1 = _certificate(names[3], names[3], authority.public_key(), authority)
        bundle = "".join(
            [
                _pem(_der(sm2).replace(ECDSA_WITH_SHA256, SM2_WITH_SM3).replace(CURVE_P256, CURVE_SM2)),
                _pem(_der(root)),
                _pem(_with_null_parameters(with_null)),
                _pem(_der(sha1).replace(RSA_WITH_SHA256, RSA_WITH_SHA1)),
            ]
        )
        certified = [
            _certificate(_name(subject), names[1], pair.public_key, authority)
            for subject, pair in (("app", app), ("alipay 1", alipay), ("alipay 2", successor))
        ]
        of_app, first, second = (Certificate(_pem(_der(item)), certificate_sn(item)) for item in certified)
        return cls(of_app, (first, second), bundle, root_sn(bundle))


def _name(common_name: str) -> x509.Name:
    return x509.Name.from_rfc4514_string(f"CN={common_name},O=Sandbox,C=CN")  # written last to first


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    key: CertificatePublicKeyTypes,
    signer: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey,
    digest: hashes.SHA256 | hashes.SHA384 | None = None,
) -> x509.Certificate:
    builder = x509.CertificateBuilder(
        subject_name=subject,
        issuer_name=issuer,
        public_key=key,
        serial_number=1 + secrets.randbelow(2**127 - 1),
        not_valid_before=_FROM,
        not_valid_after=_UNTIL,
    )
    if subject == issuer:
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    return builder.sign(signer, digest or hashes.SHA256())


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)


def _with_null_parameters(certificate: x509.Certificate) -> bytes:
    """The certificate with an explicit NULL in both of its signature algorithms, as one in Alipay's bundle has it."""
    without, algorithm = (_element(SEQUENCE, ECDSA_WITH_SHA384 + rest) for rest in (b"", NULL))
    content = _content(certificate.tbs_certificate_bytes).replace(without, algorithm)
    signature = _element(BIT_STRING, b"\0" + certificate.signature)
    return _element(SEQUENCE, _element(SEQUENCE, content) + algorithm + signature)


def _element(tag: int, content: bytes) -> bytes:
    """A DER element."""
    length = len(content)
    size = (length.bit_length() + 7) // 8
    head = bytes([length]) if length < 0x80 else bytes([0x80 | size]) + length.to_bytes(size, "big")
    return bytes([tag]) + head + content


def _content(element: bytes) -> bytes:
    """The content of a DER element."""
    return element[2 + (element[1] & 0x7F if element[1] & 0x80 else 0) :]


def _pem(der: bytes) -> str:
    """PEM, without loading the certificate: one of them cannot be loaded."""
    return ssl.DER_cert_to_PEM_cert(der)
