"""HTTP by hand: what is sent and what arrives, byte for byte, with the spelling of every header name."""

import socket
from collections.abc import Sequence
from urllib.parse import urlsplit

from attrs import frozen

Headers = Sequence[tuple[str, str]]


@frozen
class Answer:
    """An answer as it arrived; `body` may be shorter than the `Content-Length` that was announced."""

    status: int
    headers: Headers
    body: bytes

    def header(self, name: str) -> str | None:
        """The value of the first header spelled exactly so."""
        return next((value for candidate, value in self.headers if candidate == name), None)

    @property
    def names(self) -> list[str]:
        """Header names in the order and spelling of the wire, but for those of HTTP itself."""
        return [name for name, _ in self.headers if name.lower() not in {"date", "connection", "content-length"}]


def send(url: str, method: str, target: str, headers: Headers = (), body: bytes = b"") -> Answer | None:
    """Send one request on a connection of its own; None if the connection ended without an answer."""
    host = urlsplit(url)
    lines = [f"{method} {target} HTTP/1.1", f"Host: {host.netloc}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers]
    lines += [f"Content-Length: {len(body)}"] if body else []
    with socket.create_connection((host.hostname or "", host.port or 0), timeout=10) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode() + body)
        received = bytearray()
        try:
            while chunk := connection.recv(65536):
                received += chunk
        except ConnectionResetError:
            return None
    if not received:
        return None
    head, _, rest = bytes(received).partition(b"\r\n\r\n")
    status_line, *fields = head.decode("latin-1").split("\r\n")
    pairs = [field.partition(": ") for field in fields]
    return Answer(int(status_line.split()[1]), [(name, value.strip()) for name, _, value in pairs], rest)
