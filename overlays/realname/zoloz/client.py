"""The clients of ZOLOZ."""

from collections.abc import Collection
from typing import Self, TypedDict, Unpack

import httpx

from realname.core.redaction import conceal
from realname.core.settings import setting
from realname.zoloz.credentials import AccessKey, Credentials, credentials_from_env
from realname.zoloz.gateway import ZolozGateway
from realname_zoloz import AsyncClient as GeneratedAsyncClient
from realname_zoloz import Client as GeneratedClient


class Options(TypedDict, total=False):
    """What `from_env` takes besides the environment; see `Client`."""

    base_url: str
    encrypt: bool
    timeout: float
    attempts: int
    not_enrolled_codes: Collection[str]
    max_answer_age: float | None


class Client(GeneratedClient):
    """Calls ZOLOZ. May be shared between threads; make a new one after a fork.

    Args:
        credentials: whom to call as.
        base_url: one of `SERVERS`, or a sandbox; there is no default, so nothing reaches production by accident.
        encrypt: encrypt requests, and have the answers encrypted. What is encrypted is signed all the same.
        timeout: seconds for each network step; a whole call takes at most ``attempts`` times as long.
        attempts: how often a call may be sent in total; `query_enroll_status` only reads and is safe to repeat.
        http_client: a client of yours for the connections (proxy, CA, transport). It is not closed with this one.
        not_enrolled_codes: result codes that mean "not enrolled" in your account; they raise `NotFoundError`. ZOLOZ's
            page does not name them.
        max_answer_age: refuse answers signed further than this many seconds from now.

    Raises:
        ConfigurationError: a setting cannot be right.
    """

    def __init__(
        self,
        credentials: Credentials | AccessKey,
        *,
        base_url: str,
        encrypt: bool = False,
        timeout: float = 10.0,
        attempts: int = 3,
        http_client: httpx.Client | None = None,
        not_enrolled_codes: Collection[str] = (),
        max_answer_age: float | None = None,
    ) -> None:
        super().__init__(
            ZolozGateway(
                credentials, encrypt=encrypt, not_enrolled_codes=not_enrolled_codes, max_answer_age=max_answer_age
            ),
            base_url=base_url,
            timeout=timeout,
            attempts=attempts,
            http_client=http_client,
        )

    @classmethod
    @conceal
    def from_env(cls, *, http_client: httpx.Client | None = None, **overrides: Unpack[Options]) -> Self:
        """Build a client from ``REALNAME_ZOLOZ_BASE_URL`` and what `credentials_from_env` reads.

        Raises:
            ConfigurationError: a variable is missing or not what it should be.
        """
        if "base_url" not in overrides:
            overrides["base_url"] = setting("zoloz", "base_url")
        return cls(credentials_from_env(), http_client=http_client, **overrides)


class AsyncClient(GeneratedAsyncClient):
    """Calls ZOLOZ from async code. Takes what `Client` takes, with an `httpx.AsyncClient`."""

    def __init__(
        self,
        credentials: Credentials | AccessKey,
        *,
        base_url: str,
        encrypt: bool = False,
        timeout: float = 10.0,
        attempts: int = 3,
        http_client: httpx.AsyncClient | None = None,
        not_enrolled_codes: Collection[str] = (),
        max_answer_age: float | None = None,
    ) -> None:
        super().__init__(
            ZolozGateway(
                credentials, encrypt=encrypt, not_enrolled_codes=not_enrolled_codes, max_answer_age=max_answer_age
            ),
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
            overrides["base_url"] = setting("zoloz", "base_url")
        return cls(credentials_from_env(), http_client=http_client, **overrides)
