"""The headers of a request to ZOLOZ: which ones there must be, which form they have, what is in them.

Form as on ZOLOZ's page "Message structure"; where its official clients differ from the page, as they write it.
"""

import base64
import re
from datetime import datetime
from urllib.parse import unquote

from realname.sandbox.exchange import Received, RefusalError

MEDIA_TYPES = {"application/json", "text/plain"}

_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:[+-][0-9]{4}|(Z|[+-][0-9]{2}:[0-9]{2}))")
_PERCENT_ENCODED = re.compile(r"(?:[A-Za-z0-9]|%2[BbFf]|%3[Dd])+")
_URL_SAFE = re.compile(r"[A-Za-z0-9_-]+={0,2}")
_FROM_URL_SAFE = str.maketrans("-_", "+/")


def uses_access_key(received: Received) -> bool:
    """Whether the request is one of AK/SK access."""
    return bool(received.header("auth-type"))


def missing_header(received: Received) -> str | None:
    """The first of the needed headers that is absent or empty."""
    needed = ["Client-Id", "Request-Time", "Signature", "Content-Type"]
    if _media_type(received)[0] == "text/plain":
        needed.append("Encrypt")
    if uses_access_key(received):
        needed.append("Access-Key")
    return next((name for name in needed if not received.header(name.lower())), None)


def check_form(received: Received, *, lenient_time: bool) -> None:
    """What is there has the documented form.

    Raises:
        RefusalError: it has not.
    """
    media_type, charset = _media_type(received)
    access_key = uses_access_key(received)
    encrypt = received.header("encrypt")
    signature = items(received.header("signature"))
    time = request_time(received, lenient=lenient_time)
    problems = {
        "the header Request-Time is no time such as 2019-04-04T12:08:56+0530": time is None,
        "the header Content-Type is not one of the two media types": media_type not in MEDIA_TYPES,
        "the charset is not UTF-8": charset not in {"", "utf-8"},
        "the header Auth-Type is not AKSK": received.header("auth-type") not in {"", "AKSK"},
        "the algorithm in Signature is not RSA256": not access_key and signature.get("algorithm") != "RSA256",
        "the algorithm in Encrypt is not RSA_AES": encrypt and items(encrypt).get("algorithm") != "RSA_AES",
        "the header Encrypt goes with text/plain only": encrypt and media_type != "text/plain",
        "an access key does not go with encryption": encrypt and access_key,
        "no interface takes a query string": received.query,
    }
    for problem, found in problems.items():
        if found:
            raise RefusalError("PARAM_ILLEGAL", problem)


def request_time(received: Received, *, lenient: bool) -> datetime | None:
    """What `Request-Time` says, if it is a time."""
    text = received.header("request-time")
    match = _TIME.fullmatch(text)
    if match is None or (match[1] and not lenient):
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S%z")
    except ValueError:
        return None


def items(header: str) -> dict[str, str]:
    """The items of a list header: separated by a comma with or without spaces, in any order."""
    pairs = (item.strip().partition("=") for item in header.split(","))
    return {name: value for name, _, value in pairs}


def decode(value: str, *, lenient: bool) -> bytes:
    """Decode the value of a list header: percent-encoded standard base64; raw or URL-safe only if lenient.

    Raises:
        ValueError: it is not.
    """
    if lenient:
        text = unquote(value).translate(_FROM_URL_SAFE).rstrip("=")
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    if not _PERCENT_ENCODED.fullmatch(value):
        raise ValueError("not percent-encoded")
    return base64.b64decode(unquote(value), validate=True)


def decode_url_safe(value: str) -> bytes:
    """Decode URL-safe base64, padded or not.

    Raises:
        ValueError: it is not.
    """
    if not _URL_SAFE.fullmatch(value):
        raise ValueError("not URL-safe base64")
    bare = value.rstrip("=")
    return base64.urlsafe_b64decode(bare + "=" * (-len(bare) % 4))


def _media_type(received: Received) -> tuple[str, str]:
    """The media type and the charset of a request, both in lower case."""
    media_type, *parameters = (part.strip().lower() for part in received.header("content-type").split(";"))
    charset = next((p.partition("=")[2] for p in parameters if p.partition("=")[0].strip() == "charset"), "")
    return media_type, charset.strip().strip('"')
