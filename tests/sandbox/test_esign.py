"""The e签宝 gateway: what it accepts, what it refuses in which words, how its answers look on the wire."""

import base64
import hashlib
import itertools
import json
import re
from collections.abc import Mapping
from typing import Literal

import pytest

from realname.sandbox import Sandbox
from tests.sandbox.callers import NOW_MS, Break, EsignRequest, esign_request
from tests.sandbox.raw import Answer

Environment = Mapping[str, str]

SAMPLE = "803719636976683872"


def document(answer: Answer) -> dict[str, object]:
    """The JSON object of an answer."""
    value: dict[str, object] = json.loads(answer.body)
    return value


def md5(body: bytes) -> str:
    """A Content-MD5."""
    return base64.b64encode(hashlib.md5(body, usedforsecurity=False).digest()).decode()


def about(flow_id: str) -> str:
    """The path of a flow's outline."""
    return f"/v2/identity/auth/api/common/{flow_id}/outline"


def other_flow(request: EsignRequest) -> None:
    """Change one byte of the path after signing."""
    request.target = request.target.replace("872/outline", "873/outline")


def to_token_mode(request: EsignRequest) -> None:
    """Ask with a token, not with a signature."""
    request.mode = None
    request.headers["X-Tsign-Open-Token"] = "a-token"


GATEWAY = [
    Break("AUTHSTRATEGY_NOT_FOUND", lambda r: setattr(r, "mode", "signature")),
    Break("缺少参数", after=lambda r: r.headers.update({"X-Tsign-Open-Ca-Timestamp": ""})),
    Break("无效的应用", lambda r: setattr(r, "app_id", "7438999999")),
    Break("INVALID_TIMESTAMP", lambda r: setattr(r, "timestamp", "1700000000")),
    Break("INVALID_SIGNATURE", after=other_flow),
]
TOKEN_MODE = [
    Break("TOKEN_CANT_BE_NULL", after=lambda r: r.headers.pop("X-Tsign-Open-Token", None)),
    Break("缺少参数", after=lambda r: r.headers.pop("X-Tsign-Open-App-Id", None)),
    Break("无效的应用", lambda r: setattr(r, "app_id", "7438999999")),
    Break("TOKEN错误"),
]


@pytest.fixture(autouse=True)
def _reset(sandbox: Sandbox) -> None:
    """Every test starts from the sandbox's start."""


@pytest.fixture
def request_(environment: Environment) -> EsignRequest:
    """A request for the sample flow."""
    return esign_request(environment, NOW_MS)


def test_success_on_the_wire(request_: EsignRequest) -> None:
    """A signed request gets the documented sample, in UTF-8 on one line, with the headers seen in production."""
    answer = request_.signed().send()

    assert (
        200,
        ["X-Tsign-Elapse-Time", "X-Tsign-Trace-Id", "X-Application-Context", "Content-Type"],
        "application/json;charset=UTF-8",
        (0, "成功", SAMPLE),
        True,
    ) == (
        answer.status,
        answer.names,
        answer.header("Content-Type"),
        (document(answer)["code"], document(answer)["message"], data(answer)["flowId"]),
        answer.body.startswith('{"code":0,"message":"成功","data":{"flowId":"803719636976683872",'.encode()),
    )


def data(answer: Answer) -> dict[str, object]:
    """The data of an answer."""
    value = document(answer)["data"]
    assert isinstance(value, dict)
    return value


def test_trace_id(request_: EsignRequest) -> None:
    """A trace id has 33 characters, digits and a T; the time taken is in whole milliseconds."""
    answer = request_.signed().send()

    assert (True, True) == (
        re.fullmatch("[0-9]+T[0-9]+", answer.header("X-Tsign-Trace-Id") or "") is not None
        and len(answer.header("X-Tsign-Trace-Id") or "") == 33,
        (answer.header("X-Tsign-Elapse-Time") or "").isdecimal(),
    )


@pytest.mark.parametrize("fault", GATEWAY, ids=lambda fault: fault.code)
def test_rejection_on_the_wire(environment: Environment, fault: Break) -> None:
    """A rejection is HTTP 401 with the literal message, without Content-Type, its trace id empty; the twin passes."""
    genuine = esign_request(environment, NOW_MS).signed().send()
    refused = esign_request(environment, NOW_MS).signed(fault).send()

    assert (
        0,
        401,
        f'{{"success":false,"code":401,"message":"{fault.code}"}}'.encode(),
        ["x-tsign-elapse-time", "x-tsign-trace-id"],
        "",
    ) == (document(genuine)["code"], refused.status, refused.body, refused.names, refused.header("x-tsign-trace-id"))


@pytest.mark.parametrize(("first", "second"), list(itertools.combinations(GATEWAY, 2)), ids=lambda fault: fault.code)
def test_first_rejection_wins(sandbox: Sandbox, environment: Environment, first: Break, second: Break) -> None:
    """Of two mistakes the gateway tells the one that it checks first."""
    answer = sandbox.esign.answer(esign_request(environment, NOW_MS).signed(first, second).received())

    assert first.code == json.loads(answer.content)["message"]


@pytest.mark.parametrize("path", ["/v2/unknown", about("1")], ids=["unknown path", "unknown flow"])
@pytest.mark.parametrize("fault", GATEWAY[:4], ids=lambda fault: fault.code)
def test_gateway_before_route(environment: Environment, fault: Break, path: str) -> None:
    """A rejection never tells whether a path or a flow exists."""
    request = esign_request(environment, NOW_MS)
    request.path = path

    assert fault.code == document(request.signed(fault).send())["message"]


@pytest.mark.parametrize("fault", TOKEN_MODE, ids=lambda fault: fault.code)
def test_token_mode(request_: EsignRequest, fault: Break) -> None:
    """Without the header for the mode the gateway looks for a token, then for the app; no token is good here."""
    answer = request_.signed(fault, Break("", to_token_mode)).send()

    assert (401, fault.code) == (answer.status, document(answer)["message"])


@pytest.mark.parametrize(("first", "second"), list(itertools.combinations(TOKEN_MODE, 2)), ids=lambda fault: fault.code)
def test_token_mode_order(request_: EsignRequest, first: Break, second: Break) -> None:
    """In token mode the missing token comes first, then the missing app, then the unknown one."""
    answer = request_.signed(first, second, Break("", to_token_mode)).send()

    assert first.code == document(answer)["message"]


def test_forgotten_mode(request_: EsignRequest) -> None:
    """A signed request without the header for the mode is told that its token is missing."""
    request_.mode = None

    assert "TOKEN_CANT_BE_NULL" == document(request_.signed().send())["message"]


@pytest.mark.parametrize("name", ["X-Tsign-Open-App-Id", "X-Tsign-Open-Ca-Timestamp", "X-Tsign-Open-Ca-Signature"])
def test_missing_parameter(request_: EsignRequest, name: str) -> None:
    """App id, timestamp and signature are needed."""
    request_.signed()
    del request_.headers[name]

    assert "缺少参数" == document(request_.send())["message"]


@pytest.mark.parametrize(
    ("skew_ms", "expected"),
    [(900_000, "成功"), (-900_000, "成功"), (900_001, "INVALID_TIMESTAMP"), (-900_001, "INVALID_TIMESTAMP")],
)
def test_time_window(request_: EsignRequest, skew_ms: int, expected: str) -> None:
    """A timestamp exactly 15 minutes off passes, a millisecond more does not, either way."""
    request_.timestamp = str(NOW_MS + skew_ms)

    assert expected == document(request_.signed().send())["message"]


@pytest.mark.parametrize("timestamp", ["1700000000", "17000000000000", "1700000000000.0", "٣" * 13, "now"])
def test_timestamp_form(request_: EsignRequest, timestamp: str) -> None:
    """Anything but 13 ASCII digits is no timestamp."""
    request_.timestamp = timestamp

    assert "INVALID_TIMESTAMP" == document(request_.signed().send())["message"]


def test_disabled_app(sandbox: Sandbox, request_: EsignRequest) -> None:
    """A disabled app is as unknown as one that never was."""
    sandbox.esign.settings.app_enabled = False

    assert "无效的应用" == document(request_.signed().send())["message"]


def test_unknown_path(request_: EsignRequest) -> None:
    """An unknown path is HTTP 404 without a body."""
    request_.path = "/v2/identity/auth/api/common/1/detail"
    answer = request_.signed().send()

    assert (404, b"", []) == (answer.status, answer.body, answer.names)


def test_wrong_method(request_: EsignRequest) -> None:
    """A wrong method is HTTP 404 without a body."""
    request_.method = "POST"
    answer = request_.signed().send()

    assert (404, b"") == (answer.status, answer.body)


@pytest.mark.parametrize("code", [30500001, 30500004])
def test_unknown_flow(sandbox: Sandbox, request_: EsignRequest, code: Literal[30500001, 30500004]) -> None:
    """An unknown flow is HTTP 200 with the documented code, or the other one, and null data."""
    sandbox.esign.settings.not_found_code = code
    request_.path = about("1")
    answer = request_.signed().send()

    assert (200, f'{{"code":{code},"message":"认证流程不存在","data":null}}'.encode()) == (answer.status, answer.body)


def test_flow_id_outside_the_contract(request_: EsignRequest) -> None:
    """A flow id that the contract's pattern excludes is a bad parameter."""
    request_.path = about("80%20")

    assert 30500101 == document(request_.signed().send())["code"]


def test_added_flow(sandbox: Sandbox, request_: EsignRequest) -> None:
    """A flow that was added is answered as it was given."""
    sub_flow = {"subFlowId": "s-1", "subFlowType": "FACEAUTH_TECENT_CLOUD", "status": "FAIL"}
    flow_id = sandbox.esign.add_flow(
        flow_status="FAIL", fail_reason="不一致", context_id="c-1", create_time=1, modify_time=2, sub_flows=[sub_flow]
    )
    request_.path = about(flow_id)

    assert {
        "flowId": flow_id,
        "flowStatus": "FAIL",
        "objectType": "INDIVIDUAL",
        "failReason": "不一致",
        "createTime": 1,
        "modifyTime": 2,
        "contextId": "c-1",
        "subFlows": [sub_flow],
        "relatedFlows": [],
    } == data(request_.signed().send())


def test_flow_of_now(sandbox: Sandbox, request_: EsignRequest) -> None:
    """A flow without times was created and changed now."""
    request_.path = about(sandbox.esign.add_flow())
    flow = data(request_.signed().send())

    assert (NOW_MS, NOW_MS) == (flow["createTime"], flow["modifyTime"])


def test_flow_outside_the_contract(sandbox: Sandbox) -> None:
    """A flow with a status that is not documented cannot be added."""
    with pytest.raises(ValueError, match="flowStatus"):
        sandbox.esign.add_flow(flow_status="DONE")


@pytest.mark.parametrize(
    ("form", "expected"), [("array", {"subFlows": []}), ("null", {"subFlows": None}), ("absent", {})]
)
def test_empty_lists(
    sandbox: Sandbox, request_: EsignRequest, form: Literal["array", "null", "absent"], expected: dict[str, object]
) -> None:
    """Empty lists are arrays, null or absent."""
    sandbox.esign.settings.empty_lists = form
    request_.path = about(sandbox.esign.add_flow())

    assert expected == {name: value for name, value in data(request_.signed().send()).items() if name == "subFlows"}


@pytest.mark.parametrize(("readable", "code"), [(True, 0), (False, 30500003)])
def test_expired_flow(sandbox: Sandbox, request_: EsignRequest, readable: bool, code: int) -> None:
    """An expired flow can be read, or has its code."""
    sandbox.esign.settings.expired_flow_readable = readable
    request_.path = about(sandbox.esign.add_flow(expired=True))

    assert code == document(request_.signed().send())["code"]


def test_flow_that_has_not_expired(sandbox: Sandbox, request_: EsignRequest) -> None:
    """Where expired flows cannot be read, others can, also one that takes an expired one's place."""
    sandbox.esign.settings.expired_flow_readable = False
    sandbox.esign.add_flow(SAMPLE, expired=True)
    sandbox.esign.add_flow(SAMPLE)

    assert 0 == document(request_.signed().send())["code"]


@pytest.mark.parametrize(
    ("query", "signed"),
    [
        ("b=2&a=1", "a=1&b=2"),
        ("b=2&A=1&a=3", "A=1&a=3&b=2"),
        ("name=%E5%BC%A0%20%2B&flag=", "flag&name=张 +"),
        ("a+b=c+d", "a b=c d"),
        ("flag", "flag"),
        ("a=1&a=2", "a=1"),
        ("k=a%3Db%26c", "k=a=b&c"),
        ("&&a=1&", "a=1"),
    ],
)
def test_signed_query(request_: EsignRequest, query: str, signed: str) -> None:
    """Signed is the decoded query, keys in ASCII order, empty values as bare keys, of a repeated key the first."""
    request_.query, request_.signed_query = query, signed

    assert "成功" == document(request_.signed().send())["message"]


@pytest.mark.parametrize("query", ["a=%ff", "%ff=1", "a=%E5%BC"])
def test_undecodable_query(request_: EsignRequest, query: str) -> None:
    """A query that is not UTF-8 cannot match a signature; it never breaks the gateway."""
    request_.query = request_.signed_query = query

    assert "INVALID_SIGNATURE" == document(request_.signed().send())["message"]


@pytest.mark.parametrize(
    ("switch", "query", "signed"),
    [
        ("accept_encoded_query", "name=%E5%BC%A0", "name=%E5%BC%A0"),
        ("accept_case_insensitive_order", "B=2&a=1", "a=1&B=2"),
        ("accept_case_insensitive_order", "B&a=1&B=3", "a=1&B"),
    ],
)
@pytest.mark.parametrize(("on", "message"), [(False, "INVALID_SIGNATURE"), (True, "成功")])
def test_query_switches(
    sandbox: Sandbox, request_: EsignRequest, switch: str, query: str, signed: str, on: bool, message: str
) -> None:
    """Two common mistakes in the order and the encoding of the query pass only if so set."""
    setattr(sandbox.esign.settings, switch, on)
    request_.query, request_.signed_query = query, signed

    assert message == document(request_.signed().send())["message"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept": ""},
        {"Content-Type": ""},
        {"Content-Type": "application/json;charset=UTF-8"},
        {"Content-MD5": md5(b"")},
        {"Content-MD5": md5(b"{}")},
        {"Date": "Tue, 14 Nov 2023 22:13:20 GMT"},
        {"X-Tsign-Open-Ca-Signature-Headers": "X-B,X-A,X-Absent", "X-A": "1", "X-B": "2"},
        {"X-Tsign-Open-Ca-Signature-Headers": ""},
    ],
)
def test_signed_headers(request_: EsignRequest, headers: dict[str, str]) -> None:
    """Header values are signed as sent, an absent one as an empty line, listed ones one to a line."""
    request_.headers |= headers

    assert "成功" == document(request_.signed().send())["message"]


@pytest.mark.parametrize("name", ["Accept", "Content-Type", "Content-MD5", "Date", "X-A"])
def test_changed_header(request_: EsignRequest, name: str) -> None:
    """Each signed header, changed after signing, makes the signature invalid."""
    request_.headers |= {"X-Tsign-Open-Ca-Signature-Headers": "X-A", "X-A": "1"}
    request_.signed()
    request_.headers[name] = "other"

    assert "INVALID_SIGNATURE" == document(request_.send())["message"]


def test_headers_that_are_never_listed(request_: EsignRequest) -> None:
    """A listed header that has its own line, or is the signature, is left out of the list."""
    request_.signed()
    request_.headers["X-Tsign-Open-Ca-Signature-Headers"] = "Accept,X-Tsign-Open-Ca-Signature"

    assert "成功" == document(request_.send())["message"]


@pytest.mark.parametrize(
    ("body", "content_md5", "switch", "message"),
    [
        (b'{"a":1}', md5(b'{"a":1}'), None, None),
        (b'{"a":1}', md5(b'{"a": 1}'), None, "INVALID_SIGNATURE"),
        (b'{"a":1}', "", None, None),
        (b'{"a":1}', "", "require_md5_with_body", "INVALID_SIGNATURE"),
        (b'{"a":1}', md5(b'{"a":1}'), "require_md5_with_body", None),
        (b"", md5(b"{}"), None, None),
        (b"", md5(b"{}"), "strict_get_md5", "INVALID_SIGNATURE"),
        (b"", md5(b""), "strict_get_md5", None),
        (b"", "", "strict_get_md5", None),
    ],
)
def test_content_md5(
    sandbox: Sandbox, request_: EsignRequest, body: bytes, content_md5: str, switch: str | None, message: str | None
) -> None:
    """With a body the MD5 is recomputed if there is one; without a body it is part of the string, no more."""
    if switch is not None:
        setattr(sandbox.esign.settings, switch, True)
    request_.body = body
    request_.headers |= {"Content-MD5": content_md5} if content_md5 else {}

    assert (message or "成功") == document(request_.signed().send())["message"]


def test_header_that_is_not_ascii(request_: EsignRequest) -> None:
    """A header that is not ASCII is signed as its UTF-8 text."""
    request_.headers["Date"] = "今天"

    assert "成功" == document(request_.signed().send())["message"]


def test_expected_string_to_sign(sandbox: Sandbox, request_: EsignRequest) -> None:
    """The log shows the bytes that should have been signed."""
    request_.signed(GATEWAY[-1]).send()
    record = sandbox.requests[-1]

    assert (
        f"GET\n*/*\n\napplication/json; charset=UTF-8\n\n{about('803719636976683873')}".encode(),
        "INVALID_SIGNATURE",
    ) == (record.expected_string_to_sign, record.verdict)
