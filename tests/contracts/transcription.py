"""A contract as a person puts it down, a fact a line; read by itself, without the tools that build from it."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
SPECS = ROOT / "specs"
TRANSCRIPTIONS = Path(__file__).parent / "transcription"
# What a schema says beside its type, when it says anything.
_LIMITS = (
    *("minLength", "maxLength", "pattern", "format", "const", "not"),
    *("minimum", "maximum", "multipleOf", "minItems", "maxItems"),
)
_FLAGS = ("deprecated", "x-sensitive", "x-needed")

Node = Mapping[str, Any]


@cache
def part(page: str) -> dict[str, Any]:
    """One file of a contract, such as ``zoloz/contract``, as YAML 1.2 reads it."""
    document: dict[str, Any] = YAML(typ="safe", pure=True).load((SPECS / f"{page}.yaml").read_text(encoding="utf-8"))
    return document


def transcribed(page: str) -> list[str]:
    """What was read off a page by hand; a line with four spaces in front goes on the one before."""
    text = (TRANSCRIPTIONS / f"{page}.txt").read_text(encoding="utf-8")
    return [_sorted(line) for line in text.replace("\n    ", " ").splitlines()]


def _sorted(line: str) -> str:
    """Codes stand in any order."""
    head, colon, codes = line.partition(": ")
    if not head.strip().startswith("codes"):
        return line
    return head + colon + " ".join(sorted(re.findall(r'"[^"]*"|\S+', codes)))


def stated(page: str) -> list[str]:
    """What the contract states about a page, or about what all pages share."""
    document, shared = part(page), part(f"{page.partition('/')[0]}/contract")
    schemes = shared["components"]["securitySchemes"]
    return [
        *(_shared(document, schemes) if "openapi" in document else ()),
        *(line for path, item in document.get("paths", {}).items() for line in _operations(path, item)),
        *(
            line
            for name, item in document.get("webhooks", {}).items()
            for line in _callback(name, item["post"], schemes)
        ),
        *(
            f"answer {_called(name, answer)}: {_content(answer)}"
            for name, answer in document.get("components", {}).get("responses", {}).items()
        ),
        *(
            line
            for name, schema in document.get("components", {}).get("schemas", {}).items()
            for line in _component(name, schema)
        ),
    ]


def _called(name: object, node: Node) -> str:
    return f"{name} ({node['x-evidence']})" if "x-evidence" in node else str(name)


def _access(node: Node, schemes: Node) -> list[str]:
    for scheme in schemes.values():
        assert (scheme["type"], scheme["in"]) == ("apiKey", "header")
    return [", ".join(schemes[name]["name"] for name in mode) for mode in node["security"]]


def _shared(document: Node, schemes: Node) -> Iterator[str]:
    yield f"answers: {document['x-answers']}"
    for server in document["servers"]:
        yield f"server {_called(server['x-name'], server)}: {server['url']}"
    for mode in _access(document, schemes):
        yield f"access: {mode}"
    yield from _headers(document)
    yield from _codes(document)


def _headers(node: Node) -> Iterator[str]:
    for header in node.get("x-transport-headers", ()):
        yield f"header {_called(header['name'], header)}" + (f": {header['value']}" if "value" in header else "")


def _codes(node: Node) -> Iterator[str]:
    """By kind; what has none is no fact of the page."""
    codes: dict[str, list[str]] = {}
    for code, entry in node.get("x-codes", {}).items():
        flags = [flag for flag in ("form", "retryable", "outcome-unknown") if flag in entry]
        if "kind" in entry:
            codes.setdefault(", ".join([entry["kind"], *flags]), []).append(_quoted(code))
    for kind, names in sorted(codes.items()):
        yield f"codes {kind}: {' '.join(sorted(names))}"


def _quoted(value: str) -> str:
    return f'"{value}"' if " " in value else value


def _operations(path: str, item: Node) -> Iterator[str]:
    for method, node in item.items():
        yield f"{_called(node['operationId'], node)}: {method.upper()} {path}, {node['x-retry']}"
        yield from _page(node)
        yield from (f"  {line}" for line in _headers(node))
        for parameter in node.get("parameters", ()):
            facts = {**parameter["schema"], **parameter}
            yield f"  {parameter['in']} {_field(parameter['name'], facts, parameter['required'])}"
        if "x-requires-one-of" in node:
            yield f"  one of: {', '.join(node['x-requires-one-of'])}"
        if "requestBody" in node:
            yield f"  body: {_content(node['requestBody'])}"
        for status, answer in node["responses"].items():
            yield f"  answer {status}: {_content(answer)}"
        for field, argument in node.get("x-binds", {}).items():
            yield f"  binds: {field}={argument}"
        yield from (f"  {line}" for line in _codes(node))
        yield from _outcome(node)
        yield from _waiter(node)


def _callback(name: str, node: Node, schemes: Node) -> Iterator[str]:
    yield f"{_called(name, node)}: callback"
    yield from _page(node)
    for mode in _access(node, schemes):
        yield f"  headers: {mode}"
    yield f"  body: {_content(node['requestBody'])}"
    yield from _outcome(node)


def _page(node: Node) -> Iterator[str]:
    page = node["x-document"]
    yield f"  page: {page['title']}, {page['edition'] or 'no date'}"
    yield f"  text: {page['sha256'] or 'none'}" + (", second-hand" if page.get("second-hand") else "")
    if "other-codes" in page:
        yield f"  codes of another path: {' '.join(page['other-codes'])}"
    if "partial" in page:
        yield f"  partial: {page['partial']}"


def _outcome(node: Node) -> Iterator[str]:
    outcome = node.get("x-outcome")
    if outcome:
        subject = outcome["subject"]
        if isinstance(subject, dict):
            subject = " ".join([subject["field"], *(f"{value}={said}" for value, said in subject["values"].items())])
        yield f"  outcome: {subject}"
        for key in ("verified", "rejected", "pending"):
            yield from _conditions(key, outcome)


def _waiter(node: Node) -> Iterator[str]:
    waiter = node.get("x-waiter")
    if waiter:
        yield f"  waiter: {waiter['name']}, {waiter['pause']} s, {waiter['limit']} s"
        for key in ("while", "until"):
            yield from _conditions(key, waiter)


def _conditions(key: str, node: Node) -> Iterator[str]:
    if key in node:
        yield f"  {key}: " + " or ".join(
            " and ".join(f"{field}={_values(value)}" for field, value in condition.items()) for condition in node[key]
        )


def _values(value: object) -> str:
    values = value if isinstance(value, list) else [value]
    return "/".join(f"same as {each['field']}" if isinstance(each, dict) else str(each) for each in values)


def _content(holder: Node) -> str:
    """The components that may stand in a body, or the shared answer that is meant."""
    if "$ref" in holder:
        return _target(holder)
    schema = holder["content"]["application/json"]["schema"]
    return " or ".join(_target(each) for each in schema.get("oneOf", [schema]))


def _target(schema: Node) -> str:
    return str(schema["$ref"].rpartition("/")[2])


def _component(name: str, schema: Node) -> Iterator[str]:
    for keyword, openness in (("enum", "closed"), ("x-extensible-enum", "open")):
        if keyword in schema:
            yield f"{_called(name, schema)}: {openness} {' '.join(map(_quoted, schema[keyword]))}"
            return
    yield _called(name, schema)
    for field, facts in schema.get("properties", {}).items():
        yield f"  {_field(field, facts, field in schema.get('required', ()))}"


def _field(name: str, facts: Node, required: bool) -> str:
    kinds = [_target(each) if "$ref" in each else each["type"] for each in facts.get("oneOf", [facts])]
    kind = " or ".join(each for kind in kinds for each in ([kind] if isinstance(kind, str) else kind))
    if items := facts.get("items"):
        kind += f" of {_target(items) if '$ref' in items else items['type']}"
    limits = [f"{key}={facts[key]['const'] if key == 'not' else facts[key]}" for key in _LIMITS if key in facts]
    flags = ["required"] if required else []
    flags += [flag.removeprefix("x-") for flag in _FLAGS if facts.get(flag)]
    return f"{_called(name, facts)}: " + ", ".join([" ".join([kind, *limits]), *flags])
