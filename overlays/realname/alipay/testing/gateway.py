"""The Alipay gateway of protocol v3: an app in key mode and one in certificate mode, plain and encrypted bodies.

The order of the checks is known in one place only: the app id comes before the signature. Of the codes a list is
documented, not which check gives which. The limit of 10 minutes is documented for the past; the future is unknown.
"""

import base64
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import ClassVar
from urllib.parse import parse_qs

from attrs import evolve

from realname.alipay.credentials import CertificateCredentials, Credentials
from realname.alipay.settings import SETTINGS
from realname.alipay.testing import canonical, pages
from realname.alipay.testing.accounts import Accounts
from realname.alipay.testing.answer import AlipayDraft
from realname.alipay.testing.apps import APP_ID, CERTIFICATE_APP_ID, App, Apps
from realname.alipay.testing.certificates import Certificate, Certificates
from realname.alipay.testing.certifications import CERTIFY_OPEN, PRODUCTS, Certifications, Product
from realname.alipay.testing.faults import BREACHES, FAULTS
from realname.alipay.testing.panels import panels_of
from realname.alipay.testing.rules import Settings
from realname.alipay.testing.tokens import Token, Tokens
from realname.core import wire
from realname.core.errors import DecodeError
from realname.core.keys import BadSignature
from realname.testing.contract import Difference
from realname.testing.gateway.door import form
from realname.testing.gateway.gateway import Clock, Handler, Log, SandboxGateway
from realname.testing.gateway.keys import KeyPair
from realname.testing.gateway.messages import Call, Received, Record, RefusalError
from realname.testing.gateway.panels import Panel
from realname.testing.gateway.state import State
from realname.testing.gateway.visit import Visit

__all__ = ["SANDBOX", "AlipaySandbox", "Certificate", "Certificates", "Settings", "Token"]

MESSAGES = {
    "missing-timestamp": "缺少时间戳参数",
    "invalid-app-id": "无效的AppID参数",
    "invalid-method": "不存在的方法名",
    "invalid-app-auth-token": "无效的应用授权令牌",
}
"""Messages seen on the wire; every other message is the sandbox's own."""

MALFORMED = {
    "initializeFaceVerification": "ILLEGAL_ARGUMENT_FORMAT",
    "queryFaceVerification": "ILLEGAL_ARGUMENT_FORMAT",
    "initializeCertifyOpen": "ILLEGAL_ARGUMENT_FORMAT",
    "queryCertifyOpen": "ILLEGAL_ARGUMENT_FORMAT",
    "preconsultCertdoc": None,
    "consultCertdoc": None,
}
"""The code of a bad argument where the page does not list `INVALID_PARAMETER`; None: a missing one has its own."""

IDENTITY_TYPE = "04"
CERT_NO = "110101199001010000"
LINK = "https://opendocs.alipay.com/open-v3/054fcv"
WINDOW = 600.0
"""Seconds that `timestamp` may differ from the clock; exactly as many still pass."""
MOST_NONCES = 100_000
"""How many nonces of that time are known: those of 160 requests a second."""


class AlipaySandbox(SandboxGateway[AlipayDraft, Settings]):
    """The gateway of Alipay, the one-time tokens issued there, and the certifications opened there."""

    VARIABLES = SETTINGS
    TITLE: ClassVar[str] = "支付宝 Alipay"
    DEFAULTS = Settings
    FAULTS = FAULTS
    BREACHES = BREACHES
    ACTIONS: ClassVar[tuple[str, ...]] = ("issue_token", "finish_certification", "issue_auth_token")
    OTHER_ACCESS: ClassVar[str] = "certificates"

    def __init__(self, settings: Settings | None, clock: Clock, log: Log, state: State) -> None:
        self._apps = Apps(state)
        self._tokens = Tokens(state)
        self._nonces = state.shelf("Alipay nonces", float, most=MOST_NONCES)
        self._app_auth_tokens = state.shelf("Alipay app_auth_tokens", bool)
        self._certifications = Certifications(self.later, self._page_address, lambda: self.settings.finish_after, state)
        self._accounts = Accounts(self.later, lambda: self.settings.repeat_verify_id, state)
        super().__init__(settings, clock, log, state)

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
        token = self._tokens.sample
        if token is None:
            raise RuntimeError("this sandbox has no samples: make it with Sandbox(samples=True), or issue a token")
        return token

    def arguments(self, *, other: bool = False) -> dict[str, str]:
        """What the credentials for key mode take, or for certificate mode."""
        return self._apps.arguments(certificates=other)

    def issue_token(
        self,
        *,
        results: Sequence[str] = ("SUCCESS",),
        conn_key: str | None = None,
        identity_type: str = IDENTITY_TYPE,
        cert_no: str = CERT_NO,
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
        token = _token(conn_key, identity_type, cert_no)
        with self.changing():
            self._tokens.issue(token, results)
        return token

    def finish_certification(self, certify_id: str, *, outcome: str | Sequence[str] = "verified") -> None:
        """Play the part of the person whose certification was opened, by whichever `initialize`.

        Args:
            certify_id: from the answer.
            outcome: `verified`, `rejected` or `pending`, or a list of these: each query gives the next, the last stays.
                Where an answer has only T and F, what is pending and what is rejected are both F.

        Raises:
            ValueError: there is no such certification, it is finished or has expired; or no such outcome.
        """
        with self.changing():
            self._certifications.finish(certify_id, outcome)

    def issue_auth_token(
        self,
        *,
        user_name: str | None = None,
        cert_no: str | None = None,
        mobile: str | None = None,
        logon_id: str | None = None,
    ) -> str:
        """Play the part of a person who authorises the app, and return the `auth_token` for `consult_certdoc`.

        Args:
            user_name: what the person's account holds, as all that follow; None for whatever is asked about.
            cert_no: the number of the document.
            mobile: the telephone number.
            logon_id: the login.
        """
        auth_token = f"auth-{secrets.token_hex(16)}"
        told = {"user_name": user_name, "cert_no": cert_no, "mobile": mobile, "logon_id": logon_id}
        with self.changing():
            self._accounts.authorize(auth_token, {name: value for name, value in told.items() if value is not None})
        return auth_token

    def authorize_app(self, app_auth_token: str) -> None:
        """Accept this `alipay-app-auth-token`: another merchant has authorised the app."""
        with self.changing():
            self._app_auth_tokens[app_auth_token] = True

    def notification(self, *, certificates: bool = False, **fields: str) -> dict[str, str]:
        """The form of a notification as Alipay posts it to a `notify_url`, signed and not yet encoded.

        Args:
            certificates: for the app in certificate mode.
            fields: what it tells; they win over the sandbox's own, whose `notify_type` is made up.
        """
        app_id = CERTIFICATE_APP_ID if certificates else APP_ID
        app = self._apps.find(app_id, next_certificate=self.settings.next_certificate)
        assert app is not None  # noqa: S101 - the sandbox's own
        sent = datetime.fromtimestamp(self._clock(), pages.BEIJING)  # of a notification no page says it
        told = {
            "app_id": app_id,
            "charset": "utf-8",
            "notify_id": secrets.token_hex(17),
            "notify_time": sent.strftime("%Y-%m-%d %H:%M:%S"),
            "notify_type": "sandbox_notification",
            "version": "1.0",
        } | fields
        signature = app.signer.private.sign(canonical.sorted_string(told))
        return told | {"sign": base64.b64encode(signature).decode("ascii"), "sign_type": "RSA2"}

    def knows(self, name: str) -> bool:
        """Whether this is a certification."""
        return name in self._certifications

    def finish(self, name: str, outcome: str | Sequence[str]) -> None:
        """See `finish_certification`."""
        self.finish_certification(name, outcome=outcome)

    def expire(self, name: str) -> None:
        """Let the 23 hours of a certification be over."""
        with self.changing():
            self._certifications.expire(name)

    def forget(self) -> None:
        """Forget tokens, nonces, certifications and accounts."""
        self._tokens.forget()
        self._nonces.clear()
        self._app_auth_tokens.clear()
        self._certifications.forget()
        self._accounts.forget()

    def shown(self) -> list[Panel]:
        """Certifications, one-time tokens, and persons who authorised the app."""
        return panels_of(self.contract, self._certifications, self._tokens, self._accounts)

    def credentials_of(self, received: Received) -> Credentials | CertificateCredentials:
        """Those of the app that the request names."""
        app_id = canonical.Authorization.parse(received.header("authorization")).items.get("app_id")
        return self.certificate_credentials if app_id == CERTIFICATE_APP_ID else self.credentials

    def secrets_in(self, record: Record) -> list[str]:
        """The signatures, also those in addresses of pages, and the tokens of other merchants."""
        found = self.own_secrets()
        for name, value in (*record.headers, *record.answer.headers):
            if name == "authorization":
                found.append(canonical.Authorization.parse(value).signature or value)
            elif name in ("alipay-signature", "alipay-app-auth-token"):
                found.append(value)
        fields = parse_qs(record.received.query) if record.path == pages.PATH else {}
        return [*found, *fields.get("sign", ()), *fields.get("app_auth_token", ())]

    def plain_bodies(self, record: Record) -> tuple[bytes | None, bytes | None]:
        """The bodies under the app's AES key."""
        is_encrypted = record.received.header("alipay-encrypt-type")
        answers = ("Content-Type", canonical.ENCRYPTED_TYPE) in record.answer.headers
        return (
            self._opened(record.body) if is_encrypted else None,
            self._opened(record.answer.content) if answers else None,
        )

    def _opened(self, body: bytes) -> bytes | None:
        try:
            return self._apps.aes_key.decrypt(body)
        except DecodeError:
            return None

    def add_samples(self) -> str:
        """Issue the sample token, and make the ids of the documented examples known, which succeed."""
        documented = {name: operation.example_arguments() for name, operation in self.contract.operations.items()}
        with self.changing():
            for product in PRODUCTS:
                self._certifications.add_sample(product, documented[product.query]["certify_id"])
            consult = documented["consultCertdoc"]
            self._accounts.add_sample(consult["auth_token"], consult["verify_id"], documented["preconsultCertdoc"])
            self._tokens.issue_sample(_token())
        token = self.sample_token
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
            is_page=received.path == pages.PATH,
        )

    def authenticate(self, received: Received, draft: AlipayDraft) -> None:
        """Checks 1 to 6."""
        if draft.is_page:
            self._authenticate_page(received, draft)
            return
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
        self._check_app_auth_token(received.header("alipay-app-auth-token"))
        if draft.operation is None and not self.contract.route(received.path):
            raise RefusalError("invalid-method")
        if draft.operation is None:
            raise RefusalError("invalid-http-method", "the path is known, the HTTP method is another")
        content = self._content(received, draft)
        try:
            return self.judged(draft.operation, received, content)
        except RefusalError as refusal:
            code = MALFORMED.get(draft.operation.id, "INVALID_PARAMETER")
            raise evolve(refusal, code=code or refusal.code) from None

    def objection(self, differences: Sequence[Difference]) -> RefusalError:
        """The operation's own refusal, whatever is wrong."""
        missing = [difference.argument for difference in differences if difference.is_missing]
        illegal = [difference.argument for difference in differences if not difference.is_missing]
        parts = [f"{word}: {', '.join(names)}" for word, names in (("missing", missing), ("illegal", illegal)) if names]
        code = "ILLEGAL_ARGUMENT" if illegal else "REQUIRED_PARAM_MISSING"  # as those say that tell one from the other
        return RefusalError(code, "; ".join(parts), business=True)

    def refuse(self, draft: AlipayDraft, refusal: RefusalError) -> None:
        """Answer with an error object, never encrypted; the operation's are signed, the gateway's are not."""
        draft.status, draft.encrypts = refusal.status or 400, False
        if draft.is_page:
            text = f"{refusal.code}: {refusal.message or MESSAGES.get(refusal.code, '')}\n"
            draft.content, draft.content_type, draft.headers = text.encode(), "text/plain; charset=utf-8", []
            return
        draft.signed = draft.signed and (refusal.business or self.settings.sign_gateway_errors)
        document: dict[str, object] = {"code": refusal.code, "message": MESSAGES.get(refusal.code, refusal.message)}
        if self.settings.links == "array":
            document["links"] = [{"link": LINK, "desc": "解决方案"}]
        elif self.settings.links == "text":
            document["links"] = LINK
        draft.use(document)

    def _app_of(self, authorization: canonical.Authorization) -> App | None:
        return self._apps.find(authorization.items.get("app_id", ""), next_certificate=self.settings.next_certificate)

    def _check_nonce(self, items: Mapping[str, str]) -> str:
        """Check 4: the nonce is there, and new. It counts as used only once the signature is verified."""
        while (oldest := next(iter(self._nonces), None)) is not None:
            if self._clock() - (self._nonces.peek(oldest) or 0.0) <= WINDOW:
                break
            del self._nonces[oldest]
        nonce = f"{items['app_id']} {items.get('nonce', '')}"
        if not items.get("nonce") or nonce in self._nonces:
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

    def _check_app_auth_token(self, token: str) -> None:
        """Check 7: whoever it is on whose behalf the app calls has authorised it."""
        if token and token not in self._app_auth_tokens:
            raise RefusalError("invalid-app-auth-token", status=401)

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

    # ---- the pages beside the gateway, which speak protocol v2 -------------------------------------------------------

    def _page_address(self, product: Product, certify_id: str) -> str:
        """The address of a page that Alipay signs, for the app in key mode whoever asks."""
        key, now = self._apps.provider, self._clock()
        return pages.address(self.url, APP_ID, product, certify_id, now, key)

    def _authenticate_page(self, received: Received, draft: AlipayDraft) -> None:
        """The address of a page is the app's, or Alipay's own; what a refusal is called here is not documented."""
        if received.method != "GET" and "token" not in form(received):
            raise RefusalError("invalid-http-method", "a page is opened with GET")
        page = pages.Page.parse(received.query)
        app = self._apps.find(page.fields.get("app_id", ""), next_certificate=False)
        if app is None:
            raise RefusalError("invalid-app-id")
        draft.expected = page.string_to_sign
        key = self._apps.provider
        if page.product is CERTIFY_OPEN:
            self._check_certificates(app.certificates, page.fields, page.fields.get("alipay_root_cert_sn", ""))
            key = app.key
        self._check_signature(key, page.fields.get("sign", ""), draft.expected)

    def visited(self, received: Received) -> Visit:
        """The page of a certification that can be acted on."""
        page = pages.Page.parse(received.query)
        self._check_app_auth_token(page.fields.get("app_auth_token", ""))
        return self._certifications.visited(page.product, page.certify_id)

    # ---- the operations that have a state ----------------------------------------------------------------------------

    def handlers(self) -> Mapping[str, Handler]:
        """What a token is good for, how far a certification is, and what an account holds."""
        return {
            **self._tokens.handlers(),
            **self._certifications.handlers(),
            **self._accounts.handlers(),
        }


SANDBOX = AlipaySandbox


def _token(conn_key: str | None = None, identity_type: str = IDENTITY_TYPE, cert_no: str = CERT_NO) -> Token:
    return Token(conn_key=conn_key or f"conn-{secrets.token_hex(8)}", identity_type=identity_type, cert_no=cert_no)


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
