"""What a gateway shows of its state: tables whose rows have buttons, and forms. All words are keys, not yet translated.

Whatever is personal is told as such, and hidden until somebody asks to see it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final, Literal, TypeVar

from attrs import field, frozen
from attrs.validators import in_, optional

from realname.testing.gateway.person import OUTCOMES

MOST_ROWS: Final = 200
"""Rows that a panel has, the newest of all that there are."""

STATUSES: Final = ("init", "pending", "verified", "rejected", "expired", "usable", "used")
"""Where a row can stand; `init` is before anybody came."""
WORDS: Final = (
    "finish_verified",
    "finish_rejected",
    "finish_pending",
    "expire",
    "unenroll",
    "send_callback",
    "fail_transfer",
)
"""What can be written on a button."""

Run = tuple[str, bool]
"""A text, and whether it is personal."""
Cell = tuple[Run, ...] | int
"""Runs, or a time in milliseconds since 1970."""
ItemT = TypeVar("ItemT")


@frozen
class Button:
    """Carries out an action about its row.

    Attributes:
        word: what is written on it.
        action: the name of the action.
        arguments: what the action takes.
    """

    word: str = field(validator=in_(WORDS))
    action: str
    arguments: Mapping[str, object] = field(repr=False)


@frozen
class FormField:
    """One argument of a form's action.

    Attributes:
        name: the argument's name.
        required: whether the action needs it.
        personal: whether it is about a person.
        type: how it is given: as a text, one or several of the choices, or yes and no.
        choices: what there is to choose from.
    """

    name: str
    required: bool = False
    personal: bool = False
    type: Literal["text", "choice", "list", "flag"] = "text"
    choices: tuple[str, ...] = ()


@frozen
class Form:
    """Carries out an action with what is filled in."""

    action: str
    fields: tuple[FormField, ...]


@frozen
class Row:
    """One thing in a panel.

    Attributes:
        id: what actions know it by.
        cells: one for each column.
        status: the key of where it stands; None if there is nothing to say.
        buttons: what can be done with it now.
    """

    id: str = field(repr=False)
    cells: tuple[Cell, ...] = field(repr=False)
    status: str | None = field(default=None, validator=optional(in_(STATUSES)))
    buttons: tuple[Button, ...] = ()


@frozen
class Panel:
    """One table.

    Attributes:
        kind: what is in it.
        columns: the keys of the columns, the first of which is `id`.
        rows: the newest first, at most `MOST_ROWS`.
        total: how many there are.
        forms: what adds to it.
    """

    kind: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    total: int
    forms: tuple[Form, ...] = ()


def newest(items: Mapping[str, ItemT]) -> Iterator[tuple[str, ItemT]]:
    """What joined last, as far as a panel shows it."""
    return ((name, items[name]) for name in islice(reversed([*items]), MOST_ROWS))


def plain(text: object) -> Cell:
    """What everybody may see; nothing for None or an empty text."""
    return () if text in (None, "") else ((str(text), False),)


def personal(text: object) -> Cell:
    """What is hidden at first; nothing for None or an empty text."""
    return () if text in (None, "") else ((str(text), True),)


def milliseconds(seconds: float) -> int:
    """A time, in seconds since 1970, as a cell."""
    return round(seconds * 1000)


def finishing(name: str, outcomes: Iterable[str] = OUTCOMES) -> tuple[Button, ...]:
    """A button for each outcome that a person's part can come to."""
    return tuple(Button(f"finish_{each}", "finish", {"name": name, "outcome": each}) for each in outcomes)


def expiring(name: str) -> Button:
    """The button that lets the time for something run out."""
    return Button("expire", "expire", {"name": name})


def document(panel: Panel) -> dict[str, Any]:
    """The panel as JSON."""
    return {
        "kind": panel.kind,
        "columns": [*panel.columns],
        "rows": [
            {
                "id": row.id,
                "cells": [_runs(cell) for cell in row.cells],
                "status": row.status,
                "buttons": [
                    {"word": button.word, "action": button.action, "arguments": dict(button.arguments)}
                    for button in row.buttons
                ],
            }
            for row in panel.rows
        ],
        "total": panel.total,
        "forms": [{"action": form.action, "fields": [_field(each) for each in form.fields]} for form in panel.forms],
    }


def _runs(cell: Cell) -> int | list[Sequence[object]]:
    return cell if isinstance(cell, int) else [[*run] for run in cell]


def _field(each: FormField) -> dict[str, object]:
    return {
        "name": each.name,
        "required": each.required,
        "personal": each.personal,
        "type": each.type,
        "choices": [*each.choices],
    }
