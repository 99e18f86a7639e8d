"""Fields of a JSON document: by dotted path (`data.subFlows.0.status`), and as the contract describes them."""

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

from realname.testing.contract import Contract, Operation


def find(document: object, path: str) -> tuple[object, str]:
    """The owner of a field, None if there is none, and the field's own name in it."""
    *parents, name = path.split(".")
    owner = document
    for parent in parents:
        if isinstance(owner, list) and parent.isdecimal() and int(parent) < len(owner):
            owner = owner[int(parent)]
        else:
            owner = owner.get(parent) if isinstance(owner, dict) else None
    return owner, name


def assign(document: object, path: str, value: object) -> None:
    """Give a field a value; nothing happens if there is no object to have it."""
    owner, name = find(document, path)
    if isinstance(owner, dict):
        owner[name] = value


def value(document: object, path: str) -> object:
    """The value of a field, None if there is none."""
    owner, name = find(document, path)
    return owner.get(name) if isinstance(owner, dict) else None


def remove(document: object, path: str) -> None:
    """Leave a field out."""
    owner, name = find(document, path)
    if isinstance(owner, dict):
        owner.pop(name, None)


def extend(document: object, name: str, value: object) -> None:
    """Add a field to every object, innermost first."""
    if isinstance(document, list):
        for item in document:
            extend(item, name, value)
    elif isinstance(document, dict):
        for item in document.values():
            extend(item, name, value)
        document[name] = value


# ---- as the contract describes them ----------------------------------------------------------------------------------


@frozen
class Described:
    """A field of a document that holds a plain value, and what the contract says of it."""

    path: str
    schema: Mapping[str, Any]
    is_required: bool
    """Whether the object that it stands in must have it."""

    @property
    def is_enum(self) -> bool:
        """Whether it is a text whose values the contract lists, all of them or not."""
        return self.is_text and bool(self.values)

    @property
    def values(self) -> list[Any]:
        """The values that the contract lists."""
        found: list[Any] = self.schema.get("enum") or self.schema.get("x-extensible-enum") or []
        return found

    @property
    def is_text(self) -> bool:
        """Whether it is a text and nothing else."""
        return self.schema.get("type") == "string"

    @property
    def is_typed(self) -> bool:
        """Whether it has one type, and cannot be null."""
        return isinstance(self.schema.get("type"), str)


def described(operation: Operation, status: int, document: object) -> list[Described]:
    """The fields of an answer that its schema describes, in the order of the schema."""
    schema = operation.answer_schema(status)
    return [] if schema is None else list(_described(operation.contract, schema, document, "", required=False))


def _described(
    contract: Contract, schema: dict[str, Any], document: object, path: str, *, required: bool
) -> Iterator[Described]:
    schema = contract.resolve(schema)
    if alternatives := schema.get("oneOf"):
        fitting = (item for item in alternatives if contract.validator(item).is_valid(document))
        schema = contract.resolve(next(fitting, alternatives[0]))
    if isinstance(document, dict):
        for name, child in schema.get("properties", {}).items():
            if name in document:
                inner, must = f"{path}.{name}".removeprefix("."), name in schema.get("required", ())
                yield from _described(contract, child, document[name], inner, required=must)
    elif isinstance(document, list):
        for index, item in enumerate(document):
            yield from _described(contract, schema.get("items", {}), item, f"{path}.{index}", required=False)
    else:
        yield Described(path, schema, required)
