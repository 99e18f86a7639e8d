"""The CPU time of a call over that of the same call written by hand, in front of a gateway without a network.

The gateway gives one answer again and again: a genuine one of the sandbox, or the contract's own example where the
provider signs nothing. It never looks at what it is sent, so that both sides pay for the same.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import httpx

from benchmark.by_hand import FLOORS, ByHand
from benchmark.measure import Row, async_cpu, compared, cpu
from demonstration.calls import ExampleCall
from demonstration.sandbox_process import environment, sandbox_process
from realname.providers import PROVIDERS, Provider
from realname.testing import provider as port

RSA_BAR, HMAC_BAR = 1.00, 1.10
ROUNDS = 41
RSA_CALLS, HMAC_CALLS = 20, 60
"""In a batch of some 10 ms."""


class Replay(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """A transport that gives one answer to everyone, and remembers the last request."""

    last: httpx.Request

    def __init__(self, headers: httpx.Headers, body: bytes) -> None:
        self.body = body
        self._headers = [*headers.raw, (b"Content-Length", str(len(body)).encode())]

    @property
    def wire(self) -> bytes:
        """The answer as it goes over a connection that is kept."""
        lines = [b"HTTP/1.1 200 OK", *(b": ".join(header) for header in self._headers)]
        return b"\r\n".join([*lines, b"", self.body])

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer."""
        self.last = request
        return httpx.Response(200, headers=self._headers, stream=httpx.ByteStream(self.body))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer."""
        return self.handle_request(request)


@dataclass(frozen=True)
class Pair:
    """One provider's call, by realname and by hand, in front of the same gateway."""

    provider: Provider
    transport: Replay
    by_hand: ByHand
    ours: Callable[[], object]
    ours_async: Callable[[], Awaitable[object]]


def has_keys(provider: Provider) -> bool:
    """Whether the provider's requests are signed with RSA."""
    return any(setting.kind == "private key" for setting in port.settings(provider).all.values())


def pairs() -> list[Pair]:
    """The call of each provider that has been written by hand."""
    with sandbox_process() as sandbox, environment(sandbox.environment):
        return [_pair(ExampleCall(name, sandbox.control)) for name in PROVIDERS if name in FLOORS]


def replayed(call: ExampleCall) -> tuple[Replay, Mapping[str, Any]]:
    """A gateway that repeats the answer to a call, and the arguments of the call."""
    arguments = call.prepare()
    with call.module.Client.from_env() as client:
        answer = getattr(client.with_raw_response, call.operation.name)(**arguments).http
    headers, body = answer.headers, answer.content
    del headers["Content-Length"]
    if not call.contract.signed:
        arguments = call.documented
        body = json.dumps(call.operation.example_answer(), ensure_ascii=False, separators=(",", ":")).encode()
    return Replay(headers, body), arguments


def _pair(call: ExampleCall) -> Pair:
    transport, arguments = replayed(call)
    table = port.settings(call.provider)
    settings = {name: value for name in table.all if (value := table.optional(name))}
    values = {wire: arguments.get(name) for wire, name in call.names.items()}
    sent = {wire: value for wire, value in values.items() if value is not None}
    floor = FLOORS[call.provider](settings, call.operation.path, sent)
    client = call.module.Client.from_env(http_client=httpx.Client(transport=transport))
    async_client = call.module.AsyncClient.from_env(http_client=httpx.AsyncClient(transport=transport))
    return Pair(
        call.provider,
        transport,
        ByHand(floor, settings["base_url"], transport),
        partial(getattr(client, call.operation.name), **arguments),
        partial(getattr(async_client, call.operation.name), **arguments),
    )


def measure(*, runs: int = 3, rounds: int = ROUNDS) -> list[Row]:
    """Sync and async calls of each provider; of each the best run."""
    rows: list[Row] = []
    with asyncio.Runner() as runner:
        for pair in pairs():
            require_same_request(pair)
            bar, calls = (RSA_BAR, RSA_CALLS) if has_keys(pair.provider) else (HMAC_BAR, HMAC_CALLS)
            sync = (cpu(pair.ours, calls), cpu(pair.by_hand.call, calls))
            waiting = (async_cpu(work, calls, runner) for work in (pair.ours_async, pair.by_hand.call_async))
            for kind, works in (("sync", sync), ("async", waiting)):
                row = partial(Row, "calls", f"{pair.provider}, one call, {kind}", unit="µs", against="by hand", bar=bar)
                rows.append(compared(row, *works, runs=runs, rounds=rounds))
    return rows


def require_same_request(pair: Pair) -> None:
    """Make sure that both sides send the same.

    Raises:
        AssertionError: they do not, so that comparing them would mean nothing.
    """
    ours, theirs = _sent(pair, pair.ours), _sent(pair, pair.by_hand.call)
    if ours != theirs:
        raise AssertionError(f"{pair.provider}: realname sends\n{ours}\nand the code by hand\n{theirs}")


def _sent(pair: Pair, work: Callable[[], object]) -> tuple[str, str, bytes, dict[str, str]]:
    """What a gateway sees of a request, but for what differs at every call."""
    work()
    request = pair.transport.last
    headers = {name: "fresh" if name in pair.by_hand.floor.fresh else value for name, value in request.headers.items()}
    return request.method, str(request.url), request.content, headers
