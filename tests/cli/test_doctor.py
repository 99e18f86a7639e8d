"""`realname doctor`: what is wrong with the settings, and what the provider says to them."""

import stat
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from realname import esign
from realname.cli import checks
from realname.cli.checks import Check
from realname.sandbox import Sandbox
from tests.cli.conftest import Run
from tests.explain.captures import certificate
from tests.pairs import KeyPair

NOW = datetime(2026, 1, 1, tzinfo=UTC)
Set = Callable[..., None]


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch, caller_keys: KeyPair, provider_keys: KeyPair) -> Set:
    """Settings of ZOLOZ that are right, but for the changes; None unsets one."""

    def apply(**changes: str | None) -> None:
        right = {
            "REALNAME_ZOLOZ_BASE_URL": "https://sg-sandbox-api.zoloz.com",
            "REALNAME_ZOLOZ_CLIENT_ID": "2188",
            "REALNAME_ZOLOZ_PRIVATE_KEY": caller_keys.private_line,
            "REALNAME_ZOLOZ_ZOLOZ_PUBLIC_KEY": provider_keys.public_line,
        }
        for name, value in (right | changes).items():
            if value is not None:
                monkeypatch.setenv(name, value)

    return apply


def _problems(found: list[Check]) -> list[tuple[str, str]]:
    return [(check.name, check.says) for check in found if check.state == "problem"]


def test_right_settings_have_no_problem(settings: Set) -> None:
    """The genuine twin of everything below."""
    settings()

    found = list(checks.check("zoloz"))

    assert ([], ("credentials", "ok")) == (_problems(found), (found[-1].name, found[-1].state))


def test_a_key_of_ones_own_in_the_providers_place_is_told(settings: Set, caller_keys: KeyPair) -> None:
    """The commonest mix-up."""
    settings(REALNAME_ZOLOZ_ZOLOZ_PUBLIC_KEY=caller_keys.public_line)

    found = _problems(list(checks.check("zoloz")))

    assert ("REALNAME_ZOLOZ_ZOLOZ_PUBLIC_KEY", "is the public half of your own private key") == found[0]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"REALNAME_ZOLOZ_PRIVATE_KEY": "AAAA"},
            ("REALNAME_ZOLOZ_PRIVATE_KEY", "private_key is not an RSA private key"),
        ),
        ({"REALNAME_ZOLOZ_CLIENT_ID": None}, ("credentials", "REALNAME_ZOLOZ_CLIENT_ID is not set")),
        ({"REALNAME_ZOLOZ_BASE_URL": None}, ("REALNAME_ZOLOZ_BASE_URL", "is not set")),
        ({"REALNAME_ZOLOZ_PUBLIC_KEY": "x"}, ("REALNAME_ZOLOZ_PUBLIC_KEY", "is read by nothing")),
        (
            {"REALNAME_ZOLOZ_CLIENT_ID_FILE": "/x"},
            ("credentials", "REALNAME_ZOLOZ_CLIENT_ID and REALNAME_ZOLOZ_CLIENT_ID_FILE are both set"),
        ),
    ],
)
def test_what_is_wrong_is_named(changes: dict[str, str | None], expected: tuple[str, str], settings: Set) -> None:
    """Each problem is told at its variable."""
    settings(**changes)

    assert expected in _problems(list(checks.check("zoloz")))


def test_a_misspelt_variable_is_told_with_the_right_one(settings: Set) -> None:
    """A setting that nothing reads is likely a slip."""
    settings(REALNAME_ZOLOZ_CLIENTID="x")

    [check] = [check for check in checks.check("zoloz") if check.name == "REALNAME_ZOLOZ_CLIENTID"]

    assert "Did you mean REALNAME_ZOLOZ_CLIENT_ID?" == check.remedy


@pytest.mark.parametrize(("mode", "state"), [(0o644, "problem"), (0o600, "ok")])
def test_a_key_file_that_others_may_read_is_told(
    mode: int, state: str, settings: Set, tmp_path: Path, caller_keys: KeyPair
) -> None:
    """Private keys in files are for their owner only."""
    path = tmp_path / "key"
    path.write_text(caller_keys.private_line, encoding="utf-8")
    path.chmod(mode)
    settings(REALNAME_ZOLOZ_PRIVATE_KEY=None, REALNAME_ZOLOZ_PRIVATE_KEY_FILE=str(path))

    [check] = [check for check in checks.check("zoloz") if check.name == "REALNAME_ZOLOZ_PRIVATE_KEY_FILE"]

    assert (state, mode) == (check.state, stat.S_IMODE(path.stat().st_mode))


def test_keys_of_another_provider_are_told(
    settings: Set, monkeypatch: pytest.MonkeyPatch, provider_keys: KeyPair
) -> None:
    """One provider's key in another's place is told at both."""
    settings()
    monkeypatch.setenv("REALNAME_ALIPAY_ALIPAY_PUBLIC_KEY", provider_keys.public_line)

    assert ("REALNAME_ZOLOZ_ZOLOZ_PUBLIC_KEY", "is the same key as alipay's") in _problems(list(checks.check("zoloz")))


@pytest.mark.parametrize(
    ("days", "state"), [(-1, "problem"), (10, "note"), (100, "ok")], ids=["expired", "expires soon", "valid"]
)
def test_dates_of_certificates_are_told(
    days: int, state: str, monkeypatch: pytest.MonkeyPatch, caller_keys: KeyPair
) -> None:
    """A certificate that has expired, or soon will, is told with its date."""
    ends = NOW + timedelta(days=days)
    monkeypatch.setenv("REALNAME_ALIPAY_APP_CERTIFICATE", certificate(caller_keys, "own", ends=ends).decode())

    [check] = [check for check in checks.check("alipay", now=NOW) if "(SN " in check.name]

    assert (state, True) == (check.state, f"{ends:%Y-%m-%d}" in check.says)


@pytest.mark.parametrize(
    ("changes", "state"),
    [({}, "ok"), ({"REALNAME_ESIGN_APP_SECRET": "5111"}, "problem"), ({"REALNAME_ESIGN_APP_SECRET": "x y"}, "note")],
)
def test_a_secret_that_cannot_be_one_is_told(
    changes: dict[str, str], state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The app id in the secret's place is an error, an unusual form a note."""
    right = {"REALNAME_ESIGN_APP_ID": "5111", "REALNAME_ESIGN_APP_SECRET": "0123456789abcdef" * 2}
    for name, value in (right | changes).items():
        monkeypatch.setenv(name, value)

    [check] = [check for check in checks.check("esign") if check.name == "REALNAME_ESIGN_APP_SECRET"]

    assert state == check.state


def test_all_providers_online(run: Run, env_file: Path) -> None:
    """Against the sandbox all is well, for the three providers at once."""
    result = run("doctor", "--online", "--env-file", env_file)

    assert (0, 3, 3) == (result.exit_code, result.stdout.count("  ok      call"), result.stdout.count("ok      clock"))


def test_the_call_uses_nothing_up(run: Run, sandbox: Sandbox, env_file: Path) -> None:
    """Alipay is asked without a token, and each provider once."""
    run("doctor", "--online", "--env-file", env_file)

    alipay = [record.target for record in sandbox.requests if record.provider == "alipay"]

    assert (3, False) == (len(sandbox.requests), "token" in alipay[0])


def test_credentials_that_the_provider_refuses_are_a_problem(run: Run, env_file: Path) -> None:
    """A secret that parses and is wrong is found by the call."""
    text = env_file.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("REALNAME_ESIGN_APP_SECRET"))
    env_file.write_text(text.replace(line, f"REALNAME_ESIGN_APP_SECRET={'0' * 32}"), encoding="utf-8")

    result = run("doctor", "esign", "--online", "--env-file", env_file)

    assert (1, True) == (result.exit_code, "does not accept the credentials" in result.stdout)


def test_an_answer_that_is_not_authentic_is_a_problem(run: Run, sandbox: Sandbox, env_file: Path) -> None:
    """A forged answer is no proof that the credentials are right."""
    sandbox.fail_next("zoloz", "wrong_key")

    result = run("doctor", "zoloz", "--online", "--env-file", env_file)

    assert (1, True) == (result.exit_code, "realname explain zoloz --response" in result.stdout)


def test_nothing_configured_is_exit_code_2(run: Run) -> None:
    """There is nothing to examine."""
    assert 2 == run("doctor").exit_code


def test_marks_are_drawn_on_a_terminal(run: Run, env_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where colours are forced, or on a terminal, a check has a mark; elsewhere a word."""
    plain = run("doctor", "zoloz", "--env-file", env_file).stdout
    monkeypatch.setenv("FORCE_COLOR", "1")
    drawn = run("doctor", "zoloz", "--env-file", env_file).stdout

    assert ("  ok      credentials:" in plain, "✓ credentials:" in drawn) == (True, True)


def test_providers_without_settings_are_left_out(run: Run, settings: Set) -> None:
    """Only what is configured is examined, unless a provider is named."""
    settings()

    everything, named = run("doctor"), run("doctor", "esign")

    assert ((0, False), (1, True)) == tuple(
        (result.exit_code, "esign" in result.stdout) for result in (everything, named)
    )


def test_a_clock_that_is_wrong_is_told(run: Run, env_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The difference to the provider's Date is told in seconds."""
    ahead = SimpleNamespace(time=lambda: time.time() + 3600)
    monkeypatch.setattr("realname.cli.doctor.time", ahead)

    result = run("doctor", "zoloz", "--online", "--env-file", env_file)

    assert (1, True) == (result.exit_code, "clock: differs by" in result.stdout)


def test_an_app_id_of_the_other_environment_is_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ids of the test environment begin differently; since that is only usual, it is a note."""
    monkeypatch.setenv("REALNAME_ESIGN_APP_ID", "7438123")
    monkeypatch.setenv("REALNAME_ESIGN_BASE_URL", esign.SERVERS["production"])

    [check] = [check for check in checks.check("esign") if check.name == "REALNAME_ESIGN_APP_ID"]

    assert "note" == check.state


def test_an_unsigned_refusal_proves_nothing(run: Run, sandbox: Sandbox, env_file: Path) -> None:
    """Alipay's refusal of what was asked shows that it knows the caller only if it is signed."""
    sandbox.fail_next("alipay", "unsigned_error")

    result = run("doctor", "alipay", "--online", "--env-file", env_file)

    assert (1, True) == (result.exit_code, "problem call" in result.stdout)


def test_the_call_is_sent_once(run: Run, sandbox: Sandbox, env_file: Path) -> None:
    """What fails is told; nobody is asked again and again."""
    sandbox.fail_next("esign", "html_502")

    result = run("doctor", "esign", "--online", "--env-file", env_file)

    assert (1, 1) == (result.exit_code, len(sandbox.requests))


def test_a_certificate_of_the_future_is_told(monkeypatch: pytest.MonkeyPatch, caller_keys: KeyPair) -> None:
    """A certificate that is not valid yet points to a wrong clock."""
    monkeypatch.setenv("REALNAME_ALIPAY_APP_CERTIFICATE", certificate(caller_keys, "own").decode())

    found = list(checks.check("alipay", now=datetime(1999, 1, 1, tzinfo=UTC)))

    assert ["is valid from 2000-01-01 only"] == [check.says for check in found if "(SN " in check.name]
