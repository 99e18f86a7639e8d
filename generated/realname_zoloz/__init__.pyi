# Generated from specs/zoloz by scripts/build.py; do not edit.

from .authentication_test import CHECK_CREDENTIALS, CheckCredentialsRequest, CheckCredentialsResponse
from .client import SERVERS
from .client import AsyncClient as AsyncClient
from .client import AsyncRawClient as AsyncRawClient
from .client import Client as Client
from .client import RawClient as RawClient
from .connect_checkresult import CHECKRESULT, CheckresultRequest, CheckresultResponse, ConnectResult, ExtFaceInfo
from .connect_enroll import ENROLL, EnrollRequest, EnrollResponse
from .connect_initialize import (
    INITIALIZE,
    H5ModeConfig,
    InitializeRequest,
    InitializeResponse,
    OperationMode,
    ServiceLevel,
)
from .connect_unenroll import UNENROLL, UnenrollRequest, UnenrollResponse
from .facecompare_compare import COMPARE_FACES, CompareFacesRequest, CompareFacesResponse, Face
from .privacyinfo_delete import DELETE_PRIVACY_INFO, DeletePrivacyInfoRequest, DeletePrivacyInfoResponse
from .query_enroll_status import QUERY_ENROLL_STATUS, QueryEnrollStatusRequest, QueryEnrollStatusResponse
from .shared import CodedResult, Result, ResultStatus

__all__ = [
    "CHECKRESULT",
    "CHECK_CREDENTIALS",
    "COMPARE_FACES",
    "CheckCredentialsRequest",
    "CheckCredentialsResponse",
    "CheckresultRequest",
    "CheckresultResponse",
    "CodedResult",
    "CompareFacesRequest",
    "CompareFacesResponse",
    "ConnectResult",
    "DELETE_PRIVACY_INFO",
    "DeletePrivacyInfoRequest",
    "DeletePrivacyInfoResponse",
    "ENROLL",
    "EnrollRequest",
    "EnrollResponse",
    "ExtFaceInfo",
    "Face",
    "H5ModeConfig",
    "INITIALIZE",
    "InitializeRequest",
    "InitializeResponse",
    "OperationMode",
    "QUERY_ENROLL_STATUS",
    "QueryEnrollStatusRequest",
    "QueryEnrollStatusResponse",
    "Result",
    "ResultStatus",
    "SERVERS",
    "ServiceLevel",
    "UNENROLL",
    "UnenrollRequest",
    "UnenrollResponse",
]
