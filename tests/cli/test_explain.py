"""`realname explain` at the terminal."""

from pathlib import Path

import httpx
import pytest

from realname import esign
from realname.sandbox import Sandbox
from realname.sandbox.control import Control
from tests.cli.conftest import Run
from tests.explain.captures import ESIGN_SECRET, Esign, Zoloz
from tests.pairs import KeyPair


@pytest.fixture
def esign_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Credentials in the environment."""
    monkeypatch.setenv("REALNAME_ESIGN_APP_ID", "7438")
    monkeypatch.setenv("REALNAME_ESIGN_APP_SECRET", ESIGN_SECRET)


@pytest.mark.usefixtures("esign_settings")
def test_a_genuine_request_is_exit_code_0(run: Run) -> None:
    """The verdict is plain."""
    result = run("explain", "esign", input=Esign().request())

    assert (0, True) == (result.exit_code, "The signature verifies." in result.stdout)


@pytest.mark.usefixtures("esign_settings")
def test_a_mistake_is_exit_code_1_and_named(run: Run, tmp_path: Path) -> None:
    """What differs is told by name, with both strings and where they part."""
    path = tmp_path / "capture"
    path.write_bytes(Esign().wrong(accept="application/json").request())

    result = run("explain", "esign", path)

    assert 1 == result.exit_code
    for expected in ("header_changed: Accept was signed as “application/json”", "differs at    byte 4", "  GET␊"):
        assert expected in result.stdout


def test_without_credentials_the_form_is_explained(run: Run) -> None:
    """Whether it verifies cannot be told, and the exit code says so."""
    result = run("explain", "esign", input=Esign().request())

    assert (2, True) == (result.exit_code, "app_secret is not configured" in result.stdout)


@pytest.mark.usefixtures("esign_settings")
def test_the_whole_signature_is_not_shown(run: Run) -> None:
    """Of the right signature only the beginning is shown, and of the secret nothing."""
    right = Esign().request().partition(b"Ca-Signature: ")[2].partition(b"\r\n")[0].decode()

    output = run("explain", "esign", input=Esign().wrong(accept="").request()).output

    assert (True, False, False) == (f"{right[:8]}…" in output, right[:9] in output, ESIGN_SECRET in output)


@pytest.mark.usefixtures("esign_settings")
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

    assert (2, True) == (result.exit_code, "not an HTTP message" in result.stderr)


def test_an_unreadable_setting_hides_no_other(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is wrong with a key is told, and the form is explained all the same."""
    monkeypatch.setenv("REALNAME_ZOLOZ_PRIVATE_KEY", "MARKER-7")

    result = run("explain", "zoloz", input="POST /api HTTP/1.1\nClient-Id: 1\nRequest-Time: now\n\n{}")

    assert (True, True, False) == (
        "not used: private_key" in result.stderr,
        "time_form" in result.stdout,
        "MARKER-7" in result.output,
    )


def test_the_last_request_to_the_sandbox_is_explained(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """--sandbox asks the running sandbox what it got; the mistake is told as it would be from a file."""
    with Sandbox() as sandbox:
        # A sandbox of its own, since its control address is chosen when it starts.
        control = Control(sandbox)
        other = Sandbox()
        [url] = other.serve(control.answer)
        secret = sandbox.esign.credentials.app_secret
        string = esign.string_to_sign(method="GET", path="/x", accept="*/*")
        headers = {
            "Accept": "application/json",
            "X-Tsign-Open-App-Id": sandbox.esign.credentials.app_id,
            "X-Tsign-Open-Auth-Mode": "Signature",
            "X-Tsign-Open-Ca-Timestamp": "1700000000001",
            "X-Tsign-Open-Ca-Signature": esign.sign(secret, string),
        }
        httpx.get(f"{sandbox.esign.url}/x", headers=headers, trust_env=False)
        settings = sandbox.environment() | {
            "REALNAME_SANDBOX_CONTROL_URL": url,
            "REALNAME_SANDBOX_CONTROL_TOKEN": control.token,
        }
        for name, value in settings.items():
            monkeypatch.setenv(name, value)

        result = run("explain", "esign", "--sandbox")
        other.close()

    assert (1, True) == (result.exit_code, "header_changed: Accept was signed as “*/*”" in result.stdout)


def test_without_a_sandbox_that_is_told(run: Run) -> None:
    """--sandbox needs to know where it is."""
    result = run("explain", "esign", "--sandbox")

    assert (2, True) == (result.exit_code, "no sandbox is named" in result.stderr)


def test_only_a_sandbox_on_this_machine_is_asked(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control token goes to no other machine."""
    monkeypatch.setenv("REALNAME_SANDBOX_CONTROL_URL", "https://sandbox.invalid")
    monkeypatch.setenv("REALNAME_SANDBOX_CONTROL_TOKEN", "t")

    result = run("explain", "esign", "--sandbox")

    assert (2, True) == (result.exit_code, "no sandbox is named" in result.stderr)
