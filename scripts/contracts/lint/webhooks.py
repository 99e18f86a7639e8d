"""The rules for webhooks: what the provider sends of its own accord, and how one knows that it is the provider."""

from typing import Any

from contracts.lint.findings import Findings
from contracts.lint.operations import BODY, check_source, json_schema
from contracts.nodes import webhook_nodes
from contracts.problems import pointer

_WEBHOOK = frozenset([
    "tags", "summary", "description", "security", "requestBody", "responses", "x-document", "x-evidence", "x-outcome",
])  # fmt: skip
_RESPONSE = frozenset(["description", "x-evidence"])


def check(findings: Findings) -> None:
    """Check every webhook."""
    for name, item in findings.document.get("webhooks", {}).items():
        at = pointer("webhooks", name)
        findings.keywords(item, at, frozenset(["post"]))
        if "post" not in item:
            findings.add(at, "holds no `post`", "Describe what arrives, below `post`.")
    for at, _, node in webhook_nodes(findings.document):
        findings.keywords(node, at, _WEBHOOK)
        findings.marks(node, at)
        findings.summary(node, at)
        findings.description(node, at, "the webhook")
        check_source(node, at, findings)
        _security(node, at, findings)
        _body(node, at, findings)
        for status, response in node.get("responses", {}).items():
            here = at + pointer("responses", status)
            findings.keywords(response, here, _RESPONSE)
            findings.marks(response, here)


def _security(node: dict[str, Any], at: str, findings: Findings) -> None:
    """A webhook must say it itself: without `security`, the contract's own, which is for requests, would apply."""
    requirements = node.get("security")
    if not isinstance(requirements, list) or len(requirements) > 1:
        remedy = "Add `security:` with one requirement, or `[]` if nothing tells who sends it."
        findings.add(at, "does not say how it is authenticated", remedy)
        return
    if not requirements and "x-outcome" in node:
        remedy = "Remove it: anybody can send what nothing authenticates."
        findings.add(f"{at}/x-outcome", "speaks for a sender whom nothing tells", remedy)
    schemes: dict[str, Any] = findings.document["components"].get("securitySchemes", {})
    for name in (name for requirement in requirements for name in requirement):
        scheme = schemes.get(name, {})
        if (scheme.get("type"), scheme.get("in")) != ("apiKey", "header"):
            what = f"demands {name}, which is no header"
            findings.add(f"{at}/security", what, "Model each header as an `apiKey` in `securitySchemes`.")


def _body(node: dict[str, Any], at: str, findings: Findings) -> None:
    here = f"{at}/requestBody"
    body = node.get("requestBody")
    if not isinstance(body, dict) or body.get("required") is not True:
        findings.add(here, "is missing or not required", "Add `requestBody` with `required: true`.")
        return
    findings.keywords(body, here, BODY)
    if (schema := json_schema(body, here, findings)) is not None:
        findings.object_component([schema], here)
