"""`scripts/bench.py`: a benchmark is worth what its comparisons are. No test looks at a time."""

import asyncio
import json
import subprocess
import sys
from contextlib import nullcontext
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Literal

import httpx
import pytest
from cryptography.exceptions import InvalidSignature

import bench
from benchmark import growth, report, wire
from benchmark.by_hand import FLOORS
from benchmark.calls import Pair, pairs, require_same_request
from benchmark.environment import ROOT, closure
from benchmark.measure import Row, best, cpu, in_turns
from benchmark.wire_client import Job, Rate, Request, measured
from benchmark.wire_gateway import Connection
from contracts.lint import lint
from contracts.load import load
from contracts.reading import read
from realname import SignatureError
from realname.providers import PROVIDERS

pytestmark = pytest.mark.usefixtures("unmeasured")

SCRIPT = ROOT / "scripts/bench.py"
BY_HAND = Row("calls", "a call", 105.0, "µs", 100.0, "by hand", bar=1.05)
MANY = Row("wire", "calls", 400.0, "/s", 100.0, "by hand", bar=4.0, larger_is_better=True)
REQUEST = Request("esign", "get_flow_outline", {"flow_id": "1"}, "GET", "http://127.0.0.1:1/flows/1", "")


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
        (MANY, True),
        (replace(MANY, ours=399.0), False),
        (replace(MANY, floor=None), True),
        (replace(MANY, floor=None, ours=3.9), False),
    ],
    ids=[
        "ratio at the bar",
        "ratio above it",
        "value at the bar",
        "value above it",
        "no bar",
        "large ratio at the bar",
        "large ratio below it",
        "large value above it",
        "large value below it",
    ],
)
def test_a_bar_is_for_the_ratio_or_for_the_value_alone(row: Row, holds: bool | None) -> None:
    """It holds on its good side and at the bar; without a bar there is nothing to hold."""
    assert holds is row.holds


def test_the_best_run_has_the_smallest_ratio() -> None:
    """Not the smallest value: a run on a faster clock is no better."""
    slow_clock = Row("calls", "a call", 202.0, "µs", 200.0)

    assert slow_clock == best([BY_HAND, slow_clock])


def test_where_more_is_better_the_best_run_has_the_largest_ratio() -> None:
    """Again the ratio counts, and not the value."""
    fast_clock = replace(MANY, ours=700.0, floor=200.0)

    assert MANY == best([fast_clock, MANY])


def test_a_table_says_which_way_a_bar_goes() -> None:
    """With the value, its CPU time, what it is compared with and the ratio; the verdict says it in words."""
    rows = [BY_HAND, replace(MANY, ours=2840.0, floor=1020.0, cpu=1234.5), Row("bulk", "off by", 0.5, "%", bar=2.0)]
    expected = [
        "ok   a call   105 µs                 100 µs  by hand  1.05 ×  ≤ 1.05",
        "NOT  calls   2 840/s  1 234 µs CPU  1 020/s  by hand  2.78 ×  ≥ 4",
        "ok   off by    0.5 %                                          ≤ 2 %",
    ]

    assert expected == report.table(rows).splitlines()
    expected = ["Bars that hold: 2; that do not: 1. Measured in 1.5 minutes.", "wire: calls: 2.78 times; at least 4"]
    assert expected == report.verdict(rows, 90).splitlines()


def test_marks_have_a_colour_where_it_is_asked_for() -> None:
    """Green and red, and nothing else of the line."""
    rows = [BY_HAND, replace(MANY, ours=1.0)]
    held, failed = report.table(rows).splitlines()

    coloured = [held.replace("ok", "\x1b[32mok\x1b[0m"), failed.replace("NOT", "\x1b[1;31mNOT\x1b[0m")]
    assert coloured == report.table(rows, is_coloured=True).splitlines()


class _Sent(asyncio.Transport):
    """Keeps what is written."""

    def __init__(self) -> None:
        super().__init__()
        self.data: list[bytes] = []

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.data.append(bytes(data))


def test_the_gateway_gives_one_answer_a_request() -> None:
    """However the requests are cut, whether they have a body, and when two come at a time."""
    requests = b"GET /a HTTP/1.1\r\nA: 1\r\n\r\nPOST /b HTTP/1.1\r\ncontent-Length: 8\r\n\r\nab\r\n\r\ncd"
    for size in (1, 7, 1000):
        connection, sent = Connection(b"answer"), _Sent()
        connection.connection_made(sent)
        for start in range(0, len(requests), size):
            connection.data_received(requests[start : start + size])
        assert [b"answer"] * 2 == sent.data, size


@pytest.mark.parametrize("kind", ["threads", "tasks"])
def test_a_call_that_fails_ends_the_measurement(kind: Literal["threads", "tasks"]) -> None:
    """No failure is counted, or waited for: nothing listens at port 1."""
    with pytest.raises(httpx.ConnectError):
        asyncio.run(measured(Job(REQUEST, "by hand", kind, 2, 0.01)))


@pytest.fixture
def rates(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """No gateway and no process: all rounds but the second give half of what it gives. Which jobs were measured."""
    jobs: list[str] = []
    speeds = {"by hand": 200.0, "default": 300.0, "fast": 1200.0}

    def measure(job: Job) -> Rate:
        jobs.append(name := f"{job.request.provider} {job.at_once} {job.kind} {job.who}{' 2' * job.with_httpx2}")
        return Rate(speeds[job.who] / (1 if jobs.count(name) == 2 else 2), 100.0)

    monkeypatch.setattr(Job, "measure", measure)
    gateway = wire.Gateway(REQUEST, lambda: 33.0)
    monkeypatch.setattr(
        wire,
        "gateway_process",
        lambda name: nullcontext(gateway._replace(request=replace(REQUEST, provider=name))),
    )
    return jobs


@pytest.mark.usefixtures("rates")
def test_the_wire_has_bars_where_the_signature_is_no_limit() -> None:
    """For the extra alone, by how many at once; and the gateway must not be what is measured."""
    rows = {row.name: row for row in wire.measure() if row.bar}

    bars = {name.removeprefix("esign, "): row.bar for name, row in rows.items() if "gateway" not in name}
    assert {
        "1 task, fast": 1.0,
        "16 tasks, fast": 2.0,
        "64 tasks, fast": 4.0,
        "256 tasks, fast": 5.0,
        "1 thread, fast": 0.9,
        "16 threads, fast": 1.3,
        "64 threads, fast": 3.0,
        "256 threads, fast": 4.0,
    } == bars
    fast = rows["esign, 64 tasks, fast"]
    assert (1200.0, 200.0, 6.0) == (fast.ours, fast.floor, fast.ratio)
    assert [0.33] * len(PROVIDERS) == [row.ratio for name, row in rows.items() if "gateway" in name]


def test_the_best_round_counts_and_sides_take_turns(rates: list[str]) -> None:
    """Forwards, then backwards; what has no bar is measured once."""
    wire.measure(rounds=2)

    named = [name.split(" tasks ")[1] for name in rates if name.startswith("esign 16 tasks")]
    once = ["by hand 2", "default 2", "fast 2"]
    assert ["by hand", "default", "fast", *once, "fast", "default", "by hand"] == named
    assert 3 == len([name for name in rates if name.startswith("zoloz 16 tasks")])


@pytest.mark.usefixtures("rates")
def test_without_httpx2_its_rows_are_left_out_by_name(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The rest is measured."""
    monkeypatch.setattr(wire, "find_spec", lambda _: None)

    names = [row.name for row in wire.measure()]

    assert [] == [name for name in names if "httpx2" in name]
    assert "esign, 64 tasks, fast" in names
    assert ["wire: esign with httpx2 is left out: httpx2 is not installed"] == capsys.readouterr().err.splitlines()


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


def test_copies_of_the_pages_are_sound(tmp_path: Path) -> None:
    """One file and one operation a copy, with components of its own, and the linter has nothing against them."""
    pages = len(read(load(growth.CONTRACT, name="esign")).operations)
    source = load(growth.copies(2 * pages + 1, tmp_path / "copies"), name="copies")

    lint(source)
    contract = read(source)
    assert 2 * pages + 1 == len(contract.operations)
    files = [
        {model.module for model in contract.models if model.module.endswith(end)} for end in ("outline", "outline_2")
    ]
    assert [{"flow_outline"}, {"flow_outline_2"}] == files


def test_every_part_works_and_judges_nothing_in_a_quick_run() -> None:
    """It measures something in every part and holds no bar against it; the table goes to standard error."""
    command = [sys.executable, str(SCRIPT), "--quick", "--json"]
    quick = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)

    assert 0 == quick.returncode, quick.stderr
    document = json.loads(quick.stdout)
    assert [*bench.PARTS] == list(dict.fromkeys(row["part"] for row in document["rows"]))
    assert {None} == {row["holds"] for row in document["rows"]}
    assert document["machine"] == quick.stderr.splitlines()[0]
    assert document["libraries"]["httpx"] == version("httpx")
    assert [] == [row["name"] for row in document["rows"] if row["name"] not in quick.stderr]
    assert [] == [line for line in quick.stderr.splitlines() if len(line) > 100]


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
    assert (status == 1) == ("a call of someone" in lines[-1])
    assert [] == [line for line in lines if "\x1b" in line]


def test_an_unknown_part_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """The parts that there are are named."""
    with pytest.raises(SystemExit):
        bench.main(["speed"])

    assert "imports" in capsys.readouterr().err
