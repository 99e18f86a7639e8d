"""The clients of Alipay v3."""

from collections.abc import Callable, Collection
from functools import partial
from typing import Final, Self, Unpack

import httpx

from realname.alipay.credentials import CertificateCredentials, Credentials, credentials_from_env
from realname.alipay.settings import SETTINGS
from realname.core.attempt import Listener
from realname.core.base_url import parse_base_url
from realname.core.client import Caller, CallOptions, known_options
from realname.core.errors import ConfigurationError
from realname.core.gateways import Gateways
from realname.core.pages import loading
from realname.core.pool import HttpT, Source
from realname.core.redaction import conceal
from realname.core.settings import CHOOSE_SERVER, plain_text, require_flag
from realname.providers import domains
from realname_alipay import AsyncClient as GeneratedAsyncClient
from realname_alipay import Client as GeneratedClient

_DEAD_HOSTS: Final = {
    "openapi.alipaydev.com": "its TLS certificate has expired",
    "openapi.sandbox.dl.alipaydev.com": "it answers 404, and its TLS certificate names another host",
}


class Options(CallOptions, total=False):
    """What a client of Alipay takes besides its credentials, its base URL and its connections; see `Client`."""

    encrypt: bool


class _Configured(Caller[HttpT]):
    """A client with Alipay's options, sync or async."""

    @SETTINGS.as_arguments
    def __init__(
        self,
        credentials: Credentials | CertificateCredentials | Callable[[], Credentials | CertificateCredentials],
        *,
        base_url: str,
        http_client: Source[HttpT] | None = None,
        on_attempt: Listener | None = None,
        **options: Unpack[Options],
    ) -> None:
        known_options(options, Options)
        with loading("the gateway"):
            from realname.alipay.gateway import AlipayGateway
        encrypt = options.get("encrypt", False)
        require_flag(encrypt, "encrypt")  # before anybody is asked for credentials
        build = partial(AlipayGateway, encrypt=encrypt)
        gateways = Gateways(AlipayGateway.provider, credentials, build)
        base_url = live(base_url, options.get("insecure_test_hosts", ()))
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
        """Build a client from ``REALNAME_ALIPAY_BASE_URL`` and what `credentials_from_env` reads.

        Raises:
            ConfigurationError: a variable is missing or not what it should be.
        """
        address = SETTINGS.address(base_url)
        options.setdefault("insecure_test_hosts", SETTINGS.insecure_test_hosts())
        return cls(credentials_from_env(), base_url=address, http_client=http_client, on_attempt=on_attempt, **options)


class Client(_Configured[httpx.Client], GeneratedClient):
    """Calls Alipay v3. May be shared between threads; after a fork a child makes connections of its own.

    Args:
        credentials: whom to call as, or a function without arguments that gives them: keys change without a restart.
            It is asked at each call and has to answer at once. It returns the same object until something changes:
            what belongs to an object is kept with it.
        base_url: one of `SERVERS`, or a sandbox; there is no default, so nothing reaches production by accident.
        http_client: where the connections come from: a `realname.Pool`, which many clients may share; a factory of
            httpx clients, asked once a process; or an httpx client of yours, which is refused after a fork. By default
            a pool of this client's own. What is passed in is not closed with this client; what a factory makes is.
        on_attempt: a function that is told of each attempt of each call when it has ended; see `realname.Attempt`. It
            runs in the thread or task of the call, and has to return at once. What it raises is logged, and changes no
            call.
        encrypt: encrypt bodies with the ``encrypt_key`` of the credentials, and have answers encrypted. The query of a
            GET is never encrypted; which operations take the setting is not documented.
        timeout: seconds for each network step, by default 10; a whole call takes at most ``attempts`` times as long.
        attempts: how often a call may be sent in total, by default 3. What starts a verification, or uses something up,
            such as a one-time token, is sent again only if the first attempt never left this machine.
        insecure_test_hosts: host names or addresses of sandboxes on other machines, such as another container's, which
            plain ``http://`` may go to. **For tests alone**: whoever is between reads and changes everything. Never a
            provider's own host; https and this machine need no name here.

    Raises:
        ConfigurationError: a setting cannot be right.
    """


class AsyncClient(_Configured[httpx.AsyncClient], GeneratedAsyncClient):
    """Calls Alipay v3 from async code.

    Takes what `Client` takes, with an `AsyncPool` or an `httpx.AsyncClient`. One client belongs to one event loop.
    """


def live(base_url: str, insecure_test_hosts: Collection[str] = ()) -> str:
    """Refuse the addresses that are often copied and never answer this protocol."""
    if plain_text(base_url, "base_url").rstrip("/").endswith("gateway.do"):
        problem: str | None = "gateway.do speaks the older v2 protocol"
    else:
        problem = _DEAD_HOSTS.get(parse_base_url(base_url, insecure_test_hosts, domains=domains).host)
    if problem:
        raise ConfigurationError(f"base_url cannot be used: {problem}", setting="base_url", remedy=CHOOSE_SERVER)
    return base_url
