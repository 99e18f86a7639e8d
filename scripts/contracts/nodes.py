"""Finding one's way in an OpenAPI document: operations, references, examples, without giving them a meaning yet."""

from collections.abc import Iterator, Mapping
from typing import Any

from contracts.naming import member_name
from contracts.problems import pointer

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
SCHEMAS = "#/components/schemas/"

# What stands below these is data, or a map of names, so that a key there is no keyword.
_DATA = frozenset([
    "example", "examples", "const", "default", "enum", "x-extensible-enum", "x-binds", "x-codes", "x-outcome",
    "x-waiter",
])  # fmt: skip
_NAMES = frozenset([
    "properties", "schemas", "parameters", "responses", "securitySchemes", "paths", "webhooks", "content", "headers",
])  # fmt: skip


def keywords(document: object) -> list[tuple[str, str, object]]:
    """Every keyword of a document, at any depth, as (JSON pointer, keyword, value)."""
    found: list[tuple[str, str, object]] = []
    _collect(document, "", found)
    return found


def _collect(node: object, at: str, found: list[tuple[str, str, object]]) -> None:
    if isinstance(node, list):
        for index, part in enumerate(node):
            _collect(part, at + pointer(index), found)
    elif isinstance(node, dict):
        for key, part in node.items():
            here = at + pointer(key)
            found.append((here, key, part))
            if key in _NAMES and isinstance(part, dict):
                for name, named in part.items():
                    _collect(named, here + pointer(name), found)
            elif key not in _DATA:
                _collect(part, here, found)


def operation_nodes(document: dict[str, Any]) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Each operation as (JSON pointer, path, method, node)."""
    for path, item in document.get("paths", {}).items():
        for method in METHODS:
            if method in item:
                yield pointer("paths", path, method), path, method, item[method]


def webhook_nodes(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Each webhook, by which the provider calls, as (JSON pointer, name, node)."""
    for name, item in document.get("webhooks", {}).items():
        if "post" in item:
            yield pointer("webhooks", name, "post"), name, item["post"]


def is_enum(schema: Mapping[str, Any]) -> bool:
    """Whether a component lists values."""
    return "enum" in schema or "x-extensible-enum" in schema


def enum_values(schema: Mapping[str, Any]) -> list[str]:
    """The values that an enum lists."""
    values: list[str] = schema["enum"] if "enum" in schema else schema["x-extensible-enum"]
    return values


def member_names(schema: Mapping[str, Any]) -> list[str]:
    """The names of an enum's constants, in the order of its values."""
    names: list[str] = schema.get("x-enum-varnames") or [member_name(value) for value in enum_values(schema)]
    return names


def referred(schema: object) -> str | None:
    """The component a schema refers to, also where null is its only alternative."""
    if not isinstance(schema, dict):
        return None
    reference = schema.get("$ref")
    if reference is None:
        choices = [choice for choice in _alternatives(schema) if choice != {"type": "null"}]
        if len(choices) != 1 or not isinstance(choices[0], dict):
            return None
        reference = choices[0].get("$ref")
    return reference.removeprefix(SCHEMAS) if isinstance(reference, str) and reference.startswith(SCHEMAS) else None


def _alternatives(schema: Mapping[str, Any]) -> list[Any]:
    return [*schema.get("oneOf", ()), *schema.get("anyOf", ())]


def _types(schema: Mapping[str, Any]) -> list[str]:
    named = schema.get("type", [])
    return named if isinstance(named, list) else [named]


def is_nullable(schema: Mapping[str, Any]) -> bool:
    """Whether null is among the values."""
    return "null" in _types(schema) or {"type": "null"} in _alternatives(schema)


def kinds(schema: Mapping[str, Any]) -> list[str]:
    """The JSON types a schema names, null left aside."""
    return [kind for kind in _types(schema) if kind != "null"]


def is_free_form(schema: Mapping[str, Any]) -> bool:
    """Whether the contract leaves the shape open: any JSON may stand here."""
    if any(keyword in schema for keyword in ("$ref", "oneOf", "anyOf", "const")) or schema.get("type") == "null":
        return False
    return kinds(schema) == ["object"] or len(kinds(schema)) != 1


def references(schema: object) -> Iterator[str]:
    """Every component a schema refers to, at any depth."""
    if isinstance(schema, dict):
        if isinstance(reference := schema.get("$ref"), str) and reference.startswith(SCHEMAS):
            yield reference.removeprefix(SCHEMAS)
        for part in schema.values():
            yield from references(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from references(part)


def reachable(document: dict[str, Any], roots: object, direct: dict[str, list[str]] | None = None) -> set[str]:
    """The components that something refers to, directly or through other components.

    `direct` keeps, from one call to the next, what each component of the document refers to.
    """
    direct = {} if direct is None else direct
    schemas = document.get("components", {}).get("schemas", {})
    found: set[str] = set()
    waiting = list(references(roots))
    while waiting:
        name = waiting.pop()
        if name not in found and name in schemas:
            found.add(name)
            if name not in direct:
                direct[name] = [*references(schemas[name])]
            waiting.extend(direct[name])
    return found


def request_components(document: dict[str, Any]) -> set[str]:
    """The components that travel to the provider."""
    nodes = [node for _, _, _, node in operation_nodes(document)]
    return reachable(document, [[node.get("parameters", []), node.get("requestBody", {})] for node in nodes])


def body_schema(operation: Mapping[str, Any]) -> dict[str, Any] | None:
    """The schema of the request body of an operation or a webhook."""
    return _json_schema(operation.get("requestBody", {}))


def resolve(document: dict[str, Any], node: dict[str, Any], kind: str) -> dict[str, Any]:
    """The component a reference to ``components/<kind>`` means; anything else is returned as it is."""
    reference = node.get("$ref", "")
    prefix = f"#/components/{kind}/"
    if not reference.startswith(prefix):
        return node
    component: dict[str, Any] = document["components"][kind][reference.removeprefix(prefix)]
    return component


def answer_components(document: dict[str, Any], response: dict[str, Any]) -> list[str]:
    """The components a response may hold: one, or the alternatives of its ``oneOf`` in their order."""
    schema = _json_schema(resolve(document, response, "responses"))
    if schema is None:
        return []
    alternatives = schema.get("oneOf", [schema])
    return [name for alternative in alternatives if (name := referred(alternative))]


def _json_schema(holder: Mapping[str, Any]) -> dict[str, Any] | None:
    media: dict[str, Any] = next(iter(holder.get("content", {}).values()), {})
    return media.get("schema")


def prose(node: Mapping[str, Any]) -> str:
    """A description with every paragraph and every entry of a list on one line, however the file breaks them."""
    lines: list[str] = []
    for line in node.get("description", "").strip().splitlines():
        text = line.strip()
        if text and lines and lines[-1] and not text.startswith("- "):
            lines[-1] += " " + text
        else:
            lines.append(text)
    return "\n".join(lines)
