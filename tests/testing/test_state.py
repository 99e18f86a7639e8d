"""The shelves of a sandbox: what a restart finds is what there was, and no shelf grows for ever."""

import logging
import tempfile
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from attrs import Factory, define
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from realname.sandbox.store import FileStore
from realname.testing.gateway.state import Change, Shelf, State, StateError

KEYS = st.sampled_from(["a", "b", "c", "张\0三", "\ud800", "'); DROP TABLE things; --"])
WORDS = st.text(st.characters(exclude_categories=()), max_size=3)


@define
class Thing:
    """What stands on a shelf, and changes."""

    words: list[str] = Factory(list)
    content: bytes = b""
    more: dict[str, object] = Factory(dict)


class Shelves(RuleBasedStateMachine):
    """Two shelves in a file, one of few things and one of few bytes, changed in any way and opened again."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self._open()

    def _open(self) -> None:
        self.store = FileStore(Path(self._folder.name) / "state")
        self.state = State(self.store)
        self.few: Shelf[Thing] = self.state.shelf("few", Thing, most=3)
        self.light: Shelf[bytes] = self.state.shelf("light", bytes, most_bytes=10, size=len)

    def teardown(self) -> None:
        """Leave nothing behind."""
        self.state.close()
        self._folder.cleanup()

    @rule(key=KEYS, words=st.lists(WORDS, max_size=2), content=st.binary(max_size=6))
    def put(self, key: str, words: list[str], content: bytes) -> None:
        """Something on either shelf, maybe in place of another."""
        with self.state.changing():
            self.few[key] = Thing(words, content, {"more": [None, *words]})
            self.light[key] = content

    @rule(keys=st.lists(KEYS, max_size=3), word=WORDS)
    def change(self, keys: list[str], word: str) -> None:
        """Several in place, found in every way in which things are found."""
        with self.state.changing():
            for key in keys:
                if (thing := self.few.get(key)) is not None:
                    thing.words.append(word)
            for thing in self.few.values():
                thing.more["seen"] = word

    @rule(key=KEYS)
    def remove_and_put_back(self, key: str) -> None:
        """Which makes it the newest."""
        with self.state.changing():
            if (thing := self.few.pop(key, None)) is not None:
                self.few[key] = thing

    @rule(key=KEYS)
    def remove(self, key: str) -> None:
        """One from either shelf."""
        with self.state.changing():
            self.few.pop(key, None)
            self.light.pop(key, None)

    @rule(key=KEYS)
    def clear(self, key: str) -> None:
        """All, and begin anew at once."""
        with self.state.changing():
            self.few.clear()
            self.few[key] = Thing()

    @rule()
    def restart(self) -> None:
        """As after an end of the process."""
        before = list(self.few.items()), list(self.light.items())
        self.state.close()
        self._open()
        assert before == (list(self.few.items()), list(self.light.items()))

    @invariant()
    def the_store_has_the_same(self) -> None:
        """In the same order, at any time."""
        read = State(_Read(self.store))
        assert list(self.few.items()) == list(read.shelf("few", Thing).items())
        assert list(self.light.items()) == list(read.shelf("light", bytes).items())

    @invariant()
    def nothing_grows(self) -> None:
        """Beyond what was said."""
        assert len(self.few) <= 3
        assert sum(map(len, self.light.values())) <= 10


Shelves.TestCase.settings = settings(max_examples=25, stateful_step_count=15, deadline=None)
TestShelves = Shelves.TestCase


class _Read:
    """A store to look at what is in another one."""

    def __init__(self, store: FileStore) -> None:
        self._store = store

    def read(self) -> Iterable[tuple[str, str, bytes]]:
        return self._store.read()

    def commit(self, changes: Sequence[Change]) -> None:
        raise AssertionError("it was only to look")

    def forget(self) -> None:
        pass

    def close(self) -> None:
        pass


class _Fragile(_Read):
    """A store in memory that can be full."""

    def __init__(self) -> None:
        self.is_full = False
        self.commits: list[list[Change]] = []

    def read(self) -> Iterable[tuple[str, str, bytes]]:
        return ()

    def commit(self, changes: Sequence[Change]) -> None:
        if self.is_full:
            raise StateError("no room")
        self.commits.append([*changes])


def test_what_cannot_be_written_is_written_with_the_next_change() -> None:
    """Whoever changed it is told, those who would be told of it are not, until it is written."""
    store, told = _Fragile(), list[str]()
    state = State(store)
    shelf = state.shelf("things", Thing)

    def put(key: str) -> None:
        with state.changing():
            shelf[key] = Thing()
            state.afterwards(lambda: told.append(key))

    store.is_full = True
    with pytest.raises(StateError, match="no room"):
        put("a")
    assert ([], []) == (told, store.commits)
    store.is_full = False
    put("b")

    assert [["a", "b"]] == [[change.key for change in changes] for changes in store.commits]
    assert ["a", "b"] == told


def test_one_change_is_one_commit_and_looking_is_none() -> None:
    """However many calls it takes; what is the same in the end is not written."""
    store = _Fragile()
    state = State(store)
    shelf, other = state.shelf("things", Thing), state.shelf("others", str)
    with state.changing():
        shelf["a"] = Thing()
        with state.changing():
            other["b"] = "x"
    with state.changing():
        shelf["a"].words.append("w")
        shelf["a"].words.pop()
        assert {"a": Thing()} == dict(shelf)
        assert shelf.peek("b") is None

    assert [[("things", "a"), ("others", "b")]] == [[(c.shelf, c.key) for c in changes] for changes in store.commits]


def test_nobody_is_told_before_the_commit() -> None:
    """Not even by another thread that is just done."""
    state, told, held, go = State(_Fragile()), list[int](), threading.Event(), threading.Event()

    def change() -> None:
        with state.changing():
            state.afterwards(lambda: told.append(len(told)))
            held.set()
            go.wait(10)

    thread = threading.Thread(target=change)
    thread.start()
    held.wait(10)
    assert [] == told
    go.set()
    thread.join()

    assert [0] == told


def test_nothing_changes_outside_of_a_change() -> None:
    """It would not be written."""
    state = State()
    shelf = state.shelf("things", Thing)
    with state.changing():
        shelf["a"] = Thing()
    for change in (shelf.clear, lambda: shelf.pop("a"), lambda: shelf.update(b=Thing())):
        with pytest.raises(RuntimeError, match="changing"):
            change()

    assert ["a"] == list(shelf)


def test_the_oldest_leave_first_and_take_with_them_what_is_theirs(caplog: pytest.LogCaptureFixture) -> None:
    """What is pinned stays; it is said once that things leave."""
    state, left = State(), list[tuple[str, int]]()
    shelf = state.shelf("numbers", int, most=3, leaving=lambda *thing: left.append(thing))
    with caplog.at_level(logging.WARNING, "realname.sandbox"), state.changing():
        shelf["sample"] = 0
        shelf.pin("sample")
        for number in range(1, 6):
            shelf[str(number)] = number
        shelf["4"] = 40  # the newest now
        shelf["6"] = 6

    assert ["sample", "4", "6"] == list(shelf) == list(reversed(list(reversed(shelf))))
    assert [("1", 1), ("2", 2), ("3", 3), ("4", 4), ("5", 5)] == sorted(left)
    assert ["the sandbox keeps 3 numbers: from now on the oldest leave"] == caplog.messages


def test_what_is_heavy_leaves_first_however_it_grew(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Few large things take no more space than many small ones: they are weighed with their ids, and in place."""
    for state in (State(), State(FileStore(tmp_path / "state"))):
        caplog.clear()
        with caplog.at_level(logging.WARNING, "realname.sandbox"):
            shelf = state.shelf("heavy", Thing, most_bytes=100_000)
            with state.changing():
                shelf["a"] = Thing()
                shelf["pinned"] = Thing(["w" * 30_000])
                shelf.pin("pinned")
            with state.changing():
                shelf["b"] = thing = Thing()
                thing.more["filled after it has its place"] = ["w" * 30_000]
            assert ["a", "pinned", "b"] == [*shelf]
            with state.changing():
                shelf["a"].content = b"c" * 30_000
            assert ["a", "pinned", "b"] == [*shelf]
            with state.changing():
                shelf["i" * 30_000] = Thing()
            assert ["pinned", "b", "i" * 30_000] == [*shelf]
            with state.changing():
                del shelf["b"]
                shelf["c"] = Thing(["w" * 20_000])
            assert ["pinned", "i" * 30_000, "c"] == [*shelf]
        assert ["the sandbox keeps 100000 bytes of heavy: from now on the oldest leave"] == caplog.messages
        state.close()
    state = State(FileStore(tmp_path / "state"))

    assert ["pinned", "i" * 30_000, "c"] == [*state.shelf("heavy", Thing)]
    state.close()


def test_one_thing_may_be_heavier_than_its_shelf() -> None:
    """There is nothing else that could leave."""
    state = State()
    shelf = state.shelf("heavy", Thing, most_bytes=1000)
    with state.changing():
        shelf["only"] = Thing(["w" * 2000])

    assert ["only"] == [*shelf]


def test_a_text_is_made_once(tmp_path: Path) -> None:
    """And is there after a beginning anew, when everything else is gone."""
    made = iter("ab")
    for fresh, new, things in ((False, True, []), (False, False, ["x"]), (True, True, [])):
        state = State(FileStore(tmp_path / "state"), fresh=fresh)
        shelf = state.shelf("things", Thing)
        assert (new, things, "a") == (state.is_new, list(shelf), state.keep("key", lambda: next(made)))
        with state.changing():
            shelf["x"] = Thing()
        state.close()


def test_what_does_not_fit_is_refused() -> None:
    """Such as what another release has written."""

    class Other(_Fragile):
        def read(self) -> Iterable[tuple[str, str, bytes]]:
            return [("things", "a", b'{"sentences":[]}')]

    with pytest.raises(StateError, match="another release: its things"):
        State(Other()).shelf("things", Thing)
    with pytest.raises(ValueError, match="already"):
        State().shelf("kept", str)
