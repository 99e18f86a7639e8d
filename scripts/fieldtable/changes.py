"""What changed between two editions of a contract, and what each change does to those who call it.

The rule is one of direction. What is sent may be narrowed only at the caller's cost: a value that was accepted no
longer is. What is received, in answers or by webhooks, may be widened only at the caller's cost: a value comes that was
not promised. The other two are gains. A name that disappears (operation, field, enum value, component) breaks whoever
wrote it, in both directions.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from fieldtable.ranges import Effect, limit_effect, type_effect
from fieldtable.table import ContractRow, ContractTable, OperationTable


class Level(IntEnum):
    """How much a change asks of callers."""

    PATCH = 1
    MINOR = 2
    MAJOR = 3

    @property
    def word(self) -> str:
        """``major``, ``minor`` or ``patch``."""
        return self.name.lower()


class What(StrEnum):
    """The kinds of change; the limits go by their OpenAPI keyword instead."""

    ADDED = "added"
    REMOVED = "removed"
    TYPE = "type"
    REQUIRED = "required"
    NULLABLE = "nullable"
    MAX_LENGTH = "max_length"
    ENUM = "enum"
    ENUM_OPEN = "enum_open"
    VALUE_ADDED = "enum_value_added"
    VALUE_REMOVED = "enum_value_removed"
    CONSTANT = "enum_constant"
    VALUE = "value"
    COMPONENT = "component"
    METHOD = "method"
    PATH = "path"
    OPERATION_ID = "operation_id"
    SECURITY = "security"
    RETRY = "retry"
    URL = "url"
    DESCRIPTION = "description"
    DOCUMENT = "document"
    SENSITIVE = "sensitive"
    EVIDENCE = "evidence"


@dataclass(frozen=True)
class Change:
    """One change of one field, or of the contract or an operation itself.

    Attributes:
        operation: operationId, the new one where it changed; empty for what belongs to the whole contract.
        field: as in the field table; ``servers.<name>`` for a server, empty for the operation itself.
        what: the kind of change; see `What`.
        old: what was said, None for nothing.
        new: what is said, None for nothing.
    """

    operation: str
    field: str
    what: str
    old: object
    new: object
    level: Level


def changes(old: ContractTable, new: ContractTable) -> list[Change]:
    """Every change, in the order of the new contract, what was removed last."""
    found = list(_servers(old, new))
    for before, after in ((old.operations, new.operations), (old.webhooks, new.webhooks)):
        found += _all_operations(before, after)
    return found


def _all_operations(old: Sequence[OperationTable], new: Sequence[OperationTable]) -> Iterator[Change]:
    pairs = _pairs(old, new)
    for before, after in pairs:
        yield from _operation(before, after)
    kept = {after.id for _, after in pairs}
    gone = {before.id for before, _ in pairs}
    for operation in new:
        if operation.id not in kept:
            yield Change(operation.id, "", What.ADDED, None, _called(operation), Level.MINOR)
    for operation in old:
        if operation.id not in gone:
            yield Change(operation.id, "", What.REMOVED, _called(operation), None, Level.MAJOR)


def _called(operation: OperationTable) -> str:
    return f"{operation.method} {operation.path}"


def _pairs(old: Sequence[OperationTable], new: Sequence[OperationTable]) -> list[tuple[OperationTable, OperationTable]]:
    """Operations of one id, and of those that are left, of one method and path."""
    ids = {operation.id: operation for operation in old}
    known = {operation.id for operation in new}
    addresses = {_called(operation): operation for operation in old if operation.id not in known}
    pairs = [(ids.get(operation.id) or addresses.get(_called(operation)), operation) for operation in new]
    return [(before, after) for before, after in pairs if before is not None]


def _servers(old: ContractTable, new: ContractTable) -> Iterator[Change]:
    for name, url in new.servers.items():
        before = old.servers.get(name)
        if before is None:
            yield Change("", f"servers.{name}", What.ADDED, None, url, Level.MINOR)
        elif before != url:
            yield Change("", f"servers.{name}", What.URL, before, url, Level.MINOR)
    for name, url in old.servers.items():
        if name not in new.servers:
            yield Change("", f"servers.{name}", What.REMOVED, url, None, Level.MAJOR)


def _operation(old: OperationTable, new: OperationTable) -> Iterator[Change]:
    facts = (
        (What.OPERATION_ID, old.id, new.id, Level.MAJOR),
        (What.METHOD, old.method, new.method, Level.MAJOR),
        (What.PATH, old.path, new.path, Level.MAJOR),
        (What.SECURITY, _access(old), _access(new), _access_level(old, new)),
        (What.RETRY, old.retry, new.retry, Level.MINOR),
        (What.DESCRIPTION, old.description, new.description, Level.PATCH),
        (What.DOCUMENT, old.document, new.document, Level.PATCH),
    )
    for what, before, after, level in facts:
        if before != after:
            yield Change(new.id, "", what, before, after, level)
    yield from _rows(old, new)


def _access(operation: OperationTable) -> list[list[str]]:
    return sorted(sorted(mode) for mode in operation.access)


def _access_level(old: OperationTable, new: OperationTable) -> Level:
    """A gain, unless the users of some mode have to give what they did not have to give before."""
    # Without any mode nothing is asked for.
    modes = new.access or (frozenset(),)
    is_kept = all(any(after <= before for after in modes) for before in old.access or (frozenset(),))
    return Level.MINOR if is_kept else Level.MAJOR


def _rows(old: OperationTable, new: OperationTable) -> Iterator[Change]:
    before = {row.field: row for row in old.rows if not row.is_credential}
    after = {row.field: row for row in new.rows if not row.is_credential}
    optional: set[str] = set()
    for field, row in after.items():
        if field in before:
            yield from _row(new.id, before[field], row)
            continue
        if not row.required or row.parent in optional:
            # Whoever leaves out an object need not know what it demands inside.
            optional.add(row.inside)
        is_demanded = row.parent.startswith("request.") and row.inside not in optional
        level = Level.MAJOR if is_demanded else Level.MINOR
        yield Change(new.id, field, What.ADDED, None, _summary(row), level)
    for field, row in before.items():
        if field not in after:
            level = Level.MINOR if _is_transport(row) else Level.MAJOR
            yield Change(new.id, field, What.REMOVED, _summary(row), None, level)
    credentials = {row.field: row for row in old.rows if row.is_credential}
    for row in new.rows:
        if row.is_credential and row.field in credentials:
            yield from _notes(new.id, credentials[row.field], row)


def _is_transport(row: ContractRow) -> bool:
    """Whether the client sends it by itself, so that callers need not know."""
    return row.parent == "request.header" and row.required is None


def _summary(row: ContractRow) -> str:
    """``optional string``."""
    parts = ["required" if row.required else "optional"] if row.required is not None else []
    return " ".join([*parts, row.component or str(row.type)])


def _row(operation: str, old: ContractRow, new: ContractRow) -> Iterator[Change]:
    if _is_transport(new):
        if old.enum != new.enum:
            yield Change(operation, new.field, What.VALUE, _only(old.enum), _only(new.enum), Level.MINOR)
    else:
        for what, before, after, effect in _narrowings(old, new):
            if effect is not Effect.NONE:
                yield Change(operation, new.field, what, before, after, _level(new, effect))
        yield from _enum(operation, old, new)
    yield from _notes(operation, old, new)


def _only(values: tuple[str, ...] | None) -> str | None:
    return values[0] if values else None


def _level(row: ContractRow, effect: Effect) -> Level:
    gain = Effect.WIDER if row.parent.startswith("request.") else Effect.NARROWER
    return Level.MINOR if effect is gain else Level.MAJOR


def _narrowings(old: ContractRow, new: ContractRow) -> Iterator[tuple[str, object, object, Effect]]:
    """Facts of which each says how far the set of allowed values reaches."""
    yield What.TYPE, _typed(old), _typed(new), type_effect(old.type, new.type)
    yield What.REQUIRED, old.required, new.required, _order(_strictness(old.required), _strictness(new.required))
    yield What.NULLABLE, old.nullable, new.nullable, _order(not old.nullable, not new.nullable)
    yield What.MAX_LENGTH, old.max_length, new.max_length, limit_effect("maxLength", old.max_length, new.max_length)
    for keyword in dict.fromkeys([*old.limits, *new.limits]):
        before, after = old.limits.get(keyword), new.limits.get(keyword)
        yield keyword, before, after, limit_effect(keyword, before, after)


def _typed(row: ContractRow) -> str:
    return f"{row.type} ({row.type.format})" if row.type.format else str(row.type)


def _strictness(required: bool | None) -> int:
    """Never, in some alternatives, always."""
    return {False: 0, None: 1, True: 2}[required]


def _order(old: int, new: int) -> Effect:
    if old == new:
        return Effect.NONE
    return Effect.NARROWER if new > old else Effect.WIDER


def _enum(operation: str, old: ContractRow, new: ContractRow) -> Iterator[Change]:
    if old.enum is None or new.enum is None:
        if old.enum != new.enum:
            # A list that goes takes the names of its values along; one that comes binds only if it is closed.
            effect = Effect.OTHER if new.enum is None else Effect.NARROWER
            is_free = new.enum is not None and new.is_open
            level = Level.MINOR if is_free else _level(new, effect)
            yield Change(operation, new.field, What.ENUM, old.enum, new.enum, level)
        return
    if old.is_open != new.is_open:
        effect = Effect.WIDER if new.is_open else Effect.NARROWER
        yield Change(operation, new.field, What.ENUM_OPEN, old.is_open, new.is_open, _level(new, effect))
    for value in new.enum:
        if value not in old.enum:
            level = Level.MINOR if new.is_open else _level(new, Effect.WIDER)
            yield Change(operation, new.field, What.VALUE_ADDED, None, value, level)
    for value in old.enum:
        if value not in new.enum:
            yield Change(operation, new.field, What.VALUE_REMOVED, value, None, Level.MAJOR)
    names = dict(zip(old.enum, old.constants, strict=False))
    for value, name in zip(new.enum, new.constants, strict=False):
        if names.get(value, name) != name:
            yield Change(operation, new.field, What.CONSTANT, names[value], name, Level.MAJOR)


def _notes(operation: str, old: ContractRow, new: ContractRow) -> Iterator[Change]:
    """What is said beside the values themselves."""
    if old.component and new.component and old.component != new.component:
        yield Change(operation, new.field, What.COMPONENT, old.component, new.component, Level.MAJOR)
    facts = (
        (What.DESCRIPTION, old.description, new.description),
        (What.SENSITIVE, old.sensitive, new.sensitive),
        (What.EVIDENCE, old.evidence, new.evidence),
    )
    for what, before, after in facts:
        if before != after:
            yield Change(operation, new.field, what, before, after, Level.PATCH)
