"""One word for what an answer says of a person, and that no doubt ever turns into a yes."""

from typing import Any, cast

import pytest
from attrs import evolve, frozen

import realname
from realname import Outcome
from realname.core.answer import CallbackAnswer, OutcomeAnswer, bind
from realname.core.model import WireEnum
from realname.core.outcome import OutcomeRule, SameAs
from tests import facts
from tests.core.judge import CASES, Case
from tests.providers import Caller

SPEAKING = [case for case in CASES if "x-outcome" in case.documented.described]
SILENT = [case for case in CASES if "x-outcome" not in case.documented.described]


class Light(WireEnum):
    """A state."""

    GREEN = "GREEN"
    RED = "RED"


@frozen(kw_only=True)
class Inner:
    """Nested in an answer."""

    light: Light | None = None


@frozen(kw_only=True)
class Said(OutcomeAnswer):
    """An answer that says something of a person in several fields."""

    OUTCOME = OutcomeRule(
        verified=({"code": 0, "inner.light": "GREEN", "attacked": (None, False)},),
        rejected=({"code": 0, "inner.light": "RED"}, {"attacked": True}),
        pending=({"inner.light": None, "mine": SameAs("yours")},),
    )
    code: int = 0
    inner: Inner | None = None
    attacked: bool | None = None
    mine: str | None = None
    yours: str | None = None


GREEN, RED = Inner(light=Light.GREEN), Inner(light=Light.RED)
GOOD = Said(inner=GREEN)


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (GOOD, Outcome.VERIFIED),
        (evolve(GOOD, attacked=False), Outcome.VERIFIED),
        (Said(inner=RED), Outcome.REJECTED),
        (Said(attacked=True), Outcome.REJECTED),
        (Said(mine="a", yours="a"), Outcome.PENDING),
        (evolve(GOOD, code=1), Outcome.UNKNOWN),
        (evolve(GOOD, code=False), Outcome.UNKNOWN),
        (evolve(GOOD, inner=Inner(light=Light("BLUE"))), Outcome.UNKNOWN),
        (evolve(GOOD, inner=Inner(light=Light("green"))), Outcome.UNKNOWN),
        (evolve(GOOD, attacked=True), Outcome.REJECTED),
        (Said(inner=GREEN, attacked=cast("bool", 0)), Outcome.UNKNOWN),
        (evolve(GOOD, inner=Inner()), Outcome.UNKNOWN),
        (Said(), Outcome.UNKNOWN),
        (Said(mine="a", yours="b"), Outcome.UNKNOWN),
        (Said(attacked=True, mine="a", yours="a"), Outcome.UNKNOWN),
    ],
    ids=repr,
)
def test_an_outcome_is_what_the_rules_list_and_else_unknown(answer: Said, outcome: Outcome) -> None:
    """Joined conditions all count, True is not 1, and what meets conditions of two kinds is a contradiction."""
    assert outcome is answer.outcome


@pytest.mark.parametrize("outcome", Outcome)
def test_an_outcome_is_neither_true_nor_false(outcome: Outcome) -> None:
    """`if answer.outcome:` would let everyone in."""
    with pytest.raises(TypeError, match=r"compare it with `is Outcome\.VERIFIED`"):
        bool(outcome)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Said(inner=RED), realname.RejectedError),
        (Said(mine="a", yours="a"), realname.PendingError),
        (Said(), realname.UndecidedError),
    ],
    ids=["rejected", "pending", "unknown"],
)
def test_requiring_a_yes_raises_for_everything_else(answer: Said, error: Any) -> None:
    """With the answer in the error; a yes is the answer itself."""
    with pytest.raises(error) as caught:
        answer.require_verified()

    assert (answer, answer.outcome) == (caught.value.answer, caught.value.outcome)
    assert GOOD is GOOD.require_verified()


@frozen(kw_only=True)
class Posted(CallbackAnswer):
    """What a provider sends of its own accord."""

    OUTCOME = OutcomeRule(verified=({"state": "DONE"},), rejected=({"state": "FAILED"},))
    state: str


@pytest.mark.parametrize(
    ("state", "outcome"), [("DONE", Outcome.VERIFIED), ("FAILED", Outcome.REJECTED), ("done", Outcome.UNKNOWN)]
)
def test_what_is_sent_unasked_says_something_only_once_it_is_bound(state: str, outcome: Outcome) -> None:
    """The very same object; an equal one is as mute as before."""
    posted = Posted(state=state)
    bound = bind(Posted(state=state))

    assert (Outcome.UNKNOWN, outcome) == (posted.outcome, bound.outcome)
    assert posted == bound
    with pytest.raises(realname.UndecidedError, match="not verified for a given"):
        posted.require_verified()


CONDITIONS = [
    pytest.param(case, word, index, id=f"{case!r}, {word} {index}")
    for case in SPEAKING
    for word in ("verified", "rejected", "pending")
    for index in range(len(case.documented.described["x-outcome"].get(word, ())))
]


@pytest.mark.parametrize(("case", "word", "index"), CONDITIONS)
async def test_every_condition_of_the_contract_is_understood(
    case: Case, word: str, index: int, callers: dict[str, Caller]
) -> None:
    """Through the whole client; with any of its fields missing, undocumented or in other letters it is no yes."""
    caller, operation = callers[case.provider], case.documented
    document = operation.saying(word, index)

    for answer in await caller.outcomes(200, document, of=operation):
        assert Outcome(word) is answer.outcome
    for place in operation.described["x-outcome"][word][index]:
        value = facts.at(document, place)
        if value is None:
            continue
        spoilt = [facts.changed(document, place)]
        if isinstance(value, str):
            spoilt += [facts.changed(document, place, other) for other in ("NEVER_SEEN", "", value.swapcase())]
        for other in spoilt:
            for answer in await caller.outcomes(200, other, of=operation):
                assert isinstance(answer, realname.RealnameError) or answer.outcome is Outcome.UNKNOWN


@pytest.mark.parametrize("case", SILENT, ids=repr)
def test_an_answer_that_speaks_of_no_one_has_no_outcome(case: Case) -> None:
    """The attribute does not exist, so that nobody reads something into it."""
    assert not hasattr(case.generated.answer, "outcome")
    assert not hasattr(case.generated.answer, "require_verified")
