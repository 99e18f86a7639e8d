"""Text that must never be shown: it has a blank repr and is read by one explicit call."""

from typing import final


@final
class Secret:
    """A secret text, such as an application secret or a token.

    It prints as ``Secret(…)``, compares by identity and cannot be pickled, so that it reaches no log, traceback or
    cache by accident. Only `reveal` gives the text back.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the text itself."""
        return self._text

    def __repr__(self) -> str:
        return "Secret(…)"

    def __reduce__(self) -> str | tuple[object, ...]:
        raise TypeError("a secret cannot be pickled: pass the settings to the other process and build it there")
