"""Two readers of YAML: what the fast one takes, it reads as the other does, and it takes whatever people write."""

from pathlib import Path

import pytest

from contracts import syntax
from contracts.load import File, merge
from contracts.problems import ContractError

ROOT = Path(__file__).parents[2]
PAGES = [*sorted((ROOT / "specs").glob("*/*.yaml")), ROOT / "tests/contracts/library/library.yaml"]
HEAD = "openapi: 3.1.0\n"


def _read(text: str) -> tuple[object, ...]:
    """What a file says and where, or what is wrong with it."""
    try:
        source = merge("a contract", [File("contract.yaml", text.encode())])
    except ContractError as error:
        return error.problems
    return repr(source.document), source.places


@pytest.fixture
def alike(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Switches between the two: `setattr(syntax, "_Split", None)` leaves everything to ruamel.yaml."""
    return monkeypatch


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}-{page.stem}")
def test_contracts_are_read_fast_and_alike(page: Path, alike: pytest.MonkeyPatch) -> None:
    """Each page is split by libyaml; values, their order and their lines are those that ruamel.yaml finds."""
    text = page.read_text(encoding="utf-8")

    assert syntax._split(text.encode()) is not None
    fast = _read(text)
    alike.setattr(syntax, "_Split", None)
    assert fast == _read(text)


@pytest.mark.parametrize(
    "text",
    [
        "a: no", "a: 04", "a: 0o7", "a: 1_000", "a: 1e3", "a: .5", "a: .inf", "a: =", "a: <<", "a: 2024-01-01",
        "a: 1:30", "a: ~", "a:", "a: -0", "a: TRUE", "no: a", "1: a", "? a\n: b", "a: [b, {c: d}, e: f]",
        "a: 'b\n  c'", "a: >-\n  b\n  c", "a: |+\n  b\n\n", "a: b\na: c", "[a]: b",
    ],
)  # fmt: skip
def test_values_without_quotes_are_read_alike(text: str, alike: pytest.MonkeyPatch) -> None:
    """By YAML 1.2, and what is refused in the same words."""
    assert syntax._split((HEAD + text).encode()) is not None
    fast = _read(HEAD + text)
    alike.setattr(syntax, "_Split", None)
    assert fast == _read(HEAD + text)


@pytest.mark.parametrize(
    "text",
    [
        "a:\tb", "a: 'b\u0085c'", "a: 'b\u2028c'", "%YAML 1.1\n---\na: no", "---\na: b", "a: b\n...\n",
        "a: !!str 04", "a: ! 04", "a: &b c\nd: *b", "a: |#\n  b", "a: |\n \n   b", 'a: ["b":c]',
        "a: " + "[" * 200 + "]" * 200, "a: [b", "a: b: c", "\ufeffa: b",
    ],
)  # fmt: skip
def test_what_is_not_read_alike_is_left_to_one(text: str) -> None:
    """Where the two differ, and where something is wrong, ruamel.yaml decides."""
    assert syntax._split(text.encode()) is None
