"""e签宝's gateway in the sandbox: what it accepts, what it refuses in which words, how its answers look.

In signature mode and in token mode. The callbacks that it sends stand at the end.
"""

import base64
import hashlib
import hmac
import itertools
import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, Literal

import pytest
from attrs import Factory, define

import realname
from realname import esign
from realname.sandbox import EsignCallback, Sandbox
from tests import facts
from tests.callers import (
    ESIGN,
    FLOW_ID,
    NOW,
    NOW_MS,
    Break,
    Environment,
    EsignRequest,
    Request,
    esign_request,
    named,
    token_request,
)
from tests.conftest import Clock
from tests.raw import Answer

LIFE, OVERLAP = 7200, 300
ACCEPTED = "成功"
OTHER_PATH = ESIGN.target(flowId=f"{FLOW_ID}0")


def document(answer: Answer) -> dict[str, Any]:
    """The JSON object of an answer."""
    value: dict[str, Any] = json.loads(answer.body)
    return value


def message(request: Request) -> str:
    """What the gateway says to a request."""
    return str(document(request.signed().send())["message"])


def md5(body: bytes) -> str:
    """A Content-MD5."""
    return base64.b64encode(hashlib.md5(body, usedforsecurity=False).digest()).decode()


def about(environment: Environment, flow_id: str) -> Answer:
    """The answer about a flow."""
    return esign_request(environment, flow_id=flow_id).signed().send()


@pytest.fixture
def request_(environment: Environment) -> EsignRequest:
    """A request for the sample flow."""
    return esign_request(environment)


def new_token(environment: Environment) -> str:
    """A new token of the app."""
    return str(document(token_request(environment).signed().send())["data"]["token"])


def with_token(environment: Environment, token: str | None = None) -> EsignRequest:
    """A request with a token, a good one if it is not told."""
    request = esign_request(environment)
    request.token = new_token(environment) if token is None else token
    return request


# ---- the gateway's checks, in order ----------------------------------------------------------------------------------

SIGNATURE_MODE = [
    Break("AUTHSTRATEGY_NOT_FOUND", lambda r: setattr(r, "mode", "signature")),
    Break("缺少参数", after=lambda r: r.headers.update({"X-Tsign-Open-Ca-Timestamp": ""})),
    Break("无效的应用", lambda r: setattr(r, "app_id", "7438999999")),
    Break("INVALID_TIMESTAMP", lambda r: setattr(r, "timestamp", "1700000000")),
    Break("INVALID_SIGNATURE", after=lambda r: setattr(r, "target", OTHER_PATH)),
]
TOKEN_MODE = [
    Break("TOKEN_CANT_BE_NULL", after=lambda r: r.headers.pop("X-Tsign-Open-Token", None)),
    Break("缺少参数", after=lambda r: r.headers.pop("X-Tsign-Open-App-Id", None)),
    Break("无效的应用", lambda r: setattr(r, "app_id", "7438999999")),
    Break("TOKEN错误", lambda r: setattr(r, "token", "another")),
]
MODES: list[tuple[Callable[[Environment], EsignRequest], list[Break]]] = [
    (esign_request, SIGNATURE_MODE),
    (with_token, TOKEN_MODE),
]
ROWS = [(asks, fault) for asks, faults in MODES for fault in faults]
PAIRS = [(asks, *pair) for asks, faults in MODES for pair in itertools.combinations(faults, 2)]


@pytest.mark.parametrize(("asks", "fault"), ROWS, ids=named)
def test_a_rejection_on_the_wire(
    environment: Environment, asks: Callable[[Environment], EsignRequest], fault: Break
) -> None:
    """HTTP 401 with the literal message, without Content-Type, its trace id empty; without the mistake it passes."""
    genuine, refused = asks(environment).signed().send(), asks(environment).signed(fault).send()

    assert (0, 401, {"success": False, "code": 401, "message": fault.code}) == (
        document(genuine)["code"],
        refused.status,
        document(refused),
    )
    assert (["x-tsign-elapse-time", "x-tsign-trace-id"], "") == (refused.names, refused.header("x-tsign-trace-id"))


@pytest.mark.parametrize(("asks", "first", "second"), PAIRS, ids=named)
def test_the_first_mistake_is_told(
    environment: Environment, asks: Callable[[Environment], EsignRequest], first: Break, second: Break
) -> None:
    """Of two mistakes the gateway tells the one that it checks first."""
    assert first.code == document(asks(environment).signed(first, second).send())["message"]


@pytest.mark.parametrize("path", ["/v2/unknown", ESIGN.target(flowId="1")], ids=["unknown path", "unknown flow"])
@pytest.mark.parametrize("fault", SIGNATURE_MODE[:4], ids=named)
def test_a_rejection_never_tells_what_exists(request_: EsignRequest, fault: Break, path: str) -> None:
    """Neither a path nor a flow."""
    request_.path = path

    assert fault.code == document(request_.signed(fault).send())["message"]


def test_the_mode_is_chosen_by_its_header(environment: Environment) -> None:
    """Without it a token is missing, with it a token beside it counts for nothing."""
    forgotten, both, wrong = (esign_request(environment) for _ in range(3))
    forgotten.mode = None
    both.headers["X-Tsign-Open-Token"] = wrong.headers["X-Tsign-Open-Token"] = new_token(environment)
    bad = Break("", after=lambda r: r.headers.update({"X-Tsign-Open-Ca-Signature": "wrong"}))

    assert ("TOKEN_CANT_BE_NULL", ACCEPTED) == (message(forgotten), message(both))
    assert "INVALID_SIGNATURE" == document(wrong.signed(bad).send())["message"]


@pytest.mark.parametrize(
    ("timestamp", "expected"),
    [
        (NOW_MS + 900_000, ACCEPTED),
        (NOW_MS - 900_000, ACCEPTED),
        (NOW_MS + 900_001, "INVALID_TIMESTAMP"),
        (NOW_MS - 900_001, "INVALID_TIMESTAMP"),
        ("1700000000", "INVALID_TIMESTAMP"),
        ("17000000000000", "INVALID_TIMESTAMP"),
        ("1700000000000.0", "INVALID_TIMESTAMP"),
        ("٣" * 13, "INVALID_TIMESTAMP"),
        ("now", "INVALID_TIMESTAMP"),
    ],
)
def test_the_time_of_a_request(request_: EsignRequest, timestamp: object, expected: str) -> None:
    """13 ASCII digits; exactly 15 minutes off passes, a millisecond more does not, either way."""
    request_.timestamp = str(timestamp)

    assert expected == message(request_)


# ---- what is signed --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "signed", "expected"),
    [
        ("b=2&a=1", "a=1&b=2", ACCEPTED),
        ("b=2&A=1&a=3", "A=1&a=3&b=2", ACCEPTED),
        ("name=%E5%BC%A0%20%2B&flag=", "flag&name=张 +", ACCEPTED),
        ("a+b=c+d", "a b=c d", ACCEPTED),
        ("flag", "flag", ACCEPTED),
        ("a=1&a=2", "a=1", ACCEPTED),
        ("k=a%3Db%26c", "k=a=b&c", ACCEPTED),
        ("&&a=1&", "a=1", ACCEPTED),
        ("name=%E5%BC%A0", "name=%E5%BC%A0", "INVALID_SIGNATURE"),
        ("B=2&a=1", "a=1&B=2", "INVALID_SIGNATURE"),
        ("a=%ff", "a=%ff", "INVALID_SIGNATURE"),
        ("a=%E5%BC", "a=%E5%BC", "INVALID_SIGNATURE"),
    ],
)
def test_the_signed_query(request_: EsignRequest, query: str, signed: str, expected: str) -> None:
    """Decoded, keys in ASCII order, empty values as bare keys, of a repeated key the first; undecodable never."""
    request_.query, request_.signed_query = query, signed

    assert expected == message(request_)


@pytest.mark.parametrize(
    ("query", "signed", "usual"),
    [
        ("flag=&a=1", "a=1&flag=", "INVALID_SIGNATURE"),
        ("flag&a=1", "a=1&flag=", "INVALID_SIGNATURE"),
        ("flag=&flag=2&a=1", "a=1&flag=", "INVALID_SIGNATURE"),
        ("b=&a=&c=1", "a=&b=&c=1", "INVALID_SIGNATURE"),
        ("flag=&a=1", "a=1&flag", ACCEPTED),
        ("a=1", "a=1", ACCEPTED),
    ],
)
def test_an_empty_value_can_have_its_equals_sign(
    sandbox: Sandbox, request_: EsignRequest, query: str, signed: str, usual: str
) -> None:
    """As e签宝's demo for Java signs it, if the settings say so; then the bare key of the page still counts."""
    request_.query, request_.signed_query = query, signed
    found = [message(request_)]
    sandbox.esign.settings.empty_value_with_equals = True
    found.append(message(request_))
    changed = Break("", after=lambda request: setattr(request, "target", request.target.replace("a=", "a=9")))
    found.append(str(document(request_.signed(changed).send())["message"]))

    assert [usual, ACCEPTED, "INVALID_SIGNATURE"] == found


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept": ""},
        {"Content-Type": ""},
        {"Content-Type": "application/json;charset=UTF-8"},
        {"Content-MD5": md5(b"")},
        {"Content-MD5": md5(b"{}")},
        {"Date": "Tue, 14 Nov 2023 22:13:20 GMT"},
        {"Date": "今天"},
        {"X-Tsign-Open-Ca-Signature-Headers": "X-B,X-A,X-Absent", "X-A": "1", "X-B": "2"},
        {"X-Tsign-Open-Ca-Signature-Headers": ""},
    ],
    ids=str,
)
def test_headers_are_signed_as_sent(request_: EsignRequest, headers: dict[str, str]) -> None:
    """An absent one as an empty line, listed ones one to a line, all as UTF-8."""
    request_.headers |= headers

    assert ACCEPTED == message(request_)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        *((f"X-Tsign-Open-{name}", "", "缺少参数") for name in ("App-Id", "Ca-Timestamp", "Ca-Signature")),
        *((name, "other", "INVALID_SIGNATURE") for name in ("Accept", "Content-Type", "Content-MD5", "Date", "X-A")),
        # A listed header that has its own line, or is the signature, is left out of the list.
        ("X-Tsign-Open-Ca-Signature-Headers", "X-A,Accept,X-Tsign-Open-Ca-Signature", ACCEPTED),
    ],
)
def test_a_header_is_changed(request_: EsignRequest, name: str, value: str, expected: str) -> None:
    """After signing: without app id, timestamp or signature, or with another signed header, it is refused."""
    request_.headers |= {"X-Tsign-Open-Ca-Signature-Headers": "X-A", "X-A": "1"}
    request_.signed().headers |= {name: value}
    if not value:
        del request_.headers[name]

    assert expected == document(request_.send())["message"]


@pytest.mark.parametrize(
    ("body", "content_md5", "expected"),
    [
        (b'{"a":1}', md5(b'{"a":1}'), ACCEPTED),
        (b'{"a":1}', md5(b'{"a": 1}'), "INVALID_SIGNATURE"),
        (b'{"a":1}', "", ACCEPTED),
        (b"", md5(b"{}"), ACCEPTED),
    ],
)
def test_the_digest_of_a_body(request_: EsignRequest, body: bytes, content_md5: str, expected: str) -> None:
    """With a body it is recomputed if there is one; without a body it is part of the string, no more."""
    request_.body = body
    request_.headers |= {"Content-MD5": content_md5} if content_md5 else {}

    assert expected == message(request_)


def test_the_expected_string_to_sign(sandbox: Sandbox, request_: EsignRequest, environment: Environment) -> None:
    """The log shows the bytes that should have been signed; in token mode there are none."""
    request_.signed(SIGNATURE_MODE[-1]).send()
    with_token(environment).signed().send()

    expected = f"{ESIGN.method}\n*/*\n\napplication/json; charset=UTF-8\n\n{OTHER_PATH}".encode()
    assert [expected, None, None] == [record.expected_string_to_sign for record in sandbox.requests]


# ---- the answers -----------------------------------------------------------------------------------------------------


def test_a_success_on_the_wire(request_: EsignRequest) -> None:
    """The documented sample, in UTF-8 on one line, with the headers seen in production."""
    answer = request_.signed().send()

    assert json.dumps(ESIGN.success, ensure_ascii=False, separators=(",", ":")).encode() == answer.body
    assert (200, "application/json;charset=UTF-8") == (answer.status, answer.header("Content-Type"))
    assert ["X-Tsign-Elapse-Time", "X-Tsign-Trace-Id", "X-Application-Context", "Content-Type"] == answer.names
    trace_id = answer.header("X-Tsign-Trace-Id") or ""
    assert (33, True) == (len(trace_id), re.fullmatch("[0-9]+T[0-9]+", trace_id) is not None)
    assert (answer.header("X-Tsign-Elapse-Time") or "").isdecimal()


@pytest.mark.parametrize("attribute", ["path", "method"])
def test_an_unknown_path_or_method(request_: EsignRequest, attribute: str) -> None:
    """HTTP 404 without a body."""
    setattr(request_, attribute, f"{ESIGN.target()}/no/such/path" if attribute == "path" else "DELETE")
    answer = request_.signed().send()

    assert (404, b"", []) == (answer.status, answer.body, answer.names)


@pytest.mark.parametrize("code", [30500001, 30500004])
def test_an_unknown_flow(sandbox: Sandbox, environment: Environment, code: int) -> None:
    """HTTP 200 with the documented code, or the other one, and null data."""
    sandbox.esign.settings.not_found_code = code
    answer = about(environment, "1")

    assert (200, f'{{"code":{code},"message":"认证流程不存在","data":null}}'.encode()) == (answer.status, answer.body)


def test_a_flow_id_outside_the_contract(environment: Environment) -> None:
    """One that the pattern excludes is a bad parameter."""
    assert 30500101 == document(about(environment, "80 "))["code"]


def test_an_added_flow(sandbox: Sandbox, environment: Environment) -> None:
    """It is answered as it was given."""
    sub_flow = {"subFlowId": "s-1", "subFlowType": "FACEAUTH_TECENT_CLOUD", "status": "FAIL"}
    flow_id = sandbox.esign.add_flow(
        flow_status="FAIL", fail_reason="不一致", context_id="c-1", create_time=1, modify_time=2, sub_flows=[sub_flow]
    )

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
    } == document(about(environment, flow_id))["data"]


def test_a_flow_of_now(sandbox: Sandbox, environment: Environment) -> None:
    """A flow without times was created and changed now."""
    flow = document(about(environment, sandbox.esign.add_flow()))["data"]

    assert (NOW_MS, NOW_MS) == (flow["createTime"], flow["modifyTime"])


def test_a_flow_outside_the_contract(sandbox: Sandbox) -> None:
    """A flow with a status that is not documented cannot be added."""
    with pytest.raises(ValueError, match="flowStatus"):
        sandbox.esign.add_flow(flow_status="DONE")


@pytest.mark.parametrize(
    ("form", "expected"), [("array", {"subFlows": []}), ("null", {"subFlows": None}), ("absent", {})]
)
def test_empty_lists(
    sandbox: Sandbox, environment: Environment, form: Literal["array", "null", "absent"], expected: dict[str, object]
) -> None:
    """Arrays, null or absent."""
    sandbox.esign.settings.empty_lists = form
    flow = document(about(environment, sandbox.esign.add_flow()))["data"]

    assert expected == {name: value for name, value in flow.items() if name == "subFlows"}


@pytest.mark.parametrize(("readable", "code"), [(True, 0), (False, 30500003)])
def test_an_expired_flow(sandbox: Sandbox, environment: Environment, readable: bool, code: int) -> None:
    """It can be read, or has its code; others can be read, also one that takes an expired one's place."""
    sandbox.esign.settings.expired_flow_readable = readable
    flow_id = sandbox.esign.add_flow(expired=True)
    codes = [document(about(environment, flow_id))["code"]]
    codes.append(document(about(environment, sandbox.esign.add_flow(flow_id)))["code"])

    assert [code, 0] == codes


# ---- tokens ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("form", "expected"), [("text", str(NOW_MS + LIFE * 1000)), ("number", NOW_MS + LIFE * 1000)])
def test_a_token_on_the_wire(
    sandbox: Sandbox, environment: Environment, form: Literal["text", "number"], expected: object
) -> None:
    """In the envelope of a success, its expiry the instant in milliseconds, as text or number; no header is needed."""
    sandbox.esign.settings.expires_in_type = form
    request = token_request(environment).signed()
    answer = request.send()

    assert ({}, 200, "application/json;charset=UTF-8", True) == (
        request.headers,
        answer.status,
        answer.header("Content-Type"),
        bool(answer.header("X-Tsign-Trace-Id")),
    )
    assert (0, ACCEPTED, {"token", "expiresIn", "refreshToken"}, expected) == (
        document(answer)["code"],
        document(answer)["message"],
        set(document(answer)["data"]),
        document(answer)["data"]["expiresIn"],
    )


@pytest.mark.parametrize(
    ("successor", "seconds", "expected"),
    [
        (None, LIFE - 0.001, ACCEPTED),
        (None, LIFE, "TOKEN错误"),
        (0, OVERLAP - 0.001, ACCEPTED),
        (0, OVERLAP, "TOKEN错误"),
        (LIFE - 1, LIFE, "TOKEN错误"),  # the overlap lengthens no life
    ],
)
def test_how_long_a_token_lives(
    environment: Environment, clock: Clock, successor: float | None, seconds: float, expected: str
) -> None:
    """Two hours; five minutes more at most, once its successor is issued."""
    token = new_token(environment)
    if successor is not None:
        clock.now = NOW + successor
        later = new_token(environment)
    clock.now = NOW + seconds

    assert expected == message(with_token(environment, token))
    assert successor is None or ACCEPTED == message(with_token(environment, later))


def test_the_third_token(environment: Environment) -> None:
    """The token after the next ends a token at once."""
    tokens = [new_token(environment) for _ in range(3)]

    assert ["TOKEN错误", ACCEPTED, ACCEPTED] == [message(with_token(environment, token)) for token in tokens]


def test_a_refresh_token(sandbox: Sandbox, environment: Environment) -> None:
    """It gives the next token once, while the last one goes on for a while; the reset forgets them all."""
    first = document(token_request(environment).signed().send())["data"]
    second = document(token_request(environment, first["refreshToken"]).signed().send())["data"]
    refused = [token_request(environment, text).signed().send() for text in ("wrong", first["refreshToken"])]
    asked = [message(with_token(environment, data["token"])) for data in (first, second)]

    assert ([ACCEPTED, ACCEPTED], 2) == (asked, sandbox.esign.token_requests)
    assert first["token"] != second["token"]
    assert [(200, {"code": 72000009, "message": "refresh_token错误", "data": None})] * 2 == [
        (answer.status, document(answer)) for answer in refused
    ]
    sandbox.reset()
    assert (0, "TOKEN错误") == (sandbox.esign.token_requests, message(with_token(environment, second["token"])))


@pytest.mark.parametrize(
    ("method", "changes", "status", "body"),
    [
        ("POST", {}, 404, ""),
        ("GET", {"appId": "7438999999"}, 200, '{"code":72000032,"message":"应用停用或应用不存在","data":null}'),
        ("GET", {"secret": "0" * 32}, 200, '{"code":72000032,"message":"应用停用或应用不存在","data":null}'),
        ("GET", {"grantType": "password"}, 400, ""),
        ("GET", {"grantType": ""}, 400, ""),
        ("GET", {"secret": ""}, 400, ""),
    ],
)
def test_no_token(
    sandbox: Sandbox, environment: Environment, method: str, changes: dict[str, str], status: int, body: str
) -> None:
    """By any method but GET, for an unknown app, with a wrong secret, and for bad parameters."""
    request = token_request(environment, **changes)
    request.method = method
    answer = request.signed().send()

    assert (status, body.encode(), 0) == (answer.status, answer.body, sandbox.esign.token_requests)


@pytest.mark.parametrize(
    ("fault", "options", "status", "code"),
    [
        ("token_refused", {}, 200, 72000032),
        ("token_refused", {"code": 72000009, "message": "x", "status": 400}, 400, 72000009),
        ("token_status_500", {}, 500, 30500000),
    ],
)
def test_a_token_is_refused_by_a_fault(
    sandbox: Sandbox, environment: Environment, fault: str, options: dict[str, Any], status: int, code: int
) -> None:
    """No token is issued; the next one is."""
    sandbox.fail_next("esign", fault, **options)
    answers = [token_request(environment).signed().send() for _ in range(2)]

    assert ([status, 200], code, 1) == (
        [answer.status for answer in answers],
        document(answers[0])["code"],
        sandbox.esign.token_requests,
    )


def test_a_token_is_lost_or_missing(sandbox: Sandbox, environment: Environment) -> None:
    """It is issued all the same."""
    sandbox.fail_next("esign", "token_lost")
    sandbox.fail_next("esign", "token_missing")
    lost, without = token_request(environment).signed().try_to_send(), token_request(environment).signed().send()

    assert (None, {"expiresIn", "refreshToken"}, 2) == (
        lost,
        set(document(without)["data"]),
        sandbox.esign.token_requests,
    )


@pytest.mark.parametrize("form", ["text", "number"])
@pytest.mark.parametrize(("fault", "expiry"), [("expired_token", NOW_MS - 1000), ("rejected_token", None)])
def test_a_token_that_is_rejected(
    sandbox: Sandbox, environment: Environment, fault: str, expiry: int | None, form: Literal["text", "number"]
) -> None:
    """It comes, expired or not, and the operations reject it; the next one is accepted."""
    sandbox.esign.settings.expires_in_type = form
    sandbox.fail_next("esign", fault)
    bad, good = (document(token_request(environment).signed().send())["data"] for _ in range(2))

    assert ["TOKEN错误", ACCEPTED] == [message(with_token(environment, data["token"])) for data in (bad, good)]
    assert (expiry or NOW_MS + LIFE * 1000) == int(bad["expiresIn"])
    assert type(good["expiresIn"]) is type(bad["expiresIn"])


# ---- callbacks -------------------------------------------------------------------------------------------------------


@define
class Arrival:
    """What a server got."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes


@define
class Inbox:
    """A server that keeps what it gets, and answers with these statuses and then with 200."""

    url: str
    arrivals: list[Arrival] = Factory(list)
    statuses: list[int] = Factory(list)

    @property
    def documents(self) -> list[dict[str, Any]]:
        """The bodies, decoded."""
        return [json.loads(arrival.body) for arrival in self.arrivals]


@pytest.fixture
def inbox(still: Sandbox) -> Iterator[Inbox]:
    """A user's server on this machine; what it does not take is repeated at once."""
    still.esign.settings.callback_schedule = (0.0, 0.0)

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            found.arrivals.append(Arrival(self.command, self.path, dict(self.headers.items()), body))
            self.send_response(found.statuses.pop(0) if found.statuses else 200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_POST = answer  # noqa: N815 - the base class names them

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        found = Inbox(f"http://127.0.0.1:{server.server_port}/notify")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield found
        server.shutdown()
        thread.join()


def is_signed(environment: Environment, arrival: Arrival, values: str = "") -> bool:
    """Whether a callback carries e签宝's signature: hex of the HMAC over time, values of the query, and body."""
    secret = environment["REALNAME_ESIGN_APP_SECRET"].encode()
    signed = f"{arrival.headers['X-Tsign-Open-TIMESTAMP']}{values}".encode() + arrival.body
    return hmac.new(secret, signed, hashlib.sha256).hexdigest() == arrival.headers["X-Tsign-Open-SIGNATURE"]


def test_a_callback_on_the_wire(sandbox: Sandbox, environment: Environment, inbox: Inbox) -> None:
    """A POST of JSON on one line, signed, with the headers in e签宝's spelling."""
    flow_id = sandbox.esign.add_flow(context_id="context-1")
    statuses = sandbox.esign.send_callback(inbox.url, flow_id)
    [arrival] = inbox.arrivals
    verify_code = inbox.documents[0].pop("verifycode")

    assert ([200], "POST", "/notify", True) == (
        statuses,
        arrival.method,
        arrival.target,
        is_signed(environment, arrival),
    )
    assert {
        "X-Tsign-Open-App-Id": environment["REALNAME_ESIGN_APP_ID"],
        "X-Tsign-Open-TIMESTAMP": str(NOW_MS),
        "X-Tsign-Open-SIGNATURE-ALGORITHM": "hmac-sha256",
    } == {n: v for n, v in arrival.headers.items() if n.startswith("X-Tsign") and n != "X-Tsign-Open-SIGNATURE"}
    assert (
        f'{{"flowId":"{flow_id}","success":true,"contextId":"context-1","verifycode":"{verify_code}",'
        f'"serviceId":"{flow_id}","status":true}}'.encode()
    ) == arrival.body


@pytest.mark.parametrize(
    ("query", "values"), [("orderNo=001&belong=pinjie", "pinjie001"), ("a=%E5%BC%A0&a=2&b=", "张")]
)
def test_the_query_is_signed(sandbox: Sandbox, environment: Environment, inbox: Inbox, query: str, values: str) -> None:
    """Its values, decoded, in the order of their keys, of a repeated key the first; the keys are not."""
    sandbox.esign.send_callback(f"{inbox.url}?{query}")
    [arrival] = inbox.arrivals

    assert (f"/notify?{query}", True) == (arrival.target, is_signed(environment, arrival, values))


def test_a_forged_callback(sandbox: Sandbox, environment: Environment, inbox: Inbox) -> None:
    """It looks the same and is signed with another secret; the genuine one beside it is e签宝's."""
    sandbox.esign.send_callback(inbox.url, genuine=False)
    sandbox.esign.send_callback(inbox.url)

    assert [False, True] == [is_signed(environment, arrival) for arrival in inbox.arrivals]
    assert 64 == len(inbox.arrivals[0].headers["X-Tsign-Open-SIGNATURE"])


@pytest.mark.parametrize(("status", "success"), [("SUCCESS", True), ("FAIL", False)])
def test_how_a_flow_ended(sandbox: Sandbox, inbox: Inbox, status: str, success: bool) -> None:
    """It stands there twice; a subscriber gets the event of a person."""
    sandbox.esign.send_callback(inbox.url, sandbox.esign.add_flow(flow_status=status), subscribed=True)
    [found] = inbox.documents

    assert (success, success, "identity_psn_end") == (found["success"], found["status"], found["action"])


def test_the_callback_of_an_organization(sandbox: Sandbox, inbox: Inbox) -> None:
    """It names the flow of its agent, and, as a subscriber gets it, the event."""
    sandbox.esign.send_callback(inbox.url, subscribed=True)
    [found] = inbox.documents

    agent = facts.at(ESIGN.success, "data")["relatedFlows"][0]["flowId"]
    assert (sandbox.esign.sample_flow_id, agent, agent, "identity_org_end") == (
        found["flowId"],
        found["agentFlowId"],
        found["agentServiceId"],
        found["action"],
    )


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([200], [200]),
        ([500], [500, 200]),
        ([204, 302], [204, 302, 200]),
        ([500, 500, 500], [500, 500, 500]),
    ],
)
def test_repetition(sandbox: Sandbox, inbox: Inbox, answers: list[int], expected: list[int]) -> None:
    """What is not answered with exactly 200 is sent again, twice at most, the same byte for byte."""
    inbox.statuses = answers

    assert expected == sandbox.esign.send_callback(inbox.url)
    assert 1 == len({(arrival.body, arrival.headers["X-Tsign-Open-SIGNATURE"]) for arrival in inbox.arrivals})


def test_the_schedule(sandbox: Sandbox, inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between repetitions the gateway waits as the newer pages say."""
    waited: list[float] = []
    monkeypatch.setattr("realname.esign.testing.callbacks.time.sleep", waited.append)
    sandbox.esign.settings.callback_schedule = type(sandbox.esign.settings)().callback_schedule
    inbox.statuses = [500, 500, 500]
    sandbox.esign.send_callback(inbox.url)

    assert [1.0, 5.0] == waited


def test_a_duplicate(sandbox: Sandbox, inbox: Inbox) -> None:
    """A delivered callback comes again if so wanted, after a plain GET if so wanted."""
    statuses = sandbox.esign.send_callback(inbox.url, duplicate=True, ping=True)

    assert ([200, 200, 200], ["GET", "POST", "POST"]) == (statuses, [arrival.method for arrival in inbox.arrivals])


def test_nobody_there(sandbox: Sandbox, inbox: Inbox) -> None:
    """A server that is not there has no status."""
    with Sandbox() as other:
        gone = other.esign.url

    assert [None, None, None] == sandbox.esign.send_callback(gone)
    assert [] == inbox.arrivals


@pytest.mark.parametrize(
    ("url", "flow_id", "text"),
    [
        ("http://example.com/notify", None, "this machine"),
        ("http://169.254.169.254/notify", None, "this machine"),
        ("https://127.0.0.1/notify", None, "this machine"),
        ("ftp://localhost/", None, "this machine"),
        ("http://127.0.0.1/notify", "1", "no such flow"),
    ],
)
def test_what_cannot_be_sent(sandbox: Sandbox, url: str, flow_id: str | None, text: str) -> None:
    """To another machine, or about a flow that is not known."""
    with pytest.raises(ValueError, match=text):
        sandbox.esign.send_callback(url, flow_id)


# ---- callbacks that are posted by somebody else ----------------------------------------------------------------------


def test_a_callback_without_a_server() -> None:
    """It is what would be sent, verified by the service as that; a forged one is not."""
    sandbox = Sandbox(clock=lambda: NOW)  # which does not run
    flow_id = sandbox.esign.add_flow(flow_status="FAIL", context_id="context-1")
    genuine = sandbox.esign.callback(flow_id, url="/notify?orderNo=001&a=b", subscribed=True)
    forged = sandbox.esign.callback(flow_id, url="/notify?orderNo=001&a=b", genuine=False)

    def verified(callback: EsignCallback) -> esign.Callback:
        return esign.verify_callback(
            sandbox.esign.credentials, headers=callback.headers, query=callback.query, body=callback.body
        )

    found = verified(genuine)
    assert isinstance(found, esign.PersonCallback)
    assert (flow_id, False, "context-1") == (found.flow_id, found.success, found.context_id)
    assert ("/notify", "orderNo=001&a=b") == (genuine.path, genuine.query)
    assert str(NOW_MS) == genuine.headers["X-Tsign-Open-TIMESTAMP"]
    assert "identity_psn_end" == json.loads(genuine.body)["action"]
    with pytest.raises(realname.SignatureError):
        verified(forged)


def test_a_callback_is_what_is_sent(sandbox: Sandbox, inbox: Inbox) -> None:
    """The same headers and body, but for what each has of its own."""
    sandbox.esign.send_callback(f"{inbox.url}?a=1")
    callback = sandbox.esign.callback(url=f"{inbox.url}?a=1")
    [arrival], told = inbox.arrivals, json.loads(callback.body)

    assert callback.target == arrival.target
    assert callback.headers.keys() <= arrival.headers.keys()
    assert told | {"verifycode": ""} == inbox.documents[0] | {"verifycode": ""}


@pytest.mark.parametrize(
    ("url", "target"),
    [
        (None, "/"),
        ("", "/"),
        ("?a=1", "/?a=1"),
        ("/notify", "/notify"),
        ("https://shop.example", "/"),
        ("https://shop.example/notify?a=1&b=%E5%BC%A0#part", "/notify?a=1&b=%E5%BC%A0"),
        ("/通知?b=张 三", "/%E9%80%9A%E7%9F%A5?b=%E5%BC%A0%20%E4%B8%89"),
    ],
)
def test_the_address_of_a_callback(sandbox: Sandbox, url: str | None, target: str) -> None:
    """Whatever there is of it, as a request line has it; nothing is sent there."""
    assert target == sandbox.esign.callback(url=url).target


def test_a_callback_of_a_flow_goes_to_its_own_address(sandbox: Sandbox, environment: Environment) -> None:
    """Without another one; of a flow that there is not there is none, and its repr shows neither address nor person."""
    start = facts.operation("esign", "startFace")
    request = esign_request(environment)
    request.method, request.path = start.method, start.path
    request.body = json.dumps(start.wire | {"notifyUrl": "https://shop.example/notify?order=1"}).encode()
    flow_id = document(request.signed().send())["data"]["flowId"]
    callback = sandbox.esign.callback(flow_id)

    assert ("/notify?order=1", "Callback()") == (callback.target, repr(callback))
    with pytest.raises(ValueError, match="no such flow"):
        sandbox.esign.callback("1")
