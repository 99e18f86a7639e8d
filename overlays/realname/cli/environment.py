"""Files with settings: what `. ./sandbox.env` would export, read without a shell."""

import os
import re
from pathlib import Path
from typing import Annotated

import typer

from realname.cli import exits
from realname.core.copied_text import described, read_text
from realname.core.errors import ConfigurationError

_HELP = "Read settings from FILE (lines of KEY=VALUE). They win over the environment, and what they replace is told."
EnvFile = Annotated[Path | None, typer.Option("--env-file", metavar="FILE", help=_HELP)]
"""The option that every command with settings has."""

_LINE = re.compile(
    r"""[ \t]*
    (?:
        (?:export[ \t]+)? (?P<name>[A-Za-z_]\w*)
        = (?P<value> (?: '[^']*' | "(?:\\.|[^"\\])*" | (?<![ \t])\# | [^'"\r\n\#] )* )
    )?
    (?:\#[^\r\n]*)?
    (?:\r?\n|\Z)""",
    re.VERBOSE | re.DOTALL,
)
_SEGMENT = re.compile(r"""'([^']*)'|"((?:\\.|[^"\\])*)"|([^'"]+)""", re.DOTALL)


def parse(text: str, name: str = "the file") -> dict[str, str]:
    """Read lines of ``KEY=VALUE``, with or without ``export``, quotes (which may span lines) and ``#`` comments.

    Raises:
        ConfigurationError: a line is neither; tells its number, and nothing of what stands there.
    """
    settings: dict[str, str] = {}
    position = 0
    while position < len(text):
        line = _LINE.match(text, position)
        if line is None:
            number = text.count("\n", 0, position) + 1
            remedy = "Quote values that hold quotes or several lines, and begin comments with #."
            key = text[position:].partition("\n")[0].partition("=")[0]
            strange = next((f": its key holds {described(c)}" for c in key if not " " <= c <= "~"), "")
            says = f"line {number} of {name} is no KEY=VALUE{strange}"
            raise ConfigurationError(says, setting="env_file", remedy=remedy)
        if line["name"]:
            settings[line["name"]] = "".join(map(_plain, _SEGMENT.finditer(line["value"].strip())))
        position = line.end()
    return settings


def _plain(segment: re.Match[str]) -> str:
    single, double, bare = segment.groups()
    if double is not None:
        return re.sub(r'\\(["\\$`])', r"\1", double)  # the escapes that a shell knows in double quotes
    return single if single is not None else bare


def load(path: Path | None) -> None:
    """Put a file's settings into the environment, in place of those that are there; without a file do nothing.

    The file wins since it is named: with `--env-file sandbox.env` no call goes to the gateway, or with the keys, that
    somebody's profile has. What it replaces by something else is told on standard error, by name. A setting and its
    ``_FILE`` form exclude each other, so the other form of a setting in the file is dropped.

    Raises:
        ConfigurationError: the file cannot be read, or holds what no variable can.
    """
    if path is None:
        return
    settings = parse(read_text(path, str(path), setting="env_file"), str(path))
    replaced = [name for name, value in settings.items() if os.environ.get(name, value) != value]
    for name in settings:
        other = name.removesuffix("_FILE") if name.endswith("_FILE") else f"{name}_FILE"
        if os.environ.pop(other, None) is not None:
            replaced.append(other)
    if replaced:
        exits.warn(f"{path} replaces these variables of the environment: {', '.join(replaced)}")
    for name, value in settings.items():
        try:
            os.environ[name] = value
        except ValueError:  # no variable may hold NUL, or what the system's charset has not
            says = f"{name} in {path} holds what no variable can hold"
            raise ConfigurationError(says, setting="env_file", remedy="Write it again, as plain text.") from None
