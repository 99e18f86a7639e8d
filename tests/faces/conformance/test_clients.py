"""Cases drawn from the contract as calls of our own clients, and wrong values that never leave them."""

import asyncio
import json
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import given
from hypothesis import strategies as st
from schemathesis import Case
from schemathesis.checks import content_type_conformance, response_schema_conformance
from schemathesis.config import SchemathesisConfig
from schemathesis.generation import GenerationMode

from realname import ApiError, RequestError
from realname.core.reply import RawReply
from realname.sandbox import Sandbox
from realname.testing.conformance.expectations import Expectation, drawable, expected
from realname.testing.contract import Contract, Operation
from tests import facts, strategies

STANDING = [*map(facts.main, facts.PROVIDERS), facts.operation("esign", "startOrgThreeFactors")]
"""They stand for all: a post with a body at ZOLOZ and e签宝, a query at Alipay, a path at e签宝. Drawing is slow."""
Call = Callable[[facts.Operation, dict[str, Any]], RawReply[object]]


def _judge(operation: facts.Operation) -> Operation:
    return Contract.shipped(f"realname_{operation.provider}").operations[operation.id]


@cache
def _valid_cases(operation: facts.Operation) -> st.SearchStrategy[Case[Any]]:
    document = drawable(_judge(operation).contract, {})
    schema = schemathesis.openapi.from_dict(document, config=SchemathesisConfig())
    schema.config.generation.update(with_security_parameters=False)
    return schema.find_operation_by_id(operation.id).as_strategy(generation_mode=GenerationMode.POSITIVE)


def _python(operation: facts.Operation, values: dict[str, Any]) -> dict[str, Any]:
    """Documented arguments as a Python caller would pass them."""
    return {one.name: one.as_python(values[wire]) for wire, one in operation.inputs.items() if wire in values}


@pytest.fixture(scope="module", params=["Client", "AsyncClient"])
def call(request: pytest.FixtureRequest, running_sandbox: Sandbox, credentials: dict[str, object]) -> Iterator[Call]:
    """Call an operation through `Client` or `AsyncClient`."""
    running_sandbox.reset()
    with asyncio.Runner() as runner, httpx.Client() as pool:
        async_pool = httpx.AsyncClient()
        clients = {
            name: getattr(import_module(f"realname.{name}"), request.param)(
                credentials[name],
                base_url=getattr(running_sandbox, name).url,
                http_client=pool if request.param == "Client" else async_pool,
            )
            for name in facts.PROVIDERS
        }

        def made(operation: facts.Operation, arguments: dict[str, Any]) -> RawReply[object]:
            result: Any = getattr(clients[operation.provider].with_raw_response, operation.name)(**arguments)
            reply: RawReply[object] = result if request.param == "Client" else runner.run(result)
            return reply

        yield made
        runner.run(async_pool.aclose())


@pytest.mark.parametrize("operation", STANDING, ids=str)
@strategies.drawing
@given(data=st.data())
def test_valid_cases_are_sent_and_answered_as_the_contract_says(
    operation: facts.Operation, call: Call, running_sandbox: Sandbox, data: st.DataObject
) -> None:
    """What a client makes of valid arguments is valid on the wire, and the answer is one that the contract knows."""
    drawn = data.draw(_valid_cases(operation))
    body = drawn.body if isinstance(drawn.body, dict) else {}
    query = {name: _typed(operation.inputs[name].schema, value) for name, value in (drawn.query or {}).items()}
    values = {**(drawn.path_parameters or {}), **query, **body}

    try:
        http = call(operation, _python(operation, values)).http
    except ApiError as error:
        assert not operation.codes.get(error.code or "", {}).get("form")  # noqa: PT017  both outcomes are right
        assert error.reply  # noqa: PT017
        http = error.reply.http

    sent = running_sandbox.requests[-1]
    assert Expectation.VALID is expected(_judge(operation), sent.target, sent.body)[0]
    drawn.validate_response(http, checks=[response_schema_conformance, content_type_conformance])


def _typed(schema: dict[str, Any], value: Any) -> Any:
    """A value that travels as text in a query, as Python code passes it."""
    is_text = not isinstance(value, str) or schema.get("type") not in ("boolean", "integer", "number")
    return value if is_text else json.loads(value)


@pytest.mark.parametrize("operation", STANDING, ids=str)
@strategies.drawing
@given(data=st.data())
def test_wrong_values_never_leave_the_client(
    operation: facts.Operation, call: Call, running_sandbox: Sandbox, data: st.DataObject
) -> None:
    """Arguments that the contract refuses end in `RequestError`, and nothing was sent."""
    schemas = {wire: argument.schema for wire, argument in operation.inputs.items()}
    components = facts.contract(operation.provider)["components"]["schemas"]
    fresh = {wire for wire, schema in schemas.items() if "x-fresh" in schema}  # what is left out is made

    def is_wrong(payload: dict[str, Any]) -> bool:
        request: dict[str, dict[str, Any]] = {"path": {}, "query": {}, "body": {}}
        for wire, value in payload.items():
            request[operation.inputs[wire].place].update({} if value is None else {wire: value})
        for wire in fresh - {wire for wire, value in payload.items() if value is not None}:
            request[operation.inputs[wire].place][wire] = operation.inputs[wire].example
        return bool(_judge(operation).request_differences(request))

    payload = data.draw(strategies.payloads(schemas, components).filter(is_wrong))
    running_sandbox.reset()

    with pytest.raises(RequestError) as caught:
        call(operation, {one.name: payload.get(wire) for wire, one in operation.inputs.items()})

    assert operation.name == caught.value.operation
    assert [] == running_sandbox.requests
