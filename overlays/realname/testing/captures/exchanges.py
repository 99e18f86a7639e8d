"""A request and its answer, put together again from what a tool wrote down of them."""

import re
import zlib
from collections.abc import Iterable
from typing import Final, TypeVar

from attrs import evolve, field, frozen

from realname.testing.signature.capture import (
    MAXIMUM,
    BodyIs,
    CapturedRequest,
    CaptureError,
    Message,
    read_answer,
    read_request,
)
from realname.testing.signature.explanation import Finding

MessageT = TypeVar("MessageT", bound=Message)
Headers = Iterable[tuple[str | bytes, str | bytes]]

MOST: Final = 10_000
"""Exchanges of one capture that are looked at."""
_MOST_LINES: Final = 1_000_000


@frozen(kw_only=True)
class Exchange:
    """One request with its answer, as far as the capture has them.

    Attributes:
        request: what was sent; None if the capture has an answer only.
        answer: what came back; None if the capture does not have it.
    """

    request: CapturedRequest | None = field(default=None, repr=False)
    answer: Message | None = field(default=None, repr=False)

    def __str__(self) -> str:
        """The exchange on one line, without query."""
        asked = "an answer"
        if self.request is not None:
            asked = f"{self.request.method} {self.request.value('Host')}{self.request.path}"
        status = self.answer.start_line.partition(" ")[2] if self.answer is not None else "no answer"
        return f"{asked[:200]} ({status[:40]})"


def request_of(
    method: str | bytes,
    address: str | bytes,
    headers: Headers,
    body: bytes,
    *,
    body_is: BodyIs = "whole",
    tool: tuple[str, str] = ("", ""),
) -> CapturedRequest:
    """The request with these parts.

    Args:
        method: as sent.
        address: with or without scheme and host.
        headers: as sent; those of HTTP/2 that begin with a colon are left out.
        body: what the capture shows of it.
        body_is: whether that is what was sent.
        tool: who shows no more than that, and what to do to see the whole; for a capture that is not whole.

    Raises:
        CaptureError: it is no request.
    """
    match = re.match(rb"(?:[A-Za-z][A-Za-z0-9+.-]{0,20}://([^/?#\s]*))?([^#\s]*)", _bytes(address))
    host, target = (match[1] or b"", match[2]) if match else (b"", b"")
    lines = _lines(headers)
    if host and not any(name.lower() == b"host" for name, _ in lines):
        lines = [(b"Host", host.rpartition(b"@")[2]), *lines]
    target = target if target.startswith(b"/") else b"/" + target
    request = read_request(_message(b"%s %s HTTP/1.1" % (_bytes(method), target), lines, body))
    return as_shown(request, body_is, tool)


def answer_of(
    status: str | bytes, headers: Headers, body: bytes, *, body_is: BodyIs = "whole", is_decoded: bool = False
) -> Message:
    """The answer with these parts.

    Args:
        status: what follows the version of HTTP.
        headers: as received.
        body: as received, but without the chunks it may have come in.
        body_is: whether that is what was received.
        is_decoded: whether the body is already decompressed, so that its length is not the one announced.

    Raises:
        CaptureError: it is no answer.
    """
    lines = _lines(headers)
    encoding = next((value.strip().lower() for name, value in lines if name.lower() == b"content-encoding"), b"")
    if encoding not in (b"", b"identity"):
        if not is_decoded:
            body = _decompressed(encoding, body)
        left_out = (b"content-encoding", b"content-length")
        lines = [line for line in lines if line[0].lower() not in left_out]
    return as_shown(read_answer(_message(b"HTTP/1.1 " + _bytes(status), lines, body)), body_is)


def as_shown(message: MessageT, body_is: BodyIs, tool: tuple[str, str] = ("", "")) -> MessageT:
    """The message, with what a capture does not show of its body."""
    if body_is == "whole":
        return message
    length = message.value("Content-Length")
    size = f" of {length} bytes" if re.fullmatch("[0-9]{1,18}", length) else ""
    says = f"the capture does not show the body{size} as it was sent"
    if body_is == "unseen":
        says = f"the capture does not show the body{size}"
    findings = [finding for finding in message.findings if finding.name != "content_length_differs"]
    if tool[0]:
        findings.append(Finding("body_not_captured", f"{says}: {tool[0]}", tool[1], "note"))
    return evolve(message, body_is=body_is, findings=tuple(findings))


def announces_body(headers: Headers) -> bool:
    """Whether a request with these headers had a body."""
    for name, value in _lines(headers):
        if name.lower() == b"transfer-encoding" or (name.lower() == b"content-length" and value.strip(b" 0")):
            return True
    return False


def unchunked(headers: Headers, body: bytes) -> bytes:
    """A body without the chunks that it came in; as it is if it is in none."""
    is_chunked = any(
        name.lower() == b"transfer-encoding" and b"chunked" in value.lower() for name, value in _lines(headers)
    )
    if not is_chunked:
        return body
    parts: list[bytes] = []
    at = 0
    while size := re.compile(rb"([0-9A-Fa-f]{1,8})[^\r\n]{0,200}\r?\n").match(body, at):
        start, length = size.end(), int(size[1], 16)
        if not length:
            return b"".join(parts)
        if start + length > len(body):
            return body
        parts.append(body[start : start + length])
        end = re.compile(rb"\r?\n").match(body, start + length)
        if end is None:
            return body
        at = end.end()
    return body


def check_lines(text: bytes) -> None:
    """See that a text that is read line by line has not so many of them that this takes long.

    Raises:
        CaptureError: it has.
    """
    if text.count(b"\n") > _MOST_LINES:
        raise CaptureError(f"there are more than {_MOST_LINES} lines")


def head_lines(head: bytes) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """First line and headers of a head."""
    first, *rest = [line.rstrip(b"\r") for line in head.split(b"\n")]
    lines = (line.partition(b":") for line in rest)
    return first, [(name, value.strip(b" \t")) for name, colon, value in lines if colon]


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode("utf-8", "replace")


def _lines(headers: Headers) -> list[tuple[bytes, bytes]]:
    lines = ((_bytes(name), re.sub(rb"[\r\n]+", b" ", _bytes(value))) for name, value in headers)
    return [(name, value) for name, value in lines if not name.startswith(b":")]


def _message(first: bytes, headers: list[tuple[bytes, bytes]], body: bytes) -> bytes:
    head = b"".join(b"%s: %s\r\n" % line for line in headers)
    return first + b"\r\n" + head + b"\r\n" + body


def _decompressed(encoding: bytes, body: bytes) -> bytes:
    if encoding not in (b"gzip", b"x-gzip", b"deflate"):
        raise CaptureError("the answer is compressed in a way that cannot be undone here; ask for it uncompressed")
    try:
        reader = zlib.decompressobj(wbits=47)
        plain = reader.decompress(body, MAXIMUM)
    except zlib.error:
        return body  # tools often write down what they have decompressed already
    if reader.unconsumed_tail:
        raise CaptureError(f"the answer is larger than {MAXIMUM >> 20} MiB when it is decompressed")
    return plain
