"""Whole runs against the sandbox: all phases and checks, and the polite ones meant for somebody else's gateway."""

import socket
from typing import Any

import pytest

from realname import ConfigurationError
from realname.conformance import PROVIDERS, Options, Progress, run
from realname.sandbox import Sandbox
from tests.conformance.conftest import Runner, gateway

LET_IN = {"accepted", "SANDBOX_USER_NOT_ENROLLED", "TOKEN_INVALID", "30500001"}
"""The sandbox's verdicts on requests that are signed and as the contract has them."""
OURS = {"documented_answer", "envelope", "refuses_forgery"}
CASES = {"zoloz": (3, 36, 20), "alipay": (2, 80, 10), "esign": (1, 5, 10)}
"""How many cases each phase sends at least: examples, coverage, fuzzing."""


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_whole_run_is_clean(provider: str, conform: Runner, token: dict[str, Any]) -> None:
    """Every phase has sent its cases, valid and invalid ones, every check has run, and nothing was found."""
    report = conform(provider, **(token if provider == "alipay" else {}))

    assert () == report.breaches
    assert (0, None, True) == (report.exit_code, report.stopped, report.complete)
    assert ["examples", "coverage", "fuzzing"] == list(report.cases)
    assert [] == [(n, least) for n, least in zip(report.cases.values(), CASES[provider], strict=True) if n < least]
    assert sum(report.cases.values()) == sum(report.expectations.values())
    assert {"valid", "invalid"} <= report.expectations.keys()
    assert (OURS | {"authentic_answer"} if provider != "esign" else OURS) <= set(report.checks)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_forged_variants_follow_every_case(provider: str, sandbox: Sandbox, conform: Runner) -> None:
    """At least three of each: unsigned, under another key, changed. None of them gets past the signature."""
    report = conform(provider, phases=("examples",))

    assert report.calls >= 4 * report.cases["examples"]
    assert report.calls == len(sandbox.requests)
    assert report.cases["examples"] == sum(record.verdict in LET_IN for record in sandbox.requests)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_run_is_polite_unless_told_otherwise(provider: str, sandbox: Sandbox, credentials: dict[str, object]) -> None:
    """By default no request is forged, and none breaks the contract."""
    url = gateway(sandbox, provider).url

    report = run(provider, base_url=url, credentials=credentials[provider], options=Options(calls_per_second=None))

    assert 0 == report.exit_code
    assert ["valid"] == list(report.expectations)
    assert sum(report.cases.values()) == report.calls == len(sandbox.requests)
    assert LET_IN >= {record.verdict for record in sandbox.requests}


def test_the_defaults_are_polite() -> None:
    """Nobody has to know an option to be a good guest."""
    options = Options()

    assert (False, False, 100, 2.0) == (
        options.negative,
        options.production,
        options.max_calls,
        options.calls_per_second,
    )


@pytest.mark.parametrize("limit", [1, 5, 12])
def test_a_run_ends_at_the_agreed_number_of_calls(limit: int, sandbox: Sandbox, conform: Runner) -> None:
    """Forged requests count; the report says that not everything was tried."""
    report = conform("zoloz", max_calls=limit)

    assert limit == report.calls == len(sandbox.requests)
    assert (0, False) == (report.exit_code, report.complete)


def test_what_was_found_before_the_end_counts(sandbox: Sandbox, conform: Runner) -> None:
    """The last request that was allowed showed a breach."""
    sandbox.break_contract("zoloz", "accepts_unsigned_request")

    report = conform("zoloz", max_calls=2)

    assert ["accepts_unsigned_request"] == [breach.name for breach in report.breaches]
    assert (1, False) == (report.exit_code, report.complete)


def test_progress_is_told_after_each_case(conform: Runner) -> None:
    """Who waits sees where the run stands."""
    seen: list[Progress] = []

    report = conform("esign", progress=seen.append)

    assert list(range(1, sum(report.cases.values()) + 1)) == [progress.cases for progress in seen]
    assert ["coverage", "examples", "fuzzing"] == sorted({progress.phase for progress in seen})
    assert {"getFlowOutline"} == {progress.operation for progress in seen}
    assert report.calls >= seen[-1].calls


# ---- tokens ----


def test_a_consumable_token_is_spent_only_after_a_yes(sandbox: Sandbox, conform: Runner, token: dict[str, Any]) -> None:
    """The question names the operation; without a yes the documented example is sent."""
    asked: list[str] = []

    def decline(question: str) -> bool:
        asked.append(question)
        return False

    conform("alipay", arguments=token["arguments"], confirm=decline, phases=("examples",), negative=False)

    assert ["queryJobworthAuthentication"] == [question.split()[0] for question in asked]
    assert "accepted" not in {record.verdict for record in sandbox.requests}


def test_a_token_that_may_be_spent_is_spent_once(sandbox: Sandbox, conform: Runner, token: dict[str, Any]) -> None:
    """One answer is a success; the cases after it meet a used-up token, which is no breach."""
    report = conform("alipay", **token, phases=("examples",))

    assert 0 == report.exit_code
    assert 1 == sum(record.verdict == "accepted" for record in sandbox.requests)


def test_values_of_the_account_replace_the_examples(sandbox: Sandbox, conform: Runner) -> None:
    """An enrolled user's id is asked about, and the gateway says that it is enrolled."""
    sandbox.zoloz.enroll("user-of-mine")

    conform("zoloz", arguments={"userId": "user-of-mine"}, phases=("examples",), negative=False)

    assert "accepted" == sandbox.requests[0].verdict
    assert b"user-of-mine" in sandbox.requests[0].body


# ---- what is no breach ----


@pytest.mark.parametrize("provider", PROVIDERS)
def test_refused_credentials_are_no_breach(provider: str, sandbox: Sandbox) -> None:
    """A gateway that does not know us cannot be tested: exit code 2, after one request."""
    with Sandbox() as other:
        stranger = gateway(other, provider).credentials

    report = run(
        provider,
        base_url=gateway(sandbox, provider).url,
        credentials=stranger,
        options=Options(negative=True, calls_per_second=None),
    )

    assert (2, (), 1) == (report.exit_code, report.breaches, report.calls)
    assert "does not accept the credentials" in str(report.stopped)


@pytest.mark.parametrize(
    ("provider", "fault"), [("zoloz", "firewall_page"), ("alipay", "status_429"), ("esign", "ip_not_in_whitelist")]
)
def test_a_gateway_that_gives_no_access_is_no_breach(
    provider: str, fault: str, sandbox: Sandbox, conform: Runner
) -> None:
    """A quota, a firewall, a whitelist: the run stops at once."""
    sandbox.fail_next(provider, fault, times=None)

    report = conform(provider)

    assert (2, (), 1) == (report.exit_code, report.breaches, report.calls)


def test_a_gateway_that_is_not_there_is_no_breach(credentials: dict[str, object]) -> None:
    """Nobody listens: exit code 2, and no address of a request in the reason."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

    report = run("zoloz", base_url=f"http://127.0.0.1:{port}", credentials=credentials["zoloz"])

    assert (2, (), "the run could not go on (ConnectionError)") == (
        report.exit_code,
        report.breaches,
        report.stopped,
    )


def test_a_run_without_a_case_is_not_clean(conform: Runner) -> None:
    """What has asked nothing has found out nothing."""
    assert 2 == conform("zoloz", phases=()).exit_code


# ---- what cannot be run ----


@pytest.mark.parametrize(
    ("provider", "url"),
    [
        ("zoloz", "https://sg-production-api.zoloz.com"),
        ("alipay", "https://openapi.alipay.com"),
        ("esign", "https://openapi.esign.cn"),
    ],
)
def test_production_needs_a_word(provider: str, url: str, credentials: dict[str, object]) -> None:
    """The contract's production hosts are refused before anything is sent."""
    with pytest.raises(ConfigurationError) as caught:
        run(provider, base_url=url, credentials=credentials[provider])

    assert "base_url" == caught.value.setting


@pytest.mark.parametrize(
    ("setting", "change"),
    [
        ("provider", {"provider": "nobody"}),
        ("credentials", {"credentials": object()}),
        ("credentials", {"provider": "alipay", "credentials": object()}),
        ("credentials", {"provider": "esign", "credentials": object()}),
        ("base_url", {"base_url": "http://gateway.example"}),
        ("arguments", {"options": Options(arguments={"userid": "x"})}),
    ],
)
def test_a_setting_that_cannot_be_right_is_named(
    setting: str, change: dict[str, Any], credentials: dict[str, object]
) -> None:
    """It is refused before anything is sent."""
    settings: dict[str, Any] = {
        "provider": "zoloz",
        "base_url": "http://127.0.0.1:1",
        "credentials": credentials["zoloz"],
    }

    with pytest.raises(ConfigurationError) as caught:
        run(**{**settings, **change})

    assert setting == caught.value.setting
