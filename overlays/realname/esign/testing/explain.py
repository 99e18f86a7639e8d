"""e签宝's signature explained: what a request and a callback are signed over, and what is wrong with their form."""

import base64
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any, Final
from urllib.parse import parse_qsl

from realname.esign.credentials import Credentials
from realname.esign.settings import SETTINGS
from realname.esign.testing import canonical
from realname.esign.testing.canonical import CallbackString, StringToSign
from realname.esign.testing.mistakes import base64_of_hex_md5, callback_mistakes, hex_md5, request_mistakes
from realname.testing.signature.capture import CapturedRequest, Message
from realname.testing.signature.comparison import Case, Keys, SignableT, explain, not_configured
from realname.testing.signature.explanation import Explanation, Finding, Part
from realname.testing.signature.form import another_identity, milliseconds, missing_headers, without_oddities
from realname.testing.signature.keyring import Keyring, SettingsReader
from realname.testing.signature.mistakes import other_bodies
from realname.testing.signature.search import Mistake
from realname.testing.signature.signatures import Decoded, decode

ANSWER_COVERS_REQUEST: Final = False
WINDOW: Final = 900
"""Seconds for which a request holds."""
_MOST_LISTED: Final = 100
"""Extra signed headers that are looked at; a message has fewer headers than that."""


def explain_request(request: CapturedRequest, ring: Keyring) -> Explanation:
    """Explain the signature of a request, or of a callback that e签宝 has sent."""
    if request.header("X-Tsign-Open-SIGNATURE").at:
        return explain(_Callback(request, ring))
    by_token = request.value("X-Tsign-Open-Token") and not request.header("X-Tsign-Open-Auth-Mode").at
    return explain((_TokenRequest if by_token else _Request)(request, ring))


def explain_answer(answer: Message, _: CapturedRequest | str, ring: Keyring) -> Explanation:
    """Explain an answer: e签宝 signs none."""
    return explain(_Answer(answer, ring))


def concerns(request: CapturedRequest) -> bool:
    """Whether a request is one to e签宝, or a callback of it, by what stands in its head."""
    named = any(header.name.lower().startswith("x-tsign-open-") for header in request.headers)
    return request.method != "OPTIONS" and named


def sent_at(request: CapturedRequest) -> float | None:
    """When it was sent, by the caller's clock: seconds since 1970."""
    milliseconds = canonical.parse_timestamp(request.value("X-Tsign-Open-Ca-Timestamp"))
    return None if milliseconds is None else milliseconds / 1000


def keyring(credentials: Credentials) -> Keyring:
    """What credentials hold."""
    return Keyring(identity=credentials.app_id, secret=credentials.app_secret)


def keyring_from_env() -> Keyring:
    """What of the settings can be read from the environment."""
    settings = SettingsReader(SETTINGS)
    app_id, secret = settings.text("app_id"), settings.secret("app_secret")
    return Keyring(identity=app_id, secret=secret, problems=tuple(settings.problems))


# ---- what is signed, and what is wrong with the rest ----


class _Case(Case[CapturedRequest, SignableT]):
    """What requests and callbacks have in common."""

    provider = "esign"

    def form(self) -> Iterator[Finding]:
        place = "X-Tsign-Open-App-Id"
        app_id = self.message.value(place)
        yield from another_identity(self.ring, app_id, place=place, name="app id", keys="secret", of="application")

    @cached_property
    def query(self) -> canonical.Pairs:
        """The decoded parameters, also of what is not UTF-8."""
        return parse_qsl(self.message.query, keep_blank_values=True)

    def hmac_keys(self, string: bytes, encode: Callable[[bytes], str]) -> Keys:
        if self.ring.secret is None:
            return not_configured("app_secret")
        return self.secret_keys(list(_secrets(self.ring)), string, encode)


class _Sent(_Case[StringToSign]):
    """A request, signed or with a token."""

    def form(self) -> Iterator[Finding]:
        value = self.message.value
        if not value("X-Tsign-Open-Token"):
            names = "X-Tsign-Open-App-Id", "X-Tsign-Open-Ca-Timestamp", "X-Tsign-Open-Ca-Signature"
            yield from missing_headers(self.message, *names)
            if value("X-Tsign-Open-Auth-Mode") != canonical.SIGNATURE_MODE:
                says = "X-Tsign-Open-Auth-Mode is not “Signature”, so the gateway looks for a token instead"
                yield Finding("auth_mode", says, "Send X-Tsign-Open-Auth-Mode: Signature.")
        yield from milliseconds("X-Tsign-Open-Ca-Timestamp", value("X-Tsign-Open-Ca-Timestamp"))
        if self.message.body_is == "whole" and not self.message.is_masked:
            yield from _md5(self.message.body, value("Content-MD5"))
        yield from super().form()


class _TokenRequest(_Sent):
    def form(self) -> Iterator[Finding]:
        yield from super().form()
        says = "the request uses a token, so nothing is signed"
        yield Finding("token_mode", says, "If it is refused with TOKEN错误, fetch a new token.", "note")


class _Request(_Sent):
    covers_body = False

    @property
    def received(self) -> str:
        return self.message.value("X-Tsign-Open-Ca-Signature")

    @cached_property
    def listed(self) -> Sequence[str]:
        return canonical.listed_headers(self.message.value("X-Tsign-Open-Ca-Signature-Headers"))[:_MOST_LISTED]

    def right(self) -> StringToSign:
        value = self.message.value
        return StringToSign(
            method=self.message.method.upper(),
            accept=value("Accept"),
            content_md5=value("Content-MD5"),
            content_type=value("Content-Type"),
            date=value("Date"),
            signed_headers=[(name, value(name)) for name in self.listed],
            path_and_parameters=canonical.path_and_parameters(self.message.path, self.query),
        )

    def parts(self) -> Sequence[Part]:
        request, target = self.message, self.right().path_and_parameters
        parts = [Part("method", "request line", request.method_at, request.method.upper())]
        for header in (request.header(name) for name in ("Accept", "Content-MD5", "Content-Type", "Date")):
            absent = "" if header.at else " (absent: an empty line)"
            parts.append(Part(header.name, f"header {header.name}{absent}", header.at, header.value))
        for name in sorted(self.listed):
            header = request.header(name)
            parts.append(Part(name, f"header {name}", header.at, f"{name}:{header.value}"))
        source = "request line" + (", query decoded and sorted" if request.query else "")
        return [*parts, Part("path and parameters", source, request.target_at, target)]

    def mistakes(self, right: StringToSign) -> Iterator[Mistake]:
        return request_mistakes(right, self.message, self.query)

    def keys(self, string: bytes) -> Keys:
        return self.hmac_keys(string, lambda digest: base64.b64encode(digest).decode("ascii"))


class _Callback(_Case[CallbackString]):
    def form(self) -> Iterator[Finding]:
        yield from super().form()
        if not self.is_hex:
            says = "the callback's signature is not lower-case hex"
            yield Finding("callback_not_hex", says, "Callbacks are signed in hex, unlike requests.")

    @property
    def received(self) -> str:
        return self.message.value("X-Tsign-Open-SIGNATURE")

    @property
    def is_hex(self) -> bool:
        return re.fullmatch(r"[0-9a-f]{64}", self.received) is not None

    @cached_property
    def decoded(self) -> Decoded:
        return Decoded(bytes.fromhex(self.received), ()) if self.is_hex else decode(self.received)

    def right(self) -> CallbackString:
        timestamp = self.message.value("X-Tsign-Open-TIMESTAMP")
        values = canonical.callback_values(self.query)
        return CallbackString(timestamp=timestamp, values=values, body=self.message.body)

    def parts(self) -> Sequence[Part]:
        source, message = "request line, values of the query by their names", self.message
        values = Part("values", source, message.target_at, self.right().values)
        return [message.part("timestamp", "X-Tsign-Open-TIMESTAMP"), values, message.body_part]

    def mistakes(self, right: CallbackString) -> Iterator[Mistake]:
        return callback_mistakes(right, self.message)

    def keys(self, string: bytes) -> Keys:
        return self.hmac_keys(string, bytes.hex)


class _Answer(Case[Message, Any]):
    provider = "esign"

    def form(self) -> Iterator[Finding]:
        says = "e签宝 does not sign its answers, so there is nothing to verify"
        remedy = "TLS vouches for the answer; the client also checks that it is about the flow that was asked for."
        yield Finding("not_signed_by_provider", says, remedy, "note")


def _secrets(ring: Keyring) -> Iterator[tuple[bytes, Finding | None]]:
    """The secret, and what it is mistaken for."""
    text = ring.secret.reveal() if ring.secret else ""
    yield text.encode(), None
    if re.fullmatch(r"(?:[0-9a-fA-F]{2})+", text):
        yield bytes.fromhex(text), _altered("was decoded from hex", "Use it as the text it is.")
    for decoded in _from_base64(text):
        yield decoded, _altered("was decoded from base64", "Use it as the text it is.")
    yield base64.b64encode(text.encode()), _altered("was encoded in base64", "Use it as the text it is.")
    yield f"{text}\r\n".encode(), _altered("was used with a line end (CR LF) behind it", "Strip it after reading it.")
    yield f"{text} ".encode(), _altered("was used with a space behind it", "Strip it after reading it.")
    yield f" {text}".encode(), _altered("was used with a space in front of it", "Strip it after reading it.")
    yield f"'{text}'".encode(), _altered("was used with quotation marks around it", "Leave them out.")
    yield f"{text}\n".encode(), _altered("was used with a line feed at its end", "Strip it after reading it.")
    yield f"\ufeff{text}".encode(), _altered("was used with a byte-order mark", "Read its file as utf-8-sig.")
    yield f'"{text}"'.encode(), _altered("was used with quotation marks around it", "Leave them out.")
    for other, how in ((text.upper(), "upper"), (text.lower(), "lower")):
        if other != text:
            yield other.encode(), _altered(f"was put into {how} case", "Use it as the text it is.")
    if (bare := without_oddities(text)) not in ("", text):
        yield bare.encode(), _altered("was used without what stands around it in the settings", "Set it so.")
    if ring.identity:
        yield ring.identity.encode(), _altered("was not used, but the app id in its place", "Sign with the secret.")
    if text:
        yield b"", _altered("was not used: the key is empty", "Check that the program reads the secret.")


def _from_base64(text: str) -> Iterator[bytes]:
    try:
        yield base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_" if re.search("[-_]", text) else None)
    except ValueError:
        return


def _altered(how: str, remedy: str) -> Finding:
    return Finding("secret_altered", f"the application secret {how}", remedy)


def _md5(body: bytes, sent: str) -> Iterator[Finding]:
    if sent and not body:
        says = "Content-MD5 is sent, and there is no body to make it from"
        remedy = "Leave it out of a request without a body, and its line empty: gateways were seen to refuse it."
        yield Finding("content_md5_without_body", says, remedy, "note")
    if not (body and sent) or sent == canonical.content_md5(body):
        return
    if sent.lower() == hex_md5(body) or sent == base64_of_hex_md5(body):
        says = "Content-MD5 is made from the hex text of the digest"
        yield Finding("content_md5_hex", says, "Write base64 of the 16 raw bytes: 24 characters.")
        return
    says = "Content-MD5 is not that of the body that was sent"
    remedy = "Make the body's bytes once; hash these bytes and send these bytes."
    of_another = (finding for finding, other in other_bodies(body) if sent == canonical.content_md5(other))
    if (finding := next(of_another, None)) is not None:
        says, remedy = f"Content-MD5 is that of another body than the one sent: {finding.says}", finding.remedy
    yield Finding("content_md5_differs", says, remedy)
