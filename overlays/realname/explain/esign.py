"""e签宝: what a request is signed over, and how that goes wrong (dev-guide3/tggw2e)."""

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import parse_qsl

from attrs import frozen

from realname import esign
from realname.explain import comparison, esign_callback
from realname.explain.capture import CapturedRequest, read_answer, read_request
from realname.explain.comparison import capture_part
from realname.explain.esign_credentials import hmac_keys, identity
from realname.explain.explanation import Explanation, Finding, Part
from realname.explain.keyring import Keyring
from realname.explain.mistakes import other_bodies, whole_mistakes
from realname.explain.search import Edit, Mistake, Signable
from realname.explain.signatures import Decoded, decode

Pairs = Sequence[tuple[str, str]]

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


@frozen(kw_only=True)
class _Signed(Signable):
    """What the string to sign is built from."""

    method: str
    accept: str
    content_md5: str
    content_type: str
    date: str
    signed_headers: Pairs
    path_and_parameters: str

    def built(self) -> bytes:
        """The string to sign."""
        string = esign.string_to_sign(  # writes the method in upper case
            method=self.method,
            accept=self.accept,
            content_md5=self.content_md5,
            content_type=self.content_type,
            date=self.date,
            signed_headers=self.signed_headers,
            path=self.path_and_parameters,
        )
        return self.method.encode() + string.removeprefix(self.method.upper().encode())


def explain_request(captured: bytes, ring: Keyring) -> Explanation:
    """Explain the signature of a request, or of a callback that e签宝 has sent."""
    request = read_request(captured)
    if request.header("X-Tsign-Open-SIGNATURE"):
        return esign_callback.explain(request, ring)
    findings = [*request.findings, *_form(request), *identity(request, ring)]
    if request.header("X-Tsign-Open-Token") and not request.header("X-Tsign-Open-Auth-Mode"):
        findings.append(
            Finding(
                name="token_mode",
                says="the request uses a token, so nothing is signed",
                remedy="If it is refused with TOKEN错误, fetch a new token.",
                severity="note",
            )
        )
        return comparison.incomplete("esign", "request", parts=(), findings=findings)
    query = parse_qsl(request.query, keep_blank_values=True)
    listed = [name for name in request.value("X-Tsign-Open-Ca-Signature-Headers").split(",") if name]
    right = _Signed(
        method=request.method.upper(),
        accept=request.value("Accept"),
        content_md5=request.value("Content-MD5"),
        content_type=request.value("Content-Type"),
        date=request.value("Date"),
        signed_headers=[(name, request.value(name)) for name in listed],
        path_and_parameters=esign.path_and_parameters(request.path, query),
    )
    signature = request.value("X-Tsign-Open-Ca-Signature")
    decoded = decode(signature) if signature else Decoded(None, ())
    return comparison.explain(
        "esign",
        "request",
        right,
        parts=_parts(request, right, listed),
        findings=findings,
        mistakes=list(_mistakes(right, request, query)),
        received=signature,
        decoded=decoded,
        keys=hmac_keys(ring, right.string(), decoded),
    )


def explain_answer(captured: bytes) -> Explanation:
    """Explain an answer: e签宝 signs none."""
    answer = read_answer(captured)
    finding = Finding(
        name="not_signed_by_provider",
        says="e签宝 does not sign its answers, so there is nothing to verify",
        remedy="TLS vouches for the answer; the client also checks that it is about the flow that was asked for.",
        severity="note",
    )
    return comparison.incomplete("esign", "answer", parts=(), findings=[*answer.findings, finding])


# ---- the form ----


def _form(request: CapturedRequest) -> Iterator[Finding]:
    for name in ("X-Tsign-Open-App-Id", "X-Tsign-Open-Ca-Timestamp", "X-Tsign-Open-Ca-Signature"):
        if not request.value(name) and not request.value("X-Tsign-Open-Token"):
            yield Finding(name="header_missing", says=f"the header {name} is missing", remedy=f"Send {name}.")
    mode = request.value("X-Tsign-Open-Auth-Mode")
    if mode != "Signature" and not request.value("X-Tsign-Open-Token"):
        yield Finding(
            name="auth_mode",
            says="X-Tsign-Open-Auth-Mode is not “Signature”, so the gateway looks for a token instead",
            remedy="Send X-Tsign-Open-Auth-Mode: Signature.",
        )
    timestamp = request.value("X-Tsign-Open-Ca-Timestamp")
    if re.fullmatch(r"\d{10}", timestamp):
        yield Finding(
            name="timestamp_in_seconds",
            says="X-Tsign-Open-Ca-Timestamp is in seconds",
            remedy="Write milliseconds since 1970: 13 digits.",
        )
    elif timestamp and not re.fullmatch(r"\d{13}", timestamp):
        yield Finding(
            name="timestamp_form",
            says="X-Tsign-Open-Ca-Timestamp is no number of milliseconds",
            remedy="Write 13 digits.",
        )
    yield from _md5_form(request)


def _md5_form(request: CapturedRequest) -> Iterator[Finding]:
    sent = request.value("Content-MD5")
    if not request.body or not sent or sent == esign.content_md5(request.body):
        return
    digest = hashlib.md5(request.body, usedforsecurity=False)
    if sent.lower() == digest.hexdigest() or sent == base64.b64encode(digest.hexdigest().encode()).decode("ascii"):
        yield Finding(
            name="content_md5_hex",
            says="Content-MD5 is made from the hex text of the digest",
            remedy="Write base64 of the 16 raw bytes: 24 characters.",
        )
        return
    for finding, body in other_bodies(request.body):
        if sent == esign.content_md5(body):
            yield Finding(
                name="content_md5_differs",
                says=f"Content-MD5 is that of another body than the one sent: {finding.says}",
                remedy=finding.remedy,
            )
            return
    yield Finding(
        name="content_md5_differs",
        says="Content-MD5 is not that of the body that was sent",
        remedy="Make the body's bytes once; hash these bytes and send these bytes.",
    )


def _parts(request: CapturedRequest, right: _Signed, listed: Sequence[str]) -> list[Part]:
    parts = [capture_part("method", "request line", request.method_at, right.method)]
    for name in ("Accept", "Content-MD5", "Content-Type", "Date"):
        header = request.header(name)
        source = f"header {name}" + ("" if header else " (absent: an empty line)")
        parts.append(capture_part(name, source, header.at if header else None, header.value if header else ""))
    for name in sorted(listed):
        header = request.header(name)
        text = f"{name}:{header.value if header else ''}"
        parts.append(capture_part(name, f"header {name}", header.at if header else None, text))
    source = "request line" + (", query decoded and sorted" if request.query else "")
    parts.append(capture_part("path and parameters", source, request.target_at, right.path_and_parameters))
    return parts


# ---- the mistakes ----


def _mistakes(right: _Signed, request: CapturedRequest, query: Pairs) -> Iterator[Mistake]:
    for name, accept in _other_values("Accept", right.accept, _ACCEPTS):
        yield Mistake(_header(name, accept), "accept", accept)
    for name, kind in _other_values("Content-Type", right.content_type, _CONTENT_TYPES):
        yield Mistake(_header(name, kind), "content_type", kind)
    for finding, md5 in _other_md5s(right, request):
        yield Mistake(finding, "content_md5", md5)
    if right.date:
        yield Mistake(_header("Date", ""), "date", "")
    for finding, edit in _line_mistakes():
        yield Mistake(finding, "whole", edit)
    yield from whole_mistakes()
    for finding, target in _other_targets(request, query):
        yield Mistake(finding, "path_and_parameters", target)
    method = Finding(name="method_case", says="the method was signed in lower case", remedy="Sign it in upper case.")
    yield Mistake(method, "method", right.method.lower())
    yield from _signed_header_mistakes(right)


def _other_values(name: str, sent: str, values: Sequence[str]) -> Iterator[tuple[str, str]]:
    return ((name, value) for value in values if value != sent)


def _header(name: str, signed: str) -> Finding:
    return Finding(
        name="header_changed",
        says=f"{name} was signed as {f'“{signed}”' if signed else 'an empty line'} and sent differently",
        remedy=f"Set {name} before signing and sign it as sent; an HTTP library may add or change it afterwards.",
    )


def _other_md5s(right: _Signed, request: CapturedRequest) -> Iterator[tuple[Finding, str]]:
    digest = hashlib.md5(request.body, usedforsecurity=False)
    candidates = [
        ("", "an empty line"),
        (esign.content_md5(request.body), "the digest of the body that was sent"),
        (digest.hexdigest(), "the hex digest of the body"),
        (base64.b64encode(digest.hexdigest().encode()).decode("ascii"), "base64 of the hex digest"),
        (esign.content_md5(b"{}"), "the digest of {}"),
    ]
    for signed, says in candidates:
        if signed != right.content_md5:
            yield (
                Finding(
                    name="content_md5_hex" if "hex" in says else "header_changed",
                    says=f"Content-MD5 was signed as {says} and sent differently",
                    remedy="Sign the header as it is sent: base64 of the 16 raw bytes of the body's MD5.",
                ),
                signed,
            )
    for finding, body in other_bodies(request.body) if request.body else ():
        yield finding, esign.content_md5(body)


def _line_mistakes() -> Iterator[tuple[Finding, Edit]]:
    missing = Finding(
        name="missing_empty_line",
        says="the lines of absent headers were left out",
        remedy="An absent header leaves an empty line: Accept, Content-MD5, Content-Type and Date always have theirs.",
    )
    yield missing, lambda string: re.sub(rb"\n+", b"\n", string)
    extra = Finding(
        name="extra_empty_line",
        says="an empty line was signed for the extra headers, which are not there",
        remedy="Without extra headers their line disappears altogether.",
    )
    yield extra, lambda string: b"\n\n".join(string.rsplit(b"\n", 1))


def _other_targets(request: CapturedRequest, query: Pairs) -> Iterator[tuple[Finding, str]]:
    path = request.path
    if query:
        yield _target("query_order", "with its parameters in the order of sending"), _joined(path, query)
        yield _target("query_encoded", "with its parameters still percent-encoded"), request.target
        encoded = "&".join(sorted(request.query.split("&")))
        yield _target("query_encoded", "with its parameters sorted and still percent-encoded"), f"{path}?{encoded}"
        by_text = sorted(query, key=lambda pair: pair[0].lower())
        yield _target("query_order", "with its parameters sorted regardless of case"), _joined(path, by_text)
        yield _target("query_empty_values", "with = after the name of an empty parameter"), _joined(path, sorted(query))
        full = sorted(pair for pair in query if pair[1])
        yield _target("query_empty_values", "without its empty parameters"), _joined(path, full)
        yield (
            _target("query_repeated", "with the last value of a repeated parameter"),
            _joined(path, sorted(dict(query).items())),
        )
        yield _target("query_not_signed", "without its parameters"), path
        plus = parse_qsl(request.query.replace("+", "%2B"), keep_blank_values=True)
        yield _target("query_plus", "with + where a blank was sent"), esign.path_and_parameters(path, plus)
    else:
        yield _target("query_differs", "with a ? although there are no parameters"), f"{path}?"
    host = request.value("Host")
    signed = esign.path_and_parameters(path, query)
    for prefix in (host, f"https://{host}", f"http://{host}") if host else ():
        yield _target("host_signed", "with the host in front"), prefix + signed
    yield _target("path_differs", "without its first slash"), signed.removeprefix("/")


def _joined(path: str, pairs: Pairs) -> str:
    return path + "?" + "&".join(f"{key}={value}" for key, value in pairs)


def _target(name: str, how: str) -> Finding:
    return Finding(
        name=name,
        says=f"path and parameters were signed {how}",
        remedy="Sign the path and the decoded parameters in ASCII order of their names; of an empty one the bare name.",
    )


def _signed_header_mistakes(right: _Signed) -> Iterator[Mistake]:
    if not right.signed_headers:
        return
    for says, pairs in (
        ("with names in lower case", [(name.lower(), value) for name, value in right.signed_headers]),
        ("with a blank after the colon", [(name, f" {value}") for name, value in right.signed_headers]),
        ("not at all", []),
        ("with empty values", [(name, "") for name, _ in right.signed_headers]),
    ):
        finding = Finding(
            name="signed_headers_differ",
            says=f"the headers in X-Tsign-Open-Ca-Signature-Headers were signed {says}",
            remedy="Sign each as Name:Value, sorted, with the name as it is spelled in the list.",
        )
        yield Mistake(finding, "signed_headers", pairs)
