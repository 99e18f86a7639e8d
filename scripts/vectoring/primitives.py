"""The cryptography that the three providers use. The same input always gives the same bytes."""

import base64
import hashlib
import hmac
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives import padding as blocks
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.serialization import load_der_private_key, load_der_public_key

Keys = dict[str, dict[str, str]]


def private(keys: Keys, name: str) -> rsa.RSAPrivateKey:
    """The published private half of a pair."""
    key = load_der_private_key(base64.b64decode(keys[name]["throw_away_private_key"]), None)
    assert isinstance(key, rsa.RSAPrivateKey)  # noqa: S101 - for the type checker
    return key


def public(keys: Keys, name: str) -> rsa.RSAPublicKey:
    """The public half of a pair."""
    key = load_der_public_key(base64.b64decode(keys[name]["public_key"]))
    assert isinstance(key, rsa.RSAPublicKey)  # noqa: S101 - for the type checker
    return key


def rsa_sign(keys: Keys, name: str, string: bytes, *, digest: hashes.HashAlgorithm | None = None) -> bytes:
    """RSASSA-PKCS1-v1_5, with SHA-256 unless told otherwise."""
    return private(keys, name).sign(string, padding.PKCS1v15(), digest or hashes.SHA256())


def rsa_verifies(keys: Keys, name: str, signature: bytes, string: bytes) -> bool:
    """Whether it is such a signature of this pair."""
    try:
        public(keys, name).verify(signature, string, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        return False
    return True


def rsa_wrap(keys: Keys, name: str, content: bytes) -> bytes:
    """RSAES-PKCS1-v1_5, padded with what is always the same; a real message needs a random padding."""
    numbers = public(keys, name).public_numbers()
    size = (numbers.n.bit_length() + 7) // 8
    filling = hashlib.shake_256(content).digest(size - len(content) - 3).replace(b"\0", b"\1")
    block = b"\0\2" + filling + b"\0" + content
    return pow(int.from_bytes(block, "big"), numbers.e, numbers.n).to_bytes(size, "big")


def hmac_sha256(secret: bytes, string: bytes) -> bytes:
    """HMAC-SHA256."""
    return hmac.digest(secret, string, "sha256")


def aes_encrypt(key: bytes, plain: bytes, *, vector: bytes | None) -> bytes:
    """AES with PKCS#7 padding: CBC under a vector, ECB without one."""
    padder = blocks.PKCS7(128).padder()
    mode: Any = modes.ECB() if vector is None else modes.CBC(vector)  # noqa: S305 - ZOLOZ's own
    encryptor = Cipher(algorithms.AES(key), mode).encryptor()
    return encryptor.update(padder.update(plain) + padder.finalize()) + encryptor.finalize()


def text(content: bytes) -> str:
    """Standard base64, with padding."""
    return base64.b64encode(content).decode()


def content(value: str) -> bytes:
    """Undo `text`."""
    return base64.b64decode(value, validate=True)
