"""A conformance run that cannot fail proves nothing: each breach that the sandbox can commit is reported by name."""

from typing import Any

import pytest

from realname.conformance import PROVIDERS
from realname.sandbox import Sandbox
from tests.conformance.conftest import Runner

ANSWERS = (
    "missing_required_field",
    "null_where_forbidden",
    "server_error",
    "undocumented_enum_value",
    "undocumented_status",
    "wrong_content_type",
    "wrong_type",
)
SIGNED = ("unsigned_answer", "wrong_signature")
REQUESTS = ("refuses_valid_request",)
FORGERIES = ("accepts_unsigned_request", "accepts_wrong_key")
NEEDS_INVALID_REQUESTS = ("accepts_invalid_value", "accepts_missing_field", "accepts_over_long_value")
EVERYWHERE = (*ANSWERS, *REQUESTS, *FORGERIES, "accepts_invalid_value")
BREACHES = {
    "zoloz": (*EVERYWHERE, *SIGNED, *NEEDS_INVALID_REQUESTS[1:], "accepts_missing_header", "accepts_changed_body"),
    "alipay": (*EVERYWHERE, *SIGNED, "accepts_changed_query"),
    "esign": (*EVERYWHERE, "accepts_missing_header", "accepts_changed_query", "accepts_changed_path"),
}
TABLE = [(provider, breach) for provider, breaches in BREACHES.items() for breach in breaches]


def _options(breach: str) -> dict[str, Any]:
    """The least that shows a breach: the documented examples, or each field's edges for what must be refused."""
    return {"phases": ("coverage",) if breach in NEEDS_INVALID_REQUESTS else ("examples",)}


@pytest.mark.parametrize("provider", PROVIDERS)
def test_the_table_has_every_breach_of_the_sandbox(provider: str, sandbox: Sandbox) -> None:
    """No breach is left out of the tests below."""
    assert sorted(BREACHES[provider]) == sorted(sandbox.breaches(provider))


@pytest.mark.parametrize(("provider", "breach"), TABLE)
def test_a_breach_is_reported_by_name(
    provider: str, breach: str, sandbox: Sandbox, conform: Runner, token: dict[str, Any]
) -> None:
    """The run is told nothing of the breach, and names it."""
    sandbox.break_contract(provider, breach)

    report = conform(provider, **_options(breach), **(token if provider == "alipay" else {}))

    assert breach in {found.name for found in report.breaches}
    assert (1, None) == (report.exit_code, report.stopped)


@pytest.mark.parametrize("phases", [("examples",), ("coverage",)], ids=str)
@pytest.mark.parametrize("provider", PROVIDERS)
def test_the_same_run_is_clean_without_a_breach(
    provider: str, phases: tuple[str, ...], conform: Runner, token: dict[str, Any]
) -> None:
    """The runs of the table find nothing in a gateway that keeps its contract."""
    report = conform(provider, phases=phases, **(token if provider == "alipay" else {}))

    assert () == report.breaches
    assert 0 == report.exit_code


@pytest.mark.parametrize("fault", ["malformed_json", "empty_200", "duplicate_key"])
def test_an_answer_that_is_no_json_is_reported(fault: str, sandbox: Sandbox, conform: Runner) -> None:
    """It is signed, it says that it is JSON, and it is not."""
    sandbox.fail_next("zoloz", fault, times=None)

    report = conform("zoloz", phases=("examples",), negative=False)

    assert "not_json" in {found.name for found in report.breaches}
