"""Alipay v3: what a request and an answer are signed over, and how that goes wrong (open-v3/054q58, open-v3/054d0z)."""

import re
from collections.abc import Iterator

from realname.explain import comparison
from realname.explain.alipay_mistakes import (
    MILLISECONDS,
    SCHEME,
    Signed,
    SignedAnswer,
    answer_mistakes,
    items_of,
    request_mistakes,
)
from realname.explain.capture import CapturedRequest, Header, read_answer, read_request
from realname.explain.comparison import capture_part
from realname.explain.explanation import Explanation, Finding, Part
from realname.explain.keyring import Keyring
from realname.explain.signatures import decode


def explain_request(captured: bytes, ring: Keyring) -> Explanation:
    """Explain the signature of a request."""
    request = read_request(captured)
    header = request.header("Authorization")
    findings = list(request.findings)
    if header is None or not header.value:
        findings.append(
            Finding(
                name="header_missing",
                says="the header Authorization is missing",
                remedy=f"Send Authorization: {SCHEME} <items>,sign=<signature>.",
            )
        )
        return comparison.incomplete("alipay", "request", parts=(), findings=findings)
    scheme, auth_string, signature, at = _authorization(header)
    token = request.header("alipay-app-auth-token")
    right = Signed(
        auth_string=auth_string,
        method=request.method.upper(),
        target=request.target,
        body=request.body,
        token=token.value if token else None,
    )
    decoded = decode(signature)
    return comparison.explain(
        "alipay",
        "request",
        right,
        parts=_parts(request, right, at, token),
        findings=[*findings, *_form(header.value, scheme, auth_string, signature), *_identity(auth_string, ring)],
        mistakes=list(request_mistakes(right, request, ring)),
        received=signature,
        is_encrypted=bool(request.body and request.value("alipay-encrypt-type")),
        decoded=decoded,
        keys=comparison.own_keys(ring, right.string(), decoded.signature),
    )


def explain_answer(captured: bytes, ring: Keyring) -> Explanation:
    """Explain the signature of an answer; what was asked does not enter into it."""
    answer = read_answer(captured)
    timestamp, nonce, signature = (answer.header(f"alipay-{name}") for name in ("timestamp", "nonce", "signature"))
    right = SignedAnswer(
        timestamp=timestamp.value if timestamp else "", nonce=nonce.value if nonce else "", body=answer.body
    )
    parts = [
        capture_part("timestamp", "header alipay-timestamp", timestamp.at if timestamp else None, right.timestamp),
        capture_part("nonce", "header alipay-nonce", nonce.at if nonce else None, right.nonce),
        capture_part("body", "body", answer.body_at, answer.body),
    ]
    setting = "alipay_public_key"
    sn = answer.value("alipay-sn") or None
    findings = [*answer.findings, *comparison.own_key_configured(ring, setting, sn=sn)]
    received = signature.value if signature else ""
    if received in ("", "null"):
        findings.append(
            Finding(
                name="unsigned",
                says="the answer carries no signature",
                remedy="Only a refusal may come unsigned; never act on an unsigned success.",
            )
        )
        return comparison.incomplete("alipay", "answer", parts=parts, findings=findings)
    if not (right.timestamp and right.nonce):
        findings.append(
            Finding(
                name="half_signature",
                says="the answer carries alipay-signature without alipay-timestamp and alipay-nonce",
                remedy="Do not act on it. Look at what stands in between: a proxy may drop headers.",
            )
        )
        return comparison.incomplete("alipay", "answer", parts=parts, findings=findings, received=received)
    if ring.certificate_sn is not None and sn is not None and ring.provider_key(sn) is None:
        findings.append(
            Finding(
                name="unknown_certificate",
                says=f"the answer is signed under the certificate {sn}, which is not configured",
                remedy="Download Alipay's current certificate and add it to alipay_certificates.",
            )
        )
        return comparison.incomplete("alipay", "answer", parts=parts, findings=findings, received=received)
    decoded = decode(received)
    return comparison.explain(
        "alipay",
        "answer",
        right,
        parts=parts,
        findings=findings,
        mistakes=list(answer_mistakes(right)),
        received=received,
        decoded=decoded,
        keys=comparison.providers_keys(ring, decoded.signature, setting=setting, sn=sn),
    )


# ---- the form ----


def _authorization(header: Header) -> tuple[str, str, str, tuple[int, int]]:
    """Scheme, items, signature, and where the items stand."""
    scheme, _, rest = header.value.partition(" ")
    match = re.fullmatch(r"(.*),\s*sign=([^,]*)", rest)
    auth_string, signature = match.groups() if match else (rest, "")
    if match is None and (inside := re.search(r"(?:^|,)sign=([^,]*)", rest)):
        signature = inside.group(1)
        auth_string = (rest[: inside.start()] + rest[inside.end() :]).strip(",")
    start = header.at[0] + len(scheme.encode()) + 1
    return scheme, auth_string, signature, (start, start + len(auth_string.encode()))


def _form(authorization: str, scheme: str, auth_string: str, signature: str) -> Iterator[Finding]:
    if scheme != SCHEME:
        yield Finding(
            name="scheme_unknown", says="Authorization does not begin with the scheme", remedy=f"Begin with {SCHEME}."
        )
    if not signature:
        yield Finding(
            name="signature_item_missing",
            says="Authorization has no item sign=…",
            remedy="End it with ,sign=….",
        )
    elif not re.search(r",sign=[^,]*$", authorization):
        yield Finding(
            name="signature_item_not_last",
            says="sign is not the last item of Authorization",
            remedy="Write ,sign=… at its end.",
        )
    items = items_of(auth_string)
    for name in ("app_id", "nonce", "timestamp"):
        if not items.get(name):
            yield Finding(
                name="item_missing", says=f"Authorization has no item {name}", remedy=f"Add {name}=… and sign it."
            )
    if ", " in auth_string:
        yield Finding(
            name="blanks_between_items",
            says="there are blanks between the items of Authorization",
            remedy="Separate them by commas alone.",
            severity="note",
        )
    if '"' in auth_string:
        yield Finding(
            name="items_quoted", says="items of Authorization stand in quotation marks", remedy="Leave the marks out."
        )
    timestamp = items.get("timestamp", "")
    if timestamp.isdecimal() and len(timestamp) == 10:
        yield Finding(
            name="timestamp_in_seconds",
            says="timestamp is in seconds",
            remedy="Write milliseconds since 1970: 13 digits.",
        )
    elif timestamp and not re.fullmatch(rf"\d{{{MILLISECONDS}}}", timestamp):
        yield Finding(
            name="timestamp_form", says="timestamp is no decimal number of milliseconds", remedy="Write 13 digits."
        )


def _identity(auth_string: str, ring: Keyring) -> Iterator[Finding]:
    items = items_of(auth_string)
    if items.get("app_id") and ring.identity and items["app_id"] != ring.identity:
        yield Finding(
            name="client_id_mismatch",
            says="app_id is not the configured app id",
            remedy="App id and keys belong together: take both from the same application and environment.",
        )
    if ring.certificate_sn is not None and items.get("app_cert_sn") != ring.certificate_sn:
        yield Finding(
            name="certificate_differs",
            says="app_cert_sn is missing, or not the SN of the configured certificate",
            remedy="Send the SN of the application's own certificate: the MD5 of issuer and serial number.",
        )


def _parts(request: CapturedRequest, right: Signed, at: tuple[int, int], token: Header | None) -> list[Part]:
    parts = [
        capture_part("items", "header Authorization", at, right.auth_string),
        capture_part("method", "request line", request.method_at, right.method),
        capture_part("path and query", "request line", request.target_at, right.target),
        capture_part("body", "body", request.body_at, right.body),
    ]
    if token is not None:
        parts.append(capture_part("app auth token", "header alipay-app-auth-token", token.at, token.value))
    return parts
