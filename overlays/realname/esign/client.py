"""The clients of e签宝."""

from collections.abc import Sequence
from typing import Self, TypedDict, Unpack

import httpx

from realname.core.redaction import conceal
from realname.core.settings import setting
from realname.esign.credentials import Credentials
from realname.esign.gateway import Access, EsignGateway
from realname_esign import AsyncClient as GeneratedAsyncClient
from realname_esign import Client as GeneratedClient


class Options(TypedDict, total=False):
    """What `from_env` takes besides the environment; see `Client`."""

    base_url: str
    access: Access
    signed_headers: Sequence[str]
    timeout: float
    attempts: int


class Client(GeneratedClient):
    """Calls e签宝. May be shared between threads; make a new one after a fork.

    Args:
        credentials: whom to call as.
        base_url: one of `SERVERS`, or a sandbox; there is no default, so nothing reaches production by accident.
        access: ``signature`` signs every request, which e签宝 recommends; ``token`` fetches an OAuth 2.0 token and
            shares it among all calls of this client. Use one such client only: each new token cuts older ones short.
        signed_headers: names of further headers to sign; see `Auth`.
        timeout: seconds for each network step; a whole call takes at most ``attempts`` times as long.
        attempts: how often a call may be sent in total; `get_flow_outline` only reads and is safe to repeat.
        http_client: a client of yours for the connections (proxy, CA, transport). It is not closed with this one.

    Raises:
        ConfigurationError: a setting cannot be right.
    """

    def __init__(
        self,
        credentials: Credentials,
        *,
        base_url: str,
        access: Access = "signature",
        signed_headers: Sequence[str] = (),
        timeout: float = 10.0,
        attempts: int = 3,
        http_client: httpx.Client | None = None,
    ) -> None:
        super().__init__(
            EsignGateway(credentials, access=access, signed_headers=signed_headers),
            base_url=base_url,
            timeout=timeout,
            attempts=attempts,
            http_client=http_client,
        )

    @classmethod
    @conceal
    def from_env(cls, *, http_client: httpx.Client | None = None, **overrides: Unpack[Options]) -> Self:
        """Build a client from ``REALNAME_ESIGN_BASE_URL`` and the variables of `Credentials.from_env`.

        Raises:
            ConfigurationError: a variable is missing or not what it should be.
        """
        if "base_url" not in overrides:
            overrides["base_url"] = setting("esign", "base_url")
        return cls(Credentials.from_env(), http_client=http_client, **overrides)


class AsyncClient(GeneratedAsyncClient):
    """Calls e签宝 from async code. Takes what `Client` takes, with an `httpx.AsyncClient`."""

    def __init__(
        self,
        credentials: Credentials,
        *,
        base_url: str,
        access: Access = "signature",
        signed_headers: Sequence[str] = (),
        timeout: float = 10.0,
        attempts: int = 3,
        http_client: httpx.AsyncClient | None = None,
    ) -> None:
        super().__init__(
            EsignGateway(credentials, access=access, signed_headers=signed_headers),
            base_url=base_url,
            timeout=timeout,
            attempts=attempts,
            http_client=http_client,
        )

    @classmethod
    @conceal
    def from_env(cls, *, http_client: httpx.AsyncClient | None = None, **overrides: Unpack[Options]) -> Self:
        """Build a client from the environment, like `Client.from_env`."""
        if "base_url" not in overrides:
            overrides["base_url"] = setting("esign", "base_url")
        return cls(Credentials.from_env(), http_client=http_client, **overrides)
