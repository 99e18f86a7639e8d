"""A run from contract to report, at a provider that was made up for it."""

from typing import Any

import pytest

from realname import ConfigurationError
from realname.testing.conformance import runner
from realname.testing.conformance.options import Options
from realname.testing.conformance.report import Report
from realname.testing.contract import Contract
from tests.testing.conformance.library import READER, SUBJECT, Gateway, contract, running


def _run(gateway: Gateway, of: Contract | None = None, **options: Any) -> Report:
    chosen = Options(**{"max_calls": None, "calls_per_second": None, "negative": True, **options})
    with running(gateway):
        return runner.run(
            "library",
            SUBJECT,
            of or contract(),
            base_url=gateway.url,
            credentials=READER,
            options=chosen,
            progress=None,
        )


def _names(report: Report) -> set[str]:
    return {breach.name for breach in report.breaches}


def test_parameters_that_are_no_text_are_judged_by_their_type() -> None:
    """Truth values and numbers of a query are valid as the texts that stand for them, and nothing else is."""
    gateway = Gateway()

    report = _run(gateway)

    assert (0, ()) == (report.exit_code, report.breaches)
    assert {"true", "false"} == {query["lent"][0] for query in gateway.seen}
    assert {"valid", "invalid"} <= report.expectations.keys()


def test_a_gateway_that_takes_any_text_for_a_truth_value_is_noticed() -> None:
    """The text that a request held decides, not what its generator meant."""
    assert {"accepts_invalid_value"} == _names(_run(Gateway(careless=True), phases=("coverage",)))


@pytest.mark.parametrize(
    ("gateway", "name"),
    [
        (Gateway(state="burnt"), "undocumented_enum_value"),
        (Gateway(closed=5), "wrong_type"),
        (Gateway(wrong_key="NO_HEADER"), "accepts_wrong_key"),
    ],
    ids=["open enum", "failure behind a reference", "code for another mistake"],
)
def test_what_an_answer_must_be_holds_wherever_the_contract_says_it(gateway: Gateway, name: str) -> None:
    """In a success, in a failure behind a reference, in the code of a refusal; a client would take the enum's value."""
    assert name in _names(_run(gateway, phases=("examples",)))


def test_an_operation_that_is_never_sent_takes_no_argument_away() -> None:
    """It could use the value up, but does not run; the report says so, and nobody is asked."""
    gateway = Gateway()

    def never(question: str) -> bool:
        pytest.fail(question)

    report = _run(gateway, arguments={"shelf": "77"}, confirm=never, phases=("examples",))

    assert [["77"]] == [query["shelf"] for query in gateway.seen]
    assert (0, ("lendBook",), ()) == (report.exit_code, report.left_out, report.unseen)


def test_an_argument_of_such_an_operation_is_refused() -> None:
    """What would change nothing is a mistake, and is told before anything is sent."""
    with pytest.raises(ConfigurationError) as caught:
        _run(Gateway(), arguments={"reader": "r-2"})

    assert ("arguments", True) == (caught.value.setting, "author, language, lent, shelf, word" in str(caught.value))


def test_a_run_without_a_success_is_not_clean() -> None:
    """The gateway says no to everything, correctly: its successes are untested."""
    report = _run(Gateway(closed="come back tomorrow"))

    assert (2, (), ("findBooks",)) == (report.exit_code, report.breaches, report.unseen)


def test_the_code_of_an_operation_wins() -> None:
    """In general this code says that there is no access, which would end the run; here, that there is no book."""
    report = _run(Gateway(closed="no such book"), phases=("examples",))

    assert (None, 1) == (report.stopped, report.cases["examples"])


def test_no_access_to_one_thing_does_not_end_the_run() -> None:
    """Where an operation says so by a code of its own; the same code of the contract does end it."""

    def stopped(codes: dict[str, Any]) -> str | None:
        document = contract().document
        document["paths"]["/books"]["get"]["x-codes"] = codes
        return _run(Gateway(closed="no"), of=Contract(document), phases=("examples",)).stopped

    assert stopped({"CLOSED": {"kind": "access"}}) is None
    assert "the gateway gives no access, or no more of it (HTTP 400, CLOSED)" == stopped({})


@pytest.mark.parametrize(("copied", "code"), [(False, 1), (True, 2)])
def test_what_only_copies_allow_may_be_refused(copied: bool, code: int) -> None:
    """A value that was drawn is refused for its form: a breach, unless the copies of the page may leave a limit out."""
    document = contract().document
    document["paths"]["/books"]["get"]["x-document"]["second-hand"] = copied

    report = _run(Gateway(narrow=True), of=Contract(document), phases=("coverage",))
    examples = _run(Gateway(narrow=True), of=Contract(document), phases=("examples",))

    assert (code, set() if copied else {"refuses_valid_request"}) == (report.exit_code, _names(report))
    assert copied != ("valid" in report.expectations)
    assert {"refuses_valid_request"} == _names(examples)
