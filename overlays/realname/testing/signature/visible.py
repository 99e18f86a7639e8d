"""Bytes made readable: spaces and control characters shown, nothing left that a terminal would act on."""

import unicodedata

_NAMED = {" ": "·", "\n": "␊\n", "\r": "␍", "\t": "␉", "\x7f": "␡"}
_AMBIGUOUS = frozenset("·␊␍␉␡⟨⟩")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zs", "Zl", "Zp"})
"""Unicode categories that a reader cannot see, or takes for a common space."""


def visible(data: bytes) -> str:
    """Show bytes as text: a space as ``·``, a line feed as ``␊`` and a new line, other invisible characters by code."""
    return "".join(_show(character) for character in data.decode("utf-8", "surrogateescape"))


def visible_line(data: bytes) -> str:
    """The same on one line."""
    return visible(data).replace("␊\n", "␊")


def _show(character: str) -> str:
    if character in _NAMED:
        return _NAMED[character]
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if 0xDC80 <= code <= 0xDCFF:
        return f"⟨byte {code - 0xDC00:02X}⟩"  # not UTF-8
    if character in _AMBIGUOUS or unicodedata.category(character) in _INVISIBLE:
        return f"⟨U+{code:04X}⟩"
    return character
