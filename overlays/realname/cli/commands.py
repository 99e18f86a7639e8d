"""Commands and groups of typer, in the chosen language, and with an answer for what newcomers type."""

from importlib import import_module
from typing import Any, Final

from rich.markup import escape
from typer import TyperException
from typer.core import TyperCommand, TyperGroup

from realname.cli import misuse, operations, typer_words
from realname.language import say

FIELD: Final = "field_"
"""How the name of a parameter begins that is a field of an operation: its help is the contract's, in its language."""


class Command(TyperCommand):
    """A command."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Show the help, in the chosen language."""
        _in_language(self, ctx)
        super().format_help(ctx, formatter)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the words; what nobody asked for is told from a value for a flag."""
        words = ctx.meta[operations.WORDS] = [*args]
        try:
            return super().parse_args(ctx, args)
        except TyperException as error:
            misuse.hint_at_words(error, self.get_params(ctx), words)
            raise


class Group(TyperGroup):
    """A group of commands."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Show the help, in the chosen language."""
        _in_language(self, ctx)
        for command in self.commands.values():
            command.help = _said(command.help)
        super().format_help(ctx, formatter)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the words up to the command; an option that belongs behind it is told so."""
        try:
            return super().parse_args(ctx, args)
        except TyperException as error:
            misuse.hint_at_place(error)
            raise

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command that is named, with hyphens or underscores."""
        name, *rest = args
        if operations.written(name) in self.commands:
            name = operations.written(name)
        try:
            return super().resolve_command(ctx, [name, *rest])
        except TyperException as error:
            misuse.hint_at_command(error, ctx)
            raise


def _in_language(command: Any, ctx: Any) -> None:
    typer_words.use()
    rich_utils: Any = import_module("typer.rich_utils")
    if not getattr(rich_utils.highlighter, "keeps_names", False):
        rich_utils.highlighter = _whole(rich_utils.OptionHighlighter)
    command.help, command.epilog = _said(command.help), _said(command.epilog)
    for parameter in command.get_params(ctx):
        if not parameter.name.startswith(FIELD):
            parameter.help = _said(parameter.help)
        parameter.rich_help_panel = _said(parameter.rich_help_panel)


def _whole(highlighter: Any) -> Any:
    """A highlighter of options whose names a narrow terminal breaks; by default it would cut them."""

    class Whole(highlighter):  # type: ignore[misc]
        keeps_names = True

        def __call__(self, text: Any) -> Any:
            shown = super().__call__(text)
            shown.overflow = "fold"
            return shown

    return Whole()


def _said(text: str | None) -> str | None:
    """Help in the chosen language, a paragraph at a time; it is escaped for rich, and the catalogue is not."""
    if text is None:
        return None
    parts = ((part, say(part.replace("\\[", "["))) for part in text.split("\n\n"))
    return "\n\n".join(part if said == part.replace("\\[", "[") else escape(said) for part, said in parts)
