"""Gateways by hand on loopback: what they send is written out byte by byte, and they see each connection."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from attrs import define, field
from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import RequestReceived, StreamEnded


@define
class Peer:
    """A gateway on a port of its own.

    Attributes:
        port: where it listens.
        connections: one entry each, with the requests that came over it.
        closed: set when it is to end.
    """

    port: int
    connections: list[list[bytes]] = field(factory=list)
    closed: threading.Event = field(factory=threading.Event)

    @property
    def url(self) -> str:
        """Its base URL."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def requests(self) -> list[bytes]:
        """All requests in the order of their connections."""
        return [request for requests in self.connections for request in requests]


Script = Callable[[socket.socket, bytes, Peer], object]
"""Answers one request on a connection; False ends the connection."""


@contextmanager
def peer(script: Script, tls: ssl.SSLContext | None = None) -> Iterator[Peer]:
    """Serve until the end; each connection in a thread of its own."""
    with socket.create_server(("127.0.0.1", 0), backlog=100) as listener:
        found = Peer(listener.getsockname()[1])
        thread = threading.Thread(target=_accept, args=(listener, found, script, tls), daemon=True)
        thread.start()
        try:
            yield found
        finally:
            found.closed.set()
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            thread.join(2)


def _accept(listener: socket.socket, found: Peer, script: Script, tls: ssl.SSLContext | None) -> None:
    threads = []
    while not found.closed.is_set():
        try:
            connection, _ = listener.accept()
        except OSError:
            break
        requests: list[bytes] = []
        found.connections.append(requests)
        thread = threading.Thread(target=_serve, args=(connection, requests, found, script, tls), daemon=True)
        thread.start()
        threads.append((thread, connection))
    for thread, connection in threads:
        with suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)
        thread.join(2)


def _serve(
    connection: socket.socket, requests: list[bytes], found: Peer, script: Script, tls: ssl.SSLContext | None
) -> None:
    with connection, suppress(OSError, ValueError):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        stream = connection if tls is None else tls.wrap_socket(connection, server_side=True)
        with stream:
            buffer = b""
            while True:
                while b"\r\n\r\n" not in buffer:
                    if not (data := stream.recv(65536)):
                        return
                    buffer += data
                head, _, rest = buffer.partition(b"\r\n\r\n")
                fields = (line.partition(b":") for line in head.lower().split(b"\r\n"))
                size = next((int(value) for name, _, value in fields if name == b"content-length"), 0)
                while len(rest) < size:
                    if not (data := stream.recv(65536)):
                        return
                    rest += data
                request, buffer = head + b"\r\n\r\n" + rest[:size], rest[size:]
                requests.append(request)
                if script(stream, request, found) is False:
                    return


def answer(body: bytes = b"", *headers: str, status: int = 200, length: bool = True) -> bytes:
    """An answer as it stands on the wire."""
    lines = [f"HTTP/1.1 {status} X", *headers, *([f"Content-Length: {len(body)}"] if length else [])]
    return "".join(f"{line}\r\n" for line in [*lines, ""]).encode() + body


@contextmanager
def http_2_peer(body: Callable[[str], bytes]) -> Iterator[tuple[str, list[object]]]:
    """A gateway that speaks HTTP/2 without TLS; its address, and an entry for each connection."""
    connections: list[object] = []

    def serve(connection: socket.socket) -> None:
        state = H2Connection(H2Configuration(client_side=False))
        state.initiate_connection()
        paths: dict[int, str] = {}
        with connection, suppress(OSError):
            connection.sendall(state.data_to_send())
            while data := connection.recv(65536):
                for event in state.receive_data(data):
                    if isinstance(event, RequestReceived):
                        paths[event.stream_id] = dict(event.headers)[b":path"].decode()
                    elif isinstance(event, StreamEnded):
                        state.send_headers(event.stream_id, [(":status", "200")])
                        state.send_data(event.stream_id, body(paths[event.stream_id]), end_stream=True)
                connection.sendall(state.data_to_send())

    def accept() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                connections.append(connection)
                threading.Thread(target=serve, args=(connection,), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=accept, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", connections
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
