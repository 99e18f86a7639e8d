"""The tools a build stands on: exact versions, the upstream templates ours were written against, and ruff."""

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
TEMPLATES = ROOT / "scripts" / "templates"
TOOLS = ("datamodel-code-generator", "openapi-python-client", "ruff")

_UPSTREAM = re.compile(r"upstream: (?P<tool>\S+) (?P<version>\S+), (?P<template>\S+), sha256 (?P<sha256>[0-9a-f]{64})")
_UPSTREAM_FOLDERS = {
    "datamodel-code-generator": ("datamodel_code_generator", "model/template"),
    "openapi-python-client": ("openapi_python_client", "templates"),
}
_OURS = ("Enum.jinja2", "client.py.jinja", "dataclass.jinja2")


class BuildError(Exception):
    """The build stops, although the contract is sound; the text says what to do."""


@contextmanager
def generator(tool: str) -> Iterator[None]:
    """Whatever a generator stumbles over ends the build, and in no other way."""
    try:
        yield
    except BuildError:
        raise
    except Exception as error:
        raise BuildError(f"{tool} cannot read the contract: {type(error).__name__}: {error}") from error


def versions() -> dict[str, str]:
    """Name → version of the generators and the formatter, which must be what ``pyproject.toml`` pins.

    Raises:
        BuildError: another version is installed, or none.
    """
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
    pins = dict(line.split("==") for line in groups["dev"] if isinstance(line, str) and "==" in line)
    installed = {tool: _installed(tool) for tool in TOOLS}
    for tool in TOOLS:
        if tool not in pins:
            raise BuildError(f"pyproject.toml does not pin {tool}: write `{tool}==<version>` in its group dev.")
        if installed[tool] != pins[tool]:
            advice = "install the pinned version, or change the pin and compare what the build then makes."
            raise BuildError(f"{tool} {installed[tool]} is installed, pyproject.toml pins {pins[tool]}: {advice}")
    return installed


def _installed(tool: str) -> str:
    try:
        return version(tool)
    except PackageNotFoundError:
        return "(no version)"


def template_digests() -> dict[str, str]:
    """File name → sha256 of our templates.

    Raises:
        BuildError: a generator's own template is not the one that ours was written against.
    """
    for name in _OURS:
        _check_upstream(TEMPLATES / name)
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in sorted(TEMPLATES.iterdir()) if path.is_file()}


def _check_upstream(template: Path) -> None:
    recorded = _UPSTREAM.search(template.read_text(encoding="utf-8"))
    if recorded is None:
        raise BuildError(f"{template.name} records no upstream template: begin it with `upstream: …, sha256 …`.")
    tool, name = recorded["tool"], recorded["template"]
    found = sha256(upstream_template(tool, name).read_bytes()).hexdigest()
    if found != recorded["sha256"]:
        raise BuildError(
            f"{tool} changed its template {name} (sha256 {found}): compare it with that of version "
            f"{recorded['version']}, carry over into scripts/templates/{template.name} what matters, and record there "
            "the new version and digest."
        )


def upstream_template(tool: str, name: str) -> Path:
    """Where an installed generator keeps a template of its own."""
    package, folder = _UPSTREAM_FOLDERS[tool]
    found = find_spec(package)
    if found is None or found.origin is None:
        raise BuildError(f"{tool} is not installed.")
    return Path(found.origin).parent / folder / name


def ruff(folder: Path) -> None:
    """Drop unused imports, sort the others, and format, without regard to any configuration.

    Raises:
        BuildError: ruff fails, or says anything.
    """
    options = ["--isolated", "--no-cache", "--quiet", "--target-version", "py311", "--line-length", "120"]
    sorting = ["--config", "lint.isort = {known-first-party = ['realname'], split-on-trailing-comma = false}"]
    fixing = [*sorting, "--output-format", "concise", "--fix", "--select", "F,I"]
    for command in (["check", *options, *fixing], ["format", *options]):
        done = subprocess.run(  # noqa: S603 - made of the constants above
            [sys.executable, "-m", "ruff", *command, folder], capture_output=True, text=True, check=False
        )
        if done.returncode or done.stdout or done.stderr:
            raise BuildError(f"ruff {command[0]} refuses what was generated:\n{done.stdout}{done.stderr}")
