"""What follows from the changes of a contract: the next version, and what the changelog says of them."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from contracts.diff.changes import Change, Level
from contracts.naming import operation_name
from contracts.table import ContractTable, OperationTable

_VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)")
BREAKING = "⚠️"
SECTIONS = ("Added", "Changed", "Deprecated", "Removed")
_DEMAND: dict[object, str] = {None: "required in some answers", True: "required", False: "optional"}
_WORDS = {
    "max_length": "maximum length",
    "nullable": "whether null may stand",
    "enum": "list of values",
    "enum_open": "list of values",
    "enum_constant": "name of a value",
    "operation_id": "operation's id",
    "fresh": "whether a value is made where it is left out",
    "sensitive": "whether the value is sensitive",
    "security": "access",
}


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
    numbers = [int(number) for number in match.groups()]
    level = max((change.level for change in found), default=None)
    if level is None:
        return version
    place = Level.MAJOR - level
    if numbers[0] == 0:
        place = 1 if level is Level.MAJOR else 2
    return ".".join(str(number) for number in [*numbers[:place], numbers[place] + 1, 0, 0][:3])


def changelog(new: ContractTable, found: Sequence[Change]) -> str:
    """What belongs below a version's heading in CHANGELOG.md, in Markdown.

    By section, below the provider's name (the first word of the contract's title), an entry a change, those that break
    marked and first; fields that one operation gained or lost are one entry.
    """
    lines: list[str] = []
    operations = {operation.id: operation for operation in (*new.operations, *new.webhooks)}
    for section in SECTIONS:
        there = [change for change in found if _section(change) == section]
        if there:
            lines += [f"### {section}", "", f"#### {new.title.split()[0]}", ""]
            lines += [f"- {entry}" for entry in _entries(there, operations)] + [""]
    return "\n".join(lines).rstrip() or "No change."


def _section(change: Change) -> str:
    what = change.what.rpartition("_")[2]
    if what == "deprecated" and change.new:
        return "Deprecated"
    return {"added": "Added", "removed": "Removed"}.get(what, "Changed")


def _entries(found: Sequence[Change], operations: dict[str, OperationTable]) -> Iterator[str]:
    for operation, group in groupby(found, key=lambda change: change.operation):
        name = f"`{operation_name(operation)}`: " if operation else ""
        for level, same in groupby(sorted(group, key=lambda change: -change.level), key=lambda change: change.level):
            mark = f"{BREAKING} " if level is Level.MAJOR else ""
            several: list[str] = []
            for change in same:
                if change.field and change.what in ("added", "removed"):
                    several.append(f"`{change.field}` ({_summary(change)})")
                elif change.what in ("added", "removed"):
                    yield mark + _operation(change, operations.get(operation))
                else:
                    yield f"{mark}{name}{sentence(change)}"
            if several:
                yield f"{mark}{name}{', '.join(several)}"


def _operation(change: Change, table: OperationTable | None) -> str:
    """An operation that came, with all its fields, or went."""
    method = operation_name(change.operation)
    called = f"`Client.{method}` and `AsyncClient.{method}`: `{change.new or change.old}`"
    rows = [row for row in table.rows if not row.is_credential] if table and change.new is not None else []
    fields = [f"`{row.field}`" + (f" ({_value(row.enum)})" if row.enum else "") for row in rows]
    return f"{called}; {', '.join(fields)}." if fields else f"{called}."


def sentence(change: Change) -> str:
    """A change in words, with the field by name."""
    on = f" of `{change.field}`" if change.field else ""
    match change.what:
        case "added" | "removed" if not change.field:
            return f"{change.what} ({change.new or change.old})"
        case "added" | "removed":
            return f"`{change.field}` {change.what} ({_summary(change)})"
        case "enum_value_added" | "enum_value_removed":
            return f"value {_value(change.new or change.old)}{on} {change.what.rpartition('_')[2]}"
        case "description":
            return f"description{on} reworded"
        case "document":
            edition = change.new.get("edition") if isinstance(change.new, dict) else None
            return "another edition of the document transcribed" + (f" ({edition})" if edition else "")
        case "enum_open":
            old, new = ("open" if value else "closed" for value in (change.old, change.new))
        case "required":
            old, new = (_DEMAND[value] for value in (change.old, change.new))
        case "security":
            old, new = (_modes(value) for value in (change.old, change.new))
        case _:
            old, new = _value(change.old), _value(change.new)
    is_word = change.what.islower() and change.what.isalpha()
    words = _WORDS.get(change.what, change.what if is_word else f"`{change.what}`")
    words = f"binding of `{change.what}`" if change.field == "x-binds" else f"{words}{on}"
    return f"{words}: {old} → {new}"


def _summary(change: Change) -> str:
    """What came or went, in short."""
    said = change.new or change.old
    return said if isinstance(said, str) else _value(said)


def _value(value: object) -> str:
    match value:
        case None | "":
            return "none"
        case bool():
            return "yes" if value else "no"
        case tuple():
            return ", ".join(f"`{each}`" for each in value)
        case dict():
            return "; ".join(f"{key} {_plain(part)}" for key, part in value.items())
        case list():
            return _plain(value)
    return f"`{value}`"


def _plain(value: object) -> str:
    """Conditions and the like, as one writes them in a line."""
    match value:
        case dict():
            return "(" + ", ".join(f"{key} {_plain(part)}" for key, part in value.items()) + ")"
        case list():
            return " or ".join(map(_plain, value))
        case bool():
            return "yes" if value else "no"
    return "absent" if value is None else str(value)


def _modes(modes: object) -> str:
    return " or ".join(map(_mode, modes)) if isinstance(modes, list) and modes else "none"


def _mode(fields: Sequence[str]) -> str:
    names = (field.rpartition(".")[2] for field in fields)
    return "(" + ", ".join(f"`{name}`" for name in names) + ")" if fields else "no credentials"
