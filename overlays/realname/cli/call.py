"""`realname call`: every operation of every provider, with the options that its contract gives it."""

import inspect
import json
import sys
import types
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, Literal, Union, cast, get_args, get_origin, get_type_hints

import attrs
import typer

from realname.cli import contract, environment, exits, output
from realname.cli.contract import Provider
from realname.core.errors import ConfigurationError
from realname.core.model import Answer, WireEnum, masked
from realname.core.operation import Operation

HIDDEN = "•••"
"""Stands for a sensitive value."""

_COMMON = "How to call"
_SHOWN = "What to show"


def build() -> typer.Typer:
    """The command with one group a provider and one command an operation."""
    app = typer.Typer(no_args_is_help=True, help="Call an operation of a provider.", epilog=exits.EPILOG)
    for provider in contract.PROVIDERS:
        group = typer.Typer(no_args_is_help=True)
        for operation in contract.operations(provider):
            summary = contract.described(provider, operation).get("summary", "")
            text = f"{summary}\n\n{_PERSONAL}\n\nSource: {operation.document}"
            name = operation.name.replace("_", "-")
            group.command(name, help=output.help_text(text), epilog=exits.EPILOG)(_command(provider, operation))
        title = contract.document(provider)["info"]["title"]
        app.add_typer(group, name=provider, help=output.help_text(f"{title}."))
    return app


_PERSONAL = (
    "What a command line holds stays in the shell's history and is seen by other processes: give personal data as "
    "@FILE, or as @- to read it from standard input. A value that begins with @ is written @@."
)


# ---- a command from an operation ----


def _command(provider: Provider, operation: Operation[Any, Any]) -> Callable[..., None]:
    fields = {field.name: field for field in attrs.fields(operation.request)}
    described = {field.path: field for field in contract.request_fields(provider, operation)}
    hints = get_type_hints(operation.request)

    def command(**values: Any) -> None:
        arguments = {name: values.pop(f"field_{name}") for name in fields}
        with exits.reporting(show_personal=values["show_personal"]):
            _call(provider, operation, arguments, **values)

    parameters = [_argument(field, hints[name], described[field.metadata["wire"]]) for name, field in fields.items()]
    parameters += [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
        for name, annotation, default in _options(provider)
    ]
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # what typer reads
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return command


def _argument(field: "attrs.Attribute[Any]", hint: Any, described: contract.Field) -> inspect.Parameter:
    is_required = field.default is attrs.NOTHING
    kind = _kind(hint)
    help_parts = [described.meaning]
    if described.limits and not issubclass(kind, StrEnum):  # of an enum typer shows the choices
        help_parts.append(f"{described.limits[0].upper()}{described.limits[1:]}.")
    if described.sensitive:
        help_parts.append("Sensitive: better @FILE or @-.")
    option = typer.Option(
        f"--{field.name.replace('_', '-')}",
        help=output.help_text(" ".join(help_parts)),
        metavar={str: "TEXT", int: "NUMBER", float: "NUMBER"}.get(kind),
        show_default=False,
    )
    return inspect.Parameter(
        f"field_{field.name}",
        inspect.Parameter.KEYWORD_ONLY,
        default=inspect.Parameter.empty if is_required else None,
        annotation=Annotated[kind if is_required else kind | None, option],
    )


def _kind(hint: Any) -> type:
    """The type of an option; where an enum is open it is text."""
    members = get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
    enum = next((item for item in members if isinstance(item, type) and issubclass(item, WireEnum)), None)
    if enum is not None:
        return _choices(enum) if any(get_origin(item) is Literal for item in members) else str
    return next((item for item in members if item in (bool, int, float)), str)


@cache
def _choices(enum: type[WireEnum]) -> type[StrEnum]:
    """The documented values, by value: typer would take an enum that keeps unknown values at its word."""
    return types.new_class(enum.__name__, (StrEnum,), exec_body=lambda body: _fill(body, enum))


def _fill(body: dict[str, Any], enum: type[WireEnum]) -> None:
    for value in enum:
        body[value.name] = str(value)


def _options(provider: Provider) -> Iterator[tuple[str, Any, Any]]:
    servers = ", ".join(import_module(f"realname.{provider}").SERVERS)
    yield "env_file", environment.EnvFile, None
    address = f"The gateway's address, or a server's name: {servers}. Without it the environment says."
    yield "base_url", Annotated[str | None, _option("--base-url", _COMMON, address, metavar="URL|NAME")], None
    if provider == "esign":
        mode = "How to authenticate: signature, which e签宝 recommends, or token."
        yield "access", Annotated[str, _option("--access", _COMMON, mode)], "signature"
    else:
        yield "encrypt", Annotated[bool, _option("--encrypt", _COMMON, "Encrypt the request and its answer.")], False
    yield "timeout", Annotated[float, _option("--timeout", _COMMON, "For each network step.", metavar="SECONDS")], 10.0
    yield "attempts", Annotated[int, _option("--attempts", _COMMON, "Send at most N times.", metavar="N", min=1)], 3
    yield "as_json", Annotated[bool, _option("--json", _SHOWN, "The documented fields as JSON, none masked.")], False
    yield "raw", Annotated[bool, _option("--raw", _SHOWN, "The body as it came, byte for byte, once verified.")], False
    shown = "Do not mask sensitive fields, and show the provider's words where it refuses."
    yield "show_personal", Annotated[bool, _option("--show-personal", _SHOWN, shown)], False


def _option(name: str, panel: str, text: str, **more: Any) -> Any:
    return typer.Option(name, help=output.help_text(text), rich_help_panel=panel, **more)


# ---- the call ----


def _call(
    provider: Provider,
    operation: Operation[Any, Any],
    arguments: dict[str, Any],
    *,
    env_file: Path | None,
    base_url: str | None,
    as_json: bool,
    raw: bool,
    show_personal: bool,
    **options: Any,
) -> None:
    if raw and as_json:
        raise typer.BadParameter("choose one of --json and --raw")
    if env_file is not None:
        environment.load(env_file)
    module = import_module(f"realname.{provider}")
    if base_url is not None:
        options["base_url"] = module.SERVERS.get(base_url, base_url)
    given = {name: _value(name, value) for name, value in arguments.items() if value is not None}
    with module.Client.from_env(**options) as client:
        reply = getattr(client.with_raw_response, operation.name)(**given)
    if raw:
        sys.stdout.buffer.write(reply.http.content)
        sys.stdout.flush()
    elif as_json:
        print(json.dumps(reply.parsed.to_wire(), ensure_ascii=False, indent=2))
    else:
        _show(reply.parsed, show_personal=show_personal)
    request_id = f", request id {reply.request_id}" if reply.request_id else ""
    exits.warn(f"{reply.verification.replace('_', ' ')}, HTTP {reply.http.status_code}{request_id}")


def _value(name: str, value: Any) -> Any:
    """The argument's value: as given, or read from where its @ says."""
    if not isinstance(value, str) or isinstance(value, StrEnum) or not value.startswith("@"):
        return str(value) if isinstance(value, StrEnum) else value
    if value.startswith("@@"):
        return value[1:]
    try:
        text = sys.stdin.read() if value == "@-" else Path(value[1:]).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(
            f"what {name} names after its @ cannot be read ({type(error).__name__})",
            setting=name,
            remedy="Name a file, or write @- for standard input; a value that begins with @ is written @@.",
        ) from None
    return text.rstrip("\r\n")


def named_values(pairs: Iterable[str]) -> dict[str, str]:
    """Read ``NAME=VALUE`` arguments, where a value may be ``@FILE`` or ``@-``.

    Raises:
        ConfigurationError: one is not of this form, or its file cannot be read.
    """
    values = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not (name and equals):
            raise ConfigurationError(
                "an --argument is not NAME=VALUE", setting="argument", remedy="Write --argument userId=@FILE."
            )
        values[name] = str(_value(name, value))
    return values


def _show(answer: Answer, *, show_personal: bool) -> None:
    rows = list(_rows(answer, "", show_personal=show_personal))
    if output.console().is_terminal:
        output.table(["field", "value"], rows)
        return
    for name, value in rows:
        print(exits.printable(f"{name}: {value}"))


def _rows(answer: Answer, path: str, *, show_personal: bool) -> Iterator[tuple[str, str]]:
    for field in attrs.fields(cast("type[attrs.AttrsInstance]", type(answer))):
        value, name = getattr(answer, field.name), f"{path}{field.metadata['wire']}"
        if value is None:
            continue
        if field.repr is masked and not show_personal:
            yield name, HIDDEN
        elif isinstance(value, Answer):
            yield from _rows(value, f"{name}.", show_personal=show_personal)
        elif isinstance(value, list | tuple):
            for index, item in enumerate(value):
                inside = f"{name}[{index}]"
                if isinstance(item, Answer):
                    yield from _rows(item, f"{inside}.", show_personal=show_personal)
                else:
                    yield inside, _text(item)
        else:
            yield name, _text(value)


def _text(value: object) -> str:
    if isinstance(value, WireEnum):
        return str(value) if value.documented else f"{value} (not documented)"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
