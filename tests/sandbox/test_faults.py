"""Every fault does what its name says, once, and the answer before and after it is genuine."""

import json
import re
import time
from collections.abc import Callable, Mapping
from typing import Any, Literal

import pytest
from attrs import frozen

from realname.sandbox import Received, Sandbox
from tests.sandbox.callers import (
    NOW_MS,
    Request,
    alipay_answer_is_signed,
    alipay_request,
    esign_request,
    genuine_request,
    zoloz_answer_is_signed,
    zoloz_request,
)
from tests.sandbox.raw import Answer
from tests.sandbox.test_mode_faults import IN_OTHER_MODES

Environment = Mapping[str, str]
Signature = Literal["genuine", "wrong", "half", "absent"]
Transform = Callable[[bytes], bytes]


@frozen
class Case:
    """A fault, and what is seen of the answer: status, signature, and the body made from the genuine one."""

    name: str
    status: int | None
    """None: the connection ends without an answer."""
    signature: Signature | None = None
    body: Transform = lambda genuine: genuine
    options: Mapping[str, Any] = {}


def exactly(text: str, charset: str = "utf-8") -> Transform:
    """This text, whatever the genuine body is."""
    return lambda _: text.encode(charset)


def replaced(old: str, new: str) -> Transform:
    """The genuine body with one piece of text replaced."""
    return lambda genuine: genuine.replace(old.encode(), new.encode(), 1)


def edited(edit: Callable[[Any], object], *, ascii_only: bool = False) -> Transform:
    """The genuine JSON, changed, on one line."""

    def transform(genuine: bytes) -> bytes:
        document = json.loads(genuine)
        edit(document)
        return json.dumps(document, ensure_ascii=ascii_only, separators=(",", ":")).encode()

    return transform


def with_extras(document: object) -> None:
    """Add a field to every object, innermost first."""
    for item in document.values() if isinstance(document, dict) else document if isinstance(document, list) else []:
        with_extras(item)
    if isinstance(document, dict):
        document["sandboxExtra"] = {"nested": ["no document mentions this"]}


def common(*, signed: bool) -> list[Case]:
    """The faults of every gateway whose body does not depend on it."""
    genuine: Signature = "genuine" if signed else "absent"
    wrong: Signature = "wrong" if signed else "absent"
    return [
        Case("bad_content_encoding", 200, genuine),
        Case("cut_body", 200, wrong, lambda body: body[: len(body) // 2]),
        Case("delay", 200, genuine, options={"seconds": 0.001}),
        Case("delay", 200, genuine, options={"seconds": 0}),
        Case("dropped_connection", None),
        Case("empty_200", 200, genuine, exactly("")),
        Case("empty_object", 200, genuine, exactly("{}")),
        Case("extra_fields", 200, genuine, edited(with_extras)),
        Case("json_array", 200, genuine, lambda body: b"[" + body + b"]"),
        Case("lost_answer", None),
        Case("malformed_json", 200, genuine, lambda body: body[:-1]),
        Case("not_json_200", 200, genuine, exactly("<html><body>OK</body></html>")),
        Case("status_202", 202, genuine),
        Case("status_204", 204, genuine, exactly("")),
        Case("status_302", 302, genuine),
    ]


SIGNING = [
    Case("duplicate_signature", 200, "genuine"),
    Case("empty_signature", 200, "half"),
    Case("garbage_signature", 200, "wrong"),
    Case("plain_answer", 200, "genuine"),
    Case("undecryptable_body", 200, "genuine"),
    Case("only_signature", 200, "half"),
    Case("only_timestamp", 200, "half"),
    Case("undecodable_signature", 200, "wrong"),
    Case("unsigned_204", 204, "absent", exactly("")),
    Case("unsigned_answer", 200, "absent"),
    Case("wrong_key", 200, "wrong"),
]


def zoloz_result(code: str, status: str = "F") -> Transform:
    """A forced result."""
    message = "forced by a fault"
    return exactly(f'{{"result":{{"resultStatus":"{status}","resultCode":"{code}","resultMessage":"{message}"}}}}')


ZOLOZ = [
    *common(signed=True),
    *SIGNING,
    Case("duplicate_key", 200, "genuine", replaced("{", '{"result":null,')),
    Case("corrupt_symmetric_key", 200, "genuine"),
    Case("encrypted_with_request_key", 200, "genuine"),
    Case("wrong_encrypt_algorithm", 200, "genuine"),
    Case("firewall_page", 403, "absent", exactly("<html><body><h1>403 Forbidden</h1></body></html>")),
    Case("html_502", 502, "absent", exactly("<html><body><h1>502 Bad Gateway 网关错误</h1></body></html>")),
    Case("http_status", 503, "genuine"),
    Case("http_status", 200, "genuine", options={"status": 200}),
    Case("http_status", 400, "genuine", options={"status": 400}),
    Case("key_version", 200, "genuine"),
    Case("list_order", 200, "genuine"),
    Case("list_without_spaces", 200, "genuine"),
    Case("lower_case_header_names", 200, "absent"),
    Case("lower_case_hex", 200, "genuine"),
    Case("missing_algorithm", 200, "genuine"),
    Case("missing_field", 200, "genuine", exactly("{}")),
    Case(
        "missing_field",
        200,
        "genuine",
        replaced('"resultCode":"SUCCESS",', ""),
        {"field": "result.resultCode"},
    ),
    Case("multi_line_json", 200, "genuine", lambda body: json.dumps(json.loads(body), indent=2).encode() + b"\n"),
    Case("old_response_time", 200, "genuine"),
    Case("other_algorithm", 200, "genuine"),
    Case("raw_base64_signature", 200, "genuine"),
    Case("result_code", 200, "genuine", zoloz_result("SYSTEM_ERROR", "U")),
    Case("result_code", 200, "genuine", zoloz_result("ACCESS_DENIED"), {"code": "ACCESS_DENIED"}),
    Case("signed_for_other_client", 200, "wrong"),
    Case("signed_for_other_path", 200, "wrong"),
    Case("status_429", 429, "genuine", zoloz_result("REQUEST_TRAFFIC_EXCEED_LIMIT")),
    Case("status_500", 500, "genuine", zoloz_result("SYSTEM_ERROR", "U")),
    Case("tampered_body", 200, "wrong", replaced('"S"', '"F"')),
    Case("tampered_body", 200, "wrong", replaced("Success", "Tampered"), {"old": "Success", "new": "Tampered"}),
    Case("tampered_body", 200, "wrong", lambda body: body + b" ", {"old": "nowhere"}),
    Case("unknown_enum_value", 200, "genuine", replaced('"S"', '"SANDBOX_UNDOCUMENTED"')),
    Case("unsigned_error", 200, "absent", zoloz_result("SYSTEM_ERROR", "U")),
    Case("wrong_type", 200, "genuine", replaced('"S"', "17")),
    Case("wrong_type", 200, "genuine", exactly('{"result":[]}'), {"field": "result", "value": []}),
]


def alipay_error(code: str) -> Transform:
    """A forced code."""
    return exactly(f'{{"code":"{code}","message":"forced by a fault"}}')


ALIPAY = [
    *common(signed=True),
    *SIGNING,
    Case("business_code", 400, "genuine", alipay_error("SYSTEM_ERROR")),
    Case("business_code", 403, "genuine", alipay_error("RISK_INTERCEPT"), {"code": "RISK_INTERCEPT", "status": 403}),
    Case("duplicate_key", 200, "genuine", replaced("{", '{"identity_result":null,')),
    Case("gateway_code", 400, "absent", alipay_error("insufficient-isv-permissions")),
    Case("html_502", 502, "absent", exactly("<html><body><h1>502 Bad Gateway 网关错误</h1></body></html>", "gbk")),
    Case("missing_alipay_sn", 200, "genuine"),
    Case("missing_field", 200, "genuine", replaced('"identity_result":"SUCCESS",', "")),
    Case("missing_nonce", 200, "half"),
    Case("missing_timestamp", 200, "half"),
    Case("null_signature", 200, "wrong"),
    Case("old_timestamp", 200, "genuine"),
    Case("status_429", 429, "absent", alipay_error("app-call-limited")),
    Case("status_500", 500, "absent", alipay_error("unknow-error")),
    Case("tampered_body", 200, "wrong", replaced('"SUCCESS"', '"FAILED"')),
    Case("unknown_alipay_sn", 200, "genuine"),
    Case("unknown_enum_value", 200, "genuine", replaced('"SUCCESS"', '"T"'), {"value": "T"}),
    Case("unsigned_error", 400, "absent", alipay_error("SYSTEM_ERROR")),
    Case("wrong_type", 200, "genuine", replaced('"SUCCESS"', "17")),
]


def esign_envelope(code: int) -> Transform:
    """A forced failure."""
    return exactly(f'{{"code":{code},"message":"系统异常","data":null}}')


def esign_rejection(message: str, code: int = 401) -> Transform:
    """A forced rejection."""
    return exactly(f'{{"success":false,"code":{code},"message":"{message}"}}')


ESIGN = [
    *common(signed=False),
    Case("business_code", 200, "absent", esign_envelope(30500000)),
    Case("business_code", 503, "absent", esign_envelope(30503107), {"code": 30503107, "status": 503}),
    Case("duplicate_key", 200, "absent", replaced("{", '{"code":null,')),
    Case("gateway_message", 401, "absent", esign_rejection("TOKEN错误")),
    Case("gateway_message", 401, "absent", esign_rejection("缺少参数"), {"message": "缺少参数"}),
    Case("html_502", 502, "absent", exactly("<html><body><h1>502 Bad Gateway 网关错误</h1></body></html>")),
    Case("ip_not_in_whitelist", 403, "absent", esign_rejection("IP白名单不匹配", 403)),
    Case("missing_data", 200, "absent", exactly('{"code":0,"message":"成功"}')),
    Case("missing_field", 200, "absent", replaced('"flowStatus":"ING",', "")),
    Case("missing_field", 200, "absent", options={"field": "data.subFlows.2.status"}),
    Case("missing_field", 200, "absent", options={"field": "message.text"}),
    Case("missing_trace_id", 200, "absent"),
    Case("null_data", 200, "absent", exactly('{"code":0,"message":"成功","data":null}')),
    Case("other_flow", 200, "absent", replaced("803719636976683872", "999999999999999999")),
    Case("status_429", 429, "absent", exactly("")),
    Case("status_500", 500, "absent", esign_envelope(30500000)),
    Case(
        "unknown_enum_value",
        200,
        "absent",
        edited(lambda document: document["data"]["subFlows"][1].update(status="NEW")),
        {"field": "data.subFlows.1.status", "value": "NEW"},
    ),
    Case("unknown_enum_value", 200, "absent", replaced('"ING"', '"SANDBOX_UNDOCUMENTED"')),
    Case("wrong_type", 200, "absent", replaced('"ING"', "17")),
    Case("wrong_type", 200, "absent", options={"field": "message.text"}),
]

CASES = [
    pytest.param(provider, case, id=f"{provider}-{case.name}")
    for provider, cases in (("zoloz", ZOLOZ), ("alipay", ALIPAY), ("esign", ESIGN))
    for case in cases
]


def ask(sandbox: Sandbox, environment: Environment, provider: str) -> Answer | None:
    """Make a genuine request that succeeds."""
    return genuine_request(sandbox, environment, provider).signed().try_to_send()


def signature_of(environment: Environment, provider: str, answer: Answer) -> Signature:
    """What is to be thought of an answer's signature."""
    if provider == "esign":
        return "absent"
    names = ("Signature", "Response-Time")
    if provider == "alipay":
        names = ("alipay-signature", "alipay-timestamp")
    signature, timestamp = (answer.header(name) for name in names)
    nonce = answer.header("alipay-nonce") if provider == "alipay" else timestamp
    if not signature and not timestamp:
        return "absent"
    if not (signature and timestamp and nonce):
        return "half"
    check = zoloz_answer_is_signed if provider == "zoloz" else alipay_answer_is_signed
    return "genuine" if check(environment, answer) else "wrong"


@pytest.mark.parametrize(("provider", "case"), CASES)
def test_fault(sandbox: Sandbox, environment: Environment, provider: str, case: Case) -> None:
    """The fault spoils exactly one answer, in its way; the ones before and after it are genuine."""
    before = ask(sandbox, environment, provider)
    sandbox.fail_next(provider, case.name, **case.options)
    spoilt = ask(sandbox, environment, provider)
    after = ask(sandbox, environment, provider)
    assert before is not None
    assert after is not None
    genuine = ask(sandbox, environment, provider)
    assert genuine is not None

    assert (
        (200, signature_of(environment, provider, genuine), genuine.body),
        (case.status, case.signature, None if case.status is None else case.body(before.body)),
    ) == (
        (after.status, signature_of(environment, provider, after), after.body),
        (
            spoilt and spoilt.status,
            spoilt and signature_of(environment, provider, spoilt),
            spoilt and spoilt.body,
        ),
    )


@pytest.mark.parametrize(("provider", "case"), CASES)
def test_fault_on_a_failure(sandbox: Sandbox, environment: Environment, provider: str, case: Case) -> None:
    """A fault that meets a request which the operation refuses spoils that answer as far as it can."""
    requests: dict[str, Callable[[], Request]] = {
        "zoloz": lambda: zoloz_request(environment, "stranger"),
        "alipay": lambda: alipay_request(environment, {"conn_key": "", "once_token": "", "cert_no": ""}, NOW_MS),
        "esign": lambda: esign_request(environment, NOW_MS, flow_id="1"),
    }
    answers: dict[str, Callable[[Received], object]] = {
        "zoloz": sandbox.zoloz.answer,
        "alipay": sandbox.alipay.answer,
        "esign": sandbox.esign.answer,
    }
    sandbox.fail_next(provider, case.name, **case.options)
    answers[provider](requests[provider]().signed().received())

    assert [case.name] == [record.fault for record in sandbox.requests]


@pytest.mark.parametrize(("provider", "cases"), [("zoloz", ZOLOZ), ("alipay", ALIPAY), ("esign", ESIGN)])
def test_every_fault_is_tested(sandbox: Sandbox, provider: str, cases: list[Case]) -> None:
    """The tables here and beside hold every fault of the gateway, and each has a description."""
    tested = {case.name for case in cases} | IN_OTHER_MODES[provider]

    assert tested == {name for name, text in sandbox.faults(provider).items() if text}


SIGNATURE_FORMS = [
    ("key_version", r"algorithm=RSA256, keyVersion=v1, signature=[A-Za-z0-9%]+"),
    ("list_order", r"signature=[A-Za-z0-9%]+, algorithm=RSA256"),
    ("list_without_spaces", r"algorithm=RSA256,signature=[A-Za-z0-9%]+"),
    ("missing_algorithm", r"signature=[A-Za-z0-9%]+"),
    ("other_algorithm", r"algorithm=RSA512, signature=[A-Za-z0-9%]+"),
    ("raw_base64_signature", r"algorithm=RSA256, signature=[A-Za-z0-9+/]+=="),
    ("lower_case_hex", r"algorithm=RSA256, signature=(?:[A-Za-z0-9]|%2b|%2f|%3d)+"),
]


@pytest.mark.parametrize(("fault", "form"), SIGNATURE_FORMS)
def test_signature_form(sandbox: Sandbox, environment: Environment, fault: str, form: str) -> None:
    """ZOLOZ's signature header can be written in other ways, over the same bytes."""
    sandbox.fail_next("zoloz", fault)
    answer = ask(sandbox, environment, "zoloz")

    assert answer is not None
    assert re.fullmatch(form, answer.header("Signature") or "")


def test_lower_case_header_names(sandbox: Sandbox, environment: Environment) -> None:
    """All of ZOLOZ's header names can come in lower case."""
    sandbox.fail_next("zoloz", "lower_case_header_names")
    answer = ask(sandbox, environment, "zoloz")

    assert answer is not None
    assert ["response-time", "signature", "content-type"] == answer.names


@pytest.mark.parametrize(
    ("provider", "fault", "header", "value"),
    [
        ("zoloz", "old_response_time", "Response-Time", "2023-11-13T22:13:20+0000"),
        ("alipay", "old_timestamp", "alipay-timestamp", str(NOW_MS - 86_400_000)),
        ("alipay", "unknown_alipay_sn", "alipay-sn", "0" * 32),
        ("alipay", "null_signature", "alipay-signature", "null"),
        ("alipay", "empty_signature", "alipay-signature", ""),
        ("alipay", "only_timestamp", "alipay-signature", None),
        ("alipay", "missing_nonce", "alipay-nonce", None),
        ("alipay", "missing_timestamp", "alipay-timestamp", None),
        ("alipay", "html_502", "Content-Type", "text/html; charset=GBK"),
        ("esign", "missing_trace_id", "X-Tsign-Trace-Id", None),
        ("esign", "gateway_message", "Content-Type", None),
        ("esign", "bad_content_encoding", "Content-Encoding", "gzip"),
        ("esign", "status_302", "Location", "/elsewhere"),
    ],
)
def test_headers_of_faults(
    sandbox: Sandbox, environment: Environment, provider: str, fault: str, header: str, value: str | None
) -> None:
    """Faults of headers show in those headers."""
    sandbox.fail_next(provider, fault)
    answer = ask(sandbox, environment, provider)

    assert answer is not None
    assert value == answer.header(header)


@pytest.mark.parametrize("provider", ["zoloz", "alipay"])
def test_duplicate_signature(sandbox: Sandbox, environment: Environment, provider: str) -> None:
    """The signature header comes twice, the second one garbage."""
    sandbox.fail_next(provider, "duplicate_signature")
    answer = ask(sandbox, environment, provider)

    assert answer is not None
    assert 2 == sum(name in {"Signature", "alipay-signature"} for name in answer.names)


@pytest.mark.parametrize("provider", ["zoloz", "alipay", "esign"])
@pytest.mark.parametrize(("options", "value"), [({}, None), ({"retry_after": 3}, "3")])
def test_retry_after(
    sandbox: Sandbox, environment: Environment, provider: str, options: dict[str, int], value: str | None
) -> None:
    """A 429 can say when to come back."""
    sandbox.fail_next(provider, "status_429", **options)
    answer = ask(sandbox, environment, provider)

    assert answer is not None
    assert value == answer.header("Retry-After")


def test_cut_body_announces_the_whole(sandbox: Sandbox, environment: Environment) -> None:
    """A cut body is shorter than the length that was announced."""
    sandbox.fail_next("esign", "cut_body")
    answer = ask(sandbox, environment, "esign")

    assert answer is not None
    assert int(answer.header("Content-Length") or 0) // 2 == len(answer.body)


def test_delay(sandbox: Sandbox, environment: Environment) -> None:
    """A late answer is really late."""
    sandbox.fail_next("esign", "delay", seconds=0.1)
    started = time.monotonic()
    ask(sandbox, environment, "esign")

    assert time.monotonic() - started >= 0.1


def test_times(sandbox: Sandbox, environment: Environment) -> None:
    """A fault lasts as many answers as it was armed for, the next one begins after it."""
    sandbox.fail_next("esign", "status_202", times=2)
    sandbox.fail_next("esign", "status_500")
    answers = [ask(sandbox, environment, "esign") for _ in range(4)]

    assert [202, 202, 500, 200] == [answer and answer.status for answer in answers]


def test_until_reset(sandbox: Sandbox, environment: Environment) -> None:
    """A fault without a number of times lasts until the reset."""
    sandbox.fail_next("esign", "status_202", times=None)
    spoilt = [ask(sandbox, environment, "esign") for _ in range(3)]
    sandbox.reset()
    answer = ask(sandbox, environment, "esign")

    assert [202, 202, 202, 200] == [answer and answer.status for answer in (*spoilt, answer)]


@pytest.mark.parametrize("provider", ["zoloz", "alipay", "esign"])
def test_fault_waits_for_a_signed_request(sandbox: Sandbox, environment: Environment, provider: str) -> None:
    """A wrongly signed request is refused as such; the fault is still there for the next right one."""
    sandbox.fail_next(provider, "html_502")
    forged = genuine_request(sandbox, environment, provider).signed()
    forged.headers |= {"Content-Type": "text/plain", "Client-Id": "1", "Authorization": "none", "Accept": "none"}
    refused = forged.send()
    spoilt = ask(sandbox, environment, provider)

    assert spoilt is not None
    assert (True, 502) == (refused.status != 502, spoilt.status)


def test_faults_of_one_provider(sandbox: Sandbox, environment: Environment) -> None:
    """A fault of one gateway leaves the others alone."""
    sandbox.fail_next("zoloz", "status_500")
    answer = ask(sandbox, environment, "esign")

    assert answer is not None
    assert 200 == answer.status


@pytest.mark.parametrize(
    ("arguments", "options", "message"),
    [
        (("esign", "unsigned_answer"), {}, "esign has no fault 'unsigned_answer'; it has: bad_content_encoding, "),
        (("esign", "wrong_key"), {}, "esign has no fault"),
        (("wechat", "delay"), {}, "no provider 'wechat'; there are: zoloz, alipay, esign"),
        (("zoloz", "delay"), {"minutes": 1}, "has no option 'minutes'; it has ['seconds']"),
        (("zoloz", "wrong_key"), {"key": "x"}, "has no option 'key'; it has none"),
        (("zoloz", "delay"), {"seconds": "soon"}, "is to be float"),
        (("zoloz", "delay"), {"seconds": True}, "is to be float"),
        (("zoloz", "http_status"), {"status": 799}, "799"),
        (("zoloz", "http_status"), {"status": 100}, "100"),
        (("zoloz", "missing_field"), {"field": 5}, "is to be str | None"),
        (("zoloz", "delay", 0), {}, "times"),
    ],
)
def test_unusable_faults(
    sandbox: Sandbox, arguments: tuple[str, str], options: dict[str, object], message: str
) -> None:
    """What cannot be injected is refused at once, with what there is instead."""
    arm: Callable[..., None] = sandbox.fail_next

    with pytest.raises(ValueError, match=re.escape(message)):
        arm(*arguments, **options)


def test_status_without_body(sandbox: Sandbox, environment: Environment) -> None:
    """A status that has no body is written without one, whatever the fault says."""
    sandbox.fail_next("zoloz", "result_code", status=204)
    answer = ask(sandbox, environment, "zoloz")

    assert answer is not None
    assert (204, b"", None) == (answer.status, answer.body, answer.header("Content-Length"))
