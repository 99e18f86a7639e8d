"""What the libraries under a call log while it is on, on real connections and at every level."""

import logging
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import h2.config
import h2.connection
import h2.events
import httpcore
import httpx
import pytest

import realname
from realname import fast
from tests.peers import Peer, peer
from tests.providers import Caller

PERSON = "330102199001011234"
HEADER = "ALIPAY-SHA256withRSA"


class _Refusing(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(400)
        self.send_header("alipay-echo", self.path)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing."""


@contextmanager
def _http1() -> Iterator[int]:
    with HTTPServer(("127.0.0.1", 0), _Refusing) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,)).start()
        try:
            yield server.server_port
        finally:
            server.shutdown()


@contextmanager
def _http2() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_serve_http2, args=(listener,))
        thread.start()
        yield listener.getsockname()[1]
        thread.join(10)


def _serve_http2(listener: socket.socket) -> None:
    connection, _ = listener.accept()
    with connection:
        state = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
        state.initiate_connection()
        connection.sendall(state.data_to_send())
        while data := connection.recv(65536):
            for event in state.receive_data(data):
                if isinstance(event, h2.events.StreamEnded):
                    state.send_headers(event.stream_id, [(":status", "400")], end_stream=True)
            connection.sendall(state.data_to_send())


def _lines(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str]]:
    """What this thread logged; the server's own library is another matter."""
    return [(record.name, record.getMessage()) for record in caplog.records if record.thread == threading.get_ident()]


HTTPX, HTTPCORE = httpx.__name__, httpcore.__name__
KINDS: dict[str, tuple[Callable[[], Any], Callable[[], Any], set[str], str]] = {
    "1": (_http1, httpx.Client, {HTTPX, f"{HTTPCORE}.connection", f"{HTTPCORE}.http11"}, f"{HTTPCORE}.http11"),
    "2": (
        _http2,
        lambda: httpx.Client(http1=False, http2=True),
        {HTTPX, f"{HTTPCORE}.connection", f"{HTTPCORE}.http2"},
        "hpack.hpack",
    ),
    "fast": (_http1, fast.client, {HTTPX}, HTTPX),
}
"""The server, the client, who logs that it is called, and who would log a query."""


@pytest.mark.parametrize("kind", KINDS)
def test_no_library_logs_who_was_asked_about(
    kind: str, alipay_caller: Caller, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither query nor signature nor an answer's headers; the same exchange of anyone else is logged whole."""
    caplog.set_level(logging.DEBUG)
    serve, connect, loggers, telling = KINDS[kind]

    with serve() as port, connect() as pool:
        url = f"http://127.0.0.1:{port}"
        with pytest.raises(realname.ApiError):
            alipay_caller.ask(
                alipay_caller.client(alipay_caller.answer(), http_client=pool, base_url=url), cert_no=PERSON
            )
        ours = _lines(caplog)
        caplog.clear()
        pool.get(f"{url}/?cert_no={PERSON}")
        others = _lines(caplog)

    assert not [line for line in ours if PERSON in line[1] or HEADER in line[1]]
    assert loggers <= {name for name, _ in ours}
    assert {HTTPX, telling} <= {name for name, text in others if PERSON in text}
    if kind == "fast":
        assert {HTTPX} == {name for name, _ in others}


async def test_nothing_is_logged_where_a_connection_of_a_loop_fails(
    alipay_caller: Caller, caplog: pytest.LogCaptureFixture
) -> None:
    """Asyncio has words of its own for it."""
    caplog.set_level(logging.DEBUG)

    def fail(connection: socket.socket, request: bytes, _: Peer) -> bool:
        connection.sendall(b"HTTP/1.1 200 " + request.replace(b"\r\n", b"") + b"\0")
        return False

    with peer(fail) as gateway:
        options: Any = {"base_url": gateway.url, "http_client": fast.async_client, "attempts": 2}
        async with alipay_caller.module.AsyncClient(alipay_caller.credentials, **options) as client:
            with pytest.raises(realname.TransportError):
                await alipay_caller.ask(client, cert_no=PERSON)

    assert not [line for line in _lines(caplog) if PERSON in line[1] or HEADER in line[1]]
