"""The contract as the judge of requests: its paths, and its schemas as jsonschema-rs applies them."""

import json
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import unquote

import jsonschema_rs
from attrs import field, frozen
from jsonschema_rs import ValidationErrorKind


@frozen
class Violation:
    """One way in which a value breaks the contract. It never holds the value."""

    field: str
    """Dotted path of the field, in wire names."""
    missing: bool
    """The field is required, and absent or null."""
    rule: str
    """The JSON Schema keyword that is broken."""


@frozen
class Operation:
    """An operation of the contract."""

    operation_id: str
    _body: jsonschema_rs.Validator | None = field(repr=False)
    _parameters: Mapping[str, jsonschema_rs.Validator] = field(repr=False)

    def body_violations(self, document: object) -> list[Violation]:
        """What the contract says against a request body."""
        return [] if self._body is None else list(_violations(self._body, document))

    def parameter_violations(self, location: str, values: Mapping[str, str]) -> list[Violation]:
        """What the contract says against the decoded parameters at `location`, which is `path` or `query`."""
        validator = self._parameters.get(location)
        return [] if validator is None else list(_violations(validator, dict(values)))


@frozen
class Route:
    """The operations at one path."""

    operations: Mapping[str, Operation]
    """By HTTP method."""
    parameters: Mapping[str, str] = field(repr=False)
    """Path parameters, decoded."""


class Contract:
    """One provider's bundled contract."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._document = document
        self._components = document["components"]
        self._paths = [
            (_pattern(template), {name.upper(): self._operation(item[name], item) for name in _METHODS & item.keys()})
            for template, item in document["paths"].items()
        ]

    @classmethod
    @cache
    def shipped(cls, package: str) -> "Contract":
        """The contract that a generated package ships."""
        return cls(json.loads((files(package) / "contract.json").read_bytes()))

    def route(self, path: str) -> Route | None:
        """What the contract has at a (percent-encoded) path; None when it does not know the path."""
        for pattern, operations in self._paths:
            if match := pattern.fullmatch(path):
                return Route(operations, {name: unquote(value) for name, value in match.groupdict().items()})
        return None

    def component_violations(self, name: str, document: object) -> list[Violation]:
        """What a named component says against a document."""
        return list(_violations(self._validator({"$ref": f"#/components/schemas/{name}"}), document))

    def example(self, operation_id: str, status: str, name: str) -> Any:
        """A copy of a named example of an operation's answer."""
        operations = (op for item in self._document["paths"].values() for op in item.values() if isinstance(op, dict))
        operation = next(op for op in operations if op.get("operationId") == operation_id)
        response = self._resolve(operation["responses"][status])
        return deepcopy(response["content"]["application/json"]["examples"][name]["value"])

    def _operation(self, operation: dict[str, Any], item: dict[str, Any]) -> Operation:
        body = self._resolve(operation.get("requestBody"))
        schemas: dict[str, dict[str, Any]] = {}
        for parameter in map(self._resolve, [*item.get("parameters", []), *operation.get("parameters", [])]):
            schema = schemas.setdefault(parameter["in"], {"type": "object", "properties": {}, "required": []})
            schema["properties"][parameter["name"]] = parameter["schema"]
            schema["required"] += [parameter["name"]] if parameter.get("required") else []
        return Operation(
            operation["operationId"],
            None if body is None else self._validator(body["content"]["application/json"]["schema"]),
            {location: self._validator(schema) for location, schema in schemas.items()},
        )

    def _resolve(self, node: Any) -> Any:
        if isinstance(node, dict) and "$ref" in node:
            kind, name = node["$ref"].removeprefix("#/components/").split("/")
            return self._components[kind][name]
        return node

    def _validator(self, schema: dict[str, Any]) -> jsonschema_rs.Validator:
        return jsonschema_rs.Draft202012Validator({**schema, "components": self._components})


_METHODS = {"get", "post", "put", "patch", "delete"}


def _pattern(template: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", template)
    return re.compile("".join(f"(?P<{part}>[^/]+)" if i % 2 else re.escape(part) for i, part in enumerate(parts)))


def _violations(validator: jsonschema_rs.Validator, instance: Any) -> Iterator[Violation]:
    for error in validator.iter_errors(instance):
        place = [str(part) for part in error.instance_path]
        kind = error.kind
        if isinstance(kind, ValidationErrorKind.Required):
            yield Violation(".".join([*place, kind.property]), missing=True, rule=kind.name)
        else:
            yield Violation(".".join(place), missing=bool(place) and error.instance is None, rule=kind.name)
