"""How Alipay's v3 answers are written, encrypted and signed.

Wire form as recorded from the real gateway and as its official SDKs need it: header names in lower case, errors as flat
JSON objects, text in UTF-8, ciphertext under exactly `text/plain`.
"""

import base64
import json
import secrets
from typing import ClassVar

from attrs import define, field

from realname.alipay import string_to_verify
from realname.core.aes import AesKey
from realname.sandbox.exchange import SignedDraft

JSON_TYPE = "application/json;charset=UTF-8"
ENCRYPTED_TYPE = "text/plain"


@define
class AlipayDraft(SignedDraft):
    """An answer of Alipay."""

    ENUM_FIELD: ClassVar[str] = "identity_result"
    OMITTED_FIELD: ClassVar[str] = "identity_result"
    REQUIRED_FIELDS: ClassVar[tuple[str, ...]] = ("message",)
    TYPED_FIELDS: ClassVar[tuple[str, ...]] = ("identity_result", "code")
    HTML_CHARSET: ClassVar[str] = "GBK"
    SIGNATURE_HEADER: ClassVar[str] = "alipay-signature"
    TIME_HEADERS: ClassVar[tuple[str, ...]] = ("alipay-timestamp", "alipay-nonce")
    SWAPPED: ClassVar[dict[bytes, bytes]] = {b'"SUCCESS"': b'"FAILED"', b'"FAILED"': b'"SUCCESS"'}

    milliseconds: int = field(kw_only=True)
    """The time of the answer, since 1970."""
    encrypt_key: AesKey = field(kw_only=True)
    certificate_sn: str | None = None
    """The certificate of `key`, for an app in certificate mode."""

    def use(self, document: dict[str, object]) -> None:
        """Answer with this JSON object."""
        self.document, self.content_type = document, JSON_TYPE

    def write(self) -> None:
        """Write the JSON on one line, Chinese as it is."""
        self.content = json.dumps(self.document, ensure_ascii=False, separators=(",", ":")).encode()

    def encrypt(self) -> None:
        """Turn the body into one line of base64. Nothing stays nothing."""
        if self.encrypts and self.content:
            self.content, self.content_type = self.encrypt_key.encrypt(self.content), ENCRYPTED_TYPE

    def add_headers(self) -> None:
        """Add the trace id that every answer has, and the signature with what it covers."""
        self.headers.append(("alipay-trace-id", secrets.token_hex(16)))
        if self.signed:
            timestamp, nonce = str(self.milliseconds), secrets.token_hex(16)
            string = string_to_verify(timestamp=timestamp, nonce=nonce, body=self.content)
            signature = base64.b64encode(self.key.sign(string)).decode()
            self.headers += [
                ("alipay-timestamp", timestamp),
                ("alipay-nonce", nonce),
                ("alipay-signature", signature),
            ]
            self.headers += [("alipay-sn", self.certificate_sn)] if self.certificate_sn else []
