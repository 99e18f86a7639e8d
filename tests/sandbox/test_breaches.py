"""Every breach is committed at every request until the reset, and at no request without it."""

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

import pytest
from attrs import frozen

from realname.sandbox import Sandbox
from realname.sandbox.contract import Contract
from tests.sandbox.callers import (
    NOW_MS,
    Break,
    Request,
    alipay_answer_is_signed,
    alipay_request,
    esign_request,
    genuine_request,
    zoloz_answer_is_signed,
    zoloz_request,
)
from tests.sandbox.raw import Answer

Environment = Mapping[str, str]
COMPONENTS = {
    "zoloz": ("QueryEnrollStatusResponse", "QueryEnrollStatusResponse"),
    "alipay": ("ZhimaCustomerJobworthAuthenticationQueryResponseModel", "CommonErrorType"),
    "esign": ("FlowOutlineResponse", "FlowOutlineFailure"),
}
"""What the contract says a success and a failure of the operation look like."""
SUCCESS, FAILURE = 0, 1


def ask(sandbox: Sandbox, environment: Environment, provider: str, outcome: int) -> Answer:
    """A rightly signed request that succeeds, or that the operation refuses."""
    if outcome == SUCCESS:
        return genuine_request(sandbox, environment, provider).signed().send()
    failing: dict[str, Callable[[], Request]] = {
        "zoloz": lambda: zoloz_request(environment, "stranger"),
        "alipay": lambda: alipay_request(environment, {"conn_key": "c", "once_token": "x", "cert_no": "1"}, NOW_MS),
        "esign": lambda: esign_request(environment, NOW_MS, flow_id="1"),
    }
    return failing[provider]().signed().send()


def violated(provider: str, outcome: int, answer: Answer) -> list[tuple[str, str]]:
    """What the contract says against an answer: fields and rules."""
    contract = Contract.shipped(f"realname_{provider}")
    found = contract.component_violations(COMPONENTS[provider][outcome], json.loads(answer.body))
    return [(violation.field, violation.rule) for violation in found]


@frozen
class Case:
    """A breach of what an answer may hold, and what the contract says against the answer."""

    provider: str
    breach: str
    outcome: int
    field: str
    rule: str


ANSWERS = [
    Case("zoloz", "missing_required_field", SUCCESS, "result.resultStatus", "required"),
    Case("zoloz", "missing_required_field", FAILURE, "result.resultStatus", "required"),
    Case("zoloz", "wrong_type", SUCCESS, "result.resultStatus", "type"),
    Case("zoloz", "wrong_type", FAILURE, "result.resultStatus", "type"),
    Case("zoloz", "null_where_forbidden", SUCCESS, "result.resultStatus", "type"),
    Case("zoloz", "null_where_forbidden", FAILURE, "result.resultStatus", "type"),
    Case("zoloz", "undocumented_enum_value", SUCCESS, "result.resultStatus", "enum"),
    Case("zoloz", "undocumented_enum_value", FAILURE, "result.resultStatus", "enum"),
    Case("alipay", "missing_required_field", FAILURE, "message", "required"),
    Case("alipay", "wrong_type", SUCCESS, "identity_result", "type"),
    Case("alipay", "wrong_type", FAILURE, "code", "type"),
    Case("alipay", "null_where_forbidden", SUCCESS, "identity_result", "type"),
    Case("alipay", "null_where_forbidden", FAILURE, "code", "type"),
    Case("esign", "missing_required_field", SUCCESS, "data.flowStatus", "required"),
    Case("esign", "missing_required_field", FAILURE, "code", "required"),
    Case("esign", "wrong_type", SUCCESS, "data.flowStatus", "type"),
    Case("esign", "wrong_type", FAILURE, "code", "type"),
    Case("esign", "null_where_forbidden", SUCCESS, "data.flowStatus", "type"),
    Case("esign", "null_where_forbidden", FAILURE, "code", "type"),
    Case("esign", "undocumented_enum_value", SUCCESS, "data.flowStatus", "enum"),
]


@pytest.mark.parametrize("case", ANSWERS, ids=lambda case: f"{case.provider}-{case.breach}-{case.outcome}")
def test_answer_outside_the_contract(sandbox: Sandbox, environment: Environment, case: Case) -> None:
    """The contract objects to each answer until the reset, and to none before and after."""
    before = ask(sandbox, environment, case.provider, case.outcome)
    sandbox.break_contract(case.provider, case.breach)
    broken = [ask(sandbox, environment, case.provider, case.outcome) for _ in range(2)]
    sandbox.reset()
    after = ask(sandbox, environment, case.provider, case.outcome)

    assert [[], *[[(case.field, case.rule)]] * 2, []] == [
        violated(case.provider, case.outcome, answer)[:1] for answer in (before, *broken, after)
    ]


def test_open_enum(sandbox: Sandbox, environment: Environment) -> None:
    """Alipay's contract leaves the result open, so only its own list tells an undocumented value."""
    sandbox.break_contract("alipay", "undocumented_enum_value")
    answer = ask(sandbox, environment, "alipay", SUCCESS)

    assert "SANDBOX_UNDOCUMENTED" == json.loads(answer.body)["identity_result"]


@pytest.mark.parametrize("provider", COMPONENTS)
@pytest.mark.parametrize("outcome", [SUCCESS, FAILURE])
def test_status_and_content_type(sandbox: Sandbox, environment: Environment, provider: str, outcome: int) -> None:
    """An undocumented status and a wrong content type, both at a time."""
    sandbox.break_contract(provider, "undocumented_status")
    sandbox.break_contract(provider, "wrong_content_type")
    answer = ask(sandbox, environment, provider, outcome)

    assert (202, "text/html; charset=UTF-8") == (answer.status, answer.header("Content-Type"))


@pytest.mark.parametrize("provider", ["zoloz", "alipay"])
@pytest.mark.parametrize(("breach", "has_signature"), [("unsigned_answer", False), ("wrong_signature", True)])
def test_signature_of_answers(
    sandbox: Sandbox, environment: Environment, provider: str, breach: str, has_signature: bool
) -> None:
    """Answers have no signature, or a stranger's."""
    check = zoloz_answer_is_signed if provider == "zoloz" else alipay_answer_is_signed
    genuine = ask(sandbox, environment, provider, SUCCESS)
    sandbox.break_contract(provider, breach)
    broken = ask(sandbox, environment, provider, SUCCESS)

    assert (True, False, has_signature) == (
        check(environment, genuine),
        check(environment, broken),
        any(name in {"Signature", "alipay-signature"} for name in broken.names),
    )


@pytest.mark.parametrize(
    ("provider", "breach", "code", "status"),
    [
        ("zoloz", "refuses_valid_request", "PARAM_ILLEGAL", 200),
        ("alipay", "refuses_valid_request", "INVALID_PARAMETER", 400),
        ("esign", "refuses_valid_request", "30500101", 200),
        ("zoloz", "server_error", "SYSTEM_ERROR", 500),
        ("alipay", "server_error", "unknow-error", 500),
        ("esign", "server_error", "30500000", 500),
    ],
)
def test_valid_requests_refused(
    sandbox: Sandbox, environment: Environment, provider: str, breach: str, code: str, status: int
) -> None:
    """What is right in every respect is refused, as a bad parameter or for no reason."""
    sandbox.break_contract(provider, breach)
    ask(sandbox, environment, provider, SUCCESS)

    assert (code, status) == (sandbox.requests[-1].verdict, sandbox.requests[-1].status)


def drop(request: Request, *names: str) -> None:
    """Leave headers out."""
    for name in names:
        request.headers.pop(name, None)


def sign_as_a_stranger(request: Request) -> None:
    """Put a signature of the right form in, made with no key."""
    for name, value in {
        "Signature": "algorithm=RSA256, signature=Z2FyYmFnZQ%3D%3D",
        "X-Tsign-Open-Ca-Signature": "Z2FyYmFnZQ==",
    }.items():
        request.headers |= {name: value} if name in request.headers else {}
    if header := request.headers.get("Authorization"):
        request.headers["Authorization"] = header.partition(",sign=")[0] + ",sign=Z2FyYmFnZQ=="


def other_user(request: Request) -> None:
    """Change the body after signing."""
    request.body = request.body.replace(b"2017839040588699", b"2017839040588698")


def other_query(request: Request) -> None:
    """Change the query after signing."""
    request.target += ("&" if "?" in request.target else "?") + "note=1"


def other_known_flow(request: Request) -> None:
    """Sign for the sample flow, and ask for another one that is known."""
    request.target = request.target.replace("803719636976683872", "803719636976683873")


CHECKS: list[tuple[str, str, str, Break]] = [
    (
        "zoloz",
        "accepts_unsigned_request",
        "PARAM_MISSING",
        Break("", after=lambda r: drop(r, "Signature")),
    ),
    ("zoloz", "accepts_missing_header", "PARAM_MISSING", Break("", after=lambda r: drop(r, "Content-Type"))),
    ("zoloz", "accepts_wrong_key", "SIGNATURE_INVALID", Break("", after=sign_as_a_stranger)),
    ("zoloz", "accepts_changed_body", "SIGNATURE_INVALID", Break("", after=other_user)),
    ("zoloz", "accepts_over_long_value", "PARAM_ILLEGAL", Break("", lambda r: r.document.update(userId="u" * 65))),
    ("zoloz", "accepts_missing_field", "PARAM_MISSING", Break("", lambda r: r.document.pop("userId"))),
    ("zoloz", "accepts_missing_field", "PARAM_MISSING", Break("", lambda r: r.document.update(bizId=None))),
    ("zoloz", "accepts_invalid_value", "PARAM_ILLEGAL", Break("", lambda r: r.document.update(userId=["user-1"]))),
    ("alipay", "accepts_unsigned_request", "missing-timestamp", Break("", after=lambda r: drop(r, "Authorization"))),
    ("alipay", "accepts_unsigned_request", "missing-signature", Break("", lambda r: setattr(r, "unsigned", True))),
    ("alipay", "accepts_wrong_key", "invalid-signature", Break("", after=sign_as_a_stranger)),
    ("alipay", "accepts_changed_query", "invalid-signature", Break("", after=other_query)),
    ("alipay", "accepts_invalid_value", "INVALID_PARAMETER", Break("", lambda r: r.set("query_type", "fuzzy"))),
    (
        "esign",
        "accepts_unsigned_request",
        "缺少参数",
        Break("", after=lambda r: drop(r, "X-Tsign-Open-Ca-Signature", "X-Tsign-Open-App-Id")),
    ),
    (
        "esign",
        "accepts_unsigned_request",
        "TOKEN_CANT_BE_NULL",
        Break("", after=lambda r: drop(r, "X-Tsign-Open-Ca-Signature", "X-Tsign-Open-Auth-Mode")),
    ),
    ("esign", "accepts_missing_header", "缺少参数", Break("", after=lambda r: drop(r, "X-Tsign-Open-App-Id"))),
    ("esign", "accepts_wrong_key", "INVALID_SIGNATURE", Break("", after=sign_as_a_stranger)),
    ("esign", "accepts_changed_query", "INVALID_SIGNATURE", Break("", after=other_query)),
    ("esign", "accepts_changed_path", "INVALID_SIGNATURE", Break("", after=other_known_flow)),
    (
        "esign",
        "accepts_invalid_value",
        "30500101",
        Break("", lambda r: setattr(r, "path", r.path.replace("803719636976683872", quote("证")))),
    ),
]


@pytest.mark.parametrize(("provider", "breach", "code", "mistake"), CHECKS)
def test_check_left_out(
    sandbox: Sandbox, environment: Environment, provider: str, breach: str, code: str, mistake: Break
) -> None:
    """A mistake is refused, and accepted under the breach; so is a request without the mistake."""
    sandbox.esign.add_flow("803719636976683873")
    genuine_request(sandbox, environment, provider).signed(mistake).send()
    sandbox.break_contract(provider, breach)
    genuine_request(sandbox, environment, provider).signed(mistake).send()
    genuine_request(sandbox, environment, provider).signed().send()

    assert [code, "accepted", "accepted"] == [record.verdict for record in sandbox.requests]


@pytest.mark.parametrize(("provider", "breach", "code", "mistake"), CHECKS)
def test_other_checks_stay(
    sandbox: Sandbox, environment: Environment, provider: str, breach: str, code: str, mistake: Break
) -> None:
    """Under every breach but its own (and the one that takes any signature) the mistake is still refused."""
    sandbox.esign.add_flow("803719636976683873")
    by_signature = code in {"SIGNATURE_INVALID", "invalid-signature", "INVALID_SIGNATURE"}
    for other in sandbox.breaches(provider):
        if other.startswith("accepts_") and other != breach and not (by_signature and other == "accepts_wrong_key"):
            sandbox.break_contract(provider, other)
    genuine_request(sandbox, environment, provider).signed(mistake).send()

    assert code == sandbox.requests[-1].verdict


def test_every_breach_is_tested(sandbox: Sandbox) -> None:
    """The tables above hold every breach of every gateway, and each has a description."""
    everywhere = {"undocumented_status", "wrong_content_type", "refuses_valid_request", "server_error"}
    signed = {"unsigned_answer", "wrong_signature"}
    tested = {
        provider: everywhere
        | (signed if provider != "esign" else set())
        | ({"undocumented_enum_value"} if provider == "alipay" else set())
        | {case.breach for case in ANSWERS if case.provider == provider}
        | {breach for owner, breach, *_ in CHECKS if owner == provider}
        for provider in COMPONENTS
    }

    assert tested == {provider: {n for n, text in sandbox.breaches(provider).items() if text} for provider in tested}


def test_fault_during_a_breach(sandbox: Sandbox, environment: Environment) -> None:
    """A fault can be injected into an answer that breaks the contract; the log names the fault."""
    sandbox.break_contract("esign", "undocumented_enum_value")
    sandbox.fail_next("esign", "other_flow", flow_id="7")
    data: dict[str, Any] = json.loads(ask(sandbox, environment, "esign", SUCCESS).body)["data"]

    assert ("SANDBOX_UNDOCUMENTED", "7", "other_flow") == (
        data["flowStatus"],
        data["flowId"],
        sandbox.requests[-1].fault,
    )


@pytest.mark.parametrize(
    ("provider", "breach", "message"),
    [
        ("esign", "unsigned_answer", "esign has no breach 'unsigned_answer'; it has: accepts_changed_path, "),
        ("alipay", "accepts_missing_field", "alipay has no breach"),
        ("wechat", "wrong_type", "no provider 'wechat'"),
    ],
)
def test_unknown_breach(sandbox: Sandbox, provider: str, breach: str, message: str) -> None:
    """What a gateway cannot commit is refused, with what there is instead."""
    with pytest.raises(ValueError, match=message):
        sandbox.break_contract(provider, breach)
