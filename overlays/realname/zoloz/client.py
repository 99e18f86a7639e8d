"""The clients of ZOLOZ."""

from collections.abc import Callable, Collection
from functools import partial
from typing import Self, Unpack

import httpx

from realname.core.attempt import Listener
from realname.core.client import Caller, CallOptions, known_options
from realname.core.clock import seconds
from realname.core.gateways import Gateways
from realname.core.pages import loading
from realname.core.pool import HttpT, Source
from realname.core.redaction import conceal
from realname.core.settings import require_flag, require_texts
from realname.providers import domains
from realname.zoloz.credentials import AccessKey, Credentials, credentials_from_env
from realname.zoloz.settings import SETTINGS
from realname.zoloz.signing import MAX_ANSWER_AGE
from realname_zoloz import AsyncClient as GeneratedAsyncClient
from realname_zoloz import Client as GeneratedClient


class Options(CallOptions, total=False):
    """What a client of ZOLOZ takes besides its credentials, its base URL and its connections; see `Client`."""

    encrypt: bool
    not_enrolled_codes: Collection[str]
    max_answer_age: float | None


class _Configured(Caller[HttpT]):
    """A client with ZOLOZ's options, sync or async."""

    @SETTINGS.as_arguments
    def __init__(
        self,
        credentials: Credentials | AccessKey | Callable[[], Credentials | AccessKey],
        *,
        base_url: str,
        http_client: Source[HttpT] | None = None,
        on_attempt: Listener | None = None,
        **options: Unpack[Options],
    ) -> None:
        known_options(options, Options)
        with loading("the gateway"):
            from realname.zoloz.gateway import ZolozGateway
        encrypt, codes = options.get("encrypt", False), options.get("not_enrolled_codes", ())
        max_answer_age = options.get("max_answer_age", MAX_ANSWER_AGE)
        # Before anybody is asked for credentials.
        require_flag(encrypt, "encrypt")
        require_texts(codes, "not_enrolled_codes")
        seconds(max_answer_age, "max_answer_age")
        build = partial(ZolozGateway, encrypt=encrypt, not_enrolled_codes=codes, max_answer_age=max_answer_age)
        gateways = Gateways(ZolozGateway.provider, credentials, build)
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
        """Build a client from ``REALNAME_ZOLOZ_BASE_URL`` and what `credentials_from_env` reads.

        Raises:
            ConfigurationError: a variable is missing or not what it should be.
        """
        address = SETTINGS.address(base_url)
        options.setdefault("insecure_test_hosts", SETTINGS.insecure_test_hosts())
        return cls(credentials_from_env(), base_url=address, http_client=http_client, on_attempt=on_attempt, **options)


class Client(_Configured[httpx.Client], GeneratedClient):
    """Calls ZOLOZ. May be shared between threads; after a fork a child makes connections of its own.

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
        encrypt: encrypt requests, and have the answers encrypted. What is encrypted is signed all the same.
        timeout: seconds for each network step, by default 10; a whole call takes at most ``attempts`` times as long.
        attempts: how often a call may be sent in total, by default 3; only what its page allows is sent again.
        not_enrolled_codes: result codes that mean "not enrolled" in your account; they raise `NotFoundError`. ZOLOZ's
            page does not name them.
        max_answer_age: refuse answers signed further than this many seconds from the clock of this machine, by default
            900; None switches it off. ZOLOZ states no rule: see `Auth`.
        insecure_test_hosts: host names or addresses of sandboxes on other machines, such as another container's, which
            plain ``http://`` may go to. **For tests alone**: whoever is between reads and changes everything. Never a
            provider's own host; https and this machine need no name here.

    Raises:
        ConfigurationError: a setting cannot be right.
    """


class AsyncClient(_Configured[httpx.AsyncClient], GeneratedAsyncClient):
    """Calls ZOLOZ from async code.

    Takes what `Client` takes, with an `AsyncPool` or an `httpx.AsyncClient`. One client belongs to one event loop.
    """
