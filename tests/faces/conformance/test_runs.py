"""Whole runs against the sandbox: all phases and checks, and the polite ones meant for somebody else's gateway."""

import re
import socket
from typing import Any

import pytest

from realname import ConfigurationError
from realname.conformance import PROVIDERS, Options, Progress, run
from realname.sandbox import Sandbox
from tests import facts
from tests.faces.conformance.conftest import Runner

LET_IN = {"accepted", "SANDBOX_USER_NOT_ENROLLED", "TOKEN_INVALID", "30500001"}
"""The sandbox's verdicts on requests that are signed and as the contract has them."""


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_whole_run_is_clean(provider: str, conform: Runner) -> None:
    """Every phase has sent its cases, valid and invalid ones, every check has run, and nothing was found."""
    least = (1, 4 * len(facts.main(provider).inputs), 10)

    report = conform(provider)

    assert () == report.breaches
    assert (0, None, True) == (report.exit_code, report.stopped, report.complete)
    assert ["examples", "coverage", "fuzzing"] == list(report.cases)
    assert [] == [count for count, bound in zip(report.cases.values(), least, strict=True) if count < bound]
    assert sum(report.cases.values()) == sum(report.expectations.values())
    assert {"valid", "invalid"} <= report.expectations.keys()
    signed = {"authentic_answer"} if facts.contract(provider)["x-answers"] == "signed" else set()
    assert {"documented_answer", "envelope", "refuses_forgery"} | signed <= set(report.checks)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_operation_is_seen_to_succeed(
    provider: str, conform: Runner, journeys: dict[str, dict[str, str]]
) -> None:
    """The documented example of each, and the edges of each field, valid, wrong and forged, with effects allowed."""
    report = conform(provider, only=(), effects=True, arguments=journeys[provider], phases=("examples", "coverage"))

    assert (0, (), (), ()) == (report.exit_code, report.breaches, report.left_out, report.unseen)
    assert {"valid", "invalid"} <= report.expectations.keys()
    assert report.cases["examples"] >= len(facts.of(provider))


@pytest.mark.parametrize("provider", PROVIDERS)
def test_what_has_effects_is_sent_only_after_a_yes(
    provider: str, sandbox: Sandbox, conform: Runner, journeys: dict[str, dict[str, str]]
) -> None:
    """By default nothing starts, charges, sends messages or deletes; the report names what was left out."""
    due = [
        each for each in facts.of(provider) if (each.safe or each.method == "GET") and each.id != "deletePrivacyInfo"
    ]

    own = {n: value for n, value in journeys[provider].items() if n.partition(".")[0] in {each.id for each in due}}
    before = len(sandbox.requests)

    report = conform(provider, only=(), phases=("examples",), negative=False, arguments=own)

    assert (0, ()) == (report.exit_code, report.unseen)
    assert {each.id for each in facts.of(provider)} - {each.id for each in due} == set(report.left_out)
    assert "No breach of the contract by the operations that were sent.\n" in report.to_text()
    paths = {re.sub(r"\{\w+\}", "[^/]+", each.path) for each in due}
    assert [] == [
        record.path
        for record in sandbox.requests[before:]
        if not any(re.fullmatch(path, record.path) for path in paths)
    ]


def test_an_operation_whose_success_was_never_seen_is_named(conform: Runner) -> None:
    """Each by its name, and the run is not clean; what is skipped is not missed."""
    options = {"only": ["queryEnrollStatus", "checkCredentials"], "phases": ("examples",), "arguments": {}}

    report, others = conform("zoloz", **options), conform("zoloz", skip=["queryEnrollStatus"], **options)

    assert (2, (), ("queryEnrollStatus",)) == (report.exit_code, report.breaches, report.unseen)
    assert "UNTESTED no success of queryEnrollStatus was seen" in report.to_text()
    assert (0, ()) == (others.exit_code, others.unseen)
    assert "queryEnrollStatus" in others.left_out


@pytest.mark.parametrize("provider", PROVIDERS)
def test_forged_variants_follow_every_case(provider: str, sandbox: Sandbox, conform: Runner) -> None:
    """At least three of each: unsigned, under another key, changed. None of them gets past the signature."""
    report = conform(provider, phases=("examples",))

    assert report.calls >= 4 * report.cases["examples"]
    assert report.calls == len(sandbox.requests)
    assert report.cases["examples"] == sum(record.verdict in LET_IN for record in sandbox.requests)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_run_is_polite_unless_told_otherwise(
    provider: str, sandbox: Sandbox, credentials: dict[str, object], account: dict[str, dict[str, str]]
) -> None:
    """By default no request is forged, and none breaks the contract: a good guest need not know any option."""
    only, arguments = [facts.main(provider).id], account[provider]
    options = Options(calls_per_second=None, only=only, arguments=arguments, confirm=lambda _: True)

    report = run(provider, base_url=getattr(sandbox, provider).url, credentials=credentials[provider], options=options)

    assert (0, ["valid"]) == (report.exit_code, list(report.expectations))
    assert sum(report.cases.values()) == report.calls == len(sandbox.requests)
    assert LET_IN >= {record.verdict for record in sandbox.requests}
    assert (100, 2.0) == (Options().max_calls, Options().calls_per_second)


@pytest.mark.parametrize("limit", [1, 5, 12])
def test_a_run_ends_at_the_agreed_number_of_calls(limit: int, sandbox: Sandbox, conform: Runner) -> None:
    """Forged requests count; the report says that not everything was tried, and is clean only if each operation was."""
    report = conform("zoloz", only=["checkCredentials", "queryEnrollStatus"], max_calls=limit)

    assert limit == report.calls == len(sandbox.requests)
    assert (2 if report.unseen else 0, False) == (report.exit_code, report.complete)
    assert limit > 1 or report.unseen


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
    assert {facts.main("esign").id} == {progress.operation for progress in seen}
    assert report.calls >= seen[-1].calls


# ---- values of the account ----


def test_a_consumable_token_is_spent_only_after_a_yes(sandbox: Sandbox, conform: Runner) -> None:
    """The question names the operation; without a yes the documented example is sent, of which nothing is known."""
    asked: list[str] = []

    report = conform("alipay", confirm=asked.append, phases=("examples",), negative=False)

    operation = facts.main("alipay").id
    assert [operation] == [question.split()[0] for question in asked]
    assert "accepted" not in {record.verdict for record in sandbox.requests}
    assert (2, (operation,)) == (report.exit_code, report.unseen)


def test_where_effects_are_allowed_nobody_is_asked(conform: Runner) -> None:
    """That is a yes already, so that a run without a terminal gets as far."""

    def never(question: str) -> bool:
        pytest.fail(question)

    report = conform("alipay", effects=True, confirm=never, phases=("examples",), negative=False)

    assert (0, ()) == (report.exit_code, report.unseen)


def test_a_token_that_may_be_spent_is_spent_once(sandbox: Sandbox, conform: Runner) -> None:
    """One answer is a success; the cases after it meet a used-up token, which is no breach."""
    report = conform("alipay", phases=("examples",))

    assert 0 == report.exit_code
    assert 1 == sum(record.verdict == "accepted" for record in sandbox.requests)


def test_values_of_the_account_replace_the_examples(
    sandbox: Sandbox, conform: Runner, account: dict[str, dict[str, str]]
) -> None:
    """An enrolled user's id is asked about; without it no success is seen, and the run says so."""
    own = conform("zoloz", phases=("examples",), negative=False)
    documented = conform("zoloz", phases=("examples",), negative=False, arguments={})

    assert any(account["zoloz"]["userId"].encode() in record.body for record in sandbox.requests)
    assert (0, ()) == (own.exit_code, own.unseen)
    assert (2, (facts.main("zoloz").id,)) == (documented.exit_code, documented.unseen)


@pytest.mark.parametrize("breach", ["wrong_type", "accepts_unsigned_request", "refuses_valid_request"])
@pytest.mark.parametrize("provider", PROVIDERS)
def test_nothing_sensitive_stands_in_a_report(
    provider: str, breach: str, sandbox: Sandbox, conform: Runner, account: dict[str, dict[str, str]]
) -> None:
    """No value that was sent: no signature, no header, no argument, no id, no key."""
    sandbox.break_contract(provider, breach)

    report = conform(provider, phases=("examples",))

    said = report.to_text() + report.to_junit() + repr(report)
    values = {value for record in sandbox.requests for _, value in record.headers if len(value) > 9}
    values -= {record.header("host") for record in (r.received for r in sandbox.requests)}
    assert report.breaches
    assert [] == [value for value in (*values, *account[provider].values()) if value in said]


# ---- what is no breach ----


@pytest.mark.parametrize("provider", PROVIDERS)
def test_refused_credentials_are_no_breach(provider: str, sandbox: Sandbox) -> None:
    """A gateway that does not know us cannot be tested: exit code 2, after one request."""
    with Sandbox() as other:
        stranger = getattr(other, provider).credentials

    options = Options(negative=True, calls_per_second=None)
    report = run(provider, base_url=getattr(sandbox, provider).url, credentials=stranger, options=options)

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

    stopped = "the run could not go on (ConnectionError)"
    assert (2, (), stopped) == (report.exit_code, report.breaches, report.stopped)


def test_a_run_without_a_case_is_not_clean(conform: Runner) -> None:
    """What has asked nothing has found out nothing."""
    assert 2 == conform("zoloz", phases=()).exit_code


# ---- what cannot be run ----


@pytest.mark.parametrize(
    ("setting", "change"),
    [
        *(
            ("base_url", {"provider": provider, "base_url": server["url"]})
            for provider in PROVIDERS
            for server in facts.contract(provider)["servers"]
            if server["x-name"].startswith("production")
        ),
        ("base_url", {"base_url": "http://gateway.example"}),
        ("provider", {"provider": "nobody"}),
        *(("credentials", {"provider": provider, "credentials": object()}) for provider in PROVIDERS),
        ("arguments", {"options": Options(arguments={"userid": "x"})}),
        ("arguments", {"options": Options(arguments={"enroll.userId": "x"})}),
        ("arguments", {"options": Options(arguments={"checkresult.userId": "x"})}),
        ("only", {"options": Options(only=["check_result"])}),
        ("only", {"options": Options(only=["checkresult", "enroll"])}),
        ("only", {"options": Options(only=["deletePrivacyInfo"])}),
        ("skip", {"options": Options(skip=["enrol"])}),
    ],
)
def test_a_setting_that_cannot_be_right_is_named(
    setting: str, change: dict[str, Any], credentials: dict[str, object]
) -> None:
    """It is refused before anything is sent; a production host, as long as nobody says that it is meant."""
    settings: dict[str, Any] = {"provider": "zoloz", "base_url": "http://127.0.0.1:1", **change}

    with pytest.raises(ConfigurationError) as caught:
        run(**{"credentials": credentials.get(settings["provider"]), **settings})

    assert setting == caught.value.setting
