"""Which tool wrote a capture: told by what it looks like."""

import codecs
import re
from collections.abc import Iterator, Sequence
from typing import Final

from attrs import evolve

from realname.testing.captures import curl_command, curl_trace, curl_verbose, har, kept, mitmproxy
from realname.testing.captures.exchanges import Exchange, MessageT
from realname.testing.signature.capture import (
    MAXIMUM,
    CapturedRequest,
    CaptureError,
    read_answer,
    read_request,
)

_WIDE: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ANSWER: Final = re.compile(rb"\s*HTTP/[\d.]+ \d{3}")


def read(captured: bytes) -> Sequence[Exchange]:
    """The exchanges that a capture holds: one at least.

    It may be raw HTTP text (a request, an answer, or both), what ``curl -v``, ``--trace`` or ``--trace-ascii`` show, a
    curl command, a HAR, what mitmproxy has saved, or the text of ``error.capture()``.

    Raises:
        CaptureError: it is nothing of that.
    """
    if len(captured) > MAXIMUM:
        raise CaptureError(f"the capture is larger than {MAXIMUM >> 20} MiB")
    if mitmproxy.is_one(captured):
        found = list(mitmproxy.read(captured))
    else:
        is_wide = captured.startswith(_WIDE)
        text = _text(captured)
        found = [_as_text(each) if is_wide else each for each in _read_text(text)]
    if not found:
        raise CaptureError("the capture holds no request")
    return found


def _text(captured: bytes) -> bytes:
    if captured.startswith(_WIDE):
        return captured.decode("utf-16", "replace").encode()
    return captured.removeprefix(codecs.BOM_UTF8)


def _read_text(text: bytes) -> Iterator[Exchange]:
    if kept.is_one(text):
        return kept.read(text)
    if curl_trace.is_one(text):
        return curl_trace.read(text)
    if curl_verbose.is_one(text):
        return curl_verbose.read(text)
    if curl_command.is_one(text):
        return curl_command.read(text)
    if mitmproxy.is_shown(text):
        raise CaptureError("this is what mitmdump shows, with bodies written anew: save the flows with -w FILE")
    if text.lstrip()[:1] in (b"{", b"["):
        return har.read(text)
    return _read_raw(text)


def _read_raw(text: bytes) -> Iterator[Exchange]:
    """HTTP text: a request, an answer, or one behind the other."""
    if _ANSWER.match(text):
        yield Exchange(answer=read_answer(text))
        return
    request = read_request(text)
    rest = _after(request, text)
    if not _ANSWER.match(rest):
        yield Exchange(request=request)
        return
    start = len(text) - len(rest)
    yield Exchange(request=read_request(text[:start]), answer=read_answer(rest.lstrip()))


def _after(request: CapturedRequest, text: bytes) -> bytes:
    """What follows the request in the same text."""
    length = request.value("Content-Length")
    start = request.body_at[0]
    if re.fullmatch("[0-9]{1,9}", length):
        return text[start + int(length) :]
    return text[start:] if _ANSWER.match(text, start) else b""


def _as_text(exchange: Exchange) -> Exchange:
    """An exchange whose text went through a terminal's charset: only what is ASCII is sure to be what was sent."""
    return Exchange(request=_sure(exchange.request), answer=_sure(exchange.answer))


def _sure(message: MessageT | None) -> MessageT | None:
    if message is None or message.body.isascii():
        return message
    return evolve(message, body_is="lossy")
