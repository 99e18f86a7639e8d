"""A running sandbox, and conformance runs in front of it that know its URL and credentials only."""

from collections.abc import Callable
from typing import Any

import pytest

from realname.conformance import PROVIDERS, Options, Progress, Report, run
from realname.sandbox import Sandbox

Runner = Callable[..., Report]


@pytest.fixture(scope="session")
def credentials(running_sandbox: Sandbox) -> dict[str, object]:
    """Each provider's credentials; reading keys is slow, so it is done once."""
    return {name: getattr(running_sandbox, name).credentials for name in PROVIDERS}


@pytest.fixture
def account(sandbox: Sandbox) -> dict[str, dict[str, str]]:
    """By provider, values of an account that a call succeeds with; Alipay's token once."""
    token = sandbox.alipay.issue_token()
    sandbox.zoloz.enroll("person-4711")
    return {
        "zoloz": {"userId": "person-4711"},
        "alipay": {"once_token": token.once_token, "conn_key": token.conn_key, "cert_no": token.cert_no},
        "esign": {"flowId": sandbox.esign.add_flow()},
    }


@pytest.fixture
def conform(sandbox: Sandbox, credentials: dict[str, object], account: dict[str, dict[str, str]]) -> Runner:
    """Run against the sandbox: everything that is asked for, without waiting, with the values of the account."""

    def conform(provider: str, *, progress: Callable[[Progress], None] | None = None, **options: Any) -> Report:
        unlimited = {"negative": True, "max_calls": None, "calls_per_second": None}
        own = {"arguments": account[provider], "confirm": lambda _: True}
        url, chosen = getattr(sandbox, provider).url, Options(**{**unlimited, **own, **options})
        return run(provider, base_url=url, credentials=credentials[provider], options=chosen, progress=progress)

    return conform
