"""The `realname` command: what there is, and the order in which help shows it.

A command's module is imported when the command runs, or its own help is asked for.
"""

import os
import re
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, Any, Final, cast, get_args

import typer

import realname
from realname.cli import exits, misuse, output
from realname.cli.commands import Command, Group
from realname.language import Language, choose, of_locale

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
_LANG: Final = "--lang"


class Commands(Group):
    """The commands: a name and a sentence each, until one is asked for."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = {name: Command(name, help=output.help_text(text)) for name, text in COMMANDS.items()}

    def main(self, args: Sequence[str] | None = None, *more: Any, **named: Any) -> Any:
        """Run the command line `args`, by default that of the process, in its language; ends the process."""
        words = [*(sys.argv[1:] if args is None else args)]
        exits.answer_to(words)
        try:
            words = _choose_language(words)
            if args is None:  # on Windows typer expands what no shell has expanded, in sys.argv alone
                sys.argv[1:] = words
            code = super().main(args if args is None else words, *more, **named | {"standalone_mode": False})
        except typer.TyperException as error:
            code = misuse.tell(error, words)
        except typer.Abort:
            exits.warn("Aborted.")
            code = exits.REFUSED
        sys.exit(code if isinstance(code, int) else exits.ANSWERED)

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The whole command of what is asked for."""
        name, listed, rest = super().resolve_command(ctx, args)
        return name, command(name) if listed and name else None, rest


def _choose_language(words: list[str]) -> list[str]:
    """Take --lang out of the words before `--`, wherever it stands, and show everything in that language."""
    end = words.index("--") if "--" in words else len(words)
    rest, ahead = [], iter(words[:end])
    choose(of_locale(os.environ))
    for word in ahead:
        name, equals, value = word.partition("=")
        if name == _LANG:
            choose(_language(value if equals else next(ahead, "")))
        else:
            rest.append(word)
    return rest + words[end:]


def _language(text: str) -> Language:
    """A language by its name, or by that of a locale: zh, zh_CN, zh-Hans."""
    for language in get_args(Language):
        if re.fullmatch(rf"{language}([_.-].*)?", text, re.IGNORECASE):
            return cast("Language", language)
    raise typer.BadParameter(f"choose one of {', '.join(get_args(Language))}", param_hint=_LANG)


def command(name: str) -> Any:
    """A whole command: its options, or the commands below it."""
    module = import_module(f"realname.cli.{name}")
    if (group := getattr(module, "app", None)) is not None:
        return typer.main.get_group(group)
    function = getattr(module, name)
    single = typer.Typer(add_completion=False)
    single.command(name, cls=Command, help=output.help_text(function.__doc__ or ""), epilog=exits.POINTER)(function)
    return typer.main.get_command(single)


app = typer.Typer(
    name="realname",
    cls=Commands,
    no_args_is_help=True,
    context_settings={"help_option_names": ["--help", "-h"]},
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
    lang: Annotated[
        Language | None,
        typer.Option(
            _LANG, help="Show everything in this language; may stand anywhere. By default, that of the locale."
        ),
    ] = None,
) -> None:
    """Identity verification (实名认证): call providers, test, and find out what is wrong.

    Credentials come from the environment or from --env-file; `realname doctor PROVIDER` tells what is missing.
    """
