"""The rules for operations: what they are called, where they come from, what goes in and what comes out."""

import re
from typing import Any

from contracts.lint.findings import Findings
from contracts.lint.schemas import check_type, python_name
from contracts.naming import constant_name, is_python_name, operation_name, request_name
from contracts.nodes import METHODS, is_enum, operation_nodes, referred, resolve
from contracts.problems import pointer

_PATH_ITEM = frozenset([*METHODS, "summary", "description", "parameters"])
_OPERATION = frozenset([
    "operationId", "tags", "summary", "description", "security", "parameters", "requestBody", "responses",
    "deprecated", "x-binds", "x-codes", "x-document", "x-evidence", "x-outcome", "x-requires-one-of", "x-retry",
    "x-transport-headers", "x-unbound", "x-waiter",
])  # fmt: skip
_PARAMETER = frozenset([
    "name", "in", "required", "description", "schema", "example", "deprecated", "x-evidence", "x-needed", "x-sensitive",
])  # fmt: skip
BODY = frozenset(["required", "description", "content"])
_RESPONSE = frozenset(["description", "headers", "content", "x-evidence"])
_MEDIA = frozenset(["schema", "example", "examples"])
_MESSAGE = frozenset(["$ref", "oneOf", "anyOf"])
_DOCUMENT = ("title", "url", "edition", "sha256")
_COPY = ("second-hand", "partial", "other-codes")
_TRANSPORT_HEADER = frozenset(["name", "value", "description", "x-evidence"])
_NOT_CARRIED = "the client does not carry it"


def check(findings: Findings) -> None:
    """Check every operation."""
    for path, item in findings.document.get("paths", {}).items():
        at = pointer("paths", path)
        if "?" in path or "#" in path:
            remedy = "Write the path alone, and `in: query` parameters for what follows it."
            findings.add(at, "is more than a path: it holds a query or a fragment", remedy)
        if not isinstance(item, dict):
            findings.add(at, "is no path item", "Put operations below it.")
            continue
        if "parameters" in item:
            findings.add(f"{at}/parameters", "is shared by operations", "Write parameters at each operation.")
        findings.keywords(item, at, _PATH_ITEM, _NOT_CARRIED)
    found = list(operation_nodes(findings.document))
    if not found:
        findings.add("/paths", "holds no operation", "Add one.")
    names: dict[str, str] = {}
    requests: dict[str, str] = {}
    for at, _, _, node in found:
        findings.keywords(node, at, _OPERATION, _NOT_CARRIED)
        findings.marks(node, at)
        if not isinstance(node.get("operationId"), str) or not is_python_name(operation_name(node["operationId"])):
            remedy = "Add one, such as `operationId: queryStatus`."
            findings.add(at, "has no `operationId` that makes a Python name", remedy)
            continue
        name = operation_name(node["operationId"])
        if name in names:
            findings.add(f"{at}/operationId", f"makes the method {name}, as {names[name]} does", "Choose another one.")
        names[name] = node["operationId"]
        request = request_name(node["operationId"])
        if (other := requests.setdefault(request.lower(), name)) != name:
            findings.add(f"{at}/operationId", f"makes the class {request}, as {other} does", "Choose another one.")
        if constant_name(node["operationId"]) in findings.schemas:
            findings.add(f"{at}/operationId", f"makes the constant {name.upper()}, a component", "Choose another one.")
        findings.summary(node, at)
        if node.get("x-retry") not in ("safe", "connect-only"):
            remedy = "Write `x-retry: safe` if it only reads, or its page says so; else write `x-retry: connect-only`."
            findings.add(at, "does not say in `x-retry` whether it may be repeated", remedy)
        check_source(node, at, findings)
        _transport_headers(node, at, findings)
        _request(node, at, findings)
        _responses(node, at, findings)


def check_source(node: dict[str, Any], at: str, findings: Findings) -> None:
    """Check where an operation or a webhook is known from."""
    page = node.get("x-document")
    if not isinstance(page, dict) or sorted(set(page) - set(_COPY)) != sorted(_DOCUMENT):
        remedy = f"Add `x-document` with {', '.join(_DOCUMENT)}, and nothing else but {', '.join(_COPY)}."
        findings.add(at, "does not name its source", remedy)
        return
    here = f"{at}/x-document"
    if page.get("second-hand", True) is not True:
        findings.add(f"{here}/second-hand", "is not true", "Write `second-hand: true`, or leave it out.")
    if not re.fullmatch(r"\S.*\.", str(page.get("partial", "All."))):
        findings.add(f"{here}/partial", "is no sentence", "Write one sentence, with its full stop.")
    others = page.get("other-codes", [])
    if not isinstance(others, list) or not all(isinstance(code, str) for code in others):
        findings.add(f"{here}/other-codes", "is no list of codes", "List them, each in quotes.")
    elif known := set(others) & set(node.get("x-codes", {})):
        findings.add(f"{here}/other-codes", f"names {min(known)}, which stands in `x-codes`", "Keep one of the two.")
    if not isinstance(page["title"], str) or not page["title"].strip():
        findings.add(f"{here}/title", "is no title", "Write the title of the provider's page.")
    if not re.fullmatch(r"https?://\S+", str(page["url"])):
        findings.add(f"{here}/url", "is no address", "Write the address of the provider's page.")
    if page["edition"] is not None and not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", str(page["edition"])):
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
        isinstance(header, dict) and isinstance(header.get("name"), str) for header in headers
    ):
        findings.add(here, "is no list of headers", "List them, each with `name` and `description`.")
        return
    for index, header in enumerate(headers):
        findings.keywords(header, f"{here}/{index}", _TRANSPORT_HEADER, "a header has no use for it")
        findings.description(header, f"{here}/{index}", "the header")
        findings.marks(header, f"{here}/{index}")


def _request(node: dict[str, Any], at: str, findings: Findings) -> None:
    schemas, due = findings.schemas, request_name(node["operationId"])
    names: dict[str, str] = {}
    for index, parameter in enumerate(node.get("parameters", [])):
        _parameter(parameter, f"{at}/parameters/{index}", names, findings)
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


def _parameter(node: dict[str, Any], at: str, names: dict[str, str], findings: Findings) -> None:
    parameter = resolve(findings.document, node, "parameters")
    if parameter.get("in") not in ("path", "query"):
        remedy = "Model signature and login headers by `securitySchemes`, others by `x-transport-headers`."
        findings.add(at, f"is a {parameter.get('in')} parameter", remedy)
        return
    python_name(parameter["name"], names, at, findings)
    plain = {"style": "form" if parameter["in"] == "query" else "simple", "explode": parameter["in"] == "query"}
    stated = {key: value for key, value in parameter.items() if plain.get(key) != value}
    findings.keywords(stated, at, _PARAMETER, _NOT_CARRIED)
    findings.description(parameter, at, "the parameter")
    findings.marks(parameter, at)
    if "example" not in parameter:
        findings.add(at, "the parameter has no example", "Add `example:` with a valid value.")
    schema = parameter.get("schema")
    if not isinstance(schema, dict):
        findings.add(at, "has no schema", "Add `schema:`.")
        return
    check_type(schema, f"{at}/schema", findings, beside=frozenset())
    schemas, name = findings.schemas, referred(schema)
    if (name is None and schema.get("type") not in ("string", "integer", "number", "boolean")) or "const" in schema:
        findings.add(f"{at}/schema", "is no plain value", "Parameters are text, numbers, truth values or enums.")
    elif name is not None and (name not in schemas or not is_enum(schemas[name])):
        findings.add(f"{at}/schema", "is an object", "Parameters are text, numbers, truth values or enums.")


def _responses(node: dict[str, Any], at: str, findings: Findings) -> None:
    for status, response in node.get("responses", {}).items():
        here = at + pointer("responses", status)
        resolved = resolve(findings.document, response, "responses")
        findings.keywords(resolved, here, _RESPONSE, _NOT_CARRIED)
        findings.marks(resolved, here)
        if not re.fullmatch("200|[45][0-9][0-9]|default", status):
            findings.add(here, "is neither 200 nor a failure", "Describe 200, statuses from 400 to 599, and `default`.")
            continue
        if status != "200" and "content" not in resolved:
            continue
        schema = json_schema(resolved, here, findings)
        if schema is None:
            continue
        alternatives = schema.get("oneOf", [schema])
        is_sound = findings.object_component(alternatives, here)
        if is_sound and len(alternatives) > (2 if status == "200" else 1):
            remedy = "Of 200 give the success first and the failure second; of any other status, one component."
            findings.add(here, "has too many shapes", remedy)
    if "200" not in node.get("responses", {}):
        findings.add(f"{at}/responses", "has no answer for 200", "Describe what a success looks like.")


def json_schema(holder: dict[str, Any], at: str, findings: Findings) -> dict[str, Any] | None:
    """The schema of a body, which has to be JSON; None if that was found to be wrong."""
    content = holder.get("content", {})
    others = [kind for kind in content if kind.partition(";")[0].strip() != "application/json"]
    if others:
        way = "sends JSON bodies only" if at.endswith("/requestBody") else "reads JSON answers only"
        remedy = "If there is JSON too, describe that alone; if not, leave the operation out."
        findings.add(at, f"{', '.join(others)} is not supported: realname {way}", remedy)
    elif len(content) != 1:
        findings.add(at, "is not described", "Give it `content` with `application/json` alone.")
    if others or len(content) != 1:
        return None
    ((kind, media),) = content.items()
    here = f"{at}{pointer('content', kind)}"
    findings.keywords(media, here, _MEDIA, _NOT_CARRIED)
    schema = media.get("schema")
    if not isinstance(schema, dict):
        findings.add(here, "has no schema", "Refer to a component.")
        return None
    if "$ref" in schema or "oneOf" in schema:
        findings.keywords(schema, f"{here}/schema", _MESSAGE, _NOT_CARRIED)
    return schema
