"""The same calls as one would write them by hand, and no more than they need: the floor.

Keys are parsed once and the connection pool is kept. What goes over the wire is what realname sends. Nothing is
validated, no verdict is read and no model is built: the answer is the dict that `json` makes.
"""

import hmac
import time
import uuid
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from json import dumps
from typing import Any, NamedTuple
from urllib.parse import quote, unquote, urlencode

import httpx
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_private_key, load_der_public_key

import realname

PADDING = PKCS1v15()
HASH = SHA256()

Signed = tuple[str, dict[str, str], bytes | None]
"""Path with query, headers with the signature, and body."""


class Floor(NamedTuple):
    """How one call of one provider is made."""

    method: str
    fresh: frozenset[str]
    """Headers with another value at every call."""
    constant: dict[str, str]
    """The headers that are the same at every call."""
    signed: Callable[[], Signed]
    read: Callable[[httpx.Response], object] = httpx.Response.json
    """Verifies, where there is something to verify, and parses."""


class ByHand:
    """One call of one provider, on connection pools that send the headers which never change."""

    def __init__(self, floor: Floor, base_url: str, transport: Any) -> None:
        self.floor = floor
        shared: dict[str, Any] = {"base_url": base_url, "transport": transport, "timeout": 60.0}
        self.http, self.async_http = httpx.Client(**shared), httpx.AsyncClient(**shared)
        for pool in (self.http, self.async_http):
            pool.headers.clear()
            pool.headers.update(floor.constant)
            pool.headers.update({"User-Agent": f"realname/{realname.__version__}", "Accept-Encoding": "identity"})

    def call(self) -> object:
        """Call."""
        target, headers, body = self.floor.signed()
        return self.floor.read(self.http.request(self.floor.method, target, headers=headers, content=body))

    async def call_async(self) -> object:
        """Call."""
        target, headers, body = self.floor.signed()
        return self.floor.read(await self.async_http.request(self.floor.method, target, headers=headers, content=body))


def zoloz(settings: Mapping[str, str], path: str, arguments: Mapping[str, Any]) -> Floor:
    """Path, client id, time and body are signed; so are they in the answer."""
    sign, verify = _keys(settings["private_key"], settings["zoloz_public_key"])
    client_id = settings["client_id"]

    def string(moment: str) -> bytes:
        return f"POST {path}\n{client_id}.{moment}.".encode()

    def signed() -> Signed:
        body = dumps(arguments, separators=(",", ":")).encode()
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S%z")
        signature = quote(sign(string(now) + body), safe="")
        return path, {"Request-Time": now, "Signature": f"algorithm=RSA256, signature={signature}"}, body

    def read(response: httpx.Response) -> object:
        _, _, signature = response.headers["Signature"].partition("signature=")
        verify(unquote(signature), string(response.headers["Response-Time"]) + response.content)
        return response.json()

    constant = {"Content-Type": "application/json; charset=UTF-8", "Client-Id": client_id}
    return Floor("POST", frozenset({"request-time", "signature"}), constant, signed, read)


def alipay(settings: Mapping[str, str], path: str, arguments: Mapping[str, Any]) -> Floor:
    """Application, nonce, time, method and path with query are signed; in the answer time, nonce and body."""
    sign, verify = _keys(settings["private_key"], settings["alipay_public_key"])

    def signed() -> Signed:
        target = f"{path}?{urlencode(arguments)}"
        caller = f"app_id={settings['app_id']},nonce={uuid.uuid4()},timestamp={time.time_ns() // 1_000_000}"
        signature = sign(f"{caller}\nGET\n{target}\n\n".encode())
        authorization = f"ALIPAY-SHA256withRSA {caller},sign={signature}"
        return target, {"Authorization": authorization, "alipay-request-id": uuid.uuid4().hex}, None

    def read(response: httpx.Response) -> object:
        headers = response.headers
        start = f"{headers['alipay-timestamp']}\n{headers['alipay-nonce']}\n".encode()
        verify(headers["alipay-signature"], start + response.content + b"\n")
        return response.json()

    fresh = frozenset({"authorization", "alipay-request-id"})
    return Floor("GET", fresh, {"Accept": "application/json"}, signed, read)


def esign(settings: Mapping[str, str], path: str, arguments: Mapping[str, Any]) -> Floor:
    """One HMAC over method, accept, content type and path; there is nothing to verify."""

    def signed() -> Signed:
        target = path.format(**arguments)
        string = f"GET\n*/*\n\napplication/json; charset=UTF-8\n\n{target}".encode()
        signature = b64encode(hmac.digest(settings["app_secret"].encode(), string, "sha256")).decode()
        now = str(time.time_ns() // 1_000_000)
        return target, {"X-Tsign-Open-Ca-Timestamp": now, "X-Tsign-Open-Ca-Signature": signature}, None

    constant = {
        "Accept": "*/*",
        "Content-Type": "application/json; charset=UTF-8",
        "X-Tsign-Open-App-Id": settings["app_id"],
        "X-Tsign-Open-Auth-Mode": "Signature",
    }
    return Floor("GET", frozenset({"x-tsign-open-ca-timestamp", "x-tsign-open-ca-signature"}), constant, signed)


FLOORS: dict[str, Callable[[Mapping[str, str], str, Mapping[str, Any]], Floor]] = {
    "zoloz": zoloz,
    "alipay": alipay,
    "esign": esign,
}
"""By provider, from settings by the names of the credentials' arguments, the operation's path with its parameters in
braces, and arguments by wire name. A provider that has none is not compared."""


def _keys(private_key: str, public_key: str) -> tuple[Callable[[bytes], str], Callable[[str, bytes], None]]:
    """What signs with one RSA key, and what verifies with another."""
    private: Any = load_der_private_key(b64decode(private_key), None)
    public: Any = load_der_public_key(b64decode(public_key))

    def sign(string: bytes) -> str:
        return b64encode(private.sign(string, PADDING, HASH)).decode()

    def verify(signature: str, string: bytes) -> None:
        public.verify(b64decode(signature), string, PADDING, HASH)

    return sign, verify
