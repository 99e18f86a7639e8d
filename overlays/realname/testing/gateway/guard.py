"""Which requests of browsers are answered where something can be changed or read: those of our own pages.

A page of another site can make a browser send requests to this machine, and by a name that it makes resolve to this
machine (DNS rebinding) read the answers, too. Such a request names the foreign host in `Host` or in `Origin`. The port
says nothing: browsers name the one that they connect to, which a tunnel or a container may have changed.
"""

import re
from ipaddress import ip_address
from typing import Literal

from realname.testing.gateway.messages import Received

_HOST = re.compile(r"(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::[0-9]{1,5})?", re.ASCII)


def objection(received: Received, name: str) -> Literal["wrong_host", "wrong_origin"] | None:
    """What is wrong with where a request was sent, or from; None if nothing is.

    Args:
        received: the request.
        name: the host that is ours besides `localhost` and every address in digits. Digits cannot be made to mean
            another machine, which names can.
    """
    hosts = [value.lower() for header, value in received.headers if header == "host"]
    match = _HOST.fullmatch(hosts[0]) if len(hosts) == 1 else None
    if match is None or not (match[2] in ("localhost", name.lower()) or _is_address(match[1] or match[2])):
        return "wrong_host"
    origins = {value.lower() for header, value in received.headers if header == "origin"}
    return "wrong_origin" if origins - {f"http://{hosts[0]}", f"https://{hosts[0]}"} else None


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
