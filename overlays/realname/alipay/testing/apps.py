"""The two apps that the sandbox has at Alipay: one in key mode, one in certificate mode, with what belongs to them."""

import base64
import secrets
from functools import cached_property

from attrs import frozen

from realname.alipay.testing import canonical
from realname.alipay.testing.certificates import Certificates
from realname.core.aes import AesKey
from realname.testing.gateway.keys import KeyPair
from realname.testing.gateway.state import Codec, State

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

    def __init__(self, state: State) -> None:
        self._state = state
        self._key = KeyPair.kept(state, "Alipay app")
        self.provider: KeyPair = KeyPair.kept(state, "Alipay provider")
        """Alipay's own pair, which is also the one in its first certificate."""
        self._encrypt_key = state.keep("Alipay encrypt_key", lambda: base64.b64encode(secrets.token_bytes(16)).decode())
        self.aes_key: AesKey = AesKey.parse(
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
        """The certificates of certificate mode, and with them the keys in them: ask for these first."""
        with self._state.lock:  # before the locks that Python 3.11 has for what is cached: a request holds it already
            return self._certificates

    def arguments(self, *, certificates: bool) -> dict[str, str]:
        """What the credentials of one app or the other take."""
        if certificates:
            made = self.certificates
            own = {
                "app_id": CERTIFICATE_APP_ID,
                "private_key": self._certified.private_text,
                "app_certificate": made.app.pem,
                "alipay_certificates": "".join(item.pem for item in made.alipay),
                "root_certificates": made.root_bundle,
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
        codec, keys = Codec(Certificates), (self._certified, self.provider, self._successor)
        text = self._state.keep("Alipay certificates", lambda: codec.encode(Certificates.issue(*keys)).decode())
        return codec.decode(text)

    @cached_property
    def _certified(self) -> KeyPair:
        """The key of the app in certificate mode."""
        return KeyPair.kept(self._state, "Alipay app with certificates")

    @cached_property
    def _successor(self) -> KeyPair:
        """The key in the second of Alipay's certificates.

        Alipay says that a renewed certificate holds the same key. This one has a key of its own, so that a client which
        pays no heed to `alipay-sn` is found out.
        """
        return KeyPair.kept(self._state, "Alipay successor")
