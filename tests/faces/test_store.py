"""The file of a sandbox's state: whose it is, who may read it, and what is refused without a byte changed."""

import contextlib
import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from realname import ConfigurationError
from realname.sandbox import Sandbox
from realname.sandbox.store import LAYOUT, FileStore, _create
from realname.testing.gateway.state import Change, StateError

ROWS = [Change("things", f"key {number}", bytes(range(256)) * 20, is_new=True) for number in range(50)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the file is, in a folder of its own."""
    return tmp_path / "sandbox.state"


@pytest.fixture
def made(path: Path) -> Path:
    """A file with something in it."""
    store = FileStore(path)
    store.commit(ROWS)
    store.close()
    return path


def content(folder: Path) -> dict[str, bytes | None]:
    """Everything in a folder."""
    return {file.name: file.read_bytes() if file.is_file() else None for file in folder.iterdir()}


def foreign_text(path: Path) -> None:
    """A user's own file."""
    path.write_text("DATABASE_URL=postgres://…\n")


def foreign_database(path: Path) -> None:
    """Somebody else's SQLite file."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE users (name)")


def nothing_in_it(path: Path) -> None:
    """An empty file, of which nobody knows whose it is."""
    path.touch()


def directory(path: Path) -> None:
    """No file at all."""
    path.mkdir()


def pipe(path: Path) -> None:
    """What would wait for ever."""
    os.mkfifo(path)


def link_to_nothing(path: Path) -> None:
    """A link whose end is gone."""
    path.symlink_to(path.with_name("gone"))


def other_layout(path: Path) -> None:
    """One of ours, of another release."""
    FileStore(path).close()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {LAYOUT + 1}")


@pytest.mark.parametrize(
    ("make", "what"),
    [
        (foreign_text, "is not a sandbox's file"),
        (foreign_database, "is not a sandbox's file"),
        (nothing_in_it, "is not a sandbox's file"),
        (directory, "is no file"),
        (pipe, "is no file"),
        (link_to_nothing, "cannot be opened"),
        (other_layout, f"has layout {LAYOUT + 1}, and this release of realname has {LAYOUT}"),
    ],
)
def test_what_is_somebody_elses_stays_as_it_is(make: Callable[[Path], None], what: str, path: Path) -> None:
    """Refused with a remedy, and nothing is left beside it."""
    make(path)
    before = content(path.parent)

    with pytest.raises(ConfigurationError, match=what) as caught:
        Sandbox(state=path)

    assert caught.value.remedy
    assert str(path) in str(caught.value)
    assert before == content(path.parent)


def test_a_folder_that_there_is_not(tmp_path: Path) -> None:
    """It is not made."""
    with pytest.raises(ConfigurationError, match=r"No such file.*Its folder has to exist"):
        FileStore(tmp_path / "none" / "state")

    assert [] == list(tmp_path.iterdir())


def test_it_is_its_owners_alone(path: Path) -> None:
    """It holds private keys; so does what SQLite puts beside it, and a copy that was made for others to read."""
    FileStore(path).close()
    assert 0o600 == stat.S_IMODE(path.stat().st_mode)
    path.chmod(0o644)
    with contextlib.closing(FileStore(path)) as store:
        store.commit(ROWS)
        assert {0o600} == {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert [path] == list(path.parent.iterdir())


def test_a_file_system_without_links(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is made all the same; and where another one is quicker, that one stays."""

    def link(*_: object) -> None:
        raise PermissionError(1, "not here")

    monkeypatch.setattr(os, "link", link)
    FileStore(path).close()
    monkeypatch.undo()
    before = content(path.parent)
    _create(path)

    assert before == content(path.parent)


def test_it_belongs_to_one_at_a_time(made: Path) -> None:
    """In this process and in others; whoever comes second changes nothing, and the first goes on."""
    code = "import sys; from realname.sandbox import Sandbox; Sandbox(state=sys.argv[1])"
    assert "key 7" not in repr(ROWS)
    with contextlib.closing(FileStore(made)) as store:
        before = content(made.parent)
        with pytest.raises(ConfigurationError, match=r"is open in another sandbox.*file of its own"):
            FileStore(made)
        other = subprocess.run([sys.executable, "-c", code, made], capture_output=True, text=True, check=False)
        assert before == content(made.parent)
        store.commit(ROWS)
    FileStore(made).close()

    assert "is open in another sandbox" in other.stderr.splitlines()[-1]


@pytest.fixture
def damaged(made: Path) -> Iterator[Path]:
    """The file, before something is done to it; at the end it has to be refused as it is then."""
    yield made
    before = content(made.parent)
    with pytest.raises(ConfigurationError, match=r"damaged(?i:.*begin anew)") as caught:
        Sandbox(state=made)
    assert "key 7" not in str(caught.value)
    assert before == content(made.parent)


def test_a_file_that_was_cut_off(damaged: Path) -> None:
    """Half of it is none."""
    with damaged.open("r+b") as file:
        file.truncate(damaged.stat().st_size // 2 // 4096 * 4096)


@pytest.mark.parametrize("place", [0.3, 0.6, 0.9])
def test_a_file_with_garbage_in_it(damaged: Path, place: float) -> None:
    """A page of it."""
    with damaged.open("r+b") as file:
        file.seek(int(damaged.stat().st_size * place) // 4096 * 4096)
        file.write(b"\xa5" * 4096)


def test_a_byte_that_is_another_one(damaged: Path) -> None:
    """Where only a checksum tells: in the middle of a content."""
    whole = bytearray(damaged.read_bytes())
    place = whole.index(bytes(range(100, 200)))
    whole[place + 3] ^= 1
    damaged.write_bytes(whole)


def test_an_index_that_names_another_thing(damaged: Path) -> None:
    """What no row shows: things would not be found where they are, and stand there twice."""
    whole = bytearray(damaged.read_bytes())
    [page] = [place for place in range(4096, len(whole), 4096) if whole[place] == 0x0A]  # a leaf of an index
    place = whole.index(b"key 7", page)
    whole[place : place + 5] = b"key !"
    damaged.write_bytes(whole)


def test_rows_that_are_none(damaged: Path) -> None:
    """A thing that no shelf can read."""
    store = FileStore(damaged)
    store.commit([Change("ZOLOZ transactions", "G1", b"{}", is_new=True)])
    store.close()


def test_a_file_that_goes_away_is_missed(made: Path) -> None:
    """What is written to it is lost; a reader of the answer has to know."""
    with contextlib.closing(FileStore(made)) as store:
        made.rename(made.with_name("moved"))
        with pytest.raises(StateError, match="no longer there"):
            store.commit(ROWS)
        foreign_text(made)
        with pytest.raises(StateError, match="no longer there"):
            store.commit(ROWS)
        made.with_name("moved").replace(made)
        store.commit(ROWS)


def test_all_or_nothing(made: Path) -> None:
    """A change that cannot be made undoes those before it."""
    with contextlib.closing(FileStore(made)) as store:
        before = [*store.read()]
        store._connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 10_000)
        with pytest.raises(StateError, match="cannot be written"):
            store.commit([Change("things", "key 1"), Change("things", "key 2", bytes(20_000))])
        assert before == [*store.read()]
    with pytest.raises(StateError, match="cannot be written"):
        store.commit(ROWS)


def test_what_is_forgotten_leaves_no_trace(path: Path) -> None:
    """Neither in the file nor beside it."""
    with contextlib.closing(FileStore(path)) as store:
        store.commit([Change("things", f"key-{n}", b"marker" * 10_000, is_new=True) for n in range(20)])
        store.commit([Change("things", "key-1", b"another"), Change("things", "key-2")])
        store.commit([Change("things", None)])
        store.forget()
        assert [] == [name for name, text in content(path.parent).items() if b"marker" in (text or b"")]
        assert [] == [*store.read()]
