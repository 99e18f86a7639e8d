"""Every answer that a contract allows, through the whole client and back to its wire form."""

import json
from importlib import import_module
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realname import ApiError
from realname.core import wire
from tests import facts
from tests.core.judge import CASES, Described, components
from tests.providers import Caller
from tests.strategies import documented, drawing, matching, sampling

ANSWERS = list(
    {(each.case.provider, each.status, each.model): each for case in CASES for each in case.answers}.values()
)
"""Each kind of answer once, at an operation that has it: what operations share is the same at all of them."""
CALLBACKS = [
    pytest.param(provider, name, id=name)
    for provider in facts.PROVIDERS
    for webhook in facts.contract(provider).get("webhooks", {}).values()
    for name in [webhook["post"]["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]]
]


@pytest.mark.parametrize("described", ANSWERS, ids=repr)
@sampling
@given(data=st.data())
async def test_every_answer_of_the_contract_decodes(
    described: Described, callers: dict[str, Caller], data: st.DataObject
) -> None:
    """It is returned or carried by an `ApiError`, and encodes back to its documented fields."""
    operation = described.case.documented
    document = data.draw(described.documents)
    for place, argument in operation.described.get("x-binds", {}).items():
        if facts.at(document, place) is not None:
            document = facts.changed(document, place, operation.wire[argument])
    assert described.judge.is_valid(document)
    status = data.draw(st.integers(402, 599)) if described.status == "default" else int(described.status)

    for outcome in await callers[operation.provider].outcomes(status, document, of=operation):
        if isinstance(outcome, ApiError):
            assert outcome.reply is not None
            outcome = outcome.reply.parsed
        assert described.documented(document) == outcome.to_wire()


@pytest.mark.parametrize(("provider", "name"), CALLBACKS)
@drawing
@given(data=st.data())
def test_every_callback_of_the_contract_decodes(provider: str, name: str, data: st.DataObject) -> None:
    """A callback's documented fields encode back to what they were."""
    schemas = components(provider)
    document = data.draw(matching(schemas[name], schemas))
    model: Any = getattr(import_module(f"realname_{provider}"), name)

    decoded = wire.structure(wire.parse(json.dumps(document).encode()), model)

    assert documented(document, schemas[name], schemas) == decoded.to_wire()
