"""Every fault does what its name says, once, and the answer before and after it is genuine."""

import gzip
import json
import math
import re
import socket
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import pytest
from attrs import evolve, field, frozen

from realname.sandbox import Sandbox
from realname.testing.gateway.faults import MOST_ARMED
from tests import facts
from tests.callers import (
    ALIPAY,
    ESIGN,
    FLOW_ID,
    NOW_MS,
    ZOLOZ,
    AlipayRequest,
    Environment,
    ZolozRequest,
    esign_request,
    genuine_request,
    refused_request,
    signature_of,
    token_request,
)
from tests.raw import Answer

Transform = Callable[[bytes], bytes]
UNFIT = "unfit fault"


def exactly(text: str, charset: str = "utf-8") -> Transform:
    """This text, whatever the genuine body is."""
    return lambda _: text.encode(charset)


def replaced(old: str, new: str) -> Transform:
    """The genuine body with one piece of text replaced."""
    return lambda genuine: genuine.replace(old.encode(), new.encode(), 1)


def with_field(path: str, *value: object) -> Transform:
    """The genuine document with a field of another value, or without it."""
    return lambda genuine: written(facts.changed(json.loads(genuine), path, *value))


def written(document: object) -> bytes:
    """A document on one line."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def with_extras(document: object) -> object:
    """A document with a field more in every object."""
    if isinstance(document, list):
        return [with_extras(item) for item in document]
    if not isinstance(document, dict):
        return document
    inner = {name: with_extras(item) for name, item in document.items()}
    return inner | {"sandboxExtra": {"nested": ["no document mentions this"]}}


def on_lines(genuine: bytes) -> bytes:
    """The genuine document over several lines."""
    return json.dumps(json.loads(genuine), indent=2).encode() + b"\n"


def described(operation: facts.Operation, fits: Callable[[Mapping[str, Any]], bool]) -> str:
    """The first field of a success, as the contract describes it, whose schema fits."""

    def search(schema: Mapping[str, Any], document: object, path: str) -> str | None:
        resolved = facts.resolved(operation.provider, schema)
        if not isinstance(document, dict):
            return path if fits(resolved) else None
        names = [name for name in resolved.get("properties", {}) if name in document]
        found = (search(resolved["properties"][name], document[name], f"{path}.{name}") for name in names)
        return next((path for path in found if path), None)

    path = search(operation.schemas("200")[0], operation.success, "")
    assert path is not None
    return path.removeprefix(".")


def listed(schema: Mapping[str, Any]) -> list[str]:
    """The values that a schema lists."""
    found: list[str] = schema.get("enum") or schema.get("x-extensible-enum") or []
    return found


ENUMS = {item.provider: described(item, lambda schema: bool(listed(schema))) for item in (ZOLOZ, ALIPAY, ESIGN)}
"""The first enumerated field of each success."""


def _first(operation: facts.Operation) -> str:
    """The first member of a success."""
    return next(iter(operation.success))


@frozen
class Case:
    """A fault, and what is seen of the answer: status, signature, and the body made from the genuine one."""

    name: str
    status: int | None = 200
    """None: the connection ends without an answer."""
    signature: str = "genuine"
    body: Transform = field(default=lambda genuine: genuine, kw_only=True)
    options: Mapping[str, Any] = field(factory=dict, kw_only=True)


BAD_GATEWAY = "<html><body><h1>502 Bad Gateway 网关错误</h1></body></html>"
COMMON = [
    Case("bad_content_encoding"),
    Case("compressed_answer", 200, "wrong", body=lambda body: gzip.compress(body, mtime=0)),
    Case("cut_body", 200, "wrong", body=lambda body: body[: len(body) // 2]),
    Case("delay", options={"seconds": 0.001}),
    Case("dripping_head", options={"seconds": 0.0}),
    Case("dropped_connection", None),
    Case("empty_200", body=exactly("")),
    Case("empty_object", body=exactly("{}")),
    Case("extra_fields", body=lambda genuine: written(with_extras(json.loads(genuine)))),
    Case("http_status", 503),
    Case("http_status", 400, options={"status": 400}),
    Case("http_status", 500, UNFIT, options={"status": 200}),
    Case("json_array", body=lambda body: b"[" + body + b"]"),
    Case("lost_answer", None),
    Case("malformed_json", body=lambda body: body[:-1]),
    Case("not_json_200", body=exactly("<html><body>OK</body></html>")),
    Case("status_202", 202),
    Case("status_204", 204, body=exactly("")),
    Case("status_302", 302),
]
SIGNING = [
    Case("duplicate_signature"),
    Case("empty_signature", 200, "half"),
    Case("garbage_signature", 200, "wrong"),
    Case("only_signature", 200, "half"),
    Case("only_timestamp", 200, "half"),
    Case("undecodable_signature", 200, "wrong"),
    Case("unsigned_204", 204, "absent", body=exactly("")),
    Case("unsigned_answer", 200, "absent"),
    Case("wrong_key", 200, "wrong"),
    Case("tampered_body", 200, "wrong", body=lambda body: body + b" ", options={"old": "nowhere"}),
]


def about(operation: facts.Operation) -> list[Case]:
    """The faults whose field comes from the contract."""
    enum = ENUMS[operation.provider]
    nowhere = f"{enum}.nowhere.at.all"
    return [
        Case("duplicate_key", body=replaced("{", f'{{"{_first(operation)}":null,')),
        Case("missing_field", body=with_field(enum), options={"field": enum}),
        Case("unknown_enum_value", body=with_field(enum, "SANDBOX_UNDOCUMENTED")),
        Case("unknown_enum_value", body=with_field(enum, "NEW"), options={"field": enum, "value": "NEW"}),
        Case("wrong_type", body=with_field(enum, 17)),
        Case("wrong_type", body=with_field(enum, []), options={"field": enum, "value": []}),
        Case("wrong_type", 500, UNFIT, options={"field": nowhere}),
        Case("missing_field", 500, UNFIT, options={"field": nowhere}),
    ]


def zoloz_result(code: str, status: str = "F") -> Transform:
    """A forced result."""
    result = {"resultStatus": status, "resultCode": code, "resultMessage": "forced by a fault"}
    return exactly(json.dumps({"result": result}, separators=(",", ":")))


def alipay_error(code: str) -> Transform:
    """A forced code."""
    return exactly(f'{{"code":"{code}","message":"forced by a fault"}}')


def esign_envelope(code: int, message: str = "系统异常") -> Transform:
    """A forced failure."""
    return exactly(f'{{"code":{code},"message":"{message}","data":null}}')


def esign_rejection(message: str, code: int = 401) -> Transform:
    """A forced rejection."""
    return exactly(f'{{"success":false,"code":{code},"message":"{message}"}}')


CASES: dict[str, list[Case]] = {
    "zoloz": [
        *COMMON,
        *SIGNING,
        *about(ZOLOZ),
        Case("missing_field", body=with_field("result.resultStatus")),
        Case("plain_answer", 500, UNFIT),
        Case("undecryptable_body", 500, UNFIT),
        Case("corrupt_symmetric_key", 500, UNFIT),
        Case("encrypted_with_request_key", 500, UNFIT),
        Case("wrong_encrypt_algorithm", 500, UNFIT),
        Case("firewall_page", 403, "absent", body=exactly("<html><body><h1>403 Forbidden</h1></body></html>")),
        Case("html_502", 502, "absent", body=exactly(BAD_GATEWAY)),
        Case("key_version"),
        Case("list_order"),
        Case("list_without_spaces"),
        Case("lower_case_hex"),
        Case("missing_algorithm"),
        Case("multi_line_json", body=on_lines),
        Case("old_response_time"),
        Case("other_algorithm"),
        Case("raw_base64_signature"),
        Case("result_code", body=zoloz_result("SYSTEM_ERROR", "U")),
        Case("result_code", body=zoloz_result("ACCESS_DENIED"), options={"code": "ACCESS_DENIED"}),
        Case("signed_for_other_client", 200, "wrong"),
        Case("signed_for_other_path", 200, "wrong"),
        Case("status_429", 429, body=zoloz_result("REQUEST_TRAFFIC_EXCEED_LIMIT")),
        Case("status_500", 500, body=zoloz_result("SYSTEM_ERROR", "U")),
        Case("tampered_body", 200, "wrong", body=replaced('"S"', '"F"')),
        Case(
            "tampered_body", 200, "wrong", body=replaced("Success", "Other"), options={"old": "Success", "new": "Other"}
        ),
        Case("unsigned_error", 200, "absent", body=zoloz_result("SYSTEM_ERROR", "U")),
    ],
    "alipay": [
        *COMMON,
        *SIGNING,
        *about(ALIPAY),
        Case("business_code", 400, body=alipay_error("SYSTEM_ERROR")),
        Case("business_code", 403, body=alipay_error("RISK"), options={"code": "RISK", "status": 403}),
        Case("gateway_code", 400, "absent", body=alipay_error("insufficient-isv-permissions")),
        Case("html_502", 502, "absent", body=exactly(BAD_GATEWAY, "gbk")),
        Case("missing_alipay_sn", 500, UNFIT),
        Case("unknown_alipay_sn", 500, UNFIT),
        Case("plain_answer", 500, UNFIT),
        Case("undecryptable_body", 500, UNFIT),
        Case("missing_nonce", 200, "half"),
        Case("missing_timestamp", 200, "half"),
        Case("null_signature", 200, "wrong"),
        Case("old_timestamp"),
        Case("status_429", 429, "absent", body=alipay_error("app-call-limited")),
        Case("status_500", 500, "absent", body=alipay_error("unknow-error")),
        Case("tampered_body", 200, "wrong", body=replaced('"SUCCESS"', '"FAILED"')),
        Case("unsigned_error", 400, "absent", body=alipay_error("SYSTEM_ERROR")),
    ],
    "esign": [
        *(evolve(case, signature=case.signature if case.signature == UNFIT else "absent") for case in COMMON),
        *(evolve(case, signature=case.signature if case.signature == UNFIT else "absent") for case in about(ESIGN)),
        Case("business_code", 200, "absent", body=esign_envelope(30500000)),
        Case("business_code", 503, "absent", body=esign_envelope(30503107), options={"code": 30503107, "status": 503}),
        Case("gateway_message", 401, "absent", body=esign_rejection("TOKEN错误")),
        Case("gateway_message", 401, "absent", body=esign_rejection("缺少参数"), options={"message": "缺少参数"}),
        Case("html_502", 502, "absent", body=exactly(BAD_GATEWAY)),
        Case("ip_not_in_whitelist", 403, "absent", body=esign_rejection("IP白名单不匹配", 403)),
        Case("missing_data", 200, "absent", body=with_field("data")),
        Case("missing_trace_id", 200, "absent"),
        Case("null_data", 200, "absent", body=with_field("data", None)),
        Case("other_flow", 200, "absent", body=replaced(FLOW_ID, "999999999999999999")),
        Case("status_429", 429, "absent", body=exactly("")),
        Case("status_500", 500, "absent", body=esign_envelope(30500000)),
    ],
}
WITHOUT_END = {"followed_answer", "endless_1xx"}
ELSEWHERE = {
    "zoloz": {*WITHOUT_END, "encrypted_answer"},
    "alipay": {*WITHOUT_END, "encrypted_answer"},
    "esign": {
        *WITHOUT_END,
        "expired_token",
        "rejected_token",
        "token_lost",
        "token_missing",
        "token_refused",
        "token_status_500",
    },
}
"""The faults that only show where bodies are encrypted or tokens fetched (see the tests of the providers), or where a
client goes on listening (see `test_answers_without_an_end`)."""
PARAMETERS = [
    pytest.param(provider, case, id=f"{provider}-{case.name}{case.options or ''}")
    for provider, cases in CASES.items()
    for case in cases
]


def ask(sandbox: Sandbox, environment: Environment, provider: str) -> Answer | None:
    """Make a genuine request that succeeds."""
    return genuine_request(sandbox, environment, provider).signed().try_to_send()


def succeed(sandbox: Sandbox, environment: Environment, provider: str) -> Answer:
    """The answer to a genuine request."""
    answer = ask(sandbox, environment, provider)
    assert answer is not None
    return answer


@pytest.mark.parametrize(("provider", "case"), PARAMETERS)
def test_a_fault_spoils_one_answer(sandbox: Sandbox, environment: Environment, provider: str, case: Case) -> None:
    """In its way; the ones before and after it are genuine. One that would change nothing is an error that is seen."""
    before = succeed(sandbox, environment, provider)
    sandbox.fail_next(provider, case.name, **case.options)
    spoilt = ask(sandbox, environment, provider)
    after = succeed(sandbox, environment, provider)

    assert (200, signature_of(environment, before), before.body) == (
        after.status,
        signature_of(environment, after),
        after.body,
    )
    assert case.status == (spoilt and spoilt.status)
    if spoilt is not None and case.signature == UNFIT:
        assert f"the sandbox cannot inject {case.name} here: " in spoilt.body.decode()
        assert (UNFIT, 500, case.name) == (
            sandbox.requests[-2].verdict,
            sandbox.requests[-2].status,
            sandbox.requests[-2].fault,
        )
    elif spoilt is not None:
        assert (case.signature, case.body(before.body)) == (signature_of(environment, spoilt), spoilt.body)


@pytest.mark.parametrize(("provider", "case"), PARAMETERS)
def test_a_fault_meets_a_refusal(sandbox: Sandbox, environment: Environment, provider: str, case: Case) -> None:
    """It spoils that as far as it can, or says that it cannot; it is used up in any case."""
    sandbox.fail_next(provider, case.name, **case.options)
    sandbox.gateways[provider].answer(refused_request(environment, provider).signed().received())
    succeed(sandbox, environment, provider)

    assert [case.name, None] == [record.fault for record in sandbox.requests]


@pytest.mark.parametrize("provider", CASES)
def test_every_fault_is_tested_and_described(sandbox: Sandbox, provider: str) -> None:
    """A fault without a row would be one that nobody looks at."""
    tested = {case.name for case in CASES[provider]} | ELSEWHERE[provider]

    assert tested == {name for name, text in sandbox.faults(provider).items() if text}


# ---- what does not show in status, signature and body ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("provider", "fault", "header", "value"),
    [
        ("zoloz", "old_response_time", "Response-Time", "2023-11-13T22:13:20\\+0000"),
        ("zoloz", "key_version", "Signature", "algorithm=RSA256, keyVersion=v1, signature=[A-Za-z0-9%]+"),
        ("zoloz", "list_order", "Signature", "signature=[A-Za-z0-9%]+, algorithm=RSA256"),
        ("zoloz", "list_without_spaces", "Signature", "algorithm=RSA256,signature=[A-Za-z0-9%]+"),
        ("zoloz", "missing_algorithm", "Signature", "signature=[A-Za-z0-9%]+"),
        ("zoloz", "other_algorithm", "Signature", "algorithm=RSA512, signature=[A-Za-z0-9%]+"),
        ("zoloz", "raw_base64_signature", "Signature", "algorithm=RSA256, signature=[A-Za-z0-9+/]+=="),
        ("zoloz", "lower_case_hex", "Signature", "algorithm=RSA256, signature=(?:[A-Za-z0-9]|%2b|%2f|%3d)+"),
        ("alipay", "old_timestamp", "alipay-timestamp", str(NOW_MS - 86_400_000)),
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
    found = succeed(sandbox, environment, provider).header(header)

    assert found is None if value is None else re.fullmatch(value, found or "")


def test_doubled_headers(sandbox: Sandbox, environment: Environment) -> None:
    """The signature can come twice, the second one garbage."""
    for provider in ("zoloz", "alipay"):
        sandbox.fail_next(provider, "duplicate_signature")
        names = succeed(sandbox, environment, provider).names
        assert 2 == sum(name in {"Signature", "alipay-signature"} for name in names)


@pytest.mark.parametrize("provider", CASES)
@pytest.mark.parametrize(("options", "value"), [({}, None), ({"retry_after": 3}, "3")], ids=["silent", "asking"])
def test_retry_after(
    sandbox: Sandbox, environment: Environment, provider: str, options: dict[str, int], value: str | None
) -> None:
    """A 429 can say when to come back."""
    sandbox.fail_next(provider, "status_429", **options)

    assert value == succeed(sandbox, environment, provider).header("Retry-After")


def test_transmission(sandbox: Sandbox, environment: Environment) -> None:
    """A cut body is shorter than announced, a late answer is late, a status without a body is written without one."""
    sandbox.fail_next("esign", "cut_body")
    cut = succeed(sandbox, environment, "esign")
    sandbox.fail_next("esign", "delay", seconds=0.1)
    started = time.monotonic()
    succeed(sandbox, environment, "esign")
    late = time.monotonic() - started
    sandbox.fail_next("zoloz", "result_code", status=204)
    empty = succeed(sandbox, environment, "zoloz")

    assert int(cut.header("Content-Length") or 0) // 2 == len(cut.body)
    assert late >= 0.1
    assert (204, b"", None) == (empty.status, empty.body, empty.header("Content-Length"))


@pytest.mark.parametrize("provider", CASES)
@pytest.mark.parametrize(
    ("fault", "start", "bodies"),
    [("followed_answer", b"HTTP/1.1 200 OK\r\n", 2), ("endless_1xx", b"HTTP/1.1 103 Early Hints\r\n\r\n" * 3, 0)],
)
def test_answers_without_an_end(
    sandbox: Sandbox, environment: Environment, provider: str, fault: str, start: bytes, bodies: int
) -> None:
    """One answer comes twice in one packet, and another one never; the gateway serves on meanwhile."""
    genuine = succeed(sandbox, environment, provider)
    request = genuine_request(sandbox, environment, provider).signed()
    host = urlsplit(sandbox.gateways[provider].url)
    head = [f"{request.method} {request.target} HTTP/1.1", *(f"{n}: {v}" for n, v in request.headers.items())]
    head += ["Host: sandbox", f"Content-Length: {len(request.body)}", "", ""]
    sandbox.fail_next(provider, fault)
    with socket.create_connection((host.hostname or "", host.port or 0), timeout=10) as connection:
        connection.sendall("\r\n".join(head).encode() + request.body)
        received = connection.recv(65536)
        while len(received) < len(start):
            received += connection.recv(65536)

        assert received.startswith(start)
        assert bodies == received.count(genuine.body)
        assert genuine.body == succeed(sandbox, environment, provider).body


# ---- which answers it spoils -----------------------------------------------------------------------------------------


def test_faults_wait_in_line(sandbox: Sandbox, environment: Environment) -> None:
    """Each lasts as many answers as it was armed for, one without a number until the reset; others are left alone."""
    sandbox.fail_next("esign", "status_202", times=2)
    sandbox.fail_next("esign", "status_500", times=None)
    statuses = [succeed(sandbox, environment, "esign").status for _ in range(4)]
    statuses.append(succeed(sandbox, environment, "zoloz").status)
    sandbox.reset()
    statuses.append(succeed(sandbox, environment, "esign").status)

    assert [202, 202, 500, 500, 200, 200] == statuses


@pytest.mark.parametrize("provider", CASES)
def test_a_fault_waits_for_a_signed_request(sandbox: Sandbox, environment: Environment, provider: str) -> None:
    """A wrongly signed request is refused as such; the fault is still there for the next right one."""
    sandbox.fail_next(provider, "html_502")
    forged = genuine_request(sandbox, environment, provider).signed()
    forged.headers |= {"Content-Type": "text/plain", "Client-Id": "1", "Authorization": "none", "Accept": "none"}

    assert 502 != forged.send().status
    assert 502 == succeed(sandbox, environment, provider).status


def test_operations_and_token_endpoints_have_lines_of_their_own(sandbox: Sandbox, environment: Environment) -> None:
    """A fault of the operations waits for one of them, and a breach does not show at the token endpoints."""
    sandbox.fail_next("esign", "status_500")
    sandbox.fail_next("esign", "token_status_500")
    statuses = [esign_request(environment).signed().send().status for _ in range(2)]
    statuses += [token_request(environment).signed().send().status for _ in range(2)]
    sandbox.break_contract("esign", "undocumented_status")
    statuses += [token_request(environment).signed().send().status, succeed(sandbox, environment, "esign").status]

    assert [500, 200, 500, 200, 200, 202] == statuses


@pytest.mark.parametrize(
    ("arguments", "options", "message"),
    [
        (("esign", "unsigned_answer"), {}, "esign has no fault 'unsigned_answer'; it has: bad_content_encoding, "),
        (("wechat", "delay"), {}, "no provider 'wechat'; there are: zoloz, alipay, esign"),
        (("zoloz", "delay"), {"minutes": 1}, "has no option 'minutes'; it has ['seconds']"),
        (("zoloz", "wrong_key"), {"key": "x"}, "has no option 'key'; it has none"),
        (("zoloz", "delay"), {"seconds": "soon"}, "must be float"),
        (("zoloz", "delay"), {"seconds": True}, "must be float"),
        (("zoloz", "http_status"), {"status": 799}, "799"),
        (("zoloz", "http_status"), {"status": 100}, "100"),
        (("zoloz", "missing_field"), {"field": 5}, "must be str | None"),
        (("zoloz", "delay", 0), {}, "times"),
        (("zoloz", "delay"), {"seconds": math.inf}, "'seconds' of fault 'delay' must be a number up to 10000000000"),
        (("zoloz", "delay"), {"seconds": math.nan}, "must be a number up to"),
        (("zoloz", "old_response_time"), {"seconds": -(10**400)}, "must be a number up to"),
        (("zoloz", "signed_for_other_path"), {"path": "/\ud800"}, "must be text of whole characters"),
    ],
)
def test_unusable_faults(
    sandbox: Sandbox, arguments: tuple[str, str], options: dict[str, object], message: str
) -> None:
    """What cannot be injected is refused at once, with what there is instead."""
    arm: Callable[..., None] = sandbox.fail_next

    with pytest.raises(ValueError, match=re.escape(message)):
        arm(*arguments, **options)


@pytest.mark.parametrize("value", ["/\r\nSet-Cookie: a=b", "/\n", "/\x00", "/中文"])
def test_no_option_ends_a_header(sandbox: Sandbox, environment: Environment, value: str) -> None:
    """Nothing follows from it: the answer says that the fault cannot be."""
    sandbox.fail_next("zoloz", "status_302", location=value)
    answer = genuine_request(sandbox, environment, "zoloz").signed().send()

    assert (500, True) == (answer.status, b"cannot inject status_302 here: no header" in answer.body)
    assert "unfit fault" == sandbox.requests[-1].verdict


def test_the_line_of_faults_has_an_end(sandbox: Sandbox) -> None:
    """Who arms them for ever is told so, and fills no memory."""
    for _ in range(MOST_ARMED):
        sandbox.fail_next("zoloz", "delay")

    with pytest.raises(ValueError, match=f"{MOST_ARMED} faults wait in line"):
        sandbox.fail_next("zoloz", "delay")
    sandbox.fail_next("esign", "delay")
    assert MOST_ARMED == len(sandbox.zoloz.armed)


# ---- where bodies are encrypted, certificates named ------------------------------------------------------------------


def encrypted(sandbox: Sandbox, environment: Environment, provider: str) -> Answer:
    """The answer to a request that asks for an encrypted one."""
    request = genuine_request(sandbox, environment, provider)
    if isinstance(request, ZolozRequest):
        request.aes_key = bytes(range(32))
    if isinstance(request, AlipayRequest):
        request.headers["alipay-encrypt-type"] = "AES"
    return request.signed().send()


@pytest.mark.parametrize("provider", ["zoloz", "alipay"])
def test_ciphertext_where_plain_text_is_expected_and_the_reverse(
    sandbox: Sandbox, environment: Environment, provider: str
) -> None:
    """Both genuinely signed; once more is an error, since nothing is changed by it."""
    plain, cipher = succeed(sandbox, environment, provider), encrypted(sandbox, environment, provider)
    sandbox.fail_next(provider, "encrypted_answer", times=2)
    turned = [succeed(sandbox, environment, provider), encrypted(sandbox, environment, provider)]
    sandbox.fail_next(provider, "plain_answer")
    turned.append(encrypted(sandbox, environment, provider))

    assert (plain.header("Content-Type"), plain.body) == (turned[2].header("Content-Type"), turned[2].body)
    assert cipher.header("Content-Type") == turned[0].header("Content-Type")
    assert plain.body != turned[0].body
    assert ["genuine", "genuine"] == [signature_of(environment, turned[index]) for index in (0, 2)]
    assert (500, UNFIT) == (turned[1].status, sandbox.requests[-2].verdict)


@pytest.mark.parametrize(
    ("provider", "fault"),
    [
        ("zoloz", "undecryptable_body"),
        ("zoloz", "corrupt_symmetric_key"),
        ("zoloz", "wrong_encrypt_algorithm"),
        ("zoloz", "encrypted_with_request_key"),
        ("alipay", "undecryptable_body"),
    ],
)
def test_ciphertext_that_cannot_be_read(sandbox: Sandbox, environment: Environment, provider: str, fault: str) -> None:
    """It is genuinely signed and says that it is encrypted; the clients' own tests see that it cannot be read."""
    genuine = encrypted(sandbox, environment, provider)
    sandbox.fail_next(provider, fault)
    spoilt = encrypted(sandbox, environment, provider)

    assert "genuine" == signature_of(environment, spoilt)
    assert genuine.header("Content-Type") == spoilt.header("Content-Type")
    assert (fault, "accepted") == (sandbox.requests[-1].fault, sandbox.requests[-1].verdict)


@pytest.mark.parametrize(("fault", "sn"), [("unknown_alipay_sn", "0" * 32), ("missing_alipay_sn", None)])
def test_the_certificate_that_is_named(
    sandbox: Sandbox, with_certificates: Environment, fault: str, sn: str | None
) -> None:
    """One that nobody has, or none."""
    sandbox.fail_next("alipay", fault)
    spoilt, after = (succeed(sandbox, with_certificates, "alipay") for _ in range(2))

    assert (sn, "genuine") == (spoilt.header("alipay-sn"), signature_of(with_certificates, after))


@pytest.mark.parametrize("fault", ["key_version", "lower_case_hex", "other_algorithm"])
def test_a_list_header_that_is_none(sandbox: Sandbox, with_access_key: Environment, fault: str) -> None:
    """Under an access key the signature stands bare: there is no list to write otherwise."""
    sandbox.fail_next("zoloz", fault)

    assert (500, UNFIT) == (succeed(sandbox, with_access_key, "zoloz").status, sandbox.requests[-1].verdict)


@pytest.mark.parametrize("fault", ["wrong_key", "garbage_signature", "undecodable_signature", "tampered_body"])
def test_forgeries_under_an_access_key(sandbox: Sandbox, with_access_key: Environment, fault: str) -> None:
    """Answers are forged in the form that they have here; the next one is genuine."""
    sandbox.fail_next("zoloz", fault)
    forged, genuine = (succeed(sandbox, with_access_key, "zoloz") for _ in range(2))

    assert ("wrong", "genuine") == (signature_of(with_access_key, forged), signature_of(with_access_key, genuine))
    assert "algorithm" not in (forged.header("Signature") or "")
