"""Alipay's signature: what is signed, how it is sent, and which answers are believed."""

import base64
import re
import uuid
from collections.abc import Callable, Mapping
from typing import ClassVar, Final, final

import httpx

from realname.alipay.credentials import CertificateCredentials, Credentials
from realname.core import clock
from realname.core.auth import KeyAuth, who_signed
from realname.core.errors import Evidence, SignatureError
from realname.core.keys import BadSignature, PublicKey
from realname.core.reply import Verification
from realname.core.settings import require_kind

_ALGORITHM: Final = "ALIPAY-SHA256withRSA"
_TIMESTAMP: Final = re.compile("[0-9]{13}")
_NONCE: Final = re.compile("[A-Za-z0-9_-]{1,64}")


def string_to_sign(
    *, auth_string: str, method: str, target: str, body: bytes, app_auth_token: str | None = None
) -> bytes:
    """What a request's signature covers; every line ends with a line feed, the last one too (Alipay open-v3/054q58).

    Args:
        auth_string: the items of the Authorization header before ``,sign=``, exactly as sent.
        method: the HTTP method.
        target: path and query exactly as on the request line.
        body: the body's bytes; empty for a GET.
        app_auth_token: the value of ``alipay-app-auth-token``, only if that header is sent.
    """
    head = f"{auth_string}\n{method}\n{target}\n".encode()
    tail = b"" if app_auth_token is None else f"{app_auth_token}\n".encode()
    return head + body + b"\n" + tail


def string_to_verify(*, timestamp: str, nonce: str, body: bytes) -> bytes:
    """What an answer's signature covers (Alipay open-v3/054d0z).

    Args:
        timestamp: the value of ``alipay-timestamp``, in milliseconds.
        nonce: the value of ``alipay-nonce``.
        body: the body's bytes as received, before any decryption.
    """
    return f"{timestamp}\n{nonce}\n".encode() + body + b"\n"


@final
class Auth(KeyAuth):
    """Signs requests to Alipay v3 and verifies its answers; works with any httpx client.

    It says who wrote an answer, not what the answer says. Alipay's signature does not cover the HTTP status: a bare
    client has to take every body with a ``code`` for a refusal, a 200 too.

    Args:
        credentials: whom to sign as.
        now_ms: the clock, in milliseconds since 1970.
        nonce: gives a text that was never used before.
    """

    shown_headers: ClassVar[Mapping[str, str]] = {
        "authorization": r"ALIPAY-SHA256withRSA app_id=\w{1,64},[\w=,.-]{1,300},sign=[\w+/]{8}",
        "alipay-timestamp": r"[0-9]{13}$",
        "alipay-nonce": r"[\w-]{1,64}$",
        "alipay-sn": r"[0-9a-f]{32}$",
        "alipay-root-cert-sn": r"[0-9a-f_]{32,400}$",
        "alipay-signature": r"null$|[\w+/]{8}",
    }

    def __init__(
        self,
        credentials: Credentials | CertificateCredentials,
        *,
        now_ms: Callable[[], int] = clock.now_ms,
        nonce: Callable[[], str] = lambda: str(uuid.uuid4()),
    ) -> None:
        require_kind(credentials, Credentials, CertificateCredentials, provider="alipay")
        super().__init__(credentials.private_key)
        self._credentials = credentials
        self._now_ms = now_ms
        self._nonce = nonce

    def prepare(self, request: httpx.Request) -> bytes:
        """Set ``Authorization`` but for its end, and the headers that go with it; all is fresh at each attempt."""
        auth_string = (
            f"app_id={self._credentials.app_id},{self._credentials.certificate_items()}"
            f"nonce={self._nonce()},timestamp={self._now_ms()}"
        )
        token = self._credentials.app_auth_token
        if token is not None:
            request.headers["alipay-app-auth-token"] = token.reveal()
        request.headers["Authorization"] = f"{_ALGORITHM} {auth_string}"
        request.headers["alipay-request-id"] = uuid.uuid4().hex
        request.headers.update(self._credentials.certificate_headers())
        return string_to_sign(
            auth_string=auth_string,
            method=request.method,
            target=request.url.raw_path.decode("ascii"),
            body=request.content,
            app_auth_token=None if token is None else token.reveal(),
        )

    def put(self, request: httpx.Request, signature: bytes) -> None:
        """Complete ``Authorization``."""
        request.headers["Authorization"] += f",sign={base64.b64encode(signature).decode('ascii')}"

    def verify(self, request: httpx.Request, response: httpx.Response) -> Verification:
        """Verify an answer; only a failure, or a status without a body, may come unsigned."""
        signature = response.headers.get("alipay-signature")
        if signature in (None, "", "null"):  # the official clients take this text for "unsigned", too
            is_empty_other = response.status_code != httpx.codes.OK and not response.content
            if response.is_success and not is_empty_other:
                raise _forged(response, "carries no signature", missing=True)
            return Verification.UNSIGNED
        timestamp, nonce = response.headers.get("alipay-timestamp"), response.headers.get("alipay-nonce")
        if not timestamp or not nonce:
            raise _forged(response, "carries only half of a signature", missing=True)
        if not _TIMESTAMP.fullmatch(timestamp) or not _NONCE.fullmatch(nonce):
            # They are signed as lines: in any other form bytes could move from one to the other, or to the body.
            raise _forged(response, "has an alipay-timestamp or alipay-nonce that is not as documented")
        key = self._credentials.key_for(response.headers.get("alipay-sn"))
        if key is None:
            raise SignatureError(
                "the answer from Alipay is signed under a certificate that is not configured",
                reason="unknown_certificate",
                http_status=response.status_code,
                remedy="Download Alipay's current certificate and add it to alipay_certificates; "
                "in a running process: credentials.with_alipay_certificate.",
            )
        try:
            key.verify(
                base64.b64decode(signature, validate=True),
                string_to_verify(timestamp=timestamp, nonce=nonce, body=response.content),
            )
        except (BadSignature, ValueError):
            says = "carries a signature that is not Alipay's over this answer"
            raise _forged(response, says, evidence=self._evidence(signature, key)) from None
        return Verification.VERIFIED

    def _evidence(self, signature: str, key: PublicKey) -> Evidence | None:
        try:
            made = base64.b64decode(signature, validate=True)
        except ValueError:
            return None
        return who_signed(made, key, self._credentials.private_key.public_key())


def _forged(
    response: httpx.Response, what: str, *, missing: bool = False, evidence: Evidence | None = None
) -> SignatureError:
    return SignatureError(
        f"the answer from Alipay {what}; the request may have been carried out, and a one-time token be used up",
        reason="missing" if missing else "invalid",
        evidence=evidence,
        http_status=response.status_code,
        remedy="Do not act on it. Check Alipay's key and the base URL; save error.capture() in a file, and "
        "`realname explain alipay FILE` tells more.",
    )
