"""Addresses of requests.

httpx looks at each character of one, which takes longer than most steps of a call. An address that is plain by its form
would come out as it went in: it is parsed only if somebody asks for what is not kept here.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final, final
from urllib.parse import quote, urlencode

import httpx

_LONGEST: Final = 8192
"""Characters of a target that is not parsed; httpx refuses an address of 65 536."""
_PLAIN: Final = re.compile(  # one way to read each character; the possessive forms fail in Python 3.11.2
    r"(?:/(?!\.\.?(?:[/?]|\Z))(?=[^/?])[A-Za-z0-9._~-]*(?:%[0-9A-F]{2}[A-Za-z0-9._~-]*)*)+"
    r"(?:\?(?=.)[A-Za-z0-9._~=&-]*(?:%[0-9A-F]{2}[A-Za-z0-9._~=&-]*)*)?"
)
"""A path without empty parts and dots for parts, with or without a query, that has nothing left to encode."""

_origin = lru_cache(httpx.URL)


def address(origin: str, path: str, query: Sequence[tuple[str, object]] = ()) -> httpx.URL | None:
    """The address that leads to this very path, with a query; None if there is none.

    Args:
        origin: scheme, host and port, as `str` gives them of an `httpx.URL`, without a slash at the end.
        path: percent-encoded.
        query: names and values.
    """
    if query:
        path += "?" + urlencode([(name, plain(value)) for name, value in query], quote_via=quote, safe="")
    if len(path) <= _LONGEST and _PLAIN.fullmatch(path):
        return _Plain(_origin(origin), path, origin + path)
    try:
        url = httpx.URL(origin + path)
    except httpx.InvalidURL:  # it is too long
        return None
    return url if url.raw_path.endswith(path.encode("ascii")) else None


def plain(value: object) -> str:
    """A parameter as text."""
    return str(value).lower() if isinstance(value, bool) else str(value)


@final
class _Plain(httpx.URL):
    """An address that is not parsed until something is asked of it that its origin and its target do not tell."""

    def __init__(self, origin: httpx.URL, target: str, text: str) -> None:
        self.__origin = origin
        self.__target = target
        self.__text = text

    def __getattr__(self, name: str) -> Any:
        # Asked for where there is no such attribute yet, such as what httpx keeps of an address that it has parsed.
        super().__init__(self.__text)
        return object.__getattribute__(self, name)

    def __reduce__(self) -> tuple[type[httpx.URL], tuple[str]]:
        return httpx.URL, (self.__text,)

    def __str__(self) -> str:
        return self.__text

    def __repr__(self) -> str:
        return repr(httpx.URL(self.__text))

    @property
    def raw_path(self) -> bytes:
        return self.__target.encode("ascii")

    @property
    def scheme(self) -> str:
        return self.__origin.scheme

    @property
    def raw_scheme(self) -> bytes:
        return self.__origin.raw_scheme

    @property
    def host(self) -> str:
        return self.__origin.host

    @property
    def raw_host(self) -> bytes:
        return self.__origin.raw_host

    @property
    def port(self) -> int | None:
        return self.__origin.port

    @property
    def netloc(self) -> bytes:
        return self.__origin.netloc
