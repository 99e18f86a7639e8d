"""Keeping secrets and persons out of logs, tracebacks and chained exceptions.

Three ways lead out of a call besides its answer: log records (httpx writes every full URL at INFO, others every header
at DEBUG), exceptions (an httpx error holds its request and may quote an answer, a traceback holds the locals of every
frame) and our own log line. Each is closed here.

Importing this module adds filters to loggers of httpx, httpcore and hpack. They touch what is written during a call of
this package, in its own thread or task, and nothing else.
"""

import functools
import inspect
import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from contextvars import ContextVar
from http.cookiejar import CookieJar
from types import FrameType, TracebackType
from typing import Any, ParamSpec, Self, TypeVar

import httpx

P = ParamSpec("P")
T = TypeVar("T")

# ---- what others log ----

_calling: ContextVar[bool] = ContextVar("realname.calling", default=False)


class CallScope:
    """While this is entered, what libraries log in this thread or task is cut down to what happened, and where.

    What httpx writes loses the query of its addresses, what httpcore writes keeps the name of the step, and hpack,
    which writes headers, is quiet.
    """

    __slots__ = ("_token",)

    def __enter__(self) -> Self:
        self._token = _calling.set(True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _calling.reset(self._token)


def _cut_queries(record: logging.LogRecord) -> bool:
    if _calling.get() and isinstance(record.args, tuple):
        record.args = tuple(without_query(item) if isinstance(item, httpx.URL) else item for item in record.args)
    return True


def _cut_details(record: logging.LogRecord) -> bool:
    if _calling.get():
        record.msg, record.args = str(record.msg).partition(" ")[0], ()
    return True


def _drop(_: logging.LogRecord) -> bool:
    return not _calling.get()


_HTTP = httpx.__name__  # another name where a twin of httpx stands in its place
_FILTERS = {
    _HTTP: _cut_queries,
    **dict.fromkeys(
        # A filter counts for its own logger only, so that each one is named.
        (
            f"{_HTTP.replace('httpx', 'httpcore')}.{part}"
            for part in ("connection", "http11", "http2", "proxy", "socks")
        ),
        _cut_details,
    ),
    "hpack.hpack": _drop,
    "hpack.table": _drop,
}
for _name, _filter in _FILTERS.items():
    logging.getLogger(_name).addFilter(_filter)


def without_query(url: httpx.URL) -> httpx.URL:
    """The address alone: the query holds what was asked, and about whom."""
    return url.copy_with(query=None, fragment=None)


class NoCookies(CookieJar):
    """A cookie jar that takes nothing: no gateway needs cookies, and a hostile one may send what cannot be kept."""

    def extract_cookies(self, response: object, request: object) -> None:
        """Take nothing, and read nothing either."""

    def set_cookie(self, cookie: object) -> None:
        """Take nothing."""


# ---- exceptions ----

_LIBRARIES = frozenset(
    {"realname", "httpcore", "h11", "h2", "hpack", "hyperframe", "anyio", "sniffio", "trio", "socksio"}
)
_LIBRARIES |= {_HTTP, _HTTP.replace("httpx", "httpcore")}


def is_foreign(error: Exception) -> bool:
    """Whether an exception is somebody else's: of a hook or a transport of the user, or of a signal handler.

    Not foreign is what the HTTP libraries and the system raise, whatever its type.
    """
    if isinstance(error, httpx.HTTPError | httpx.InvalidURL | httpx.StreamError | httpx.CookieConflict):
        return False
    if isinstance(error, MemoryError):
        return True
    if isinstance(error, OSError) and error.errno is not None:
        return False
    raised_in = (module for module in _modules(error) if module not in sys.stdlib_module_names)
    return next(raised_in, None) not in _LIBRARIES


def _modules(error: BaseException) -> Iterator[str]:
    """The packages whose code an exception came through, the innermost first."""
    frames: list[FrameType] = []
    trace = error.__traceback__
    while trace is not None:
        frames.append(trace.tb_frame)
        trace = trace.tb_next
    for frame in reversed(frames):
        yield str(frame.f_globals.get("__name__")).partition(".")[0]


def freed(error: Exception) -> Exception:
    """What may be shown of an error of the HTTP libraries or of the system: a new one of the same kind.

    It has no frames, chain or notes, and its request has lost query, headers and body. Its text is the system's, or our
    own; a text that may quote the other side is replaced.
    """
    if isinstance(error, httpx.RequestError):
        kinds = (kind for kind in type(error).__mro__ if kind.__module__.partition(".")[0] == _HTTP)
        fresh: httpx.RequestError = next(kinds, httpx.TransportError)(_words(error))
        with suppress(RuntimeError):  # raised where no request was attached
            fresh.request = httpx.Request(error.request.method, without_query(error.request.url))
        return fresh
    if isinstance(error, OSError) and error.errno is not None:
        return OSError(error.errno, os.strerror(error.errno))
    if isinstance(error, httpx.HTTPError):
        # Raised by a hook of the user's client; the text names the full URL, the attributes hold the exchange.
        return httpx.HTTPError("an event hook of the http_client refused the exchange")
    return httpx.HTTPError(f"{type(error).__name__}, raised during the exchange")


_FIXED = {
    httpx.TimeoutException: "timed out",
    httpx.NetworkError: "the connection failed",
    httpx.LocalProtocolError: "the request could not be written",
    httpx.ProtocolError: "the other side broke the protocol",
    httpx.ProxyError: "the proxy refused",
}


def _words(error: httpx.RequestError) -> str:
    if isinstance(error, httpx.NetworkError | httpx.TimeoutException):
        if error.__cause__ is None and next(_modules(error), "realname") == "realname":
            return str(error)  # made by us, and not for somebody else's error
        system = _system_error(error)
        if system is not None:
            return str(system)
    return next((words for kind, words in _FIXED.items() if isinstance(error, kind)), "the exchange failed")


def _system_error(error: BaseException) -> OSError | None:
    """The system's own error under an exception."""
    seen: set[int] = set()
    inner: BaseException | None = error
    while inner is not None and id(inner) not in seen:
        if (
            isinstance(inner, OSError)
            and inner.errno is not None
            and type(inner).__module__ in sys.stdlib_module_names | {"builtins"}
        ):
            return inner
        seen.add(id(inner))
        inner = inner.__cause__ or inner.__context__
    return None


def without_frames(error: BaseException) -> BaseException:
    """The same exception without the frames it came through, in its chain neither; what the user handles is left alone.

    The chain keeps what was raised ``from``. To be called outside of the ``except`` that caught it.
    """
    seen = {id(sys.exception())}
    todo: list[BaseException | None] = [error]
    while todo:
        one = todo.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        cause = one.__cause__
        one.__traceback__ = one.__context__ = None
        if isinstance(cause, httpx.HTTPError) and cause.__traceback__ is not None:
            one.__cause__ = freed(cause)
        todo.append(one.__cause__)
        one.__suppress_context__ = cause is not None
        if isinstance(one, BaseExceptionGroup):
            todo += one.exceptions
    return error


def conceal(function: Callable[P, T]) -> Callable[P, T]:
    """Let every exception leave `function` without the frames in which arguments, keys and secrets still stand.

    Every one: also ``KeyboardInterrupt``, a cancellation, or what a signal handler raises.
    """
    if inspect.iscoroutinefunction(function):
        call: Callable[..., Any] = function

        @functools.wraps(function)
        async def concealed_task(*args: Any, **kwargs: Any) -> Any:
            try:
                return await call(*args, **kwargs)
            except BaseException as error:  # noqa: BLE001 - all of them have frames
                failure = error
            del args, kwargs
            try:
                raise without_frames(failure)
            finally:
                del failure  # no circle of frame and exception

        return concealed_task  # type: ignore[return-value]

    @functools.wraps(function)
    def concealed(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return function(*args, **kwargs)
        except BaseException as error:  # noqa: BLE001 - all of them have frames
            failure = error
        del args, kwargs
        try:
            raise without_frames(failure)
        finally:
            del failure  # no circle of frame and exception

    return concealed
