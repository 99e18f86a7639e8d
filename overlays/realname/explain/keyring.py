"""What is known of the credentials when a message is explained: anything from nothing to all of it."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Literal, Self, TypeVar

from attrs import evolve, field, frozen

from realname import alipay, esign, zoloz
from realname.core.errors import ConfigurationError
from realname.core.keys import PrivateKey, PublicKey
from realname.core.secret import Secret
from realname.core.settings import optional_setting

Provider = Literal["zoloz", "alipay", "esign"]
Credentials = (
    zoloz.Credentials | zoloz.AccessKey | alipay.Credentials | alipay.CertificateCredentials | esign.Credentials
)
ValueT = TypeVar("ValueT")


def _no_key(_: str | None) -> PublicKey | None:
    return None


@frozen(kw_only=True)
class Keyring:
    """Everything is optional, and no key or secret is ever shown.

    Attributes:
        identity: the client id or app id.
        private_key: the caller's private key.
        public_key: its public half; alone it is enough to tell whether a request is signed rightly.
        provider_key: gives the provider's key for the value of ``alipay-sn`` (None for none, and at ZOLOZ).
        secret: the application secret of e签宝, or the secret key of ZOLOZ's access keys.
        others: further keys of the caller by a name to show; a signature of theirs is told.
        certificate_sn: the SN of the application's certificate, in Alipay's certificate mode.
        app_auth_token: the token that joins what is signed at Alipay.
        problems: what of the settings could not be read, and why.
    """

    identity: str | None = None
    private_key: PrivateKey | None = field(default=None, repr=False)
    public_key: PublicKey | None = field(default=None, repr=False)
    provider_key: Callable[[str | None], PublicKey | None] = field(default=_no_key, repr=False)
    secret: Secret | None = field(default=None, repr=False)
    others: Mapping[str, PublicKey] = field(factory=dict, repr=False)
    certificate_sn: str | None = None
    app_auth_token: Secret | None = field(default=None, repr=False)
    problems: tuple[str, ...] = ()

    @classmethod
    def of(cls, credentials: "Credentials | Keyring | None") -> "Keyring":
        """What credentials hold."""
        match credentials:
            case None:
                return cls()
            case Keyring():
                return credentials
            case zoloz.Credentials(zoloz_public_key=key):
                return cls._with_key(
                    credentials.private_key, identity=credentials.client_id, provider_key=lambda _: key
                )
            case zoloz.AccessKey():
                return cls(identity=credentials.client_id, secret=credentials.secret_key)
            case esign.Credentials():
                return cls(identity=credentials.app_id, secret=credentials.app_secret)
            case alipay.Credentials():
                sn = None
            case alipay.CertificateCredentials():
                sn = credentials.app_certificate_sn
        return cls._with_key(
            credentials.private_key,
            identity=credentials.app_id,
            provider_key=credentials.key_for,
            app_auth_token=credentials.app_auth_token,
            certificate_sn=sn,
        )

    @classmethod
    def from_env(cls, provider: Provider, *, public_key: str | bytes | None = None) -> "Keyring":
        """What of the settings can be read from the environment; a wrong one hides none of the others.

        Args:
            provider: whose settings.
            public_key: the caller's own public key, where the private one is not at hand.

        Raises:
            ConfigurationError: `public_key` is none.
        """
        readings = {"zoloz": _zoloz, "alipay": _alipay, "esign": _esign}
        ring = readings[provider](_Settings(provider))
        if public_key is not None:
            ring = evolve(ring, public_key=PublicKey.parse(public_key, "public_key"))
        others = {}
        for other in {"zoloz", "alipay"} - {provider}:
            settings = _Settings(other)
            key = settings.read("private_key", PrivateKey.parse)
            if key is not None:
                others[f"REALNAME_{other}_PRIVATE_KEY".upper()] = key.public_key()
        return evolve(ring, others=others)

    @classmethod
    def _with_key(
        cls,
        private_key: PrivateKey | None,
        *,
        identity: str | None,
        provider_key: Callable[[str | None], PublicKey | None],
        app_auth_token: Secret | None = None,
        certificate_sn: str | None = None,
        problems: tuple[str, ...] = (),
    ) -> Self:
        return cls(
            identity=identity,
            private_key=private_key,
            public_key=None if private_key is None else private_key.public_key(),
            provider_key=provider_key,
            app_auth_token=app_auth_token,
            certificate_sn=certificate_sn,
            problems=problems,
        )


class _Settings:
    """One provider's settings, read one by one."""

    def __init__(self, provider: str) -> None:
        self._provider = provider
        self.problems: list[str] = []

    def read(self, name: str, parse: Callable[[str, str], ValueT]) -> ValueT | None:
        """The setting, if there is one and it can be read."""
        try:
            text = optional_setting(self._provider, name)
            return None if text is None else parse(text, name)
        except ConfigurationError as error:
            self.problems.append(str(error))
            return None

    def text(self, name: str) -> str | None:
        """A setting that is text."""
        return self.read(name, lambda text, _: text)

    def secret(self, name: str) -> Secret | None:
        """A setting that is secret text."""
        return self.read(name, lambda text, _: Secret(text))


def _zoloz(settings: _Settings) -> Keyring:
    private_key = settings.read("private_key", PrivateKey.parse)
    provider_key = settings.read("zoloz_public_key", PublicKey.parse)
    ring = Keyring._with_key(private_key, identity=settings.text("client_id"), provider_key=lambda _: provider_key)
    return evolve(ring, secret=settings.read("secret_key", _secret_key), problems=tuple(settings.problems))


def _secret_key(text: str, _: str) -> Secret:
    return zoloz.AccessKey(client_id="any", access_key="any", secret_key=text).secret_key  # refuses what is no base64


def _alipay(settings: _Settings) -> Keyring:
    private_key = settings.read("private_key", PrivateKey.parse)
    provider_key: Callable[[str | None], PublicKey | None]
    if settings.text("app_certificate") is not None:
        try:
            return Keyring.of(alipay.CertificateCredentials.from_env())
        except ConfigurationError as error:
            settings.problems.append(str(error))
            provider_key = _no_key
    else:
        key = settings.read("alipay_public_key", PublicKey.parse)
        provider_key = partial(_always, key)
    return Keyring._with_key(
        private_key,
        identity=settings.text("app_id"),
        provider_key=provider_key,
        app_auth_token=settings.secret("app_auth_token"),
        problems=tuple(settings.problems),
    )


def _esign(settings: _Settings) -> Keyring:
    return Keyring(
        identity=settings.text("app_id"), secret=settings.secret("app_secret"), problems=tuple(settings.problems)
    )


def _always(key: PublicKey | None, _: str | None) -> PublicKey | None:
    return key
