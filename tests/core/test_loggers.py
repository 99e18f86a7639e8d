"""What the libraries under a call log while it is on, on real connections and at every level."""

import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import h2.config
import h2.connection
import h2.events
import httpx
import pytest

import realname
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


@pytest.mark.parametrize("version", [1, 2])
def test_no_library_logs_who_was_asked_about(
    version: int, alipay_caller: Caller, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither query nor signature nor an answer's headers; the same exchange of anyone else is logged whole."""
    caplog.set_level(logging.DEBUG)
    loggers = {"httpx", "httpcore.connection", f"httpcore.http{'11' if version == 1 else '2'}"}
    options = {"http1": version == 1, "http2": version == 2, "trust_env": False}

    with (_http1 if version == 1 else _http2)() as port, httpx.Client(**options) as pool:  # type: ignore[arg-type]
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
    assert {"httpx", "httpcore.http11" if version == 1 else "hpack.hpack"} <= {
        name for name, text in others if PERSON in text
    }
