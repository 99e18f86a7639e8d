# Generated from specs/zoloz by scripts/build.py; do not edit.

from .authentication_test import CHECK_CREDENTIALS, CheckCredentialsRequest, CheckCredentialsResponse
from .client import SERVERS
from .client import AsyncClient as AsyncClient
from .client import AsyncRawClient as AsyncRawClient
from .client import Client as Client
from .client import RawClient as RawClient
from .query_enroll_status import QUERY_ENROLL_STATUS, QueryEnrollStatusRequest, QueryEnrollStatusResponse
from .shared import Result, ResultStatus

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
