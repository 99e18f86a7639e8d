"""e签宝: what is sent, what its unsigned answers are held against, and how it says no."""

import base64
import hashlib
import hmac
from typing import Any

import httpx
import pytest

import realname
from realname import Outcome, esign
from realname.core.outcome import value_at
from realname.core.secret import Secret
from tests import facts
from tests.facts import Operation, changed
from tests.providers import APP_SECRET, BASE_URL, Answer, Caller, Script

MAIN = facts.main("esign")
SUCCESS = MAIN.success
NOW = 1_700_000_000_000
REFUSED = changed(MAIN.refusal.body, "code", 30500003)


def _signature(string: str) -> str:
    return base64.b64encode(hmac.digest(APP_SECRET.encode(), string.encode(), hashlib.sha256)).decode()


def _is_answer(outcome: object) -> bool:
    return type(outcome) is getattr(esign, MAIN.model)


def test_a_request_carries_the_documented_headers(esign_caller: Caller) -> None:
    """Accept and Content-Type are signed as sent; a GET has neither body nor Content-MD5."""
    gateway = Script(esign_caller.answer())

    esign_caller.call(gateway)

    (request,) = gateway.requests
    headers = dict(request.headers)
    timestamp = headers.pop("x-tsign-open-ca-timestamp")
    assert timestamp.isdecimal()
    assert 13 == len(timestamp)
    assert {
        "host": "gateway.example",
        "accept": "*/*",
        "accept-encoding": "identity",
        "content-type": "application/json; charset=UTF-8",
        "user-agent": f"realname/{realname.__version__}",
        "x-tsign-open-app-id": "7438",
        "x-tsign-open-auth-mode": "Signature",
        "x-tsign-open-ca-signature": _signature(f"GET\n*/*\n\napplication/json; charset=UTF-8\n\n{MAIN.concrete_path}"),
    } == headers
    assert MAIN.target().encode() == request.url.raw_path


def test_a_bare_client_signs_body_and_query_as_the_gateway_reads_them(esign_caller: Caller) -> None:
    """The body goes in through its digest, the query decoded and sorted."""
    request = httpx.Request("POST", f"{BASE_URL}/v3/x?b=%E6%9F%90+1&a=", content="张".encode())

    esign.Auth(esign_caller.credentials, now_ms=lambda: NOW).sign(request)

    digest = base64.b64encode(hashlib.md5("张".encode(), usedforsecurity=False).digest()).decode()
    assert digest == request.headers["Content-MD5"]
    assert str(NOW) == request.headers["X-Tsign-Open-Ca-Timestamp"]
    assert _signature(f"POST\n\n{digest}\n\n\n/v3/x?a&b=某 1") == request.headers["X-Tsign-Open-Ca-Signature"]


def test_extra_headers_are_listed_and_signed(esign_caller: Caller) -> None:
    """An absent one counts as empty; the list keeps the caller's order, the string is sorted."""
    names = ["X-Tsign-Open-Ca-Timestamp", "X-Absent"]
    request = httpx.Request("GET", f"{BASE_URL}/p")

    esign.Auth(esign_caller.credentials, signed_headers=names, now_ms=lambda: NOW).sign(request)

    string = f"GET\n\n\n\n\nX-Absent:\nX-Tsign-Open-Ca-Timestamp:{NOW}\n/p".encode()
    assert ",".join(names) == request.headers["X-Tsign-Open-Ca-Signature-Headers"]
    assert esign.sign(Secret(APP_SECRET), string) == request.headers["X-Tsign-Open-Ca-Signature"]


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"access": "oauth"}, "access must be 'signature' or 'token'"),
        ({"access": "token", "signed_headers": ["X-A"]}, "signed_headers needs access='signature'"),
        ({"signed_headers": ["Accept"]}, "signed_headers cannot hold 'Accept'"),
        ({"signed_headers": ["content-md5"]}, "signed_headers cannot hold 'content-md5'"),
        ({"signed_headers": ["a,b"]}, "signed_headers cannot hold 'a,b'"),
        ({"signed_headers": ["X-Tsign-Open-Ca-Signature-Headers"]}, "signed_headers cannot hold"),
    ],
)
def test_settings_that_cannot_be_right_are_refused(options: dict[str, Any], problem: str, esign_caller: Caller) -> None:
    """At construction."""
    with pytest.raises(realname.ConfigurationError, match=problem):
        esign_caller.client(Answer(500), **options)


async def test_an_outline_is_decoded_whole(esign_caller: Caller) -> None:
    """Unknown keys are ignored, unknown values kept, empty lists are one."""
    outline = {
        "flowId": MAIN.wire["flowId"],
        "flowStatus": "PAUSED",
        "objectType": "ORGANIZATION",
        "failReason": None,
        "createTime": 1562656814273,
        "relatedFlows": None,
        "subFlows": [{"subFlowId": "s", "subFlowType": "NEW", "status": "TERMINATED", "later": 1}],
    }

    for answer in await esign_caller.outcomes(200, {"code": 0, "message": None, "data": outline, "success": True}):
        data = answer.data
        assert (outline["flowId"], 1562656814273, ()) == (data.flow_id, data.create_time, data.related_flows)
        assert (False, True) == (data.flow_status.documented, data.object_type.documented)
        assert ["NEW"] == [flow.sub_flow_type for flow in data.sub_flows]


@pytest.mark.parametrize(
    ("body", "path"),
    [
        (changed(SUCCESS, "data.flowId", "another"), "$.data.flowId"),
        (changed(SUCCESS, "data.flowId", 803719636976683872), "$.data.flowId"),
        (changed(SUCCESS, "data.flowStatus", None), "$.data.flowStatus"),
        (changed(SUCCESS, "data.subFlows", [{"subFlowId": "s", "status": 1}]), "$.data.subFlows[0].status"),
        (changed(SUCCESS, "data.relatedFlows", [1]), "$.data.relatedFlows[0]"),
        (changed(SUCCESS, "data", None), "$.data"),
        (changed(SUCCESS, "data"), "$.data"),
        (changed(SUCCESS, "code"), "$.code"),
        (changed(SUCCESS, "code", "0"), "$.code"),
        (changed(SUCCESS, "code", False), "$.code"),
        (changed(SUCCESS, "code", 0.0), "$.code"),
        (b"[]", "$"),
        (b"<html>", "$"),
        (b"", "$"),
    ],
    ids=lambda item: item if isinstance(item, str) else "",
)
async def test_an_answer_about_something_else_is_refused(body: Any, path: str, esign_caller: Caller) -> None:
    """No signature vouches for it, so it must be about this flow and of the right shape; its twin is accepted."""
    for error in await esign_caller.outcomes(200, body):
        assert isinstance(error, realname.DecodeError)
        assert path == error.path
    assert all(_is_answer(answer) for answer in await esign_caller.outcomes(200, SUCCESS))


@pytest.mark.parametrize(
    ("status", "document", "kind", "code"),
    [
        (200, MAIN.refusal.body, realname.NotFoundError, MAIN.refusal.code),
        (200, REFUSED, realname.ApiError, "30500003"),
        (200, changed(REFUSED, "code", 30500000), realname.ServerError, "30500000"),
        (200, changed(REFUSED, "code", -1), realname.ApiError, "-1"),
        (200, changed(SUCCESS, "success", False), realname.ApiError, "0"),
        (200, changed(SUCCESS, "code", 30500003), realname.ApiError, "30500003"),
        (401, {"success": False, "code": 401, "message": "x"}, realname.AuthenticationError, "401"),
        (403, {"success": False, "code": 403, "message": "x"}, realname.AccessDeniedError, "403"),
        (404, {}, realname.NotFoundError, None),
        (500, SUCCESS, realname.ServerError, None),
        (500, {"code": 30500001}, realname.NotFoundError, "30500001"),
    ],
)
async def test_a_refusal_is_an_api_error(
    status: int, document: Any, kind: type[realname.ApiError], code: str | None, esign_caller: Caller
) -> None:
    """By the code in the body, else by the status; nothing here is signed, so nothing is verified or unverified."""
    for error in await esign_caller.outcomes(status, document, {"X-Tsign-Trace-Id": "T1"}):
        assert kind is type(error)
        assert (code, None, "T1") == (error.code, error.verified, error.request_id)


@pytest.mark.parametrize(
    ("message", "remedy"),
    [
        ("TOKEN_CANT_BE_NULL", "X-Tsign-Open-Auth-Mode"),
        ("无效的应用", "app_id"),
        ("INVALID_TIMESTAMP", "clock"),
        ("INVALID_SIGNATURE", "app_secret"),
        ("SOMETHING_ELSE", "credentials"),
    ],
)
def test_a_gateways_refusal_comes_with_its_remedy(message: str, remedy: str, esign_caller: Caller) -> None:
    """The literal messages are known; a new one is a plain refusal. An empty trace id is none."""
    refusal = Answer(401, {"success": False, "code": 401, "message": message}, {"X-Tsign-Trace-Id": ""})

    with pytest.raises(realname.AuthenticationError) as caught:
        esign_caller.call(refusal)

    assert remedy in caught.value.remedy
    assert caught.value.request_id is None
    assert caught.value.reply is not None
    assert "GatewayRejection" == type(caught.value.reply.parsed).__name__


@pytest.mark.parametrize("flow_id", ["", "a/b", "../x", "a b", "张", "a\n", "%2F"])
async def test_an_id_that_would_change_the_path_is_never_sent(flow_id: str, esign_caller: Caller) -> None:
    """How such a path is signed is not documented."""
    gateway = Script(Answer(500))

    with pytest.raises(realname.RequestError, match="flowId must be text that matches"):
        esign_caller.ask(esign_caller.client(gateway), flow_id=flow_id)
    with pytest.raises(realname.RequestError):
        await esign_caller.ask(esign_caller.async_client(gateway), flow_id=flow_id)
    assert [] == gateway.requests


# ---- comparisons, and what organizations' pages say no with ----------------------------------------------------------

COMPARISONS = [facts.operation("esign", f"compareIndividual{name}") for name in ("Base", "Telecom3Factors")]
START = facts.operation("esign", "startOrgThreeFactors")
VERIFY_ID = {"verifyId": "6863e624-4cfe-438c-921c-61fa5901f245"}


def refusal(code: int, data: object = None) -> dict[str, object]:
    """A business failure."""
    return {"code": code, "message": "不", "data": data}


@pytest.mark.parametrize("operation", COMPARISONS, ids=str)
@pytest.mark.parametrize(
    "body", [{"code": 0}, {"code": 0, "data": None}, {"code": 0, "message": "", "data": VERIFY_ID}]
)
async def test_data_that_matches(operation: Operation, body: dict[str, Any], esign_caller: Caller) -> None:
    """Code 0 says so, whatever else comes with it."""
    for answer in await esign_caller.outcomes(200, body, of=operation):
        assert Outcome.VERIFIED is answer.require_verified().outcome
        assert body.get("data") == (answer.data and answer.data.to_wire())


@pytest.mark.parametrize("operation", COMPARISONS, ids=str)
@pytest.mark.parametrize(
    ("status", "body", "verify_id"),
    [
        (200, refusal(30504001, VERIFY_ID), VERIFY_ID["verifyId"]),
        (200, refusal(30504001, {}), None),
        (200, refusal(30504001), None),
        (200, {"code": 30504001}, None),
        (500, refusal(30504001, VERIFY_ID), None),  # of another status the contract has no answer
    ],
)
async def test_data_that_does_not_match(
    operation: Operation, status: int, body: dict[str, Any], verify_id: str | None, esign_caller: Caller
) -> None:
    """A no, with the id of the comparison where there is one; not every failure has null for data."""
    for error in await esign_caller.outcomes(status, body, of=operation):
        assert realname.RejectedError is type(error)
        assert (Outcome.REJECTED, "30504001") == (error.outcome, error.code)
        assert verify_id == value_at(error.answer, "data.verify_id")


@pytest.mark.parametrize("operation", COMPARISONS, ids=str)
@pytest.mark.parametrize(
    "body",
    [
        *({"code": code, "message": "成功", "data": VERIFY_ID} for code in ("0", False, 0.0, None)),
        {"message": "成功", "data": VERIFY_ID},
        {"code": 0, "success": False, "data": VERIFY_ID},
        {"code": 0, "data": [VERIFY_ID]},
        {"code": 401, "message": "成功"},
        refusal(30504900),
        refusal(30504002),
        refusal(30500101),
        refusal(-1, VERIFY_ID),
        b"",
    ],
    ids=str,
)
async def test_what_says_neither(operation: Operation, body: Any, esign_caller: Caller) -> None:
    """An error about which no outcome is known: nobody is verified, and nobody rejected."""
    for error in await esign_caller.outcomes(200, body, of=operation):
        assert isinstance(error, realname.RealnameError)
        assert not isinstance(error, realname.RejectedError)
        assert Outcome.UNKNOWN is error.outcome


@pytest.mark.parametrize(
    ("code", "kind", "outcome"),
    [
        (30504001, realname.RejectedError, Outcome.REJECTED),
        (30500001, realname.ApiError, Outcome.UNKNOWN),  # no such flow on other pages; there is none yet
        (1100007, realname.ApiError, Outcome.UNKNOWN),
        (30504002, realname.ApiError, Outcome.UNKNOWN),
    ],
)
async def test_facts_that_do_not_agree(
    code: int, kind: type[realname.ApiError], outcome: Outcome, esign_caller: Caller
) -> None:
    """The start of an organization's flow fails; only what is documented as a no is one."""
    for error in await esign_caller.outcomes(200, refusal(code), of=START):
        assert (kind, outcome) == (type(error), error.outcome)


@pytest.mark.usefixtures("no_waiting")
@pytest.mark.parametrize(
    ("wait", "name", "field", "value"),
    [
        ("wait_for_transfer", "getTransferProcess", "process", "PAID_BACK"),
        ("wait_for_legal_rep_sign", "getLegalRepSignResult", "status", "SIGNED"),
    ],
)
async def test_a_state_that_is_not_documented_ends_no_waiting(
    wait: str, name: str, field: str, value: str, esign_caller: Caller
) -> None:
    """It is an error, which has the answer; a documented one ends it."""
    operation = facts.operation("esign", name)
    arguments = {"flow_id": "1", "timeout": 10_000}
    unknown = Script(Answer(200, operation.success), Answer(200, changed(operation.success, f"data.{field}", value)))

    with pytest.raises(realname.UndecidedError) as caught:
        getattr(esign_caller.client(unknown), wait)(**arguments)
    assert value == value_at(caught.value.answer, f"data.{field}")
    last = "PAID_FAILED" if field == "process" else "SIGNFAILED"
    over = Answer(200, changed(operation.success, f"data.{field}", last))
    client = esign_caller.async_client(Script(Answer(200, operation.success), over))
    assert last == getattr((await getattr(client, wait)(**arguments)).data, field)
