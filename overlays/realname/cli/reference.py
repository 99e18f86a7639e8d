"""`realname reference`: every field of every operation, out of the contract."""

from collections.abc import Mapping
from typing import Annotated, Any

import attrs
import typer

from realname.cli import exits, operations, output
from realname.language import say
from realname.providers import Provider
from realname.testing.contract import Field, Operation


def reference(
    provider: Annotated[Provider, typer.Argument(help="Whose operations.")],
    operation: Annotated[
        str | None,
        typer.Argument(help="Only this operation.", autocompletion=operations.complete_operation),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show what each operation takes and answers, field by field."""
    with exits.reporting():
        found: Mapping[str, Operation] = operations.operations(provider)
        if operation is not None:
            only = operations.named(provider, operation)
            found = {operations.written(only.name): only}
    with exits.writing():
        if as_json:
            output.document(
                {"provider": provider, "operations": [_document(name, each) for name, each in found.items()]}
            )
        else:
            for index, (name, each) in enumerate(found.items()):
                if index:
                    print()
                _show(name, each)


def _document(name: str, operation: Operation) -> dict[str, Any]:
    return {
        "name": name,
        "id": operation.id,
        "method": operation.method,
        "path": operation.path,
        "summary": operation.summary,
        "document": operation.document,
        "arguments": [attrs.asdict(field) for field in operation.arguments],
        "answer": [attrs.asdict(field) for field in operation.answer],
    }


def _show(name: str, operation: Operation) -> None:
    output.heading(f"{name}: {operation.method} {operation.path}")
    output.paragraph(f"{say(operation.summary)} {operation.document}")
    _fields(say("Arguments"), operation.arguments)
    _fields(say("Answer"), operation.answer)


def _fields(title: str, fields: list[Field]) -> None:
    print()
    if not fields:
        print(f"{title}: {say('no fields')}")
        return
    output.heading(title)
    for field in fields:
        words = [field.kind, say("required") if field.required else "", *map(say, field.limits.split("; "))]
        words += [say("sensitive")] if field.sensitive else []
        output.entry(field.path, ", ".join(filter(None, words)), field.meaning)
