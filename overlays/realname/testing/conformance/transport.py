"""Signing and sending: cases as Schemathesis and `requests` prepare them, on the way that our own clients go.

The bytes that `requests` has made final are signed, so the same code signs that signs for our own clients.
"""

import time
from collections.abc import Callable
from typing import Any

import httpx
import requests
from attrs import frozen
from requests.auth import AuthBase
from schemathesis import Case, Response
from schemathesis.schemas import BaseSchema
from schemathesis.transport.requests import REQUESTS_TRANSPORT, RequestsTransport

from realname.core.auth import SigningAuth
from realname.core.deadline import LARGEST_ANSWER, CallState, Deadline
from realname.core.errors import RealnameError, RequestError
from realname.core.pool import Pool

_KEPT_BY_REQUESTS = frozenset({"host", "content-length"})
_ENCODINGS = frozenset({b"content-encoding", b"transfer-encoding"})


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
        self.calls: int = 0
        self.spent: bool = False
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


@frozen
class Exchange:
    """A request as it was sent, and its answer: the bytes that came, whatever encoding they claim to have."""

    asked: requests.PreparedRequest
    answer: httpx.Response


class OversizedAnswerError(requests.ConnectionError):
    """The answer is larger than any that is documented."""


class Line(RequestsTransport):
    """The one way to the gateway, for genuine requests and forged ones, within the limits of a client.

    It is the clients' way: a gateway on this machine is asked directly; to others the proxies of the environment lead,
    and ``SSL_CERT_FILE`` and ``SSL_CERT_DIR`` say whom to trust. ``REQUESTS_CA_BUNDLE`` and ``.netrc`` are not read.

    Args:
        url: the gateway's.
        timeout: seconds for each network step, and for an answer in all.
    """

    def __init__(self, url: httpx.URL, timeout: float) -> None:
        vars(self).update(vars(REQUESTS_TRANSPORT))
        pool = Pool()
        pool.prepare(url)  # a variable that cannot be used is told before anything is sent
        self._http = pool()
        self._timeout = timeout
        self.last: Exchange | None = None

    def carry(self, schema: BaseSchema) -> None:
        """Let the cases of a schema go this way: Schemathesis' own reads the environment as `requests` does."""
        kind: Any = type(schema)
        schema.__class__ = type(kind.__name__, (kind,), {"transport": self})

    def send(self, case: Case[Any], *, session: requests.Session | None = None, **given: Any) -> Response:
        """Send a case. Schemathesis is told the status only: it would read the rest in ways that do not always end."""
        parts = {name: given.get(name) for name in ("base_url", "headers", "params", "cookies")}
        prepared = requests.Request(**self.serialize_case(case, **parts)).prepare()
        self.last = self.exchange(prepared)
        return Response(self.last.answer.status_code, {}, b"", prepared, elapsed=0.0, verify=True)

    def exchange(self, prepared: requests.PreparedRequest) -> Exchange:
        """Send a request as it is, and read its answer.

        Raises:
            requests.RequestException: there is none, or none that ends.
        """
        deadline, content, request = Deadline.after(self._timeout), bytearray(), as_httpx(prepared)
        CallState(deadline).attach(request, self._timeout)
        try:
            answer = self._http.send(request, stream=True)
            try:
                for part in answer.iter_raw():
                    content += part
                    if len(content) > LARGEST_ANSWER:
                        raise OversizedAnswerError(request=prepared)
                    if not deadline.remaining:
                        raise requests.Timeout(request=prepared)
            finally:
                answer.close()
        except httpx.TimeoutException:
            failure: requests.RequestException = requests.Timeout(request=prepared)
        except (httpx.HTTPError, httpx.InvalidURL, RealnameError, UnicodeError):
            failure = requests.ConnectionError(request=prepared)
        else:
            headers = [(name, value) for name, value in answer.headers.raw if name.lower() not in _ENCODINGS]
            return Exchange(prepared, httpx.Response(answer.status_code, headers=headers, content=bytes(content)))
        raise failure

    def close(self) -> None:
        """Close its connections."""
        self._http.close()


def body(prepared: requests.PreparedRequest) -> bytes:
    """The body's bytes."""
    content = prepared.body or b""
    return content.encode() if isinstance(content, str) else content


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value
