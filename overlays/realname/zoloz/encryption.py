"""ZOLOZ's encryption: a fresh AES key for every message, wrapped for its receiver (ZOLOZ, "Encrypt and decrypt")."""

import base64
from urllib.parse import quote, unquote

from realname.core.aes import KEY_SIZES, AesKey, undecryptable
from realname.core.keys import PublicKey
from realname.core.signer import SigningKey
from realname.zoloz.headers import list_items


def encrypt_body(body: bytes, recipient: PublicKey) -> tuple[bytes, tuple[bytes, bytes]]:
    """The encrypted body and its ``Encrypt`` header, under a key that is used once (ZOLOZ, "Encrypt and decrypt")."""
    key = AesKey.random()
    wrapped = quote(base64.b64encode(recipient.wrap(key.reveal())), safe="")
    return key.encrypt(body), (b"Encrypt", f"algorithm=RSA_AES, symmetricKey={wrapped}".encode("ascii"))


def decrypt_body(body: bytes, header: str, recipient: SigningKey) -> bytes:
    """The plain body of an answer, by the key that came with it.

    Raises:
        DecodeError: for whatever reason it cannot be decrypted.
    """
    items: dict[str, str] = {}
    try:
        items = list_items(header)
        key = recipient.unwrap(base64.b64decode(unquote(items.get("symmetricKey", "")), validate=True))
    except ValueError:
        key = b""
    if len(key) not in KEY_SIZES or items.get("algorithm", "RSA_AES") != "RSA_AES":
        raise undecryptable()
    return AesKey(key).decrypt(body)
