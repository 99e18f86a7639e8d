"""Which row of a document speaks of which row of a contract, where the document has lost its nesting.

Both list their fields outer before inner, so the document's sequence of names is laid beside the contract's, with as
few rows left over as possible. A row that is left over is then placed by what it stands next to.
"""

from collections.abc import Sequence
from dataclasses import replace

from contracts.audit.pairing import Pairing, Spelling
from contracts.table import ContractRow, Row

# What it costs to leave a row over, and to take two rows of different names, at the same point of both sequences, for
# one field that was renamed: a little less than leaving over both.
_LEFT_OVER = 2
_RENAMED = 3


# One step along both sequences; None where the other one stands still.
_Step = tuple[Row | None, ContractRow | None]


def align(place: str, document: Sequence[Row], contract: Sequence[ContractRow], spelling: Spelling) -> Pairing:
    """Pair the rows of a body by their order."""
    return _Placing(place, contract, spelling).place(_steps(document, contract, spelling))


def _steps(document: Sequence[Row], contract: Sequence[ContractRow], spelling: Spelling) -> list[_Step]:
    """The cheapest way through both sequences.

    Of ways that cost the same it is the one that leaves over as late as it can: what is left over then begins with the
    object that came or went, not with the last field of the object before it.
    """
    # How far one is in each sequence → the cost, and how far one was a step before.
    known: dict[tuple[int, int], tuple[int, tuple[int, int]]] = {(0, 0): (0, (0, 0))}
    for i in range(len(document) + 1):
        for j in range(len(contract) + 1):
            ways = [(known[i, j - 1][0] + _LEFT_OVER, (i, j - 1))] if j else []
            if i:
                ways.append((known[i - 1, j][0] + _LEFT_OVER, (i - 1, j)))
            if i and j:
                is_same = spelling(document[i - 1].name) == spelling(contract[j - 1].name)
                ways.append((known[i - 1, j - 1][0] + (0 if is_same else _RENAMED), (i - 1, j - 1)))
            if ways:
                known[i, j] = min(ways, key=lambda way: way[0])
    path: list[_Step] = []
    i, j = len(document), len(contract)
    while i or j:
        _, before = known[i, j]
        path.append((document[i - 1] if before[0] < i else None, contract[j - 1] if before[1] < j else None))
        i, j = before
    return path[::-1]


class _Placing:
    """Gives every row of the document its parent, by walking along the steps."""

    def __init__(self, place: str, contract: Sequence[ContractRow], spelling: Spelling) -> None:
        self.top = place
        self.contract = contract
        self.spelling = spelling
        # The parents of the contract that the document spells differently, since an object was renamed.
        self.spelled: dict[str, str] = {}
        # Rows of the contract beside which nothing of their name was found yet, and (parent, name) of the others.
        self.missing: list[ContractRow] = []
        self.taken: set[tuple[str, str]] = set()
        self.found = Pairing()

    def place(self, steps: Sequence[_Step]) -> Pairing:
        known = {id(counterpart) for row, counterpart in steps if self.agrees(row, counterpart)}
        self.missing = [row for row in self.contract if id(row) not in known]
        self.taken = {(row.parent, self.spelling(row.name)) for row in self.contract if id(row) in known}
        before: Row | None = None
        for index, (row, counterpart) in enumerate(steps):
            if row is None:
                continue
            if counterpart is None:
                before = self.left_over(row, self.parents(row, before, self.next_parent(steps[index:])))
            elif self.agrees(row, counterpart):
                before = self.settle(replace(row, parent=self.spell(counterpart.parent)), counterpart)
            else:
                around = self.parents(row, before, self.next_parent(steps[index:]))
                before = self.left_over(row, [self.spell(counterpart.parent), *around])
                self.spelled.setdefault(counterpart.inside, before.inside)
        self.found.only_contract += self.missing
        return self.found

    def agrees(self, row: Row | None, counterpart: Row | None) -> bool:
        return (
            row is not None and counterpart is not None and self.spelling(row.name) == self.spelling(counterpart.name)
        )

    def settle(self, row: Row, counterpart: ContractRow) -> Row:
        """Two rows speak of one field."""
        self.found.pairs.append((row, counterpart))
        self.spelled[counterpart.inside] = row.inside
        return row

    def left_over(self, row: Row, parents: Sequence[str]) -> Row:
        """Place a row that stands beside no row of its name.

        It belongs to the first of the parents, unless the contract misses a field of its name in one of them: then the
        document lists that field at another point.
        """
        for parent in parents:
            for counterpart in self.missing:
                if self.agrees(row, counterpart) and self.spell(counterpart.parent) == parent:
                    self.missing.remove(counterpart)
                    return self.settle(replace(row, parent=parent), counterpart)
        placed = replace(row, parent=parents[0])
        self.taken.add((placed.parent, self.spelling(placed.name)))
        self.found.only_document.append(placed)
        return placed

    def parents(self, row: Row, before: Row | None, following: str) -> list[str]:
        """What a row may belong to, the likeliest first.

        Below an object, that is the object; below a plain field, the object of that field, though a new object is
        rather taken for the neighbour of the array that ends here.
        """
        if before is None:
            return [self.top]
        if before.type.is_container:
            return [before.inside]
        parents = [before.parent]
        while parents[-1] not in (self.spell(following), self.top):
            parents.append(parents[-1].rpartition(".")[0])
        if row.type.is_container and parents[0].endswith("[]") and len(parents) > 1:
            parents[:2] = parents[1::-1]
        # An object lists a field once.
        return [each for each in parents if (each, self.spelling(row.name)) not in self.taken] or parents

    def next_parent(self, steps: Sequence[_Step]) -> str:
        """The contract's parent of the next row that has a counterpart; the body itself at the end."""
        return next((counterpart.parent for row, counterpart in steps if row and counterpart), self.top)

    def spell(self, parent: str) -> str:
        return self.spelled.get(parent, parent)
