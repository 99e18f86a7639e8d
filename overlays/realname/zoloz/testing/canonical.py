"""ZOLOZ's wire form, written down a second time for whoever judges it: what is signed, and how headers are written.

Sources are ZOLOZ's pages "Message structure", "Sign and validate" and "Encrypt and decrypt" and, where these leave
something open, its official clients. Nothing here comes from the client's signing, so that neither can hide a mistake
of the other.
"""

import base64
import re
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote, unquote

from attrs import field, frozen

METHOD: Final = "POST"
RSA_ALGORITHM: Final = "RSA256"
ENCRYPTION_ALGORITHM: Final = "RSA_AES"
ACCESS_KEY_TYPE: Final = "AKSK"
JSON_TYPE: Final = "application/json; charset=UTF-8"
ENCRYPTED_TYPE: Final = "text/plain; charset=UTF-8"

_TIME: Final = "%Y-%m-%dT%H:%M:%S%z"
_TIMES: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[+-]\d{4}|(Z|[+-]\d\d:\d\d))", re.ASCII)
_PERCENT_ENCODED: Final = re.compile(r"(?:[A-Za-z0-9]|%2[BbFf]|%3[Dd])+")
_URL_SAFE: Final = re.compile(r"[A-Za-z0-9_-]+={0,2}")


@frozen(kw_only=True)
class StringToSign:
    """The parts of what is signed, for a request and for its answer alike; another part makes another string.

    Attributes:
        path: from `/api/` on; for an answer the path of its request.
        client_id: the caller's.
        time: the text of `Request-Time`, for an answer of `Response-Time`.
        body: the bytes on the wire.
        method: always `POST`.
        separator: what stands between client id, time and body.
    """

    path: str
    client_id: str
    time: str
    body: bytes = field(repr=False)
    method: str = METHOD
    separator: str = "."

    def join(self) -> bytes:
        """The string to sign."""
        lines = [" ".join([self.method, self.path]), self.separator.join([self.client_id, self.time, ""])]
        return "\n".join(lines).encode() + self.body


# ---- times -----------------------------------------------------------------------------------------------------------


def time_text(seconds: float) -> str:
    """An instant (seconds since 1970) as `Request-Time` and `Response-Time` have it: `2019-04-04T12:08:56+0000`."""
    return datetime.fromtimestamp(seconds, UTC).strftime(_TIME)


def parse_time(text: str, *, lenient: bool = False) -> datetime | None:
    """What such a header says; None if it is no time. Lenient: with the zones `Z` and `+05:30` too."""
    match = _TIMES.fullmatch(text)
    if match is None or (match[1] and not lenient):
        return None
    try:
        return datetime.strptime(text, _TIME)
    except ValueError:
        return None


# ---- headers that hold a list ----------------------------------------------------------------------------------------


def parse_list(header: str) -> dict[str, str]:
    """The items of a list header by name: a comma with or without spaces between them, in any order."""
    items = (item.partition("=") for item in header.split(","))
    return {name.strip(): value.strip() for name, _, value in items}


def signature_header(signature: bytes) -> str:
    """`Signature` for a signature made with an RSA key."""
    return f"algorithm={RSA_ALGORITHM}, signature={encode(signature)}"


def encrypt_header(wrapped: bytes) -> str:
    """`Encrypt` for an AES key that was wrapped for the receiver."""
    return f"algorithm={ENCRYPTION_ALGORITHM}, symmetricKey={encode(wrapped)}"


def encode(value: bytes) -> str:
    """A value of a list header: percent-encoded standard base64."""
    return quote(base64.b64encode(value), safe="")


def decode(text: str) -> bytes:
    """Undo `encode`.

    Raises:
        ValueError: it is something else, such as raw or URL-safe base64.
    """
    if not _PERCENT_ENCODED.fullmatch(text):
        raise ValueError("not percent-encoded base64")
    return base64.b64decode(unquote(text), validate=True)


# ---- access by access key --------------------------------------------------------------------------------------------


def encode_url_safe(value: bytes) -> str:
    """URL-safe base64 without padding: the bare `Signature` of an access key, and the form of its secret."""
    return base64.urlsafe_b64encode(value).decode("ascii").rstrip("=")


def decode_url_safe(text: str) -> bytes:
    """Undo `encode_url_safe`; padding does no harm.

    Raises:
        ValueError: it has characters of the standard alphabet, or is no base64 at all.
    """
    if not _URL_SAFE.fullmatch(text):
        raise ValueError("not URL-safe base64")
    bare = text.rstrip("=")
    return base64.urlsafe_b64decode(bare + "=" * (-len(bare) % 4))
