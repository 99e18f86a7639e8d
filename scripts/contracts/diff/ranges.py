"""How a change of a type or a limit moves the set of allowed values."""

from collections.abc import Set
from enum import Enum, auto

from contracts.table import Type

_UPPER = ("maxLength", "maximum", "maxItems")
_LOWER = ("minLength", "minimum", "minItems")
_NUMBERS = {
    "number": {"int32", "int64", "integer", "float", "double", "number"},
    "double": {"int32", "int64", "integer", "float", "double"},
    "float": {"int32", "float"},
    "integer": {"int32", "int64", "integer"},
    "int64": {"int32", "int64"},
    "int32": {"int32"},
}


class Effect(Enum):
    """What became of the set of allowed values."""

    NONE = auto()
    NARROWER = auto()
    WIDER = auto()
    OTHER = auto()


def limit_effect(keyword: str, old: object, new: object) -> Effect:
    """The effect of a limit that changed, came (`old` is None) or went (`new` is None)."""
    if old == new:
        return Effect.NONE
    if old is None:
        return Effect.NARROWER
    if new is None:
        return Effect.WIDER
    if keyword in (*_UPPER, *_LOWER) and isinstance(old, int | float) and isinstance(new, int | float):
        return Effect.WIDER if (new > old) == (keyword in _UPPER) else Effect.NARROWER
    return Effect.OTHER


def type_effect(old: Type, new: Type) -> Effect:
    """The effect of a type that changed."""
    before, after = _reach(old), _reach(new)
    if before == after:
        return Effect.NONE
    if before < after:
        return Effect.WIDER
    return Effect.NARROWER if after < before else Effect.OTHER


def _reach(named: Type) -> Set[str]:
    """A type as a set, such that a wider type makes a larger set: an integer is a number, an int32 an int64."""
    reach: set[str] = set()
    for kind in named.kinds:
        name = named.format if kind in ("integer", "number") and named.format in _NUMBERS else kind
        reach |= _NUMBERS.get(name, {name})
    return reach
