"""`realname doctor`: what is wrong with the settings, and what the provider says to them."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from realname import esign
from realname.cli.doctor import examination
from realname.providers import PROVIDERS, Provider
from realname.sandbox import Sandbox
from realname.testing.diagnosis import Check
from tests.certificates import pem
from tests.faces.cli.conftest import Run
from tests.pairs import KeyPair

OWN, THEIRS = "REALNAME_ZOLOZ_PRIVATE_KEY", "REALNAME_ZOLOZ_ZOLOZ_PUBLIC_KEY"
INSECURE = "REALNAME_ZOLOZ_INSECURE_TEST_HOSTS"
Keys = dict[str, KeyPair]
Examine = Callable[..., list[Check]]


@pytest.fixture
def keys(caller_keys: KeyPair, provider_keys: KeyPair) -> Keys:
    """Key pairs by the words that the tables below have for them."""
    return {"own": caller_keys, "theirs": provider_keys}


@pytest.fixture
def examine(monkeypatch: pytest.MonkeyPatch, keys: Keys) -> Examine:
    """Examine settings of ZOLOZ that are right, but for the changes; None unsets one, and words stand for keys."""
    right = {
        "REALNAME_ZOLOZ_BASE_URL": "https://sg-sandbox-api.zoloz.com",
        "REALNAME_ZOLOZ_CLIENT_ID": "2188",
        OWN: "own private",
        THEIRS: "theirs public",
    }

    def examine(changes: dict[str, str | None] | None = None, provider: Provider = "zoloz") -> list[Check]:
        for name, value in (right | (changes or {})).items():
            if value is not None:
                whose, _, half = value.partition(" ")
                monkeypatch.setenv(name, getattr(keys[whose], f"{half}_line") if whose in keys else value)
        return list(examination(provider))

    return examine


def test_right_settings_have_no_problem(examine: Examine) -> None:
    """The genuine twin of everything below."""
    found = examine()

    states = {check.name: check.state for check in found}
    assert "note" == states.pop("checkresult")  # which no setting decides on
    assert ({"ok"}, "credentials") == ({*states.values()}, found[-1].name)


@pytest.mark.parametrize(
    ("changes", "name", "told"),
    [
        ({OWN: "AAAA"}, OWN, "problem: has only 4 characters, and a key has hundreds"),
        ({THEIRS: "own public"}, THEIRS, "problem: is the public half of your own private key"),
        ({"REALNAME_ZOLOZ_CLIENT_ID": None}, "credentials", "problem: REALNAME_ZOLOZ_CLIENT_ID is not set"),
        ({"REALNAME_ZOLOZ_BASE_URL": None}, "REALNAME_ZOLOZ_BASE_URL", "problem: is not set"),
        ({"REALNAME_ZOLOZ_CLIENTID": "x"}, "REALNAME_ZOLOZ_CLIENTID", "Did you mean REALNAME_ZOLOZ_CLIENT_ID?"),
        ({"REALNAME_ZOLOZ_CLIENTID": "x"}, "REALNAME_ZOLOZ_CLIENTID", "problem: is set, and nothing reads it"),
        ({"REALNAME_ZOLOZ_CLIENT_ID": "'2188'"}, "REALNAME_ZOLOZ_CLIENT_ID", "problem: has quotes around it"),
        ({"REALNAME_ZOLOZ_CLIENT_ID": "21\u200b88"}, "REALNAME_ZOLOZ_CLIENT_ID", "problem: holds U+200B"),
        ({"REALNAME_ZOLOZ_CLIENT_ID": "2188\r"}, "REALNAME_ZOLOZ_CLIENT_ID", "problem: holds U+000D"),
        ({"REALNAME_ZOLOZ_SECRET_KEY": "\ufeffa"}, "REALNAME_ZOLOZ_SECRET_KEY", "problem: holds U+FEFF"),
        ({"REALNAME_ZOLOZ_BASE_URL": "https://[::1"}, "REALNAME_ZOLOZ_BASE_URL", "problem: is not a URL"),
        ({"REALNAME_ZOLOZ_BASE_URL": '"https://h"'}, "REALNAME_ZOLOZ_BASE_URL", "problem: has quotes around"),
        ({"REALNAME_ZOLOZ_BASE_URL": "https://h:0"}, "credentials", "problem: REALNAME_ZOLOZ_BASE_URL names no port"),
        ({INSECURE: "sandbox"}, INSECURE, "problem: lets plain http, which others on the way can read and change, go"),
        ({INSECURE: "sandbox:80"}, INSECURE, "problem: item 1, is no host"),
        ({INSECURE: "a", "REALNAME_ZOLOZ_BASE_URL": "http://a"}, "REALNAME_ZOLOZ_BASE_URL", "note: is not a server"),
        ({"REALNAME_ZOLOZ_BASE_URL": "http://127.0.0.1:9"}, "REALNAME_ZOLOZ_BASE_URL", "ok: is a sandbox on this"),
        ({"REALNAME_ZOLOZ_BASE_URL": "sandbx"}, "REALNAME_ZOLOZ_BASE_URL", "sg-sandbox-api.zoloz.com (sandbox)"),
        ({"REALNAME_ZOLOZ_BASE_URL": "http://a"}, "REALNAME_ZOLOZ_BASE_URL", "problem: must use https"),
        ({"REALNAME_ZOLOZ_CLIENT_ID_FILE": "/x"}, "credentials", "CLIENT_ID_FILE are both set"),
        ({"REALNAME_ALIPAY_ALIPAY_PUBLIC_KEY": "theirs public"}, THEIRS, "problem: is the same key as that of Alipay"),
        (
            {"REALNAME_ALIPAY_PRIVATE_KEY": "theirs private"},
            THEIRS,
            "problem: is the public half of your private key for Alipay",
        ),
        ({"REALNAME_ALIPAY_PRIVATE_KEY": "own private"}, OWN, "note: is used for Alipay as well"),
    ],
)
def test_what_is_wrong_is_told_where_it_is(
    changes: dict[str, str | None], name: str, told: str, examine: Examine
) -> None:
    """Each finding has the name of its variable, also where another provider's keys got into it."""
    found = [f"{check.state}: {check.says}. {check.remedy}" for check in examine(changes) if check.name == name]

    assert told in " ".join(found)


@pytest.mark.parametrize(("mode", "state"), [(0o644, "problem"), (0o600, "ok")])
def test_a_key_file_that_others_may_read_is_told(
    mode: int, state: str, examine: Examine, tmp_path: Path, keys: Keys
) -> None:
    """Private keys in files are for their owner only."""
    path = tmp_path / "key"
    path.write_text(keys["own"].private_line, encoding="utf-8")
    path.chmod(mode)

    found = examine({OWN: None, f"{OWN}_FILE": str(path)})

    assert [state] == [check.state for check in found if check.name == f"{OWN}_FILE"]


@pytest.mark.parametrize(
    ("today", "state", "says"),
    [
        ("2026-02-02", "problem", "expired on 2026-02-01"),
        ("2026-01-10", "note", "expires on 2026-02-01, in 22 days"),
        ("2025-06-01", "ok", "is valid until 2026-02-01, for 245 days"),
        ("2023-01-01", "problem", "is valid from 2024-01-01 only"),
    ],
)
def test_dates_of_certificates_are_told(
    today: str, state: str, says: str, monkeypatch: pytest.MonkeyPatch, caller_keys: KeyPair
) -> None:
    """A certificate that has expired, soon will, or is of the future, is told with its date."""
    text = pem(caller_keys.key, "own", ends=datetime(2026, 2, 1, tzinfo=UTC))
    monkeypatch.setenv("REALNAME_ALIPAY_APP_CERTIFICATE", text)

    found = examination("alipay", now=datetime.fromisoformat(f"{today}T00:00:00Z"))

    assert [(state, says)] == [(check.state, check.says) for check in found if "(SN " in check.name]


@pytest.mark.parametrize(("missing", "state"), [(0, "ok"), (1, "note")])
def test_a_root_bundle_that_lacks_a_certificate_is_told(
    missing: int, state: str, monkeypatch: pytest.MonkeyPatch, sandbox: Sandbox, caller_keys: KeyPair
) -> None:
    """Nothing is wrong with what is left, and the gateway wants the SN of all of them."""
    monkeypatch.setenv("REALNAME_ALIPAY_APP_CERTIFICATE", pem(caller_keys.key, "own"))
    end = "-----END CERTIFICATE-----\n"
    blocks = sandbox.alipay.certificates.root_bundle.split(end)[:-1]
    monkeypatch.setenv("REALNAME_ALIPAY_ROOT_CERTIFICATES", end.join([*blocks[: len(blocks) - missing], ""]))

    found = {check.name: check.state for check in examination("alipay")}

    assert state == found["REALNAME_ALIPAY_ROOT_CERTIFICATES"]


@pytest.mark.parametrize(
    ("app_id", "secret", "states"),
    [
        ("5111", "0123456789abcdef" * 2, ("ok", None)),
        ("5111", "5111", ("problem", None)),
        ("5111", "x y", ("note", None)),
        ("7438123", "0123456789abcdef" * 2, ("ok", "note")),
    ],
    ids=["right", "the id twice", "unusual", "of the other environment"],
)
def test_an_id_or_a_secret_that_cannot_be_right_is_told(
    app_id: str, secret: str, states: tuple[str, str | None], examine: Examine
) -> None:
    """At e签宝 the id in the secret's place is an error, an unusual form of either a note."""
    names = {f"REALNAME_ESIGN_{name}": name for name in ("APP_SECRET", "APP_ID")}
    settings = {"REALNAME_ESIGN_APP_ID": app_id, "REALNAME_ESIGN_APP_SECRET": secret}
    settings["REALNAME_ESIGN_BASE_URL"] = esign.SERVERS["production"]

    found = {check.name: check.state for check in examine(settings, "esign")}

    assert states == tuple(found.get(name) for name in names)


def test_all_providers_online(run: Run, sandbox: Sandbox, env_file: Path) -> None:
    """Against the sandbox all is well; each is asked once, and nothing is used up."""
    result = run("doctor", "--online", "--env-file", env_file)

    counts = [result.stdout.count(f"  ok      {name}") for name in ("call", "clock")]
    assert (0, [len(PROVIDERS)] * 2) == (result.exit_code, counts)
    assert len(PROVIDERS) == len(sandbox.requests)
    assert not any("token" in record.target for record in sandbox.requests)


def test_credentials_that_the_provider_refuses_are_a_problem(run: Run, env_file: Path) -> None:
    """A secret that parses and is wrong is found by the call."""
    wrong = env_file.with_name("wrong.env")
    wrong.write_text(f"{env_file.read_text(encoding='utf-8')}REALNAME_ESIGN_APP_SECRET={'0' * 32}\n", encoding="utf-8")

    result = run("doctor", "esign", "--online", "--env-file", wrong)

    assert (1, True) == (result.exit_code, "does not accept the credentials" in result.stdout)


@pytest.mark.parametrize(
    ("provider", "fault", "told"),
    [
        ("zoloz", "wrong_key", "realname explain zoloz --response"),
        ("alipay", "unsigned_error", "problem call"),
        ("esign", "html_502", "problem call"),
    ],
)
def test_what_proves_nothing_is_a_problem(
    provider: str, fault: str, told: str, run: Run, sandbox: Sandbox, env_file: Path
) -> None:
    """A forged answer, an unsigned refusal and a failure say nothing about the credentials; nobody is asked again."""
    sandbox.fail_next(provider, fault)

    result = run("doctor", provider, "--online", "--env-file", env_file)

    assert (1, True, 1) == (result.exit_code, told in result.stdout, len(sandbox.requests))


def test_a_clock_that_is_wrong_is_told(run: Run, env_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The difference to the provider's Date is told in seconds."""
    monkeypatch.setattr("realname.cli.doctor.time", SimpleNamespace(time=lambda: time.time() + 3600))

    result = run("doctor", "zoloz", "--online", "--env-file", env_file)

    assert (1, True) == (result.exit_code, "clock: differs by" in result.stdout)


@pytest.mark.parametrize(
    ("date", "says"),
    [
        (None, "clock: agrees"),
        ("Mon, 01 Jan 99999999999999999999 00:00:00 GMT", "clock: the answer has no Date"),
        (f"Mon, 01 Jan 2026 {'9' * 5000}:00:00 GMT", "clock: the answer has no Date"),
        ("\x9b2J", "clock: the answer has no Date"),
        ("", "clock: the answer has no Date"),
    ],
    ids=["genuine", "a year", "an hour", "control characters", "empty"],
)
def test_a_date_may_be_anything(
    date: str | None, says: str, run: Run, examine: Examine, answering: Callable[[bytes], str]
) -> None:
    """It comes from outside, unsigned; what is no date says nothing about the clock."""
    date = f"{datetime.now(UTC):%a, %d %b %Y %H:%M:%S} GMT" if date is None else date
    body = b'{"code":30500001,"message":"\xc2\x9b2J"}'
    head = f"HTTP/1.1 200 OK\r\nDate: {date}\r\nContent-Length: {len(body)}\r\nX-A: \x9b\r\n\r\n"
    url = answering(head.encode("latin-1") + body)
    secret = "0123456789abcdef" * 2
    changes = {"APP_ID": "5111", "APP_SECRET": secret, "BASE_URL": url}
    examine({f"REALNAME_ESIGN_{name}": value for name, value in changes.items()}, "esign")

    result = run("doctor", "esign", "--online")

    assert (0, True, False) == (result.exit_code, says in result.stdout, "\x9b" in result.output)


def test_marks_are_drawn_on_a_terminal(run: Run, env_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where colours are forced, or on a terminal, a check has a mark; elsewhere a word."""
    plain = run("doctor", "zoloz", "--env-file", env_file).stdout
    monkeypatch.setenv("FORCE_COLOR", "1")
    drawn = run("doctor", "zoloz", "--env-file", env_file).stdout

    assert (True, True) == ("  ok      credentials:" in plain, "✓ credentials:" in drawn)


@pytest.mark.usefixtures("examine")
def test_providers_without_settings_are_left_out(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what is configured is examined, unless a provider is named; where nothing is, that is told."""
    nothing = run("doctor")
    monkeypatch.setenv("REALNAME_ZOLOZ_CLIENT_ID", "2188")
    everything, named = run("doctor"), run("doctor", "esign")

    assert [2, 1, 1] == [result.exit_code for result in (nothing, everything, named)]
    assert [(True, False), (False, True)] == [
        ("zoloz" in result.stdout, "esign" in result.stdout) for result in (everything, named)
    ]
