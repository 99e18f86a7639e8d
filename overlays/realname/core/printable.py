"""Text for a terminal."""


def printable(text: str) -> str:
    """Text on one line, with codes for characters that a terminal would act on or not show: an answer may hold any."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)
