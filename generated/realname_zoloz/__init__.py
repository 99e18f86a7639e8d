# Generated from specs/zoloz.yaml by scripts/build.py; do not edit.

"""ZOLOZ Connect.

Face enrollment of a merchant's users, checked on the ZOLOZ gateway, and a call that checks
credentials.
"""

from .client import CHECK_CREDENTIALS, QUERY_ENROLL_STATUS, SERVERS, AsyncClient, AsyncRawClient, Client, RawClient
from .models import (
    CheckCredentialsRequest,
    CheckCredentialsResponse,
    QueryEnrollStatusRequest,
    QueryEnrollStatusResponse,
    Result,
    ResultStatus,
)

__all__ = [
    "AsyncClient",
    "AsyncRawClient",
    "CHECK_CREDENTIALS",
    "CheckCredentialsRequest",
    "CheckCredentialsResponse",
    "Client",
    "QUERY_ENROLL_STATUS",
    "QueryEnrollStatusRequest",
    "QueryEnrollStatusResponse",
    "RawClient",
    "Result",
    "ResultStatus",
    "SERVERS",
]
