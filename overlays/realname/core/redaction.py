"""Keeping secrets and persons out of logs, tracebacks and chained exceptions.

Three ways lead out of a call besides its answer: log records (httpx writes every full URL at INFO), exceptions (an
httpx error holds its request, a traceback the locals of every frame) and our own log line. Each is closed here.
"""

import functools
import logging
from collections.abc import Callable
from contextlib import suppress
from contextvars import ContextVar
from types import TracebackType
from typing import ParamSpec, Self, TypeVar

import httpx

from realname.core.errors import RealnameError

P = ParamSpec("P")
T = TypeVar("T")

_calling: ContextVar[bool] = ContextVar("realname.calling", default=False)


class CallScope:
    """While this is entered, what httpx logs in this thread or task is cut down to addresses without a query."""

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


logging.getLogger("httpx").addFilter(_cut_queries)


def without_query(url: httpx.URL) -> httpx.URL:
    """The address alone: the query holds what was asked, and about whom."""
    return url.copy_with(query=None, fragment=None)


def freed(error: httpx.HTTPError | httpx.InvalidURL) -> httpx.HTTPError | httpx.InvalidURL:
    """The same httpx error without the request's query, headers and body, and without the frames that hold them."""
    if isinstance(error, httpx.RequestError):
        if isinstance(error, httpx.LocalProtocolError):
            error.args = ("the request could not be written",)  # h11 quotes the header that it refuses
        with suppress(RuntimeError):  # raised where no request was attached
            error.request = httpx.Request(error.request.method, without_query(error.request.url))
    else:
        # Raised by a hook of the user's client; the text names the full URL, the attributes hold the exchange.
        error = httpx.HTTPError("an event hook of the http_client refused the exchange")
    error.__cause__ = error.__context__ = None
    return error.with_traceback(None)


def conceal(function: Callable[P, T]) -> Callable[P, T]:
    """Let an error of ours leave `function` without the frames in which keys and secrets still stand as text."""

    @functools.wraps(function)
    def concealed(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return function(*args, **kwargs)
        except RealnameError as error:
            failure = error.with_traceback(None)
        del args, kwargs
        failure.__context__ = None
        raise failure

    return concealed
