"""Cases drawn from the contract as calls of our own clients, and wrong values that never leave them."""

import asyncio
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import given
from hypothesis import strategies as st
from schemathesis import Case as Drawn
from schemathesis.checks import content_type_conformance, response_schema_conformance
from schemathesis.config import SchemathesisConfig
from schemathesis.generation import GenerationMode

from realname import ApiError, RequestError
from realname.conformance.contract import Contract, Expectation
from realname.conformance.gateways import GATEWAYS
from realname.core.reply import RawReply
from realname.sandbox import Sandbox
from tests.conformance.conftest import gateway
from tests.oracle.contract import CASES, Case
from tests.strategies import drawing

MODULES = {name: import_module(f"realname.{name}") for name in GATEWAYS}
WITH_ARGUMENTS = [case for case in CASES if case.python_names]
Call = Callable[[Case, dict[str, Any]], RawReply[object]]


@cache
def _contract(provider: str) -> Contract:
    return Contract(GATEWAYS[provider], {})


@cache
def _valid_cases(provider: str, operation_id: str) -> st.SearchStrategy[Drawn[Any]]:
    schema = schemathesis.openapi.from_dict(_contract(provider).document, config=SchemathesisConfig())
    schema.config.generation.update(with_security_parameters=False)
    operation = schema.find_operation_by_id(operation_id)
    return operation.as_strategy(generation_mode=GenerationMode.POSITIVE)


def _arguments(case: Case, drawn: Drawn[Any]) -> dict[str, Any]:
    """The drawn values of the documented arguments, as a Python caller would pass them."""
    body = drawn.body if isinstance(drawn.body, dict) else {}
    values = {**(drawn.path_parameters or {}), **(drawn.query or {}), **body}
    return {python: values[wire] for wire, python in case.python_names.items() if wire in values}


@pytest.fixture(scope="module", params=["sync", "async"])
def call(request: pytest.FixtureRequest, running_sandbox: Sandbox, credentials: dict[str, object]) -> Iterator[Call]:
    """Call an operation through `Client` or `AsyncClient`."""
    running_sandbox.reset()
    kind = "Client" if request.param == "sync" else "AsyncClient"
    with asyncio.Runner() as runner, httpx.Client() as pool:
        async_pool = httpx.AsyncClient()
        clients = {
            name: getattr(module, kind)(
                credentials[name],
                base_url=gateway(running_sandbox, name).url,
                http_client=pool if request.param == "sync" else async_pool,
            )
            for name, module in MODULES.items()
        }

        def made(case: Case, arguments: dict[str, Any]) -> RawReply[object]:
            method = getattr(clients[case.contract.provider].with_raw_response, case.generated.name)
            result: RawReply[object] = (
                method(**arguments) if request.param == "sync" else runner.run(method(**arguments))
            )
            return result

        yield made
        runner.run(async_pool.aclose())


@pytest.mark.parametrize("case", CASES, ids=repr)
@drawing
@given(data=st.data())
def test_valid_cases_are_sent_and_answered_as_the_contract_says(
    case: Case, call: Call, running_sandbox: Sandbox, data: st.DataObject
) -> None:
    """What a client makes of valid arguments is valid on the wire, and the answer is one that the contract knows."""
    operation_id = case.documented["operationId"]
    drawn = data.draw(_valid_cases(case.contract.provider, operation_id))

    try:
        http = call(case, _arguments(case, drawn)).http
    except ApiError as error:
        assert error.code not in GATEWAYS[case.contract.provider].CONTRACT  # noqa: PT017  both outcomes are right
        assert error.reply  # noqa: PT017
        http = error.reply.http

    sent = running_sandbox.requests[-1]
    operation = _contract(case.contract.provider).operations[operation_id]
    assert Expectation.VALID is operation.expectation(sent.target, sent.body)
    drawn.validate_response(http, checks=[response_schema_conformance, content_type_conformance])


@pytest.mark.parametrize("case", WITH_ARGUMENTS, ids=repr)
@drawing
@given(data=st.data())
def test_wrong_values_never_leave_the_client(
    case: Case, call: Call, running_sandbox: Sandbox, data: st.DataObject
) -> None:
    """Arguments that the contract refuses end in `RequestError`, and nothing was sent."""
    validator = case.contract.validator(case.request)
    payload = data.draw(
        case.payloads.filter(lambda drawn: not validator.is_valid({n: v for n, v in drawn.items() if v is not None}))
    )
    running_sandbox.reset()

    with pytest.raises(RequestError) as caught:
        call(case, {python: payload.get(wire) for wire, python in case.python_names.items()})

    assert case.generated.name == caught.value.operation
    assert [] == running_sandbox.requests
