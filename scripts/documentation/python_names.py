"""The Python names as pages, one a public module: everything in its ``__all__`` that is ours, from docstrings."""

import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from textwrap import dedent
from types import ModuleType
from typing import Any, Final

from realname.providers import PROVIDERS

MODULES: Final = (
    "realname",
    *(f"realname.{name}" for name in PROVIDERS),
    *(f"realname.{name}" for name in ("bulk", "fast", "sandbox", "explain", "conformance")),
)
"""The modules that users import from."""
_SECTION: Final = re.compile(r"^(Args|Attributes|Raises|Returns|Yields|Note):$", re.MULTILINE)
_ITEM: Final = re.compile(r"^([\w*., ]+): ?(.*)$")
_TITLES: Final = {"Args": "Arguments"}
_LONGEST: Final = 88


def made() -> dict[str, str]:
    """Page of the site → Markdown."""
    rows, found = [], {}
    for name in MODULES:
        module = import_module(name)
        names = list(_public(module))
        if not names:
            continue
        page = name.rpartition(".")[2]
        listed = ", ".join(f"[`{each}`]({page}.md#{each.lower()})" for each in names)
        rows.append(f"| [`{name}`]({page}.md) | {_first(module)} | {listed} |")
        parts = [f"# {name}\n\n{markdown(module.__doc__)}\n"]
        parts += [_described(each, getattr(module, each)) for each in names]
        found[f"reference/python/{page}.md"] = "\n".join(parts)
    head = "What can be imported, as its docstrings say it. The methods that call a provider stand with the operations."
    table = "\n".join(["| module | | names |", "| --- | --- | --- |", *rows])
    return {"reference/python/index.md": f"# Python\n\n{head}\n\n{table}\n", **found}


def _public(module: ModuleType) -> Iterator[str]:
    """The names that a module exports and that are written by hand: classes and functions."""
    own = [name for name, value in vars(module).items() if getattr(value, "__module__", "") == module.__name__]
    for name in sorted(getattr(module, "__all__", own)):
        value = getattr(module, name)
        if name.startswith("_"):
            continue
        home = getattr(value, "__module__", "")
        if (inspect.isclass(value) or inspect.isfunction(value)) and home.split(".")[0] == "realname":
            yield name


def _described(name: str, value: Any) -> str:
    lines = [f"## {name} {{ #{name.lower()} }}", ""]
    if inspect.isclass(value):
        bases = [base.__name__ for base in value.__bases__ if base is not object and not base.__name__.startswith("_")]
        lines += [f"A class, from {', '.join(f'`{base}`' for base in bases)}.", ""] if bases else []
    lines += [_signature(name, value), "", markdown(inspect.getdoc(value)), ""]
    if inspect.isclass(value):
        for member, inner in _members(value):
            lines += [f"### {name}.{member} {{ #{name.lower()}.{member.lower()} }}", ""]
            if not isinstance(inner, property):
                lines += [_signature(member, inner), ""]
            lines += [markdown(inspect.getdoc(inner)), ""]
    return "\n".join(lines)


def _members(kind: type) -> Iterator[tuple[str, Any]]:
    """Methods and properties that are ours and documented; of a base class that is generated, none."""
    seen = set()
    for base in kind.__mro__:
        if base.__module__.split(".")[0] != "realname":
            continue
        for name, value in vars(base).items():
            inner = getattr(value, "__func__", value)
            is_ours = isinstance(inner, property) or inspect.isfunction(inner)
            if is_ours and not name.startswith("_") and name not in seen and inspect.getdoc(inner):
                seen.add(name)
                yield name, inner


def _signature(name: str, value: Any) -> str:
    try:
        signature = inspect.signature(value)
    except (TypeError, ValueError):
        return ""
    given = [_short(str(parameter)) for parameter in signature.parameters.values() if parameter.name != "self"]
    kinds = [parameter.kind for parameter in signature.parameters.values() if parameter.name != "self"]
    first = next((index for index, kind in enumerate(kinds) if kind is inspect.Parameter.KEYWORD_ONLY), None)
    if first is not None and inspect.Parameter.VAR_POSITIONAL not in kinds:
        given.insert(first, "*")
    is_silent = inspect.isclass(value) or signature.return_annotation is inspect.Signature.empty
    returned = "" if is_silent else f" -> {_short(inspect.formatannotation(signature.return_annotation))}"
    line = f"{name}({', '.join(given)}){returned}"
    if len(line) > _LONGEST:
        line = f"{name}(\n    " + ",\n    ".join(given) + f",\n){returned}"
    return f"```python\n{line}\n```"


def _short(text: str) -> str:
    """An annotation without the modules of its names, and a default that has no text of its own as an ellipsis."""
    text = re.sub(r"<[^<>]*>", "…", text.replace("'", "") if "'" in text and "=" not in text else text)
    return re.sub(r"\b(?:[a-z_][\w]*\.)+(?=[A-Za-z_])", "", text.replace("~", ""))


def _first(value: Any) -> str:
    return markdown((inspect.getdoc(value) or "").partition("\n")[0])


def markdown(docstring: str | None) -> str:
    """A docstring in Google's style as Markdown."""
    text = inspect.cleandoc(docstring or "")
    text = re.sub(r"``([^`]+)``", r"`\1`", text)
    text = re.sub(r"^::\n", "", text, flags=re.MULTILINE)
    text = re.sub(r"::$", ":", text, flags=re.MULTILINE)
    head, *rest = _SECTION.split(text)
    lines = [head.strip()]
    for title, body in zip(rest[::2], rest[1::2], strict=True):
        inner, _, after = body.strip("\n").partition("\n\n")
        lines += ["", f"**{_TITLES.get(title, title)}**", "", *_items(dedent(inner))]
        lines += ["", dedent(after)] if after.strip() else []
    return "\n".join(lines).strip()


def _items(text: str) -> Iterator[str]:
    """A list of what a section names; what names nothing stays as it is."""
    for line in text.splitlines():
        match = _ITEM.match(line)
        if match:
            yield f"- `{match[1]}`: {match[2]}"
        else:
            yield f"  {line.strip()}" if line.startswith(" ") else line
