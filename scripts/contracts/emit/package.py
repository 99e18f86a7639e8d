"""One contract's package, complete, in an empty directory."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from contracts.emit.client import client_modules
from contracts.emit.code import codes
from contracts.emit.models import model_classes
from contracts.emit.readback import read_back
from contracts.emit.toolchain import TEMPLATES, generator, ruff
from contracts.naming import SHARED_MODULE
from contracts.reading import Contract


def build_package(
    contract: Contract,
    folder: Path,
    *,
    versions: Mapping[str, str],
    templates: Mapping[str, str],
    step: Callable[[str], None],
) -> None:
    """Write a package.

    Args:
        contract: what it is made of.
        folder: the package's directory, which must not exist.
        versions: tool → version, for ``build.lock``.
        templates: template → sha256, for ``build.lock``.
        step: told the name of each step as it begins.
    """
    folder.mkdir(parents=True)
    step("contract.json")
    _write_json(folder / "contract.json", contract.source.document)
    step("models")
    with generator("datamodel-code-generator"):
        classes = model_classes(contract)
    step("client")
    with generator("openapi-python-client"):
        clients = client_modules(contract)
    step("package")
    for name, text in _files(contract, classes, clients):
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "py.typed").touch()
    step("format")
    ruff(folder)
    step("read back")
    read_back(contract, folder)
    lock = {
        "contract": {file.name: sha256(file.content).hexdigest() for file in contract.source.files},
        "tools": dict(versions),
        "templates": dict(templates),
    }
    _write_json(folder / "build.lock", lock)


def templates_environment() -> Environment:
    """Our templates, outside of the generators."""
    return Environment(  # noqa: S701 - Python and Markdown come out, no HTML
        loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def _files(contract: Contract, classes: Mapping[str, str], clients: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """File → its text, not formatted yet."""
    environment = templates_environment()
    header = _header(contract.source.name)
    owners = contract.classes
    names: dict[str, list[str]] = {module: [] for module in contract.modules}
    for name, owner in (*owners.items(), *((made.constant, made.module) for made in contract.operations)):
        names[owner].append(name)
    exports = sorted(["SERVERS", *(name for listed in names.values() for name in listed)])
    bodies: dict[str, list[str]] = {}
    for name, text in classes.items():
        bodies.setdefault(owners[name], []).append(text)
    titles: dict[str, list[str]] = {}
    for operation in contract.operations:
        titles.setdefault(operation.module, []).append(operation.page.title)
    page = environment.get_template("module.py.jinja")
    for module, file in contract.modules.items():
        text = page.render(
            header=_header(file),
            title=f"{contract.title}: {_title(module, titles.get(module, ()))}.",
            shared=names.get(SHARED_MODULE, []) if module != SHARED_MODULE else [],
            classes="\n\n\n".join(bodies.get(module, ())),
            operations=clients.get(f"{module}.py", ""),
        )
        yield f"{module}.py", text
    for name in ("client.py", "client.pyi"):
        yield name, f"{header}\n{clients[name]}"
    facts: dict[str, dict[str, object]] = {
        "codes.py": {"codes": codes(contract.codes)},
        "__init__.py": {"contract": contract},
        "_names.py": {"modules": {name: module for module, listed in names.items() for name in sorted(listed)}},
        "__init__.pyi": {"exports": exports, "names": names},
    }
    for name, known in facts.items():
        template = name.replace("__init__", "package").lstrip("_") + ".jinja"
        yield name, environment.get_template(template).render(header=header, **known)


def _header(source: str) -> str:
    return f"# Generated from {' '.join(source.split())} by scripts/build.py; do not edit.\n"


def _title(module: str, titles: Iterable[str]) -> str:
    """What a module is about: the titles of the provider's pages."""
    if module == SHARED_MODULE:
        return "what its pages share"
    return ", ".join(dict.fromkeys(titles)) or module.replace("_", " ")


def _write_json(path: Path, document: object) -> None:
    path.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
