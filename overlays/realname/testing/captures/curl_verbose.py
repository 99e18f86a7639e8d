"""What `curl -v` shows: the heads line by line behind > and <, and the answer's body somewhere between or after them.

It never shows the body that was sent. If the command itself stands above, the body is taken from there.
"""

import re
from collections.abc import Iterator
from typing import Final

from attrs import define, field

from realname.testing.captures import curl_command
from realname.testing.captures.exchanges import (
    MOST,
    Exchange,
    announces_body,
    answer_of,
    check_lines,
    head_lines,
    request_of,
    unchunked,
)
from realname.testing.signature.capture import BodyIs, CaptureError, Message

_MOST_LINES: Final = 100_000
_BEGINS: Final = re.compile(rb"^> [A-Za-z]{1,20} \S+ HTTP/[\d.]+\r*$", re.MULTILINE)
_COMMAND: Final = re.compile(rb"^[^\n]{0,200}?\bcurl(?:\.exe)? [^\n]{0,2000}", re.MULTILINE)
_OTHER: Final = re.compile(
    rb"\* .*|[{}] \[\d+ bytes data\]\r?"  # what curl says of the connection
    rb"|\s*%\s+Total\s.*|\s*Dload\s+Upload\s.*"  # its progress meter
    rb"|\s*\d+(?:\s+[\d.]+[kMGTP]?){7}(?:\s+[-\d:]+){3}.*",
    re.DOTALL,
)
_AFTER_BODY: Final = re.compile(rb"\* (?:Connection #\d|Closing connection)")
TOOL: Final = (
    "curl -v writes no body that it sends",
    "Send it again with --trace FILE instead of -v, and explain that file.",
)


def is_one(text: bytes) -> bool:
    """Whether this is such a text."""
    return _BEGINS.search(text) is not None


@define
class _Seen:
    sent: list[bytes]
    received: list[bytes] = field(factory=list)
    rest: list[bytes] = field(factory=list)


def read(text: bytes) -> Iterator[Exchange]:
    """The exchanges.

    Raises:
        CaptureError: one of them is none.
    """
    check_lines(text)
    seen, before = _take_apart(text)
    if len(seen) == 1 and not any(seen[0].rest):
        seen[0].rest = before  # the body is another stream, and may have been written first
    command = _command(text)
    for each in seen:
        first, headers = head_lines(b"\n".join(each.sent))
        method, target, *_ = first.split(b" ")
        body, body_is = b"", "unseen" if announces_body(headers) else "whole"
        if body_is == "unseen" and len(seen) == 1 and command is not None and _is_announced(command, headers):
            body, body_is = command.body, "whole"
        shown: BodyIs = "unseen" if body_is == "unseen" else "whole"
        request = request_of(method, target, headers, body, body_is=shown, tool=TOOL)
        yield Exchange(request=request, answer=_answer(each))


def _take_apart(text: bytes) -> tuple[list[_Seen], list[bytes]]:
    seen: list[_Seen] = []
    before: list[bytes] = []
    heads = 0
    for line in text.split(b"\n"):
        heads += line[:1] in (b"<", b">")
        if heads > _MOST_LINES:
            raise CaptureError(f"there are more than {_MOST_LINES} lines of headers")
        if _BEGINS.match(line):
            if len(seen) == MOST:
                raise CaptureError(f"there are more than {MOST} requests")
            seen.append(_Seen([line[2:]]))
        elif seen and line.startswith(b">") and not seen[-1].received:
            seen[-1].sent.append(line[2:])
        elif seen and line.startswith(b"< HTTP/"):
            seen[-1].received = [line[2:]]  # after 100 Continue the next one counts
        elif seen and line.startswith(b"<") and seen[-1].received and re.match(rb"< |<\r*$", line):
            seen[-1].received.append(line[2:])
        elif not _OTHER.fullmatch(line.rpartition(b"\r")[2] if not line.endswith(b"\r") else line):
            (seen[-1].rest if seen else before).append(line)
    return seen, before


def _answer(seen: _Seen) -> Message | None:
    if not seen.received:
        return None
    first, headers = head_lines(b"\n".join(seen.received))
    body = unchunked(headers, b"\n".join(seen.rest))
    length = next((value for name, value in headers if name.lower() == b"content-length"), b"")
    if re.fullmatch(rb"\d{1,9}", length):
        size = int(length)
        shown: BodyIs = "whole" if len(body) >= size else "unseen"
        return answer_of(first.partition(b" ")[2], headers, body[:size], body_is=shown, is_decoded=False)
    end = _AFTER_BODY.search(body)
    body = (body if end is None else body[: end.start()]).rstrip(b"\r\n")
    return answer_of(first.partition(b" ")[2], headers, body, body_is="lossy")


def _command(text: bytes) -> curl_command.Command | None:
    """The command, if it stands above what it shows."""
    start = _BEGINS.search(text)
    found = _COMMAND.search(text, 0, start.start() if start else 0)
    if found is None:
        return None
    begin = text.index(b"curl", found.start())
    try:
        return curl_command.parse(text[begin : start.start() if start else None])
    except CaptureError:
        return None


def _is_announced(command: curl_command.Command, headers: list[tuple[bytes, bytes]]) -> bool:
    lengths = [value for name, value in headers if name.lower() == b"content-length"]
    return lengths == [b"%d" % len(command.body)]
