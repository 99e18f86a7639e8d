"""The Alipay gateway of protocol v3: an app in key mode and one in certificate mode, plain and encrypted bodies.

The order of the checks is known in one place only: the app id comes before the signature. Of the codes a list is
documented, not which check gives which. The limit of 10 minutes is documented for the past; the future is unknown.
"""

import base64
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone
from functools import cached_property
from typing import Literal

from attrs import define, field
from attrs.validators import in_

from realname.alipay.credentials import CertificateCredentials, Credentials
from realname.alipay.settings import SETTINGS
from realname.alipay.testing import canonical
from realname.alipay.testing.answer import AlipayDraft
from realname.alipay.testing.apps import APP_ID, CERTIFICATE_APP_ID, App, Apps
from realname.alipay.testing.certificates import Certificate, Certificates
from realname.alipay.testing.faults import BREACHES, FAULTS
from realname.alipay.testing.tokens import IssuedToken, Token
from realname.core import wire
from realname.core.errors import DecodeError
from realname.core.keys import BadSignature
from realname.testing.contract import Difference
from realname.testing.gateway.gateway import Clock, Handler, Log, SandboxGateway
from realname.testing.gateway.keys import KeyPair
from realname.testing.gateway.messages import Call, Received, RefusalError

__all__ = ["SANDBOX", "AlipaySandbox", "Certificate", "Certificates", "Settings", "Token"]

MESSAGES = {
    "missing-timestamp": "缺少时间戳参数",
    "invalid-app-id": "无效的AppID参数",
    "invalid-method": "不存在的方法名",
    "invalid-app-auth-token": "无效的应用授权令牌",
}
"""Messages seen on the wire; every other message is the sandbox's own."""

LINK = "https://opendocs.alipay.com/open-v3/054fcv"
WINDOW = 600.0
"""Seconds that `timestamp` may differ from the clock; exactly as many still pass."""


@define
class Settings:
    """Where Alipay's rule is unknown, or a client needs it: how strict the gateway is and how it answers."""

    signature_status: int = field(default=400, validator=in_((400, 401)))
    """HTTP status of a missing or wrong signature; Alipay's pages say both."""
    links: Literal["absent", "array", "text"] = field(default="absent", validator=in_(("absent", "array", "text")))
    """The `links` of an error: absent as at Alipay's own sandbox, an array as in production, text as its yaml says."""
    sign_gateway_errors: bool = False
    require_root_sn: bool = True
    """Refuse an app in certificate mode that names no root bundle; Alipay's SDK for PHP never does."""
    next_certificate: bool = False
    """Sign for the app in certificate mode under the second of Alipay's certificates, as after a renewal."""


class AlipaySandbox(SandboxGateway[AlipayDraft, Settings]):
    """The gateway of Alipay, and the one-time tokens issued there."""

    VARIABLES = SETTINGS
    DEFAULTS = Settings
    FAULTS = FAULTS
    BREACHES = BREACHES
    ACTIONS = ("issue_token",)
    OTHER_ACCESS = "certificates"

    def __init__(self, settings: Settings | None, clock: Clock, log: Log) -> None:
        self._apps = Apps()
        self._sample: Token | None = None
        self._tokens: dict[str, IssuedToken] = {}
        self._nonces: dict[tuple[str, str], float] = {}
        self._app_auth_tokens: set[str] = set()
        super().__init__(settings, clock, log)

    @cached_property
    def credentials(self) -> Credentials:
        """What the app in key mode has."""
        return Credentials(**self.arguments())

    @cached_property
    def certificate_credentials(self) -> CertificateCredentials:
        """What the app in certificate mode has: both of Alipay's certificates, as during a renewal."""
        return CertificateCredentials(**self.arguments(other=True))

    @property
    def certificates(self) -> Certificates:
        """The certificates of certificate mode. The first one to ask for them has to wait for keys to be made."""
        return self._apps.certificates

    @property
    def sample_token(self) -> Token:
        """The token that is issued at the start of a sandbox with samples.

        Raises:
            RuntimeError: the sandbox is one without.
        """
        if self._sample is None:
            raise RuntimeError("this sandbox has no samples: make it with Sandbox(samples=True), or issue a token")
        return self._sample

    def arguments(self, *, other: bool = False) -> dict[str, str]:
        """What the credentials for key mode take, or for certificate mode."""
        return self._apps.arguments(certificates=other)

    def issue_token(
        self,
        *,
        results: Sequence[str] = ("SUCCESS",),
        conn_key: str | None = None,
        identity_type: str = "04",
        cert_no: str = "110101199001010000",
    ) -> Token:
        """Issue a one-time token, as the first step of the real process would.

        Args:
            results: what the queries give, one after the other. `WAITING_VERIFY` leaves the token usable, and repeats
                when it is the last; anything else uses the token up.
            conn_key: the `out_agreement_no` of the first step; a fresh one if None.
            identity_type: the type of identity that was verified; `04` is a teacher.
            cert_no: the document number of the person (the default is made up).

        Raises:
            ValueError: there is no result.
        """
        if not results or isinstance(results, str):
            raise ValueError("results is to be a list of one or more texts")
        conn_key = conn_key or f"conn-{secrets.token_hex(8)}"
        token = Token(conn_key=conn_key, identity_type=identity_type, cert_no=cert_no)
        with self._lock:
            self._tokens[token.once_token] = IssuedToken(token, list(results))
        return token

    def authorize_app(self, app_auth_token: str) -> None:
        """Accept this `alipay-app-auth-token`: another merchant has authorised the app."""
        with self._lock:
            self._app_auth_tokens.add(app_auth_token)

    def notification(self, *, certificates: bool = False, **fields: str) -> dict[str, str]:
        """The form of a notification as Alipay posts it to a `notify_url`, signed and not yet encoded.

        Args:
            certificates: for the app in certificate mode.
            fields: what it tells; they win over the sandbox's own, whose `notify_type` is made up.
        """
        app_id = CERTIFICATE_APP_ID if certificates else APP_ID
        app = self._apps.find(app_id, next_certificate=self.settings.next_certificate)
        assert app is not None  # noqa: S101 - the sandbox's own
        sent = datetime.fromtimestamp(self._clock(), timezone(timedelta(hours=8)))  # Beijing time: no page says
        told = {
            "app_id": app_id,
            "charset": "utf-8",
            "notify_id": secrets.token_hex(17),
            "notify_time": sent.strftime("%Y-%m-%d %H:%M:%S"),
            "notify_type": "sandbox_notification",
            "version": "1.0",
        } | fields
        signature = app.signer.private.sign(canonical.notification_string(told))
        return told | {"sign": base64.b64encode(signature).decode("ascii"), "sign_type": "RSA2"}

    def forget(self) -> None:
        """Forget tokens and nonces."""
        self._tokens.clear()
        self._nonces.clear()
        self._app_auth_tokens.clear()

    def add_samples(self) -> str:
        """Issue the sample token."""
        token = self._sample = self.issue_token()
        return (
            f"Alipay: once_token {token.once_token} is good for one answer, with conn_key {token.conn_key}, "
            f"identity_type {token.identity_type}, cert_no {token.cert_no}, and any query_type and service_id."
        )

    # ---- the checks, in order ----------------------------------------------------------------------------------------

    def draft(self, received: Received) -> AlipayDraft:
        """A blank answer of this moment, to be signed for the app that asks."""
        app = self._app_of(canonical.Authorization.parse(received.header("authorization")))
        return AlipayDraft(
            key=(app.signer if app else self._apps.provider).private,
            milliseconds=self.now_ms,
            encrypt_key=self._apps.aes_key,
            certificate_sn=app.signer_sn if app else None,
        )

    def authenticate(self, received: Received, draft: AlipayDraft) -> None:
        """Checks 1 to 6."""
        authorization = canonical.Authorization.parse(received.header("authorization"))
        if self.omits("accepts_unsigned_request") and not authorization.signature:
            return
        milliseconds = _check_form(authorization)
        app = self._app_of(authorization)
        if app is None:
            raise RefusalError("invalid-app-id")
        if abs(self.now_ms - milliseconds) > WINDOW * 1000:
            raise RefusalError("illegal-timestamp", "timestamp is too far from the gateway's clock")
        nonce = self._check_nonce(authorization.items)
        self._check_certificates(app.certificates, authorization.items, received.header("alipay-root-cert-sn"))
        draft.expected = canonical.StringToSign(
            auth_string=authorization.auth_string,
            method=received.method,
            target=received.target,
            body=received.body,
            app_auth_token=received.header("alipay-app-auth-token") or None,
        ).join()
        self._check_signature(app.key, authorization.signature, draft.expected)
        self._nonces[nonce] = self._clock()

    def receive(self, received: Received, draft: AlipayDraft) -> Call | None:
        """Checks 7 to 10."""
        app_auth_token = received.header("alipay-app-auth-token")
        if app_auth_token and app_auth_token not in self._app_auth_tokens:
            raise RefusalError("invalid-app-auth-token", status=401)
        if draft.operation is None and not self.contract.route(received.path):
            raise RefusalError("invalid-method")
        if draft.operation is None:
            raise RefusalError("invalid-http-method", "the path is known, the HTTP method is another")
        return self.judged(draft.operation, received, self._content(received, draft))

    def objection(self, differences: Sequence[Difference]) -> RefusalError:
        """The operation's own refusal, whatever is wrong."""
        missing = [difference.argument for difference in differences if difference.is_missing]
        illegal = [difference.argument for difference in differences if not difference.is_missing]
        parts = [f"{word}: {', '.join(names)}" for word, names in (("missing", missing), ("illegal", illegal)) if names]
        return RefusalError("INVALID_PARAMETER", "; ".join(parts), business=True)

    def refuse(self, draft: AlipayDraft, refusal: RefusalError) -> None:
        """Answer with an error object, never encrypted; the operation's are signed, the gateway's are not."""
        draft.status, draft.encrypts = refusal.status or 400, False
        draft.signed = draft.signed and (refusal.business or self.settings.sign_gateway_errors)
        document: dict[str, object] = {"code": refusal.code, "message": MESSAGES.get(refusal.code, refusal.message)}
        if self.settings.links == "array":
            document["links"] = [{"link": LINK, "desc": "解决方案"}]
        elif self.settings.links == "text":
            document["links"] = LINK
        draft.use(document)

    def _app_of(self, authorization: canonical.Authorization) -> App | None:
        return self._apps.find(authorization.items.get("app_id", ""), next_certificate=self.settings.next_certificate)

    def _check_nonce(self, items: Mapping[str, str]) -> tuple[str, str]:
        """Check 4: the nonce is there, and new. It counts as used only once the signature is verified."""
        nonce = (items["app_id"], items.get("nonce", ""))
        while self._nonces and self._clock() - next(iter(self._nonces.values())) > WINDOW:
            del self._nonces[next(iter(self._nonces))]
        if not nonce[1] or nonce in self._nonces:
            raise RefusalError("invalid-request-data", "the nonce is missing, or was used before")
        return nonce

    def _check_certificates(self, certificates: Certificates | None, items: Mapping[str, str], root: str) -> None:
        """Check 5: in certificate mode, and only there, the app's certificate and the root bundle are named."""
        sn = items.get("app_cert_sn")
        if certificates is None:
            if sn is not None:
                raise RefusalError("app-cert-not-exist", "the app is in key mode and has no certificate")
            return
        if not sn:
            raise RefusalError("missing-app-cert-sn", "the Authorization header has no app_cert_sn")
        if sn != certificates.app.sn:
            raise RefusalError("app-cert-not-exist", "app_cert_sn is not the SN of the app's certificate")
        if not root and self.settings.require_root_sn:
            raise RefusalError("missing-alipay-root-cert-sn", "the header alipay-root-cert-sn is missing")
        if root and root != certificates.root_sn:
            raise RefusalError("invalid-alipay-root-cert-sn", "alipay-root-cert-sn is not the root bundle's")

    def _check_signature(self, key: KeyPair, value: str, expected: bytes) -> None:
        """Check 6: the signature is the app's, over the request line and the body as received."""
        status = self.settings.signature_status
        if not value:
            raise RefusalError("missing-signature", "the Authorization header has no sign", status=status)
        if self.omits("accepts_wrong_key"):
            return
        try:
            signature = base64.b64decode(value, validate=True)
            if not (self.omits("accepts_changed_query") and key.has_signed(signature)):
                key.public.verify(signature, expected)
        except (BadSignature, ValueError):
            raise RefusalError("invalid-signature", "the signature does not match", status=status) from None

    def _content(self, received: Received, draft: AlipayDraft) -> object:
        """Check 9: encryption is declared as documented, and a body is JSON, which is returned."""
        encryption, body = received.header("alipay-encrypt-type"), received.body
        if encryption not in {"", canonical.ENCRYPTION}:
            raise RefusalError("invalid-encrypt-type", f"alipay-encrypt-type is not {canonical.ENCRYPTION}")
        draft.encrypts = bool(encryption)
        if encryption and body:
            try:
                body = draft.encrypt_key.decrypt(body)
            except DecodeError:
                raise RefusalError("decryption-error", "the body cannot be decrypted") from None
        try:
            return wire.parse(body) if body else None
        except DecodeError:
            raise RefusalError("illegal-json", "the body is not JSON in UTF-8") from None

    # ---- the operations that have a state ----------------------------------------------------------------------------

    def handlers(self) -> Mapping[str, Handler]:
        """What a token is good for."""
        return {"queryJobworthAuthentication": self._query_jobworth_authentication}

    def _query_jobworth_authentication(self, call: Call) -> dict[str, object]:
        """The token is known and unused, and what comes with it belongs to it."""
        issued = self._tokens.get(call.arguments.get("once_token", ""))
        if issued is None or not issued.results:
            raise RefusalError("TOKEN_INVALID", "once_token is unknown, or was used up", business=True)
        for name, code in (
            ("conn_key", "WRONG_OUT_AGREEMENT_NO_INTERCEPT"),
            ("identity_type", "TOKEN_NOT_MATCH_IDENTITY_TYPE"),
            ("cert_no", "CARD_NO_NOT_MATCH"),
        ):
            if call.arguments.get(name, "") not in {"", getattr(issued.token, name)}:
                raise RefusalError(code, f"{name} is not the one that once_token was issued for", business=True)
        return issued.take()


SANDBOX = AlipaySandbox


def _check_form(authorization: canonical.Authorization) -> int:
    """Check 1: the header has its parts. Returns the time in it."""
    if "timestamp" not in authorization.items:
        raise RefusalError("missing-timestamp")
    if authorization.algorithm != canonical.ALGORITHM:
        raise RefusalError("invalid-signature-type", f"the algorithm is not {canonical.ALGORITHM}")
    if "app_id" not in authorization.items:
        raise RefusalError("missing-app-id", "the Authorization header has no app_id")
    if authorization.milliseconds is None:
        raise RefusalError("invalid-timestamp", "timestamp is not the time in milliseconds")
    return authorization.milliseconds
