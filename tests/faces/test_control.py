"""Steering the sandbox from another process: the control listener, and `python -m realname.sandbox`."""

import json
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from realname import Outcome, esign
from realname.sandbox import Sandbox
from realname.sandbox.__main__ import FAILED, FIRST_LINE, main
from realname.sandbox.control import Control
from realname.testing.gateway.server import LARGEST_STEERING_BODY
from tests import facts
from tests.callers import ESIGN, FLOW_ID, NOW, USER, ZOLOZ, alipay_request, esign_request, zoloz_request
from tests.raw import Answer, send

Process = tuple["subprocess.Popen[str]", Path]


class Steering:
    """Carries out actions as another process does."""

    def __init__(self, url: str, token: str) -> None:
        self.url = url
        self.token = token

    def __call__(self, action: str, **arguments: object) -> Any:
        """Carry out an action and return its value."""
        return json.loads(self.post(action, json.dumps(arguments).encode()).body)

    def post(self, action: str, body: bytes = b"", token: str | None = None, method: str = "POST") -> Answer:
        """Send one request."""
        answer = send(self.url, method, f"/{action}", [("Authorization", f"Bearer {token or self.token}")], body)
        assert answer is not None
        return answer


@pytest.fixture(scope="module")
def steered() -> Iterator[tuple[Sandbox, Steering]]:
    """A sandbox with a control listener."""
    sandbox = Sandbox(clock=lambda: NOW)
    control = Control(sandbox)
    [url] = sandbox.serve(control.answer)
    yield sandbox, Steering(url, control.token)
    sandbox.close()


def test_state_and_faults(steered: tuple[Sandbox, Steering]) -> None:
    """Users, tokens, flows and faults can be set from outside, and what came of the requests read."""
    sandbox, steer = steered
    environment = sandbox.environment()
    steer("reset")
    steer("enroll", user_id=USER)
    zoloz_request(environment).signed().send()
    steer("unenroll", user_id=USER)
    zoloz_request(environment).signed().send()
    alipay_request(environment, steer("issue_token", results=["FAILED"])).signed().send()
    flow_id = steer("add_flow", flow_status="FAIL")
    steer("fail_next", provider="esign", fault="business_code", code=30500003, status=500)
    for _ in range(2):
        esign_request(environment, flow_id=flow_id).signed().send()

    assert [
        ("accepted", 200),
        ("SANDBOX_USER_NOT_ENROLLED", 200),
        ("accepted", 200),
        ("30500003", 500),
        ("accepted", 200),
    ] == [(record["verdict"], record["status"]) for record in steer("requests")]


def test_requests(steered: tuple[Sandbox, Steering]) -> None:
    """The log that is read from outside holds what helps to find a wrong signature, as far as the checks got."""
    sandbox, steer = steered
    steer("reset")
    request, other = (esign_request(sandbox.environment()) for _ in range(2))
    other.mode = None
    request.signed().send()
    other.signed().send()
    first, second = steer("requests")

    string = f"{ESIGN.method}\n*/*\n\napplication/json; charset=UTF-8\n\n{request.target}"
    assert (string, request.target, "esign") == (
        first["expected_string_to_sign"],
        first["target"],
        first["provider"],
    )
    assert (None, "TOKEN_CANT_BE_NULL") == (second["expected_string_to_sign"], second["verdict"])


def test_faults_listed(steered: tuple[Sandbox, Steering]) -> None:
    """The faults of a gateway can be listed."""
    sandbox, steer = steered

    assert sandbox.faults("esign") == steer("faults", provider="esign")


@pytest.mark.parametrize(
    ("action", "body", "status", "text"),
    [
        ("unknown", b"{}", 404, "add_flow, breaches, break_contract, enroll"),
        ("enroll", b"{", 400, "the body must be a JSON object"),
        ("enroll", b"[]", 400, "the body must be a JSON object"),
        ("enroll", b'{"user": "x"}', 400, "user_id"),
        ("enroll", b'{"user_id": []}', 400, "; enroll takes user_id: str"),
        ("finish_flow", b"{}", 400, "'flow_id'; finish_flow takes flow_id: str, "),
        ("finish_flow", b'{"flow_id": "1", "outcome": 1}', 400, "; finish_flow takes flow_id: str, "),
        ("finish_flow", b'{"flow_id": "1"}', 400, "there is no such flow"),
        ("send_callback", b'{"url": 5}', 400, "; send_callback takes url: str | None = None, "),
        ("fail_next", b'{"provider": "esign", "fault": "wrong_key"}', 400, "esign has no fault"),
        ("fail_next", b'{"provider": "esign", "fault": "delay", "times": "x"}', 400, "'<' not supported"),
        ("add_flow", b'{"flow_status": "DONE"}', 400, "flowStatus"),
        ("issue_token", b'{"results": []}', 400, "results"),
    ],
)
def test_mistakes(steered: tuple[Sandbox, Steering], action: str, body: bytes, status: int, text: str) -> None:
    """A mistake is told, and changes nothing."""
    answer = steered[1].post(action, body)

    assert (status, True) == (answer.status, text in json.loads(answer.body)["error"])


def test_breaches(steered: tuple[Sandbox, Steering]) -> None:
    """The breaches of a gateway can be listed and committed; the reset ends them."""
    sandbox, steer = steered
    steer("reset")
    steer("break_contract", provider="esign", breach="undocumented_status")
    esign_request(sandbox.environment()).signed().send()
    statuses = [record["status"] for record in steer("requests")]
    steer("reset")
    esign_request(sandbox.environment()).signed().send()
    statuses += [record["status"] for record in steer("requests")]

    assert ([202, 200], sandbox.breaches("esign")) == (statuses, steer("breaches", provider="esign"))


def test_a_callback(steered: tuple[Sandbox, Steering]) -> None:
    """It is sent, and the gateways answer meanwhile: one of them is what it is sent to."""
    sandbox, steer = steered
    steer("reset")
    sandbox.esign.settings.callback_schedule = (0.0, 0.0)

    assert [404, 404, 404] == steer("send_callback", url=f"{sandbox.esign.url}/v1/oauth2/access_token")
    assert 3 == len(sandbox.requests)


def test_who_may_steer_and_how(steered: tuple[Sandbox, Steering]) -> None:
    """Only with the token, and only by POST."""
    steer = steered[1]

    assert (401, 405, 200) == (
        steer.post("reset", token=steer.token[1:]).status,
        steer.post("reset", method="GET").status,
        steer.post("reset").status,
    )


# ---- in a process of its own -----------------------------------------------------------------------------------------


def start(path: Path, stdin: Any, *more: str) -> "subprocess.Popen[str]":
    """A sandbox that runs."""
    command = [sys.executable, "-m", "realname.sandbox", "--env-file", str(path), *more]
    process = subprocess.Popen(command, stdin=stdin, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.readline()
    return process


@pytest.fixture
def process(tmp_path: Path) -> Iterator[Process]:
    """A sandbox in a process of its own, and its file of variables."""
    path = tmp_path / "sandbox.env"
    with start(path, subprocess.PIPE) as process:
        yield process, path
        process.kill()


def variables(path: Path) -> dict[str, str]:
    """The variables in a file."""
    lines = path.read_text("utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if not line.startswith("#"))


def test_another_process_is_served(process: Process) -> None:
    """It reads the file, steers the sandbox, calls it, and sees its request in the output; the file goes away."""
    running, path = process
    environment = variables(path)
    mode = stat.S_IMODE(path.stat().st_mode)
    steer = Steering(environment["REALNAME_SANDBOX_CONTROL_URL"], environment["REALNAME_SANDBOX_CONTROL_TOKEN"])
    steer("enroll", user_id=USER)
    answer = zoloz_request(environment).signed().send()
    running.send_signal(signal.SIGTERM)
    running.wait(timeout=10)
    assert running.stdout is not None

    assert (0o600, ZOLOZ.success, 0, False) == (mode, json.loads(answer.body), running.returncode, path.exists())
    assert f"zoloz  {ZOLOZ.method} {ZOLOZ.path} 200 accepted" == running.stdout.read().splitlines()[-1]


def test_a_person_is_played_from_another_process(process: Process) -> None:
    """Their code stands in the output, and the control listener tells it too; what they come to is told to it."""
    running, path = process
    environment = variables(path)
    steer = Steering(environment["REALNAME_SANDBOX_CONTROL_URL"], environment["REALNAME_SANDBOX_CONTROL_TOKEN"])
    start = facts.operation("esign", "startTelecom3Factors")
    request = esign_request(environment, round(time.time() * 1000))
    request.method, request.path, request.body = start.method, start.path, start.body()
    flow_id = json.loads(request.signed().send().body)["data"]["flowId"]
    code = steer("sent_code", flow_id=flow_id)
    steer("finish_flow", flow_id=flow_id, outcome=["pending", "rejected"])
    outlines = [esign_request(environment, round(time.time() * 1000), flow_id=flow_id) for _ in range(2)]
    found = [json.loads(outline.signed().send().body)["data"]["flowStatus"] for outline in outlines]
    running.send_signal(signal.SIGTERM)
    assert running.stdout is not None

    assert ["ING", "FAIL"] == found
    assert f"e签宝: flow {flow_id} was sent the code {code}" in running.stdout.read().splitlines()


def test_persons_can_act_by_themselves(tmp_path: Path) -> None:
    """After the time that was said, still after a reset, and without it never."""
    found = []
    for number, more in enumerate((["--finish-after", "0"], [])):
        path = tmp_path / f"{number}.env"
        with start(path, subprocess.PIPE, *more) as running:
            environment = variables(path)
            url, token = (environment[f"REALNAME_SANDBOX_CONTROL_{name}"] for name in ("URL", "TOKEN"))
            Steering(url, token)("reset")
            with esign.Client(
                esign.Credentials(
                    app_id=environment["REALNAME_ESIGN_APP_ID"], app_secret=environment["REALNAME_ESIGN_APP_SECRET"]
                ),
                base_url=environment["REALNAME_ESIGN_BASE_URL"],
            ) as client:
                flow_id = client.create_indiv_auth_url().data.flow_id
                found.append(client.get_flow_detail(flow_id=flow_id).outcome)
            running.send_signal(signal.SIGTERM)

    assert [Outcome.VERIFIED, Outcome.PENDING] == found


@pytest.mark.parametrize("seconds", [-1.0, float("nan"), "0"])
def test_a_time_that_cannot_be_is_refused_by_every_gateway(seconds: Any, steered: tuple[Sandbox, Steering]) -> None:
    """At once, and what it was stays."""
    for gateway in steered[0].gateways.values():
        gateway.settings.finish_after = None
        with pytest.raises((ValueError, TypeError)):
            gateway.settings.finish_after = seconds

        assert gateway.settings.finish_after is None


@pytest.mark.parametrize("seconds", ["-1", "nan", "soon"])
def test_a_time_that_cannot_be_is_refused(seconds: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Before there is a file."""
    with pytest.raises(SystemExit) as ended:
        main(["--env-file", str(tmp_path / "sandbox.env"), "--finish-after", seconds])

    assert (2, []) == (ended.value.code, [*tmp_path.iterdir()])
    assert "--finish-after" in capfd.readouterr().err


def test_it_ends_when_interrupted_or_left_alone(tmp_path: Path) -> None:
    """Left alone means: its standard input ends, as it does when its parent is gone."""
    with start(tmp_path / "one.env", subprocess.PIPE) as one, start(tmp_path / "two.env", subprocess.PIPE) as two:
        one.send_signal(signal.SIGINT)
        assert two.stdin is not None
        two.stdin.close()

        assert (0, 0) == (one.wait(timeout=10), two.wait(timeout=10))


def test_without_a_parent_to_watch_it_goes_on(tmp_path: Path) -> None:
    """Only the end of a pipe is the end of a parent, not /dev/null or a file."""
    (tmp_path / "empty").touch()
    with (tmp_path / "empty").open() as empty:
        for stdin in (subprocess.DEVNULL, empty):
            path = tmp_path / "sandbox.env"
            with start(path, stdin) as running:
                answer = zoloz_request(variables(path)).signed().send()
                running.send_signal(signal.SIGTERM)

                assert (200, 0) == (answer.status, running.wait(timeout=10))


def test_its_file_tells_what_a_first_call_succeeds_with(process: Process) -> None:
    """In comments, a sentence a provider."""
    first, *lines = process[1].read_text("utf-8").splitlines()
    comments = [line for line in lines if line.startswith("#")]

    assert FIRST_LINE == first
    assert [True] * 3 == [
        text in comment for text, comment in zip(("sandbox-user-1", "token-", FLOW_ID), comments, strict=True)
    ]


# ---- whose file is it ------------------------------------------------------------------------------------------------


OWN = "REALNAME_ALIPAY_PRIVATE_KEY=the-only-copy\n"


@pytest.mark.parametrize("content", [OWN, "", f"# mine\n{FIRST_LINE}\n"], ids=["settings", "empty", "quoted"])
def test_a_file_of_the_users_is_left_alone(content: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The sandbox does not start, names the file and says what to do; nothing is left beside it."""
    path = tmp_path / ".env"
    path.write_text(content, encoding="utf-8")

    assert FAILED == main(["--env-file", str(path)])
    assert f"realname sandbox: {path} cannot be written: it exists" in capfd.readouterr().err
    assert (content, [path]) == (path.read_text("utf-8"), list(tmp_path.iterdir()))


@pytest.mark.parametrize("name", [".", "absent/sandbox.env"], ids=["a folder", "in no folder"])
def test_a_place_where_no_file_can_be(name: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """It is told, and no key is left behind."""
    assert FAILED == main(["--env-file", str(tmp_path / name)])
    assert "cannot be written" in capfd.readouterr().err
    assert [] == [*tmp_path.iterdir(), *tmp_path.parent.glob(f".{tmp_path.name}.*")]


def test_what_a_killed_sandbox_left_behind_is_replaced(process: Process) -> None:
    """Nobody is served by those addresses any more."""
    killed, path = process
    before = path.read_text("utf-8")
    killed.kill()
    killed.wait(timeout=10)
    with start(path, subprocess.PIPE) as running:
        after = path.read_text("utf-8")
        running.terminate()

        assert (True, True) == (after.startswith(FIRST_LINE), after != before)
        assert (0, False) == (running.wait(timeout=10), path.exists())


def test_two_sandboxes_keep_their_hands_off_each_others_file(process: Process) -> None:
    """The second one does not start; and what was put in the place of its file stays when a sandbox ends."""
    running, path = process
    before = path.read_text("utf-8")

    assert FAILED == main(["--env-file", str(path)])
    assert before == path.read_text("utf-8")

    path.write_text(OWN, encoding="utf-8")
    running.terminate()
    assert (0, OWN) == (running.wait(timeout=10), path.read_text("utf-8"))


# ---- strangers -------------------------------------------------------------------------------------------------------


def test_a_page_in_a_browser_cannot_steer(steered: tuple[Sandbox, Steering]) -> None:
    """It gets neither the permission to send the token, were it to know it, nor anything done without."""
    sandbox, steer = steered
    steer("reset")
    page = [("Origin", "http://evil.example"), ("Content-Type", "text/plain")]
    asked = [*page, ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "authorization")]
    preflight = send(steer.url, "OPTIONS", "/enroll", asked)
    posted = send(steer.url, "POST", "/enroll", page, json.dumps({"user_id": USER}).encode())
    assert preflight is not None
    assert posted is not None
    zoloz_request(sandbox.environment()).signed().send()

    assert (401, 401) == (preflight.status, posted.status)
    assert [] == [name for name, _ in preflight.headers if name.lower().startswith("access-control")]
    assert ["SANDBOX_USER_NOT_ENROLLED"] == [record.verdict for record in sandbox.requests]


def test_what_steers_is_small(steered: tuple[Sandbox, Steering]) -> None:
    """What is larger is refused, with or without the token."""
    steer = steered[1]
    steer("reset")

    assert 200 == steer.post("reset", b" " * (LARGEST_STEERING_BODY - 2) + b"{}").status
    assert 413 == steer.post("reset", b" " * (LARGEST_STEERING_BODY - 1) + b"{}").status
