"""One exchange at a gateway: the request that came, the answer on its way out, the record that stays in the log."""

import time
from abc import ABC, abstractmethod
from enum import Enum
from typing import ClassVar

from attrs import Factory, define, field, frozen

from realname.sandbox.keys import SigningKey, stray_key

Headers = tuple[tuple[str, str], ...]

WITHOUT_BODY = frozenset({204, 304})


@frozen
class Received:
    """A request as it came off the wire, before anything is made of it.

    Its repr names the method only: target, headers and body can hold personal data and signatures.
    """

    method: str
    target: str = field(repr=False)
    """The request target, byte for byte as on the request line: the path and, after a `?`, the query."""
    headers: Headers = field(repr=False)
    """Names in lower case, values without surrounding blanks, in wire order."""
    body: bytes = field(repr=False)
    arrived: float = field(factory=time.monotonic, repr=False, eq=False)
    """Seconds on the monotonic clock."""

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


class Transmission(Enum):
    """How much of an answer reaches the client."""

    WHOLE = "whole"
    CUT = "cut"
    """Half of the body, then the end of the connection."""
    DROPPED = "dropped"
    """Nothing: the connection just ends."""


@frozen
class Answer:
    """What the server writes: header names keep their spelling and order."""

    status: int
    headers: Headers
    content: bytes
    delay: float = 0.0
    """Seconds to wait before writing."""
    transmission: Transmission = Transmission.WHOLE


class RefusalError(Exception):
    """The gateway says no. The first check that fails raises it, and it becomes the answer."""

    def __init__(self, code: str, message: str = "", *, status: int | None = None, business: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.status = status
        """HTTP status; None for the gateway's usual one."""
        self.business = business
        """Whether the operation refused, rather than the gateway in front of it."""


@define
class Draft(ABC):
    """An answer while it is decided, written and signed. Faults alter it at each of these stages."""

    ENUM_FIELD: ClassVar[str]
    """The field of a success that tells the outcome, as a dotted path."""
    OMITTED_FIELD: ClassVar[str]
    """The field that is left out when a field is to be missing, as a dotted path."""
    REQUIRED_FIELDS: ClassVar[tuple[str, ...]]
    """Fields that the contract requires in one kind of answer or the other."""
    TYPED_FIELDS: ClassVar[tuple[str, ...]]
    """Fields that have a type and cannot be null, in one kind of answer or the other."""
    HTML_CHARSET: ClassVar[str] = "utf-8"

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

    def replace_header(self, name: str, *values: str) -> None:
        """Put these values in place of every header of this name; none at all removes it."""
        self.headers = [item for item in self.headers if item[0] != name]
        self.headers += [(name, value) for value in values]

    def ask_for_patience(self, seconds: int | None) -> None:
        """Add `Retry-After`, unless the number of seconds is None."""
        if seconds is not None:
            self.headers.append(("Retry-After", str(seconds)))

    @abstractmethod
    def write(self) -> None:
        """Turn the document into the bytes of the body."""

    def encrypt(self) -> None:
        """Encrypt the body, if it is to be."""

    @abstractmethod
    def add_headers(self) -> None:
        """Add the provider's headers, the signature of the finished body among them."""

    def finish(self) -> Answer:
        """The answer as it is written."""
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
    SWAPPED: ClassVar[dict[bytes, bytes]]
    """What success and failure look like in a body, each with its opposite."""

    key: SigningKey = field(kw_only=True)
    signed: bool = True
    encrypts: bool = False
    """Whether the body is to be encrypted."""

    @property
    def garbage(self) -> str:
        """A signature header that is well-formed and signs nothing."""
        return "Z2FyYmFnZSBnYXJiYWdlIQ=="

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
    """`accepted`, or the code (at e签宝's gateway: the message) of the refusal."""
    status: int
    """HTTP status of the answer."""
    fault: str | None
    """Name of the fault that was injected."""
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
