"""What is wrong with a contract: where it stands, what it is, and what to do about it."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One finding.

    Attributes:
        file: the contract, as the user named it.
        line: 1-based line in the file; 0 if none is known.
        pointer: JSON pointer (RFC 6901) into the document; empty for the document itself.
        what: what is wrong.
        remedy: what to do.
    """

    file: str
    line: int
    pointer: str
    what: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.pointer or '/'}: {self.what}\n    {self.remedy}"


class ContractError(Exception):
    """The contract is refused.

    Attributes:
        problems: every finding, in the order of the file.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def pointer(*parts: str | int) -> str:
    """Join unescaped parts to a JSON pointer."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)
