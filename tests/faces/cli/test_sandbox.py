"""`realname sandbox …`: a sandbox in a process of its own, asked and steered from the shell."""

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from realname import Outcome, RealnameError, alipay, esign
from realname.cli import environment, steering
from realname.cli.application import app
from realname.cli.sandbox import OPTIONS
from realname.sandbox import Sandbox
from realname.sandbox.__main__ import main as serve
from realname.sandbox.control.control import Control
from realname.testing.control_variables import CONTROL_TOKEN, CONTROL_URL
from realname.testing.gateway.person import OUTCOMES
from tests import facts
from tests.callers import FLOW_ID, esign_request
from tests.esign.test_journey_organization import ACCOUNT, THREE
from tests.faces.cli.conftest import Run, query
from tests.faces.cli.conftest import Run as Steer
from tests.raw import send

PERSONAL = "MARKER-13000000000"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A sandbox that serves, and the file that it wrote."""
    path = tmp_path_factory.mktemp("running") / "sandbox.env"
    words = [sys.executable, "-m", "realname.cli", "sandbox", "--write-env", str(path)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
        deadline = time.monotonic() + 30
        while not path.exists():
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.02)
        yield path
        process.terminate()


@pytest.fixture
def steer(running: Path, run: Run) -> Steer:
    """Run a command of `realname sandbox` on that sandbox, which has forgotten what other tests did."""
    environment.load(running)
    assert 0 == run("sandbox", "reset").exit_code
    return lambda *words, **more: run("sandbox", *words, "--env-file", running, **more)


@pytest.fixture
def client(steer: Steer) -> Iterator[esign.Client]:  # noqa: ARG001  which reads the settings
    """A client of e签宝 in front of it."""
    with esign.Client.from_env() as client:
        yield client


# ---- steering --------------------------------------------------------------------------------------------------------


def test_a_user_is_enrolled(steer: Steer, run: Run) -> None:
    """Before that, the gateway does not know them."""
    ask = query("zoloz", user_id="user-7")
    before, enrolled, after = run(*ask), steer("enroll", "user-7"), run(*ask)

    assert (1, 0, 0) == (before.exit_code, enrolled.exit_code, after.exit_code)
    assert ("", "The user is enrolled.\n") == (enrolled.stdout, enrolled.stderr)


def test_a_flow_is_made_as_told(steer: Steer, client: esign.Client) -> None:
    """Its id is all that is printed, for a script to take."""
    made = steer("flow", "--flow-status", "FAIL", "--object-type", "ORGANIZATION", "--context-id", "order-1")
    flow_id = made.stdout.strip()
    outline = client.get_flow_outline(flow_id=flow_id).data
    named = steer("flow", "--flow-id", "4711", "--flow-status", "ING", "--expired")

    assert (0, True) == (made.exit_code, re.fullmatch(r"\d+\n", made.stdout) is not None)
    assert ("FAIL", "ORGANIZATION", "order-1") == (outline.flow_status, outline.object_type, outline.context_id)
    assert ("4711\n", 1) == (named.stdout, steer("finish", "4711").exit_code)


def test_a_token_is_issued_with_its_results(steer: Steer) -> None:
    """As lines or as JSON; each query gives the next result."""
    lines = dict(line.split(": ", 1) for line in steer("token", "--cert-no", "1101").stdout.splitlines())
    issued = json.loads(
        steer("token", "--json", "--result", "WAITING_VERIFY", "--result", "FAILED", "--conn-key", "key-1").stdout
    )
    minimal = facts.main("alipay").minimal
    wanted = {name: issued[name] for name in minimal if name in issued} | {"identity_type": issued["identity_type"]}
    with alipay.Client.from_env() as client:
        answers = [getattr(client, facts.main("alipay").name)(**(minimal | wanted)) for _ in range(2)]

    assert ("1101", True) == (lines["cert_no"], {"once_token", "conn_key", "identity_type"} <= lines.keys())
    assert "key-1" == issued["conn_key"]
    assert [Outcome.PENDING, Outcome.REJECTED] == [answer.outcome for answer in answers]


def test_a_person_authorises_the_app(steer: Steer) -> None:
    """The data of their account is compared with what was deposited."""
    tokens = [steer("auth-token", *words).stdout.strip() for words in ([], ["--user-name", "other"])]
    with alipay.Client.from_env() as client:
        deposited = client.preconsult_certdoc(user_name="somebody")
        outcomes = [client.consult_certdoc(auth_token=each, verify_id=deposited.verify_id).outcome for each in tokens]

    assert [Outcome.VERIFIED, Outcome.REJECTED] == outcomes


def test_a_persons_part_is_played(steer: Steer, client: esign.Client) -> None:
    """One outcome, or one for each query to come; as verified if nothing is said."""
    ids = [client.create_indiv_auth_url().data.flow_id for _ in range(3)]
    results = [
        steer("finish", ids[0]),
        steer("finish", ids[1], "--outcome", "rejected"),
        steer("finish", ids[2], "--outcome", "pending", "--outcome", "verified"),
    ]
    found = [client.get_flow_detail(flow_id=flow_id).outcome for flow_id in (*ids, ids[2])]

    assert [0, 0, 0] == [result.exit_code for result in results]
    assert [Outcome.VERIFIED, Outcome.REJECTED, Outcome.PENDING, Outcome.VERIFIED] == found
    assert "Queries find: pending, verified.\n" == results[2].stderr


def test_an_outcome_is_one_of_those_that_there_are(steer: Steer) -> None:
    """Those of the engine, and another one is wrong usage."""
    assert [*OUTCOMES] == [*steering.Told]
    assert 2 == steer("finish", FLOW_ID, "--outcome", "passed").exit_code


def test_what_is_late_cannot_be_finished(steer: Steer, client: esign.Client) -> None:
    """The time of a flow runs out when it is told to."""
    flow_id = client.create_indiv_auth_url().data.flow_id
    expired, late = steer("expire", flow_id), steer("finish", flow_id)

    assert (0, 1) == (expired.exit_code, late.exit_code)
    assert "the sandbox says no: " in late.stderr


def test_what_only_the_person_learns(steer: Steer, client: esign.Client) -> None:
    """The code of the text message and the amount on the account are printed alone, and are right."""
    code = facts.operation("esign", "startTelecom3Factors")
    started = getattr(client, code.name)(**code.minimal).data.flow_id
    told = steer("code", started)
    organization = client.start_org_three_factors(**THREE).data.flow_id
    client.transfer_random_amount(flow_id=organization, **ACCOUNT)
    client.get_transfer_process(flow_id=organization)
    amount = steer("amount", organization)
    client.verify_random_amount(flow_id=organization, amount=Decimal(amount.stdout.strip()))

    assert (0, True) == (told.exit_code, re.fullmatch(r"\d{4,8}\n", told.stdout) is not None)
    assert Outcome.VERIFIED == client.get_flow_detail(flow_id=organization).outcome


@pytest.mark.parametrize(
    "words",
    [
        ("finish", "unknown"),
        ("expire", "unknown"),
        ("code", "unknown"),
        ("amount", "unknown"),
        ("callback", "unknown"),
        ("callback", "--url", "http://192.0.2.1/"),
        ("flow", "--flow-status", "DONE"),
        ("fail", "esign", "delay", "--option", "second=1"),
        ("fail", "esign", "delay", "--option", "seconds=NaN"),
        ("fail", "esign", "delay", "--option", "seconds=" + "[" * 5000),
    ],
)
def test_what_the_sandbox_refuses_is_told(words: tuple[str, ...], steer: Steer) -> None:
    """In its words, with exit code 1."""
    result = steer(*words)

    assert (1, "", True) == (result.exit_code, result.stdout, "the sandbox says no: " in result.stderr)


def test_a_reset_forgets(steer: Steer, run: Run) -> None:
    """Users and requests; credentials stay good."""
    ask = query("zoloz", user_id="user-7")
    steer("enroll", "user-7")
    run(*ask)
    result = steer("reset")
    requests, asked = steer("requests", "--json").stdout, run(*ask)

    assert (0, "", 1) == (result.exit_code, requests, asked.exit_code)
    assert "SANDBOX_USER_NOT_ENROLLED" in asked.stderr


# ---- faults ----------------------------------------------------------------------------------------------------------


def _statuses(client: esign.Client, count: int) -> list[str]:
    found = []
    for _ in range(count):
        try:
            client.get_flow_detail(flow_id=FLOW_ID)
            found.append("ok")
        except RealnameError as error:
            found.append(getattr(error, "code", None) or type(error).__name__)
    return found


def test_answers_are_spoiled(steer: Steer, client: esign.Client) -> None:
    """One, some, or all until the reset, with options whose numbers are numbers."""
    client = client.with_options(attempts=1)
    words = ("fail", "esign", "business_code", "--option", "code=30500003", "--option", "status=500")
    once = (steer(*words), _statuses(client, 2))
    twice = (steer(*words, "--times", "2"), _statuses(client, 3))
    always = (steer(*words, "--always"), _statuses(client, 3))
    steer("reset")

    assert ("business_code waits for the next answer of esign.\n", ["30500003", "ok"]) == (once[0].stderr, once[1])
    assert (0, ["30500003", "30500003", "ok"]) == (twice[0].exit_code, twice[1])
    assert (0, ["30500003"] * 3) == (always[0].exit_code, always[1])
    assert ["ok"] == _statuses(client, 1)


def test_the_faults_are_listed(steer: Steer) -> None:
    """With what each does, for people and for scripts."""
    table, document = steer("fail", "alipay"), json.loads(steer("fail", "alipay", "--json").stdout)

    assert [0] == [table.exit_code]
    assert "html_502" in document
    assert [] == [name for name in document if f"\n{name} " not in table.stdout]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("esign", "business_cod"), "Did you mean business_code?"),
        (("esign", "zzz"), "Choose one of bad_content_encoding, "),
        (("esing",), "is not one of"),
        (("esign", "delay", "--times", "0"), "--times"),
        (("esign", "delay", "--option", "seconds"), "--option seconds=0.5"),
        (("esign", "delay", "--option", "=1"), "--option seconds=0.5"),
        (("esign", "delay", "--option", "times=3"), "--option seconds=0.5"),
    ],
)
def test_a_fault_that_cannot_be_meant(words: tuple[str, ...], told: str, steer: Steer) -> None:
    """Is wrong usage, and what there is is told."""
    result = steer("fail", *words)

    assert (2, True) == (result.exit_code, told in result.stderr)


@pytest.mark.parametrize(
    ("words", "offered", "left_out"),
    [
        ("realname sandbox fail ", ["zoloz", "alipay", "esign"], ["delay"]),
        ("realname sandbox fail esign token_", ["token_lost", "token_refused"], ["delay"]),
        ("realname sandbox finish 1 --outcome ", ["verified", "rejected", "pending"], []),
        ("realname sandbox requests e", ["esign"], ["zoloz"]),
    ],
)
def test_a_shell_completes(words: str, offered: list[str], left_out: list[str]) -> None:
    """Providers, faults and outcomes, without a sandbox that runs."""
    position = str(words.count(" "))
    asked = {"_REALNAME_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": position}
    told = CliRunner().invoke(app, env=asked, prog_name="realname").stdout.split()

    assert ([], []) == ([each for each in offered if each not in told], [each for each in left_out if each in told])


# ---- callbacks -------------------------------------------------------------------------------------------------------


def test_a_callback_is_sent(steer: Steer, answering: Callable[[bytes], str]) -> None:
    """The status of every request that was sent is told, and the exit code tells whether it was taken."""
    url = answering(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    once = steer("callback", FLOW_ID, "--url", url)
    more = steer("callback", "--url", url, "--duplicate", "--ping", "--subscribed", "--forged", "--json")

    assert ((0, "200\n"), (0, [200] * 3)) == ((once.exit_code, once.stdout), (more.exit_code, json.loads(more.stdout)))


def test_a_callback_that_is_not_taken(answering: Callable[[bytes], str], run: Run) -> None:
    """Is exit code 1; a request without an answer has no status."""
    body = b"[500, null]"
    url = answering(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))
    result = run("sandbox", "callback", "--control-url", url, "--control-token", "t")

    assert (1, "500\nno answer\n") == (result.exit_code, result.stdout)


# ---- the log ---------------------------------------------------------------------------------------------------------


def _send(target: str, body: bytes = b"") -> None:
    """A request that e签宝's gateway refuses."""
    answer = send(os.environ["REALNAME_ESIGN_BASE_URL"], "POST", target, [("X-Marker", PERSONAL)], body)
    assert answer is not None


def test_requests_are_shown_without_what_is_personal(steer: Steer, run: Run) -> None:
    """In aligned columns, newest last; as JSON a line each."""
    run(*query("zoloz"))
    _send(f"/v2/x?phone={PERSONAL}", PERSONAL.encode())
    table, document = steer("requests"), [json.loads(line) for line in steer("requests", "--json").stdout.splitlines()]
    headings, *rows = table.stdout.splitlines()
    places = [headings.index(name) for name in ("time", "provider", "path", "status", "ms", "verdict")]

    assert ["no.", "time", "provider", "method", "path", "status", "ms", "verdict"] == headings.split()
    assert [["zoloz", "POST", facts.main("zoloz").path, "200"], ["esign", "POST", "/v2/x", "401"]] == [
        row.split()[2:6] for row in rows
    ]
    assert [] == [(row, place) for row in rows for place in places if row[place - 1 : place + 1].strip() != row[place]]
    assert ["zoloz", "esign"] == [each["provider"] for each in document]
    assert [facts.main("zoloz").id, None] == [each["operation"] for each in document]
    assert PERSONAL not in table.stdout + json.dumps(document)


def test_which_requests(steer: Steer, run: Run) -> None:
    """Those of one provider, or only the last ones."""
    for target in ("/1", "/2", "/3"):
        _send(target)
    run(*query("zoloz"))
    chosen = [("zoloz",), ("esign", "--last", "2"), ("--last", "0"), ("alipay",)]
    found = [steer("requests", *words, "--json").stdout.splitlines() for words in chosen]

    assert [["zoloz"], ["esign"] * 2, [], []] == [[json.loads(line)["provider"] for line in lines] for lines in found]
    assert ["/2", "/3"] == [json.loads(line)["path"] for line in found[1]]
    assert 2 == steer("requests", "tencent").exit_code


def test_what_is_personal_is_shown_on_demand(steer: Steer) -> None:
    """The query, the body and the answer; in a table under the request, in JSON as the control address tells them."""
    _send(f"/v2/x?phone={PERSONAL}", f'{{"name": "{PERSONAL}"}}\nmore'.encode())
    lines = steer("requests", "--show-personal").stdout.splitlines()
    [document] = map(json.loads, steer("requests", "--show-personal", "--json").stdout.splitlines())

    assert f"      > POST /v2/x?phone={PERSONAL}" in lines
    assert f'      > {{"name": "{PERSONAL}"}}' in lines
    assert ["      > more", "      < 401"] == [line for line in lines if line in ("      > more", "      < 401")]
    assert any(line.startswith("      < {") and "TOKEN_CANT_BE_NULL" in line for line in lines)
    assert PERSONAL in json.dumps(document["target"])


def test_nothing_that_was_sent_acts_on_the_terminal(steer: Steer, client: esign.Client) -> None:
    """A verdict, a path and a body may hold escape sequences; they are shown by their codes."""
    steer("fail", "esign", "gateway_message", "--option", "message=\x1b[2J\u202e\x9b")
    with pytest.raises(RealnameError):
        client.with_options(attempts=1).get_flow_detail(flow_id=FLOW_ID)
    _send("/x", b"\x1b[2J\xe2\x80\xae")
    found = [steer("requests", *words).stdout for words in ((), ("--show-personal",), ("--json", "--show-personal"))]

    assert [False] * 3 == [bool(set("\x1b\u202e\x9b") & set(text)) for text in found]
    assert r"\x1b[2J\u202e\x9b" in found[0]


@contextmanager
def _follow(running: Path, *words: str, **options: Any) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "realname.cli", "sandbox", "requests", "--follow", *words]
    command += ["--env-file", str(running)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, **options) as following:
        try:
            yield following
        finally:
            following.kill()  # unless it has ended; otherwise whatever failed would wait for it


@pytest.mark.usefixtures("steer")
def test_requests_are_followed(running: Path) -> None:
    """Each is there at once; Ctrl-C ends it, and that is no failure."""
    _send("/before")
    with _follow(running, "esign", "--last", "1", stderr=subprocess.PIPE) as following:
        assert following.stdout is not None
        lines = [following.stdout.readline(), following.stdout.readline()]
        for target in ("/first", "/" + "x" * 50, "/last"):
            _send(target)
            lines.append(following.stdout.readline())
        following.send_signal(signal.SIGINT)
        rest, told = following.communicate(timeout=20)

    assert (0, "", "") == (following.returncode, rest, told)
    assert ["path", "/before", "/first", "/" + "x" * 50, "/last"] == [line.split()[4] for line in lines]
    assert lines[0].index("path") == lines[1].index("/before") == lines[4].index("/last")


def test_following_ends_with_the_sandbox(tmp_path: Path) -> None:
    """And says that nobody answers any more."""
    with Sandbox() as sandbox:
        control, other = Control(sandbox), Sandbox()  # its control address has to be chosen when it starts
        [url] = other.serve(control.answer)
        path = tmp_path / "sandbox.env"
        path.write_text(f"{CONTROL_URL}={url}\n{CONTROL_TOKEN}={control.token}\n", encoding="utf-8")
        with _follow(path, "--json", stderr=subprocess.PIPE) as following:
            esign_request(sandbox.environment()).signed().send()
            assert following.stdout is not None
            assert "esign" == json.loads(following.stdout.readline())["provider"]
            other.close()
            _, told = following.communicate(timeout=20)

    assert (4, True) == (following.returncode, "does not answer" in told)


# ---- which sandbox ---------------------------------------------------------------------------------------------------


def test_it_is_found(running: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """By its file, by the environment, by its address, and by the address of its page; never through a proxy."""
    told = environment.parse(running.read_text(encoding="utf-8"))
    url, token = told[CONTROL_URL], told[CONTROL_TOKEN]
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    ways = [
        ("--env-file", running),
        ("--control-url", url, "--control-token", token),
        ("--control-url", f"{url}/#token={token}"),
    ]
    codes = [run("sandbox", "reset", *way).exit_code for way in ways]
    monkeypatch.setenv(CONTROL_URL, url)
    monkeypatch.setenv(CONTROL_TOKEN, token)

    assert [0, 0, 0, 0] == [*codes, run("sandbox", "reset").exit_code]


def test_another_sandboxs_token_is_refused(running: Path, run: Run) -> None:
    """With what to do; the token is not shown."""
    result = run("sandbox", "reset", "--env-file", running, "--control-token", "MARKER-7")

    assert (1, True, False) == (
        result.exit_code,
        "pass the --env-file of this one" in result.stderr,
        "MARKER-7" in result.stderr,
    )


# ---- serving ---------------------------------------------------------------------------------------------------------


def test_serving_takes_what_the_module_takes(monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    """Every option is passed on as it was written, and nothing that was not; a shell elsewhere finds the file, too."""
    passed: list[list[str]] = []

    def pretended(words: list[str], hints: list[str], name: str) -> int:
        passed.append([*words, *hints, name])
        return 0

    monkeypatch.setattr("realname.sandbox.__main__.main", pretended)
    written = {
        "write_env": ["a b.env"],
        "host": ["0.0.0.0"],  # noqa: S104
        "port": ["0"],
        "advertise": ["sandbox"],
        "state": ["-state"],
        "finish_after": ["0.0"],
        "callbacks": ["all"],
        "callback_host": ["one", "two"],
    }
    words = [f"--{name.replace('_', '-')}={value}" for name, values in written.items() for value in values]
    codes = [
        run("sandbox", *words, "--reset").exit_code,
        run("sandbox").exit_code,
        run("sandbox", "--env-file", "x").exit_code,
    ]

    file = shlex.quote(str(Path("a b.env").absolute()))
    hints = [f"In another terminal:  set -a; . {file}; set +a", f"or with any command:  realname … --env-file {file}"]
    assert [0, 0, 0] == codes
    assert ({*words, "--reset", *hints, "realname sandbox"}, ["realname sandbox"]) == ({*passed[0]}, passed[1])
    assert "--env-file=x" == passed[2][0]
    assert OPTIONS.keys() == written.keys() | {"reset", "env_file"}


def test_serving_is_described_as_the_module_describes_it(capsys: pytest.CaptureFixture[str], run: Run) -> None:
    """The same options, with the same words for their values; the former name of one is shown by neither."""
    with pytest.raises(SystemExit):
        serve(["--help"])
    pattern = r"(--[a-z-]+)[ ,|]+(?:([A-Z]+)\b|[{<]([a-z|,]+)[}>])?"
    told, ours = capsys.readouterr().out, run("sandbox", "--help").stdout
    there, here = (re.findall(pattern, text.replace("|", ",")) for text in (told, ours))

    assert len(OPTIONS) - 1 <= len({*there})
    assert {option for option, *_ in there} == {option for option, *_ in here if option != "--env-file"}
    assert {each for each in here if each[1:] != ("", "")} <= {*there}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--port", "9000", "reset"], "--port is for serving, and reset serves nothing"),
        (["--reset", "--host", "::1", "requests"], "is for serving, and requests serves nothing"),
        (["rest"], "Did you mean 'reset'"),
        (["--callbacks", "some"], "--callbacks"),
        (["--finish-after", "-1"], "--finish-after"),
    ],
)
def test_what_cannot_be_meant_is_wrong_usage(words: list[str], told: str, run: Run) -> None:
    """And is told before anything is done."""
    result = run("sandbox", *words)

    assert (2, True) == (result.exit_code, told in result.stderr)
