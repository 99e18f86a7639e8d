"""The rules for operations: what they are called, where they come from, what goes in and what comes out."""

import re
from typing import Any

from contracts.findings import Findings
from contracts.lint_schemas import check_type, python_name
from contracts.naming import is_python_name, operation_name, request_name
from contracts.nodes import METHODS, is_enum, operation_nodes, referred, resolve
from contracts.problems import pointer

_PATH_ITEM = frozenset([*METHODS, "summary", "description"])
_OPERATION = frozenset(
    [
        "operationId",
        "tags",
        "summary",
        "description",
        "security",
        "parameters",
        "requestBody",
        "responses",
        "x-document",
        "x-evidence",
        "x-retry",
        "x-transport-headers",
    ]
)
_PARAMETER = frozenset(["name", "in", "required", "description", "schema", "example", "x-evidence", "x-sensitive"])
BODY = frozenset(["required", "description", "content"])
_RESPONSE = frozenset(["description", "headers", "content", "x-evidence"])
_MEDIA = frozenset(["schema", "example", "examples"])
_DOCUMENT = ("title", "url", "edition", "sha256")
_TRANSPORT_HEADER = frozenset(["name", "value", "description", "x-evidence"])
_NOT_CARRIED = "the client does not carry it"


def check(document: dict[str, Any], findings: Findings) -> None:
    """Check every operation."""
    for path, item in document.get("paths", {}).items():
        at = pointer("paths", path)
        if not isinstance(item, dict):
            findings.add(at, "is no path item", "Put operations below it.")
            continue
        if "parameters" in item:
            findings.add(f"{at}/parameters", "is shared by operations", "Write parameters at each operation.")
        findings.keywords(item, at, _PATH_ITEM | {"parameters"}, _NOT_CARRIED)
    found = list(operation_nodes(document))
    if not found:
        findings.add("/paths", "holds no operation", "Add one.")
    names: dict[str, str] = {}
    for at, _, _, node in found:
        findings.keywords(node, at, _OPERATION, _NOT_CARRIED)
        findings.marks(node, at)
        if not isinstance(node.get("operationId"), str) or not is_python_name(operation_name(node["operationId"])):
            findings.add(
                at, "has no `operationId` that makes a Python name", "Add one, such as `operationId: queryStatus`."
            )
            continue
        name = operation_name(node["operationId"])
        if name in names:
            findings.add(f"{at}/operationId", f"makes the method {name}, as {names[name]} does", "Choose another one.")
        names[name] = node["operationId"]
        if not str(node.get("summary", "")).strip():
            findings.add(at, "has no summary", "Add `summary:`, one sentence in your own words.")
        _retry(node, at, findings)
        check_source(node, at, findings)
        _transport_headers(node, at, findings)
        _request(document, node, at, findings)
        _responses(document, node, at, findings)


def _retry(node: dict[str, Any], at: str, findings: Findings) -> None:
    if node.get("x-retry") not in ("safe", "connect-only"):
        remedy = "Write `x-retry: safe` if it only reads, `x-retry: connect-only` if repeating it may do harm."
        findings.add(at, "does not say in `x-retry` whether it may be repeated", remedy)


def check_source(node: dict[str, Any], at: str, findings: Findings) -> None:
    """Check where an operation or a webhook is known from."""
    page = node.get("x-document")
    if not isinstance(page, dict) or sorted(page) != sorted(_DOCUMENT):
        findings.add(at, "does not name its source", f"Add `x-document` with {', '.join(_DOCUMENT)} and nothing else.")
        return
    here = f"{at}/x-document"
    if not isinstance(page["title"], str) or not page["title"].strip():
        findings.add(f"{here}/title", "is no title", "Write the title of the provider's page.")
    if not re.fullmatch(r"https?://\S+", str(page["url"])):
        findings.add(f"{here}/url", "is no address", "Write the address of the provider's page.")
    if page["edition"] is not None and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(page["edition"])):
        findings.add(f"{here}/edition", "is no date", 'Write it as "2024-12-31", or null if the page shows none.')
    if page["sha256"] is None:
        if "x-evidence" not in node:
            remedy = "Add `x-evidence`, or keep the page's text and write the digest of it."
            findings.add(at, "was transcribed from no text that is kept, and does not say how it is known", remedy)
    elif not re.fullmatch("[0-9a-f]{64}", str(page["sha256"])):
        remedy = "Write the digest of the page's normalised text, or null if no text is kept."
        findings.add(f"{here}/sha256", "is no SHA-256 in hex", remedy)


def _transport_headers(node: dict[str, Any], at: str, findings: Findings) -> None:
    headers = node.get("x-transport-headers", [])
    here = f"{at}/x-transport-headers"
    if not isinstance(headers, list) or not all(
        isinstance(h, dict) and isinstance(h.get("name"), str) for h in headers
    ):
        findings.add(here, "is no list of headers", "List them, each with `name` and `description`.")
        return
    for index, header in enumerate(headers):
        findings.keywords(header, f"{here}/{index}", _TRANSPORT_HEADER, "a header has no use for it")
        findings.description(header, f"{here}/{index}", "the header")
        findings.marks(header, f"{here}/{index}")


def _request(document: dict[str, Any], node: dict[str, Any], at: str, findings: Findings) -> None:
    schemas: dict[str, Any] = document.get("components", {}).get("schemas", {})
    due = request_name(node["operationId"])
    names: dict[str, str] = {}
    for index, parameter in enumerate(node.get("parameters", [])):
        _parameter(document, parameter, f"{at}/parameters/{index}", names, findings)
    body = node.get("requestBody")
    if body is None:
        if due in schemas:
            here = pointer("components", "schemas", due)
            findings.add(here, "takes the name that the parameters' own class has", "Choose another name.")
        return
    here = f"{at}/requestBody"
    if body.get("required") is not True:
        findings.add(here, "is not required", "Write `required: true`.")
    findings.keywords(body, here, BODY, _NOT_CARRIED)
    schema = json_schema(body, here, findings)
    if schema is not None and referred(schema) != due:
        findings.add(here, "is not the request component", f"Name the component {due}, and refer to it.")
    for wire in schemas.get(due, {}).get("properties", {}):
        python_name(wire, names, pointer("components", "schemas", due, "properties", wire), findings)


def _parameter(
    document: dict[str, Any], node: dict[str, Any], at: str, names: dict[str, str], findings: Findings
) -> None:
    schemas: dict[str, Any] = document.get("components", {}).get("schemas", {})
    parameter = resolve(document, node, "parameters")
    if parameter.get("in") not in ("path", "query"):
        remedy = "Model signature and login headers by `securitySchemes`, others by `x-transport-headers`."
        findings.add(at, f"is a {parameter.get('in')} parameter", remedy)
        return
    python_name(parameter["name"], names, at, findings)
    findings.keywords(parameter, at, _PARAMETER, _NOT_CARRIED)
    findings.description(parameter, at, "the parameter")
    findings.marks(parameter, at)
    if "example" not in parameter:
        findings.add(at, "the parameter has no example", "Add `example:` with a valid value.")
    schema = parameter.get("schema")
    if not isinstance(schema, dict):
        findings.add(at, "has no schema", "Add `schema:`.")
        return
    check_type(schemas, schema, f"{at}/schema", findings, beside=frozenset())
    name = referred(schema)
    if (name is None and schema.get("type") not in ("string", "integer", "number", "boolean")) or "const" in schema:
        findings.add(f"{at}/schema", "is no plain value", "Parameters are text, numbers, truth values or enums.")
    elif name is not None and (name not in schemas or not is_enum(schemas[name])):
        findings.add(f"{at}/schema", "is an object", "Parameters are text, numbers, truth values or enums.")


def _responses(document: dict[str, Any], node: dict[str, Any], at: str, findings: Findings) -> None:
    for status, response in node.get("responses", {}).items():
        here = at + pointer("responses", status)
        resolved = resolve(document, response, "responses")
        findings.keywords(resolved, here, _RESPONSE, _NOT_CARRIED)
        findings.marks(resolved, here)
        if not re.fullmatch("200|[45][0-9][0-9]|default", status):
            findings.add(here, "is neither 200 nor a failure", "Describe 200, statuses from 400 to 599, and `default`.")
            continue
        if status != "200" and "content" not in resolved:
            continue
        schema = json_schema(resolved, here, findings)
        if schema is not None:
            _answer(document, schema, status, here, findings)
    if "200" not in node.get("responses", {}):
        findings.add(f"{at}/responses", "has no answer for 200", "Describe what a success looks like.")


def _answer(document: dict[str, Any], schema: dict[str, Any], status: str, at: str, findings: Findings) -> None:
    schemas: dict[str, Any] = document.get("components", {}).get("schemas", {})
    alternatives = schema.get("oneOf", [schema])
    names = [referred(alternative) for alternative in alternatives]
    if any(name is None or name not in schemas or is_enum(schemas[name]) for name in names):
        findings.add(at, "is not described by an object component", "Make it a component, and refer to it.")
    elif len(names) > (2 if status == "200" else 1):
        remedy = "Of 200 give the success first and the failure second; of any other status, one component."
        findings.add(at, "has too many shapes", remedy)


def json_schema(holder: dict[str, Any], at: str, findings: Findings) -> dict[str, Any] | None:
    """The schema of a body, which has to be JSON; None if that was found to be wrong."""
    content = holder.get("content", {})
    if len(content) != 1 or next(iter(content)).partition(";")[0].strip() != "application/json":
        findings.add(at, "is not described as JSON", "Give it `content` with `application/json` alone.")
        return None
    ((kind, media),) = content.items()
    here = f"{at}{pointer('content', kind)}"
    findings.keywords(media, here, _MEDIA, _NOT_CARRIED)
    schema = media.get("schema")
    if not isinstance(schema, dict):
        findings.add(here, "has no schema", "Refer to a component.")
        return None
    return schema
