"""The demonstration from the outside, as `scripts/demo` starts it, and what it says when something is wrong."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from demonstration.__main__ import OneByteChanged, main
from realname import alipay, zoloz
from realname.core.auth import SigningAuth
from realname.core.reply import Verification

COMMAND = [sys.executable, "-m", "demonstration"]


@pytest.fixture(scope="module")
def transcript(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the demonstration printed; it ended well."""
    folder = tmp_path_factory.mktemp("transcript")
    environment = {
        "PYTHONPATH": str(Path(__file__).parents[2] / "scripts"),
        "TMPDIR": str(folder),
        "PYTHONIOENCODING": "utf-8",
        "HTTP_PROXY": "http://127.0.0.1:9",  # must not stand in between
        "REALNAME_ZOLOZ_PRIVATE_KEY_FILE": "/nowhere",  # the user's own settings must not count
    }
    run = subprocess.run(COMMAND, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)

    assert (0, "", []) == (run.returncode, run.stderr, list(folder.iterdir()))
    return run.stdout


def test_every_provider_is_called_twice(transcript: str) -> None:
    """Each operation is called sync and async, and its answer, request id and time are shown."""
    shown = re.findall(r"^ ok +(sync|async) .*?(\w+ SUCCESS) .* ([\w-]{13,}) +\d+ ms", transcript, re.MULTILINE)

    assert [
        ("sync", "resultCode SUCCESS"),
        ("async", "resultCode SUCCESS"),
        ("sync", "identity_result SUCCESS"),
        ("async", "identity_result SUCCESS"),
        ("sync", "flowStatus SUCCESS"),
        ("async", "flowStatus SUCCESS"),
    ] == [(how, says) for how, says, _ in shown]
    assert len({request_id for _, _, request_id in shown}) == len(shown)


def test_forged_answers_are_refused_and_their_twins_accepted(transcript: str) -> None:
    """Seven forgeries raise; the genuine answer beside each of them is accepted."""
    rows = re.findall(r"^ ok +(\S+) +.*(SignatureError|DecodeError) +accepted", transcript, re.MULTILINE)

    assert [("ZOLOZ", "SignatureError")] * 3 + [("Alipay", "SignatureError")] * 3 + [("e签宝", "DecodeError")] == rows


def test_changed_requests_are_refused_in_the_providers_words(transcript: str) -> None:
    """One byte changed after signing, and each gateway says so in its own way."""
    rows = re.findall(r"^ ok +(\S+) +(.*) \(HTTP (\d+)\) +AuthenticationError +accepted", transcript, re.MULTILINE)

    assert [
        ("ZOLOZ", "SIGNATURE_INVALID: the signature does not match", "200"),
        ("Alipay", "invalid-signature: the signature does not match", "400"),
        ("e签宝", "401: INVALID_SIGNATURE", "401"),
    ] == rows


def test_nothing_private_is_printed(transcript: str) -> None:
    """Neither persons, tokens and keys nor signatures are in the output, and without a terminal no control codes."""
    assert [] == [text for text in ("110101", "token-", "conn-", "demo-user", "MII", "\x1b") if text in transcript]


@pytest.mark.parametrize(("auth", "name"), [(zoloz.Auth, "ZOLOZ"), (alipay.Auth, "Alipay")])
def test_a_client_that_believes_forgeries_is_found_out(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], auth: type[SigningAuth], name: str
) -> None:
    """If verification did nothing, the demonstration would fail, and name the three forgeries that were believed."""
    monkeypatch.setattr(auth, "verify", lambda *_: Verification.VERIFIED)

    status = main()

    captured = capfd.readouterr()
    found = re.findall(rf"^- {name}, answer .*: expected SignatureError, got", captured.err, re.MULTILINE)
    assert (1, 3) == (status, len(found))
    assert "Everything was as expected" not in captured.out


def test_a_transport_that_changes_nothing_is_found_out(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """If the meddler changed nothing, no gateway would refuse, and the demonstration would fail."""
    monkeypatch.setattr(OneByteChanged, "handle_request", httpx.HTTPTransport.handle_request)

    assert 1 == main()
    assert 3 == capfd.readouterr().err.count("expected AuthenticationError, got an answer")


def test_a_sandbox_that_does_not_start_is_told(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """The exit status is 1, and the reason is named."""
    interpreter = tmp_path / "python"
    interpreter.write_text("#!/bin/sh\nexit 7\n", encoding="utf-8")
    interpreter.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(interpreter))

    assert 1 == main()
    assert "the sandbox ended with status 7" in capfd.readouterr().err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_leaves_nothing_behind(
    plain: dict[str, str], tmp_path: Path, number: signal.Signals
) -> None:
    """Ctrl-C and SIGTERM end the sandbox, too, and its files are removed."""
    with subprocess.Popen(COMMAND, env=plain, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout is not None
        pid = next(int(line.rsplit(" ", 1)[1]) for line in process.stdout if "in process" in line)
        process.send_signal(number)
        process.communicate()

    assert (128 + number, []) == (process.returncode, list(tmp_path.iterdir()))
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
