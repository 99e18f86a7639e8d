"""Whether the examples of a contract are valid by the contract itself."""

from collections.abc import Iterator
from typing import Any

import jsonschema_rs

from contracts.lint.findings import Findings
from contracts.nodes import operation_nodes, reachable, resolve, webhook_nodes
from contracts.problems import pointer

Case = tuple[str, object, dict[str, Any]]


def check(findings: Findings) -> None:
    """Hold every example against its schema."""
    document, schemas = findings.document, findings.schemas
    direct: dict[str, list[str]] = {}
    for at, value, schema in (*_of_components(schemas), *_of_calls(document)):
        known = {key: part for key, part in schema.items() if key not in ("example", "examples")}
        # Compiling all components for each example would take time that grows with the square of their number.
        needed = {name: schemas[name] for name in reachable(document, known, direct)}
        validator = jsonschema_rs.validator_for({**known, "components": {"schemas": needed}})
        if (error := next(validator.iter_errors(value), None)) is not None:
            where = pointer(*error.instance_path)
            place = f" at {where}" if where else ""
            what = f"is not valid by its schema{place}: {error.message}"
            findings.add(at, what, "Correct the example, or the schema.")


def _of_components(schemas: dict[str, Any]) -> Iterator[Case]:
    for name, schema in schemas.items():
        at = pointer("components", "schemas", name)
        yield from _examples(schema, at, schema)
        for wire, part in schema.get("properties", {}).items():
            yield from _examples(part, at + pointer("properties", wire), part)


def _of_calls(document: dict[str, Any]) -> Iterator[Case]:
    for at, _, _, node in operation_nodes(document):
        for index, parameter in enumerate(node.get("parameters", [])):
            resolved = resolve(document, parameter, "parameters")
            yield from _examples(resolved, f"{at}/parameters/{index}", resolved["schema"])
        yield from _of_content(node.get("requestBody", {}), f"{at}/requestBody")
        for status, response in node["responses"].items():
            yield from _of_content(resolve(document, response, "responses"), at + pointer("responses", status))
    for at, _, node in webhook_nodes(document):
        yield from _of_content(node.get("requestBody", {}), f"{at}/requestBody")


def _of_content(holder: dict[str, Any], at: str) -> Iterator[Case]:
    for kind, media in holder.get("content", {}).items():
        here = at + pointer("content", kind)
        if "example" in media:
            yield f"{here}/example", media["example"], media["schema"]
        for name, example in media.get("examples", {}).items():
            yield here + pointer("examples", name), example.get("value"), media["schema"]


def _examples(node: dict[str, Any], at: str, schema: dict[str, Any]) -> Iterator[Case]:
    if "example" in node:
        yield f"{at}/example", node["example"], schema
    for index, value in enumerate(node.get("examples", [])):
        yield f"{at}/examples/{index}", value, schema
