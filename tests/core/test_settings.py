"""Settings: from the environment, from files, and checked where they enter."""

import base64
from importlib import import_module
from pathlib import Path
from typing import Any

import attrs
import pytest

from realname import ConfigurationError
from realname.alipay.settings import SETTINGS as ALIPAY
from realname.core.base_url import parse_base_url
from realname.core.secret import Secret
from realname.core.settings import Access, Settings, header_text
from realname.esign.settings import SETTINGS as ESIGN
from realname.zoloz.settings import SETTINGS as ZOLOZ
from tests.certificates import pem
from tests.pairs import KeyPair

ACCESSES = [
    pytest.param(settings, access, id=f"{settings.provider}, {access.credentials}")
    for settings in (ZOLOZ, ALIPAY, ESIGN)
    for access in settings.accesses
]


def test_a_setting_is_read_from_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    """The name is made of the provider and the argument."""
    monkeypatch.setenv("REALNAME_ZOLOZ_CLIENT_ID", "2188")

    assert "2188" == ZOLOZ.require("client_id")


def test_a_setting_is_read_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Secrets are mounted as files; the line end that editors add does not count."""
    path = tmp_path / "key"
    path.write_text("secret\n")
    monkeypatch.setenv("REALNAME_ZOLOZ_PRIVATE_KEY_FILE", str(path))

    assert "secret" == ZOLOZ.require("private_key")


def test_a_missing_setting_is_named_with_both_variables() -> None:
    """The error says what to set."""
    with pytest.raises(ConfigurationError, match="REALNAME_ZOLOZ_CLIENT_ID or REALNAME_ZOLOZ_CLIENT_ID_FILE"):
        ZOLOZ.require("client_id")


@pytest.fixture
def values(caller_keys: KeyPair, provider_keys: KeyPair) -> dict[str, str]:
    """Something that fits each setting."""
    by_kind = {
        "id": "2188",
        "secret": "c2VjcmV0",
        "private key": caller_keys.private_line,
        "public key": provider_keys.public_line,
        "AES key": base64.b64encode(bytes(16)).decode(),
        "certificates": pem(provider_keys.key),
        "address": "https://gateway.example",
    }
    known = {name: by_kind[s.kind] for settings in (ZOLOZ, ALIPAY, ESIGN) for name, s in settings.all.items()}
    return known | {"app_certificate": pem(caller_keys.key, "app")}


@pytest.mark.parametrize(("settings", "access"), ACCESSES)
def test_the_environment_chooses_the_way_of_access(
    settings: Settings, access: Access, values: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the variables that are set; those of two ways at once are an error. Credentials cannot be changed."""
    module: Any = import_module(f"realname.{settings.provider}")
    read = getattr(module, "credentials_from_env", module.Credentials.from_env)
    for setting in access.settings:
        monkeypatch.setenv(settings.variable(setting.name), values[setting.name])

    credentials = read()

    assert access.credentials == type(credentials).__name__
    for setting in access.settings:
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(credentials, setting.name, values[setting.name])
    for other in settings.accesses:
        for setting in other.settings:
            monkeypatch.setenv(settings.variable(setting.name), values[setting.name])
    if len(settings.accesses) > 1:
        with pytest.raises(ConfigurationError, match=r"_\w+ and REALNAME_\w+ are both set"):
            read()


@pytest.mark.parametrize(("settings", "access"), ACCESSES)
def test_credentials_show_no_secret(settings: Settings, access: Access, values: dict[str, str]) -> None:
    """Their repr holds ids, and nothing by which someone could act as the caller."""
    credentials = getattr(import_module(f"realname.{settings.provider}"), access.credentials)(
        **{setting.name: values[setting.name] for setting in access.settings}
    )

    shown = repr(credentials)

    assert "2188" in shown
    assert not [
        value for name, value in values.items() if settings.all.get(name) and value != "2188" and value in shown
    ]


@pytest.mark.parametrize("value", [None, ""])
def test_an_optional_setting_may_be_absent_or_empty(value: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty variable is how deployments say "none"."""
    if value is not None:
        monkeypatch.setenv("REALNAME_ALIPAY_APP_AUTH_TOKEN", value)

    assert ALIPAY.optional("app_auth_token") is None


def test_two_sources_for_one_setting_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Which one counts would be a guess."""
    monkeypatch.setenv("REALNAME_ZOLOZ_CLIENT_ID", "2188")
    monkeypatch.setenv("REALNAME_ZOLOZ_CLIENT_ID_FILE", str(tmp_path))

    with pytest.raises(ConfigurationError, match="both set"):
        ZOLOZ.require("client_id")


def test_an_unreadable_file_is_named_by_its_variable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The path itself is not repeated."""
    monkeypatch.setenv("REALNAME_ZOLOZ_CLIENT_ID_FILE", str(tmp_path / "absent"))

    with pytest.raises(ConfigurationError, match="REALNAME_ZOLOZ_CLIENT_ID_FILE names cannot be read") as caught:
        ZOLOZ.require("client_id")

    assert str(tmp_path) not in str(caught.value)


@pytest.mark.parametrize("value", ["", " 2188", "21\n88", "21,88", "张", "a\x7f"], ids=ascii)
def test_an_id_that_breaks_its_header_is_refused(value: str) -> None:
    """A line feed in an id would be a header of its own."""
    with pytest.raises(ConfigurationError, match="client_id must be visible ASCII"):
        header_text(value, "client_id")


@pytest.mark.parametrize("value", ["2188000123456789", "a-b_c.d=~!"])
def test_an_id_is_passed_on_unchanged(value: str) -> None:
    """Everything visible but the comma is fine."""
    assert value == header_text(value, "client_id")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("ftp://host", "must start with https://"),
        ("openapi.alipay.com", "must start with https://"),
        ("https://", "must start with https://"),
        ("https://a b", "is not a URL"),
        ("https://host:port", "is not a URL"),
        ("https://user:secret@host", "must not hold a user name"),
        ("https://host/gateway", "must end after the host"),
        ("https://host?x=1", "must end after the host"),
        ("https://host?", "must end after the host"),
        ("https://host#x", "must end after the host"),
        ("http://host", "must use https"),
        ("http://10.0.0.1", "must use https"),
        ("http://localhost.example", "must use https"),
    ],
)
def test_a_wrong_base_url_is_refused(text: str, problem: str) -> None:
    """At construction, with the remedy, and without repeating a password in it."""
    with pytest.raises(ConfigurationError, match=f"base_url {problem}") as caught:
        parse_base_url(text)

    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("https://host", "host"),
        ("https://host/", "host"),
        ("https://host:8443", "host"),
        ("http://127.0.0.1:8000", "127.0.0.1"),
        ("http://127.9.9.9", "127.9.9.9"),
        ("http://[::1]:8000/", "::1"),
        ("http://localhost:8000", "localhost"),
    ],
)
def test_a_base_url_is_a_scheme_and_a_host(text: str, host: str) -> None:
    """Plain http is for this machine; one trailing slash is dropped."""
    assert host == parse_base_url(text).host


def test_a_secret_has_a_blank_repr_and_is_not_pickled() -> None:
    """It reaches no log and no cache by accident; asking for it works."""
    secret = Secret("MARKER")

    assert ("Secret(…)", "MARKER") == (f"{secret}", secret.reveal())
    with pytest.raises(TypeError, match="cannot be pickled"):
        secret.__reduce__()
