"""What answers mean, held against a table by hand: the contracts both ways, and whatever may come over the wire."""

import hashlib
import hmac
import itertools
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realname import Outcome, RealnameError, esign
from tests import facts, strategies
from tests.contracts import outcomes
from tests.contracts.outcomes import CALLBACKS, KINDS, TABLE, Json, Row, Same
from tests.core.judge import CASES, Case
from tests.providers import APP_SECRET, Answer, Caller

OPERATIONS = {f"{each.provider}.{each.id}": each for each in facts.OPERATIONS}
WEBHOOKS = {
    f"{provider}.{name}": item["post"]
    for provider in facts.PROVIDERS
    for name, item in facts.contract(provider).get("webhooks", {}).items()
}
SPEAKING = [name for name, row in TABLE.items() if row.subject]
CASE = {f"{case.provider}.{case.documented.id}": case for case in CASES}


# ---- the contracts ----


def test_every_operation_and_callback_stands_in_the_table() -> None:
    """None too many, none too few."""
    assert sorted(TABLE) == sorted(OPERATIONS)
    assert sorted(CALLBACKS) == sorted(WEBHOOKS)


@pytest.mark.parametrize("name", [*TABLE, *CALLBACKS])
def test_the_contract_says_what_the_table_says(name: str) -> None:
    """Subject, conditions, codes about a person, waiter and its end, binding: no more, no less."""
    row = {**TABLE, **CALLBACKS}[name]
    operation = OPERATIONS.get(name)
    said = operation.described if operation else WEBHOOKS[name]
    codes = operation.codes if operation else {}
    outcome, waiter = said.get("x-outcome", {}), said.get("x-waiter", {})

    assert _subject(row.subject) == _subject(outcome.get("subject", ""))
    for kind in ("verified", "rejected", "pending"):
        assert _plain(getattr(row, kind)) == _plain(outcome.get(kind, ())), kind
    assert row.codes == {code: entry["kind"] for code, entry in codes.items() if entry.get("kind") in KINDS}
    assert row.waiter == waiter.get("name", "")
    assert (_plain(row.unfinished), _plain(row.ends)) == (
        _plain(waiter.get("while", ())),
        _plain(waiter.get("until", ())),
    )
    assert row.one_shot == ("one-shot" in outcome)
    assert row.binds == said.get("x-binds", {})


@pytest.mark.parametrize("name", SPEAKING)
def test_a_yes_is_signed_or_bound_or_over_at_once(name: str) -> None:
    """An unsigned answer that nothing binds may be another person's."""
    row, signed = TABLE[name], facts.contract(OPERATIONS[name].provider)["x-answers"] == "signed"

    assert not row.verified or signed or row.binds or row.one_shot


@pytest.mark.parametrize("name", [name for name, row in TABLE.items() if row.waiter])
def test_only_what_is_safe_is_waited_for(name: str) -> None:
    """Waiting repeats a call."""
    assert OPERATIONS[name].safe


def _subject(said: Any) -> Any:
    if isinstance(said, Mapping) and "values" in said:
        return {"field": said["field"], **said["values"]}
    return said


def _plain(conditions: Any) -> Counter[str]:
    """Conditions, and the values in one, in any order."""
    return Counter(
        repr(sorted((path, sorted(map(repr, _values(values)))) for path, values in each.items())) for each in conditions
    )


def _values(values: Any) -> Iterator[Any]:
    for one in values if isinstance(values, list) else [values]:
        yield Same(one["field"]) if isinstance(one, dict) else one


# ---- what comes ----


def _bodies(row: Row, body: Json) -> Iterator[tuple[str, Json]]:
    """A body that says each of what the table lists, in every way, and the word for it."""
    for kind in ("verified", "rejected", "pending"):
        for condition in getattr(row, kind):
            for values in itertools.product(*condition.values()):
                said = body
                for path, value in zip(condition, values, strict=True):
                    said = _put(said, path, outcomes.at(said, value.path) if isinstance(value, Same) else value)
                yield kind, said


def _put(document: Json, path: str, value: Json) -> Json:
    """A copy with another value; None takes the field out, as far as it is there."""
    try:
        return facts.changed(document, path, *([] if value is None else [value]))
    except (KeyError, TypeError):
        return document


_ANY: list[Json] = [None, True, False, 0, 1, 0.0, "", "true", "false", "T", "F", "S", "SUCCESS", "FAIL", [], {}]


def _places(row: Row) -> dict[str, list[Json]]:
    """The fields that count, each with values for it: those of the table, what is nearly one of them, and anything."""
    found: dict[str, list[Json]] = {path: list(_ANY) for path in row.binds}
    for condition in (*row.verified, *row.rejected, *row.pending):
        for path, values in condition.items():
            texts = [one for one in values if isinstance(one, str)]
            nearly = [
                twist(one) for one in texts for twist in (str.swapcase, "{} ".format, " {}".format, lambda x: [x])
            ]
            listed = [one for one in values if not isinstance(one, Same)]
            found[path] = [*listed, *nearly, *found.get(path, _ANY)]
    return found


@st.composite
def _near(draw: st.DrawFn, row: Row, body: Json) -> Json:
    """A body that says something, with up to three of the fields that count changed."""
    places = _places(row)
    said = draw(st.sampled_from([each for _, each in _bodies(row, body)]))
    for path in draw(st.lists(st.sampled_from(sorted(places)), max_size=3)):
        said = _put(said, path, draw(st.sampled_from(places[path])))
    for path in draw(st.lists(st.sampled_from(sorted(places)), max_size=1)):
        said = _put(said, path.partition(".")[0], draw(st.sampled_from(_ANY)))  # what holds the field
    return said


def _written(case: Case, row: Row) -> st.SearchStrategy[bytes]:
    """Bodies near what is documented, and far away from it."""
    near = _near(row, case.documented.success).map(lambda document: json.dumps(document).encode())
    return near | near | case.bodies


def _read(body: bytes) -> Json:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


class _Gateway:
    """Answers what it is told to."""

    def __init__(self) -> None:
        self.answer: Answer | None = None

    def __call__(self, request: Any) -> Any:
        assert self.answer is not None
        return self.answer(request)


@pytest.fixture(scope="module")
def clients(callers: dict[str, Caller]) -> dict[str, tuple[_Gateway, Any]]:
    """One client a provider, and what its gateway answers; made once, since making them is slow."""
    gateways = {provider: _Gateway() for provider in facts.PROVIDERS}
    return {name: (gateway, callers[name].client(gateway, attempts=1)) for name, gateway in gateways.items()}


def _said(name: str, answer: Answer, clients: dict[str, tuple[_Gateway, Any]], callers: dict[str, Caller]) -> Any:
    """The answer of the operation, or the error."""
    operation = OPERATIONS[name]
    gateway, client = clients[operation.provider]
    gateway.answer = answer
    try:
        return callers[operation.provider].ask(client, of=operation)
    except RealnameError as error:
        return error


@pytest.mark.parametrize("name", SPEAKING)
def test_what_the_table_lists_is_understood(
    name: str, callers: dict[str, Caller], clients: dict[str, tuple[_Gateway, Any]]
) -> None:
    """In every way in which it may be written; with another status than 200 it is never a yes."""
    operation, row = OPERATIONS[name], TABLE[name]
    listed = list(_bodies(row, operation.success))

    for kind, body in listed:
        assert outcomes.meaning(row, body) == kind
        assert (
            Outcome(kind)
            is _said(name, callers[operation.provider].answer(body, of=operation), clients, callers).outcome
        )
        failed = _said(name, callers[operation.provider].answer(body, 500, of=operation), clients, callers)
        assert isinstance(failed, RealnameError)
        assert failed.outcome is not Outcome.VERIFIED
    assert listed


@pytest.mark.parametrize("name", SPEAKING)
def test_no_field_alone_turns_anything_into_a_yes(
    name: str, callers: dict[str, Caller], clients: dict[str, tuple[_Gateway, Any]]
) -> None:
    """Each field that counts, with each value that is near or far from a listed one, in each body that is listed."""
    operation, row, tried = OPERATIONS[name], TABLE[name], set()

    for (_, listed), (path, values) in itertools.product(_bodies(row, operation.success), _places(row).items()):
        for value in values:
            body = _put(listed, path, value)
            if (written := json.dumps(body)) not in tried:
                tried.add(written)
                said = _said(name, callers[operation.provider].answer(body, of=operation), clients, callers)
                _says_no_more(name, said, 200, body)
    assert len(tried) > 10


def _says_no_more(name: str, said: Any, status: int, document: Json) -> None:
    """An answer says what the table says of its body, and an error what it says of its code."""
    if not isinstance(said, RealnameError):
        assert (200, said.outcome.value) == (status, _due(name, document))
        return
    by_code = TABLE[name].codes.get(str(getattr(said, "code", None)), "")
    inner = getattr(getattr(said, "answer", None), "outcome", Outcome.UNKNOWN)
    assert {said.outcome.value, inner.value} <= {"unknown", by_code} & {"unknown", "rejected", "pending"}


def _due(name: str, document: Json) -> str:
    """What an answer says by the table, to the question that was asked."""
    operation, row = OPERATIONS[name], TABLE[name]
    bound = all(outcomes.at(document, path) == operation.wire[argument] for path, argument in row.binds.items())
    return outcomes.meaning(row, document) if bound else "unknown"


@pytest.mark.parametrize("name", SPEAKING)
@strategies.drawing
@given(data=st.data())
def test_no_answer_says_more_than_the_table(
    name: str, callers: dict[str, Caller], clients: dict[str, tuple[_Gateway, Any]], data: st.DataObject
) -> None:
    """Whatever its fields, and whether it comes as an answer or as a failure: a yes is what is listed, literally."""
    operation, row = OPERATIONS[name], TABLE[name]
    body = data.draw(_written(CASE[name], row))
    status = data.draw(st.sampled_from([200, 200, 200, 201, 202, 400, 403, 404, 500]))

    said = _said(name, callers[operation.provider].answer(body, status, of=operation), clients, callers)

    _says_no_more(name, said, status, _read(body))


# ---- callbacks ----

_FLOW_ID = "803719636976683872"
_CALLED = esign.Credentials(app_id="7438", app_secret=APP_SECRET)
_BODY: dict[str, Json] = {"flowId": _FLOW_ID, "success": True, "status": True, "serviceId": _FLOW_ID}


def _callback(body: bytes, flow_id: str | None) -> esign.Callback | RealnameError:
    signature = hmac.digest(APP_SECRET.encode(), b"1700000000000" + body, hashlib.sha256).hex()
    headers = {"X-Tsign-Open-TIMESTAMP": "1700000000000", "X-Tsign-Open-SIGNATURE": signature}
    try:
        return esign.verify_callback(_CALLED, headers=headers, query="", body=body, flow_id=flow_id)
    except RealnameError as error:
        return error


@pytest.mark.parametrize("name", CALLBACKS)
@strategies.drawing
@given(data=st.data())
def test_no_callback_says_more_than_the_table(name: str, data: st.DataObject) -> None:
    """A yes is what is listed, literally, of the flow that is asked for; without a flow nothing is said."""
    row, more = CALLBACKS[name], {"agentFlowId": "1"} if name.endswith("org_end") else {}
    known = data.draw(_near(row, _BODY | more) | st.sampled_from([each for _, each in _bodies(row, _BODY | more)]))
    document = _put(known, "flowId", data.draw(st.sampled_from([_FLOW_ID, _FLOW_ID, "1", None, 1])))
    body = json.dumps(document).encode()

    said, unbound = _callback(body, _FLOW_ID), _callback(body, None)

    due = outcomes.meaning(row, document) if outcomes.at(document, "flowId") == _FLOW_ID else "unknown"
    assert said.outcome.value == ("unknown" if isinstance(said, RealnameError) else due)
    assert unbound.outcome is Outcome.UNKNOWN


@pytest.mark.parametrize("name", CALLBACKS)
def test_what_the_table_lists_of_callbacks_is_understood(name: str) -> None:
    """In every way in which it may be written."""
    row, more = CALLBACKS[name], {"agentFlowId": "1"} if name.endswith("org_end") else {}
    listed = list(_bodies(row, _BODY | more))

    for kind, body in listed:
        said = _callback(json.dumps(body).encode(), _FLOW_ID)
        assert not isinstance(said, RealnameError)
        assert Outcome(kind) is said.outcome
    assert {"verified", "rejected"} == {kind for kind, _ in listed}
