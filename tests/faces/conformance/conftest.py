"""A running sandbox, and conformance runs in front of it that know its URL and credentials only."""

from collections.abc import Callable
from typing import Any

import pytest

from realname.conformance import PROVIDERS, Options, Progress, Report, run
from realname.sandbox import Sandbox
from tests import facts

Runner = Callable[..., Report]


@pytest.fixture(scope="session")
def credentials(running_sandbox: Sandbox) -> dict[str, object]:
    """Each provider's credentials; reading keys is slow, so it is done once."""
    return {name: getattr(running_sandbox, name).credentials for name in PROVIDERS}


@pytest.fixture
def account(sandbox: Sandbox) -> dict[str, dict[str, str]]:
    """By provider, values of an account that a call succeeds with; Alipay's token once."""
    sandbox.alipay.add_samples()
    token = sandbox.alipay.issue_token()
    sandbox.zoloz.enroll("person-4711")
    return {
        "zoloz": {"userId": "person-4711"},
        "alipay": {"once_token": token.once_token, "conn_key": token.conn_key, "cert_no": token.cert_no},
        "esign": {"flowId": sandbox.esign.add_flow()},
    }


@pytest.fixture
def journeys(sandbox: Sandbox, account: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """By provider, values with which every operation succeeds where a gateway has its samples."""
    for provider in PROVIDERS:
        getattr(sandbox, provider).add_samples()
    own = {"zoloz": facts.main("zoloz").id, "alipay": facts.main("alipay").id}
    return {"esign": {}} | {
        provider: {f"{operation}.{name}": value for name, value in account[provider].items()}
        for provider, operation in own.items()
    }


@pytest.fixture
def conform(sandbox: Sandbox, credentials: dict[str, object], account: dict[str, dict[str, str]]) -> Runner:
    """Run against the sandbox, without waiting, with the values of the account: the main operation, unless told."""

    def conform(provider: str, *, progress: Callable[[Progress], None] | None = None, **options: Any) -> Report:
        unlimited = {"negative": True, "max_calls": None, "calls_per_second": None}
        own = {"only": [facts.main(provider).id], "arguments": account[provider], "confirm": lambda _: True}
        url, chosen = getattr(sandbox, provider).url, Options(**{**unlimited, **own, **options})
        return run(provider, base_url=url, credentials=credentials[provider], options=chosen, progress=progress)

    return conform
