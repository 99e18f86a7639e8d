"""One request of the log whole: what came, what was answered, and what is wrong with its signature.

Everything that is personal is marked, see `masking`; of signatures, tokens and secrets only the beginning is told.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from attrs import evolve

from realname.language import say
from realname.providers import PROVIDERS
from realname.sandbox.control.difference import Stretch, aligned, merged, shortened
from realname.sandbox.control.masking import Marked, Marks, Runs, Span, overlapping, united
from realname.sandbox.control.summary import summary
from realname.testing import provider as port
from realname.testing.gateway import personal
from realname.testing.gateway.gateway import UNFIT, SandboxGateway
from realname.testing.gateway.messages import Headers, Received, Record
from realname.testing.signature.capture import CaptureError, read_request
from realname.testing.signature.explanation import Explanation, Finding
from realname.testing.signature.keyring import Keyring
from realname.testing.signature.visible import visible

LONGEST_RUN: Final = 2000
"""Characters of something personal that are told; it may be a picture."""
LONGEST: Final = 256 * 1024
"""Characters of a text that are told."""
LONGEST_LOOK: Final = 20_000
"""Characters of what was signed and differs that are looked at word by word; more is hidden whole."""

_SECRET_HEADERS: Final = frozenset({"cookie", "set-cookie", "proxy-authorization"})
_PERSONAL_HEADERS: Final = frozenset({"location", "referer"})
"""Addresses, which a caller may have put anything into."""
_WORDS: Final = re.compile(r"[^\W_]+")

Gateways = Mapping[str, SandboxGateway[Any, Any]]


def exchange(record: Record, gateways: Gateways) -> dict[str, Any]:
    """The document."""
    return _Exchange(record, gateways).document()


class _Exchange:
    def __init__(self, record: Record, gateways: Gateways) -> None:
        self.record = record
        self.gateways = gateways
        self.gateway = gateways[record.provider]
        contract = self.gateway.contract
        self.operation = contract.route(record.path).get(record.method)
        self.plain = self.gateway.plain_bodies(record)
        asked, answered = (
            body if plain is None else plain
            for body, plain in zip((record.body, record.answer.content), self.plain, strict=True)
        )
        in_request = personal.of_request(self.operation, asked)
        in_answer = personal.of_answer(contract, self.operation, record.status, answered)
        if record.verdict == UNFIT:
            in_answer = []  # it is the sandbox's own word on itself
        self.is_hidden = in_request is None, in_answer is None
        in_target = personal.of_target(contract, self.operation, record.target)
        told = [*in_target, *(in_request or ()), *(in_answer or ()), *_values(record, _PERSONAL_HEADERS)]
        secret_headers = _SECRET_HEADERS | ({"authorization"} - contract.security)
        secrets = [*self.gateway.secrets_in(record), *_values(record, secret_headers)]
        self.marks = Marks(told, secrets)
        # A body that nobody understands is hidden whole, also where it was signed in another place.
        whole = [asked.decode("utf-8", "replace")] if self.is_hidden[0] else []
        self.signing_marks = Marks([*told, *whole], secrets) if whole else self.marks

    def document(self) -> dict[str, Any]:
        record = self.record
        return summary(record, self.gateway.contract) | {
            "target": self._text(record.target),
            "headers": self._headers(record.headers),
            **self._bodies(record.body, 0),
            "answer": {
                "status": record.status,
                "headers": self._headers(record.answer.headers),
                **self._bodies(record.answer.content, 1),
            },
            "explanation": self._explanation(),
        }

    def _bodies(self, body: bytes, index: int) -> dict[str, Any]:
        plain, is_hidden = self.plain[index], self.is_hidden[index]
        return {
            "body": self._body(body, is_hidden=is_hidden and plain is None),
            "plain": None if plain is None else self._body(plain, is_hidden=is_hidden),
            "bytes": len(body),
        }

    def _body(self, body: bytes, *, is_hidden: bool) -> Runs:
        text = body.decode("utf-8", "replace")
        if not is_hidden:
            return self._text(text)
        spans = [Span(0, len(text))] if text else []
        return _cut(Marked(text, spans, self.marks.secrets(text)).runs(0, len(text)))

    def _text(self, text: str) -> Runs:
        return _cut(self.marks.runs(text))

    def _headers(self, headers: Headers) -> list[list[object]]:
        return [[name, self._text(value)] for name, value in headers]

    # ---- the signature -----------------------------------------------------------------------------------------------

    def _explanation(self) -> dict[str, Any] | None:
        """None where nothing is signed that could be explained: a page that was opened, a token that was fetched."""
        record = self.record
        is_signed = any(record.received.header(name) for name in self.gateway.contract.security)
        if not is_signed and not self.gateway.contract.route(record.path):
            return None
        provider = next(name for name in PROVIDERS if name == record.provider)
        try:
            explanation = port.explaining(provider).explain_request(read_request(_captured(record)), self._ring())
        except CaptureError:
            return None
        right, signed = self._strings(explanation)
        return {
            "outcome": str(explanation.outcome),
            "findings": [self._finding(finding) for finding in explanation.findings],
            "received": explanation.received,
            "expected": explanation.expected,
            "right": right,
            "signed": signed,
        }

    def _finding(self, finding: Finding) -> dict[str, Any]:
        says, remedy = self.marks.hide(finding.says), self.marks.hide(finding.remedy)
        return {
            "name": finding.name,
            "severity": finding.severity,
            "says": says,
            "remedy": remedy,
            "zh": {"says": say(says, "zh"), "remedy": say(remedy, "zh")},
        }

    def _ring(self) -> Keyring:
        """What the caller signs with, and what the caller signs with elsewhere and may take for it."""
        ring = self._ring_of(self.record.received, self.record.provider)
        nothing = Received("GET", "/", (), b"")
        others = {
            gateway.VARIABLES.variable("private_key"): other.public_key
            for name, gateway in self.gateways.items()
            if name != self.record.provider and (other := self._ring_of(nothing, name)).public_key is not None
        }
        return evolve(ring, others=others)

    def _ring_of(self, received: Received, name: str) -> Keyring:
        provider = next(known for known in PROVIDERS if known == name)
        return port.explaining(provider).keyring(self.gateways[name].credentials_of(received))

    def _strings(self, explanation: Explanation) -> tuple[list[object], list[object] | None]:
        """The string to sign and what was signed instead, as pieces: runs, and whether the other string lacks them."""
        if explanation.string_to_sign is None:
            return [], None
        right = explanation.string_to_sign.decode("utf-8", "surrogateescape")
        if explanation.signed_string is None:
            return self._pieces(right, [Stretch(0, len(right))], self._in_right(right)), None
        signed = explanation.signed_string.decode("utf-8", "surrogateescape")
        pairs = aligned(right, signed)
        spans = self._in_right(right)
        return (
            self._pieces(right, merged(ours for ours, _ in pairs), spans),
            self._pieces(signed, merged(theirs for _, theirs in pairs), self._in_signed(signed, pairs, spans)),
        )

    def _in_right(self, text: str) -> list[Span]:
        """What is personal in the string to sign: of a body that is hidden, all."""
        body = self.record.body.decode("utf-8", "surrogateescape")
        at = text.find(body) if body and self.is_hidden[0] and self.plain[0] is None else -1
        if at < 0:
            return self.marks.personal(text)
        end = at + len(body)
        after = [Span(end + start, end + stop) for start, stop in self.marks.personal(text[end:])]
        return united([*self.marks.personal(text[:at]), Span(at, end), *after])

    def _in_signed(self, text: str, pairs: Sequence[tuple[Stretch, Stretch]], spans: Sequence[Span]) -> list[Span]:
        """What is personal in what was signed, which can be garbled: what stands where the other has something so."""
        found = self.signing_marks.personal(text)
        for ours, theirs in pairs:
            inside = [Span(max(s.start, ours.start), min(s.end, ours.end)) for s in overlapping(spans, ours)]
            if not ours.differs:
                shift = theirs.start - ours.start
                found += [Span(start + shift, end + shift) for start, end in inside]
            elif inside or theirs.end - theirs.start > LONGEST_LOOK:
                found.append(Span(theirs.start, theirs.end))
            else:
                found += [
                    Span(theirs.start + word.start(), theirs.start + word.end())
                    for word in _WORDS.finditer(text[theirs.start : theirs.end])
                    if not word.group().isascii() or self.signing_marks.holds(word.group().lower())
                ]
        return united(found)

    def _pieces(self, text: str, stretches: list[Stretch], spans: list[Span]) -> list[object]:
        marked = Marked(text, spans, self.marks.secrets(text))
        return [
            [
                [[_left_out(each.end - each.start), False]]
                if each.is_left_out
                else [[visible(part.encode("utf-8", "surrogateescape")), is_personal] for part, is_personal in runs],
                each.differs,
            ]
            for each in shortened(stretches)
            for runs in [marked.runs(each.start, each.end)]
        ]


def _captured(record: Record) -> bytes:
    """The request as raw HTTP text."""
    lines = [f"{record.method} {record.target} HTTP/1.1", *(f"{name}: {value}" for name, value in record.headers)]
    return "\r\n".join([*lines, "", ""]).encode() + record.body


def _values(record: Record, names: frozenset[str]) -> list[str]:
    """The values of these headers, in the request and its answer."""
    return [value for name, value in (*record.headers, *record.answer.headers) if name.lower() in names]


def _left_out(count: int) -> str:
    return f"⟨… {count} characters …⟩"


def _cut(runs: Runs) -> Runs:
    """Without what is too long to be looked at."""
    told: Runs = []
    length = 0
    for text, is_personal in runs:
        if is_personal and len(text) > LONGEST_RUN:
            half = LONGEST_RUN // 2
            text = f"{text[:half]}{_left_out(len(text) - 2 * half)}{text[-half:]}"
        if length + len(text) > LONGEST:
            rest = sum(len(each) for each, _ in runs[len(told) :]) - (LONGEST - length)
            return [*told, (text[: LONGEST - length], is_personal), (_left_out(rest), False)]
        length += len(text)
        told.append((text, is_personal))
    return told
