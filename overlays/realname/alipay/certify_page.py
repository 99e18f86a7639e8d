"""The page of an identity certification (身份认证), between its initialize and its query: the one step outside of v3.

``alipay.user.certify.open.certify`` exists in the older v2 protocol alone, as a signed address on ``gateway.do``. It is
built here as official clients build it: `pageExecute` of Node's (``alipay-sdk`` 4.14.0), with whose signature the tests
compare ours byte by byte, and of Java's, which also says that the timestamp is Beijing's. Node's takes ``gateway.do``
for production on the host of its v3 calls; for Alipay's sandbox public configurations do.
"""

import base64
import json
from collections.abc import Callable, Collection
from datetime import datetime, timedelta, timezone
from typing import Final
from urllib.parse import quote, urlencode

from realname.alipay.client import live
from realname.alipay.credentials import CertificateCredentials, Credentials
from realname.alipay.settings import SETTINGS
from realname.core import clock
from realname.core.base_url import parse_base_url
from realname.core.errors import RequestError
from realname.core.redaction import conceal
from realname.core.settings import require_kind

_BEIJING: Final = timezone(timedelta(hours=8))


@conceal
@SETTINGS.from_variables
def certify_url(
    credentials: Credentials | CertificateCredentials,
    *,
    certify_id: str,
    base_url: str | None = None,
    insecure_test_hosts: Collection[str] | None = None,
    now_ms: Callable[[], int] = clock.now_ms,
) -> str:
    """Build the address of the page on which the person certifies their identity. Nothing is sent.

    **Whoever opens it acts in this person's certification.** It holds a signature: hand it to this person only, as a
    link, a redirect or a QR code, and keep it out of logs. Build it when it is needed, since how long Alipay takes it
    is not documented; the `certify_id` in it can be used for 23 hours. What came of it, `query_certify_open` tells:
    that somebody comes back to your ``return_url`` says nothing.

    Args:
        credentials: whom to sign as. A `realname.Signer` is asked in this thread.
        certify_id: from the answer of `initialize_certify_open`.
        base_url: as for `Client`, the server at which `certify_id` was made; by default ``REALNAME_ALIPAY_BASE_URL``,
            as for `Client.from_env`, and nothing else.
        insecure_test_hosts: as for `Client`, for tests alone; by default ``REALNAME_ALIPAY_INSECURE_TEST_HOSTS``.
        now_ms: the clock, in milliseconds since 1970.

    Raises:
        ConfigurationError: `credentials` are not Alipay's, or `base_url` is missing or cannot be right.
        RequestError: `certify_id` is no text, or empty.
        TransportError: a signer failed.
    """
    require_kind(credentials, Credentials, CertificateCredentials, provider="alipay")
    hosts = SETTINGS.insecure_test_hosts() if insecure_test_hosts is None else insecure_test_hosts
    address = live(SETTINGS.require("base_url") if base_url is None else base_url, hosts)
    server = parse_base_url(address, hosts)
    parameters = {
        "app_id": credentials.app_id,
        "biz_content": json.dumps({"certify_id": _text(certify_id)}, ensure_ascii=False, separators=(",", ":")),
        "charset": "utf-8",
        "method": "alipay.user.certify.open.certify",
        "sign_type": "RSA2",
        "timestamp": datetime.fromtimestamp(now_ms() // 1000, _BEIJING).strftime("%Y-%m-%d %H:%M:%S"),
        "version": "1.0",
        **_certificates(credentials),
    }
    if credentials.app_auth_token is not None:
        parameters["app_auth_token"] = credentials.app_auth_token.reveal()
    string = "&".join(f"{name}={parameters[name]}" for name in sorted(parameters))
    parameters["sign"] = base64.b64encode(credentials.private_key.sign(string.encode())).decode("ascii")
    return str(server.copy_with(path="/gateway.do")) + "?" + urlencode(parameters, quote_via=quote, safe="")


def _certificates(credentials: Credentials | CertificateCredentials) -> dict[str, str]:
    """What certificate mode names besides."""
    if isinstance(credentials, Credentials):
        return {}
    return {"app_cert_sn": credentials.app_certificate_sn, "alipay_root_cert_sn": credentials.root_certificates_sn}


def _text(certify_id: object) -> str:
    if isinstance(certify_id, str) and certify_id and not any("\ud800" <= mark <= "\udfff" for mark in certify_id):
        return certify_id
    limit = "text that is not empty, without lone surrogates"
    raise RequestError(f"certify_id must be {limit}", field="certify_id", limit=limit)
