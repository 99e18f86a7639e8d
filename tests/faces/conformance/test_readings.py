"""How a run reads the gateways' answers."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

import pytest

from realname.sandbox import Sandbox
from realname.testing.conformance.subject import Reaction, Reading, Subject
from realname.testing.contract import Contract
from tests import facts
from tests.faces.conformance.conftest import Runner

SUBJECTS: dict[str, Subject] = {
    name: import_module(f"realname.{name}.testing.conformance").SUBJECT for name in facts.PROVIDERS
}
BY_KIND = {
    "authentication": Reaction.CREDENTIALS,
    "access": Reaction.BARRED,
    "rate-limit": Reaction.BARRED,
    "server": Reaction.FAILED,
}


def _zoloz(code: str | None, status: str = "F") -> dict[str, object]:
    return {"result": {"resultStatus": status, "resultMessage": "m", **({} if code is None else {"resultCode": code})}}


def _esign(code: str) -> dict[str, object]:
    return {"code": int(code), "message": "m"} if code.isdecimal() else {"code": 401, "message": code}


REFUSED: Mapping[str, Callable[[str], object]] = {
    "zoloz": _zoloz,
    "alipay": lambda code: {"code": code, "message": "m"},
    "esign": _esign,
}
"""An answer with a code."""


def _read(provider: str, status: int, document: object) -> Reading:
    codes = Contract.shipped(f"realname_{provider}").operations[facts.main(provider).id].codes
    return SUBJECTS[provider].read(status, document, codes)


@pytest.mark.parametrize(
    ("provider", "code"), [(name, code) for name in facts.PROVIDERS for code in facts.main(name).codes if code != "*"]
)
def test_a_code_means_what_the_contract_says(provider: str, code: str) -> None:
    """The kind decides, and whether it is said of a request that breaks the contract."""
    entry = facts.main(provider).codes[code]

    read = _read(provider, 200 if provider == "zoloz" else 400, REFUSED[provider](code))

    expected = Reaction.CONTRACT if entry.get("form") else BY_KIND.get(entry["kind"], Reaction.BUSINESS)
    if code in ("invalid-auth-token", "auth-token-time-out"):  # of a person, who is an argument
        expected = Reaction.CONSENT
    assert (expected, code) == (read.reaction, read.code)


@pytest.mark.parametrize(
    ("provider", "status", "document", "reaction"),
    [
        ("zoloz", 200, _zoloz("SUCCESS", "S"), Reaction.SUCCESS),
        ("zoloz", 200, _zoloz(None, "S"), Reaction.SUCCESS),
        ("zoloz", 200, {}, Reaction.SUCCESS),
        ("zoloz", 200, _zoloz("SOME_NEW_CODE"), Reaction.BUSINESS),
        ("zoloz", 200, _zoloz("SUCCESS"), Reaction.BUSINESS),
        ("zoloz", 403, None, Reaction.BARRED),
        ("zoloz", 502, None, Reaction.FAILED),
        ("alipay", 200, {"code": "no code here"}, Reaction.SUCCESS),
        ("alipay", 400, {"code": "SOME_NEW_CODE"}, Reaction.BUSINESS),
        ("alipay", 401, {"code": "some-new-code"}, Reaction.CREDENTIALS),
        ("alipay", 404, None, Reaction.CONTRACT),
        ("alipay", 429, None, Reaction.BARRED),
        ("alipay", 502, None, Reaction.FAILED),
        ("esign", 200, {"code": 0, "data": {}}, Reaction.SUCCESS),
        ("esign", 200, {"code": 30509999}, Reaction.BUSINESS),
        ("esign", 404, None, Reaction.CONTRACT),
        ("esign", 401, {"success": False, "code": 401, "message": "something new"}, Reaction.CREDENTIALS),
        ("esign", 403, {"success": False, "code": 403, "message": "something new"}, Reaction.BARRED),
    ],
)
def test_what_has_no_known_code_goes_by_its_status(
    provider: str, status: int, document: Any, reaction: Reaction
) -> None:
    """A success, a new code, a bare status of something in front of the gateway."""
    assert reaction is _read(provider, status, document).reaction


@pytest.mark.parametrize(
    ("provider", "code", "told"),
    [
        ("alipay", "app-key-security-risk, app-cert-expired", "HTTP 400, app-key-security-risk, app-cert-expired"),
        ("alipay", "张三 4201", "HTTP 400, an unreadable code"),
        ("esign", "无效的应用", "HTTP 400, 无效的应用"),
        ("esign", "张三 4201", "HTTP 400, 401"),
        ("zoloz", "x" * 80, f"HTTP 400, {'x' * 80}"),
        ("zoloz", "x" * 81, "HTTP 400, an unreadable code"),
    ],
)
def test_a_code_is_shown_only_if_it_reads_like_one(provider: str, code: str, told: str) -> None:
    """What a gateway writes in place of a code may be data."""
    assert told == _read(provider, 400, REFUSED[provider](code)).told


@pytest.mark.parametrize(("provider", "access"), [("zoloz", "access_key"), ("alipay", "certificate_credentials")])
def test_the_other_kinds_of_access_are_tested_alike(
    provider: str, access: str, sandbox: Sandbox, conform: Runner, credentials: dict[str, object]
) -> None:
    """With access keys and in certificate mode: genuine requests pass, forged ones do not, answers are verified."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(credentials, provider, getattr(getattr(sandbox, provider), access))
        report = conform(provider, phases=("examples",))

    assert (0, ()) == (report.exit_code, report.breaches)
    assert {"authentic_answer", "refuses_forgery"} <= set(report.checks)
