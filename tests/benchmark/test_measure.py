"""How things are timed and judged."""

from __future__ import annotations

import pytest

from benchmark.measure import Row, best, interleaved, interleaved_async

FLOOR = Row("calls", "ZOLOZ", 105.0, "µs", 100.0, "by hand", bar=1.05)


def test_works_take_turns() -> None:
    """Two works alternate batch by batch, each order as often as the other, after one batch each to warm up."""
    order: list[str] = []

    times = interleaved({"a": lambda: order.append("a"), "b": lambda: order.append("b")}, calls=2, batches=4)

    assert list("aabb" + "bbaa" + "aabb" + "bbaa" + "aabb") == order
    assert {"a", "b"} == set(times)


async def test_coroutines_take_turns() -> None:
    """The same in an event loop."""
    order: list[str] = []

    async def note(name: str) -> None:
        order.append(name)

    await interleaved_async({"a": lambda: note("a"), "b": lambda: note("b")}, calls=1, batches=2)

    assert list("ab" + "ba" + "ab") == order


def test_what_works_more_takes_longer() -> None:
    """A work that does a hundred times as much is measured as the longer one."""
    times = interleaved({"little": lambda: sum(range(100)), "much": lambda: sum(range(10_000))}, calls=5, batches=3)

    assert times["little"] < times["much"]


@pytest.mark.parametrize(
    ("row", "holds"),
    [
        (FLOOR, True),
        (Row("calls", "ZOLOZ", 105.1, "µs", 100.0, "by hand", bar=1.05), False),
        (Row("imports", "import realname", 5.0, "ms", bar=5.0), True),
        (Row("imports", "import realname", 5.1, "ms", bar=5.0), False),
        (Row("stages", "sign", 9.0, "µs", 1.0), None),
    ],
)
def test_a_bar_is_for_the_ratio_or_for_the_value_alone(row: Row, holds: bool | None) -> None:
    """It holds up to and at the bar; without a bar there is nothing to hold."""
    assert holds is row.holds


def test_the_best_run_has_the_smallest_ratio() -> None:
    """Not the smallest value: a run on a faster clock is no better."""
    slow_clock = Row("calls", "ZOLOZ", 202.0, "µs", 200.0)

    assert slow_clock == best([FLOOR, slow_clock])


def test_json_has_what_the_table_has() -> None:
    """Every value, the ratio and whether the bar holds."""
    found = FLOOR.as_json()

    assert (105.0, 100.0, 1.05, 1.05, True) == tuple(found[key] for key in ("ours", "floor", "ratio", "bar", "holds"))
