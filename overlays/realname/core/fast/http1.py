"""HTTP/1.1: a request as bytes, and an answer as it comes in."""

import re

import httptools
import httpx

from realname.core import network

LARGEST_HEAD = 100 * 1024
"""Bytes of the names and values of an answer's headers."""

_TELLING = {len(b"Host"), len(b"Content-Length"), len(b"Transfer-Encoding")}
"""How long the names are that tell whom a request is for, and where it ends: few headers need a closer look."""
_CONTROL = re.compile(rb"[^\t -~\x80-\xff]")
_HEAD = re.compile(
    rb"[A-Z]+ [!-~]+ HTTP/1\.1\r\n"
    rb"(?:[-!#$%&'*+.^_`|~0-9A-Za-z]+: (?:[!-~\x80-\xff](?:[\t -~\x80-\xff]*[!-~\x80-\xff])?)?\r\n)+\r\n"
)


def request_bytes(request: httpx.Request) -> bytes:
    """The request as it goes over the wire. Its body has been read.

    Raises:
        httpx.LocalProtocolError: a part of it would end its line, or its head, or be taken for another request.
    """
    lines = [f"{request.method} ".encode() + request.url.raw_path + b" HTTP/1.1"]
    framing, hosts = [], 0
    for name, value in request.headers.raw:
        lines.append(name + b": " + value)
        if len(name) in _TELLING:
            match name.lower():
                case b"content-length" | b"transfer-encoding" as told:
                    framing.append((told, value))
                case b"host":
                    hosts += 1
    head = b"\r\n".join([*lines, b"", b""])
    if hosts != 1 or head.count(b"\n") != len(lines) + 1 or not _HEAD.fullmatch(head):
        raise httpx.LocalProtocolError("the request holds what no head of a request can")
    body = request.content
    if framing == [(b"transfer-encoding", b"chunked")]:
        body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body) if body else b"0\r\n\r\n"
    elif framing != [(b"content-length", b"%d" % len(body))] and (framing or body):
        raise httpx.LocalProtocolError("the request does not say how long its body is")
    return head + body


def _line_ends(data: bytes) -> bytes:
    """What ends lines at the end of `data`."""
    return data[len(data.rstrip(b"\r\n")) :]


class _EndError(Exception):
    """Nothing more is to be read."""


class Reading:
    """One answer, from its first byte to its last.

    Args:
        method: of the request.

    Attributes:
        is_complete: whether the answer is there as a whole.
        ends_connection: whether no other answer may be read from this connection: the peer says so, or more has come
            than one answer.
    """

    def __init__(self, method: str) -> None:
        self._has_no_body = method == "HEAD"
        self._parser = httptools.HttpResponseParser(self)
        self._parser.set_dangerous_leniencies(lenient_optional_cr_before_lf=True)  # h11 takes these as well
        self._headers: list[tuple[bytes, bytes]] = []
        self._body: list[bytes] = []
        self._reason = b""
        self._status = 0
        self._size = self._noticed = self._head_size = 0
        self._is_counted = self._is_chunked = False
        self.is_complete: bool = False
        self.ends_connection: bool = False

    def feed(self, data: bytes) -> None:
        """Take what has come.

        Raises:
            httpx.RemoteProtocolError: it is no answer.
            httpx.ReadError: it is larger than any that is documented.
        """
        if self.is_complete:
            self.ends_connection = True
            return
        if not self._size and data[:1] != b"H":  # llhttp takes RTSP as well, and skips line ends
            raise httpx.RemoteProtocolError("the answer is not HTTP/1.1")
        self._size += len(data)
        if self._size > network.LARGEST_EXCHANGE:
            raise httpx.ReadError("the answer is larger than any that is documented")
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as error:
            if not isinstance(error.__context__, _EndError | None):  # of a signal handler, such as a soft limit of time
                raise error.__context__ from None
            self.ends_connection = True
            if not self.is_complete:
                raise httpx.RemoteProtocolError("the answer is not HTTP/1.1") from None
        if not self._status and self._size - self._noticed > 2 * LARGEST_HEAD:  # one header without an end
            raise httpx.RemoteProtocolError("the answer is not HTTP/1.1")
        if self.is_complete and _line_ends(data) != (_line_ends(self._body[-1]) if self._is_counted else b"\r\n\r\n"):
            self.ends_connection = True  # llhttp skips line ends between two answers

    def end(self) -> None:
        """The connection has ended.

        Raises:
            httpx.RemoteProtocolError: the answer has not.
        """
        self.ends_connection = True
        if not self._runs_to_the_end():
            raise httpx.RemoteProtocolError("the connection ended before the answer did")
        self.is_complete = True

    def response(self) -> httpx.Response:
        """The answer, whole."""
        return httpx.Response(
            self._status,
            headers=self._headers,
            stream=httpx.ByteStream(b"".join(self._body)),
            extensions={"http_version": b"HTTP/1.1", "reason_phrase": self._reason},
        )

    def _runs_to_the_end(self) -> bool:
        """Whether the body has no other end than that of the connection."""
        names = {name.lower() for name, _ in self._headers}
        return self._status >= 200 and not names & {b"content-length", b"transfer-encoding"}

    # Called by llhttp. An error raised here makes it stop.

    def on_message_begin(self) -> None:
        """An answer begins; the one that was asked for has to be the only one."""
        if self.is_complete:
            raise _EndError

    def on_status(self, reason: bytes) -> None:
        """The words of the status line, or a part of them."""
        if _CONTROL.search(reason):
            raise _EndError
        self._reason += reason
        self._weigh(reason)

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header; those that follow a body tell nothing that anybody reads."""
        if self._status < 200:
            self._headers.append((name, value.rstrip(b"\t ")))
            if len(name) == len(b"transfer-encoding") and name.lower() == b"transfer-encoding":
                self._require_chunks(value)
        self._weigh(name + value)

    def on_headers_complete(self) -> None:
        """The head is there: of the answer, or of a notice that one will come."""
        self._status = self._parser.get_status_code()
        if self._status < 100 or self._status == 101:  # nobody asked for another protocol
            raise _EndError
        if self._has_no_body and self._status >= 200:
            self.is_complete = self.ends_connection = True
            raise _EndError

    def on_body(self, data: bytes) -> None:
        """A part of the body."""
        self._body.append(data)
        self._is_counted = True

    def on_chunk_complete(self) -> None:
        """The end of a chunk, of which the last one is empty."""
        self._is_counted = False

    def on_message_complete(self) -> None:
        """The answer, or the notice, is complete."""
        if self._status >= 200:
            self.is_complete = True
            may_go_on = self._parser.should_keep_alive() and self._parser.get_http_version() == "1.1"
            self.ends_connection = self.ends_connection or not may_go_on
            return
        self._headers.clear()
        self._reason = b""
        self._noticed = self._size
        self._status = self._head_size = 0

    def _require_chunks(self, encoding: bytes) -> None:
        """Refuse what llhttp would hand on as it is: a body that is packed, or whose end nobody knows."""
        if self._is_chunked or encoding.strip(b"\t ").lower() != b"chunked":
            raise _EndError
        self._is_chunked = True
        self._parser.set_dangerous_leniencies(lenient_optional_cr_before_lf=False)  # h11 takes none between chunks

    def _weigh(self, part: bytes) -> None:
        self._head_size += len(part)
        if self._head_size > LARGEST_HEAD:
            raise _EndError
