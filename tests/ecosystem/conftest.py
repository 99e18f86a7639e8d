"""The three providers' operations in front of the sandbox, with arguments that succeed."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from realname import alipay, esign, zoloz
from realname.sandbox import Sandbox

MODULES: dict[str, Any] = {"zoloz": zoloz, "alipay": alipay, "esign": esign}
CERT_NO = "110101199001010000"

Ask = Callable[..., Any]


@pytest.fixture
def arguments(realname_sandbox: Sandbox) -> dict[str, tuple[str, dict[str, Any]]]:
    """Each provider's operation and what to ask it."""
    realname_sandbox.zoloz.enroll("user-1")
    token = realname_sandbox.alipay.issue_token(cert_no=CERT_NO)
    return {
        "zoloz": ("query_enroll_status", {"biz_id": "1", "user_id": "user-1"}),
        "alipay": (
            "query_jobworth_authentication",
            {
                "conn_key": token.conn_key,
                "once_token": token.once_token,
                "query_type": "exact",
                "identity_type": token.identity_type,
                "service_id": "service-1",
                "cert_no": token.cert_no,
                "cert_type": "0",
            },
        ),
        "esign": ("get_flow_outline", {"flow_id": realname_sandbox.esign.add_flow()}),
    }


@pytest.fixture
def ask(realname_sandbox: Sandbox, arguments: dict[str, tuple[str, dict[str, Any]]]) -> Ask:
    """Call a provider's operation through an httpx client; from an async one comes an awaitable. Gives a raw reply."""

    def call(
        provider: str, http_client: httpx.Client | httpx.AsyncClient, base_url: str | None = None, **options: Any
    ) -> Any:
        gateway = getattr(realname_sandbox, provider)
        kind = "Client" if isinstance(http_client, httpx.Client) else "AsyncClient"
        client = getattr(MODULES[provider], kind)(
            gateway.credentials, base_url=base_url or gateway.url, http_client=http_client, **options
        )
        name, values = arguments[provider]
        return getattr(client.with_raw_response, name)(**values)

    return call
