"""e签宝's token access: one token a client, fetched by one party, renewed before it expires.

A new token leaves its predecessor five minutes and ends all older ones at once, so a token is never fetched twice where
once will do: not by two threads or tasks at the same time, and not again after an answer that got lost. The application
secret travels in the query of the token's URL; that URL is never logged (e签宝 dev-guide3/dvb866, paas_api/bb88zw).
"""

from collections.abc import AsyncGenerator, Callable, Collection, Generator, Mapping
from contextlib import AbstractAsyncContextManager
from math import inf
from typing import Any, Final, final
from urllib.parse import urlencode

import httpx
from attrs import field, frozen

from realname.core import clock, loops, wire
from realname.core.auth import REPORT, SigningAuth
from realname.core.base_url import is_allowed, read_test_hosts
from realname.core.deadline import aread, call_in, deadline_in, read, sent_once
from realname.core.errors import ApiError, ConfigurationError, DecodeError, RealnameError, TransportError
from realname.core.leftovers import AsyncWatch, Watch, watch
from realname.core.processes import Lock
from realname.core.redaction import CallScope
from realname.core.reply import Verification
from realname.core.secret import Secret
from realname.core.settings import require_kind
from realname.core.verdict import ERRORS, kind_of_status
from realname.esign.credentials import Credentials
from realname.providers import domains

FETCH: Final = "fetch_token"
"""What a request for a token is called."""
RENEW_BEFORE_MS: Final = 5 * 60 * 1000
REJECTED: Final = "TOKEN错误"
"""The gateway's word for a token that expired, was superseded, or belongs to another application."""


@frozen
class Token:
    """An access token; opaque, whatever it looks like.

    Attributes:
        secret: the token itself.
        expires_at: the instant of its expiry, in milliseconds since 1970.
    """

    secret: Secret
    expires_at: int = field(repr=False)


@final
class TokenAuth(SigningAuth):
    """Access by OAuth 2.0 token, as an alternative to signing; works with any httpx client.

    Puts the application's token on every request, and fetches it when there is none or it is about to expire. Secret
    and token go to one origin only, the first one that is asked, and there by https only; or to this machine, or a
    sandbox that a test names.

    Args:
        credentials: whose token to fetch.
        now_ms: the clock, in milliseconds since 1970.
        insecure_test_hosts: as for `Client`.
    """

    def __init__(
        self,
        credentials: Credentials,
        *,
        now_ms: Callable[[], int] = clock.now_ms,
        insecure_test_hosts: Collection[str] = (),
    ) -> None:
        require_kind(credentials, Credentials, provider="esign")
        self._test_hosts = read_test_hosts(insecure_test_hosts, domains)
        self._app_id = credentials.app_id
        self._app_secret = credentials.app_secret
        self._now_ms = now_ms
        self._origin: tuple[bytes, bytes, int | None] | None = None
        self._token: Token | None = None
        self._lock, self._origin_lock = Lock(), Lock()
        self._async_lock: tuple[object, AbstractAsyncContextManager[object]] | None = None

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send with the cached token, fetching it first if need be; renew it once if the gateway rejects it."""
        self._begin(request)
        request.read()
        rejected: Token | None = None
        for _ in range(2):
            token = self._usable(rejected)
            if token is None:
                self._await_turn(request)
                try:
                    token = self._usable(rejected)  # another thread may have fetched it meanwhile
                    if token is None:
                        with sent_once(request, FETCH):
                            with CallScope():
                                response = yield self._token_request(request)
                            read(request, response)
                            token = self._accept(response)
                finally:
                    self._lock.release()
            self._put(request, token)
            response = yield request
            self._require_no_redirect(response)
            read(request, response)
            if not _is_rejection(response):
                break
            rejected = token
            if (state := call_in(request.extensions)) is not None:
                state.has_arrived = True
        response.extensions[REPORT] = self.verify(request, response)

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        """The same for async clients."""
        self._begin(request, is_async=True)
        await request.aread()
        rejected: Token | None = None
        for _ in range(2):
            token = self._usable(rejected)
            if token is None:
                async with self._lock_of_loop():
                    token = self._usable(rejected)  # another task may have fetched it meanwhile
                    if token is None:
                        with sent_once(request, FETCH):
                            with CallScope():
                                response = yield self._token_request(request)
                            await aread(request, response)
                            token = self._accept(response)
            self._put(request, token)
            response = yield request
            self._require_no_redirect(response)
            await aread(request, response)
            if not _is_rejection(response):
                break
            rejected = token
            if (state := call_in(request.extensions)) is not None:
                state.has_arrived = True
        response.extensions[REPORT] = self.verify(request, response)

    def _begin(self, request: httpx.Request, *, is_async: bool = False) -> None:
        """Hold a request against where secret and token may go.

        Raises:
            ConfigurationError: it goes elsewhere.
        """
        self.require_own_process(request)
        url = request.url
        if not is_allowed(url, self._test_hosts):
            raise ConfigurationError(
                "base_url must use https: the secret and the token are sent to it", setting="base_url"
            )
        self.require_origin(url.raw_scheme, url.raw_host, url.port)
        watch(request, AsyncWatch if is_async else Watch)
        if call_in(request.extensions) is None:  # a client of ours follows no redirects; another one may
            watching = _watching_async if is_async else _watching
            request.extensions["trace"] = watching(self, request.extensions.get("trace"))

    def require_origin(self, scheme: bytes, host: bytes, port: int | None) -> None:
        """Keep to the first origin.

        Raises:
            ConfigurationError: this is another one.
        """
        origin = scheme, host, {b"https": 443, b"http": 80}.get(scheme) if port is None else port
        with self._origin_lock:
            self._origin = self._origin or origin
        if origin != self._origin:
            raise ConfigurationError(
                "the token belongs to another origin, the first one that was asked",
                setting="base_url",
                remedy="Make one TokenAuth for each base URL, and do not let its client follow redirects.",
            )

    def _require_no_redirect(self, response: httpx.Response) -> None:
        """Refuse an answer from another origin, where a transport that is not httpcore's followed a redirect to it."""
        url = response.request.url
        self.require_origin(url.raw_scheme, url.raw_host, url.port)

    def _await_turn(self, request: httpx.Request) -> None:
        """Take the lock, unless whoever has it keeps it for longer than the call has left.

        Raises:
            TransportError: it does.
        """
        remaining = deadline_in(request.extensions).remaining
        if not self._lock.acquire(-1 if remaining == inf else remaining):
            raise TransportError("no token came within the total time of the call", outcome_unknown=False)

    def _lock_of_loop(self) -> AbstractAsyncContextManager[object]:
        """The lock between the tasks of the loop that is running."""
        loop = loops.current_loop()
        if self._async_lock is None or self._async_lock[0] is not loop:
            self._async_lock = loop, loops.make_lock()
        return self._async_lock[1]

    def sign(self, request: httpx.Request) -> None:
        """Nothing is signed in this mode: the token is put on in the flow."""

    def verify(self, request: httpx.Request, response: httpx.Response) -> Verification:
        """e签宝 signs no answers."""
        return Verification.NOT_SIGNED_BY_PROVIDER

    def _usable(self, rejected: Token | None) -> Token | None:
        """The cached token, unless the gateway has just rejected it or it is about to expire."""
        token = self._token
        if token is None or token is rejected or token.expires_at - RENEW_BEFORE_MS <= self._now_ms():
            return None
        return token

    def _put(self, request: httpx.Request, token: Token) -> None:
        request.headers["X-Tsign-Open-App-Id"] = self._app_id
        request.headers["X-Tsign-Open-Token"] = token.secret.reveal()

    def _token_request(self, request: httpx.Request) -> httpx.Request:
        query = {"appId": self._app_id, "secret": self._app_secret.reveal(), "grantType": "client_credentials"}
        return httpx.Request(
            "GET",
            request.url.copy_with(raw_path=f"/v1/oauth2/access_token?{urlencode(query)}".encode("ascii")),
            headers={"Accept": "*/*", "User-Agent": request.headers.get("User-Agent", "")},
            extensions=request.extensions,
        )

    def _accept(self, response: httpx.Response) -> Token:
        """Keep the token that an answer brings.

        Raises:
            AuthenticationError: e签宝 gives none to this application. (By status: RateLimitError, ServerError …)
            DecodeError: the answer is not what is documented.
        """
        problem: RealnameError
        try:
            document = wire.parse(response.content)
        except DecodeError as error:
            document, problem = None, error
        code = document.get("code") if isinstance(document, dict) else None
        data = document.get("data") if isinstance(document, dict) else None
        if response.status_code != httpx.codes.OK or (type(code) is int and code != 0):
            kind = "authentication" if response.status_code == httpx.codes.OK else kind_of_status(response.status_code)
            problem = (ERRORS[kind] if kind else ApiError)(
                f"e签宝 gives no token (code {code if type(code) is int else 'absent'}, HTTP {response.status_code})",
                code=str(code) if type(code) is int else None,
                http_status=response.status_code,
                remedy="Check app_id and app_secret, and that they belong to this base URL.",
            )
        else:
            found = _read(data) if type(code) is int else None
            if found is not None:
                self._token = found
                return found
            problem = DecodeError("the answer of the token endpoint is not what is documented", path="$.data")
        raise problem


_Trace = Callable[[str, Mapping[str, Any]], Any]


def _watching(auth: TokenAuth, user: _Trace | None) -> _Trace:
    """Httpx's ``trace`` extension: refuses a redirect to another origin before anything is written.

    Args:
        auth: whose origin to keep to.
        user: the extension of whoever sends the request.
    """

    def watch(event: str, info: Mapping[str, Any]) -> Any:
        if event.endswith("send_request_headers.started") and info["request"].method != b"CONNECT":
            url = info["request"].url
            auth.require_origin(url.scheme, url.host, url.port)
        return None if user is None else user(event, info)

    return watch


def _watching_async(auth: TokenAuth, user: _Trace | None) -> _Trace:
    """The same for async clients."""
    watch = _watching(auth, user)

    async def async_watch(event: str, info: Mapping[str, Any]) -> None:
        if (awaited := watch(event, info)) is not None:
            await awaited

    return async_watch


def _read(data: object) -> Token | None:
    """The token in an answer; its expiry is an instant, written as text on some pages and as a number on others."""
    if not isinstance(data, dict):
        return None
    token, expiry = data.get("token"), data.get("expiresIn")
    if isinstance(expiry, str) and expiry.isascii() and expiry.isdecimal():
        expiry = int(expiry[:20])
    if (
        not isinstance(token, str)
        or not token.isascii()
        or not token.isprintable()
        or not token
        or type(expiry) is not int
    ):
        return None
    return Token(Secret(token), expiry)


def _is_rejection(response: httpx.Response) -> bool:
    """Whether the gateway refuses the token, rather than the request."""
    if response.status_code != httpx.codes.UNAUTHORIZED:
        return False
    try:
        document = wire.parse(response.content)
    except DecodeError:
        return False
    return isinstance(document, dict) and document.get("message") == REJECTED
