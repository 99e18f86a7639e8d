"""Types as documents print them."""

import re

from fieldtable.table import Type

_NAMES = {
    "string": ("string", "str", "text", "char", "varchar", "date", "datetime", "time", "timestamp", "enum", "file"),
    "integer": ("integer", "int", "short", "byte", "biginteger"),
    "number": ("number", "float", "double", "decimal", "bigdecimal"),
    "boolean": ("boolean", "bool"),
    "array": ("array", "list", "set"),
    "object": ("object", "map", "json", "jsonobject"),
}
_KINDS = {name: kind for kind, names in _NAMES.items() for name in names}
_FORMATS = {"int32": "int32", "int64": "int64", "long": "int64"}


def printed_type(text: str) -> Type:
    """The type that a cell names: ``String``, ``int32``, ``long``, ``List<Foo>``; an unknown one keeps its name."""
    name = text.strip().lower()
    if name in _FORMATS:
        return Type(frozenset(["integer"]), _FORMATS[name])
    if name.endswith("[]") or re.match(r"(array|list|set)\b", name):
        return Type(frozenset(["array"]))
    return Type(frozenset([_KINDS.get(re.sub(r"<.*>$", "", name), text.strip())]))


def is_known(named: Type) -> bool:
    """Whether a type is one of JSON's, not a name that a document alone knows."""
    return named.kinds <= _NAMES.keys()
