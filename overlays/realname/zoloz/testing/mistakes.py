"""How ZOLOZ's string to sign is built wrong."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from itertools import permutations
from typing import Final

from realname.testing.contract import Contract
from realname.testing.signature.capture import CapturedRequest
from realname.testing.signature.explanation import Finding
from realname.testing.signature.keyring import Keyring
from realname.testing.signature.mistakes import (
    body_mistakes,
    instead_mistakes,
    line_mistakes,
    whole_mistakes,
    with_host,
)
from realname.testing.signature.search import WHOLE, Mistake, MistakesIn
from realname.zoloz.testing.canonical import METHOD, StringToSign, parse_time

_path: Final = MistakesIn(
    "path",
    "the path was signed",
    "Sign the path of the request line, from /api/ on: no host, no query, letter for letter.",
)
_CHINA: Final = timezone(timedelta(hours=8))
_separator: Final = MistakesIn("separator", "client id, time and body were joined", "Write <client id>.<time>.<body>.")


def _mistakes_in_both(right: StringToSign, ring: Keyring) -> Iterator[Mistake]:
    yield from body_mistakes(right.body)
    yield from whole_mistakes()
    yield from line_mistakes("method and path")
    for how, path in (
        ("with a slash at its end", f"{right.path}/"),
        ("without a slash at its end", right.path.rstrip("/")),
        ("without doubled slashes", re.sub("/+", "/", right.path)),
        ("in lower case", right.path.lower()),
        ("without its first slash", right.path.removeprefix("/")),
        ("without /api", right.path.removeprefix("/api")),
    ):
        yield _path("path_differs", how, path)
    if ring.is_another(right.client_id):
        says = "the signature is made for the configured client id, not for the one in Client-Id"
        finding = Finding("client_id_mismatch", says, "Send and sign the same client id.")
        yield Mistake(finding, "client_id", ring.identity)
    yield from _orders(right)
    yield from instead_mistakes(right.body, "")
    yield _separator("separator", "with a space instead of each full stop", " ")
    yield _separator("separator", "with commas instead of full stops", ",")
    yield _separator("separator", "without the full stops", "")
    yield _separator("separator", "with line feeds instead of full stops", "\n")


def _orders(right: StringToSign) -> Iterator[Mistake]:
    """The same parts in another order, or on other lines."""
    finding = Finding("part_order", "client id, time and body were signed in another order", _separator.remedy)
    parts = right.client_id.encode(), right.time.encode(), right.body
    first = f"{right.method} {right.path}\n".encode()
    for order in permutations(parts):
        string = first + b".".join(order)
        yield Mistake(finding, WHOLE, partial(_always, string), is_alone=True)
    says = "method and path were signed on a line each"
    on_lines = Finding("separator", says, "Write method, space, path, line feed.")
    yield Mistake(on_lines, WHOLE, lambda string: string.replace(b" ", b"\n", 1))


def _always(string: bytes, _: bytes) -> bytes:
    return string


def request_mistakes(right: StringToSign, ring: Keyring, request: CapturedRequest) -> Iterator[Mistake]:
    """What goes wrong in requests, the most frequent first."""
    yield from _mistakes_in_both(right, ring)
    for path in with_host(request, right.path):
        yield _path("path_differs", "with the host in front", path)
    if request.query:
        yield _path("path_differs", "with its query", request.target)
    sent = request.method
    for method in {sent, sent.lower(), sent.upper(), METHOD.lower()} - {METHOD}:
        name = "method_case" if method.upper() == METHOD else "method_other"
        finding = Finding(name, f"the method was signed as {method}", "Sign POST, in upper case.")
        yield Mistake(finding, "method", method)
    yield from _other_times(right.time)


def answer_mistakes(right: StringToSign, ring: Keyring) -> Iterator[Mistake]:
    """What goes wrong in answers: besides, they belong to another operation."""
    yield from _mistakes_in_both(right, ring)
    for operation in Contract.shipped("realname_zoloz").operations.values():
        if operation.path != right.path:
            finding = Finding("path_differs", f"the answer is signed for the path {operation.path}", _path.remedy)
            yield Mistake(finding, "path", operation.path)


def _other_times(time: str) -> Iterator[Mistake]:
    if (instant := parse_time(re.sub(r"\.\d+", "", time), lenient=True)) is None:
        return
    says = "the same time was signed in another form than it was sent in"
    another_form = Finding("time_form", says, "Sign the text of Request-Time, character for character.")
    for form in _forms(instant):
        yield Mistake(another_form, "time", form)
    for seconds in (-28800, 28800):
        says = "the signed time is 8 hours away from the one sent: the time of China was written as if it were UTC"
        zone = Finding("time_zone", says, "Take the time with its zone, once, and sign and send the same text.")
        for form in _forms(instant, seconds)[:2]:
            yield Mistake(zone, "time", form)
    for seconds in (-1, 1, -2, 2, -3, 3):
        says = f"the signed time is {abs(seconds)} s {'before' if seconds < 0 else 'after'} the one sent"
        another_time = Finding("time_taken_twice", says, "Take the time once, and sign and send the same text.")
        for form in _forms(instant, seconds)[:2]:
            yield Mistake(another_time, "time", form)
    for text in _milliseconds(instant):
        yield Mistake(another_form, "time", text, is_alone=True)


def _milliseconds(instant: datetime) -> Iterator[str]:
    """The ways to write it with milliseconds, whichever these are."""
    try:
        zones = [f"{instant:%z}", instant.isoformat()[19:], *([] if instant.utcoffset() else ["Z"])]
        second, since = f"{instant:%Y-%m-%dT%H:%M:%S}", int(instant.timestamp())
    except OverflowError:
        return
    for thousandth in range(1000):
        yield from (f"{second}.{thousandth:03}{zone}" for zone in zones)
        yield f"{since}{thousandth:03}"


def _forms(instant: datetime, seconds: int = 0) -> Sequence[str]:
    """The ways to write a time, some seconds later; none at the ends of the calendar."""
    try:
        instant += timedelta(seconds=seconds)
        both = instant, instant.astimezone(UTC), instant.astimezone(_CHINA)
        since = int(instant.timestamp())
    except OverflowError:
        return []
    bare = [f"{each:%Y-%m-%dT%H:%M:%S}" for each in both]
    with_zone = [f"{each:%Y-%m-%dT%H:%M:%S%z}" for each in both]
    fractions = [f"{text[:19]}.000{text[19:]}" for text in (*with_zone, *map(datetime.isoformat, both), f"{bare[1]}Z")]
    blank = [text.replace("T", " ") for text in bare]
    numbers = [str(since), str(since * 1000)]
    return [*with_zone, *map(datetime.isoformat, both), f"{bare[1]}Z", *bare, *fractions, *blank, *numbers]
