"""A running sandbox, and each provider's clients in front of it, in every way of access."""

import ssl
from collections.abc import AsyncIterator, Iterator
from importlib import import_module
from typing import Any

import pytest
from attrs import Factory, field, frozen

from realname import AsyncPool, Pool, RealnameError
from realname.sandbox import Sandbox
from realname.sandbox.control.control import Control
from realname.testing.gateway.server import Server
from tests import facts
from tests.connections import ASYNC_POOLS, POOLS
from tests.faces.control_address import Address
from tests.facts import Operation
from tests.providers import accepted_arguments

MODES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "zoloz": ("zoloz", "credentials", {}),
    "zoloz-encrypted": ("zoloz", "credentials", {"encrypt": True}),
    "zoloz-access-key": ("zoloz", "access_key", {}),
    "alipay": ("alipay", "credentials", {}),
    "alipay-encrypted": ("alipay", "credentials", {"encrypt": True}),
    "alipay-certificates": ("alipay", "certificate_credentials", {}),
    "esign": ("esign", "credentials", {}),
    "esign-token": ("esign", "credentials", {"access": "token"}),
}
"""Every way of access: its provider, the credentials that the sandbox has for it, and the settings of the client."""
CONNECTIONS = 20
"""Many calls wait for few connections: what is tested is how calls share a client, not how a machine opens sockets."""


def provider_of(mode: str) -> str:
    """Whom a way of access leads to."""
    return MODES[mode][0]


def signed(mode: str) -> str:
    """Who vouches for an answer."""
    unsigned = facts.contract(provider_of(mode))["x-answers"] == "unsigned"
    return "not_signed_by_provider" if unsigned else "verified"


@frozen
class Calls:
    """Each provider's main operation in front of a sandbox, with arguments that succeed."""

    sandbox: Sandbox
    pools: tuple[Pool, AsyncPool] = field(repr=False)
    _made: dict[str, tuple[Any, Any]] = field(repr=False, default=Factory(dict))

    def clients(self, mode: str) -> tuple[Any, Any]:
        """The sync and the async client; each is made when it is first asked for."""
        if mode not in self._made:
            provider, credentials, settings = MODES[mode]
            gateway = getattr(self.sandbox, provider)
            module = import_module(f"realname.{provider}")
            options = {"base_url": gateway.url} | settings
            self._made[mode] = (
                module.Client(getattr(gateway, credentials), http_client=self.pools[0], **options),
                module.AsyncClient(getattr(gateway, credentials), http_client=self.pools[1], **options),
            )
        return self._made[mode]

    def arguments(self, mode: str) -> dict[str, Any]:
        """Fresh arguments that the sandbox answers with a success."""
        return accepted_arguments(self.sandbox, provider_of(mode))

    def call(self, mode: str, arguments: dict[str, Any] | None = None) -> Any:
        """Call the operation; the raw reply."""
        name = facts.main(provider_of(mode)).name
        return getattr(self.clients(mode)[0].with_raw_response, name)(**arguments or self.arguments(mode))

    async def outcome(
        self,
        mode: str,
        arguments: dict[str, Any] | None = None,
        *,
        is_async: bool,
        of: Operation | None = None,
        **options: Any,
    ) -> Any:
        """What comes of the call: the raw reply or the error."""
        client = self.clients(mode)[is_async].with_options(**options)
        method = getattr(client.with_raw_response, (of or facts.main(provider_of(mode))).name)
        chosen = arguments if arguments is not None else self.arguments(mode)
        try:
            return await method(**chosen) if is_async else method(**chosen)
        except RealnameError as error:
            return error

    async def both(
        self, mode: str, arguments: dict[str, Any] | None = None, *, of: Operation | None = None, **options: Any
    ) -> list[Any]:
        """What comes of the call, sync and async."""
        return [await self.outcome(mode, arguments, is_async=kind, of=of, **options) for kind in (False, True)]


@pytest.fixture(scope="session")
def authorities() -> ssl.SSLContext:
    """Loading the system's authorities is most of what a new pool costs."""
    return ssl.create_default_context()


@pytest.fixture
def connections() -> str:
    """The kind of their pools; a test of what depends on it says which, by parameter."""
    return "pool"


@pytest.fixture
async def calls(sandbox: Sandbox, authorities: ssl.SSLContext, connections: str) -> AsyncIterator[Calls]:
    """Clients of all providers."""
    settings: dict[str, Any] = {"verify": authorities, "max_connections": CONNECTIONS}
    with POOLS[connections](**settings) as pool:
        async with ASYNC_POOLS[connections](**settings) as async_pool:
            yield Calls(sandbox, (pool, async_pool))


@pytest.fixture(scope="session")
def running_address(running_sandbox: Sandbox) -> Iterator[Address]:
    """The control address of the running sandbox."""
    control = Control(running_sandbox)
    server = Server([], [control.answer])
    server.start()
    yield Address(f"http://127.0.0.1:{server.ports[0]}", control.token)
    server.stop()


@pytest.fixture
def address(sandbox: Sandbox, running_address: Address) -> Address:
    """The control address of the sandbox as it is after its start."""
    assert sandbox.host in running_address.url
    return running_address
