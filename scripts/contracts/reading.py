"""What a contract says, as the build needs it: operations, models and enums, each under its Python name.

This is our own reading, made without the generators; what they emit is compared with it. It expects a contract that
`contracts.lint` has passed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from contracts.load import Source
from contracts.naming import constant_name, field_name, operation_name, request_name
from contracts.nodes import (
    answer_components,
    body_schema,
    examples,
    is_enum,
    is_free_form,
    is_nullable,
    kinds,
    operation_nodes,
    prose,
    references,
    referred,
    request_components,
    resolve,
    webhook_nodes,
)
from contracts.problems import pointer

CONSTRAINTS = ("minLength", "maxLength", "pattern", "minimum", "maximum", "minItems", "maxItems")

Direction = Literal["request", "answer"]
Location = Literal["path", "query", "body"]


@dataclass(frozen=True)
class Type:
    """The type of a value, null left aside.

    Attributes:
        kind: ``string integer number boolean null const model enum array free``; ``free`` is any JSON.
        name: the component, for ``model`` and ``enum``.
        const: the one value, for ``const``.
        item: the type of the items, for ``array``.
        constraints: OpenAPI keyword → limit, of this value itself.
    """

    kind: str
    constraints: Mapping[str, Any]
    name: str = ""
    const: object = None
    item: "Type | None" = None


@dataclass(frozen=True)
class Field:
    """A property or a parameter."""

    name: str
    wire: str
    at: Location
    type: Type
    required: bool
    nullable: bool
    sensitive: bool
    evidence: str
    description: str
    example: object
    pointer: str


@dataclass(frozen=True)
class Model:
    """An object component; of a request also everything that is passed beside the body."""

    name: str
    direction: Direction
    description: str
    fields: tuple[Field, ...]
    operation: "Operation | None" = None


@dataclass(frozen=True)
class Value:
    """One value of an enum, and the name of its member."""

    name: str
    wire: str


@dataclass(frozen=True)
class Enum:
    """An enum component; `open` if the provider may use values that its document does not list."""

    name: str
    open: bool
    description: str
    evidence: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class SourcePage:
    """The provider's document that an operation is known from; `sha256` is None where no text of it is kept."""

    title: str
    url: str
    edition: str | None
    sha256: str | None


@dataclass(frozen=True)
class Operation:
    """One call.

    Attributes:
        failures: status (or ``default``) → the component that describes a failure told with it.
    """

    id: str
    name: str
    constant: str
    method: str
    path: str
    summary: str
    description: str
    retry: str
    page: SourcePage
    request: str
    answer: str
    failures: Mapping[int | str, str]
    evidence: str
    sends_body: bool


@dataclass(frozen=True)
class Header:
    """A header that a callback carries."""

    name: str
    description: str


@dataclass(frozen=True)
class Callback:
    """What the provider sends of its own accord: a webhook of the contract.

    Attributes:
        headers: those by which it is authenticated.
        body: the component that it consists of.
    """

    name: str
    summary: str
    description: str
    page: SourcePage
    evidence: str
    headers: tuple[Header, ...]
    body: str


@dataclass(frozen=True)
class Server:
    """A base URL and the name it goes by."""

    name: str
    url: str
    description: str


@dataclass(frozen=True)
class Contract:
    """Everything the generated package is made of."""

    source: Source
    title: str
    description: str
    servers: tuple[Server, ...]
    operations: tuple[Operation, ...]
    callbacks: tuple[Callback, ...]
    models: tuple[Model, ...]
    enums: tuple[Enum, ...]

    def model(self, name: str) -> Model:
        """The model of a component."""
        return next(model for model in self.models if model.name == name)

    def enum(self, name: str) -> Enum:
        """The enum of a component."""
        return next(enum for enum in self.enums if enum.name == name)


def read(source: Source) -> Contract:
    """Read a linted contract."""
    document = source.document
    schemas: dict[str, Any] = document["components"]["schemas"]
    operations = tuple(_operation(document, path, method, node) for _, path, method, node in operation_nodes(document))
    requests = tuple(
        _request(document, operation, at, node)
        for operation, (at, _, _, node) in zip(operations, operation_nodes(document), strict=True)
    )
    sent = request_components(document)
    parts = tuple(
        Model(
            name=name,
            direction="request" if name in sent else "answer",
            description=prose(schema),
            fields=_properties(document, schema, pointer("components", "schemas", name)),
        )
        for name, schema in schemas.items()
        if not is_enum(schema) and name not in {request.name for request in requests}
    )
    return Contract(
        source=source,
        title=document["info"]["title"],
        description=prose(document["info"]),
        servers=tuple(Server(server["x-name"], server["url"], prose(server)) for server in document["servers"]),
        operations=operations,
        callbacks=tuple(_callback(document, name, node) for _, name, node in webhook_nodes(document)),
        models=(*requests, *parts),
        enums=tuple(_enum(name, schema) for name, schema in schemas.items() if is_enum(schema)),
    )


def _operation(document: dict[str, Any], path: str, method: str, node: dict[str, Any]) -> Operation:
    answers = {status: answer_components(document, response) for status, response in node["responses"].items()}
    # A 200 answer tells failures in its second shape or, having one shape only, in that.
    failures = {int(s) if s.isdigit() else s: components[-1] for s, components in answers.items() if components}
    return Operation(
        id=node["operationId"],
        name=operation_name(node["operationId"]),
        constant=constant_name(node["operationId"]),
        method=method.upper(),
        path=path,
        summary=node["summary"],
        description=prose(node),
        retry=node["x-retry"],
        page=_page(node),
        request=request_name(node["operationId"]),
        answer=answers["200"][0],
        failures=failures,
        evidence=_evidence(node),
        sends_body=bool(body_schema(node)),
    )


def _page(node: dict[str, Any]) -> SourcePage:
    page = node["x-document"]
    return SourcePage(page["title"], page["url"], page["edition"], page["sha256"])


def _evidence(node: dict[str, Any]) -> str:
    evidence: str = node.get("x-evidence", "documented")
    return evidence


def _callback(document: dict[str, Any], name: str, node: dict[str, Any]) -> Callback:
    schemes = document.get("components", {}).get("securitySchemes", {})
    return Callback(
        name=name,
        summary=node["summary"],
        description=prose(node),
        page=_page(node),
        evidence=_evidence(node),
        headers=tuple(
            Header(schemes[scheme]["name"], prose(schemes[scheme]))
            for requirement in node["security"]
            for scheme in requirement
        ),
        body=next(references(body_schema(node))),
    )


def _request(document: dict[str, Any], operation: Operation, at: str, node: dict[str, Any]) -> Model:
    fields: list[Field] = []
    for index, parameter in enumerate(node.get("parameters", [])):
        resolved = resolve(document, parameter, "parameters")
        schema = {**resolved, **resolved["schema"], "description": resolved["description"]}
        fields.append(
            _field(
                document,
                resolved["name"],
                schema,
                resolved["in"],
                resolved.get("required", False),
                f"{at}/parameters/{index}",
            )
        )
    description = f"The arguments of `{operation.name}`."
    if body_schema(node):
        component = document["components"]["schemas"][operation.request]
        description = prose(component)
        fields.extend(_properties(document, component, pointer("components", "schemas", operation.request)))
    return Model(operation.request, "request", description, tuple(fields), operation)


def _properties(document: dict[str, Any], schema: dict[str, Any], at: str) -> tuple[Field, ...]:
    required = schema.get("required", [])
    return tuple(
        _field(document, wire, part, "body", wire in required, at + pointer("properties", wire))
        for wire, part in schema.get("properties", {}).items()
    )


def _field(
    document: dict[str, Any], wire: str, schema: dict[str, Any], at: Location, required: bool, where: str
) -> Field:
    return Field(
        name=field_name(wire),
        wire=wire,
        at=at,
        type=_type(document, schema),
        required=required,
        nullable=is_nullable(schema),
        sensitive=schema.get("x-sensitive", False),
        evidence=_evidence(schema),
        description=prose(schema),
        example=examples(schema)[0] if examples(schema) else None,
        pointer=where,
    )


def _type(document: dict[str, Any], schema: dict[str, Any]) -> Type:
    constraints = {keyword: schema[keyword] for keyword in CONSTRAINTS if keyword in schema}
    if name := referred(schema):
        component = document["components"]["schemas"][name]
        return Type("enum" if is_enum(component) else "model", constraints, name=name)
    if "const" in schema:
        return Type("const", constraints, const=schema["const"])
    if is_free_form(schema):
        return Type("free", constraints)
    kind = next(iter(kinds(schema)), "null")
    item = _type(document, schema["items"]) if kind == "array" else None
    return Type(kind, constraints, item=item)


def _enum(name: str, schema: dict[str, Any]) -> Enum:
    values: list[str] = schema["enum"] if "enum" in schema else schema["x-extensible-enum"]
    names: list[str] = schema.get("x-enum-varnames", values)
    return Enum(
        name=name,
        open="enum" not in schema,
        description=prose(schema),
        evidence=_evidence(schema),
        values=tuple(Value(member, value) for member, value in zip(names, values, strict=True)),
    )
