"""Captured messages, signed right or wrong on purpose, without any code of the package."""

import base64
import hashlib
import hmac
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from attrs import evolve, frozen

from tests import facts
from tests.pairs import KeyPair
from tests.providers import CLIENT_ID, ZOLOZ_TIME

Edit = Callable[[bytes], bytes]
BODY = '{"b":"用户/1","a":"x"}'.encode()


def raw(first: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    """A message as raw HTTP text."""
    return "\r\n".join([first, *(f"{name}: {value}" for name, value in headers.items()), "", ""]).encode() + body


def names(explanation: Any) -> list[str]:
    """The findings of an explanation, by name."""
    return [finding.name for finding in explanation.findings]


def _percent(text: str) -> str:
    return quote(text, safe="")


def _base64(digest: bytes) -> str:
    return base64.b64encode(digest).decode()


ZOLOZ_PATH = facts.main("zoloz").concrete_path


@frozen(kw_only=True)
class Zoloz:
    """A message of ZOLOZ; what is signed is given apart from what is sent."""

    path: str = ZOLOZ_PATH
    client_id: str = CLIENT_ID
    time: str = ZOLOZ_TIME
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
            path=self.path if self.signed_path is None else self.signed_path,
            client_id=self.signed_client_id or self.client_id,
            time=self.signed_time or self.time,
        )
        return self.whole(head.encode() + (self.body if self.signed_body is None else self.signed_body))

    def _signature(self, keys: KeyPair) -> str:
        return self.header.format(self.encode(keys.sign(self.string())))

    def request(self, keys: KeyPair, **changes: str) -> bytes:
        """A request as raw HTTP text."""
        headers = {
            "Host": "gateway.example",
            "Client-Id": self.client_id,
            "Request-Time": self.time,
            "Content-Type": "application/json; charset=UTF-8",
            "User-Agent": "test",
            "Signature": self._signature(keys),
        }
        return raw(f"POST {self.path} HTTP/1.1", headers | changes, self.body)

    def answer(self, keys: KeyPair) -> bytes:
        """An answer as raw HTTP text."""
        headers = {"Response-Time": self.time, "Signature": self._signature(keys)}
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

    def request(self, keys: KeyPair, **changes: str) -> bytes:
        """The request as raw HTTP text."""
        authorization = self.header.format(self.auth, self.encode(keys.sign(self.string())))
        headers = {"Host": "gateway.example", "Authorization": authorization}
        token = {"alipay-app-auth-token": self.token} if self.token else {}
        return raw(f"{self.method} {self.target} HTTP/1.1", headers | token | changes, self.body)


ESIGN_SECRET = "0123456789abcdef0123456789abcdef"
ESIGN_PATH = facts.main("esign").concrete_path


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
        return _base64(hashlib.md5(self.body, usedforsecurity=False).digest())

    def lines(self, **changes: str) -> str:
        """The right string, with some lines changed."""
        parts = {"method": self.method, "accept": self.accept, "md5": self.md5, "type": self.content_type}
        parts |= {"date": "", "target": self.target}
        return "\n".join((parts | changes).values())

    def wrong(self, **changes: str) -> "Esign":
        """The same request with other lines signed."""
        return evolve(self, signed=self.lines(**changes))

    def signature(self) -> str:
        """The signature as it is sent."""
        string = self.lines() if self.signed is None else self.signed
        return self.encode(hmac.digest(self.key, string.encode(), "sha256"))

    def request(self, **changes: str) -> bytes:
        """The request as raw HTTP text."""
        headers = {
            "Host": "gateway.example",
            "Accept": self.accept,
            "Content-Type": self.content_type,
            "X-Tsign-Open-App-Id": "7438",
            "X-Tsign-Open-Auth-Mode": "Signature",
            "X-Tsign-Open-Ca-Timestamp": self.timestamp,
            "X-Tsign-Open-Ca-Signature": self.signature(),
        }
        md5 = {"Content-MD5": self.md5} if self.md5 else {}
        return raw(f"{self.method} {self.target} HTTP/1.1", headers | md5 | changes, self.body)
