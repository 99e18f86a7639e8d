"""Hostile answers through the whole client: only `RealnameError` comes out, with the operation named."""

import json
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realname import Outcome, RealnameError, SignatureError
from tests import facts
from tests.connections import ASYNC_POOLS, POOLS
from tests.core.judge import CASES, STANDING, Case
from tests.pairs import KeyPair
from tests.peers import Peer, answer, peer
from tests.providers import Caller
from tests.strategies import sampling

statuses = st.sampled_from([200, 200, 200, 400, 401, 403, 404, 429, 500, 503]) | st.integers(100, 999)
printable = st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=60)
ODD_HEADERS = (
    "Content-Type",
    "Content-Encoding",
    "Location",
    "Retry-After",
    "Set-Cookie",
    "Encrypt",
    "Signature",
    "Response-Time",
    "alipay-sn",
    "alipay-signature",
    "alipay-nonce",
    "alipay-trace-id",
    "X-Tsign-Trace-Id",
)
odd_headers = st.dictionaries(
    st.sampled_from(ODD_HEADERS),
    st.sampled_from(["gzip", "deflate", "http://[", "-1", "null", ""]) | printable,
    max_size=3,
)
SIGNED = [case for case in CASES if facts.contract(case.provider)["x-answers"] == "signed"]


@pytest.mark.parametrize("case", CASES, ids=repr)
@sampling
@given(data=st.data())
async def test_only_our_errors_come_out(case: Case, callers: dict[str, Caller], data: st.DataObject) -> None:
    """Signed genuinely or not, sync or async: an answer or a `RealnameError` that names the operation."""
    caller, operation = callers[case.provider], case.documented
    body = data.draw(case.bodies)
    genuine = caller.headers(body, of=operation) if data.draw(st.booleans()) else {}
    status = data.draw(statuses)

    found = await caller.outcomes(status, body, data.draw(odd_headers) | genuine, of=operation)

    assert type(found[0]) is type(found[1])
    for outcome in found:
        if isinstance(outcome, RealnameError):
            assert operation.name == outcome.operation
            assert isinstance(str(outcome), str)
        else:
            assert isinstance(outcome, case.generated.answer)
            assert status == 200


_LAST = b"Connection: close\r\n"
"""Nobody shall ask over a connection that is about to end."""
WIRE = [
    *(
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}",
    ),
    *(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n{}", b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n{}"),
    *(b"HTTP/1.1 101 S\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n{}", b"HTTP/1.1 200 OK\r\nX: \0\r\n\r\n{}"),
    *(b"\0" * 1000, b"", b"{}", b"HTTP/1.1 200 OK\r\nX: " + b"a" * 200_000, b"\x16\x03\x01", b"HTTP/1.1 99 X\r\n\r\n"),
    *(b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 302 F\r\nLocation: http://[\r\nContent-Length: 0\r\n%b\r\n" % _LAST),
    b"HTTP/1.1 503 \xff\r\nSet-Cookie: \xe9=1\r\nRetry-After: \xb2\r\nContent-Length: 0\r\n%b\r\n" % _LAST,
]


@pytest.mark.parametrize("kind", POOLS)
async def test_only_our_errors_come_out_of_what_is_on_the_wire(kind: str, esign_caller: Caller) -> None:
    """Whatever a peer sends before it ends the connection; the call after it gets its answer, sync and async."""
    whole = answer(json.dumps(facts.main("esign").success).encode(), "Connection: close")
    sent: list[bytes] = []

    def serve(connection: socket.socket, _: bytes, __: Peer) -> bool:
        connection.sendall(sent.pop(0))
        return False

    with peer(serve) as gateway, POOLS[kind]() as pool:
        async with ASYNC_POOLS[kind]() as async_pool:
            options = {"base_url": gateway.url, "attempts": 1}
            client = esign_caller.module.Client(esign_caller.credentials, http_client=pool, **options)
            task_client = esign_caller.module.AsyncClient(esign_caller.credentials, http_client=async_pool, **options)
            for data in WIRE:
                sent[:] = [data, whole, data, whole]
                with pytest.raises(RealnameError):
                    esign_caller.ask(client)
                assert 0 == esign_caller.ask(client).code
                with pytest.raises(RealnameError):
                    await esign_caller.ask(task_client)
                assert 0 == (await esign_caller.ask(task_client)).code


@pytest.mark.parametrize("case", STANDING, ids=repr)
async def test_a_cookie_that_cannot_be_sent_back_is_no_crash(case: Case, callers: dict[str, Caller]) -> None:
    """Httpx prepares a redirect even where none is followed, and cannot write a cookie that is not ASCII."""
    headers = {"Set-Cookie": "é=1", "Location": "elsewhere"}

    found = await callers[case.provider].outcomes(307, b"", headers, of=case.documented)

    assert [case.documented.name] * 2 == [getattr(outcome, "operation", None) for outcome in found]


@pytest.mark.parametrize("case", SIGNED, ids=repr)
@sampling
@given(data=st.data())
async def test_nothing_unsigned_is_ever_returned(case: Case, callers: dict[str, Caller], data: st.DataObject) -> None:
    """A signature that lacks a part, is made up or belongs to other bytes makes every answer an error."""
    caller = callers[case.provider]
    body = data.draw(case.bodies)
    genuine = caller.headers(body, of=case.documented)
    name = data.draw(st.sampled_from([name for name in genuine if name != "alipay-trace-id"]))
    match data.draw(st.sampled_from(["dropped", "made up", "of other bytes", "none"])):
        case "dropped":
            broken = {other: value for other, value in genuine.items() if other != name}
        case "made up":
            made_up = data.draw(printable.filter(lambda value: value.strip() != genuine[name]))
            broken = genuine | {name: made_up}
        case "of other bytes":
            broken = caller.headers(body + b" ", of=case.documented)
        case _:
            broken = {}

    found = await caller.outcomes(data.draw(statuses), body, broken, of=case.documented)

    assert all(isinstance(outcome, RealnameError) for outcome in found)


@pytest.mark.parametrize("case", SIGNED, ids=repr)
async def test_a_success_that_somebody_else_made_up(
    case: Case, callers: dict[str, Caller], stranger_keys: KeyPair
) -> None:
    """Unsigned, or signed by a stranger, it is refused at every operation; the provider's own is taken."""
    caller, operation = callers[case.provider], case.documented
    says_yes = "x-outcome" in operation.described
    body = json.dumps(operation.saying("verified") if says_yes else operation.success).encode()

    for headers in ({}, caller.headers(body, by=stranger_keys, of=operation)):
        for error in await caller.outcomes(200, body, headers, of=operation):
            assert type(error) is SignatureError
            assert (operation.name, Outcome.UNKNOWN) == (error.operation, error.outcome)
    for accepted in await caller.outcomes(200, body, of=operation):
        assert isinstance(accepted, case.generated.answer)
        assert not says_yes or accepted.outcome is Outcome.VERIFIED
