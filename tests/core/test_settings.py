"""Settings: from the environment, from files, and checked where they enter."""

from pathlib import Path

import pytest

from realname import ConfigurationError
from realname.core.base_url import parse_base_url
from realname.core.secret import Secret
from realname.core.settings import header_text, optional_setting, setting


def test_a_setting_is_read_from_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    """The name is made of the provider and the argument."""
    monkeypatch.setenv("REALNAME_ZOLOZ_CLIENT_ID", "2188")

    assert "2188" == setting("zoloz", "client_id")


def test_a_setting_is_read_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Secrets are mounted as files; the line end that editors add does not count."""
    path = tmp_path / "key"
    path.write_text("secret\n")
    monkeypatch.setenv("REALNAME_ZOLOZ_PRIVATE_KEY_FILE", str(path))

    assert "secret" == setting("zoloz", "private_key")


def test_a_missing_setting_is_named_with_both_variables() -> None:
    """The error says what to set."""
    with pytest.raises(ConfigurationError, match="REALNAME_ZOLOZ_CLIENT_ID or REALNAME_ZOLOZ_CLIENT_ID_FILE"):
        setting("zoloz", "client_id")


@pytest.mark.parametrize("value", [None, ""])
def test_an_optional_setting_may_be_absent_or_empty(value: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty variable is how deployments say "none"."""
    if value is not None:
        monkeypatch.setenv("REALNAME_ALIPAY_APP_AUTH_TOKEN", value)

    assert optional_setting("alipay", "app_auth_token") is None


def test_two_sources_for_one_setting_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Which one counts would be a guess."""
    monkeypatch.setenv("REALNAME_ZOLOZ_CLIENT_ID", "2188")
    monkeypatch.setenv("REALNAME_ZOLOZ_CLIENT_ID_FILE", str(tmp_path))

    with pytest.raises(ConfigurationError, match="both set"):
        setting("zoloz", "client_id")


def test_an_unreadable_file_is_named_by_its_variable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The path itself is not repeated."""
    monkeypatch.setenv("REALNAME_ZOLOZ_CLIENT_ID_FILE", str(tmp_path / "absent"))

    with pytest.raises(ConfigurationError, match="REALNAME_ZOLOZ_CLIENT_ID_FILE names cannot be read") as caught:
        setting("zoloz", "client_id")

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
