"""What `error.capture()` gives: a request behind > and its answer behind <, which may be masked."""

import re
from collections.abc import Iterator
from typing import Final

from attrs import evolve

from realname.core.capture import FACTS, MARK, MASKED
from realname.testing.captures.exchanges import MOST, Exchange, MessageT, answer_of, check_lines, head_lines, request_of
from realname.testing.signature.capture import CaptureError

_LONGEST_FACTS: Final = 1000
_ESCAPE: Final = re.compile(rb"\\(?:\\|x([0-9a-f]{2}))")


def is_one(text: bytes) -> bool:
    """Whether this is such a text."""
    return re.search(rb"^%s\b" % re.escape(MARK.encode()), text, re.MULTILINE) is not None


def read(text: bytes) -> Iterator[Exchange]:
    """The exchanges: a file may hold several of these texts.

    Raises:
        CaptureError: one of them is cut off.
    """
    check_lines(text)
    parts = re.split(rb"^(?=%s\b)" % re.escape(MARK.encode()), text, flags=re.MULTILINE)[1:]
    if len(parts) > MOST:
        raise CaptureError(f"there are more than {MOST} requests")
    for part in parts:
        lines = [line.removesuffix(b"\r") for line in part.split(b"\n")]
        is_masked = lines[0].endswith(MASKED.encode())
        told = next((line.removeprefix(FACTS.encode()) for line in lines if line.startswith(FACTS.encode())), b"")
        facts = frozenset(re.findall("[a-z_]+", told[:_LONGEST_FACTS].decode("ascii", "replace")))
        first, headers, body = _message(lines, b">")
        method, _, rest = first.partition(b" ")
        request = request_of(method, rest.partition(b" ")[0], headers, body)
        first, headers, body = _message(lines, b"<")
        answer = answer_of(first.partition(b" ")[2], headers, body, is_decoded=True)
        request, answer = evolve(request, facts=facts), evolve(answer, facts=facts)
        if is_masked:
            request, answer = _masked(request), _masked(answer)
        yield Exchange(request=request, answer=answer)


def _message(lines: list[bytes], mark: bytes) -> tuple[bytes, list[tuple[bytes, bytes]], bytes]:
    ours = [_plain(line[2:]) for line in lines if line[:1] == mark]
    if b"" not in ours:
        raise CaptureError("the text of error.capture() is cut off")
    end = ours.index(b"")
    return *head_lines(b"\n".join(ours[:end])), b"\n".join(ours[end + 1 :])


def _plain(line: bytes) -> bytes:
    return _ESCAPE.sub(lambda found: bytes.fromhex(found[1].decode()) if found[1] else b"\\", line)


def _masked(message: MessageT) -> MessageT:
    findings = [finding for finding in message.findings if finding.name != "content_length_differs"]
    return evolve(message, findings=tuple(findings), body_is="unseen", is_masked=True)
