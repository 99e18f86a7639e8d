"""In front of e签宝's sandbox: a merchant and their clients, and requests that no code of ours has part in."""

import json
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from realname import esign
from realname.core.waiting import without_waiting
from realname.sandbox import Sandbox
from tests import facts
from tests.callers import NOW, Environment, EsignRequest
from tests.conftest import Clock
from tests.esign.merchant import Merchant, done, serving

WAYS = [(kind, access) for kind in (esign.Client, esign.AsyncClient) for access in ("signature", "token")]


@pytest.fixture
def merchant(sandbox: Sandbox, tmp_path: Path) -> Iterator[Merchant]:
    """A merchant's service."""
    with serving(sandbox, tmp_path) as found:
        yield found


@pytest.fixture(params=WAYS, ids=lambda way: f"{way[0].__name__}-{way[1]}")
async def client(sandbox: Sandbox, request: pytest.FixtureRequest) -> AsyncIterator[Any]:
    """A client, sync and async, by signature and by token, which waits at once; see `done`."""
    kind, access = request.param
    found = kind(sandbox.esign.credentials, base_url=sandbox.esign.url, access=access)
    with without_waiting():
        yield found
    await done(found.close() if kind is esign.Client else found.aclose())


Ask = Callable[..., dict[str, Any]]
"""Calls an operation: its name, the flow's id if it takes one, and the body; the answer is what the contract allows."""


@pytest.fixture
def ask(environment: Environment, clock: Clock) -> Ask:
    """Calls of operations."""

    def call(name: str, flow_id: str | None = None, /, **body: object) -> dict[str, Any]:
        operation = facts.operation("esign", name)
        path = operation.target() if flow_id is None else operation.target(flowId=flow_id)
        request = EsignRequest(
            environment,
            "esign",
            operation.method,
            "",
            path=path,
            app_id=environment["REALNAME_ESIGN_APP_ID"],
            timestamp=str(round((clock.now or NOW) * 1000)),
        )
        request.body = json.dumps(body, ensure_ascii=False).encode() if body else b""
        answer = request.signed().send()
        found: dict[str, Any] = json.loads(answer.body)
        assert 200 == answer.status
        return found

    return call
