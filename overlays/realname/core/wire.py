"""The wire codec: JSON bytes and models, strictly.

`parse` and `structure` take what a stranger sent: an object is a ``dict``, an array a ``list``, ``True`` and ``1.0``
are no whole numbers, and what JSON libraries let through (NaN, duplicate keys, lone surrogates) is refused. All
differences of an answer are gathered, each with its path in wire names.
"""

import json
import math
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import islice
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

import attrs
from cattrs import ClassValidationError, Converter, IterableValidationError
from cattrs import IterableValidationNote as ItemNote
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from realname.core.errors import DecodeError, RequestError
from realname.core.model import Location, WireEnum

ModelT = TypeVar("ModelT")
Structure = Callable[[object, Any], Any]

MOST_VALUES = 100_000
"""Values in an answer. The documented ones have a few dozen, and each wrong one costs a thousand times its bytes."""
MOST_DIFFERENCES = 100
"""Differences that a `DecodeError` lists."""

_INT64 = 2**63
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


class _MismatchError(Exception):
    """One place where a value is not what the contract says; the text never repeats the value."""


# ---- bytes to JSON and back ----


def parse(body: bytes) -> object:
    """Parse an answer's bytes.

    Raises:
        DecodeError: for anything but one JSON value in UTF-8 with unique keys, finite numbers and whole characters, or
            one that holds more than `MOST_VALUES` values.
    """
    try:
        if body.count(b",") + body.count(b"[") + body.count(b"{") > MOST_VALUES:
            raise _MismatchError("holds more values than any that is documented")
        document: object = _decoder.decode(body.decode())
        if _SURROGATE.search(body):
            _encoder.encode(document).encode()
    except _MismatchError as mismatch:
        problem = str(mismatch)
    except UnicodeError:
        problem = "is not UTF-8 text"
    except RecursionError:
        problem = "is nested too deeply"
    except json.JSONDecodeError as error:
        problem = f"is not JSON (at character {error.pos})" if body else "is empty"
    except ValueError:
        problem = "holds a number that is too large"
    else:
        return document
    raise DecodeError(f"the answer's body {problem}")


def encode(document: object) -> bytes:
    """Serialise to compact JSON in UTF-8: the bytes that are signed and sent.

    Raises:
        RequestError: for what JSON cannot carry; the models have refused it before, unless a field is free-form.
    """
    try:
        return _written(document).encode()
    except (ValueError, TypeError, RecursionError):
        raise RequestError("the request holds something that JSON cannot carry", limit="JSON") from None


def _written(document: Any) -> str:
    """The JSON of a document. Its encoder writes no decimals, so what holds some is written part by part."""
    try:
        return _encoder.encode(document)
    except _DecimalError:
        pass
    from decimal import Decimal

    if isinstance(document, Decimal):
        return format(document, "f")
    if isinstance(document, dict):
        return "{" + ",".join(f"{_encoder.encode(str(key))}:{_written(value)}" for key, value in document.items()) + "}"
    return "[" + ",".join(map(_written, document)) + "]"  # nothing else holds decimals


class _DecimalError(Exception):
    """A decimal was met."""


def _refused(value: object) -> object:
    from decimal import Decimal  # slow to load, and few requests have any

    if isinstance(value, Decimal) and value.is_finite():
        raise _DecimalError
    raise TypeError("JSON cannot carry it")


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    document = dict(pairs)
    if len(document) != len(pairs):
        raise _MismatchError("repeats a key")
    return document


def _finite(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise _MismatchError("holds a number that is too large")
    return value


def _no_constant(name: str) -> float:
    raise _MismatchError(f"holds {name}, which is not JSON")


_decoder = json.JSONDecoder(object_pairs_hook=_unique, parse_float=_finite, parse_constant=_no_constant)
_encoder = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_refused)


# ---- JSON to models ----


def structure(document: object, model: type[ModelT]) -> ModelT:
    """Build an answer model from parsed JSON.

    Raises:
        DecodeError: a required field is missing or a type is wrong; carries the paths.
    """
    try:
        answer: ModelT = _converter.get_structure_hook(model)(document, model)
    except (_MismatchError, ClassValidationError, IterableValidationError) as error:
        found = [f"{path}: {problem}" for path, problem in islice(_differences(error, "$"), MOST_DIFFERENCES + 1)]
        first, _, _ = found[0].partition(": ")
        others = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        if len(found) > MOST_DIFFERENCES:
            found[-1], others = (
                f"no more than {MOST_DIFFERENCES} are listed",
                f" (and at least {MOST_DIFFERENCES} more)",
            )
        failure = DecodeError(
            f"the answer is not what the contract says: {found[0]}{others}",
            path=first,
            paths=tuple(found),
            remedy="Compare the provider's document with the contract: it may have changed.",
        )
    else:
        return answer
    raise failure


def _differences(error: Exception, path: str) -> Iterator[tuple[str, str]]:
    """Walk cattrs' error tree and yield (path in wire names, problem) for every leaf."""
    if isinstance(error, ClassValidationError):
        fields = attrs.fields_dict(error.cl)
        for inner, note in error.group_exceptions()[0]:
            yield from _differences(inner, f"{path}.{_wire_name(fields[note.name])}")
    elif isinstance(error, IterableValidationError):
        for inner, item in error.group_exceptions()[0]:
            yield from _differences(inner, f"{path}[{item.index}]")
    elif isinstance(error, KeyError):
        yield path, "is required and missing"
    elif isinstance(error, RecursionError):
        yield path, "is nested too deeply"
    else:
        yield path, str(error)


def _wire_name(field: "attrs.Attribute[Any]") -> str:
    name: str = field.metadata["wire"]
    return name


def _is_told(field: "attrs.Attribute[Any]") -> bool:
    """Whether a field of an answer repeats what was sent, and is no part of what came."""
    return "told" in field.metadata


def _json_type(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true or false"
        case str():
            return "text"
        case int() | float():
            return "a number"
        case list():
            return "an array"
        case _:
            return "an object"


def _wrong_type(expected: str, value: object) -> _MismatchError:
    return _MismatchError(f"expected {expected}, got {_json_type(value)}")


def _text(value: object, _: Any) -> str:
    if type(value) is not str:
        raise _wrong_type("text", value)
    return value


def _integer(value: object, _: Any) -> int:
    if type(value) is not int:
        raise _wrong_type("a whole number", value)
    if not -_INT64 <= value < _INT64:
        raise _MismatchError("the number is larger than 64 bits")
    return value


def _number(value: object, _: Any) -> float:
    if type(value) is not int and type(value) is not float:
        raise _wrong_type("a number", value)
    return value


def _boolean(value: object, _: Any) -> bool:
    if type(value) is not bool:
        raise _wrong_type("true or false", value)
    return value


_PRIMITIVES: dict[type, Structure] = {
    str: _text,
    int: _integer,
    float: _number,
    bool: _boolean,
}


def _enum(value: object, enum: Any) -> WireEnum:
    if type(value) is not str:
        raise _wrong_type("text", value)
    member: WireEnum = _documented(enum).get(value) or enum(value)
    return member


@cache
def _documented(enum: type[WireEnum]) -> dict[str, WireEnum]:
    """The members by their text: several times faster than calling the enum."""
    return {str(member): member for member in enum}


def _literal_hook(literal: Any) -> Structure:
    allowed = {(type(constant), constant) for constant in get_args(literal)}  # by type, too: True is not 1

    def structure_literal(value: object, _: Any) -> object:
        if isinstance(value, dict | list) or (type(value), value) not in allowed:
            raise _MismatchError("must be " + " or ".join(json.dumps(constant) for constant in get_args(literal)))
        return value

    return structure_literal


def _object_hook(model: type[Any], converter: Converter) -> Structure:
    """An object: the cattrs function, with null counting as absent where the field may be absent."""
    overrides: dict[str, Any] = {
        field.name: override(
            rename=_wire_name(field), struct_hook=_nullable_hook(field, converter), omit=_is_told(field)
        )
        for field in attrs.fields(attrs.resolve_types(model))
    }
    build: Any = make_dict_structure_fn(model, converter, _cattrs_use_linecache=False, **overrides)

    def structure_object(value: object, target: Any) -> Any:
        if type(value) is not dict:
            raise _wrong_type("an object", value)
        return build(value, target)

    return structure_object


def _nullable_hook(field: "attrs.Attribute[Any]", converter: Converter) -> Structure | None:
    """The hook of a field that may be absent; None for one that must be there."""
    kind, default = field.type, field.default
    if default is attrs.NOTHING:
        return None
    if get_origin(kind) in (Union, UnionType):
        (kind,) = (alternative for alternative in get_args(kind) if alternative is not NoneType)

    build: Structure | None = None

    def structure_nullable(value: object, _: Any) -> Any:
        if value is None:
            return default
        nonlocal build
        # Found late, since a model may hold another one of its own kind, and once, since finding it is slow.
        build = build or converter.get_structure_hook(kind)
        return build(value, kind)

    return structure_nullable


def _array_hook(array: Any, converter: Converter) -> Structure:
    (item_type,) = get_args(array)
    build = converter.get_structure_hook(item_type)

    def structure_array(value: object, _: Any) -> tuple[Any, ...]:
        if type(value) is not list:
            raise _wrong_type("an array", value)
        items: list[Any] = []
        errors: list[Exception] = []
        for index, item in enumerate(value):
            try:
                items.append(build(item, item_type))
            except (_MismatchError, ClassValidationError, IterableValidationError) as error:
                error.__notes__ = [*getattr(error, "__notes__", ()), ItemNote("item", index, item_type)]
                errors.append(error)
                if len(errors) > MOST_DIFFERENCES:
                    break
        if errors:
            raise IterableValidationError("array", errors, array)
        return tuple(items)

    return structure_array


# ---- models to JSON ----


def unstructure(model: object) -> dict[str, Any]:
    """The fields of a model under their wire names; what is absent is left out."""
    document: dict[str, Any] = _converter.unstructure(model)
    return document


def _locations(model: Any) -> dict[Location, list[str]]:
    names: dict[Location, list[str]] = {"path": [], "query": [], "body": []}
    for field in attrs.fields(model):
        names[field.metadata["at"]].append(_wire_name(field))
    return names


locations: Callable[[type], dict[Location, list[str]]] = cache(_locations)
"""The wire names of a request model's fields, by where they travel."""


def _object_unhook(model: type, converter: Converter) -> Callable[[Any], dict[str, Any]]:
    fields = attrs.fields(model)
    renamed: dict[str, Any] = {
        field.name: override(rename=_wire_name(field), unstruct_hook=_unhook(field), omit=_is_told(field))
        for field in fields
    }
    return make_dict_unstructure_fn(
        model, converter, _cattrs_omit_if_default=True, _cattrs_use_linecache=False, **renamed
    )


def _unhook(field: "attrs.Attribute[Any]") -> Callable[[Any], Any] | None:
    """How the value of a field is written where that is not the way of its type: a decimal with all its places."""
    step = field.metadata.get("step")
    if step is None:
        return None
    from decimal import Decimal

    places = Decimal(str(step))
    return lambda value: None if value is None else value.quantize(places)


def _is_array(kind: Any) -> bool:
    return get_origin(kind) in (Sequence, list, tuple)


def _is_free(kind: Any) -> bool:
    return kind is object


def _is_literal(kind: Any) -> bool:
    return get_origin(kind) is Literal


def _build_converter() -> Converter:
    converter = Converter(detailed_validation=True)
    for primitive, hook in _PRIMITIVES.items():
        converter.register_structure_hook(primitive, hook)
    converter.register_structure_hook(WireEnum, _enum)
    converter.register_structure_hook_func(_is_free, lambda value, _: value)
    converter.register_structure_hook_factory(_is_literal, _literal_hook)
    converter.register_structure_hook_factory(_is_array, _array_hook)
    converter.register_structure_hook_factory(attrs.has, _object_hook)
    converter.register_unstructure_hook_factory(attrs.has, _object_unhook)
    converter.register_unstructure_hook(WireEnum, str)
    return converter


_converter = _build_converter()
