"""What is on disk, after whatever ended a run; and what is left alone."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from realname import ConfigurationError, alipay, bulk, esign
from realname.bulk import State
from realname.core.operation import Operation
from tests import facts

READS, ACTS = esign.GET_FLOW_OUTLINE, alipay.QUERY_JOBWORTH_AUTHENTICATION
ANSWER: dict[str, Any] = {"outcome": "verified", "ids": {}, "request_id": None}


def failure(**changes: bool) -> dict[str, Any]:
    """The record of an item that failed."""
    error = {"kind": "x", "code": None, "http_status": None, "retryable": False}
    return ANSWER | {"outcome": "unknown", "error": error | {"outcome_unknown": False, "asks_again": False} | changes}


def source(folder: Path, operation: Operation[Any, Any] = READS, lines: int = 5, name: str = "in.jsonl") -> bulk.Input:
    """An input with so many lines of documented arguments."""
    found = next(each for provider in facts.PROVIDERS for each in facts.of(provider) if each.name == operation.name)
    arguments = {name: value for name, value in found.minimal.items() if value is not None}
    path = folder / name
    path.write_text(f"{json.dumps(arguments)}\n" * lines)
    return bulk.Input(path, operation)


def left(output: bulk.Output, **options: bool) -> list[Any]:
    """The lines that are to be asked."""
    return [item.key for item in output.left(**options)]


def test_a_run_goes_on_where_it_was(tmp_path: Path) -> None:
    """What has its answer, or failed for good, is not asked again; what may be, is. The last line of an item counts."""
    given = source(tmp_path)
    with bulk.Output(tmp_path / "out", given) as output:
        for line, record in ((1, failure(asks_again=True)), (2, ANSWER), (3, failure()), (4, failure(asks_again=True))):
            output.write({"line": line} | record)
        output.write({"line": 1} | ANSWER)
        assert [4, 5] == left(output)

    with bulk.Output(tmp_path / "out", given) as output:
        assert [4, 5] == left(output)
        states = [output.state(line) for line in range(1, 7)]
        assert [State.ANSWERED, State.ANSWERED, State.FAILED, State.AGAIN, State.NEW, State.NEW] == states
        assert 2 == output.counts()[State.ANSWERED]


def test_only_the_owner_can_read_it(tmp_path: Path) -> None:
    """Both files; nobody's umask matters."""
    before = os.umask(0)
    try:
        with bulk.Output(tmp_path / "out", source(tmp_path)):
            modes = {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("out", "out.journal")}
    finally:
        os.umask(before)

    assert {0o600} == modes


@pytest.mark.parametrize("cut", [1, 5, 30])
def test_a_line_that_was_cut_is_taken_away(cut: int, tmp_path: Path) -> None:
    """The next one never joins it."""
    given = source(tmp_path)
    with bulk.Output(tmp_path / "out", given) as output:
        output.write({"line": 1} | ANSWER)
        output.write({"line": 2} | ANSWER)
    os.truncate(tmp_path / "out", (tmp_path / "out").stat().st_size - cut)

    with bulk.Output(tmp_path / "out", given) as output:
        assert [2, 3, 4, 5] == left(output)
        output.write({"line": 2} | ANSWER)

    assert [1, 2] == [json.loads(line)["line"] for line in (tmp_path / "out").read_text().splitlines()]


def test_what_reads_leaves_no_marks(tmp_path: Path) -> None:
    """It is asked again, and costs no write before each call."""
    given = source(tmp_path)
    with bulk.Output(tmp_path / "out", given) as output:
        output.begin(next(given.items()))

    assert 1 == len((tmp_path / "out.journal").read_text().splitlines())
    with bulk.Output(tmp_path / "out", given) as output:
        assert [1, 2, 3, 4, 5] == left(output)


def test_what_acts_is_marked_before_it_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On disk, once for all its calls."""
    synced: list[str] = []
    monkeypatch.setattr(
        "realname.bulk.output._sync", lambda _: synced.append((tmp_path / "out.journal").read_text().splitlines()[-1])
    )
    given = source(tmp_path, ACTS)
    items = list(given.items())
    with bulk.Output(tmp_path / "out", given) as output:
        output.begin(items[2])
        output.begin(items[2])
        assert ['{"begun": 3}'] == synced
        assert State.BEGUN is output.state(3)


def test_what_acted_without_an_answer_on_record_is_left_alone(tmp_path: Path) -> None:
    """Reported once, and repeated only if somebody says so; never while its second turn is unanswered either."""
    given = source(tmp_path, ACTS)
    items = {item.key: item for item in given.items()}
    with bulk.Output(tmp_path / "out", given) as output:
        for line in (1, 2, 3):
            output.begin(items[line])
        output.write({"line": 1} | ANSWER)
        output.write({"line": 3} | failure(asks_again=True))

    with bulk.Output(tmp_path / "out", given) as output:
        assert [3, 4, 5] == left(output)
        assert [2, 3, 4, 5] == left(output, repeat_unknown=True)
        output.begin(items[3])  # asked again, and killed

    for _ in range(2):
        with bulk.Output(tmp_path / "out", given) as output:
            assert [4, 5] == left(output)
    records = [json.loads(line) for line in (tmp_path / "out").read_text().splitlines()]
    assert [(2, "Interrupted"), (3, "Interrupted")] == [
        (record["line"], record["error"]["kind"])
        for record in records
        if record.get("error", {}).get("outcome_unknown")
    ]


def test_an_answer_that_was_lost_with_its_line_is_not_asked_for_again(tmp_path: Path) -> None:
    """The mark is still there."""
    given = source(tmp_path, ACTS)
    with bulk.Output(tmp_path / "out", given) as output:
        output.begin(next(given.items()))
        output.write({"line": 1} | ANSWER)
    os.truncate(tmp_path / "out", 20)

    with bulk.Output(tmp_path / "out", given) as output:
        assert [2, 3, 4, 5] == left(output)


def test_an_unknown_result_is_kept(tmp_path: Path) -> None:
    """What may have acted is as if no answer were on record; what only reads is asked again by its own word."""
    for operation, state in ((ACTS, State.UNKNOWN), (READS, State.FAILED)):
        given = source(tmp_path, operation, name=f"{operation.name}.jsonl")
        with bulk.Output(tmp_path / operation.name, given) as output:
            output.write({"line": 1} | failure(outcome_unknown=True))
            assert state is output.state(1)


def test_another_input_or_operation_is_refused(tmp_path: Path) -> None:
    """And nothing is changed; the same one goes on."""
    given = source(tmp_path)
    with bulk.Output(tmp_path / "out", given) as output:
        output.write({"line": 1} | ANSWER)
    before = [(tmp_path / name).read_bytes() for name in ("out", "out.journal")]

    for other, says in (
        (source(tmp_path, lines=6, name="more.jsonl"), "of another input, or more.jsonl was changed"),
        (source(tmp_path, ACTS, name="other.jsonl"), "of another operation"),
    ):
        with pytest.raises(ConfigurationError, match=says), bulk.Output(tmp_path / "out", other):
            pass
    assert before == [(tmp_path / name).read_bytes() for name in ("out", "out.journal")]
    with bulk.Output(tmp_path / "out", given) as output:
        assert [2, 3, 4, 5] == left(output)


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"out": "mine\n"}, "exists and is no output of a bulk run"),
        ({"out": ""}, "exists and is no output of a bulk run"),
        ({"out": "mine\n", "out.journal": ""}, "is no journal of a bulk run"),
        ({"out.journal": "mine\n"}, "is no journal of a bulk run"),
        ({"out.journal": "mine"}, "is no journal of a bulk run"),
        ({"out.journal": '{"realname": "bulk", "format": 2}\n'}, "another version"),
    ],
)
def test_what_is_not_ours_is_left_alone(files: dict[str, str], says: str, tmp_path: Path) -> None:
    """Whichever of the two files it is."""
    for name, content in files.items():
        (tmp_path / name).write_text(content)

    with pytest.raises(ConfigurationError, match=says), bulk.Output(tmp_path / "out", source(tmp_path)):
        pass

    assert files == {path.name: path.read_text() for path in tmp_path.iterdir() if path.name.startswith("out")}


@pytest.mark.parametrize("size", [0, 1, 30])
def test_a_run_that_was_killed_at_its_very_start_begins_anew(size: int, tmp_path: Path) -> None:
    """Its first line is not whole, and there is no output."""
    given = source(tmp_path)
    with bulk.Output(tmp_path / "out", given):
        pass
    (tmp_path / "out").unlink()
    os.truncate(tmp_path / "out.journal", size)

    with bulk.Output(tmp_path / "out", given) as output:
        assert 5 == len(left(output))


def test_a_line_that_nobody_wrote_is_told(tmp_path: Path) -> None:
    """It was edited: nobody knows what was asked."""
    given = source(tmp_path)
    with bulk.Output(tmp_path / "out", given) as output:
        output.write({"line": 1} | ANSWER)
    with (tmp_path / "out").open("a") as file:
        file.write("mine\n")

    with pytest.raises(ConfigurationError, match="line 2 of out is none"), bulk.Output(tmp_path / "out", given):
        pass


def test_two_runs_do_not_share_an_output(tmp_path: Path) -> None:
    """Neither in one process nor in two; when the first has ended, however it ended, the next may."""
    given = source(tmp_path)
    program = (
        "import sys\nfrom realname import bulk, esign\n"
        f"with bulk.Output({str(tmp_path / 'out')!r}, bulk.Input({str(given.path)!r}, esign.GET_FLOW_OUTLINE)):\n"
        "    print('in', flush=True)\n    sys.stdin.read()\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert b"in\n" == other.stdout.readline()
        with (
            pytest.raises(ConfigurationError, match="another run is writing out"),
            bulk.Output(tmp_path / "out", given),
        ):
            pass
        other.kill()

    with bulk.Output(tmp_path / "out", given) as first:
        assert left(first)
        with pytest.raises(ConfigurationError, match="another run"), bulk.Output(tmp_path / "out", given):
            pass


def test_a_look_changes_nothing(tmp_path: Path) -> None:
    """It tells what a run would ask, also while a run writes, and where there is no output yet."""
    given = source(tmp_path, ACTS)
    with bulk.Output(tmp_path / "out", given, read_only=True) as look:
        assert [1, 2, 3, 4, 5] == left(look)
    assert [given.path] == [*tmp_path.iterdir()]
    with bulk.Output(tmp_path / "out", given) as output:
        output.write({"line": 1} | ANSWER)
        output.begin([*given.items()][1])
        with (tmp_path / "out").open("a") as file:
            file.write('{"line": 3, "outc')
        before = [(tmp_path / name).read_bytes() for name in ("out", "out.journal")]

        with bulk.Output(tmp_path / "out", given, read_only=True) as look:
            assert [3, 4, 5] == left(look)
            assert State.UNKNOWN is look.state(2)
        assert before == [(tmp_path / name).read_bytes() for name in ("out", "out.journal")]

    other = source(tmp_path, ACTS, lines=6, name="other.jsonl")
    with pytest.raises(ConfigurationError, match="another input"), bulk.Output(tmp_path / "out", other, read_only=True):
        pass


def test_where_nothing_can_be_written_it_is_told(tmp_path: Path) -> None:
    """A folder that is not there, and a disk that is full; after that nothing is written to a line that was cut."""
    given = source(tmp_path)
    with pytest.raises(ConfigurationError, match="cannot be written"), bulk.Output(tmp_path / "no" / "out", given):
        pass


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_ends_the_writing(tmp_path: Path) -> None:
    """Nothing follows a line that may have been cut."""
    with bulk.Output(tmp_path / "out", source(tmp_path)) as output:
        full = os.open("/dev/full", os.O_WRONLY)
        kept = os.dup(output._file)
        os.dup2(full, output._file)
        with pytest.raises(ConfigurationError, match=r"out cannot be written \(No space left"):
            output.write({"line": 1} | ANSWER)
        os.dup2(kept, output._file)
        with pytest.raises(ConfigurationError, match="cannot be written"):
            output.write({"line": 2} | ANSWER)
        os.close(full)
        os.close(kept)

    assert b"" == (tmp_path / "out").read_bytes()
