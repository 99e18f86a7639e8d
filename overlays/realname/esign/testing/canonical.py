"""e签宝's wire form, written down a second time for its judges: what a request and a callback are signed over.

Sources are e签宝's pages dev-guide3/tggw2e (the string to sign), identity_service/qokre9 (Content-MD5) and
notify3/pmy852 (callbacks). Nothing here comes from the client's signing, so that neither can hide a mistake of the
other.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import unquote_plus

from attrs import field, frozen

JSON_TYPE: Final = "application/json;charset=UTF-8"
SIGNATURE_MODE: Final = "Signature"
CALLBACK_ALGORITHM: Final = "hmac-sha256"
NEVER_EXTRA: Final = frozenset(
    {
        "accept",
        "content-md5",
        "content-type",
        "date",
        "x-tsign-open-ca-signature",
        "x-tsign-open-ca-signature-headers",
    }
)
"""Headers that cannot be listed as extra signed ones, in lower case: they have places of their own, or none."""

Pairs = Sequence[tuple[str, str]]

_TIMESTAMP: Final = re.compile(r"[0-9]{13}")


@frozen(kw_only=True)
class StringToSign:
    """The parts of what a request's signature covers; another part makes another string.

    Attributes:
        method: in upper case.
        accept: the header as sent, empty if absent; likewise the next three.
        content_md5: as sent; see `content_md5` for what it should be.
        content_type: as sent. No page says whether a POST without a body carries these two: both ways are right.
        date: as sent.
        signed_headers: the extra signed headers, spelled as in their list.
        path_and_parameters: see `path_and_parameters`.
    """

    method: str
    accept: str
    content_md5: str
    content_type: str
    date: str
    signed_headers: Pairs = field(repr=False)
    path_and_parameters: str = field(repr=False)

    def join(self) -> bytes:
        """The string to sign.

        Five lines, empty ones too; one more for each extra header, in ASCII order of the names; the path without a line
        feed after it.
        """
        string = ""
        for value in (self.method, self.accept, self.content_md5, self.content_type, self.date):
            string += value + "\n"
        for name, value in sorted(self.signed_headers, key=lambda header: header[0]):
            string += f"{name}:{value}\n"
        return (string + self.path_and_parameters).encode()


@frozen(kw_only=True)
class CallbackString:
    """The parts of what a callback's signature covers, with nothing between them.

    Attributes:
        timestamp: the text of `X-Tsign-Open-TIMESTAMP`, in milliseconds.
        values: see `callback_values`.
        body: the bytes on the wire.
    """

    timestamp: str
    values: str = field(repr=False)
    body: bytes = field(repr=False)

    def join(self) -> bytes:
        """The string to sign."""
        return (self.timestamp + self.values).encode() + self.body


# ---- the parts -------------------------------------------------------------------------------------------------------


def content_md5(body: bytes) -> str:
    """Base64 of the 16 raw bytes of the digest. A request without a body has none: its line is empty."""
    return base64.b64encode(hashlib.md5(body, usedforsecurity=False).digest()).decode("ascii")


def parse_query(query: str) -> Pairs:
    """The decoded parameters of a query in wire order; `?k` and `?k=` are both empty, `+` is a space.

    Raises:
        UnicodeDecodeError: they are not UTF-8.
    """
    items = (item.partition("=") for item in query.split("&") if item)
    return [(unquote_plus(name, errors="strict"), unquote_plus(value, errors="strict")) for name, _, value in items]


def path_and_parameters(path: str, parameters: Pairs, *, empty_with_equals: bool = False) -> str:
    """The path as it came and the decoded parameters in ASCII order of their keys; of an empty one the bare key.

    Of a key that comes more than once the first value counts.

    Args:
        path: the path.
        parameters: the decoded parameters in wire order.
        empty_with_equals: write an empty one with its `=`, against the page.
    """
    query = "&".join(f"{key}={value}" if value or empty_with_equals else key for key, value in ordered(parameters))
    return f"{path}?{query}" if parameters else path


def ordered(parameters: Pairs) -> Pairs:
    """The parameters in ASCII order of their keys, without those whose key came before."""
    return sorted(dict(reversed(parameters)).items())


def listed_headers(header: str) -> list[str]:
    """The names in `X-Tsign-Open-Ca-Signature-Headers` that can be signed so."""
    names = [name.strip() for name in header.split(",")]
    return [name for name in names if name and name.lower() not in NEVER_EXTRA]


def callback_values(parameters: Pairs) -> str:
    """What a callback's address adds to its signature: the decoded values in ASCII order of their keys, and no keys."""
    return "".join(value for _, value in ordered(parameters))


def parse_timestamp(text: str) -> int | None:
    """Milliseconds since 1970; None if that is not what stands there."""
    return int(text) if _TIMESTAMP.fullmatch(text) else None


# ---- the signatures --------------------------------------------------------------------------------------------------


def sign(secret: str, string: bytes) -> str:
    """A request's signature: base64 of the HMAC-SHA256 under the secret's own text."""
    return base64.b64encode(hmac.digest(secret.encode(), string, "sha256")).decode("ascii")


def sign_callback(secret: str, string: bytes) -> str:
    """A callback's signature: the same HMAC in lower-case hex."""
    return hmac.digest(secret.encode(), string, "sha256").hex()
