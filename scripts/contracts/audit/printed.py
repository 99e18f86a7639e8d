"""Types and lists of values as documents print them, with half- or full-width punctuation."""

import re
import unicodedata

from contracts.table import Type

OBJECT = Type(frozenset(["object"]))
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

# NAME(label) begins a line or follows a separator; NAME - label may follow the label before it without any break.
_WITH_LABEL = re.compile(
    r"""(?:(?:^|(?<=[\s;,.:、。)])) (?P<bracketed>[A-Z][A-Z0-9_]*) \s* \()
      | (?<![A-Za-z0-9_=]) (?P<dashed>[A-Z][A-Z0-9_]*)
        (?: [ \t]* [-–—] [ \t]* (?=[\u3400-\u9fff]) | [ \t]+ [-–—] [ \t] )
    """,
    re.MULTILINE | re.VERBOSE,
)
# A label of Chinese words, or a name that cannot be a word.
_SPACED = re.compile(
    r"(?<![\w=-]) (?: [A-Z][A-Z0-9_]+ (?=[ \t]+[\u3400-\u9fff]) | [A-Za-z][A-Za-z0-9]*_\w+ ) (?![\w-])",
    re.ASCII | re.VERBOSE,
)
_SEPARATOR = re.compile(r"[,;、。\n]")
_QUOTES = " \t\"'“”‘’`\\"
_VALUE_FIRST = re.compile(r"(?:^|:)[\s\"'“”‘’`\\]*([A-Za-z0-9][A-Za-z0-9_.-]*)[\s\"'“”‘’`\\]*:(?!//)[^:]*$")
_VALUE_LAST = re.compile(r":\s*([A-Za-z0-9][A-Za-z0-9_.-]*)$")
_LISTED = re.compile(r"[-•*·]?\s*[`\"']?([A-Z][A-Z0-9_]*)[`\"']?\s*(?:$|[-–—:(=|])")


def printed_type(text: str) -> Type:
    """The type that a cell names: ``String``, ``List<Foo>``; an unknown one keeps its name."""
    name = text.strip().lower()
    if name in _FORMATS:
        return Type(frozenset(["integer"]), _FORMATS[name])
    if name.endswith("[]") or re.match(r"(array|list|set)\b", name):
        return Type(frozenset(["array"]))
    return Type(frozenset([_KINDS.get(re.sub(r"<.*>$", "", name), text.strip())]))


def value_type(text: str) -> Type:
    """The same where any unknown name is that of an object's class."""
    named = printed_type(text)
    return named if is_known(named) else OBJECT


def is_known(named: Type) -> bool:
    """Whether a type is one of JSON's, not a name that a document alone knows."""
    return named.kinds <= _NAMES.keys()


def is_class(named: Type) -> bool:
    """Whether a type is the name of an object's class."""
    return not is_known(named) and all(re.fullmatch(r"[A-Z]\w*", kind, re.ASCII) for kind in named.kinds)


def labelled_names(text: str) -> tuple[str, ...]:
    """``INIT(已发起)`` and ``AUTHCODE - 短信验证码校验``, in the order of the text, each once."""
    found = _WITH_LABEL.finditer(unicodedata.normalize("NFKC", text))
    return tuple(dict.fromkeys(match["bracketed"] or match["dashed"] for match in found))


def spaced_names(text: str) -> tuple[str, ...]:
    """``INIT 已发起 ING 进行中`` and ``PSN_BANK4_AUTHCODE PSN_TELECOM_AUTHCODE``, on one line."""
    found = _SPACED.finditer(unicodedata.normalize("NFKC", text))
    return tuple(dict.fromkeys(match[0] for match in found))


def coloned_values(text: str) -> tuple[str, ...]:
    """``exact:精确查询,dim:模糊查询`` and, the label first, ``"身份证 : 0","护照: 1"``."""
    pieces = (piece.strip(_QUOTES) for piece in _SEPARATOR.split(unicodedata.normalize("NFKC", text)))
    found = (_VALUE_FIRST.search(piece) or _VALUE_LAST.search(piece) for piece in pieces)
    return tuple(dict.fromkeys(match[1] for match in found if match))


def listed_names(text: str) -> tuple[str, ...]:
    """One value a line, below a line that ends in a colon."""
    above, _, below = unicodedata.normalize("NFKC", text).partition(":\n")
    found = (_LISTED.match(line.strip()) for line in below.split("\n")) if above else ()
    return tuple(dict.fromkeys(match[1] for match in found if match))
