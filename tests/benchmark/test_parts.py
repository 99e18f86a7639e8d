"""What is compared with what: a benchmark is worth what its comparisons are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature

from benchmark import calls, stages
from benchmark.calls import Pair, pairs, require_same_request
from benchmark.environment import closure
from benchmark.gateways import Keys
from benchmark.regeneration import growth, synthetic_contract
from contracts.lint import lint
from contracts.load import load
from realname import SignatureError

PROVIDERS = ("ZOLOZ", "Alipay", "e签宝, person", "e签宝, organization")


@pytest.fixture(scope="module")
def provider_pairs() -> list[Pair]:
    """The three providers' calls, by realname and by hand."""
    return pairs(Keys.generate())


@pytest.mark.parametrize("provider", PROVIDERS)
def test_both_sides_send_the_same(provider_pairs: list[Pair], provider: str) -> None:
    """Method, address, body and headers are equal but for what is fresh at each call; a difference is told."""
    [pair] = [pair for pair in provider_pairs if pair.provider == provider]

    require_same_request(pair)
    pair.by_hand.http.headers["X-Other"] = "1"
    try:
        with pytest.raises(AssertionError, match=provider):
            require_same_request(pair)
    finally:
        del pair.by_hand.http.headers["X-Other"]


def test_the_answers_are_genuine(provider_pairs: list[Pair]) -> None:
    """Both sides take the mocked answer, and neither takes another one where it is signed."""
    for pair in provider_pairs[:2]:
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


def test_stages_make_up_the_call() -> None:
    """Each stage takes some time, and together they are the whole call."""
    rows = stages.measure(Keys.generate(), calls=20)

    for provider in PROVIDERS:
        mine = [row for row in rows if row.name.startswith(f"{provider}, ")]
        assert list(stages.ORDER) == [row.name.removeprefix(f"{provider}, ") for row in mine]
        assert all(row.ours > 0 for row in mine)
        assert 1 == pytest.approx(sum(row.ours for row in mine) / (mine[0].floor or 0), rel=0.3)


def test_nothing_stays_patched_after_the_stages() -> None:
    """The pipeline is as it was before, so that parts can follow each other."""
    before = [getattr(owner, name) for owner, name, _ in stages.pipeline()]

    stages.measure(Keys.generate(), calls=2)

    assert before == [getattr(owner, name) for owner, name, _ in stages.pipeline()]


def test_a_call_of_each_provider_has_its_bar() -> None:
    """RSA has the narrow bar, HMAC the wider one; sync and async each."""
    rows = calls.measure(Keys.generate(), runs=1, batches=1)

    assert [1.05] * 4 + [1.15] * 4 == [row.bar for row in rows]


def test_the_base_environment_has_no_extras() -> None:
    """It has what the base dependencies need, and nothing of the extras or of development."""
    names = {package.name.lower() for package in closure(["attrs", "cattrs", "cryptography", "httpx", "stamina"])}

    assert {"attrs", "cattrs", "cryptography", "httpx", "stamina", "anyio", "certifi", "h11", "httpcore"} <= names
    assert not names & {"rich", "click", "uvicorn", "pytest", "schemathesis"}


@pytest.mark.parametrize("size", [1, 10])
def test_a_synthetic_contract_is_sound(size: int, tmp_path: Path) -> None:
    """It has so many operations, and the linter has nothing against it."""
    spec = tmp_path / "synthetic.yaml"
    spec.write_text(json.dumps(synthetic_contract(size)), encoding="utf-8")
    source = load(spec, file="synthetic.yaml")

    lint(source)
    assert size == len(source.document["paths"])


def test_growth_with_the_square_breaks_the_bar() -> None:
    """Linear growth holds, whatever it starts from; growth with the square does not."""
    sizes = (1, 10, 100)

    linear = growth("build", "s", sizes, [3 + 0.1 * size for size in sizes])
    square = growth("build", "s", sizes, [3 + 0.1 * size**2 for size in sizes])

    assert [None, None, None, True] == [row.holds for row in linear]
    assert [None, None, None, False] == [row.holds for row in square]
