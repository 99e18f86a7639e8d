"""Where a sandbox listens, by what addresses it is told, and why it cannot."""

import errno
import ipaddress
import os
import socket
from typing import Final

from realname.core.base_url import is_loopback
from realname.core.errors import ConfigurationError
from realname.providers import PROVIDERS
from realname.sandbox.sandbox import Sandbox
from realname.testing.gateway.server import LOOPBACK, Handler

PORTS: Final = len(PROVIDERS) + 1
"""How many there are: a gateway's each, and that of the control address."""
LAST_PORT: Final = 65536 - PORTS
"""The highest that the first of them can have."""
_OPEN: Final = (
    "whoever can reach this machine at {} can now call the gateways, and open the pages that stand for the providers', "
    "over plain http. Steering the sandbox takes the token of the control address. "
    "Never run it like this on a machine with a public address."
)


def listen(sandbox: Sandbox, control: Handler, *, host: str, port: int, name: str | None) -> str:
    """Let a sandbox serve, with its control address, whose URL is returned.

    Args:
        sandbox: what is to serve.
        control: the handler of the control address.
        host: the address to listen at.
        port: of the first gateway; 0 for free ones.
        name: the host in the URLs that are told; None for one that this machine reaches.

    Raises:
        ConfigurationError: a port is taken, or the machine has no such address.
    """
    try:
        [url] = sandbox.serve(control, host=host, port=port, name=name or near(host))
    except OSError as error:
        failure = _failure(error, host, port)
    else:
        return url
    raise failure


def near(host: str) -> str:
    """An address by which this machine reaches what listens at one: at all of them, the loopback one."""
    if host in ("0.0.0.0", "::"):  # noqa: S104  looked at, not listened at
        return "::1" if ":" in host else LOOPBACK
    return host


def warning(host: str) -> str:
    """What it means that others can reach it; empty if nobody can."""
    return "" if is_loopback(host) else _OPEN.format(host)


def address(text: str) -> str:
    """An address to listen at, as it is written on the command line; one of IPv6 also as in a URL, in brackets.

    Raises:
        ValueError: it is none.
    """
    if "%" in text:
        raise ValueError("an address with a zone cannot stand in a URL")
    if text.startswith("[") and text.endswith("]"):
        return str(ipaddress.IPv6Address(text[1:-1]))
    return text if text == "localhost" else str(ipaddress.ip_address(text))


def _failure(error: OSError, host: str, port: int) -> ConfigurationError:
    if error.errno == errno.EADDRINUSE:
        taken = [str(number) for number in range(port, port + PORTS) if _is_taken(host, number)]
        what = f"of the ports {port} to {port + PORTS - 1} at {host} some are taken: {', '.join(taken) or '?'}"
        remedy = "Choose another --port; without it, free ones are found."
        return ConfigurationError(what, setting="port", remedy=remedy)
    if error.errno == errno.EACCES:
        what = f"you may not listen at port {port} of {host}"
        return ConfigurationError(what, setting="port", remedy="Choose a --port above 1023.")
    what = f"this machine cannot listen at {host}: {os.strerror(error.errno or errno.EIO)}"
    remedy = "Choose an address that it has: --host 127.0.0.1, or 0.0.0.0 for all of them."
    return ConfigurationError(what, setting="host", remedy=remedy)


def _is_taken(host: str, port: int) -> bool:
    try:
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except OSError:
        return True
    return False
