"""`scripts/bench.py`: a benchmark is worth what its comparisons are. No test looks at a time."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature

import bench
from benchmark import growth
from benchmark.by_hand import FLOORS
from benchmark.calls import Pair, pairs, require_same_request
from benchmark.environment import ROOT, closure
from benchmark.measure import Row, best, cpu, in_turns
from contracts.lint import lint
from contracts.load import load
from contracts.reading import read
from realname import SignatureError
from realname.providers import PROVIDERS

pytestmark = pytest.mark.usefixtures("unmeasured")

SCRIPT = ROOT / "scripts/bench.py"
BY_HAND = Row("calls", "a call", 105.0, "µs", 100.0, "by hand", bar=1.05)


def test_works_take_turns() -> None:
    """Two works alternate batch by batch, each order as often as the other, after one batch each to warm up."""
    order: list[str] = []

    taken = in_turns({name: cpu(lambda name=name: order.append(name), calls=2) for name in "ab"}, rounds=4)  # type: ignore[misc]

    assert list("aabb" + "bbaa" + "aabb" + "bbaa" + "aabb") == order
    assert {"a", "b"} == set(taken)


@pytest.mark.parametrize(
    ("row", "holds"),
    [
        (BY_HAND, True),
        (Row("calls", "a call", 105.1, "µs", 100.0, "by hand", bar=1.05), False),
        (Row("growth", "build", 0.1, "s", bar=0.1), True),
        (Row("growth", "build", 0.2, "s", bar=0.1), False),
        (Row("growth", "build", 9.0, "s", 1.0), None),
    ],
    ids=["ratio at the bar", "ratio above it", "value at the bar", "value above it", "no bar"],
)
def test_a_bar_is_for_the_ratio_or_for_the_value_alone(row: Row, holds: bool | None) -> None:
    """It holds up to and at the bar; without a bar there is nothing to hold."""
    assert holds is row.holds


def test_the_best_run_has_the_smallest_ratio() -> None:
    """Not the smallest value: a run on a faster clock is no better."""
    slow_clock = Row("calls", "a call", 202.0, "µs", 200.0)

    assert slow_clock == best([BY_HAND, slow_clock])


@pytest.fixture(scope="module")
def provider_pairs() -> list[Pair]:
    """The calls by realname and by hand."""
    return pairs()


def test_every_provider_is_compared(provider_pairs: list[Pair]) -> None:
    """Each has its call by hand."""
    assert [*PROVIDERS] == [pair.provider for pair in provider_pairs]
    assert {*PROVIDERS} == {*FLOORS}


def test_both_sides_send_the_same(provider_pairs: list[Pair]) -> None:
    """Method, address, body and headers are equal but for what is fresh at each call; a difference is told."""
    for pair in provider_pairs:
        require_same_request(pair)
        pair.by_hand.http.headers["X-Other"] = "1"
        try:
            with pytest.raises(AssertionError, match=pair.provider):
                require_same_request(pair)
        finally:
            del pair.by_hand.http.headers["X-Other"]


def test_the_answers_are_genuine(provider_pairs: list[Pair]) -> None:
    """Both sides take the mocked answer, and neither takes another one where it is signed."""
    for pair in [pair for pair in provider_pairs if pair.provider != "esign"]:
        pair.ours()
        pair.by_hand.call()
        genuine, pair.transport.body = pair.transport.body, b"{}"
        try:
            with pytest.raises(SignatureError):
                pair.ours()
            with pytest.raises(InvalidSignature):
                pair.by_hand.call()
        finally:
            pair.transport.body = genuine


def test_the_base_environment_has_no_extras() -> None:
    """It has what the base dependencies need, and nothing of the extras or of development."""
    names = {package.name.lower() for package in closure(["attrs", "cattrs", "cryptography", "httpx"])}

    assert {"attrs", "cattrs", "cryptography", "httpx", "anyio", "certifi", "h11", "httpcore"} <= names
    assert not names & {"rich", "click", "uvicorn", "pytest", "schemathesis"}


def test_copies_of_a_page_are_sound(tmp_path: Path) -> None:
    """One file and one operation a copy, of the size of the page, and the linter has nothing against them."""
    source = load(growth.copies(3, tmp_path / "copies"), name="copies")

    lint(source)
    contract = read(source)
    assert 3 == len(contract.operations)
    pages = [len(file.content) for file in source.files if growth.PAGE.stem in file.name]
    assert 3 == len(pages)
    assert max(pages) < 1.05 * min(pages)


def test_every_part_works_and_judges_nothing_in_a_quick_run() -> None:
    """It measures something in every part and holds no bar against it; the table goes to standard error."""
    command = [sys.executable, str(SCRIPT), "--quick", "--json"]
    quick = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)

    assert 0 == quick.returncode, quick.stderr
    document = json.loads(quick.stdout)
    assert [*bench.PARTS] == list(dict.fromkeys(row["part"] for row in document["rows"]))
    assert {None} == {row["holds"] for row in document["rows"]}
    assert document["machine"] == quick.stderr.splitlines()[0]
    assert [] == [row["name"] for row in document["rows"] if row["name"] not in quick.stderr]


@pytest.mark.parametrize(("ours", "status", "mark"), [(1.0, 0, "ok"), (2.0, 1, "NOT")])
def test_a_broken_bar_is_reported(
    ours: float, status: int, mark: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit status 1, a mark at the row, and its name at the end; 0 where the bar holds."""
    row = Row("calls", "a call of someone", ours, "µs", 1.0, "by hand", bar=1.05)
    monkeypatch.setattr(bench, "measure", lambda *_, **__: [row])

    assert status == bench.main(["calls"])
    lines = capsys.readouterr().out.splitlines()

    assert [mark] == [line.split()[0] for line in lines if "a call of someone" in line and "≤" in line]
    assert (status == 1) == lines[-1].endswith("a call of someone")


def test_an_unknown_part_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """The parts that there are are named."""
    with pytest.raises(SystemExit):
        bench.main(["speed"])

    assert "imports" in capsys.readouterr().err
