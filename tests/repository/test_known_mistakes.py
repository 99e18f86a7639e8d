"""docs/explain.md lists what `explain` knows: what the tests see is in it, and what is in it stands in the sources."""

import re
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = [
    file
    for pattern in ("testing/signature/*.py", "testing/captures/*.py", "*/testing/*.py")
    for file in (ROOT / "overlays/realname").glob(pattern)
]


def _documented() -> list[str]:
    page = (ROOT / "docs/explain.md").read_text(encoding="utf-8").partition("## What it knows")[2]
    rows = [line for line in page.splitlines() if line.startswith("| ") and "`" in line]
    return re.findall("`([a-z0-9_]+)`", "\n".join(rows))


@pytest.mark.parametrize("provider", ["zoloz", "alipay", "esign"])
def test_every_mistake_that_is_tried_out_is_listed(provider: str) -> None:
    """By the tables of the tests that make them."""
    marks = import_module(f"tests.{provider}.test_explain").test_a_mistake_is_told_by_name.pytestmark
    [table] = [mark.args[1] for mark in marks if mark.name == "parametrize"]

    assert set() == {name for name, *_ in table} - set(_documented())


def test_every_finding_of_the_sources_is_listed() -> None:
    """What is made by `Finding(…)` with its name in place."""
    text = "\n".join(file.read_text(encoding="utf-8") for file in SOURCES)
    named = set(re.findall(r'\bFinding\(\s*"([a-z0-9_]+)"', text))

    assert set() == named - set(_documented())


def test_nothing_is_listed_that_is_not_known() -> None:
    """And nothing twice, but for a name that is about two things."""
    text = "\n".join(file.read_text(encoding="utf-8") for file in SOURCES)
    words = set(re.findall(r'"([a-z0-9_]+)"', text))
    made = words | {f"{kind}_{word}" for kind in ("body", "line") for word in words}

    assert [] == [name for name in _documented() if name not in made]
    assert len(_documented()) - len(set(_documented())) <= 1
