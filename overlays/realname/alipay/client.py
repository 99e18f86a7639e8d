"""The clients of Alipay v3."""

from typing import Final, Self, TypedDict, Unpack

import httpx

from realname.alipay.credentials import CertificateCredentials, Credentials, credentials_from_env
from realname.alipay.gateway import AlipayGateway
from realname.core.base_url import parse_base_url
from realname.core.errors import ConfigurationError
from realname.core.redaction import conceal
from realname.core.settings import setting
from realname_alipay import AsyncClient as GeneratedAsyncClient
from realname_alipay import Client as GeneratedClient

_DEAD_HOSTS: Final = {
    "openapi.alipaydev.com": "its TLS certificate has expired",
    "openapi.sandbox.dl.alipaydev.com": "it answers 404, and its TLS certificate names another host",
}


class Options(TypedDict, total=False):
    """What `from_env` takes besides the environment; see `Client`."""

    base_url: str
    encrypt: bool
    timeout: float
    attempts: int


class Client(GeneratedClient):
    """Calls Alipay v3. May be shared between threads; make a new one after a fork.

    Args:
        credentials: whom to call as.
        base_url: one of `SERVERS`, or a sandbox; there is no default, so nothing reaches production by accident.
        encrypt: encrypt bodies with the ``encrypt_key`` of the credentials, and have answers encrypted. The query of a
            GET is never encrypted; whether Alipay takes the setting for this operation is not documented.
        timeout: seconds for each network step; a whole call takes at most ``attempts`` times as long.
        attempts: how often a call may be sent in total. `query_jobworth_authentication` uses up its ``once_token``, so
            it is sent again only if the first attempt never left this machine.
        http_client: a client of yours for the connections (proxy, CA, transport). It is not closed with this one.

    Raises:
        ConfigurationError: a setting cannot be right.
    """

    def __init__(
        self,
        credentials: Credentials | CertificateCredentials,
        *,
        base_url: str,
        encrypt: bool = False,
        timeout: float = 10.0,
        attempts: int = 3,
        http_client: httpx.Client | None = None,
    ) -> None:
        super().__init__(
            AlipayGateway(credentials, encrypt=encrypt),
            base_url=_live(base_url),
            timeout=timeout,
            attempts=attempts,
            http_client=http_client,
        )

    @classmethod
    @conceal
    def from_env(cls, *, http_client: httpx.Client | None = None, **overrides: Unpack[Options]) -> Self:
        """Build a client from ``REALNAME_ALIPAY_BASE_URL`` and what `credentials_from_env` reads.

        Raises:
            ConfigurationError: a variable is missing or not what it should be.
        """
        if "base_url" not in overrides:
            overrides["base_url"] = setting("alipay", "base_url")
        return cls(credentials_from_env(), http_client=http_client, **overrides)


class AsyncClient(GeneratedAsyncClient):
    """Calls Alipay v3 from async code. Takes what `Client` takes, with an `httpx.AsyncClient`."""

    def __init__(
        self,
        credentials: Credentials | CertificateCredentials,
        *,
        base_url: str,
        encrypt: bool = False,
        timeout: float = 10.0,
        attempts: int = 3,
        http_client: httpx.AsyncClient | None = None,
    ) -> None:
        super().__init__(
            AlipayGateway(credentials, encrypt=encrypt),
            base_url=_live(base_url),
            timeout=timeout,
            attempts=attempts,
            http_client=http_client,
        )

    @classmethod
    @conceal
    def from_env(cls, *, http_client: httpx.AsyncClient | None = None, **overrides: Unpack[Options]) -> Self:
        """Build a client from the environment, like `Client.from_env`."""
        if "base_url" not in overrides:
            overrides["base_url"] = setting("alipay", "base_url")
        return cls(credentials_from_env(), http_client=http_client, **overrides)


def _live(base_url: str) -> str:
    """Refuse the addresses that are often copied and never answer this protocol."""
    if base_url.rstrip("/").endswith("gateway.do"):
        problem: str | None = "gateway.do speaks the older v2 protocol"
    else:
        problem = _DEAD_HOSTS.get(parse_base_url(base_url).host)
    if problem:
        raise ConfigurationError(
            f"base_url cannot be used: {problem}", setting="base_url", remedy="Choose one of alipay.SERVERS."
        )
    return base_url
