"""From the columns of a line to the arguments of an operation, by either of their names."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints

import attrs
from attrs import field, frozen

from realname.core import wire
from realname.core.errors import DecodeError, RequestError
from realname.core.model import WireEnum
from realname.core.operation import Operation
from realname.core.request_json import alternatives_of, from_json

_AS_EXCEL_SHORTENS: Final = re.compile(r"[0-9](\.[0-9]+)?E\+[0-9]+")
"""How Excel saves an identity number, a bank card or an id that it took for a number: its last digits are lost."""


class ProblemError(Exception):
    """What is wrong with a line, without any value of it."""


@frozen
class _Argument:
    name: str
    wire: str
    hint: Any = field(repr=False)
    is_required: bool


class Columns:
    """What an operation takes, by both of its names."""

    def __init__(self, operation: Operation[Any, Any]) -> None:
        request: Any = operation.request
        self._operation = operation.name
        hints = get_type_hints(request)
        self._all = [
            _Argument(each.name, each.metadata["wire"], hints[each.name], each.default is attrs.NOTHING)
            for each in attrs.fields(request)
        ]
        self._named = {name: each for each in self._all for name in (each.wire, each.name)}

    def require_known(self, columns: Sequence[str], fields: Collection[str], *, is_whole: bool = True) -> None:
        """Refuse what is no argument and no field to repeat, what is there twice, and the lack of what is required."""
        for number, column in enumerate(columns, 1):
            if column not in self._named and column not in fields:
                import difflib  # slow to load, and needed for a mistake only

                lowered = {name.lower(): each.wire for name, each in self._named.items()}
                near = difflib.get_close_matches(column.lower(), lowered, 1)
                known = ", ".join(each.wire for each in self._all)
                hint = f"the nearest is {lowered[near[0]]!r}" if near else f"there are: {known}"
                # Where the line of names is missing, these are values.
                shown = repr(column) if column.isascii() and column.isidentifier() else f"the name of column {number}"
                raise ProblemError(f"{shown} is no argument of {self._operation}; {hint}")
        counted = Counter(self._named[column].wire if column in self._named else column for column in columns)
        if twice := next((name for name, times in counted.items() if times > 1), None):
            raise ProblemError(f"{twice!r} is there twice")
        if missing := [name for name in fields if is_whole and name not in columns]:
            raise ProblemError(f"there is no column {missing[0]!r}")
        if missing := [each.wire for each in self._all if each.is_required and each.wire not in counted]:
            raise ProblemError(f"{', '.join(missing)} is missing")

    def read(self, given: Mapping[str, Any], *, is_text: bool) -> dict[str, Any]:
        """The arguments of a line."""
        read = {
            each.name: _value(each, value, is_text=is_text)
            for name, value in given.items()
            if (each := self._named.get(name))
        }
        if missing := [each.wire for each in self._all if each.is_required and each.name not in read]:
            raise ProblemError(f"{', '.join(missing)} is missing")
        return read


def _value(argument: _Argument, value: Any, *, is_text: bool) -> Any:
    kinds = alternatives_of(argument.hint)
    if is_text:
        if any(_is_text(kind) for kind in kinds):
            if _AS_EXCEL_SHORTENS.fullmatch(value):
                says = "is a number of which Excel kept the beginning: make the column text there, and enter it again"
                raise ProblemError(f"{argument.wire} {says}")
            return value
        try:
            if Decimal in kinds:
                return Decimal(value)
            value = wire.parse((value.lower() if bool in kinds else value).encode())  # Excel writes TRUE
        except (DecodeError, InvalidOperation):
            raise ProblemError(f"{argument.wire} is not what stands for {_described(kinds)}") from None
    try:
        return from_json(argument.hint, value, argument.wire)
    except RequestError as error:
        raise ProblemError(str(error.args[0])) from None


def _is_text(kind: Any) -> bool:
    if get_origin(kind) is Literal:
        return all(isinstance(value, str) for value in get_args(kind))
    return kind is str or (isinstance(kind, type) and issubclass(kind, WireEnum))


def _described(kinds: Sequence[Any]) -> str:
    if bool in kinds:
        return "true or false"
    return "a number" if {int, float, Decimal} & {*kinds} else "JSON"
