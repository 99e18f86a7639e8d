"""ZOLOZ's signature explained: what a request and an answer are signed over, and what is wrong with their form."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import ClassVar, Final

from attrs import frozen

from realname.core.keys import PrivateKey, PublicKey
from realname.core.secret import Secret
from realname.testing.signature.capture import CapturedRequest
from realname.testing.signature.capture import Message as CapturedAnswer
from realname.testing.signature.comparison import Case, Keys, MessageT, explain, not_configured
from realname.testing.signature.explanation import Explanation, Finding, Part
from realname.testing.signature.form import (
    UNSIGNED,
    another_identity,
    half_signature,
    missing_headers,
    own_key_configured,
    without_oddities,
)
from realname.testing.signature.keyring import Keyring, SettingsReader
from realname.testing.signature.search import Mistake
from realname.testing.signature.signatures import Decoded, decode
from realname.zoloz.credentials import AccessKey, Credentials
from realname.zoloz.settings import SETTINGS
from realname.zoloz.testing import canonical
from realname.zoloz.testing.canonical import StringToSign
from realname.zoloz.testing.mistakes import answer_mistakes, request_mistakes

ANSWER_COVERS_REQUEST: Final = True
WINDOW: Final = None
"""No page states how far the clocks may be apart."""

_MEDIA_TYPES: Final = [kind.partition(";")[0] for kind in (canonical.JSON_TYPE, canonical.ENCRYPTED_TYPE)]
_WRONG_TIMES: Final = (
    (r"[Zz]$", "the zone is Z; ZOLOZ writes +0000"),
    (r"[+-]\d\d:\d\d$", "the zone has a colon"),
    (r"^\d+$", "it is a number of seconds or milliseconds"),
    (r"\.\d+", "it has fractions of a second"),
    (r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$", "the zone is missing"),
    ("", "its parts differ"),
)


def explain_request(request: CapturedRequest, ring: Keyring) -> Explanation:
    """Explain the signature of a request."""
    by_access_key = _names_access_key(request) or (ring.secret is not None and ring.public_key is None)
    return explain(_Request(request, ring, _Asked(request.path, request.value("Client-Id"), by_access_key)))


def explain_answer(answer: CapturedAnswer, request: CapturedRequest | str, ring: Keyring) -> Explanation:
    """Explain the signature of an answer to a request, or to one with this path."""
    by_access_key = "signature=" not in answer.value("Signature") and ring.secret is not None
    if isinstance(request, str):
        asked = _Asked(request.partition("?")[0], ring.identity or "", by_access_key)
    else:
        client_id = request.value("Client-Id") or ring.identity or ""
        asked = _Asked(request.path, client_id, by_access_key or _names_access_key(request))
    return explain(_Answer(answer, ring, asked))


def concerns(request: CapturedRequest) -> bool:
    """Whether a request is one to ZOLOZ, by what stands in its head."""
    value = request.value
    return request.method != "OPTIONS" and bool(value("Client-Id") and (value("Signature") or value("Request-Time")))


def sent_at(request: CapturedRequest) -> float | None:
    """When it was sent, by the caller's clock: seconds since 1970."""
    moment = canonical.parse_time(request.value("Request-Time"), lenient=True)
    return None if moment is None else moment.timestamp()


def keyring(credentials: Credentials | AccessKey) -> Keyring:
    """What credentials hold."""
    if isinstance(credentials, AccessKey):
        return Keyring(identity=credentials.client_id, secret=credentials.secret_key)
    return Keyring(
        identity=credentials.client_id,
        private_key=credentials.private_key,
        provider_key=lambda _: credentials.zoloz_public_key,
    )


def keyring_from_env() -> Keyring:
    """What of the settings can be read from the environment."""
    settings = SettingsReader(SETTINGS)
    private_key = settings.read("private_key", PrivateKey.parse)
    provider_key = settings.read("zoloz_public_key", PublicKey.parse)
    return Keyring(
        identity=settings.text("client_id"),
        private_key=private_key,
        provider_key=lambda _: provider_key,
        secret=settings.read("secret_key", _secret_key),
        problems=tuple(settings.problems),
    )


def _secret_key(text: str, _: str) -> Secret:
    return AccessKey(client_id="any", access_key="any", secret_key=text).secret_key  # refuses what is not base64


# ---- what is signed, and what is wrong with the rest ----


@frozen
class _Asked:
    """What of the request enters into both signatures, and whether they are made with an access key."""

    path: str
    client_id: str
    by_access_key: bool


def _names_access_key(request: CapturedRequest) -> bool:
    return bool(request.value("Auth-Type") or request.value("Access-Key"))


class _Case(Case[MessageT, StringToSign]):
    """What requests and answers have in common."""

    provider = "zoloz"
    time_header: ClassVar[str]
    percent_encoded: ClassVar[bool | None]

    def __init__(self, message: MessageT, ring: Keyring, asked: _Asked) -> None:
        super().__init__(message, ring)
        self.asked = asked
        self.header = message.value("Signature")
        self.items = {"signature": self.header} if asked.by_access_key else canonical.parse_list(self.header)

    @property
    def received(self) -> str:
        is_bare = "=" not in self.header.rstrip("=")
        return self.items.get("signature") or (self.header if is_bare else "")

    @cached_property
    def decoded(self) -> Decoded:
        if self.asked.by_access_key:
            return decode(self.received, url_safe=True)
        return decode(self.received, percent_encoded=self.percent_encoded)

    def form(self) -> Iterator[Finding]:
        if not self.header or self.asked.by_access_key:
            return
        remedy = f"Write algorithm={canonical.RSA_ALGORITHM}, signature=…."
        if self.items.get("algorithm") != canonical.RSA_ALGORITHM:
            name = "algorithm_unknown" if "algorithm" in self.items else "algorithm_missing"
            yield Finding(name, f"the header Signature does not say algorithm={canonical.RSA_ALGORITHM}", remedy)
        if not self.items.get("signature"):
            yield Finding("signature_item_missing", "the header Signature has no item signature=…", remedy)

    def right(self) -> StringToSign | None:
        time = self.message.value(self.time_header)
        if not (time and self.asked.client_id):
            return None
        return StringToSign(path=self.asked.path, client_id=self.asked.client_id, time=time, body=self.message.body)

    def hmac_keys(self, string: bytes) -> Keys:
        text = without_oddities(self.ring.secret.reveal()) if self.ring.secret else ""
        try:
            decoded = canonical.decode_url_safe(text)
        except ValueError:
            return not_configured("secret_key")
        as_text = Finding(
            "secret_not_decoded",
            "the secret key was used as the text it is shown as",
            "Decode it first: it is URL-safe base64.",
        )
        secrets = [(decoded, None), (text.encode(), as_text)]
        if self.ring.identity:
            says = "the client id was used in the place of the secret key"
            secrets.append((self.ring.identity.encode(), Finding("secret_altered", says, "Sign with the secret key.")))
        return self.secret_keys(secrets, string, canonical.encode_url_safe)


class _Request(_Case[CapturedRequest]):
    time_header = "Request-Time"
    percent_encoded = True

    @property
    def is_encrypted(self) -> bool:
        return bool(self.message.value("Encrypt"))

    def form(self) -> Iterator[Finding]:
        value = self.message.value
        if self.message.method != canonical.METHOD:
            yield Finding("method_not_post", f"the method is {self.message.method}", "ZOLOZ takes POST only.")
        if self.message.query:
            yield Finding("query_present", "the address has a query", "ZOLOZ takes requests without one.")
        yield from missing_headers(self.message, "Client-Id", "Request-Time", "Signature", "Content-Type")
        media_type = value("Content-Type").partition(";")[0].strip().lower()
        if media_type not in ("", *_MEDIA_TYPES):
            remedy = f"Send {canonical.JSON_TYPE}, or {canonical.ENCRYPTED_TYPE} for an encrypted body."
            yield Finding("content_type", f"Content-Type is {media_type}", remedy)
        if media_type == _MEDIA_TYPES[1] and not self.is_encrypted:
            says = "the body is sent as encrypted, without an Encrypt header"
            remedy = f"Send Encrypt: algorithm={canonical.ENCRYPTION_ALGORITHM}, symmetricKey=…."
            yield Finding("encrypt_header_missing", says, remedy)
        if not value("User-Agent"):
            says = "there is no User-Agent; the firewall in front of the gateway demands one"
            yield Finding("user_agent_missing", says, "Send any text in it.", "note")
        time = value("Request-Time")
        if time and not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4}", time):
            problem = next(says for pattern, says in _WRONG_TIMES if re.search(pattern, time))
            says = f"Request-Time is not of the form 2019-04-04T12:08:56+0530 ({problem})"
            yield Finding("time_form", says, 'In Python: datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S%z").')
        client_id = self.asked.client_id
        yield from another_identity(
            self.ring, client_id, place="Client-Id", name="client id", keys="keys", of="account"
        )
        if self.asked.by_access_key:
            if value("Auth-Type") != canonical.ACCESS_KEY_TYPE:
                yield Finding("auth_type", "Auth-Type is not AKSK", "Send Auth-Type: AKSK.")
            yield from missing_headers(self.message, "Access-Key")
        yield from super().form()

    def parts(self) -> Sequence[Part]:
        return [
            Part("method", "request line", self.message.method_at, canonical.METHOD),
            Part("path", "request line", self.message.target_at, self.message.path),
            self.message.part("client id", "Client-Id"),
            self.message.part("time", "Request-Time"),
            self.message.body_part,
        ]

    def mistakes(self, right: StringToSign) -> Iterator[Mistake]:
        return request_mistakes(right, self.ring, self.message)

    def keys(self, string: bytes) -> Keys:
        return self.hmac_keys(string) if self.asked.by_access_key else self.own_keys(string)


class _Answer(_Case[CapturedAnswer]):
    time_header = "Response-Time"
    percent_encoded = None  # only senders have to do that

    def form(self) -> Iterator[Finding]:
        if not (time := self.message.value("Response-Time")) and not self.header:
            yield UNSIGNED
        elif not self.header:
            yield half_signature("Response-Time", "Signature")
        elif not time:
            yield half_signature("Signature", "Response-Time")
        yield from own_key_configured(self.ring, "zoloz_public_key")
        if not self.asked.client_id:
            yield Finding("client_id_missing", "the client id is not known", "Set REALNAME_ZOLOZ_CLIENT_ID.")
        yield from super().form()

    def right(self) -> StringToSign | None:
        return super().right() if self.header else None

    def parts(self) -> Sequence[Part]:
        return [
            Part("method", "of the request", None, canonical.METHOD),
            Part("path", "of the request", None, self.asked.path),
            Part("client id", "of the request", None, self.asked.client_id),
            self.message.part("time", "Response-Time"),
            self.message.body_part,
        ]

    def mistakes(self, right: StringToSign) -> Iterator[Mistake]:
        return answer_mistakes(right, self.ring)

    def keys(self, string: bytes) -> Keys:
        return self.hmac_keys(string) if self.asked.by_access_key else self.providers_keys("zoloz_public_key")
