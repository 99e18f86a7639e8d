"""Answers that llhttp reads, and requests as they go out, held against h11 and httpcore."""

from typing import Any

import h11
import httpcore
import httpx
import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from realname.core.fast.http1 import LARGEST_HEAD, Reading, request_bytes
from tests.strategies import drawing

# ---- reading ----


@frozen
class Found:
    """What was read: all of an answer."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes
    ends_connection: bool


def _read(method: str, parts: list[bytes], *, ends: bool) -> Found | str:
    """What our reading makes of the parts; or why there is no answer."""
    reading = Reading(method)
    try:
        for part in parts:
            reading.feed(part)
        if not reading.is_complete:
            if not ends:
                return "waits"
            reading.end()
    except httpx.TransportError as error:
        return str(error)
    answer = reading.response()
    return Found(
        answer.status_code, [_header(*one) for one in answer.headers.raw], answer.read(), reading.ends_connection
    )


def _header(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """In lower case where case means nothing to h11."""
    return name.lower(), value.lower() if name.lower() == b"transfer-encoding" else value


def _judge(method: str, data: bytes, *, ends: bool) -> Found | str:
    """What h11 makes of it."""
    judge = h11.Connection(h11.CLIENT, max_incomplete_event_size=LARGEST_HEAD)
    judge.send(h11.Request(method=method, target="/", headers=[("Host", "x")]))
    judge.send(h11.EndOfMessage())
    judge.receive_data(data)
    status, headers, body, has_ended = 0, list[tuple[bytes, bytes]](), b"", False
    try:
        while not isinstance(event := judge.next_event(), h11.EndOfMessage):
            if event is h11.PAUSED:
                return "another protocol"
            if event is h11.NEED_DATA:
                if has_ended or not ends:
                    return "waits"
                judge.receive_data(b"")
                has_ended = True
            elif isinstance(event, h11.Response):
                status, headers = event.status_code, [_header(*one) for one in event.headers]
            elif isinstance(event, h11.Data):
                body += bytes(event.data)
    except h11.RemoteProtocolError as error:
        return str(error)
    return Found(status, headers, body, has_ended or judge.their_state is not h11.DONE or bool(judge.trailing_data[0]))


FIRST = [b"HTTP/1.1 200 OK"] * 8 + [
    *(
        b"HTTP/1.1 200",
        b"HTTP/1.0 200 OK",
        b"HTTP/1.1 204 N",
        b"HTTP/1.1 304 N",
        b"HTTP/1.1 404 N\xe4",
        b"HTTP/1.1 101 S",
    ),
    *(
        b"HTTP/1.1 100 C",
        b"HTTP/1.1 000 X",
        b"HTTP/1.1 99 X",
        b"HTTP/1.1 2000 OK",
        b"HTTP/2.0 200 OK",
        b"RTSP/1.0 200 OK",
    ),
    *(b"http/1.1 200 OK", b" HTTP/1.1 200 OK", b"\r\nHTTP/1.1 200 OK", b"HTTP/1.1 200 O\0K", b"HTTP/1.1 600 X"),
]
HEADERS = [
    *(b"Content-Length: 5", b"Content-Length: 5 \t", b"Content-Length: 3", b"Content-Length: 0", b"Content-Length: +5"),
    *(
        b"Content-Length: 5, 5",
        b"Content-Length : 5",
        b"Content-Length: ",
        b"Content-Length: 0x5",
        b"Content-Length: -1",
    ),
    *(b"Content-Length: 99999999999999999999999", b"Content-Length: 5\x0b", b"Content-Length: \xc2\xb2"),
    *(b"Transfer-Encoding: chunked", b"Transfer-Encoding: Chunked", b"Transfer-Encoding: gzip", b"Transfer-Encoding: "),
    *(b"Transfer-Encoding: gzip, chunked", b"Transfer-Encoding: chunked;q=1", b"Transfer-Encoding: xchunked"),
    *(b"Transfer-Encoding:\tchunked", b"Transfer-Encoding\t: chunked", b"Transfer-Encoding: chunked, chunked"),
    *(
        b"Connection: close",
        b"Connection: keep-alive",
        b"Connection: keep-alive, Close",
        b"Connection:",
        b"Upgrade: h2c",
    ),
    *(b"Connection: upgrade", b"Proxy-Connection: close", b"X: ", b"X: a \t ", b"X: a\0b", b"X: a\x7fb", b"X: a\rb"),
    *(
        b"X: a\nb",
        b"X: a\r\n b",
        b" folded: 1",
        b": unnamed",
        b"none",
        b"X Y: 1",
        b"X\xe4: 1",
        b"X: \xe4\xff",
        b"",
        b"X\r",
    ),
]
BODIES = [
    *(
        b"hello",
        b"",
        b"he",
        b"hello world",
        b"hel\r\n",
        b"hello\r\n",
        b"\r\n\r\n\r\n5\r\n",
        b"helloHTTP/1.1 200 OK\r\n\r\n",
    ),
    *(
        b"5\r\nhello\r\n0\r\n\r\n",
        b"3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n",
        b"5;a=b\r\nhello\r\n0\r\nX: y\r\n\r\n",
        b"0\r\n\r\n",
    ),
    *(
        b"5\nhello\n0\n\n",
        b"5\r\nhelloXX\r\n0\r\n\r\n",
        b"5\r\nhello0\r\n\r\n",
        b"5\r\nhello\r\n0\r\n\n",
        b"5\r\nhello\r\n0\r\n",
    ),
    *(
        b"-5\r\nhello\r\n0\r\n\r\n",
        b"0x5\r\nhello\r\n0\r\n\r\n",
        b"FFFFFFFFFFFFFFFFF\r\nhello",
        b"05\r\nhello\r\n00\r\n\r\n",
    ),
    *(
        b"2\r\no\r\n0\r\n\r\n",
        b"5\r\nhello\r\n0\r\n bad\r\n\r\n",
        b"0\r\n\r\n\r\n",
        b"0\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
    ),
    b"5\r\n\r\n\r\n\r\n\r\n0\r\n\r\n",
]


@st.composite
def _answers(draw: st.DrawFn) -> bytes:
    """Answers that are right, wrong in a usual way, or changed in a few bytes."""
    line_end = draw(st.sampled_from([b"\r\n", b"\r\n", b"\r\n", b"\n"]))
    lines = [draw(st.sampled_from(FIRST)), *draw(st.lists(st.sampled_from(HEADERS), max_size=3)), b"", b""]
    data = bytearray(line_end.join(lines) + draw(st.sampled_from(BODIES)))
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 2]))):
        at = draw(st.integers(0, len(data) - 1))
        data[at : at + draw(st.integers(0, 1))] = draw(
            st.binary(max_size=1) | st.sampled_from([b"\r", b"\n", b" ", b":"])
        )
    return draw(st.sampled_from([b"", b"", b"HTTP/1.1 103 E\r\nLink: x\r\n\r\n"])) + bytes(data)


@drawing
@given(answer=_answers(), method=st.sampled_from(["GET", "GET", "POST", "HEAD"]), ends=st.booleans(), cuts=st.data())
def test_an_answer_is_what_h11_reads_or_none(answer: bytes, method: str, ends: bool, cuts: st.DataObject) -> None:
    """However it is cut into pieces: never another one, and never a connection on which anything is left."""
    places = sorted(cuts.draw(st.lists(st.integers(0, len(answer)), max_size=4) | st.just(list(range(len(answer))))))
    parts = [answer[a:b] for a, b in zip([0, *places], [*places, len(answer)], strict=True) if a < b]

    found, expected = _read(method, parts, ends=ends), _judge(method, answer, ends=ends)

    if isinstance(found, Found) and isinstance(expected, str):  # llhttp is not strict about what lies before an answer
        assert answer.startswith(b"HTTP/1.1 103"), expected
        assert "response line" in expected or "status line" in expected
    elif isinstance(found, Found) and isinstance(expected, Found):
        assert (expected.status, expected.headers, expected.body) == (found.status, found.headers, found.body)
        assert found.ends_connection or not expected.ends_connection


LONG = b"a" * (LARGEST_HEAD + 1)
SAME = [
    (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX:\r\nY: a\tb \r\n\r\nhello", b"hello", False),
    (b"HTTP/1.1 200\r\nTransfer-Encoding: Chunked\r\n\r\n5;x=y\r\nhello\r\n0\r\nZ: 1\r\n\r\n", b"hello", False),
    (b"HTTP/1.1 204 None\r\nContent-Length: 5\r\n\r\n", b"", False),
    (b"HTTP/1.1 304 None\r\nTransfer-Encoding: chunked\r\n\r\n", b"", False),
    (b"HTTP/1.1 304 None\r\n\r\nhello", b"", True),
    (b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n\r\n", b"", True),
    (b"HTTP/1.1 204 N\n\n\r\n", b"", True),
    (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: x, Close\r\n\r\nhello", b"hello", True),
    (b"HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello", b"hello", True),
    (b"HTTP/1.0 200 OK\r\nContent-Length: 5\r\nConnection: keep-alive\r\n\r\nhello", b"hello", True),
    (b"HTTP/1.1 100 C\r\nX: y\r\n\r\nHTTP/1.1 102 P\r\n\r\nHTTP/1.1 200 OK\r\n\r\nto the end", b"to the end", True),
]


@pytest.mark.parametrize("is_split", [False, True], ids=["whole", "byte by byte"])
@pytest.mark.parametrize(("answer", "body", "ends_connection"), SAME)
def test_an_answer_is_read(answer: bytes, body: bytes, ends_connection: bool, is_split: bool) -> None:
    """As h11 reads it."""
    parts = [bytes([byte]) for byte in answer] if is_split else [answer]

    found = _read("GET", parts, ends=True)

    assert _judge("GET", answer, ends=True) == found or is_split
    assert isinstance(found, Found)
    assert body == found.body
    assert found.ends_connection >= ends_connection


@pytest.mark.parametrize(
    "answer",
    [
        *(
            b"RTSP/1.0 200 OK\r\n\r\n",
            b"ICE/1.0 200 OK\r\n\r\n",
            b"\r\nHTTP/1.1 200 OK\r\n\r\n",
            b"HTTP/1.1 000 X\r\n\r\n",
        ),
        *(b"HTTP/1.1 101 S\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n", b"HTTP/1.1 200 O\0K\r\n\r\n"),
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\no\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
        b"HTTP/1.1 200 OK\r\nX: a\r\n b\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: a\0b\r\n\r\n",
        *(b"HTTP/1.1 200 OK\r\nX: " + LONG + b"\r\n\r\n", b"HTTP/1.1 200 " + LONG + b"\r\n\r\n"),
        *(b"HTTP/1.1 200 OK\r\n" + LONG + b": 1\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 60_000 + b"\r\n"),
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: " + LONG + b"\r\n\r\n",
        b"HTTP/1.1 000 X\r\nContent-Length: 1\r\n\r\n HTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: y\r\n",
        b"H",
    ],
    ids=lambda answer: answer[:60],
)
def test_what_is_no_answer_is_refused(answer: bytes) -> None:
    """Instead of being read in a way of llhttp's own."""
    assert isinstance(_read("GET", [answer], ends=True), str)


def test_a_header_without_an_end_is_refused_soon() -> None:
    """Long before the answer is too large: each piece is copied with all that came before."""
    reading = Reading("GET")
    reading.feed(b"HTTP/1.1 103 E\r\n\r\n" * 40_000)  # what came before does not count
    reading.feed(b"HTTP/1.1 200 OK\r\nX: ")
    reading.feed(LONG)

    with pytest.raises(httpx.RemoteProtocolError):
        reading.feed(LONG)


def test_an_answer_has_a_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it is made of."""
    monkeypatch.setattr("realname.core.network.LARGEST_EXCHANGE", 1000)
    reading = Reading("GET")
    reading.feed(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;" + b"x" * 900)

    with pytest.raises(httpx.ReadError, match="larger"):
        reading.feed(b"x" * 100)


@pytest.mark.parametrize("kind", [KeyboardInterrupt, RuntimeError])
def test_what_a_signal_handler_raises_gets_through(kind: type[BaseException], monkeypatch: pytest.MonkeyPatch) -> None:
    """Python may run it in the middle of what llhttp calls."""

    def interrupted(*_: object) -> None:
        raise kind("told to")

    monkeypatch.setattr(Reading, "on_body", interrupted)
    with pytest.raises(kind, match="told to"):
        Reading("GET").feed(SAME[0][0])


# ---- requests ----


def _on_the_wire(request: httpx.Request) -> bytes:
    """What httpcore sends; or why it sends nothing."""
    stream = _Written([b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"])
    with httpcore.ConnectionPool(network_backend=_Backend(stream)) as pool:
        pool.handle_request(
            httpcore.Request(
                request.method,
                httpcore.URL(scheme=b"http", host=b"x", target=request.url.raw_path),
                headers=request.headers.raw,
                content=request.stream,
            )
        )
    return stream.written


class _Written(httpcore.MockStream):
    written = b""

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.written += buffer


class _Backend(httpcore.NetworkBackend):
    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def connect_tcp(self, *_: Any, **__: Any) -> httpcore.NetworkStream:
        return self._stream


@pytest.mark.parametrize(
    ("method", "url", "headers", "content"),
    [
        ("GET", "http://x/?a=b", [], None),
        ("POST", "http://x", [], b"hello\r\n\0"),
        ("POST", "http://x/", [], b""),
        ("DELETE", "http://x/", [("x-Odd-CASE", "a"), ("x-Odd-CASE", "b\tc  d"), ("Empty", ""), ("A_b!#~", "x")], None),
        ("GET", "http://x/", [("Host", "other.example")], None),
        ("GET", "http://x/%E5%BC%A0/a%20b?x=%00&y=张#part", [], None),
        ("PUT", "http://x/", [], iter([b"hel", b"lo"])),
    ],
)
def test_a_request_has_the_bytes_of_httpcore(
    method: str, url: str, headers: list[tuple[str, str]], content: Any
) -> None:
    """Names as they are written, in their order."""
    request = httpx.Request(method, url, headers=headers, content=content)
    request.read()

    assert _on_the_wire(request) == request_bytes(request)


REFUSED: list[list[tuple[bytes, bytes]]] = [
    *([(b"X", value)] for value in (b"a\r\nY: b", b"a\nb", b"a\0b", b" a", b"a ", b"\t", b"a\rb")),
    *([(name, b"a")] for name in (b"", b"X: 1\r\nY", b"X Y", b"X:", b"X\r\nY", b"X\0", b"\xe4", b"X ", b" X", b"(X)")),
    *([(b"Content-Length", value)] for value in (b"4", b"6", b"x", b"", b"-1")),
    [(b"Transfer-Encoding", b"gzip")],
    [(b"Host", b"b")],
]


@pytest.mark.parametrize("headers", REFUSED, ids=str)
def test_what_h11_refuses_to_send_is_refused(headers: list[tuple[bytes, bytes]]) -> None:
    """A value cannot become a header, nor a body a request."""
    request = httpx.Request("POST", "http://x/", content=b"hello")
    says_length = any(b"ength" in name or b"ncoding" in name for name, _ in headers)
    request.headers = httpx.Headers([(b"Host", b"x"), *headers, *([] if says_length else [(b"Content-Length", b"5")])])

    with pytest.raises((httpcore.LocalProtocolError, h11.LocalProtocolError, ValueError)):
        _on_the_wire(request)
    with pytest.raises(httpx.LocalProtocolError):
        request_bytes(request)


@pytest.mark.parametrize("headers", [[("Content-Length", "5")], [("Host", "x")]], ids=str)
def test_a_request_says_whom_it_is_for_and_how_long_it_is(headers: list[tuple[str, str]]) -> None:
    """Also where httpx did not add it."""
    request = httpx.Request("POST", "http://x/", content=b"hello")
    request.headers = httpx.Headers(headers)

    with pytest.raises(httpx.LocalProtocolError):
        request_bytes(request)
