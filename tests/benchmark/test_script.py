"""`scripts/bench.py` from the outside, and what it says when a bar does not hold."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import bench
from benchmark import parts
from benchmark.measure import Row

SCRIPT = Path(__file__).parents[2] / "scripts/bench.py"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the script."""
    return subprocess.run(
        [sys.executable, SCRIPT, *arguments], capture_output=True, text=True, encoding="utf-8", check=False
    )


@pytest.fixture(scope="module")
def quick() -> subprocess.CompletedProcess[str]:
    """Every part, briefly."""
    return run("--quick", "--json")


def test_every_part_works(quick: subprocess.CompletedProcess[str]) -> None:
    """A quick run ends well and measures something in every part."""
    assert 0 == quick.returncode, quick.stderr
    rows = json.loads(quick.stdout)["rows"]

    assert [*bench.PARTS[:5], "memory", bench.PARTS[5]] == list(dict.fromkeys(row["part"] for row in rows))
    assert all(row["ours"] > 0 for row in rows)


def test_a_quick_run_judges_nothing(quick: subprocess.CompletedProcess[str]) -> None:
    """Its times mean nothing, so no bar is held against them."""
    assert {None} == {row["holds"] for row in json.loads(quick.stdout)["rows"]}


def test_the_table_names_the_machine_and_every_row(quick: subprocess.CompletedProcess[str]) -> None:
    """With JSON on standard output, the table goes to standard error."""
    document = json.loads(quick.stdout)

    assert document["machine"] == quick.stderr.splitlines()[0]
    assert [] == [row["name"] for row in document["rows"] if row["name"] not in quick.stderr]


@pytest.mark.parametrize(("ours", "status", "mark"), [(1.0, 0, "ok"), (2.0, 1, "NOT")])
def test_a_broken_bar_is_reported(
    ours: float, status: int, mark: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit status 1, a mark at the row, and its name at the end; 0 where the bar holds."""
    row = Row("calls", "a call of someone", ours, "µs", 1.0, "by hand", bar=1.05)
    part = parts.Part("calls", lambda: [row], lambda: [row])
    monkeypatch.setattr(parts, "parts", lambda *_, **__: {"calls": part})

    assert status == bench.main(["--only", "calls"])
    lines = capsys.readouterr().out.splitlines()

    assert [mark] == [line.split()[0] for line in lines if "a call of someone" in line and "≤" in line]
    assert (status == 1) == lines[-1].endswith("a call of someone")


def test_an_unknown_part_is_refused() -> None:
    """The parts that there are are named."""
    refused = run("--only", "speed")

    assert 2 == refused.returncode
    assert "imports" in refused.stderr


def test_the_help_names_every_part() -> None:
    """Each with what it shows."""
    text = run("--help").stdout

    assert [] == [name for name in bench.PARTS if f"\n    {name} " not in text]
