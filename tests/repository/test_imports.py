"""What is installed: its dependencies, its marker files, and what an import pulls in. Holds for the wheel as well."""

import importlib
import subprocess
import sys
from importlib.metadata import metadata, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests import facts

BASE = ["attrs", "cattrs", "cryptography", "httpcore", "httpx"]
PACKAGES = ["realname", *(f"realname_{provider}" for provider in facts.PROVIDERS)]
EXTRAS = {"click", "hypothesis", "jsonschema_rs", "pytest", "rich", "schemathesis", "typer", "uvicorn"}


def _modules_after(code: str) -> set[str]:
    """The top-level modules that a fresh interpreter has loaded after this code."""
    code += "\nimport sys; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_base_install_has_few_direct_dependencies() -> None:
    """The rest are extras."""
    requirements = [Requirement(text) for text in requires("realname") or []]

    assert BASE == sorted(requirement.name for requirement in requirements if requirement.marker is None)


def test_a_provider_imports_nothing_of_the_extras(provider: str) -> None:
    """A service pays for no tool of the command line or of tests, nor for another provider.

    httpx itself imports click and rich where they are installed.
    """
    modules = _modules_after(f"from realname import {provider}; {provider}.Client, {provider}.AsyncClient")

    assert set() == (modules - _modules_after("import httpx")) & EXTRAS
    assert {f"realname_{provider}"} == {name for name in modules if name.startswith("realname_")}


def test_the_extras_would_be_seen() -> None:
    """The check above can fail: the sandbox does import its extra."""
    assert "uvicorn" in _modules_after("import realname.sandbox")


@pytest.mark.parametrize("package", PACKAGES)
def test_types_are_shipped(package: str) -> None:
    """Each package says that its annotations are for others to check against."""
    origin = importlib.import_module(package).__file__

    assert origin is not None
    assert (Path(origin).parent / "py.typed").is_file()


def test_the_licence_is_shipped_and_named() -> None:
    """The metadata names the licence and its file."""
    fields = metadata("realname")

    assert ("MIT", ["LICENSE"]) == (fields["License-Expression"], fields.get_all("License-File"))


LATE = ["cattrs", "realname.core.call", "realname.core.wire", "cryptography.hazmat.primitives.serialization"]


def test_importing_a_provider_loads_nothing_that_a_call_needs(provider: str) -> None:
    """Neither cattrs, nor what reads keys, nor the table of the contract's names: that comes with the first client."""
    code = (
        f"from realname import {provider}; {provider}.Client, {provider}.Credentials; import sys; print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    late = {*LATE, f"realname.{provider}.gateway", f"realname_{provider}._names"}

    assert set() == late & set(done.stdout.split())
    assert late <= set(map(_found, late))


def _found(name: str) -> str:
    """The module's own name, if there is one."""
    return importlib.import_module(name).__name__


def test_everything_of_a_provider_is_there_for_whoever_takes_it_all(provider: str) -> None:
    """`import *`, `dir` and `__all__` agree, though what comes from pages is found late."""
    module = importlib.import_module(f"realname.{provider}")
    taken: dict[str, object] = {}
    exec(f"from realname.{provider} import *", taken)  # noqa: S102 - a statement of this file

    assert sorted(module.__all__) == dir(module) == sorted(taken.keys() - {"__builtins__"})
    assert {"Client", "Credentials", "SERVERS"} < set(dir(module))
    assert set(importlib.import_module(f"realname_{provider}").__all__) < set(module.__all__)
