"""The `realname` command: what there is, and the order in which help shows it.

A command's module is imported when the command runs, or its own help is asked for.
"""

from importlib import import_module
from typing import Annotated, Any, Final

import typer
from typer.core import TyperCommand, TyperGroup

import realname
from realname.cli import exits, output

COMMANDS: Final = {
    "bulk": "Call an operation for each line of a file: several at a time, at a pace, and after a crash only what is "
    "left.",
    "explain": "Show what a captured request or answer is signed over, and what went wrong.",
    "doctor": "Check credentials without a call: keys, pairs, mix-ups, certificates. Shows no key.",
    "reference": "Show what each operation takes and answers, field by field.",
    "conformance": "Ask a gateway whether it keeps its contract, politely: valid requests only, slowly, and not many.",
    "call": "Call an operation of a provider.",
    "sandbox": "Serve a gateway for each provider on this machine, and print a line a request with its verdict.",
}
"""Command → how its help begins. Its function, or the `app` of its commands, stands in the module of its name."""


class Commands(TyperGroup):
    """The commands: a name and a sentence each, until one is asked for."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = {name: TyperCommand(name, help=output.help_text(text)) for name, text in COMMANDS.items()}

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The whole command of what is asked for."""
        name, listed, rest = super().resolve_command(ctx, args)
        return name, command(name) if listed and name else None, rest


def command(name: str) -> Any:
    """A whole command: its options, or the commands below it."""
    module = import_module(f"realname.cli.{name}")
    if (group := getattr(module, "app", None)) is not None:
        return typer.main.get_group(group)
    function = getattr(module, name)
    single = typer.Typer(add_completion=False)
    single.command(name, help=output.help_text(function.__doc__ or ""), epilog=exits.EPILOG)(function)
    return typer.main.get_command(single)


app = typer.Typer(
    name="realname",
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,  # they would print the keys and persons that stand in local variables
    epilog=exits.EPILOG,
)


def _version(wanted: bool) -> None:
    if wanted:
        print(realname.__version__)
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Identity verification (实名认证): call providers, test, and find out what is wrong.

    Credentials come from the environment or from --env-file; `realname doctor PROVIDER` tells what is missing.
    """
