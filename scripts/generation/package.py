"""One contract's package, complete, in an empty directory."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from contracts.reading import Contract
from generation.client import client_module
from generation.models import models_module
from generation.readback import check_client, check_models
from generation.toolchain import TEMPLATES, ruff

Progress = Callable[[str], None]

_EXPORTS = ("AsyncClient", "AsyncRawClient", "Client", "RawClient", "SERVERS")


def build_package(
    contract: Contract,
    folder: Path,
    scratch: Path,
    *,
    versions: Mapping[str, str],
    templates: Mapping[str, str],
    step: Progress,
) -> None:
    """Write a package.

    Args:
        contract: what it is made of.
        folder: the package's directory, which must not exist.
        scratch: takes what the generators leave behind.
        versions: tool → version, for ``build.lock``.
        templates: template → sha256, for ``build.lock``.
        step: told the name of each step as it begins.
    """
    folder.mkdir(parents=True)
    header = f"# Generated from {contract.source.file} by scripts/build.py; do not edit.\n"
    step("contract.json")
    _write_json(folder / "contract.json", contract.source.document)
    step("models")
    (folder / "models.py").write_text(models_module(contract, header), encoding="utf-8")
    step("client")
    (folder / "client.py").write_text(client_module(contract, header, scratch), encoding="utf-8")
    step("package")
    (folder / "__init__.py").write_text(_init_module(contract, header), encoding="utf-8")
    (folder / "py.typed").touch()
    step("format")
    ruff(folder)
    step("read back")
    check_models(contract, (folder / "models.py").read_text(encoding="utf-8"))
    check_client(contract, (folder / "client.py").read_text(encoding="utf-8"))
    lock = {
        "contract": {"file": contract.source.file, "sha256": contract.source.sha256},
        "tools": dict(versions),
        "templates": dict(templates),
    }
    _write_json(folder / "build.lock", lock)


def templates_environment() -> Environment:
    """Our templates, outside of the generators."""
    return Environment(  # noqa: S701 - Python and Markdown come out, no HTML
        loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def _init_module(contract: Contract, header: str) -> str:
    models = sorted([*(model.name for model in contract.models), *(enum.name for enum in contract.enums)])
    client = sorted((*_EXPORTS, *(operation.constant for operation in contract.operations)))
    template = templates_environment().get_template("package.py.jinja")
    return template.render(
        header=header, contract=contract, models=models, client=client, exports=sorted((*models, *client))
    )


def _write_json(path: Path, document: object) -> None:
    path.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
