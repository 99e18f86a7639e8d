"""How Alipay's v3 answers are written, encrypted and signed.

Wire form as recorded from the real gateway and as its official SDKs need it: header names in lower case, errors as flat
JSON objects, text in UTF-8, ciphertext under exactly `text/plain`.
"""

import secrets
from typing import ClassVar

from attrs import define, field

from realname.alipay.testing import canonical
from realname.core.aes import AesKey
from realname.testing.gateway.messages import SignedDraft


@define
class AlipayDraft(SignedDraft):
    """An answer of Alipay."""

    JSON_TYPE: ClassVar[str] = canonical.JSON_TYPE
    HTML_CHARSET: ClassVar[str] = "GBK"
    SIGNATURE_HEADER: ClassVar[str] = "alipay-signature"
    TIME_HEADERS: ClassVar[tuple[str, ...]] = ("alipay-timestamp", "alipay-nonce")

    milliseconds: int = field(kw_only=True)
    """The time of the answer, since 1970."""
    encrypt_key: AesKey = field(kw_only=True)
    certificate_sn: str | None = None
    """The certificate of `key`, for an app in certificate mode."""

    def encrypt(self) -> None:
        """Turn the body into one line of base64. Nothing stays nothing."""
        if self.encrypts and self.content:
            self.content: bytes = self.encrypt_key.encrypt(self.content)
            self.content_type: str | None = canonical.ENCRYPTED_TYPE

    def add_headers(self) -> None:
        """Add the trace id that every answer has, and the signature with what it covers."""
        self.headers.append(("alipay-trace-id", secrets.token_hex(16)))
        if self.signed:
            timestamp, nonce = str(self.milliseconds), secrets.token_hex(16)
            string = canonical.StringToVerify(timestamp=timestamp, nonce=nonce, body=self.content)
            signature = self.signature_header(self.key.sign(string.join()))
            self.headers.extend(
                [
                    ("alipay-timestamp", timestamp),
                    ("alipay-nonce", nonce),
                    ("alipay-signature", signature),
                ]
            )
            if self.certificate_sn:
                self.headers.append(("alipay-sn", self.certificate_sn))
