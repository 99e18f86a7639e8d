"""Whether what came is one answer: what is told by a plain head must be what h11 tells by reading all of it."""

from typing import Any

import h11
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from realname.core import leftovers
from realname.core.leftovers import is_one_answer
from tests.strategies import drawing

METHODS = [b"GET", b"POST", b"PUT", b"PATCH", b"DELETE", b"HEAD", b"CONNECT", b"OPTIONS", b"get"]
STATUS_LINES = [
    *(b"HTTP/1.1 %d OK" % status for status in (200, 200, 200, 202, 400, 500, 204, 304, 100, 101, 199, 599, 600, 99)),
    *(b"HTTP/1.1 200", b"HTTP/1.1 200 ", b"HTTP/1.1  200 OK", b"HTTP/1.0 200 OK", b"HTTP/2 200 OK", b"http/1.1 200 OK"),
    *(b"HTTP/1.1 200 \xe5\xa5\xbd", b"HTTP/1.1 200 a\x00b", b"HTTP/1.1 2000 OK", b"HTTP/1.1 200 OK\r", b""),
]
NAMES = st.sampled_from([b"Content-Length", b"content-length", b"CONTENT-LENGTH", b"Transfer-Encoding", b"X-Any"]) | (
    st.sampled_from([b"Content-Length ", b" Content-Length", b"Content_Length", b"", b"X-\xe5", b"Connection", b"X(1)"])
)
VALUES = (
    st.sampled_from([b"%d" % size for size in (0, 1, 2, 3, 3, 3, 5, 10)])
    | st.sampled_from([b"", b"+3", b"-1", b"3, 3", b"3,4", b"0x3", b"3.0", b"03", b"3 3", b"\xb2"])
    | st.sampled_from([b"0" * 16 + b"3", b"9" * 16, b"9" * 25, b"a\x00b", b"a\x7fb", b"a\rb", b"\xe5"])
    | st.sampled_from([b"chunked", b"Chunked", b"gzip, chunked", b"identity", b"close", b"upgrade"])
)
SPACES = st.sampled_from([b"", b" ", b" ", b"\t", b"  ", b"\r\n ", b"\x0b"])
ENDS = st.sampled_from([b"\r\n", b"\r\n", b"\r\n", b"\r\n", b"\n", b"\r", b"\r\n\r\n"])
FIELDS = st.tuples(NAMES, st.just(b":") | st.sampled_from([b" :", b""]), SPACES, VALUES, SPACES, ENDS).map(b"".join)
HEADS = st.builds(
    lambda line, end, fields, last: line + end + b"".join(fields) + last,
    st.sampled_from(STATUS_LINES),
    ENDS,
    st.lists(FIELDS, max_size=4),
    st.sampled_from([b"\r\n", b"\r\n", b"\r\n", b"\n", b""]),
)
BODIES = st.sampled_from(
    [b"", b"a", b"abc", b"abc", b"abc\r\n", b"\r\n\r\n", b"3\r\nabc\r\n0\r\n\r\n", b"0\r\n\r\n"]
) | (st.binary(max_size=12))
FRAMED = st.builds(
    lambda fields, body, extra: (
        b"HTTP/1.1 200 OK\r\n%bContent-Length: %d\r\n\r\n%b%b" % (b"".join(fields), len(body), body, extra)
    ),
    st.lists(FIELDS, max_size=2),
    st.binary(max_size=12),
    st.sampled_from([b"", b"", b"", b"\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", b"\x00"]),
)
"""Mostly whole answers."""


def _by_h11(method: bytes, data: bytes) -> bool:
    """The judge."""
    reader = h11.Connection(h11.CLIENT)
    reader.send(h11.Request(method=method, target="/", headers=[("Host", "")]))
    reader.send(h11.EndOfMessage())
    reader.receive_data(data)
    event: Any = None
    try:
        while not isinstance(event, h11.EndOfMessage):
            event = reader.next_event()
            if event in (h11.NEED_DATA, h11.PAUSED):
                return False
    except h11.RemoteProtocolError:
        return False
    return reader.trailing_data[0] == b""


@drawing
@given(method=st.sampled_from(METHODS), data=st.builds(bytes.__add__, HEADS, BODIES) | FRAMED, cut=st.integers(0, 40))
@example(method=b"GET", data=b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc", cut=0)
@example(method=b"GET", data=b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc", cut=0)
@example(method=b"GET", data=b"HTTP/1.1 200 OK\r\nContent-Length: 3, 4\r\n\r\nabc", cut=0)
@example(method=b"GET", data=b"HTTP/1.1 200 OK\r\nX-Any: a\r\n Content-Length: 3\r\nContent-Length: 0\r\n\r\n", cut=0)
@example(method=b"GET", data=b"HTTP/1.1 200 OK\nContent-Length: 3\r\n\r\nabc", cut=0)
@example(method=b"GET", data=b"HTTP/1.1 200 OK\r\nX-Any: a\nContent-Length: 3\r\nContent-Length: 0\r\n\r\n", cut=0)
@example(method=b"GET", data=b"HTTP/1.1 200 OK\r\nContent-Length: 3\n\nabc\r\n\r\n", cut=0)
@example(method=b"GET", data=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: 3\r\n\r\nabc", cut=0)
@example(method=b"GET", data=b"HTTP/1.1 200 OK\r\nX-Any: a\x00b\r\nContent-Length: 3\r\n\r\nabc", cut=0)
@example(method=b"HEAD", data=b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n", cut=0)
@example(method=b"GET", data=b"HTTP/1.1 204 OK\r\nContent-Length: 3\r\n\r\nabc", cut=0)
@example(method=b"GET", data=b"HTTP/1.1 304 OK\r\nContent-Length: 3\r\n\r\n", cut=0)
@example(method=b"GET", data=b"HTTP/1.1 100 OK\r\nContent-Length: 3\r\n\r\nabc", cut=0)
@example(method=b"GET", data=b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcd", cut=0)
def test_a_plain_head_tells_what_h11_tells(method: bytes, data: bytes, cut: int) -> None:
    """On whatever bytes: odd, doubled or contradicting lengths, chunks, folded lines, bare line feeds, what follows."""
    whole = _by_h11(method, data)

    assert whole == is_one_answer(method, [data])
    assert whole == is_one_answer(method, [data[:cut], data[cut:]])


def test_a_usual_answer_is_not_read_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its head tells how long it is."""
    monkeypatch.delattr(leftovers, "_is_one_by_h11")
    answer = b"HTTP/1.1 200 OK\r\nDate: x\r\nContent-Type: application/json\r\ncontent-length:  2 \r\n\r\n{}"

    assert [True, False, False] == [is_one_answer(b"POST", [data]) for data in (answer, answer[:-1], answer + b"x")]
