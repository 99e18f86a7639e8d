"""From a contract to its field table; the alternatives of one answer become one."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from contracts import lint_openapi
from contracts.findings import Findings
from contracts.load import Source
from contracts.nodes import SCHEMAS, operation_nodes, prose, resolve, webhook_nodes
from contracts.problems import ContractError
from fieldtable.table import ContractRow, ContractTable, Fact, OperationTable, Type, media_type

_ANY = frozenset(["array", "boolean", "integer", "number", "object", "string"])
_LIMITS = ("minLength", "pattern", "minimum", "maximum", "minItems", "maxItems", "const", "not")
_ALL: frozenset[Fact] = frozenset(["type", "required", "max_length", "enum"])

Document = dict[str, Any]
Schema = Mapping[str, Any]


def read_contract(source: Source) -> ContractTable:
    """The field table of a contract of which nothing is known yet.

    Raises:
        ContractError: the contract is no valid OpenAPI 3.1, or describes no operation.
    """
    lint_openapi.check(source.document, Findings(source))
    return contract_table(source)


def contract_table(source: Source) -> ContractTable:
    """The field table of valid OpenAPI 3.1.

    Raises:
        ContractError: the contract describes no operation.
    """
    document = source.document
    servers = document.get("servers", [])
    operations = tuple(_operation(document, path, method, node) for _, path, method, node in operation_nodes(document))
    webhooks = tuple(_webhook(document, name, node) for _, name, node in webhook_nodes(document))
    if not operations:
        raise ContractError([source.problem("/paths", "holds no operation", "Add one.")])
    return ContractTable(
        title=document["info"]["title"],
        version=document["info"]["version"],
        servers={server.get("x-name", server["url"]): server["url"] for server in servers},
        operations=operations,
        webhooks=webhooks,
    )


def _operation(document: Document, path: str, method: str, node: Schema) -> OperationTable:
    return OperationTable(
        id=node.get("operationId", f"{method.upper()} {path}"),
        method=method.upper(),
        path=path,
        description=_described(node),
        retry=node.get("x-retry", ""),
        document=node.get("x-document", {}),
        access=_access(document, node, "request"),
        rows=tuple(_rows(document, path, node)),
    )


def _webhook(document: Document, name: str, node: Schema) -> OperationTable:
    reader = _Reader(document["components"]["schemas"])
    body = resolve(document, node.get("requestBody", {}), "requestBodies")
    return OperationTable(
        id=name,
        method="WEBHOOK",
        path=name,
        description=_described(node),
        retry="",
        document=node.get("x-document", {}),
        access=_access(document, node, "callback"),
        rows=(*_credentials(document, node, "callback"), *reader.body("callback.body", body)),
    )


def _described(node: Schema) -> str:
    return "\n\n".join(filter(None, (node.get("summary", ""), prose(node))))


def _access(document: Document, node: Schema, direction: str) -> tuple[frozenset[str], ...]:
    return tuple(
        frozenset(_credential(document, name, direction).field for name in requirement)
        for requirement in node.get("security", document.get("security", []))
    )


def _rows(document: Document, path: str, node: Schema) -> Iterator[ContractRow]:
    reader = _Reader(document["components"]["schemas"])
    yield from _credentials(document, node, "request")
    yield from _transport_headers(node)
    for parameter in (*document["paths"][path].get("parameters", []), *node.get("parameters", [])):
        resolved = resolve(document, parameter, "parameters")
        value = {"schema": {}, **resolved}
        schema = {
            **value["schema"],
            **{key: value[key] for key in ("description", "x-evidence", "x-sensitive") if key in value},
        }
        parent = f"request.{value['in']}"
        yield from reader.field(parent, value["name"], [schema], required=value.get("required", False))
    yield from reader.body("request.body", resolve(document, node.get("requestBody", {}), "requestBodies"))
    responses = node.get("responses", {})
    success = next((status for status in sorted(responses) if status.startswith("2")), None)
    for status, response in responses.items():
        place = "response.body" if status == success else f"response.{status}.body"
        yield from reader.body(place, resolve(document, response, "responses"))


def _credentials(document: Document, node: Schema, direction: str) -> Iterator[ContractRow]:
    """The headers of all access modes, each once."""
    requirements = node.get("security", document.get("security", []))
    rows = [_credential(document, name, direction) for requirement in requirements for name in requirement]
    yield from {row.field: row for row in rows}.values()


def _credential(document: Document, name: str, direction: str) -> ContractRow:
    scheme = document.get("components", {}).get("securitySchemes", {}).get(name, {})
    place, header = (scheme["in"], scheme["name"]) if scheme.get("type") == "apiKey" else ("header", "Authorization")
    return ContractRow(
        parent=f"{direction}.{place}",
        name=header,
        stated=frozenset(["type", "required"]),
        type=Type(frozenset(["string"])),
        required=True,
        evidence=scheme.get("x-evidence"),
        description=prose(scheme),
        is_credential=True,
    )


def _transport_headers(node: Schema) -> Iterator[ContractRow]:
    for header in node.get("x-transport-headers", []):
        value = header.get("value")
        yield ContractRow(
            parent="request.header",
            name=header["name"],
            # Whether a transport header may be left out is not said; nor is, without a value, what may stand in it.
            stated=frozenset(["type", "enum"] if value else ["type"]),
            type=Type(frozenset(["string"])),
            enum=(media_type(value),) if value else None,
            evidence=header.get("x-evidence"),
            description=prose(header),
        )


class _Reader:
    """Reads rows out of schemas.

    A shape is a schema without references and alternatives: what a value may look like. A field that stands in several
    alternatives of one object has the shapes of all of them.
    """

    def __init__(self, components: Mapping[str, Schema]) -> None:
        self.components = components

    def body(self, place: str, holder: Schema) -> Iterator[ContractRow]:
        """The fields of a request or answer body, outer before inner."""
        for media in list(holder.get("content", {}).values())[:1]:
            shapes = self.shapes(media.get("schema", {}), frozenset())
            items = [shape for each in shapes if "items" in each for shape in self.shapes(each["items"], frozenset())]
            yield from self.fields(f"{place}[]" if items else place, items or shapes, frozenset())

    def fields(self, parent: str, shapes: Sequence[Schema], trail: frozenset[str]) -> Iterator[ContractRow]:
        """The fields of an object and of all objects below it; a component within itself is not entered again."""
        objects = [shape for shape in shapes if "properties" in shape]
        for name in dict.fromkeys(name for shape in objects for name in shape["properties"]):
            schemas = [
                {**({"x-evidence": shape["x-evidence"]} if "x-evidence" in shape else {}), **shape["properties"][name]}
                for shape in objects
                if name in shape["properties"]
            ]
            demands = {name in shape.get("required", ()) for shape in objects}
            yield from self.field(
                parent, name, schemas, required=demands.pop() if len(demands) == 1 else None, trail=trail
            )

    def field(
        self,
        parent: str,
        name: str,
        schemas: Sequence[Schema],
        *,
        required: bool | None,
        trail: frozenset[str] = frozenset(),
    ) -> Iterator[ContractRow]:
        """A field's own row and those below it."""
        named = [component for schema in schemas for component in self.named(schema)]
        shapes = [shape for schema in schemas for shape in self.shapes(schema, frozenset())]
        values = [shape for shape in shapes if _kinds(shape)]
        item_schemas = [shape["items"] for shape in values if isinstance(shape.get("items"), dict)]
        items = [item for schema in item_schemas for item in self.shapes(schema, frozenset())]
        named_items = [component for schema in item_schemas for component in self.named(schema)]
        listed = next((shape for shape in (*values, *items) if _enum(shape) is not None), {})
        evidence = [schema.get("x-evidence") for schema in schemas]
        formats = {shape.get("format") for shape in values}
        row = ContractRow(
            parent=parent,
            name=name,
            stated=_ALL if required is not None else _ALL - {"required"},
            type=Type(
                frozenset().union(*map(_kinds, values)),
                next(iter(formats)) if len(formats) == 1 else None,
            ),
            required=required,
            max_length=_max_length(values),
            enum=_enum(listed),
            nullable=any(_is_nullable(shape) for shape in shapes),
            is_open="enum" not in listed,
            constants=tuple(listed.get("x-enum-varnames", _enum(listed) or ())),
            component=next(iter((*named, *named_items)), ""),
            limits=_limits(values),
            evidence=evidence[0] if all(evidence) else None,
            sensitive=any(schema.get("x-sensitive", False) for schema in schemas),
            description=prose(schemas[0]),
        )
        yield row
        inner = frozenset([*named, *named_items])
        if not inner & trail:
            yield from self.fields(row.inside, items or values, trail | inner)

    def named(self, schema: Schema) -> Iterator[str]:
        """The components that a schema refers to, as alternatives too."""
        if "$ref" in schema:
            yield str(schema["$ref"]).removeprefix(SCHEMAS)
        for alternative in (*schema.get("oneOf", ()), *schema.get("anyOf", ())):
            yield from self.named(alternative)

    def shapes(self, schema: Schema, trail: frozenset[str]) -> list[Schema]:
        """What a value may look like."""
        if "$ref" in schema:
            name = str(schema["$ref"]).removeprefix(SCHEMAS)
            return [] if name in trail else self.shapes(self.components[name], trail | {name})
        alternatives = [*schema.get("oneOf", ()), *schema.get("anyOf", ())]
        if alternatives:
            return [shape for alternative in alternatives for shape in self.shapes(alternative, trail)]
        if "allOf" in schema:
            return [self.joined([shape for part in schema["allOf"] for shape in self.shapes(part, trail)], schema)]
        return [schema]

    def joined(self, parts: Sequence[Schema], schema: Schema) -> Schema:
        """One shape of which all parts hold."""
        own = {key: value for key, value in schema.items() if key != "allOf"}
        whole: dict[str, Any] = {}
        for part in (*parts, own):
            properties = {**whole.get("properties", {}), **part.get("properties", {})}
            required = [*whole.get("required", []), *part.get("required", [])]
            whole = {**whole, **part}
            whole |= {"properties": properties, "required": required} if properties else {}
        return whole


def _kinds(shape: Schema) -> frozenset[str]:
    """The JSON types of a shape, null left aside; all of them if it names none."""
    named = shape.get("type")
    if isinstance(named, str):
        return frozenset([named]) - {"null"}
    if isinstance(named, list):
        return frozenset(named) - {"null"}
    if "properties" in shape:
        return frozenset(["object"])
    return _ANY


def _is_nullable(shape: Schema) -> bool:
    named = shape.get("type", "null")
    return "null" in (named if isinstance(named, list) else [named])


def _enum(shape: Schema) -> tuple[str, ...] | None:
    values = shape.get("enum", shape.get("x-extensible-enum"))
    return None if values is None else tuple(str(value) for value in values if value is not None)


def _max_length(shapes: Sequence[Schema]) -> int | None:
    lengths = [shape.get("maxLength") for shape in shapes]
    return max((length for length in lengths if length is not None), default=None) if None not in lengths else None


def _limits(shapes: Sequence[Schema]) -> dict[str, object]:
    """The limits; where alternatives differ in one, what each of them says of it."""
    limits: dict[str, object] = {}
    for keyword in _LIMITS:
        values = [shape.get(keyword) for shape in shapes]
        if any(value is not None for value in values):
            limits[keyword] = values[0] if all(value == values[0] for value in values) else values
    return limits
