"""The settings of Alipay, as its console (开放平台控制台) shows them."""

from functools import partial
from typing import Final

from realname.core.settings import Access, Setting, Settings
from realname.providers import servers

_APP_ID: Final = Setting("app_id", "id", "the application's id (APPID)")
_PRIVATE_KEY: Final = Setting("private_key", "private key", "the application's private key (应用私钥)")
_OPTIONS: Final = (
    Setting("encrypt_key", "AES key", "the console's AES key (接口内容加密)", required=False),
    Setting("app_auth_token", "secret", "the token of a merchant on whose behalf to call", required=False),
)

PUBLIC_KEY: Final = Access(
    "Credentials",
    (
        _APP_ID,
        _PRIVATE_KEY,
        Setting("alipay_public_key", "public key", "the key that the console shows as Alipay's (支付宝公钥)"),
        *_OPTIONS,
    ),
)
CERTIFICATES: Final = Access(
    "CertificateCredentials",
    (
        _APP_ID,
        _PRIVATE_KEY,
        Setting("app_certificate", "certificates", "the application's certificate (appCertPublicKey_….crt)"),
        Setting("alipay_certificates", "certificates", "Alipay's certificates (alipayCertPublicKey_RSA2.crt)"),
        Setting("root_certificates", "certificates", "Alipay's root bundle (alipayRootCert.crt)"),
        *_OPTIONS,
        Setting("check_chain", "switch", "whether certificates must lead to the root bundle; true", required=False),
    ),
    chosen_by="app_certificate",
)
SETTINGS: Final = Settings("alipay", "Alipay", (PUBLIC_KEY, CERTIFICATES), partial(servers, "alipay"))
