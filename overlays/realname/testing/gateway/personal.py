"""Which texts of a request and its answer are personal, as the contract says.

What the contract does not know is taken for personal: whoever sends it may mean anything by it. Names that it does not
know are, if they are no words that programs call things by: somebody may have put a value in the place of a name.
"""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final
from urllib.parse import parse_qsl

from realname.core import wire
from realname.core.errors import DecodeError
from realname.testing.contract import Contract, Operation

Json = Any
_NAME: Final = re.compile(r"[A-Za-z_$][A-Za-z0-9_$.-]{0,63}")


def of_target(contract: Contract, operation: Operation | None, target: str) -> Iterator[str]:
    """What is personal in path and query."""
    path, _, query = target.partition("?")
    parameters = [] if operation is None else operation.parameters
    harmless = {each["name"]: each["in"] for each in parameters if not _is_sensitive(contract, each, each["schema"])}
    if operation is not None:
        given = operation.request(path)["path"]
        yield from (str(value) for name, value in given.items() if harmless.get(name) != "path")
    try:
        pairs = parse_qsl(query, keep_blank_values=True, errors="strict")
    except ValueError:
        yield query
        return
    known = {each["name"] for each in parameters}
    for name, value in pairs:
        if name not in known and not _NAME.fullmatch(name):
            yield name
        if harmless.get(name) != "query":
            yield value


def of_request(operation: Operation | None, body: bytes) -> list[str] | None:
    """What is personal in the body of a request; None for all of it, since it is not the operation's."""
    return _of_body(operation, None if operation is None else operation.body_schema, body)


def of_answer(contract: Contract, operation: Operation | None, status: int, body: bytes) -> list[str] | None:
    """What is personal in the body of an answer; None for all of it, since it is none of the contract's.

    What no operation answers is a refusal of the gateway's, which any operation can meet with.
    """
    operation = operation or next(iter(contract.operations.values()))
    return _of_body(operation, operation.answer_schema(status) or operation.answer_schema(200), body)


def _of_body(operation: Operation | None, schema: dict[str, Any] | None, body: bytes) -> list[str] | None:
    if not body:
        return []
    try:
        if operation is None or schema is None or not isinstance(wire.parse(body), dict):
            return None
        document = json.loads(body, parse_float=_Number, parse_int=_Number)  # as they are written
    except (DecodeError, ValueError, RecursionError):
        return None
    return list(_within(operation.contract, [schema], document, hidden=False))


class _Number(str):
    """A number as it is written."""

    __slots__ = ()


def _within(contract: Contract, schemas: Sequence[Json], value: Json, *, hidden: bool) -> Iterator[str]:
    """The personal texts of a value that one of these schemas describes; all if it is hidden, or none of them does."""
    found = [each for schema in schemas for each in _alternatives(contract, schema, value)]
    if isinstance(value, dict):
        for name, child in value.items():
            inner = [each["properties"][name] for each in found if name in each.get("properties", {})]
            if not inner and not _NAME.fullmatch(name):
                yield name
            is_hidden = hidden or any(_is_sensitive(contract, each, each) for each in inner)
            yield from _within(contract, inner, child, hidden=is_hidden)
    elif isinstance(value, list):
        items = [each["items"] for each in found if "items" in each]
        for child in value:
            yield from _within(contract, items, child, hidden=hidden)
    elif isinstance(value, str) and (hidden or not any(_takes(each, value) for each in found)):
        yield str(value)


def _alternatives(contract: Contract, schema: Json, value: Json) -> list[Json]:
    """What a schema stands for: of several alternatives the one that fits, or all of them if none does."""
    schema = contract.resolve(schema)
    if "oneOf" not in schema:
        return [schema]
    alternatives = [contract.resolve(each) for each in schema["oneOf"]]
    plain = _plain(value)
    fitting = (each for each in alternatives if contract.validator(each).is_valid(plain))
    first = next(fitting, None)
    return alternatives if first is None else [first]


def _takes(schema: Json, value: str) -> bool:
    """Whether a text or a number is what a schema describes, rather than something that it is put in place of."""
    kinds = schema.get("type", ["string", "number"])
    wanted = {"number", "integer"} if isinstance(value, _Number) else {"string"}
    return bool(wanted & {*([kinds] if isinstance(kinds, str) else kinds)})


def _plain(value: Json) -> Json:
    """The value with its numbers as such, as a validator takes it."""
    if isinstance(value, dict):
        return {name: _plain(child) for name, child in value.items()}
    if isinstance(value, list):
        return [_plain(child) for child in value]
    return json.loads(value) if isinstance(value, _Number) else value


def _is_sensitive(contract: Contract, described: Json, schema: Json) -> bool:
    return bool(described.get("x-sensitive") or contract.resolve(schema).get("x-sensitive"))
