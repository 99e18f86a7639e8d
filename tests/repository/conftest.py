"""Calls through an httpx client of the user's own, in front of the sandbox."""

from collections.abc import Awaitable, Callable, Mapping
from importlib import import_module
from typing import Any

import httpx
import pytest

from realname import RealnameError
from realname.sandbox import Sandbox
from tests import facts
from tests.providers import accepted_arguments

Ask = Callable[..., Awaitable[list[Any]]]


@pytest.fixture(scope="module", autouse=True)
def children(unmeasured_children: None) -> None:
    """Whole programs are run here; what is in them is measured by the tests of its room."""


@pytest.fixture(params=facts.PROVIDERS)
def provider(request: pytest.FixtureRequest) -> str:
    """Each provider."""
    name: str = request.param
    return name


@pytest.fixture
def ask(sandbox: Sandbox) -> Ask:
    """Call a provider's operation through httpx clients with these settings; sync, then async. Gives replies or errors.

    `prepare` is called with each client; what is not for httpx goes into `options`.
    """

    async def call(
        provider: str,
        base_url: str | None = None,
        *,
        prepare: Callable[[Any], None] = lambda _: None,
        options: Mapping[str, Any] = {},
        **http: Any,
    ) -> list[Any]:
        gateway = getattr(sandbox, provider)
        name = facts.main(provider).name
        module = import_module(f"realname.{provider}")
        found: list[Any] = []
        for kind, pool in (("Client", httpx.Client(**http)), ("AsyncClient", httpx.AsyncClient(**http))):
            prepare(pool)
            settings = {"base_url": base_url or gateway.url, "http_client": pool, "attempts": 1, **options}
            client = getattr(module, kind)(gateway.credentials, **settings)
            try:
                answer = getattr(client.with_raw_response, name)(**accepted_arguments(sandbox, provider))
                found.append(await answer if isinstance(answer, Awaitable) else answer)
            except RealnameError as error:
                found.append(error)
            if isinstance(pool, httpx.Client):
                pool.close()
            else:
                await pool.aclose()
        return found

    return call
