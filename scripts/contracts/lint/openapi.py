"""Whether a document is OpenAPI 3.1 at all: the version, references that lead somewhere, and the official schema."""

import re
from typing import Any

import jsonschema_rs
from openapi_spec_validator import OpenAPIV31SpecValidator

from contracts.lint.findings import Findings
from contracts.nodes import keywords
from contracts.problems import pointer

# What the validator raises when it follows something that is of another kind than it takes for granted.
_LOST = (AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


def check(findings: Findings) -> None:
    """Check the document as a whole; each step takes the former for granted.

    Raises:
        ContractError: carries every finding of the step that failed.
    """
    _version(findings)
    findings.stop()
    _references_and_patterns(findings)
    _schemas(findings)
    findings.stop()
    _validate(findings)
    findings.stop()


def _version(findings: Findings) -> None:
    version = findings.document.get("openapi")
    if version is None:
        findings.add("", "names no OpenAPI version", "Write `openapi: 3.1.0`.")
    elif not isinstance(version, str) or not version.startswith("3.1."):
        findings.add("/openapi", f"is OpenAPI {version}", "Write `openapi: 3.1.0`.")


def _references_and_patterns(findings: Findings) -> None:
    for at, key, value in keywords(findings.document):
        if key == "$ref" and not _leads_somewhere(value, findings.document):
            findings.add(at, f"refers to nothing: {value}", "Refer to a component of this file: `#/components/…`.")
        if key == "pattern" and isinstance(value, str):
            try:
                re.compile(value)
            except re.error as error:
                remedy = "Keep to what the expressions of JSON Schema and Python share."
                findings.add(at, f"is no regular expression: {error}", remedy)


def _leads_somewhere(reference: object, document: dict[str, Any]) -> bool:
    if not isinstance(reference, str) or not reference.startswith("#/components/"):
        return False
    node: object = document
    for part in reference[2:].split("/"):
        node = node.get(part) if isinstance(node, dict) else None
    return isinstance(node, dict) and "$ref" not in node


def _schemas(findings: Findings) -> None:
    components = findings.document.get("components")
    schemas = components.get("schemas") if isinstance(components, dict) else None
    if not isinstance(schemas, dict) or not schemas:
        findings.add("/components", "holds no schemas", "Describe requests and answers in `components/schemas`.")
        return
    for name, schema in schemas.items():
        at = pointer("components", "schemas", name)
        if not isinstance(schema, dict):
            findings.add(at, "is no schema", "Describe an object or an enum.")
            continue
        try:
            jsonschema_rs.meta.validate(schema)
        except jsonschema_rs.ValidationError as error:
            where = at + pointer(*error.instance_path)
            findings.add(where, f"is no JSON Schema: {_shortened(error.message)}", "Mend it after JSON Schema 2020-12.")


def _validate(findings: Findings) -> None:
    remedy = "Mend it after the OpenAPI Specification 3.1.0."
    try:
        for error in OpenAPIV31SpecValidator(findings.document).iter_errors():
            at = _place(pointer(*error.absolute_path), findings)
            findings.add(at, f"is not valid OpenAPI 3.1: {_shortened(error.message)}", remedy)
    except _LOST as lost:
        if not findings.problems:
            findings.add("", f"is not valid OpenAPI 3.1: the validator gets lost ({lost!r})", remedy)


def _place(at: str, findings: Findings) -> str:
    """The validator counts some places from the component they are in; find the whole pointer if there is only one."""
    known = findings.source.places
    candidates = [at] if at in known else [pointer for pointer in known if pointer.endswith(at)]
    return candidates[0] if len(candidates) == 1 else ""


def _shortened(message: str) -> str:
    line = " ".join(message.split())
    return line if len(line) <= 200 else f"{line[:90]} … {line[-90:]}"
