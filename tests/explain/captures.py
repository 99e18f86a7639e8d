"""Captured messages, signed right or wrong on purpose, without any code of ours."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import quote

from attrs import evolve, frozen
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import NameOID

from tests.pairs import Encoding, KeyPair

Edit = Callable[[bytes], bytes]


def raw(first: str, headers: dict[str, str], body: bytes = b"", *, end: str = "\r\n") -> bytes:
    """A message as raw HTTP text."""
    return end.join([first, *(f"{name}: {value}" for name, value in headers.items()), "", ""]).encode() + body


def _percent(text: str) -> str:
    return quote(text, safe="")


def _base64(digest: bytes) -> str:
    return base64.b64encode(digest).decode()


def certificate(keys: KeyPair, name: str, *, ends: datetime = datetime(2100, 1, 1, tzinfo=UTC)) -> bytes:
    """A certificate that a key pair has made for itself, as PEM."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    return (
        x509.CertificateBuilder(subject, subject, keys.key.public_key(), x509.random_serial_number())
        .not_valid_before(datetime(2000, 1, 1, tzinfo=UTC))
        .not_valid_after(ends)
        .sign(keys.key, hashes.SHA256())
        .public_bytes(Encoding.PEM)
    )


ZOLOZ_PATH = "/api/v1/zoloz/connect/queryEnrollStatus"
BODY = json.dumps({"bizId": "b-1", "userId": "用户/1"}, ensure_ascii=False, separators=(",", ":")).encode()


@frozen(kw_only=True)
class Zoloz:
    """A request to ZOLOZ; what is signed is given apart from what is sent."""

    path: str = ZOLOZ_PATH
    client_id: str = "2188"
    time: str = "2026-01-02T03:04:05+0000"
    body: bytes = BODY
    signed: str = "POST {path}\n{client_id}.{time}."
    signed_path: str | None = None
    signed_client_id: str | None = None
    signed_time: str | None = None
    signed_body: bytes | None = None
    whole: Edit = bytes
    encode: Callable[[str], str] = _percent
    header: str = "algorithm=RSA256, signature={}"

    def string(self) -> bytes:
        """What is signed."""
        head = self.signed.format(
            path=self.signed_path if self.signed_path is not None else self.path,
            client_id=self.signed_client_id or self.client_id,
            time=self.signed_time or self.time,
        )
        return self.whole(head.encode() + (self.body if self.signed_body is None else self.signed_body))

    def request(self, keys: KeyPair, **changes: str) -> bytes:
        """The request as raw HTTP text."""
        headers = {
            "Host": "gateway.example",
            "Client-Id": self.client_id,
            "Request-Time": self.time,
            "Content-Type": "application/json; charset=UTF-8",
            "User-Agent": "test",
            "Signature": self.header.format(self.encode(keys.sign(self.string()))),
        }
        return raw(f"POST {self.path} HTTP/1.1", headers | changes, self.body)

    def answer(self, keys: KeyPair) -> bytes:
        """An answer as raw HTTP text."""
        headers = {
            "Response-Time": self.time,
            "Signature": self.header.format(self.encode(keys.sign(self.string()))),
        }
        return raw("HTTP/1.1 200 OK", headers, self.body)


@frozen(kw_only=True)
class Alipay:
    """A request to Alipay; what is signed is given apart from what is sent."""

    method: str = "GET"
    target: str = "/v3/x?b=1%202&a=%E4%B8%AD&cert_type=0"
    auth: str = "app_id=2021,nonce=n-1,timestamp=1700000000001"
    body: bytes = b""
    token: str | None = None
    signed_method: str | None = None
    signed_target: str | None = None
    signed_auth: str | None = None
    signed_body: bytes | None = None
    body_line: str = "\n"
    token_line: bool = True
    whole: Edit = bytes
    encode: Callable[[str], str] = str
    header: str = "ALIPAY-SHA256withRSA {},sign={}"

    def string(self) -> bytes:
        """What is signed."""
        target = self.signed_target or self.target
        head = f"{self.signed_auth or self.auth}\n{self.signed_method or self.method}\n{target}\n"
        body = self.body if self.signed_body is None else self.signed_body
        tail = f"{self.token}\n" if self.token and self.token_line else ""
        return self.whole(head.encode() + body + self.body_line.encode() + tail.encode())

    def request(self, keys: KeyPair) -> bytes:
        """The request as raw HTTP text."""
        headers = {
            "Host": "gateway.example",
            "Authorization": self.header.format(self.auth, self.encode(keys.sign(self.string()))),
        }
        if self.token:
            headers["alipay-app-auth-token"] = self.token
        return raw(f"{self.method} {self.target} HTTP/1.1", headers, self.body)


ESIGN_SECRET = "0123456789abcdef0123456789abcdef"
ESIGN_PATH = "/v2/identity/auth/api/common/803719636976683872/outline"


@frozen(kw_only=True)
class Esign:
    """A request to e签宝; what is signed is given apart from what is sent."""

    method: str = "GET"
    target: str = ESIGN_PATH
    body: bytes = b""
    accept: str = "*/*"
    content_type: str = "application/json; charset=UTF-8"
    content_md5: str | None = None
    timestamp: str = "1700000000001"
    signed: str | None = None
    """The whole string; None for the right one, without parameters."""
    key: bytes = ESIGN_SECRET.encode()
    encode: Callable[[bytes], str] = _base64

    @property
    def md5(self) -> str:
        """The value of Content-MD5."""
        if self.content_md5 is not None or not self.body:
            return self.content_md5 or ""
        return base64.b64encode(hashlib.md5(self.body, usedforsecurity=False).digest()).decode()

    def lines(self, **changes: str) -> str:
        """The right string, with some lines changed."""
        parts = {
            "method": self.method,
            "accept": self.accept,
            "md5": self.md5,
            "type": self.content_type,
            "date": "",
            "target": self.target,
        }
        return "\n".join((parts | changes).values())

    def wrong(self, **changes: str) -> "Esign":
        """The same request with other lines signed."""
        return evolve(self, signed=self.lines(**changes))

    def request(self, **changes: str) -> bytes:
        """The request as raw HTTP text."""
        digest = hmac.digest(self.key, (self.lines() if self.signed is None else self.signed).encode(), "sha256")
        headers = {
            "Host": "gateway.example",
            "Accept": self.accept,
            "Content-Type": self.content_type,
            "X-Tsign-Open-App-Id": "7438",
            "X-Tsign-Open-Auth-Mode": "Signature",
            "X-Tsign-Open-Ca-Timestamp": self.timestamp,
            "X-Tsign-Open-Ca-Signature": self.encode(digest),
        }
        if self.md5:
            headers["Content-MD5"] = self.md5
        return raw(f"{self.method} {self.target} HTTP/1.1", headers | changes, self.body)
