"""Signing and sending: our `httpx.Auth` at work in `requests`, which is what Schemathesis sends with.

The bytes that `requests` has made final are signed, so the same code signs that signs for our own clients.
"""

import time
from collections.abc import Callable

import httpx
import requests
from requests.auth import AuthBase

from realname.core.auth import SigningAuth
from realname.core.errors import RequestError

_KEPT_BY_REQUESTS = frozenset({"host", "content-length"})


class StoppedError(KeyboardInterrupt):
    """No request may follow. It is what Schemathesis takes for "stop now" in the middle of a phase."""


class Meter:
    """Counts requests, spaces them, and ends them when the agreed number is reached or a reason was given.

    Args:
        limit: requests in all; None for any number.
        per_second: requests a second at most; None for as fast as they go.
        now: the clock, in seconds.
        sleep: waits for a number of seconds.
    """

    def __init__(
        self,
        *,
        limit: int | None,
        per_second: float | None,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.calls = 0
        self.spent = False
        self.stopped: str | None = None
        self._limit = limit
        self._interval = 1 / per_second if per_second else 0.0
        self._now, self._sleep = now, sleep
        self._due = 0.0

    def take(self) -> None:
        """Wait until the next request is due, and count it.

        Raises:
            StoppedError: there is to be none.
        """
        self.spent = self.spent or (self._limit is not None and self.calls >= self._limit)
        if self.spent or self.stopped is not None:
            raise StoppedError
        if self._interval:
            self._sleep(max(0.0, self._due - self._now()))
            self._due = max(self._due, self._now()) + self._interval
        self.calls += 1

    def stop(self, reason: str) -> None:
        """Let no request follow, for this reason."""
        self.stopped = self.stopped or reason

    def interrupted(self) -> None:
        """Take note that the run has ended early, if that was not for a reason that is known here."""
        if not self.spent:
            self.stop("the run was interrupted")


class Signing(AuthBase):
    """An adapter of a `SigningAuth` to `requests`; every request passes the meter."""

    def __init__(self, auth: SigningAuth, meter: Meter) -> None:
        self._auth = auth
        self._meter = meter

    def __call__(self, prepared: requests.PreparedRequest) -> requests.PreparedRequest:
        """Sign a request that is final but for its signature.

        A request that cannot be signed, since no page says how, goes out as it is: it is none that is documented.
        """
        self._meter.take()
        sign(self._auth, prepared)
        return prepared


def sign(auth: SigningAuth, prepared: requests.PreparedRequest) -> None:
    """Add the security headers."""
    prepared.headers.setdefault("Accept", "*/*")
    request = as_httpx(prepared)
    try:
        auth.sign(request)
    except RequestError:
        return
    prepared.headers.update({n: v for n, v in request.headers.items() if n not in _KEPT_BY_REQUESTS})


def as_httpx(prepared: requests.PreparedRequest) -> httpx.Request:
    """The same request, byte for byte, as our `Auth` reads it."""
    headers = {name: _text(value) for name, value in prepared.headers.items() if name.lower() != "content-length"}
    url = httpx.URL(prepared.url or "").copy_with(raw_path=prepared.path_url.encode("ascii"))
    return httpx.Request(prepared.method or "", url, headers=headers, content=body(prepared))


def as_httpx_response(status: int, headers: dict[str, list[str]], content: bytes) -> httpx.Response:
    """An answer as our `Auth` reads it. Its content has been decoded already."""
    pairs = [(name, value) for name, values in headers.items() for value in values]
    kept = [(name, value) for name, value in pairs if name.lower() not in ("content-encoding", "transfer-encoding")]
    return httpx.Response(status, headers=kept, content=content)


def body(prepared: requests.PreparedRequest) -> bytes:
    """The body's bytes."""
    content = prepared.body or b""
    return content.encode() if isinstance(content, str) else content


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value
