"""A gateway that gives everyone one answer, in a process of its own: `python -m benchmark.wire_gateway`.

Reads the answer in base64, as a line on standard input, and prints its port. At each line more it prints how many
microseconds of CPU time it has spent on an answer since it began; it ends with its standard input. It does as little
as can be, so that what is measured is the client.
"""

import asyncio
import re
import sys
import time
from base64 import b64decode

_LENGTH = re.compile(rb"(?im)^content-length: *(\d+)")


class Connection(asyncio.Protocol):
    """One connection; requests may come in pieces, or several at a time."""

    answers = 0
    """Of all connections."""
    _transport: asyncio.Transport

    def __init__(self, answer: bytes) -> None:
        self._answer = answer
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called by asyncio."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101  TCP
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Called by asyncio."""
        self._received += data
        while (end := self._received.find(b"\r\n\r\n")) >= 0:
            length = _LENGTH.search(self._received, 0, end)
            whole = end + 4 + (int(length[1]) if length else 0)
            if len(self._received) < whole:
                return
            self._received = self._received[whole:]
            self._transport.write(self._answer)
            Connection.answers += 1


async def _serve(answer: bytes) -> None:
    loop, is_over, started = asyncio.get_running_loop(), asyncio.Event(), time.process_time()

    def asked() -> None:
        if sys.stdin.readline():
            print((time.process_time() - started) / max(Connection.answers, 1) * 1e6, flush=True)
        else:
            is_over.set()

    loop.add_reader(sys.stdin.fileno(), asked)
    server = await loop.create_server(lambda: Connection(answer), "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await is_over.wait()


if __name__ == "__main__":
    asyncio.run(_serve(b64decode(sys.stdin.readline())))
