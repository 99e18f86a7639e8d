"""``REFERENCE.md``: every field of every operation and every callback, in tables for people."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from contracts.reading import Callback, Contract, Field, Model, Operation, Type
from generation.package import templates_environment
from generation.words import limits_in_words, type_in_words

_RETRIES = {
    "safe": "Repeated after a timeout, a refused connection, 429 and 5xx: the operation only reads.",
    "connect-only": "Repeated only when no byte can have reached the provider.",
}


@dataclass(frozen=True)
class Row:
    """One field."""

    path: str
    argument: str
    at: str
    type: str
    required: bool
    nullable: bool
    limits: str
    evidence: str
    sensitive: bool
    meaning: str


@dataclass(frozen=True)
class Table:
    """The fields of a request, an answer, a failure or a callback."""

    title: str
    description: str
    is_request: bool
    rows: tuple[Row, ...]


def reference(contracts: Sequence[Contract]) -> str:
    """The text of ``REFERENCE.md``."""
    environment = templates_environment()
    environment.filters["cell"] = _cell
    template = environment.get_template("REFERENCE.md.jinja")
    text = template.render(contracts=contracts, tables=_tables, body=_body, retries=_RETRIES)
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


def _body(contract: Contract, callback: Callback) -> Table:
    return _table(contract, "Body", callback.body)


def _table(contract: Contract, kind: str, name: str) -> Table:
    model = contract.model(name)
    rows = tuple(_row(path, field) for path, field in _fields(contract, model))
    return Table(f"{kind}: `{name}`", model.description, model.direction == "request", rows)


def _fields(
    contract: Contract, model: Model, path: str = "", seen: tuple[str, ...] = ()
) -> Iterator[tuple[str, Field]]:
    """Every field with its path, those of nested objects below the field that holds them; a cycle is entered once."""
    for field in model.fields:
        array = field.type.kind == "array"
        inner = field.type.item if array and field.type.item else field.type
        here = f"{path}{field.wire}{'[]' if array else ''}"
        yield here, field
        if inner.kind == "model" and inner.name not in seen:
            yield from _fields(contract, contract.model(inner.name), f"{here}.", (*seen, inner.name))


def _row(path: str, field: Field) -> Row:
    return Row(
        path=path,
        argument=field.name,
        at=field.at,
        type=_linked(field.type),
        required=field.required,
        nullable=field.nullable,
        limits=_cell("; ".join(limits_in_words(field.type))),
        evidence=field.evidence,
        sensitive=field.sensitive,
        meaning=_cell(field.description),
    )


def _linked(kind: Type) -> str:
    """The type in words; an enum is linked to its values."""
    words = type_in_words(kind)
    inner = kind.item if kind.kind == "array" and kind.item else kind
    return words.replace(inner.name, f"[{inner.name}](#{inner.name.lower()})") if inner.kind == "enum" else words


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
