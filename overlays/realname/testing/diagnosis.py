"""What can be said about a provider's settings without a call. Nothing here shows a key or a secret."""

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Any, Final, Literal, TypeVar

from attrs import frozen

from realname.core.aes import AesKey
from realname.core.base_url import is_loopback, parse_base_url, read_test_hosts
from realname.core.errors import ConfigurationError
from realname.core.keys import PrivateKey, PublicKey
from realname.core.settings import CHOOSE_SERVER, INSECURE_TEST_HOSTS, SettingKind, Settings, header_text, plain_text
from realname.providers import domains
from realname.testing import files

State = Literal["ok", "problem", "note"]
ValueT = TypeVar("ValueT")


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


def examine(settings: Settings, servers: Mapping[str, str]) -> Iterator[Check]:
    """Look at a provider's variables and files, its address and its keys.

    Args:
        settings: the provider's.
        servers: the base URLs of its contract, by name.
    """
    yield from _unknown_variables(settings)
    yield from _private_files(settings)
    hosts, problem = parsed(settings, INSECURE_TEST_HOSTS, lambda *_: _test_hosts(settings))
    yield from _insecure(settings, hosts, problem)
    yield _address(settings, servers, hosts or ())
    yield from _copied(settings)
    yield from _keys(settings)
    yield from _pairs(settings)


def mix_ups(settings: Settings, others: Iterable[Settings]) -> Iterator[Check]:
    """Look for RSA keys that stand in another provider's settings as well."""
    keys = _rsa_keys(settings)
    for other in others:
        for (variable, key, is_own), (_, other_key, other_is_own) in product(keys, _rsa_keys(other)):
            if key == other_key and (is_own, other_is_own) in _MIX_UPS:  # what is not there is told at the other one
                state, says, remedy = _MIX_UPS[is_own, other_is_own]
                yield Check(variable, state, says.format(other.title), remedy)


def text(settings: Settings, name: str) -> str | None:
    """A setting; None if it is not set or cannot be read, which building the credentials tells."""
    value = _value(settings, name)
    return value if isinstance(value, str) else None


def _value(settings: Settings, name: str) -> str | bytes | None:
    try:
        return settings.value(name)
    except ConfigurationError:
        return None


def parsed(settings: Settings, name: str, parse: Callable[[Any, str], ValueT]) -> tuple[ValueT | None, Check | None]:
    """A setting as what it should be, and what is wrong with it; neither if it is not set."""
    value = _value(settings, name)
    if value is None:
        return None, None
    try:
        return parse(value, name), None
    except ConfigurationError as error:
        remedy = f"Choose a server: {settings.listed_servers()}." if error.remedy == CHOOSE_SERVER else error.remedy
        return None, Check(settings.variable(name), "problem", error.problem, remedy)


# ---- variables and files ----


def _unknown_variables(settings: Settings) -> Iterator[Check]:
    names = ", ".join(settings.variable(name) for name in settings.all)
    for name, meant in settings.unread():
        remedy = f"Did you mean {meant}?" if meant else f"The variables are {names}."
        yield Check(name, "problem", "is set, and nothing reads it", remedy)


def _private_files(settings: Settings) -> Iterator[Check]:
    for setting in settings.all.values():
        variable = f"{settings.variable(setting.name)}_FILE"
        path = os.environ.get(variable)
        if not setting.is_secret or not path or os.name != "posix":
            continue
        try:
            says, remedy = files.access(Path(path))
        except OSError:
            continue  # told where the setting is read
        yield Check(variable, "problem" if remedy else "ok", says, remedy)


def _test_hosts(settings: Settings) -> frozenset[str]:
    return read_test_hosts(settings.insecure_test_hosts(), domains)


def _insecure(settings: Settings, hosts: Collection[str] | None, problem: Check | None) -> Iterator[Check]:
    if problem:
        yield problem
    elif hosts:
        says = "lets plain http, which others on the way can read and change, go to other machines: for tests only"
        yield Check(settings.variable(INSECURE_TEST_HOSTS), "problem", says, "Unset it in production.")


def _address(settings: Settings, servers: Mapping[str, str], hosts: Collection[str]) -> Check:
    name = settings.variable("base_url")
    url, problem = parsed(settings, "base_url", lambda text, _: parse_base_url(text, hosts, domains=domains))
    if url is None:
        return problem or Check(
            name, "problem", "is not set", f"Choose a server, there is no default: {settings.listed_servers()}."
        )
    server = {address: server for server, address in servers.items()}.get(str(url).rstrip("/"))
    if is_loopback(url.host):
        return Check(name, "ok", f"is a sandbox on this machine: {url.host}")
    if server is None:
        return Check(name, "note", f"is not a server of the contract: {url.host}")
    return Check(name, "note" if server.startswith("production") else "ok", f"is the server “{server}”")


# ---- keys ----

_COPIED: Final[Mapping[SettingKind, Callable[[str, str], str]]] = {"id": header_text, "secret": plain_text}

_KEYS: Final[Mapping[SettingKind, tuple[Callable[[str, str], Any], str]]] = {
    "private key": (PrivateKey.parse, "is an RSA private key of 2048 bits or more"),
    "public key": (PublicKey.parse, "is an RSA public key of 2048 bits or more"),
    "AES key": (lambda value, name: AesKey.parse(value, name, initialisation_vector=bytes(16)), "is an AES key"),
}
_MIX_UPS: Final[Mapping[tuple[bool, bool], tuple[State, str, str]]] = {
    (False, False): ("problem", "is the same key as that of {}", "Set each provider's own key."),
    (False, True): ("problem", "is the public half of your private key for {}", "Set the provider's key."),
    (True, True): ("note", "is used for {} as well", "Use a key pair of its own for each provider."),
}
"""What is wrong if two keys are one pair, by whether each of the two is the caller's own."""


def _copied(settings: Settings) -> Iterator[Check]:
    """Ids and secrets that were damaged on their way."""
    for name, setting in settings.all.items():
        if setting.kind in _COPIED and (problem := parsed(settings, name, _COPIED[setting.kind])[1]):
            yield problem


def _keys(settings: Settings) -> Iterator[Check]:
    for name, setting in settings.all.items():
        if setting.kind in _KEYS:
            parse, right = _KEYS[setting.kind]
            key, problem = parsed(settings, name, parse)
            if problem or key is not None:
                yield problem or Check(settings.variable(name), "ok", right)


def _rsa_keys(settings: Settings) -> list[tuple[str, PublicKey, bool]]:
    """The variable of each RSA key that can be read, the public half, and whether the pair is the caller's own."""
    found = []
    for name, setting in settings.all.items():
        if setting.kind == "private key" and (own := parsed(settings, name, PrivateKey.parse)[0]):
            found.append((settings.variable(name), own.public_key(), True))
        if setting.kind == "public key" and (theirs := parsed(settings, name, PublicKey.parse)[0]):
            found.append((settings.variable(name), theirs, False))
    return found


def _pairs(settings: Settings) -> Iterator[Check]:
    keys = _rsa_keys(settings)
    own = [key for _, key, is_own in keys if is_own]
    for variable, key in [(variable, key) for variable, key, is_own in keys if own and not is_own]:
        if key in own:
            remedy = "Set the key that the provider's console shows as the provider's own."
            yield Check(variable, "problem", "is the public half of your own private key", remedy)
        else:
            yield Check(variable, "ok", "is not the public half of your own private key")
