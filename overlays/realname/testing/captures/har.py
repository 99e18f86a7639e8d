"""HAR, which browsers and proxies export: JSON with an entry for each exchange.

Bodies are text in it, already decompressed. What was no text may be missing, or be in base64.
"""

import base64
import json
from collections.abc import Iterator
from typing import Any, Final

from realname.testing.captures.exchanges import MOST, Exchange, announces_body, answer_of, request_of
from realname.testing.signature.capture import BodyIs, CapturedRequest, CaptureError, Message

_MOST_BRACKETS: Final = 1_000_000
"""Of objects and lists, and of what looks like them in a body: a HAR has one for some hundred bytes."""
TOOL: Final = ("this HAR has no body for it", "Export it with the bodies, or capture with another tool.")


def read(text: bytes) -> Iterator[Exchange]:
    """The exchanges.

    Raises:
        CaptureError: it is no HAR, or one of its entries is none.
    """
    if text.count(b"{") + text.count(b"[") > _MOST_BRACKETS:
        raise CaptureError(f"the HAR has more than {_MOST_BRACKETS} objects and lists")
    try:
        entries = json.loads(text)["log"]["entries"]
    except (ValueError, RecursionError, LookupError, TypeError):
        raise CaptureError("this is neither HTTP text nor a HAR: JSON with log.entries") from None
    if not isinstance(entries, list):
        raise CaptureError("log.entries of the HAR is no list")
    if len(entries) > MOST:
        raise CaptureError(f"there are more than {MOST} requests")
    for number, entry in enumerate(entries, start=1):
        try:
            yield Exchange(request=_request(entry["request"]), answer=_answer(entry.get("response")))
        except (LookupError, TypeError, AttributeError, ValueError, OverflowError):
            raise CaptureError(f"entry {number} of the HAR is not as HAR 1.2 has it") from None


def _request(told: Any) -> CapturedRequest:
    headers = _headers(told)
    text = (told.get("postData") or {}).get("text")
    shown: BodyIs = "whole"
    if not text and (announces_body(headers) or told.get("bodySize", 0) > 0):
        shown = "unseen"
    body = (text or "").encode("utf-8", "surrogatepass")
    return request_of(str(told["method"]), str(told["url"]), headers, body, body_is=shown, tool=TOOL)


def _answer(told: Any) -> Message | None:
    if not told or not 100 <= int(told.get("status", 0)) <= 999:
        return None  # it was never answered
    content = told.get("content") or {}
    text = content.get("text")
    shown: BodyIs = "unseen" if text is None and content.get("size", 0) > 0 else "whole"
    is_encoded = content.get("encoding") == "base64"
    body = base64.b64decode(text or "") if is_encoded else (text or "").encode("utf-8", "surrogatepass")
    status = f"{int(told['status'])} {' '.join(str(told.get('statusText', '')).split())}"
    return answer_of(status, _headers(told), body, body_is=shown, is_decoded=True)


def _headers(told: Any) -> list[tuple[str | bytes, str | bytes]]:
    return [(str(header["name"]), str(header["value"])) for header in told["headers"]]
