"""The shipped contract in three roles: what cases are drawn from, what judges a request, what judges an answer.

Requests are judged by the bytes that were sent, not by what their generator meant them to be: a "wrong type" in a query
may be perfectly good text on the wire.
"""

import json
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from enum import Enum
from importlib.resources import files
from typing import Any, Final
from urllib.parse import parse_qs, unquote

import jsonschema_rs
from attrs import frozen
from jsonschema_rs import ValidationErrorKind

from realname.conformance.gateways import Gateway
from realname.core import wire
from realname.core.errors import ConfigurationError, DecodeError

JSON: Final = "application/json"
_METHODS: Final = ("get", "post", "put", "patch", "delete")


class Expectation(Enum):
    """What the contract says of a request."""

    VALID = "valid"
    INVALID = "invalid"
    OPEN = "open"
    """Documented as optional and needed in practice: neither an acceptance nor a refusal would be wrong."""


@frozen
class Difference:
    """One place where a value is not what a schema says."""

    rule: str
    """The JSON Schema keyword."""
    path: str
    """In wire names: ``$.data.subFlows[0].status``."""
    null: bool
    """Whether null stands there."""

    def __str__(self) -> str:
        if self.rule == "required":
            return f"{self.path} is required and missing"
        return f"{self.path} is null" if self.null else f"{self.path} breaks the rule {self.rule!r}"


class Contract:
    """A provider's bundled contract, and what is needed in practice besides.

    Args:
        gateway: the provider.
        arguments: values to put in place of the documented examples, by wire name.

    Raises:
        ConfigurationError: an argument names no field of any request.
    """

    def __init__(self, gateway: Gateway, arguments: Mapping[str, str]) -> None:
        shipped: dict[str, Any] = json.loads((files(gateway.PACKAGE) / "contract.json").read_bytes())
        self.document = _with_closed_answers(_with_examples(shipped, arguments))
        """What cases are drawn from."""
        for operation_id, names in gateway.NEEDED.items():
            _require(_operation(self.document, operation_id), names)
        self.operations = {
            drawn["operationId"]: Operation(method, template, drawn, _operation(shipped, drawn["operationId"]), self)
            for method, template, drawn in _operations(self.document)
        }

    @property
    def security(self) -> frozenset[str]:
        """The names of all security headers, in lower case."""
        return frozenset(scheme["name"].lower() for scheme in self.document["components"]["securitySchemes"].values())

    def validator(self, schema: object) -> jsonschema_rs.Validator:
        """A validator for a schema that may refer to components."""
        return jsonschema_rs.Draft202012Validator({"allOf": [schema], "components": self.document["components"]})


class Operation:
    """One operation: the judge of its requests and answers."""

    def __init__(
        self, method: str, template: str, drawn: dict[str, Any], shipped: dict[str, Any], contract: Contract
    ) -> None:
        self.operation_id: str = shipped["operationId"]
        self.consumes: bool = shipped.get("x-retry") == "connect-only"
        """Whether a call uses something up, such as a one-time token."""
        self.reads_only = method == "get" or shipped.get("x-retry") == "safe"
        self.fields = frozenset(_examples(contract.document, drawn))
        """The wire names of all arguments."""
        parts = re.split(r"\{(\w+)\}", template)
        self.path = re.compile("".join(f"(?P<{p}>[^/]+)" if i % 2 else re.escape(p) for i, p in enumerate(parts)))
        """Matches the path as sent, with a group for each argument in it."""
        self._documented = contract.validator(_request_schema(shipped))
        self._practical = contract.validator(_request_schema(drawn))
        self._answers = {status: _answer_schema(answer) for status, answer in drawn["responses"].items()}
        self._contract = contract

    def request_differences(self, target: str, body: bytes) -> list[Difference]:
        """What the contract says against a request as it was sent."""
        return _distinct(self._documented, self._instance(target, body))

    def expectation(self, target: str, body: bytes) -> Expectation:
        """Whether the gateway should take a request."""
        instance = self._instance(target, body)
        if not self._documented.is_valid(instance):
            return Expectation.INVALID
        return Expectation.VALID if self._practical.is_valid(instance) else Expectation.OPEN

    def documents(self, status: int) -> bool:
        """Whether the contract knows this status. What it says by default is about failures."""
        return str(status) in self._answers or ("default" in self._answers and status >= 400)

    def answer_differences(self, status: int, document: object) -> list[Difference]:
        """What the contract says against an answer."""
        schema = self._answers.get(str(status)) or self._answers.get("default")
        return [] if schema is None else _distinct(self._contract.validator(schema), document)

    def _instance(self, target: str, body: bytes) -> dict[str, object]:
        path, _, query = target.partition("?")
        match = self.path.fullmatch(path)
        instance: dict[str, object] = {"path": {}, "query": {}}
        if match:
            instance["path"] = {name: unquote(value) for name, value in match.groupdict().items()}
        try:
            pairs = parse_qs(query, keep_blank_values=True, errors="strict")
            instance["query"] = {name: values[0] if len(values) == 1 else values for name, values in pairs.items()}
        except UnicodeDecodeError:
            instance["query"] = None
        if body:
            try:
                instance["body"] = wire.parse(body)
            except DecodeError:
                instance["body"] = None
        return instance


# ---- schemas ----


def _operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for template, item in document["paths"].items():
        for method in _METHODS:
            if method in item:
                yield method, template, item[method]


def _operation(document: dict[str, Any], operation_id: str) -> dict[str, Any]:
    return next(operation for *_, operation in _operations(document) if operation["operationId"] == operation_id)


def _request_schema(operation: dict[str, Any]) -> dict[str, Any]:
    """One schema for a whole request: an object with its path, its query and its body."""
    properties: dict[str, Any] = {
        place: {"type": "object", "properties": {}, "required": []} for place in ("path", "query")
    }
    required = ["path", "query"]
    for parameter in operation.get("parameters", ()):
        place = properties[parameter["in"]]
        place["properties"][parameter["name"]] = parameter["schema"]
        place["required"] += [parameter["name"]] if parameter.get("required") else []
    if "requestBody" in operation:
        properties["body"] = operation["requestBody"]["content"][JSON]["schema"]
        required += ["body"] if operation["requestBody"].get("required") else []
    return {"type": "object", "properties": properties, "required": required}


def _answer_schema(answer: dict[str, Any]) -> dict[str, Any]:
    schema: dict[str, Any] = answer.get("content", {}).get(JSON, {}).get("schema", {})
    return schema


def _examples(document: dict[str, Any], operation: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """By wire name, the object that holds an argument's example."""
    found = {parameter["name"]: parameter for parameter in operation.get("parameters", ())}
    if "requestBody" in operation:
        name = operation["requestBody"]["content"][JSON]["schema"]["$ref"].rpartition("/")[2]
        found |= document["components"]["schemas"][name].get("properties", {})
    return found


def _with_examples(shipped: dict[str, Any], arguments: Mapping[str, str]) -> dict[str, Any]:
    document = deepcopy(shipped)
    known: set[str] = set()
    for *_, operation in _operations(document):
        for name, holder in _examples(document, operation).items():
            known.add(name)
            if name in arguments:
                holder.pop("examples", None)
                holder.update({"examples": [arguments[name]]} if "in" not in holder else {"example": arguments[name]})
    if unknown := sorted(arguments.keys() - known):
        raise ConfigurationError(
            f"the contract has no argument {', '.join(unknown)}",
            setting="arguments",
            remedy=f"It has: {', '.join(sorted(known))}.",
        )
    return document


def _with_closed_answers(document: dict[str, Any]) -> dict[str, Any]:
    """Open enums of answers closed: a client takes a new value, a conformance run is where it is noticed."""
    asked = {
        name for *_, operation in _operations(document) for name in _referenced(document, _request_schema(operation))
    }
    for name, schema in document["components"]["schemas"].items():
        if name not in asked and "x-extensible-enum" in schema:
            schema["enum"] = schema["x-extensible-enum"]
    return document


def _referenced(document: dict[str, Any], node: object) -> Iterator[str]:
    """The names of all components that a node refers to, directly or not."""
    if isinstance(node, dict):
        if "$ref" in node:
            name = node["$ref"].rpartition("/")[2]
            yield name
            yield from _referenced(document, document["components"]["schemas"][name])
        for child in node.values():
            yield from _referenced(document, child)
    elif isinstance(node, list):
        for child in node:
            yield from _referenced(document, child)


def _require(operation: dict[str, Any], names: tuple[str, ...]) -> None:
    for parameter in operation["parameters"]:
        if parameter["name"] in names:
            parameter["required"] = True
            parameter["schema"] = {**parameter["schema"], "minLength": 1}


# ---- differences ----


def _distinct(validator: jsonschema_rs.Validator, instance: object) -> list[Difference]:
    """One difference for each place; a wrong type explains all else that is wrong there."""
    found: dict[str, Difference] = {}
    for error in _leaves(validator.iter_errors(instance)):
        place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.instance_path)
        kind = error.kind
        if isinstance(kind, ValidationErrorKind.Required):
            difference = Difference("required", f"${place}.{kind.property}", null=False)
        else:
            difference = Difference(kind.name, f"${place}", null=error.instance is None)
        if difference.path not in found or kind.name == "type":
            found[difference.path] = difference
    return list(found.values())


def _leaves(errors: Iterator[jsonschema_rs.ValidationError]) -> Iterator[jsonschema_rs.ValidationError]:
    """The errors themselves; where no alternative fits, those of the one that fits best."""
    for error in errors:
        if isinstance(error.kind, ValidationErrorKind.OneOfNotValid):
            # Of equally good ones the first, which in our contracts is the success.
            best = min(error.kind.context, key=_places)
            yield from _leaves(iter(best))
        else:
            yield error


def _places(errors: list[jsonschema_rs.ValidationError]) -> int:
    return len({tuple(error.instance_path) for error in errors})
