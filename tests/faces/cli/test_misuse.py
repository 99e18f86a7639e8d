"""What newcomers type, and what they are told."""

import pytest

from realname.providers import PROVIDERS
from tests import facts
from tests.faces.cli.conftest import Run

FIRST = facts.of("zoloz")[0].name


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("call zolos", "Did you mean 'zoloz'?"),
        ("reference zolos", "Did you mean zoloz?"),
        ("explain zolos", "Did you mean zoloz?"),
        ("doctor alpay", "Did you mean alipay?"),
        ("call zoloz query-enrol-status", "Did you mean 'query-enroll-status'?"),
        ("call zoloz query_enroll_status --user x", "No such option: --user (Possible options: "),
        ("call query_enroll_status", "It is an operation: realname call zoloz query-enroll-status"),
        ("query-enroll-status", "It is an operation: realname call zoloz query-enroll-status"),
        ("zoloz", "It is a provider: realname call zoloz"),
        ("call zoloz alipay", "It is a provider; an operation is due."),
        ("reference query_enroll_status", "write its provider before it: zoloz query-enroll-status"),
        ("reference zoloz alipay", "a provider is named where an operation is due. Choose one of check-credentials, "),
        ("reference zoloz query_enrol_status", "there is no such operation. Did you mean query-enroll-status?"),
        ("bulk zoloz query_enrol_status --input x", "there is no such operation. Did you mean query-enroll-status?"),
        ("conformance zoloz --base-url sandbox --only query_enrol_status", "Did you mean query-enroll-status?"),
        ("call esign get-flow-outline --flow-id 1 --json true", "--json takes no value."),
        ("reference zoloz --json true", "there is no such operation"),
        ("doctor zoloz --online yes", "--online takes no value."),
        ("call --json esign", "The options of a command stand after its name."),
        ("sandbox 8080", "A port is an option: realname sandbox --port 8080"),
        ("explain", "Missing argument 'provider'. Choose from: zoloz, alipay, esign"),
        ("call esign get-flow-outline --flow-id 1 --base-url sandbx", "There are: sandbox, production."),
        ("conformance esign --base-url sandbx", "There are: sandbox, production."),
        ("conformance esign --base-url 127.0.0.1", "must start with https://"),
    ],
)
def test_the_right_thing_is_named(words: str, told: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """With exit code 2, and never a traceback."""
    monkeypatch.setenv("REALNAME_ESIGN_APP_ID", "7438000001")
    monkeypatch.setenv("REALNAME_ESIGN_APP_SECRET", "0" * 32)
    result = run(*words.split())
    text = " ".join(result.stderr.replace("│", " ").split())

    assert (2, "--json" in words) == (result.exit_code, bool(result.stdout))
    assert told in text


@pytest.mark.parametrize("spelling", ["check_credentials", "check-credentials", "checkCredentials"])
def test_an_operation_has_its_name_with_hyphens_and_underscores(spelling: str, run: Run) -> None:
    """Wherever one is named; `reference` and `bulk` know the provider's own name, too."""
    assert 0 == run("reference", "zoloz", spelling).exit_code
    assert spelling == "checkCredentials" or 0 == run("call", "zoloz", spelling, "--help").exit_code


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("reference {} ", "operation"),
        ("bulk {} ", "operation"),
        ("call {} ", "operation"),
        ("conformance {} --only ", "operation"),
        ("conformance {} --base-url ", "server"),
        ("bulk {} x --base-url ", "server"),
        ("call {} {operation} --base-url ", "server"),
    ],
)
def test_a_shell_completes_it(
    provider: str, words: str, expected: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Operations and servers, of the provider that stands before."""
    first = facts.of(provider)[0].name.replace("_", "-")
    line = "realname " + words.format(provider, operation=first)
    monkeypatch.setenv("_REALNAME_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", line)
    monkeypatch.setenv("COMP_CWORD", str(len(line.split())))
    completed = run().stdout.split("\n")

    assert (first if expected == "operation" else "sandbox") in " ".join(completed)
