# Generated from specs/alipay.yaml by scripts/build.py; do not edit.

"""Alipay Zhima jobworth authentication.

Zhima Credit's jobworth identity query (芝麻信用 职得), over Alipay OpenAPI v3.
"""

from .client import QUERY_JOBWORTH_AUTHENTICATION, SERVERS, AsyncClient, AsyncRawClient, Client, RawClient
from .models import (
    CertType,
    CommonErrorCode,
    CommonErrorType,
    IdentityResult,
    IdentityType,
    JobworthAuthenticationErrorCode,
    QueryJobworthAuthenticationRequest,
    QueryType,
    ZhimaCustomerJobworthAuthenticationQueryResponseModel,
)

__all__ = [
    "AsyncClient",
    "AsyncRawClient",
    "CertType",
    "Client",
    "CommonErrorCode",
    "CommonErrorType",
    "IdentityResult",
    "IdentityType",
    "JobworthAuthenticationErrorCode",
    "QUERY_JOBWORTH_AUTHENTICATION",
    "QueryJobworthAuthenticationRequest",
    "QueryType",
    "RawClient",
    "SERVERS",
    "ZhimaCustomerJobworthAuthenticationQueryResponseModel",
]
