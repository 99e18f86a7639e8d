"""Answers as the providers write them, made without any code of the package, and clients on a mocked transport."""

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

import httpx

import realname
from realname import alipay, esign, zoloz
from tests.pairs import KeyPair

BASE_URL = "https://gateway.example"
Handler = Callable[[httpx.Request], httpx.Response]

ENROLLED = {"result": {"resultStatus": "S", "resultCode": "SUCCESS", "resultMessage": "Success"}}
TRUSTED = {"identity_result": "SUCCESS", "token_status": "FINISH"}
FLOW_ID = "803719636976683872"
OUTLINE = {
    "code": 0,
    "message": "成功",
    "data": {"flowId": FLOW_ID, "flowStatus": "SUCCESS", "objectType": "INDIVIDUAL"},
}


def zoloz_headers(
    keys: KeyPair, body: bytes, *, path: str = "/api/v1/zoloz/connect/queryEnrollStatus", client_id: str = "2188"
) -> dict[str, str]:
    """The security headers of an answer from ZOLOZ."""
    time = "2026-01-02T03:04:05+0000"
    signature = keys.sign(f"POST {path}\n{client_id}.{time}.".encode() + body)
    return {"Response-Time": time, "Signature": f"algorithm=RSA256, signature={quote(signature, safe='')}"}


def alipay_headers(keys: KeyPair, body: bytes) -> dict[str, str]:
    """The security headers of an answer from Alipay."""
    signature = keys.sign(b"1700000000001\nabc\n" + body + b"\n")
    return {
        "alipay-timestamp": "1700000000001",
        "alipay-nonce": "abc",
        "alipay-signature": signature,
        "alipay-trace-id": "trace-1",
    }


def answering(status: int, body: object, headers: Mapping[str, str] = {}) -> Handler:
    """A gateway that gives the same answer to everyone."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return lambda _: httpx.Response(status, content=content, headers=dict(headers))


def transport(handler: Handler) -> httpx.MockTransport:
    """The gateway as a transport, for sync and async clients."""
    return httpx.MockTransport(handler)


class Caller:
    """One provider's sync and async clients on a mocked transport, and its one operation."""

    def __init__(self, module: Any, credentials: object, operation: str, arguments: dict[str, Any]) -> None:
        self.module = module
        self.credentials = credentials
        self.operation = operation
        self.arguments = arguments

    def client(self, handler: Handler, **options: Any) -> Any:
        """A sync client."""
        return self.module.Client(
            self.credentials, base_url=BASE_URL, http_client=httpx.Client(transport=transport(handler)), **options
        )

    def call(self, handler: Handler, **options: Any) -> Any:
        """Call the operation."""
        return getattr(self.client(handler, **options), self.operation)(**self.arguments)

    async def call_async(self, handler: Handler, **options: Any) -> Any:
        """Call the operation from async code."""
        async with httpx.AsyncClient(transport=transport(handler)) as pool:
            client = self.module.AsyncClient(self.credentials, base_url=BASE_URL, http_client=pool, **options)
            return await getattr(client, self.operation)(**self.arguments)

    async def outcomes(self, status: int, body: bytes, headers: Mapping[str, str], **options: Any) -> list[object]:
        """What comes of one answer, sync and async: the decoded answer or the error."""
        handler = answering(status, body, headers)
        found: list[object] = []
        try:
            found.append(self.call(handler, attempts=1, **options))
        except realname.RealnameError as error:
            found.append(error)
        try:
            found.append(await self.call_async(handler, attempts=1, **options))
        except realname.RealnameError as error:
            found.append(error)
        return found


def zoloz_caller(caller: KeyPair, provider: KeyPair) -> Caller:
    """Calls to ZOLOZ."""
    credentials = zoloz.Credentials(client_id="2188", private_key=caller.private(), zoloz_public_key=provider.public())
    return Caller(zoloz, credentials, "query_enroll_status", {"biz_id": "b-1", "user_id": "u-1"})


def alipay_caller(caller: KeyPair, provider: KeyPair) -> Caller:
    """Calls to Alipay."""
    credentials = alipay.Credentials(app_id="2021", private_key=caller.private(), alipay_public_key=provider.public())
    return Caller(
        alipay, credentials, "query_jobworth_authentication", {"once_token": "t-1", "cert_no": "c-1", "cert_type": "0"}
    )


def esign_caller() -> Caller:
    """Calls to e签宝."""
    credentials = esign.Credentials(app_id="7438", app_secret="made-up")
    return Caller(esign, credentials, "get_flow_outline", {"flow_id": FLOW_ID})
