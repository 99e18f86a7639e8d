"""Alipay's signature explained: what a request and an answer are signed over, and what is wrong with their form."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final

from realname.alipay.credentials import CertificateCredentials, Credentials
from realname.alipay.settings import SETTINGS
from realname.alipay.testing.canonical import ALGORITHM, Authorization, StringToSign, StringToVerify
from realname.alipay.testing.mistakes import answer_mistakes, request_mistakes
from realname.core.keys import PrivateKey, PublicKey
from realname.testing.signature.capture import CapturedRequest, Message
from realname.testing.signature.comparison import Case, Keys, explain
from realname.testing.signature.explanation import Explanation, Finding, Part
from realname.testing.signature.form import (
    UNSIGNED,
    another_identity,
    half_signature,
    milliseconds,
    own_key_configured,
)
from realname.testing.signature.keyring import Keyring, SettingsReader
from realname.testing.signature.search import Mistake

_ON_BEHALF: Final = "alipay-app-auth-token"
_ROOT: Final = "alipay-root-cert-sn"
ANSWER_COVERS_REQUEST: Final = False
WINDOW: Final = 600
"""Seconds for which a request holds."""


def explain_request(request: CapturedRequest, ring: Keyring) -> Explanation:
    """Explain the signature of a request."""
    return explain((_Request if request.value("Authorization") else _Unauthorized)(request, ring))


def explain_answer(answer: Message, _: CapturedRequest | str, ring: Keyring) -> Explanation:
    """Explain the signature of an answer; what was asked does not enter into it."""
    return explain(_Answer(answer, ring))


def concerns(request: CapturedRequest) -> bool:
    """Whether a request is one to Alipay v3, by what stands in its head."""
    scheme = request.value("Authorization").upper().startswith("ALIPAY-")
    return request.method != "OPTIONS" and (scheme or request.path.startswith("/v3/alipay"))


def sent_at(request: CapturedRequest) -> float | None:
    """When it was sent, by the caller's clock: seconds since 1970."""
    milliseconds = Authorization.parse(request.value("Authorization")).milliseconds
    return None if milliseconds is None else milliseconds / 1000


def keyring(credentials: Credentials | CertificateCredentials) -> Keyring:
    """What credentials hold."""
    return Keyring(
        identity=credentials.app_id,
        private_key=credentials.private_key,
        provider_key=credentials.key_for,
        app_auth_token=credentials.app_auth_token,
        certificate_sn=getattr(credentials, "app_certificate_sn", None),
        root_certificates_sn=getattr(credentials, "root_certificates_sn", None),
    )


def keyring_from_env() -> Keyring:
    """What of the settings can be read from the environment."""
    settings = SettingsReader(SETTINGS)
    private_key = settings.read("private_key", PrivateKey.parse)
    provider_key = None
    if settings.text("app_certificate") is None:
        provider_key = settings.read("alipay_public_key", PublicKey.parse)
    elif (credentials := settings.attempt(CertificateCredentials.from_env)) is not None:
        return keyring(credentials)
    return Keyring(
        identity=settings.text("app_id"),
        private_key=private_key,
        provider_key=lambda _: provider_key,
        app_auth_token=settings.secret("app_auth_token"),
        problems=tuple(settings.problems),
    )


# ---- what is signed, and what is wrong with the rest ----


class _Unauthorized(Case[CapturedRequest, StringToSign]):
    provider = "alipay"

    def form(self) -> Iterator[Finding]:
        remedy = f"Send Authorization: {ALGORITHM} <items>,sign=<signature>."
        yield Finding("header_missing", "the header Authorization is missing", remedy)


class _Request(Case[CapturedRequest, StringToSign]):
    provider = "alipay"

    @property
    def token(self) -> str | None:
        """The app auth token, which enters into the string as soon as its header is there."""
        header = self.message.header(_ON_BEHALF)
        return header.value if header.at else None

    @cached_property
    def authorization(self) -> Authorization:
        """The header, also if the signature is not its last item."""
        parsed = Authorization.parse(self.message.value("Authorization"))
        inside = re.search(r"(?:^|,)sign=([^,]*)", parsed.auth_string)
        if parsed.signature or inside is None:
            return parsed
        items = parsed.auth_string[: inside.start()] + parsed.auth_string[inside.end() :]
        return Authorization(parsed.algorithm, items.strip(","), inside[1])

    @property
    def received(self) -> str:
        return self.authorization.signature

    @property
    def is_encrypted(self) -> bool:
        return bool(self.message.body and self.message.value("alipay-encrypt-type"))

    def form(self) -> Iterator[Finding]:
        items, auth_string = self.authorization.items, self.authorization.auth_string
        if self.authorization.algorithm != ALGORITHM:
            yield Finding("scheme_unknown", "Authorization does not begin with the scheme", f"Begin with {ALGORITHM}.")
        if not self.received:
            yield Finding("signature_item_missing", "Authorization has no item sign=…", "End it with ,sign=….")
        elif not re.search(r",sign=[^,]*$", self.message.value("Authorization")):
            says = "sign is not the last item of Authorization"
            yield Finding("signature_item_not_last", says, "Write ,sign=… at its end.")
        for name in ("app_id", "nonce", "timestamp"):
            if not items.get(name):
                yield Finding("item_missing", f"Authorization has no item {name}", f"Add {name}=… and sign it.")
        if ", " in auth_string:
            says = "there are spaces between the items of Authorization"
            yield Finding("blanks_between_items", says, "Separate them by commas alone.", "note")
        if '"' in auth_string:
            yield Finding("items_quoted", "items of Authorization are in quotation marks", "Leave the marks out.")
        yield from milliseconds("timestamp", items.get("timestamp", ""))
        app_id = items.get("app_id", "")
        yield from another_identity(self.ring, app_id, place="app_id", name="app id", keys="keys", of="application")
        if self.ring.certificate_sn not in (None, items.get("app_cert_sn")):
            says = "app_cert_sn is missing, or not the SN of the configured certificate"
            remedy = "Send the SN of the application's own certificate: the MD5 of issuer and serial number."
            yield Finding("certificate_differs", says, remedy)
        if problem := _root_problem(self.message.value(_ROOT), self.ring):
            remedy = "Send the SN of the whole root bundle: those of its RSA certificates, in its order, joined by _."
            yield Finding("root_certificates_differ", f"{_ROOT} {problem}", remedy)

    def right(self) -> StringToSign:
        return StringToSign(
            auth_string=self.authorization.auth_string,
            method=self.message.method.upper(),
            target=self.message.target,
            body=self.message.body,
            app_auth_token=self.token,
        )

    def parts(self) -> Sequence[Part]:
        at = self.message.header("Authorization").at or (0, 0)
        start = at[0] + len(f"{self.authorization.algorithm} ".encode())
        items = self.authorization.auth_string
        parts = [
            Part("signed items", "header Authorization", (start, start + len(items.encode())), items),
            Part("method", "request line", self.message.method_at, self.message.method.upper()),
            Part("path and query", "request line", self.message.target_at, self.message.target),
            self.message.body_part,
        ]
        return parts if self.token is None else [*parts, self.message.part("app auth token", _ON_BEHALF)]

    def mistakes(self, right: StringToSign) -> Iterator[Mistake]:
        return request_mistakes(right, self.message, self.ring)

    def keys(self, string: bytes) -> Keys:
        return self.own_keys(string)


class _Answer(Case[Message, StringToVerify]):
    provider = "alipay"

    def __init__(self, answer: Message, ring: Keyring) -> None:
        super().__init__(answer, ring)
        self.timestamp, self.nonce = answer.value("alipay-timestamp"), answer.value("alipay-nonce")
        self.sn = answer.value("alipay-sn") or None

    @property
    def received(self) -> str:
        signature = self.message.value("alipay-signature")
        return "" if signature == "null" else signature

    @property
    def is_of_unknown_certificate(self) -> bool:
        ring = self.ring
        return ring.certificate_sn is not None and self.sn is not None and ring.provider_key(self.sn) is None

    def form(self) -> Iterator[Finding]:
        yield from own_key_configured(self.ring, "alipay_public_key", self.sn)
        if not self.received:
            yield UNSIGNED
            return
        if not (self.timestamp and self.nonce):
            yield half_signature("alipay-signature", "alipay-timestamp and alipay-nonce")
        if self.is_of_unknown_certificate:
            says = f"the answer is signed under the certificate {self.sn}, which is not configured"
            remedy = "Download Alipay's current certificate and add it to alipay_certificates."
            yield Finding("unknown_certificate", says, remedy)

    def right(self) -> StringToVerify | None:
        if not (self.received and self.timestamp and self.nonce) or self.is_of_unknown_certificate:
            return None
        return StringToVerify(timestamp=self.timestamp, nonce=self.nonce, body=self.message.body)

    def parts(self) -> Sequence[Part]:
        part = self.message.part
        return [part("timestamp", "alipay-timestamp"), part("nonce", "alipay-nonce"), self.message.body_part]

    def mistakes(self, right: StringToVerify) -> Iterator[Mistake]:
        return answer_mistakes(right)

    def keys(self, string: bytes) -> Keys:
        return self.providers_keys("alipay_public_key", self.sn)


def _root_problem(sent: str, ring: Keyring) -> str | None:
    """What is wrong with the header that names the root bundle."""
    due = ring.root_certificates_sn
    if due is None or sent == due:
        garbled = sent and not re.fullmatch(r"[0-9a-f]{32}(_[0-9a-f]{32})*", sent)
        return "is not one or more times 32 lower-case hex digits, joined by _" if garbled else None
    parts, right = sent.split("_"), due.split("_")
    if not sent:
        return "is not sent, although certificates are used"
    if sent == ring.certificate_sn:
        return "is the SN of the application's own certificate"
    if ring.provider_key(sent) is not None:
        return "is the SN of Alipay's certificate, not of the root bundle"
    if sorted(re.findall("[0-9a-f]{32}", sent.lower())) == sorted(right):
        return "has the right SNs in another form or order"
    if set(parts) < set(right):
        return f"names {len(parts)} of the {len(right)} RSA certificates of the root bundle: one was not read"
    if set(parts) > set(right):
        return "names more than the RSA certificates of the root bundle"
    return "is the SN of another bundle than the configured one, or of a changed one"
