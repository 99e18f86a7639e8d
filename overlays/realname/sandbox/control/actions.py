"""What can be done to a running sandbox from outside, by name and with a JSON object of arguments."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, get_args, get_origin

from attrs import asdict, has

from realname.core import wire
from realname.core.errors import DecodeError
from realname.sandbox.control.summary import summary
from realname.sandbox.sandbox import Sandbox
from realname.testing.gateway.messages import Record

LONGEST_TEXT: Final = 4000
"""Characters of a text among the arguments. Ids have a few dozen, addresses a few hundred; the sandbox keeps them."""


class Actions:
    """The actions of a sandbox and of its gateways, which are their methods."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        own = (
            sandbox.break_contract,
            sandbox.breaches,
            sandbox.expire,
            sandbox.fail_next,
            sandbox.fast_forward,
            sandbox.faults,
            sandbox.finish,
            sandbox.reset,
        )
        actions: dict[str, Callable[..., object]] = {"requests": self._requests, **{a.__name__: a for a in own}}
        for gateway in sandbox.gateways.values():
            actions |= {name: getattr(gateway, name) for name in gateway.ACTIONS}
        self._actions: Mapping[str, Callable[..., object]] = dict(sorted(actions.items()))

    def __contains__(self, name: object) -> bool:
        return name in self._actions

    def __str__(self) -> str:
        return ", ".join(self._actions)

    def carry_out(self, name: str, body: bytes) -> Any:
        """Carry out an action, and return what it gives as JSON takes it.

        Args:
            name: of one that there is.
            body: the arguments as a JSON object; nothing for none.

        Raises:
            ValueError: the arguments are not the action's, or it says no.
        """
        try:
            arguments = wire.parse(body or b"{}")
        except DecodeError:
            arguments = None
        if not isinstance(arguments, dict):
            raise ValueError("the body must be a JSON object")
        action = self._actions[name]
        if problem := _problem(action, arguments):
            takes = ", ".join(map(str, inspect.signature(action).parameters.values())) or "nothing"
            raise ValueError(f"{problem}; {name} takes {takes}")
        value: Any = action(**arguments)
        return asdict(value) if has(type(value)) else value

    def _requests(self) -> list[dict[str, object]]:
        gateways = self._sandbox.gateways
        return [
            summary(record, gateways[record.provider].contract) | _whole(record) for record in self._sandbox.requests
        ]


def _problem(action: Callable[..., object], arguments: Mapping[str, object]) -> str | None:
    """What is wrong with the arguments, before anything is done with them; None if they are as the action says.

    A state that took another kind of value could be neither shown nor written any more.
    """
    if "self" in arguments:  # the method's own, though it takes any others
        return "got an unexpected keyword argument 'self'"
    try:
        given = inspect.signature(action).bind(**arguments)
    except TypeError as error:
        return str(error)
    for name, value in arguments.items():
        parameter = given.signature.parameters.get(name)
        if parameter is not None and not _fits(value, parameter.annotation):
            return f"{name} must be {inspect.formatannotation(parameter.annotation)}"
        if _is_long(value):
            return f"{name} must not have texts of more than {LONGEST_TEXT} characters"
    return None


def _fits(value: object, annotation: Any) -> bool:
    """Whether a value of JSON is what an annotation says."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Sequence:
        return isinstance(value, list) and all(_fits(each, inner[0]) for each in value)
    if origin is Mapping:
        return isinstance(value, dict) and all(_fits(each, inner[1]) for each in value.values())
    if inner:
        return any(_fits(value, each) for each in inner)
    if annotation is float:
        return type(value) in (int, float)
    return annotation is object or type(value) is (type(None) if annotation is None else annotation)


def _is_long(value: object) -> bool:
    if isinstance(value, dict):
        return any(_is_long(each) for pair in value.items() for each in pair)
    if isinstance(value, list):
        return any(map(_is_long, value))
    return isinstance(value, str) and len(value) > LONGEST_TEXT


def _whole(record: Record) -> dict[str, object]:
    expected = record.expected_string_to_sign
    return {
        "target": record.target,
        "headers": [list(header) for header in record.headers],
        "body": record.body.decode("utf-8", "replace"),
        "expected_string_to_sign": None if expected is None else expected.decode("utf-8", "replace"),
    }
