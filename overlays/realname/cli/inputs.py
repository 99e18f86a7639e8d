"""What a command reads: a file by its name, or standard input."""

import sys
from typing import Final

from realname.core import copied_text
from realname.core.errors import ConfigurationError

LIMIT: Final = 16 << 20
"""Bytes: as much as the largest body that a provider takes."""


def read_bytes(name: str, what: str, *, setting: str) -> bytes:
    """The content of a file, or with ``-`` of standard input.

    Raises:
        ConfigurationError: it cannot be read, or is too large; calls it `what`.
    """
    if name != "-":
        return copied_text.read_bytes(name, what, setting=setting, limit=LIMIT)
    try:
        data = sys.stdin.buffer.read(LIMIT + 1) if sys.stdin else None
    except OSError as error:
        says = f"standard input cannot be read ({type(error).__name__})"
        raise ConfigurationError(says, setting=setting, remedy="Name a file.") from None
    if data is None:
        raise ConfigurationError("standard input is closed", setting=setting, remedy="Name a file.")
    if len(data) > LIMIT:
        says = f"standard input has more than {LIMIT} bytes"
        raise ConfigurationError(says, setting=setting, remedy="Send less.")
    return data


def read_text(name: str, what: str, *, setting: str) -> str:
    """The same as text; see `text_of`."""
    return text_of(name, read_bytes(name, what, setting=setting), what, setting=setting)


def is_image(data: bytes) -> bool:
    """Whether this is a JPG, PNG or BMP by its first bytes, with which no text begins."""
    is_bmp = data.startswith(b"BM") and int.from_bytes(data[2:6], "little") == len(data)
    return is_bmp or data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))


def text_of(name: str, data: bytes, what: str, *, setting: str) -> str:
    """What was read, as text: of a file in UTF-8, of standard input in the charset of the terminal, with any BOM.

    Raises:
        ConfigurationError: it is no such text.
    """
    charset = sys.stdin.encoding if name == "-" and sys.stdin else "utf-8"
    try:
        return copied_text.decode(data, charset)
    except UnicodeDecodeError:
        says = f"{'standard input' if name == '-' else what} is not text in {charset}"
        remedy = "Set PYTHONIOENCODING to its charset." if name == "-" else "Save it as UTF-8."
        raise ConfigurationError(says, setting=setting, remedy=remedy) from None
