"""How a run reads the gateways' answers."""

from typing import Any

import pytest

from realname.conformance.gateways import GATEWAYS, Outcome
from realname.sandbox import Sandbox
from tests.conformance.conftest import Runner, gateway


def _zoloz(code: str | None, status: str = "F") -> dict[str, object]:
    return {"result": {"resultStatus": status, "resultMessage": "m", **({} if code is None else {"resultCode": code})}}


@pytest.mark.parametrize(
    ("provider", "status", "document", "outcome"),
    [
        ("zoloz", 200, _zoloz("SUCCESS", "S"), Outcome.SUCCESS),
        ("zoloz", 200, _zoloz(None, "S"), Outcome.SUCCESS),
        ("zoloz", 200, {}, Outcome.SUCCESS),
        ("zoloz", 200, _zoloz("USER_NOT_FOUND"), Outcome.BUSINESS),
        ("zoloz", 200, _zoloz("SUCCESS"), Outcome.BUSINESS),
        ("zoloz", 200, _zoloz("PARAM_ILLEGAL"), Outcome.CONTRACT),
        ("zoloz", 200, _zoloz("SIGNATURE_INVALID"), Outcome.CREDENTIALS),
        ("zoloz", 200, _zoloz("PRODUCT_QUOTA_LIMIT"), Outcome.BARRED),
        ("zoloz", 200, _zoloz("SYSTEM_ERROR", "U"), Outcome.FAILED),
        ("zoloz", 403, None, Outcome.BARRED),
        ("zoloz", 502, None, Outcome.FAILED),
        ("alipay", 200, {"code": "no code here"}, Outcome.SUCCESS),
        ("alipay", 400, {"code": "TOKEN_INVALID"}, Outcome.BUSINESS),
        ("alipay", 400, {"code": "INVALID_PARAMETER"}, Outcome.CONTRACT),
        ("alipay", 401, {"code": "invalid-signature"}, Outcome.CREDENTIALS),
        ("alipay", 429, {"code": "app-call-limited"}, Outcome.BARRED),
        ("alipay", 429, None, Outcome.BARRED),
        ("alipay", 400, {"code": "SYSTEM_ERROR"}, Outcome.FAILED),
        ("alipay", 502, None, Outcome.FAILED),
        ("esign", 200, {"code": 0, "data": {}}, Outcome.SUCCESS),
        ("esign", 200, {"code": 30500001}, Outcome.BUSINESS),
        ("esign", 200, {"code": 30500101}, Outcome.CONTRACT),
        ("esign", 404, None, Outcome.CONTRACT),
        ("esign", 401, {"success": False, "code": 401, "message": "无效的应用"}, Outcome.CREDENTIALS),
        ("esign", 401, {"success": False, "code": 401, "message": "something new"}, Outcome.CREDENTIALS),
        ("esign", 403, {"success": False, "code": 403, "message": "IP白名单不匹配"}, Outcome.BARRED),
        ("esign", 200, {"code": 30500000}, Outcome.FAILED),
    ],
)
def test_an_answer_is_one_of_six_things(provider: str, status: int, document: Any, outcome: Outcome) -> None:
    """Success, four kinds of refusal, or a failure of the gateway."""
    assert outcome is GATEWAYS[provider].outcome(status, document)


@pytest.mark.parametrize(
    ("provider", "code", "shown"),
    [
        ("zoloz", "SOME_NEW_CODE", "SOME_NEW_CODE"),
        ("alipay", "app-key-security-risk, app-cert-expired", "app-key-security-risk, app-cert-expired"),
        ("esign", "无效的应用", "无效的应用"),
        ("esign", "张三 4201", "an unreadable code"),
        ("zoloz", "x" * 81, "an unreadable code"),
    ],
)
def test_a_code_is_shown_only_if_it_reads_like_one(provider: str, code: str, shown: str) -> None:
    """What a gateway writes in place of a code may be data."""
    assert shown == GATEWAYS[provider].readable(code)


def test_a_missing_header_may_be_refused_for_itself() -> None:
    """ZOLOZ's code for a missing parameter is right for a missing header, and wrong for another key."""
    document = _zoloz("PARAM_MISSING")

    assert GATEWAYS["zoloz"].refuses_forgery(200, document, incomplete=True)
    assert not GATEWAYS["zoloz"].refuses_forgery(200, document, incomplete=False)


@pytest.mark.parametrize(("provider", "access"), [("zoloz", "access_key"), ("alipay", "certificate_credentials")])
def test_the_other_kinds_of_access_are_tested_alike(
    provider: str,
    access: str,
    sandbox: Sandbox,
    conform: Runner,
    credentials: dict[str, object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With access keys and in certificate mode: genuine requests pass, forged ones do not, answers are verified."""
    monkeypatch.setitem(credentials, provider, getattr(gateway(sandbox, provider), access))

    report = conform(provider, phases=("examples",))

    assert (0, ()) == (report.exit_code, report.breaches)
    assert {"authentic_answer", "refuses_forgery"} <= set(report.checks)
