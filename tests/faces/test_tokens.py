"""e签宝's token access over real sockets: one token for all calls of a client, renewed when it is rejected."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

import realname
from realname import esign
from realname.sandbox import Sandbox
from tests import facts
from tests.faces.conftest import Calls

CONCURRENT = 200
MODE = "esign-token"


def _paths(sandbox: Sandbox) -> list[str]:
    """What was asked for: a token, or the outline of a flow."""
    return ["token" if "oauth2" in record.path else "outline" for record in sandbox.requests]


async def test_one_token_for_many_calls(calls: Calls) -> None:
    """Fetched by the first call, used by all, replaced once when the gateway has come to reject it."""
    await calls.both(MODE)
    await calls.both(MODE)
    assert ["token", "outline"] * 2 + ["outline"] * 2 == _paths(calls.sandbox)
    calls.sandbox.reset()  # the gateway forgets its tokens, as when another party fetched two

    await calls.both(MODE)

    assert ["outline", "token", "outline"] * 2 == _paths(calls.sandbox)


async def test_a_token_that_stays_rejected(calls: Calls) -> None:
    """A gateway that rejects every token is asked for one more, and no other."""
    calls.sandbox.fail_next("esign", "gateway_message", times=None)

    errors = await calls.both(MODE)

    assert [(realname.AuthenticationError, "401")] * 2 == [(type(error), error.code) for error in errors]
    assert ["token", "outline", "token", "outline"] * 2 == _paths(calls.sandbox)


def test_wrong_secret(sandbox: Sandbox) -> None:
    """With a wrong secret there is no token, and no operation is called."""
    gateway = sandbox.esign
    credentials = esign.Credentials(app_id=gateway.credentials.app_id, app_secret="0" * 32)
    with (
        esign.Client(credentials, base_url=gateway.url, access="token") as client,
        pytest.raises(realname.AuthenticationError) as caught,
    ):
        getattr(client, facts.main("esign").name)(**facts.main("esign").minimal)

    assert ("72000032", ["token"]) == (caught.value.code, _paths(sandbox))


async def test_threads_and_tasks_fetch_one_token_each(calls: Calls) -> None:
    """Two hundred threads of one client fetch exactly one token between them, and so do two hundred tasks."""
    arguments = calls.arguments(MODE)

    with ThreadPoolExecutor(CONCURRENT) as pool:
        replies = list(pool.map(lambda _: calls.call(MODE, arguments), range(CONCURRENT)))
    threads = _paths(calls.sandbox).count("token")
    replies += await asyncio.gather(*(calls.outcome(MODE, arguments, is_async=True) for _ in range(CONCURRENT)))

    assert {arguments["flow_id"]} == {reply.parsed.data.flow_id for reply in replies}
    assert (1, 2) == (threads, _paths(calls.sandbox).count("token"))
