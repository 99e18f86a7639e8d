"""`realname explain` at the terminal."""

import json
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from realname import esign
from realname.sandbox import Sandbox
from realname.sandbox.control.control import Control
from tests.captures import ESIGN_SECRET, Esign, Zoloz
from tests.faces.cli.conftest import Run
from tests.pairs import KeyPair


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Credentials of e签宝 in the environment."""
    monkeypatch.setenv("REALNAME_ESIGN_APP_ID", "7438")
    monkeypatch.setenv("REALNAME_ESIGN_APP_SECRET", ESIGN_SECRET)


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize(
    ("capture", "code", "told"),
    [
        (Esign(), 0, ["The signature verifies."]),
        (
            Esign().wrong(accept="application/json"),
            1,
            ["header_changed: Accept was signed as “application/json”", "differs at    byte 4", "  GET␊"],
        ),
    ],
    ids=["genuine", "wrong"],
)
def test_the_verdict_is_an_exit_code(capture: Esign, code: int, told: list[str], run: Run, tmp_path: Path) -> None:
    """What differs is told by name, with both strings and where they part; the capture is a file or standard input."""
    path = tmp_path / "capture"
    path.write_bytes(capture.request())
    results = [run("explain", "esign", path), run("explain", "esign", input=capture.request())]

    assert [code, code] == [result.exit_code for result in results]
    assert [] == [text for text in told if text not in results[0].stdout]


def test_without_credentials_the_form_is_explained(run: Run) -> None:
    """Whether it verifies cannot be told, and the exit code says so."""
    result = run("explain", "esign", input=Esign().request())

    assert (2, True) == (result.exit_code, "app_secret is not configured" in result.stdout)


@pytest.mark.usefixtures("settings")
def test_the_whole_signature_is_not_shown(run: Run) -> None:
    """Of the right signature only the beginning is shown, and of the secret nothing."""
    right = Esign().signature()

    output = run("explain", "esign", input=Esign().wrong(accept="").request()).output

    assert (True, False, False) == (f"{right[:8]}…" in output, right[:9] in output, ESIGN_SECRET in output)


@pytest.mark.usefixtures("settings")
def test_control_characters_reach_no_terminal(run: Run) -> None:
    """A capture can hold escape sequences; they are shown and not obeyed."""
    output = run("explain", "esign", input=Esign(accept="\x1b[2J", timestamp="\x1b[2J").request()).output

    assert (False, True) == ("\x1b" in output, "␛[2J" in output)


def test_an_answer_is_explained_with_its_path(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, provider_keys: KeyPair
) -> None:
    """--response takes the answer, --path what was asked."""
    monkeypatch.setenv("REALNAME_ZOLOZ_CLIENT_ID", "2188")
    monkeypatch.setenv("REALNAME_ZOLOZ_ZOLOZ_PUBLIC_KEY", provider_keys.public_line)
    path = tmp_path / "answer"
    path.write_bytes(Zoloz().answer(provider_keys))

    codes = [run("explain", "zoloz", "--response", path, "--path", asked).exit_code for asked in (Zoloz().path, "/x")]

    assert [0, 1] == codes


def test_a_public_key_is_enough(run: Run, tmp_path: Path, caller_keys: KeyPair) -> None:
    """--public-key stands in for the private key."""
    path = tmp_path / "key.pem"
    path.write_bytes(caller_keys.public())

    result = run("explain", "zoloz", "--public-key", path, input=Zoloz().request(caller_keys))

    assert (0, False) == (result.exit_code, "expected" in result.stdout)


@pytest.mark.parametrize("text", ["", "not http", "GET / HTTP/1.1\nno colon here\n"])
def test_what_is_no_capture_is_exit_code_2(text: str, run: Run) -> None:
    """Text that is no HTTP message is told as such."""
    result = run("explain", "zoloz", input=text)

    assert (2, True) == (result.exit_code, "the capture cannot be read" in result.stderr)


def test_an_unreadable_setting_hides_no_other(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is wrong with a key is told, and the form is explained all the same."""
    monkeypatch.setenv("REALNAME_ZOLOZ_PRIVATE_KEY", "MARKER-7")

    result = run("explain", "zoloz", input="POST /api HTTP/1.1\nClient-Id: 1\nRequest-Time: now\n\n{}")

    assert "not used: private_key" in result.stderr
    assert (True, False) == ("time_form" in result.stdout, "MARKER-7" in result.output)


def test_the_last_request_to_the_sandbox_is_explained(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """--sandbox asks the running sandbox what it got; the mistake is told as it would be from a file."""
    with Sandbox() as sandbox:
        control, other = Control(sandbox), Sandbox()  # its control address has to be chosen when it starts
        [url] = other.serve(control.answer)
        monkeypatch.setenv("REALNAME_SANDBOX_CONTROL_URL", url)
        monkeypatch.setenv("REALNAME_SANDBOX_CONTROL_TOKEN", control.token)
        for name, value in sandbox.environment().items():
            monkeypatch.setenv(name, value)
        credentials = sandbox.esign.credentials
        signed = esign.string_to_sign(method="GET", path="/x", accept="*/*")
        headers = {
            "Accept": "application/json",
            "X-Tsign-Open-App-Id": credentials.app_id,
            "X-Tsign-Open-Auth-Mode": "Signature",
            "X-Tsign-Open-Ca-Timestamp": "1700000000001",
            "X-Tsign-Open-Ca-Signature": esign.sign(credentials.app_secret, signed),
        }
        httpx.get(f"{sandbox.esign.url}/x", headers=headers, trust_env=False)

        result = run("explain", "esign", "--sandbox")
        other.close()

    assert (1, True) == (result.exit_code, "header_changed: Accept was signed as “*/*”" in result.stdout)


def test_without_a_sandbox_none_is_asked(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """--sandbox needs to know where it is, and it has to answer; a request is taken from a sandbox only."""
    unnamed = run("explain", "esign", "--sandbox")
    monkeypatch.setenv("REALNAME_SANDBOX_CONTROL_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("REALNAME_SANDBOX_CONTROL_TOKEN", "MARKER-7")
    gone = run("explain", "esign", "--sandbox")

    assert (2, True) == (unnamed.exit_code, "no sandbox is named" in unnamed.stderr)
    assert (4, False) == (gone.exit_code, "MARKER-7" in gone.stderr)


@pytest.mark.parametrize(
    ("records", "code", "told"),
    [
        ("[]", 2, "the sandbox has got no request for esign"),
        ('[{"provider": "zoloz"}]', 2, "the sandbox has got no request for esign"),
        ('[{"provider": "esign"}]', 5, "is no sandbox"),
        ('["esign"]', 5, "is no sandbox"),
    ],
)
def test_a_log_without_such_a_request(
    records: str,
    code: int,
    told: str,
    run: Run,
    answering: Callable[[bytes], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Is told as such, or is no log."""
    answer = f"HTTP/1.1 200 OK\r\nContent-Length: {len(records)}\r\n\r\n{records}"
    monkeypatch.setenv("REALNAME_SANDBOX_CONTROL_URL", answering(answer.encode()))
    monkeypatch.setenv("REALNAME_SANDBOX_CONTROL_TOKEN", "t")
    result = run("explain", "esign", "--sandbox")

    assert (code, True) == (result.exit_code, told in result.stderr)


TOOLS = Path(__file__).parents[2] / "testing" / "tools"


@pytest.fixture
def keys_of_tools(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The settings with which the files of tools were made; the file of the caller's public key."""
    keys = json.loads((TOOLS / "keys.json").read_bytes())
    monkeypatch.setenv("REALNAME_ZOLOZ_CLIENT_ID", keys["client_id"])
    monkeypatch.setenv("REALNAME_ZOLOZ_ZOLOZ_PUBLIC_KEY", keys["zoloz_public_key"])
    path = tmp_path / "own.txt"
    path.write_text(keys["public_key"])
    return path


def test_a_request_and_its_answer_are_shown_one_below_the_other(run: Run, keys_of_tools: Path) -> None:
    """Of several requests the provider's own is taken, and that is told."""
    result = run("explain", "zoloz", "--public-key", keys_of_tools, TOOLS / "mitmproxy.flow")

    assert (0, 2) == (result.exit_code, result.stdout.count("The signature verifies."))
    assert result.stdout.index("The request") < result.stdout.index("The answer")
    assert "The capture has 2 requests, 1 of them to zoloz: this is number 1." in result.stderr


def test_another_entry_is_taken_on_request(run: Run, keys_of_tools: Path) -> None:
    """And one that is not there is told."""
    captured = TOOLS / "mitmproxy.flow"
    results = [run("explain", "zoloz", "--entry", n, "--public-key", keys_of_tools, captured) for n in (2, 3)]

    assert (1, True) == (results[0].exit_code, "header_missing" in results[0].stdout)
    assert (2, True) == (results[1].exit_code, "there is no entry 3" in results[1].stderr)


def test_of_many_requests_those_that_there_are_are_listed(run: Run) -> None:
    """Where none is the provider's: without their queries."""
    result = run("explain", "alipay", TOOLS / "chromium.har")

    assert (2, True) == (result.exit_code, "none of the 2 requests" in result.stderr)
    assert "queryEnrollStatus (200 OK)" in result.stderr


def test_what_the_capture_does_not_show_is_told_with_what_to_do(run: Run, keys_of_tools: Path) -> None:
    """Curl -v shows no body: that is no mistake of the caller's, and no verdict."""
    result = run("explain", "zoloz", "--public-key", keys_of_tools, TOOLS / "curl-v.txt")

    assert (2, True) == (result.exit_code, "--trace FILE" in result.stdout)
    assert "Whether the signature verifies cannot be told." in result.stdout


def test_json_has_everything_for_a_program(run: Run, keys_of_tools: Path) -> None:
    """Names, texts, both strings; of signatures the beginning."""
    result = run("explain", "zoloz", "--json", "--public-key", keys_of_tools, TOOLS / "mitmproxy.har")

    document = json.loads(result.stdout)

    assert ("zoloz", ["request", "answer"]) == (document["provider"], [e["subject"] for e in document["explanations"]])
    assert ["verifies", "verifies"] == [e["outcome"] for e in document["explanations"]]
    assert document["explanations"][0]["string_to_sign"].startswith("POST /api/v1/zoloz/connect/queryEnrollStatus\n")
