"""The clients of ZOLOZ."""

from collections.abc import Collection
from typing import Self, Unpack

import httpx

from realname.core.client import Caller, CallOptions, HttpT, known_options
from realname.core.redaction import conceal
from realname.zoloz.credentials import AccessKey, Credentials, credentials_from_env
from realname.zoloz.gateway import ZolozGateway
from realname.zoloz.settings import SETTINGS
from realname_zoloz import AsyncClient as GeneratedAsyncClient
from realname_zoloz import Client as GeneratedClient


class Options(CallOptions, total=False):
    """What a client of ZOLOZ takes besides its credentials, its base URL and its connections; see `Client`."""

    encrypt: bool
    not_enrolled_codes: Collection[str]
    max_answer_age: float | None


class _Configured(Caller[HttpT]):
    """A client with ZOLOZ's options, sync or async."""

    def __init__(
        self,
        credentials: Credentials | AccessKey,
        *,
        base_url: str,
        http_client: HttpT | None = None,
        **options: Unpack[Options],
    ) -> None:
        known_options(options, Options)
        gateway = ZolozGateway(
            credentials,
            encrypt=options.get("encrypt", False),
            not_enrolled_codes=options.get("not_enrolled_codes", ()),
            max_answer_age=options.get("max_answer_age"),
        )
        super().__init__(gateway, base_url=base_url, http_client=http_client, options=options)

    @classmethod
    @conceal
    def from_env(
        cls, *, base_url: str | None = None, http_client: HttpT | None = None, **options: Unpack[Options]
    ) -> Self:
        """Build a client from ``REALNAME_ZOLOZ_BASE_URL`` and what `credentials_from_env` reads.

        Raises:
            ConfigurationError: a variable is missing or not what it should be.
        """
        address = SETTINGS.require("base_url") if base_url is None else base_url
        return cls(credentials_from_env(), base_url=address, http_client=http_client, **options)


class Client(_Configured[httpx.Client], GeneratedClient):
    """Calls ZOLOZ. May be shared between threads; make a new one after a fork.

    Args:
        credentials: whom to call as.
        base_url: one of `SERVERS`, or a sandbox; there is no default, so nothing reaches production by accident.
        http_client: a client of yours for the connections (proxy, CA, transport). It is not closed with this one.
        encrypt: encrypt requests, and have the answers encrypted. What is encrypted is signed all the same.
        timeout: seconds for each network step, by default 10; a whole call takes at most ``attempts`` times as long.
        attempts: how often a call may be sent in total, by default 3; only what its page allows is sent again.
        not_enrolled_codes: result codes that mean "not enrolled" in your account; they raise `NotFoundError`. ZOLOZ's
            page does not name them.
        max_answer_age: refuse answers signed further than this many seconds from now.

    Raises:
        ConfigurationError: a setting cannot be right.
    """


class AsyncClient(_Configured[httpx.AsyncClient], GeneratedAsyncClient):
    """Calls ZOLOZ from async code. Takes what `Client` takes, with an `httpx.AsyncClient`."""
