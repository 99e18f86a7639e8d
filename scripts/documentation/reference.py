"""The reference as pages, one an operation: generated/REFERENCE.md cut at its headings, and an example of each call."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from importlib import import_module
from types import UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

import attrs

from documentation.pages import REFERENCE, ROOT
from realname.core.model import WireEnum
from realname.providers import PROVIDERS, Provider
from realname.testing import provider as port
from realname.testing.contract import Contract, Operation

_LONGEST: Final = 60
"""Characters of a value that are shown, such as of a picture in base64."""
_LINE: Final = 85
_OPERATION: Final = re.compile(r"`(\w+)`")
_SHARED: Final = {"Codes": "all-codes", "Callbacks": "all-callbacks", "Enums": "all-enums"}
"""Begin of a heading → the page. No operation has a name with a hyphen."""
_ROW: Final = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True)
class _Part:
    """A heading and what stands below it."""

    heading: str
    text: str


def made() -> dict[str, str]:
    """Page of the site → Markdown: an index, and for each provider an overview, its operations and what they share."""
    first, *providers = _parts((ROOT / REFERENCE).read_text(encoding="utf-8"), "## ")
    found: dict[str, str] = {}
    overviews = []
    for name, part in zip(sorted(PROVIDERS), providers, strict=True):
        found |= _provider(name, part)
        overviews.append(f"- [{part.heading}]({name}/index.md)")
    intro = re.sub(r"<!--.*?-->\n*", "", first.text, flags=re.DOTALL)
    others = ["- [Python: clients, errors and the rest](python/index.md)", "- [The sandbox](sandbox.md)"]
    lists = "\n".join([*overviews, *others])
    return {"reference/index.md": f"# Reference\n\n{lists}\n\n## How to read it\n\n{intro.strip()}\n", **found}


def _provider(name: Provider, part: _Part) -> dict[str, str]:
    contract = port.contract(name)
    operations = {each.name: each for each in contract.operations.values()}
    head, *sections = _parts(part.text, "### ")
    enums = _enums(sections)
    found: dict[str, str] = {}
    rows = []
    shared = []
    for section in sections:
        if match := _OPERATION.fullmatch(section.heading):
            operation = operations[match[1]]
            page = _operation(name, contract, operation, section.text)
            rows.append(f"| [`{operation.name}`]({operation.name}.md) | {_cell(operation.summary)} |")
            found[f"reference/{name}/{operation.name}.md"] = _linked(page, enums)
        else:
            kind = _SHARED[section.heading.split()[0]]
            shared.append(f"- [{section.heading}]({kind}.md)")
            text = _narrow(_raised(section.text, 2))
            page = f"---\ntitle: All {kind[4:]}\n---\n\n# {section.heading}\n\n{text}"
            found[f"reference/{name}/{kind}.md"] = _linked(page, {} if "enums" in kind else enums)
    table = ["## Operations", "", "| method | what it does |", "| --- | --- |", *rows, ""]
    overview = "\n".join([f"# {part.heading}", "", head.text.strip(), "", *shared, "", *table])
    return {f"reference/{name}/index.md": overview, **found}


def _operation(provider: str, contract: Contract, operation: Operation, text: str) -> str:
    head, *tables = _parts(text, "#### ")
    said, outcome, codes = _sorted(head.text.strip())
    overview = f"Method of [`{provider}.Client` and `{provider}.AsyncClient`](index.md)"
    waiter = f", with the waiter `{operation.waiter['name']}`" if operation.waiter else ""
    sections = [
        ("Example", _example(provider, operation)),
        ("Outcome", outcome),
        *((table.heading, table.text) for table in tables),
        ("Codes", f"{codes}\n\nAnd [the codes of all operations](all-codes.md)." if contract.codes else codes),
    ]
    below = "".join(f"\n## {title}\n\n{_narrow(body.strip())}\n" for title, body in sections if body.strip())
    return f"# {operation.name}\n\n{said}\n\n{overview}{waiter}.\n{below}"


def _sorted(head: str) -> tuple[str, str, str]:
    """What stands above the tables of fields: what is said, what is about the outcome, and the table of codes."""
    said: list[str] = []
    outcome: list[str] = []
    codes: list[str] = []
    for block in head.split("\n\n"):
        if block.startswith("| code "):
            codes.append(block)
        elif block.startswith(("| outcome ", "Waiting: ")) or outcome:
            outcome.append(block)
        elif block.startswith(("Source: ", "Known from: ")):
            lines = block.splitlines()
            outcome += [line for line in lines if line.startswith("Its outcome ")]
            said.append("\n".join(f"- {line}" for line in lines if line not in outcome))
        else:
            said.append(block)
    return "\n\n".join(said), "\n\n".join(outcome), "\n\n".join(codes)


def _narrow(text: str) -> str:
    """The text with its tables of fields and codes in three columns, which fit on a screen."""
    tables = re.compile(r"^\| (?:field|code) \|.*\n(?:\|.*\n?)+", re.MULTILINE)
    return tables.sub(lambda match: _three_columns(match[0].rstrip().splitlines()) + "\n", text)


def _three_columns(lines: list[str]) -> str:
    names, _, *rows = ([cell.strip() for cell in _ROW.split(line)[1:-1]] for line in lines)
    of_codes = names[0] == "code"
    titles = ["code", "kind", "remedy"] if of_codes else ["field", "type", "meaning"]
    found = [titles, ["---"] * 3]
    for row in rows:
        cells: dict[str, str] = dict(zip(names, row, strict=True))
        evidence = f"*{cells['evidence']}*"
        if of_codes:
            found.append([cells["code"], _joined(cells["kind"], cells.get("", "")), _joined(cells["remedy"], evidence)])
            continue
        argument = cells.get("argument", cells["field"])
        field = _breakable(cells["field"])
        name = field if argument == cells["field"] else f"{field}<br>{_breakable(argument)}"
        needed = "required" if cells["required"] == "yes" else "optional"
        null = "may be null" if cells.get("nullable") == "yes" else ""
        kind = _joined(cells["type"], needed, null, cells["limits"], f"in the {cells['in']}" if cells.get("in") else "")
        marks = ", ".join(mark for mark in (evidence, "sensitive" if cells["sensitive"] else "") if mark)
        found.append([name, kind, _joined(cells["meaning"], marks)])
    return "\n".join(f"| {' | '.join(cells)} |" for cells in found)


def _breakable(path: str) -> str:
    """A field's path, which may go on in the next line after a dot."""
    return f"<code>{path.strip('`').replace('.', '.<wbr>')}</code>" if "." in path else path


def _joined(*cells: str) -> str:
    return "<br>".join(cell for cell in cells if cell)


def _parts(text: str, mark: str) -> list[_Part]:
    """What stands before the first heading of a level, and each part of that level; not in fenced blocks."""
    head, *parts = re.split(rf"^{mark}", text, flags=re.MULTILINE)
    return [_Part("", head), *(_Part(*part.split("\n", 1)) for part in parts)]


def _raised(text: str, levels: int) -> str:
    """The text with its headings so many levels higher."""
    return re.sub(r"^(#+) ", lambda match: f"{match[1][levels:]} ", text, flags=re.MULTILINE).strip() + "\n"


def _enums(sections: list[_Part]) -> dict[str, str]:
    """Anchor of an enum in the one page → its place among the pages."""
    heading = re.compile(r"^#### `(\w+)`", re.MULTILINE)
    names = [name for each in sections if each.heading.startswith("Enums") for name in heading.findall(each.text)]
    return {f"](#{name.lower()})": f"](all-enums.md#{name.lower()})" for name in names}


def _linked(text: str, enums: Mapping[str, str]) -> str:
    return re.sub(r"\]\(#\w+\)", lambda match: enums.get(match[0], match[0]), text)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


# ---- an example ----


def _example(provider: str, operation: Operation) -> str:
    arguments = operation.example_arguments(optional=False)
    answer = json.dumps(_short(operation.example_answer()), indent=2, ensure_ascii=False)
    return (
        f"```python\n{_python(provider, operation, arguments)}\n```\n\n"
        f"```sh\n{_command(provider, operation, arguments)}\n```\n\n"
        f"What comes back, as JSON on the wire:\n\n```json\n{answer}\n```\n"
    )


def _python(provider: str, operation: Operation, arguments: Mapping[str, Any]) -> str:
    request = getattr(import_module(f"realname_{provider}"), operation.name.upper()).request
    given = _given(provider, request, arguments)
    call = f"client.{operation.name}({', '.join(given)})"
    if len(call) > _LINE:
        call = f"client.{operation.name}(\n        " + ",\n        ".join(given) + ",\n    )"
    head = "from decimal import Decimal\n\n" if "Decimal(" in call else ""
    return f"{head}from realname import {provider}\n\nwith {provider}.Client.from_env() as client:\n    answer = {call}"


def _given(provider: str, model: type, values: Mapping[str, Any]) -> list[str]:
    hints = get_type_hints(model)
    fields = [field for field in attrs.fields(model) if field.metadata["wire"] in values]
    return [f"{field.name}={_value(provider, hints[field.name], values[field.metadata['wire']])}" for field in fields]


def _value(provider: str, hint: Any, value: Any) -> str:
    """A value as one writes it in Python, for a field of that type."""
    kinds = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    for kind in kinds:
        if isinstance(value, dict) and attrs.has(kind):
            return f"{provider}.{kind.__name__}({', '.join(_given(provider, kind, value))})"
        if isinstance(value, list) and get_args(kind):
            return "[" + ", ".join(_value(provider, get_args(kind)[0], item) for item in value) + "]"
        if isinstance(kind, type) and issubclass(kind, WireEnum):
            member = kind(value)
            return f"{provider}.{kind.__name__}.{member.name}" if member.documented else _text(value)
        if kind is Decimal and isinstance(value, int | float):
            return f'Decimal("{value}")'
    return _text(value)


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)


def _command(provider: str, operation: Operation, arguments: Mapping[str, Any]) -> str:
    request = getattr(import_module(f"realname_{provider}"), operation.name.upper()).request
    names = {field.metadata["wire"]: field.name.replace("_", "-") for field in attrs.fields(request)}
    words = [f"realname call {provider} {operation.name.replace('_', '-')}"]
    for wire, value in arguments.items():
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        words.append(f"--{names[wire]} {_quoted(text)}")
    words.append("--env-file sandbox.env")
    line = " ".join(words)
    return line if len(line) <= _LINE else " \\\n  ".join(words)


def _quoted(text: str) -> str:
    return text if re.fullmatch(r"[\w.:/-]+", text) else "'" + text.replace("'", "'\\''") + "'"


def _short(value: Any) -> Any:
    """The value without the rest of long texts."""
    if isinstance(value, dict):
        return {name: _short(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_short(inner) for inner in value]
    return f"{value[:_LONGEST]}…" if isinstance(value, str) and len(value) > _LONGEST else value
