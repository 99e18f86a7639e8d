"""The ZOLOZ gateway: what it accepts, what it refuses and with which code, how its answers look on the wire."""

import itertools
import json
import re
from collections.abc import Mapping
from urllib.parse import unquote

import pytest

from realname.sandbox import NotEnrolled, Sandbox
from tests.sandbox.callers import NOW, Break, ZolozRequest, zoloz_answer_is_signed, zoloz_request
from tests.sandbox.conftest import Clock
from tests.sandbox.raw import Answer

Environment = Mapping[str, str]

SUCCESS = b'{"result":{"resultStatus":"S","resultCode":"SUCCESS","resultMessage":"Success"}}'


def result(answer: Answer) -> dict[str, str]:
    """The result of an answer."""
    value: dict[str, str] = json.loads(answer.body)["result"]
    return value


def signature(request: ZolozRequest) -> str:
    """The value in the signature header."""
    return request.headers["Signature"].partition("signature=")[2]


def set_signature(request: ZolozRequest, value: str) -> None:
    """Write the signature header as the official clients do, with another value."""
    request.headers["Signature"] = f"algorithm=RSA256, signature={value}"


def flip_a_byte(request: ZolozRequest) -> None:
    """Change one byte of the body, keeping the length."""
    request.body = request.body.replace(b"user-1", b"user-2")


IN_ORDER = [
    Break("NO_INTERFACE_DEF", lambda r: setattr(r, "path", "/api/v1/zoloz/connect/queryenrollstatus")),
    Break("PARAM_MISSING", after=lambda r: r.headers.update({"Request-Time": ""})),
    Break("PARAM_ILLEGAL", lambda r: r.headers.update({"Content-Type": "text/html"})),
    Break("MERCHANT_NOT_FOUND", lambda r: setattr(r, "client_id", "2188000000009999")),
    Break("KEY_NOT_FOUND", lambda r: r.headers.update({"Auth-Type": "AKSK", "Access-Key": "unknown"})),
    Break("SIGNATURE_INVALID", after=lambda r: setattr(r, "body", b" " + r.body)),
    Break("MSG_PARSE_ERROR", lambda r: setattr(r, "text", b"[]")),
    Break("PARAM_MISSING", lambda r: r.document.pop("bizId")),
    Break("PARAM_ILLEGAL", lambda r: r.document.update({"userId": 17})),
]


@pytest.fixture(autouse=True)
def _enrolled(sandbox: Sandbox) -> None:
    sandbox.zoloz.enroll("user-1")


def test_success_on_the_wire(environment: Environment) -> None:
    """A signed request gets the documented sample on one line, with the headers that official clients look for."""
    answer = zoloz_request(environment).signed().send()

    assert (
        200,
        ["Response-Time", "Signature", "Content-Type"],
        "2023-11-14T22:13:20+0000",
        "application/json; charset=UTF-8",
        SUCCESS,
    ) == (
        answer.status,
        answer.names,
        answer.header("Response-Time"),
        answer.header("Content-Type"),
        answer.body,
    )


def test_success_is_signed(environment: Environment) -> None:
    """The signature covers the request's path, the caller's id, the time of the answer and the raw body."""
    answer = zoloz_request(environment).signed().send()

    assert zoloz_answer_is_signed(environment, answer)


def test_signature_header_form(environment: Environment) -> None:
    """The signature header names the algorithm first and ends with upper-case percent-encoded base64."""
    header = zoloz_request(environment).signed().send().header("Signature") or ""

    assert re.fullmatch(r"algorithm=RSA256, signature=(?:[A-Za-z0-9]|%2B|%2F)+%3D%3D", header)


@pytest.mark.parametrize("fault", IN_ORDER, ids=lambda fault: fault.code)
def test_refusal(environment: Environment, fault: Break) -> None:
    """Each single mistake gets its code with HTTP 200; the same request without it is accepted."""
    genuine = zoloz_request(environment).signed().send()
    refused = zoloz_request(environment).signed(fault).send()

    assert ("SUCCESS", 200, fault.code) == (
        result(genuine)["resultCode"],
        refused.status,
        result(refused)["resultCode"],
    )


@pytest.mark.parametrize(("first", "second"), list(itertools.combinations(IN_ORDER, 2)), ids=lambda fault: fault.code)
def test_first_refusal_wins(sandbox: Sandbox, environment: Environment, first: Break, second: Break) -> None:
    """Of two mistakes the gateway tells the one that it checks first."""
    answer = sandbox.zoloz.answer(zoloz_request(environment).signed(first, second).received())

    assert first.code == json.loads(answer.content)["result"]["resultCode"]


def test_changed_byte(environment: Environment) -> None:
    """One byte changed after signing is SIGNATURE_INVALID; the request as signed is accepted."""
    genuine = zoloz_request(environment).signed()
    changed = zoloz_request(environment).signed(Break("", after=flip_a_byte))

    assert ("SUCCESS", "SIGNATURE_INVALID") == (
        result(genuine.send())["resultCode"],
        result(changed.send())["resultCode"],
    )


@pytest.mark.parametrize("name", ["Client-Id", "Request-Time", "Signature", "Content-Type"])
@pytest.mark.parametrize("how", ["absent", "empty"])
def test_missing_header(environment: Environment, name: str, how: str) -> None:
    """Each needed header is PARAM_MISSING when absent or empty."""
    request = zoloz_request(environment).signed()
    del request.headers[name]
    request.headers |= {name: ""} if how == "empty" else {}

    assert "PARAM_MISSING" == result(request.send())["resultCode"]


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"Content-Type": "text/plain; charset=UTF-8"}, "PARAM_MISSING"),
        ({"Content-Type": "text/plain", "Encrypt": "algorithm=RSA_AES, symmetricKey=AA%3D%3D"}, "MSG_PARSE_ERROR"),
        ({"Content-Type": "text/plain", "Encrypt": "algorithm=AES, symmetricKey=AA%3D%3D"}, "PARAM_ILLEGAL"),
        ({"Encrypt": "algorithm=RSA_AES, symmetricKey=AA%3D%3D"}, "PARAM_ILLEGAL"),
        ({"Content-Type": "APPLICATION/JSON"}, "SUCCESS"),
        ({"Content-Type": 'application/json;charset="utf-8"'}, "SUCCESS"),
        ({"Content-Type": "application/json; charset=GBK"}, "PARAM_ILLEGAL"),
        ({"Auth-Type": "AKSK"}, "PARAM_MISSING"),
        ({"Auth-Type": "OTHER", "Access-Key": "x"}, "PARAM_ILLEGAL"),
    ],
)
def test_header_forms(environment: Environment, headers: dict[str, str], code: str) -> None:
    """Media types, their charset, and what must come along with what."""
    request = zoloz_request(environment)
    request.headers = headers

    assert code == result(request.signed().send())["resultCode"]


@pytest.mark.parametrize(
    ("time", "code"),
    [
        ("2019-04-04T12:08:56+0530", "SUCCESS"),
        ("2019-04-04T12:08:56Z", "PARAM_ILLEGAL"),
        ("2019-04-04T12:08:56+05:30", "PARAM_ILLEGAL"),
        ("2019-04-04T12:08:56", "PARAM_ILLEGAL"),
        ("2019-04-04 12:08:56+0530", "PARAM_ILLEGAL"),
        ("2019-02-30T12:08:56+0530", "PARAM_ILLEGAL"),
        ("2019-04-04T12:08:56.1+0530", "PARAM_ILLEGAL"),
        ("1554359336000", "PARAM_ILLEGAL"),
    ],
)
def test_request_time(environment: Environment, time: str, code: str) -> None:
    """Only whole seconds with a zone without a colon are a time, and only real dates."""
    request = zoloz_request(environment)
    request.time = time

    assert code == result(request.signed().send())["resultCode"]


@pytest.mark.parametrize("time", ["2019-04-04T12:08:56Z", "2019-04-04T12:08:56+05:30"])
def test_lenient_time(sandbox: Sandbox, environment: Environment, time: str) -> None:
    """The lenient gateway takes the other ways to write a zone."""
    sandbox.zoloz.settings.lenient_time = True
    request = zoloz_request(environment)
    request.time = time

    assert "SUCCESS" == result(request.signed().send())["resultCode"]


@pytest.mark.parametrize(
    "header",
    [
        "algorithm=RSA256,signature={}",
        "signature={}, algorithm=RSA256",
        "algorithm=RSA256, keyVersion=v1, signature={}",
        "keyVersion=v1,signature={},algorithm=RSA256",
    ],
)
def test_signature_list_forms(environment: Environment, header: str) -> None:
    """The items of the signature header may stand in any order, with or without a space, with a keyVersion."""
    request = zoloz_request(environment).signed()
    request.headers["Signature"] = header.format(signature(request))

    assert "SUCCESS" == result(request.send())["resultCode"]


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("signature={}", "PARAM_ILLEGAL"),
        ("algorithm=RSA512, signature={}", "PARAM_ILLEGAL"),
        ("algorithm=rsa256, signature={}", "PARAM_ILLEGAL"),
        ("algorithm=RSA256", "SIGNATURE_INVALID"),
        ("algorithm=RSA256, signature=", "SIGNATURE_INVALID"),
        ("algorithm=RSA256, signature=%%%", "SIGNATURE_INVALID"),
        ("algorithm=RSA256, signature=AAAA", "SIGNATURE_INVALID"),
    ],
)
def test_signature_header_mistakes(environment: Environment, header: str, code: str) -> None:
    """The algorithm is a matter of form, a missing or undecodable value one of the signature."""
    request = zoloz_request(environment).signed()
    request.headers["Signature"] = header.format(signature(request))

    assert code == result(request.send())["resultCode"]


def test_lower_case_hex(environment: Environment) -> None:
    """Percent-encoding counts in either case of its hex digits, as the shell sample writes it."""
    request = zoloz_request(environment).signed()
    set_signature(request, re.sub("%..", lambda match: match[0].lower(), signature(request)))

    assert "SUCCESS" == result(request.send())["resultCode"]


@pytest.mark.parametrize("form", ["raw", "url-safe"])
@pytest.mark.parametrize(("lenient", "code"), [(False, "SIGNATURE_INVALID"), (True, "SUCCESS")])
def test_other_base64(sandbox: Sandbox, environment: Environment, form: str, lenient: bool, code: str) -> None:
    """Raw and URL-safe base64 is refused, unless the gateway is lenient."""
    sandbox.zoloz.settings.lenient_signature = lenient
    request = zoloz_request(environment).signed()
    raw = unquote(signature(request))
    set_signature(request, raw if form == "raw" else raw.translate(str.maketrans("+/", "-_")).rstrip("="))

    assert code == result(request.send())["resultCode"]


@pytest.mark.parametrize("target", ["?x=1", "/", "#", "%20"])
def test_other_targets(environment: Environment, target: str) -> None:
    """Nothing but the path itself is an interface; a query string is illegal."""
    request = zoloz_request(environment).signed()
    request.target += target if target != "#" else ""
    request.target = "/" + request.target if target == "#" else request.target
    code = "PARAM_ILLEGAL" if target == "?x=1" else "NO_INTERFACE_DEF"

    assert code == result(request.send())["resultCode"]


@pytest.mark.parametrize(("switch", "expected"), [(False, (200, 200)), (True, (404, 405))])
def test_http_statuses(sandbox: Sandbox, environment: Environment, switch: bool, expected: tuple[int, int]) -> None:
    """Unknown paths and methods have HTTP 200, or 404 and 405 for tools that expect it."""
    sandbox.zoloz.settings.http_statuses = switch
    unknown = zoloz_request(environment).signed(IN_ORDER[0])
    wrong = zoloz_request(environment).signed(Break("", lambda r: setattr(r, "method", "PUT")))

    assert expected == (unknown.send().status, wrong.send().status)


def test_unregistered_key(sandbox: Sandbox, environment: Environment) -> None:
    """Without a registered key, a known merchant's request is KEY_NOT_FOUND."""
    sandbox.zoloz.settings.key_registered = False

    assert "KEY_NOT_FOUND" == result(zoloz_request(environment).signed().send())["resultCode"]


@pytest.mark.parametrize(
    ("skew", "code"), [(0, "SUCCESS"), (60, "SUCCESS"), (-60, "SUCCESS"), (61, "PARAM_ILLEGAL"), (-61, "PARAM_ILLEGAL")]
)
def test_clock_window(sandbox: Sandbox, environment: Environment, clock: Clock, skew: float, code: str) -> None:
    """With a window of 60 seconds, exactly 60 pass and 61 do not, either way."""
    sandbox.zoloz.settings.clock_window = 60
    clock.now = NOW + skew

    assert code == result(zoloz_request(environment).signed().send())["resultCode"]


def test_no_clock_window(environment: Environment, clock: Clock) -> None:
    """By default any time passes, since ZOLOZ states no rule."""
    clock.now = NOW + 10**8

    assert "SUCCESS" == result(zoloz_request(environment).signed().send())["resultCode"]


@pytest.mark.parametrize(
    "body", [b"", b"null", b"[]", b'"text"', b"{", b'{"a": NaN}', b"\xff", b'{"userId": "\\ud800", "bizId": "1"}', b"["]
)
def test_unparsable_body(environment: Environment, body: bytes) -> None:
    """Anything but one JSON object in UTF-8 is MSG_PARSE_ERROR, never a broken gateway."""
    request = zoloz_request(environment)
    request.text = body

    assert "MSG_PARSE_ERROR" == result(request.signed().send())["resultCode"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"bizId": None}, "PARAM_MISSING"),
        ({"userId": None}, "PARAM_MISSING"),
        ({"bizId": "b" * 32}, "SUCCESS"),
        ({"bizId": "b" * 33}, "PARAM_ILLEGAL"),
        ({"bizId": "证" * 32}, "SUCCESS"),
        ({"userId": "u" * 65}, "PARAM_ILLEGAL"),
        ({"bizId": 1, "userId": None}, "PARAM_MISSING"),
        ({"bizId": ["1"]}, "PARAM_ILLEGAL"),
        ({"bizId": ""}, "SUCCESS"),
        ({"unknown": {"field": 1}}, "SUCCESS"),
    ],
)
def test_fields(environment: Environment, change: dict[str, object], code: str) -> None:
    """The contract's types and lengths (in characters) hold; missing comes before illegal; unknown fields pass."""
    request = zoloz_request(environment)
    request.document |= change

    assert code == result(request.signed().send())["resultCode"]


def test_reject_empty(sandbox: Sandbox, environment: Environment) -> None:
    """An empty required field counts as missing if the gateway is told so."""
    sandbox.zoloz.settings.reject_empty = True
    request = zoloz_request(environment)
    request.document["bizId"] = ""

    assert "PARAM_MISSING" == result(request.signed().send())["resultCode"]


def test_unenroll(sandbox: Sandbox, environment: Environment) -> None:
    """A user is enrolled until unenrolled, and then has the synthetic code."""
    before = zoloz_request(environment).signed().send()
    sandbox.zoloz.unenroll("user-1")
    after = zoloz_request(environment).signed().send()

    assert (("S", "SUCCESS"), ("F", "SANDBOX_USER_NOT_ENROLLED")) == (
        (result(before)["resultStatus"], result(before)["resultCode"]),
        (result(after)["resultStatus"], result(after)["resultCode"]),
    )


def test_configured_not_enrolled(sandbox: Sandbox, environment: Environment) -> None:
    """How "not enrolled" looks is a setting; Chinese is escaped on the wire, and the answer is signed."""
    sandbox.zoloz.settings.not_enrolled = NotEnrolled("S", "NOT_THERE", "未注册")
    answer = zoloz_request(environment, "stranger").signed().send()

    assert (
        b'{"result":{"resultStatus":"S","resultCode":"NOT_THERE","resultMessage":"\\u672a\\u6ce8\\u518c"}}',
        True,
    ) == (answer.body, zoloz_answer_is_signed(environment, answer))


def test_refusals_are_signed(environment: Environment) -> None:
    """A refusal is signed for the client id as received, even one that no merchant has."""
    answer = zoloz_request(environment).signed(IN_ORDER[3]).send()

    assert zoloz_answer_is_signed(environment, answer, client_id="2188000000009999")


def test_unknown_path_is_signed(environment: Environment) -> None:
    """The refusal of an unknown path is signed over that path."""
    request = zoloz_request(environment).signed(IN_ORDER[0])

    assert zoloz_answer_is_signed(environment, request.send(), path=request.path)


@pytest.mark.parametrize("change", [{"Client-Id": ""}, {"Auth-Type": "AKSK", "Access-Key": "unknown"}])
def test_unsigned_refusals(environment: Environment, change: dict[str, str]) -> None:
    """Without a client id, or with an access key that has no secret, there is nothing to sign with."""
    request = zoloz_request(environment).signed()
    request.headers |= change

    assert ["Content-Type"] == request.send().names


def test_refusals_unsigned_by_setting(sandbox: Sandbox, environment: Environment) -> None:
    """Refusals come without a signature if so set; a success keeps its own."""
    sandbox.zoloz.settings.sign_refusals = False
    refused = zoloz_request(environment).signed(IN_ORDER[5]).send()
    genuine = zoloz_request(environment).signed().send()

    assert (["Content-Type"], True) == (refused.names, zoloz_answer_is_signed(environment, genuine))


def test_firewall(sandbox: Sandbox, environment: Environment) -> None:
    """A request without User-Agent gets the firewall's page if so set; with one it is accepted."""
    sandbox.zoloz.settings.require_user_agent = True
    genuine = zoloz_request(environment).signed().send()
    request = zoloz_request(environment).signed()
    del request.headers["User-Agent"]
    blocked = request.send()

    assert (SUCCESS, 403, "text/html", ["Content-Type"]) == (
        genuine.body,
        blocked.status,
        blocked.header("Content-Type"),
        blocked.names,
    )


def test_expected_string_to_sign(sandbox: Sandbox, environment: Environment) -> None:
    """The log shows the bytes that should have been signed, also for a request whose signature does not match."""
    zoloz_request(environment).signed(IN_ORDER[5]).send()
    record = sandbox.requests[-1]

    assert (
        b"POST /api/v1/zoloz/connect/queryEnrollStatus\n2188000000000001.2023-11-14T22:13:20+0000. "
        b'{"bizId": "2017839040588699", "userId": "user-1"}',
        "SIGNATURE_INVALID",
    ) == (record.expected_string_to_sign, record.verdict)
