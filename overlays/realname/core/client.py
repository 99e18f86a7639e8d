"""The base classes of the generated clients: an operation and its request in, a verified reply out.

`SyncCaller` and `AsyncCaller` differ in how they wait and in nothing else. Both may be shared between threads or tasks;
neither survives a fork (the connection pool does not): build clients after forking.
"""

import copy
from collections.abc import Mapping
from math import inf
from types import TracebackType
from typing import Any, Generic, Self, TypedDict, TypeVar

import httpx

from realname.core import waiting
from realname.core.answer import Answer
from realname.core.base_url import is_loopback, parse_base_url
from realname.core.call import Call
from realname.core.errors import ConfigurationError, RealnameError
from realname.core.gateway import Gateway
from realname.core.model import Request
from realname.core.operation import Operation
from realname.core.pages import Methods
from realname.core.redaction import CallScope
from realname.core.reply import RawReply
from realname.core.waiting import Wait

RequestT = TypeVar("RequestT", bound=Request)
AnswerT = TypeVar("AnswerT", bound=Answer)
HttpT = TypeVar("HttpT", bound=httpx.Client | httpx.AsyncClient)


class CallOptions(TypedDict, total=False):
    """The options that every client has.

    Attributes:
        timeout: seconds for each network step, by default 10; a whole call takes at most ``attempts`` times as long.
        attempts: how often a call may be sent in total, by default 3.
    """

    timeout: float
    attempts: int


class Caller(Methods, Generic[HttpT]):
    """What both base classes share: the gateway, the connection pool and the limits."""

    _pool_type: type[HttpT]

    def __init__(self, gateway: Gateway, *, base_url: str, http_client: HttpT | None, options: CallOptions) -> None:
        self._gateway = gateway
        self._base_url = parse_base_url(base_url)
        self._origin = str(self._base_url).removesuffix("/")
        self._timeout = _seconds(options.get("timeout", 10.0))
        self._attempts = _count(options.get("attempts", 3))
        self._owns_pool = http_client is None
        if http_client is not None and not isinstance(http_client, self._pool_type):
            raise ConfigurationError(
                f"http_client must be an httpx.{self._pool_type.__name__}",
                setting="http_client",
                remedy="Client takes an httpx.Client, AsyncClient an httpx.AsyncClient.",
            )
        # A sandbox on this machine is not behind the proxy that the environment names.
        self._http: HttpT = http_client or self._pool_type(
            timeout=self._timeout, follow_redirects=False, trust_env=not is_loopback(self._base_url.host)
        )

    def with_options(self, *, timeout: float | None = None, attempts: int | None = None) -> Self:
        """Return a view of this client with other limits, on the same connection pool; closing it leaves the pool open.

        Args:
            timeout: seconds for each network step.
            attempts: how often a call may be sent in total.
        """
        view = copy.copy(self)
        view._owns_pool = False
        if timeout is not None:
            view._timeout = _seconds(timeout)
        if attempts is not None:
            view._attempts = _count(attempts)
        return view

    def _prepare(
        self, operation: Operation[RequestT, AnswerT], request: RequestT, limit: float
    ) -> Call[RequestT, AnswerT]:
        return Call(
            self._gateway,
            operation,
            request,
            origin=self._origin,
            timeout=self._timeout,
            attempts=self._attempts,
            limit=limit,
        )

    def __repr__(self) -> str:
        return f"<{self._gateway.provider} {type(self).__name__} at {self._base_url}>"


class SyncCaller(Caller[httpx.Client]):
    """Base of every generated ``Client``."""

    _pool_type = httpx.Client

    def _call(
        self, operation: Operation[RequestT, AnswerT], request: RequestT, *, limit: float = inf
    ) -> RawReply[AnswerT]:
        call = self._prepare(operation, request, limit)
        try:
            reply = self._send(call)
        except RealnameError as failure:
            call.log_failure(failure)
            raise
        call.log_answer(reply)
        return reply

    def _wait(self, operation: Operation[RequestT, AnswerT], request: RequestT, *, limit: float) -> AnswerT:
        wait = _wait_for(operation, limit)
        while True:
            failure = None
            try:
                answer = (self._call(operation, request, limit=wait.remaining)).parsed
            except RealnameError as error:
                failure = error
            else:
                if wait.is_over(answer):
                    return answer
            waiting.sleep(wait.pause(failure))

    def _send(self, call: Call[RequestT, AnswerT]) -> RawReply[AnswerT]:
        while True:
            try:
                return self._attempt(call)
            except RealnameError as error:
                failure = error
            pause = call.pause(failure)
            if pause is None:
                raise failure
            waiting.sleep(pause)

    def _attempt(self, call: Call[RequestT, AnswerT]) -> RawReply[AnswerT]:
        response = None
        try:
            with CallScope():
                response = self._http.send(call.http_request(), auth=self._gateway.auth, follow_redirects=False)
            return call.conclude(response)
        except (RealnameError, httpx.HTTPError, httpx.InvalidURL) as error:
            failure = call.failure(error, response)
        except UnicodeError:  # httpx prepares a redirect even where none is followed, and cannot write every cookie
            failure = call.failure(httpx.RemoteProtocolError("the answer's headers cannot be used"), response)
        raise failure

    def close(self) -> None:
        """Close the connection pool, unless it was passed in."""
        if self._owns_pool:
            self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class AsyncCaller(Caller[httpx.AsyncClient]):
    """Base of every generated ``AsyncClient``."""

    _pool_type = httpx.AsyncClient

    async def _call(
        self, operation: Operation[RequestT, AnswerT], request: RequestT, *, limit: float = inf
    ) -> RawReply[AnswerT]:
        call = self._prepare(operation, request, limit)
        try:
            reply = await self._send(call)
        except RealnameError as failure:
            call.log_failure(failure)
            raise
        call.log_answer(reply)
        return reply

    async def _wait(self, operation: Operation[RequestT, AnswerT], request: RequestT, *, limit: float) -> AnswerT:
        wait = _wait_for(operation, limit)
        while True:
            failure = None
            try:
                answer = (await self._call(operation, request, limit=wait.remaining)).parsed
            except RealnameError as error:
                failure = error
            else:
                if wait.is_over(answer):
                    return answer
            await waiting.async_sleep(wait.pause(failure))

    async def _send(self, call: Call[RequestT, AnswerT]) -> RawReply[AnswerT]:
        while True:
            try:
                return await self._attempt(call)
            except RealnameError as error:
                failure = error
            pause = call.pause(failure)
            if pause is None:
                raise failure
            await waiting.async_sleep(pause)

    async def _attempt(self, call: Call[RequestT, AnswerT]) -> RawReply[AnswerT]:
        response = None
        try:
            with CallScope():
                response = await self._http.send(call.http_request(), auth=self._gateway.auth, follow_redirects=False)
            return call.conclude(response)
        except (RealnameError, httpx.HTTPError, httpx.InvalidURL) as error:
            failure = call.failure(error, response)
        except UnicodeError:  # httpx prepares a redirect even where none is followed, and cannot write every cookie
            failure = call.failure(httpx.RemoteProtocolError("the answer's headers cannot be used"), response)
        raise failure

    async def aclose(self) -> None:
        """Close the connection pool, unless it was passed in."""
        if self._owns_pool:
            await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()


class RawCaller(Methods):
    """Base of every generated ``RawClient``."""

    def __init__(self, client: SyncCaller) -> None:
        self._client = client


class AsyncRawCaller(Methods):
    """Base of every generated ``AsyncRawClient``."""

    def __init__(self, client: AsyncCaller) -> None:
        self._client = client


def _wait_for(operation: Operation[RequestT, AnswerT], limit: float) -> Wait[AnswerT]:
    assert operation.waiter is not None  # noqa: S101 - only what has one gets a method that waits
    return Wait(operation.name, operation.waiter, _seconds(limit))


def _seconds(timeout: float) -> float:
    if not 0 < timeout < float("inf"):
        raise ConfigurationError(
            "timeout must be a number of seconds above zero", setting="timeout", remedy="Leave it out for the default."
        )
    return timeout


def _count(attempts: int) -> int:
    if attempts < 1 or attempts != int(attempts):
        raise ConfigurationError(
            "attempts must be a whole number from 1", setting="attempts", remedy="1 sends each call once."
        )
    return attempts


def known_options(options: Mapping[str, Any], accepted: type) -> None:
    """Refuse an option that a client does not have, as Python does with arguments.

    Raises:
        TypeError: names it, and the one that was probably meant.
    """
    names = accepted.__optional_keys__  # type: ignore[attr-defined]  # of a TypedDict
    for name in options:
        if name not in names:
            import difflib  # slow to load, and needed for a mistake only

            near = difflib.get_close_matches(name, names, 1)
            hint = f"; did you mean {near[0]!r}?" if near else f"; there are: {', '.join(sorted(names))}"
            raise TypeError(f"there is no option {name!r}{hint}")
