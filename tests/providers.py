"""Answers as the providers write them, made without any code of the package, and clients on a mocked transport."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from importlib import import_module
from typing import Any
from urllib.parse import quote

import httpx
from attrs import field, frozen

from realname import RealnameError, alipay, esign, zoloz
from realname.sandbox import Sandbox
from tests import facts
from tests.facts import Operation
from tests.pairs import KeyPair

BASE_URL = "https://gateway.example"
CLIENT_ID, ZOLOZ_TIME = "2188", "2026-01-02T03:04:05+0000"
APP_SECRET = "made-up"
Handler = Callable[[httpx.Request], httpx.Response]


def zoloz_now() -> str:
    """The present time as ZOLOZ writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")


def zoloz_headers(
    keys: KeyPair, body: bytes, *, path: str = "", client_id: str = CLIENT_ID, time: str = ""
) -> dict[str, str]:
    """The security headers of an answer from ZOLOZ, signed now unless a time is given."""
    path = path or facts.main("zoloz").concrete_path
    time = time or zoloz_now()
    signature = keys.sign(f"POST {path}\n{client_id}.{time}.".encode() + body)
    return {"Response-Time": time, "Signature": f"algorithm=RSA256, signature={quote(signature, safe='')}"}


def alipay_headers(keys: KeyPair, body: bytes) -> dict[str, str]:
    """The security headers of an answer from Alipay."""
    return {
        "alipay-timestamp": "1700000000001",
        "alipay-nonce": "abc",
        "alipay-signature": keys.sign(b"1700000000001\nabc\n" + body + b"\n"),
        "alipay-trace-id": "trace-1",
    }


def _bytes(body: object) -> bytes:
    return body if isinstance(body, bytes) else json.dumps(body).encode()


@frozen
class Answer:
    """What a mocked gateway answers, always the same."""

    status: int
    body: bytes = field(default=b"", converter=_bytes)
    headers: Mapping[str, str] = field(factory=dict)

    def __call__(self, _: httpx.Request) -> httpx.Response:
        """Answer one request."""
        headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in self.headers.items()]
        return httpx.Response(self.status, headers=headers, stream=httpx.ByteStream(self.body))


class Script:
    """A mocked gateway that does one thing after the other, the last one for ever, and remembers what it was asked."""

    def __init__(self, *steps: Handler | type[httpx.TransportError]) -> None:
        self.steps = list(steps)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer one request, or fail."""
        self.requests.append(request)
        step = self.steps.pop(0) if len(self.steps) > 1 else self.steps[0]
        if isinstance(step, type):
            raise step("told to", request=request)
        return step(request)


@frozen
class Caller:
    """One provider's clients in front of a mocked gateway; they call its main operation unless told otherwise.

    Attributes:
        provider: its name.
        credentials: whom the clients call as.
        keys: the provider's keys, with which genuine answers are signed.
    """

    provider: str
    credentials: Any
    keys: KeyPair

    @property
    def module(self) -> Any:
        """What a user imports."""
        return import_module(f"realname.{self.provider}")

    @property
    def main(self) -> Operation:
        """The operation that is called."""
        return facts.main(self.provider)

    def headers(
        self, body: bytes, *, by: KeyPair | None = None, of: Operation | None = None, **changes: str
    ) -> dict[str, str]:
        """The security headers of a genuine answer, or of one that someone else signed."""
        if self.provider == "zoloz":
            return zoloz_headers(by or self.keys, body, **{"path": (of or self.main).concrete_path} | changes)
        return alipay_headers(by or self.keys, body) if self.provider == "alipay" else {}

    def answer(
        self,
        body: object = None,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        *,
        of: Operation | None = None,
    ) -> Answer:
        """An answer, by default a documented success; signed genuinely unless headers are given."""
        content = _bytes((of or self.main).success if body is None else body)
        return Answer(status, content, self.headers(content, of=of) if headers is None else headers)

    def client(self, gateway: Handler, **options: Any) -> Any:
        """A sync client."""
        pool = httpx.Client(transport=httpx.MockTransport(gateway))
        return self.module.Client(self.credentials, **{"base_url": BASE_URL, "http_client": pool} | options)

    def async_client(self, gateway: Handler, **options: Any) -> Any:
        """An async client."""
        pool = httpx.AsyncClient(transport=httpx.MockTransport(gateway))
        return self.module.AsyncClient(self.credentials, **{"base_url": BASE_URL, "http_client": pool} | options)

    def ask(self, client: Any, *, of: Operation | None = None, **arguments: Any) -> Any:
        """Call the operation of a client, with documented arguments where none are given."""
        operation = of or self.main
        return getattr(client, operation.name)(**operation.minimal | arguments)

    def call(self, gateway: Handler, *, of: Operation | None = None, **options: Any) -> Any:
        """Call the operation, sync."""
        return self.ask(self.client(gateway, **options), of=of)

    async def both(self, gateway: Handler, *, of: Operation | None = None, **options: Any) -> list[Any]:
        """What comes of the call, sync and async: the answer or the error."""
        found: list[Any] = []
        try:
            found.append(self.ask(self.client(gateway, **options), of=of))
        except RealnameError as error:
            found.append(error)
        try:
            found.append(await self.ask(self.async_client(gateway, **options), of=of))
        except RealnameError as error:
            found.append(error)
        return found

    async def outcomes(
        self,
        status: int,
        body: object,
        headers: Mapping[str, str] | None = None,
        *,
        of: Operation | None = None,
        **options: Any,
    ) -> list[Any]:
        """What comes of one answer, sync and async; it is signed genuinely unless headers are given."""
        return await self.both(self.answer(body, status, headers, of=of), of=of, **{"attempts": 1} | options)


def zoloz_caller(caller: KeyPair, provider: KeyPair) -> Caller:
    """Calls to ZOLOZ."""
    keys = {"private_key": caller.private(), "zoloz_public_key": provider.public()}
    return Caller("zoloz", zoloz.Credentials(client_id=CLIENT_ID, **keys), provider)


def alipay_caller(caller: KeyPair, provider: KeyPair, **settings: str) -> Caller:
    """Calls to Alipay, in key mode."""
    keys: Any = {"private_key": caller.private(), "alipay_public_key": provider.public()}
    return Caller("alipay", alipay.Credentials(app_id="2021", **keys, **settings), provider)


def esign_caller(provider: KeyPair) -> Caller:
    """Calls to e签宝, which signs no answers."""
    return Caller("esign", esign.Credentials(app_id="7438", app_secret=APP_SECRET), provider)


def accepted_arguments(sandbox: Sandbox, provider: str) -> dict[str, Any]:
    """Fresh arguments which the sandbox answers with a success of the provider's main operation."""
    operation = facts.main(provider)
    found = dict(operation.minimal)
    if provider == "zoloz":
        sandbox.zoloz.enroll(found["user_id"])
    elif provider == "alipay":
        token = sandbox.alipay.issue_token(cert_no=operation.wire["cert_no"])
        names = ("conn_key", "once_token", "identity_type", "cert_no")
        found = found | {name: getattr(token, name) for name in names} | {"cert_type": "0", "user_id": None}
    else:
        found["flow_id"] = sandbox.esign.add_flow()
    return found
