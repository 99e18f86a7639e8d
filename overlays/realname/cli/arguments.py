"""From what is written on a command line to what a client's method takes: text, numbers, JSON, files, images."""

import base64
import inspect
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from realname.cli import inputs
from realname.core import wire
from realname.core.errors import ConfigurationError, DecodeError, RequestError
from realname.core.request_json import alternatives_of, from_json


def value(name: str, written: Any, hint: Any, *, is_json: bool) -> Any:
    """The value of an argument as a method takes it.

    Args:
        name: of the argument, in Python.
        written: what the option was given; text may say by its @ where it is to be read from.
        hint: the type that the method takes.
        is_json: whether the text is the JSON of that type.

    Raises:
        ConfigurationError: what an @ names cannot be read.
        RequestError: it is not what it should be; names the option and the place, and repeats no value.
    """
    if not isinstance(written, str):
        return written
    is_read = written.startswith("@") and not written.startswith("@@")
    text = _read(name, written)
    if is_json:
        # What was read from somewhere names no file to be read: it may come from somebody else.
        return _from_json(name, text, hint, (lambda part: part) if is_read else (lambda part: _read(name, part)))
    if Decimal in alternatives_of(hint):
        return _decimal(name, text)
    return text


def named_values(pairs: Iterable[str]) -> dict[str, str]:
    """Read ``NAME=VALUE`` arguments, where a value may be ``@FILE`` or ``@-``.

    Raises:
        ConfigurationError: one is not of this form, or its file cannot be read.
    """
    values = {}
    for pair in pairs:
        name, equals, written = pair.partition("=")
        if not (name and equals):
            remedy = "Write --argument userId=@FILE."
            raise ConfigurationError("an --argument is not NAME=VALUE", setting="argument", remedy=remedy)
        values[name] = value(name, written, str, is_json=False)
    return values


def option(name: str) -> str:
    """The option of an argument."""
    return f"--{name.replace('_', '-')}"


def keyword(name: str, annotation: Any, default: object = None) -> inspect.Parameter:
    """A parameter that is an option."""
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def take(command: Callable[..., None], parameters: Sequence[inspect.Parameter]) -> None:
    """Let typer see these parameters in place of the function's own."""
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}


def _read(name: str, text: str) -> str:
    """Text, or what its @ names: a file, or standard input; of an image its base64."""
    if not text.startswith("@"):
        return text
    if text.startswith("@@"):
        return text[1:]
    what = f"the file that {option(name)} names after its @ (@@ stands for one @)"
    data = inputs.read_bytes(text[1:], what, setting=name)
    if inputs.is_image(data):
        return base64.b64encode(data).decode("ascii")
    return inputs.text_of(text[1:], data, what, setting=name).rstrip("\r\n")


def _decimal(name: str, text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise RequestError(f"{option(name)} must be a number, such as 0.51", field=name, limit="a number") from None


def _from_json(name: str, text: str, hint: Any, read: Callable[[str], str]) -> Any:
    try:
        document = wire.parse(text.encode())
    except (DecodeError, ValueError):
        says = (
            f"""{option(name)} cannot be sent: it is not JSON, such as ["…"] for a list or {{"…": …}} for an object"""
        )
        raise RequestError(says, field=name, limit="JSON") from None
    try:
        return from_json(hint, document, "$", read)
    except RequestError as error:
        refused = error
    says = f"{option(name)} cannot be sent: {refused.args[0]}"
    raise RequestError(says, field=name, limit=refused.limit, document=refused.document)
