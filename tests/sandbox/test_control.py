"""Steering the sandbox from another process: the control listener, and `python -m realname.sandbox`."""

import json
import re
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from realname.sandbox import Sandbox
from realname.sandbox.control import Control
from tests.sandbox.callers import NOW, NOW_MS, alipay_request, esign_request, zoloz_request
from tests.sandbox.steering import Steering


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
    steer("enroll", user_id="user-1")
    zoloz_request(environment).signed().send()
    steer("unenroll", user_id="user-1")
    zoloz_request(environment).signed().send()
    token = steer("issue_token", results=["FAILED"], identity_type="04")
    alipay_request(environment, token, NOW_MS).signed().send()
    flow = esign_request(environment, NOW_MS)
    flow.path = f"/v2/identity/auth/api/common/{steer('add_flow', flow_status='FAIL')}/outline"
    steer("fail_next", provider="esign", fault="business_code", code=30500003, status=500)
    flow.signed().send()
    flow.signed().send()

    assert [
        ("accepted", 200),
        ("SANDBOX_USER_NOT_ENROLLED", 200),
        ("accepted", 200),
        ("30500003", 500),
        ("accepted", 200),
    ] == [(record["verdict"], record["status"]) for record in steer("requests")]


def test_requests(steered: tuple[Sandbox, Steering]) -> None:
    """The log that is read from outside holds what helps to find a wrong signature."""
    sandbox, steer = steered
    steer("reset")
    request = esign_request(sandbox.environment(), NOW_MS).signed()
    request.send()
    [record] = steer("requests")

    assert (
        f"GET\n*/*\n\napplication/json; charset=UTF-8\n\n{request.target}",
        request.target,
        "esign",
    ) == (record["expected_string_to_sign"], record["target"], record["provider"])


def test_request_without_a_string_to_sign(steered: tuple[Sandbox, Steering]) -> None:
    """A request that was refused before its signature was looked at has no string to sign."""
    sandbox, steer = steered
    steer("reset")
    request = esign_request(sandbox.environment(), NOW_MS)
    request.mode = None
    request.signed().send()
    [record] = steer("requests")

    assert (None, "TOKEN_CANT_BE_NULL") == (record["expected_string_to_sign"], record["verdict"])


def test_faults_listed(steered: tuple[Sandbox, Steering]) -> None:
    """The faults of a gateway can be listed."""
    sandbox, steer = steered

    assert sandbox.faults("esign") == steer("faults", provider="esign")


@pytest.mark.parametrize(
    ("action", "body", "status", "text"),
    [
        ("unknown", b"{}", 404, "add_flow, break_contract, breaches, enroll"),
        ("enroll", b"{", 400, "JSON"),
        ("enroll", b"[]", 400, "object"),
        ("enroll", b'{"user": "x"}', 400, "user_id"),
        ("enroll", b'{"user_id": []}', 400, "unhashable"),
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
    esign_request(sandbox.environment(), NOW_MS).signed().send()
    statuses = [record["status"] for record in steer("requests")]
    steer("reset")
    esign_request(sandbox.environment(), NOW_MS).signed().send()
    statuses += [record["status"] for record in steer("requests")]

    assert ([202, 200], sandbox.breaches("esign")) == (statuses, steer("breaches", provider="esign"))


def test_token_is_needed(steered: tuple[Sandbox, Steering]) -> None:
    """Without the token nothing can be steered; with it, it can."""
    steer = steered[1]

    assert (401, 200) == (steer.post("reset", token=steer.token[1:]).status, steer.post("reset").status)


def test_only_post(steered: tuple[Sandbox, Steering]) -> None:
    """Actions are POST requests."""
    assert 405 == steered[1].post("reset", method="GET").status


@pytest.fixture
def process(tmp_path: Path) -> Iterator[tuple["subprocess.Popen[str]", Path]]:
    """A sandbox in a process of its own, and its file of variables."""
    path = tmp_path / "sandbox.env"
    command = [sys.executable, "-m", "realname.sandbox", "--env-file", str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process, path
        process.kill()


def variables(path: Path) -> dict[str, str]:
    """The variables in a file."""
    lines = path.read_text("utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if not line.startswith("#"))


def test_process(process: tuple["subprocess.Popen[str]", Path]) -> None:
    """Another process reads the file, steers the sandbox, calls it, and sees its request in the output."""
    running, path = process
    environment = variables(path)
    mode = stat.S_IMODE(path.stat().st_mode)
    steer = Steering(environment["REALNAME_SANDBOX_CONTROL_URL"], environment["REALNAME_SANDBOX_CONTROL_TOKEN"])
    steer("enroll", user_id="user-1")
    answer = zoloz_request(environment).signed().send()
    esign_request(environment, int(time.time() * 1000)).signed().send()
    running.send_signal(signal.SIGTERM)
    running.wait(timeout=10)
    assert running.stdout is not None
    output = running.stdout.read()

    assert (
        0o600,
        "SUCCESS",
        [
            "zoloz  POST /api/v1/zoloz/connect/queryEnrollStatus 200 accepted",
            "esign  GET /v2/identity/auth/api/common/803719636976683872/outline 200 accepted",
        ],
        0,
        False,
    ) == (
        mode,
        json.loads(answer.body)["result"]["resultCode"],
        output.splitlines()[-2:],
        running.returncode,
        path.exists(),
    )


def test_process_interrupted(process: tuple["subprocess.Popen[str]", Path]) -> None:
    """The process ends in order when interrupted."""
    running, _ = process
    running.send_signal(signal.SIGINT)

    assert 0 == running.wait(timeout=10)


def test_process_left_alone(process: tuple["subprocess.Popen[str]", Path]) -> None:
    """The process ends in order when its standard input ends, as it does when its parent is gone."""
    running, _ = process
    assert running.stdin is not None
    running.stdin.close()

    assert 0 == running.wait(timeout=10)


@pytest.mark.parametrize("stdin", [subprocess.DEVNULL, None], ids=["/dev/null", "a file"])
def test_process_without_a_parent_to_watch(tmp_path: Path, stdin: int | None) -> None:
    """Only the end of a pipe is the end of a parent: with /dev/null or a file there, the process goes on."""
    path = tmp_path / "sandbox.env"
    (tmp_path / "empty").touch()
    command = [sys.executable, "-m", "realname.sandbox", "--env-file", str(path)]
    with (
        (tmp_path / "empty").open() as empty,
        subprocess.Popen(
            command, stdin=empty if stdin is None else stdin, stdout=subprocess.PIPE, text=True
        ) as running,
    ):
        assert running.stdout is not None
        running.stdout.readline()
        answer = esign_request(variables(path), int(time.time() * 1000)).signed().send()
        running.send_signal(signal.SIGTERM)

        assert (200, 0) == (answer.status, running.wait(timeout=10))


def test_process_has_samples(process: tuple["subprocess.Popen[str]", Path]) -> None:
    """The file tells in comments what a first call succeeds with."""
    _, path = process
    comments = [line for line in path.read_text("utf-8").splitlines() if line.startswith("#")]
    once_token, conn_key = re.findall(r"(?:token|conn)-[0-9a-f]{16}", comments[1])
    environment = variables(path)
    now_ms = int(time.time() * 1000)
    token = {"once_token": once_token, "conn_key": conn_key, "cert_no": "110101199001010000"}
    answers = [
        zoloz_request(environment, "sandbox-user-1").signed().send(),
        alipay_request(environment, token, now_ms).signed().send(),
    ]

    assert (True, True, True, ["SUCCESS", "SUCCESS"]) == (
        "sandbox-user-1" in comments[0],
        "110101199001010000" in comments[1],
        "803719636976683872" in comments[2],
        [
            json.loads(answers[0].body)["result"]["resultCode"],
            json.loads(answers[1].body)["identity_result"],
        ],
    )
