"""The embedded sandbox: a gateway of each provider on loopback, which checks, answers and fails as the real one does.

    from realname import zoloz
    from realname.sandbox import Sandbox

    with Sandbox() as sandbox:
        sandbox.zoloz.enroll("user-1")
        with zoloz.Client(sandbox.zoloz.credentials, base_url=sandbox.zoloz.url) as client:
            client.query_enroll_status(biz_id="1", user_id="user-1")

It needs the extra `realname[sandbox]`. Nothing that a service imports imports this package.
"""

import sys
from importlib.util import find_spec

if _missing := [name for name in ("jsonschema_rs", "uvicorn") if find_spec(name) is None]:
    _says = f"the sandbox needs {' and '.join(_missing)}: install the extra, realname[sandbox]"
    if sys.argv[:1] == ["-m"]:  # `python -m` looks for what it is to run, and nobody could catch an exception
        print(f"python -m realname.sandbox: {_says}", file=sys.stderr)
        sys.exit(2)
    raise ModuleNotFoundError(_says, name=_missing[0])

from realname.alipay.testing.gateway import AlipaySandbox, Certificate, Certificates, Token
from realname.alipay.testing.rules import Settings as AlipaySettings
from realname.esign.testing.callbacks import Callback as EsignCallback
from realname.esign.testing.gateway import EsignSandbox
from realname.esign.testing.rules import Settings as EsignSettings
from realname.sandbox.sandbox import Sandbox
from realname.testing.gateway.messages import Received, Record
from realname.zoloz.testing.gateway import ZolozSandbox
from realname.zoloz.testing.rules import NotEnrolled
from realname.zoloz.testing.rules import Settings as ZolozSettings

__all__ = [
    "AlipaySandbox",
    "AlipaySettings",
    "Certificate",
    "Certificates",
    "EsignCallback",
    "EsignSandbox",
    "EsignSettings",
    "NotEnrolled",
    "Received",
    "Record",
    "Sandbox",
    "Token",
    "ZolozSandbox",
    "ZolozSettings",
]
