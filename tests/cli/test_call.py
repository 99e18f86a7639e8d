"""`realname call` against the sandbox."""

import json
from pathlib import Path

import pytest

from realname.sandbox import Sandbox
from tests.cli.conftest import Run, secrets_of

QUERY = ("call", "zoloz", "query-enroll-status", "--biz-id", "b-1")


def test_an_answer_is_plain_text_off_the_terminal(run: Run, sandbox: Sandbox, env_file: Path) -> None:
    """Each field stands on a line of its own; how far it can be trusted goes to standard error."""
    sandbox.zoloz.enroll("user-1")

    result = run(*QUERY, "--user-id", "user-1", "--env-file", env_file)

    assert (0, "result.resultStatus: S\n", "verified, HTTP 200\n") == (
        result.exit_code,
        result.stdout.splitlines(keepends=True)[0],
        result.stderr,
    )


def test_an_answer_is_a_table_on_a_terminal(
    run: Run, sandbox: Sandbox, env_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where colours are forced, or on a terminal, rich draws a frame."""
    sandbox.zoloz.enroll("user-1")
    monkeypatch.setenv("FORCE_COLOR", "1")

    result = run(*QUERY, "--user-id", "user-1", "--env-file", env_file)

    assert "│ result.resultStatus" in result.stdout


def test_json_is_the_wire_form(run: Run, sandbox: Sandbox, env_file: Path) -> None:
    """--json gives the documented fields under their wire names."""
    flow_id = sandbox.esign.add_flow()

    result = run("call", "esign", "get-flow-outline", "--flow-id", flow_id, "--json", "--env-file", env_file)

    assert flow_id == json.loads(result.stdout)["data"]["flowId"]


def test_raw_is_the_body_as_it_came(run: Run, sandbox: Sandbox, env_file: Path) -> None:
    """--raw adds nothing to the bytes of the answer, not even a line end."""
    flow_id = sandbox.esign.add_flow()

    result = run("call", "esign", "get-flow-outline", "--flow-id", flow_id, "--raw", "--env-file", env_file)

    assert '{"code":0 }' == result.stdout[:9] + " " + result.stdout[-1:]


@pytest.mark.parametrize(("options", "is_shown"), [((), False), (("--show-personal",), True)])
def test_sensitive_fields_are_masked_unless_asked_for(
    options: tuple[str, ...], is_shown: bool, run: Run, sandbox: Sandbox, env_file: Path
) -> None:
    """A field that the contract calls sensitive is shown only with --show-personal."""
    flow_id = sandbox.esign.add_flow(context_id="MARKER-7")

    result = run("call", "esign", "get-flow-outline", "--flow-id", flow_id, "--env-file", env_file, *options)

    assert (True, is_shown) == ("data.contextId: " in result.stdout, "MARKER-7" in result.output)


@pytest.mark.parametrize("form", ["@-", "@{}"])
def test_a_value_is_read_from_where_its_at_sign_says(
    form: str, run: Run, sandbox: Sandbox, env_file: Path, tmp_path: Path
) -> None:
    """@- reads standard input and @FILE a file, each without the line end."""
    sandbox.zoloz.enroll("user-1")
    path = tmp_path / "user"
    path.write_text("user-1\n", encoding="utf-8")

    result = run(*QUERY, "--user-id", form.format(path), "--env-file", env_file, input="user-1\n")

    assert 0 == result.exit_code


def test_a_doubled_at_sign_stands_for_one(run: Run, sandbox: Sandbox, env_file: Path) -> None:
    """A value that begins with @ can be given."""
    sandbox.zoloz.enroll("@user")

    assert 0 == run(*QUERY, "--user-id", "@@user", "--env-file", env_file).exit_code


def test_a_refusal_is_exit_code_1(run: Run, env_file: Path) -> None:
    """The provider's no is told on standard error; nothing is on standard output."""
    result = run(*QUERY, "--user-id", "stranger", "--env-file", env_file)

    assert (1, "", True) == (result.exit_code, result.stdout, "SANDBOX_USER_NOT_ENROLLED" in result.stderr)


def test_the_providers_words_are_shown_only_when_asked_for(run: Run, env_file: Path) -> None:
    """They may hold personal data."""
    quiet = run(*QUERY, "--user-id", "stranger", "--env-file", env_file)
    open_ = run(*QUERY, "--user-id", "stranger", "--env-file", env_file, "--show-personal")

    assert [False, True] == ["The provider's words" in result.stderr for result in (quiet, open_)]


def test_a_forged_answer_is_exit_code_3_and_points_to_explain(run: Run, sandbox: Sandbox, env_file: Path) -> None:
    """An answer that is not authentic is told apart from a refusal, and never shown."""
    sandbox.zoloz.enroll("user-1")
    sandbox.fail_next("zoloz", "tampered_body")

    result = run(*QUERY, "--user-id", "user-1", "--env-file", env_file)

    assert (3, "", True) == (result.exit_code, result.stdout, "realname explain" in result.stderr)


def test_no_connection_is_exit_code_4(run: Run, env_file: Path) -> None:
    """Nobody listens at port 1."""
    result = run(
        *QUERY, "--user-id", "u", "--env-file", env_file, "--base-url", "http://127.0.0.1:1", "--attempts", "1"
    )

    assert 4 == result.exit_code


def test_an_answer_off_the_contract_is_exit_code_5(run: Run, sandbox: Sandbox, env_file: Path) -> None:
    """An authentic answer that is not what the contract says."""
    sandbox.zoloz.enroll("user-1")
    sandbox.fail_next("zoloz", "missing_field")

    assert 5 == run(*QUERY, "--user-id", "user-1", "--env-file", env_file).exit_code


@pytest.mark.parametrize(
    "arguments",
    [
        ("call", "zoloz", "query-enroll-status", "--biz-id", "1"),
        ("call", "zoloz", "check-credentials", "--json", "--raw"),
        ("call", "zoloz", "query-enroll-status", "--biz-id", "1" * 33, "--user-id", "MARKER-7"),
        ("call", "alipay", "query-jobworth-authentication", "--cert-no", "MARKER-7", "--cert-type", "9"),
        ("call", "zoloz", "query-enroll-status", "--biz-id", "1", "--user-id", "@/nowhere/at/all"),
    ],
)
def test_wrong_usage_is_exit_code_2(arguments: tuple[str, ...], run: Run, env_file: Path) -> None:
    """A missing option, a value that is too long, an unknown choice, a file that is not there: nothing is sent."""
    result = run(*arguments, "--env-file", env_file)

    assert (2, False) == (result.exit_code, "MARKER-7" in result.output)


def test_missing_credentials_are_exit_code_2_and_named(run: Run) -> None:
    """Without settings the first missing variable is named."""
    result = run(*QUERY, "--user-id", "u")

    assert (2, True) == (result.exit_code, "REALNAME_ZOLOZ_" in result.stderr)


def test_a_server_can_be_named(run: Run, env_file: Path) -> None:
    """--base-url takes the names in the contract; an unknown one is told what there is to do."""
    result = run(*QUERY, "--user-id", "u", "--env-file", env_file, "--base-url", "nowhere")

    assert (2, True) == (result.exit_code, "SERVERS" in result.stderr)


def test_every_operation_is_there_with_its_arguments(run: Run) -> None:
    """Names, help, choices and limits come from the contract."""
    text = run("call", "alipay", "query-jobworth-authentication", "--help").stdout

    for expected in ("--once-token", "exact|dim", "For instance 04.", "one-time token", "--encrypt"):
        assert expected in text


def test_no_key_is_ever_printed(run: Run, sandbox: Sandbox, env_file: Path) -> None:
    """Neither an answer nor any failure shows what the settings hold."""
    sandbox.fail_next("zoloz", "tampered_body")
    results = [
        run(*QUERY, "--user-id", "user-1", "--env-file", env_file),
        run(*QUERY, "--user-id", "stranger", "--env-file", env_file, "--show-personal"),
        run("doctor", "--online", "--env-file", env_file),
        run("explain", "zoloz", "--env-file", env_file, input="GET / HTTP/1.1\n\n"),
    ]

    printed = "".join(result.output for result in results)

    assert [] == [secret for secret in secrets_of(sandbox) if secret in printed]
