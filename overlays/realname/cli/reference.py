"""`realname reference`: the field tables, out of the contract."""

from typing import Annotated

import typer

from realname.cli import contract, exits, output
from realname.cli.contract import Field, Provider


def reference(
    provider: Annotated[Provider, typer.Argument(help="Whose operations.", show_choices=True)],
    operation: Annotated[str | None, typer.Argument(help="Only this operation.")] = None,
) -> None:
    """Show what each operation takes and answers, field by field."""
    found = [
        item for item in contract.operations(provider) if operation in (None, item.name, item.name.replace("_", "-"))
    ]
    if not found:
        names = ", ".join(item.name.replace("_", "-") for item in contract.operations(provider))
        exits.warn(f"there is no such operation; there are: {names}")
        raise typer.Exit(exits.USAGE)
    for index, item in enumerate(found):
        if index:
            print()
        output.heading(f"{item.name.replace('_', '-')}: {item.method} {item.path}")
        output.paragraph(f"{contract.described(provider, item).get('summary', '')} {item.document}")
        _table("argument", contract.request_fields(provider, item))
        _table("answer", contract.answer_fields(provider, item))


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
