"""Who calls Alipay: an application in public-key mode or in certificate mode."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self, final

from attrs import frozen

from realname.alipay.settings import CERTIFICATES, PUBLIC_KEY, SETTINGS
from realname.core.aes import AesKey
from realname.core.errors import ConfigurationError
from realname.core.keys import PrivateKey, PublicKey, require_distinct
from realname.core.redaction import conceal
from realname.core.secret import Secret, Unpicklable
from realname.core.settings import header_text, switch
from realname.core.signer import Signer, SigningKey, signing_key

if TYPE_CHECKING:
    from cryptography.x509 import Certificate


class _App(Unpicklable):
    """What key mode and certificate mode share: an application."""

    __slots__ = ()
    app_id: str

    def __repr__(self) -> str:
        return f"{type(self).__name__}(app_id={self.app_id!r})"


def _app(
    app_id: str, private_key: SigningKey, encrypt_key: str | None, app_auth_token: str | None
) -> tuple[str, SigningKey, AesKey | None, Secret | None]:
    """The first four fields of both, checked."""
    return (
        header_text(app_id, "app_id"),
        private_key,
        None if encrypt_key is None else AesKey.parse(encrypt_key, "encrypt_key", initialisation_vector=bytes(16)),
        None if app_auth_token is None else Secret(header_text(app_auth_token, "app_auth_token")),
    )


@final
@frozen(init=False, repr=False, eq=False)
class Credentials(_App):
    """Access in public-key mode.

    Args:
        app_id: the application's id.
        private_key: the application's private key, whose public half is in the console; PEM, one-line base64, or a
            `realname.Signer` that holds it elsewhere.
        alipay_public_key: the key that the console shows as Alipay's (支付宝公钥), not the application's own.
        encrypt_key: the console's AES key (base64), for clients with ``encrypt=True``.
        app_auth_token: the token of a merchant on whose behalf to call; joins what is signed.

    Raises:
        ConfigurationError: a value is not what it should be; says which, and what to do.
    """

    app_id: str
    private_key: SigningKey
    encrypt_key: AesKey | None
    app_auth_token: Secret | None
    alipay_public_key: PublicKey

    @conceal
    @SETTINGS.as_arguments
    def __init__(
        self,
        *,
        app_id: str,
        private_key: str | bytes | PrivateKey | Signer,
        alipay_public_key: str | bytes | PublicKey,
        encrypt_key: str | None = None,
        app_auth_token: str | None = None,
    ) -> None:
        own = signing_key(private_key, "private_key")
        theirs = PublicKey.parse(alipay_public_key, "alipay_public_key")
        remedy = "Pass the key that the console shows as Alipay's (支付宝公钥), not the application's (应用公钥)."
        require_distinct(own, theirs, "alipay_public_key", remedy)
        self.__attrs_init__(*_app(app_id, own, encrypt_key, app_auth_token), theirs)

    @classmethod
    @conceal
    @SETTINGS.from_variables
    def from_env(cls) -> Self:
        """Read ``REALNAME_ALIPAY_APP_ID``, ``…_PRIVATE_KEY``, ``…_ALIPAY_PUBLIC_KEY``.

        Optionally ``…_ENCRYPT_KEY`` and ``…_APP_AUTH_TOKEN``; each may be given as a ``_FILE`` instead.

        Raises:
            ConfigurationError: one is missing or not what it should be.
        """
        return cls(**SETTINGS.read(PUBLIC_KEY))

    def certificate_items(self) -> str:
        """Key mode names no certificate in the Authorization header."""
        return ""

    def certificate_headers(self) -> dict[str, str]:
        """Key mode sends no header about certificates."""
        return {}

    def key_for(self, alipay_sn: str | None) -> PublicKey:
        """The key to verify with; in key mode there is one, and ``alipay-sn`` is ignored."""
        return self.alipay_public_key

    @property
    def alipay_keys(self) -> tuple[PublicKey, ...]:
        """Every key of Alipay's that is configured."""
        return (self.alipay_public_key,)


@final
@frozen(init=False, repr=False, eq=False)
class CertificateCredentials(_App):
    """Access in certificate mode (Alipay open-v3/054q58).

    Args:
        app_id: the application's id.
        private_key: the application's private key; PEM, one-line base64, or a `realname.Signer`.
        app_certificate: the application's certificate (appCertPublicKey_….crt).
        alipay_certificates: Alipay's certificate (alipayCertPublicKey_RSA2.crt), or several during a rotation: one PEM
            text after the other, or a list of texts, each with the certificates above it as the file has them. An
            answer that names none of them is not accepted.
        root_certificates: Alipay's root bundle (alipayRootCert.crt), as it is.
        encrypt_key: the console's AES key (base64), for clients with ``encrypt=True``.
        app_auth_token: the token of a merchant on whose behalf to call; joins what is signed.
        check_chain: whether each of Alipay's certificates has to lead to the root bundle, and all of them, with the
            application's, have to be valid at this moment. That is looked at here and in `with_alipay_certificate`,
            and not again: what expires later does so while the process runs, and `realname doctor` tells the days left.
            False is for those who have a certificate without what stands above it; then whoever can write the setting
            decides who Alipay is.

    Raises:
        ConfigurationError: a value is not what it should be; says which, and what to do.
    """

    app_id: str
    private_key: SigningKey
    encrypt_key: AesKey | None
    app_auth_token: Secret | None
    app_certificate_sn: str
    root_certificates_sn: str
    _keys: Mapping[str, PublicKey]
    _roots: "Sequence[Certificate]"
    _checks_chain: bool

    @conceal
    @SETTINGS.as_arguments
    def __init__(
        self,
        *,
        app_id: str,
        private_key: str | bytes | PrivateKey | Signer,
        app_certificate: str | bytes,
        alipay_certificates: str | bytes | Sequence[str | bytes],
        root_certificates: str | bytes,
        encrypt_key: str | None = None,
        app_auth_token: str | None = None,
        check_chain: bool | str = True,
    ) -> None:
        from realname.core import certificates as x509  # key mode does without

        key = signing_key(private_key, "private_key")
        own = x509.load_certificates(app_certificate, "app_certificate")[0]
        if x509.public_key(own, "app_certificate") != key.public_key():
            raise ConfigurationError(
                "app_certificate does not belong to private_key",
                setting="app_certificate",
                remedy="Pass the certificate that was issued for this key.",
            )
        checks_chain = switch(check_chain, "check_chain")
        if checks_chain:
            x509.require_dates(own, "app_certificate", datetime.now(UTC))
        roots = x509.load_roots(root_certificates, "root_certificates")
        texts: Sequence[Any] = (
            alipay_certificates if isinstance(alipay_certificates, list | tuple) else [alipay_certificates]
        )
        keys = {sn: known for text in texts for sn, known in _keys(text, key, roots, checks_chain).items()}
        if not keys:
            raise ConfigurationError(
                "alipay_certificates is empty", setting="alipay_certificates", remedy="Pass at least one certificate."
            )
        self.__attrs_init__(
            *_app(app_id, key, encrypt_key, app_auth_token),
            x509.certificate_sn(own),
            "_".join(map(x509.certificate_sn, roots)),
            keys,
            roots,
            checks_chain,
        )

    @conceal
    @SETTINGS.as_arguments
    def with_alipay_certificate(self, text: str | bytes) -> Self:
        """The same access, which accepts answers under one more of Alipay's certificates.

        For a rotation without a restart: where an answer is refused with ``reason="unknown_certificate"``, download
        Alipay's current certificate from the console, and hand what this returns to the client. A successor is checked
        as those of the beginning are; they remain.

        Args:
            text: its PEM text, with the certificates above it as the file has them.

        Raises:
            ConfigurationError: it is not what it should be, or nothing leads from it to the root bundle.
        """
        more = object.__new__(type(self))
        keys = {**self._keys, **_keys(text, self.private_key, self._roots, self._checks_chain)}
        more.__attrs_init__(
            self.app_id,
            self.private_key,
            self.encrypt_key,
            self.app_auth_token,
            self.app_certificate_sn,
            self.root_certificates_sn,
            keys,
            self._roots,
            self._checks_chain,
        )
        return more

    @classmethod
    @conceal
    @SETTINGS.from_variables
    def from_env(cls) -> Self:
        """Read the five settings from the environment.

        These are ``REALNAME_ALIPAY_APP_ID``, ``…_PRIVATE_KEY``, ``…_APP_CERTIFICATE``, ``…_ALIPAY_CERTIFICATES`` and
        ``…_ROOT_CERTIFICATES``, optionally ``…_ENCRYPT_KEY``, ``…_APP_AUTH_TOKEN`` and ``…_CHECK_CHAIN`` (``true`` or
        ``false``). Each may be given as a ``_FILE`` instead.

        Raises:
            ConfigurationError: one is missing or not what it should be.
        """
        return cls(**{name: value for name, value in SETTINGS.read(CERTIFICATES).items() if value is not None})

    def certificate_items(self) -> str:
        """The item of the Authorization header that names the application's certificate."""
        return f"app_cert_sn={self.app_certificate_sn},"

    def certificate_headers(self) -> dict[str, str]:
        """The header that names the root bundle."""
        return {"alipay-root-cert-sn": self.root_certificates_sn}

    def key_for(self, alipay_sn: str | None) -> PublicKey | None:
        """The key of the certificate that an answer names, or of the first one; None if it names an unknown one."""
        return self._keys.get(alipay_sn) if alipay_sn else next(iter(self._keys.values()))

    @property
    def alipay_keys(self) -> tuple[PublicKey, ...]:
        """Every key of Alipay's that is configured."""
        return tuple(self._keys.values())


def _keys(
    text: str | bytes, own: SigningKey, roots: "Sequence[Certificate]", checks_chain: bool
) -> dict[str, PublicKey]:
    """The keys that Alipay signs with, by the SNs of their certificates.

    Raises:
        ConfigurationError: a certificate is not Alipay's.
    """
    from realname.core import certificates as x509

    name, now = "alipay_certificates", datetime.now(UTC)
    known, above = x509.load_chain(text, name)
    keys = {x509.certificate_sn(certificate): x509.public_key(certificate, name) for certificate in known}
    if own.public_key() in keys.values():
        raise ConfigurationError(
            "alipay_certificates holds a certificate of the application's own key",
            setting=name,
            remedy="Pass alipayCertPublicKey_RSA2.crt, which the console offers beside it.",
        )
    for certificate in known if checks_chain else ():
        x509.require_chain(certificate, above, roots, name, now)
    return keys


def credentials_from_env() -> Credentials | CertificateCredentials:
    """`CertificateCredentials` if ``REALNAME_ALIPAY_APP_CERTIFICATE`` is set, else `Credentials`.

    Raises:
        ConfigurationError: a variable is missing, not what it should be, or both kinds are set.
    """
    return CertificateCredentials.from_env() if SETTINGS.chosen() is CERTIFICATES else Credentials.from_env()
