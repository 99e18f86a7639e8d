"""ZOLOZ: what the string to sign is built from, and how it is built wrong."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from attrs import frozen

from realname import zoloz
from realname.core.operation import Operation
from realname.explain.capture import CapturedRequest
from realname.explain.explanation import Finding
from realname.explain.keyring import Keyring
from realname.explain.mistakes import body_mistakes, whole_mistakes
from realname.explain.search import Mistake, Signable
from realname_zoloz import client

_TIME: Final = "%Y-%m-%dT%H:%M:%S%z"


@frozen(kw_only=True)
class Signed(Signable):
    """What the string to sign is built from."""

    path: str
    client_id: str
    time: str
    body: bytes
    method: str = "POST"
    separator: str = "."

    def built(self) -> bytes:
        """The string to sign."""
        string = zoloz.string_to_sign(path=self.path, client_id=self.client_id, time=self.time, body=self.body)
        if self.method != "POST":
            string = self.method.encode() + string.removeprefix(b"POST")
        if self.separator != ".":
            line, _, rest = string.partition(b"\n")
            head = f"{self.client_id}.{self.time}.".encode()
            string = line + b"\n" + head.replace(b".", self.separator.encode()) + rest.removeprefix(head)
        return string


def mistakes_in_both(right: Signed, ring: Keyring) -> Iterator[Mistake]:
    """What goes wrong in requests and in answers."""
    yield from body_mistakes(right.body)
    yield from whole_mistakes()
    for says, path in (
        ("with a slash at its end", f"{right.path}/"),
        ("without a slash at its end", right.path.rstrip("/")),
        ("without doubled slashes", re.sub("/+", "/", right.path)),
        ("in lower case", right.path.lower()),
        ("without its first slash", right.path.removeprefix("/")),
        ("without /api", right.path.removeprefix("/api")),
    ):
        yield Mistake(_other_path(f"the path was signed {says}"), "path", path)
    if ring.identity and ring.identity != right.client_id:
        finding = Finding(
            name="client_id_mismatch",
            says="the signature is made for the configured client id, not for the one in Client-Id",
            remedy="Send and sign the same client id.",
        )
        yield Mistake(finding, "client_id", ring.identity or "")
    for separator, says in (("", "without the full stops"), ("\n", "with line feeds instead of full stops")):
        finding = Finding(
            name="separator",
            says=f"client id, time and body were joined {says}",
            remedy="Write <client id>.<time>.<body>.",
        )
        yield Mistake(finding, "separator", separator)


def request_mistakes(right: Signed, request: CapturedRequest) -> Iterator[Mistake]:
    """What else goes wrong in requests."""
    host = request.value("Host")
    for prefix in (host, f"https://{host}", f"http://{host}") if host else ():
        finding = _other_path("the path was signed with the host in front")
        yield Mistake(finding, "path", prefix + right.path)
    if request.query:
        finding = _other_path("the path was signed with its query")
        yield Mistake(finding, "path", request.target)
    for method in {request.method, request.method.lower(), request.method.upper(), "post"} - {"POST"}:
        finding = Finding(
            name="method_case" if method.upper() == "POST" else "method_other",
            says=f"the method was signed as {method}",
            remedy="Sign POST, in upper case.",
        )
        yield Mistake(finding, "method", method)
    for finding, time in _other_times(right.time):
        yield Mistake(finding, "time", time)


def answer_mistakes(right: Signed) -> Iterator[Mistake]:
    """What else goes wrong in answers: they belong to another operation."""
    for path in _known_paths():
        if path != right.path:
            finding = _other_path(f"the answer is signed for the path {path}")
            yield Mistake(finding, "path", path)


def _other_path(says: str) -> Finding:
    return Finding(
        name="path_differs",
        says=says,
        remedy="Sign the path of the request line, from /api/ on: no host, no query, letter for letter.",
    )


def _other_times(time: str) -> Iterator[tuple[Finding, str]]:
    try:
        instant = datetime.strptime(re.sub(r"[Zz]$", "+0000", time), _TIME)
    except ValueError:
        return
    for form in _forms(instant):
        yield (
            Finding(
                name="time_form",
                says="the same time was signed in another form than it was sent in",
                remedy="Sign the text of Request-Time, character for character.",
            ),
            form,
        )
    for seconds in (-1, 1, -2, 2, -3, 3):
        for form in _forms(instant + timedelta(seconds=seconds))[:2]:
            yield (
                Finding(
                    name="time_taken_twice",
                    says=f"the signed time is {abs(seconds)} s {'before' if seconds < 0 else 'after'} the one sent",
                    remedy="Take the time once, and sign and send the same text.",
                ),
                form,
            )


def _forms(instant: datetime) -> Sequence[str]:
    utc = instant.astimezone(UTC)
    seconds = int(instant.timestamp())
    return [
        instant.strftime(_TIME),
        utc.strftime(_TIME),
        instant.isoformat(),
        utc.isoformat(),
        utc.strftime("%Y-%m-%dT%H:%M:%SZ"),
        instant.strftime("%Y-%m-%dT%H:%M:%S"),
        utc.strftime("%Y-%m-%dT%H:%M:%S"),
        str(seconds),
        str(seconds * 1000),
    ]


def _known_paths() -> list[str]:
    return [operation.path for operation in vars(client).values() if isinstance(operation, Operation)]
