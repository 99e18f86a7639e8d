"""The base URL of a gateway: checked at construction, parsed once. Plain HTTP is for sandboxes."""

import ipaddress
import re
from collections.abc import Callable, Collection

import httpx

from realname.core.copied_text import damage
from realname.core.errors import ConfigurationError
from realname.core.settings import CHOOSE_SERVER, INSECURE_TEST_HOSTS, plain_text, require_texts

Domains = Callable[[], Collection[str]]
"""Gives the domains that are the providers' own. Asked only if plain HTTP is, since it may load what few need."""

_LABEL = "[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
_NAME = rf"(?=.{{1,253}}\Z){_LABEL}(?:\.{_LABEL})*\.?"
_LAST_PORT = 65535


def parse_base_url(
    text: str, insecure_test_hosts: Collection[str] = (), *, domains: Domains = frozenset[str]
) -> httpx.URL:
    """Read a base URL: scheme and host, with a port if need be. One trailing slash is dropped.

    Args:
        text: the URL.
        insecure_test_hosts: the hosts besides this machine that it may name with plain HTTP.
        domains: whose hosts are never among those.

    Raises:
        ConfigurationError: it is no such URL, or it is plain HTTP to another machine that is not named, or the names
            cannot be right.
    """
    named = read_test_hosts(insecure_test_hosts, domains)
    plain_text(text, "base_url")
    try:
        url = httpx.URL(text)
        host = url.host
    except (httpx.InvalidURL, UnicodeError):  # UnicodeError: a name in punycode that stands for none
        raise _unusable("is not a URL") from None
    if url.scheme not in ("https", "http") or not host:
        raise _unusable("must start with https:// and name a host")
    if url.userinfo:
        raise _unusable("must not hold a user name or password")
    if url.path not in ("", "/") or url.query or url.fragment or "?" in text or "#" in text:
        raise _unusable("must end after the host: the path is part of what is signed")
    if not _names_a_machine(url.raw_host.decode("ascii")):
        raise _unusable("does not name a host")
    if url.port is not None and not 0 < url.port <= _LAST_PORT:
        raise _unusable("names no port")
    if not is_allowed(url, named):
        if _is_below(_canonical(url), domains()):
            raise _unusable("must use https")
        raise _unusable(
            "must use https: plain http is for a sandbox on this machine",
            f"Use https; for a sandbox on a machine of yours, in tests alone, name its host in {INSECURE_TEST_HOSTS}.",
        )
    return url


def is_allowed(url: httpx.URL, insecure_test_hosts: Collection[str]) -> bool:
    """Whether keys and personal data may go to a URL: by TLS, on this machine, or to a sandbox that a test names.

    Args:
        url: where to.
        insecure_test_hosts: as `read_test_hosts` gives them.
    """
    return url.scheme == "https" or is_loopback(url.host) or _canonical(url) in insecure_test_hosts


def read_test_hosts(values: object, domains: Domains) -> frozenset[str]:
    """The hosts that plain HTTP may go to in tests, in the form in which they are compared.

    Args:
        values: a collection of host names or addresses.
        domains: whose hosts are never among them.

    Raises:
        ConfigurationError: one of them is no host, or a provider's; says which.
    """
    names = require_texts(values, INSECURE_TEST_HOSTS)
    found = [read_host(name) for name in names]
    theirs = domains() if names else ()
    for number, host in enumerate(found, 1):
        what = f"{INSECURE_TEST_HOSTS}, item {number},"
        if host is None:
            problem = damage(names[number - 1]) or "is no host: a name or an address, without scheme, port, path or *"
            raise ConfigurationError(
                f"{what} {problem}", setting=INSECURE_TEST_HOSTS, remedy="Name each host of a sandbox by itself."
            )
        if _is_below(host, theirs):
            raise ConfigurationError(
                f"{what} is a provider's own host", setting=INSECURE_TEST_HOSTS, remedy="It is reached by https only."
            )
    return frozenset(host for host in found if host is not None)


def read_host(text: str) -> str | None:
    """A host name or an address in the form in which hosts are compared; None if it is neither, and nothing but."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return text.lower().rstrip(".") if re.fullmatch(_NAME, text) else None
    return None if "%" in text else str(address)


def _canonical(url: httpx.URL) -> str | None:
    return read_host(url.raw_host.decode("ascii"))


def _is_below(host: str | None, domains: Collection[str]) -> bool:
    return host is not None and any(f".{host}".endswith(f".{domain}") for domain in domains)


def _names_a_machine(host: str) -> bool:
    if ":" in host:  # httpx has looked at the address, and lets a zone pass
        return "%" not in host
    return re.fullmatch(_NAME, host) is not None


def _unusable(problem: str, remedy: str = "") -> ConfigurationError:
    return ConfigurationError(
        f"base_url {problem}",
        setting="base_url",
        remedy=remedy or CHOOSE_SERVER,
    )


def is_loopback(host: str) -> bool:
    """Whether a host is this machine, by the forms that need no look-up."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
