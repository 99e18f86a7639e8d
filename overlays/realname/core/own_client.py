"""The httpx clients over connections of our own, which spare a call of ours what it never needs.

httpx does much for clients of every kind: redirects, cookies, hooks, streams. All of it takes longer than signing with
a secret. What else is sent with such a client goes the whole way through httpx, and so do calls of ours where somebody
added a hook, or replaced ``send``, as tracers do.
"""

import logging
import time
from datetime import timedelta
from typing import Any

import httpx

from realname.core.deadline import call_in
from realname.core.redaction import NoCookies
from realname.core.transport import is_replaced

_logger = logging.getLogger(httpx.__name__)
_DEFAULT: Any = httpx.USE_CLIENT_DEFAULT


class OwnClient(httpx.Client):
    """An `httpx.Client` that keeps no cookies, and asks the environment nothing.

    Args:
        transport: the connections.
    """

    def __init__(self, transport: httpx.BaseTransport) -> None:
        super().__init__(transport=transport, trust_env=False, cookies=NoCookies())

    def send(
        self, request: httpx.Request, *, stream: bool = False, auth: Any = _DEFAULT, follow_redirects: Any = _DEFAULT
    ) -> httpx.Response:
        """Send a request; one of ours the short way."""
        if not _is_short(self, request, auth, httpx.Client):
            return super().send(request, stream=stream, auth=auth, follow_redirects=follow_redirects)
        flow = auth.sync_auth_flow(request)
        try:
            request = next(flow)
            while True:
                started = time.perf_counter()
                try:
                    response = self._transport_for_url(request.url).handle_request(request)
                except httpx.RequestError as error:
                    error.request = request
                    raise
                try:
                    _note(request, response)
                    request = flow.send(response)
                except StopIteration:
                    return response
                finally:
                    response.close()
                    response.elapsed = timedelta(seconds=time.perf_counter() - started)
        finally:
            flow.close()


class OwnAsyncClient(httpx.AsyncClient):
    """The same for async clients."""

    def __init__(self, transport: httpx.AsyncBaseTransport) -> None:
        super().__init__(transport=transport, trust_env=False, cookies=NoCookies())

    async def send(
        self, request: httpx.Request, *, stream: bool = False, auth: Any = _DEFAULT, follow_redirects: Any = _DEFAULT
    ) -> httpx.Response:
        """Send a request; one of ours the short way."""
        if not _is_short(self, request, auth, httpx.AsyncClient):
            return await super().send(request, stream=stream, auth=auth, follow_redirects=follow_redirects)
        flow = auth.async_auth_flow(request)
        try:
            request = await anext(flow)
            while True:
                started = time.perf_counter()
                try:
                    response = await self._transport_for_url(request.url).handle_async_request(request)
                except httpx.RequestError as error:
                    error.request = request
                    raise
                try:
                    _note(request, response)
                    request = await flow.asend(response)
                except StopAsyncIteration:
                    return response
                finally:
                    await response.aclose()
                    response.elapsed = timedelta(seconds=time.perf_counter() - started)
        finally:
            await flow.aclose()


def _is_short(client: httpx.Client | httpx.AsyncClient, request: httpx.Request, auth: Any, kind: Any) -> bool:
    """Whether a request is one of our calls, and nobody else has to do with it."""
    hooks = client.event_hooks
    is_ours = isinstance(auth, httpx.Auth) and call_in(request.extensions) is not None
    return is_ours and not hooks["request"] and not hooks["response"] and not is_replaced(kind, "send")


def _note(request: httpx.Request, response: httpx.Response) -> None:
    """What httpx notes of an answer, and writes to its log."""
    response.request = request
    if _logger.isEnabledFor(logging.INFO):
        line = request.method, request.url, response.http_version, response.status_code, response.reason_phrase
        _logger.info('HTTP Request: %s %s "%s %d %s"', *line)
