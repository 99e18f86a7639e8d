# Generated from specs/esign by scripts/build.py; do not edit.

"""What the provider's codes mean, whatever the operation; an operation's own table wins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from realname.core.codes import Code

CODES: Final[Mapping[str, Code]] = {
    "401": Code(kind="authentication"),
    "403": Code(kind="access"),
    "AUTHSTRATEGY_NOT_FOUND": Code(kind="authentication"),
    "缺少参数": Code(kind="authentication"),
    "TOKEN错误": Code(kind="authentication"),
    "TOKEN_CANT_BE_NULL": Code(
        kind="authentication",
        remedy="The header X-Tsign-Open-Auth-Mode got lost on the way: look at what stands in between.",
    ),
    "无效的应用": Code(
        kind="authentication", remedy="Check app_id, that it is enabled, and that it belongs to this base URL."
    ),
    "INVALID_TIMESTAMP": Code(
        kind="authentication", remedy="Set the clock of this machine: the gateway allows 15 minutes."
    ),
    "INVALID_SIGNATURE": Code(
        kind="authentication",
        remedy="Check app_secret, and that nothing changes the request; `realname explain esign` tells more.",
    ),
    "IP白名单不匹配": Code(kind="access", remedy="Add the address you call from to the application's whitelist."),
    "30500000": Code(kind="server", retryable=True),
    "30500003": Code(kind="expired"),
    "30500004": Code(kind="not-found"),
    "30500100": Code(kind="request"),
    "30500101": Code(kind="request"),
    "30500102": Code(kind="request"),
    "30500116": Code(kind="request"),
}
