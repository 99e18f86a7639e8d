"""ZOLOZ: what a request and an answer are signed over, and how that goes wrong (ZOLOZ, "Sign and validate")."""

import base64
import hmac
import re
from collections.abc import Iterator
from typing import Final

from realname.core.secret import Secret
from realname.explain import comparison
from realname.explain.capture import CapturedRequest, Message, read_answer, read_request
from realname.explain.comparison import Keys, capture_part
from realname.explain.explanation import Explanation, Finding, Part, beginning
from realname.explain.keyring import Keyring
from realname.explain.signatures import Decoded, decode, hmac_readings
from realname.explain.zoloz_mistakes import Signed, answer_mistakes, mistakes_in_both, request_mistakes

_MEDIA_TYPES: Final = ("application/json", "text/plain")


def explain_request(captured: bytes, ring: Keyring) -> Explanation:
    """Explain the signature of a request."""
    request = read_request(captured)
    client_id, time, signature = (request.value(name) for name in ("Client-Id", "Request-Time", "Signature"))
    parts = [
        capture_part("method", "request line", request.method_at, "POST"),
        capture_part("path", "request line", request.target_at, request.path),
        _header_part("client id", request, "Client-Id"),
        _header_part("time", request, "Request-Time"),
        capture_part("body", "body", request.body_at, request.body),
    ]
    findings = [*request.findings, *_request_form(request), *_identity(client_id, ring)]
    if not (client_id and time):
        return comparison.incomplete("zoloz", "request", parts=parts, findings=findings, received=signature)
    right = Signed(path=request.path, client_id=client_id, time=time, body=request.body)
    is_aksk = _is_aksk(request, ring)
    if is_aksk:
        findings += _aksk_form(request)
    text, decoded, more = _read_signature(signature, is_aksk=is_aksk, where="Signature")
    return comparison.explain(
        "zoloz",
        "request",
        right,
        parts=parts,
        findings=[*findings, *more],
        mistakes=[*mistakes_in_both(right, ring), *request_mistakes(right, request)],
        received=text,
        is_encrypted=bool(request.value("Encrypt")),
        decoded=decoded,
        keys=_hmac_keys(ring, right.string(), decoded)
        if is_aksk
        else comparison.own_keys(ring, right.string(), decoded.signature),
    )


def explain_answer(captured: bytes, request: str, ring: Keyring) -> Explanation:
    """Explain the signature of an answer to a request: its path, or the captured request itself."""
    answer = read_answer(captured)
    path, client_id, is_aksk = _asked(request, ring)
    time, signature = answer.value("Response-Time"), answer.value("Signature")
    parts = [
        capture_part("method", "of the request", None, "POST"),
        capture_part("path", "of the request", None, path),
        capture_part("client id", "of the request", None, client_id),
        _header_part("time", answer, "Response-Time"),
        capture_part("body", "body", answer.body_at, answer.body),
    ]
    findings = [*answer.findings, *_half(signature, time)]
    findings += comparison.own_key_configured(ring, "zoloz_public_key")
    if not client_id:
        findings.append(
            Finding(name="client_id_missing", says="the client id is not known", remedy="Set REALNAME_ZOLOZ_CLIENT_ID.")
        )
    if not (client_id and time and signature):
        return comparison.incomplete("zoloz", "answer", parts=parts, findings=findings, received=signature)
    right = Signed(path=path, client_id=client_id, time=time, body=answer.body)
    is_aksk = is_aksk or ("signature=" not in signature and ring.secret is not None)
    text, decoded, more = _read_signature(signature, is_aksk=is_aksk, where="Signature")
    # What only senders have to get right is no problem in an answer.
    harmless = {"signature_not_percent_encoded"}
    decoded = Decoded(decoded.signature, tuple(f for f in decoded.findings if f.name not in harmless))
    return comparison.explain(
        "zoloz",
        "answer",
        right,
        parts=parts,
        findings=[*findings, *more],
        mistakes=[*mistakes_in_both(right, ring), *answer_mistakes(right)],
        received=text,
        decoded=decoded,
        keys=_hmac_keys(ring, right.string(), decoded)
        if is_aksk
        else comparison.providers_keys(ring, decoded.signature, setting="zoloz_public_key"),
    )


# ---- the form ----


def _request_form(request: CapturedRequest) -> Iterator[Finding]:
    if request.method != "POST":
        yield Finding(name="method_not_post", says=f"the method is {request.method}", remedy="ZOLOZ takes POST only.")
    if request.query:
        yield Finding(name="query_present", says="the address has a query", remedy="ZOLOZ takes requests without one.")
    for name in ("Client-Id", "Request-Time", "Signature", "Content-Type"):
        if not request.value(name):
            yield Finding(name="header_missing", says=f"the header {name} is missing", remedy=f"Send {name}.")
    media_type = request.value("Content-Type").partition(";")[0].strip().lower()
    if media_type and media_type not in _MEDIA_TYPES:
        yield Finding(
            name="content_type",
            says=f"Content-Type is {media_type}",
            remedy="Send application/json; charset=UTF-8, or text/plain; charset=UTF-8 for an encrypted body.",
        )
    if media_type == "text/plain" and not request.value("Encrypt"):
        yield Finding(
            name="encrypt_header_missing",
            says="the body is sent as encrypted, without an Encrypt header",
            remedy="Send Encrypt: algorithm=RSA_AES, symmetricKey=….",
        )
    if not request.value("User-Agent"):
        yield Finding(
            name="user_agent_missing",
            says="there is no User-Agent; the firewall in front of the gateway demands one",
            remedy="Send any text in it.",
            severity="note",
        )
    yield from _time_form(request.value("Request-Time"))


def _is_aksk(request: CapturedRequest, ring: Keyring) -> bool:
    is_due = ring.secret is not None and ring.public_key is None
    return is_due or bool(request.value("Auth-Type") or request.value("Access-Key"))


def _aksk_form(request: CapturedRequest) -> Iterator[Finding]:
    if request.value("Auth-Type") != "AKSK":
        yield Finding(name="auth_type", says="Auth-Type is not AKSK", remedy="Send Auth-Type: AKSK.")
    if not request.value("Access-Key"):
        yield Finding(name="header_missing", says="the header Access-Key is missing", remedy="Send Access-Key.")


def _time_form(time: str) -> Iterator[Finding]:
    if time and not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4}", time):
        yield Finding(
            name="time_form",
            says=f"Request-Time is not of the form 2019-04-04T12:08:56+0530 ({_time_problem(time)})",
            remedy='In Python: datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S%z").',
        )


def _time_problem(time: str) -> str:
    if time.endswith(("Z", "z")):
        return "the zone is Z; ZOLOZ writes +0000"
    if re.search(r"[+-]\d\d:\d\d$", time):
        return "the zone has a colon"
    if re.fullmatch(r"\d+", time):
        return "it is a number of seconds or milliseconds"
    if re.search(r"\.\d+", time):
        return "it has fractions of a second"
    return "the zone is missing" if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", time) else "its parts differ"


def _identity(client_id: str, ring: Keyring) -> Iterator[Finding]:
    if client_id and ring.identity and client_id != ring.identity:
        yield Finding(
            name="client_id_mismatch",
            says="Client-Id is not the configured client id",
            remedy="Client id and keys belong together: take both from the same account and environment.",
        )


def _half(signature: str, time: str) -> Iterator[Finding]:
    if bool(signature) != bool(time):
        present, absent = ("Signature", "Response-Time") if signature else ("Response-Time", "Signature")
        yield Finding(
            name="half_signature",
            says=f"the answer carries {present} without {absent}",
            remedy="Do not act on it. Look at what stands in between: a proxy may drop headers.",
        )
    elif not signature:
        yield Finding(
            name="unsigned",
            says="the answer carries no signature",
            remedy="Only a refusal may come unsigned; never act on an unsigned success.",
        )


def _read_signature(signature: str, *, is_aksk: bool, where: str) -> tuple[str, Decoded, list[Finding]]:
    """The signature's own text, its bytes, and what is wrong with the list around it."""
    if not signature:
        return "", Decoded(None, ()), []
    if is_aksk:
        return signature, decode(signature, url_safe=True), []
    items = {key.strip(): value.strip() for key, _, value in (item.partition("=") for item in signature.split(","))}
    findings = []
    if items.get("algorithm") != "RSA256":
        findings.append(
            Finding(
                name="algorithm_missing" if "algorithm" not in items else "algorithm_unknown",
                says=f"the header {where} does not say algorithm=RSA256",
                remedy="Write algorithm=RSA256, signature=….",
            )
        )
    text = items.get("signature", "")
    if not text:
        findings.append(
            Finding(
                name="signature_item_missing",
                says=f"the header {where} has no item signature=…",
                remedy="Write algorithm=RSA256, signature=….",
            )
        )
        text = signature if "=" not in signature.rstrip("=") else ""
    return text, decode(text, percent_encoded=True) if text else Decoded(None, ()), findings


# ---- the keys of AK/SK access ----


def _hmac_keys(ring: Keyring, string: bytes, decoded: Decoded) -> Keys:
    if ring.secret is None:
        return Keys(missing="secret_key is not configured, so only the form is checked")
    text = ring.secret.reveal()
    key = _secret_bytes(ring.secret)
    expected = base64.urlsafe_b64encode(hmac.digest(key, string, "sha256")).decode("ascii")
    as_text = Finding(
        name="secret_not_decoded",
        says="the secret key was used as the text it is shown as",
        remedy="Decode it first: it is URL-safe base64.",
    )
    return Keys(
        readings=hmac_readings(decoded.signature or b"", [(key, None), (text.encode(), as_text)]),
        expected=beginning(expected),
    )


def _secret_bytes(secret: Secret) -> bytes:
    bare = secret.reveal().rstrip("=")
    return base64.urlsafe_b64decode(bare + "=" * (-len(bare) % 4))


# ---- what was asked ----


def _asked(request: str, ring: Keyring) -> tuple[str, str, bool]:
    """Path and client id of the request, and whether it was signed with an access key."""
    if request.startswith("/"):
        return request.partition("?")[0], ring.identity or "", False
    sent = read_request(request.encode("utf-8", "surrogateescape"))
    return sent.path, sent.value("Client-Id") or ring.identity or "", bool(sent.value("Auth-Type"))


def _header_part(name: str, message: Message, header: str) -> Part:
    found = message.header(header)
    return capture_part(name, f"header {header}", found.at if found else None, found.value if found else "")
