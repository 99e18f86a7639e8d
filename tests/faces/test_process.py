"""A sandbox in a process of its own: `python -m realname.sandbox`."""

import json
import logging
import os
import pty
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen
from ruamel.yaml import YAML

from realname import esign
from realname.language import choose
from realname.providers import PROVIDERS
from realname.sandbox.__main__ import FAILED, main, parse
from realname.sandbox.environment_file import FIRST_LINE
from realname.sandbox.terminal import Terminal
from tests import facts
from tests.callers import FLOW_ID, USER, ZOLOZ, esign_request, zoloz_request
from tests.faces.control_address import Address

LOOPBACK_OF_ALL = "0.0.0.0"  # noqa: S104  what is told of it is tested
COMMAND = [sys.executable, "-m", "realname.sandbox"]


def start(path: Path, stdin: Any, *more: str) -> "subprocess.Popen[str]":
    """A sandbox that runs."""
    command = [*COMMAND, "--write-env", str(path), *more]
    process = subprocess.Popen(command, stdin=stdin, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.readline()
    return process


@contextmanager
def ended(process: "subprocess.Popen[Any]") -> Iterator["subprocess.Popen[Any]"]:
    """A process that is gone afterwards, whatever happened."""
    with process:
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()


@frozen
class Running:
    """A sandbox in a process of its own: its file of variables, and the file that it prints to."""

    path: Path
    printed: Path

    def lines(self, last: str) -> list[str]:
        """What was printed, as soon as this is in it."""
        limit = time.monotonic() + 60
        while last not in (text := self.printed.read_text("utf-8")):
            assert time.monotonic() < limit, text
            time.sleep(0.01)
        return text.splitlines()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One for all tests that do not end it; nobody is at its other end."""
    folder = tmp_path_factory.mktemp("running")
    found = Running(folder / "sandbox.env", folder / "printed")
    command = [*COMMAND, "--write-env", str(found.path)]
    with (
        found.printed.open("wb") as printed,
        ended(subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=printed)),
    ):
        found.lines("page ")
        yield found


def variables(path: Path) -> dict[str, str]:
    """The variables in a file."""
    lines = path.read_text("utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if not line.startswith("#"))


def address_in(path: Path) -> Address:
    """The control address of the sandbox whose file this is."""
    found = variables(path)
    return Address(found["REALNAME_SANDBOX_CONTROL_URL"], found["REALNAME_SANDBOX_CONTROL_TOKEN"])


def outcome_of_a_new_flow(path: Path) -> str:
    """What has come of a flow as soon as it has begun."""
    found = variables(path)
    credentials = esign.Credentials(
        app_id=found["REALNAME_ESIGN_APP_ID"], app_secret=found["REALNAME_ESIGN_APP_SECRET"]
    )
    with esign.Client(credentials, base_url=found["REALNAME_ESIGN_BASE_URL"]) as client:
        flow_id = client.create_indiv_auth_url().data.flow_id
        return f"{client.get_flow_detail(flow_id=flow_id).outcome.value}"


def test_another_process_is_served(running: Running) -> None:
    """It reads the file, which is its owner's, steers the sandbox, calls it, and sees its request in the output."""
    address_in(running.path).act("enroll", user_id=USER)
    answer = zoloz_request(variables(running.path)).signed().send()
    line = running.lines(" accepted\n")[-1]

    assert (0o600, ZOLOZ.success) == (running.path.stat().st_mode & 0o777, json.loads(answer.body))
    assert re.fullmatch(rf"\d\d:\d\d:\d\d  zoloz  200 +\d+ ms  {ZOLOZ.method:<6} {ZOLOZ.path} +accepted", line)


def test_a_person_is_played_from_another_process(running: Running) -> None:
    """Their code stands in the output, and the control listener tells it too; what they come to is told to it."""
    environment, address = variables(running.path), address_in(running.path)
    start = facts.operation("esign", "startTelecom3Factors")
    request = esign_request(environment, round(time.time() * 1000))
    request.method, request.path, request.body = start.method, start.path, start.body()
    flow_id = json.loads(request.signed().send().body)["data"]["flowId"]
    code = address.act("sent_code", flow_id=flow_id)
    address.act("finish_flow", flow_id=flow_id, outcome=["pending", "rejected"])
    outlines = [esign_request(environment, round(time.time() * 1000), flow_id=flow_id) for _ in range(2)]

    assert ["ING", "FAIL"] == [json.loads(each.signed().send().body)["data"]["flowStatus"] for each in outlines]
    assert f"e签宝: flow {flow_id} was sent the code {code}" in running.lines(f"code {code}\n")


def test_persons_can_act_by_themselves(running: Running, tmp_path: Path) -> None:
    """After the time that was said, still after a reset, and without it never."""
    path = tmp_path / "sandbox.env"
    with start(path, subprocess.PIPE, "--finish-after", "0") as acting:
        address_in(path).act("reset")
        found = [outcome_of_a_new_flow(each) for each in (path, running.path)]
        acting.send_signal(signal.SIGTERM)

        assert (["verified", "pending"], 0, False) == (found, acting.wait(timeout=30), path.exists())


def test_its_file_tells_what_a_first_call_succeeds_with(running: Running) -> None:
    """In comments, a sentence a provider."""
    first, *lines, _ = running.path.read_text("utf-8").splitlines()
    comments = [line for line in lines if line.startswith("#")]

    assert FIRST_LINE == first
    assert [True] * 3 == [
        text in comment for text, comment in zip(("sandbox-user-1", "token-", FLOW_ID), comments, strict=True)
    ]


# ---- where it listens ------------------------------------------------------------------------------------------------


@pytest.fixture
def first_port() -> int:
    """The first of four ports that are free."""
    for port in range(20_000, 30_000, 4):
        try:
            for number in range(port, port + 4):
                socket.create_server(("127.0.0.1", number)).close()
        except OSError:
            continue
        return port
    pytest.fail("no four ports in a row are free")


def test_the_ports_that_were_said(first_port: int, tmp_path: Path) -> None:
    """The gateways' in order, then that of the control address; a second sandbox is told which are taken."""
    path = tmp_path / "sandbox.env"
    with start(path, subprocess.PIPE, "--port", str(first_port)) as running:
        names = [*(f"REALNAME_{name.upper()}_BASE_URL" for name in PROVIDERS), "REALNAME_SANDBOX_CONTROL_URL"]
        found = [variables(path)[name] for name in names]
        command = [*COMMAND, "--port", str(first_port + 2)]
        second = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        running.send_signal(signal.SIGINT)

        assert 0 == running.wait(timeout=30)
    assert [f"http://127.0.0.1:{first_port + number}" for number in range(4)] == found
    assert (FAILED, "") == (second.returncode, second.stdout)
    assert f" at 127.0.0.1 some are taken: {first_port + 2}, {first_port + 3}. Choose another --port" in second.stderr
    assert "Traceback" not in second.stderr


def test_what_others_can_reach_is_said(running: Running, tmp_path: Path) -> None:
    """In words; the addresses have the name that was advertised, and the file lets clients call it by plain http.

    Of one that only this machine reaches nothing is said. A lost terminal ends it.
    """
    path = tmp_path / "sandbox.env"
    command = [*COMMAND, "--write-env", str(path), "--host", LOOPBACK_OF_ALL, "--advertise", "Sandbox"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reached:
        assert reached.stdout is not None
        warning, *lines = [reached.stdout.readline() for _ in range(6)]
        found = variables(path)
        reached.send_signal(signal.SIGHUP)

        assert (0, False) == (reached.wait(timeout=30), path.exists())
    assert "whoever can reach this machine at 0.0.0.0 can now call the gateways" in warning
    assert all(re.match(r"\w+ +http://sandbox:\d+\n", line) for line in lines[:4])
    assert re.match(r"page +http://127\.0\.0\.1:\d+/#token=… ", lines[4])
    assert ["sandbox"] * 3 == [found[f"REALNAME_{name.upper()}_INSECURE_TEST_HOSTS"] for name in PROVIDERS]
    assert "INSECURE" not in running.path.read_text("utf-8") + running.printed.read_text("utf-8")
    assert "whoever" not in running.printed.read_text("utf-8")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--port", "65533"], "--port: it must be a number up to 65532, for 4 ports from there"),
        (["--port", "-1"], "--port: it must be a number"),
        (["--port", "٣"], "--port: it must be a number"),
        (["--host", ""], "--host: it must be an address of this machine"),
        (["--host", "example"], "--host: it must be an address of this machine"),
        (["--host", "[127.0.0.1]"], "--host: it must be an address of this machine"),
        (["--host", "[::1"], "--host: it must be an address of this machine"),
        (["--host", "fe80::1%lo"], "--host: it must be an address of this machine"),
        (["--host", "192.0.2.1"], "this machine cannot listen at 192.0.2.1: Cannot assign requested address"),
        (["--advertise", "http://x"], "--advertise: it must be the name or address of a host"),
        (["--advertise", "x:80"], "--advertise: it must be the name or address of a host"),
        (["--advertise", "api.esign.cn"], "--advertise: it must be the name or address of a host"),
        (["--callback-host", "*"], "--callback-host: it must be the name or address of a host"),
        (["--callbacks", "some"], "--callbacks: invalid choice"),
        (["--finish-after", "-1"], "--finish-after: it must be a number of seconds"),
        (["--finish-after", "nan"], "--finish-after: it must be a number of seconds"),
        (["--finish-after", "inf"], "--finish-after: it must be a number of seconds"),
        (["--finish-after", "soon"], "--finish-after"),
        (["--reset"], "--reset is for --state"),
        (["--env-file", "x"], "--env-file is the old name of --write-env"),
        (["--write", "x"], "unrecognized arguments"),
    ],
)
def test_an_option_that_cannot_be_is_refused(
    options: list[str], told: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """It is named, nothing is left behind, and whoever was interrupted before still is."""
    before = signal.getsignal(signal.SIGINT)
    try:
        status = main(["--write-env", str(tmp_path / "sandbox.env"), *options])
    except SystemExit as ended:
        status = int(str(ended.code))
    captured = capfd.readouterr()

    assert (FAILED, [], "", before) == (status, [*tmp_path.iterdir()], captured.out, signal.getsignal(signal.SIGINT))
    assert told in captured.err


def test_an_address_of_ipv6_is_written_as_anywhere() -> None:
    """Bare, or in brackets as in a URL."""
    assert ["::1", "::1"] == [parse(["--host", written]).host for written in ("::1", "[::1]")]


def test_the_example_for_containers() -> None:
    """Its command has options that there are; ports, paths and users of both containers fit."""
    found = YAML(typ="safe").load(facts.ROOT / "examples" / "compose.yaml")
    sandbox, service = (found["services"][name] for name in ("sandbox", "service"))
    given = parse(sandbox["command"].removeprefix("realname sandbox ").split())
    numbers = f"{given.port}-{given.port + len(PROVIDERS)}"

    assert [f"127.0.0.1:{numbers}:{numbers}"] == sandbox["ports"]
    assert (given.advertise, given.callback_host) == ("sandbox", ["service"])
    assert (sandbox["user"], str(given.write_env)) == (service["user"], sandbox["healthcheck"]["test"][-1])
    assert f". {given.write_env};" in service["command"][-1]
    assert [*found["volumes"]] == [each.partition(":")[0] for each in sandbox["volumes"]]
    assert [f"{each}:ro" for each in sandbox["volumes"]] == service["volumes"]
    assert str(given.write_env.parent) == sandbox["volumes"][0].partition(":")[2]


# ---- what it prints, and how it ends ---------------------------------------------------------------------------------


def test_nothing_that_is_printed_does_anything_to_a_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    """Control characters and marks that turn the reading direction stand there as codes, on one line."""
    terminal = Terminal()
    terminal.tell("a\x1b[31m\x9b\u202eb\nc")
    terminal.close()

    assert "a\\x1b[31m\\x9b\\u202eb\\nc\n" == capfd.readouterr().out


def test_a_sandbox_speaks_the_chosen_language(capfd: pytest.CaptureFixture[str]) -> None:
    """What it says of itself, what gateways log, and how requests ended; paths and codes stay."""
    terminal = Terminal()
    choose("zh")
    try:
        terminal.tell("control http://127.0.0.1:9003")
        terminal.handle(logging.LogRecord("name", logging.INFO, "", 0, "ZOLOZ: the user %s is enrolled.", ("u",), None))
    finally:
        choose("en")
    terminal.tell("control http://127.0.0.1:9003")
    terminal.close()

    told = ["控制地址 http://127.0.0.1:9003", "ZOLOZ：用户 u 已录入。", "control http://127.0.0.1:9003"]
    assert told == capfd.readouterr().out.splitlines()


def test_what_goes_wrong_is_logged_without_what_it_says(capfd: pytest.CaptureFixture[str]) -> None:
    """An exception by its kind, on one line: its own words may be about a person."""
    terminal = Terminal()
    error = KeyError("MARKER")
    terminal.handle(logging.LogRecord("name", logging.ERROR, "", 0, "it failed\n", None, (KeyError, error, None)))
    terminal.close()

    assert "it failed: KeyError\n" == capfd.readouterr().out


def test_who_does_not_read_stops_nothing(tmp_path: Path) -> None:
    """More than a pipe holds: the gateways answer, and it ends when told to.

    Its standard input is a file, whose end is the end of nobody.
    """
    path = tmp_path / "sandbox.env"
    (tmp_path / "empty").touch()
    with (tmp_path / "empty").open() as empty, ended(start(path, empty)) as running:
        request = zoloz_request(variables(path))
        request.method, request.path = "GET", f"/{'a' * 30_000}"

        assert [200] * 50 == [request.signed().send().status for _ in range(50)]
        running.terminate()
        assert 0 == running.wait(timeout=30)


def test_what_is_left_out_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once somebody reads again."""
    is_read, read = threading.Event(), list[str]()

    def print_when_read(line: str) -> None:
        is_read.wait(10)
        read.append(line)

    monkeypatch.setattr("realname.sandbox.terminal._print", print_when_read)
    terminal = Terminal()
    for number in range(1500):
        terminal.tell(str(number))
    is_read.set()
    while terminal.waits():
        time.sleep(0.001)
    terminal.tell("again")
    terminal.close()

    said = [int(line[1:].partition(" ")[0]) for line in read if line.endswith(" lines are left out: nobody read them)")]
    printed = [line for line in read if line.isdigit()]
    assert ("again", 1500) == (read[-1], len(printed) + sum(said))
    assert 0 < sum(said) <= 500


def test_the_pages_address_has_the_token_on_a_terminal_only(running: Running, tmp_path: Path) -> None:
    """Whoever keeps what a pipe or a file was told keeps no token."""
    path = tmp_path / "sandbox.env"
    ours, theirs = pty.openpty()
    command = [*COMMAND, "--write-env", str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=theirs) as shown:
        os.close(theirs)
        told = b""
        while b"#token=" not in told:
            told += os.read(ours, 4096)
        token = variables(path)["REALNAME_SANDBOX_CONTROL_TOKEN"]
        shown.terminate()
    os.close(ours)

    assert f"/#token={token}\r\n".encode() in told
    assert variables(running.path)["REALNAME_SANDBOX_CONTROL_TOKEN"] not in running.printed.read_text("utf-8")


def test_without_a_wish_the_file_is_where_nobody_else_looks(tmp_path: Path) -> None:
    """Only its owner can, and the folder goes away with it; a shell finds it by the first line that is printed."""
    environment = os.environ | {"TMPDIR": str(tmp_path)}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "env": environment, "text": True}
    with subprocess.Popen(COMMAND, **pipes) as process:  # type: ignore[call-overload]
        line = process.stdout.readline().strip().partition(":  ")[2]
        [folder] = tmp_path.iterdir()
        mode = folder.stat().st_mode & 0o777
        shell = subprocess.run(["/bin/sh", "-c", f"{line}; env"], stdout=subprocess.PIPE, text=True, check=True)
        process.stdin.close()  # as when its parent is gone

        assert (0o700, 0) == (mode, process.wait(timeout=30))
    assert "REALNAME_SANDBOX_CONTROL_TOKEN=" in shell.stdout
    assert [] == [*tmp_path.iterdir()]


def test_the_old_name_of_the_option(tmp_path: Path) -> None:
    """It means the same, and says so."""
    path = tmp_path / "sandbox.env"
    command = [*COMMAND, "--env-file", str(path)]
    done = subprocess.run(command, input="", capture_output=True, text=True, check=False)

    assert (0, "realname sandbox: --env-file is now --write-env; the old name will go away\n") == (
        done.returncode,
        done.stderr,
    )
    assert f"in {path})" in done.stdout


def test_a_long_path_fills_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """Of a path as long as a head may be, the beginning is printed."""
    terminal = Terminal()
    terminal.tell("x" * 60_000)
    terminal.tell("the next")
    terminal.close()

    first, second = capsys.readouterr().out.splitlines()
    assert ("x" * 2000 + "…", "the next") == (first, second)
