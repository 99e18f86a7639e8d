"""Which sandbox a command asks, and what it says if nobody, or somebody else, answers there."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from realname.cli.control_address import ControlAddress
from realname.testing.control_variables import CONTROL_TOKEN, CONTROL_URL
from tests.faces.cli.conftest import Run

SECRET = "MARKER-control-token"
COMMANDS: dict[str, list[str]] = {
    "requests": [],
    "enroll": ["user-1"],
    "flow": [],
    "token": [],
    "auth-token": [],
    "finish": ["1"],
    "expire": ["1"],
    "code": ["1"],
    "amount": ["1"],
    "callback": [],
    "fail": ["zoloz"],
    "reset": [],
}
"""Each command that asks or steers, with what it has to be given."""


def http(body: str, status: str = "200 OK", *headers: str) -> bytes:
    """An answer, byte for byte."""
    content = body.encode()
    return "\r\n".join([f"HTTP/1.1 {status}", f"Content-Length: {len(content)}", *headers, "", ""]).encode() + content


@pytest.fixture
def nobody() -> str:
    """An address at which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"http://127.0.0.1:{listener.getsockname()[1]}"


@pytest.mark.parametrize("command", COMMANDS)
def test_without_a_sandbox_it_is_told_how_to_start_one(command: str, run: Run) -> None:
    """And which variables name it."""
    result = run("sandbox", command, *COMMANDS[command])

    assert (2, "") == (result.exit_code, result.stdout)
    assert [] == [
        text for text in ("realname sandbox --write-env", CONTROL_URL, CONTROL_TOKEN) if text not in result.stderr
    ]


@pytest.mark.parametrize("command", COMMANDS)
def test_one_that_does_not_run_any_more(command: str, run: Run, nobody: str, tmp_path: Path) -> None:
    """Is told with its address, and with exit code 4."""
    path = tmp_path / "sandbox.env"
    path.write_text(f"{CONTROL_URL}={nobody}\n{CONTROL_TOKEN}={SECRET}\n", encoding="utf-8")
    result = run("sandbox", command, *COMMANDS[command], "--env-file", path)

    assert (4, "", False) == (result.exit_code, result.stdout, SECRET in result.stderr)
    assert f"the sandbox at {nobody} does not answer (ConnectError)" in result.stderr


@pytest.mark.parametrize(
    ("answer", "code", "told"),
    [
        (http("<html>It works!</html>"), 5, "is no sandbox"),
        (http("", "404 Not Found"), 5, "is no sandbox"),
        (http("", "302 Found", "Location: http://127.0.0.1:9/"), 5, "is no sandbox"),
        (http('{"detail": "Not Found"}', "404 Not Found"), 5, "is no sandbox"),
        (http('{"error": ["no"]}', "400 Bad Request"), 5, "is no sandbox"),
        (
            http(json.dumps({"error": "no \x1b[2J\u202e"}), "400 Bad Request"),
            1,
            r"the sandbox says no: no \x1b[2J\u202e",
        ),
        (http(json.dumps({"error": "x" * 5000}), "409 Conflict"), 1, f"no: {'x' * 2000}.\n"),
        (http("[" * 100_000), 5, "is no sandbox"),
        (http("\ud83d".encode("utf-8", "surrogatepass").decode("latin-1")), 5, "is no sandbox"),
        (b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n", 4, "does not answer (RemoteProtocolError)"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{", 4, "does not answer (RemoteProtocolError)"),
        (b"", 4, "does not answer"),
    ],
    ids=["html", "404", "302", "json", "list", "escapes", "long", "deep", "charset", "no http", "cut", "nothing"],
)
@pytest.mark.parametrize("words", [["reset"], ["requests"], ["requests", "--follow"]], ids=" ".join)
def test_what_answers_there_is_something_else(
    answer: bytes, code: int, told: str, words: list[str], run: Run, answering: Callable[[bytes], str]
) -> None:
    """It is told apart from a sandbox that says no, and from nobody; neither its bytes nor the token are shown."""
    result = run("sandbox", *words, "--control-url", answering(answer), "--control-token", SECRET)

    assert (code, "") == (result.exit_code, result.stdout)
    assert (True, False, False) == (told in result.stderr, "\x1b" in result.stderr, SECRET in result.stderr)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        (["flow"], '{"flow_id": "1"}'),
        (["token"], '"token-1"'),
        (["auth-token"], "1"),
        (["code", "1"], "null"),
        (["callback"], "200"),
        (["fail", "zoloz"], "[]"),
        (["requests"], "{}"),
        (["requests"], '{"records": [{"number": 1}]}'),
        (["requests"], "[]"),
        (["requests", "--follow"], "{}"),
    ],
)
def test_a_value_of_another_kind_is_no_sandboxs(
    words: list[str], value: str, run: Run, answering: Callable[[bytes], str]
) -> None:
    """It is not printed as if it were one."""
    result = run("sandbox", *words, "--control-url", answering(http(value)), "--control-token", SECRET)

    assert (5, "", True) == (result.exit_code, result.stdout, "is no sandbox" in result.stderr)


@pytest.mark.parametrize(
    "url",
    [
        "sandbox",
        "ftp://127.0.0.1:9003",
        "http://",
        "http://127.0.0.1:99999",
        "http://127.0.0.1:0",
        "http://[::1",
        f"http://{SECRET}@127.0.0.1",
        "http://127.0.0.1/requests",
        "http://127.0.0.1?x=1",
        "http://127.0.0.1 :80",
        f"http://x y/#token={SECRET}",
        f"http://127.0.0.1/x#token={SECRET}",
    ],
)
def test_an_address_that_cannot_be(url: str, run: Run) -> None:
    """Is wrong usage; it is not repeated, as it may hold the token."""
    result = run("sandbox", "reset", "--control-url", url, "--control-token", SECRET)

    assert (2, True, False) == (
        result.exit_code,
        "the control address is no such address" in result.stderr,
        SECRET in result.output,
    )


@pytest.mark.parametrize("token", [None, "", f"{SECRET}\n", f"{SECRET} x", "令牌"])
def test_a_token_that_cannot_be(token: str | None, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is wrong usage before anything is sent, and is not repeated."""
    monkeypatch.setenv(CONTROL_URL, "http://127.0.0.1:9")
    if token is not None:
        monkeypatch.setenv(CONTROL_TOKEN, token)
    result = run("sandbox", "reset")

    assert (2, False) == (result.exit_code, SECRET in result.output)
    assert "the control token " in result.stderr
    assert CONTROL_TOKEN in result.stderr


def test_another_machine_may_be_meant() -> None:
    """As in a network of containers; the repr shows no token."""
    with ControlAddress("http://sandbox:9003", SECRET) as address:
        assert SECRET not in repr(address)


def test_what_is_said_last_counts(run: Run, tmp_path: Path, nobody: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An option before a file, and a file before the environment."""
    path = tmp_path / "sandbox.env"
    path.write_text(f"{CONTROL_URL}=http://127.0.0.1:1\n{CONTROL_TOKEN}=t\n", encoding="utf-8")
    monkeypatch.setenv(CONTROL_URL, "http://127.0.0.1:2")
    monkeypatch.setenv(CONTROL_TOKEN, "t")
    results = [
        run("sandbox", "reset"),
        run("sandbox", "reset", "--env-file", path),
        run("sandbox", "--env-file", path, "reset"),
        run("sandbox", "reset", "--env-file", path, "--control-url", nobody),
    ]

    assert [4] * 4 == [result.exit_code for result in results]
    addresses = ["http://127.0.0.1:2", "http://127.0.0.1:1", "http://127.0.0.1:1", nobody]
    assert [] == [url for url, result in zip(addresses, results, strict=True) if f"at {url} does" not in result.stderr]


# ---- events ----------------------------------------------------------------------------------------------------------


def record(number: int, provider: str = "zoloz") -> dict[str, object]:
    """A request as the control address tells it."""
    told = {"number": number, "at": 0, "provider": provider, "method": "POST", "path": f"/{number}", "operation": None}
    return told | {"status": 200, "verdict": "accepted", "fault": None, "milliseconds": 0.1}


def event(told: dict[str, object]) -> bytes:
    """The same as an event."""
    return f"event: record\ndata: {json.dumps(told)}\n\n".encode()


class Told(BaseHTTPRequestHandler):
    """A sandbox whose streams of events end: what there is when each begins, and what it tells."""

    streams: ClassVar[list[tuple[list[int], bytes]]]
    there: ClassVar[list[int]]

    def do_GET(self) -> None:
        """Answer, and end the connection."""
        if self.path == "/overview":
            self._say("application/json", json.dumps({"records": [*map(record, Told.there)]}).encode())
        elif self.streams:
            Told.there, events = self.streams.pop(0)
            self._say("text/event-stream; charset=utf-8", events)
        else:
            self._say("text/plain", b"gone")

    def _say(self, kind: str, content: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def telling() -> Iterator[Callable[..., str]]:
    """A server that tells this, at the address that it returns."""
    with ExitStack() as stack:

        def serve(*streams: tuple[list[int], bytes]) -> str:
            Told.streams = [*streams]
            server = stack.enter_context(ThreadingHTTPServer(("127.0.0.1", 0), Told))
            threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
            stack.callback(server.shutdown)
            return f"http://127.0.0.1:{server.server_port}"

        yield serve


def test_a_stream_that_ends_is_taken_up_where_it_was(telling: Callable[..., str], run: Run) -> None:
    """Nothing is shown twice, and nothing is missed that came in between; other events are not shown."""
    first = b": nothing new\n\n" + event(record(3)) + event(record(2)) + b"event: state\ndata: {}\n\n"
    url = telling(([1, 2], first), ([1, 2, 3, 4], event(record(5, "alipay")) + event(record(6))))
    shown = run("sandbox", "requests", "zoloz", "-f", "--json", "--last", "1", "--control-url", f"{url}/#token=t")

    *records, failure = map(json.loads, shown.stdout.splitlines())

    assert [2, 3, 4, 6] == [each["number"] for each in records]
    assert "decode" == failure["error"]["kind"]
    assert (5, True) == (shown.exit_code, "is no sandbox" in shown.stderr)


@pytest.mark.parametrize(
    "piece",
    [b"data: {}\n\n", b"event: record\ndata: {\n\n", b"event: record\ndata: {}\n\n", b"\xff\n\n", b"x" * (1 << 21)],
    ids=["no name", "no JSON", "no record", "no text", "no end"],
)
def test_events_that_cannot_be_understood(piece: bytes, telling: Callable[..., str], run: Run) -> None:
    """Are not a sandbox's."""
    shown = run("sandbox", "requests", "--follow", "--control-url", telling(([], piece)), "--control-token", SECRET)

    assert (5, True) == (shown.exit_code, "is no sandbox" in shown.stderr)
