"""Requests that a gateway must refuse although there is nothing wrong with what they ask."""

import re
from collections.abc import Iterator

import requests
from attrs import field, frozen

from realname.core.auth import SigningAuth
from realname.testing.conformance.transport import body, sign


@frozen
class Forgery:
    """One forged request.

    Attributes:
        breach: what a gateway commits that accepts it.
        what: what is wrong with it.
        incomplete: whether it lacks a header, so that a gateway may refuse it before looking at the signature.
        request: the request.
    """

    breach: str
    what: str
    incomplete: bool
    request: requests.PreparedRequest = field(repr=False)


def forgeries(
    genuine: requests.PreparedRequest, *, path: str, owner: SigningAuth, stranger: SigningAuth, security: frozenset[str]
) -> Iterator[Forgery]:
    """The forged variants of a request. Each carries a time and nonce of its own, so that none is refused as a replay.

    Args:
        genuine: a request that was sent, with its signature.
        path: the operation's path, with its arguments in braces.
        owner: signs as the owner of the credentials.
        stranger: signs as somebody who only knows the ids.
        security: names of the contract's security headers, in lower case.
    """
    bare = genuine.copy()
    present = [name for name in genuine.headers if name.lower() in security]
    for name in present:
        del bare.headers[name]
    yield Forgery("accepts_unsigned_request", "a request without security headers", True, bare.copy())
    if len(present) > 1:
        for name in present:
            lacking = _signed(bare, owner)
            del lacking.headers[name]
            yield Forgery("accepts_missing_header", f"a request without {name}", True, lacking)
    yield Forgery("accepts_wrong_key", "a request signed with another key", False, _signed(bare, stranger))
    arguments = re.compile(re.sub(r"\\\{\w+\\\}", "([^/]+)", re.escape(path)))
    if match := arguments.fullmatch(genuine.path_url.partition("?")[0]):
        for start, end in map(match.span, range(1, arguments.groups + 1)):
            changed = _signed(bare, owner)
            whole = genuine.path_url
            argument = _changed(whole[start:end].encode()).decode()
            _redirect(changed, f"{whole[:start]}{argument}{whole[end:]}")
            yield Forgery("accepts_changed_path", "a path that was changed after signing", False, changed)
    changed = _signed(bare, owner)
    if genuine.method == "GET":
        before, _, query = genuine.path_url.partition("?")
        # The first parameter, since of a key that occurs more than once a provider may sign the first value only.
        first, more, others = query.partition("&")
        _redirect(changed, f"{before}?{_changed(first.encode()).decode() if first else 'x=1'}{more}{others}")
        yield Forgery("accepts_changed_query", "a query that was changed after signing", False, changed)
    elif body(genuine):  # where there was none, no page says that a signature covers it
        changed.body = _changed(body(changed))
        changed.headers["Content-Length"] = str(len(changed.body))
        yield Forgery("accepts_changed_body", "a body that was changed after signing", False, changed)


def _signed(bare: requests.PreparedRequest, auth: SigningAuth) -> requests.PreparedRequest:
    request = bare.copy()
    sign(auth, request)
    return request


def _changed(content: bytes) -> bytes:
    """The same bytes with the last letter or digit replaced by another one; a space more where there is none."""
    if (match := re.search(rb"[A-Za-z0-9](?=[^A-Za-z0-9]*\Z)", content)) is None:
        return content + b" "
    return content[: match.start()] + (b"2" if match[0] == b"1" else b"1") + content[match.end() :]


def _redirect(request: requests.PreparedRequest, other: str) -> None:
    """Send a request to another path and query, as they are."""
    request.url = (request.url or "").removesuffix(request.path_url) + other
