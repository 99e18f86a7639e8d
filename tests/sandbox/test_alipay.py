"""The Alipay gateway: what it accepts, what it refuses and with which code, how its answers look on the wire."""

import itertools
import json
import re
from collections.abc import Mapping
from typing import Any, Literal

import pytest
from attrs import asdict

from realname.sandbox import Sandbox
from tests.sandbox.callers import NOW, NOW_MS, AlipayRequest, Break, alipay_answer_is_signed, alipay_request
from tests.sandbox.conftest import Clock
from tests.sandbox.raw import Answer

Environment = Mapping[str, str]

SIGNED = [
    "alipay-trace-id",
    "alipay-timestamp",
    "alipay-nonce",
    "alipay-signature",
    "Content-Type",
]
UNSIGNED = ["alipay-trace-id", "Content-Type"]


def document(answer: Answer) -> dict[str, object]:
    """The JSON object of an answer."""
    value: dict[str, object] = json.loads(answer.body)
    return value


def code(answer: Answer) -> object:
    """The code of a refusal, `accepted` for a success."""
    return document(answer).get("code", "accepted") if answer.status != 200 else "accepted"


def undecryptable(request: AlipayRequest) -> None:
    """Declare encryption and send what is no ciphertext."""
    request.headers["alipay-encrypt-type"] = "AES"
    request.body = b"{}"


def forge(request: AlipayRequest) -> None:
    """Change a query parameter after signing."""
    request.target = request.target.replace("cert_type=0", "cert_type=1")


GATEWAY = [
    Break("missing-timestamp", lambda r: r.items.pop("timestamp", None)),
    Break("invalid-signature-type", lambda r: setattr(r, "algorithm", "ALIPAY-SHA1withRSA")),
    Break("missing-app-id", lambda r: r.items.pop("app_id", None)),
    Break("invalid-timestamp", lambda r: r.items.update(timestamp="2023-11-14")),
    Break("invalid-app-id", lambda r: r.items.update(app_id="2021000000009999")),
    Break("illegal-timestamp", lambda r: r.items.update(timestamp=str(NOW_MS - 600_001))),
    Break("invalid-request-data", lambda r: r.items.pop("nonce", None)),
    Break("app-cert-not-exist", lambda r: r.items.update(app_cert_sn="0" * 32)),
    Break("missing-signature", lambda r: setattr(r, "unsigned", True)),
    Break("invalid-signature", after=lambda r: setattr(r, "target", r.target + "&x=1")),
    Break("invalid-app-auth-token", lambda r: r.headers.update({"alipay-app-auth-token": "unknown"})),
    Break("invalid-method", lambda r: setattr(r, "path", "/v3/zhima/customer/jobworth")),
    Break("invalid-http-method", lambda r: setattr(r, "method", "POST")),
    Break("invalid-encrypt-type", lambda r: r.headers.update({"alipay-encrypt-type": "DES"})),
    Break("decryption-error", undecryptable),
    Break("illegal-json", lambda r: setattr(r, "body", b"{")),
]
BUSINESS = [
    Break("INVALID_PARAMETER", lambda r: r.parameters.append(("query_type", "exact"))),
    Break("TOKEN_INVALID", lambda r: r.set("once_token", "unknown")),
    Break("WRONG_OUT_AGREEMENT_NO_INTERCEPT", lambda r: r.set("conn_key", "other")),
    Break("TOKEN_NOT_MATCH_IDENTITY_TYPE", lambda r: r.set("identity_type", "01")),
    Break("CARD_NO_NOT_MATCH", lambda r: r.set("cert_no", "110101199001010001")),
]
IN_ORDER = [*GATEWAY, *BUSINESS]


@pytest.fixture
def request_(sandbox: Sandbox, environment: Environment) -> AlipayRequest:
    """A request for a token that gives SUCCESS once."""
    return new_request(sandbox, environment)


def new_request(sandbox: Sandbox, environment: Environment, *results: str) -> AlipayRequest:
    """A request for a new token that gives these results."""
    token = sandbox.alipay.issue_token(results=results or ("SUCCESS",))
    return alipay_request(environment, asdict(token), NOW_MS)


def again(sandbox: Sandbox, environment: Environment, request: AlipayRequest) -> AlipayRequest:
    """The same question once more, with a nonce of its own."""
    other = new_request(sandbox, environment)
    other.parameters = list(request.parameters)
    return other


def test_success_on_the_wire(request_: AlipayRequest) -> None:
    """A signed request gets HTTP 200, header names in lower case, JSON on one line."""
    answer = request_.signed().send()

    assert (200, SIGNED, "application/json;charset=UTF-8", str(NOW_MS), "SUCCESS", 1) == (
        answer.status,
        answer.names,
        answer.header("Content-Type"),
        answer.header("alipay-timestamp"),
        document(answer)["identity_result"],
        len(answer.body.splitlines()),
    )


def test_success_is_signed(environment: Environment, request_: AlipayRequest) -> None:
    """The signature covers timestamp, nonce and raw body."""
    assert alipay_answer_is_signed(environment, request_.signed().send())


@pytest.mark.parametrize("fault", GATEWAY, ids=lambda fault: fault.code)
def test_gateway_refusal(sandbox: Sandbox, environment: Environment, fault: Break) -> None:
    """Each single mistake gets its code, unsigned; the same request without it is accepted."""
    genuine = new_request(sandbox, environment).signed().send()
    refused = new_request(sandbox, environment).signed(fault).send()
    status = 401 if fault.code == "invalid-app-auth-token" else 400

    assert ("accepted", status, fault.code, UNSIGNED) == (
        code(genuine),
        refused.status,
        code(refused),
        refused.names,
    )


@pytest.mark.parametrize("fault", BUSINESS, ids=lambda fault: fault.code)
def test_business_refusal(sandbox: Sandbox, environment: Environment, fault: Break) -> None:
    """A refusal by the operation is HTTP 400 and signed; the same request without the mistake is accepted."""
    genuine = new_request(sandbox, environment).signed().send()
    refused = new_request(sandbox, environment).signed(fault).send()

    assert ("accepted", 400, fault.code, SIGNED, True) == (
        code(genuine),
        refused.status,
        code(refused),
        refused.names,
        alipay_answer_is_signed(environment, refused),
    )


@pytest.mark.parametrize(("first", "second"), list(itertools.combinations(IN_ORDER, 2)), ids=lambda fault: fault.code)
def test_first_refusal_wins(sandbox: Sandbox, environment: Environment, first: Break, second: Break) -> None:
    """Of two mistakes the gateway tells the one that it checks first."""
    request = new_request(sandbox, environment).signed(first, second)
    answer = sandbox.alipay.answer(request.received())

    assert first.code == json.loads(answer.content)["code"]


def test_changed_byte(sandbox: Sandbox, environment: Environment) -> None:
    """One byte of the target changed after signing is invalid-signature; the request as signed is accepted."""
    genuine = new_request(sandbox, environment).signed()
    forged = new_request(sandbox, environment).signed(Break("", after=forge))

    assert ("accepted", "invalid-signature") == (code(genuine.send()), code(forged.send()))


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("missing-timestamp", "缺少时间戳参数"),
        ("invalid-app-id", "无效的AppID参数"),
        ("invalid-method", "不存在的方法名"),
        ("invalid-app-auth-token", "无效的应用授权令牌"),
    ],
)
def test_observed_messages(request_: AlipayRequest, name: str, message: str) -> None:
    """The four messages that have been seen on the wire are given literally, in UTF-8."""
    [fault] = [fault for fault in GATEWAY if fault.code == name]

    assert f'{{"code":"{name}","message":"{message}"}}'.encode() == request_.signed(fault).send().body


def test_no_authorization(request_: AlipayRequest) -> None:
    """Without an Authorization header the timestamp is what is missing."""
    request_.signed()
    del request_.headers["Authorization"]

    assert "missing-timestamp" == code(request_.send())


def test_any_order_and_unknown_items(request_: AlipayRequest) -> None:
    """The auth string is verified as received: any order, unknown items and free text are all right."""
    request_.items = {"expired_seconds": "120", **dict(reversed(request_.items.items())), "free text": "=="}

    assert "accepted" == code(request_.signed().send())


@pytest.mark.parametrize(
    ("skew_ms", "expected"),
    [
        (600_000, "accepted"),
        (-600_000, "accepted"),
        (600_001, "illegal-timestamp"),
        (-600_001, "illegal-timestamp"),
    ],
)
def test_time_window(request_: AlipayRequest, skew_ms: int, expected: str) -> None:
    """A timestamp exactly ten minutes off passes, a millisecond more does not, either way."""
    request_.items["timestamp"] = str(NOW_MS + skew_ms)

    assert expected == code(request_.signed().send())


def test_replayed_nonce(sandbox: Sandbox, environment: Environment) -> None:
    """A request sent twice is refused the second time, though its token would still give an answer."""
    request = new_request(sandbox, environment, "WAITING_VERIFY").signed()

    assert ["accepted", "invalid-request-data"] == [code(request.send()), code(request.send())]


def test_nonce_of_a_forged_request(sandbox: Sandbox, environment: Environment) -> None:
    """A nonce counts as used only when its signature was right: a forger cannot use up another's."""
    genuine = new_request(sandbox, environment)
    forged = new_request(sandbox, environment)
    forged.items["nonce"] = genuine.items["nonce"]

    assert ("invalid-signature", "accepted") == (
        code(forged.signed(Break("", after=forge)).send()),
        code(genuine.signed().send()),
    )


@pytest.mark.parametrize(("seconds", "expected"), [(600, "invalid-request-data"), (601, "accepted")])
def test_nonce_after_the_window(
    sandbox: Sandbox, environment: Environment, clock: Clock, seconds: int, expected: str
) -> None:
    """After ten minutes a nonce may come again."""
    first = new_request(sandbox, environment)
    second = new_request(sandbox, environment)
    second.items |= {"nonce": first.items["nonce"], "timestamp": str(NOW_MS + seconds * 1000)}
    first.signed().send()
    clock.now = NOW + seconds

    assert expected == code(second.signed().send())


def test_nonce_unchecked(sandbox: Sandbox, environment: Environment) -> None:
    """The check of nonces can be switched off."""
    sandbox.alipay.settings.check_nonce = False
    request = new_request(sandbox, environment, "WAITING_VERIFY").signed()

    assert ["accepted", "accepted"] == [code(request.send()), code(request.send())]


def test_token_is_used_up(sandbox: Sandbox, environment: Environment) -> None:
    """Waiting may be answered many times, a final result once; then the token is invalid."""
    first = new_request(sandbox, environment, "WAITING_VERIFY", "FAILED")
    answers = [again(sandbox, environment, first).signed().send() for _ in range(3)]

    assert ["WAITING_VERIFY", "FAILED", "TOKEN_INVALID"] == [
        document(answer).get("identity_result", document(answer).get("code")) for answer in answers
    ]


@pytest.mark.parametrize(
    ("result", "fields"),
    [
        ("WAITING_VERIFY", {"user_id", "open_id"}),
        ("FAILED", {"user_id", "open_id", "token_status"}),
        ("SUCCESS", {"user_id", "open_id", "token_status", "merchant_identity_id"}),
    ],
)
def test_fields(sandbox: Sandbox, environment: Environment, result: str, fields: set[str]) -> None:
    """Who it is is told with every result, that the order is finished with a final one, the identity with SUCCESS."""
    answer = document(new_request(sandbox, environment, result).signed().send())

    assert {"identity_result", "identity_result_skip_url"} | fields == set(answer)


def test_token_status(sandbox: Sandbox, environment: Environment) -> None:
    """The order is finished once there is a result; before, its status is not told."""
    first = new_request(sandbox, environment, "WAITING_VERIFY", "FAILED")
    answers = [again(sandbox, environment, first).signed().send() for _ in range(2)]

    assert [None, "FINISH"] == [document(answer).get("token_status") for answer in answers]


def test_waiting_repeats(sandbox: Sandbox, environment: Environment) -> None:
    """A token that only waits never runs out."""
    first = new_request(sandbox, environment, "WAITING_VERIFY")
    answers = [again(sandbox, environment, first).signed().send() for _ in range(3)]

    assert ["WAITING_VERIFY"] * 3 == [document(answer)["identity_result"] for answer in answers]


def test_lost_answer_uses_the_token_up(sandbox: Sandbox, environment: Environment) -> None:
    """The token is used up when the answer is decided, so a lost answer cannot be asked for again."""
    sandbox.fail_next("alipay", "lost_answer")
    first = new_request(sandbox, environment)
    lost = first.signed().try_to_send()

    assert (None, "TOKEN_INVALID") == (lost, code(again(sandbox, environment, first).signed().send()))


def test_dropped_connection_keeps_the_token(sandbox: Sandbox, environment: Environment) -> None:
    """A connection that drops before anything is decided leaves the token usable."""
    sandbox.fail_next("alipay", "dropped_connection")
    first = new_request(sandbox, environment)
    dropped = first.signed().try_to_send()

    assert (None, "accepted") == (dropped, code(again(sandbox, environment, first).signed().send()))


@pytest.mark.parametrize("name", ["conn_key", "once_token", "query_type", "identity_type", "service_id"])
@pytest.mark.parametrize("value", [None, ""])
def test_needed_parameters(request_: AlipayRequest, name: str, value: str | None) -> None:
    """Five parameters are needed in practice, absent or empty alike."""
    request_.set(name, value)

    assert "INVALID_PARAMETER" == code(request_.signed().send())


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"cert_no": None}, "INVALID_PARAMETER"),
        ({"cert_no": "", "user_id": ""}, "INVALID_PARAMETER"),
        ({"cert_no": None, "user_id": "2088000000000001"}, "accepted"),
        ({"cert_no": None, "open_id": "someone"}, "accepted"),
        ({"cert_type": None}, "accepted"),
        ({"query_type": "fuzzy"}, "INVALID_PARAMETER"),
        ({"cert_type": "6"}, "INVALID_PARAMETER"),
        ({"unknown": "1"}, "accepted"),
    ],
)
def test_parameters(request_: AlipayRequest, changes: dict[str, str | None], expected: str) -> None:
    """One way to name the person is needed, closed enums are the contract's, unknown parameters pass."""
    for name, value in changes.items():
        request_.set(name, value)

    assert expected == code(request_.signed().send())


def test_query_that_is_not_utf8(request_: AlipayRequest) -> None:
    """A signed query that does not decode is a bad parameter, never a broken gateway."""
    request_.path += "?service_id=%ff&x"

    assert "INVALID_PARAMETER" == code(request_.signed().send())


def test_lenient(sandbox: Sandbox, environment: Environment) -> None:
    """The lenient gateway needs no parameter, and without a token answers the configured result."""
    sandbox.alipay.settings.lenient = True
    sandbox.alipay.settings.default_result = "FAILED"
    request = new_request(sandbox, environment)
    request.parameters = []

    assert "FAILED" == document(request.signed().send())["identity_result"]


@pytest.mark.parametrize(
    ("strict", "request_id", "expected"),
    [
        (False, "0" * 36, "accepted"),
        (True, "0" * 36, "INVALID_PARAMETER"),
        (True, "0" * 32, "accepted"),
        (True, "", "accepted"),
    ],
)
def test_request_id(sandbox: Sandbox, environment: Environment, strict: bool, request_id: str, expected: str) -> None:
    """Request ids are free, as official SDKs need it, unless the gateway is told to be strict."""
    sandbox.alipay.settings.strict_request_id = strict
    request = new_request(sandbox, environment)
    request.headers["alipay-request-id"] = request_id

    assert expected == code(request.signed().send())


def test_app_auth_token(sandbox: Sandbox, environment: Environment) -> None:
    """A known app auth token is accepted, and part of what is signed."""
    sandbox.alipay.authorize_app("merchant-token")
    genuine = new_request(sandbox, environment)
    genuine.headers["alipay-app-auth-token"] = "merchant-token"
    late = new_request(sandbox, environment).signed()
    late.headers["alipay-app-auth-token"] = "merchant-token"

    assert ("accepted", "invalid-signature") == (code(genuine.signed().send()), code(late.send()))


def test_signature_status(sandbox: Sandbox, environment: Environment) -> None:
    """A wrong signature is HTTP 401 if so set."""
    sandbox.alipay.settings.signature_status = 401

    assert 401 == new_request(sandbox, environment).signed(Break("", after=forge)).send().status


def test_business_status(sandbox: Sandbox, environment: Environment) -> None:
    """The HTTP status of a business code is a setting."""
    sandbox.alipay.settings.business_statuses = {"CARD_NO_NOT_MATCH": 403}

    assert 403 == new_request(sandbox, environment).signed(BUSINESS[-1]).send().status


@pytest.mark.parametrize(("links", "kind"), [("absent", "NoneType"), ("array", "list"), ("text", "str")])
def test_links(
    sandbox: Sandbox, environment: Environment, links: Literal["absent", "array", "text"], kind: str
) -> None:
    """The links of an error are absent, an array or a text."""
    sandbox.alipay.settings.links = links
    answer = new_request(sandbox, environment).signed(BUSINESS[-1]).send()

    assert kind == type(document(answer).get("links")).__name__


def test_unknown_setting(sandbox: Sandbox) -> None:
    """A setting takes only what it knows."""
    unknown: Any = "object"

    with pytest.raises(ValueError, match="links"):
        sandbox.alipay.settings.links = unknown


def test_signed_gateway_errors(sandbox: Sandbox, environment: Environment) -> None:
    """The gateway's refusals are signed if so set."""
    sandbox.alipay.settings.sign_gateway_errors = True
    answer = new_request(sandbox, environment).signed(GATEWAY[0]).send()

    assert (SIGNED, True) == (answer.names, alipay_answer_is_signed(environment, answer))


def test_unsigned_business_errors(sandbox: Sandbox, environment: Environment) -> None:
    """The operation's refusals come unsigned if so set."""
    sandbox.alipay.settings.sign_business_errors = False

    assert UNSIGNED == new_request(sandbox, environment).signed(BUSINESS[0]).send().names


@pytest.mark.parametrize("content_type", ["application/json", "text/plain"])
def test_content_type_on_get(request_: AlipayRequest, content_type: str) -> None:
    """A GET may come with the content types that official SDKs send."""
    request_.headers["Content-Type"] = content_type

    assert "accepted" == code(request_.signed().send())


def test_target_is_verified_as_received(request_: AlipayRequest) -> None:
    """Whichever way a client encodes, the raw target is what counts."""
    request_.path += "?note=a+b%20c%7E~*%27&empty=&x"
    request_.parameters, parameters = [], request_.parameters
    request_.path += "".join(f"&{name}={value}" for name, value in parameters)

    assert "accepted" == code(request_.signed().send())


def test_trace_id(request_: AlipayRequest) -> None:
    """Every answer has a trace id."""
    assert re.fullmatch("[0-9a-f]{32}", request_.signed().send().header("alipay-trace-id") or "")


def test_expected_string_to_sign(sandbox: Sandbox, request_: AlipayRequest) -> None:
    """The log shows the bytes that should have been signed: an empty line for the body of a GET."""
    request_.signed(Break("", after=forge)).send()
    record = sandbox.requests[-1]
    auth_string = ",".join(f"{name}={value}" for name, value in request_.items.items())

    assert (f"{auth_string}\nGET\n{request_.target}\n\n".encode(), "invalid-signature") == (
        record.expected_string_to_sign,
        record.verdict,
    )


@pytest.mark.parametrize("results", [[], "SUCCESS"])
def test_token_without_results(sandbox: Sandbox, results: list[str] | str) -> None:
    """A token needs a list of results."""
    with pytest.raises(ValueError, match="list"):
        sandbox.alipay.issue_token(results=results)
