"""The control address of a sandbox, called byte by byte and as its page calls it."""

import json
import socket
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from attrs import frozen

from tests.raw import Answer

Headers = Sequence[tuple[str, str]]


@frozen
class Address:
    """Where the control address is, and the token for it."""

    url: str
    token: str

    @property
    def host(self) -> str:
        """As `Host` has it."""
        return urlsplit(self.url).netloc

    @property
    def port(self) -> int:
        """Where it listens."""
        return urlsplit(self.url).port or 0

    @property
    def own(self) -> Headers:
        """What the page sends."""
        return [("Host", self.host), ("Authorization", f"Bearer {self.token}")]

    def send(self, method: str, target: str, headers: Headers, body: bytes = b"", version: str = "1.1") -> Answer:
        """Send one request with these headers and no others."""
        lines = [f"{method} {target} HTTP/{version}", "Connection: close", *map(": ".join, headers)]
        lines += [f"Content-Length: {len(body)}"] if body else []
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as connection:
            connection.sendall("\r\n".join([*lines, "", ""]).encode() + body)
            received = bytearray()
            while chunk := connection.recv(65536):
                received += chunk
        head, _, rest = bytes(received).partition(b"\r\n\r\n")
        status_line, *fields = head.decode("latin-1").split("\r\n")
        pairs = [field.partition(": ") for field in fields]
        return Answer(int(status_line.split()[1]), [(name.lower(), value) for name, _, value in pairs], rest)

    def get(self, target: str) -> Any:
        """What a GET of the page's gives."""
        answer = self.send("GET", target, self.own)
        assert 200 == answer.status, answer.body
        return json.loads(answer.body)

    def act(self, action: str, **arguments: object) -> Any:
        """What an action of the page's gives."""
        answer = self.send("POST", f"/{action}", self.own, json.dumps(arguments).encode())
        assert 200 == answer.status, answer.body
        return json.loads(answer.body)

    @contextmanager
    def events(self) -> Iterator["Events"]:
        """Read what happens, from now on."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as connection:
            head = "\r\n".join(["GET /events HTTP/1.1", *map(": ".join, self.own), "", ""])
            connection.sendall(head.encode())
            reader = connection.makefile("rb")
            lines = [line.strip().lower() for line in iter(reader.readline, b"\r\n")]
            assert lines[0] == b"http/1.1 200 ok", lines
            assert b"transfer-encoding: chunked" in lines
            yield Events(reader)


class Events:
    """The events of one reader; its connection gives up after 10 s."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader
        self._text = ""

    def next(self, *kinds: str) -> tuple[str, Any]:
        """The next event of these kinds, of all if none is given."""
        while True:
            while "\n\n" not in self._text:
                size = int(self._reader.readline(), 16)
                self._text += self._reader.read(size).decode()
                self._reader.readline()
            event, _, self._text = self._text.partition("\n\n")
            fields = dict(line.split(": ", 1) for line in event.split("\n") if not line.startswith(":"))
            if fields and (not kinds or fields["event"] in kinds):
                return fields["event"], json.loads(fields["data"])


def shown(document: object) -> Iterator[str]:
    """Every text of a document that is seen before anybody asks for what is hidden.

    The ids of rows and what their buttons send are handles, which the page shows nowhere.
    """
    match document:
        case [str() as text, bool() as is_personal]:
            yield from () if is_personal else (text,)
        case list():
            for item in document:
                yield from shown(item)
        case dict():
            for name, item in document.items():
                handles: Mapping[str, tuple[str, ...]] = {"id": ("cells",), "arguments": ("action",)}
                if not (name in handles and all(other in document for other in handles[name])):
                    yield name
                    yield from shown(item)
        case bool() | None:
            return
        case _:
            yield str(document)


def hidden(document: object) -> Iterator[str]:
    """Every text of a document that is hidden."""
    match document:
        case [str() as text, True]:
            yield text
        case list() | dict():
            for item in document.values() if isinstance(document, dict) else document:
                yield from hidden(item)


def eventually(seconds: float, condition: Any) -> bool:
    """Whether something becomes true in time."""
    until = time.monotonic() + seconds
    while not (found := bool(condition())) and time.monotonic() < until:
        time.sleep(0.01)
    return found
