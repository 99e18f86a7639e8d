"""A call of an operation that has no contract: everything is held as for the others, but for what a contract says."""

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import unquote

import httpx

from realname.core import wire
from realname.core.address import address
from realname.core.call import Call
from realname.core.errors import DecodeError, RequestError
from realname.core.model import Request
from realname.core.operation import Operation
from realname.core.reply import RawReply

METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE")
POLICIES: Final = ("safe", "connect-only")
NAME: Final = "call"
"""What errors and the log call it: the path may hold an id of a person."""

_PATH: Final = re.compile(r"(?:/(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})+)+")
_DOTS: Final = re.compile(r"(?:^|[/\\])\.\.?(?:[/\\]|$)")


class FreeCall(Call[Any, Any]):
    """A call whose answer is whatever JSON object the provider signs, or sends, as a success."""

    def conclude(self, response: httpx.Response) -> RawReply[Any]:
        """The answer as a JSON object.

        Raises:
            ApiError: the provider says no.
            DecodeError: the answer is no object, or does not say that the operation was carried out.
        """
        reply = super().conclude(response)
        if not isinstance(reply.parsed, dict) or not self._gateway.affirms(reply.parsed):
            raise DecodeError(
                "the answer does not say that the operation was carried out",
                remedy="Compare its page: this package knows the form in which the provider tells a success.",
            )
        return reply


def operation(method: Any, retry: Any) -> Operation[Any, Any]:
    """What is known of such an operation.

    Raises:
        RequestError: there is no such method or policy.
    """
    if method not in METHODS:
        raise _refuse("method", f"one of {', '.join(METHODS)}")
    if retry not in POLICIES:
        raise _refuse("retry", f"one of {', '.join(POLICIES)}")
    return Operation(
        name=NAME,
        method=method,
        path="(no contract)",
        request=Request,
        answer=object,  # any JSON
        retry=retry,
        document="",
    )


def wire_form(origin: str, path: object, query: object, body: object) -> tuple[httpx.URL, bytes]:
    """The full URL and the body.

    Raises:
        RequestError: the path is more, or less, than a plain path, or something cannot be sent as it is.
    """
    if not isinstance(path, str) or not _PATH.fullmatch(path) or _DOTS.search(unquote(path)):
        raise _refuse("path", "a path below the base URL such as /v1/a/b, without a query and without dots for parts")
    parameters = {} if query is None else query
    if not isinstance(parameters, Mapping) or not all(
        isinstance(name, str) and name and isinstance(value, str | int | None) for name, value in parameters.items()
    ):
        raise _refuse("query", "a mapping from names to texts, whole numbers, true or false")
    if not isinstance(body, Mapping | None):
        raise _refuse("body", "a JSON object, or None for no body")
    pairs = [(name, value) for name, value in parameters.items() if value is not None]
    try:
        url = address(origin, path, pairs)
    except UnicodeEncodeError:
        url = None
    if url is None:
        raise _refuse("path", "what an address can hold, together with the query")
    return url, b"" if body is None else wire.encode(dict(body))


def _refuse(field: str, limit: str) -> RequestError:
    return RequestError(f"{field} must be {limit}", field=field, limit=limit, operation=NAME)
