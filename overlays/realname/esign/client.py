"""The clients of e签宝."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Self, Unpack

import httpx

from realname.core.attempt import Listener
from realname.core.client import Caller, CallOptions, known_options
from realname.core.gateways import Gateways
from realname.core.pages import loading
from realname.core.pool import HttpT, Source
from realname.core.redaction import conceal
from realname.esign.credentials import Credentials
from realname.esign.settings import SETTINGS, Authentication
from realname.providers import domains
from realname_esign import AsyncClient as GeneratedAsyncClient
from realname_esign import Client as GeneratedClient


class Options(CallOptions, total=False):
    """What a client of e签宝 takes besides its credentials, its base URL and its connections; see `Client`."""

    access: Authentication
    signed_headers: Sequence[str]


class _Configured(Caller[HttpT]):
    """A client with e签宝's options, sync or async."""

    @SETTINGS.as_arguments
    def __init__(
        self,
        credentials: Credentials | Callable[[], Credentials],
        *,
        base_url: str,
        http_client: Source[HttpT] | None = None,
        on_attempt: Listener | None = None,
        **options: Unpack[Options],
    ) -> None:
        known_options(options, Options)
        with loading("the gateway"):
            from realname.esign.gateway import EsignGateway, require_access
        access, signed_headers = options.get("access", "signature"), options.get("signed_headers", ())
        require_access(access, signed_headers)
        hosts = options.get("insecure_test_hosts", ())
        build = partial(EsignGateway, access=access, signed_headers=signed_headers, insecure_test_hosts=hosts)
        gateways = Gateways(EsignGateway.provider, credentials, build)
        super().__init__(
            gateways,
            base_url=base_url,
            http_client=http_client,
            options=options,
            domains=domains,
            on_attempt=on_attempt,
        )

    @classmethod
    @conceal
    @SETTINGS.from_variables
    def from_env(
        cls,
        *,
        base_url: str | None = None,
        http_client: Source[HttpT] | None = None,
        on_attempt: Listener | None = None,
        **options: Unpack[Options],
    ) -> Self:
        """Build a client from ``REALNAME_ESIGN_BASE_URL`` and the variables of `Credentials.from_env`.

        Raises:
            ConfigurationError: a variable is missing or not what it should be.
        """
        address = SETTINGS.address(base_url)
        options.setdefault("insecure_test_hosts", SETTINGS.insecure_test_hosts())
        return cls(Credentials.from_env(), base_url=address, http_client=http_client, on_attempt=on_attempt, **options)


class Client(_Configured[httpx.Client], GeneratedClient):
    """Calls e签宝. May be shared between threads; after a fork a child makes connections of its own.

    Args:
        credentials: whom to call as, or a function without arguments that gives them: secrets change without a restart.
            It is asked at each call and has to answer at once. It returns the same object until something changes:
            what belongs to an object, such as a token, is kept with it.
        base_url: one of `SERVERS`, or a sandbox; there is no default, so nothing reaches production by accident.
        http_client: where the connections come from: a `realname.Pool`, which many clients may share; a factory of
            httpx clients, asked once a process; or an httpx client of yours, which is refused after a fork. By default
            a pool of this client's own. What is passed in is not closed with this client; what a factory makes is.
        on_attempt: a function that is told of each attempt of each call when it has ended; see `realname.Attempt`. It
            runs in the thread or task of the call, and has to return at once. What it raises is logged, and changes no
            call.
        access: ``signature``, the default, signs every request, which e签宝 recommends; ``token`` fetches an OAuth 2.0
            token and shares it among all calls of this client. Use one such client only: each new token cuts older
            ones short.
        signed_headers: names of further headers to sign; see `Auth`.
        timeout: seconds for each network step, by default 10; a whole call takes at most ``attempts`` times as long.
        attempts: how often a call may be sent in total, by default 3; only what its page allows is sent again.
        insecure_test_hosts: host names or addresses of sandboxes on other machines, such as another container's, which
            plain ``http://`` may go to. **For tests alone**: whoever is between reads and changes everything. Never a
            provider's own host; https and this machine need no name here.

    Raises:
        ConfigurationError: a setting cannot be right.
    """


class AsyncClient(_Configured[httpx.AsyncClient], GeneratedAsyncClient):
    """Calls e签宝 from async code.

    Takes what `Client` takes, with an `AsyncPool` or an `httpx.AsyncClient`. One client belongs to one event loop.
    """
