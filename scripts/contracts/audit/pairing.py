"""Which row of a document speaks of which row of a contract, where the document shows what belongs to what."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from contracts.table import ContractRow, Row

Spelling = Callable[[str], str]
RowT = TypeVar("RowT", bound=Row)


@dataclass
class Pairing:
    """Rows that speak of the same field, and rows that have no counterpart.

    Attributes:
        only_document: with the parent they have or, where the document does not show it, are taken to have.
    """

    pairs: list[tuple[Row, ContractRow]] = field(default_factory=list)
    only_document: list[Row] = field(default_factory=list)
    only_contract: list[ContractRow] = field(default_factory=list)


def pair(place: str, document: Sequence[Row], contract: Sequence[ContractRow], spelling: Spelling) -> Pairing:
    """Pair the rows of a place by name, level by level; an object that was renamed keeps its fields."""
    found = Pairing()
    waiting = [(place, place)]
    while waiting:
        theirs, ours = waiting.pop(0)
        level = _level(_below(theirs, document), _below(ours, contract), spelling)
        found.pairs += level.pairs
        found.only_document += level.only_document
        found.only_contract += level.only_contract
        waiting += [(row.inside, counterpart.inside) for row, counterpart in level.pairs]
        waiting += _renamed(level, document, contract, spelling)
    reached = [*found.only_document, *(row for row, _ in found.pairs)]
    found.only_document += [row for row in document if row not in reached]
    expected = [*found.only_contract, *(row for _, row in found.pairs)]
    found.only_contract += [row for row in contract if row not in expected]
    return found


def _below(parent: str, rows: Sequence[RowT]) -> list[RowT]:
    return [row for row in rows if row.parent == parent]


def _level(document: Sequence[Row], contract: Sequence[ContractRow], spelling: Spelling) -> Pairing:
    level = Pairing()
    waiting = {spelling(row.name): row for row in contract}
    for row in document:
        counterpart = waiting.pop(spelling(row.name), None)
        if counterpart is None:
            level.only_document.append(row)
        else:
            level.pairs.append((row, counterpart))
    level.only_contract += waiting.values()
    return level


def _renamed(
    level: Pairing, document: Sequence[Row], contract: Sequence[ContractRow], spelling: Spelling
) -> Iterator[tuple[str, str]]:
    """Objects without a counterpart whose fields have one: (the document's parent of these, the contract's)."""
    unknown = {row.inside for row in level.only_document}
    for outer in level.only_contract:
        ours = {spelling(row.name) for row in _below(outer.inside, contract)}
        # The document may also have lost the object's row and kept its fields.
        candidates = {
            inside: len(ours & {spelling(row.name) for row in _below(inside, document)})
            for inside in (*sorted(unknown), outer.inside, outer.field)
        }
        best = max(candidates, key=lambda inside: candidates[inside])
        if candidates[best]:
            unknown.discard(best)
            yield best, outer.inside
