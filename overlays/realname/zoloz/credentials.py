"""Who calls ZOLOZ: RSA key pairs, or an access key. Either signs a string and verifies a signature."""

import base64
import hmac
import re
from typing import Self, final
from urllib.parse import quote, unquote

from attrs import frozen

from realname.core.errors import ConfigurationError
from realname.core.keys import BadSignature, PrivateKey, PublicKey, require_distinct
from realname.core.redaction import conceal
from realname.core.secret import Secret, Unpicklable
from realname.core.settings import header_text, plain_text
from realname.core.signer import Signer, SigningKey, signing_key
from realname.zoloz.headers import list_items
from realname.zoloz.settings import ACCESS_KEY, KEY_PAIRS, SETTINGS


@final
@frozen(init=False, repr=False, eq=False)
class Credentials(Unpicklable):
    """Access by RSA key pairs.

    Args:
        client_id: the merchant's id from the ZOLOZ portal.
        private_key: your private key, whose public half is registered in the portal; PEM, one-line base64, or a
            `realname.Signer` that holds it elsewhere.
        zoloz_public_key: the public key that the portal shows as ZOLOZ's; PEM or one-line base64.

    Raises:
        ConfigurationError: a value is not what it should be; says which, and what to do.
    """

    client_id: str
    private_key: SigningKey
    zoloz_public_key: PublicKey

    @conceal
    @SETTINGS.as_arguments
    def __init__(
        self,
        *,
        client_id: str,
        private_key: str | bytes | PrivateKey | Signer,
        zoloz_public_key: str | bytes | PublicKey,
    ) -> None:
        own = signing_key(private_key, "private_key")
        theirs = PublicKey.parse(zoloz_public_key, "zoloz_public_key")
        require_distinct(own, theirs, "zoloz_public_key", "Pass the public key that the portal shows as ZOLOZ's.")
        self.__attrs_init__(header_text(client_id, "client_id"), own, theirs)

    @classmethod
    @conceal
    @SETTINGS.from_variables
    def from_env(cls) -> Self:
        """Read ``REALNAME_ZOLOZ_CLIENT_ID``, ``…_PRIVATE_KEY`` and ``…_ZOLOZ_PUBLIC_KEY``, or the same with ``_FILE``.

        Raises:
            ConfigurationError: one is missing or not what it should be.
        """
        return cls(**SETTINGS.read(KEY_PAIRS))

    def signature_headers(self, signature: bytes) -> dict[str, str]:
        """The headers that carry a signature."""
        text = base64.b64encode(signature).decode("ascii")
        return {"Signature": f"algorithm=RSA256, signature={quote(text, safe='')}"}

    def verify(self, signature: str, string: bytes) -> None:
        """Return if an answer's ``Signature`` header is ZOLOZ's over this string.

        Raises:
            BadSignature: it is not.
            ValueError: it is malformed.
        """
        items = list_items(signature)
        if items.get("algorithm", "RSA256") != "RSA256":
            raise ValueError("the algorithm is not RSA256")
        self.zoloz_public_key.verify(base64.b64decode(unquote(items.get("signature", "")), validate=True), string)

    def __repr__(self) -> str:
        return f"Credentials(client_id={self.client_id!r})"


@final
@frozen(init=False, repr=False, eq=False)
class AccessKey(Unpicklable):
    """Access by access key and secret key (ZOLOZ, "Gateway protocol", AK/SK). Signs; does not encrypt.

    Args:
        client_id: the merchant's id from the ZOLOZ portal.
        access_key: the access key; an account may have several.
        secret_key: the secret that belongs to it, in the URL-safe base64 that the portal shows.

    Raises:
        ConfigurationError: a value is not what it should be; says which, and what to do.
    """

    client_id: str
    access_key: str
    secret_key: Secret

    @conceal
    @SETTINGS.as_arguments
    def __init__(self, *, client_id: str, access_key: str, secret_key: str) -> None:
        _hmac_key(plain_text(secret_key, "secret_key"))
        self.__attrs_init__(
            header_text(client_id, "client_id"), header_text(access_key, "access_key"), Secret(secret_key)
        )

    @classmethod
    @conceal
    @SETTINGS.from_variables
    def from_env(cls) -> Self:
        """Read ``REALNAME_ZOLOZ_CLIENT_ID``, ``…_ACCESS_KEY`` and ``…_SECRET_KEY``, or the same with ``_FILE``.

        Raises:
            ConfigurationError: one is missing or not what it should be.
        """
        return cls(**SETTINGS.read(ACCESS_KEY))

    def sign(self, data: bytes) -> bytes:
        """The signature over `data`: its HMAC-SHA256 under the secret key."""
        return hmac.digest(_hmac_key(self.secret_key.reveal()), data, "sha256")

    def signature_headers(self, signature: bytes) -> dict[str, str]:
        """The headers that carry a signature: here it stands bare."""
        text = base64.urlsafe_b64encode(signature).decode("ascii").rstrip("=")
        return {"Auth-Type": "AKSK", "Access-Key": self.access_key, "Signature": text}

    def verify(self, signature: str, string: bytes) -> None:
        """Return if an answer's ``Signature`` header is made over this string with the same secret.

        Raises:
            BadSignature: it is not.
            ValueError: it is malformed.
        """
        if not hmac.compare_digest(_from_url_safe(signature), self.sign(string)):
            raise BadSignature

    def __repr__(self) -> str:
        return f"AccessKey(client_id={self.client_id!r}, access_key={self.access_key!r})"


def _hmac_key(secret_key: str) -> bytes:
    try:
        return _from_url_safe(secret_key)
    except ValueError:
        raise ConfigurationError(
            "secret_key is not URL-safe base64", setting="secret_key", remedy="Copy it again from the ZOLOZ portal."
        ) from None


def _from_url_safe(text: str) -> bytes:
    """Decode the URL-safe alphabet, padded or not; the characters of the standard one are an error."""
    bare = text.rstrip("=")
    if not re.fullmatch(r"[A-Za-z0-9_-]+", bare):
        raise ValueError("not URL-safe base64")
    return base64.urlsafe_b64decode(bare + "=" * (-len(bare) % 4))


def credentials_from_env() -> Credentials | AccessKey:
    """An `AccessKey` if ``REALNAME_ZOLOZ_ACCESS_KEY`` is set, else `Credentials`.

    Raises:
        ConfigurationError: a variable is missing, not what it should be, or both kinds are set.
    """
    return AccessKey.from_env() if SETTINGS.chosen() is ACCESS_KEY else Credentials.from_env()
