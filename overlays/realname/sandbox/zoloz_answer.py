"""How ZOLOZ's answers are written, encrypted and signed.

Wire form as ZOLOZ's official clients need it: exact header case, one line of JSON without a newline, percent-encoded
base64, `signature=` and `symmetricKey=` last; under an access key the signature stands bare, in URL-safe base64 without
padding.
"""

import base64
import json
import os
import re
from datetime import UTC, datetime
from typing import ClassVar
from urllib.parse import quote

from attrs import define, field

from realname.core.aes import AesKey
from realname.core.keys import PublicKey
from realname.sandbox.exchange import SignedDraft
from realname.sandbox.keys import AccessKeyPair, SigningKey
from realname.zoloz import string_to_sign

JSON_TYPE = "application/json; charset=UTF-8"
ENCRYPTED_TYPE = "text/plain; charset=UTF-8"
FIREWALL = "firewall"
"""The refusal that is no result of the gateway's, but the page of the firewall in front of it."""
NOT_FAILED = {"SUCCESS": "S", "SYSTEM_ERROR": "U"}
"""The documented result codes whose status is not F."""


def moment(seconds: float) -> str:
    """A time in the form of `Request-Time` and `Response-Time`."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S%z")


@define
class ZolozDraft(SignedDraft):
    """An answer of ZOLOZ."""

    ENUM_FIELD: ClassVar[str] = "result.resultStatus"
    OMITTED_FIELD: ClassVar[str] = "result"
    REQUIRED_FIELDS: ClassVar[tuple[str, ...]] = ("result.resultStatus",)
    TYPED_FIELDS: ClassVar[tuple[str, ...]] = ("result.resultStatus",)
    SIGNATURE_HEADER: ClassVar[str] = "Signature"
    TIME_HEADERS: ClassVar[tuple[str, ...]] = ("Response-Time",)
    SWAPPED: ClassVar[dict[bytes, bytes]] = {b'"S"': b'"F"', b'"F"': b'"S"', b'"U"': b'"S"'}

    path: str = field(kw_only=True)
    client_id: str = field(kw_only=True)
    seconds: float = field(kw_only=True)
    """The time of the answer, in seconds since 1970."""
    recipient: PublicKey = field(kw_only=True)
    """The merchant's key, which the key of an encrypted answer is wrapped with."""
    request_key: bytes | None = field(default=None, repr=False)
    """The AES key of the request, if that was encrypted and could be read."""
    reuses_request_key: bool = False
    """Whether the answer is encrypted with the request's key, and not with the one that it announces."""

    @property
    def garbage(self) -> str:
        """A signature header that is well-formed and signs nothing."""
        if isinstance(self.key, AccessKeyPair):
            return "Z2FyYmFnZSBnYXJiYWdlIQ"
        return "algorithm=RSA256, signature=Z2FyYmFnZSBnYXJiYWdlIQ%3D%3D"

    def stray_key(self) -> SigningKey:
        """A key of the same kind that is nobody's."""
        return AccessKeyPair.generate() if isinstance(self.key, AccessKeyPair) else super().stray_key()

    def use_result(self, code: str, message: str, status: str | None = None) -> None:
        """Answer with a result; without a status, with the one documented for the code."""
        status = status or NOT_FAILED.get(code, "F")
        self.use({"result": {"resultStatus": status, "resultCode": code, "resultMessage": message}})

    def use(self, document: dict[str, object]) -> None:
        """Answer with this JSON object."""
        self.document, self.content_type = document, JSON_TYPE

    def use_firewall_page(self) -> None:
        """Answer as the firewall in front of the gateway; what its page really looks like is unknown."""
        self.status, self.document = 403, None
        self.content, self.content_type = b"<html><body><h1>403 Forbidden</h1></body></html>", "text/html"

    def write(self) -> None:
        """Write the JSON on one line, everything but ASCII escaped."""
        self.content = json.dumps(self.document, separators=(",", ":")).encode()

    def encrypt(self) -> None:
        """Turn the body into one line of base64, under a key of its own that is as long as the request's.

        Nothing stays nothing.
        """
        if not self.encrypts or not self.content:
            return
        key = os.urandom(len(self.request_key or bytes(32)))
        body_key = self.request_key if self.reuses_request_key and self.request_key else key
        self.content, self.content_type = AesKey(body_key).encrypt(self.content), ENCRYPTED_TYPE
        wrapped = quote(base64.b64encode(self.recipient.wrap(key)), safe="")
        self.headers.append(("Encrypt", f"algorithm=RSA_AES, symmetricKey={wrapped}"))

    def add_headers(self) -> None:
        """Add the signature and the time that it covers, both or none."""
        if not self.signed:
            return
        time = moment(self.seconds)
        string = string_to_sign(path=self.path, client_id=self.client_id, time=time, body=self.content)
        signature = self.key.sign(string)
        if isinstance(self.key, AccessKeyPair):
            header = base64.urlsafe_b64encode(signature).decode().rstrip("=")
        else:
            header = f"algorithm=RSA256, signature={quote(base64.b64encode(signature), safe='')}"
        self.headers += [("Response-Time", time), ("Signature", header)]

    def rewrite(self, header: str, pattern: str, replacement: str) -> None:
        """Change how a header is written; nothing happens without it."""
        self.headers = [(n, re.sub(pattern, replacement, v) if n == header else v) for n, v in self.headers]
