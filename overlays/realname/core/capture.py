"""An exchange as text, for `realname explain`: what is private in it stands there only if that is asked for.

The text is a comment, the request behind ``> `` and the answer behind ``< ``, line by line; of what is no visible
character the bytes are written in hex, behind a backslash. `realname.testing.captures.kept` reads it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import httpx

SHOWN: Final = "realname.shown"
"""Where the auth's table of headers stands: ``response.extensions[SHOWN]``."""
MARK: Final = "# realname capture 1"
MASKED: Final = ", masked: no signature, no token, no value of the query and no body is in it"
FACTS: Final = "# facts: "
LEFT_OUT: Final = "***"

_CHARSETS: Final = "utf-8|UTF-8|gbk|GBK|gb18030|GB18030|iso-8859-1|ISO-8859-1"
_ALWAYS: Final[Mapping[str, str]] = {
    "host": r"[\w.:\[\]-]{1,255}$",
    "accept": r"[\w*+./-]{1,60}$",
    "content-type": rf"[a-z]{{1,20}}/[a-z0-9.+-]{{1,40}}(; ?charset=(?:{_CHARSETS}))?$",
    "content-length": r"[0-9]{1,20}$",
    "content-encoding": r"[a-z]{1,20}$",
    "transfer-encoding": r"[a-z]{1,20}$",
    "date": r"\w{3}, [0-9]{2} \w{3} [0-9]{4} [0-9:]{8} GMT$",
}
"""Headers that anybody sends, with what their values have to look like to be shown."""
_NAME: Final = re.compile(r"[\w.-]{1,64}", re.ASCII)


def text(error: Exception, response: httpx.Response | None, facts: Sequence[str], *, show_personal: bool) -> str:
    """The exchange that an error came in, as text; empty if there is none."""
    if response is None:
        return ""
    lines = [f"{MARK}{'' if show_personal else MASKED}", _visible(f"# {type(error).__name__}: {error}".encode())]
    if facts:
        lines.append(FACTS + ", ".join(facts))
    shown = {} if show_personal else {**_ALWAYS, **response.extensions.get(SHOWN, {})}
    request = response.request
    target = request.url.raw_path.decode("ascii", "replace")
    first = f"{request.method} {target if show_personal else _without_values(target)} HTTP/1.1"
    asked = _written(first, request.headers, b"" if not show_personal else _content(request), shown)
    status = f"HTTP/1.1 {response.status_code}"
    answered = _written(status, response.headers, b"" if not show_personal else _content(response), shown)
    lines += [f"> {line}" for line in asked]
    lines += [f"< {line}" for line in answered]
    return "".join(f"{line.rstrip(' ') if len(line) == 2 else line}\n" for line in lines)


def _written(first: str, headers: httpx.Headers, body: bytes, shown: Mapping[str, str]) -> Iterator[str]:
    yield _visible(first.encode())
    for name, value in headers.raw:
        text = value if not shown else _masked(name, value, shown).encode()
        yield _visible(name + b": " + text)
    yield ""
    if body:
        yield from (_visible(line) for line in body.split(b"\n"))


def _masked(name: bytes, value: bytes, shown: Mapping[str, str]) -> str:
    pattern = shown.get(name.decode("ascii", "replace").lower())
    whole = value.decode("latin-1")
    found = re.match(pattern, whole, re.ASCII) if pattern else None
    if found is None:
        return LEFT_OUT
    return found[0] if found[0] == whole else f"{found[0]}…"


def _without_values(target: str) -> str:
    path, mark, query = target.partition("?")
    names = (item.partition("=")[0] for item in query.split("&"))
    return path + mark + "&".join(f"{name if _NAME.fullmatch(name) else LEFT_OUT}={LEFT_OUT}" for name in names if mark)


def _content(message: httpx.Request | httpx.Response) -> bytes:
    try:
        return message.content
    except httpx.StreamError:
        return b""  # a caller of a bare client has not read it


def _visible(line: bytes) -> str:
    characters = line.decode("utf-8", "surrogateescape")
    return "".join(each if each.isprintable() and each != "\\" else _escaped(each) for each in characters)


def _escaped(character: str) -> str:
    if character == "\\":
        return r"\\"
    return "".join(f"\\x{byte:02x}" for byte in character.encode("utf-8", "surrogateescape"))
