"""The rules for components and their properties."""

import re
from typing import Any

from contracts.directions import SUFFIX, received_components
from contracts.lint.findings import Findings
from contracts.naming import TAKEN_CLASSES, field_name, is_python_name
from contracts.nodes import (
    SCHEMAS,
    is_enum,
    is_free_form,
    is_nullable,
    kinds,
    member_names,
    reachable,
    referred,
    request_components,
)
from contracts.problems import pointer

_OBJECT = frozenset(["type", "description", "required", "properties", "example", "examples", "x-evidence"])
_ENUM = frozenset([
    "type", "enum", "description", "example", "examples", "x-enum-varnames", "x-evidence", "x-extensible-enum",
])  # fmt: skip
_TEXT = frozenset(["minLength", "maxLength", "pattern"])
_NUMBER = frozenset(["minimum", "maximum"])
_LIMITS = {
    "string": _TEXT,
    "integer": _NUMBER,
    "number": _NUMBER | {"multipleOf"},
    "array": frozenset(["items", "minItems", "maxItems"]),
}
_FORMATS = {"integer": ("int32", "int64"), "number": ("float", "double", "decimal")}
_STEPS = (0.1, 0.01, 0.001, 0.0001)
"""What a decimal may be a multiple of: so many places are written."""
_ANY = frozenset([
    "deprecated", "x-needed", "description", "example", "examples", "x-evidence", "x-fresh", "x-sensitive",
])  # fmt: skip
_NOT_CARRIED = "the models do not carry it"
_COMPOSING = ("allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas")
_WRITE_OUT = "Write out with its `type` the one shape that results, or refer to a component by `$ref` alone."
_NAME_IT = f'Make it a component, and refer to it: `$ref: "{SCHEMAS}…"`.'


def check(findings: Findings) -> None:
    """Check every component."""
    sent = request_components(findings.document)
    spellings: dict[str, str] = {}
    for name, schema in findings.schemas.items():
        at = pointer("components", "schemas", name)
        if not re.fullmatch("[A-Z][A-Za-z0-9]*", name) or name in TAKEN_CLASSES:
            taken = ": Python or the generated code has it already" if name in TAKEN_CLASSES else ""
            what = f"cannot be the name of a class of its own{taken}"
            findings.add(at, what, "Name it in PascalCase, and by what it holds.")
        if (other := spellings.setdefault(name.lower(), name)) != name:
            findings.add(at, f"has the name of {other} in other letters", "Choose another name.")
        findings.description(schema, at, "the component")
        findings.marks(schema, at)
        if is_enum(schema):
            _enum(schema, at, findings)
        elif schema.get("type") == "object":
            _object(schema, at, name in sent, findings)
        elif not _is_composed(schema, at, findings):
            findings.add(at, "is neither an object nor an enum", "Write it out where it is used.")
    _directions(findings)


def _directions(findings: Findings) -> None:
    """Every object is sent or received; of one that is both, two classes are made."""
    document, schemas = findings.document, findings.schemas
    sent, received = request_components(document), received_components(document)
    direct: dict[str, list[str]] = {}
    for name, schema in schemas.items():
        at = pointer("components", "schemas", name)
        if is_enum(schema):
            continue
        if name in sent and name in received and name + SUFFIX in schemas:
            what = f"is sent and received, and {name + SUFFIX} is the name of what is received"
            findings.add(at, what, "Give the other component another name.")
        elif name not in sent and name not in received:
            findings.add(at, "is used by no operation and no webhook", "Remove it, or refer to it.")
        if name in sent and name in reachable(document, schema, direct):
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
    names: object = schema.get("x-enum-varnames") or member_names(schema)
    if not isinstance(names, list) or len(names) != len(values) or len(set(map(str, names))) != len(names):
        remedy = "Write one name a value, in their order."
        findings.add(f"{at}/x-enum-varnames", "does not give each value one name", remedy)
    elif not all(isinstance(name, str) and re.fullmatch("[A-Z][A-Z0-9_]*", name) for name in names):
        findings.add(at, "has values that make no constants", "Add `x-enum-varnames` in UPPER_CASE, one a value.")


def _object(schema: dict[str, Any], at: str, is_sent: bool, findings: Findings) -> None:
    findings.keywords(schema, at, _OBJECT, _NOT_CARRIED)
    properties = schema.get("properties", {})
    for name in schema.get("required", []):
        if name not in properties:
            remedy = "Add the property, or take the name out."
            findings.add(f"{at}/required", f"names {name}, which is no property", remedy)
    names: dict[str, str] = {}
    for wire, part in properties.items():
        here = at + pointer("properties", wire)
        python_name(wire, names, here, findings)
        _property(part, here, findings)
        if is_sent and isinstance(part, dict):
            _sent_property(part, here, findings)
        elif isinstance(part, dict) and part.get("format") == "decimal":
            findings.add(f"{here}/format", "is a decimal in an answer", "Write `format: double`: JSON is read so.")


def python_name(wire: str, names: dict[str, str], at: str, findings: Findings) -> None:
    """Check that a wire name makes a Python name that no other one of `names` makes, and add it there."""
    name = field_name(wire)
    if not is_python_name(name):
        findings.add(at, "makes no Python name", "Only letters, digits and `_` can be carried, a letter first.")
    elif name in names:
        findings.add(at, f"makes the Python name {name}, as {names[name]} does", "The build cannot tell the two apart.")
    names.setdefault(name, wire)


def _property(schema: object, at: str, findings: Findings) -> None:
    if not isinstance(schema, dict):
        findings.add(at, "is no schema", "Give it `type`, `description` and an example.")
        return
    findings.description(schema, at, "the property")
    findings.marks(schema, at)
    if "example" not in schema and "examples" not in schema:
        findings.add(at, "the property has no example", "Add `examples:` with one valid value.")
    check_type(schema, at, findings, beside=_ANY)


def _is_composed(schema: dict[str, Any], at: str, findings: Findings) -> bool:
    """Whether a schema is put together of others instead of stating a type; that is a finding."""
    composing = [keyword for keyword in _COMPOSING if keyword in schema and "type" not in schema]
    for keyword in composing:
        findings.add(f"{at}/{keyword}", f"may not stand here: {_NOT_CARRIED}", _WRITE_OUT)
    return bool(composing)


def check_type(schema: dict[str, Any], at: str, findings: Findings, *, beside: frozenset[str]) -> None:
    """Check what values a schema allows; `beside` are the keywords that may stand next to that."""
    if "enum" in schema or "x-extensible-enum" in schema:
        findings.add(at, "is an enum without a name", _NAME_IT)
    elif "properties" in schema or "additionalProperties" in schema:
        findings.add(at, "is an object without a name", _NAME_IT)
    elif "$ref" in schema:
        if referred(schema) not in findings.schemas:
            findings.add(f"{at}/$ref", "refers to something else than a schema", f"Refer to `{SCHEMAS}…`.")
        findings.keywords(schema, at, beside | {"$ref"}, _NOT_CARRIED)
    elif "oneOf" in schema or "anyOf" in schema:
        if referred(schema) is None or not is_nullable(schema):
            alone = 'beside a `$ref` only `{type: "null"}` may stand, for a component that may be null'
            named = " and ".join(f"`{keyword}`" for keyword in ("oneOf", "anyOf") if keyword in schema)
            findings.add(at, f"has several shapes, by {named}", f"Describe one shape; {alone}.")
        findings.keywords(schema, at, beside | {"oneOf", "anyOf"}, _NOT_CARRIED)
    elif _is_composed(schema, at, findings):
        return
    elif "type" not in schema:
        remedy = 'Add `type:`; for any JSON list them all: `[object, array, string, number, boolean, "null"]`.'
        findings.add(at, "states no type", remedy)
    elif isinstance(schema["type"], list) and len(schema["type"]) == 1:
        findings.add(f"{at}/type", "lists one type", f"Write `type: {schema['type'][0]}`.")
    elif is_free_form(schema):
        findings.keywords(schema, at, beside | {"type", "items"}, "this is any JSON")
    else:
        _value(schema, at, findings, beside)


def _value(schema: dict[str, Any], at: str, findings: Findings, beside: frozenset[str]) -> None:
    kind = next(iter(kinds(schema)), "null")
    allowed = beside | {"type", "const", "not", "format"} | _LIMITS.get(kind, frozenset())
    findings.keywords(schema, at, allowed, f"{_NOT_CARRIED} for {kind}")
    formats = _FORMATS.get(kind, ())
    if "format" in schema and schema["format"] not in formats:
        what = f"is {schema['format']!r}, which the models do not check"
        findings.add(f"{at}/format", what, f"Allowed here: {', '.join(formats) or 'none'}.")
    if "const" in schema and not isinstance(schema["const"], str | int | bool):
        findings.add(f"{at}/const", "is no text, whole number or truth value", "Only these can be constants.")
    if "not" in schema and set(schema["not"]) != {"const"}:
        findings.add(f"{at}/not", "excludes more than one value", "Write `not: {const: value}`.")
    if ("multipleOf" in schema) != (schema.get("format") == "decimal") or schema.get("multipleOf", 0.1) not in _STEPS:
        remedy = f"Write `format: decimal`, and beside it `multipleOf`, one of {', '.join(map(str, _STEPS))}."
        findings.add(at, "does not say of a decimal how many places it has", remedy)
    for least, most in (("minLength", "maxLength"), ("minimum", "maximum"), ("minItems", "maxItems")):
        if schema.get(least, 0) > schema.get(most, float("inf")):
            findings.add(f"{at}/{least}", f"is more than {most}", "Swap the two.")
    if kind == "array":
        _items(schema, at, findings)


def _items(schema: dict[str, Any], at: str, findings: Findings) -> None:
    items, here = schema.get("items"), f"{at}/items"
    if not isinstance(items, dict):
        findings.add(at, "is an array of unknown items", "Add `items`: a `$ref`, or a type.")
        return
    if kinds(items) == ["array"] or is_nullable(items) or (items and is_free_form(items) and "properties" not in items):
        remedy = "Make them a component, or give them a plain type."
        findings.add(here, "are neither of one plain type nor a component", remedy)
        return
    check_type(items, here, findings, beside=frozenset())


def _sent_property(schema: dict[str, Any], at: str, findings: Findings) -> None:
    if is_nullable(schema) and not is_free_form(schema):
        remedy = "Leave null out: what is not required is not sent when it is None."
        findings.add(at, "may be null in a request", remedy)
    if "const" in schema or "not" in schema:
        findings.add(at, "is a constant in a request, which the models do not check", "Make it an enum with one value.")
