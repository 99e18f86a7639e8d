"""The documents that the generators read: derived from the contract, never shipped.

The generators do not know open enums, drop what belongs to a parameter, and turn formats into types that JSON has
not. So an open enum becomes an enum, the parameters of an operation become properties of its request component, and
what only a template needs travels beside. Types, required and constraints stay the generators' own reading.
"""

from copy import deepcopy
from typing import Any

from contracts.emit.code import UNBOUND, outcome_rule, subject_in_words
from contracts.naming import field_name, operation_name, request_name
from contracts.nodes import (
    body_schema,
    enum_values,
    is_enum,
    is_free_form,
    member_names,
    operation_nodes,
    prose,
    request_components,
    resolve,
)
from contracts.reading import Contract

Json = dict[str, Any]

_VALUE = ("minLength", "maxLength", "pattern", "minimum", "maximum")
_PROPERTY = ("$ref", "type", "const", "oneOf", "anyOf", "minItems", "maxItems", *_VALUE)
_ABOUT = ("openapi", "info", "tags", "paths")


def models_input(document: Json) -> Json:
    """What datamodel-code-generator reads: the components, with a request component for every operation."""
    schemas = {name: _component(schema) for name, schema in document["components"]["schemas"].items()}
    requests: Json = {}
    for _, _, _, node in operation_nodes(document):
        name = request_name(node["operationId"])
        arguments = {"description": f"The arguments of `{operation_name(node['operationId'])}`."}
        request = schemas.pop(name) if body_schema(node) else _component(arguments)
        parameters = [resolve(document, parameter, "parameters") for parameter in node.get("parameters", [])]
        properties = {p["name"]: _parameter(p) for p in parameters}
        required = [p["name"] for p in parameters if p.get("required")]
        requests[name] = {
            **request,
            "required": [*required, *request["required"]],
            "properties": properties | request["properties"],
        }
    return {"openapi": "3.1.0", "info": document["info"], "paths": {}, "components": {"schemas": requests | schemas}}


def template_data(contract: Contract) -> dict[str, Json]:
    """What the model templates know beside the generator's reading, by component; ``#all#`` is for every one."""
    document = contract.document
    schemas = document["components"]["schemas"]
    sent = request_components(document)
    data: dict[str, Json] = {
        "#all#": {
            "closed_enums": {name: schema["enum"] for name, schema in schemas.items() if "enum" in schema},
            "open_enums": [name for name, schema in schemas.items() if "x-extensible-enum" in schema],
        }
    }
    for name, schema in schemas.items():
        direction = "request" if name in sent else "answer"
        data[name] = {} if is_enum(schema) else {"direction": direction}
    for enum in contract.enums:
        data[enum.name] = {"open": enum.open, "keeps_unknown": enum.keeps_unknown}
    for model in contract.models:
        if model.outcome is not None:
            data[model.name] |= {
                "outcome": outcome_rule(model.outcome),
                "subject": subject_in_words(model.outcome),
                "callback": model.is_callback,
                "unbound": f" {UNBOUND}" if model.is_callback else "",
            }
        if model.told:
            data[model.name]["told"] = [(field.name, field.wire) for field in model.told]
    for operation in contract.operations:
        data[operation.request] = {
            "direction": "request",
            "operation": operation.name,
            "document": operation.page.url,
            "one_of": operation.one_of,
        }
    return data


def aliases(document: Json) -> dict[str, str]:
    """Wire name → Python name, for every property."""
    schemas = models_input(document)["components"]["schemas"].values()
    return {
        wire: field_name(wire) for wire in sorted({wire for each in schemas for wire in each.get("properties", ())})
    }


def client_input(document: Json) -> Json:
    """What openapi-python-client reads: the contract, enums closed, operations under their Python names.

    It makes the methods, so of all objects but the bodies of requests only the names count.
    """
    derived = deepcopy({part: document[part] for part in _ABOUT if part in document})
    parts = document["components"]
    components = deepcopy({kind: held for kind, held in parts.items() if kind != "schemas"})
    bodies = {request_name(node["operationId"]) for _, _, _, node in operation_nodes(document)}
    components["schemas"] = {
        name: _component(schema) if name in bodies or is_enum(schema) else {"type": "object"}
        for name, schema in parts["schemas"].items()
    }
    for _, _, _, node in operation_nodes(derived):
        node["operationId"] = operation_name(node["operationId"])
    used = [p for _, _, _, node in operation_nodes(derived) for p in node.get("parameters", [])]
    for parameter in [*used, *components.get("parameters", {}).values()]:
        if "schema" in parameter:
            parameter["schema"] = _property(parameter["schema"])
    return {**derived, "components": components}


def _component(schema: Json) -> Json:
    if is_enum(schema):
        names = member_names(schema)
        return {"type": "string", "description": prose(schema), "enum": enum_values(schema), "x-enum-varnames": names}
    return {
        "type": "object",
        "description": prose(schema),
        "required": schema.get("required", []),
        "properties": {wire: _property(part) for wire, part in schema.get("properties", {}).items()},
    }


def _property(schema: Json) -> Json:
    derived = {keyword: schema[keyword] for keyword in _PROPERTY if keyword in schema}
    if "description" in schema:
        derived["description"] = prose(schema)
    derived |= {extension: schema[extension] for extension in ("x-sensitive", "x-at", "x-fresh") if extension in schema}
    if "multipleOf" in schema:
        derived["x-step"] = schema["multipleOf"]
    if is_free_form(schema):
        derived.pop("type", None)
    elif "items" in schema:
        # Left in place, constraints of the items would make the generator invent a type for them.
        item = _property(schema["items"])
        derived["items"] = {k: v for k, v in item.items() if k not in (*_VALUE, "description")}
        if limits := {k: v for k, v in item.items() if k in _VALUE}:
            derived["x-item"] = limits
    return derived


def _parameter(parameter: Json) -> Json:
    beside: Json = {key: parameter[key] for key in ("description", "x-sensitive") if key in parameter}
    return _property({**parameter["schema"], **beside, "x-at": parameter["in"]})
