"""What a request and its answer say about each other: two clocks, and a refusal of what looks right."""

import json
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from realname.testing.contract import Contract
from realname.testing.signature.capture import CapturedRequest, Message
from realname.testing.signature.explanation import Explanation, Finding, Outcome

if TYPE_CHECKING:
    from realname.testing.provider import Explaining

_APART: Final = 300
"""Seconds from which on a difference of the clocks is worth a word."""
_MOST_TEXTS: Final = 1000
"""Texts of an answer that are looked at for a code."""


def between(
    room: "Explaining", contract: Contract, request: CapturedRequest, answer: Message, explanation: Explanation
) -> Iterator[Finding]:
    """The findings."""
    clock = list(_clocks(room, request, answer))
    yield from clock
    is_signed_by_us = request.is_masked  # only our clients make such captures
    is_right = (explanation.outcome is Outcome.VERIFIES or is_signed_by_us) and not explanation.problems
    if is_right and not clock and ("caller_refused" in request.facts or _refuses_the_caller(contract, answer)):
        says = "the request is signed rightly with the configured key or secret, and the provider refuses the caller"
        remedy = (
            "Compare what is registered at the provider with these settings: the public key (or the secret), the id, "
            "a token if there is one, and the environment that the address belongs to."
        )
        yield Finding("refused_although_right", says, remedy)


def _clocks(room: "Explaining", request: CapturedRequest, answer: Message) -> Iterator[Finding]:
    sent = room.sent_at(request)
    try:
        received = parsedate_to_datetime(answer.value("Date")).timestamp()
    except (ValueError, OverflowError):
        return
    if sent is None or abs(received - sent) <= (room.WINDOW or _APART):
        return
    minutes = round(abs(received - sent) / 60)
    side = "behind" if sent < received else "ahead of"
    says = f"the time in the request is {minutes} minutes {side} the clock of who answered"
    remedy = "Set the clock of the machine that signs (NTP), or sign at the moment of sending; mind the time zone."
    yield Finding("clock_differs", says, remedy, "problem" if room.WINDOW else "note")


def _refuses_the_caller(contract: Contract, answer: Message) -> bool:
    if " 401 " in f"{answer.start_line} ":
        return True
    try:
        document = json.loads(answer.body)
    except (ValueError, RecursionError):
        return False
    codes = {code for code, meaning in contract.codes.items() if meaning.kind == "authentication"}
    return any(text in codes for text in islice(_texts(document), _MOST_TEXTS))


def _texts(document: Any) -> Iterator[str]:
    todo = [document]
    while todo:
        value = todo.pop()
        if isinstance(value, dict):
            todo += value.values()
        elif isinstance(value, str):
            yield value
