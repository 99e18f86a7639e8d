"""What a web framework hands over of a request that it received: headers, a query or a form, and the body.

A signature covers bytes, so names and values become bytes here, decoded from percent-encoding and not yet from any
charset. Flask, Django, Starlette, aiohttp, AWS Lambda and `wsgiref` each have types of their own for them; what is
none of those is refused by the name of its argument.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote_to_bytes

from realname.core.errors import RequestError

Text = str | bytes | bytearray | memoryview
Headers = Mapping[Any, Any] | Iterable[tuple[Any, Any]]
"""Names and values, as text or bytes; also the ``environ`` of WSGI and ``request.META`` of Django."""
Fields = Text | Mapping[Any, Any] | Iterable[tuple[Any, Any]]
"""A query or a form: raw, or as names and values; of a mapping a value may be a list of values."""


def raw(value: object, argument: str) -> bytes:
    """Bytes as they are, text in UTF-8.

    Raises:
        RequestError: it is something else, such as a body that was parsed already.
    """
    if isinstance(value, str):
        return value.encode("utf-8", "surrogatepass")
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value)
    raise RequestError(
        f"{argument} is of the type {type(value).__name__}: pass the raw bytes, never what was parsed of them",
        field=argument,
        limit="bytes",
    )


def fields(value: object, argument: str) -> list[tuple[bytes, bytes]]:
    """The names and values of a query or a form in their order, each value of a repeated name by itself.

    Raises:
        RequestError: it is neither text nor names with values.
    """
    if isinstance(value, str | bytes | bytearray | memoryview):
        parts = (part.partition(b"=") for part in raw(value, argument).replace(b"+", b" ").split(b"&") if part)
        return [(unquote_to_bytes(name), unquote_to_bytes(text)) for name, _, text in parts]
    return [(raw(name, argument), raw(text, argument)) for name, text in _pairs(value, argument)]


def headers(value: object, argument: str, names: Collection[str]) -> dict[str, list[str]]:
    """The values of these headers (named in lower case), whatever the letter case of the names that came.

    Raises:
        RequestError: it is not names with values.
    """
    found: dict[str, list[str]] = {name: [] for name in names}
    for name, text in _pairs(value, argument):
        # WSGI writes X-A as HTTP_X_A. Other values of its environ are no text, and are not looked at.
        key = raw(name, argument).decode("latin-1").lower().replace("_", "-").removeprefix("http-")
        if key in found:
            found[key].append(raw(text, argument).decode("latin-1"))
    return found


def _pairs(value: object, argument: str) -> list[tuple[object, object]]:
    try:
        return [
            (name, text)
            for name, texts in _items(value)
            for text in (texts if isinstance(texts, list | tuple) else [texts])
        ]
    except (TypeError, ValueError):
        raise RequestError(
            f"{argument} is of the type {type(value).__name__}, which is not names with values",
            field=argument,
            limit="a mapping or pairs",
        ) from None


def _items(value: Any) -> Iterator[tuple[Any, Any]]:
    # `items` of a MultiDict (Werkzeug, Django) and of QueryParams (Starlette, httpx) has one value of each name only.
    for method in ("multi_items", "lists", "items"):
        if callable(getattr(value, method, None)):
            return iter(getattr(value, method)())
    return iter(value)
