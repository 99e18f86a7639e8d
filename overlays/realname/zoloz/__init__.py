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

import realname_zoloz
from realname.core.pages import names_of_provider
from realname.core.reply import RawReply, Verification
from realname.zoloz.client import AsyncClient, Client
from realname.zoloz.credentials import AccessKey, Credentials, credentials_from_env
from realname.zoloz.signing import Auth, string_to_sign
from realname_zoloz import SERVERS as SERVERS

TYPE_CHECKING = False  # type checkers know the name
if TYPE_CHECKING:
    from realname_zoloz import *

__all__ = [
    "AccessKey",
    "AsyncClient",
    "Auth",
    "Client",
    "Credentials",
    "RawReply",
    "Verification",
    "credentials_from_env",
    "string_to_sign",
]
if TYPE_CHECKING:
    __all__ += realname_zoloz.__all__
else:  # checkers know the names, and tell typing mistakes
    # What is generated from a page, and what few need, is loaded when it is first named.
    __getattr__, __dir__ = names_of_provider(globals(), realname_zoloz, {})
