"""`realname sandbox`: the embedded gateways, until Ctrl-C, and what asks and steers them while they run."""

import inspect
import shlex
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import typer

from realname.cli import arguments, environment, exits, output, steering
from realname.cli.commands import Command, Group
from realname.cli.control_address import asking
from realname.cli.request_log import requests

_WRITE_ENV: Final = (
    "Where to write addresses and credentials: a new file, which only you can read, and which goes away with the "
    "sandbox. Without it, a file in a temporary directory."
)
_HOST: Final = "The address of this machine to listen at: 127.0.0.1 by default; 0.0.0.0 for calls from other machines."
_PORT: Final = "Of the first gateway; the others and the control address have those that follow. By default, free ones."
_ADVERTISE: Final = "The host in the addresses that are told, such as the name of a container."
_STATE: Final = "Keep keys, state and requests in FILE (SQLite) for the next time. Without it, nothing is kept."
_RESET: Final = "Forget what --state has kept, but for the keys."
_FINISH_AFTER: Final = (
    "Seconds after which whoever was sent to a provider's page or SDK ends there as verified. Without it, somebody "
    "plays their part: `realname sandbox finish`."
)
_CALLBACKS: Final = "Which flows call their notifyUrl when they end: those that succeed, by default."
_CALLBACK_HOST: Final = "A host besides this machine that may be called back. Repeatable."

OPTIONS: Final = {
    "write_env": Annotated[Path | None, typer.Option(metavar="FILE", help=_WRITE_ENV)],
    "env_file": Annotated[Path | None, typer.Option(hidden=True)],  # the former name of the one above
    "host": Annotated[str | None, typer.Option(metavar="ADDRESS", help=_HOST)],
    "port": Annotated[int | None, typer.Option(metavar="N", min=0, help=_PORT)],
    "advertise": Annotated[str | None, typer.Option(metavar="NAME", help=_ADVERTISE)],
    "state": Annotated[Path | None, typer.Option(metavar="FILE", help=_STATE)],
    "reset": Annotated[bool | None, typer.Option("--reset", help=_RESET)],
    "finish_after": Annotated[float | None, typer.Option(metavar="SECONDS", min=0, help=_FINISH_AFTER)],
    "callbacks": Annotated[Literal["none", "success", "all"] | None, typer.Option(help=_CALLBACKS)],
    "callback_host": Annotated[list[str] | None, typer.Option(metavar="NAME", help=_CALLBACK_HOST)],
}
"""Those of `python -m realname.sandbox`, to which they are passed on."""


def sandbox(ctx: typer.Context, **given: Any) -> None:
    """Serve a gateway for each provider on this machine, and print a line a request with its verdict.

    It ends with Ctrl-C, SIGTERM, or the end of standard input. It has fresh keys, unless --state has kept some, and
    samples that a first call succeeds with. The commands below ask and steer it from another terminal, where they find
    it by its --env-file.
    """
    given = {name: value for name, value in given.items() if value is not None}
    if ctx.invoked_subcommand is None:
        raise typer.Exit(_serve(given))
    if others := given.keys() - {"env_file"}:
        says = f"{arguments.option(min(others))} is for serving, and {ctx.invoked_subcommand} serves nothing"
        raise typer.BadParameter(says)
    with exits.reporting():
        environment.load(given.get("env_file"))


def _serve(given: dict[str, Any]) -> int:
    with exits.reporting():
        from realname.sandbox.__main__ import main as serve
    file = given.get("write_env") or given.get("env_file")
    hints = [] if file is None else _hints(shlex.quote(str(file.absolute())))  # a shell looks for a bare name in PATH
    words = [word for name, value in given.items() for word in _words(name, value)]
    return serve(words, hints=hints, name="realname sandbox")


def _hints(file: str) -> list[str]:
    return [f"In another terminal:  set -a; . {file}; set +a", f"or with any command:  realname … --env-file {file}"]


def _words(name: str, value: object) -> list[str]:
    """An option as it is written; with an equals sign, so that no value is taken for an option."""
    if value is True:
        return [arguments.option(name)]
    return [f"{arguments.option(name)}={each}" for each in (value if isinstance(value, list | tuple) else [value])]


context = inspect.Parameter("ctx", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)
arguments.take(sandbox, [context, *(arguments.keyword(name, annotation) for name, annotation in OPTIONS.items())])
app = typer.Typer(
    name="sandbox",
    help=output.help_text(sandbox.__doc__ or ""),
    epilog=exits.POINTER,
    cls=Group,
    invoke_without_command=True,
    add_completion=False,
)
app.callback()(sandbox)
for command in (requests, *steering.COMMANDS):
    app.command(
        arguments.option(command.__name__).lstrip("-"),
        help=output.help_text(command.__doc__ or ""),
        epilog=exits.POINTER,
        cls=Command,
    )(asking(command))
