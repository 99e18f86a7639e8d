"""Where a document and a contract disagree, fact by fact.

What a document does not state is no difference.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from contracts.audit.alignment import align
from contracts.audit.pairing import Pairing, pair
from contracts.problems import pointer
from contracts.table import BODIES, PLACES, ContractRow, ContractTable, DocumentTable, OperationTable, Row, Type

What = Literal["missing_in_contract", "missing_in_document", "type", "required", "max_length", "enum", "method", "path"]
# Stands for every code that has no entry.
_ANY_CODE = "*"
Value = str | int | bool | tuple[str, ...] | None


@dataclass(frozen=True)
class Difference:
    """One fact of one field; `document` and `contract` are what the two say of it.

    Of a field that one of them lacks, the other one's value sums up all that it says. `pointer` leads to the place in
    the contract; of a field that is not there, to the object that should hold it.
    """

    field: str
    what: What
    document: Value
    contract: Value
    pointer: str


class OperationError(Exception):
    """The contract has no such operation."""


def operation_described(document: DocumentTable, contract: ContractTable, name: str | None = None) -> OperationTable:
    """The operation of this name or, without one, that which comes closest to what the document describes.

    Raises:
        OperationError: the contract has none.
    """
    candidates = _candidates(contract, name)
    names = {document.spelling(row.name) for row in document.rows}

    def closeness(operation: OperationTable) -> tuple[object, ...]:
        fields = {document.spelling(row.name) for row in operation.rows}
        return (
            operation.path == document.path,
            operation.facts["x-document"]["title"] == document.title,
            len(names & fields) / (len(names | fields) or 1),
            SequenceMatcher(None, operation.path, document.path or "").ratio(),
            operation.method == document.method,
        )

    return max(candidates, key=closeness)


def _candidates(contract: ContractTable, name: str | None) -> list[OperationTable]:
    """The operations that may be meant."""
    candidates = [operation for operation in contract.operations if name in (None, operation.id)]
    if not contract.operations:
        raise OperationError(f"{contract.page}: describes no operation to compare with")
    if not candidates:
        known = ", ".join(operation.id for operation in contract.operations)
        raise OperationError(f"the contract has no operation {name}; it has {known}")
    return candidates


def operations_described(
    documents: Sequence[DocumentTable], contract: ContractTable, name: str | None = None
) -> list[tuple[DocumentTable, OperationTable]]:
    """Each operation of the contract that a document is about, with what the document says of it.

    A page is about one operation, which is found as `operation_described` finds it. In a table of many they go by
    method and path; those that the contract lacks are left out.

    Raises:
        OperationError: there is none.
    """
    if len(documents) == 1:
        return [(documents[0], operation_described(documents[0], contract, name))]
    candidates = _candidates(contract, name)
    found = [
        (document, operation)
        for document in documents
        for operation in candidates
        if (document.method, document.path) == (operation.method, operation.path)
    ]
    if not found:
        expected = ", ".join(operation.called for operation in candidates)
        raise OperationError(f"the document describes {len(documents)} operations, but not {expected}")
    return found


def is_transcribed(document: DocumentTable, operation: OperationTable) -> bool:
    """Whether this edition of the document is the one that the contract was transcribed from."""
    return bool(operation.facts["x-document"]["sha256"] == document.sha256)


def audit(document: DocumentTable, operation: OperationTable) -> list[Difference]:
    """All differences, in the contract's order; what the contract lacks comes last."""
    found = list(_address(document, operation))
    for place in PLACES:
        if place in document.places:
            found += _place(place, document, operation)
    return [*found, *_codes(document, operation)]


def _address(document: DocumentTable, operation: OperationTable) -> Iterator[Difference]:
    if document.method is not None and document.method != operation.method:
        yield Difference("request.method", "method", document.method, operation.method, operation.pointer)
    if document.path is not None and document.path != operation.path:
        yield Difference("request.path", "path", document.path, operation.path, operation.pointer)


def _codes(document: DocumentTable, operation: OperationTable) -> Iterator[Difference]:
    """The codes that one of them lacks, of a document that lists codes."""
    own = operation.facts.get("x-codes", {})
    if document.codes is None:
        return
    for code in own:
        if code not in (*document.codes, _ANY_CODE) and "x-evidence" not in own[code]:
            yield Difference(f"codes.{code}", "missing_in_document", None, own[code].get("kind"), operation.pointer)
    others = operation.facts["x-document"].get("other-codes", ())
    for code in others:
        if code not in document.codes:
            yield Difference(f"codes.{code}", "missing_in_document", None, "other-codes", operation.pointer)
    for code in document.codes:
        if code not in (*operation.known_codes, *others):
            yield Difference(f"codes.{code}", "missing_in_contract", code, None, operation.pointer)


def _place(place: str, document: DocumentTable, operation: OperationTable) -> Iterator[Difference]:
    theirs = [row for row in document.rows if _is_in(place, row)]
    ours = [row for row in operation.rows if _is_in(place, row)]
    # Header names are the same in any case (RFC 9110, Field Names).
    spelling = str.lower if place == "request.header" else document.spelling
    is_flat = place in BODIES and not document.nested
    paired = (align if is_flat else pair)(place, theirs, ours, spelling)
    may_infer = is_transcribed(document, operation)
    facts = {row.field: _facts(printed, row, operation, may_infer=may_infer) for printed, row in paired.pairs}
    missing = {row.field for row in _missing(document, operation, paired)}
    for row in ours:
        yield from facts.get(row.field, ())
        if row.field in missing:
            yield Difference(row.field, "missing_in_document", None, row.summary, row.pointer)
    for printed in sorted(paired.only_document, key=lambda row: row.line):
        holders = (pointer("components", "schemas", row.component) for row in ours if row.inside == printed.parent)
        holder = next(holders, operation.pointer)
        yield Difference(printed.field, "missing_in_contract", printed.summary, None, holder)


def _is_in(place: str, row: Row) -> bool:
    return row.parent == place or row.parent.startswith((f"{place}.", f"{place}["))


def _missing(document: DocumentTable, operation: OperationTable, paired: Pairing) -> Iterator[ContractRow]:
    """The rows that the document should have: those of which the contract names no other source."""
    expected = _expected_credentials(document, operation)
    # Where the document has a field that the contract lacks, a field that only the contract has may be its old name.
    renaming = {row.parent for row in paired.only_document}
    # Nor does the document say anything of the fields that it leaves to another page.
    excused = {row.inside for printed, row in paired.pairs if printed.inside in document.undescribed}
    for row in paired.only_contract:
        may_infer = is_transcribed(document, operation) and row.parent not in renaming
        if row.parent in excused or _has_other_source(row, operation, may_infer=may_infer):
            # What is known of an object from elsewhere holds for its fields.
            excused.add(row.inside)
        elif not row.is_credential or row.field in expected:
            yield row


def _has_other_source(row: ContractRow, operation: OperationTable, *, may_infer: bool) -> bool:
    """Whether the document need not have the row.

    Documented elsewhere, read in official code, observed: that is another source. Inferred is what was reasoned from
    the edition that was transcribed, and only with that edition at hand does it explain why a row is not there. Second
    hand is no other source where the whole page is.
    """
    match row.evidence:
        case None:
            return False
        case "inferred":
            return may_infer
        case "second-hand":
            return not operation.facts["x-document"].get("second-hand", False)
    return True


def _expected_credentials(document: DocumentTable, operation: OperationTable) -> frozenset[str]:
    """The credentials of as many access modes as the document lists headers for, the closest ones."""
    printed = {row.field.lower() for row in document.rows}
    modes = sorted(operation.access, key=lambda mode: -len(printed & {field.lower() for field in mode}))
    return frozenset().union(*modes[: document.access_modes])


def _facts(printed: Row, row: ContractRow, operation: OperationTable, *, may_infer: bool) -> list[Difference]:
    """What the two rows of one field say differently, of the facts that both state."""
    stated = printed.stated & row.stated
    if _has_other_source(row, operation, may_infer=may_infer):
        # Name, type and values are the page's; whether a field has to be there, and how long it may be, need not be.
        stated -= {"required", "max_length"}
    found: list[tuple[What, Value, Value]] = []
    if "type" in stated and (values := _types(printed.type, row.type)):
        found.append(("type", *values))
    if "required" in stated and printed.required != row.required:
        found.append(("required", printed.required, row.required))
    if "max_length" in stated and printed.max_length != row.max_length:
        found.append(("max_length", printed.max_length, row.max_length))
    if "enum" in stated and _lists_differ(printed.enum or (), row.enum):
        found.append(("enum", printed.enum, row.enum))
    return [Difference(row.field, *fact, row.pointer) for fact in found]


def _types(printed: Type, own: Type) -> tuple[str, str] | None:
    """Both types, if the contract does not allow what the document says; formats where only these differ."""
    if not printed.kinds <= own.kinds:
        return str(printed), str(own)
    if printed.format is not None and printed.format != own.format:
        return printed.format, own.format or str(own)
    return None


def _lists_differ(printed: Sequence[str], own: Sequence[str] | None) -> bool:
    """Whether two lists hold different values; a single value in prose does not make a list of its own."""
    if own is None:
        return len(printed) > 1
    return set(printed) != set(own)
