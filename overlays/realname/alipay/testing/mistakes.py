"""How Alipay's strings to sign and to verify are built wrong."""

import re
from collections.abc import Callable, Iterator
from itertools import permutations
from typing import Final
from urllib.parse import parse_qsl, quote, quote_plus, unquote, unquote_plus

from realname.alipay.testing.canonical import ALGORITHM, Authorization, StringToSign, StringToVerify
from realname.testing.signature.capture import CapturedRequest
from realname.testing.signature.explanation import Finding
from realname.testing.signature.keyring import Keyring
from realname.testing.signature.mistakes import (
    ABSENT,
    METHOD_CASE,
    MOST_PARAMETERS,
    body_mistakes,
    instead_mistakes,
    line_mistakes,
    whole_mistakes,
    with_host,
)
from realname.testing.signature.search import WHOLE, Mistake, MistakesIn

_target: Final = MistakesIn(
    "target",
    "path and query were signed",
    "Build the address first and sign path and query exactly as on the request line.",
)
_items: Final = MistakesIn(
    "auth_string",
    "the items of Authorization were signed",
    "Sign the text between the scheme and ,sign= exactly as it is sent.",
)
_MOST_ITEMS: Final = 20
"""Of a longer list, none is left out on trial: the gateway knows four."""
_WRITINGS: Final[tuple[tuple[str, Callable[[str], str]], ...]] = (
    ("a space as +", quote_plus),
    ("a space as %20", lambda text: quote(text, safe="")),
    ("a space as %20 and ~ as %7E", lambda text: quote(text, safe="").replace("~", "%7E")),
    ("a space as + and ~ as %7E, * as it is", lambda text: quote_plus(text, safe="*").replace("~", "%7E")),
    ("/ as it is", quote),
    (": and , as they are", lambda text: quote(text, safe=":,")),
)


def request_mistakes(right: StringToSign, request: CapturedRequest, ring: Keyring) -> Iterator[Mistake]:
    """What goes wrong in requests, the most frequent first."""
    if not right.body:
        says = "the empty line for the missing body was left out"
        remedy = "A request without a body still has its line: … path, line feed, line feed."
        finding = Finding("missing_body_line", says, remedy)
        yield Mistake(finding, "body", None)
    yield from whole_mistakes()
    yield from _target_mistakes(right.target, request)
    yield from line_mistakes("the items of Authorization", "the method", "path and query")
    yield from _other_schemes(right, request)
    yield from instead_mistakes(right.body or b"", request.query)
    yield Mistake(METHOD_CASE, "method", right.method.lower())
    yield from _token_mistakes(right, ring)
    yield from body_mistakes(right.body or b"")
    yield from _items_mistakes(right.auth_string)


def answer_mistakes(right: StringToVerify) -> Iterator[Mistake]:
    """What happens to answers on their way."""
    yield from body_mistakes(right.body)
    yield from whole_mistakes()


def _other_schemes(right: StringToSign, request: CapturedRequest) -> Iterator[Mistake]:
    """Strings of other interfaces, which are not built of these parts."""
    items = Authorization(ALGORITHM, right.auth_string, "").items
    body = (right.body or b"").decode("utf-8", "replace")
    lines = [right.method, right.target, items.get("timestamp", ""), items.get("nonce", ""), body, ""]
    says = "the string of WeChat Pay was signed: method, address, time, nonce and body"
    remedy = "Sign the items of Authorization in the first line; time and nonce stand there."
    yield _instead("wechat_string", says, remedy, "\n".join(lines))
    pairs = parse_qsl(request.query, keep_blank_values=True) if request.query.count("&") < MOST_PARAMETERS else []
    biz_content = [("biz_content", body)] if body else []
    for added in ([], [*items.items()], biz_content, [*items.items(), *biz_content]):
        chosen = sorted([*pairs, *added])
        for these in (chosen, [pair for pair in chosen if pair[1]]):
            says = "the sorted parameters alone were signed, as in protocol v2"
            remedy = "v3 signs four lines: the items of Authorization, the method, path and query, the body."
            yield _instead("v2_string", says, remedy, "&".join(f"{name}={value}" for name, value in these))
    yield _instead("v2_string", says, remedy, "&".join(sorted(request.query.split("&"))))


def _instead(name: str, says: str, remedy: str, string: str) -> Mistake:
    signed = string.encode()
    return Mistake(Finding(name, says, remedy), WHOLE, lambda _: signed)


def _token_mistakes(right: StringToSign, ring: Keyring) -> Iterator[Mistake]:
    if right.app_auth_token is not None:
        says = "alipay-app-auth-token is sent, and its line is not signed"
        finding = Finding("missing_token_line", says, "Add the token as the last line, with a line feed at its end.")
        yield Mistake(finding, "app_auth_token", None)
    elif ring.app_auth_token is not None:
        says = "a line with the app auth token is signed, and alipay-app-auth-token is not sent"
        finding = Finding("token_header_missing", says, "Send the header, or leave the line out.")
        yield Mistake(finding, "app_auth_token", ring.app_auth_token.reveal())
    for word in ("", *ABSENT) if right.app_auth_token is None else ():
        says = f"a last line with “{word}” was signed for the app auth token, and none is sent"
        finding = Finding("absent_value_filled", says, "Without a token there is no line for it.")
        yield Mistake(finding, "app_auth_token", word)


def _target_mistakes(target: str, request: CapturedRequest) -> Iterator[Mistake]:
    if "?" not in target:
        yield _target("query_differs", "with a ? although there is no query", f"{target}?")
    else:
        yield _target("query_not_signed", "without its query", request.path)
        for name, how, query in _other_queries(request.query):
            yield _target(name, how, f"{request.path}?{query}")
    for with_it in with_host(request, target):
        yield _target("host_signed", "with the host in front", with_it)
    yield _target("path_differs", "without /v3", target.removeprefix("/v3"))


def _other_queries(query: str) -> Iterator[tuple[str, str, str]]:
    raw = query.split("&")
    if len(raw) > MOST_PARAMETERS:
        return
    pairs = parse_qsl(query, keep_blank_values=True)
    yield "query_order", "with its parameters sorted", "&".join(sorted(raw))
    yield "query_order", "with its parameters in reverse order", "&".join(raw[::-1])
    for order, ordered in (("", pairs), (", sorted", sorted(pairs))):
        yield "query_decoded", f"decoded{order}", "&".join(f"{key}={value}" for key, value in ordered)
        for how, write in _WRITINGS:
            encoded = "&".join(f"{write(key)}={write(value)}" for key, value in ordered)
            yield "query_encoding", f"encoded differently ({how}{order})", encoded
    lower = re.sub("%[0-9A-F]{2}", lambda match: match[0].lower(), query)
    yield "query_encoding", "with lower-case hex in its percent-encoding", lower
    yield "query_encoding", "encoded twice", quote(query, safe="=&")
    yield "query_decoded", "decoded", unquote(query)
    yield "query_decoded", "decoded", unquote_plus(query)
    full = [item for item in raw if not item.endswith("=")]
    yield "query_empty_values", "without its empty parameters", "&".join(full)
    for word in ABSENT:
        filled = [item + word if item.endswith("=") else item for item in raw]
        yield "absent_value_filled", f"with “{word}” in its empty parameters", "&".join(filled)
    truthy = [item for item in raw if item.partition("=")[2] not in ("", "0")]
    yield "query_empty_values", "without parameters that are empty or 0", "&".join(truthy)


def _items_mistakes(auth_string: str) -> Iterator[Mistake]:
    items = auth_string.split(",")
    stripped = [item.strip() for item in items]
    yield _items("items_spacing", "without the spaces between them", ",".join(stripped))
    yield _items("items_spacing", "with spaces between them", ", ".join(stripped))
    yield _items("scheme_signed", "with the scheme in front", f"{ALGORITHM} {auth_string}")
    yield _items("items_end", "with a comma at their end", f"{auth_string},")
    timestamp = Authorization(ALGORITHM, auth_string, "").items.get("timestamp", "")
    if timestamp.isdecimal():
        other = timestamp[:10] if len(timestamp) == 13 else f"{timestamp}000"
        in_other_unit = auth_string.replace(f"timestamp={timestamp}", f"timestamp={other}")
        yield _items("timestamp_in_seconds", "with the time in another unit than it was sent in", in_other_unit)
    for index, item in enumerate(items if len(items) <= _MOST_ITEMS else ()):
        without = ",".join(items[:index] + items[index + 1 :])
        yield _items("items_incomplete", f"without {item.partition('=')[0].strip()}", without)
    for word in ("", *ABSENT):
        filled = ",".join([items[0], f"app_cert_sn={word}", *items[1:]])
        yield _items("absent_value_filled", f"with app_cert_sn={word}, which is not sent", filled)
    if len(items) <= 5:
        for order in permutations(items):
            yield _items("items_order", "in another order", ",".join(order))
