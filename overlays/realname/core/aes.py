"""AES as the two providers use it: PKCS#7 padding, base64 text, and no integrity of its own.

Neither mode protects what it hides from being changed; the provider's signature over the ciphertext does. So an answer
is verified first and decrypted after, and every way in which decrypting can fail is one and the same error.
"""

import base64
import os
import re
from typing import Self, final

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from realname.core.errors import ConfigurationError, DecodeError
from realname.core.secret import Unpicklable
from realname.core.settings import plain_text

KEY_SIZES = (16, 24, 32)
"""Bytes."""
_BLOCK_BITS = 128
_LONGEST = 100
"""Characters: base64 of 32 bytes has 44, and no RSA key is so short."""


@final
class AesKey(Unpicklable):
    """An AES key in ECB mode (ZOLOZ) or, with an initialisation vector, in CBC mode (Alipay). It never shows itself."""

    __slots__ = ("_cipher", "_key")

    def __init__(self, key: bytes, *, initialisation_vector: bytes | None = None) -> None:
        mode = modes.ECB() if initialisation_vector is None else modes.CBC(initialisation_vector)  # noqa: S305  the wire's
        self._key = key
        self._cipher = Cipher(algorithms.AES(key), mode)

    @classmethod
    def random(cls) -> Self:
        """A fresh key of 256 bits, in ECB mode."""
        return cls(os.urandom(32))

    @classmethod
    def parse(cls, text: str, name: str, *, initialisation_vector: bytes) -> Self:
        """Read a key from base64 text.

        Raises:
            ConfigurationError: it is not base64 of an AES key; says what it is instead.
        """
        text = plain_text(text, name)
        if (problem := _problem(text)) is not None:
            raise ConfigurationError(
                f"{name} {problem}", setting=name, remedy="Copy the AES key that the console shows: base64 of 16 bytes."
            )
        return cls(base64.b64decode(text), initialisation_vector=initialisation_vector)

    def reveal(self) -> bytes:
        """The key itself, for wrapping."""
        return self._key

    def encrypt(self, plain: bytes) -> bytes:
        """Return the ciphertext as one line of standard base64."""
        padder, encryptor = PKCS7(_BLOCK_BITS).padder(), self._cipher.encryptor()
        padded = padder.update(plain) + padder.finalize()
        return base64.b64encode(encryptor.update(padded) + encryptor.finalize())

    def decrypt(self, text: bytes) -> bytes:
        """Undo `encrypt`.

        Raises:
            DecodeError: it cannot be undone; does not say why.
        """
        try:
            decryptor, unpadder = self._cipher.decryptor(), PKCS7(_BLOCK_BITS).unpadder()
            padded = decryptor.update(base64.b64decode(text, validate=True)) + decryptor.finalize()
            return unpadder.update(padded) + unpadder.finalize()
        except ValueError:
            raise undecryptable() from None

    def __repr__(self) -> str:
        return "AesKey(…)"


def _problem(text: str) -> str | None:
    """What a text is instead of the base64 of an AES key; None if it is that."""
    if re.fullmatch(r"(?:[0-9a-f]{32}|[0-9a-f]{48}|[0-9a-f]{64})", text, re.IGNORECASE):
        return "is hex, not base64"  # of 32 digits base64 would make a key of 24 bytes, and a wrong one
    if "-----BEGIN" in text or len(text) > _LONGEST:
        return "is too long for an AES key: an RSA key or a certificate?"
    if re.search("[-_]", text):
        return "is URL-safe base64, not standard base64"
    try:
        size = len(base64.b64decode(text, validate=True))
    except ValueError:
        return "is not base64"
    if size not in KEY_SIZES:
        return f"is base64 of {size} bytes, and an AES key has 16, 24 or 32"
    return None


def parse_decrypted(plain: bytes) -> object:
    """Parse what was decrypted. The padding of garbage fits now and then, so "no JSON" is one more way to fail.

    Raises:
        DecodeError: the same error as if it could not be decrypted.
    """
    from realname.core import wire  # at a call it is there: not before one is made

    try:
        return wire.parse(plain)
    except DecodeError:
        raise undecryptable() from None


def undecryptable() -> DecodeError:
    """The one error for every way in which an answer cannot be decrypted."""
    return DecodeError(
        "the answer cannot be decrypted",
        remedy="Check that encryption is set up the same way here and in the provider's console.",
    )
