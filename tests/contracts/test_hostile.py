"""Contracts that nobody should write: the build refuses them with a place and a remedy, and does nothing else."""

import json
import random
import re
import threading
from collections.abc import Iterator
from copy import deepcopy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

import build
from contracts.lint import check_readable, lint
from contracts.load import File, Source, load, merge
from contracts.naming import RESERVED_METHODS, field_name
from contracts.nodes import reachable
from contracts.problems import ContractError, pointer
from contracts.reading import read
from realname.core.answer import OutcomeAnswer
from realname.core.client import AsyncCaller, SyncCaller

from .emit.workshop import LIBRARY

ROOT = Path(__file__).parents[2]
CONTRACTS = [*sorted(path for path in (ROOT / "specs").iterdir() if path.is_dir()), LIBRARY]
KEYS = [
    "", "$id", "$ref", "$schema", "/", "200", "None", "ValueError", "__class__", "allOf", "anyOf", "class", "const",
    "enum", "example", "examples", "in", "items", "name", "not", "oneOf", "pattern", "properties", "schema", "toWire",
    "type", "x-answers", "x-foo", "x-outcome", "\x1b[2J", "~",
]  # fmt: skip
JUNK: list[Any] = [
    None, True, 0, -1, 1.5, 10**30, "", "x", "None", "\ud800", "\x1b[2J", "#/components/schemas", "^(a|a)*$", "^\\d$",
    [], {}, ["a"], [[]], [None], {"a": 1}, {"": None}, {"$ref": "#/components/schemas/X"}, {"$ref": 5},
    {"type": "null"}, {"allOf": []}, {"pattern": 5},
]  # fmt: skip


def _tables(node: Any) -> Iterator[Any]:
    """Every list and table of a document that holds something."""
    if isinstance(node, dict | list) and node:
        yield node
        for part in node.values() if isinstance(node, dict) else node:
            yield from _tables(part)


def _places(node: Any, at: str = "") -> Iterator[tuple[str, tuple[str, int]]]:
    yield at, ("contract.json", 1)
    for key, part in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        yield from _places(part, at + pointer(key))


def _cuts(source: Source) -> list[dict[str, Any]]:
    """The contract with two of its pages at a time, and with what they need; each page is in two of them.

    Whatever is broken in one place of the whole is as broken in a part, and a part is checked many times faster.
    """
    cuts = []
    pages = [file.name for file in source.files[1:]]
    for pair in zip(pages, [*pages[1:], pages[0]], strict=True):
        document = deepcopy(source.document)
        for kind in ("paths", "webhooks"):
            items = document.pop(kind, {}).items()
            if kept := {name: item for name, item in items if source.file(pointer(kind, name)) in pair}:
                document[kind] = kept
        parts = document["components"]
        roots = [document["paths"], document.get("webhooks"), parts.get("responses")]
        needed = reachable(document, roots)
        parts["schemas"] = {name: part for name, part in parts["schemas"].items() if name in needed}
        cuts.append(document)
    return cuts


def _source(document: dict[str, Any]) -> Source:
    return Source("contract", (File("contract.json", b""),), document, dict(_places(document)))


def _place(chance: random.Random, document: Any) -> tuple[Any, Any]:
    table = chance.choice([*_tables(document)])
    return table, chance.choice(list(table) if isinstance(table, dict) else range(len(table)))


def _mutated(document: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """The document with up to three nodes removed, replaced, copied elsewhere, renamed or added."""
    document = deepcopy(document)
    for _ in range(chance.choice([1, 1, 2, 3])):
        if not document:
            break
        table, key = _place(chance, document)
        junk = deepcopy(chance.choice(JUNK))
        match chance.randrange(5):
            case 0:
                del table[key]
            case 1:
                table[key] = junk
            case 2:
                other, place = _place(chance, document)
                table[key] = deepcopy(other[place])
            case 3 if isinstance(table, dict):
                table[chance.choice(KEYS)] = table.pop(key)
            case _ if isinstance(table, dict):
                table[chance.choice(KEYS)] = junk
            case _:
                table.append(junk)
    return document


@pytest.mark.parametrize("path", CONTRACTS, ids=lambda path: path.name)
def test_a_broken_contract_is_refused_and_no_accident(path: Path) -> None:
    """Changed at random, it is refused with what is wrong, or it is another contract that can be read."""
    cuts = _cuts(load(path, name=path.name))
    for document in cuts:
        lint(_source(document))
    chance = random.Random(20261130)  # noqa: S311  the same every day
    refused: list[ContractError] = []
    accepted: list[object] = []
    for number in range(75):
        source = _source(_mutated(cuts[number % len(cuts)], chance))
        try:
            lint(source)
        except ContractError as error:
            refused.append(error)
        else:
            accepted.append(read(source).operations)

    assert len(refused) > 40
    assert [] == [error for error in refused if not str(error).replace("\n", "").isprintable()]
    assert accepted
    assert all(accepted)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (b"[" * 600 + b"]" * 600, "nested too deeply"),
        (b'{"a":' * 80 + b"1" + b"}" * 80, "nested too deeply"),
        (b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "by a YAML alias"),
        (b"a: &a [*a]\n", "by a YAML alias"),
        (b"a: " + b"9" * 5000, "unquoted"),
        (b"a: 1e999", "unquoted"),
        (b'a: "\\UFFFFFFFF"', "is not YAML"),
        (b'a: "\\ud800"', "U+D800"),
        (b'"\\e[2J": 1', "U+001B"),
        (b"%YAML 1.1\n---\na: yes\n", "'yes' unquoted"),
        (b'{"a": 1, "a": 2}', "given twice"),
        (b"<<: {a: 1}", "which is not text"),
    ],
)
def test_a_file_that_is_a_trap_is_refused(text: bytes, what: str) -> None:
    """Depth, aliases, numbers, characters and keys that a reader would stumble over."""
    with pytest.raises(ContractError, match=re.escape(what)):
        merge("trap.yaml", [File("trap.yaml", text)])


@pytest.fixture(scope="module")
def asked() -> Iterator[tuple[str, list[str]]]:
    """A server on loopback, and what it was asked."""
    paths: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_error(404)

        def log_message(self, *arguments: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/meta", paths
        server.shutdown()


@pytest.mark.parametrize("scheme", ["http", "file"])
@pytest.mark.parametrize(
    "keyword", ["$schema", "$id", "$ref", "$dynamicRef", "$recursiveRef", "$anchor", "jsonSchemaDialect"]
)
def test_nothing_is_fetched(asked: tuple[str, list[str]], tmp_path: Path, scheme: str, keyword: str) -> None:
    """Whatever names an address, wherever: it is refused, or, in an example, a value like any other."""
    (tmp_path / "meta").write_text("{}", encoding="utf-8")
    untouched = load(LIBRARY, name="library").document
    address = asked[0] if scheme == "http" else (tmp_path / "meta").as_uri()
    for place in ("schema", "property", "answer", "example", "document"):
        document = deepcopy(untouched)
        schemas = document["components"]["schemas"]
        content = document["paths"]["/v1/shelves"]["get"]["responses"]["200"]["content"]
        holders = {
            "schema": schemas["Book"],
            "property": schemas["Book"]["properties"]["isbn"],
            "answer": content["application/json"]["schema"],
            "example": schemas["OpenLoanRequest"]["properties"]["note"]["examples"][0],
            "document": document,
        }
        holders[place][keyword] = address
        source = merge("library", [File("library.json", json.dumps(document).encode())])
        for check in (lint, check_readable):
            if place == "example" and keyword != "$ref":
                check(source)
            else:
                with pytest.raises(ContractError, match=r"may not stand here|refers to nothing"):
                    check(source)
    assert [] == asked[1]


def test_what_every_answer_and_client_has_is_not_hidden() -> None:
    """A property or an operation of that name gets another one in Python."""
    answers = {name for name in dir(OutcomeAnswer) if not name.startswith("_")}
    clients = {name for caller in (SyncCaller, AsyncCaller) for name in dir(caller) if not name.startswith("_")}

    assert {f"{name}_" for name in answers} == {field_name(name) for name in answers}
    assert set() == clients - RESERVED_METHODS


@pytest.mark.parametrize("name", ["class", "json", "sys", "no name"])
def test_a_package_cannot_have_a_name_of_pythons(name: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """It could not be imported, or something else could not."""
    with pytest.raises(SystemExit) as caught:
        build.main(["--spec", str(LIBRARY), "--package", name, "--output", str(tmp_path)])

    assert (2, True) == (caught.value.code, "must be a Python name" in capsys.readouterr().err)


def test_a_file_name_cannot_become_code() -> None:
    """It stands in the head of a module; the twin with a plain name is read."""
    shared, *pages = load(LIBRARY, name="library").files

    def renamed(name: str) -> Source:
        return merge("library", [shared, *pages[:-1], File(name, pages[-1].content)])

    lint(renamed("library/others.yaml"))
    for name in ("library/x\nimport os.yaml", "library/class.yaml", "library/é.yaml"):
        with pytest.raises(ContractError, match="is no name for a page"):
            lint(renamed(name))
