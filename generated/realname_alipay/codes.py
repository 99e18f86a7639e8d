# Generated from specs/alipay by scripts/build.py; do not edit.

"""What the provider's codes mean, whatever the operation; an operation's own table wins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from realname.core.codes import Code

CODES: Final[Mapping[str, Code]] = {
    "invalid-signature": Code(
        kind="authentication",
        remedy="Check the keys, and that nothing changes the request; `realname explain alipay` tells more.",
    ),
    "app-key-security-risk, app-cert-expired": Code(kind="authentication"),
    "missing-signature": Code(kind="authentication"),
    "missing-signature-type": Code(kind="authentication"),
    "missing-signature-key": Code(kind="authentication"),
    "missing-signature-config": Code(kind="authentication"),
    "invalid-signature-type": Code(kind="authentication"),
    "unsupported-expired-app-key-sign": Code(kind="authentication"),
    "missing-app-id": Code(kind="authentication"),
    "invalid-app-id": Code(kind="authentication"),
    "invalid-app-state": Code(kind="authentication"),
    "missing-timestamp": Code(kind="authentication"),
    "invalid-timestamp": Code(kind="authentication"),
    "illegal-timestamp": Code(kind="authentication"),
    "app-cert-not-exist": Code(kind="authentication"),
    "alipay-cert-not-exist": Code(kind="authentication"),
    "missing-app-cert-sn": Code(kind="authentication"),
    "missing-alipay-cert-sn": Code(kind="authentication"),
    "missing-alipay-root-cert-sn": Code(kind="authentication"),
    "invalid-alipay-root-cert-sn": Code(kind="authentication"),
    "invalid-auth-token": Code(kind="authentication"),
    "auth-token-time-out": Code(kind="authentication"),
    "invalid-app-auth-token": Code(kind="authentication"),
    "app-auth-token-time-out": Code(kind="authentication"),
    "insufficient-isv-permissions": Code(kind="access"),
    "insufficient-user-permissions": Code(kind="access"),
    "self-invoke-forbidden": Code(kind="access"),
    "app-api-punished": Code(kind="access"),
    "illegal-client-ip": Code(kind="access"),
    "forbidden-api": Code(kind="access"),
    "invalid-method": Code(kind="access"),
    "invalid-app-auth-token-no-api": Code(kind="access"),
    "no-product-reg-by-partner": Code(kind="access"),
    "app-call-limited": Code(kind="rate-limit"),
    "method-call-limited": Code(kind="rate-limit"),
    "app-auth-invoke-limit": Code(kind="rate-limit"),
    "exceed-api-balance": Code(kind="rate-limit"),
    "invalid-parameter": Code(kind="request"),
    "invalid-format": Code(kind="request"),
    "illegal-json": Code(kind="request"),
    "unknow-error": Code(kind="server", outcome_unknown=True),
    "SYSTEM_ERROR": Code(kind="server", outcome_unknown=True),
    "INVALID_PARAMETER": Code(kind="request"),
    "PARAM_ERROR": Code(kind="request"),
    "UNKNOWN_ERROR": Code(kind="server", outcome_unknown=True),
    "ILLEGAL_ARGUMENT": Code(kind="request"),
    "ILLEGAL_ARGUMENT_FORMAT": Code(kind="request"),
    "REQUIRED_PARAM_MISSING": Code(kind="request"),
}
