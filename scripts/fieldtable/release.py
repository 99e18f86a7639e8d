"""What follows from the changes of a contract: the next version, and its entry in the changelog."""

import re
from collections.abc import Sequence
from itertools import groupby

from fieldtable.changes import Change, Level, What

_VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)")
BREAKING = "⚠️"


class VersionError(ValueError):
    """A version is not of the form ``1.2.3``."""


def next_version(version: str, found: Sequence[Change]) -> str:
    """The version that follows.

    Below 1.0.0 the second number counts what breaks and the third everything else, as is the custom there (SemVer 2.0.0
    leaves it open).

    Raises:
        VersionError: `version` is not of the form ``1.2.3``.
    """
    match = _VERSION.fullmatch(version)
    if match is None:
        raise VersionError(f"{version} is no version of the form 1.2.3")
    major, minor, patch = map(int, match.groups())
    level = max((change.level for change in found), default=None)
    if level is None:
        return version
    if major == 0:
        return f"0.{minor + 1}.0" if level is Level.MAJOR else f"0.{minor}.{patch + 1}"
    match level:
        case Level.MAJOR:
            return f"{major + 1}.0.0"
        case Level.MINOR:
            return f"{major}.{minor + 1}.0"
    return f"{major}.{minor}.{patch + 1}"


def changelog(title: str, version: str, found: Sequence[Change]) -> str:
    """The entry, in Markdown: a line a change, by operation, what breaks marked and first."""
    lines = [f"## {title} {version}", ""]
    if not found:
        return "\n".join([*lines, "No change."])
    for operation, group in groupby(found, key=lambda change: change.operation):
        lines += [f"### `{operation}`" if operation else "### Servers", ""]
        lines += [f"- {_marked(change)}" for change in sorted(group, key=lambda change: -change.level)]
        lines.append("")
    return "\n".join(lines).rstrip()


def _marked(change: Change) -> str:
    text = sentence(change)
    return f"{BREAKING} {text}" if change.level is Level.MAJOR else text


def sentence(change: Change) -> str:
    """A change in a sentence, with the field by name."""
    on = f" on `{change.field}`" if change.field else ""
    match change.what:
        case What.ADDED if not change.field:
            return f"Add the operation `{change.operation}` ({change.new})"
        case What.REMOVED if not change.field:
            return f"Remove the operation `{change.operation}` ({change.old})"
        case What.ADDED:
            return f"Add `{change.field}` ({change.new})"
        case What.REMOVED:
            return f"Remove `{change.field}` ({change.old})"
        case What.VALUE_ADDED:
            return f"Add the value `{change.new}`{on}"
        case What.VALUE_REMOVED:
            return f"Remove the value `{change.old}`{on}"
        case What.ENUM_OPEN:
            return f"Change the values{on} from {_openness(change.old)} to {_openness(change.new)}"
        case What.REQUIRED:
            return f"Change `{change.field}` from {_demand(change.old)} to {_demand(change.new)}"
        case What.DESCRIPTION:
            return f"Reword the description{on}".rstrip()
        case What.DOCUMENT:
            return "Transcribe another edition of the document" + _editions(change)
        case What.SECURITY:
            return f"Change the access modes from {_modes(change.old)} to {_modes(change.new)}"
    return f"Change {_words(change.what)}{on} from {_value(change.old)} to {_value(change.new)}"


def _words(what: str) -> str:
    return (
        {
            What.MAX_LENGTH: "the maximum length",
            What.NULLABLE: "whether null may stand",
            What.ENUM: "the list of values",
            What.CONSTANT: "the name of a value",
            What.OPERATION_ID: "the operation's id",
            What.SENSITIVE: "whether the value is sensitive",
        }.get(What(what), f"the {what}")
        if what in set(What)
        else f"`{what}`"
    )


def _value(value: object) -> str:
    match value:
        case None | "":
            return "none"
        case bool():
            return "yes" if value else "no"
        case tuple():
            return ", ".join(f"`{each}`" for each in value)
    return f"`{value}`"


def _openness(is_open: object) -> str:
    return "open" if is_open else "closed"


def _demand(required: object) -> str:
    if required is None:
        return "required in some answers"
    return "required" if required else "optional"


def _modes(modes: object) -> str:
    return " or ".join(_mode(mode) for mode in modes) if isinstance(modes, list) and modes else "none"


def _mode(fields: Sequence[str]) -> str:
    names = (field.rpartition(".")[2] for field in fields)
    return "(" + ", ".join(f"`{name}`" for name in names) + ")" if fields else "no credentials"


def _editions(change: Change) -> str:
    editions = [each.get("edition") for each in (change.old, change.new) if isinstance(each, dict)]
    return f" ({editions[-1]})" if editions and editions[-1] else ""
