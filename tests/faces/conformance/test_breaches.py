"""A conformance run that cannot fail proves nothing: each breach that the sandbox can commit is reported by name."""

import pytest

from realname.conformance import PROVIDERS
from realname.sandbox import Sandbox
from realname.testing import provider as port
from tests.faces.conformance.conftest import Runner

TABLE = [(name, breach) for name in PROVIDERS for breach in port.sandbox(name).BREACHES.descriptions()]
NEEDS_INVALID_REQUESTS = ("accepts_invalid_value", "accepts_missing_field", "accepts_over_long_value")


@pytest.mark.parametrize(("provider", "breach"), TABLE)
def test_a_breach_is_reported_by_name(provider: str, breach: str, sandbox: Sandbox, conform: Runner) -> None:
    """The run is told nothing of the breach, and names it; the least that shows it is tried."""
    sandbox.break_contract(provider, breach)

    report = conform(provider, phases=("coverage",) if breach in NEEDS_INVALID_REQUESTS else ("examples",))

    assert breach in {found.name for found in report.breaches}
    assert (1, None) == (report.exit_code, report.stopped)


@pytest.mark.parametrize("phase", ["examples", "coverage"])
@pytest.mark.parametrize("provider", PROVIDERS)
def test_the_same_run_is_clean_without_a_breach(provider: str, phase: str, conform: Runner) -> None:
    """The runs of the table find nothing in a gateway that keeps its contract."""
    report = conform(provider, phases=(phase,))

    assert (0, ()) == (report.exit_code, report.breaches)


@pytest.mark.parametrize("fault", ["malformed_json", "empty_200", "duplicate_key"])
def test_an_answer_that_is_no_json_is_reported(fault: str, sandbox: Sandbox, conform: Runner) -> None:
    """It is signed, it says that it is JSON, and it is not."""
    sandbox.fail_next("zoloz", fault, times=None)

    report = conform("zoloz", phases=("examples",), negative=False)

    assert "not_json" in {found.name for found in report.breaches}
