"""Collecting what a contract breaks, with the checks that every part of the linter needs."""

from collections.abc import Mapping, Set
from typing import Any

from contracts.load import Source
from contracts.problems import ContractError, Problem

EXTENSIONS = frozenset(
    [
        "x-document",
        "x-enum-varnames",
        "x-evidence",
        "x-extensible-enum",
        "x-name",
        "x-retry",
        "x-sensitive",
        "x-transport-headers",
    ]
)
EVIDENCE = ("documented", "official-code", "observed", "inferred")


class Findings:
    """The problems found so far."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[Problem] = []

    def add(self, at: str, what: str, remedy: str) -> None:
        """Add a problem at a JSON pointer."""
        self.problems.append(self.source.problem(at, what, remedy))

    def stop(self) -> None:
        """Refuse the contract if anything was found.

        Raises:
            ContractError: carries every finding.
        """
        if self.problems:
            raise ContractError(self.problems)

    def keywords(self, node: Mapping[str, Any], at: str, allowed: Set[str], reason: str) -> None:
        """Refuse keys that are not allowed here; unknown extensions are reported elsewhere."""
        for key in node:
            if key not in allowed and (key in EXTENSIONS or not key.startswith("x-")):
                self.add(
                    f"{at}/{key}",
                    f"may not stand here: {reason}",
                    f"Remove it; allowed are {', '.join(sorted(allowed))}.",
                )

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
