"""ZOLOZ: requests and answers signed with RSA key pairs.

Every request carries these headers (ZOLOZ, "Message structure"):

    ================  ====================================================================================
    ``Client-Id``     the merchant's id, 16 digits
    ``Request-Time``  RFC 3339 to the second, zone without a colon: ``2019-04-04T12:08:56+0530``
    ``Signature``     ``algorithm=RSA256, signature=<percent-encoded standard base64>``
    ================  ====================================================================================

An answer carries ``Response-Time`` and ``Signature`` in the same forms, made with ZOLOZ's key.

    >>> credentials = zoloz.Credentials(client_id=…, private_key=…, zoloz_public_key=…)
    >>> with zoloz.Client(credentials, base_url=zoloz.SERVERS["sandbox"]) as client:
    ...     client.query_enroll_status(biz_id=…, user_id=…)
"""

from realname.core.reply import RawReply, Verification
from realname.zoloz.client import AsyncClient, Client
from realname.zoloz.credentials import AccessKey, Credentials, credentials_from_env
from realname.zoloz.signing import Auth, string_to_sign
from realname_zoloz import (
    SERVERS,
    CheckCredentialsRequest,
    CheckCredentialsResponse,
    QueryEnrollStatusRequest,
    QueryEnrollStatusResponse,
    Result,
    ResultStatus,
)

__all__ = [
    "SERVERS",
    "AccessKey",
    "AsyncClient",
    "Auth",
    "CheckCredentialsRequest",
    "CheckCredentialsResponse",
    "Client",
    "Credentials",
    "QueryEnrollStatusRequest",
    "QueryEnrollStatusResponse",
    "RawReply",
    "Result",
    "ResultStatus",
    "Verification",
    "credentials_from_env",
    "string_to_sign",
]
