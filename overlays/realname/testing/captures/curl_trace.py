"""What `curl --trace` and `curl --trace-ascii` write: every byte that went either way, behind its offset.

--trace writes bytes in hex. --trace-ascii writes a dot for each that is no visible character of ASCII, so that Chinese
is lost; line ends are not written, but the offsets count them.
"""

import re
from collections.abc import Iterator
from itertools import islice, pairwise
from typing import Final

from attrs import define, field

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
from realname.testing.signature.capture import BodyIs, CaptureError

_SECTION: Final = re.compile(
    rb"^(?:[^\n]{0,40} )?(?:=> Send|<= Recv) (?:header|data|SSL data), \d+ bytes \(0x[0-9a-f]+\)\r?$", re.MULTILINE
)
_MOST_SECTIONS: Final = 50_000
_HEADING: Final = re.compile(rb"(=>|<=) (?:Send|Recv) (header|data|SSL data), (\d{1,12}) bytes")
_LINE: Final = re.compile(rb"^([0-9a-f]{4,8}):(?: (.*?))?\r?$", re.MULTILINE)
_HEX: Final = re.compile(rb"(?:[0-9a-f]{2} ){1,16}")
TOOL: Final = (
    "curl --trace-ascii writes a dot for each byte that is not ASCII",
    "Send it again with --trace FILE instead of --trace-ascii, and explain that file.",
)


def is_one(text: bytes) -> bool:
    """Whether this is such a text."""
    return _SECTION.search(text) is not None


@define
class _Seen:
    sent_head: bytes
    sent: list[bytes] = field(factory=list)
    received_head: list[bytes] = field(factory=list)
    received: list[bytes] = field(factory=list)


def read(text: bytes) -> Iterator[Exchange]:
    """The exchanges.

    Raises:
        CaptureError: one of them is none, or lines are missing.
    """
    check_lines(text)
    is_hex = re.search(rb"^0010: (?:[0-9a-f]{2} ){1,16}", text, re.MULTILINE) is not None
    for each in _exchanges(text, is_hex=is_hex):
        first, headers = head_lines(each.sent_head.rstrip(b"\r\n"))
        method, _, rest = first.partition(b" ")
        body = unchunked(headers, b"".join(each.sent))
        shown: BodyIs = "whole"
        if not body and announces_body(headers):
            shown = "unseen"
        elif not is_hex and b"." in body:
            shown = "lossy"
        request = request_of(method, rest.partition(b" ")[0], headers, body, body_is=shown, tool=TOOL)
        answer = None
        if each.received_head:
            first, headers = head_lines(b"".join(each.received_head).rstrip(b"\r\n"))
            body = unchunked(headers, b"".join(each.received))
            shown = "lossy" if not is_hex and b"." in body else "whole"
            answer = answer_of(first.partition(b" ")[2], headers, body, body_is=shown)
        yield Exchange(request=request, answer=answer)


def _exchanges(text: bytes, *, is_hex: bool) -> list[_Seen]:
    seen: list[_Seen] = []
    headings = list(islice(_SECTION.finditer(text), _MOST_SECTIONS + 1))
    if len(headings) > _MOST_SECTIONS:
        raise CaptureError(f"the trace has more than {_MOST_SECTIONS} sections")
    ends = [*(found.start() for found in headings[1:]), len(text)]
    for found, end in zip(headings, ends, strict=True):
        heading = _HEADING.search(found[0])
        if heading is None or heading[2] == b"SSL data":
            continue
        direction, part, size = heading[1], heading[2], int(heading[3])
        lines = list(_LINE.finditer(text, found.end(), end))
        data = _bytes_of(lines, size, is_hex=is_hex)
        if (direction, part) == (b"=>", b"header"):
            if len(seen) == MOST:
                raise CaptureError(f"there are more than {MOST} requests")
            seen.append(_Seen(data))
        elif not seen:
            continue
        elif direction == b"=>":
            seen[-1].sent.append(data)
        elif part == b"data":
            seen[-1].received.append(data)
        elif data.startswith(b"HTTP/"):
            seen[-1].received_head = [data]  # after 100 Continue the next one counts
        else:
            seen[-1].received_head.append(data)
    return seen


def _bytes_of(lines: list["re.Match[bytes]"], size: int, *, is_hex: bool) -> bytes:
    starts = [*(int(line[1], 16) for line in lines), size]
    parts = []
    for line, (start, after) in zip(lines, pairwise(starts), strict=True):
        shown = line[2] or b""
        if is_hex:
            pairs = _HEX.match(shown + b" ")
            shown = bytes.fromhex(pairs[0].decode("ascii")) if pairs else b""
            shown = shown[: after - start] if after > start else shown
        missing = after - start - len(shown)
        if missing == 2 and not is_hex:
            shown += b"\r\n"
        elif missing == 1 and not is_hex:
            shown += b" "  # an editor has dropped it from the end of the line
        elif missing:
            raise CaptureError("the trace is damaged: its offsets do not fit what stands behind them")
        parts.append(shown)
    return b"".join(parts)
