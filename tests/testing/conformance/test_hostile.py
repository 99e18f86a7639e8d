"""Gateways and surroundings that a run must not stumble over: it ends soon, says what was found, and leaves nothing."""

import gzip
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import requests

from realname.core.deadline import LARGEST_ANSWER
from realname.testing.conformance import runner
from realname.testing.conformance.options import Options
from realname.testing.conformance.report import Report
from realname.testing.conformance.transport import Line, OversizedAnswerError
from tests.testing.conformance.library import READER, SUBJECT, Gateway, contract, running

_GENUINE = b'{"state": "here"}'
_HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json{}\r\nConnection: close\r\n{}\r\n"
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")
Answering = Callable[[socket.socket], None]


def _whole(content: bytes, *, charset: str = "", headers: str = "") -> Answering:
    """Answers at once."""

    def answer(connection: socket.socket) -> None:
        length = f"Content-Length: {len(content)}\r\n{headers}"
        connection.sendall(_HEAD.format(charset, length).encode() + content)

    return answer


def _endless(part: bytes, pause: float) -> Answering:
    """Answers without an end."""

    def answer(connection: socket.socket) -> None:
        connection.sendall(_HEAD.format("", "").encode())
        while True:
            connection.sendall(part)
            time.sleep(pause)

    return answer


@contextmanager
def _listening(answer: Answering) -> Iterator[tuple[str, list[str]]]:
    """Answer every request so; yields the address and the request lines that came."""
    came: list[str] = []

    def one(connection: socket.socket) -> None:
        with connection:
            asked = b""
            try:
                while b"\r\n\r\n" not in asked:
                    asked += connection.recv(65536) or b"\r\n\r\n"
                came.append(asked.partition(b"\r\n")[0].decode())
                answer(connection)
            except OSError:
                return  # the other side has had enough

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=one, args=(connection,), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"127.0.0.1:{listener.getsockname()[1]}", came
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


def _run(url: str, *, negative: bool = False) -> Report:
    chosen = Options(max_calls=3, calls_per_second=None, phases=("examples",), timeout=1, negative=negative)
    return runner.run("library", SUBJECT, contract(), base_url=url, credentials=READER, options=chosen, progress=None)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"[" * 200_000, "the answer's body holds more values than any that is documented (HTTP 200)"),
        (b'{"a":' * 100_000, "the answer's body is nested too deeply (HTTP 200)"),
        (b'{"state": ' + b"9" * 5000 + b"}", "the answer's body holds a number that is too large (HTTP 200)"),
        (b'{"state": NaN}', "the answer's body holds NaN, which is not JSON (HTTP 200)"),
        (b"\xff\xfe{", "the answer's body is not UTF-8 text (HTTP 200)"),
    ],
    ids=["deep lists", "deep tables", "a long number", "no number", "no text"],
)
def test_what_is_no_json_is_one_finding(content: bytes, says: str, capfd: pytest.CaptureFixture[str]) -> None:
    """Nothing but our own reader looks at it, so nobody stumbles: there is one breach, and nothing on the terminal."""
    with _listening(_whole(content)) as (address, _):
        report = _run(f"http://{address}")

    assert [("not_json", says)] == [(breach.name, breach.detail) for breach in report.breaches]
    assert ("", "") == tuple(capfd.readouterr())


@pytest.mark.parametrize("charset", ["; charset=nonsense", "; charset=utf-16", "; charset=\xff", "; ;;="])
def test_a_strange_charset_changes_nothing(charset: str) -> None:
    """JSON is UTF-8."""
    with _listening(_whole(_GENUINE, charset=charset)) as (address, _):
        assert (0, ()) == ((report := _run(f"http://{address}")).exit_code, report.breaches)


def test_a_packed_answer_is_not_unpacked() -> None:
    """None was asked for, and a small one may hold a large one; unpacked, this one would be right."""
    packed = _whole(gzip.compress(_GENUINE), headers="Content-Encoding: gzip\r\n")

    with _listening(packed) as (address, _):
        assert ["not_json"] == [breach.name for breach in _run(f"http://{address}").breaches]


@pytest.mark.parametrize(
    ("answer", "error"),
    [(_endless(b" " * 65536, 0), "OversizedAnswerError"), (_endless(b" ", 0.05), "Timeout")],
    ids=["flood", "drip"],
)
def test_an_answer_without_an_end_ends_the_run(answer: Answering, error: str) -> None:
    """By its size, or by the time that an answer may take in all."""
    started = time.monotonic()

    with _listening(answer) as (address, _):
        report = _run(f"http://{address}")

    assert (2, (), f"the run could not go on ({error})") == (report.exit_code, report.breaches, report.stopped)
    assert time.monotonic() - started < 30


def test_the_largest_answer_is_still_read() -> None:
    """The limit is that of the clients."""
    asked = requests.Request("GET", "http://127.0.0.1/").prepare()
    for size in (LARGEST_ANSWER, LARGEST_ANSWER + 1):
        with _listening(_whole(b" " * size)) as (address, _):
            asked.url = f"http://{address}/"
            line = Line(httpx.URL(asked.url), 20)
            if size > LARGEST_ANSWER:
                with pytest.raises(OversizedAnswerError):
                    line.exchange(asked)
            else:
                assert size == len(line.exchange(asked).answer.content)
            line.close()


def test_a_gateway_on_this_machine_is_asked_directly(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whatever the environment says to `requests`: by no proxy, with nothing of `.netrc`, valid and forged alike."""
    (tmp_path / ".netrc").write_text("default login somebody password something\n", encoding="utf-8")
    (tmp_path / ".netrc").chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/none")
    with _listening(_whole(b"")) as (proxy, came):
        for name in PROXIES:
            monkeypatch.setenv(name, f"http://{proxy}")
        with running(Gateway()) as gateway:
            report = _run(gateway.url, negative=True)

    assert ((), [], 3) == (report.breaches, came, report.calls)


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
def test_a_gateway_elsewhere_is_asked_by_the_proxy(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Valid and forged requests go the same way: that of the clients."""
    for each in PROXIES:
        monkeypatch.delenv(each, raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    forged = requests.Request("GET", "https://gateway.example/books").prepare()
    with _listening(_whole(b"")) as (proxy, came):
        monkeypatch.setenv(name, f"http://{proxy}")
        report = _run("https://gateway.example")
        line = Line(httpx.URL("https://gateway.example"), 1)
        with pytest.raises(requests.ConnectionError):
            line.exchange(forged)
        line.close()

    assert "the run could not go on (ConnectionError)" == report.stopped
    assert {"CONNECT gateway.example:443 HTTP/1.1"} == set(came)
    assert len(came) > 1


def test_a_run_leaves_nothing_behind(tmp_path: Path) -> None:
    """Nothing in the working directory, neither Hypothesis' folder nor any other."""
    text = (
        "from tests.testing.conformance.test_hostile import *\n"
        "with running(Gateway()) as gateway:\n"
        "    report = runner.run('library', SUBJECT, contract(), base_url=gateway.url, credentials=READER,\n"
        "                        options=Options(calls_per_second=None, max_calls=9), progress=None)\n"
        "assert report.calls == 9\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    environment.pop("HYPOTHESIS_STORAGE_DIRECTORY", None)

    done = subprocess.run(
        [sys.executable, "-c", text], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )

    assert (0, "", []) == (done.returncode, done.stderr, [*tmp_path.iterdir()])
