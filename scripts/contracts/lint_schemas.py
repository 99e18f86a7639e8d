"""The rules for components and their properties."""

import re
from typing import Any

from contracts.findings import Findings
from contracts.naming import field_name, is_python_name
from contracts.nodes import (
    SCHEMAS,
    is_enum,
    is_free_form,
    is_nullable,
    kinds,
    operation_nodes,
    reachable,
    referred,
    request_components,
    webhook_nodes,
)
from contracts.problems import pointer

# Names that the generated modules use themselves.
_TAKEN_CLASSES = frozenset([
    "Answer", "AsyncCaller", "AsyncClient", "AsyncRawClient", "ClassVar", "Client", "Final", "Literal", "Mapping",
    "Operation", "RawClient", "RawReply", "Request", "SERVERS", "Sequence", "SyncCaller", "WireEnum",
])  # fmt: skip
_OBJECT = frozenset(["type", "description", "required", "properties", "example", "examples", "x-evidence"])
_ENUM = frozenset(
    ["type", "enum", "description", "example", "examples", "x-enum-varnames", "x-evidence", "x-extensible-enum"]
)
_TEXT = frozenset(["minLength", "maxLength", "pattern"])
_NUMBER = frozenset(["minimum", "maximum"])
_LIMITS = {
    "string": _TEXT,
    "integer": _NUMBER | {"format"},
    "number": _NUMBER | {"format"},
    "boolean": frozenset[str](),
    "array": frozenset(["items", "minItems", "maxItems"]),
}
_FORMATS = {"integer": ("int32", "int64"), "number": ("float", "double")}
_ANY = frozenset(["description", "example", "examples", "x-evidence", "x-sensitive"])
_NOT_CARRIED = "the models do not carry it"


def check(document: dict[str, Any], findings: Findings) -> None:
    """Check every component."""
    schemas: dict[str, Any] = document.get("components", {}).get("schemas", {})
    sent = request_components(document)
    for name, schema in schemas.items():
        at = pointer("components", "schemas", name)
        if not re.fullmatch("[A-Z][A-Za-z0-9]*", name) or name in _TAKEN_CLASSES:
            findings.add(at, "cannot be the name of a class of its own", "Name it in PascalCase, and by what it holds.")
        findings.description(schema, at, "the component")
        findings.marks(schema, at)
        if is_enum(schema):
            _enum(schema, at, findings)
        elif schema.get("type") == "object":
            _object(schemas, schema, at, name in sent, findings)
        else:
            findings.add(at, "is neither an object nor an enum", "Write it out where it is used.")
    _directions(document, schemas, findings)


def _directions(document: dict[str, Any], schemas: dict[str, Any], findings: Findings) -> None:
    """Objects are sent or received, never both: requests are strict, answers are tolerant."""
    sent = request_components(document)
    received = reachable(document, [node.get("responses", {}) for _, _, _, node in operation_nodes(document)])
    received |= reachable(document, document.get("components", {}).get("responses", {}))
    received |= reachable(document, [node.get("requestBody", {}) for _, _, node in webhook_nodes(document)])
    for name, schema in schemas.items():
        at = pointer("components", "schemas", name)
        if is_enum(schema):
            continue
        if name in sent and name in received:
            findings.add(
                at, "is used in requests and in answers", "Make two components: requests are strict, answers tolerant."
            )
        elif name not in sent and name not in received:
            findings.add(at, "is used by no operation and no webhook", "Remove it, or refer to it.")
        if name in sent and name in reachable(document, schema):
            findings.add(at, "is part of itself in a request", "Break the cycle: requests cannot nest without end.")


def _enum(schema: dict[str, Any], at: str, findings: Findings) -> None:
    findings.keywords(schema, at, _ENUM, "an enum has no use for it")
    if schema.get("type") != "string":
        findings.add(at, "is an enum of other values than strings", "Write `type: string`, and the values in quotes.")
    if "enum" in schema and "x-extensible-enum" in schema:
        findings.add(at, "is open and closed at once", "Keep `enum` (closed) or `x-extensible-enum` (open).")
    keyword = "enum" if "enum" in schema else "x-extensible-enum"
    values = schema[keyword]
    if not isinstance(values, list) or not values or not all(isinstance(value, str) and value for value in values):
        findings.add(f"{at}/{keyword}", "does not list strings", "List at least one value, each in quotes.")
        return
    if len(set(values)) != len(values):
        findings.add(f"{at}/{keyword}", "lists a value twice", "Keep one of the two.")
    names = schema.get("x-enum-varnames", values)
    if not isinstance(names, list) or len(names) != len(values) or len(set(map(str, names))) != len(names):
        findings.add(
            f"{at}/x-enum-varnames", "does not give each value one name", "Write one name a value, in their order."
        )
    elif not all(isinstance(name, str) and re.fullmatch("[A-Z][A-Z0-9_]*", name) for name in names):
        findings.add(at, "has values that make no constants", "Add `x-enum-varnames` in UPPER_CASE, one a value.")


def _object(schemas: dict[str, Any], schema: dict[str, Any], at: str, is_sent: bool, findings: Findings) -> None:
    findings.keywords(schema, at, _OBJECT, _NOT_CARRIED)
    properties = schema.get("properties", {})
    for name in schema.get("required", []):
        if name not in properties:
            findings.add(
                f"{at}/required", f"names {name}, which is no property", "Add the property, or take the name out."
            )
    names: dict[str, str] = {}
    for wire, part in properties.items():
        here = at + pointer("properties", wire)
        python_name(wire, names, here, findings)
        check_property(schemas, part, here, findings)
        if is_sent:
            _sent_property(part, here, findings)


def python_name(wire: str, names: dict[str, str], at: str, findings: Findings) -> None:
    """Check that a wire name makes a Python name that no other one of `names` makes, and add it there."""
    name = field_name(wire)
    if not is_python_name(name):
        findings.add(at, "makes no Python name", "Only letters, digits and `_` can be carried, a letter first.")
    elif name in names:
        findings.add(at, f"makes the Python name {name}, as {names[name]} does", "The build cannot tell the two apart.")
    names.setdefault(name, wire)


def check_property(schemas: dict[str, Any], schema: object, at: str, findings: Findings) -> None:
    """Check one property."""
    if not isinstance(schema, dict):
        findings.add(at, "is no schema", "Give it `type`, `description` and an example.")
        return
    findings.description(schema, at, "the property")
    findings.marks(schema, at)
    if "example" not in schema and "examples" not in schema:
        findings.add(at, "the property has no example", "Add `examples:` with one valid value.")
    check_type(schemas, schema, at, findings, beside=_ANY)


def check_type(
    schemas: dict[str, Any], schema: dict[str, Any], at: str, findings: Findings, *, beside: frozenset[str]
) -> None:
    """Check what values a schema allows; `beside` are the keywords that may stand next to that."""
    if "enum" in schema or "x-extensible-enum" in schema:
        findings.add(at, "is an enum without a name", f'Make it a component, and refer to it: `$ref: "{SCHEMAS}…"`.')
    elif "properties" in schema or "additionalProperties" in schema:
        findings.add(at, "is an object without a name", f'Make it a component, and refer to it: `$ref: "{SCHEMAS}…"`.')
    elif "$ref" in schema:
        _reference(schemas, schema, at, findings)
        findings.keywords(schema, at, beside | {"$ref"}, _NOT_CARRIED)
    elif "oneOf" in schema or "anyOf" in schema:
        _nullable_reference(schema, at, findings)
        findings.keywords(schema, at, beside | {"oneOf", "anyOf"}, _NOT_CARRIED)
    elif "type" not in schema:
        what, remedy = (
            "states no type",
            'Add `type:`; for any JSON list them all: `[object, array, string, number, boolean, "null"]`.',
        )
        findings.add(at, what, remedy)
    elif isinstance(schema["type"], list) and len(schema["type"]) == 1:
        findings.add(f"{at}/type", "lists one type", f"Write `type: {schema['type'][0]}`.")
    elif is_free_form(schema):
        findings.keywords(schema, at, beside | {"type", "items"}, "this is any JSON")
    else:
        _value(schemas, schema, at, findings, beside)


def _reference(schemas: dict[str, Any], schema: dict[str, Any], at: str, findings: Findings) -> None:
    if referred(schema) not in schemas:
        findings.add(f"{at}/$ref", "refers to something else than a schema", f"Refer to `{SCHEMAS}…`.")


def _nullable_reference(schema: dict[str, Any], at: str, findings: Findings) -> None:
    if referred(schema) is None or not is_nullable(schema):
        remedy = (
            'Describe one shape; beside a `$ref` only `{type: "null"}` may stand, for a component that may be null.'
        )
        findings.add(at, "has several shapes", remedy)


def _value(
    schemas: dict[str, Any], schema: dict[str, Any], at: str, findings: Findings, beside: frozenset[str]
) -> None:
    kind = next(iter(kinds(schema)), "null")
    findings.keywords(
        schema, at, beside | {"type", "const", "not"} | _LIMITS.get(kind, frozenset()), f"{_NOT_CARRIED} for {kind}"
    )
    pattern = schema.get("pattern")
    if pattern is not None:
        _pattern(pattern, f"{at}/pattern", findings)
    if "format" in schema and schema["format"] not in _FORMATS.get(kind, ()):
        allowed = ", ".join(_FORMATS.get(kind, ())) or "none"
        findings.add(
            f"{at}/format", f"is {schema['format']!r}, which the models do not check", f"Allowed here: {allowed}."
        )
    if "const" in schema and not isinstance(schema["const"], str | int | bool):
        findings.add(f"{at}/const", "is no text, whole number or truth value", "Only these can be constants.")
    if "not" in schema and set(schema["not"]) != {"const"}:
        findings.add(f"{at}/not", "excludes more than one value", "Write `not: {const: value}`.")
    for least, most in (("minLength", "maxLength"), ("minimum", "maximum"), ("minItems", "maxItems")):
        if schema.get(least, 0) > schema.get(most, float("inf")):
            findings.add(f"{at}/{least}", f"is more than {most}", "Swap the two.")
    if kind == "array":
        _items(schemas, schema, at, findings)


def _items(schemas: dict[str, Any], schema: dict[str, Any], at: str, findings: Findings) -> None:
    items, here = schema.get("items"), f"{at}/items"
    if not isinstance(items, dict):
        findings.add(at, "is an array of unknown items", "Add `items`: a `$ref`, or a type.")
        return
    if kinds(items) == ["array"] or is_nullable(items) or (items and is_free_form(items) and "properties" not in items):
        findings.add(
            here, "are neither of one plain type nor a component", "Make them a component, or give them a plain type."
        )
        return
    check_type(schemas, items, here, findings, beside=frozenset())


def _pattern(pattern: str, at: str, findings: Findings) -> None:
    if not (pattern.startswith("^") and pattern.endswith("$")):
        findings.add(at, "does not match the whole string", f"Write `^{pattern.strip('^$')}$`.")


def _sent_property(schema: object, at: str, findings: Findings) -> None:
    if not isinstance(schema, dict):
        return
    if is_nullable(schema) and not is_free_form(schema):
        findings.add(
            at, "may be null in a request", "Leave null out: what is not required is not sent when it is None."
        )
    if "const" in schema or "not" in schema:
        findings.add(at, "is a constant in a request, which the models do not check", "Make it an enum with one value.")
