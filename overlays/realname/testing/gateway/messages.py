"""One exchange at a gateway: the request that came, the answer on its way out, the record that stays in the log."""

import base64
import json
import re
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from enum import Enum
from http import HTTPStatus
from typing import Any, ClassVar

from attrs import Factory, define, field, frozen

from realname.testing.contract import Operation
from realname.testing.gateway import fields
from realname.testing.gateway.fields import Described
from realname.testing.gateway.keys import SigningKey, stray_key

Headers = tuple[tuple[str, str], ...]

_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")
WITHOUT_BODY = frozenset({204, 304})


def monotonic() -> float:
    """Seconds on the machine's own clock, which freezegun does not stop: a frozen server would never end."""
    if sys.platform == "win32":
        return time.monotonic()
    return time.clock_gettime(time.CLOCK_MONOTONIC)


@frozen
class Received:
    """A request as it came off the wire, before anything is made of it.

    Its repr names the method only: target, headers and body can hold personal data and signatures.
    """

    method: str
    target: str = field(repr=False)
    """The request target, byte for byte as on the request line: the path and, after a `?`, the query."""
    headers: Headers = field(repr=False)
    """Names in lower case, values without surrounding spaces, in wire order."""
    body: bytes = field(repr=False)
    arrived: float = field(factory=monotonic, repr=False, eq=False)
    """See `monotonic`."""

    @property
    def path(self) -> str:
        """The target without its query, still percent-encoded."""
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        """What follows the `?`, still percent-encoded; empty without one."""
        return self.target.partition("?")[2]

    def header(self, name: str) -> str:
        """The first header of this (lower-case) name; the gateways treat an absent one and an empty one alike."""
        return next((value for candidate, value in self.headers if candidate == name), "")


@frozen
class Call:
    """A request that was accepted, as an operation takes it."""

    operation: Operation
    arguments: dict[str, Any] = field(repr=False)
    """By wire name."""
    message: bytes = field(default=b"", repr=False)
    """The body as it is without encryption."""
    is_broken: bool = False
    """Whether it is outside the contract, and a breach let it pass."""


class Transmission(Enum):
    """How much of an answer reaches the client."""

    WHOLE = "whole"
    CUT = "cut"
    """Half of the body, then the end of the connection."""
    DROPPED = "dropped"
    """Nothing: the connection just ends."""
    FOLLOWED = "followed"
    """All of it, and once more, in one write."""
    DRIPPING = "dripping"
    """The head byte by byte, `delay` seconds apart, then the body and the end of the connection."""
    ANNOUNCED = "announced"
    """Nothing but informational answers, `delay` seconds apart, until the client goes away."""


@frozen
class Answer:
    """What the server writes: header names keep their spelling and order."""

    status: int
    headers: Headers
    content: bytes
    delay: float = 0.0
    """Seconds to wait before writing."""
    transmission: Transmission = Transmission.WHOLE

    @property
    def wire(self) -> bytes:
        """The bytes of the whole answer."""
        lines = (f"HTTP/1.1 {self.status} {HTTPStatus(self.status).phrase}", *map(": ".join, self.headers), "", "")
        return "\r\n".join(lines).encode("latin-1") + self.content

    @classmethod
    def of(cls, status: int, content: bytes, content_type: str) -> "Answer":
        """An answer with the headers of its body."""
        return cls(status, (("Content-Type", content_type), ("Content-Length", str(len(content)))), content)


@frozen
class Stream:
    """An answer without an end: what is told piece by piece, from another thread."""

    headers: Headers
    subscribe: Callable[[Callable[[bytes], None]], Callable[[], None]]
    """Takes what is to be called with each piece, and returns what ends that."""
    pause: bytes = b": nothing new\n\n"
    """Sent now and then while there is nothing to tell."""


@define
class RefusalError(Exception):
    """The gateway says no. The first check that fails raises it, and it becomes the answer."""

    code: str
    """As the provider writes it."""
    message: str = ""
    """For a human reader."""
    status: int | None = field(default=None, kw_only=True)
    """HTTP status; None for the gateway's usual one."""
    business: bool = field(default=False, kw_only=True)
    """Whether the operation refused, rather than the gateway in front of it."""
    document: dict[str, object] | None = field(default=None, kw_only=True)
    """The whole body, if it is not the usual one for a refusal."""


class UnfitError(Exception):
    """A fault was to spoil an answer that it cannot spoil. It says why."""


@define
class Draft(ABC):
    """An answer while it is decided, written and signed. Faults alter it at each of these stages."""

    JSON_TYPE: ClassVar[str]
    ASCII_ONLY: ClassVar[bool] = False
    """Whether JSON is written with everything but ASCII escaped."""
    HTML_CHARSET: ClassVar[str] = "utf-8"

    operation: Operation | None = field(default=None, kw_only=True)
    """What was asked for, if the contract knows it."""
    status: int = 200
    document: dict[str, object] | None = None
    """The JSON object to write; None when `content` is no JSON."""
    content: bytes = b""
    content_type: str | None = None
    headers: list[tuple[str, str]] = Factory(list)
    """Every header but Content-Type and Content-Length, in the spelling to be written."""
    delay: float = 0.0
    transmission: Transmission = Transmission.WHOLE
    expected: bytes | None = None
    """The string that the request's signature must have been made over, once the checks got that far."""
    verdict: str = "accepted"
    is_operation: bool = True
    """Whether an operation of the contract answers, rather than a token endpoint beside it."""
    is_page: bool = False
    """Whether a person opens a page, rather than a service calling the gateway."""

    def use(self, document: dict[str, object]) -> None:
        """Answer with this JSON object."""
        self.document, self.content_type = document, self.JSON_TYPE

    def find(self, *wishes: Callable[[Described], bool]) -> Described:
        """The first field of the answer, as the contract describes it, that fulfils the first wish that any fulfils.

        Raises:
            UnfitError: none does.
        """
        described = [] if self.operation is None else fields.described(self.operation, self.status, self.document)
        for wish in wishes:
            if found := next(filter(wish, described), None):
                return found
        raise UnfitError("the contract describes no field of this answer that it could alter")

    def replace_header(self, name: str, *values: str) -> None:
        """Put these values in place of every header of this name; none at all removes it."""
        self.headers = [item for item in self.headers if item[0] != name]
        self.headers += [(name, value) for value in values]

    def ask_for_patience(self, seconds: int | None) -> None:
        """Add `Retry-After`, unless the number of seconds is None."""
        if seconds is not None:
            self.headers.append(("Retry-After", str(seconds)))

    def write(self) -> None:
        """Turn the document into the bytes of the body, on one line."""
        self.content = json.dumps(self.document, ensure_ascii=self.ASCII_ONLY, separators=(",", ":")).encode()

    def encrypt(self) -> None:
        """Encrypt the body, if it is to be."""

    @abstractmethod
    def add_headers(self) -> None:
        """Add the provider's headers, the signature of the finished body among them."""

    def finish(self) -> Answer:
        """The answer as it is written.

        Raises:
            UnfitError: a header would not be one: its value ends the line, or cannot be written.
        """
        if not all(_VALUE.fullmatch(value) for _, value in self.headers):
            raise UnfitError("no header can have such a value")
        framing = [] if self.content_type is None else [("Content-Type", self.content_type)]
        if self.status in WITHOUT_BODY:
            return Answer(self.status, tuple(self.headers), b"", self.delay, self.transmission)
        framing.append(("Content-Length", str(len(self.content))))
        return Answer(self.status, (*self.headers, *framing), self.content, self.delay, self.transmission)


@define
class SignedDraft(Draft):
    """A draft of a gateway that signs its answers."""

    SIGNATURE_HEADER: ClassVar[str]
    TIME_HEADERS: ClassVar[tuple[str, ...]]
    """The other headers that the signature covers."""

    key: SigningKey = field(kw_only=True)
    signed: bool = True
    encrypts: bool = False
    """Whether the body is to be encrypted."""

    @property
    def garbage(self) -> str:
        """A signature header that is well-formed and signs nothing."""
        return self.signature_header(b"garbage garbage!")

    def signature_header(self, signature: bytes) -> str:
        """A signature as its header has it."""
        return base64.b64encode(signature).decode()

    def stray_key(self) -> SigningKey:
        """A key of the same kind that is nobody's."""
        return stray_key()


@frozen
class Record:
    """One request in the log: what came, what its signature should have been made over, and what became of it.

    Its repr shows neither query, headers nor body: these can hold personal data and signatures.
    """

    provider: str
    received: Received = field(repr=False)
    expected_string_to_sign: bytes | None = field(repr=False)
    """None when a check before the signature refused the request."""
    verdict: str
    """`accepted`, or the code of the refusal (where there are only messages, that), or `unfit fault`."""
    status: int
    """HTTP status of the answer."""
    fault: str | None
    """Name of the fault that was injected."""
    answer: Answer = field(repr=False)
    at: float
    """When it was answered, in seconds since 1970 by the sandbox's clock."""
    seconds: float
    """How long the gateway took to decide, without waiting that a fault asks for."""
    number: int = 0
    """Which one it is in its sandbox, from 1."""
    path: str = field(init=False)

    @path.default
    def _(self) -> str:
        return self.received.path

    @property
    def method(self) -> str:
        """The HTTP method."""
        return self.received.method

    @property
    def target(self) -> str:
        """Path and query, byte for byte as on the request line."""
        return self.received.target

    @property
    def headers(self) -> Headers:
        """Header names in lower case, and their values."""
        return self.received.headers

    @property
    def body(self) -> bytes:
        """The body as received."""
        return self.received.body

    @property
    def size(self) -> int:
        """Bytes that it holds on to, about."""
        heads = sum(len(name) + len(value) for name, value in self.headers)
        told = len(self.body) + len(self.expected_string_to_sign or b"") + len(self.answer.content)
        return len(self.target) + heads + told
