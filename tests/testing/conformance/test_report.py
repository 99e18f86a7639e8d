"""What a report says, and what it never holds."""

from xml.etree import ElementTree as ET

import pytest
from attrs import evolve

from realname.testing.conformance.report import Breach, Report

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
STOPPED = evolve(CLEAN, stopped="the gateway gives no access", unseen=("queryEnrollStatus",))
UNSEEN = evolve(CLEAN, left_out=("enroll",), unseen=("queryEnrollStatus",))


@pytest.mark.parametrize(
    ("report", "code"),
    [
        (CLEAN, 0),
        (BROKEN, 1),
        (STOPPED, 2),
        (UNSEEN, 2),
        (evolve(BROKEN, stopped="no access any more"), 1),
        (evolve(CLEAN, left_out=("enroll",)), 0),
    ],
)
def test_exit_code(report: Report, code: int) -> None:
    """0 clean, 1 a breach, 2 could not find out; a breach that was seen stays one."""
    assert code == report.exit_code


@pytest.mark.parametrize(
    ("report", "end"),
    [
        (CLEAN, "No breach of the contract.\n"),
        (
            BROKEN,
            "BREACH  wrong_type  queryEnrollStatus\n"
            "        $.result.resultStatus breaks the rule 'type' (HTTP 200)\n"
            "        first seen in coverage, case 3, 2 times; check documented_answer\n"
            "1 breach of the contract.\n",
        ),
        (STOPPED, "STOPPED the gateway gives no access\nThe gateway could not be tested.\n"),
        (
            UNSEEN,
            "LEFT OUT enroll: not sent, since it was not chosen, or may start, charge, send, move money or delete\n"
            "UNTESTED no success of queryEnrollStatus was seen; pass values of your account as arguments\n"
            "Not everything could be tested.\n",
        ),
        (
            evolve(CLEAN, left_out=("enroll",)),
            "LEFT OUT enroll: not sent, since it was not chosen, or may start, charge, send, move money or delete\n"
            "No breach of the contract by the operations that were sent.\n",
        ),
        (
            evolve(CLEAN, complete=False),
            "The run ended at the agreed number of calls; it has not tried everything.\nNo breach of the contract.\n",
        ),
    ],
)
def test_text_says_what_was_found_and_what_was_not_tested(report: Report, end: str) -> None:
    """Counts, breaches and where they were, what was stopped, never sent, or never seen to succeed, and the verdict."""
    begin = "zoloz at http://127.0.0.1:1\n  examples  1 case\n  coverage  12 cases\n"

    assert f"{begin}  in all    40 calls; cases: 5 valid, 8 invalid\n{end}" == report.to_text()


@pytest.mark.parametrize(
    ("report", "counts"),
    [
        (CLEAN, ("2", "0", "0", "0")),
        (BROKEN, ("2", "1", "0", "0")),
        (STOPPED, ("3", "0", "1", "0")),
        (UNSEEN, ("4", "0", "1", "1")),
    ],
)
def test_junit_counts(report: Report, counts: tuple[str, ...]) -> None:
    """A test case for each check, a failure for each that noticed something, an error for what was not tested."""
    suite = ET.fromstring(report.to_junit().encode())  # noqa: S314  our own

    assert counts == tuple(suite.get(name) for name in ("tests", "failures", "errors", "skipped"))
    found = [len(suite.findall(f"testcase{kind}")) for kind in ("", "/failure", "/error", "/skipped")]
    assert list(counts) == [str(count) for count in found]


def test_junit_names_the_breach() -> None:
    """The message is the name, the text the whole."""
    suite = ET.fromstring(BROKEN.to_junit().encode())  # noqa: S314  our own
    failure = suite.find("testcase[@name='documented_answer']/failure")

    assert failure is not None
    assert "wrong_type" == failure.get("message")
    assert BREACH.detail in str(failure.text)
