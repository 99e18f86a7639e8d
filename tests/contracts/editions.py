"""Changed editions of pages and contracts, and what the audit says of them."""

import copy
import json
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from contracts.audit.differences import Difference, audit, operation_described
from contracts.audit.layouts import read_tables
from contracts.audit.text import parse_document
from contracts.load import Source, load
from contracts.problems import pointer
from contracts.table import ContractTable
from contracts.tabulate import tabulate

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
LIBRARY = HERE / "library" / "library.yaml"
LIBRARY_FIELDS = HERE / "library" / "fields.json"
LAYOUTS = ("zoloz", "alipay", "esign")
DOCUMENTS = ROOT.parent / "shared" / "documents"
FILES = {
    "zoloz": "zoloz-connect-query-enroll-status.txt",
    "alipay": "alipay-zhima-customer-jobworth-authentication.txt",
    "esign": "esign-identity-flow-outline.txt",
}

# What is replaced, what by, and which occurrence (from 1); without a number there must be one only.
Replacement = tuple[str, str] | tuple[str, str, int]
Document = dict[str, Any]
Edit = Callable[[Document], object]


def library_page(layout: str) -> str:
    """The library's page in a layout."""
    return (HERE / "library" / f"{layout}.txt").read_text(encoding="utf-8")


def provider_page(layout: str) -> str:
    """The provider's own page."""
    return (DOCUMENTS / FILES[layout]).read_text(encoding="utf-8")


def documents() -> list[Path]:
    """Every document at hand, by name."""
    return sorted((path for path in DOCUMENTS.rglob("*") if path.is_file()), key=lambda path: path.name)


def changed(text: str, *replacements: Replacement) -> str:
    """Another edition of a text."""
    for old, new, *occurrence in replacements:
        count = text.count(old)
        place = occurrence[0] if occurrence else 1
        assert place <= count if occurrence else count == 1, f"{old!r} stands {count} times in the page"
        pieces = text.split(old)
        text = old.join(pieces[:place]) + new + old.join(pieces[place:])
    return text


def page(folder: Path, layout: str, *replacements: Replacement) -> Path:
    """An edition of the library's page in a file."""
    file = folder / "page.txt"
    file.write_text(changed(library_page(layout), *replacements), encoding="utf-8")
    return file


def in_files(folder: Path) -> Path:
    """The library's contract as a folder: what is shared, and a page with each path and webhook."""
    document = YAML(typ="safe", pure=True).load(LIBRARY)
    paths, webhooks = document.pop("paths"), document.pop("webhooks")
    found = {path: paths.pop(path) for path in [*paths] if path.endswith("/query")}
    parts = {"find": {"paths": found}, "loan-due": {"webhooks": webhooks}, "others": {"paths": paths}}
    pages = {**parts, "contract": document}
    folder.mkdir()
    for name, part in pages.items():
        (folder / f"{name}.yaml").write_text(json.dumps(part, ensure_ascii=False, indent=1), encoding="utf-8")
    return folder


@cache
def source(path: Path) -> Source:
    """A contract, read once."""
    return load(path, name=path.name)


@cache
def contract(path: Path) -> ContractTable:
    """What a contract says."""
    return tabulate(source(path))


@cache
def edited(*edits: Edit) -> ContractTable:
    """What the library's contract says after edits."""
    read = source(LIBRARY)
    document = copy.deepcopy(read.document)
    for edit in edits:
        edit(document)
    places = dict.fromkeys(_pointers(document), (read.name, 1))
    return tabulate(Source(read.name, read.files, document, places))


def _pointers(node: object, at: str = "") -> Iterator[str]:
    yield at
    parts = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, part in parts:
        yield from _pointers(part, at + pointer(key))


def schema(document: Document, name: str) -> Document:
    """A component of a contract."""
    found: Document = document["components"]["schemas"][name]
    return found


def operation(document: Document, path: str) -> Document:
    """The only operation of a path."""
    [found] = document["paths"][path].values()
    assert isinstance(found, dict)
    return found


def _put(node: Document, facts: Document) -> None:
    """State facts; None takes one away."""
    node.update({key.replace("_", "-") if key.startswith("x_") else key: fact for key, fact in facts.items()})
    for key in [key for key, fact in node.items() if fact is None]:
        del node[key]


def all_of(*edits: Edit) -> Edit:
    """One edit after the other."""
    return lambda document: [edit(document) for edit in edits]


def nested(name: str, field_name: str, *demanded: str, **facts: object) -> Edit:
    """Add a field that holds a new object, which has one field, ``inner``."""
    inner = {"type": "string", "description": "New.", "examples": ["new"]}
    part = {"type": "object", "description": "New.", "required": [*demanded], "properties": {"inner": inner}}
    return all_of(
        lambda document: document["components"]["schemas"].update(Part=part),
        field(name, field_name, **{"$ref": "#/components/schemas/Part"}, **facts),
    )


def security(*modes: list[str]) -> Edit:
    """Replace the access modes."""
    return lambda document: document.update(security=[{name: [] for name in mode} for mode in modes])


def scheme(name: str, /, **facts: object) -> Edit:
    """State facts of a security scheme."""
    return lambda document: _put(document["components"]["securitySchemes"][name], facts)


def move(path: str, new: str) -> Edit:
    """Give an operation another path."""
    return lambda document: document["paths"].update({new: document["paths"].pop(path)})


def turn(path: str, old: str, new: str) -> Edit:
    """Give an operation another method."""
    return lambda document: document["paths"][path].update({new: document["paths"][path].pop(old)})


def component(name: str, /, **facts: object) -> Edit:
    """State facts of a component; None takes one away."""
    return lambda document: _put(schema(document, name), facts)


def field(name: str, field: str, /, **facts: object) -> Edit:
    """State facts of a field, which may be new; None takes one away."""
    new = {"description": "New.", "examples": ["new"]}
    return lambda document: _put(schema(document, name)["properties"].setdefault(field, dict(new)), facts)


def rename(name: str, field: str, new: str) -> Edit:
    """Rename a field in its place."""

    def edit(document: Document) -> None:
        node = schema(document, name)
        node["properties"] = {new if key == field else key: part for key, part in node["properties"].items()}
        node["required"] = [new if key == field else key for key in node.get("required", [])]

    return edit


def drop(name: str, field: str) -> Edit:
    """Remove a field."""

    def edit(document: Document) -> None:
        node = schema(document, name)
        del node["properties"][field]
        node["required"] = [key for key in node.get("required", []) if key != field]

    return edit


def at(path: str, /, **facts: object) -> Edit:
    """State facts of an operation; None takes one away."""
    return lambda document: _put(operation(document, path), facts)


def transcribed(path: str, sha256: str, **facts: object) -> Edit:
    """Say from which text an operation was transcribed, and how that was known."""
    return lambda document: operation(document, path)["x-document"].update(sha256=sha256, **facts)


def parameter(path: str, name: str, /, **facts: object) -> Edit:
    """State facts of a parameter."""

    def edit(document: Document) -> None:
        [found] = [each for each in operation(document, path)["parameters"] if each["name"] == name]
        _put(found, facts)

    return edit


def drop_parameter(path: str, name: str) -> Edit:
    """Remove a parameter."""

    def edit(document: Document) -> None:
        node = operation(document, path)
        node["parameters"] = [each for each in node["parameters"] if each["name"] != name]

    return edit


def differences(text: str, table: ContractTable, layout: str | None = None) -> list[Difference]:
    """What the audit says."""
    [document] = read_tables(parse_document(text, file="page.txt"), layout)
    return audit(document, operation_described(document, table))


def brief(found: Sequence[Difference]) -> list[str]:
    """Each difference on a line: field, kind, and what the document says → what the contract says."""
    return [
        f"{each.field} {each.what}"
        if each.what.startswith("missing")
        else f"{each.field} {each.what} {_shown(each.document)}→{_shown(each.contract)}"
        for each in found
    ]


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ",".join(value)
    if value is None:
        return "none"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
