"""A command that calls curl, as browsers copy it ("copy as cURL"), for a POSIX shell or the Windows command line."""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote_plus

from attrs import define, field

from realname.testing.captures.exchanges import Exchange, request_of
from realname.testing.signature.capture import BodyIs, CaptureError

LONGEST: Final = 2 << 20
"""Bytes of a command; no shell takes more."""

_MOST_PIECES: Final = 10_000
"""Words, and what words are put together of."""
_BEGINS: Final = re.compile(rb"\s*(?:[$#%>]\s+)?curl(?:\.exe)?\s")
_WORD: Final = re.compile(
    r"'([^']*)'"
    r"|\$'((?:[^'\\]|\\.)*)'"
    r'|"((?:[^"\\]|\\.)*)"'
    r"|\\(?:\r?\n)|\\(.)"
    r"|([^\s'\"\\$]+|\$)"
    r"|(\s+)",
    re.DOTALL,
)
_ESCAPES: Final = re.compile(
    r"\\(?:u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8})|x([0-9A-Fa-f]{1,2})|([0-7]{1,3})|(.))", re.DOTALL
)
_HALVES: Final = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_HALF: Final = re.compile("[\ud800-\udc7f\udd00-\udfff]")
"""Between the two ranges is what stands for a byte."""
_NAMED: Final = {"n": "\n", "r": "\r", "t": "\t", "a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "v": "\v"}
_WITH_VALUE: Final = frozenset("AbcCdDeEFHKmoPQrtTuUwxXyYz")
_WITHOUT_VALUE: Final = re.compile(
    "compressed|fail|fail-with-body|get|globoff|head|http[12].*|include|insecure|ipv[46]|location|no-.*|path-as-is|"
    "progress-bar|raw|show-error|silent|tlsv1.*|verbose"
)
TOOL: Final = ("curl read it from a file", "Put it into the command, or send it with --trace FILE and explain that.")


def is_one(text: bytes) -> bool:
    """Whether this is such a command."""
    return _BEGINS.match(text) is not None


@define
class Command:
    """What a command sends.

    Attributes:
        url: the address.
        method: as given, or as curl chooses it.
        headers: those that are given, and those that curl adds.
        body: what is sent.
        is_body_known: False if it comes from a file.
    """

    url: str = ""
    method: str = ""
    headers: list[tuple[str | bytes, str | bytes]] = field(factory=list)
    body: bytes = b""
    is_body_known: bool = True


def read(text: bytes) -> Iterator[Exchange]:
    """The request; there is one.

    Raises:
        CaptureError: the command cannot be read.
    """
    command = parse(text)
    shown: BodyIs = "whole" if command.is_body_known else "unseen"
    request = request_of(command.method, command.url, command.headers, command.body, body_is=shown, tool=TOOL)
    yield Exchange(request=request)


def parse(text: bytes) -> Command:
    """What the command sends.

    Raises:
        CaptureError: the command cannot be read.
    """
    if len(text) > LONGEST:
        raise CaptureError(f"the command is longer than {LONGEST >> 20} MiB")
    command = Command()
    data: list[bytes] = []
    is_form = is_json = is_get = False
    words = iter(_options(text.decode("utf-8", "surrogateescape")))
    for option, value in words:
        match option:
            case "" | "url":
                command.url = command.url or value
            case "X" | "request":
                command.method = value
            case "H" | "header":
                name, colon, rest = value.partition(":")
                if colon and rest.strip():
                    command.headers.append((name.strip(), rest.strip()))
                elif name.endswith(";"):
                    command.headers.append((name[:-1], ""))
            case "A" | "user-agent":
                command.headers.append(("User-Agent", value))
            case "b" | "cookie":
                command.headers.append(("Cookie", value))
            case "d" | "data" | "data-ascii" | "data-raw" | "data-binary" | "data-urlencode" | "json":
                is_form, is_json = is_form or option != "json", is_json or option == "json"
                if value.startswith("@") and option != "data-raw":
                    command.is_body_known = False
                data.append(_part(option, value))
            case "F" | "form" | "T" | "upload-file":
                command.is_body_known = False
                is_form = True
            case "G" | "get":
                is_get = True
            case "I" | "head":
                command.method = command.method or "HEAD"
    if not command.url:
        raise CaptureError("the command names no address")
    joined = (b"" if is_json else b"&").join(data)
    if is_get and joined:
        mark = "&" if "?" in command.url else "?"
        command.url += mark + joined.decode("utf-8", "surrogateescape")
    elif is_form or is_json:
        command.body = joined
    command.method = command.method or ("POST" if (is_form or is_json) and not is_get else "GET")
    _add_defaults(command, is_form=is_form and not is_get, is_json=is_json)
    return command


def _part(option: str, value: str) -> bytes:
    if option == "data-urlencode":
        name, mark, rest = value.partition("=")
        value = f"{name}={quote_plus(rest)}" if mark and name else quote_plus(value.removeprefix("="))
    return value.encode("utf-8", "surrogateescape")


def _add_defaults(command: Command, *, is_form: bool, is_json: bool) -> None:
    """What curl sends without being told."""
    given = {str(name).lower() for name, _ in command.headers}
    kind = "application/json" if is_json else "application/x-www-form-urlencoded"
    for name, value, is_sent in (
        ("Accept", "application/json" if is_json else "*/*", True),
        ("User-Agent", "curl", True),
        ("Content-Type", kind, is_form or is_json),
    ):
        if is_sent and name.lower() not in given:
            command.headers.append((name, value))


# ---- the words ----


def _options(text: str) -> Iterator[tuple[str, str]]:
    """Option and value; an address has no option."""
    words = iter(_words(text))
    for word in words:
        if word == "curl" or word.endswith("curl.exe"):
            break
    for word in words:
        if word in ("|", ";", "&&", ">", "2>&1", "--next", "-:"):
            return
        if word.startswith("--"):
            name, mark, value = word[2:].partition("=")
            is_bare = _WITHOUT_VALUE.fullmatch(name)
            yield name, value if mark or is_bare else next(words, "")
        elif word.startswith("-") and word != "-":
            yield from _short(word[1:], words)
        else:
            yield "", word


def _short(letters: str, words: Iterator[str]) -> Iterator[tuple[str, str]]:
    for index, letter in enumerate(letters):
        if letter in _WITH_VALUE:
            yield letter, letters[index + 1 :] or next(words, "")
            return
        yield letter, ""


def _words(text: str) -> Iterator[str]:
    if re.search(r"\^[\r\n\"]", text):
        text = _without_carets(text)
    word: list[str] = []
    is_open, at, count = False, 0, 0
    while at < len(text):
        found = _WORD.match(text, at)
        if found is None:
            raise CaptureError("the command's quotation marks do not fit: copy it whole")
        at, count = found.end(), count + 1
        if count > _MOST_PIECES:
            raise CaptureError(f"the command has more than {_MOST_PIECES} pieces")
        plain, ansi, double, escaped, bare, blank = found.groups()
        if blank is not None:
            if is_open:
                yield "".join(word)
            word, is_open = [], False
            if "\n" in blank and not text.startswith("-", at):
                return  # another command, or what this one has shown
            continue
        is_open = is_open or found[0][:1] != "\\" or escaped is not None
        if ansi is not None:
            word.append(_whole(_ESCAPES.sub(_unescape, ansi)))
        elif double is not None:
            word.append(re.sub(r'\\(["\\$`]|\r?\n)', lambda m: "" if "\n" in m[1] else m[1], double))
        else:
            word.append(next((each for each in (plain, escaped, bare) if each is not None), ""))
    if is_open:
        yield "".join(word)


def _unescape(found: "re.Match[str]") -> str:
    if code := found[1] or found[2]:
        return chr(min(int(code, 16), 0x10FFFF))
    if code := found[3] or found[4]:
        byte = int(code, 16 if found[3] else 8) & 0xFF
        return bytes([byte]).decode("ascii", "surrogateescape")  # as what the shell hands over is written here
    return _NAMED.get(found[5], found[5])


def _whole(text: str) -> str:
    """Text in which a character may be written byte by byte, or as its two halves; a half that is alone is none."""
    text = _HALVES.sub(lambda found: found[0].encode("utf-16", "surrogatepass").decode("utf-16"), text)
    return _HALF.sub("\ufffd", text).encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")


def _without_carets(text: str) -> str:
    """A command of the Windows command line as a POSIX shell would have it."""
    text = re.sub(r"\^\r?\n\r?\n", "\n", text)  # how browsers write a line feed inside of a text
    text = re.sub(r"\^\r?\n", " ", text)
    text = re.sub(r"\^(.)", r"\1", text)
    return text.replace('""', r"\"") if '""' in text else text
