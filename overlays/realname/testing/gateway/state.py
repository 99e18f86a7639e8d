"""What a sandbox knows, on shelves in memory, each with an end to its growth; and, if there is a store, there as well.

A shelf notes what was changed while `State.changing` lasts. At its end all of it is committed at once: whoever is
answered after that finds it again, whatever becomes of the process. Without a store a shelf is a dict with a bound.
"""

import base64
import json
import logging
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, Final, Generic, Protocol, TypeVar

from attrs import field, fields, frozen, has
from cattrs import Converter

T = TypeVar("T")

MOST: Final = 10_000
"""How many things a shelf holds, if nothing else is said. The oldest leave first."""
MOST_BYTES: Final = 64 * 1024 * 1024
"""How many bytes the things on a shelf may have together, if nothing else is said: of usual ones, far fewer."""
KEPT: Final = "kept"
"""The shelf of what nobody forgets: keys and secrets."""

logger: logging.Logger = logging.getLogger("realname.sandbox")


class StateError(Exception):
    """What was changed cannot be written; says why, and what to do. It is tried again with the next change."""


@frozen
class Change:
    """One thing that is to be different in the store."""

    shelf: str
    key: str | None = field(repr=False)
    """None: everything on the shelf leaves."""
    content: bytes | None = field(default=None, repr=False)
    """None: it leaves."""
    is_new: bool = False
    """Whether it is the newest of its shelf now, rather than where it was."""


class Store(Protocol):
    """Where the shelves are kept."""

    def read(self) -> Iterable[tuple[str, str, bytes]]:
        """Everything: shelf, key and content, the oldest of each shelf first."""

    def commit(self, changes: Sequence[Change]) -> None:
        """Make all of these changes, or none.

        Raises:
            StateError: none was made.
        """

    def forget(self) -> None:
        """Leave no trace of what was removed."""

    def close(self) -> None:
        """Let others open it."""


class Codec(Generic[T]):
    """Things of one kind as JSON, from which equal ones are made again."""

    def __init__(self, kind: type[T]) -> None:
        self._kind = kind

    def encode(self, thing: T) -> bytes:
        """The JSON, in ASCII: any text goes through, half a surrogate pair too."""
        return json.dumps(_CONVERTER.unstructure(thing, self._kind), separators=(",", ":")).encode("ascii")

    def decode(self, content: bytes | str) -> T:
        """What was encoded.

        Raises:
            Exception: it is nothing of this kind.
        """
        return _CONVERTER.structure(json.loads(content), self._kind)


class State:
    """All shelves of a sandbox, and the lock under which they change.

    Args:
        store: where they are kept, too; None for nowhere.
        fresh: begin with nothing but the keys of what the store has.

    Attributes:
        lock: hold it to look at several things that belong together.
        is_new: whether there was nothing to begin with.
    """

    def __init__(self, store: Store | None = None, *, fresh: bool = False) -> None:
        self.lock: threading.RLock = threading.RLock()
        self.has_store: bool = store is not None
        self._store = store
        self._shelves: dict[str, Shelf[Any]] = {}
        self._changer: int | None = None
        self._later: list[Callable[[], None]] = []
        self._found: dict[str, dict[str, bytes]] = {}
        self._pending: list[Change] = []
        self._said: set[str] = set()
        for shelf, key, content in () if store is None else store.read():
            self._found.setdefault(shelf, {})[key] = content
        if fresh:
            self._pending = [Change(shelf, None) for shelf in self._found if shelf != KEPT]
            self._found = {KEPT: self._found.get(KEPT, {})}
        self.is_new: bool = self._found.keys() <= {KEPT}
        self._kept = self.shelf(KEPT, str)

    def shelf(
        self,
        name: str,
        kind: type[T],
        *,
        most: int | None = MOST,
        most_bytes: int | None = MOST_BYTES,
        size: Callable[[T], int] | None = None,
        leaving: Callable[[str, T], None] = lambda *_: None,
    ) -> "Shelf[T]":
        """Set up a shelf, with what the store has of it. See `Shelf` for the arguments.

        Raises:
            StateError: what the store has does not fit.
        """
        if name in self._shelves:
            raise ValueError(f"there is a shelf {name} already")
        shelf = self._shelves[name] = Shelf(self, name, kind, most, most_bytes, size, leaving)
        shelf.fill(self._found.pop(name, {}))
        return shelf

    def keep(self, name: str, make: Callable[[], str]) -> str:
        """A text that is made once and never forgotten: a key, a secret. No reset touches it."""
        with self.changing():
            if name not in self._kept:
                self._kept[name] = make()
            return self._kept[name]

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Hold the lock while things change, and commit the changes before others see them.

        Whatever was to be told `afterwards` is told then, in the order in which it was asked for.

        Raises:
            StateError: the store does not take them. They stay in memory, and are written with the next ones.
        """
        told: list[Callable[[], None]] = []
        with self.lock:
            is_outermost = self._changer is None
            self._changer = threading.get_ident()
            try:
                yield
            finally:
                if is_outermost:
                    for shelf in self._shelves.values():
                        shelf.weigh()
                    self._changer = None
                    self._commit()
                    told, self._later = self._later, []
        for action in told:
            action()

    def afterwards(self, action: Callable[[], None]) -> None:
        """Have something done once everything that changes now is committed; for those who are told of it."""
        with self.changing():
            self._later.append(action)

    def say_once(self, text: str) -> None:
        """Warn whoever runs the sandbox, in the log `realname.sandbox`; of each thing at its first time only."""
        if text not in self._said:
            self._said.add(text)
            logger.warning(text)

    def forget(self) -> None:
        """Leave no trace in the store of what was cleared."""
        if self._store is not None:
            self._store.forget()

    def close(self) -> None:
        """Let others open the store. Nothing can be changed from then on, if there is one."""
        with self.lock:
            if self._store is not None:
                self._store.close()

    def abandon(self) -> None:
        """Close the store, and write nothing of what has changed; for a beginning that fails."""
        self.close()
        self._store = None

    @property
    def is_noting(self) -> bool:
        """Whether this thread is the one that changes things."""
        return self._changer == threading.get_ident()

    def _commit(self) -> None:
        if self._store is None:
            return
        changes = [*self._pending, *(change for shelf in self._shelves.values() for change in shelf.changes())]
        if changes:
            self._store.commit(changes)
        self._pending.clear()
        for shelf in self._shelves.values():
            shelf.settle()


class Shelf(MutableMapping[str, T]):
    """Things by their ids, the oldest first. Setting one makes it the newest.

    What it gives may be changed in place while `State.changing` lasts: that is noted. What `peek` gives is only to look
    at, and costs less.

    Args:
        state: whose it is.
        name: what it holds.
        kind: of what: attrs classes and plain values, as their annotations say.
        most: how many things it holds, beyond that the oldest leaves; None for any number.
        most_bytes: how many bytes all of them have together; None for any.
        size: the bytes of one, which do not change; None if they do: then they are counted after each change.
        leaving: called with whatever leaves, is removed or replaced, but not if everything is forgotten.
    """

    def __init__(
        self,
        state: State,
        name: str,
        kind: type[T],
        most: int | None,
        most_bytes: int | None,
        size: Callable[[T], int] | None,
        leaving: Callable[[str, T], None],
    ) -> None:
        self._state = state
        self._name = name
        self._codec = Codec(kind)
        self._most = most
        self._most_bytes = most_bytes
        self._size = size
        self._is_heavy_later = size is None and most_bytes is not None
        self._leaving = leaving
        self._things: dict[str, T] = {}
        self._sizes: dict[str, int] = {}
        self._bytes = 0
        self._touched: set[str] = set()
        """What may have grown."""
        self._pinned: set[str] = set()
        self._is_cleared = False
        self._before: dict[str, bytes | None] = {}
        """What the store has of each thing that may be another now; None of one that was set or removed."""

    def __repr__(self) -> str:
        return f"<{len(self._things)} {self._name}>"

    def __contains__(self, key: object) -> bool:
        return key in self._things

    def __len__(self) -> int:
        return len(self._things)

    def __iter__(self) -> Iterator[str]:
        return iter(self._things)

    def __reversed__(self) -> Iterator[str]:
        return reversed(self._things)

    def __getitem__(self, key: str) -> T:
        thing = self._things[key]
        if self._is_heavy_later and self._state.is_noting:
            self._touched.add(key)
        if self._state.has_store and key not in self._before and self._state.is_noting:
            self._before[key] = self._codec.encode(thing)
        return thing

    def __setitem__(self, key: str, thing: T) -> None:
        if key in self._things:
            del self[key]
        self._note(key)
        self._things[key] = thing
        self._weigh(key)
        self._touched.add(key)  # it may be filled only after it has its place
        self._shrink()

    def __delitem__(self, key: str) -> None:
        self._note(key)
        thing = self._things.pop(key)
        self._bytes -= self._sizes.pop(key)
        self._leaving(key, thing)

    def peek(self, key: str) -> T | None:
        """A thing to look at, or None."""
        return self._things.get(key)

    def clear(self) -> None:
        """Forget everything."""
        self._note(None)
        self._things.clear()
        self._sizes.clear()
        self._bytes = 0
        self._pinned.clear()
        self._before.clear()
        self._is_cleared = True

    def pin(self, *keys: str) -> None:
        """Let these stay for as long as nobody removes them, however many others come."""
        self._pinned.update(keys)

    def fill(self, found: dict[str, bytes]) -> None:
        """Put there what the store has.

        Raises:
            StateError: it does not fit.
        """
        try:
            self._things = {key: self._codec.decode(content) for key, content in found.items()}
        except Exception:  # noqa: BLE001 - whatever a decoder says of content that is none
            raise StateError(f"the state is damaged, or of another release: its {self._name} cannot be read") from None
        for key in self._things:
            self._weigh(key)

    def changes(self) -> Iterator[Change]:
        """What the store has to do to have the same as the shelf."""
        if self._is_cleared:
            yield Change(self._name, None)
        for key, before in self._before.items():
            content = self._codec.encode(self._things[key]) if key in self._things else None
            if before is None or content != before:
                yield Change(self._name, key, content, is_new=before is None)

    def weigh(self) -> None:
        """Count what may have grown, and let the oldest leave if that is too much."""
        if self._is_heavy_later:
            for key in self._touched & self._things.keys():
                self._weigh(key)
            self._shrink()
        self._touched.clear()

    def settle(self) -> None:
        """The store has the same."""
        self._before.clear()
        self._is_cleared = False

    def _note(self, key: str | None) -> None:
        """The store has to hear of this one, at the place that it has among those that are noted now."""
        if not self._state.is_noting:
            raise RuntimeError(f"{self._name} change only inside of `changing`")
        if key is not None and self._state.has_store:
            self._before.pop(key, None)
            self._before[key] = None

    def _weigh(self, key: str) -> None:
        thing = self._things[key]
        size = _weight(key) + _weight(thing) if self._size is None else self._size(thing)
        self._bytes += size - self._sizes.get(key, 0)
        self._sizes[key] = size

    def _shrink(self) -> None:
        while limit := self._limit():
            oldest = next((key for key in self._things if key not in self._pinned), None)
            if oldest is None or (self._size is None and len(self._things) == 1):
                break
            if self._size is None:  # of others it is nothing to speak of
                self._state.say_once(f"the sandbox keeps {limit}: from now on the oldest leave")
            del self[oldest]

    def _limit(self) -> str:
        """What of its limits is passed, in words; empty if none is."""
        if self._most_bytes is not None and self._bytes > self._most_bytes:
            return f"{self._most_bytes} bytes of {self._name}"
        return f"{self._most} {self._name}" if self._most is not None and len(self._things) > self._most else ""


def _weight(thing: Any) -> int:
    """The bytes of a thing in memory, about."""
    size = sys.getsizeof(thing)
    if isinstance(thing, Mapping):
        return size + sum(_weight(key) + _weight(value) for key, value in thing.items())
    if isinstance(thing, list | tuple | deque):
        return size + sum(map(_weight, thing))
    if has(type(thing)):
        return size + sum(_weight(getattr(thing, each.name)) for each in fields(type(thing)))
    return size


def _converter() -> Converter:
    converter = Converter(forbid_extra_keys=True)
    converter.register_structure_hook_func(lambda kind: kind is object, lambda value, _: value)
    converter.register_unstructure_hook(bytes, lambda value: base64.b64encode(value).decode("ascii"))
    converter.register_structure_hook(bytes, lambda value, _: base64.b64decode(value))
    converter.register_unstructure_hook(Decimal, str)
    converter.register_structure_hook(Decimal, lambda value, _: Decimal(value))
    return converter


_CONVERTER: Final = _converter()
