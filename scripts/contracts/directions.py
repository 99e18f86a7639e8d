"""Objects that are sent and received: two classes of one component, since requests are strict, answers tolerant."""

from copy import deepcopy
from typing import Any

from contracts.nodes import SCHEMAS, is_enum, operation_nodes, reachable, request_components, webhook_nodes

SUFFIX = "Answer"
"""What the name of the received one ends in; the sent one keeps the component's name."""


def received_components(document: dict[str, Any]) -> set[str]:
    """The components that come from the provider."""
    return reachable(document, _received(document))


def _received(document: dict[str, Any]) -> list[Any]:
    answers = [node.get("responses", {}) for _, _, _, node in operation_nodes(document)]
    callbacks = [node.get("requestBody", {}) for _, _, node in webhook_nodes(document)]
    return [*answers, *callbacks, document.get("components", {}).get("responses", {})]


def split(document: dict[str, Any]) -> dict[str, Any]:
    """The same contract, with a component of its own for what is received of those that are sent, too."""
    sent, received = request_components(document), received_components(document)
    both = [
        name
        for name, schema in document["components"]["schemas"].items()
        if name in sent & received and not is_enum(schema)
    ]
    if not both:
        return document
    whole = deepcopy(document)
    schemas = whole["components"]["schemas"]
    renamed = {SCHEMAS + name: f"{SCHEMAS}{name}{SUFFIX}" for name in both}
    for name in both:
        schemas[name + SUFFIX] = deepcopy(schemas[name])
    _rename([schemas[name] for name in (*(received - sent), *(name + SUFFIX for name in both))], renamed)
    _rename(_received(whole), renamed)
    return whole


def _rename(node: object, renamed: dict[str, str]) -> None:
    if isinstance(node, list):
        for part in node:
            _rename(part, renamed)
    elif isinstance(node, dict):
        if node.get("$ref") in renamed:
            node["$ref"] = renamed[node["$ref"]]
        for part in node.values():
            _rename(part, renamed)
