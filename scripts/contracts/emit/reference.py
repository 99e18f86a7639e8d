"""``REFERENCE.md``: every field of every operation and every callback, in tables for people."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contracts.emit.code import UNBOUND, subject_in_words
from contracts.emit.package import templates_environment
from contracts.emit.words import limits_in_words, type_in_words
from contracts.reading import CONDITIONS, Code, Condition, Contract, Field, Operation, Other, Outcome, Type
from realname.core.verdict import ERRORS

_RETRIES = {
    "safe": "Repeated after a timeout, a refused connection, 429 and 5xx: it only reads, or its page allows it.",
    "connect-only": "Repeated only when no byte can have reached the provider.",
}
_FLAGS = {
    "form": "the request breaks the contract",
    "retryable": "may succeed later",
    "outcome_unknown": "leaves open what was done",
}


@dataclass(frozen=True)
class Table:
    """The fields of a request, an answer, a failure or a callback; a row is a field with what the cells say of it."""

    title: str
    description: str
    is_request: bool
    rows: tuple[Mapping[str, Any], ...]


def reference(contracts: Sequence[Contract]) -> str:
    """The text of ``REFERENCE.md``."""
    environment = templates_environment()
    environment.filters["cell"] = _cell
    text = environment.get_template("REFERENCE.md.jinja").render(
        contracts=contracts,
        tables=_tables,
        body=lambda contract, callback: _table(contract, "Body", callback.body),
        retries=_RETRIES,
        facts=_facts,
        outcome=_outcome,
        unbound=UNBOUND,
        flags=_flags,
        errors={kind: error.__name__ for kind, error in ERRORS.items()},
    )
    return text.rstrip() + "\n"


def _tables(contract: Contract, operation: Operation) -> Iterator[Table]:
    yield _table(contract, "Arguments", operation.request)
    yield _table(contract, "Answer", operation.answer)
    statuses: dict[str, list[str]] = {}
    for status, component in operation.failures.items():
        if component != operation.answer:
            statuses.setdefault(component, []).append(str(status))
    for component, told_with in statuses.items():
        yield _table(contract, f"Failure, status {', '.join(told_with)}", component)


def _facts(operation: Operation) -> Iterator[str]:
    """What else is to be known of an operation, a sentence each."""
    if operation.deprecated:
        yield "Deprecated by the provider."
    if operation.one_of:
        yield f"At least one of {', '.join(f'`{name}`' for name in operation.one_of)} must be given."
    for field, argument in operation.binds.items():
        yield f"The answer is refused unless its `{field}` is the `{argument}` that was sent."
    if operation.unbound:
        yield f"Nothing ties the answer to the question: {operation.unbound}"
    if operation.outcome is not None:
        yield from _outcome(operation.outcome)
    if operation.waiter is not None:
        unfinished = " or ".join(" and ".join(_condition(each)) for each in operation.waiter.unfinished)
        limit = f"at most {operation.waiter.limit:g} s unless told otherwise"
        yield f"\nWaiting: `{operation.waiter.name}` goes on while {unfinished}, {limit}."


def _outcome(outcome: Outcome) -> Iterator[str]:
    yield f"Its outcome speaks of {subject_in_words(outcome)}:\n"
    yield "| outcome | the answer says |\n| --- | --- |"
    for kind in CONDITIONS:
        for condition in getattr(outcome, kind):
            yield f"| {kind} | {' and '.join(_condition(condition))} |"
    yield "| unknown | anything else, or two of these at once |"
    if outcome.one_shot:
        yield f"\n{outcome.one_shot}"


def _condition(condition: Condition) -> Iterator[str]:
    for field, values in condition.items():
        words = [
            "absent" if value is None else f"the same as `{value.field}`" if isinstance(value, Other) else f"`{value}`"
            for value in values
        ]
        yield f"`{field}` is {' or '.join(words)}"


def _flags(code: Code) -> list[str]:
    return [words for flag, words in _FLAGS.items() if getattr(code, flag)]


def _table(contract: Contract, kind: str, name: str) -> Table:
    model = contract.model(name)
    rows = tuple(_row(path, field) for path, field in _fields(contract, name))
    return Table(f"{kind}: `{name}`", model.description, model.direction == "request", rows)


def _fields(contract: Contract, model: str, path: str = "", *above: str) -> Iterator[tuple[str, Field]]:
    """Every field with its path, those of nested objects below the field that holds them; a cycle is entered once."""
    for field in contract.model(model).fields:
        inner = field.type.item or field.type
        here = f"{path}{field.wire}{'[]' if field.type.kind == 'array' else ''}"
        yield here, field
        if inner.kind == "model" and inner.name not in above:
            yield from _fields(contract, inner.name, f"{here}.", *above, inner.name)


def _row(path: str, field: Field) -> dict[str, Any]:
    cells = {
        "path": path,
        "argument": field.name,
        "type": _linked(field.type),
        "limits": _cell("; ".join(limits_in_words(field.type))),
        "meaning": _cell(field.description),
    }
    return vars(field) | cells


def _linked(kind: Type) -> str:
    """The type in words; an enum is linked to its values."""
    words = type_in_words(kind)
    inner = kind.item or kind
    return words.replace(inner.name, f"[{inner.name}](#{inner.name.lower()})") if inner.kind == "enum" else words


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
