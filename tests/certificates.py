"""Certificates made here; nothing in this folder holds one."""

import datetime
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

AUTHORITY = x509.BasicConstraints(ca=True, path_length=None)
"""The extension of whoever may issue certificates."""


def usage(**own: bool) -> x509.KeyUsage:
    """A key usage that allows this alone."""
    kinds = "digital_signature content_commitment key_encipherment data_encipherment key_agreement key_cert_sign"
    names = [*kinds.split(), "crl_sign", "encipher_only", "decipher_only"]
    return x509.KeyUsage(**dict.fromkeys(names, False) | own)


def certificate(
    key: Any,
    name: str | x509.Name = "test",
    *,
    serial: int = 1,
    issuer: str = "",
    begins: datetime.datetime = datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC),
    ends: datetime.datetime = datetime.datetime(2048, 1, 1, tzinfo=datetime.UTC),
    signer: Any = None,
    extension: x509.ExtensionType | None = None,
    usage: x509.KeyUsage | None = None,
) -> x509.Certificate:
    """A certificate of the key, signed by itself unless there is a `signer`; one of an authority has an `extension`."""
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(_name(issuer or name))
        .public_key(key.public_key())
        .serial_number(serial)
        .not_valid_before(begins)
        .not_valid_after(ends)
    )
    for each in (extension, usage):
        if each is not None:
            builder = builder.add_extension(each, critical=True)
    # Python from 3.13 on verifies TLS by the letter of RFC 5280, which wants both.
    own, issuing = (x509.SubjectKeyIdentifier.from_public_key(each.public_key()) for each in (key, signer or key))
    above = x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(issuing)
    for identifier in (own, above):
        builder = builder.add_extension(identifier, critical=False)
    return builder.sign(signer or key, hashes.SHA256())


@cache
def _root_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def root(**details: Any) -> str:
    """The certificate of a root that exists while the tests run."""
    return pem(_root_key(), "root", **{"extension": AUTHORITY} | details)


def issued(key: Any, name: str = "test", **details: Any) -> str:
    """A certificate of the key, signed by that root."""
    return pem(key, name, **{"issuer": "root", "signer": _root_key()} | details)


def pem(key: Any, name: str = "test", **details: Any) -> str:
    """The same as text."""
    return certificate(key, name, **details).public_bytes(Encoding.PEM).decode()


def _name(common_name: str | x509.Name) -> x509.Name:
    if isinstance(common_name, x509.Name):
        return common_name
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])
