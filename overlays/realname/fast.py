"""Connections for services that make many calls at once: several times as many a second as httpx's own.

::

    client = esign.Client(credentials, base_url=..., http_client=realname.fast.client)

Passed as it is, `client` or `async_client` is a factory: it is asked once a process, and again after a fork. Called, it
takes limits, proxy and TLS settings as httpx's own clients do. Everything that is promised of connections holds. They
speak HTTP/1.1; an answer comes whole, and has at most 16 MiB. Through a proxy, and under trio, they cost what those
without this extra cost.

Needs the extra: ``pip install "realname[fast]"``.
"""

import ssl
from contextlib import suppress
from importlib.util import find_spec
from typing import Any

import httpx

from realname.core import pool
from realname.core.errors import ConfigurationError
from realname.core.routes import Routes

_LIMITS = httpx.Limits(
    max_connections=pool.MOST_CONNECTIONS,
    max_keepalive_connections=pool.MOST_CONNECTIONS,
    keepalive_expiry=pool.KEPT_SECONDS,
)
Proxy = httpx.Proxy | httpx.URL | str


def client(
    *,
    verify: ssl.SSLContext | str | bool = True,
    cert: Any = None,
    trust_env: bool = True,
    proxy: Proxy | None = None,
    limits: httpx.Limits = _LIMITS,
) -> httpx.Client:
    """An `httpx.Client` that is fast, keeps no cookies and follows nothing.

    Args:
        verify: whom TLS trusts, as httpx takes it. With False nobody knows who answers, where answers are not signed.
        cert: what TLS shows of its own, as httpx takes it.
        trust_env: whether the environment's proxies and certificates count.
        proxy: by default what the environment names, and never one for this machine.
        limits: how many connections at a time, and how many idle ones are kept for how long.

    Raises:
        ConfigurationError: a setting or a variable cannot be used, or the extra is not installed.
    """
    transport = _transport(_routes(verify, cert, proxy, trust_env=trust_env), _checked(limits))
    from realname.core.own_client import OwnClient  # httpcore is slow to load

    return OwnClient(transport)


def async_client(
    *,
    verify: ssl.SSLContext | str | bool = True,
    cert: Any = None,
    trust_env: bool = True,
    proxy: Proxy | None = None,
    limits: httpx.Limits = _LIMITS,
) -> httpx.AsyncClient:
    """The same as `client`, for one event loop."""
    transport = _async_transport(_routes(verify, cert, proxy, trust_env=trust_env), _checked(limits))
    from realname.core.own_client import OwnAsyncClient  # httpcore is slow to load

    return OwnAsyncClient(transport)


class Pool(pool.Pool):
    """A `realname.Pool` of such connections, which many clients share."""

    def _transport(self) -> httpx.BaseTransport:
        return _transport(self._routes, self._limits)


class AsyncPool(pool.AsyncPool):
    """A `realname.AsyncPool` of such connections, which many async clients of one event loop share."""

    def _transport(self) -> httpx.AsyncBaseTransport:
        return _async_transport(self._routes, self._limits)


def _transport(routes: Routes, limits: httpx.Limits) -> httpx.BaseTransport:
    _require_extra()
    from realname.core.fast.threads import FastTransport

    return FastTransport(routes, limits)


def _async_transport(routes: Routes, limits: httpx.Limits) -> httpx.AsyncBaseTransport:
    _require_extra()
    from realname.core.fast.tasks import AsyncFastTransport

    return AsyncFastTransport(routes, limits)


def _require_extra() -> None:
    if find_spec("httptools") is None:
        raise ConfigurationError(
            "realname.fast needs the package httptools, which is not installed",
            setting="http_client",
            remedy='pip install "realname[fast]"',
        )


_LEAST: dict[str, tuple[float, type]] = {
    "max_connections": (1, int),
    "max_keepalive_connections": (0, int),
    "keepalive_expiry": (0, float),
}


def _checked(limits: httpx.Limits) -> httpx.Limits:
    for name, (least, kind) in _LEAST.items():
        value: Any = getattr(limits, name, "")
        is_number = isinstance(value, int | kind) and not isinstance(value, bool)
        if value is not None and not (is_number and value >= least):
            raise ConfigurationError(
                f"limits must be an httpx.Limits; its {name} is a number from {least}, or None for no limit",
                setting="limits",
                remedy="Leave it out for the default.",
            )
    return limits


_TLS = {
    "verify": "verify must be an ssl.SSLContext, True, False, or the path of certificates: a file or a folder",
    "cert": "cert must be the path of a PEM file with certificate and key, or a tuple of paths: certificate and key",
}


def _routes(verify: ssl.SSLContext | str | bool, cert: Any, proxy: Proxy | None, *, trust_env: bool) -> Routes:
    context = verify if isinstance(verify, ssl.SSLContext) else None
    if context is None and not (verify is True and cert is None and trust_env):
        context = _context("verify", verify=verify, trust_env=trust_env)
    if cert is not None:
        context = _context("cert", verify=context, cert=cert)
    return Routes(str(proxy) if isinstance(proxy, httpx.URL) else proxy, context, trust_env=trust_env)


def _context(setting: str, **given: Any) -> ssl.SSLContext:
    """What httpx makes of a setting."""
    context: object = None
    with suppress(OSError, ValueError, TypeError, AttributeError):
        context = httpx.create_ssl_context(**given)
    if not isinstance(context, ssl.SSLContext):
        raise ConfigurationError(
            f"{_TLS[setting]}; what was given cannot be read",
            setting=setting,
            remedy="ssl.create_default_context(cafile=...) makes a context; its load_cert_chain() takes a certificate.",
        )
    return context
