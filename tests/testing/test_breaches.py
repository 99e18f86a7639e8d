"""Every breach is committed at every request until the reset, and at no request without it."""

import json
from collections.abc import Callable

import pytest

from realname.sandbox import Sandbox
from realname.testing.contract import Difference
from tests import facts
from tests.callers import (
    ESIGN,
    FLOW_ID,
    ZOLOZ,
    Break,
    Environment,
    Request,
    genuine_request,
    refused_request,
    signature_of,
)
from tests.raw import Answer
from tests.testing.test_faults import ENUMS

SUCCESS, REFUSAL = "success", "refusal"
OTHER_FLOW = f"{FLOW_ID[:-1]}{(int(FLOW_ID[-1]) + 1) % 10}"


def ask(sandbox: Sandbox, environment: Environment, provider: str, outcome: str = SUCCESS) -> Answer:
    """A rightly signed request that succeeds, or that the operation refuses."""
    request = (
        genuine_request(sandbox, environment, provider)
        if outcome == SUCCESS
        else refused_request(environment, provider)
    )
    return request.signed().send()


def objections(sandbox: Sandbox, provider: str, answer: Answer) -> list[Difference]:
    """What the contract says against an answer of the main operation."""
    operation = sandbox.gateways[provider].contract.operations[facts.MAIN[provider]]
    return operation.answer_differences(answer.status, json.loads(answer.body))


ANSWERS = [
    ("zoloz", "missing_required_field", SUCCESS, "result.resultStatus", "required"),
    ("zoloz", "missing_required_field", REFUSAL, "result.resultStatus", "required"),
    ("zoloz", "undocumented_enum_value", SUCCESS, ENUMS["zoloz"], "enum"),
    ("zoloz", "undocumented_enum_value", REFUSAL, ENUMS["zoloz"], "enum"),
    ("alipay", "missing_required_field", REFUSAL, "code", "required"),
    ("esign", "missing_required_field", SUCCESS, "code", "required"),
    ("esign", "missing_required_field", REFUSAL, "code", "required"),
    ("esign", "undocumented_enum_value", SUCCESS, ENUMS["esign"], "enum"),
    *(
        (provider, breach, outcome, field, "type")
        for breach in ("wrong_type", "null_where_forbidden")
        for provider, outcome, field in (
            ("zoloz", SUCCESS, ENUMS["zoloz"]),
            ("zoloz", REFUSAL, ENUMS["zoloz"]),
            ("alipay", SUCCESS, ENUMS["alipay"]),
            ("alipay", REFUSAL, "code"),
            ("esign", SUCCESS, ENUMS["esign"]),
            ("esign", REFUSAL, "code"),
        )
    ),
]


@pytest.mark.parametrize(("provider", "breach", "outcome", "field", "rule"), ANSWERS)
def test_an_answer_is_outside_the_contract(
    sandbox: Sandbox, environment: Environment, provider: str, breach: str, outcome: str, field: str, rule: str
) -> None:
    """The contract objects to each answer until the reset, and to none before and after."""
    before = ask(sandbox, environment, provider, outcome)
    sandbox.break_contract(provider, breach)
    broken = [ask(sandbox, environment, provider, outcome) for _ in range(2)]
    sandbox.reset()
    after = ask(sandbox, environment, provider, outcome)

    assert [[], *[[(f"$.{field}", rule)]] * 2, []] == [
        [(item.path, item.rule) for item in objections(sandbox, provider, answer)[:1]]
        for answer in (before, *broken, after)
    ]


def test_an_open_enum(sandbox: Sandbox, environment: Environment) -> None:
    """Alipay's contract leaves the result open, so only its own list tells an undocumented value."""
    sandbox.break_contract("alipay", "undocumented_enum_value")
    answer = ask(sandbox, environment, "alipay")

    assert "SANDBOX_UNDOCUMENTED" == facts.at(json.loads(answer.body), ENUMS["alipay"])
    assert [] == objections(sandbox, "alipay", answer)


def test_a_breach_that_fits_no_answer_is_told(sandbox: Sandbox, environment: Environment) -> None:
    """Answers that a breach cannot alter are left alone; if those were all, the reset says so, and resets."""
    sandbox.break_contract("alipay", "missing_required_field")
    answer = ask(sandbox, environment, "alipay")

    with pytest.raises(RuntimeError, match="altered by these breaches: alipay: missing_required_field"):
        sandbox.reset()
    assert (200, []) == (answer.status, sandbox.requests)
    sandbox.break_contract("alipay", "missing_required_field")
    ask(sandbox, environment, "alipay")
    ask(sandbox, environment, "alipay", REFUSAL)
    sandbox.reset()


@pytest.mark.parametrize("provider", facts.PROVIDERS)
@pytest.mark.parametrize("outcome", [SUCCESS, REFUSAL])
def test_status_and_content_type(sandbox: Sandbox, environment: Environment, provider: str, outcome: str) -> None:
    """An undocumented status and a wrong content type, both at a time."""
    sandbox.break_contract(provider, "undocumented_status")
    sandbox.break_contract(provider, "wrong_content_type")
    answer = ask(sandbox, environment, provider, outcome)

    assert (202, "text/html; charset=UTF-8") == (answer.status, answer.header("Content-Type"))


@pytest.mark.parametrize("provider", ["zoloz", "alipay"])
@pytest.mark.parametrize(("breach", "signature"), [("unsigned_answer", "absent"), ("wrong_signature", "wrong")])
def test_signature_of_answers(
    sandbox: Sandbox, environment: Environment, provider: str, breach: str, signature: str
) -> None:
    """Answers have no signature, or a stranger's."""
    genuine = ask(sandbox, environment, provider)
    sandbox.break_contract(provider, breach)
    broken = ask(sandbox, environment, provider)

    assert ["genuine", signature] == [signature_of(environment, answer) for answer in (genuine, broken)]


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
    ask(sandbox, environment, provider)

    assert (code, status) == (sandbox.requests[-1].verdict, sandbox.requests[-1].status)


# ---- checks that are left out ----------------------------------------------------------------------------------------


def drop(*names: str) -> Callable[[Request], None]:
    """Leave headers out."""

    def change(request: Request) -> None:
        for name in names:
            request.headers.pop(name, None)

    return change


def sign_as_a_stranger(request: Request) -> None:
    """Put a signature of the right form in, made with no key."""
    for name, value in {
        "Signature": "algorithm=RSA256, signature=Z2FyYmFnZQ%3D%3D",
        "X-Tsign-Open-Ca-Signature": "Z2FyYmFnZQ==",
    }.items():
        request.headers |= {name: value} if name in request.headers else {}
    if header := request.headers.get("Authorization"):
        request.headers["Authorization"] = header.partition(",sign=")[0] + ",sign=Z2FyYmFnZQ=="


def other_query(request: Request) -> None:
    """Change the query after signing."""
    request.target += ("&" if "?" in request.target else "?") + "note=1"


REQUIRED = next(name for name, item in ZOLOZ.inputs.items() if item.required)
LIMITED = next(name for name, item in ZOLOZ.inputs.items() if "maxLength" in item.schema)
CHECKS = [
    ("zoloz", "accepts_unsigned_request", Break("PARAM_MISSING", after=drop("Signature"))),
    ("zoloz", "accepts_missing_header", Break("PARAM_MISSING", after=drop("Content-Type"))),
    ("zoloz", "accepts_wrong_key", Break("SIGNATURE_INVALID", after=sign_as_a_stranger)),
    (
        "zoloz",
        "accepts_changed_body",
        Break("SIGNATURE_INVALID", after=lambda r: setattr(r, "body", r.body.replace(b"}", b" }"))),
    ),
    (
        "zoloz",
        "accepts_over_long_value",
        Break("PARAM_ILLEGAL", lambda r: r.document.update({LIMITED: "u" * (ZOLOZ.inputs[LIMITED].limit + 1)})),
    ),
    ("zoloz", "accepts_missing_field", Break("PARAM_MISSING", lambda r: r.document.pop(REQUIRED))),
    ("zoloz", "accepts_missing_field", Break("PARAM_MISSING", lambda r: r.document.update({REQUIRED: None}))),
    ("zoloz", "accepts_invalid_value", Break("PARAM_ILLEGAL", lambda r: r.document.update({REQUIRED: ["1"]}))),
    ("alipay", "accepts_unsigned_request", Break("missing-timestamp", after=drop("Authorization"))),
    ("alipay", "accepts_unsigned_request", Break("missing-signature", lambda r: setattr(r, "unsigned", True))),
    ("alipay", "accepts_wrong_key", Break("invalid-signature", after=sign_as_a_stranger)),
    ("alipay", "accepts_changed_query", Break("invalid-signature", after=other_query)),
    ("alipay", "accepts_invalid_value", Break("INVALID_PARAMETER", lambda r: r.set("query_type", "fuzzy"))),
    (
        "esign",
        "accepts_unsigned_request",
        Break("缺少参数", after=drop("X-Tsign-Open-Ca-Signature", "X-Tsign-Open-App-Id")),
    ),
    (
        "esign",
        "accepts_unsigned_request",
        Break("TOKEN_CANT_BE_NULL", after=drop("X-Tsign-Open-Ca-Signature", "X-Tsign-Open-Auth-Mode")),
    ),
    ("esign", "accepts_missing_header", Break("缺少参数", after=drop("X-Tsign-Open-App-Id"))),
    ("esign", "accepts_wrong_key", Break("INVALID_SIGNATURE", after=sign_as_a_stranger)),
    ("esign", "accepts_changed_query", Break("INVALID_SIGNATURE", after=other_query)),
    (
        "esign",
        "accepts_changed_path",
        Break("INVALID_SIGNATURE", after=lambda r: setattr(r, "target", ESIGN.target(flowId=OTHER_FLOW))),
    ),
    (
        "esign",
        "accepts_invalid_value",
        Break("30500101", lambda r: setattr(r, "path", ESIGN.target(flowId="证"))),
    ),
]


@pytest.mark.parametrize(("provider", "breach", "mistake"), CHECKS)
def test_a_check_is_left_out(
    sandbox: Sandbox, environment: Environment, provider: str, breach: str, mistake: Break
) -> None:
    """A mistake is refused, and accepted under the breach; so is a request without the mistake."""
    sandbox.esign.add_flow(OTHER_FLOW)
    genuine_request(sandbox, environment, provider).signed(mistake).send()
    sandbox.break_contract(provider, breach)
    genuine_request(sandbox, environment, provider).signed(mistake).send()
    genuine_request(sandbox, environment, provider).signed().send()

    assert [mistake.code, "accepted", "accepted"] == [record.verdict for record in sandbox.requests]


@pytest.mark.parametrize(("provider", "breach", "mistake"), CHECKS)
def test_other_checks_stay(
    sandbox: Sandbox, environment: Environment, provider: str, breach: str, mistake: Break
) -> None:
    """Under every breach but its own (and the one that takes any signature) the mistake is still refused."""
    sandbox.esign.add_flow(OTHER_FLOW)
    by_signature = mistake.code.lower().replace("-", "_") in {"signature_invalid", "invalid_signature"}
    for other in sandbox.breaches(provider):
        if other.startswith("accepts_") and other != breach and not (by_signature and other == "accepts_wrong_key"):
            sandbox.break_contract(provider, other)
    genuine_request(sandbox, environment, provider).signed(mistake).send()

    assert mistake.code == sandbox.requests[-1].verdict


ROWS = [*((row[0], row[1]) for row in ANSWERS), *((row[0], row[1]) for row in CHECKS)]


def test_every_breach_is_tested_and_described(sandbox: Sandbox) -> None:
    """The tables above hold every breach of every gateway."""
    everywhere = {"undocumented_status", "wrong_content_type", "refuses_valid_request", "server_error"}
    others = {"zoloz": {"unsigned_answer", "wrong_signature"}, "esign": set[str]()}
    others["alipay"] = others["zoloz"] | {"undocumented_enum_value"}
    tested = {
        provider: everywhere | others[provider] | {breach for owner, breach in ROWS if owner == provider}
        for provider in facts.PROVIDERS
    }

    assert tested == {provider: {n for n, text in sandbox.breaches(provider).items() if text} for provider in tested}


def test_a_fault_during_a_breach(sandbox: Sandbox, environment: Environment) -> None:
    """A fault can be injected into an answer that breaks the contract; the log names the fault."""
    sandbox.break_contract("esign", "undocumented_enum_value")
    sandbox.fail_next("esign", "other_flow", flow_id="7")
    document = json.loads(ask(sandbox, environment, "esign").body)

    assert ("SANDBOX_UNDOCUMENTED", "7", "other_flow") == (
        facts.at(document, ENUMS["esign"]),
        facts.at(document, next(iter(ESIGN.described["x-binds"]))),
        sandbox.requests[-1].fault,
    )


@pytest.mark.parametrize(
    ("provider", "breach", "message"),
    [
        ("esign", "unsigned_answer", "esign has no breach 'unsigned_answer'; it has: accepts_changed_path, "),
        ("wechat", "wrong_type", "no provider 'wechat'"),
    ],
)
def test_an_unknown_breach(sandbox: Sandbox, provider: str, breach: str, message: str) -> None:
    """What a gateway cannot commit is refused, with what there is instead."""
    with pytest.raises(ValueError, match=message):
        sandbox.break_contract(provider, breach)
