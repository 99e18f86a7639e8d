# Generated from specs/alipay by scripts/build.py; do not edit.

from .client import SERVERS
from .client import AsyncClient as AsyncClient
from .client import AsyncRawClient as AsyncRawClient
from .client import Client as Client
from .client import RawClient as RawClient
from .jobworth_authentication import (
    QUERY_JOBWORTH_AUTHENTICATION,
    CertType,
    IdentityResult,
    IdentityType,
    JobworthAuthenticationErrorCode,
    QueryJobworthAuthenticationRequest,
    QueryType,
    ZhimaCustomerJobworthAuthenticationQueryResponseModel,
)
from .shared import CommonErrorCode, CommonErrorType

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
