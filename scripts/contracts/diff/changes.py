"""What changed between two editions of a contract, and what each change does to those who call it.

The rule is one of direction. What is sent may be narrowed only at the caller's cost: a value that was accepted no
longer is. What is received, in answers or by webhooks, may be widened only at the caller's cost: a value comes that was
not promised. The other two are gains. A name that disappears (operation, field, enum value, component, waiter, code)
breaks whoever wrote it, in both directions; and what counts as verified never changes without breaking.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

from contracts.diff.ranges import Effect, limit_effect, type_effect
from contracts.table import ContractRow, ContractTable, OperationTable


class Level(IntEnum):
    """How much a change asks of callers."""

    PATCH = 1
    MINOR = 2
    MAJOR = 3

    @property
    def word(self) -> str:
        """``major``, ``minor`` or ``patch``."""
        return self.name.lower()


# What is said of an operation or a field, and parts of that; of anything else a change is one of words.
_SAID = {
    "retry": Level.MINOR,
    "needed": Level.MINOR,
    "deprecated": Level.MINOR,
    "answers": Level.MINOR,
    "fresh": Level.MINOR,
}
# Whether a field is required: never, in some alternatives, always.
_STRICTNESS = {False: 0, None: 1, True: 2}
_OF_CODE = {"kind": Level.MAJOR, "outcome-unknown": Level.MAJOR, "retryable": Level.MINOR}
_OF_OUTCOME = dict.fromkeys(["subject", "verified", "rejected", "pending"], Level.MAJOR)
_OF_WAITER = dict.fromkeys(["name", "while", "until"], Level.MAJOR) | dict.fromkeys(["pause", "limit"], Level.MINOR)


@dataclass(frozen=True)
class Change:
    """One change of one field, or of the contract or an operation itself.

    Attributes:
        operation: operationId, the new one where it changed; empty for what belongs to the whole contract.
        field: as in the field table; ``servers.<name>``, ``x-codes.<code>``, ``x-outcome`` and the like for what is no
            field; empty for the operation itself.
        what: ``added``, ``removed``, or the fact that is another one: an OpenAPI keyword, an extension without its
            ``x-``, ``type``, ``required``, ``enum_value_added`` …
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
    """Every change, in the order of the new contract, what was removed last.

    Where only one of the two is a page, the other is cut down to what that page is about.
    """
    if (old.page is None) != (new.page is None):
        old, new = (_cut(old, new), new) if new.page else (old, _cut(new, old))
    found = list(_servers(old, new))
    found += _said("", old.facts, new.facts)
    found += _codes("", old.facts, new.facts, ({}, {}))
    shared = old.facts.get("x-codes", {}), new.facts.get("x-codes", {})
    for before, after in ((old.operations, new.operations), (old.webhooks, new.webhooks)):
        found += _all_operations(before, after, shared)
    return found


def _cut(whole: ContractTable, page: ContractTable) -> ContractTable:
    names = {name for each in (*page.operations, *page.webhooks) for name in (each.id, each.called)}
    operations, webhooks = (
        tuple(each for each in part if names & {each.id, each.called}) for part in (whole.operations, whole.webhooks)
    )
    return replace(whole, servers={}, facts={}, operations=operations, webhooks=webhooks)


Codes = Mapping[str, Mapping[str, Any]]
Said = Mapping[str, Any] | None


def _all_operations(
    old: Sequence[OperationTable], new: Sequence[OperationTable], shared: tuple[Codes, Codes]
) -> Iterator[Change]:
    pairs = _pairs(old, new)
    for before, after in pairs:
        yield from _operation(before, after)
        yield from _codes(after.id, before.facts, after.facts, shared)
    kept = {after.id for _, after in pairs}
    gone = {before.id for before, _ in pairs}
    for operation in new:
        if operation.id not in kept:
            yield Change(operation.id, "", "added", None, operation.called, Level.MINOR)
    for operation in old:
        if operation.id not in gone:
            yield Change(operation.id, "", "removed", operation.called, None, Level.MAJOR)


def _pairs(old: Sequence[OperationTable], new: Sequence[OperationTable]) -> list[tuple[OperationTable, OperationTable]]:
    """Operations of one id, and of those that are left, of one method and path."""
    ids = {operation.id: operation for operation in old}
    known = {operation.id for operation in new}
    addresses = {operation.called: operation for operation in old if operation.id not in known}
    pairs = [(ids.get(operation.id) or addresses.get(operation.called), operation) for operation in new]
    return [(before, after) for before, after in pairs if before is not None]


def _servers(old: ContractTable, new: ContractTable) -> Iterator[Change]:
    for name, before, after in _changed(old.servers, new.servers):
        what = "url" if before and after else "added" if after else "removed"
        yield Change("", f"servers.{name}", what, before, after, Level.MINOR if after else Level.MAJOR)


def _operation(old: OperationTable, new: OperationTable) -> Iterator[Change]:
    facts = (
        ("operation_id", old.id, new.id, Level.MAJOR),
        ("method", old.method, new.method, Level.MAJOR),
        ("path", old.path, new.path, Level.MAJOR),
        ("security", _access(old), _access(new), _access_level(old, new)),
    )
    for what, before, after, level in facts:
        if before != after:
            yield Change(new.id, "", what, before, after, level)
    yield from _said(new.id, old.facts, new.facts)
    yield from _rows(old, new)


def _access(operation: OperationTable) -> list[list[str]]:
    return sorted(sorted(mode) for mode in operation.access)


def _access_level(old: OperationTable, new: OperationTable) -> Level:
    """A gain, unless the users of some mode have to give what they did not have to give before."""
    # Without any mode nothing is asked for.
    modes = new.access or (frozenset(),)
    is_kept = all(any(after <= before for after in modes) for before in old.access or (frozenset(),))
    return Level.MINOR if is_kept else Level.MAJOR


def _said(operation: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    """What extensions say, but for the codes."""
    for key in dict.fromkeys([*new, *old]):
        before, after, what = old.get(key), new.get(key), key.removeprefix("x-")
        match what:
            case "codes":
                continue
            case "outcome":
                yield from _parts(operation, key, before, after, _OF_OUTCOME)
            case "waiter":
                yield from _parts(operation, key, before, after, _OF_WAITER)
            case "binds":
                for field, was, now in _changed(before or {}, after or {}):
                    yield Change(operation, key, field, was, now, Level.MAJOR if was else Level.MINOR)
            case "requires-one-of":
                is_wider = after is None or (before is not None and set(before) <= set(after))
                if _unordered(before) != _unordered(after):
                    yield Change(operation, "", what, before, after, Level.MINOR if is_wider else Level.MAJOR)
            case _ if before != after:
                level = Level.MAJOR if before == "signed" else _SAID.get(what, Level.PATCH)
                yield Change(operation, "", what, before, after, level)


def _codes(
    operation: str, old: Mapping[str, Any], new: Mapping[str, Any], shared: tuple[Codes, Codes]
) -> Iterator[Change]:
    """What the codes that stand here mean; where one stands here no longer, the contract's own entry counts."""
    before, after = old.get("x-codes", {}), new.get("x-codes", {})
    for code in dict.fromkeys([*after, *before]):
        pair = before.get(code, shared[0].get(code)), after.get(code, shared[1].get(code))
        yield from _parts(operation, f"x-codes.{code}", *pair, _OF_CODE)


def _parts(operation: str, field: str, old: Said, new: Said, levels: Mapping[str, Level]) -> Iterator[Change]:
    """A thing of several parts that came, went, or is another one in some of them."""
    if old is not None and new is not None:
        for part, before, after in _changed(old, new):
            yield Change(operation, field, part, before, after, levels.get(part, Level.PATCH))
    elif old is not new:
        what, level = ("added", Level.MINOR) if old is None else ("removed", Level.MAJOR)
        yield Change(operation, field, what, old, new, level)


def _changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """Each key of which the two say something else, with what they say."""
    for key in dict.fromkeys([*new, *old]):
        before, after = old.get(key), new.get(key)
        if _unordered(before) != _unordered(after):
            yield key, before, after


def _unordered(value: object) -> object:
    """The order of conditions, and of what stands in one, says nothing."""
    if isinstance(value, dict):
        return {key: _unordered(value[key]) for key in sorted(value)}
    return sorted(map(repr, map(_unordered, value))) if isinstance(value, list) else value


def _rows(old: OperationTable, new: OperationTable) -> Iterator[Change]:
    before, after = ({row.field: row for row in each.rows if not row.is_credential} for each in (old, new))
    optional: set[str] = set()
    for field, row in after.items():
        if field in before:
            yield from _row(new.id, before[field], row)
            continue
        if not row.required or row.parent in optional:
            # Whoever leaves out an object need not know what it demands inside.
            optional.add(row.inside)
        is_demanded = row.parent.startswith("request.") and row.inside not in optional
        yield Change(new.id, field, "added", None, row.summary, Level.MAJOR if is_demanded else Level.MINOR)
    for field, row in before.items():
        if field not in after:
            level = Level.MINOR if _is_transport(row) else Level.MAJOR
            yield Change(new.id, field, "removed", row.summary, None, level)
    credentials = {row.field: row for row in old.rows if row.is_credential}
    for row in new.rows:
        if row.is_credential and row.field in credentials:
            yield from _notes(new.id, credentials[row.field], row)


def _is_transport(row: ContractRow) -> bool:
    """Whether the client sends it by itself, so that callers need not know."""
    return row.parent == "request.header" and row.required is None


def _row(operation: str, old: ContractRow, new: ContractRow) -> Iterator[Change]:
    if _is_transport(new):
        if old.enum != new.enum:
            was, now = (row.enum[0] if row.enum else None for row in (old, new))
            yield Change(operation, new.field, "value", was, now, Level.MINOR)
    else:
        for what, before, after, effect in _narrowings(old, new):
            if effect is not Effect.NONE:
                yield Change(operation, new.field, what, before, after, _level(new, effect))
        yield from _enum(operation, old, new)
    yield from _notes(operation, old, new)


def _level(row: ContractRow, effect: Effect) -> Level:
    gain = Effect.WIDER if row.parent.startswith("request.") else Effect.NARROWER
    return Level.MINOR if effect is gain else Level.MAJOR


def _narrowings(old: ContractRow, new: ContractRow) -> Iterator[tuple[str, object, object, Effect]]:
    """Facts of which each says how far the set of allowed values reaches."""
    yield "type", _typed(old), _typed(new), type_effect(old.type, new.type)
    yield "required", old.required, new.required, _order(_STRICTNESS[old.required], _STRICTNESS[new.required])
    yield "nullable", old.nullable, new.nullable, _order(not old.nullable, not new.nullable)
    yield "max_length", old.max_length, new.max_length, limit_effect("maxLength", old.max_length, new.max_length)
    for keyword in dict.fromkeys([*old.limits, *new.limits]):
        before, after = old.limits.get(keyword), new.limits.get(keyword)
        yield keyword, before, after, limit_effect(keyword, before, after)


def _typed(row: ContractRow) -> str:
    return f"{row.type} ({row.type.format})" if row.type.format else str(row.type)


def _order(old: int, new: int) -> Effect:
    if old == new:
        return Effect.NONE
    return Effect.NARROWER if new > old else Effect.WIDER


def _enum(operation: str, old: ContractRow, new: ContractRow) -> Iterator[Change]:
    if old.enum is None or new.enum is None:
        if old.enum != new.enum:
            # A list that goes takes the names of its values along; one that comes binds only if it is closed.
            effect = Effect.OTHER if new.enum is None else Effect.NARROWER
            level = Level.MINOR if new.enum is not None and new.is_open else _level(new, effect)
            yield Change(operation, new.field, "enum", old.enum, new.enum, level)
        return
    if old.is_open != new.is_open:
        effect = Effect.WIDER if new.is_open else Effect.NARROWER
        yield Change(operation, new.field, "enum_open", old.is_open, new.is_open, _level(new, effect))
    for value in new.enum:
        if value not in old.enum:
            level = Level.MINOR if new.is_open else _level(new, Effect.WIDER)
            yield Change(operation, new.field, "enum_value_added", None, value, level)
    for value in old.enum:
        if value not in new.enum:
            yield Change(operation, new.field, "enum_value_removed", value, None, Level.MAJOR)
    names = dict(zip(old.enum, old.constants, strict=False))
    for value, name in zip(new.enum, new.constants, strict=False):
        if names.get(value, name) != name:
            yield Change(operation, new.field, "enum_constant", names[value], name, Level.MAJOR)


def _notes(operation: str, old: ContractRow, new: ContractRow) -> Iterator[Change]:
    """What is said beside the values themselves."""
    if old.component and new.component and old.component != new.component:
        yield Change(operation, new.field, "component", old.component, new.component, Level.MAJOR)
    facts = [(key.removeprefix("x-"), old.notes.get(key), new.notes.get(key)) for key in {**old.notes, **new.notes}]
    for what, before, after in (*facts, ("evidence", old.evidence, new.evidence)):
        if before != after:
            is_asked_again = what == "fresh" and not after  # callers may leave it out no longer
            level = Level.MAJOR if is_asked_again else _SAID.get(what, Level.PATCH)
            yield Change(operation, new.field, what, before, after, level)
