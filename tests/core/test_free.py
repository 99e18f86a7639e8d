"""Calls of operations that have no contract: what is sent, what is believed, and what is refused before it is sent."""

import asyncio
import inspect
import logging
from typing import Any

import httpx
import pytest

import realname
from realname.core.reply import Verification
from realname.sandbox import Sandbox
from tests import facts
from tests.providers import BASE_URL, Answer, Caller, Script, accepted_arguments

PATH = "/v2/identity/auth/pub/organization/8037/reversePayment"
SUCCESSES: dict[str, dict[str, Any]] = {
    "zoloz": {"result": {"resultStatus": "S", "resultCode": "SUCCESS", "resultMessage": "m"}, "more": [1]},
    "alipay": {"more": [1]},
    "esign": {"code": 0, "message": "m", "data": {"more": [1]}},
}
REFUSALS: dict[str, dict[str, Any]] = {
    "zoloz": {"result": {"resultStatus": "F", "resultCode": "ACCESS_DENIED", "resultMessage": "m"}},
    "alipay": {"code": "insufficient-isv-permissions", "message": "m"},
    "esign": {"code": 30500004, "message": "m"},
}
UNDECIDED: list[tuple[str, object]] = [
    *((provider, document) for provider in facts.PROVIDERS for document in (b"[]", b'"SUCCESS"', b"null", b"0")),
    ("zoloz", {}),
    ("zoloz", {"result": "SUCCESS"}),
    ("zoloz", {"result": {"resultStatus": "S", "resultMessage": "m"}}),
    ("zoloz", {"resultStatus": "S", "resultCode": "SUCCESS"}),
    ("esign", {}),
    ("esign", {"data": {"status": "SUCCESS"}}),
    ("esign", {"code": "0"}),
    ("esign", {"code": False}),
    ("esign", {"success": True}),
]


@pytest.fixture(params=facts.PROVIDERS)
def caller(request: pytest.FixtureRequest, callers: dict[str, Caller]) -> Caller:
    """Each provider."""
    return callers[request.param]


def signed(caller: Caller, body: object) -> Answer:
    """A genuine answer of the provider to a call of `PATH`."""
    content = caller.answer(body).body
    changes: Any = {"path": PATH} if caller.provider == "zoloz" else {}
    return Answer(200, content, caller.headers(content, **changes))


async def both(caller: Caller, gateway: Any, *arguments: Any, **options: Any) -> list[Any]:
    """What comes of a call, sync and async."""
    found: list[Any] = []
    for client in (caller.client(gateway, attempts=2), caller.async_client(gateway, attempts=2)):
        try:
            reply = client.call(*(arguments or ("POST", PATH)), **options)
            found.append(await reply if inspect.isawaitable(reply) else reply)
        except realname.RealnameError as error:
            found.append(error)
    return found


async def test_an_answer_is_the_json_that_came_with_its_exchange(caller: Caller) -> None:
    """Verified where the provider signs."""
    signs = facts.contract(caller.provider)["x-answers"] == "signed"

    for reply in await both(caller, signed(caller, SUCCESSES[caller.provider]), body={"a": 1}):
        assert SUCCESSES[caller.provider] == reply.parsed
        assert (Verification.VERIFIED if signs else Verification.NOT_SIGNED_BY_PROVIDER) is reply.verification
        assert "more" not in repr(reply)


async def test_a_refusal_is_raised_with_what_its_code_means(caller: Caller) -> None:
    """By the table that all operations of the provider share."""
    kinds = {"zoloz": realname.AccessDeniedError, "alipay": realname.AccessDeniedError, "esign": realname.NotFoundError}

    for error in await both(caller, signed(caller, REFUSALS[caller.provider])):
        assert kinds[caller.provider] is type(error)
        assert "call" == error.operation
        assert error.verified in (True, None)


async def test_what_nobody_signed_is_refused(caller: Caller) -> None:
    """Where the provider signs; the signed twin is accepted above."""
    if facts.contract(caller.provider)["x-answers"] == "signed":
        for error in await both(caller, Answer(200, SUCCESSES[caller.provider])):
            assert realname.SignatureError is type(error)


@pytest.mark.parametrize(("provider", "document"), UNDECIDED, ids=str)
async def test_what_does_not_say_that_it_was_done_is_no_success(
    provider: str, document: object, callers: dict[str, Caller]
) -> None:
    """There is no model that would miss something, so the answer itself has to say yes in the provider's form."""
    caller = callers[provider]

    for error in await both(caller, signed(caller, document)):
        assert isinstance(error, realname.DecodeError)
        assert error.outcome_unknown


async def test_it_is_sent_again_only_if_that_was_allowed(caller: Caller) -> None:
    """By default nothing is repeated that may have arrived."""
    for options, attempts in (({}, 1), ({"retry": "connect-only"}, 1), ({"retry": "safe"}, 2)):
        gateway = Script(httpx.ReadTimeout)
        errors = await both(caller, gateway, "POST", PATH, **options)

        assert [True, True] == [error.outcome_unknown for error in errors]
        assert 2 * attempts == len(gateway.requests)


@pytest.mark.parametrize("provider", ["alipay", "esign"])
def test_method_query_and_body_go_out_as_they_are_signed(provider: str, callers: dict[str, Caller]) -> None:
    """The query is encoded once, what is None stays at home, and a body has its JSON media type."""
    caller = callers[provider]
    gateway = Script(signed(caller, SUCCESSES[caller.provider]))
    client = caller.client(gateway)

    client.call("PUT", PATH, query={"b": "x y&", "a": True, "n": 7, "none": None}, body={"名": "张", "n": [1.5]})
    client.call("DELETE", PATH)
    first, second = gateway.requests
    assert ("PUT", f"{PATH}?b=x%20y%26&a=true&n=7".encode()) == (first.method, first.url.raw_path)
    assert '{"名":"张","n":[1.5]}'.encode() == first.content
    assert first.headers["Content-Type"].startswith("application/json")
    assert ("DELETE", PATH.encode(), b"") == (second.method, second.url.raw_path, second.content)


@pytest.mark.parametrize(("method", "query"), [("PUT", None), ("POST", {"a": "b"})])
def test_what_the_provider_cannot_sign_is_refused(method: str, query: Any, zoloz_caller: Caller) -> None:
    """ZOLOZ has POST alone, and its string to sign holds no query."""
    gateway = Script(signed(zoloz_caller, SUCCESSES["zoloz"]))
    client = zoloz_caller.client(gateway)

    with pytest.raises(realname.RequestError):
        client.call(method, PATH, query=query, body={})
    assert [] == gateway.requests
    client.call("POST", PATH, body={})
    assert 1 == len(gateway.requests)


@pytest.mark.parametrize(
    ("field", "arguments"),
    [
        ("method", {"method": "get"}),
        ("method", {"method": "CONNECT"}),
        ("method", {"method": "GET /admin HTTP/1.1\r\nX: y"}),
        ("retry", {"retry": "always"}),
        *(
            ("path", {"path": path})
            for path in (
                "", "v1/a", "/", "//evil.example/v1", "/v1/a?b=c", "/v1/a#b", "/v1/../a", "/v1/%2e%2e/a", "/v1/..%2fa",
                "/v1/./a", "/v1/a b", "/v1/张", "/v1/%zz", "/v1/a\r\nX: y", "https://evil.example/v1", "/v1/a/",
                7, None, b"/v1/a", "/a" * 40_000,
            )
        ),
        *(("query", {"query": query}) for query in ("a=b", [("a", "b")], {"a": 1.5}, {"a": ["b"]}, {1: ""}, {"": "b"})),
        ("path", {"query": {"a": "\ud800"}}),
        *(("body", {"body": body}) for body in ("{}", b"{}", [1], 7)),
        ("", {"body": {"a": float("nan")}}),
        ("", {"body": {"a": object}}),
        ("", {"body": {"a": "\ud800"}}),
    ],
    ids=lambda value: str(value)[:40],
)  # fmt: skip
def test_what_cannot_be_sent_is_refused_before_anything_is(
    field: str, arguments: dict[str, Any], esign_caller: Caller
) -> None:
    """The error names what is wrong, not the value."""
    gateway = Script(signed(esign_caller, SUCCESSES["esign"]))
    given: dict[str, Any] = {"method": "POST", "path": PATH} | arguments

    with pytest.raises(realname.RequestError) as caught:
        esign_caller.client(gateway).call(given.pop("method"), given.pop("path"), **given)

    assert field == caught.value.field
    assert [] == gateway.requests
    assert "evil" not in str(caught.value)


def test_neither_log_nor_errors_hold_what_was_passed(caller: Caller, caplog: pytest.LogCaptureFixture) -> None:
    """A path or a query may name a person."""
    caplog.set_level(logging.DEBUG)
    client = caller.client(signed(caller, REFUSALS[caller.provider]))

    with pytest.raises(realname.RealnameError) as caught:
        client.call("POST", PATH.replace("8037", "marker"), query={"a": "marker"}, body={"a": "marker"})

    told = "".join(record.getMessage() for record in caplog.records if record.name == "realname")
    frame = caught.value.__traceback__
    while frame is not None:
        told += (
            ""
            if frame.tb_frame.f_code is test_neither_log_nor_errors_hold_what_was_passed.__code__
            else repr(frame.tb_frame.f_locals)
        )
        frame = frame.tb_next
    assert "call POST (no contract)" in told
    assert "marker" not in told + str(caught.value)


def test_a_gateway_answers_it_as_it_answers_the_method(sandbox: Sandbox, caller: Caller) -> None:
    """The same operation by its method and without its contract, over the wire, sync and async."""
    operation = facts.main(caller.provider)
    environment = getattr(sandbox, caller.provider).environment()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        client, async_client = caller.module.Client.from_env(), caller.module.AsyncClient.from_env()
    for run in (client.call, lambda *a, **k: asyncio.run(_closing(async_client, *a, **k))):
        arguments = accepted_arguments(sandbox, caller.provider)
        wire = {one.wire: arguments[one.name] for one in operation.inputs.values() if arguments.get(one.name)}
        places = {name: one.place for name, one in operation.inputs.items()}
        path = operation.target(**wire).partition("?")[0]
        query = {name: value for name, value in wire.items() if places[name] == "query"}
        body = {name: value for name, value in wire.items() if places[name] == "body"}

        reply = run(operation.method, path, query=query, body=body or None)

        assert operation.success.keys() <= reply.parsed.keys()
    client.close()


async def _closing(client: Any, *arguments: Any, **options: Any) -> Any:
    async with client:
        return await client.call(*arguments, **options)


def test_a_client_that_encrypts_encrypts_it(sandbox: Sandbox) -> None:
    """The sandbox answers encrypted what came encrypted, and the client takes nothing else."""
    sandbox.zoloz.enroll("free-1")
    with realname.zoloz.Client(sandbox.zoloz.credentials, base_url=sandbox.zoloz.url, encrypt=True) as client:
        reply = client.call(
            "POST", "/api/v1/zoloz/connect/queryEnrollStatus", body={"bizId": "1", "userId": "free-1"}, retry="safe"
        )

    assert "SUCCESS" == reply.parsed["result"]["resultCode"]
    assert b"SUCCESS" not in reply.http.content
    assert BASE_URL not in repr(reply)
