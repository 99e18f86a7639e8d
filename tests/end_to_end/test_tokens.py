"""e签宝's token access over real sockets: one token for all calls of a client, renewed in time, fetched only once."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

import realname
from realname import esign
from realname.sandbox import Sandbox
from tests.end_to_end.conftest import Calls

CONCURRENT = 200
TOKEN_PATH = "/v1/oauth2/access_token"


def paths(sandbox: Sandbox) -> list[str]:
    """What was asked for: a token, or the outline of a flow."""
    return ["token" if record.path == TOKEN_PATH else "outline" for record in sandbox.requests]


def test_one_token_for_many_calls(calls: Calls) -> None:
    """The token is fetched by the first call and used by all; no signature is sent."""
    for _ in range(3):
        calls.operation("esign-token")(**calls.arguments("esign"))

    assert ["token", "outline", "outline", "outline"] == paths(calls.sandbox)
    assert not any("signature" in name for record in calls.sandbox.requests for name in dict(record.headers))


@pytest.mark.parametrize("form", ["text", "number"])
def test_expiry_as_text_or_number(calls: Calls, form: str) -> None:
    """Either form of the expiry is understood: there is no second token."""
    settings: Any = calls.sandbox.esign.settings
    settings.expires_in_type = form
    for _ in range(2):
        calls.operation("esign-token")(**calls.arguments("esign"))

    assert 1 == calls.sandbox.esign.token_requests


@pytest.mark.parametrize(("seconds", "tokens"), [(299, 2), (360, 1)])
def test_token_is_renewed_five_minutes_early(seconds: float, tokens: int, calls: Calls) -> None:
    """A token with less than five minutes to live is renewed before it is used again; one with more is not."""
    calls.sandbox.esign.settings.token_life = seconds
    for _ in range(2):
        calls.operation("esign-token")(**calls.arguments("esign"))

    assert tokens == calls.sandbox.esign.token_requests


def revoke(sandbox: Sandbox) -> None:
    """Have the gateway forget its tokens, as when another party fetched two."""
    sandbox.reset()


async def test_rejected_token_is_renewed_once(calls: Calls, async_calls: Calls) -> None:
    """A token that the gateway has come to reject is replaced, and the call repeated; sync and async."""
    calls.operation("esign-token")(**calls.arguments("esign"))
    await async_calls.operation("esign-token")(**async_calls.arguments("esign"))
    found = []
    revoke(calls.sandbox)
    calls.operation("esign-token")(**calls.arguments("esign"))
    found.append(paths(calls.sandbox))
    revoke(calls.sandbox)
    await async_calls.operation("esign-token")(**async_calls.arguments("esign"))
    found.append(paths(calls.sandbox))

    assert [["outline", "token", "outline"]] * 2 == found


async def test_token_that_stays_rejected(calls: Calls, async_calls: Calls) -> None:
    """A gateway that rejects every token is asked for one more, and no other."""
    arguments, found = calls.arguments("esign"), []
    calls.sandbox.fail_next("esign", "gateway_message", times=None)

    with pytest.raises(realname.AuthenticationError, match="401"):
        calls.operation("esign-token")(**arguments)
    found.append(paths(calls.sandbox))
    with pytest.raises(realname.AuthenticationError, match="401"):
        await async_calls.operation("esign-token")(**arguments)
    found.append(paths(calls.sandbox)[len(found[0]) :])

    assert [["token", "outline", "token", "outline"]] * 2 == found


def test_wrong_secret(calls: Calls) -> None:
    """With a wrong secret there is no token, and no operation is called."""
    gateway = calls.sandbox.esign
    credentials = esign.Credentials(app_id=gateway.credentials.app_id, app_secret="0" * 32)
    with (
        esign.Client(credentials, base_url=gateway.url, access="token") as client,
        pytest.raises(realname.AuthenticationError) as caught,
    ):
        client.get_flow_outline(flow_id=gateway.sample_flow_id)

    assert ("72000032", ["token"]) == (caught.value.code, paths(calls.sandbox))


SPENT: dict[str, Callable[[Sandbox], None]] = {
    "none yet": lambda _: None,
    "about to expire": lambda sandbox: setattr(sandbox.esign.settings, "token_life", 7200.0),
    "rejected": revoke,
}
"""What became of the token that a client has; the preparation before 200 calls."""


def spend_first(calls: Calls, state: str) -> None:
    """What a client's token needs for its state."""
    if state == "about to expire":
        calls.sandbox.esign.settings.token_life = 299.0


@pytest.mark.parametrize("state", SPENT)
def test_threads_fetch_one_token(state: str, calls: Calls) -> None:
    """Two hundred threads of one client fetch exactly one token between them."""
    call = calls.operation("esign-token")
    spend_first(calls, state)
    if state != "none yet":
        call(**calls.arguments("esign"))
    before = len(paths(calls.sandbox)) if state != "rejected" else 0
    SPENT[state](calls.sandbox)
    flow_id = calls.sandbox.esign.add_flow()
    with ThreadPoolExecutor(CONCURRENT) as pool:
        answers = list(pool.map(lambda _: call(flow_id=flow_id).data.flow_id, range(CONCURRENT)))

    assert ([flow_id] * CONCURRENT, 1) == (answers, paths(calls.sandbox)[before:].count("token"))


@pytest.mark.parametrize("state", SPENT)
async def test_tasks_fetch_one_token(state: str, async_calls: Calls) -> None:
    """Two hundred tasks of one client fetch exactly one token between them."""
    call = async_calls.operation("esign-token")
    spend_first(async_calls, state)
    if state != "none yet":
        await call(**async_calls.arguments("esign"))
    before = len(paths(async_calls.sandbox)) if state != "rejected" else 0
    SPENT[state](async_calls.sandbox)
    flow_id = async_calls.sandbox.esign.add_flow()
    answers = await asyncio.gather(*(call(flow_id=flow_id) for _ in range(CONCURRENT)))

    assert ([flow_id] * CONCURRENT, 1) == (
        [answer.data.flow_id for answer in answers],
        paths(async_calls.sandbox)[before:].count("token"),
    )
