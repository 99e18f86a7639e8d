"""What typer says of itself, in the chosen language: it has no catalogue of its own, and click's is not asked for."""

import re
from functools import wraps
from importlib import import_module
from typing import Any, Final

from realname.language import chosen, say

_CONSTANTS: Final = (
    "DEPRECATED_STRING",
    "DEFAULT_STRING",
    "ENVVAR_STRING",
    "REQUIRED_LONG_STRING",
    "ARGUMENTS_PANEL_TITLE",
    "OPTIONS_PANEL_TITLE",
    "COMMANDS_PANEL_TITLE",
    "ERRORS_PANEL_TITLE",
    "ABORTED_TEXT",
    "RICH_HELP",
)
_CHINESE_WORD: Final = re.compile(r"\s*[（“]*(?:[\u2e80-\u9fff]|[^\s\u2e80-\uffef]+)[，。；：、！？）”]*\s*|\s*\S\s*")
"""What a line is not broken in: one Chinese character or one other word, with the marks that belong to it."""
_VENDORED: Final = "typer._click"


def use() -> None:
    """Let typer say its words in the chosen language, from now on. Once is enough, and more does no harm."""
    rich_utils, wrapping = import_module("typer.rich_utils"), vars(import_module("rich._wrap"))
    if chosen() == "zh" and "re_word" in wrapping:
        wrapping["re_word"] = _CHINESE_WORD
    for name in _CONSTANTS:
        setattr(rich_utils, name, say(_english(rich_utils, name)))
    _replace(_click("formatting").HelpFormatter, "write_usage", _of_usage)
    base = _click("exceptions").ClickException
    for error in (*base.__mro__, *_kinds(base)):
        if "format_message" in vars(error):
            _replace(error, "format_message", _of_message)


def _click(name: str) -> Any:
    """A module of click, which newer typers bring along."""
    try:
        return import_module(f"{_VENDORED}.{name}")
    except ModuleNotFoundError:
        return import_module(f"click.{name}")


def _english(rich_utils: Any, name: str) -> str:
    """A constant as typer has it, also after it was replaced."""
    kept: dict[str, str] = vars(rich_utils).setdefault("_realname_english", {})
    return kept.setdefault(name, getattr(rich_utils, name))


def _kinds(error: type) -> list[type]:
    below: list[type] = error.__subclasses__()
    return [kind for child in below for kind in (child, *_kinds(child))]


def _replace(owner: Any, name: str, make: Any) -> None:
    function = getattr(owner, name)
    if not hasattr(function, "__wrapped__"):
        setattr(owner, name, wraps(function)(make(function)))


def _of_usage(function: Any) -> Any:
    def write_usage(formatter: Any, prog: str, args: str = "", prefix: str | None = None) -> None:
        function(formatter, prog, args, say("Usage: ") if prefix is None else prefix)

    return write_usage


def _of_message(function: Any) -> Any:
    def format_message(error: Any) -> str:
        return say(function(error))

    return format_message
