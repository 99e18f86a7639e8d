"""Whether a document is a contract: valid OpenAPI 3.1, and written by our rules.

The rules keep contracts readable and the build honest: what the models and clients cannot carry is refused here, not
dropped.
"""

import re
from typing import Any

from contracts import lint_examples, lint_openapi, lint_operations, lint_schemas, lint_webhooks
from contracts.findings import EXTENSIONS, Findings
from contracts.load import Source
from contracts.nodes import keywords
from contracts.problems import pointer

_TOP = frozenset(["openapi", "info", "servers", "tags", "security", "paths", "webhooks", "components", "externalDocs"])
_COMPONENTS = frozenset(["schemas", "securitySchemes", "parameters", "responses"])
_SERVER = frozenset(["url", "description", "x-name", "x-evidence"])


def lint(source: Source) -> None:
    """Refuse what is no valid OpenAPI 3.1, or breaks our rules.

    Raises:
        ContractError: carries every finding.
    """
    document = source.document
    findings = Findings(source)
    lint_openapi.check(document, findings)
    findings.keywords(document, "", _TOP, "the build does not carry it")
    _servers(document, findings)
    _extensions(document, findings)
    components = document.get("components", {})
    findings.keywords(components, "/components", _COMPONENTS, "the build does not carry it")
    lint_schemas.check(document, findings)
    lint_operations.check(document, findings)
    lint_webhooks.check(document, findings)
    findings.stop()
    # Only where every schema is sound can a value be held against it.
    lint_examples.check(document, findings)
    findings.stop()


def _servers(document: dict[str, Any], findings: Findings) -> None:
    servers = document.get("servers", [])
    if not servers:
        findings.add("", "names no servers", "Add `servers`, test hosts first, each with `url` and `x-name`.")
    seen: set[str] = set()
    for index, server in enumerate(servers):
        at = pointer("servers", index)
        findings.keywords(server, at, _SERVER, "the build does not carry it")
        name, url = server.get("x-name"), server["url"]
        if not isinstance(name, str) or not re.fullmatch(r"[a-z][a-z0-9-]*", name):
            findings.add(at, "has no `x-name` in small letters", "Add one, such as `x-name: sandbox`.")
        elif name in seen:
            findings.add(at, f"has the same `x-name` as another: {name}", "Give each server a name of its own.")
        seen.add(str(name))
        if not re.fullmatch(r"https?://[^/?#{}\s]+(/[^?#{}\s]*[^/?#{}\s])?", url):
            findings.add(
                at + "/url", f"is no plain base URL: {url}", "Write scheme and host, without slash at the end."
            )


def _extensions(document: dict[str, Any], findings: Findings) -> None:
    for at, key, _ in keywords(document):
        if key.startswith("x-") and key not in EXTENSIONS:
            findings.add(at, "is an unknown extension", f"Known are {', '.join(sorted(EXTENSIONS))}.")
