"""What is known of the credentials when a message is explained: anything from nothing to all of it."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from attrs import Factory, field, frozen

from realname.core.errors import ConfigurationError
from realname.core.keys import PublicKey
from realname.core.secret import Secret
from realname.core.settings import Settings
from realname.core.signer import SigningKey

ValueT = TypeVar("ValueT")


@frozen(kw_only=True)
class Keyring:
    """Everything is optional, and no key or secret is ever shown.

    Attributes:
        identity: the client id or app id.
        private_key: the caller's private key.
        public_key: its public half; alone it is enough to tell whether a request is signed rightly.
        provider_key: gives the provider's key for the certificate that an answer names (None if it names none).
        secret: the secret that the caller signs with, where that is not a private key.
        others: further keys of the caller by a name to show; a signature of theirs is told.
        certificate_sn: the serial number of the application's certificate, where certificates are used.
        root_certificates_sn: that of the provider's root bundle, likewise.
        app_auth_token: the token that joins what is signed, where there is one.
        problems: which of the settings could not be read, and why.
    """

    identity: str | None = None
    private_key: SigningKey | None = field(default=None, repr=False)
    public_key: PublicKey | None = field(
        default=Factory(lambda ring: ring.private_key and ring.private_key.public_key(), takes_self=True), repr=False
    )
    provider_key: Callable[[str | None], PublicKey | None] = field(default=lambda _: None, repr=False)
    secret: Secret | None = field(default=None, repr=False)
    others: Mapping[str, PublicKey] = field(factory=dict, repr=False)
    certificate_sn: str | None = None
    root_certificates_sn: str | None = None
    app_auth_token: Secret | None = field(default=None, repr=False)
    problems: tuple[str, ...] = ()

    def is_another(self, identity: str) -> bool:
        """Whether a message names somebody else than is configured."""
        return bool(identity and self.identity and identity != self.identity)


class SettingsReader:
    """A provider's settings, read one by one from the environment: one that cannot be read hides none of the others."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.problems: list[str] = []

    def read(self, name: str, parse: Callable[[str, str], ValueT]) -> ValueT | None:
        """The setting, if there is one and it can be read."""
        return self.attempt(lambda: parse(text, name) if (text := self._settings.optional(name)) else None)

    def text(self, name: str) -> str | None:
        """A setting that is text."""
        return self.read(name, lambda text, _: text)

    def secret(self, name: str) -> Secret | None:
        """A setting that is secret text."""
        return self.read(name, lambda text, _: Secret(text))

    def attempt(self, read: Callable[[], ValueT]) -> ValueT | None:
        """What `read` gives, unless the settings do not allow it; then the reason joins the problems."""
        try:
            return read()
        except ConfigurationError as error:
            self.problems.append(str(error))
            return None
