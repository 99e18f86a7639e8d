"""A command line that is not understood: what is wrong with it, and what was probably meant."""

import difflib
import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, Final, cast

from typer import TyperException

from realname.cli import exits, failures, typer_words
from realname.cli.operations import owners, written
from realname.providers import PROVIDERS

_NO_COMMAND: Final = re.compile(r"No such command '(.*)'\.(?: Did you mean .*)?", re.DOTALL)
_NO_CHOICE: Final = re.compile(r"'(.*)' is not one of (.*)\.", re.DOTALL)
_FURTHER_WORDS: Final = "Got unexpected extra argument(s)"
_HIDDEN: Final = "•••"


def tell(error: TyperException, words: Sequence[str]) -> int:
    """Say what is wrong, and give the exit code. A help that is shown for want of words is no error."""
    if type(error).__name__ != "NoArgsIsHelpError":
        exits.tell_programs(failures.of_usage(_without_values(error, words), error.exit_code))
        from typer import rich_utils

        typer_words.use()
        rich_utils.rich_format_error(cast("Any", error))
    return error.exit_code


def hint_at_words(error: TyperException, parameters: Iterable[Any], words: Sequence[str]) -> None:
    """A value for a flag; an operation, or a near miss, where something else is due."""
    if error.message.startswith(_FURTHER_WORDS):
        flags = {name for each in parameters if getattr(each, "is_flag", False) for name in each.opts}
        given = next((flag for flag, word in pairwise(words) if flag in flags and not word.startswith("-")), None)
        _add(error, f"{given} takes no value." if given else "")
    elif found := _NO_CHOICE.fullmatch(error.message):
        name, choices = found[1], re.findall(r"'([^']*)'", found[2])
        near = difflib.get_close_matches(name, choices, 1)
        if near:
            _add(error, f"Did you mean {near[0]}?")
        elif {*choices} >= {*PROVIDERS} and (having := owners(name)):
            _add(error, f"It is an operation; write its provider before it: {having[0]} {written(name)}")


def hint_at_place(error: TyperException) -> None:
    """An option of a command that stands before the command."""
    if type(error).__name__ == "NoSuchOption" and not getattr(error, "possibilities", None):
        _add(error, "The options of a command stand after its name.")


def hint_at_command(error: TyperException, ctx: Any) -> None:
    """A port, a provider, or an operation where a command is due."""
    if not (found := _NO_COMMAND.fullmatch(error.message)):
        return
    name, group = found[1], ctx.command_path.removeprefix("realname").strip()
    if group == "sandbox" and name.isdigit():
        _add(error, f"A port is an option: realname sandbox --port {name}")
    elif name in PROVIDERS:
        is_first = not group
        _add(error, f"It is a provider: realname call {name}" if is_first else "It is a provider; an operation is due.")
    elif group in ("", "call") and (having := owners(name)):
        _add(error, f"It is an operation: realname call {having[0]} {written(name)}")


def _add(error: TyperException, hint: str) -> None:
    if hint:
        error.message += f" {hint}" if error.message[-1:] in ".?" else f". {hint}"


def _without_values(error: TyperException, words: Sequence[str]) -> str:
    """What is wrong, in English, without the values that were written: they may be personal."""
    english = getattr(type(error).format_message, "__wrapped__", type(error).format_message)
    text = str(english(error))
    if hasattr(getattr(getattr(error, "ctx", None), "command", None), "commands"):
        return text  # what is no command's name is nobody's value
    values = {word.partition("=")[2] if word.startswith("-") else word for word in words}
    path = getattr(getattr(error, "ctx", None), "command_path", "").split()
    values -= {*path}
    for value in sorted(filter(None, values), key=len, reverse=True):
        text = re.sub(rf"(?<![\w-]){re.escape(value)}(?![\w-])", _HIDDEN, text)
    return text
