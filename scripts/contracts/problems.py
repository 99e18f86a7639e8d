"""What is wrong with a contract: where it stands, what it is, and what to do about it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_MANY = 50
"""From how many findings on they are told by kind."""
_SHOWN = 3
# What makes findings of one kind differ: what is quoted, what follows a colon, and words that are names.
_NAMED = re.compile(r"'[^']*'|`[^`]*`|(?<=: ).*|/\S*(?=:)|\b\w*[\dA-Z_]\w*\b")


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
        return f"{_seen(place)}: {_seen(self.pointer or '/')}: {_seen(self.what)}\n    {_seen(self.remedy)}"


class ContractError(Exception):
    """The contract is refused; `str()` lists every finding, of many only some places of each kind.

    Attributes:
        problems: every finding, in the order of the file.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        many = len(self.problems) > _MANY
        super().__init__(_by_kind(self.problems) if many else "\n".join(map(str, self.problems)))


def _by_kind(problems: Sequence[Problem]) -> str:
    kinds: dict[str, list[Problem]] = {}
    for problem in problems:
        kinds.setdefault(_NAMED.sub("…", problem.what), []).append(problem)
    lines = [f"{len(problems)} problems of {len(kinds)} kinds, with the first {_SHOWN} places of each:"]
    for kind, found in sorted(kinds.items(), key=lambda entry: -len(entry[1])):
        is_same = len({problem.what for problem in found}) == 1
        lines += ["", f"{len(found)} × {found[0].what if is_same else kind}", *map(str, found[:_SHOWN])]
    return "\n".join(lines)


def _seen(text: str) -> str:
    """On one line, with what would not be seen, or would move the cursor, as Python writes it."""
    return "".join(character if character.isprintable() else repr(character)[1:-1] for character in text)


def pointer(*parts: str | int) -> str:
    """Join unescaped parts to a JSON pointer."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)
