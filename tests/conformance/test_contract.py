"""The contract as the judge of what was sent and answered."""

from typing import Any

import pytest

from realname.conformance.contract import Contract, Expectation
from realname.conformance.gateways import GATEWAYS

ZOLOZ = "/api/v1/zoloz/connect/queryEnrollStatus"
ALIPAY = "/v3/zhima/customer/jobworth/authentication"
WHOLE = "conn_key=a&once_token=b&query_type=exact&identity_type=04&service_id=c&cert_no=d&cert_type=0"
OUTLINE: dict[str, Any] = {"flowId": "1", "flowStatus": "ING", "objectType": "ORGANIZATION"}


def _contract(provider: str) -> Contract:
    return Contract(GATEWAYS[provider], {})


@pytest.mark.parametrize(
    ("provider", "operation", "target", "body", "expected"),
    [
        ("zoloz", "queryEnrollStatus", ZOLOZ, b'{"bizId":"1","userId":"2"}', Expectation.VALID),
        ("zoloz", "queryEnrollStatus", ZOLOZ, b'{"bizId":"1","userId":"2","more":[]}', Expectation.VALID),
        ("zoloz", "queryEnrollStatus", ZOLOZ, b'{"bizId":"1"}', Expectation.INVALID),
        ("zoloz", "queryEnrollStatus", ZOLOZ, b'{"bizId":"1","userId":null}', Expectation.INVALID),
        ("zoloz", "queryEnrollStatus", ZOLOZ, b"no JSON", Expectation.INVALID),
        ("zoloz", "queryEnrollStatus", ZOLOZ, b"", Expectation.INVALID),
        ("alipay", "queryJobworthAuthentication", f"{ALIPAY}?{WHOLE}", b"", Expectation.VALID),
        ("alipay", "queryJobworthAuthentication", ALIPAY, b"", Expectation.OPEN),
        ("alipay", "queryJobworthAuthentication", f"{ALIPAY}?{WHOLE.replace('=a', '=')}", b"", Expectation.OPEN),
        ("alipay", "queryJobworthAuthentication", f"{ALIPAY}?{WHOLE}9", b"", Expectation.INVALID),
        ("alipay", "queryJobworthAuthentication", f"{ALIPAY}?{WHOLE}&cert_no=d", b"", Expectation.INVALID),
        ("alipay", "queryJobworthAuthentication", f"{ALIPAY}?{WHOLE}&x=%FF", b"", Expectation.INVALID),
        ("esign", "getFlowOutline", "/v2/identity/auth/api/common/80-a_Z/outline", b"", Expectation.VALID),
        ("esign", "getFlowOutline", "/v2/identity/auth/api/common/80%0A/outline", b"", Expectation.INVALID),
        ("esign", "getFlowOutline", "/v2/identity/auth/api/common//outline", b"", Expectation.INVALID),
    ],
)
def test_requests_are_judged_by_what_was_sent(
    provider: str, operation: str, target: str, body: bytes, expected: Expectation
) -> None:
    """Allowed, not allowed, or allowed on paper only."""
    assert expected is _contract(provider).operations[operation].expectation(target, body)


@pytest.mark.parametrize(
    ("document", "differences"),
    [
        ({"code": 0, "message": None, "data": OUTLINE}, []),
        ({"code": 30500001, "data": None}, []),
        ({"code": 0, "data": {**OUTLINE, "more": 1}}, []),
        ({"code": 0}, ["$.data is required and missing"]),
        ({"code": 0, "data": {**OUTLINE, "flowStatus": None}}, ["$.data.flowStatus is null"]),
        ({"code": 0, "data": {**OUTLINE, "flowStatus": 7}}, ["$.data.flowStatus breaks the rule 'type'"]),
        ({"code": 0, "data": {**OUTLINE, "flowStatus": "NEW"}}, ["$.data.flowStatus breaks the rule 'enum'"]),
        (
            {"code": 0, "data": {**OUTLINE, "subFlows": [{"subFlowType": "NEW"}]}},
            ["$.data.subFlows[0].subFlowType breaks the rule 'enum'"],
        ),
        ({"code": "0", "data": OUTLINE}, ["$.code breaks the rule 'type'"]),
    ],
)
def test_answers_are_judged_by_the_alternative_that_fits_best(document: Any, differences: list[str]) -> None:
    """Each difference has its own path; an open enum's new value is one, too."""
    operation = _contract("esign").operations["getFlowOutline"]

    assert differences == [str(difference) for difference in operation.answer_differences(200, document)]


@pytest.mark.parametrize(
    ("provider", "operation", "status", "known"),
    [
        ("zoloz", "queryEnrollStatus", 200, True),
        ("zoloz", "queryEnrollStatus", 400, False),
        ("alipay", "queryJobworthAuthentication", 503, True),
        ("alipay", "queryJobworthAuthentication", 202, False),
        ("esign", "getFlowOutline", 403, True),
        ("esign", "getFlowOutline", 404, False),
    ],
)
def test_what_holds_by_default_holds_for_failures(provider: str, operation: str, status: int, known: bool) -> None:
    """A status below 400 is documented only where it is listed."""
    assert known is _contract(provider).operations[operation].documents(status)


def test_an_open_enum_of_requests_stays_open() -> None:
    """A caller may use an identity type that the document does not list."""
    operation = _contract("alipay").operations["queryJobworthAuthentication"]

    assert Expectation.VALID is operation.expectation(f"{ALIPAY}?{WHOLE.replace('=04', '=99')}", b"")
