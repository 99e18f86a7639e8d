"""Alipay v3: what the strings to sign and to verify are built from, and how they are built wrong."""

import re
from collections.abc import Iterator
from itertools import permutations
from urllib.parse import parse_qsl, quote, quote_plus, unquote, unquote_plus

from attrs import frozen

from realname import alipay
from realname.explain.capture import CapturedRequest
from realname.explain.explanation import Finding
from realname.explain.keyring import Keyring
from realname.explain.mistakes import body_mistakes, whole_mistakes
from realname.explain.search import Mistake, Signable

SCHEME = "ALIPAY-SHA256withRSA"
MILLISECONDS = 13
"""Digits of a time in milliseconds since 1970, from 2001 to 2286."""


@frozen(kw_only=True)
class Signed(Signable):
    """What a request's string to sign is built from."""

    auth_string: str
    method: str
    target: str
    body: bytes
    token: str | None
    has_body_line: bool = True

    def built(self) -> bytes:
        """The string to sign."""
        string = alipay.string_to_sign(
            auth_string=self.auth_string,
            method=self.method,
            target=self.target,
            body=self.body,
            app_auth_token=self.token,
        )
        if self.has_body_line:
            return string
        head = f"{self.auth_string}\n{self.method}\n{self.target}\n".encode()
        return head + string.removeprefix(head).removeprefix(self.body + b"\n")


@frozen(kw_only=True)
class SignedAnswer(Signable):
    """What an answer's string to verify is built from."""

    timestamp: str
    nonce: str
    body: bytes

    def built(self) -> bytes:
        """The string to verify."""
        return alipay.string_to_verify(timestamp=self.timestamp, nonce=self.nonce, body=self.body)


def items_of(auth_string: str) -> dict[str, str]:
    """The items of the Authorization header by name."""
    return {key.strip(): value for key, _, value in (item.partition("=") for item in auth_string.split(","))}


def request_mistakes(right: Signed, request: CapturedRequest, ring: Keyring) -> Iterator[Mistake]:
    """What goes wrong in requests, the commonest first."""
    if not right.body:
        finding = Finding(
            name="missing_body_line",
            says="the empty line for the missing body was left out",
            remedy="A request without a body still has its line: … path, line feed, line feed.",
        )
        yield Mistake(finding, "has_body_line", False)
    yield from whole_mistakes()
    for finding, target in _other_targets(right.target, request.value("Host")):
        yield Mistake(finding, "target", target)
    method = Finding(name="method_case", says="the method was signed in lower case", remedy="Sign it in upper case.")
    yield Mistake(method, "method", right.method.lower())
    yield from _token_mistakes(right, ring)
    yield from body_mistakes(right.body)
    for finding, auth_string in _other_auth_strings(right.auth_string):
        yield Mistake(finding, "auth_string", auth_string)


def _token_mistakes(right: Signed, ring: Keyring) -> Iterator[Mistake]:
    if right.token is not None:
        finding = Finding(
            name="missing_token_line",
            says="alipay-app-auth-token is sent, and its line is not signed",
            remedy="Add the token as the last line, with a line feed at its end.",
        )
        yield Mistake(finding, "token", None)
    elif ring.app_auth_token is not None:
        token = ring.app_auth_token.reveal()
        finding = Finding(
            name="token_header_missing",
            says="a line with the app auth token is signed, and alipay-app-auth-token is not sent",
            remedy="Send the header, or leave the line out.",
        )
        yield Mistake(finding, "token", token)


def _other_targets(target: str, host: str) -> Iterator[tuple[Finding, str]]:
    path, mark, query = target.partition("?")
    if not mark:
        yield _target("query_differs", "with a ? although there is no query"), f"{target}?"
    else:
        yield _target("query_not_signed", "without its query"), path
        yield from _other_queries(path, query)
    for prefix in (host, f"https://{host}", f"http://{host}") if host else ():
        yield _target("host_signed", "with the host in front"), prefix + target
    yield _target("path_differs", "without /v3"), target.removeprefix("/v3")


def _other_queries(path: str, query: str) -> Iterator[tuple[Finding, str]]:
    pairs = parse_qsl(query, keep_blank_values=True)
    raw = query.split("&")
    yield _target("query_order", "with its parameters sorted"), f"{path}?{'&'.join(sorted(raw))}"
    yield _target("query_order", "with its parameters in reverse order"), f"{path}?{'&'.join(raw[::-1])}"
    for order, ordered in (("", pairs), (", sorted", sorted(pairs))):
        name = "query_decoded"
        yield _target(name, f"decoded{order}"), path + "?" + "&".join(f"{key}={value}" for key, value in ordered)
        for says, write in (
            ("a blank as +", quote_plus),
            ("a blank as %20", lambda text: quote(text, safe="")),
            ("a blank as %20 and ~ as %7E", lambda text: quote(text, safe="").replace("~", "%7E")),
            ("a blank as + and ~ as %7E, * as it is", lambda text: quote_plus(text, safe="*").replace("~", "%7E")),
            ("/ as it is", lambda text: quote(text)),
            (": and , as they are", lambda text: quote(text, safe=":,")),
        ):
            text = "&".join(f"{write(key)}={write(value)}" for key, value in ordered)
            yield _target("query_encoding", f"encoded differently ({says}{order})"), f"{path}?{text}"
    yield (
        _target("query_encoding", "with lower-case hex in its percent-encoding"),
        path + "?" + re.sub("%[0-9A-F]{2}", lambda match: match.group().lower(), query),
    )
    yield _target("query_encoding", "encoded twice"), path + "?" + quote(query, safe="=&")
    yield _target("query_decoded", "decoded"), path + "?" + unquote(query)
    yield _target("query_decoded", "decoded"), path + "?" + unquote_plus(query)
    full = [item for item in raw if not item.endswith("=")]
    yield _target("query_empty_values", "without its empty parameters"), f"{path}?{'&'.join(full)}"
    truthy = [item for item in raw if item.partition("=")[2] not in ("", "0")]
    yield _target("query_empty_values", "without parameters that are empty or 0"), f"{path}?{'&'.join(truthy)}"


def _target(name: str, how: str) -> Finding:
    return Finding(
        name=name,
        says=f"path and query were signed {how}",
        remedy="Build the address first and sign path and query exactly as on the request line.",
    )


def _other_auth_strings(auth_string: str) -> Iterator[tuple[Finding, str]]:
    items = auth_string.split(",")
    stripped = [item.strip() for item in items]
    yield _auth("items_spacing", "without the blanks between them"), ",".join(stripped)
    yield _auth("items_spacing", "with blanks between them"), ", ".join(stripped)
    yield _auth("scheme_signed", "with the scheme in front"), f"{SCHEME} {auth_string}"
    yield _auth("items_end", "with a comma at their end"), f"{auth_string},"
    timestamp = items_of(auth_string).get("timestamp", "")
    if timestamp.isdecimal():
        other = timestamp[:10] if len(timestamp) == MILLISECONDS else f"{timestamp}000"
        yield (
            _auth("timestamp_in_seconds", "with the time in another unit than it was sent in"),
            auth_string.replace(f"timestamp={timestamp}", f"timestamp={other}"),
        )
    for count in range(1, len(items)):
        if len(items) > 3:  # the three items of key mode are always needed
            without = ",".join(item for index, item in enumerate(items) if index != count)
            yield _auth("items_incomplete", f"without {items[count].partition('=')[0].strip()}"), without
    if len(items) <= 5:
        for order in permutations(items):
            yield _auth("items_order", "in another order"), ",".join(order)


def _auth(name: str, how: str) -> Finding:
    return Finding(
        name=name,
        says=f"the items of Authorization were signed {how}",
        remedy="Sign the text between the scheme and ,sign= exactly as it is sent.",
    )


def answer_mistakes(right: SignedAnswer) -> Iterator[Mistake]:
    """What happens to answers on their way."""
    yield from body_mistakes(right.body)
    yield from whole_mistakes()
