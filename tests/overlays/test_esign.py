"""e签宝: what is sent, and what its unsigned answers are held against."""

import base64
import hashlib
import hmac
import json
from typing import Any

import httpx
import pytest

import realname
from realname import esign
from tests.providers import BASE_URL, FLOW_ID, OUTLINE, Caller, answering

GENUINE = json.dumps(OUTLINE).encode()


def _signature(string: str) -> str:
    return base64.b64encode(hmac.new(b"made-up", string.encode(), hashlib.sha256).digest()).decode()


def test_a_request_carries_the_documented_headers(esign_caller: Caller) -> None:
    """Accept and Content-Type are signed as sent; a GET has neither body nor Content-MD5."""
    seen: list[httpx.Request] = []

    def gateway(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return answering(200, GENUINE)(request)

    esign_caller.call(gateway)

    headers = dict(seen[0].headers)
    timestamp = headers.pop("x-tsign-open-ca-timestamp")
    assert 13 == len(timestamp)
    assert timestamp.isdecimal()
    path = f"/v2/identity/auth/api/common/{FLOW_ID}/outline"
    assert {
        "host": "gateway.example",
        "accept": "*/*",
        "accept-encoding": "identity",
        "content-type": "application/json; charset=UTF-8",
        "user-agent": f"realname/{realname.__version__}",
        "x-tsign-open-app-id": "7438",
        "x-tsign-open-auth-mode": "Signature",
        "x-tsign-open-ca-signature": _signature(f"GET\n*/*\n\napplication/json; charset=UTF-8\n\n{path}"),
    } == headers
    assert path.encode() == seen[0].url.raw_path


def test_a_bare_client_signs_body_and_query_as_the_gateway_reads_them(esign_caller: Caller) -> None:
    """The body goes in through its digest, the query decoded and sorted."""
    request = httpx.Request("POST", f"{BASE_URL}/v3/x?b=%E6%9F%90+1&a=", content="张".encode())

    esign.Auth(esign_caller.credentials, now_ms=lambda: 1700000000000).sign(request)  # type: ignore[arg-type]

    digest = base64.b64encode(hashlib.md5("张".encode(), usedforsecurity=False).digest()).decode()
    assert digest == request.headers["Content-MD5"]
    assert "1700000000000" == request.headers["X-Tsign-Open-Ca-Timestamp"]
    assert _signature(f"POST\n\n{digest}\n\n\n/v3/x?a&b=某 1") == request.headers["X-Tsign-Open-Ca-Signature"]


async def test_an_outline_is_decoded_whole(esign_caller: Caller) -> None:
    """Unknown keys are ignored, unknown values kept, empty lists are one."""
    outline = {
        "flowId": FLOW_ID,
        "flowStatus": "PAUSED",
        "objectType": "ORGANIZATION",
        "failReason": None,
        "createTime": 1562656814273,
        "relatedFlows": None,
        "subFlows": [{"subFlowId": "s", "subFlowType": "NEW", "status": "TERMINATED", "later": 1}],
    }
    body = json.dumps({"code": 0, "message": None, "data": outline, "success": True}).encode()

    for answer in await esign_caller.outcomes(200, body, {}):
        assert isinstance(answer, esign.FlowOutlineResponse)
        assert (FLOW_ID, 1562656814273, ()) == (
            answer.data.flow_id, answer.data.create_time, answer.data.related_flows
        )  # fmt: skip
        assert (False, True) == (answer.data.flow_status.documented, answer.data.object_type.documented)
        assert ["NEW"] == [flow.sub_flow_type for flow in answer.data.sub_flows]


def _outline(**changes: Any) -> bytes:
    return json.dumps(OUTLINE | {"data": OUTLINE["data"] | changes}).encode()  # type: ignore[operator]


@pytest.mark.parametrize(
    ("body", "path"),
    [
        (_outline(flowId="803719636976683873"), "$.data.flowId"),
        (_outline(flowId=803719636976683872), "$.data.flowId"),
        (_outline(flowStatus=None), "$.data.flowStatus"),
        (_outline(subFlows=[{"subFlowId": "s", "subFlowType": "t", "status": 1}]), "$.data.subFlows[0].status"),
        (_outline(relatedFlows=[1]), "$.data.relatedFlows[0]"),
        (json.dumps({"code": 0, "data": None}).encode(), "$.data"),
        (json.dumps({"code": 0}).encode(), "$.data"),
        (json.dumps({"data": OUTLINE["data"]}).encode(), "$.code"),
        (json.dumps(OUTLINE | {"code": "0"}).encode(), "$.code"),
        (json.dumps(OUTLINE | {"code": False}).encode(), "$.code"),
        (json.dumps(OUTLINE | {"code": 0.0}).encode(), "$.code"),
        (b"[]", "$"),
        (b"<html>", "$"),
        (b"", "$"),
    ],
)
async def test_an_answer_about_something_else_is_refused(body: bytes, path: str, esign_caller: Caller) -> None:
    """No signature vouches for it, so it must be about this flow and of the right shape; its twin is accepted."""
    for error in await esign_caller.outcomes(200, body, {}):
        assert isinstance(error, realname.DecodeError)
        assert path == error.path
    for answer in await esign_caller.outcomes(200, GENUINE, {}):
        assert isinstance(answer, esign.FlowOutlineResponse)


@pytest.mark.parametrize(
    ("status", "document", "kind", "code"),
    [
        (200, {"code": 30500001, "message": "认证流程不存在", "data": None}, realname.NotFoundError, "30500001"),
        (200, {"code": 30500004, "message": "认证流程不存在"}, realname.NotFoundError, "30500004"),
        (200, {"code": 30500000, "message": "x"}, realname.ServerError, "30500000"),
        (200, {"code": 30500003, "message": "x"}, realname.ApiError, "30500003"),
        (200, {"code": -1, "message": "x"}, realname.ApiError, "-1"),
        (200, OUTLINE | {"success": False}, realname.ApiError, "0"),
        (200, {"code": 30500003, "data": OUTLINE["data"]}, realname.ApiError, "30500003"),
        (401, {"success": False, "code": 401, "message": "x"}, realname.AuthenticationError, "401"),
        (403, {"success": False, "code": 403, "message": "x"}, realname.AccessDeniedError, "403"),
        (404, {}, realname.NotFoundError, None),
        (500, OUTLINE, realname.ServerError, None),
        (500, {"code": 30500001}, realname.NotFoundError, "30500001"),
    ],
)
async def test_a_refusal_is_an_api_error(
    status: int, document: dict[str, Any], kind: type[realname.ApiError], code: str | None, esign_caller: Caller
) -> None:
    """By the code in the body, else by the status; nothing here is signed, so nothing is verified or unverified."""
    for error in await esign_caller.outcomes(status, json.dumps(document).encode(), {"X-Tsign-Trace-Id": "T1"}):
        assert kind is type(error)
        assert isinstance(error, realname.ApiError)
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
    document = {"success": False, "code": 401, "message": message}

    with pytest.raises(realname.AuthenticationError) as caught:
        esign_caller.call(answering(401, document, {"X-Tsign-Trace-Id": ""}))

    assert remedy in caught.value.remedy
    assert caught.value.request_id is None
    assert caught.value.reply is not None
    assert "GatewayRejection" == type(caught.value.reply.parsed).__name__


def test_a_code_means_what_its_own_page_says() -> None:
    """30500001 is "not found" on the outline page only; elsewhere it is another failure."""
    credentials = esign.Credentials(app_id="1", app_secret="s")
    gateway = esign.Client(credentials, base_url=BASE_URL)._gateway

    here = gateway.verdict("get_flow_outline", 200, {"code": 30500001})
    elsewhere = gateway.verdict("another", 200, {"code": 30500001})

    assert here is not None
    assert elsewhere is not None
    assert (realname.NotFoundError, None) == (here.kind, elsewhere.kind)


@pytest.mark.parametrize("flow_id", ["", "a/b", "../x", "a b", "张", "a\n", "%2F"])
def test_an_id_that_would_change_the_path_is_never_sent(flow_id: str, esign_caller: Caller) -> None:
    """How such a path is signed is not documented."""
    with pytest.raises(realname.RequestError, match="flowId must be text that matches"):
        esign_caller.client(answering(200, GENUINE)).get_flow_outline(flow_id=flow_id)


@pytest.mark.parametrize("secret", ["", " made-up", "made-up\n"], ids=ascii)
def test_a_secret_with_blanks_around_it_is_refused(secret: str) -> None:
    """It was copied with more than itself."""
    with pytest.raises(realname.ConfigurationError, match="app_secret is empty or has blanks"):
        esign.Credentials(app_id="7438", app_secret=secret)


def test_credentials_show_the_app_id_only(esign_caller: Caller) -> None:
    """The secret has no place in a repr."""
    assert "Credentials(app_id='7438')" == repr(esign_caller.credentials)
