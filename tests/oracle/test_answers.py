"""Every answer that a contract allows, through the whole client and back to its wire form."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realname import ApiError
from realname.core import wire
from realname_esign.models import OrganizationCallback, PersonCallback
from tests.oracle.clients import Answering
from tests.oracle.contract import CASES, Case, Described, contract
from tests.providers import FLOW_ID
from tests.strategies import documented, drawing, matching

ANSWERS = [(case, described) for case in CASES for described in case.answers]


def _parsed(gateway: Answering, operation: str, status: int, body: bytes) -> Any:
    """The decoded answer, whether it is a success or the reply of an error."""
    try:
        return gateway.call(operation, status, body)
    except ApiError as error:
        return error.reply.parsed if error.reply else None


def _label(value: Case | Described) -> str:
    return repr(value) if isinstance(value, Case) else f"{value.status}-{value.model.__name__}"


@pytest.mark.parametrize(("case", "described"), ANSWERS, ids=_label)
@drawing
@given(data=st.data())
def test_every_answer_of_the_contract_decodes(
    case: Case, described: Described, answering: Callable[[str], Answering], data: st.DataObject
) -> None:
    """It is returned or carried by an `ApiError`, and encodes back to its documented fields."""
    document = data.draw(described.documents)
    if isinstance(document.get("data"), dict) and "flowId" in document["data"]:
        document["data"]["flowId"] = FLOW_ID  # about the flow that was asked for
    assert case.contract.validator(described.schema).is_valid(document)
    gateway = answering(case.contract.provider)
    status = data.draw(described.statuses)

    parsed = _parsed(gateway, case.generated.name, status, json.dumps(document).encode())

    assert described.documented(document) == parsed.to_wire()


@pytest.mark.parametrize("model", [PersonCallback, OrganizationCallback])
@drawing
@given(data=st.data())
def test_every_callback_of_the_contract_decodes(model: Any, data: st.DataObject) -> None:
    """A callback's documented fields encode back to what they were."""
    components = contract("esign").components
    schema = components[model.__name__]
    document = data.draw(matching(schema, components))

    decoded = wire.structure(wire.parse(json.dumps(document).encode()), model)

    assert documented(document, schema, components) == decoded.to_wire()
