"""Credentials that change: a callable is asked at each call. And one pool of connections serves many clients."""

import itertools
import threading
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

import realname
from realname import esign, zoloz
from realname.core import gateways
from realname.core.gateway import Gateway
from realname.esign.gateway import EsignGateway
from realname.sandbox import Sandbox
from tests import facts
from tests.facts import changed
from tests.pairs import KeyPair
from tests.providers import APP_SECRET, BASE_URL, Answer, Caller, Script, accepted_arguments

MARKER = "MARKER-of-the-store"
FLOW = facts.main("esign")
FLOW_ID = FLOW.wire["flowId"]

pytestmark = pytest.mark.usefixtures("no_waiting")


def _application(number: int) -> esign.Credentials:
    return esign.Credentials(app_id=str(number), app_secret=APP_SECRET)


def _client(credentials: Any, gateway: Any, **options: Any) -> esign.Client:
    return esign.Client(
        credentials, base_url=BASE_URL, http_client=httpx.Client(transport=httpx.MockTransport(gateway)), **options
    )


def _async_client(credentials: Any, gateway: Any, **options: Any) -> esign.AsyncClient:
    pool = httpx.AsyncClient(transport=httpx.MockTransport(gateway))
    return esign.AsyncClient(credentials, base_url=BASE_URL, http_client=pool, **options)


async def _asked(client: Any) -> Any:
    """What a call gives, sync or async."""
    answer = client.get_flow_outline(flow_id=FLOW_ID)
    return await answer if isinstance(client, esign.AsyncClient) else answer


def _callers(gateway: Script) -> list[str]:
    """As whom the gateway was called."""
    return [request.headers["X-Tsign-Open-App-Id"] for request in gateway.requests]


@pytest.fixture
def rising() -> Iterator[esign.Credentials]:
    """Others each time."""
    return map(_application, itertools.count(1))


async def test_each_call_is_made_as_whom_the_callable_names(rising: Iterator[esign.Credentials]) -> None:
    """Sync, async and through a view with other limits; the callable is not asked while a client is built or shown."""
    gateway = Script(Answer(200, FLOW.success))
    client, async_client = _client(rising.__next__, gateway), _async_client(rising.__next__, gateway)
    assert "e签宝 Client" in repr(client)

    for each in (client, client.with_options(attempts=1), async_client):
        await _asked(each)

    assert ["1", "2", "3"] == _callers(gateway)


async def test_a_call_keeps_the_credentials_that_it_began_with(rising: Iterator[esign.Credentials]) -> None:
    """Through all its attempts."""
    answer = Answer(200, FLOW.success)
    gateway = Script(httpx.ConnectError, Answer(500), answer, httpx.ConnectError, Answer(500), answer)

    for make in (_client, _async_client):
        await _asked(make(rising.__next__, gateway))

    assert ["1"] * 3 + ["2"] * 3 == _callers(gateway)


async def test_each_call_of_a_waiter_asks_anew(rising: Iterator[esign.Credentials]) -> None:
    """A key may change while something is waited for."""
    place, value = next(iter(FLOW.described["x-waiter"]["while"][0].items()))
    unfinished = changed(FLOW.success, place, value[0] if isinstance(value, list) else value)
    gateway = Script(*[Answer(200, unfinished), Answer(200, FLOW.saying("verified"))] * 2)

    _client(rising.__next__, gateway).wait_for_flow(flow_id=FLOW_ID, timeout=60)
    await _async_client(rising.__next__, gateway).wait_for_flow(flow_id=FLOW_ID, timeout=60)

    assert ["1", "2", "3", "4"] == _callers(gateway)


async def _zoloz(caller: Caller, client: Any) -> Any:
    answer = caller.ask(client)
    return await answer if isinstance(client, zoloz.AsyncClient) else answer


async def test_an_answer_is_verified_with_the_keys_of_its_call(
    zoloz_caller: Caller, caller_keys: KeyPair, stranger_keys: KeyPair
) -> None:
    """The provider's key changes while an answer is on its way: it counts for the next call, and for that one alone."""
    old = zoloz_caller.credentials
    new = zoloz.Credentials(
        client_id=old.client_id, private_key=caller_keys.private(), zoloz_public_key=stranger_keys.public()
    )
    genuine = zoloz_caller.answer()
    by_new = Answer(200, genuine.body, zoloz_caller.headers(genuine.body, by=stranger_keys))

    def turning(_: httpx.Request) -> httpx.Response:
        current[0] = new
        return genuine(_)

    for make in (zoloz_caller.client, zoloz_caller.async_client):
        current, gateway = [old], Script(turning, by_new, genuine)
        client = make(gateway)
        rotating = type(client)(
            lambda current=current: current[0], base_url=BASE_URL, http_client=client._http, attempts=1
        )
        for _ in range(2):
            assert zoloz_caller.main.success == (await _zoloz(zoloz_caller, rotating)).to_wire()
        with pytest.raises(realname.SignatureError):
            await _zoloz(zoloz_caller, rotating)


def test_settings_may_change_without_a_restart(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """`from_env` is such a callable."""
    for name, value in sandbox.environment().items():
        monkeypatch.setenv(name, value)
    arguments = accepted_arguments(sandbox, "esign")
    with esign.Client(esign.Credentials.from_env, base_url=sandbox.esign.url, attempts=1) as client:
        client.get_flow_outline(**arguments)
        monkeypatch.setenv("REALNAME_ESIGN_APP_SECRET", "rotated")
        with pytest.raises(realname.AuthenticationError):
            client.get_flow_outline(**arguments)
        monkeypatch.delenv("REALNAME_ESIGN_APP_SECRET")
        with pytest.raises(realname.ConfigurationError, match="REALNAME_ESIGN_APP_SECRET is not set"):
            client.get_flow_outline(**arguments)


# ---- what a callable may not do ----


def _raising() -> Any:
    secret = MARKER
    raise LookupError(secret)


WRONG: dict[str, tuple[Callable[[], Any], str]] = {
    "raising": (_raising, r"the callable that gives the credentials failed \(LookupError\)"),
    "nothing": (lambda: None, "credentials must be esign.Credentials"),
    "a dict": (lambda: {"app_id": "1", "app_secret": MARKER}, "credentials must be esign.Credentials"),
    "another callable": (lambda: _raising, "credentials must be esign.Credentials"),
    "another provider's": (
        lambda: zoloz.AccessKey(client_id="1", access_key="1", secret_key="MARKER"),
        "credentials must be esign.Credentials",
    ),
    "wrong settings": (lambda: esign.Credentials(app_id="一", app_secret=MARKER), "app_id "),
}


@pytest.mark.parametrize("mistake", WRONG)
async def test_a_callable_that_gives_no_credentials(mistake: str) -> None:
    """Nothing is sent, and what it raised is not kept; the next call asks again."""
    given, says = WRONG[mistake]
    gateway = Script(Answer(200, FLOW.success))
    answers: Iterator[Callable[[], Any]] = iter([given, lambda: _application(1)] * 2)
    errors = []
    for make in (_client, _async_client):
        client: Any = make(lambda: next(answers)(), gateway)
        with pytest.raises(realname.ConfigurationError, match=says) as caught:
            await _asked(client)
        errors.append(caught.value)
        assert 0 == (await _asked(client)).code

    assert ["1", "1"] == _callers(gateway)
    for error in errors:
        shown = traceback.TracebackException.from_exception(error, capture_locals=True)
        theirs = [frame for frame in shown.stack if frame.name in ("_raising", "<lambda>")]
        assert (None, None, []) == (error.__cause__, error.__context__, theirs)
        assert MARKER not in str(error)


async def _asynchronous() -> esign.Credentials:
    return _application(1)


@pytest.mark.parametrize("credentials", [esign.Credentials, _asynchronous], ids=["class", "async"])
@pytest.mark.parametrize("make", [_client, _async_client])
def test_what_can_never_give_credentials_is_refused_at_once(make: Any, credentials: Any) -> None:
    """A class without its arguments, or a coroutine function."""
    with pytest.raises(realname.ConfigurationError, match="neither async nor a class"):
        make(credentials, Script(Answer(200)))
    make(lambda: credentials, Script(Answer(200)))


@pytest.mark.parametrize(
    ("options", "setting"),
    [
        ({"access": "tokens"}, "access"),
        ({"access": "token", "signed_headers": ["X-A"]}, "signed_headers"),
        ({"signed_headers": ["Date"]}, "signed_headers"),
        ({"timeout": 0}, "timeout"),
        ({"attempts": 0}, "attempts"),
    ],
    ids=str,
)
def test_options_are_checked_before_anybody_is_asked(options: dict[str, Any], setting: str) -> None:
    """As with credentials that stay."""
    for credentials in (_raising, _application(1)):
        with pytest.raises(realname.ConfigurationError) as caught:
            _client(credentials, Script(Answer(200)), **options)
        assert setting == caught.value.setting
        _client(credentials, Script(Answer(200)), access="signature", signed_headers=["X-A"], timeout=1, attempts=1)


# ---- what is remembered of credentials ----


def _tokens(fetched: list[str]) -> Callable[[httpx.Request], httpx.Response]:
    """A gateway that gives tokens, and notes for whom."""

    def answer(request: httpx.Request) -> httpx.Response:
        if "oauth2" not in request.url.path:
            return Answer(200, FLOW.success)(request)
        fetched.append(request.url.params["appId"])
        data = {"token": f"token-{len(fetched)}", "expiresIn": 4_000_000_000_000}
        return Answer(200, {"code": 0, "message": "成功", "data": data})(request)

    return answer


def test_a_token_lasts_while_its_credentials_come_again() -> None:
    """Merchants take turns and share one client: each has a token of its own, fetched once."""
    fetched: list[str] = []
    merchants = [_application(number) for number in (1, 2)]
    turns = itertools.cycle(merchants)
    client = _client(lambda: next(turns), _tokens(fetched), access="token")

    for _ in range(6):
        client.get_flow_outline(flow_id=FLOW_ID)

    assert ["1", "2"] == fetched


def test_threads_that_begin_together_get_the_same_gateway() -> None:
    """With credentials that neither has used before: two gateways would fetch two tokens."""
    merchant, together = _application(1), threading.Barrier(2, timeout=10)

    def build(credentials: esign.Credentials) -> Gateway:
        together.wait()
        return EsignGateway(credentials, access="token", signed_headers=(), insecure_test_hosts=())

    kept = gateways.Gateways("e签宝", lambda: merchant, build)
    with ThreadPoolExecutor(2) as threads:
        first, second = threads.map(lambda _: kept.current(), range(2))

    assert first is second
    assert first is kept.current()


def test_what_is_remembered_is_bounded() -> None:
    """The oldest credentials go first: they are built up anew when they come again, and the latest stay."""
    fetched: list[str] = []
    merchants = [_application(number) for number in range(gateways.KEPT + 1)]
    current = iter([*merchants, merchants[-1], merchants[0]])
    client = _client(current.__next__, _tokens(fetched), access="token")

    for _ in range(len(merchants) + 2):
        client.get_flow_outline(flow_id=FLOW_ID)

    assert [*(str(number) for number in range(gateways.KEPT + 1)), "0"] == fetched


# ---- many clients on one pool ----


@pytest.mark.parametrize("shared", [(httpx.Client, httpx.AsyncClient), (realname.Pool, realname.AsyncPool)], ids=str)
async def test_a_thousand_clients_share_a_connection(shared: tuple[Any, Any], sandbox: Sandbox) -> None:
    """Each with a set of credentials of its own; closing one leaves the pool open for the others. Sync and async."""
    settings = sandbox.environment()
    arguments = accepted_arguments(sandbox, "esign")
    connections = set()

    def note(response: httpx.Response) -> None:
        connections.add(response.extensions["network_stream"].get_extra_info("client_addr"))

    async def note_async(response: httpx.Response) -> None:
        note(response)

    merchants = [
        esign.Credentials(app_id=settings["REALNAME_ESIGN_APP_ID"], app_secret=settings["REALNAME_ESIGN_APP_SECRET"])
        for _ in range(1000)
    ]
    make, make_async = shared
    with make() as pool:
        clients = [esign.Client(each, base_url=sandbox.esign.url, http_client=pool) for each in merchants]
        (pool if make is httpx.Client else pool()).event_hooks = {"response": [note]}
        for client in clients[::20]:
            with client:
                client.get_flow_outline(**arguments)
        clients[1].get_flow_outline(**arguments)
    assert 1 == len(connections)
    async with make_async() as pool:
        waiting = [esign.AsyncClient(each, base_url=sandbox.esign.url, http_client=pool) for each in merchants]
        (pool if make is httpx.Client else pool()).event_hooks = {"response": [note_async]}
        for async_client in waiting[::20]:
            async with async_client:
                await async_client.get_flow_outline(**arguments)
        await waiting[1].get_flow_outline(**arguments)
    assert 2 == len(connections)
