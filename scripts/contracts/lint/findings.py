"""Collecting what a contract breaks, with the checks that every part of the linter needs."""

from collections.abc import Callable, Mapping, Set
from functools import cached_property
from typing import Any

from contracts.load import Source
from contracts.nodes import is_enum, keywords, referred
from contracts.problems import ContractError, Problem

EXTENSIONS = frozenset([
    "x-answers", "x-binds", "x-codes", "x-document", "x-enum-varnames", "x-evidence", "x-extensible-enum", "x-fresh",
    "x-name", "x-needed", "x-outcome", "x-requires-one-of", "x-retry", "x-sensitive", "x-transport-headers",
    "x-unbound", "x-waiter",
])  # fmt: skip
EVIDENCE = ("documented", "second-hand", "official-code", "observed", "inferred")
NOT_CARRIED = "the build does not carry it"

# What is raised where something is of another kind than is taken for granted, by the official validator too.
_LOST = (AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


class Findings:
    """The problems found so far in a contract."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.document = source.document
        self.problems: list[Problem] = []

    @property
    def schemas(self) -> dict[str, Any]:
        """The components of the contract."""
        schemas: dict[str, Any] = self.document.get("components", {}).get("schemas", {})
        return schemas

    @cached_property
    def said(self) -> list[tuple[str, str, object]]:
        """Every keyword of the document, as (JSON pointer, keyword, value)."""
        return keywords(self.document)

    def add(self, at: str, what: str, remedy: str) -> None:
        """Add a problem at a JSON pointer."""
        self.problems.append(self.source.problem(at, what, remedy))

    def run(self, *checks: Callable[["Findings"], None]) -> None:
        """Run checks, each of which takes the former for granted, and refuse the contract if anything was found.

        Raises:
            ContractError: carries every finding.
        """
        try:
            for check in checks:
                check(self)
        except _LOST as lost:
            if not self.problems:
                remedy = "Mend it after the OpenAPI Specification 3.1.0."
                self.add("", f"is not valid OpenAPI 3.1: the validator gets lost ({lost!r})", remedy)
        self.stop()

    def stop(self) -> None:
        """Refuse the contract if anything was found.

        Raises:
            ContractError: carries every finding.
        """
        if self.problems:
            raise ContractError(self.problems)

    def keywords(self, node: Mapping[str, Any], at: str, allowed: Set[str], reason: str = NOT_CARRIED) -> None:
        """Refuse keys that are not allowed here; unknown extensions are reported elsewhere."""
        remedy = f"Remove it; allowed are {', '.join(sorted(allowed))}."
        for key in node:
            if key not in allowed and (key in EXTENSIONS or not key.startswith("x-")):
                self.add(f"{at}/{key}", f"may not stand here: {reason}", remedy)

    def summary(self, node: Mapping[str, Any], at: str) -> None:
        """Demand a summary."""
        if not str(node.get("summary", "")).strip():
            self.add(at, "has no summary", "Add `summary:`, one sentence in your own words.")

    def description(self, node: Mapping[str, Any], at: str, owner: str) -> None:
        """Demand a description."""
        text = node.get("description")
        if not isinstance(text, str) or not text.strip():
            self.add(at, f"{owner} has no description", "Add `description:`, one sentence in your own words.")

    def marks(self, node: Mapping[str, Any], at: str) -> None:
        """Check the values of ``x-evidence`` and ``x-sensitive``."""
        if node.get("x-evidence", "documented") not in EVIDENCE:
            self.add(f"{at}/x-evidence", f"is {node['x-evidence']!r}", f"Write one of {', '.join(EVIDENCE)}.")
        if node.get("x-sensitive", True) is not True:
            self.add(f"{at}/x-sensitive", "is not true", "Write `x-sensitive: true`, or leave it out.")

    def object_component(self, schemas: list[dict[str, Any]], at: str) -> bool:
        """Demand that each of these refers to an object component; tell whether it does."""
        names = [referred(schema) for schema in schemas]
        known = self.schemas
        is_sound = all(name in known and not is_enum(known[name]) for name in names)
        if not is_sound:
            self.add(at, "is not described by an object component", "Make it a component, and refer to it.")
        return is_sound
