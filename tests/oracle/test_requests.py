"""The generated request models against jsonschema-rs reading the same contract."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realname import RequestError
from tests.oracle.contract import CASES, Case
from tests.strategies import drawing, edges

WITH_ARGUMENTS = [case for case in CASES if case.python_names]


def _refused_by_schema(case: Case, payload: dict[str, Any]) -> str | None:
    """The first field, in the model's order, against which the contract says something; None counts as absent."""
    present = {name: value for name, value in payload.items() if value is not None}
    refused = set()
    for error in case.contract.validator(case.request).iter_errors(present):
        name = error.kind.property if error.kind.name == "required" else error.instance_path[0]  # type: ignore[attr-defined]
        refused.add(name)
    return next((name for name in case.python_names if name in refused), None)


def _refused_by_model(case: Case, payload: dict[str, Any]) -> str | None:
    arguments = {python: payload.get(wire) for wire, python in case.python_names.items()}
    try:
        case.model(**arguments)
    except RequestError as error:
        return error.field if error.operation == case.generated.name else f"{error.field} of {error.operation}"
    return None


@pytest.mark.parametrize("case", CASES, ids=repr)
@drawing
@given(data=st.data())
def test_model_and_schema_agree_on_every_payload(case: Case, data: st.DataObject) -> None:
    """Both accept a payload, or both refuse it for the same field."""
    payload = data.draw(case.payloads)

    assert _refused_by_schema(case, payload) == _refused_by_model(case, payload)


@pytest.mark.parametrize("case", WITH_ARGUMENTS, ids=repr)
def test_model_and_schema_agree_on_the_edges_of_every_field(case: Case) -> None:
    """At each limit and just past it, with the documented examples everywhere else."""
    payloads = [
        {**case.example, name: value}
        for name, schema in case.request["properties"].items()
        for value in edges(schema, case.contract.components)
    ]

    assert [] == [
        payload for payload in payloads if _refused_by_schema(case, payload) != _refused_by_model(case, payload)
    ]


@pytest.mark.parametrize("case", WITH_ARGUMENTS, ids=repr)
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
