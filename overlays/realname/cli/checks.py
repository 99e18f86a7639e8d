"""What can be said about a provider's settings without a call. Nothing here shows a key or a secret."""

import difflib
import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Final, Literal, TypeVar
from urllib.parse import urlsplit

from attrs import frozen

from realname.cli.contract import PROVIDERS, Provider
from realname.core.aes import AesKey
from realname.core.errors import ConfigurationError
from realname.core.keys import PrivateKey, PublicKey
from realname.core.settings import optional_setting

State = Literal["ok", "problem", "note"]
ValueT = TypeVar("ValueT")

SECRET: Final = frozenset({"private_key", "secret_key", "app_secret", "encrypt_key", "app_auth_token"})
SETTINGS: Final[Mapping[Provider, tuple[str, ...]]] = {
    "zoloz": ("base_url", "client_id", "private_key", "zoloz_public_key", "access_key", "secret_key"),
    "alipay": (
        "base_url",
        "app_id",
        "private_key",
        "alipay_public_key",
        "app_certificate",
        "alipay_certificates",
        "root_certificates",
        "encrypt_key",
        "app_auth_token",
    ),
    "esign": ("base_url", "app_id", "app_secret"),
}
_APP_IDS: Final = {"openapi.esign.cn": ("5111",), "smlopenapi.esign.cn": ("7438", "4438")}
"""How app ids usually begin, by server (e签宝, on refusals with code 401)."""
_EXPIRES_SOON: Final = timedelta(days=30)


@frozen
class Check:
    """One thing that was looked at.

    Attributes:
        name: what was looked at.
        state: whether it is right; a note is for a person to judge.
        says: what was found.
        remedy: what to do.
    """

    name: str
    state: State
    says: str
    remedy: str = ""


def is_configured(provider: Provider) -> bool:
    """Whether the environment holds any setting of this provider."""
    return any(name.startswith(_prefix(provider)) for name in os.environ)


def check(provider: Provider, *, now: datetime | None = None) -> Iterator[Check]:
    """Look at a provider's settings in the environment.

    Args:
        provider: whose.
        now: the time to judge certificates by; by default that of the clock.
    """
    yield from _unknown_variables(provider)
    yield from _private_files(provider)
    yield _address(provider)
    if provider == "esign":
        yield from _esign()
    else:
        yield from _keys(provider)
    if provider == "alipay" and _text("alipay", "app_certificate") is not None:
        yield from _certificates(now or datetime.now(UTC))
    yield from _mix_ups(provider)
    yield _as_a_whole(provider)


# ---- variables and files ----


def _prefix(provider: str) -> str:
    return f"REALNAME_{provider}_".upper()


def _variable(provider: str, name: str) -> str:
    return f"{_prefix(provider)}{name.upper()}"


def _unknown_variables(provider: Provider) -> Iterator[Check]:
    known = [_variable(provider, name) + end for name in SETTINGS[provider] for end in ("", "_FILE")]
    for name in sorted(os.environ):
        if name.startswith(_prefix(provider)) and name not in known:
            [*similar] = difflib.get_close_matches(name, known, 1)
            remedy = f"Did you mean {similar[0]}?" if similar else f"There are: {', '.join(known[::2])}."
            yield Check(name, "problem", "is read by nothing", remedy)


def _private_files(provider: Provider) -> Iterator[Check]:
    for name in sorted(SECRET & set(SETTINGS[provider])):
        variable = _variable(provider, name) + "_FILE"
        path = os.environ.get(variable)
        if not path or os.name != "posix" or not Path(path).exists():
            continue
        if Path(path).stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            yield Check(variable, "problem", "others on this machine may read the file", "chmod 600 it.")
        else:
            yield Check(variable, "ok", "only its owner may read the file")


def _address(provider: Provider) -> Check:
    name = _variable(provider, "base_url")
    address = _text(provider, "base_url")
    if address is None:
        return Check(name, "problem", "is not set", "Choose a server; there is no default.")
    servers = {url: server for server, url in import_module(f"realname.{provider}").SERVERS.items()}
    server = servers.get(address.rstrip("/"))
    if server is None:
        return Check(name, "note", f"names no server of the contract: {urlsplit(address).hostname or 'no host'}")
    return Check(name, "note" if server.startswith("production") else "ok", f"names the server “{server}”")


def _text(provider: str, name: str) -> str | None:
    try:
        return optional_setting(provider, name)
    except ConfigurationError:
        return None  # told where the credentials are built as a whole


# ---- keys ----


def _parsed(provider: str, name: str, parse: Callable[[str, str], ValueT]) -> tuple[ValueT | None, Check | None]:
    """A setting as what it should be, and what is wrong with it; neither if it is not set."""
    text = _text(provider, name)
    if text is None:
        return None, None
    try:
        return parse(text, name), None
    except ConfigurationError as error:
        return None, Check(_variable(provider, name), "problem", error.args[0], error.remedy)


def _keys(provider: Provider) -> Iterator[Check]:
    for name in ("private_key", f"{provider}_public_key"):
        parse: Callable[[str, str], object] = PrivateKey.parse if name == "private_key" else PublicKey.parse
        key, problem = _parsed(provider, name, parse)
        kind = "private" if name == "private_key" else "public"
        if problem:
            yield problem
        elif key is not None:
            yield Check(_variable(provider, name), "ok", f"is an RSA {kind} key of 2048 bits or more")
    yield from _pair(provider)
    if provider == "alipay":
        key, problem = _parsed(
            provider, "encrypt_key", lambda text, name: AesKey.parse(text, name, initialisation_vector=bytes(16))
        )
        if problem or key:
            yield problem or Check(_variable(provider, "encrypt_key"), "ok", "is an AES key")


def _own_key(provider: str) -> PrivateKey | None:
    return _parsed(provider, "private_key", PrivateKey.parse)[0]


def _provider_key(provider: str) -> PublicKey | None:
    return _parsed(provider, f"{provider}_public_key", PublicKey.parse)[0]


def _pair(provider: Provider) -> Iterator[Check]:
    own, theirs = _own_key(provider), _provider_key(provider)
    if own is None or theirs is None:
        return
    name = _variable(provider, f"{provider}_public_key")
    if own.public_key() == theirs:
        remedy = "Set the key that the provider's console shows as the provider's own."
        yield Check(name, "problem", "is the public half of your own private key", remedy)
    else:
        yield Check(name, "ok", "is another pair's than your private key")


def _mix_ups(provider: Provider) -> Iterator[Check]:
    own, theirs = _own_key(provider), _provider_key(provider)
    for other in PROVIDERS:
        if other == provider:
            continue
        other_own, other_theirs = _own_key(other), _provider_key(other)
        name = _variable(provider, f"{provider}_public_key")
        if theirs is not None and theirs == other_theirs:
            yield Check(name, "problem", f"is the same key as {other}'s", "Set each provider's own key.")
        if theirs is not None and other_own is not None and other_own.public_key() == theirs:
            yield Check(name, "problem", f"belongs to your private key for {other}", "Set the provider's key.")
        if own is not None and other_own is not None and own.public_key() == other_own.public_key():
            says = f"is used for {other} as well"
            yield Check(_variable(provider, "private_key"), "note", says, "Better one key pair a provider.")


def _esign() -> Iterator[Check]:
    secret, app_id = _text("esign", "app_secret"), _text("esign", "app_id")
    name = _variable("esign", "app_secret")
    if secret is not None and secret == app_id:
        yield Check(name, "problem", "is the app id", "Copy the secret from the console.")
    elif secret is not None and not re.fullmatch(r"[0-9a-f]{32}", secret):
        yield Check(name, "note", "does not look like 32 hex digits, as secrets of e签宝 usually do")
    elif secret is not None:
        yield Check(name, "ok", "looks like a secret of e签宝")
    address = _text("esign", "base_url") or ""
    usual = {"openapi.esign.cn": ("5111",), "smlopenapi.esign.cn": ("7438", "4438")}.get(
        urlsplit(address).hostname or ""
    )
    if app_id and usual and not app_id.startswith(usual):
        says = f"does not begin with {' or '.join(usual)}, as ids for this server usually do"
        yield Check(_variable("esign", "app_id"), "note", says, "Check that id and address belong together.")


# ---- certificates ----


def _certificates(now: datetime) -> Iterator[Check]:
    from realname.core import certificates as x509

    for setting in ("app_certificate", "alipay_certificates"):
        found, problem = _parsed("alipay", setting, x509.load_certificates)
        if problem:
            yield problem
        for certificate in found or ():
            name = f"{_variable('alipay', setting)} (SN {x509.certificate_sn(certificate)})"
            begins, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
            if now < begins:
                yield Check(name, "problem", f"is valid from {begins:%Y-%m-%d} only", "Check the clock.")
            elif now > ends:
                yield Check(name, "problem", f"expired on {ends:%Y-%m-%d}", "Download the current one.")
            elif ends - now < _EXPIRES_SOON:
                yield Check(name, "note", f"expires on {ends:%Y-%m-%d}", "Renew it in time.")
            else:
                yield Check(name, "ok", f"is valid until {ends:%Y-%m-%d}")


# ---- all of it ----


def _as_a_whole(provider: Provider) -> Check:
    """What the client itself says: the same checks that a service would meet at its start."""
    try:
        import_module(f"realname.{provider}").Client.from_env().close()
    except ConfigurationError as error:
        return Check("credentials", "problem", error.args[0], error.remedy)
    return Check("credentials", "ok", "a client can be built from them")
