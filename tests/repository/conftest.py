"""Calls through an httpx client of the user's own, and what the reader of a page has, in front of a sandbox."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx
import pytest

from realname import RealnameError, alipay, zoloz
from realname.sandbox import Sandbox
from realname.sandbox.control.control import Control
from tests import facts
from tests.providers import accepted_arguments
from tests.repository.examples import COMMAND_LINE_FLOW_ID, FLOW_ID, readers_files

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


@pytest.fixture(scope="module")
def shown() -> Iterator[tuple[Sandbox, dict[str, str]]]:
    """A sandbox for all examples of pages, and what one in another process would write to its file."""
    sandbox = Sandbox()
    control = Control(sandbox)
    [url] = sandbox.serve(control.answer)
    try:
        address = {"REALNAME_SANDBOX_CONTROL_URL": url, "REALNAME_SANDBOX_CONTROL_TOKEN": control.token}
        yield sandbox, sandbox.environment() | address
    finally:
        sandbox.close()


@pytest.fixture
def readers_sandbox(shown: tuple[Sandbox, dict[str, str]]) -> Sandbox:
    """The sandbox of a page's reader, as it is after its start."""
    shown[0].reset()
    return shown[0]


@pytest.fixture
def names(
    readers_sandbox: Sandbox,
    shown: tuple[Sandbox, dict[str, str]],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Mapping[str, object]:
    """What a page's reader has: users, a token, flows, variables, key files, and values of their own."""
    sandbox, variables = readers_sandbox, shown[1]
    for number in (1, 2, 3):
        sandbox.zoloz.enroll(f"user-{number}")
    face = {"subFlowId": "1", "subFlowType": "FACEAUTH_ZMXY", "status": "SUCCESS"}
    sandbox.esign.add_flow(FLOW_ID, sub_flows=[face])
    sandbox.esign.add_flow(COMMAND_LINE_FLOW_ID)
    token = sandbox.alipay.issue_token()
    for gateway in (sandbox.zoloz, sandbox.alipay, sandbox.esign):
        gateway.settings.finish_after = 0
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "127.0.0.1")
    monkeypatch.setattr(zoloz, "SERVERS", {"sandbox": sandbox.zoloz.url})
    monkeypatch.setattr(alipay, "SERVERS", {"sandbox": sandbox.alipay.url})
    monkeypatch.chdir(tmp_path)
    for name, text in readers_files(sandbox, variables).items():
        Path(name).write_text(text, encoding="utf-8")
    return {
        "conn_key": token.conn_key,
        "auth_token_of": lambda _verify_id: sandbox.alipay.issue_auth_token(),
        "once_token": token.once_token,
        "cert_no": token.cert_no,
        "service_id": "service-1",
        "code_from": sandbox.esign.sent_code,
        "amount_from": lambda flow_id: str(sandbox.esign.transferred_amount(flow_id)),
    }
