# Generated from specs/zoloz by scripts/build.py; do not edit.

"""Where each name of the package stands; loaded when one is first asked for."""

from collections.abc import Mapping
from typing import Final

MODULES: Final[Mapping[str, str]] = {
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
"""Name → the module of its page."""

EXPORTS: Final[list[str]] = sorted(["SERVERS", *MODULES])
"""What the package offers to everybody; its ``__all__``."""
