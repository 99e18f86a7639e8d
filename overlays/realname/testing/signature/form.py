"""What is wrong with a message whatever its signature is over; a check yields its finding, or nothing."""

import re
from collections.abc import Iterator
from typing import Final

from realname.testing.signature.capture import Message
from realname.testing.signature.explanation import Finding
from realname.testing.signature.keyring import Keyring

UNSIGNED: Final = Finding(
    "unsigned", "the answer carries no signature", "Only a refusal may come unsigned; never act on an unsigned success."
)


def half_signature(present: str, absent: str) -> Finding:
    """The finding for an answer that lacks what belongs to its signature."""
    remedy = "Do not act on it. Look for what is in between: a proxy may drop headers."
    return Finding("half_signature", f"the answer carries {present} without {absent}", remedy)


def another_identity(ring: Keyring, identity: str, *, place: str, name: str, keys: str, of: str) -> Iterator[Finding]:
    """An id that is not the configured one."""
    if ring.is_another(identity):
        remedy = f"{name.capitalize()} and {keys} belong together: take both from the same {of} and environment."
        yield Finding("client_id_mismatch", f"{place} is not the configured {name}", remedy)


def missing_headers(message: Message, *names: str) -> Iterator[Finding]:
    """Headers that a request must have."""
    for name in names:
        if not message.value(name):
            yield Finding("header_missing", f"the header {name} is missing", f"Send {name}.")


def milliseconds(name: str, text: str) -> Iterator[Finding]:
    """A time in milliseconds since 1970: 13 digits, from 2001 to 2286."""
    if re.fullmatch(r"\d{10}", text):
        yield Finding("timestamp_in_seconds", f"{name} is in seconds", "Write milliseconds since 1970: 13 digits.")
    elif text and not re.fullmatch(r"\d{13}", text):
        yield Finding("timestamp_form", f"{name} is not a number of milliseconds", "Write 13 digits.")


def own_key_configured(ring: Keyring, setting: str, sn: str | None = None) -> Iterator[Finding]:
    """The caller's own public key in the place of the provider's."""
    if ring.public_key is not None and ring.provider_key(sn) == ring.public_key:
        says = f"{setting} is the public half of your own private key, not the provider's key"
        remedy = "Configure the public key that the provider's console shows as its own."
        yield Finding("own_key_configured", says, remedy)


_ODD: Final = (
    ("a byte-order mark (BOM)", "\ufeff"),
    ("a line end", r"[\r\n]"),
    ("blanks", r"\s"),
    ("quotation marks", r"[\"'`\u2018-\u201e\xab\xbb\uff02\uff07]"),
    ("invisible characters", r"[\x00-\x1f\x7f-\xad\u115f\u180e\u200b-\u206f\ufff9-\ufffc\U000e0000-\U000e007f]"),
    ("characters beyond ASCII, such as full-width ones", r"[^\x00-\x7f]"),
)
"""What gets around an id or a secret on its way into the settings; what comes first has the better name."""


def odd_settings(ring: Keyring) -> Iterator[Finding]:
    """An id, a secret or a token with what nobody's console has given out."""
    for name, text in (
        ("id", ring.identity),
        ("secret", ring.secret and ring.secret.reveal()),
        ("app auth token", ring.app_auth_token and ring.app_auth_token.reveal()),
    ):
        if odd := next((what for what, pattern in _ODD if re.search(pattern, text or "")), None):
            remedy = "Set it again, without them: the provider knows the bare text only."
            yield Finding("setting_altered", f"the {name} that is configured has {odd} in or around it", remedy)


def without_oddities(text: str) -> str:
    """A text without what such settings have in or around them."""
    for _, pattern in _ODD:
        text = re.sub(pattern, "", text)
    return text
