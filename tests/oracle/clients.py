"""Clients on a mocked transport, made once: each draw only changes what the gateway answers."""

import asyncio
from collections.abc import Mapping
from typing import Any

import httpx
from attrs import define, field

from tests.pairs import KeyPair
from tests.providers import BASE_URL, Caller, alipay_headers, zoloz_headers

_ARGUMENTS: dict[str, dict[str, str]] = {"check_credentials": {}}


@define
class Answering:
    """One provider's sync and async client, and the answer that they get."""

    caller: Caller
    keys: KeyPair
    runner: asyncio.Runner
    _clients: tuple[Any, Any] | None = None
    _pools: tuple[httpx.Client, httpx.AsyncClient] = field(init=False)
    _answer: tuple[int, bytes, list[tuple[str, str]]] = (200, b"", [])

    @_pools.default
    def _(self) -> tuple[httpx.Client, httpx.AsyncClient]:
        transport = httpx.MockTransport(self._handle)
        return httpx.Client(transport=transport), httpx.AsyncClient(transport=transport)

    def call(self, operation: str, status: int, body: bytes, headers: Mapping[str, str] | None = None) -> Any:
        """Call the sync client; the answer is signed if no headers are given."""
        self._set(operation, status, body, headers)
        return getattr(self.clients[0], operation)(**self._arguments(operation))

    def call_async(self, operation: str, status: int, body: bytes, headers: Mapping[str, str] | None = None) -> Any:
        """Call the async client."""
        self._set(operation, status, body, headers)
        return self.runner.run(getattr(self.clients[1], operation)(**self._arguments(operation)))

    def signature(self, operation: str, body: bytes) -> dict[str, str]:
        """The provider's genuine security headers over this body; none at e签宝."""
        name = self.caller.module.__name__.rpartition(".")[2]
        if name == "zoloz":
            return zoloz_headers(self.keys, body, path=_PATHS[operation])
        return alipay_headers(self.keys, body) if name == "alipay" else {}

    @property
    def clients(self) -> tuple[Any, Any]:
        """The sync and the async client."""
        if self._clients is None:
            options = {"base_url": BASE_URL, "attempts": 1}
            self._clients = (
                self.caller.module.Client(self.caller.credentials, http_client=self._pools[0], **options),
                self.caller.module.AsyncClient(self.caller.credentials, http_client=self._pools[1], **options),
            )
        return self._clients

    def _arguments(self, operation: str) -> dict[str, Any]:
        return _ARGUMENTS.get(operation, self.caller.arguments)

    def _set(self, operation: str, status: int, body: bytes, headers: Mapping[str, str] | None) -> None:
        chosen = self.signature(operation, body) if headers is None else headers
        self._answer = status, body, list(chosen.items())
        for pool in self._pools:
            pool.cookies.clear()  # no draw depends on an earlier one

    def _handle(self, _: httpx.Request) -> httpx.Response:
        status, body, headers = self._answer
        encoded = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        return httpx.Response(status, headers=encoded, stream=httpx.ByteStream(body))


_PATHS = {
    "query_enroll_status": "/api/v1/zoloz/connect/queryEnrollStatus",
    "check_credentials": "/api/v1/zoloz/authentication/test",
}
