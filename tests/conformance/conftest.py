"""A running sandbox, and conformance runs in front of it that know its URL and credentials only."""

from collections.abc import Callable
from typing import Any

import pytest

from realname.conformance import PROVIDERS, Options, Progress, Report, run
from realname.sandbox import AlipayGateway, EsignGateway, Sandbox, ZolozGateway

Runner = Callable[..., Report]
Gateway = ZolozGateway | AlipayGateway | EsignGateway


@pytest.fixture(scope="session")
def credentials(running_sandbox: Sandbox) -> dict[str, object]:
    """Each provider's credentials; reading keys is slow, so it is done once."""
    return {name: gateway(running_sandbox, name).credentials for name in PROVIDERS}


def gateway(sandbox: Sandbox, provider: str) -> Gateway:
    """One of the sandbox's gateways."""
    chosen: Gateway = getattr(sandbox, provider)
    return chosen


@pytest.fixture
def conform(sandbox: Sandbox, credentials: dict[str, object]) -> Runner:
    """Run against the sandbox: everything that is asked for, without waiting."""

    def conform(provider: str, *, progress: Callable[[Progress], None] | None = None, **options: Any) -> Report:
        chosen = Options(**{"negative": True, "max_calls": None, "calls_per_second": None, **options})
        return run(
            provider,
            base_url=gateway(sandbox, provider).url,
            credentials=credentials[provider],
            options=chosen,
            progress=progress,
        )

    return conform


@pytest.fixture
def token(sandbox: Sandbox) -> dict[str, Any]:
    """Options with a one-time token of Alipay, which the run may use up."""
    issued = sandbox.alipay.issue_token()
    arguments = {"once_token": issued.once_token, "conn_key": issued.conn_key, "cert_no": issued.cert_no}
    return {"arguments": arguments, "confirm": lambda _: True}
