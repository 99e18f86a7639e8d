"""Throw-away keys for a sandbox's two sides: RSA pairs, and an access key with its secret."""

import base64
import hmac
import secrets
from functools import cache, cached_property
from typing import Protocol, Self

from attrs import field, frozen
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)

from realname.core.keys import PrivateKey, PublicKey
from realname.testing.gateway.state import State


class SigningKey(Protocol):
    """Whatever an answer can be signed with."""

    def sign(self, data: bytes) -> bytes:
        """The signature over `data`."""


@frozen
class KeyPair:
    """A fresh RSA pair of 2048 bits: as key objects, and as the one-line base64 that the providers' consoles use."""

    _key: rsa.RSAPrivateKey = field(repr=False)

    @classmethod
    def generate(cls) -> Self:
        """Make a new pair."""
        return cls(rsa.generate_private_key(public_exponent=65537, key_size=2048))

    @classmethod
    def kept(cls, state: State, name: str) -> Self:
        """The pair that a sandbox keeps under this name, made at its first use."""
        text = state.keep(name, lambda: cls.generate().private_text)
        key = load_der_private_key(base64.b64decode(text), None, unsafe_skip_rsa_key_validation=True)
        assert isinstance(key, rsa.RSAPrivateKey)  # noqa: S101 - nothing else is kept
        return cls(key)

    @cached_property
    def private(self) -> PrivateKey:
        """The half that signs."""
        return PrivateKey(self._key)

    @cached_property
    def public(self) -> PublicKey:
        """The half that verifies."""
        return self.private.public_key()

    def has_signed(self, signature: bytes) -> bool:
        """Whether a signature was made with this pair, over whatever it may be."""
        try:
            self.public.recover(signature)
        except InvalidSignature:
            return False
        return True

    @cached_property
    def private_text(self) -> str:
        """Base64 of the PKCS#8 DER."""
        return base64.b64encode(self._key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())).decode()

    @cached_property
    def public_text(self) -> str:
        """Base64 of the SubjectPublicKeyInfo DER."""
        return base64.b64encode(self.public_key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()

    @property
    def public_key(self) -> rsa.RSAPublicKey:
        """The public half, as certificates take it."""
        return self._key.public_key()


@frozen
class AccessKeyPair:
    """An access key and the secret that belongs to it. Both sides know the secret, and sign with HMAC-SHA256."""

    access_key: str
    _secret: bytes = field(repr=False)

    @classmethod
    def generate(cls) -> Self:
        """Make a new pair, with a secret of 256 bits."""
        return cls(f"AK{secrets.token_hex(8).upper()}", secrets.token_bytes(32))

    @classmethod
    def kept(cls, state: State, name: str) -> Self:
        """The pair that a sandbox keeps under this name, made at its first use."""
        made = cls.generate()
        secret = state.keep(f"{name}'s secret", made._secret.hex)
        return cls(state.keep(name, lambda: made.access_key), bytes.fromhex(secret))

    def sign(self, data: bytes) -> bytes:
        """The signature over `data`."""
        return hmac.digest(self._secret, data, "sha256")

    def verify(self, signature: bytes, data: bytes) -> None:
        """Return if the signature is the one over `data`.

        Raises:
            InvalidSignature: it is not.
        """
        if not hmac.compare_digest(signature, self.sign(data)):
            raise InvalidSignature

    @property
    def secret_text(self) -> str:
        """The secret in URL-safe base64 without padding."""
        return base64.urlsafe_b64encode(self._secret).decode().rstrip("=")


@cache
def stray_key() -> PrivateKey:
    """A key that belongs to nobody, for forged answers."""
    return KeyPair.generate().private
