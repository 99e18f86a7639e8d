"""How a host is reached: through which proxy, and whom TLS trusts. Passed in, or what the environment says.

What the environment holds is meant for other programs, too: whatever of it cannot be used is named.
"""

import os
import re
import ssl
from contextlib import suppress
from ipaddress import ip_address, ip_network
from urllib.request import getproxies, proxy_bypass

import httpx

from realname.core.base_url import is_loopback
from realname.core.errors import ConfigurationError

_TRUST = ("SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE")


class Routes:
    """The proxy and the certificate authorities of one pool.

    Args:
        proxy: the proxy for every host, or its address; by default what the environment names, never for this machine.
        verify: whom to trust; by default ``SSL_CERT_FILE``, ``SSL_CERT_DIR`` or the authorities of certifi.
        trust_env: whether the environment's proxies count.

    Raises:
        ConfigurationError: one of them cannot be used.
    """

    def __init__(
        self, proxy: httpx.Proxy | str | None, verify: ssl.SSLContext | None, *, trust_env: bool = True
    ) -> None:
        if verify is not None and not isinstance(verify, ssl.SSLContext):
            raise ConfigurationError(
                "verify must be an ssl.SSLContext",
                setting="verify",
                remedy="ssl.create_default_context(cafile=...) makes one.",
            )
        self._proxy = None if proxy is None else _read_proxy(proxy, "proxy")
        self._context = verify
        self._trust_env = trust_env
        self._direct: dict[tuple[str, str], bool] = {}

    def proxy(self, scheme: str, host: str) -> httpx.Proxy | None:
        """The proxy that leads to a host.

        Raises:
            ConfigurationError: the variable that names it cannot be used.
        """
        if self._proxy is not None:
            return self._proxy
        proxies = {} if is_loopback(host) or not self._trust_env else getproxies()
        name = scheme if proxies.get(scheme) else "all"
        if not proxies.get(name) or proxy_bypass(host) or _is_excepted(host, proxies.get("no", "")):
            return None
        value = proxies[name]
        return _read_proxy(value if "://" in value else f"http://{value}", _variable(f"{name}_proxy", value))

    def is_direct(self, scheme: str, host: str) -> bool:
        """Whether no proxy leads to a host; found out once. Raises what `proxy` raises."""
        where = scheme, host
        if where not in self._direct:
            self._direct[where] = self.proxy(scheme, host) is None
        return self._direct[where]

    def prepare(self, url: httpx.URL) -> None:
        """Find out whether `url` can be reached as the environment says; nothing is sent.

        Raises:
            ConfigurationError: names the variable that cannot be used.
        """
        self.proxy(url.scheme, url.host)
        if url.scheme == "https":
            self.context  # noqa: B018 - made here, so that what is wrong shows before the first call

    @property
    def context(self) -> ssl.SSLContext:
        """What TLS trusts; made once, since it takes longer than many calls.

        Raises:
            ConfigurationError: a variable names what is no certificates, or no place for the keys of connections.
        """
        if self._context is None:
            try:
                context = httpx.create_ssl_context() if _has_certificates() else None
            except (OSError, ValueError):
                context = None
            if context is None:
                found = " or ".join(name for name in _TRUST if os.environ.get(name)) or "the package certifi"
                raise ConfigurationError(
                    f"TLS cannot be set up as {found} says",
                    setting="verify",
                    remedy="It must name existing certificates in PEM (SSL_CERT_DIR: by their hashes); or unset it.",
                )
            self._context = context
        return self._context

    @property
    def http1_context(self) -> ssl.SSLContext:
        """The same, which offers the peer HTTP/1.1 and nothing else. Raises what `context` raises."""
        context = self.context
        context.set_alpn_protocols(["http/1.1"])
        return context


def _has_certificates() -> bool:
    """Whether the folder that stands in for the authorities holds any: OpenSSL looks into it at each connection."""
    folders = os.environ.get("SSL_CERT_DIR")
    if not folders or os.environ.get("SSL_CERT_FILE"):
        return True
    return any(
        re.fullmatch(r"[0-9a-f]{8}\.\d+", name)
        for folder in folders.split(os.pathsep)
        if os.path.isdir(folder)  # noqa: PTH112 - a name, as OpenSSL takes it
        for name in os.listdir(folder)  # noqa: PTH208
    )


def _read_proxy(given: httpx.Proxy | str, source: str) -> httpx.Proxy:
    problem = "is no address of a proxy: http://, https://, socks5:// or socks5h://, a host and a port"
    try:
        proxy = given if isinstance(given, httpx.Proxy) else httpx.Proxy(given)
        port = proxy.url.port
        usable = bool(proxy.url.host) and (port is None or 0 < port < 65536)
    except (httpx.InvalidURL, ValueError, TypeError):
        usable = False
    if usable and proxy.url.scheme.startswith("socks") and not _is_installed("socksio"):
        usable, problem = False, "names a SOCKS proxy, for which the package socksio is missing"
    if not usable:
        raise ConfigurationError(
            f"{source} {problem}", setting="proxy", remedy="Correct or unset it; for SOCKS: pip install httpx[socks]."
        )
    return proxy


def _variable(name: str, value: str) -> str:
    """How a variable that holds `value` is spelled."""
    found = [key for key, held in os.environ.items() if key.lower() == name and held == value]
    return found[0] if found else f"{name} of the system's settings"


def _is_excepted(host: str, exceptions: str) -> bool:
    """Whether an address lies in a network that NO_PROXY names; Python compares names only."""
    with suppress(ValueError):
        address = ip_address(host)
        for item in exceptions.split(","):
            with suppress(ValueError):
                if address in ip_network(item.strip(), strict=False):
                    return True
    return False


def _is_installed(package: str) -> bool:
    from importlib.util import find_spec  # few need it

    return find_spec(package) is not None
