"""How e签宝's strings to sign are built wrong, those of requests and those of callbacks."""

import base64
import hashlib
import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import parse_qsl

from realname.esign.testing.canonical import CallbackString, Pairs, StringToSign, content_md5, path_and_parameters
from realname.testing.signature.capture import CapturedRequest
from realname.testing.signature.explanation import Finding
from realname.testing.signature.mistakes import (
    ABSENT,
    METHOD_CASE,
    MOST_PARAMETERS,
    body_mistakes,
    instead_mistakes,
    line_mistakes,
    other_bodies,
    whole_mistakes,
    with_host,
)
from realname.testing.signature.search import WHOLE, Mistake, MistakesIn

_ACCEPTS: Final = ("*/*", "", "application/json", "application/json, text/plain, */*")
_CONTENT_TYPES: Final = (
    "application/json; charset=UTF-8",
    "",
    "application/json",
    "application/json;charset=UTF-8",
    "application/json; charset=utf-8",
    "application/json;charset=utf-8",
    "text/plain",
    "application/x-www-form-urlencoded",
)
_target: Final = MistakesIn(
    "path_and_parameters",
    "path and parameters were signed",
    "Sign the path and the decoded parameters in ASCII order of their names; of an empty one the bare name.",
)
_signed_headers: Final = MistakesIn(
    "signed_headers",
    "the headers in X-Tsign-Open-Ca-Signature-Headers were signed",
    "Sign each as Name:Value, sorted, with the name as it is spelled in the list.",
)
_content_md5: Final = MistakesIn(
    "content_md5",
    "Content-MD5 was signed as",
    "Sign the header as it is sent: base64 of the 16 raw bytes of the body's MD5.",
)
_values: Final = MistakesIn(
    "values",
    "the callback is signed",
    "Hand the query to verify_callback as it came; plain ASCII with unique names is safest.",
)


def hex_md5(body: bytes) -> str:
    """The digest in hex."""
    return hashlib.md5(body, usedforsecurity=False).hexdigest()


def base64_of_hex_md5(body: bytes) -> str:
    """The digest encoded twice."""
    return base64.b64encode(hex_md5(body).encode()).decode("ascii")


def request_mistakes(right: StringToSign, request: CapturedRequest, query: Pairs) -> Iterator[Mistake]:
    """What goes wrong in requests, the most frequent first."""
    for part, name, sent, values in (
        ("accept", "Accept", right.accept, _ACCEPTS),
        ("content_type", "Content-Type", right.content_type, _CONTENT_TYPES),
    ):
        yield from (_header(part, name, value) for value in values if value != sent)
    yield from _md5_mistakes(right, request.body)
    if right.date:
        yield _header("date", "Date", "")
    yield from _line_mistakes()
    yield from line_mistakes("the method", "Accept", "Content-MD5", "Content-Type", "Date")
    yield from instead_mistakes(request.body, request.query)
    yield from whole_mistakes()
    yield from _target_mistakes(right.path_and_parameters, request, query)
    yield Mistake(METHOD_CASE, "method", right.method.lower())
    if headers := right.signed_headers:
        name = "signed_headers_differ"
        yield _signed_headers(name, "with names in lower case", [(key.lower(), value) for key, value in headers])
        yield _signed_headers(name, "with a space after the colon", [(key, f" {value}") for key, value in headers])
        yield _signed_headers(name, "not at all", [])
        yield _signed_headers(name, "with empty values", [(key, "") for key, _ in headers])


def callback_mistakes(right: CallbackString, request: CapturedRequest) -> Iterator[Mistake]:
    """What goes wrong in callbacks."""
    yield from body_mistakes(right.body)
    yield from whole_mistakes()
    raw = [item.partition("=") for item in request.query.split("&")]
    for how, values in (
        ("without the values of the query", ""),
        ("with the values in the order of sending", "".join(value for _, _, value in raw)),
        ("with the values still percent-encoded", "".join(value for _, _, value in sorted(raw))),
        ("with the names of the query as well", request.query),
    ):
        yield _values("callback_query_differs", how, values)
    finding = Finding(
        "timestamp_not_signed", "the callback is signed without its timestamp", "Sign the timestamp first."
    )
    yield Mistake(finding, "timestamp", "")


def _header(part: str, name: str, signed: str) -> Mistake:
    says = f"{name} was signed as {f'“{signed}”' if signed else 'an empty line'} and sent differently"
    remedy = f"Set {name} before signing and sign it as sent; an HTTP library may add or change it afterwards."
    finding = Finding("header_changed", says, remedy)
    return Mistake(finding, part, signed)


def _md5_mistakes(right: StringToSign, body: bytes) -> Iterator[Mistake]:
    for name, what, signed in (
        ("header_changed", "an empty line", ""),
        ("header_changed", "the digest of the body that was sent", content_md5(body)),
        ("content_md5_hex", "the hex digest of the body", hex_md5(body)),
        ("content_md5_hex", "base64 of the hex digest", base64_of_hex_md5(body)),
        ("content_md5_hex", "the hex digest in upper case", hex_md5(body).upper()),
        ("header_changed", "the digest of {}", content_md5(b"{}")),
    ):
        if signed != right.content_md5:
            yield _content_md5(name, f"{what} and sent differently", signed)
    for finding, other in other_bodies(body) if body else ():
        yield Mistake(finding, "content_md5", content_md5(other))


def _line_mistakes() -> Iterator[Mistake]:
    says = "the lines of absent headers were left out"
    remedy = "An absent header leaves an empty line: Accept, Content-MD5, Content-Type and Date always have theirs."
    missing = Finding("missing_empty_line", says, remedy)
    yield Mistake(missing, WHOLE, lambda string: re.sub(rb"\n+", b"\n", string))
    says = "an empty line was signed for the extra headers, which are not there"
    extra = Finding("extra_empty_line", says, "Without extra headers their line disappears altogether.")
    yield Mistake(extra, WHOLE, lambda string: b"\n\n".join(string.rsplit(b"\n", 1)))


def _target_mistakes(right: str, request: CapturedRequest, query: Pairs) -> Iterator[Mistake]:
    if not query:
        yield _target("query_differs", "with a ? although there are no parameters", f"{request.path}?")
    elif len(query) <= MOST_PARAMETERS:
        for name, how, parameters in _other_parameters(request, query):
            yield _target(name, how, f"{request.path}?{parameters}")
        yield _target("query_not_signed", "without its parameters", request.path)
        with_plus = parse_qsl(request.query.replace("+", "%2B"), keep_blank_values=True)
        yield _target("query_plus", "with + where a space was sent", path_and_parameters(request.path, with_plus))
    for with_it in with_host(request, right):
        yield _target("host_signed", "with the host in front", with_it)
    yield _target("path_differs", "without its first slash", right.removeprefix("/"))


def _other_parameters(request: CapturedRequest, query: Pairs) -> Iterator[tuple[str, str, str]]:
    yield "query_order", "with its parameters in the order of sending", _joined(query)
    yield "query_encoded", "with its parameters still percent-encoded", request.query
    yield "query_encoded", "percent-encoded twice", request.query.replace("%", "%25")
    encoded = "&".join(sorted(request.query.split("&")))
    yield "query_encoded", "with its parameters sorted and still percent-encoded", encoded
    by_text = sorted(query, key=lambda pair: pair[0].lower())
    yield "query_order", "with its parameters sorted regardless of case", _joined(by_text)
    yield "query_empty_values", "with = after the name of an empty parameter", _joined(sorted(query))
    for word in ABSENT:
        filled = [(key, value or word) for key, value in sorted(query)]
        yield "absent_value_filled", f"with “{word}” in its empty parameters", _joined(filled)
    yield "query_empty_values", "without its empty parameters", _joined(sorted(pair for pair in query if pair[1]))
    yield "query_repeated", "with the last value of a repeated parameter", _joined(sorted(dict(query).items()))


def _joined(pairs: Pairs) -> str:
    return "&".join(f"{key}={value}" for key, value in pairs)
