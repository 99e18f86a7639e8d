"""The embedded sandbox: three gateways on loopback that check, answer and fail as the real ones do.

    from realname import zoloz
    from realname.sandbox import Sandbox

    with Sandbox() as sandbox:
        sandbox.zoloz.enroll("user-1")
        with zoloz.Client(sandbox.zoloz.credentials, base_url=sandbox.zoloz.url) as client:
            client.query_enroll_status(biz_id="1", user_id="user-1")

It needs the extra `realname[sandbox]`. Nothing that a service imports imports this package.
"""

from importlib.util import find_spec

if missing := [name for name in ("jsonschema_rs", "uvicorn") if find_spec(name) is None]:
    raise ModuleNotFoundError(
        f"the sandbox needs {' and '.join(missing)}: install the extra, realname[sandbox]", name=missing[0]
    )

from realname.sandbox.alipay import AlipayGateway
from realname.sandbox.alipay import Settings as AlipaySettings
from realname.sandbox.alipay_certificates import Certificate, Certificates
from realname.sandbox.alipay_tokens import Token
from realname.sandbox.esign import EsignGateway
from realname.sandbox.esign import Settings as EsignSettings
from realname.sandbox.exchange import Received, Record
from realname.sandbox.sandbox import Sandbox
from realname.sandbox.zoloz import NotEnrolled, ZolozGateway
from realname.sandbox.zoloz import Settings as ZolozSettings

__all__ = [
    "AlipayGateway",
    "AlipaySettings",
    "Certificate",
    "Certificates",
    "EsignGateway",
    "EsignSettings",
    "NotEnrolled",
    "Received",
    "Record",
    "Sandbox",
    "Token",
    "ZolozGateway",
    "ZolozSettings",
]
