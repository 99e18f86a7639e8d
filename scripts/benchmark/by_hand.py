"""The same calls as one would write them by hand, and no more than they need: the floor.

Keys are parsed once and the connection pool is kept. What goes over the wire is what realname sends. Nothing is
validated, no verdict is read and no model is built: the answer is the dict that `json` makes.
"""

import base64
import hmac
import time
import uuid
from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cached_property
from json import dumps
from typing import Any, Literal, TypedDict, TypeVar
from urllib.parse import quote, unquote, urlencode

import httpx
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

import realname
from benchmark.gateways import APP_ID, APP_SECRET, CLIENT_ID, ENROLL_STATUS, Keys


class AlipayArguments(TypedDict):
    """What Alipay is asked."""

    conn_key: str
    once_token: str
    query_type: Literal["exact"]
    identity_type: str
    service_id: str
    cert_no: str
    cert_type: Literal["0"]


HttpT = TypeVar("HttpT", httpx.Client, httpx.AsyncClient)
PADDING = PKCS1v15()
HASH = SHA256()
FLOW_ID = "803719636976683872"
ZOLOZ_ARGUMENTS = {"biz_id": "2026-000001", "user_id": "user-1"}
ALIPAY_ARGUMENTS: AlipayArguments = {
    "conn_key": "6f1c7f6e6a4d4b0a",
    "once_token": "0f9d3c5b7a1e4d2c",
    "query_type": "exact",
    "identity_type": "04",
    "service_id": "2019120400000000000004450100",
    "cert_no": "420192931233123123",
    "cert_type": "0",
}


class ByHand(ABC):
    """One call of one provider, on connection pools that send the headers which never change."""

    method: str
    constant_headers: Mapping[str, str]

    def __init__(self, base_url: str, transport: Any) -> None:
        self._base_url = base_url
        self._transport = transport

    @cached_property
    def http(self) -> httpx.Client:
        """The pool of `call`."""
        return self._with_constant_headers(
            httpx.Client(base_url=self._base_url, transport=self._transport, timeout=60.0)
        )

    @cached_property
    def async_http(self) -> httpx.AsyncClient:
        """The pool of `call_async`."""
        return self._with_constant_headers(
            httpx.AsyncClient(base_url=self._base_url, transport=self._transport, timeout=60.0)
        )

    def _with_constant_headers(self, pool: HttpT) -> HttpT:
        pool.headers.clear()
        pool.headers.update(self.constant_headers)
        return pool

    @abstractmethod
    def signed(self) -> tuple[str, dict[str, str], bytes | None]:
        """Path with query, headers with the signature, and body."""

    def read(self, response: httpx.Response) -> object:
        """Verify, where there is something to verify, and parse."""
        return response.json()

    def call(self) -> object:
        """Call."""
        target, headers, body = self.signed()
        return self.read(self.http.request(self.method, target, headers=headers, content=body))

    async def call_async(self) -> object:
        """Call."""
        target, headers, body = self.signed()
        return self.read(await self.async_http.request(self.method, target, headers=headers, content=body))


class Zoloz(ByHand):
    """ZOLOZ: one RSA signature, one verification."""

    method = "POST"

    def __init__(self, keys: Keys, base_url: str, transport: Any) -> None:
        super().__init__(base_url, transport)
        self.constant_headers = {
            "User-Agent": f"realname/{realname.__version__}",
            "Accept-Encoding": "identity",
            "Content-Type": "application/json; charset=UTF-8",
            "Client-Id": CLIENT_ID,
        }
        self._private_key = keys.caller.key
        self._zoloz_public_key = keys.provider.key.public_key()

    def signed(self) -> tuple[str, dict[str, str], bytes | None]:
        """Sign path, client id, time and body."""
        body = dumps({"bizId": "2026-000001", "userId": "user-1"}, separators=(",", ":")).encode()
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S%z")
        string = f"POST {ENROLL_STATUS}\n{CLIENT_ID}.{now}.".encode() + body
        signature = base64.b64encode(self._private_key.sign(string, PADDING, HASH)).decode()
        headers = {"Request-Time": now, "Signature": f"algorithm=RSA256, signature={quote(signature, safe='')}"}
        return ENROLL_STATUS, headers, body

    def read(self, response: httpx.Response) -> object:
        """Verify and parse."""
        _, _, signature = response.headers["Signature"].partition("signature=")
        string = f"POST {ENROLL_STATUS}\n{CLIENT_ID}.{response.headers['Response-Time']}.".encode() + response.content
        self._zoloz_public_key.verify(base64.b64decode(unquote(signature)), string, PADDING, HASH)
        return response.json()


class Alipay(ByHand):
    """Alipay v3: one RSA signature, one verification."""

    method = "GET"

    def __init__(self, keys: Keys, base_url: str, transport: Any) -> None:
        super().__init__(base_url, transport)
        self.constant_headers = {
            "Accept": "application/json",
            "User-Agent": f"realname/{realname.__version__}",
            "Accept-Encoding": "identity",
        }
        self._private_key = keys.caller.key
        self._alipay_public_key = keys.provider.key.public_key()

    def signed(self) -> tuple[str, dict[str, str], bytes | None]:
        """Sign application, nonce, time, method and path with query."""
        target = "/v3/zhima/customer/jobworth/authentication?" + urlencode(ALIPAY_ARGUMENTS)
        auth = f"app_id={APP_ID},nonce={uuid.uuid4()},timestamp={time.time_ns() // 1_000_000}"
        signature = base64.b64encode(
            self._private_key.sign(f"{auth}\nGET\n{target}\n\n".encode(), PADDING, HASH)
        ).decode()
        headers = {
            "Authorization": f"ALIPAY-SHA256withRSA {auth},sign={signature}",
            "alipay-request-id": uuid.uuid4().hex,
        }
        return target, headers, None

    def read(self, response: httpx.Response) -> object:
        """Verify and parse."""
        headers = response.headers
        string = f"{headers['alipay-timestamp']}\n{headers['alipay-nonce']}\n".encode() + response.content + b"\n"
        self._alipay_public_key.verify(base64.b64decode(headers["alipay-signature"]), string, PADDING, HASH)
        return response.json()


class Esign(ByHand):
    """e签宝: one HMAC; there is nothing to verify."""

    method = "GET"

    def __init__(
        self,
        base_url: str,
        transport: Any,
        *,
        app_id: str = APP_ID,
        secret: str = APP_SECRET,
        flow_id: str = FLOW_ID,
    ) -> None:
        super().__init__(base_url, transport)
        self._secret = secret.encode()
        self._path = f"/v2/identity/auth/api/common/{flow_id}/outline"
        self.constant_headers = {
            "Accept": "*/*",
            "Content-Type": "application/json; charset=UTF-8",
            "User-Agent": f"realname/{realname.__version__}",
            "Accept-Encoding": "identity",
            "X-Tsign-Open-App-Id": app_id,
            "X-Tsign-Open-Auth-Mode": "Signature",
        }

    def signed(self) -> tuple[str, dict[str, str], bytes | None]:
        """Sign method, accept, content type and path."""
        string = f"GET\n*/*\n\napplication/json; charset=UTF-8\n\n{self._path}".encode()
        headers = {
            "X-Tsign-Open-Ca-Timestamp": str(time.time_ns() // 1_000_000),
            "X-Tsign-Open-Ca-Signature": base64.b64encode(hmac.digest(self._secret, string, "sha256")).decode(),
        }
        return self._path, headers, None
