"""e签宝 (eSign): requests signed with HMAC-SHA256; answers carry no signature, so TLS alone vouches for them.

A signed request carries (e签宝 dev-guide3/el34xh, dev-guide3/tggw2e):

    =============================  ========================================================
    ``X-Tsign-Open-App-Id``        the application's id
    ``X-Tsign-Open-Auth-Mode``     ``Signature``; without it the gateway expects a token
    ``X-Tsign-Open-Ca-Timestamp``  milliseconds since 1970
    ``X-Tsign-Open-Ca-Signature``  base64 of the HMAC
    ``Content-MD5``                base64 of the body's MD5 digest, if there is a body
    =============================  ========================================================

    >>> credentials = esign.Credentials(app_id=…, app_secret=…)
    >>> with esign.Client(credentials, base_url=esign.SERVERS["sandbox"]) as client:
    ...     client.get_flow_outline(flow_id=…)
"""

import realname_esign
from realname.core.pages import names_of_provider
from realname.core.reply import RawReply, Verification
from realname.esign.client import AsyncClient, Client
from realname.esign.credentials import Credentials
from realname.esign.signing import Auth, content_md5, path_and_parameters, sign, string_to_sign
from realname_esign import SERVERS as SERVERS

TYPE_CHECKING = False  # type checkers know the name
if TYPE_CHECKING:
    from realname.esign.callback import Callback as Callback
    from realname.esign.callback import sign_callback as sign_callback
    from realname.esign.callback import verify_callback as verify_callback
    from realname.esign.token import TokenAuth as TokenAuth
    from realname_esign import *

__all__ = [
    "AsyncClient",
    "Auth",
    "Callback",
    "Client",
    "Credentials",
    "RawReply",
    "TokenAuth",
    "Verification",
    "content_md5",
    "path_and_parameters",
    "sign",
    "sign_callback",
    "string_to_sign",
    "verify_callback",
]
if TYPE_CHECKING:
    __all__ += realname_esign.__all__
else:  # checkers know the names, and tell typing mistakes
    # What is generated from a page, and what few need, is loaded when it is first named.
    __getattr__, __dir__ = names_of_provider(
        globals(),
        realname_esign,
        {
            "Callback": "callback",
            "TokenAuth": "token",
            "sign_callback": "callback",
            "verify_callback": "callback",
        },
    )
