"""Methods that stand in the modules of their pages, each loaded when it is first asked for."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from realname.core.errors import TransportError
from realname.core.redaction import conceal


class LateMethod:
    """A method that stands in the module of its page and is found there when it is first asked for.

    A client costs the same to import whatever the number of its operations; once found, the method takes this place.
    What it raises comes without the frames that hold its arguments.
    """

    __slots__ = ("_name", "_owner", "_page")

    def __init__(self, owner: type, name: str, page: str) -> None:
        self._owner = owner
        self._name = name
        self._page = page

    def __get__(self, instance: object, owner: type | None = None) -> Any:
        try:
            page = import_module(self._page)
        except OSError as error:  # most likely no file descriptor is left
            raise TransportError(
                f"the module of the operation cannot be read ({type(error).__name__}); nothing was sent",
                outcome_unknown=False,
                remedy="Look at how many files this process has open.",
            ) from None
        method = conceal(getattr(getattr(page, self._owner.__name__), self._name))
        setattr(self._owner, self._name, method)
        return method.__get__(instance, owner)


class Methods:
    """Base of a class whose methods stand in the modules of their pages."""

    def __init_subclass__(cls, *, pages: Mapping[str, str] | None = None) -> None:
        super().__init_subclass__()
        package = cls.__module__.rpartition(".")[0]
        for name, page in (pages or {}).items():
            setattr(cls, name, LateMethod(cls, name, f"{package}.{page}"))
