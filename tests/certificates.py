"""Certificates made here; nothing in this folder holds one."""

import datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID


def certificate(
    key: Any,
    name: str = "test",
    *,
    serial: int = 1,
    issuer: str = "",
    ends: datetime.datetime = datetime.datetime(2048, 1, 1, tzinfo=datetime.UTC),
    signer: Any = None,
    extension: x509.ExtensionType | None = None,
) -> x509.Certificate:
    """A certificate of the key, signed by itself unless there is a `signer`."""
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(_name(issuer or name))
        .public_key(key.public_key())
        .serial_number(serial)
        .not_valid_before(datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC))
        .not_valid_after(ends)
    )
    if extension is not None:
        builder = builder.add_extension(extension, critical=True)
    return builder.sign(signer or key, hashes.SHA256())


def pem(key: Any, name: str = "test", **details: Any) -> str:
    """The same as text."""
    return certificate(key, name, **details).public_bytes(Encoding.PEM).decode()


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])
