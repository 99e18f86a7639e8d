"""Mistakes that are made with every provider: about the body, the address, and the string as a whole."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any, Final

from realname.testing.signature.capture import CapturedRequest
from realname.testing.signature.explanation import Finding
from realname.testing.signature.search import WHOLE, Edit, Mistake

METHOD_CASE: Final = Finding("method_case", "the method was signed in lower case", "Sign it in upper case.")

_SEND_WHAT_YOU_SIGN: Final = "Make the body's bytes once; sign these bytes and send these bytes."
_DIGESTS: Final[dict[str, Edit]] = {
    "digest": lambda string: hashlib.sha256(string).digest(),
    "hex digest": lambda string: hashlib.sha256(string).hexdigest().encode(),
}
_WHOLE: Final[tuple[tuple[str, str, str, Edit], ...]] = (
    (
        "missing_final_newline",
        "without the line feed at its end",
        "End the last line with a line feed, too.",
        lambda string: string.removesuffix(b"\n"),
    ),
    (
        "extra_final_newline",
        "with one more line feed at its end",
        "Let nothing follow the last part; shells and editors add line feeds.",
        lambda string: string + b"\n",
    ),
    (
        "crlf_line_ends",
        "with CR LF where a line feed alone belongs",
        r"Write \n, whatever the platform's line end is.",
        lambda string: string.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
    ),
    (
        "literal_backslash_n",
        r"with the two characters \ and n where a line feed belongs",
        r"Write a real line feed: $'\n' or printf in a shell, not '\n' in plain quotes.",
        lambda string: string.replace(b"\n", rb"\n"),
    ),
    (
        "missing_newlines",
        "without any line feeds",
        "Separate the lines by line feeds.",
        lambda string: string.replace(b"\n", b""),
    ),
)


def whole_mistakes() -> Iterator[Mistake]:
    """Mistakes about the string as a whole."""
    for name, how, remedy, edit in _WHOLE:
        yield Mistake(Finding(name, f"the string was signed {how}", remedy), WHOLE, edit)
    for what, edit in _DIGESTS.items():
        says = f"what was signed is the {what} of the string, so that it was hashed twice"
        remedy = "Pass the string itself to the signing function: it does the hashing."
        yield Mistake(Finding("hashed_twice", says, remedy), WHOLE, edit)


def with_host(request: CapturedRequest, target: str) -> list[str]:
    """The target with the request's host in front, in the ways that people sign it."""
    host = request.value("Host")
    return [f"{prefix}{host}{target}" for prefix in ("", "https://", "http://") if host]


# ---- the body ----


def body_mistakes(body: bytes) -> Iterator[Mistake]:
    """Mistakes about the body."""
    return (Mistake(finding, "body", other) for finding, other in other_bodies(body))


def other_bodies(body: bytes) -> Iterator[tuple[Finding, bytes]]:
    """What may have been signed instead of the body, the most frequent first."""
    if not body:
        for says, other in (("{}", b"{}"), ("null", b"null"), ("None", b"None"), ("a line feed", b"\n")):
            says = f"the request has no body, and {says} was signed for it"
            yield Finding("empty_body_filled", says, "Sign nothing where nothing is sent."), other
        return
    lines = body.replace(b"\r\n", b"\n")
    for name, says, other in (
        ("trailing_newline", "the body was signed without the line end it was sent with", body.rstrip(b"\r\n")),
        ("trailing_newline", "the body was signed with a line end it was not sent with", body + b"\n"),
        ("trailing_newline", "the body was signed with a line end it was not sent with", body + b"\r\n"),
        ("whitespace", "the body was signed without the spaces around it", body.strip()),
    ):
        yield _other_body(f"body_{name}", says, other)
    for how, other in _reserialised(body):
        yield _other_body("json_reserialised", f"the signed body is the same JSON written differently: {how}", other)
    for name, says, other in (
        ("line_ends", "the body was signed with LF line ends and sent with CR LF", lines),
        ("line_ends", "the body was signed with CR LF line ends", lines.replace(b"\n", b"\r\n")),
        ("byte_order_mark", "the body was signed with a byte order mark", _BOM + body),
        ("byte_order_mark", "the body was sent with a byte order mark and signed without it", body.removeprefix(_BOM)),
        ("not_signed", "an empty body was signed instead of the one that was sent", b""),
    ):
        yield _other_body(f"body_{name}", says, other)
    for charset in ("gbk", "latin-1", "utf-16-le"):
        try:
            other = body.decode().encode(charset)
        except UnicodeError:
            continue
        yield _other_body("body_charset", f"the body was signed in {charset.upper()} and sent in UTF-8", other)


_BOM: Final = b"\xef\xbb\xbf"


def _other_body(name: str, says: str, other: bytes) -> tuple[Finding, bytes]:
    return Finding(name, says, _SEND_WHAT_YOU_SIGN), other


_SHAPES: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    ("without spaces", {"separators": (",", ":")}),
    ("with a space after each comma and colon", {}),
    ("indented by 2", {"indent": 2}),
    ("indented by 4", {"indent": 4}),
    ("with a space after each comma", {"separators": (", ", ":")}),
    ("with a space after each colon", {"separators": (",", ": ")}),
)


def _reserialised(body: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return
    for sort_keys in (False, True):
        for ascii_only in (False, True):
            for how, shape in _SHAPES:
                text = json.dumps(document, ensure_ascii=ascii_only, sort_keys=sort_keys, **shape)
                details = [how, *(["keys sorted"] if sort_keys else [])]
                if not text.isascii() or r"\u" in text:
                    details.append("non-ASCII characters escaped" if ascii_only else "non-ASCII characters as they are")
                yield from _escapes(", ".join(details), text)
    yield "as Python prints an object (single quotes), which is not JSON", str(document).encode("utf-8", "replace")


def _escapes(how: str, text: str) -> Iterator[tuple[str, bytes]]:
    """The text, and as PHP and Go write it."""
    go = text.replace("<", r"\u003c").replace(">", r"\u003e").replace("&", r"\u0026")
    for details, other in (
        (how, text),
        (rf"{how}, / written as \/", text.replace("/", r"\/")),
        (rf"{how}, <, > and & written as \u003c, \u003e and \u0026", go),
    ):
        try:
            yield details, other.encode()
        except UnicodeEncodeError:
            continue
