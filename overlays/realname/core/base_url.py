"""The base URL of a gateway: checked at construction, parsed once."""

import ipaddress
import re

import httpx

from realname.core.errors import ConfigurationError
from realname.core.settings import plain_text

_LABEL = "[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
_NAME = re.compile(rf"(?=.{{1,253}}\Z){_LABEL}(?:\.{_LABEL})*\.?")
_LAST_PORT = 65535


def parse_base_url(text: str) -> httpx.URL:
    """Read a base URL: scheme and host, with a port if need be. One trailing slash is dropped.

    Raises:
        ConfigurationError: it is no such URL, or it is plain HTTP to another machine.
    """
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
    if url.scheme == "http" and not is_loopback(host):
        raise _unusable("must use https: plain http is for a sandbox on this machine")
    return url


def _names_a_machine(host: str) -> bool:
    if ":" in host:  # httpx has looked at the address, and lets a zone pass
        return "%" not in host
    return _NAME.fullmatch(host) is not None


def _unusable(problem: str) -> ConfigurationError:
    return ConfigurationError(
        f"base_url {problem}",
        setting="base_url",
        remedy="Choose one of this provider's SERVERS, or your sandbox's address.",
    )


def is_loopback(host: str) -> bool:
    """Whether a host is this machine, by the forms that need no look-up."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
