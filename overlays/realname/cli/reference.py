"""`realname reference`: the field tables, out of the contract."""

from typing import Annotated

import typer

from realname.cli import exits, output
from realname.providers import Provider
from realname.testing import provider as port
from realname.testing.contract import Field


def reference(
    provider: Annotated[Provider, typer.Argument(help="Whose operations.")],
    operation: Annotated[str | None, typer.Argument(help="Only this operation.")] = None,
) -> None:
    """Show what each operation takes and answers, field by field."""
    there = {each.name.replace("_", "-"): each for each in port.contract(provider).operations.values()}
    found = {name: each for name, each in there.items() if operation in (None, name, each.name)}
    if not found:
        exits.warn(f"there is no such operation; there are: {', '.join(there)}")
        raise typer.Exit(exits.USAGE)
    for index, (name, each) in enumerate(found.items()):
        if index:
            print()
        output.heading(f"{name}: {each.method} {each.path}")
        output.paragraph(f"{each.summary} {each.document}")
        _table("argument", each.arguments)
        _table("answer", each.answer)


def _table(title: str, fields: list[Field]) -> None:
    print()
    if not fields:
        print(f"{title}: no fields")
        return
    output.table(
        [title, "type", "required", "limits", "meaning"],
        [
            [
                field.path,
                field.kind,
                "yes" if field.required else "no",
                field.limits,
                ("Sensitive. " if field.sensitive else "") + field.meaning,
            ]
            for field in fields
        ],
    )
