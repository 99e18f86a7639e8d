"""What the generated models stand on: wire names, constraints, masking and enums that outlive their document.

Requests are strict: a value that breaks the contract raises `RequestError` before anything is sent, and the error names
the field and the limit, never the value.
"""

import math
import re
import uuid
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any, ClassVar, Literal, Self

import attrs

from realname.core.errors import RequestError
from realname.core.redaction import conceal

Location = Literal["path", "query", "body"]
Validator = Callable[[Any, "attrs.Attribute[Any]", Any], None]


class WireEnum(StrEnum):
    """An enum that keeps a value it does not know, since a provider may add one at any time.

    ``FlowStatus("NEW")`` is a `FlowStatus` that compares equal to its text and says that it is not `documented`. So no
    list of members is complete, and type checkers know: for them there is one more, which has no value and is never
    met, and a ``match`` without ``case _`` is an error.
    """

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_ = value
        member._value_ = value
        return member

    @property
    def documented(self) -> bool:
        """Whether the provider's document lists this value."""
        return self._value_ in type(self)._value2member_map_

    def __reduce_ex__(self, protocol: object) -> tuple[object, ...]:
        return type(self), (self._value_,)  # Python before 3.11.4 looks for the name, which an unknown value has not


class Request:
    """Base of what is sent. Construction validates every field and raises `RequestError`.

    Attributes:
        OPERATION: the operation that this is the request of; None for a part of a request.
        DOCUMENT: address of the provider's document.
    """

    __slots__ = ()
    OPERATION: ClassVar[str | None] = None
    DOCUMENT: ClassVar[str] = ""

    @classmethod
    def __attrs_init_subclass__(cls) -> None:
        # Its frame holds the arguments. Assigned, it would be a method without types for type checkers.
        setattr(cls, "__init__", conceal(cls.__init__))  # noqa: B010


def wire(name: str, *, at: Location = "body", step: float | None = None) -> dict[str, Any]:
    """Field metadata: the name on the wire, the part of the request it travels in, and of a decimal its last place."""
    return {"wire": name, "at": at} | ({} if step is None else {"step": step})


def told(name: str) -> dict[str, Any]:
    """Field metadata of an answer for what stood in the request, under its wire name there: it is not on this wire."""
    return {"wire": name, "told": True}


def fresh(value: str | None) -> str:
    """The id that was given, or a new one: 32 random hexadecimal digits."""
    return uuid.uuid4().hex if value is None else value


def wire_path(instance: Any, path: str) -> str:
    """The place of an attribute (dotted) in wire names: ``data.flow_id`` → ``$.data.flowId``."""
    place = "$"
    for name in path.split("."):
        known = attrs.fields_dict(type(instance)) if attrs.has(type(instance)) else {}
        place += f".{known[name].metadata['wire'] if name in known else name}"
        instance = getattr(instance, name, None)
    return place


def masked(value: object) -> str:
    """Repr of a field that holds personal or secret data: whether there is something, and no more."""
    return "None" if value is None else "'…'"


def refuse(instance: object, attribute: "attrs.Attribute[Any]", limit: str) -> RequestError:
    """The error for a field that breaks its limit. It never looks at the value."""
    name = attribute.metadata.get("wire", attribute.name)
    owner = type(instance)
    return RequestError(
        f"{name} must be {limit}",
        field=name,
        limit=limit,
        document=getattr(owner, "DOCUMENT", ""),
        operation=getattr(owner, "OPERATION", None),
    )


def require_one_of(instance: object, *names: str) -> None:
    """Refuse a request in which none of these fields is given, or only empty text.

    Raises:
        RequestError: names the fields.
    """
    if not any(getattr(instance, name) for name in names):
        owner = type(instance)
        raise RequestError(
            f"one of {', '.join(names)} must be given",
            field=names[0],
            limit=f"at least one of {', '.join(names)}",
            document=getattr(owner, "DOCUMENT", ""),
            operation=getattr(owner, "OPERATION", None),
        )


def text(*, min_length: int | None = None, max_length: int | None = None, pattern: str | None = None) -> Validator:
    """Accept text; lengths count Unicode characters, the pattern must match the whole of it."""
    matches = re.compile(pattern).fullmatch if pattern else None
    limit = "text"
    if min_length and max_length is not None:
        limit = f"text of {min_length} to {max_length} characters"
    elif max_length is not None:
        limit = f"text of at most {max_length} characters"
    elif min_length:
        limit = f"text of at least {min_length} characters"
    if pattern:
        limit += f" that matches {pattern}"

    def check(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
        if (
            not isinstance(value, str)
            or (max_length is not None and len(value) > max_length)
            or (min_length is not None and len(value) < min_length)
            or (matches is not None and not matches(value))
        ):
            raise refuse(instance, attribute, limit)
        if not value.isascii() and any("\ud800" <= character <= "\udfff" for character in value):
            raise refuse(instance, attribute, f"{limit}, without lone surrogates (they cannot be written as UTF-8)")

    return check


def integer(*, minimum: int | None = None, maximum: int | None = None) -> Validator:
    """Accept a whole number; ``True`` and ``1.0`` are none."""
    limit = "a whole number" + _between(minimum, maximum)

    def check(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
        if (
            not isinstance(value, int)
            or isinstance(value, bool)
            or (minimum is not None and value < minimum)
            or (maximum is not None and value > maximum)
        ):
            raise refuse(instance, attribute, limit)

    return check


def number(*, minimum: float | None = None, maximum: float | None = None) -> Validator:
    """Accept a finite number, whole or not."""
    limit = "a finite number" + _between(minimum, maximum)

    def check(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
        if (
            not isinstance(value, int | float)
            or isinstance(value, bool)
            or not math.isfinite(value)
            or (minimum is not None and value < minimum)
            or (maximum is not None and value > maximum)
        ):
            raise refuse(instance, attribute, limit)

    return check


def decimal(*, step: float, minimum: float | None = None, maximum: float | None = None) -> Validator:
    """Accept a ``Decimal`` that is a multiple of `step`. A float is none: ``0.1 + 0.2`` is not ``0.3``."""
    from decimal import Decimal, InvalidOperation  # slow to load, and few pages have any

    places = Decimal(str(step))
    limit = f"a Decimal{_between(minimum, maximum)}, a multiple of {step}"

    def check(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
        try:
            is_fit = (
                isinstance(value, Decimal)
                and value.is_finite()
                and (minimum is None or value >= Decimal(str(minimum)))
                and (maximum is None or value <= Decimal(str(maximum)))
                and value == value.quantize(places)
            )
        except InvalidOperation:  # more digits than a Decimal is written with
            is_fit = False
        if not is_fit:
            raise refuse(instance, attribute, limit)

    return check


def boolean() -> Validator:
    """Accept ``True`` and ``False``."""

    def check(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
        if not isinstance(value, bool):
            raise refuse(instance, attribute, "true or false")

    return check


def member(enum: type[WireEnum]) -> Validator:
    """Accept a documented value of a closed enum, as a member or as its text."""
    allowed = frozenset(str(value) for value in enum)
    limit = "one of " + ", ".join(str(value) for value in enum)

    def check(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
        if not isinstance(value, str) or value not in allowed:
            raise refuse(instance, attribute, limit)

    return check


def nested(model: type[Request]) -> Validator:
    """Accept an object that has validated itself."""

    def check(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
        if not isinstance(value, model):
            raise refuse(instance, attribute, f"a {model.__name__}")

    return check


def array(item: Validator, *, min_items: int | None = None, max_items: int | None = None) -> Validator:
    """Accept a list or tuple whose every item is accepted by `item`."""
    limit = "a list"
    if min_items is not None or max_items is not None:
        limit += f" with a length{_between(min_items, max_items)}"

    def check(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
        if (
            not isinstance(value, Sequence)
            or isinstance(value, str | bytes | bytearray)
            or (min_items is not None and len(value) < min_items)
            or (max_items is not None and len(value) > max_items)
        ):
            raise refuse(instance, attribute, limit)
        for entry in value:
            item(instance, attribute, entry)

    return check


def _between(minimum: float | None, maximum: float | None) -> str:
    if minimum is not None and maximum is not None:
        return f" from {minimum} to {maximum}"
    if minimum is not None:
        return f" from {minimum} up"
    if maximum is not None:
        return f" up to {maximum}"
    return ""
