"""The two apps that the sandbox has at Alipay: one in key mode, one in certificate mode, with what belongs to them."""

import base64
import secrets
import threading
from functools import cached_property

from attrs import frozen

from realname.alipay.testing import canonical
from realname.alipay.testing.certificates import Certificates
from realname.core.aes import AesKey
from realname.testing.gateway.keys import KeyPair

APP_ID = "2021000000000001"
CERTIFICATE_APP_ID = "2021000000000002"


@frozen
class App:
    """An app, and what the gateway signs its answers with."""

    key: KeyPair
    signer: KeyPair
    certificates: Certificates | None = None
    """None in key mode."""
    signer_sn: str | None = None
    """The certificate of `signer`."""


class Apps:
    """Both apps. What certificate mode needs is made on first need: it takes some time."""

    def __init__(self) -> None:
        self._key = KeyPair.generate()
        self._lock = threading.RLock()
        self.provider = KeyPair.generate()
        """Alipay's own pair, which is also the one in its first certificate."""
        self._encrypt_key = base64.b64encode(secrets.token_bytes(16)).decode()
        self.aes_key = AesKey.parse(
            self._encrypt_key, "encrypt_key", initialisation_vector=canonical.INITIALISATION_VECTOR
        )

    def find(self, app_id: str, *, next_certificate: bool) -> App | None:
        """The app with this id, answered under the first or the second of Alipay's certificates."""
        if app_id == APP_ID:
            return App(self._key, self.provider)
        if app_id != CERTIFICATE_APP_ID:
            return None
        certificates = self.certificates
        signer = self._successor if next_certificate else self.provider
        return App(self._certified, signer, certificates, certificates.alipay[next_certificate].sn)

    @property
    def certificates(self) -> Certificates:
        """The certificates of certificate mode."""
        with self._lock:
            return self._certificates

    def arguments(self, *, certificates: bool) -> dict[str, str]:
        """What the credentials of one app or the other take."""
        if certificates:
            own = {
                "app_id": CERTIFICATE_APP_ID,
                "private_key": self._certified.private_text,
                "app_certificate": self.certificates.app.pem,
                "alipay_certificates": "".join(item.pem for item in self.certificates.alipay),
                "root_certificates": self.certificates.root_bundle,
            }
        else:
            own = {
                "app_id": APP_ID,
                "private_key": self._key.private_text,
                "alipay_public_key": self.provider.public_text,
            }
        return own | {"encrypt_key": self._encrypt_key}

    @cached_property
    def _certificates(self) -> Certificates:
        return Certificates.issue(self._certified, self.provider, self._successor)

    @cached_property
    def _certified(self) -> KeyPair:
        """The key of the app in certificate mode."""
        return KeyPair.generate()

    @cached_property
    def _successor(self) -> KeyPair:
        """The key in the second of Alipay's certificates.

        Alipay says that a renewed certificate holds the same key. This one has a key of its own, so that a client which
        pays no heed to `alipay-sn` is found out.
        """
        return KeyPair.generate()
