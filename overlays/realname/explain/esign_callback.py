"""e签宝: what a callback is signed over, and how that goes wrong (notify3/pmy852)."""

import hmac
import re
from collections.abc import Iterator
from urllib.parse import parse_qsl

from attrs import evolve, frozen

from realname.explain import comparison
from realname.explain.capture import CapturedRequest
from realname.explain.comparison import capture_part
from realname.explain.esign_credentials import hmac_keys, identity
from realname.explain.explanation import Explanation, Finding, beginning
from realname.explain.keyring import Keyring
from realname.explain.mistakes import body_mistakes, whole_mistakes
from realname.explain.search import Mistake, Signable
from realname.explain.signatures import Decoded, decode


@frozen(kw_only=True)
class _SignedCallback(Signable):
    timestamp: str
    values: str
    body: bytes

    def built(self) -> bytes:
        """Time, values of the query and body, with nothing in between."""
        return f"{self.timestamp}{self.values}".encode() + self.body


def explain(request: CapturedRequest, ring: Keyring) -> Explanation:
    """Explain the signature of a callback that e签宝 has sent."""
    query = sorted(parse_qsl(request.query, keep_blank_values=True), key=lambda pair: pair[0])
    values = "".join(value for _, value in query)
    header = request.header("X-Tsign-Open-TIMESTAMP")
    timestamp = header.value if header else ""
    right = _SignedCallback(timestamp=timestamp, values=values, body=request.body)
    signature = request.value("X-Tsign-Open-SIGNATURE")
    is_hex = bool(re.fullmatch(r"[0-9a-f]{64}", signature))
    decoded = Decoded(bytes.fromhex(signature), ()) if is_hex else decode(signature)
    findings = [*request.findings, *identity(request, ring)]
    if not is_hex:
        findings.append(
            Finding(
                name="callback_not_hex",
                says="the callback's signature is not lower-case hex",
                remedy="Callbacks are signed in hex, unlike requests.",
            )
        )
    keys = hmac_keys(ring, right.string(), decoded)
    if ring.secret is not None:
        mac = hmac.digest(ring.secret.reveal().encode(), right.string(), "sha256").hex()
        keys = evolve(keys, expected=beginning(mac))
    parts = [
        capture_part("timestamp", "header X-Tsign-Open-TIMESTAMP", header.at if header else None, timestamp),
        capture_part("values", "request line, values of the query by their names", request.target_at, values),
        capture_part("body", "body", request.body_at, request.body),
    ]
    return comparison.explain(
        "esign",
        "request",
        right,
        parts=parts,
        findings=findings,
        mistakes=list(_callback_mistakes(right, request)),
        received=signature,
        decoded=decoded,
        keys=keys,
    )


def _callback_mistakes(right: _SignedCallback, request: CapturedRequest) -> Iterator[Mistake]:
    yield from body_mistakes(right.body)
    yield from whole_mistakes()
    raw = [item.partition("=") for item in request.query.split("&")]
    for says, values in (
        ("without the values of the query", ""),
        ("with the values in the order of sending", "".join(value for _, _, value in raw)),
        ("with the values still percent-encoded", "".join(value for _, _, value in sorted(raw))),
        ("with the names of the query as well", request.query),
    ):
        finding = Finding(
            name="callback_query_differs",
            says=f"the callback is signed {says}",
            remedy="Hand the query to verify_callback as it came; advise plain ASCII with unique names.",
        )
        yield Mistake(finding, "values", values)
