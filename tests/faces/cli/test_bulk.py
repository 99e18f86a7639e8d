"""`realname bulk` against the sandbox: what it writes, how it ends, and that it may be killed at any moment."""

import json
import os
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from realname.cli.bulk import INTERRUPTED
from realname.core.waiting import without_waiting
from realname.sandbox import Sandbox
from realname.testing.gateway.messages import Record
from tests.faces.cli.conftest import Run, secrets_of

ASKED = re.compile(r"/api/common/(\d+)/outline|once_token=([\w-]+)")


def flows(sandbox: Sandbox, folder: Path, number: int, **more: Any) -> tuple[Path, list[str]]:
    """A file of flows that the sandbox knows, and their ids."""
    ids = [sandbox.esign.add_flow(**more) for _ in range(number)]
    path = folder / "flows.csv"
    path.write_text("flowId\n" + "".join(f"{flow}\n" for flow in ids))
    return path, ids


def tokens(sandbox: Sandbox, folder: Path, number: int) -> tuple[Path, list[str]]:
    """A file of single-use tokens, and the tokens."""
    issued = [sandbox.alipay.issue_token() for _ in range(number)]
    path = folder / "tokens.csv"
    rows = (f"{t.conn_key},{t.once_token},{t.identity_type},{t.cert_no},0,exact,s\n" for t in issued)
    path.write_text("conn_key,once_token,identity_type,cert_no,cert_type,query_type,service_id\n" + "".join(rows))
    return path, [token.once_token for token in issued]


def records(path: Path) -> list[dict[str, Any]]:
    """The whole lines of an output."""
    text = path.read_text() if path.exists() else ""
    return [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]


def query(source: Path, *more: object, operation: str = "get-flow-outline", provider: str = "esign") -> list[object]:
    """The words of the command."""
    return ["bulk", provider, operation, "--input", source, "--output", source.with_suffix(".out"), *more]


def test_each_line_is_answered_and_none_twice(run: Run, sandbox: Sandbox, env_file: Path, tmp_path: Path) -> None:
    """Ids and outcomes, and no person; the same command again sends nothing."""
    path, ids = flows(sandbox, tmp_path, 20, context_id="MARKER-7")

    first = run(*query(path, "--env-file", env_file, "--rate", "10000"))
    sent = len(sandbox.requests)
    second = run(*query(path, "--env-file", env_file))

    assert (0, 0) == (first.exit_code, second.exit_code), first.output + second.output
    assert (20, 20) == (sent, len(sandbox.requests))
    found = {record["line"]: record for record in records(tmp_path / "flows.out")}
    assert dict(enumerate(ids, 2)) == {line: record["ids"]["flowId"] for line, record in found.items()}
    assert {"verified"} == {record["outcome"] for record in found.values()}
    assert ("verified  20" in first.stdout, "answered before  20" in second.stdout) == (True, True)
    written = (tmp_path / "flows.out").read_text() + (tmp_path / "flows.out.journal").read_text()
    assert not [text for text in ["MARKER-7", *secrets_of(sandbox)] if text in written]


@pytest.mark.parametrize("rate", ["500", "500/s", "0", "-1/s", "inf", "nan", "fast", "5/min", ""])
def test_a_rate_is_calls_a_second(rate: str, run: Run, sandbox: Sandbox, env_file: Path, tmp_path: Path) -> None:
    """With or without its unit; what is no rate sends nothing."""
    path, _ = flows(sandbox, tmp_path, 1)

    ended = run(*query(path, "--env-file", env_file, "--rate", rate))

    accepted = rate.startswith("500")
    assert (0 if accepted else 2, int(accepted)) == (ended.exit_code, len(sandbox.requests)), ended.output
    assert accepted or "50/s" in ended.output


def test_answers_and_fields_are_written_when_asked(run: Run, sandbox: Sandbox, env_file: Path, tmp_path: Path) -> None:
    """Then the output holds persons."""
    path, _ = flows(sandbox, tmp_path, 1, context_id="MARKER-7")
    path.write_text(path.read_text().replace("flowId\n", "flowId,customer\n").rstrip() + ",C-1\n")

    result = run(*query(path, "--env-file", env_file, "--with-answers", "--fields", "customer"))

    [record] = records(tmp_path / "flows.out")
    assert 0 == result.exit_code, result.output
    assert ({"customer": "C-1"}, "MARKER-7") == (record["fields"], record["answer"]["data"]["contextId"])


@pytest.mark.parametrize("encrypts", [True, False])
def test_options_of_the_client_are_passed(
    encrypts: bool, run: Run, sandbox: Sandbox, env_file: Path, tmp_path: Path
) -> None:
    """By their names in Python, with values in JSON."""
    path = tmp_path / "users.jsonl"
    path.write_text('{"bizId": "b", "userId": "a"}\n')
    sandbox.zoloz.enroll("a")
    option = f"encrypt={json.dumps(encrypts)}"

    result = run(
        *query(path, "--env-file", env_file, "--option", option, operation="queryEnrollStatus", provider="zoloz")
    )

    assert 0 == result.exit_code, result.output
    assert encrypts is ("encrypt" in {name.lower() for name, _ in sandbox.requests[-1].headers})


@pytest.mark.parametrize(
    ("fault", "code", "kind", "asks_again"),
    [
        ("http_status", 1, "ServerError", True),
        ("cut_body", 4, "TransportError", True),
        (None, 1, "NotFoundError", False),
    ],
)
def test_what_failed_shows_in_the_exit_code(
    fault: str | None,
    code: int,
    kind: str,
    asks_again: bool,
    run: Run,
    sandbox: Sandbox,
    env_file: Path,
    tmp_path: Path,
) -> None:
    """And is asked again by the same command, unless it failed for good."""
    path, _ = flows(sandbox, tmp_path, 3)
    if fault:
        sandbox.fail_next("esign", fault, times=3)
    else:
        path.write_text(path.read_text() + "nosuch\n")
    with without_waiting():
        first = run(*query(path, "--env-file", env_file, "--attempts", "1", "--concurrency", "1"))
        sent = len(sandbox.requests)
        second = run(*query(path, "--env-file", env_file))

    failed = [record["error"] for record in records(tmp_path / "flows.out") if "error" in record]
    assert (code, 0 if asks_again else code) == (first.exit_code, second.exit_code), first.output + second.output
    assert {(kind, asks_again)} == {(error["kind"], error["asks_again"]) for error in failed}
    assert (3 if asks_again else 0) == len(sandbox.requests) - sent


def test_an_answer_that_is_not_authentic_has_its_exit_code(
    run: Run, sandbox: Sandbox, env_file: Path, tmp_path: Path
) -> None:
    """Worse than anything else."""
    path = tmp_path / "users.jsonl"
    path.write_text("".join(json.dumps({"bizId": "b", "userId": user}) + "\n" for user in ("a", "b")))
    sandbox.zoloz.enroll("a")
    sandbox.zoloz.enroll("b")
    sandbox.fail_next("zoloz", "wrong_key")

    result = run(*query(path, "--env-file", env_file, operation="query_enroll_status", provider="zoloz"))

    assert 3 == result.exit_code, result.output
    assert {"SignatureError", None} == {r.get("error", {}).get("kind") for r in records(tmp_path / "users.out")}


def test_refusals_of_the_caller_end_the_run(run: Run, sandbox: Sandbox, env_file: Path, tmp_path: Path) -> None:
    """A wrong secret is not tried for every line of the file; with the right one the run goes on."""
    path, _ = flows(sandbox, tmp_path, 100)
    text = env_file.read_text()
    env_file.write_text(re.sub(r"APP_SECRET=.*", "APP_SECRET=wrong", text))

    wrong = run(*query(path, "--env-file", env_file, "--concurrency", "2"))
    tried = len(sandbox.requests)
    env_file.write_text(text)
    right = run(*query(path, "--env-file", env_file))

    assert (True, "10 items in a row got no answer, the last with AuthenticationError" in wrong.stderr) == (
        10 <= tried <= 15,
        True,
    )
    assert (4, 0) == (wrong.exit_code, right.exit_code)
    assert "verified  100" in right.stdout


@pytest.mark.parametrize(
    ("content", "words", "says"),
    [
        (None, (), "cannot be read (FileNotFoundError)"),
        (b"", (), "flows.csv is empty"),
        (b"flowId\n", (), "flows.csv holds no items"),
        (b"flowid\nf\n", (), "'flowid' is no argument of get_flow_outline; the nearest is 'flowId'"),
        (b"flowId,flow_id\nf,f\n", (), "'flowId' is there twice"),
        (b"flowId\nf\nMARKER 7\nf\nMARKER 8\n", (), "line 3: flowId must be text"),
        (b"flowId\nf\nMARKER 7\nf\nMARKER 8\n", (), "flows.csv has 2 wrong lines of 4"),
        ("flowId\n张三\n".encode("gbk"), (), "reads as GBK"),
        (b"flowId\nf\n", ("--encoding", "gbx"), "there is no such encoding"),
        (b"flowId\nf\n", ("--fields", "customer"), "there is no column 'customer'"),
        (b"flowId\nf\n", ("--option", "encrypted=true"), "there are: access, "),
        (b"flowId\nf\n", ("--base-url", "http://example.com"), "base_url must use https"),
    ],
)
def test_wrong_paths_send_nothing_and_write_nothing(
    content: bytes | None, words: tuple[str, ...], says: str, run: Run, sandbox: Sandbox, env_file: Path, tmp_path: Path
) -> None:
    """Each says what is wrong, and no value."""
    path = tmp_path / "flows.csv"
    if content is not None:
        path.write_bytes(content)

    result = run(*query(path, "--env-file", env_file, *words))

    assert (2, True) == (result.exit_code, says in result.stderr), result.output
    assert "MARKER" not in result.output
    assert [] == sandbox.requests
    assert not (tmp_path / "flows.out").exists()


def test_an_operation_that_is_not_there_is_told(run: Run, tmp_path: Path) -> None:
    """With the one that was meant."""
    result = run(*query(tmp_path / "flows.csv", operation="get-flow-outlin"))

    assert (2, True) == (result.exit_code, "Did you mean get-flow-outline?" in result.stderr)


@pytest.mark.parametrize(("acts", "counted"), [(True, ("3", "0")), (False, ("0", "3"))])
def test_a_dry_run_counts(acts: bool, counted: tuple[str, str], run: Run, sandbox: Sandbox, tmp_path: Path) -> None:
    """What would be charged, apart from what may be repeated; without settings, and without an output."""
    path, _ = tokens(sandbox, tmp_path, 3) if acts else flows(sandbox, tmp_path, 3)
    operation, provider = ("queryJobworthAuthentication", "alipay") if acts else ("get_flow_outline", "esign")

    result = run("bulk", provider, operation, "--input", path, "--dry-run")

    assert 0 == result.exit_code, result.output
    assert counted == tuple(line.split()[-1] for line in result.stdout.splitlines()[-2:])
    assert [] == sandbox.requests
    assert [path] == [*tmp_path.iterdir()]


def test_a_dry_run_counts_what_is_left(run: Run, sandbox: Sandbox, env_file: Path, tmp_path: Path) -> None:
    """Of an output that is there already."""
    path, _ = flows(sandbox, tmp_path, 3)
    path.write_text(path.read_text() + "nosuch\n")
    sandbox.fail_next("esign", "http_status")
    run(*query(path, "--env-file", env_file, "--attempts", "1", "--concurrency", "1"))

    result = run(*query(path, "--dry-run"))

    assert ["4", "3", "0", "1"] == [line.split()[-1] for line in result.stdout.splitlines()[1:]], result.output


# ---- in a process of its own, which is killed ----


class Gateway:
    """A sandbox that does something to the command at its n-th request, before that is answered."""

    def __init__(self) -> None:
        self.sandbox = Sandbox(on_request=self._count)
        self.asked: list[str] = []
        self._left = 0
        self._signal = signal.SIGKILL
        self._process: subprocess.Popen[str] | None = None

    def _count(self, record: Record) -> None:
        found = ASKED.search(record.target)
        assert found is not None
        self.asked.append(found[1] or found[2])
        self._left -= 1
        if self._left == 0 and self._process is not None:
            self._process.send_signal(self._signal)

    def run(self, words: list[object], *, at: int, by: signal.Signals = signal.SIGKILL) -> tuple[int, str]:
        """Run the command and send it a signal; gives its exit code, and what it said."""
        program = [sys.executable, "-m", "realname.cli", *map(str, words)]
        environment = os.environ | self.sandbox.environment()
        self._signal, self._left = by, at
        with subprocess.Popen(
            program, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as process:
            self._process = process
            told, _ = process.communicate(timeout=60)
        return process.returncode, told


@pytest.fixture(scope="module")
def killer() -> Iterator[Gateway]:
    """The sandbox with the signal."""
    gateway = Gateway()
    with gateway.sandbox:
        yield gateway


def test_killed_at_any_moment_nothing_is_asked_again_that_was_answered(killer: Gateway, tmp_path: Path) -> None:
    """The output has every whole line, and the same command goes on."""
    path, ids = flows(killer.sandbox, tmp_path, 60)
    words, output = query(path, "--concurrency", "4"), tmp_path / "flows.out"
    killer.asked.clear()
    for at in (1, 9, 23):
        answered = {record["ids"]["flowId"] for record in records(output)}
        begin = len(killer.asked)
        assert -signal.SIGKILL == killer.run(words, at=at)[0]
        assert set() == answered & {*killer.asked[begin:]}
    answered, begin = {record["ids"]["flowId"] for record in records(output)}, len(killer.asked)

    code, told = killer.run(words, at=-1)

    assert (0, True) == (code, f"answered before  {len(answered)}" in told), told
    assert {*ids} - answered == {*killer.asked[begin:]}
    assert len(answered) > 5
    assert dict.fromkeys(range(2, 62), 1) == Counter(record["line"] for record in records(output))


def test_what_acts_is_never_repeated_after_a_kill(killer: Gateway, tmp_path: Path) -> None:
    """Each token is sent once at most, whatever was under way; the rest is told, and repeated only on demand."""
    path, issued = tokens(killer.sandbox, tmp_path, 30)
    words = query(path, "--concurrency", "3", operation="query-jobworth-authentication", provider="alipay")
    output = tmp_path / "tokens.out"
    killer.asked.clear()
    for at in (2, 7):
        assert -signal.SIGKILL == killer.run(words, at=at)[0]

    code, told = killer.run(words, at=-1)
    unknown = [record["line"] for record in records(output) if record.get("error", {}).get("kind") == "Interrupted"]

    assert (4, True) == (code, f"(see --repeat-unknown)  {len(unknown)}" in told), told
    assert {1} == {*Counter(killer.asked).values()}
    assert {*issued} >= {*killer.asked}
    assert 2 <= len(unknown) <= 6  # of each run that was killed, those that were under way
    assert len(issued) == len({record["line"] for record in records(output)})
    killer.asked.clear()
    killer.run([*words, "--repeat-unknown"], at=-1)
    assert {issued[line - 2] for line in unknown} == {*killer.asked}


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_loses_no_answer(by: signal.Signals, killer: Gateway, tmp_path: Path) -> None:
    """What is under way is answered and written; the exit code says that there is more."""
    path, _ = flows(killer.sandbox, tmp_path, 400)
    killer.asked.clear()

    code, told = killer.run(query(path, "--concurrency", "4"), at=20, by=by)

    assert (INTERRUPTED, True, True) == (code, "is still answered and written" in told, "not asked yet" in told), told
    assert "Traceback" not in told
    assert {*killer.asked} == {record["ids"]["flowId"] for record in records(tmp_path / "flows.out")}
    assert 20 <= len(killer.asked) < 400


def test_progress_is_a_bar_on_a_terminal_and_lines_elsewhere(killer: Gateway, tmp_path: Path) -> None:
    """On standard error; the summary is the output."""
    path, _ = flows(killer.sandbox, tmp_path, 1001)
    elsewhere = killer.run(query(path, "--concurrency", "8"), at=-1)[1]
    assert "1000 of 1001" in elsewhere

    path.with_suffix(".out").unlink()
    path.with_suffix(".out.journal").unlink()
    path.write_text("\n".join(path.read_text().splitlines()[:30]))
    master, slave = os.openpty()
    with open(master, "rb", buffering=0) as screen:  # noqa: PTH123  a descriptor
        program = [sys.executable, "-m", "realname.cli", *map(str, query(path))]
        environment = os.environ | killer.sandbox.environment() | {"TERM": "xterm"}
        subprocess.run(program, env=environment, stdout=subprocess.PIPE, stderr=slave, check=True, timeout=60)
        os.close(slave)
        shown = screen.read(65536).decode()
    assert "calling" in shown
