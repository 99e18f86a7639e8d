"""Whether a document is a contract: valid OpenAPI 3.1, and written by our rules.

The rules keep contracts readable and the build honest: what the models and clients cannot carry is refused here, not
dropped.
"""

import re

from contracts.lint import examples, facts, openapi, operations, schemas, webhooks
from contracts.lint.findings import EXTENSIONS, Findings
from contracts.load import SHARED, Source
from contracts.naming import RESERVED_MODULES, is_python_name, module_name
from contracts.problems import Problem, pointer

__all__ = ["check_readable", "lint"]

_TOP = frozenset([
    "openapi", "info", "servers", "tags", "security", "paths", "webhooks", "components", "externalDocs", "x-answers",
    "x-codes", "x-transport-headers",
])  # fmt: skip
_COMPONENTS = frozenset(["schemas", "securitySchemes", "parameters", "responses"])
_SERVER = frozenset(["url", "description", "x-name", "x-evidence"])


def lint(source: Source) -> None:
    """Refuse what is no valid OpenAPI 3.1, or breaks our rules.

    Raises:
        ContractError: carries every finding.
    """
    findings = Findings(source)
    findings.run(_shapes, _known, _pages)
    # Only where every operation and every schema is sound can facts and values be held against it.
    findings.run(facts.check, examples.check)


def check_readable(source: Source) -> None:
    """Refuse what `contracts.reading` cannot read; an edition that is older than a rule about facts is no such thing.

    Raises:
        ContractError: carries every finding.
    """
    findings = Findings(source)
    findings.run(_shapes)
    if "x-answers" in source.document:
        findings.run(facts.check)


def _known(findings: Findings) -> None:
    """Nothing stands in the document that the build knows nothing of."""
    findings.keywords(findings.document, "", _TOP)
    findings.keywords(findings.document["components"], "/components", _COMPONENTS)
    for at, key, _ in findings.said:
        if key.startswith("x-") and key not in EXTENSIONS:
            findings.add(at, "is an unknown extension", f"Known are {', '.join(sorted(EXTENSIONS))}.")


def _shapes(findings: Findings) -> None:
    openapi.check(findings)
    _servers(findings)
    schemas.check(findings)
    operations.check(findings)
    webhooks.check(findings)


def _servers(findings: Findings) -> None:
    servers = findings.document.get("servers", [])
    if not servers:
        findings.add("", "names no servers", "Add `servers`, test hosts first, each with `url` and `x-name`.")
    seen: set[str] = set()
    for index, server in enumerate(servers):
        at = pointer("servers", index)
        findings.keywords(server, at, _SERVER)
        name, url = server.get("x-name"), server["url"]
        if not isinstance(name, str) or not re.fullmatch(r"[a-z][a-z0-9-]*", name):
            findings.add(at, "has no `x-name` in small letters", "Add one, such as `x-name: sandbox`.")
        elif name in seen:
            findings.add(at, f"has the same `x-name` as another: {name}", "Give each server a name of its own.")
        seen.add(str(name))
        if not re.fullmatch(r"https?://[^/?#{}\s]+(/[^?#{}\s]*[^/?#{}\s])?", url):
            remedy = "Write scheme and host, without slash at the end."
            findings.add(at + "/url", f"is no plain base URL: {url}", remedy)


def _pages(findings: Findings) -> None:
    """What pages share stands in the shared file: each page is a module, and modules do not import each other."""
    source = findings.source
    shared = source.files[0].name
    modules: set[str] = set()
    for file in source.files[1:]:
        name = module_name(file.stem)
        is_plain = re.fullmatch(r"[A-Za-z0-9._-]+", file.stem) and is_python_name(name)
        if not is_plain or name in RESERVED_MODULES or name in modules:
            what = "is no name for a page: its module would have the name of another one, or none"
            findings.problems.append(Problem(file.name, 1, "", what, "Name it after the page: `flow-outline.yaml`."))
        modules.add(name)
    for at, key, target in findings.said:
        if key == "$ref" and isinstance(target, str):
            here, there = source.file(at), source.file(target.removeprefix("#"))
            if there not in (here, shared):
                findings.add(at, f"refers to a component of another page, {there}", f"Move the component to {SHARED}.")
