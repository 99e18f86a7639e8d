"""What a request takes, out of JSON that somebody wrote: by wire names, with nothing that is unknown.

An answer is read otherwise (`wire.structure`): there, what is unknown is passed over.
"""

import types
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, Union, get_args, get_origin, get_type_hints

import attrs

from realname.core.errors import RequestError
from realname.core.model import Request


def from_json(hint: Any, part: object, place: str, read: Callable[[str], str] = str) -> Any:
    """Objects, lists and amounts of a request; what is none of them is judged by the model that it stands in.

    Args:
        hint: the type that the model takes.
        part: what was parsed.
        place: where it stands, for errors.
        read: makes of each text what is meant by it.

    Raises:
        RequestError: it is not what it should be; names the place, and repeats no value.
    """
    alternatives = alternatives_of(hint)
    if part is None and types.NoneType in alternatives:
        return None
    for each in alternatives:
        if isinstance(each, type) and issubclass(each, Request):
            return _object(each, part, place, read)
        if get_origin(each) is Sequence:
            if not isinstance(part, list):
                raise RequestError(f"{place} must be a list", limit="a list")
            (item,) = get_args(each)
            return tuple(from_json(item, entry, f"{place}[{index}]", read) for index, entry in enumerate(part))
    if isinstance(part, str):
        return read(part)
    is_number = isinstance(part, int | float) and not isinstance(part, bool)
    return Decimal(str(part)) if is_number and Decimal in alternatives else part


def _object(model: type[Request], part: object, place: str, read: Callable[[str], str]) -> Request:
    fields = {field.metadata["wire"]: field for field in attrs.fields(model)}  # type: ignore[arg-type]  # every request is
    if not isinstance(part, dict):
        raise RequestError(f"{place} must be an object", limit=f"an object of {', '.join(fields)}")
    if part.keys() - fields.keys():
        limit = f"an object of {', '.join(fields)}"
        raise RequestError(f"{place} has a member that is unknown; it must be {limit}", limit=limit)
    missing = (wire for wire, field in fields.items() if field.default is attrs.NOTHING and wire not in part)
    if (first := next(missing, None)) is not None:
        raise RequestError(f"{place}.{first} is required and missing", field=first, limit="required")
    hints = get_type_hints(model)
    named = {fields[key].name: (hints[fields[key].name], each, f"{place}.{key}") for key, each in part.items()}
    arguments = {name: from_json(hint, each, at, read) for name, (hint, each, at) in named.items()}
    try:
        return model(**arguments)
    except RequestError as error:
        says, field, limit, document = error.args[0], error.field, error.limit, error.document
    raise RequestError(f"{place}.{says}", field=field, limit=limit, document=document)


def alternatives_of(hint: Any) -> tuple[Any, ...]:
    """The types of which a value has one."""
    return get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
