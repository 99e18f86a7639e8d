"""Rows whose names say what they belong to: ``contextInfo.notifyUrl``, ``certificates[].name``."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from contracts.audit.printed import OBJECT
from contracts.table import Row, stating


def nested(rows: Iterable[Row]) -> Iterator[Row]:
    """Each row below the object that its name begins with; an object that has no row of its own gets one."""
    # Place and dotted name of an object → the parent of its fields.
    objects: dict[str, str] = {}
    for row in rows:
        yield from _placed(row, objects)


def _placed(row: Row, objects: dict[str, str]) -> Iterator[Row]:
    outer, _, name = row.name.rpartition(".")
    parent = row.parent
    if outer:
        outer = outer.removesuffix("[]")
        if f"{parent}.{outer}" not in objects:
            yield from _placed(stating(parent, outer, row.line, {"type": OBJECT}), objects)
        parent = objects[f"{parent}.{outer}"]
    placed = replace(row, parent=parent, name=name)
    objects[row.field] = placed.inside
    yield placed
