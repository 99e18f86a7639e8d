"""Text that people copy and editors save: read whatever marks a file begins with, and looked at for what nobody sees.

A byte-order mark, a quote that no shell took away or a space without width makes another id, secret or key of it, and
the gateway says 401 and no more. What a file adds is taken off; anything else is named.
"""

import codecs
from pathlib import Path
from typing import Final

from realname.core.errors import ConfigurationError

SETTING_LIMIT: Final = 1 << 20
"""Bytes: more than any key, certificate bundle or list of settings has."""
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NAMES: Final = {
    "\0": "NUL",
    "\t": "tab",
    "\n": "line feed",
    "\r": "carriage return",
    "\ufeff": "byte-order mark, BOM",
}
_QUOTES: Final = frozenset("\"'`")


def decode(data: bytes, charset: str = "utf-8") -> str:
    """Text without its byte-order mark, in the charset that the mark tells, or that its zero bytes tell.

    Raises:
        UnicodeDecodeError: it is not in that charset; without a sign of another one, not in `charset`.
    """
    marked = next((each for mark, each in _MARKS if data.startswith(mark)), None)
    return data.decode(marked or _without_mark(data) or charset).removeprefix("\ufeff")


def _without_mark(data: bytes) -> str | None:
    """UTF-16 that a program wrote without a mark: in ASCII text every second byte is zero."""
    if 0 not in data[:2] or len(data) % 2:
        return None
    for charset, zeros, others in (("utf-16-le", data[1::2], data[::2]), ("utf-16-be", data[::2], data[1::2])):
        if not any(zeros) and all(others):
            return charset
    return None


def read_text(path: str | Path, what: str, *, setting: str, limit: int = SETTING_LIMIT) -> str:
    """The text of a file in UTF-8, or in UTF-16 or UTF-32.

    Args:
        path: where it is. It is not repeated in an error.
        what: what to call the file in an error.
        setting: which setting names it.
        limit: the most bytes that it may have.

    Raises:
        ConfigurationError: it cannot be read, is too large or is no text.
    """
    data = read_bytes(path, what, setting=setting, limit=limit)
    try:
        return decode(data)
    except UnicodeDecodeError:
        raise no_text(what, setting) from None


def no_text(what: str, setting: str) -> ConfigurationError:
    """The error about a file whose bytes are no text."""
    problem = f"{what} is not text in UTF-8 or UTF-16"
    return ConfigurationError(problem, setting=setting, remedy="Save it as plain text in UTF-8.")


_WHY: Final[dict[type[Exception], str]] = {
    FileNotFoundError: "there is no such file",
    PermissionError: "this user has no permission",
    IsADirectoryError: "it is a directory",
}


def read_bytes(path: str | Path, what: str, *, setting: str, limit: int = SETTING_LIMIT) -> bytes:
    """The content of a file, up to a limit; see `read_text`.

    Raises:
        ConfigurationError: it cannot be read, or is too large.
    """
    try:
        with Path(path).open("rb") as file:
            data = file.read(limit + 1)
    except (OSError, ValueError) as error:  # ValueError: no file has such a name
        why = _WHY.get(type(error), type(error).__name__)
        odd = next((each for each in str(path) if not each.isprintable() or each in _QUOTES), None)
        remedy = "Check the path and its permissions."
        if odd:
            why = f"{why}; its path holds {described(odd)}"
        elif str(path).startswith(("~", "$", "file:")):
            remedy = "Write the path from / on: ~, $ and file: are not replaced here."
        raise ConfigurationError(f"{what} cannot be read ({why})", setting=setting, remedy=remedy) from None
    if len(data) > limit:
        problem = f"{what} is larger than {limit} bytes"
        raise ConfigurationError(problem, setting=setting, remedy="Set the path of the right file.")
    return data


def damage(text: str) -> str | None:
    """What keeps a text from being an id, a secret or an address that somebody copied whole; None if nothing does.

    All of them are printable ASCII, without a space or a quote at either end.
    """
    if not text:
        return "is empty"
    strange = next((character for character in text if not " " <= character <= "~"), None)
    if strange is not None:
        return f"holds {described(strange)}"
    if " " in (text[0], text[-1]):
        return "has spaces around it"
    return "has quotes around it" if _QUOTES & {text[0], text[-1]} else None


def described(character: str) -> str:
    """A character that may be invisible, by code and name."""
    import unicodedata  # for a mistake only

    if "\udc80" <= character <= "\udcff":
        return "a byte that is no text in the system's charset"  # so Python keeps what the system hands over
    name = _NAMES.get(character) or unicodedata.name(character, "no printable character")
    return f"U+{ord(character):04X} ({name})"
