"""The Alipay gateway of protocol v3: an app in key mode and one in certificate mode, plain and encrypted bodies.

The order of the checks is known in one place only: the app id comes before the signature. Of the codes a list is
documented, not which check gives which. The limit of 10 minutes is documented for the past; the future is unknown.
"""

import base64
from collections.abc import Mapping, Sequence
from typing import Literal

from attrs import Factory, define, field
from attrs.validators import in_

from realname.alipay import CertificateCredentials, Credentials
from realname.core import wire
from realname.core.aes import AesKey
from realname.core.errors import DecodeError
from realname.core.keys import BadSignature
from realname.sandbox.alipay_answer import AlipayDraft
from realname.sandbox.alipay_apps import App, Apps
from realname.sandbox.alipay_certificates import Certificates
from realname.sandbox.alipay_faults import BREACHES, FAULTS
from realname.sandbox.alipay_request import Authorization, query_parameters
from realname.sandbox.alipay_tokens import IssuedToken, Token, outcome
from realname.sandbox.exchange import Received, RefusalError
from realname.sandbox.gateway import Clock, Gateway, Log
from realname.sandbox.keys import KeyPair

MESSAGES = {
    "missing-timestamp": "缺少时间戳参数",
    "invalid-app-id": "无效的AppID参数",
    "invalid-method": "不存在的方法名",
    "invalid-app-auth-token": "无效的应用授权令牌",
}
"""Messages seen on the wire; every other message is the sandbox's own."""

LINK = "https://opendocs.alipay.com/open-v3/054fcv"


@define
class Settings:
    """Where Alipay's rule is unknown, or a client needs it: how strict the gateway is and how it answers."""

    signature_status: int = field(default=400, validator=in_((400, 401)))
    """HTTP status of a missing or wrong signature; Alipay's pages say both."""
    business_statuses: dict[str, int] = Factory(dict)
    """HTTP status by business code; 400 for a code that is not in it, since none are published."""
    links: Literal["absent", "array", "text"] = field(default="absent", validator=in_(("absent", "array", "text")))
    """The `links` of an error: absent as at Alipay's own sandbox, an array as in production, text as its yaml says."""
    sign_gateway_errors: bool = False
    sign_business_errors: bool = True
    time_window: float = 600.0
    """Seconds that `timestamp` may differ from the clock; exactly as many still pass."""
    check_nonce: bool = True
    strict_request_id: bool = False
    """Refuse an `alipay-request-id` that is not as documented, though official SDKs send such."""
    lenient: bool = False
    """Ask for no particular parameters; without `once_token` the result is `default_result`."""
    default_result: str = "SUCCESS"
    require_root_sn: bool = True
    """Refuse an app in certificate mode that names no root bundle; Alipay's SDK for PHP never does."""
    next_certificate: bool = False
    """Sign for the app in certificate mode under the second of Alipay's certificates, as after a renewal."""
    has_encrypt_key: bool = True
    """Whether the apps have an AES key; without one, `missing-encrypt-key`."""


class AlipayGateway(Gateway[AlipayDraft, Settings]):
    """The gateway of Alipay, and the one-time tokens issued there."""

    PROVIDER = "alipay"
    PACKAGE = "realname_alipay"
    FAULTS = FAULTS
    BREACHES = BREACHES

    def __init__(self, settings: Settings, clock: Clock, log: Log) -> None:
        self._apps = Apps()
        self._sample: Token | None = None
        self._tokens: dict[str, IssuedToken] = {}
        self._nonces: dict[tuple[str, str], float] = {}
        self._app_auth_tokens: set[str] = set()
        super().__init__(settings, clock, log)

    @property
    def credentials(self) -> Credentials:
        """What the app in key mode has."""
        return self._apps.credentials

    @property
    def certificate_credentials(self) -> CertificateCredentials:
        """What the app in certificate mode has: both of Alipay's certificates, as during a renewal."""
        return self._apps.certificate_credentials

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

    def environment(self, *, certificates: bool = False) -> dict[str, str]:
        """The variables for `alipay.Client.from_env`, for one mode or the other."""
        return self._apps.environment(certificates=certificates) | {"REALNAME_ALIPAY_BASE_URL": self.url}

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
        """
        token = Token.issue(conn_key=conn_key, identity_type=identity_type, cert_no=cert_no)
        issued = IssuedToken.with_results(token, results)
        with self._lock:
            self._tokens[token.once_token] = issued
        return token

    def authorize_app(self, app_auth_token: str) -> None:
        """Accept this `alipay-app-auth-token`: another merchant has authorised the app."""
        with self._lock:
            self._app_auth_tokens.add(app_auth_token)

    def forget(self) -> None:
        """Forget tokens and nonces."""
        self._tokens.clear()
        self._nonces.clear()
        self._app_auth_tokens.clear()

    def add_samples(self) -> None:
        """Issue the sample token."""
        self._sample = self.issue_token()

    def _app_of(self, authorization: Authorization) -> App | None:
        return self._apps.find(authorization.items.get("app_id", ""), next_certificate=self.settings.next_certificate)

    # ---- the checks, in order ----------------------------------------------------------------------------------------

    def draft(self, received: Received) -> AlipayDraft:
        """A blank answer of this moment, to be signed for the app that asks."""
        app = self._app_of(Authorization.of(received))
        return AlipayDraft(
            key=(app.signer if app else self._apps.provider).private,
            milliseconds=self.now_ms,
            encrypt_key=self._apps.aes_key,
            certificate_sn=app.signer_sn if app else None,
        )

    def authenticate(self, received: Received, draft: AlipayDraft) -> None:
        """Checks 1 to 6."""
        authorization = Authorization.of(received)
        if self.omits("accepts_unsigned_request") and not authorization.signature:
            return
        authorization.check_form()
        app = self._app_of(authorization)
        if app is None:
            raise RefusalError("invalid-app-id")
        if abs(self.now_ms - int(authorization.items["timestamp"])) > self.settings.time_window * 1000:
            raise RefusalError("illegal-timestamp", "timestamp is too far from the gateway's clock")
        nonce = self._check_nonce(authorization.items)
        self._check_certificates(app.certificates, authorization.items, received.header("alipay-root-cert-sn"))
        draft.expected = authorization.string_to_sign(received)
        self._check_signature(app.key, authorization.signature, draft.expected)
        self._nonces[nonce] = self._clock()

    def decide(self, received: Received, draft: AlipayDraft) -> None:
        """Checks 7 to 11."""
        app_auth_token = received.header("alipay-app-auth-token")
        if app_auth_token and app_auth_token not in self._app_auth_tokens:
            raise RefusalError("invalid-app-auth-token", status=401)
        route = self.contract.route(received.path)
        if route is None:
            raise RefusalError("invalid-method")
        if received.method not in route.operations:
            raise RefusalError("invalid-http-method", "the path is known, the HTTP method is another")
        is_encrypted = self._check_content(received, draft.encrypt_key)
        parameters = query_parameters(
            received,
            route.operations[received.method],
            lenient=self.settings.lenient,
            strict_request_id=self.settings.strict_request_id,
            accepts_invalid_value=self.omits("accepts_invalid_value"),
        )
        draft.use(self._identity(parameters))
        draft.encrypts = is_encrypted

    def refuse(self, draft: AlipayDraft, refusal: RefusalError) -> None:
        """Answer with an error object, never encrypted; the operation's are signed, the gateway's are not."""
        if refusal.business:
            draft.status = refusal.status or self.settings.business_statuses.get(refusal.code, 400)
            draft.signed = draft.signed and self.settings.sign_business_errors
        else:
            draft.status = refusal.status or 400
            draft.signed = draft.signed and self.settings.sign_gateway_errors
        document: dict[str, object] = {"code": refusal.code, "message": MESSAGES.get(refusal.code, refusal.message)}
        if self.settings.links == "array":
            document["links"] = [{"link": LINK, "desc": "解决方案"}]
        elif self.settings.links == "text":
            document["links"] = LINK
        draft.use(document)

    def _check_nonce(self, items: Mapping[str, str]) -> tuple[str, str]:
        """Check 4: the nonce is there, and new. It counts as used only once the signature is verified."""
        nonce = (items["app_id"], items.get("nonce", ""))
        for used, seconds in list(self._nonces.items()):
            if self._clock() - seconds > self.settings.time_window:
                del self._nonces[used]
        if self.settings.check_nonce and (not nonce[1] or nonce in self._nonces):
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
        if not value:
            raise RefusalError(
                "missing-signature", "the Authorization header has no sign", status=self.settings.signature_status
            )
        if self.omits("accepts_wrong_key"):
            return
        try:
            signature = base64.b64decode(value, validate=True)
            if not (self.omits("accepts_changed_query") and key.has_signed(signature)):
                key.public.verify(signature, expected)
        except (BadSignature, ValueError):
            raise RefusalError(
                "invalid-signature", "the signature does not match", status=self.settings.signature_status
            ) from None

    def _check_content(self, received: Received, key: AesKey) -> bool:
        """Check 9: encryption is declared as documented, and a body is JSON. Returns whether it is declared."""
        encryption, body = received.header("alipay-encrypt-type"), received.body
        if encryption not in {"", "AES"}:
            raise RefusalError("invalid-encrypt-type", "alipay-encrypt-type is not AES")
        if encryption and not self.settings.has_encrypt_key:
            raise RefusalError("missing-encrypt-key", "the app has no AES key")
        if encryption and body:
            try:
                body = key.decrypt(body)
            except DecodeError:
                raise RefusalError("decryption-error", "the body cannot be decrypted") from None
        if body:
            try:
                wire.parse(body)
            except DecodeError:
                raise RefusalError("illegal-json", "the body is not JSON in UTF-8") from None
        return bool(encryption)

    def _identity(self, parameters: Mapping[str, str]) -> dict[str, object]:
        """Check 10, second part, and 11: the token is known and unused and what comes with it belongs to it."""
        if "once_token" not in parameters and self.settings.lenient:
            return outcome(self.settings.default_result)
        issued = self._tokens.get(parameters.get("once_token", ""))
        if issued is None or not issued.results:
            raise RefusalError("TOKEN_INVALID", "once_token is unknown, or was used up", business=True)
        for name, code in (
            ("conn_key", "WRONG_OUT_AGREEMENT_NO_INTERCEPT"),
            ("identity_type", "TOKEN_NOT_MATCH_IDENTITY_TYPE"),
            ("cert_no", "CARD_NO_NOT_MATCH"),
        ):
            if parameters.get(name, "") not in {"", getattr(issued.token, name)}:
                raise RefusalError(code, f"{name} is not the one that once_token was issued for", business=True)
        return issued.take()
