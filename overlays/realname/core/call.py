"""One call: what is sent at every attempt, when to give up, and the line in the log."""

import logging
import re
import time
from functools import cache, partial
from typing import Any, Generic, TypeVar
from urllib.parse import quote

import attrs
import httpx

from realname.core import wire
from realname.core.address import address, plain
from realname.core.answer import Answer
from realname.core.attempt import AttemptResult, Telling, result_of
from realname.core.auth import SigningAuth
from realname.core.deadline import CallState, Deadline
from realname.core.errors import (
    ApiError,
    DecodeError,
    PendingError,
    RealnameError,
    RejectedError,
    RequestError,
    SignatureError,
    TransportError,
)
from realname.core.gateway import Gateway, Headers
from realname.core.model import Request, refuse
from realname.core.operation import Operation
from realname.core.redaction import freed, is_foreign
from realname.core.reply import RawReply
from realname.core.retry import is_tls_failure, may_repeat, never_sent, requested_wait
from realname.core.verdict import conclude
from realname.core.waiting import before_attempt

RequestT = TypeVar("RequestT", bound=Request)
AnswerT = TypeVar("AnswerT", bound=Answer)

logger: logging.Logger = logging.getLogger("realname")
logger.addHandler(logging.NullHandler())

_NOWHERE = httpx.URL()


class Call(Generic[RequestT, AnswerT]):
    """The wire form of one call, made once; every attempt sends the same bytes under a fresh signature."""

    def __init__(
        self,
        gateway: Gateway,
        operation: Operation[RequestT, AnswerT],
        request: RequestT,
        *,
        url: httpx.URL,
        body: bytes,
        timeout: float,
        attempts: int,
        limit: float = float("inf"),
        telling: Telling | None = None,
    ) -> None:
        self._gateway = gateway
        self._operation = operation
        self._request = request
        self._url = url
        self._body, headers = gateway.seal(body)
        self._headers = _headers(operation.method, url, headers, self._body)
        self._timeout = timeout
        self._attempts = attempts
        self._state = CallState(Deadline.after(min(timeout * attempts, limit)))
        self._is_repeatable = True
        self._may_have_arrived = False
        self._started = self._began = time.perf_counter()
        self._sent = 0
        self._telling = telling
        self._result: AttemptResult = "not-sent"

    def __repr__(self) -> str:
        return f"Call({self._operation.name})"

    @property
    def auth(self) -> SigningAuth:
        """What signs each attempt and verifies its answer: of the credentials with which the call began."""
        return self._gateway.auth

    @property
    def concludes_elsewhere(self) -> bool:
        """Whether `conclude` has to wait for somebody else."""
        return self._gateway.unseals_elsewhere

    def http_request(self) -> httpx.Request:
        """The next attempt, not yet signed. Built here, so that nothing is merged in from the user's client."""
        self._sent += 1
        if self._telling is not None:
            self._began = time.perf_counter()
        # Of a stream httpx adds no header, and of an address that it is given to copy it needs all parts.
        request = httpx.Request(
            self._operation.method, _NOWHERE, headers=self._headers, stream=httpx.ByteStream(self._body)
        )
        request.url = self._url
        request.read()
        self._state.attach(request, self._timeout)
        return request

    @property
    def remaining(self) -> float:
        """Seconds that are left for the whole call."""
        return self._state.deadline.remaining

    def conclude(self, response: httpx.Response) -> RawReply[AnswerT]:
        """Decode a verified answer. Raises what `verdict.conclude` raises."""
        return conclude(self._gateway, self._operation, self._request, response)

    def failure(self, error: Exception, response: httpx.Response | None) -> Exception:
        """The error to raise for an attempt: named, and without the frames that hold what was sent or answered.

        What is somebody else's, such as an error of a hook of the user's client, is returned as it is.
        """
        if isinstance(error, RealnameError):
            failure = error.with_traceback(None)
            failure.__context__ = None
            self._is_repeatable = not self._state.sends_single
        elif is_foreign(error):
            self.interrupted(error)
            return error
        else:
            if isinstance(error, TimeoutError) and error.errno is None:  # of the limit round an async attempt
                error = httpx.ReadTimeout("no answer within the total time of the call")
            arrived = self._may_have_arrived or self._state.has_arrived
            failure = _transport_error(error, self._gateway.provider, arrived)
            self._is_repeatable = never_sent(error) or not self._state.sends_single
            failure.__cause__ = freed(error)
        failure.operation = self._operation.name
        self._result = result_of(failure)  # of this attempt; what follows is about the call
        if self._operation.fresh:
            failure.sent_ids = {name: getattr(self._request, name) for name in self._operation.fresh}
        if isinstance(failure, TransportError) and self._state.has_arrived:
            failure.outcome_unknown = True
        if isinstance(failure, SignatureError | DecodeError):
            response = failure.http = failure.http or response
        if response is not None:
            failure.http_status = response.status_code
            failure.request_id = self._gateway.request_id(response)
        if not isinstance(failure, RejectedError | PendingError):  # these two are answers
            self._may_have_arrived = failure.outcome_unknown = self._may_have_arrived or failure.outcome_unknown
        return failure

    def interrupted(self, error: BaseException) -> None:
        """Tell of an attempt that something else than the exchange broke off."""
        self._result = "interrupted"
        self._tell(error)

    def pause(self, failure: RealnameError) -> float | None:
        """Seconds to wait before another attempt; None if none is allowed, or there is no time for it.

        Asked once of each attempt that failed, which is told of then.
        """
        seconds = self._pause(failure)
        self._tell(failure, pause=seconds)
        return seconds

    def _pause(self, failure: RealnameError) -> float | None:
        if not (self._is_repeatable and self._sent < self._attempts and may_repeat(failure, self._operation.retry)):
            return None
        seconds = before_attempt(self._sent + 1)
        if isinstance(failure, ApiError) and failure.reply is not None:
            requested = requested_wait(failure.reply.http.headers)
            seconds = seconds if requested is None else requested
        return seconds if self.has_time(seconds) else None

    def has_time(self, pause: float = 0.0) -> bool:
        """Whether another attempt is worth it after so many seconds: an answer would have half its time at least."""
        return self._state.deadline.remaining - pause >= self._timeout / 2

    def log_answer(self, reply: RawReply[AnswerT]) -> None:
        """Write the call's line, and tell of the attempt that was answered."""
        self._result = "answered"
        self._tell(None, reply=reply)
        self._log(reply.verification, reply.http.status_code, reply.request_id)

    def log_failure(self, failure: RealnameError) -> None:
        """Write the call's line: it failed."""
        self._log(type(failure).__name__, failure.http_status, failure.request_id)

    def _tell(
        self, error: BaseException | None, *, reply: RawReply[AnswerT] | None = None, pause: float | None = None
    ) -> None:
        """Tell of the attempt that has just ended, and before it of what was sent beside it."""
        if self._telling is None:
            return
        ended, result = time.perf_counter(), self._result
        tell = partial(self._telling, provider=self._gateway.name, number=self._sent)
        for side in self._state.sides:
            if side.seconds is not None:
                tell(operation=side.operation, result="answered", duration=side.seconds, status=httpx.codes.OK)
                continue
            tell(operation=side.operation, result=result, duration=ended - side.began, error=error)
            if result != "interrupted" and not self._state.has_arrived:
                result = "not-sent"  # but for what failed beside it
        tell(
            operation=self._operation.name,
            result=result,
            duration=ended - self._began,
            error=error,
            pause=pause,
            status=None if reply is None else reply.http.status_code,
            request_id=None if reply is None else reply.request_id,
        )

    def _log(self, outcome: str, status: int | None, request_id: str | None) -> None:
        # An allow-list: nothing here comes from the arguments, and the path is the contract's template.
        if logger.isEnabledFor(logging.INFO):
            logger.info(
                "%s %s %s: %s, HTTP %s, attempt %d, %.0f ms, request id %s",
                self._operation.name,
                self._operation.method,
                self._operation.path,
                outcome,
                status,
                self._sent,
                (time.perf_counter() - self._started) * 1000,
                request_id,
            )


def _headers(method: str, url: httpx.URL, headers: Headers, body: bytes) -> httpx.Headers:
    """All headers but those that sign."""
    head = [(b"Host", url.netloc)]
    if body or method in ("POST", "PUT", "PATCH"):
        head.append((b"Content-Length", b"%d" % len(body)))
    return httpx.Headers([*head, *headers])


def wire_form(operation: Operation[RequestT, AnswerT], request: RequestT, origin: str) -> tuple[httpx.URL, bytes]:
    """The full URL and the body of a request.

    Raises:
        RequestError: an argument in the path would lead to another address than the contract's.
    """
    fields = wire.unstructure(request)
    names = wire.locations(operation.request)
    path = operation.path
    for name in names["path"]:
        value = plain(fields[name])
        if not value or ("." in value and {".", ".."} & set(re.split(r"[/\\]", value))):
            raise _not_a_part(request, name)
        path = path.replace(f"{{{name}}}", quote(value, safe=""))
    query = [(name, fields[name]) for name in names["query"] if name in fields]
    url = _fixed_url(origin, path) if path == operation.path and not query else address(origin, path, query)
    if url is None:
        raise RequestError(
            "the arguments cannot stand in an address as they are",
            limit="what an address can hold",
            document=operation.document,
            operation=operation.name,
        )
    if not operation.sends_body:
        return url, b""
    return url, wire.encode({name: fields[name] for name in names["body"] if name in fields})


def _not_a_part(request: Any, name: str) -> RequestError:
    field = next(field for field in attrs.fields(type(request)) if field.metadata["wire"] == name)
    return refuse(request, field, "a part of an address, and neither empty nor with '.' or '..' between slashes")


_fixed_url = cache(address)
"""Parsing a URL takes longer than most steps of a call. Never for one that holds arguments: it would keep them."""


def _transport_error(error: Exception, provider: str, may_have_arrived: bool) -> TransportError:
    """The error for an attempt without an answer, after others of which one may have arrived."""
    sent = "an earlier attempt may have arrived" if may_have_arrived else "nothing was sent"
    if is_tls_failure(error):
        return TransportError(
            f"no trusted TLS connection to {provider}; {sent}",
            outcome_unknown=False,
            retryable=False,
            remedy="Check the base URL and the clock; if a proxy has its own CA, pass an http_client that trusts it.",
        )
    if never_sent(error):
        return TransportError(
            f"no connection to {provider} ({type(error).__name__}); {sent}",
            outcome_unknown=False,
            remedy="Check the base URL, the network, and the proxy if there is one.",
        )
    return TransportError(
        f"no complete answer from {provider} ({type(error).__name__})",
        remedy="The request may have arrived: what it starts, sends or uses up may be done.",
    )
