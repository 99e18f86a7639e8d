"""Mistakes that are made with every provider: about the body, and about the string as a whole."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any, Final

from realname.explain.explanation import Finding
from realname.explain.search import Edit, Mistake

# ---- the string as a whole ----

_SEND_WHAT_YOU_SIGN: Final = "Make the body's bytes once; sign these bytes and send these bytes."

_WHOLE: Final[tuple[tuple[Finding, Edit], ...]] = (
    (
        Finding(
            name="missing_final_newline",
            says="the string was signed without the line feed at its end",
            remedy="End the last line with a line feed, too.",
        ),
        lambda string: string[:-1] if string.endswith(b"\n") else string,
    ),
    (
        Finding(
            name="extra_final_newline",
            says="the string was signed with one more line feed at its end",
            remedy="Let nothing follow the last part; shells and editors add line feeds.",
        ),
        lambda string: string + b"\n",
    ),
    (
        Finding(
            name="crlf_line_ends",
            says="the string was signed with CR LF where a line feed alone belongs",
            remedy=r"Write \n, whatever the platform's line end is.",
        ),
        lambda string: string.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
    ),
    (
        Finding(
            name="literal_backslash_n",
            says=r"the string was signed with the two characters \ and n where a line feed belongs",
            remedy=r"Write a real line feed: $'\n' or printf in a shell, not '\n' in plain quotes.",
        ),
        lambda string: string.replace(b"\n", b"\\n"),
    ),
    (
        Finding(
            name="missing_newlines",
            says="the string was signed without any line feeds",
            remedy="Separate the lines by line feeds.",
        ),
        lambda string: string.replace(b"\n", b""),
    ),
    (
        Finding(
            name="hashed_twice",
            says="what was signed is the digest of the string, so that it was hashed twice",
            remedy="Hand the string itself to the signing function: it hashes by itself.",
        ),
        lambda string: hashlib.sha256(string).digest(),
    ),
    (
        Finding(
            name="hashed_twice",
            says="what was signed is the hex digest of the string, so that it was hashed twice",
            remedy="Hand the string itself to the signing function: it hashes by itself.",
        ),
        lambda string: hashlib.sha256(string).hexdigest().encode(),
    ),
)


def whole_mistakes() -> list[Mistake]:
    """Mistakes about the string as a whole."""
    return [Mistake(finding, "whole", edit) for finding, edit in _WHOLE]


# ---- the body ----


def body_mistakes(body: bytes) -> list[Mistake]:
    """Mistakes about the body."""
    return [Mistake(finding, "body", other) for finding, other in other_bodies(body)]


def other_bodies(body: bytes) -> Iterator[tuple[Finding, bytes]]:
    """What may have been signed instead of the body, the commonest first."""
    if not body:
        yield from _instead_of_nothing()
        return
    yield (
        _resigned("body_trailing_newline", "the body was signed without the line end it was sent with"),
        body.rstrip(b"\r\n"),
    )
    yield _resigned("body_trailing_newline", "the body was signed with a line end it was not sent with"), body + b"\n"
    yield _resigned("body_trailing_newline", "the body was signed with a line end it was not sent with"), body + b"\r\n"
    yield _resigned("body_whitespace", "the body was signed without the blanks around it"), body.strip()
    for says, other in _reserialised(body):
        yield _resigned("json_reserialised", f"the signed body is the same JSON written differently: {says}"), other
    lines = body.replace(b"\r\n", b"\n")
    yield _resigned("body_line_ends", "the body was signed with LF line ends and sent with CR LF"), lines
    yield _resigned("body_line_ends", "the body was signed with CR LF line ends"), lines.replace(b"\n", b"\r\n")
    yield _resigned("body_byte_order_mark", "the body was signed with a byte order mark"), b"\xef\xbb\xbf" + body
    yield (
        _resigned("body_byte_order_mark", "the body was sent with a byte order mark and signed without it"),
        body.removeprefix(b"\xef\xbb\xbf"),
    )
    yield _resigned("body_not_signed", "an empty body was signed instead of the one that was sent"), b""
    for name in ("gbk", "latin-1", "utf-16-le"):
        try:
            other = body.decode().encode(name)
        except UnicodeError:
            continue
        yield _resigned("body_charset", f"the body was signed in {name.upper()} and sent in UTF-8"), other


def _instead_of_nothing() -> Iterator[tuple[Finding, bytes]]:
    for other, says in ((b"{}", "{}"), (b"null", "null"), (b"None", "None"), (b"\n", "a line feed")):
        yield (
            Finding(
                name="empty_body_filled",
                says=f"the request has no body, and {says} was signed for it",
                remedy="Sign nothing where nothing is sent.",
            ),
            other,
        )


def _resigned(name: str, says: str) -> Finding:
    return Finding(name=name, says=says, remedy=_SEND_WHAT_YOU_SIGN)


_SHAPES: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    ("without blanks", {"separators": (",", ":")}),
    ("with a blank after each comma and colon", {}),
    ("indented by 2", {"indent": 2}),
    ("indented by 4", {"indent": 4}),
    ("with a blank after each comma", {"separators": (", ", ":")}),
    ("with a blank after each colon", {"separators": (",", ": ")}),
)


def _reserialised(body: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return
    for sort_keys in (False, True):
        for ascii_only in (False, True):
            for says, shape in _SHAPES:
                text = json.dumps(document, ensure_ascii=ascii_only, sort_keys=sort_keys, **shape)
                details = [says, *(["keys sorted"] if sort_keys else [])]
                if not text.isascii() or r"\u" in text:
                    details.append("non-ASCII characters escaped" if ascii_only else "non-ASCII characters as they are")
                yield from _escapes(", ".join(details), text)
    yield "as Python prints an object (single quotes), which is not JSON", str(document).encode("utf-8", "replace")


def _escapes(says: str, text: str) -> Iterator[tuple[str, bytes]]:
    """The text, and as PHP and Go write it."""
    for details, other in (
        (says, text),
        (rf"{says}, / written as \/", text.replace("/", r"\/")),
        (
            rf"{says}, <, > and & written as \u003c, \u003e and \u0026",
            text.replace("<", r"\u003c").replace(">", r"\u003e").replace("&", r"\u0026"),
        ),
    ):
        try:
            yield details, other.encode()
        except UnicodeEncodeError:
            continue
