"""The base classes of the generated clients: an operation and its request in, a verified reply out.

`SyncCaller` and `AsyncCaller` differ in how they wait and in nothing else. Both may be shared between threads, or tasks
of one event loop; after a fork the child makes connections of its own.
"""

import copy
from collections.abc import Collection, Mapping
from functools import cached_property
from math import inf
from types import TracebackType
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Self, TypedDict, TypeVar

import httpx

from realname.core import loops, waiting
from realname.core.alarm import Alarm
from realname.core.answer import Answer
from realname.core.attempt import Listener, Telling
from realname.core.base_url import Domains, parse_base_url
from realname.core.errors import ConfigurationError, RealnameError
from realname.core.gateways import Gateways
from realname.core.model import Request
from realname.core.operation import Operation, RetryPolicy
from realname.core.pages import Methods, loading
from realname.core.pool import AsyncPool, Connections, HttpT, Pool, Source, closed
from realname.core.redaction import CallScope, conceal
from realname.core.reply import RawReply
from realname.core.waiting import Wait

if TYPE_CHECKING:
    from realname.core.call import Call
    from realname.core.gateway import Gateway

RequestT = TypeVar("RequestT", bound=Request)
AnswerT = TypeVar("AnswerT", bound=Answer)

Query = Mapping[str, str | int | bool | None]
"""The parameters of a query; what is None is left out."""

_STEP_FIRST = 0.02
"""Seconds by which a step's limit comes before that of the whole attempt, since it tells whether anything was sent."""


class CallOptions(TypedDict, total=False):
    """The options that every client has.

    Attributes:
        timeout: seconds for each network step, by default 10; a whole call takes at most ``attempts`` times as long.
        attempts: how often a call may be sent in total, by default 3.
        insecure_test_hosts: the hosts of sandboxes on other machines that plain HTTP may go to. For tests alone.
    """

    timeout: float
    attempts: int
    insecure_test_hosts: Collection[str]


class Caller(Methods, Generic[HttpT]):
    """What both base classes share: the gateways, the connections and the limits."""

    _http_type: type[HttpT]
    _pool_type: ClassVar[type[Pool] | type[AsyncPool]]

    def __init__(
        self,
        gateways: Gateways,
        *,
        base_url: str,
        http_client: Source[HttpT] | None,
        options: CallOptions,
        domains: Domains,
        on_attempt: Listener | None = None,
    ) -> None:
        with loading("calls"):  # with cattrs: who imports a provider does not always call it
            from realname.core.call import Call, wire_form
        self._new_call, self._wire_form = Call, wire_form
        self._gateways = gateways
        self._base_url = parse_base_url(base_url, options.get("insecure_test_hosts", ()), domains=domains)
        self._origin = str(self._base_url).removesuffix("/")
        self._timeout = _seconds(options.get("timeout", 10.0))
        self._attempts = _count(options.get("attempts", 3))
        self._telling = None if on_attempt is None else Telling(on_attempt)
        source: Any = self._pool_type() if http_client is None else http_client
        if isinstance(source, Pool | AsyncPool):
            source.prepare(self._base_url)
        self._connections: Connections[HttpT] = Connections(source, self._http_type)
        self._owns_connections = http_client is None or self._connections.are_own
        self._is_closed = False

    @property
    def _http(self) -> HttpT:
        if self._is_closed:
            raise closed("client")
        return self._connections.current()

    def with_options(self, *, timeout: float | None = None, attempts: int | None = None) -> Self:
        """Return a view of this client with other limits, on the same connection pool; closing it leaves the pool open.

        Args:
            timeout: seconds for each network step.
            attempts: how often a call may be sent in total.
        """
        view = copy.copy(self)
        view._owns_connections = False
        if timeout is not None:
            view._timeout = _seconds(timeout)
        if attempts is not None:
            view._attempts = _count(attempts)
        return view

    @property
    def _gateway(self) -> "Gateway":
        """The gateway for a call that begins now."""
        return self._gateways.current()

    def _prepare(
        self, operation: Operation[RequestT, AnswerT], request: RequestT, limit: float
    ) -> "Call[RequestT, AnswerT]":
        url, body = self._wire_form(operation, request, self._origin)
        return self._new_call(
            self._gateway,
            operation,
            request,
            url=url,
            body=body,
            timeout=self._timeout,
            attempts=self._attempts,
            limit=limit,
            telling=self._telling,
        )

    def _prepare_free(
        self, method: str, path: str, query: Query | None, body: Mapping[str, object] | None, retry: RetryPolicy
    ) -> "Call[Any, Any]":
        from realname.core import free  # few need it

        operation = free.operation(method, retry)
        url, content = free.wire_form(self._origin, path, query, body)
        return free.FreeCall(
            self._gateway,
            operation,
            Request(),
            url=url,
            body=content,
            timeout=self._timeout,
            attempts=self._attempts,
            telling=self._telling,
        )

    def __repr__(self) -> str:
        return f"<{self._gateways.provider} {type(self).__name__} at {self._base_url}>"


class SyncCaller(Caller[httpx.Client]):
    """Base of every generated ``Client``."""

    _http_type = httpx.Client
    _pool_type = Pool

    def _call(
        self, operation: Operation[RequestT, AnswerT], request: RequestT, *, limit: float = inf
    ) -> RawReply[AnswerT]:
        return self._run(self._prepare(operation, request, limit))

    @conceal
    def call(
        self,
        method: str,
        path: str,
        *,
        query: Query | None = None,
        body: Mapping[str, object] | None = None,
        retry: RetryPolicy = "connect-only",
    ) -> RawReply[dict[str, Any]]:
        """Call an operation that has no contract yet, with the same guarantees as any other.

        The request is signed, and encrypted where the client encrypts. The answer is verified and decrypted, a refusal
        is raised, and nothing comes back that does not say by itself that the operation was carried out. What the
        answer means, and whether it is about what was asked, is for you to judge: there is no model and no outcome.

        Args:
            method: ``GET``, ``POST``, ``PUT``, ``PATCH`` or ``DELETE``.
            path: the path below the base URL, percent-encoded where needed, without a query.
            query: the parameters of the query; what is None is left out.
            body: a JSON object; None for no body.
            retry: ``connect-only``, the default, sends again only what cannot have arrived; ``safe`` also after a
                timeout, a broken connection, 429 and 5xx: only for what may be repeated.

        Returns:
            The JSON object in ``parsed``, with the exchange.

        Raises:
            RequestError: the arguments cannot be sent as they are; nothing was sent.
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.
        """
        return self._run(self._prepare_free(method, path, query, body, retry))

    def _run(self, call: "Call[RequestT, AnswerT]") -> RawReply[AnswerT]:
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

    def _send(self, call: "Call[RequestT, AnswerT]") -> RawReply[AnswerT]:
        while True:
            try:
                return self._attempt(call)
            except RealnameError as error:
                failure = error
            pause = call.pause(failure)
            if pause is None:
                raise failure
            waiting.sleep(pause)
            if not call.has_time():
                raise failure

    def _attempt(self, call: "Call[RequestT, AnswerT]") -> RawReply[AnswerT]:
        response = None
        try:
            request = call.http_request()
            with CallScope():
                response = self._http.send(request, auth=call.auth, follow_redirects=False)
            return call.conclude(response)
        except Exception as error:  # noqa: BLE001 - `failure` leaves alone what is not of the exchange
            failure = call.failure(error, response)
        except BaseException as error:
            call.interrupted(error)
            raise
        raise failure

    def close(self) -> None:
        """End the use of this client, and close the connections unless they were passed in."""
        self._is_closed = True
        if self._owns_connections and self._connections.made is not None:
            self._connections.made.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class AsyncCaller(Caller[httpx.AsyncClient]):
    """Base of every generated ``AsyncClient``."""

    _http_type = httpx.AsyncClient
    _pool_type = AsyncPool

    _home: tuple[object, object] = None, None

    @cached_property
    def _alarm(self) -> Alarm:
        return Alarm()

    def _require_home(self, http: httpx.AsyncClient) -> object:
        """The event loop that is running, in which the connections have been used before, or never."""
        loop = loops.current_loop()
        if self._home != (http, loop):
            loops.require_home(http)
            self._home = http, loop
        return loop

    async def _call(
        self, operation: Operation[RequestT, AnswerT], request: RequestT, *, limit: float = inf
    ) -> RawReply[AnswerT]:
        return await self._run(self._prepare(operation, request, limit))

    @conceal
    async def call(
        self,
        method: str,
        path: str,
        *,
        query: Query | None = None,
        body: Mapping[str, object] | None = None,
        retry: RetryPolicy = "connect-only",
    ) -> RawReply[dict[str, Any]]:
        """`SyncCaller.call`, from async code."""
        return await self._run(self._prepare_free(method, path, query, body, retry))

    async def _run(self, call: "Call[RequestT, AnswerT]") -> RawReply[AnswerT]:
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

    async def _send(self, call: "Call[RequestT, AnswerT]") -> RawReply[AnswerT]:
        while True:
            try:
                return await self._attempt(call)
            except RealnameError as error:
                failure = error
            pause = call.pause(failure)
            if pause is None:
                raise failure
            await waiting.async_sleep(pause)
            if not call.has_time():
                raise failure

    async def _attempt(self, call: "Call[RequestT, AnswerT]") -> RawReply[AnswerT]:
        response = None
        try:
            request = call.http_request()
            http = self._http
            loop = self._require_home(http)
            with CallScope():
                async with self._alarm.limit(loop, call.remaining + _STEP_FIRST):
                    response = await http.send(request, auth=call.auth, follow_redirects=False)
            if call.concludes_elsewhere:
                return await loops.in_thread(call.conclude, response)
            return call.conclude(response)
        except Exception as error:  # noqa: BLE001 - `failure` leaves alone what is not of the exchange
            failure = call.failure(error, response)
        except BaseException as error:
            call.interrupted(error)
            raise
        raise failure

    async def aclose(self) -> None:
        """End the use of this client, and close the connections unless they were passed in."""
        self._is_closed = True
        self._alarm.stop()
        if self._owns_connections and self._connections.made is not None:
            await self._connections.made.aclose()

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


_LONGEST_TIMEOUT = 1_000_000
"""Seconds, some days: what the system's clocks and sockets count without an overflow."""
_MOST_ATTEMPTS = 1000


def _seconds(timeout: object) -> float:
    if isinstance(timeout, bool) or not isinstance(timeout, int | float) or not 0 < timeout <= _LONGEST_TIMEOUT:
        raise ConfigurationError(
            f"timeout must be a number of seconds above zero, {_LONGEST_TIMEOUT} at most",
            setting="timeout",
            remedy="Leave it out for the default.",
        )
    return timeout


def _count(attempts: object) -> int:
    if isinstance(attempts, bool) or not isinstance(attempts, int) or not 1 <= attempts <= _MOST_ATTEMPTS:
        raise ConfigurationError(
            f"attempts must be a whole number from 1 to {_MOST_ATTEMPTS}",
            setting="attempts",
            remedy="1 sends each call once.",
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
