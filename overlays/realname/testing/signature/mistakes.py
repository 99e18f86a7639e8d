"""Mistakes that are made with every provider: about the body, the address, and the string as a whole."""

import base64
import hashlib
import html
import io
import json
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import combinations, permutations, product
from typing import Any, Final
from urllib.parse import parse_qsl, quote, quote_plus

from realname.testing.signature.capture import CapturedRequest
from realname.testing.signature.explanation import Finding
from realname.testing.signature.search import WHOLE, Edit, Mistake

METHOD_CASE: Final = Finding("method_case", "the method was signed in lower case", "Sign it in upper case.")

_LARGE: Final = 1 << 16
"""Bytes of a body from which on sorted parameters are not looked for in it."""
_MOST_ORDERED: Final = 5
"""Lines of which all orders are tried."""
MOST_PARAMETERS: Final = 1000
"""Of a longer query, other writings are not tried."""
ABSENT: Final = ("None", "null", "undefined", "nil", "<nil>", "NULL", "NaN")
"""What programs write for a value that is not there."""

_BOM: Final = b"\xef\xbb\xbf"
_SEND_WHAT_YOU_SIGN: Final = "Make the body's bytes once; sign these bytes and send these bytes."
_DIGESTS: Final[dict[str, Edit]] = {
    "digest": lambda string: hashlib.sha256(string).digest(),
    "hex digest": lambda string: hashlib.sha256(string).hexdigest().encode(),
    "hex digest in upper case": lambda string: hashlib.sha256(string).hexdigest().upper().encode(),
    "base64 digest": lambda string: base64.b64encode(hashlib.sha256(string).digest()),
    "hex MD5 digest": lambda string: hashlib.md5(string, usedforsecurity=False).hexdigest().encode(),
}
_RARE: Final = frozenset({"html_unescaped", "json_escaped", "string_percent_encoded", "string_base64"})
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
    (
        "html_escaped",
        "escaped for HTML (& as &amp;)",
        "Sign the text itself; a template or a copy from a page has escaped it.",
        lambda string: string.replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;"),
    ),
    (
        "html_escaped",
        "escaped for HTML (& as &amp;, quotation marks as &quot;)",
        "Sign the text itself; a template or a copy from a page has escaped it.",
        lambda string: html.escape(string.decode("latin-1")).encode("latin-1"),
    ),
    (
        "html_escaped",
        "with & where &amp; was sent, which is HTML",
        "Send the text itself; a template or a copy from a page has escaped it.",
        lambda string: string.replace(b"&amp;", b"&"),
    ),
    (
        "html_unescaped",
        "with what HTML makes of names such as &times, &copy or &not (× of &timestamp)",
        "Sign the text itself; a page has shown &times as ×.",
        lambda string: html.unescape(string.decode("latin-1")).encode("latin-1"),
    ),
    (
        "json_escaped",
        r"with \u0026 where & was sent (and <, >, =, ' likewise), as JSON libraries write them",
        "Sign the text itself, not its form in JSON.",
        lambda string: re.sub(rb"[&<>=']", lambda found: rb"\u%04x" % ord(found[0]), string),
    ),
    (
        "json_escaped",
        r"with \u0026 where & was sent, as JSON libraries write it",
        "Sign the text itself, not its form in JSON.",
        lambda string: re.sub(rb"[&<>]", lambda found: rb"\u%04x" % ord(found[0]), string),
    ),
    (
        "string_percent_encoded",
        "percent-encoded as a whole",
        "Sign the string itself.",
        lambda string: quote(string, safe="").encode(),
    ),
    (
        "string_percent_encoded",
        "percent-encoded as a whole, with + for a space",
        "Sign the string itself.",
        lambda string: quote_plus(string).encode(),
    ),
    (
        "string_base64",
        "in base64",
        "Sign the string itself; only the signature is written in base64.",
        base64.b64encode,
    ),
    (
        "string_whitespace",
        "without the blanks and line feeds at its ends",
        "Sign every line with its end, and strip nothing.",
        bytes.strip,
    ),
    (
        "string_whitespace",
        "with a space where each line feed belongs",
        "Separate the lines by line feeds.",
        lambda string: string.replace(b"\n", b" "),
    ),
    (
        "byte_order_mark",
        "with a byte order mark in front",
        "Write the text as UTF-8 without BOM.",
        lambda string: _BOM + string,
    ),
)


def whole_mistakes() -> Iterator[Mistake]:
    """Mistakes about the string as a whole."""
    for name, how, remedy, edit in _WHOLE:
        finding = Finding(name, f"the string was signed {how}", remedy)
        yield Mistake(finding, WHOLE, edit, is_alone=name in _RARE)
    for what, edit in _DIGESTS.items():
        says = f"what was signed is the {what} of the string, so that it was hashed twice"
        remedy = "Pass the string itself to the signing function: it does the hashing."
        yield Mistake(Finding("hashed_twice", says, remedy), WHOLE, edit)
    for how, encode in _ENCODINGS:
        finding = Finding("text_charset", f"the string was signed {how}", "Sign and send UTF-8.")
        yield Mistake(finding, WHOLE, partial(_encoded, encode))


def line_mistakes(*lines: str) -> Iterator[Mistake]:
    """Mistakes about the first lines of the string, by what stands in them: left out, in another order, or filled."""
    for at, name in enumerate(lines):
        for kind, says, remedy, edit in (
            ("left_out", f"without the line of {name}", "An absent value leaves an empty line.", _left_out),
            ("order", f"with the line of {name} after the next one", "Keep to the order shown here.", _swapped),
        ):
            finding = Finding(f"line_{kind}", f"the string was signed {says}", remedy)
            yield Mistake(finding, WHOLE, partial(_with_lines, len(lines), at, edit))
        for word in ABSENT:
            says = f"“{word}” was signed in the empty line of {name}"
            edit = partial(_filled, word.encode())
            finding = Finding("absent_value_filled", says, "Sign nothing where nothing is sent.")
            yield Mistake(finding, WHOLE, partial(_with_lines, len(lines), at, edit))

    for count in range(2, len(lines)):
        for left_out in combinations(range(len(lines)), count):
            says = f"without the lines of {', '.join(lines[at] for at in left_out)}"
            finding = Finding("line_left_out", f"the string was signed {says}", "An absent value leaves an empty line.")
            yield _of_lines(finding, [at for at in range(len(lines)) if at not in left_out], len(lines))
    for order in permutations(range(len(lines))) if len(lines) <= _MOST_ORDERED else ():
        finding = Finding("line_order", "the string was signed with its lines in another order", "Keep to this order.")
        yield _of_lines(finding, order, len(lines))


def _of_lines(finding: Finding, these: Sequence[int], count: int) -> Mistake:
    def edit(string: bytes) -> bytes:
        lines = string.split(b"\n", count)
        return b"\n".join([*(lines[at] for at in these), lines[-1]]) if len(lines) > count else string

    return Mistake(finding, WHOLE, edit, is_alone=True)


def instead_mistakes(body: bytes, query: str) -> Iterator[Mistake]:
    """Strings of other interfaces, which are signed in the place of this one: the body alone, or sorted parameters."""
    remedy = "Sign the string that is shown here; what another interface signs is another string."
    if body:
        yield Mistake(Finding("body_alone", "the body alone was signed", remedy), WHOLE, lambda _: body)
    says = "the sorted parameters were signed as name=value, as other interfaces do"
    for fields in _parameters(body, query):
        for joined in dict.fromkeys(
            _sorted_pairs(fields, skips_empty=skips_empty, mark=mark) for skips_empty in (False, True) for mark in "&,"
        ):
            yield _instead("sorted_parameters", says, remedy, joined)


def _instead(name: str, says: str, remedy: str, string: bytes) -> Mistake:
    return Mistake(Finding(name, says, remedy), WHOLE, lambda _: string, is_alone=True)


def _parameters(body: bytes, query: str) -> Iterator[list[tuple[str, str]]]:
    if query.count("&") > MOST_PARAMETERS or body.count(b",") > MOST_PARAMETERS or len(body) > _LARGE:
        return
    in_query = parse_qsl(query, keep_blank_values=True)
    try:
        document = json.loads(body) if body else None
    except (ValueError, RecursionError):
        document = None
    in_body = list(document.items()) if isinstance(document, dict) else []
    written = [(name, value if isinstance(value, str) else _compact(value)) for name, value in in_body]
    for fields in (in_query, written, [*in_query, *written]):
        if fields:
            yield fields


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _sorted_pairs(fields: list[tuple[str, str]], *, skips_empty: bool, mark: str) -> bytes:
    pairs = (f"{name}={value}" for name, value in sorted(fields) if value or not skips_empty)
    return mark.join(pairs).encode("utf-8", "surrogatepass")


def _with_lines(count: int, at: int, edit: Callable[[list[bytes], int], list[bytes]], string: bytes) -> bytes:
    lines = string.split(b"\n", count)
    return b"\n".join(edit(lines, at)) if len(lines) > count else string


def _left_out(lines: list[bytes], at: int) -> list[bytes]:
    return lines[:at] + lines[at + 1 :]


def _swapped(lines: list[bytes], at: int) -> list[bytes]:
    return [*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]]


def _filled(word: bytes, lines: list[bytes], at: int) -> list[bytes]:
    return [*lines[:at], lines[at] or word, *lines[at + 1 :]]


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
        for says, other in (*((word, word.encode()) for word in ("{}", *ABSENT)), ("a line feed", b"\n")):
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
    for how, encode in _ENCODINGS:
        yield _other_body("body_charset", f"the body was signed {how}", _encoded(encode, body))


def _encoded(encode: Edit, data: bytes) -> bytes:
    try:
        return encode(data)
    except UnicodeError:
        return data


_ENCODINGS: Final[tuple[tuple[str, Edit], ...]] = (
    ("in GBK and sent in UTF-8", lambda data: data.decode().encode("gbk")),
    ("in LATIN-1 and sent in UTF-8", lambda data: data.decode().encode("latin-1")),
    ("in UTF-16 and sent in UTF-8", lambda data: data.decode().encode("utf-16-le")),
    ("with ? for each character that ASCII has not", lambda data: data.decode().encode("ascii", "replace")),
    ("with ? for each character that GBK has not", lambda data: data.decode().encode("gbk", "replace")),
    ("in Big5 and sent in UTF-8", lambda data: data.decode().encode("big5")),
    ("as UTF-8 encoded twice (its bytes taken for LATIN-1)", lambda data: data.decode("latin-1").encode()),
    ("as UTF-8 encoded twice (its bytes taken for Windows-1252)", lambda data: data.decode("cp1252").encode()),
    ("as UTF-8 encoded twice (its bytes taken for GBK)", lambda data: data.decode("gbk").encode()),
)
_MOST_ITEMS: Final = 100_000
"""Of a document with more than these, other writings are not tried."""


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
    if sum(map(body.count, (b",", b"[", b"{"))) > _MOST_ITEMS:
        return
    try:
        document = json.loads(body)
        for sort_keys, ascii_only, (how, shape) in product((False, True), (False, True), _SHAPES):
            encoder = json.JSONEncoder(ensure_ascii=ascii_only, sort_keys=sort_keys, **shape)
            text = _dumped(document, encoder, most=8 * len(body) + 10_000)
            details = [how, *(["keys sorted"] if sort_keys else [])]
            if not text.isascii() or r"\u" in text:
                details.append("non-ASCII characters escaped" if ascii_only else "non-ASCII characters as they are")
            yield from _escapes(", ".join(details), text)
        for how, bare in _without_absent(document):
            yield how, _compact(bare).encode("utf-8", "surrogatepass")
        text = str(document)
    except (ValueError, RecursionError):
        return
    yield "as Python prints an object (single quotes), which is not JSON", text.encode("utf-8", "replace")


def _without_absent(document: object) -> Iterator[tuple[str, object]]:
    if isinstance(document, dict):
        yield "without its null values", {name: value for name, value in document.items() if value is not None}
        yield "without its empty values", {name: value for name, value in document.items() if value not in (None, "")}


def _dumped(document: object, encoder: json.JSONEncoder, *, most: int) -> str:
    """The document as text, or nothing where deep indents would make that grow out of all proportion."""
    if encoder.indent is None:
        return encoder.encode(document)
    text = io.StringIO()
    for part in encoder.iterencode(document):
        if text.tell() > most:
            return ""
        text.write(part)
    return text.getvalue()


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
