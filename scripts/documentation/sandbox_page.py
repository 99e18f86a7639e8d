"""The page of what a sandbox can be told: faults, breaches and settings of each gateway, from their docstrings."""

import ast
import inspect
from collections.abc import Iterator

import attrs

from documentation.python_names import markdown
from realname.providers import PROVIDERS, Provider
from realname.testing import provider as port

PAGE = "reference/sandbox.md"


def made() -> dict[str, str]:
    """Page of the site → Markdown."""
    lines = [
        "# Faults and settings of the sandbox",
        "",
        "A *fault* spoils the next answers: `sandbox.fail_next(provider, fault, times=1)`.",
        "A *breach* is an answer outside of the contract, until `reset()`: `sandbox.break_contract(provider, breach)`.",
        "A *setting* decides what no document states: `sandbox.zoloz.settings.name = value`.",
    ]
    for name in PROVIDERS:
        gateway = port.sandbox(name)
        lines += ["", f"## {name}", "", "### Faults", "", *_table("fault", gateway.FAULTS.descriptions())]
        lines += ["", "### Breaches", "", *_table("breach", gateway.BREACHES.descriptions())]
        lines += ["", "### Settings", "", *_table("setting", dict(_settings(name)))]
    return {PAGE: _anchored("\n".join(lines)) + "\n"}


def _anchored(text: str) -> str:
    """Headings that stand below each provider get an anchor that stays, whatever is added."""
    provider, found = "", []
    for line in text.splitlines():
        if line.startswith("## "):
            provider = line[3:]
        found.append(f"{line} {{ #{provider}-{line[4:].lower()} }}" if line.startswith("### ") else line)
    return "\n".join(found)


def _table(title: str, rows: dict[str, str]) -> Iterator[str]:
    yield f"| {title} | |"
    yield "| --- | --- |"
    for name, words in rows.items():
        yield f"| `{name}` | {markdown(words).replace('|', chr(92) + '|').replace(chr(10), ' ')} |"


def _settings(provider: Provider) -> Iterator[tuple[str, str]]:
    """Each setting with the text below it and its default, which only the source has together."""
    kind = port.sandbox(provider).DEFAULTS
    tree = ast.parse(inspect.getsource(kind)).body[0]
    assert isinstance(tree, ast.ClassDef)  # noqa: S101 - a class's source is that of a class
    texts = {}
    for field, below in zip(tree.body, tree.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(below, ast.Expr):
            texts[field.target.id] = inspect.cleandoc(ast.literal_eval(below.value))
    for field in attrs.fields(kind):
        if field.name in texts:
            yield field.name, f"{texts[field.name]} By default `{field.default!r}`."
