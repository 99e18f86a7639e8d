"""Private keys that somebody else holds: an HSM, a cloud's key management, an agent in another process.

The key never comes here. What is asked for is a signature, and whatever comes is held against the public key before it
is sent: a device that pads or hashes in another way, or that mixes up two threads, is told by name.
"""

from collections.abc import Awaitable, Coroutine
from typing import Any, Final, Protocol, final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from realname.core.errors import ConfigurationError, DecodeError, TransportError
from realname.core.keys import BadSignature, PrivateKey, PublicKey
from realname.core.loops import in_thread, total_timeout
from realname.core.secret import Unpicklable

_HASHES: Final[tuple[hashes.HashAlgorithm, ...]] = (
    hashes.SHA256(),
    hashes.SHA1(),  # noqa: S303 - to recognize it
    hashes.SHA224(),
    hashes.SHA384(),
    hashes.SHA512(),
)
_PROBE: Final = b"realname: a signature to try out the signer; it stands for nothing"


class Signer(Protocol):
    """What may stand for ``private_key``: anything with these two. It is called from many threads at a time.

    Two more methods are used where there are any:

        ``async def asign(data: bytes) -> bytes``: signs in async clients, where `sign` runs in a thread otherwise.

        ``decrypt(data: bytes) -> bytes``: RSAES-PKCS1-v1_5, which only ``encrypt=True`` of ZOLOZ needs.

    Whatever they raise at a call is a `TransportError` that says so: nothing was sent, and the call is repeated as
    after a failure to connect. In async clients `sign` and `asign` are given up after ``timeout`` seconds, like each
    step on the network; in sync ones they limit their own time.
    """

    @property
    def public_key(self) -> str | bytes | rsa.RSAPublicKey:
        """The public half: PEM, base64 of its DER on one line, or an object of ``cryptography``."""

    def sign(self, data: bytes) -> bytes:
        """The signature over `data`, as raw bytes: RSASSA-PKCS1-v1_5 with SHA-256, which is to be computed here."""


@final
class SignerKey(Unpicklable):
    """A `Signer` that was tried out, with what a `PrivateKey` offers.

    Args:
        signer: who signs.
        name: the argument that it was passed as.

    Raises:
        ConfigurationError: it does not sign as is due, or not with the key that it names; says which.
    """

    __slots__ = ("_name", "_public_key", "_signer")

    def __init__(self, signer: Any, name: str) -> None:
        self._signer = signer
        self._name = name
        self._public_key = _public_key(signer, name)
        signature, problem = None, None
        try:
            signature = signer.sign(_PROBE)
        except Exception as error:  # noqa: BLE001 - whatever a device says
            problem = f"gives no signature ({type(error).__name__})"
        problem = problem or _problem(self._public_key, signature, _PROBE)
        if problem is not None:
            raise ConfigurationError(
                f"{name} is a signer that {problem}",
                setting=name,
                remedy="Its method sign must return the bytes of RSASSA-PKCS1-v1_5 with SHA-256 over its argument.",
            )

    def sign(self, data: bytes) -> bytes:
        """Return the signature over `data`, as raw bytes.

        Raises:
            TransportError: there is none; nothing was sent.
        """
        try:
            signature = self._signer.sign(data)
        except Exception as error:  # noqa: BLE001 - whatever a device says; its text and frames may hold anything
            failure = _failed(type(error).__name__)
        else:
            return self._verified(signature, data)
        raise failure

    async def asign(self, data: bytes, limit: float) -> bytes:
        """The same without holding up the event loop.

        Raises:
            TransportError: there is none, or none within so many seconds; nothing was sent.
        """
        try:
            async with total_timeout(limit):
                signature = await self._asked(data)
        except Exception as error:  # noqa: BLE001 - as above
            failure = _failed(type(error).__name__)
        else:
            return self._verified(signature, data)
        raise failure

    def unwrap(self, wrapped: bytes) -> bytes:
        """Undo `PublicKey.wrap`.

        Raises:
            DecodeError: it is wrapped for someone else, or the signer fails.
        """
        try:
            secret = self._signer.decrypt(wrapped)
        except Exception as error:  # noqa: BLE001 - as above
            kind = type(error).__name__
        else:
            if isinstance(secret, bytes):
                return secret
            kind = f"{type(secret).__name__} for bytes"
        raise DecodeError(f"the signer could not decrypt the key of the answer ({kind})")

    def require_decryption(self, setting: str) -> None:
        """Make sure that the signer decrypts.

        Raises:
            ConfigurationError: it does not.
        """
        secret = bytes(range(16))
        try:
            decrypts = self.unwrap(self._public_key.wrap(secret)) == secret
        except DecodeError:
            decrypts = False
        if not decrypts:
            raise ConfigurationError(
                f"{setting} needs a signer that decrypts",
                setting=setting,
                remedy=f"Give {self._name} a method decrypt (RSAES-PKCS1-v1_5), or leave {setting} out.",
            )

    def public_key(self) -> PublicKey:
        """The public half of the key."""
        return self._public_key

    def _asked(self, data: bytes) -> Awaitable[Any]:
        if callable(asign := getattr(self._signer, "asign", None)):
            return asign(data)  # type: ignore[no-any-return]  # awaiting it will tell
        return in_thread(self._signer.sign, data)

    def _verified(self, signature: object, data: bytes) -> bytes:
        # Verifying takes some 30 µs. A session that two threads share gives each the other's signature.
        problem = _problem(self._public_key, signature, data)
        if problem is None and isinstance(signature, bytes):
            return signature
        raise _failed(f"it {problem}")

    def __repr__(self) -> str:
        return "SignerKey(…)"


SigningKey = PrivateKey | SignerKey
"""What signs for the caller: a key that is here, or one that is not."""


def signing_key(value: "str | bytes | PrivateKey | Signer | SignerKey", name: str = "private_key") -> SigningKey:
    """Read a private key, or try out who holds it.

    Raises:
        ConfigurationError: it is none that can be used; says why.
    """
    if isinstance(value, SignerKey):
        return value
    if isinstance(value, str | bytes | PrivateKey) or not callable(getattr(value, "sign", None)):
        return PrivateKey.parse(value, name)  # type: ignore[arg-type]  # it refuses what is neither
    return SignerKey(value, name)


def _failed(how: str) -> TransportError:
    return TransportError(
        f"the signer failed ({how}); nothing was sent in this attempt",
        outcome_unknown=False,
        remedy="Look at the key's holder: its session, its permissions, its own log.",
    )


def _public_key(signer: Any, name: str) -> PublicKey:
    """The public key that a signer names."""
    setting, found, kind = f"{name}.public_key", None, ""
    try:
        found = signer.public_key
        found = found() if callable(found) else found
    except Exception as error:  # noqa: BLE001 - a device may be asked for it
        kind = type(error).__name__
    if kind:
        raise ConfigurationError(
            f"{setting} cannot be read ({kind})",
            setting=name,
            remedy="A signer must have its public key as an attribute.",
        )
    if isinstance(found, rsa.RSAPublicKey):
        from cryptography.hazmat.primitives import serialization

        found = found.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return PublicKey.parse(found, setting)  # type: ignore[arg-type]  # it refuses what is no key


def _problem(public_key: PublicKey, signature: object, data: bytes) -> str | None:
    """What is wrong with a signature over `data`; None if nothing is."""
    if isinstance(signature, Coroutine):
        signature.close()
        return "is async in its method sign, which asign is for"
    if not isinstance(signature, bytes):
        return f"gives {type(signature).__name__} for bytes"
    try:
        public_key.verify(signature, data)
    except BadSignature:
        return _mistake(public_key, signature, data)
    return None


def _mistake(public_key: PublicKey, signature: bytes, data: bytes) -> str:
    """How a signature that does not verify was made instead."""
    key = public_key._key
    size = (key.key_size + 7) // 8
    if len(signature) != size:
        return f"gives {len(signature)} bytes for the {size} of its public key"
    for algorithm in _HASHES:
        if _verifies(key, signature, data, padding.PSS(padding.MGF1(algorithm), padding.PSS.AUTO), algorithm):
            return "pads with PSS, for PKCS#1 v1.5"
        if _verifies(key, signature, data, padding.PKCS1v15(), algorithm):
            return f"hashes with {algorithm.name.upper()}, for SHA-256"
    digest = hashes.Hash(hashes.SHA256())
    digest.update(data)
    hashed = digest.finalize()
    try:
        signed = public_key.recover(signature)
    except BadSignature:
        return "signs with another key than its public_key, or pads in an unknown way"
    if _verifies(key, signature, hashed, padding.PKCS1v15(), hashes.SHA256()):
        return "hashes twice: sign is given the data, and hashes it once"
    if signed in (data, hashed):
        return "does not hash, or leaves the hash's name (DigestInfo) out"
    return "signs another text than it is given, or with another hash than SHA-256"


def _verifies(
    key: rsa.RSAPublicKey, signature: bytes, data: bytes, scheme: padding.AsymmetricPadding, hash_: hashes.HashAlgorithm
) -> bool:
    try:
        key.verify(signature, data, scheme, hash_)
    except BadSignature:
        return False
    return True
