"""A failure with --json or --raw: one object, of one shape, on standard output; and what people read of it."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest

import realname
from realname.cli import exits, failures
from realname.core.codes import Kind
from realname.core.errors import RealnameError
from realname.sandbox import Sandbox
from tests import facts
from tests.faces.cli.conftest import Run, query

NAMES = {
    "kind",
    "class",
    "exit_code",
    "message",
    "remedy",
    "operation",
    "code",
    "request_id",
    "http_status",
    "retryable",
    "outcome",
    "outcome_unknown",
}


def told(stdout: str) -> dict[str, Any]:
    """The error that stands alone on standard output, on one line."""
    assert 1 == stdout.count("\n")
    document: dict[str, dict[str, Any]] = json.loads(stdout)
    assert ["error"] == [*document]
    assert set() == NAMES - document["error"].keys()
    return document["error"]


@pytest.mark.parametrize("name", [n for n in realname.__all__ if n.endswith("Error") and n != "RealnameError"])
def test_every_error_has_a_kind(name: str) -> None:
    """And the same names."""
    error: RealnameError = (
        getattr(realname, name)("what happened", remedy="What to do.")
        if name != "RequestError"
        else (realname.RequestError("what happened", field="bizId", limit="text", document="https://x.example/"))
    )
    document = failures.of_error(error, 1)["error"]

    assert (name, "what happened", True) == (document["class"], document["message"], bool(document["kind"]))
    assert set() == NAMES - document.keys()


def test_the_page_has_every_name_and_every_kind() -> None:
    """Of docs/command-line.md, by which programs are written; each kind with its exit code."""
    page = (facts.ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    _, _, table = page.partition("| `kind` | exit code |")
    rows = [row.split("|") for row in table.splitlines() if row.startswith("| `")]
    documented = {kind: int(row[2]) for row in rows for kind in re.findall(r"`([\w-]+)`", row[1])}
    ours = {
        kind: failures.of_error(make("x"), exits.code_of(make("x")))["error"] for make, kind in failures.KINDS.items()
    }

    assert {failures.USAGE: 2, "refused": 1} | dict.fromkeys(get_args(Kind), 1) | {
        kind: error["exit_code"] for kind, error in ours.items()
    } == documented
    assert [] == [name for name in NAMES if f"`{name}`" not in page]


@pytest.mark.parametrize("form", ["--json", "--raw"])
def test_a_refusal(form: str, run: Run, env_file: Path) -> None:
    """Code, kind, request id and status; the text for people is on standard error, as ever."""
    result = run(*query("esign", form, flow_id="1"), "--env-file", env_file)
    error = told(result.stdout)

    assert (1, "not-found", "NotFoundError", 1) == (result.exit_code, *map(error.get, ("kind", "class", "exit_code")))
    assert ("get_flow_outline", "30500001", 200) == tuple(map(error.get, ("operation", "code", "http_status")))
    assert ("unknown", False, False) == tuple(map(error.get, ("outcome", "outcome_unknown", "retryable")))
    assert result.stderr.startswith(f"NotFoundError: [{error['request_id']}] get_flow_outline: {error['message']}")


@pytest.mark.parametrize(("options", "is_shown"), [([], False), (["--show-personal"], True)])
def test_the_providers_words_are_for_those_who_ask(
    options: list[str], is_shown: bool, run: Run, env_file: Path, answering: Callable[[bytes], str]
) -> None:
    """They may hold personal data."""
    body = json.dumps({"code": 30500001, "message": "MARKER"}).encode()
    head = b"HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)
    result = run(
        *query("esign", "--json", *options, flow_id="1", base_url=answering(head + body)), "--env-file", env_file
    )
    error = told(result.stdout)

    assert ("30500001", is_shown) == (error["code"], error.get("provider_message") == "MARKER")
    assert ("MARKER" in result.output) is is_shown


def test_what_reads_like_no_code_is_not_told() -> None:
    """A provider may write anything in the place of one."""
    codes = ["INVALID_PARAMETER", "张三", "x" * 81, None]

    assert ["INVALID_PARAMETER", None, None, None] == [
        failures.of_error(realname.ApiError("refused", code=code), 1)["error"]["code"] for code in codes
    ]


def test_an_argument_that_breaks_the_contract(run: Run, env_file: Path) -> None:
    """Field, limit and document; not the value."""
    result = run(*query("esign", "--json", flow_id="MARKER !"), "--env-file", env_file)
    error = told(result.stdout)

    assert (2, "argument", "flowId") == (result.exit_code, error["kind"], error["field"])
    assert {"limit", "document"} <= error.keys()
    assert "MARKER" not in result.output


def test_a_remedy_names_no_attribute(run: Run, env_file: Path, answering: Callable[[bytes], str]) -> None:
    """There is none on a command line; where the provider says nothing, nothing more is promised."""
    wordless = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 2\r\n\r\n{}"
    result = run(*query("esign", flow_id="1", base_url=answering(wordless)), "--env-file", env_file)

    assert (1, False, False) == (result.exit_code, "attribute" in result.stderr, "--show-personal" in result.stderr)


@pytest.mark.parametrize(
    ("words", "kind", "facts"),
    [
        (["call", "esign", "get-flow-outline", "--flow-id", "1", "--json"], "configuration", {}),
        (["call", "esign", "get-flow-outline", "--json", "--flow-id", "1", "MARKER"], "usage", {}),
        (["call", "esign", "get-flow-outline", "--json"], "usage", {}),
        (["call", "esign", "get-flow", "--json"], "usage", {}),
        (["call", "esign", "get-flow-outline", "--flow-id", "1", "--access", "MARKER", "--json"], "usage", {}),
        (["call", "esign", "get-flow-outline", "--flow-id", "1", "--timeout=MARKER", "--json"], "usage", {}),
        (["doctor", "--json"], "configuration", {"setting": "provider"}),
        (["doctor", "MARKER", "--json"], "usage", {}),
        (["reference", "esign", "x", "--json"], "configuration", {"setting": "operation"}),
        (["bulk", "esign", "x", "--input", "x.csv", "--json"], "configuration", {"setting": "operation"}),
        (["conformance", "esign", "--base-url", "sandbx", "--json"], "configuration", {"setting": "base_url"}),
        (["sandbox", "requests", "--json"], "configuration", {"setting": "control_url"}),
        (["--json"], "usage", {}),
    ],
)
def test_every_command_fails_in_the_same_shape(words: list[str], kind: str, facts: dict[str, str], run: Run) -> None:
    """Also where the command line itself is wrong, and then without the values that were written."""
    result = run(*words)
    error = told(result.stdout)

    assert (2, 2, kind) == (result.exit_code, error["exit_code"], error["kind"])
    assert facts.items() <= error.items()
    assert "MARKER" not in result.stdout


def test_nothing_is_printed_for_programs_unless_they_ask(run: Run) -> None:
    """What stands behind -- is no option."""
    assert ["", ""] == [run("doctor", "zoloz", *more).stdout.partition("{")[1] for more in ([], ["--", "--json"])]


def test_a_dead_gateway(run: Run, env_file: Path) -> None:
    """No answer, nothing sent: known, and worth another try."""
    result = run(
        *query("esign", "--json", "--attempts", "1", flow_id="1", base_url="http://127.0.0.1:9"), "--env-file", env_file
    )
    error = told(result.stdout)

    assert (4, "transport", True, False) == (
        result.exit_code, *map(error.get, ("kind", "retryable", "outcome_unknown"))
    )  # fmt: skip


def test_doctor_as_json(run: Run, env_file: Path) -> None:
    """Each check by provider, and whether all is well."""
    ill, well = run("doctor", "zoloz", "--json"), run("doctor", "esign", "--json", "--env-file", env_file)
    documents = [json.loads(result.stdout) for result in (well, ill)]

    assert [(0, True), (1, False)] == [
        (result.exit_code, document["ok"]) for result, document in zip((well, ill), documents, strict=True)
    ]
    assert {"name", "state", "says", "remedy"} == {*documents[0]["checks"]["esign"][0]}


def test_bulk_as_json(run: Run, env_file: Path, sandbox: Sandbox, tmp_path: Path) -> None:
    """What would be done, and what became of it."""
    lines = tmp_path / "flows.csv"
    lines.write_text(f"flow_id\n{sandbox.esign.add_flow(flow_status='SUCCESS')}\n1\n", encoding="utf-8")
    words = ["bulk", "esign", "get_flow_outline", "--input", lines, "--env-file", env_file, "--json"]
    plan = run(*words, "--dry-run")
    done = run(*words, "--output", tmp_path / "out.jsonl")
    result = json.loads(done.stdout)

    assert {"items": 2, "known": 0, "to_call": 2, "acts": False, "sent": 0} == json.loads(plan.stdout)
    assert (1, False, 2, 0) == (done.exit_code, result["ok"], result["items"], result["left"])
    assert {"verified": 1, "NotFoundError": 1} == result["this_time"]
