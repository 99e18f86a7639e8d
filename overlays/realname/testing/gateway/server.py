"""The HTTP side: one uvicorn server in a thread, one loopback socket a gateway, answers written byte for byte.

h11 writes header names as they are given; most stacks lower them, and clients of the real gateways look for their case.
"""

import asyncio
import socket
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import uvicorn

from realname.testing.gateway.messages import Answer, Received, Transmission

if TYPE_CHECKING:
    from uvicorn._types import ASGIReceiveCallable, ASGISendCallable, HTTPScope

Handler = Callable[[Received], Answer]

LOOPBACK = "127.0.0.1"
LARGEST_BODY = 16 * 1024 * 1024
"""Bytes that a request may have: ZOLOZ's images come to 7 MiB plain, and to 10 encrypted."""
LARGEST_STEERING_BODY = 64 * 1024
"""The same where the sandbox is steered; whatever is steered fits many times."""
STOP_SECONDS = 5.0
"""How long an end may take, if something of the user's own holds it up."""


class _Loop(asyncio.SelectorEventLoop):
    """A loop whose timers go by the machine's clock, which freezegun does not stop: a frozen server would never end."""

    def time(self) -> float:
        """Seconds on the monotonic clock."""
        if sys.platform == "win32":
            return time.monotonic()
        return time.clock_gettime(time.CLOCK_MONOTONIC)


class _Uvicorn(uvicorn.Server):
    """Ends without waiting for answers that are still held back."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for connection in list(self.server_state.connections):
            connection.transport.abort()  # a client that reads nothing would hold up `close`
        await super().shutdown(sockets)


class Server:
    """Serves each handler at a free loopback port of its own, from `start` to `stop`.

    Args:
        handlers: those that answer at once.
        slow_handlers: those that steer, and may take their time; each request to one has a thread.
    """

    def __init__(self, handlers: Sequence[Handler], slow_handlers: Sequence[Handler] = ()) -> None:
        listeners = [(_listen(), handler) for handler in (*handlers, *slow_handlers)]
        self._sockets = [listener for listener, _ in listeners]
        self.urls = [f"http://{LOOPBACK}:{listener.getsockname()[1]}" for listener in self._sockets]
        self._handlers: Mapping[object, Handler] = {listener.getsockname(): handler for listener, handler in listeners}
        self._slow = {listener.getsockname() for listener in self._sockets[len(handlers) :]}
        self._uvicorn = _Uvicorn(
            uvicorn.Config(
                self._app,
                interface="asgi3",
                http="h11",
                ws="none",
                loop="asyncio",
                lifespan="off",
                log_config=None,
                log_level=None,
                access_log=False,
                proxy_headers=False,
                server_header=False,
            )
        )
        self._thread = threading.Thread(target=self._run, name="realname-sandbox", daemon=True)

    def start(self) -> None:
        """Serve. The sockets listen already: a request that comes early waits."""
        self._thread.start()

    def stop(self) -> None:
        """End within a moment; answers that are still held back never come."""
        self._uvicorn.should_exit = True
        self._thread.join(STOP_SECONDS)

    def _run(self) -> None:
        try:
            with asyncio.Runner(loop_factory=_Loop) as runner:
                runner.run(self._uvicorn.serve(sockets=self._sockets))
        finally:
            for listener in self._sockets:
                listener.close()

    async def _app(self, scope: "HTTPScope", receive: "ASGIReceiveCallable", send: "ASGISendCallable") -> None:
        server = scope["server"]
        limit = LARGEST_STEERING_BODY if server in self._slow else LARGEST_BODY
        body = await _read(receive, limit)
        if body is None:
            return
        received = Received(scope["method"], _target(scope), _headers(scope), body[:limit])
        handler = self._handlers[server] if len(body) <= limit else _refuse_size(limit)
        answer = await asyncio.to_thread(handler, received) if server in self._slow else handler(received)
        if answer.transmission in RAW:
            await RAW[answer.transmission](answer, self._transport(scope), receive)
            return
        if answer.delay and await _gone_within(answer.delay, receive):
            return
        headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        if answer.transmission is Transmission.CUT:
            half = answer.content[: len(answer.content) // 2]
            await send({"type": "http.response.body", "body": half, "more_body": True})
            self._transport(scope).close()
            await _disconnected(receive)
            return
        await send({"type": "http.response.body", "body": answer.content, "more_body": False})

    def _transport(self, scope: "HTTPScope") -> asyncio.Transport:
        connections: Iterable[Any] = self._uvicorn.server_state.connections
        transport: asyncio.Transport = next(c.transport for c in connections if c.scope is scope)
        return transport


# ---- what goes past the rules of HTTP, straight onto the wire --------------------------------------------------------


async def _drop(answer: Answer, transport: asyncio.Transport, receive: "ASGIReceiveCallable") -> None:
    if not await _gone_within(answer.delay, receive):
        transport.abort()
        await _disconnected(receive)


async def _follow(answer: Answer, transport: asyncio.Transport, receive: "ASGIReceiveCallable") -> None:
    transport.write(answer.wire + answer.wire)
    await _disconnected(receive)


async def _drip(answer: Answer, transport: asyncio.Transport, receive: "ASGIReceiveCallable") -> None:
    head = answer.wire[: len(answer.wire) - len(answer.content)]
    for byte in head:
        transport.write(bytes([byte]))
        if await _gone_within(answer.delay, receive):
            return
    transport.write(answer.content)
    transport.close()
    await _disconnected(receive)


async def _announce(answer: Answer, transport: asyncio.Transport, receive: "ASGIReceiveCallable") -> None:
    while not await _gone_within(answer.delay, receive):
        transport.write(b"HTTP/1.1 103 Early Hints\r\n\r\n")


RAW: Mapping[Transmission, Callable[[Answer, asyncio.Transport, "ASGIReceiveCallable"], Awaitable[None]]] = {
    Transmission.DROPPED: _drop,
    Transmission.FOLLOWED: _follow,
    Transmission.DRIPPING: _drip,
    Transmission.ANNOUNCED: _announce,
}


def _listen() -> socket.socket:
    listener = socket.create_server((LOOPBACK, 0))
    listener.setblocking(False)
    # asyncio sets it for sockets that name their protocol, which this one does not; without it a body waits 40 ms.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _target(scope: "HTTPScope") -> str:
    query = scope["query_string"]
    return (scope["raw_path"] + (b"?" + query if query else b"")).decode("latin-1")


def _headers(scope: "HTTPScope") -> tuple[tuple[str, str], ...]:
    # Providers sign UTF-8 text. What is not UTF-8 cannot match a signature; it must not break the gateway either.
    return tuple((name.decode("latin-1"), value.decode("utf-8", "replace")) for name, value in scope["headers"])


async def _read(receive: "ASGIReceiveCallable", limit: int) -> bytes | None:
    """The body; None if the client went away; if it is larger than `limit`, some bytes more than that.

    What is too large is read to its end and not kept, so that the client gets to see an answer.
    """
    body = bytearray()
    while (message := await receive())["type"] == "http.request":
        if len(body) <= limit:
            body += message["body"]
        if not message["more_body"]:
            return bytes(body)
    return None


def _refuse_size(limit: int) -> Handler:
    text = f"the sandbox takes bodies of up to {limit} bytes\n"
    return lambda _: Answer.of(413, text.encode(), "text/plain; charset=utf-8")


async def _gone_within(seconds: float, receive: "ASGIReceiveCallable") -> bool:
    """Wait, and say whether the client gave up (or the server stopped) meanwhile."""
    try:
        await asyncio.wait_for(_disconnected(receive), seconds)
    except TimeoutError:
        return False
    return True


async def _disconnected(receive: "ASGIReceiveCallable") -> None:
    while (await receive())["type"] != "http.disconnect":
        continue
