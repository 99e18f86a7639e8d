"""The table of rules names tests that exist."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
ROWS = re.findall(r"^\| (\d+) \|.*$", (TESTS / "rules" / "RULES.md").read_text(encoding="utf-8"), re.MULTILINE)
NAMED = sorted(set(re.findall(r"`(test_\w+)`", (TESTS / "rules" / "RULES.md").read_text(encoding="utf-8"))))


@pytest.fixture(scope="module")
def defined() -> set[str]:
    """Every test function below the tests folder."""
    text = "".join(path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py"))
    return set(re.findall(r"^(?:async )?def (test_\w+)\(", text, re.MULTILINE))


@pytest.mark.parametrize("name", NAMED)
def test_a_named_test_exists(name: str, defined: set[str]) -> None:
    """A rule whose test was renamed or removed is not covered any more."""
    assert name in defined


def test_no_rule_is_left_out() -> None:
    """Eight of ZOLOZ, thirteen of Alipay, twelve of e签宝."""
    assert [*range(1, 9), *range(1, 14), *range(1, 13)] == [int(number) for number in ROWS]
