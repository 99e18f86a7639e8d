"""An RSA key pair in the forms that people paste, and signing without any code of ours."""

import base64

from attrs import frozen
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

Encoding = serialization.Encoding
PrivateFormat = serialization.PrivateFormat
PublicFormat = serialization.PublicFormat


@frozen
class KeyPair:
    """A private key and its public half."""

    key: rsa.RSAPrivateKey

    def private(self, encoding: Encoding = Encoding.PEM, form: PrivateFormat = PrivateFormat.PKCS8) -> bytes:
        """The private key's bytes."""
        return self.key.private_bytes(encoding, form, serialization.NoEncryption())

    def public(
        self, encoding: Encoding = Encoding.PEM, form: PublicFormat = PublicFormat.SubjectPublicKeyInfo
    ) -> bytes:
        """The public key's bytes."""
        return self.key.public_key().public_bytes(encoding, form)

    @property
    def private_line(self) -> str:
        """The private key as base64 on one line."""
        return base64.b64encode(self.private(Encoding.DER)).decode("ascii")

    @property
    def public_line(self) -> str:
        """The public key as base64 on one line."""
        return base64.b64encode(self.public(Encoding.DER)).decode("ascii")

    def sign(self, data: bytes) -> str:
        """A signature over `data` in standard base64."""
        return base64.b64encode(self.key.sign(data, padding.PKCS1v15(), hashes.SHA256())).decode("ascii")

    def verifies(self, signature: str, data: bytes) -> None:
        """Raise if `signature`, in standard base64, is not this pair's over `data`."""
        self.key.public_key().verify(base64.b64decode(signature), data, padding.PKCS1v15(), hashes.SHA256())
