# Generated from specs/zoloz by scripts/build.py; do not edit.

"""ZOLOZ Connect and Face Compare.

A merchant's users enroll a face once and are verified by it ever after; two faces are compared;
what one transaction left behind is deleted; and a call checks credentials.
"""

from importlib import import_module

from .client import SERVERS
from .client import AsyncClient as AsyncClient
from .client import AsyncRawClient as AsyncRawClient
from .client import Client as Client
from .client import RawClient as RawClient

# The module of each name: a page is loaded when something of it is first used.
_MODULES = {
    "CodedResult": "shared",
    "Result": "shared",
    "ResultStatus": "shared",
    "CHECK_CREDENTIALS": "authentication_test",
    "CheckCredentialsRequest": "authentication_test",
    "CheckCredentialsResponse": "authentication_test",
    "CHECKRESULT": "connect_checkresult",
    "CheckresultRequest": "connect_checkresult",
    "CheckresultResponse": "connect_checkresult",
    "ConnectResult": "connect_checkresult",
    "ExtFaceInfo": "connect_checkresult",
    "ENROLL": "connect_enroll",
    "EnrollRequest": "connect_enroll",
    "EnrollResponse": "connect_enroll",
    "H5ModeConfig": "connect_initialize",
    "INITIALIZE": "connect_initialize",
    "InitializeRequest": "connect_initialize",
    "InitializeResponse": "connect_initialize",
    "OperationMode": "connect_initialize",
    "ServiceLevel": "connect_initialize",
    "UNENROLL": "connect_unenroll",
    "UnenrollRequest": "connect_unenroll",
    "UnenrollResponse": "connect_unenroll",
    "COMPARE_FACES": "facecompare_compare",
    "CompareFacesRequest": "facecompare_compare",
    "CompareFacesResponse": "facecompare_compare",
    "Face": "facecompare_compare",
    "DELETE_PRIVACY_INFO": "privacyinfo_delete",
    "DeletePrivacyInfoRequest": "privacyinfo_delete",
    "DeletePrivacyInfoResponse": "privacyinfo_delete",
    "QUERY_ENROLL_STATUS": "query_enroll_status",
    "QueryEnrollStatusRequest": "query_enroll_status",
    "QueryEnrollStatusResponse": "query_enroll_status",
}

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


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
