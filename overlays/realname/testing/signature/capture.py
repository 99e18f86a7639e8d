"""A captured message: raw HTTP text, taken apart without losing where everything is."""

import re
from typing import Final, Literal

from attrs import asdict, evolve, field, frozen

from realname.testing.signature.explanation import Finding, Part

BodyIs = Literal["whole", "lossy", "unseen"]
Span = tuple[int, int]
"""Byte offsets from and to."""
MAXIMUM: Final = 16 << 20
"""Bytes of a capture: more than any provider takes."""
_LONGEST_HEAD: Final = 1 << 20
_MOST_HEADERS: Final = 1000


class CaptureError(ValueError):
    """The capture is not an HTTP message; says what is wrong with it."""


@frozen
class Header:
    """One header line.

    Attributes:
        name: as written.
        value: without the spaces around it.
        at: where the value is; None if the message has no such header.
    """

    name: str
    value: str = field(repr=False)
    at: Span | None


@frozen(kw_only=True)
class Message:
    """What requests and answers have in common; of an answer, this is all.

    Attributes:
        start_line: the first line.
        headers: in the order of the message.
        body: as it was announced.
        body_at: where it is.
        findings: what is odd about the capture itself.
        body_is: whether the body is what went over the wire, what is left of it in the capture, or not there at all.
        is_masked: whether signature and values were replaced when the capture was made.
        facts: what whoever masked it has found out about the signature before, by name.
    """

    start_line: str = field(repr=False)
    headers: tuple[Header, ...] = field(repr=False)
    body: bytes = field(repr=False)
    body_at: Span
    findings: tuple[Finding, ...] = ()
    body_is: BodyIs = "whole"
    is_masked: bool = False
    facts: frozenset[str] = frozenset()

    def header(self, name: str) -> Header:
        """The first header of this name, in whatever case; one without a place if there is none."""
        found = (header for header in self.headers if header.name.lower() == name.lower())
        return next(found, Header(name, "", None))

    def value(self, name: str) -> str:
        """The value of a header; empty if there is none."""
        return self.header(name).value

    def part(self, name: str, header: str) -> Part:
        """What a header adds to the string to sign."""
        found = self.header(header)
        return Part(name, f"header {header}", found.at, found.value)

    @property
    def body_part(self) -> Part:
        """What the body adds."""
        return Part("body", "body", self.body_at, self.body)


@frozen(kw_only=True)
class CapturedRequest(Message):
    """A request.

    Attributes:
        method: as written.
        target: path and query, exactly as on the request line.
        method_at: where the method is.
        target_at: where the target is.
    """

    method: str
    target: str = field(repr=False)
    method_at: Span
    target_at: Span

    @property
    def path(self) -> str:
        """The target without its query."""
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        """What follows the question mark."""
        return self.target.partition("?")[2]


def read_request(captured: bytes) -> CapturedRequest:
    """Take a request apart.

    Raises:
        CaptureError: it is not one.
    """
    message = _read(captured)
    match = re.fullmatch(r"([A-Za-z]++) (https?+://[^/?\s]*+)?+(\S++)(?: HTTP/[\d.]++)?", message.start_line)
    if match is None:
        raise CaptureError("the first line is not a request line such as “POST /api/… HTTP/1.1”")
    method, _, target = match.groups()  # between them what proxies get, and what is not signed
    if not target.startswith("/"):
        raise CaptureError("the request line has no path")
    offset = captured.index(message.start_line.encode("latin-1"))
    return CapturedRequest(
        **asdict(message, recurse=False),
        method=method,
        target=target,
        method_at=(offset, offset + len(method)),
        target_at=(offset + match.start(3), offset + match.end(3)),
    )


def read_answer(captured: bytes) -> Message:
    """Take an answer apart.

    Raises:
        CaptureError: it is not one.
    """
    message = _read(captured)
    if not re.match(r"HTTP/[\d.]+ \d{3}", message.start_line):
        raise CaptureError("the first line is not a status line such as “HTTP/1.1 200 OK”")
    return message


def _read(captured: bytes) -> Message:
    if len(captured) > MAXIMUM:
        raise CaptureError(f"the capture is larger than {MAXIMUM >> 20} MiB")
    start = len(captured) - len(captured.lstrip(b"\r\n"))
    end = re.search(rb"\r?\n\r?\n", captured[start:])
    head = captured[start:] if end is None else captured[start : start + end.start()]
    if len(head) > _LONGEST_HEAD:
        raise CaptureError(f"there are more than {_LONGEST_HEAD >> 20} MiB before the body: is the empty line missing?")
    body_at = len(captured) if end is None else start + end.end()
    lines = [(match.group().rstrip(b"\r"), start + match.start()) for match in re.finditer(rb"[^\n]+", head)]
    if not lines:
        raise CaptureError("the capture is empty")
    if len(lines) > _MOST_HEADERS:
        raise CaptureError(f"there are more than {_MOST_HEADERS} lines before the body")
    start_line = lines[0][0].rstrip().decode("latin-1")
    headers = tuple(_header(line, at, number) for number, (line, at) in enumerate(lines[1:], start=2))
    body = captured[body_at:]
    return _as_announced(Message(start_line=start_line, headers=headers, body=body, body_at=(body_at, len(captured))))


def _header(line: bytes, at: int, number: int) -> Header:
    name, colon, rest = line.partition(b":")
    if not colon or not re.fullmatch(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+", name):
        raise CaptureError(f"line {number} is not a header; an empty line must come before the body")
    end = at + len(line.rstrip(b" \t"))
    begin = min(end, at + len(line) - len(rest.lstrip(b" \t")))
    value = line[begin - at : end - at].decode("utf-8", "replace")  # as the gateways of the sandbox read it
    return Header(name.decode("ascii"), value, (begin, end))


def _as_announced(message: Message) -> Message:
    """The message with the body that its Content-Length announces, or with a finding that it does not fit."""
    length = message.value("Content-Length")
    digits, start = length.lstrip("0")[:18] or "0", message.body_at[0]  # with 18 of them it is too much anyway
    if not re.fullmatch("[0-9]+", length) or (announced := int(digits)) == len(message.body):
        return message
    if announced < len(message.body) and not message.body[announced:].strip(b"\r\n"):
        # An editor has added the line end that the message did not have.
        return evolve(message, body=message.body[:announced], body_at=(start, start + announced))
    says = (
        f"Content-Length announces {length[:20]} bytes and the capture holds {len(message.body)}: the body is not "
        "the one that was sent (cut, re-encoded, or changed by an editor)"
    )
    finding = Finding("content_length_differs", says, "Capture the body's bytes as they were sent.")
    return evolve(message, findings=(finding,))
