"""What must never be shown or written down: secrets have a blank repr and are read by one explicit call."""

from typing import Any, NoReturn, Self, final


class Unpicklable:
    """What holds a key or a secret: it reaches no cache or queue by being pickled, and a copy of it is itself."""

    __slots__ = ()

    def __reduce_ex__(self, protocol: Any, /) -> NoReturn:
        kind = type(self).__name__
        raise TypeError(f"{kind} cannot be pickled: pass the settings to the other process and build it there")

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self


@final
class Secret(Unpicklable):
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
