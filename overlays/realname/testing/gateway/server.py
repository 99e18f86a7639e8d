"""The HTTP side: one uvicorn server in a thread, one loopback socket a gateway, answers written byte for byte.

h11 writes header names as they are given; most stacks lower them, and clients of the real gateways look for their case.
"""

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, Any

import uvicorn

from realname.testing.gateway.messages import Answer, Received, Stream, Transmission, monotonic

if TYPE_CHECKING:
    from uvicorn._types import ASGIReceiveCallable, ASGISendCallable, HTTPScope

Handler = Callable[[Received], Answer | Stream]

LOOPBACK = "127.0.0.1"
LARGEST_BODY = 16 * 1024 * 1024
"""Bytes that a request may have: ZOLOZ's images come to 7 MiB plain, and to 10 encrypted."""
LARGEST_STEERING_BODY = 64 * 1024
"""The same where the sandbox is steered; whatever is steered fits many times."""
LARGEST_TOGETHER = 256 * 1024 * 1024
"""Bytes of all the bodies that are on their way at once."""
HEAD_SECONDS = 60.0
"""How long a request may take to say what it is, and a connection may stand open between two of them. Clients keep one
for less (httpx for 5 s), so that it is theirs to end: no request of theirs meets an end of ours on its way."""
BODY_SECONDS = 120.0
"""How long its body may take after that."""
LARGEST_QUEUE = 1000
"""Pieces of a stream that wait for a reader; one that is further behind is cut off, and may come back."""
STREAM_PAUSE = 15.0
"""Seconds without anything to tell after which a stream says that it lives."""
STOP_SECONDS = 5.0
"""How long an end may take, if something of the user's own holds it up."""


class _Loop(asyncio.SelectorEventLoop):
    """A loop whose timers go by the machine's clock, whatever a test does to that of the process."""

    def time(self) -> float:
        """See `monotonic`."""
        return monotonic()


class _Uvicorn(uvicorn.Server):
    """Ends without waiting for answers that are still held back, and waits for no head of a request for ever."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._waiting: Mapping[tuple[Any, Any], float] = {}
        """Connections whose request has not come, with the last one that has, by when that was first seen."""

    async def on_tick(self, counter: int) -> bool:
        """Look after the connections, several times a second."""
        now = monotonic()
        connections: Iterable[Any] = self.server_state.connections
        standing = [(each, each.cycle) for each in connections]
        waiting = [each for each in standing if each[1] is None or each[1].response_complete]
        self._waiting = {each: self._waiting.get(each, now) for each in waiting}
        for (connection, _), since in self._waiting.items():
            if now - since > HEAD_SECONDS:
                connection.transport.abort()
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for connection in list(self.server_state.connections):
            connection.transport.abort()  # a client that reads nothing would hold up `close`
        await super().shutdown(sockets)


class Server:
    """Serves each handler at a port of its own, from `start` to `stop`.

    Args:
        handlers: those that answer at once.
        slow_handlers: those that steer, and may take their time; each request to one has a thread.
        host: the address of this machine to listen at.
        port: of the first handler, the others follow it one by one; 0 for free ones.

    Attributes:
        ports: of each handler.

    Raises:
        OSError: a port is taken, or the machine has no such address; nothing is left open.
    """

    def __init__(
        self,
        handlers: Sequence[Handler],
        slow_handlers: Sequence[Handler] = (),
        *,
        host: str = LOOPBACK,
        port: int = 0,
    ) -> None:
        everyone = (*handlers, *slow_handlers)
        with ExitStack() as stack:
            self._sockets = [
                stack.enter_context(_listen(host, port and port + index)) for index, _ in enumerate(everyone)
            ]
            stack.pop_all()
        self.ports: list[int] = [listener.getsockname()[1] for listener in self._sockets]
        # A connection names the address that it came to, which is not the one that was listened at if that means all.
        self._handlers: Mapping[int, Handler] = dict(zip(self.ports, everyone, strict=True))
        self._slow = set(self.ports[len(handlers) :])
        self._bodies = _Bodies()
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
                timeout_keep_alive=round(HEAD_SECONDS),
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
        _, port = scope["server"] or ("", None)
        assert port is not None  # noqa: S101 - only a UNIX socket has none
        limit = LARGEST_STEERING_BODY if port in self._slow else LARGEST_BODY
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await self._bodies.read(receive, limit)
        except TimeoutError:
            self._transport(scope).abort()
            return
        except _TooManyError:
            body, handler = b"", _refuse(503, f"the sandbox takes {LARGEST_TOGETHER} bytes of bodies at a time")
        else:
            if body is None:
                return
            is_small = len(body) <= limit
            handler = (
                self._handlers[port] if is_small else _refuse(413, f"the sandbox takes bodies of up to {limit} bytes")
            )
        received = Received(scope["method"], _target(scope), _headers(scope), body[:limit])
        answer = await asyncio.to_thread(handler, received) if port in self._slow else handler(received)
        if isinstance(answer, Stream):
            await _stream(answer, self._transport(scope), receive, send)
            return
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


async def _stream(
    stream: Stream, transport: asyncio.Transport, receive: "ASGIReceiveCallable", send: "ASGISendCallable"
) -> None:
    """Send what is told until the reader goes away, or is too far behind."""
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[bytes] = asyncio.Queue(LARGEST_QUEUE)

    def put(piece: bytes) -> None:
        if queue.full():
            transport.abort()  # `send` may be waiting for a reader that never reads: nothing else would end that
        else:
            queue.put_nowait(piece)

    def push(piece: bytes) -> None:
        with suppress(RuntimeError):  # the server has ended meanwhile
            loop.call_soon_threadsafe(put, piece)

    stop = stream.subscribe(push)
    try:
        headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in stream.headers]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        gone = asyncio.ensure_future(_disconnected(receive))
        try:
            while not gone.done():
                piece = asyncio.ensure_future(queue.get())
                await asyncio.wait((piece, gone), timeout=STREAM_PAUSE, return_when=asyncio.FIRST_COMPLETED)
                if not piece.done():
                    piece.cancel()
                if not gone.done():
                    content = piece.result() if piece.done() and not piece.cancelled() else stream.pause
                    # All that waits at once: whoever reads must not fall behind by a busy server's own doing.
                    content += b"".join(queue.get_nowait() for _ in range(queue.qsize()))
                    await send({"type": "http.response.body", "body": content, "more_body": True})
        finally:
            gone.cancel()
        await send({"type": "http.response.body", "body": b"", "more_body": False})
    finally:
        stop()


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
        if not transport.get_write_buffer_size():  # whoever reads nothing fills no memory
            transport.write(b"HTTP/1.1 103 Early Hints\r\n\r\n")


RAW: Mapping[Transmission, Callable[[Answer, asyncio.Transport, "ASGIReceiveCallable"], Awaitable[None]]] = {
    Transmission.DROPPED: _drop,
    Transmission.FOLLOWED: _follow,
    Transmission.DRIPPING: _drip,
    Transmission.ANNOUNCED: _announce,
}


def url_of(host: str, port: int) -> str:
    """The URL of a server, an IPv6 address in brackets."""
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def _listen(host: str, port: int) -> socket.socket:
    listener = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
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


class _TooManyError(Exception):
    """Together, the bodies that are on their way are too large."""


class _Bodies:
    """Reads bodies, each in its own time, and all together in a bounded space."""

    def __init__(self) -> None:
        self._held = 0

    async def read(self, receive: "ASGIReceiveCallable", limit: int) -> bytes | None:
        """A body; None if the client went away; if it is larger than `limit`, some bytes more than that.

        What is too large is read to its end and not kept, so that the client gets to see an answer.

        Raises:
            _TooManyError: there is no space for it now.
        """
        body = bytearray()
        try:
            while (message := await receive())["type"] == "http.request":
                if len(body) <= limit:
                    if self._held + len(message["body"]) > LARGEST_TOGETHER:
                        raise _TooManyError
                    body += message["body"]
                    self._held += len(message["body"])
                if not message["more_body"]:
                    return bytes(body)
            return None
        finally:
            self._held -= len(body)


def _refuse(status: int, says: str) -> Handler:
    return lambda _: Answer.of(status, f"{says}\n".encode(), "text/plain; charset=utf-8")


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
