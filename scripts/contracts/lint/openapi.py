"""Whether a document is OpenAPI 3.1 at all: the version, references that lead somewhere, and the official schema."""

from collections.abc import Iterator
from typing import Any

import jsonschema_rs
from openapi_spec_validator import OpenAPIV31SpecValidator
from openapi_spec_validator.validation.keywords import KeywordValidator

from contracts.lint.findings import Findings
from contracts.lint.patterns import fault
from contracts.problems import pointer

_EXTENDED = frozenset(["default", "discriminator", "externalDocs", "xml"])
"""What OpenAPI adds to JSON Schema, or looks at more closely."""


def check(findings: Findings) -> None:
    """Check the document as a whole; each step takes the former for granted.

    Raises:
        ContractError: carries every finding of the step that failed.
    """
    _version(findings)
    findings.stop()
    _references(findings)
    _keywords(findings)
    findings.stop()
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


def _references(findings: Findings) -> None:
    """Nothing is fetched: neither what a reference names, wherever it stands, nor what a schema calls its dialect."""
    for at, value in _named(findings.document, "$ref"):
        if not _leads_somewhere(value, findings.document):
            findings.add(at, f"refers to nothing: {value}", "Refer to a component of this file: `#/components/…`.")


def _named(node: object, name: str, at: str = "") -> Iterator[tuple[str, object]]:
    """What stands under a name anywhere, in examples and other data too; a table under it is a property's schema."""
    for key, part in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        here = at + pointer(key)
        if key == name and not isinstance(part, dict):
            yield here, part
        yield from _named(part, name, here)


def _keywords(findings: Findings) -> None:
    for at, key, value in findings.said:
        if key == "jsonSchemaDialect" or (key.startswith("$") and key != "$ref"):
            remedy = "Remove it: schemas are JSON Schema 2020-12, and refer by `$ref` to components."
            findings.add(at, "may not stand here: the build does not carry it", remedy)
        if key == "pattern" and isinstance(value, str) and (found := fault(value)):
            findings.add(at, *found)


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
        _schema(schema, at, findings)
    for at, key, schema in findings.said:
        if key == "schema":
            _schema(schema, at, findings)


def _schema(schema: Any, at: str, findings: Findings) -> None:
    try:
        jsonschema_rs.meta.validate(schema)
    except jsonschema_rs.ValidationError as error:
        where = at + pointer(*error.instance_path)
        findings.add(where, f"is no JSON Schema: {_shortened(error.message)}", "Mend it after JSON Schema 2020-12.")


class _Validator(OpenAPIV31SpecValidator):
    resolver_handlers = {}  # noqa: RUF012  those that it has fetch addresses and read files


class _Passed(KeywordValidator):
    """Finds no fault."""

    def __call__(self, *_: object) -> Iterator[Any]:
        yield from ()


class _Outline(_Validator):
    """Does not go into schemas, nor to where there is nothing else."""

    keyword_validators = {**_Validator.keyword_validators} | dict.fromkeys(
        ("components", "responses", "schema"), _Passed
    )


def _validate(findings: Findings) -> None:
    # Each schema was held against JSON Schema above. Of what it may hold besides, the validator says more; but it takes
    # most of the time of a build for that.
    extended = any(key in _EXTENDED for at, key, _ in findings.said if at != f"/{key}")
    validator = _Validator if extended else _Outline
    for error in validator(findings.document).iter_errors():
        at = _place(pointer(*error.absolute_path), findings)
        remedy = "Mend it after the OpenAPI Specification 3.1.0."
        findings.add(at, f"is not valid OpenAPI 3.1: {_shortened(error.message)}", remedy)


def _place(at: str, findings: Findings) -> str:
    """The validator counts some places from the component they are in; find the whole pointer if there is only one."""
    known = findings.source.places
    candidates = [at] if at in known else [pointer for pointer in known if pointer.endswith(at)]
    return candidates[0] if len(candidates) == 1 else ""


def _shortened(message: str) -> str:
    line = " ".join(message.split())
    return line if len(line) <= 200 else f"{line[:90]} … {line[-90:]}"
