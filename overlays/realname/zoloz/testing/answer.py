"""How ZOLOZ's answers are written, encrypted and signed.

Wire form as ZOLOZ's official clients need it: exact header case, one line of JSON without a newline, percent-encoded
base64, `signature=` and `symmetricKey=` last; under an access key the signature stands bare, in URL-safe base64 without
padding.
"""

import os
import re
from collections.abc import Callable
from typing import ClassVar

from attrs import define, evolve, field

from realname.core.aes import AesKey
from realname.core.keys import PublicKey
from realname.testing.gateway.keys import AccessKeyPair, SigningKey
from realname.testing.gateway.messages import Answer, SignedDraft, UnfitError
from realname.zoloz.testing import canonical

NOT_FAILED = {"SUCCESS": "S", "SYSTEM_ERROR": "U"}
"""The documented result codes whose status is not F."""


def result(code: str, message: str, status: str | None = None) -> dict[str, object]:
    """The answer with this result; without a status, with the one documented for the code."""
    status = status or NOT_FAILED.get(code, "F")
    return {"result": {"resultStatus": status, "resultCode": code, "resultMessage": message}}


@define
class ZolozDraft(SignedDraft):
    """An answer of ZOLOZ."""

    JSON_TYPE: ClassVar[str] = canonical.JSON_TYPE
    ASCII_ONLY: ClassVar[bool] = True
    SIGNATURE_HEADER: ClassVar[str] = "Signature"
    TIME_HEADERS: ClassVar[tuple[str, ...]] = ("Response-Time",)

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
    encrypts_refusals: bool = False
    """Whether the body is to be encrypted whatever refuses the request."""
    lowers_header_names: bool = False
    """Whether every header name is to be written in lower case."""

    def signature_header(self, signature: bytes) -> str:
        """A signature as its header has it: under an access key bare, else in a list."""
        is_bare = isinstance(self.key, AccessKeyPair)
        return canonical.encode_url_safe(signature) if is_bare else canonical.signature_header(signature)

    def stray_key(self) -> SigningKey:
        """A key of the same kind that is nobody's."""
        return AccessKeyPair.generate() if isinstance(self.key, AccessKeyPair) else super().stray_key()

    def use_firewall_page(self) -> None:
        """Answer as the firewall in front of the gateway; what its page really looks like is unknown."""
        self.status: int = 403
        self.document: dict[str, object] | None = None
        self.verdict: str = "firewall"
        self.content: bytes = b"<html><body><h1>403 Forbidden</h1></body></html>"
        self.content_type: str | None = "text/html"

    def encrypt(self) -> None:
        """Turn the body into one line of base64, under a key of its own that is as long as the request's.

        Nothing stays nothing.
        """
        if not self.encrypts or not self.content:
            return
        key = os.urandom(len(self.request_key or bytes(32)))
        body_key = self.request_key if self.reuses_request_key and self.request_key else key
        self.content, self.content_type = AesKey(body_key).encrypt(self.content), canonical.ENCRYPTED_TYPE
        self.headers.append(("Encrypt", canonical.encrypt_header(self.recipient.wrap(key))))

    def add_headers(self) -> None:
        """Add the signature and the time that it covers, both or none."""
        if not self.signed:
            return
        time = canonical.time_text(self.seconds)
        string = canonical.StringToSign(path=self.path, client_id=self.client_id, time=time, body=self.content)
        self.headers.extend(
            [("Response-Time", time), ("Signature", self.signature_header(self.key.sign(string.join())))]
        )

    def finish(self) -> Answer:
        """The answer as it is written."""
        answer = super().finish()
        if not self.lowers_header_names:
            return answer
        return evolve(answer, headers=tuple((name.lower(), value) for name, value in answer.headers))

    def rewrite(self, header: str, pattern: str, replacement: str | Callable[[re.Match[str]], str]) -> None:
        """Change how a header is written.

        Raises:
            UnfitError: there is no such header, or it is not written so.
        """
        found = [(n, re.sub(pattern, replacement, v) if n == header else v) for n, v in self.headers]
        if found == self.headers:
            raise UnfitError(f"{header} is absent, or not written in the way that it changes")
        self.headers[:] = found
