"""A running sandbox, and each provider's clients in front of it."""

import ssl
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any

import httpx
import pytest
from attrs import field, frozen

from realname import alipay, esign, zoloz
from realname.sandbox import Sandbox

PROVIDERS = ("zoloz", "alipay", "esign")
OPERATIONS = {
    "zoloz": "query_enroll_status",
    "alipay": "query_jobworth_authentication",
    "esign": "get_flow_outline",
}
MODULES: dict[str, Any] = {"zoloz": zoloz, "alipay": alipay, "esign": esign}
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


LIMITS = httpx.Limits(max_connections=20)
"""Many calls wait for few connections: what is tested is how calls share a client, not how a machine opens sockets."""


def provider_of(mode: str) -> str:
    """Whom a way of access leads to."""
    return MODES[mode][0]


@frozen
class Calls:
    """The operations of the three providers in front of a sandbox, each with arguments that succeed."""

    sandbox: Sandbox
    clients: Mapping[str, Any] = field(repr=False)
    """By mode."""

    def arguments(self, mode: str) -> dict[str, Any]:
        """Fresh arguments that the sandbox answers with a success."""
        provider = provider_of(mode)
        if provider == "zoloz":
            self.sandbox.zoloz.enroll("user-1")
            return {"biz_id": "biz-1", "user_id": "user-1"}
        if provider == "alipay":
            token = self.sandbox.alipay.issue_token()
            return {
                "conn_key": token.conn_key,
                "once_token": token.once_token,
                "query_type": "exact",
                "identity_type": token.identity_type,
                "service_id": "2019120400000000000004450100",
                "cert_no": token.cert_no,
                "cert_type": "0",
            }
        return {"flow_id": self.sandbox.esign.add_flow()}

    def operation(self, mode: str, **options: Any) -> Any:
        """The bound method of one client."""
        client = self.clients[mode].with_options(**options)
        return getattr(client, OPERATIONS[provider_of(mode)])

    def raw_operation(self, mode: str) -> Any:
        """The same, with everything that is known of the answer."""
        return getattr(self.clients[mode].with_raw_response, OPERATIONS[provider_of(mode)])


class _Clients(dict[str, Any]):
    """Clients by mode, each made when it is first asked for."""

    def __init__(self, sandbox: Sandbox, kind: str, pool: Any) -> None:
        super().__init__()
        self._sandbox, self._kind, self._pool = sandbox, kind, pool

    def __missing__(self, mode: str) -> Any:
        provider, credentials, settings = MODES[mode]
        gateway = getattr(self._sandbox, provider)
        self[mode] = getattr(MODULES[provider], self._kind)(
            getattr(gateway, credentials), base_url=gateway.url, http_client=self._pool, **settings
        )
        return self[mode]


@pytest.fixture(scope="session")
def authorities() -> ssl.SSLContext:
    """Loading the system's authorities is most of what a new pool costs."""
    return ssl.create_default_context()


@pytest.fixture
def calls(sandbox: Sandbox, authorities: ssl.SSLContext) -> Iterator[Calls]:
    """Sync clients."""
    with httpx.Client(verify=authorities, limits=LIMITS) as pool:
        yield Calls(sandbox, _Clients(sandbox, "Client", pool))


@pytest.fixture
async def async_calls(sandbox: Sandbox, authorities: ssl.SSLContext) -> AsyncIterator[Calls]:
    """Async clients."""
    async with httpx.AsyncClient(verify=authorities, limits=LIMITS) as pool:
        yield Calls(sandbox, _Clients(sandbox, "AsyncClient", pool))
