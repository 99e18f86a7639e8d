"""The base URL of a gateway: checked at construction, parsed once."""

import ipaddress
import re

import httpx

from realname.core.errors import ConfigurationError


def parse_base_url(text: str) -> httpx.URL:
    """Read a base URL: scheme and host, with a port if need be. One trailing slash is dropped.

    Raises:
        ConfigurationError: it is no such URL, or it is plain HTTP to another machine.
    """
    try:
        url = httpx.URL(text) if re.fullmatch(r"[!-~]+", text) else None
    except httpx.InvalidURL:
        url = None
    if url is None:
        raise _unusable("is not a URL")
    if url.scheme not in ("https", "http") or not url.host:
        raise _unusable("must start with https:// and name a host")
    if url.userinfo:
        raise _unusable("must not hold a user name or password")
    if url.path not in ("", "/") or url.query or url.fragment or "?" in text or "#" in text:
        raise _unusable("must end after the host: the path is part of what is signed")
    if url.scheme == "http" and not is_loopback(url.host):
        raise _unusable("must use https: plain http is for a sandbox on this machine")
    return url


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
