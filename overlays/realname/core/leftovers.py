"""Bytes that follow an answer, which httpcore would take for the answer to the next request on that connection.

Connections of our own are looked at by `transport`. This is for those of an httpx client that was passed in: httpx's
``trace`` extension tells when one is opened, and from then on what is delivered over it is kept until its request was
answered. One on which anything else came is told to be at its end, so that httpcore closes it and opens another.
"""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

import httpx

from realname.core.deadline import LARGEST_ANSWER

_OPENED: Final = ("connect_tcp.complete", "connect_unix_socket.complete", "start_tls.complete")
_WITH_BODIES: Final = frozenset({b"GET", b"POST", b"PUT", b"PATCH", b"DELETE"})
"""Methods whose answers have a body by what their own headers say."""
_HEAD: Final = re.compile(rb"HTTP/1\.1 (?!204|304)[2-5][0-9]{2} [\t -~]*(?:\r\n[0-9A-Za-z!#$%&'*+.^_`|~-]+:[\t -~]*)*")
"""A head about whose reading nobody disagrees, of an answer that has a body."""
_FRAMING: Final = re.compile(rb"\n(content-length|transfer-encoding):[\t ]*([^\r]*)", re.IGNORECASE)
_MOST_DIGITS: Final = 15


def is_one_answer(method: bytes, received: Sequence[bytes]) -> bool:
    """Whether these bytes are an answer, from its first byte to its last and not beyond.

    Args:
        method: of the request.
        received: what was delivered since it was written.
    """
    data = b"".join(received)
    length = _plain_length(method, data)
    return _is_one_by_h11(method, data) if length is None else len(data) == length


def _plain_length(method: bytes, data: bytes) -> int | None:
    """How many bytes an answer has in all, by its head; None if that takes a closer look.

    Nearly every answer has a plain head, and h11 takes longer to read it a second time than all else that is done here.
    """
    end = data.find(b"\r\n\r\n")
    if end < 0 or method not in _WITH_BODIES or not _HEAD.fullmatch(data, 0, end):
        return None
    framing = _FRAMING.findall(data, 0, end)
    if len(framing) != 1 or framing[0][0].lower() != b"content-length":
        return None
    digits: bytes = framing[0][1].rstrip(b"\t ")
    return end + 4 + int(digits) if digits.isdigit() and len(digits) <= _MOST_DIGITS else None


def _is_one_by_h11(method: bytes, data: bytes) -> bool:
    import h11  # loaded with httpcore, which cannot do without

    reader = h11.Connection(h11.CLIENT, max_incomplete_event_size=LARGEST_ANSWER)
    reader.send(h11.Request(method=method, target="/", headers=[("Host", "")]))
    reader.send(h11.EndOfMessage())
    reader.receive_data(data)
    try:
        while not isinstance(event := reader.next_event(), h11.EndOfMessage):
            if event in (h11.NEED_DATA, h11.PAUSED):
                return False
    except h11.RemoteProtocolError:
        return False
    return not reader.trailing_data[0]


class Watch:
    """A ``trace`` extension that watches the connections which are opened for a request.

    Args:
        user: the extension of whoever sends the request.
    """

    def __init__(self, user: Any) -> None:
        self.user = user

    def __call__(self, event: str, info: Mapping[str, Any]) -> Any:
        """Called by httpcore at each step."""
        if event.endswith(_OPENED):
            with suppress(AttributeError):  # a connection of somebody's own make that takes no attributes
                _Record().attach(info["return_value"])
        return None if self.user is None else self.user(event, info)


class AsyncWatch(Watch):
    """The same for async clients."""

    async def __call__(self, event: str, info: Mapping[str, Any]) -> None:
        """Called by httpcore at each step."""
        if (awaited := super().__call__(event, info)) is not None:
            await awaited


def watch(request: httpx.Request, kind: type[Watch]) -> None:
    """Watch the connections that are opened for `request`."""
    request.extensions["trace"] = kind(request.extensions.get("trace"))


class _Record:
    """What came over one connection since its last request was written."""

    def __init__(self) -> None:
        self._method = b""
        self._received: list[bytes] = []
        self._is_spoiled = False

    def attach(self, stream: Any) -> None:
        """Look at what passes over `stream`, a network stream of httpcore's, sync or async."""
        read, write, tell = stream.read, stream.write, stream.get_extra_info

        def written(data: bytes) -> None:
            if self._received or not self._method:
                self._received.clear()
                self._method = bytes(data[:16]).partition(b" ")[0]

        if _is_async(stream):

            async def async_read(*given: Any, **named: Any) -> bytes:
                data: bytes = await read(*given, **named)
                self._received.append(data)
                return data

            async def async_write(buffer: bytes, *given: Any, **named: Any) -> None:
                written(buffer)
                await write(buffer, *given, **named)

            stream.read, stream.write = async_read, async_write
        else:

            def sync_read(*given: Any, **named: Any) -> bytes:
                data: bytes = read(*given, **named)
                self._received.append(data)
                return data

            def sync_write(buffer: bytes, *given: Any, **named: Any) -> None:
                written(buffer)
                write(buffer, *given, **named)

            stream.read, stream.write = sync_read, sync_write
        # What httpcore asks of an idle connection, before it lends it to the next request; in HTTP/2, where answers say
        # which request they are for, it does not ask.
        stream.get_extra_info = lambda info: (info == "is_readable" and self._has_leftovers()) or tell(info)

    def _has_leftovers(self) -> bool:
        if self._received:
            self._is_spoiled = self._is_spoiled or not is_one_answer(self._method, self._received)
            self._received.clear()  # an idle connection holds nobody's answer
            self._method = b""
        return self._is_spoiled


def _is_async(stream: object) -> bool:
    import httpcore  # loaded already: the stream is one of its own

    return isinstance(stream, httpcore.AsyncNetworkStream)
