"""What a report says, and what it never holds."""

from typing import Any
from xml.etree import ElementTree as ET

import pytest
from attrs import evolve

from realname.conformance import PROVIDERS, Breach, Report
from realname.sandbox import Sandbox
from tests.conformance.conftest import Runner

CLEAN = Report(
    provider="zoloz",
    base_url="http://127.0.0.1:1",
    cases={"examples": 1, "coverage": 12},
    expectations={"valid": 5, "invalid": 8},
    calls=40,
    checks=("documented_answer", "envelope"),
    breaches=(),
)
BREACH = Breach(
    name="wrong_type",
    operation="queryEnrollStatus",
    check="documented_answer",
    detail="$.result.resultStatus breaks the rule 'type' (HTTP 200)",
    phase="coverage",
    case=3,
    count=2,
)
BROKEN = evolve(CLEAN, breaches=(BREACH,))
STOPPED = evolve(CLEAN, stopped="the gateway gives no access")


@pytest.mark.parametrize(
    ("report", "code"), [(CLEAN, 0), (BROKEN, 1), (STOPPED, 2), (evolve(BROKEN, stopped="no access any more"), 1)]
)
def test_exit_code(report: Report, code: int) -> None:
    """0 clean, 1 a breach, 2 could not find out; a breach that was seen stays one."""
    assert code == report.exit_code


def test_text_of_a_clean_run() -> None:
    """Counts first, the verdict last."""
    assert CLEAN.to_text() == (
        "zoloz at http://127.0.0.1:1\n"
        "  examples  1 case\n"
        "  coverage  12 cases\n"
        "  in all    40 calls; cases: 5 valid, 8 invalid\n"
        "No breach of the contract.\n"
    )


def test_text_names_a_breach_and_where_it_was() -> None:
    """Name, operation, detail, and which case to look at."""
    assert (
        "BREACH  wrong_type  queryEnrollStatus\n"
        "        $.result.resultStatus breaks the rule 'type' (HTTP 200)\n"
        "        first seen in coverage, case 3, 2 times; check documented_answer\n"
        "1 breach of the contract.\n"
    ) in BROKEN.to_text()


def test_text_says_that_the_run_was_stopped() -> None:
    """And that nothing is known of the contract."""
    assert STOPPED.to_text().endswith("STOPPED the gateway gives no access\nThe gateway could not be tested.\n")


def test_text_says_that_the_run_is_incomplete() -> None:
    """Clean so far is not clean."""
    assert "it has not tried everything" in evolve(CLEAN, complete=False).to_text()


@pytest.mark.parametrize(
    ("report", "counts"), [(CLEAN, ("2", "0", "0")), (BROKEN, ("2", "1", "0")), (STOPPED, ("3", "0", "1"))]
)
def test_junit_counts(report: Report, counts: tuple[str, str, str]) -> None:
    """A test case for each check, a failure for each that noticed something, an error where the run was stopped."""
    suite = ET.fromstring(report.to_junit().encode())  # noqa: S314  our own

    assert counts == (suite.get("tests"), suite.get("failures"), suite.get("errors"))
    assert int(counts[0]) == len(suite.findall("testcase"))
    assert int(counts[1]) == len(suite.findall("testcase/failure"))
    assert int(counts[2]) == len(suite.findall("testcase/error"))


def test_junit_names_the_breach() -> None:
    """The message is the name, the text the whole."""
    suite = ET.fromstring(BROKEN.to_junit().encode())  # noqa: S314  our own
    failure = suite.find("testcase[@name='documented_answer']/failure")

    assert failure is not None
    assert "wrong_type" == failure.get("message")
    assert BREACH.detail in str(failure.text)


@pytest.mark.parametrize("breach", ["wrong_type", "accepts_unsigned_request", "refuses_valid_request"])
@pytest.mark.parametrize("provider", PROVIDERS)
def test_nothing_sensitive_stands_in_a_report(
    provider: str, breach: str, sandbox: Sandbox, conform: Runner, token: dict[str, Any]
) -> None:
    """No value that was sent: no signature, no header, no argument, no id, no key."""
    arguments = {
        "zoloz": {"userId": "person-4711", "bizId": "biz-4711"},
        "alipay": token["arguments"],
        "esign": {"flowId": sandbox.esign.add_flow()},
    }[provider]
    sandbox.break_contract(provider, breach)

    report = conform(provider, arguments=arguments, confirm=lambda _: True, phases=("examples",))

    said = report.to_text() + report.to_junit() + repr(report)
    values = {value for record in sandbox.requests for _, value in record.headers if len(value) > 9}
    values -= {record.header("host") for record in (r.received for r in sandbox.requests)}
    assert report.breaches
    assert [] == [value for value in (*values, *arguments.values()) if value in said]
