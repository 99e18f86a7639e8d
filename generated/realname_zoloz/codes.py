# Generated from specs/zoloz by scripts/build.py; do not edit.

"""What the provider's codes mean, whatever the operation; an operation's own table wins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from realname.core.codes import Code

CODES: Final[Mapping[str, Code]] = {
    "SIGNATURE_INVALID": Code(
        kind="authentication",
        remedy="Check the keys, and that nothing changes the request; `realname explain zoloz` tells more.",
    ),
    "KEY_NOT_FOUND": Code(kind="authentication"),
    "MERCHANT_NOT_FOUND": Code(kind="authentication"),
    "OAUTH_FAIL": Code(kind="authentication"),
    "OAUTH_RESOURCE_CODE_FAIL": Code(kind="authentication"),
    "ACCESS_DENIED": Code(kind="access"),
    "NO_INTERFACE_DEF": Code(kind="access"),
    "REQUEST_TRAFFIC_EXCEED_LIMIT": Code(kind="rate-limit", retryable=True),
    "PRODUCT_QUOTA_LIMIT": Code(kind="rate-limit"),
    "PROCESS_TIMEOUT": Code(kind="server", retryable=True),
    "SYSTEM_ERROR": Code(kind="server", retryable=True),
    "PARAM_MISSING": Code(kind="request"),
    "PARAM_ILLEGAL": Code(kind="request"),
    "MSG_PARSE_ERROR": Code(kind="request"),
    "INVALID_ARGUMENT": Code(kind="request"),
}
