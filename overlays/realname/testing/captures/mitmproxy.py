"""What mitmproxy saves with `-w FILE`: a typed netstring for each flow, one behind the other.

A typed netstring is its length, a colon, the data, and a character for the type. Read here, since mitmproxy itself is
too much to install for that.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

from realname.testing.captures.exchanges import MOST, Exchange, answer_of, request_of
from realname.testing.signature.capture import BodyIs, CapturedRequest, CaptureError, Message

_LENGTH: Final = re.compile(rb"(\d{1,9}):")
_DEEPEST: Final = 20
"""Levels: a flow has four."""
_MOST_VALUES: Final = 1_000_000
_SHOWN: Final = (
    re.compile(rb"^[\w.:\[\]]{1,80}: [A-Z]{1,20} https?://\S{1,9999}$", re.MULTILINE),
    re.compile(rb"^ << \d{3} ", re.MULTILINE),
)
TOOL: Final = ("mitmproxy has not kept the body", "Let it save whole bodies: without stream_large_bodies.")


def is_one(data: bytes) -> bool:
    """Whether this is such a file."""
    length = _LENGTH.match(data)
    return length is not None and data[length.end() + int(length[1]) :][:1] == b"}"


def is_shown(text: bytes) -> bool:
    """Whether this is what mitmdump shows on the terminal, in which bodies are written anew."""
    return all(part.search(text, 0, 1 << 16) for part in _SHOWN)


def read(data: bytes) -> Iterator[Exchange]:
    """The exchanges.

    Raises:
        CaptureError: the file is damaged.
    """
    at = count = 0
    values = _Values(data)
    try:
        while at < len(data):
            flow, at = values.read(at, len(data), _DEEPEST)
            if not isinstance(flow, dict) or flow.get(b"type") not in ("http", b"http"):
                continue  # TCP, DNS
            count += 1
            if count > MOST:
                raise CaptureError(f"there are more than {MOST} requests")
            yield Exchange(request=_request(flow[b"request"]), answer=_answer(flow.get(b"response")))
    except CaptureError:
        raise
    except (LookupError, TypeError, ValueError, AttributeError):
        raise CaptureError("the file of mitmproxy is damaged, or cut off") from None


def _request(told: Any) -> CapturedRequest:
    body = told[b"content"]
    shown: BodyIs = "unseen" if body is None else "whole"
    headers = [(name, value) for name, value in told[b"headers"]]
    authority = told.get(b"authority") or b""
    if authority:
        headers = [*headers, *([] if any(n.lower() == b"host" for n, _ in headers) else [(b"Host", authority)])]
    return request_of(told[b"method"], told[b"path"], headers, body or b"", body_is=shown, tool=TOOL)


def _answer(told: Any) -> Message | None:
    if told is None:
        return None
    body = told[b"content"]
    shown: BodyIs = "unseen" if body is None else "whole"
    headers = [(name, value) for name, value in told[b"headers"]]
    status = b"%d %s" % (told[b"status_code"], told[b"reason"])
    return answer_of(status, headers, body or b"", body_is=shown)


class _Values:
    """The values of a file, up to a number of them."""

    def __init__(self, data: bytes) -> None:
        self._data: Final = data
        self._left = _MOST_VALUES

    def read(self, at: int, limit: int, depth: int) -> tuple[Any, int]:
        """The value that begins at an offset, and where it ends: before the limit, where what holds it ends."""
        length = _LENGTH.match(self._data, at, limit)
        if length is None or not depth:
            raise ValueError("no netstring")
        if not self._left:
            raise CaptureError(f"there are more than {_MOST_VALUES} values")
        self._left -= 1
        start = length.end()
        end = start + int(length[1])
        if end >= limit:
            raise ValueError("no type")
        kind = self._data[end : end + 1]
        match kind:
            case b"," | b";":
                content = self._data[start:end]
                return (content if kind == b"," else content.decode()), end + 1
            case b"#":
                return int(self._data[start:end][:20]), end + 1
            case b"~" | b"^" | b"!":
                return None, end + 1
            case b"]" | b"}":
                values = []
                while start < end:
                    value, start = self.read(start, end, depth - 1)
                    values.append(value)
                if kind == b"]":
                    return values, end + 1
                keys = (key.encode() if isinstance(key, str) else key for key in values[::2])
                return dict(zip(keys, values[1::2], strict=True)), end + 1
        raise ValueError("no type")
