"""`realname call`: every operation of every provider, with the options that its contract gives it.

A contract is read when its provider is named, and a command is built when its operation is.
"""

import inspect
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, Final, Literal, cast, get_args, get_origin, get_type_hints

import attrs
import typer

from realname.cli import arguments, commands, environment, exits, operations, output
from realname.cli.commands import Command, Group
from realname.core.answer import Answer
from realname.core.errors import RequestError
from realname.core.model import WireEnum, masked
from realname.core.outcome import Outcome
from realname.core.printable import printable
from realname.core.reply import Verification
from realname.core.request_json import alternatives_of
from realname.language import chosen, say
from realname.providers import PROVIDERS, Provider
from realname.testing import provider as port
from realname.testing.contract import Contract, Field, Operation

HIDDEN = "•••"
"""Stands for a sensitive value."""

# `verified` alone would be read as the outcome.
_SIGNATURES: Final = {
    Verification.VERIFIED: "signature verified",
    Verification.UNSIGNED: "unsigned",
    Verification.NOT_SIGNED_BY_PROVIDER: "not signed by provider",
}
_MILLISECONDS: Final = "milliseconds since 1970"
"""What a contract says of a field that is a time."""
_LEAST_BESIDE: Final = 40
"""Columns beside the longest name, for a value and the frame."""
_INDEX: Final = re.compile(r"\[\d+\]")
_COMMON = "How to call"
_SHOWN = "What to show"
_PERSONAL = (
    "What a command line holds stays in the shell's history and is seen by other processes: give personal data as "
    "@FILE, or as @- to read it from standard input. A value that begins with @ is written @@. Of an image (JPG, PNG, "
    "BMP) the base64 is sent."
)
_JSON = (
    "What is more than one value is written as JSON, in whose texts an @ says the same: "
    """'{"content": "@photo.jpg"}'. In JSON that is itself read from a FILE, it does not."""
)


@attrs.frozen
class _Method:
    """A method of a provider's client, which calls an operation or waits for it."""

    provider: Provider
    operation: Operation
    name: str
    summary: str
    waits: bool = False


def _title(provider: Provider) -> str:
    return output.help_text(say(f"{port.contract(provider).document['info']['title']}."))


class Providers(Group):
    """A group for each provider, made when it is asked for."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = {name: Group(name=name) for name in PROVIDERS}

    def get_command(self, ctx: Any, cmd_name: str) -> "Methods | None":
        """A provider's group."""
        return next((Methods(name) for name in PROVIDERS if name == cmd_name), None)


class Methods(Group):
    """A command for each method of a provider's client: a name and a sentence, until it is asked for."""

    def __init__(self, provider: Provider) -> None:
        contract = port.contract(provider)
        self._methods = {operations.written(each.name): each for each in _methods(provider, contract)}
        listed = [Command(name, help=output.help_text(each.summary)) for name, each in self._methods.items()]
        super().__init__(name=provider, commands=listed, help=_title(provider), no_args_is_help=True)

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The whole command of what is asked for."""
        name, listed, rest = super().resolve_command(ctx, args)
        return name, _command(name, self._methods[name]) if listed and name else None, rest


app = typer.Typer(
    name="call",
    cls=Providers,
    help="Call an operation of a provider.",
    epilog=exits.POINTER,
    no_args_is_help=True,
    add_completion=False,
)


def _methods(provider: Provider, contract: Contract) -> Iterator[_Method]:
    for operation in contract.operations.values():
        yield _Method(provider, operation, operation.name, operation.summary)
        if operation.waiter:
            summary = f"Repeat {operations.written(operation.name)} until it is over."
            yield _Method(provider, operation, operation.waiter["name"], summary, waits=True)


# ---- a command from an operation ----


def _command(name: str, method: _Method) -> Any:
    operation = method.operation
    request = getattr(import_module(f"realname_{method.provider}"), operation.name.upper()).request
    fields = {field.name: field for field in attrs.fields(request)}
    described = operation.arguments
    hints = get_type_hints(request)

    def command(**values: Any) -> None:
        given = {name: values.pop(f"{commands.FIELD}{name}") for name in fields}
        with exits.reporting(show_personal=values.get("show_personal", False)):
            named = {
                name: arguments.value(name, value, hints[name], is_json=_kind(hints[name]) is object)
                for name, value in given.items()
                if value is not None
            }
            with _options_named(fields):
                _call(method, named, **values)

    parameters = [_argument(field, hints[name], described) for name, field in fields.items()]
    parameters += [
        arguments.keyword(name, annotation, default)
        for name, annotation, default in _options(method)
        if name not in fields  # then the operation has an argument of that name
    ]
    arguments.take(command, parameters)
    has_json = any(_kind(hints[name]) is object for name in fields)
    notes = [method.summary, _PERSONAL, *([_JSON] if has_json else []), f"Source: {operation.document}"]
    text = output.help_text("\n\n".join(notes))
    app = typer.Typer(add_completion=False)
    app.command(name, cls=Command, help=text, epilog=exits.POINTER)(command)
    return typer.main.get_command(app)


def _argument(field: "attrs.Attribute[Any]", hint: Any, described: list[Field]) -> inspect.Parameter:
    is_required = field.default is attrs.NOTHING
    kind = _kind(hint)
    own = next(each for each in described if each.path == field.metadata["wire"])
    text = own.meaning
    if own.limits and get_origin(kind) is not Literal:  # of these typer shows the choices
        limits = "; ".join(map(say, own.limits.split("; ")))
        text += f" {limits[0].upper()}{limits[1:]}{say('.')}"
    inside = [each for each in described if each.path.startswith((f"{own.path}.", f"{own.path}["))]
    if members := [each for each in inside if "." not in each.path.removeprefix(f"{own.path}.")]:
        names = (each.path.rpartition(".")[2] + (" (required)" if each.required else "") for each in members)
        text += " " + say(f"Members: {', '.join(names)}.")
    if own.kind.startswith("list"):
        text += " " + say("A list.")
    if own.sensitive or any(each.sensitive for each in inside):
        text += " " + say("Sensitive: better @FILE or @-.")
    option = _option(_flag(field.name, kind), None, text, metavar=_METAVARS.get(kind))
    accepted = str if kind in (object, Decimal) else kind
    default = inspect.Parameter.empty if is_required else None
    return arguments.keyword(
        f"{commands.FIELD}{field.name}", Annotated[accepted if is_required else accepted | None, option], default
    )


_METAVARS: Final = {str: "TEXT", int: "NUMBER", float: "NUMBER", Decimal: "NUMBER", object: "JSON"}


def _kind(hint: Any) -> Any:
    """The type of an option: documented values, true or false, a number, text; `object` for what is given as JSON."""
    members = alternatives_of(hint)
    for item in members:
        if get_origin(item) is Literal and all(isinstance(value, str) for value in get_args(item)):
            return item
    scalar = next((item for item in members if item in (bool, int, float, Decimal, str)), None)
    is_open = any(isinstance(item, type) and issubclass(item, WireEnum) for item in members)
    return scalar or (str if is_open else object)


def _flag(name: str, kind: object) -> str:
    option = arguments.option(name)
    return f"{option}/--no-{option[2:]}" if kind is bool else option


def _options(method: _Method) -> Iterator[tuple[str, Any, Any]]:
    """What every command has, and what the provider's clients take, with the words of their docstrings."""
    module = import_module(f"realname.{method.provider}.client")
    servers = ", ".join(import_module(f"realname.{method.provider}").SERVERS)
    yield "env_file", environment.EnvFile, None
    address = f"The gateway's address, or a server's name: {servers}. Without it the environment says."
    yield (
        "base_url",
        Annotated[
            str | None,
            _option("--base-url", _COMMON, address, metavar="URL|NAME", autocompletion=operations.complete_server),
        ],
        None,
    )
    meanings = meanings_of_options(method.provider)
    if method.waits and method.operation.waiter:
        meanings["timeout"] = f"Seconds to wait in all, by default {method.operation.waiter['limit']}."
    for name, hint in get_type_hints(module.Options).items():
        kind = str if (is_list := _kind(hint) is object) else _kind(hint)
        option = _option(_flag(name, kind), _COMMON, meanings.get(name, ""), metavar=_METAVARS.get(kind))
        yield name, Annotated[list[str] | None if is_list else kind | None, option], None
    yield "as_json", Annotated[bool, _option("--json", _SHOWN, "The documented fields as JSON, none masked.")], False
    if not method.waits:
        raw = "The body as it came, once verified: byte for byte, but on a terminal with codes for control characters."
        yield "raw", Annotated[bool, _option("--raw", _SHOWN, raw)], False
    shown = "Do not mask sensitive fields, and show the provider's words where it refuses."
    yield "show_personal", Annotated[bool, _option("--show-personal", _SHOWN, shown)], False


def meanings_of_options(provider: Provider) -> dict[str, str]:
    """What the docstring of a provider's client says of each of its options, on one line."""
    module = import_module(f"realname.{provider}.client")
    told = re.findall(r"^    (\w+): (.*(?:\n {8}.*)*)", inspect.getdoc(module.Client) or "", re.MULTILINE)
    texts = {name: " ".join(re.sub(r"``|\*\*", "", text).split()) for name, text in told}
    return {
        name: f"{text[:1].upper()}{text[1:]}" for name, text in texts.items() if name in module.Options.__annotations__
    }


def _option(name: str, panel: str | None, text: str, **more: Any) -> Any:
    return typer.Option(name, help=output.help_text(text), rich_help_panel=panel, show_default=False, **more)


# ---- the call ----


def _call(
    method: _Method,
    named: dict[str, Any],
    *,
    env_file: Path | None = None,
    base_url: str | None = None,
    as_json: bool = False,
    raw: bool = False,
    show_personal: bool = False,
    **options: Any,
) -> None:
    if raw and as_json:
        raise typer.BadParameter("choose one of --json and --raw")
    environment.load(env_file)
    module = import_module(f"realname.{method.provider}")
    options = {name: value for name, value in options.items() if value not in (None, [])}
    if base_url is not None:
        options["base_url"] = operations.base_url(method.provider, base_url)
    if method.waits and "timeout" in options:
        named["timeout"] = options.pop("timeout")
    with module.Client.from_env(**options) as client:
        reply = None if method.waits else getattr(client.with_raw_response, method.name)(**named)
        answer = reply.parsed if reply else getattr(client, method.name)(**named)
    with exits.writing():
        if reply and raw:
            output.raw(reply.http.content)
        elif as_json:
            output.document(answer.to_wire())
        else:
            _show(answer, method.operation, show_personal=show_personal)
    known = []
    if isinstance(outcome := getattr(answer, "outcome", None), Outcome):
        known.append(say(f"outcome {outcome.value}"))
    if reply:
        known += [say(_SIGNATURES[reply.verification]), f"HTTP {reply.http.status_code}"]
        known += [say(f"request id {reply.request_id}")] if reply.request_id else []
    exits.note(("，" if chosen() == "zh" else ", ").join(known))


@contextmanager
def _options_named(fields: Mapping[str, "attrs.Attribute[Any]"]) -> Iterator[None]:
    """Say of a refused argument which option it is."""
    options = {field.metadata["wire"]: arguments.option(name) for name, field in fields.items()}
    try:
        yield
    except RequestError as error:
        if error.field not in options:
            raise
        says = f"{options[error.field]}: {error.args[0]}"
        refused = error
    else:
        return
    raise RequestError(says, field=refused.field, limit=refused.limit, document=refused.document)


def _show(answer: Answer, operation: Operation, *, show_personal: bool) -> None:
    rows = list(_rows(answer, "", show_personal=show_personal))
    screen = output.console()
    if screen.is_terminal:
        times = {field.path for field in operation.answer if _MILLISECONDS in field.meaning}
        rows = [(path, _dated(value) if _INDEX.sub("[]", path) in times else value) for path, value in rows]
    if screen.is_terminal and max(len(path) for path, _ in rows) + _LEAST_BESIDE <= screen.width:
        output.table(["field", "value"], rows)
    else:  # a frame would break the names
        for name, value in rows:
            print(printable(f"{name}: {value}"))


def _dated(value: str) -> str:
    """A time in milliseconds with the date that it is, where this machine stands."""
    try:
        return f"{value} ({datetime.fromtimestamp(int(value) / 1000).astimezone():%Y-%m-%d %H:%M:%S %z})"
    except (ValueError, OverflowError, OSError):  # masked, or no time
        return value


def _rows(value: object, path: str, *, show_personal: bool) -> Iterator[tuple[str, str]]:
    """A line for each value inside a value, under its path."""
    if isinstance(value, Answer):
        for field in attrs.fields(cast("type[attrs.AttrsInstance]", type(value))):
            inner, name = getattr(value, field.name), f"{path}.{field.metadata['wire']}".lstrip(".")
            if inner is None:
                continue
            if field.repr is masked and not show_personal:
                yield name, HIDDEN if output.is_shown(HIDDEN) else "***"
            else:
                yield from _rows(inner, name, show_personal=show_personal)
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from _rows(item, f"{path}[{index}]", show_personal=show_personal)
    elif isinstance(value, WireEnum):
        yield path, str(value) if value.documented else f"{value} ({say('not documented')})"
    else:
        yield path, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
