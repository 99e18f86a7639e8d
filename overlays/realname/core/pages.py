"""Methods and names that stand in the modules of their pages, each loaded when it is first asked for."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

from realname.core.errors import TransportError
from realname.core.redaction import conceal


@contextmanager
def loading(what: str) -> Iterator[None]:
    """Around an import that comes late: in a process that has no file descriptor left, it fails as a call does.

    Raises:
        TransportError: the module cannot be read.
    """
    try:
        yield
    except OSError as error:
        raise TransportError(
            f"the module of {what} cannot be read ({type(error).__name__}); nothing was sent",
            outcome_unknown=False,
            remedy="Look at how many files this process has open.",
        ) from None


class LateMethod:
    """A method that stands in the module of its page and is found there when it is first asked for.

    A client costs the same to import whatever the number of its operations; once found, the method takes this place.
    What it raises comes without the frames that hold its arguments.
    """

    __slots__ = ("_name", "_owner", "_page")  # one a class and operation is made at import: it has to cost nothing

    def __init__(self, owner: type, name: str, page: str) -> None:
        self._owner = owner
        self._name = name
        self._page = page

    def __get__(self, instance: object, owner: type | None = None) -> Any:
        with loading("the operation"):
            page = import_module(f"{self._owner.__module__.rpartition('.')[0]}.{self._page}")
        method = conceal(getattr(getattr(page, self._owner.__name__), self._name))
        setattr(self._owner, self._name, method)
        return method.__get__(instance, owner)


class Methods:
    """Base of a class whose methods stand in the modules of their pages."""

    def __init_subclass__(cls, *, pages: Mapping[str, str] | None = None) -> None:
        super().__init_subclass__()
        for name, page in (pages or {}).items():
            setattr(cls, name, LateMethod(cls, name, page))


Finders = tuple[Callable[[str], object], Callable[[], list[str]]]
"""The ``__getattr__`` and the ``__dir__`` of a module."""


def names_of_pages(package: dict[str, Any]) -> Finders:
    """How a generated package finds what stands in the modules of its pages.

    Which module that is, is a table as long as the contract, in the package's ``_names``. Only who asks for a name, or
    for ``__all__``, waits for it.

    Args:
        package: the package's own names.
    """
    called = package["__name__"]

    def find(name: str) -> object:
        if name.startswith("__") and name != "__all__":  # what all kinds of tools ask of all modules
            raise AttributeError(f"module {called!r} has no attribute {name!r}")
        table = import_module(f"{called}._names")
        if name == "__all__":
            value = table.EXPORTS
        elif name in table.MODULES:
            value = getattr(import_module(f"{called}.{table.MODULES[name]}"), name)
        else:
            raise AttributeError(f"module {called!r} has no attribute {name!r}")
        package[name] = value
        return value

    return find, lambda: list(import_module(f"{called}._names").EXPORTS)


def names_of_provider(room: dict[str, Any], generated: ModuleType, late: Mapping[str, str]) -> Finders:
    """How a provider's room finds the names of its generated package, and those of its own that few need.

    Args:
        room: the room's own names; its ``__all__`` has to be asked for from now on, since the generated ones join it.
        generated: the generated package.
        late: name → the module in the room that it stands in.
    """
    called, own = room["__name__"], room.pop("__all__")

    def find(name: str) -> object:
        if name == "__all__":
            return [*own, *generated.__all__]
        home = import_module(f"{called}.{late[name]}") if name in late else generated
        room[name] = value = getattr(home, name)
        return value

    return find, lambda: sorted([*own, *generated.__all__])
