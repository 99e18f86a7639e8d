# Generated from specs/zoloz by scripts/build.py; do not edit.

"""ZOLOZ Connect.

Face enrollment of a merchant's users, checked on the ZOLOZ gateway, and a call that checks
credentials.
"""

from importlib import import_module

from .client import SERVERS
from .client import AsyncClient as AsyncClient
from .client import AsyncRawClient as AsyncRawClient
from .client import Client as Client
from .client import RawClient as RawClient

# The module of each name: a page is loaded when something of it is first used.
_MODULES = {
    "Result": "shared",
    "ResultStatus": "shared",
    "CHECK_CREDENTIALS": "authentication_test",
    "CheckCredentialsRequest": "authentication_test",
    "CheckCredentialsResponse": "authentication_test",
    "QUERY_ENROLL_STATUS": "query_enroll_status",
    "QueryEnrollStatusRequest": "query_enroll_status",
    "QueryEnrollStatusResponse": "query_enroll_status",
}

__all__ = [
    "CHECK_CREDENTIALS",
    "CheckCredentialsRequest",
    "CheckCredentialsResponse",
    "QUERY_ENROLL_STATUS",
    "QueryEnrollStatusRequest",
    "QueryEnrollStatusResponse",
    "Result",
    "ResultStatus",
    "SERVERS",
]


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
