# Generated from specs/alipay by scripts/build.py; do not edit.

"""Alipay Zhima jobworth authentication.

Zhima Credit's jobworth identity query (芝麻信用 职得), over Alipay OpenAPI v3.
"""

from importlib import import_module

from .client import SERVERS
from .client import AsyncClient as AsyncClient
from .client import AsyncRawClient as AsyncRawClient
from .client import Client as Client
from .client import RawClient as RawClient

# The module of each name: a page is loaded when something of it is first used.
_MODULES = {
    "CommonErrorCode": "shared",
    "CommonErrorType": "shared",
    "CertType": "jobworth_authentication",
    "IdentityResult": "jobworth_authentication",
    "IdentityType": "jobworth_authentication",
    "JobworthAuthenticationErrorCode": "jobworth_authentication",
    "QUERY_JOBWORTH_AUTHENTICATION": "jobworth_authentication",
    "QueryJobworthAuthenticationRequest": "jobworth_authentication",
    "QueryType": "jobworth_authentication",
    "ZhimaCustomerJobworthAuthenticationQueryResponseModel": "jobworth_authentication",
}

__all__ = [
    "CertType",
    "CommonErrorCode",
    "CommonErrorType",
    "IdentityResult",
    "IdentityType",
    "JobworthAuthenticationErrorCode",
    "QUERY_JOBWORTH_AUTHENTICATION",
    "QueryJobworthAuthenticationRequest",
    "QueryType",
    "SERVERS",
    "ZhimaCustomerJobworthAuthenticationQueryResponseModel",
]


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
