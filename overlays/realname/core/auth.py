"""Signing and verifying as an `httpx.Auth`: one implementation for sync, async and bare httpx clients."""

import re
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Generator, Mapping
from math import inf
from typing import ClassVar, Protocol

import httpx

from realname.core.capture import SHOWN
from realname.core.deadline import aread, call_in, read
from realname.core.errors import ConfigurationError, Evidence, SignatureError
from realname.core.keys import BadSignature, PublicKey
from realname.core.leftovers import AsyncWatch, Watch, watch
from realname.core.processes import generation
from realname.core.reply import Verification

REPORT = "realname"
"""Where an answer's `Verification` stands: ``response.extensions["realname"]``."""


class SigningAuth(httpx.Auth, ABC):
    """Signs every request afresh and verifies every answer before anyone sees it.

    The body is final when it is signed; what is signed is what is sent. An answer that is not authentic raises
    `SignatureError` out of ``client.send``; there is no switch that turns this off.

    With an httpx client of yours it serves the process in which it is first used: after a fork that client would read
    from the parent's connections, and take the parent's answers.
    """

    shown_headers: ClassVar[Mapping[str, str]] = {}
    """Headers of the provider's, in lower case, of which a masked capture shows what these patterns find at their
    beginning: no token, and of a signature 8 characters."""
    _used_in: int | None = None

    def require_own_process(self, request: httpx.Request) -> None:
        """Refuse to go on where another process began.

        Raises:
            ConfigurationError: it was used with somebody's httpx client before a fork.
        """
        if call_in(request.extensions) is not None:  # of a client of ours, whose connections are renewed
            return
        if self._used_in is None:
            self._used_in = generation()
        if self._used_in != generation():
            raise ConfigurationError(
                "this auth was used before a fork, and so were its client's connections",
                setting="auth",
                remedy="Make an httpx client and an auth in each process.",
            )

    @abstractmethod
    def sign(self, request: httpx.Request) -> None:
        """Set the provider's security headers. The body has been read."""

    async def asign(self, request: httpx.Request) -> None:
        """The same in async clients, for what would hold up the event loop."""
        self.sign(request)

    @abstractmethod
    def verify(self, request: httpx.Request, response: httpx.Response) -> Verification:
        """Say who vouches for the answer. Both bodies have been read.

        Raises:
            SignatureError: the answer is not authentic.
        """

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Sign, send, read, verify."""
        self.require_own_process(request)
        watch(request, Watch)
        request.read()
        self.sign(request)
        response = yield request
        read(request, response)
        self._judge(request, response)

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        """Sign, send, read, verify."""
        self.require_own_process(request)
        watch(request, AsyncWatch)
        await request.aread()
        await self.asign(request)
        response = yield request
        await aread(request, response)
        self._judge(request, response)

    def _judge(self, request: httpx.Request, response: httpx.Response) -> None:
        response.extensions[SHOWN] = self.shown_headers
        try:
            response.extensions[REPORT] = self.verify(request, response)
        except SignatureError as error:
            error.http, error.http_status = response, response.status_code
            raise


class Key(Protocol):
    """What signs a string."""

    def sign(self, data: bytes) -> bytes:
        """The signature over `data`, as raw bytes."""


class KeyAuth(SigningAuth):
    """Signs one string of each request with a key; a key that is not here may take its time.

    Args:
        key: with which to sign. If it has a coroutine function ``asign``, which takes the seconds that it may use as
            well, async clients use that.
    """

    def __init__(self, key: Key) -> None:
        self._key = key

    @abstractmethod
    def prepare(self, request: httpx.Request) -> bytes:
        """Set every security header but the signature's; return the string to sign."""

    @abstractmethod
    def put(self, request: httpx.Request, signature: bytes) -> None:
        """Set the header that carries the signature."""

    def sign(self, request: httpx.Request) -> None:
        """Set the provider's security headers."""
        self.put(request, self._key.sign(self.prepare(request)))
        _limit_afresh(request)

    async def asign(self, request: httpx.Request) -> None:
        """Set the provider's security headers."""
        string = self.prepare(request)
        if (asign := getattr(self._key, "asign", None)) is None:
            signature = self._key.sign(string)
        else:
            signature = await asign(string, _limit_afresh(request))
        self.put(request, signature)
        _limit_afresh(request)


def _limit_afresh(request: httpx.Request) -> float:
    """Limit what follows to what is left of the call by now; return the seconds for one step.

    Raises:
        TransportError: nothing is left.
    """
    state = call_in(request.extensions)
    if state is None:
        return inf
    state.limit_steps(request)
    seconds: float = request.extensions["timeout"]["write"]
    return seconds


def who_signed(signature: bytes, key: PublicKey, own: PublicKey) -> Evidence:
    """Who has made a signature that does not fit; see `SignatureError.evidence`."""
    if _has_made(key, signature):
        return "other_text"
    return "own_key" if _has_made(own, signature) else "other_key"


def _has_made(key: PublicKey, signature: bytes) -> bool:
    try:
        return re.match(rb"\x00\x01\xff{8,}\x00", key.open(signature)) is not None
    except BadSignature:
        return False
