"""The contract in a run: what cases are drawn from, and what it says of a request that was sent.

Requests are judged by the bytes that were sent, not by what their generator meant them to be: a "wrong type" in a query
may be perfectly good text on the wire.
"""

from collections.abc import Mapping
from copy import deepcopy
from enum import Enum
from typing import Any

from realname.core import wire
from realname.core.errors import DecodeError
from realname.testing.contract import JSON, Contract, Difference, Operation


class Expectation(Enum):
    """What the contract says of a request."""

    VALID = "valid"
    INVALID = "invalid"
    OPEN = "open"
    """Neither an acceptance nor a refusal would be wrong: what is missing is documented as optional and needed in
    practice, or a value was drawn where only copies of the page say what is allowed, which may leave something out."""


def expected(operation: Operation, target: str, body: bytes) -> tuple[Expectation, list[Difference]]:
    """Whether a gateway should take a request as it was sent, and what the contract has against it."""
    request = operation.request(target, parsed(body, otherwise="no JSON") if body else None)
    if differences := operation.request_differences(request):
        return Expectation.INVALID, differences
    return Expectation.OPEN if operation.needed_differences(request) else Expectation.VALID, []


def parsed(content: bytes, *, otherwise: object = None) -> object:
    """The JSON of a body."""
    try:
        return wire.parse(content)
    except DecodeError:
        return otherwise


def with_closed_enums(contract: Contract) -> Contract:
    """The judge of answers: a client takes a new value of an open enum, a conformance run is where it is noticed."""
    document = deepcopy(contract.document)
    for schema in document["components"]["schemas"].values():
        if "x-extensible-enum" in schema:
            schema["enum"] = [*schema["x-extensible-enum"], ""]  # an empty text is no new value: there is none
    return Contract(document)


def drawable(contract: Contract, arguments: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """What cases are drawn from: a contract in which what is needed in practice is required.

    Args:
        contract: the contract.
        arguments: by operation, values in place of the documented examples, by wire name.
    """
    document = deepcopy(contract.document)
    for operation in Contract(document).operations.values():
        values = arguments.get(operation.id, {})
        needed = {*operation.needed, *([n for n in operation.one_of if n in values] or operation.one_of)[:1]}
        for parameter in operation.parameters:
            name = parameter["name"]
            if name in values:
                parameter["example"] = _typed(operation, parameter["schema"], values[name])
            if name in needed:
                parameter.update({"required": True, "schema": {**parameter["schema"], "minLength": 1}})
        operation.node["parameters"] = operation.parameters
        body = operation.contract.resolve(operation.body_schema or {})
        properties = body.get("properties", {})
        own = {name: _typed(operation, properties[name], values[name]) for name in properties.keys() & values.keys()}
        for name, value in own.items():
            properties[name] = {**properties[name], "examples": [value]}
        media = operation.node.get("requestBody", {}).get("content", {}).get(JSON, {})
        for shown in media.get("examples", {}).values():
            shown["value"] = {**shown["value"], **own}
        if required := needed & properties.keys():
            properties.update({name: {**properties[name], "minLength": 1} for name in required})
            schema = {**body, "required": [*body.get("required", ()), *required]}
            operation.node["requestBody"] = {"required": True, "content": {JSON: {"schema": schema}}}
    return document


def _typed(operation: Operation, schema: dict[str, Any], text: str) -> object:
    """A caller's text as a value of the declared type."""
    is_text = "string" in operation.contract.resolve(schema).get("type", "string")
    return text if is_text else parsed(text.encode(), otherwise=text)
