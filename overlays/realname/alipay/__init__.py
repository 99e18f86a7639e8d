"""Alipay OpenAPI v3: requests and answers signed with RSA keys.

A request carries one security header (Alipay open-v3/054q58):

    Authorization: ALIPAY-SHA256withRSA app_id=…,nonce=…,timestamp=…,sign=<base64>

An answer carries ``alipay-timestamp``, ``alipay-nonce`` and ``alipay-signature``, made with Alipay's key
(open-v3/054d0z). Business failures are signed; failures of the gateway itself may come unsigned, and are told apart.

    >>> credentials = alipay.Credentials(app_id=…, private_key=…, alipay_public_key=…)
    >>> with alipay.Client(credentials, base_url=alipay.SERVERS["sandbox"]) as client:
    ...     client.query_jobworth_authentication(once_token=…, cert_no=…, cert_type="0")
"""

import realname_alipay
from realname.alipay.client import AsyncClient, Client
from realname.alipay.credentials import CertificateCredentials, Credentials, credentials_from_env
from realname.alipay.signing import Auth, string_to_sign, string_to_verify
from realname.core.pages import names_of_provider
from realname.core.reply import RawReply, Verification
from realname_alipay import SERVERS as SERVERS

TYPE_CHECKING = False  # type checkers know the name
if TYPE_CHECKING:
    from realname.alipay.certify_page import certify_url as certify_url
    from realname.alipay.notification import Notification as Notification
    from realname.alipay.notification import verify_notification as verify_notification
    from realname_alipay import *

__all__ = [
    "AsyncClient",
    "Auth",
    "CertificateCredentials",
    "Client",
    "Credentials",
    "Notification",
    "RawReply",
    "Verification",
    "certify_url",
    "credentials_from_env",
    "string_to_sign",
    "string_to_verify",
    "verify_notification",
]
if TYPE_CHECKING:
    __all__ += realname_alipay.__all__
else:  # checkers know the names, and tell typing mistakes
    # What is generated from a page, and what few need, is loaded when it is first named.
    __getattr__, __dir__ = names_of_provider(
        globals(),
        realname_alipay,
        {
            "Notification": "notification",
            "certify_url": "certify_page",
            "verify_notification": "notification",
        },
    )
