"""The generated request models against jsonschema-rs reading the same contract."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realname import RequestError, ServerError
from tests import facts
from tests.core.judge import CASES, STANDING, Case, components
from tests.providers import Answer, Caller, Script
from tests.strategies import drawing, edges, sampling

WITH_ARGUMENTS = [case for case in CASES if case.documented.inputs]
ONE_OF = [case for case in CASES if "x-requires-one-of" in case.documented.described]


def _refused_by_schema(case: Case, payload: dict[str, Any]) -> str | None:
    """The first field, in the model's order, against which the contract says something; None counts as absent."""
    present = _without_null(payload)
    refused = set()
    for error in case.judge.iter_errors(present):
        refused.add(error.instance_path[0] if error.instance_path else error.kind.property)  # type: ignore[attr-defined]
    one_of = case.documented.described.get("x-requires-one-of", ())
    if not refused and one_of and not any(present.get(name) for name in one_of):
        return str(one_of[0])
    return next((name for name in case.python_names if name in refused), None)


def _without_null(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_null(each) for name, each in value.items() if each is not None}
    return value


def _refused_by_model(case: Case, payload: dict[str, Any]) -> str | None:
    """The first field that is refused, be it by the model of the request or by that of an object in it."""
    arguments, refused = {}, set()
    for name, argument in case.documented.inputs.items():
        try:
            arguments[argument.name] = facts.as_python(case.provider, argument.schema, payload.get(name))
        except (RequestError, TypeError):  # a part is wrong, or missing
            arguments[argument.name] = argument.value
            refused.add(name)
    try:
        case.generated.request(**arguments)
    except RequestError as error:
        refused.add(error.field if error.operation == case.documented.name else f"{error.field} of {error.operation}")
    return next((name for name in (*case.python_names, *refused) if name in refused), None)


@pytest.mark.parametrize("case", CASES, ids=repr)
@sampling
@given(data=st.data())
def test_model_and_schema_agree_on_every_payload(case: Case, data: st.DataObject) -> None:
    """Both accept a payload, or both refuse it for the same field."""
    payload = data.draw(case.payloads)

    assert _refused_by_schema(case, payload) == _refused_by_model(case, payload)


@pytest.mark.parametrize("case", WITH_ARGUMENTS, ids=repr)
def test_model_and_schema_agree_on_the_edges_of_every_field(case: Case) -> None:
    """At each limit and just past it, with the documented examples everywhere else."""
    payloads = [
        {**case.documented.wire, name: value}
        for name, schema in case.request["properties"].items()
        for value in edges(schema, components(case.provider))
    ]

    assert [] == [
        payload for payload in payloads if _refused_by_schema(case, payload) != _refused_by_model(case, payload)
    ]


@pytest.mark.parametrize("case", STANDING, ids=repr)
def test_oracle_sees_both_kinds_of_payload(case: Case) -> None:
    """The strategy draws payloads that are refused, and such that are not: an oracle of one answer proves nothing."""
    seen = set()

    @drawing
    @given(payload=case.payloads)
    def collect(payload: dict[str, Any]) -> None:
        seen.add(_refused_by_schema(case, payload))

    collect()

    assert {None, *case.python_names} >= seen
    assert {None} < seen


@pytest.mark.parametrize("case", ONE_OF, ids=repr)
async def test_one_of_several_arguments_must_be_given(case: Case, callers: dict[str, Caller]) -> None:
    """Checked when the request is built, before anything is sent; empty text names nothing, and any of them will do."""
    caller, operation = callers[case.provider], case.documented
    names = [operation.inputs[wire].name for wire in operation.described["x-requires-one-of"]]
    gateway = Script(Answer(500))
    clients = caller.client(gateway, attempts=1), caller.async_client(gateway, attempts=1)

    for nothing in (None, ""):
        arguments = operation.minimal | dict.fromkeys(names, nothing)
        with pytest.raises(RequestError, match=f"one of {', '.join(names)}") as caught:
            case.generated.request(**arguments)
        assert (operation.name, names[0], operation.described["x-document"]["url"]) == (
            caught.value.operation, caught.value.field, caught.value.document
        )  # fmt: skip
        with pytest.raises(RequestError):
            caller.ask(clients[0], of=operation, **dict.fromkeys(names, nothing))
        with pytest.raises(RequestError):
            await caller.ask(clients[1], of=operation, **dict.fromkeys(names, nothing))
    assert [] == gateway.requests
    for name in names:
        with pytest.raises(ServerError):
            caller.ask(clients[0], of=operation, **dict.fromkeys(names) | {name: "x"})
    assert len(names) == len(gateway.requests)
