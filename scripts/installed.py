#!/usr/bin/env python3
"""Run the suite against the built wheel, in an environment of its own and with the source out of reach.

    scripts/installed.py [PYTEST ARGUMENTS]             with the locked packages
    scripts/installed.py --lowest [PYTEST ARGUMENTS]    with every direct dependency at the lowest version it may have

Exit status: that of pytest, or of the first step that failed.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "scripts/dev.lock"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

NEED_THE_SOURCE = (
    "contracts",
    "repository/test_bench.py",
    "repository/test_build.py",
    "repository/test_changelog.py",
    "repository/test_demo.py",
    "repository/test_docs.py",
    "repository/test_examples.py",
    "repository/test_forge.py",
    "repository/test_hsm.py",
    "repository/test_installed.py",
    "repository/test_new_page.py",
    "repository/test_published_vectors.py",
    "repository/test_readme.py",
    "repository/test_release.py",
    "repository/test_rules.py",
    "repository/test_site.py",
    "repository/test_soak.py",
    "repository/test_ten_minutes.py",
)
"""Tests of what no wheel holds: contracts, scripts, pages, docs."""
MAKE_THE_SOURCE = frozenset(
    {
        "build",
        "check-jsonschema",
        "check-wheel-contents",
        "cyclonedx-bom",
        "datamodel-code-generator",
        "editables",
        "hatchling",
        "openapi-python-client",
        "openapi-spec-validator",
        "ruamel.yaml",
        "ruff",
        "zensical",
        "zizmor",
    }
)
"""Development tools that all other tests do without; some ask for newer packages than `realname` does."""


@dataclass(frozen=True)
class Round:
    """One environment, and what is run in it."""

    extras: tuple[str, ...]
    """Whose dependencies are taken at their lowest, besides those of the base; empty for the lock."""
    tests: str | None = None
    """What to tell pytest about the tests to run; None for all that there are."""
    free: frozenset[str] = frozenset()
    """Dependencies whose version another one decides."""


LOCKED = (Round(()),)
LOWEST = (
    Round(("sandbox", "cli", "fast"), "--ignore-glob=*/conformance"),
    # schemathesis asks for one minor version of jsonschema-rs, so that both are never at their lowest together.
    Round(("conformance",), "tests/testing/conformance tests/faces/conformance", frozenset({"jsonschema-rs"})),
)


def main(arguments: Sequence[str]) -> int:
    """Build, install, test."""
    options = [argument for argument in arguments if argument != "--lowest"]
    with tempfile.TemporaryDirectory(prefix="realname-wheel-") as folder:
        room = Path(folder)
        try:
            wheel = _build(room)
            _copy_tests(room)
            print("not run, since they need the source:", ", ".join(NEED_THE_SOURCE), flush=True)
            for each in LOWEST if "--lowest" in arguments else LOCKED:
                python = _environment(room, wheel, each)
                selection = each.tests.split() if each.tests else []
                _run(python, "-m", "pytest", *options, *selection, cwd=room)
        except subprocess.CalledProcessError as error:
            return error.returncode
    return 0


# ---- the lowest versions ----


def direct_dependencies(
    extras: Iterable[str] = tuple(PROJECT["project"]["optional-dependencies"]),
) -> list[Requirement]:
    """What pyproject.toml asks for: the base, and these extras."""
    project = PROJECT["project"]
    texts = [*project["dependencies"], *(text for extra in extras for text in project["optional-dependencies"][extra])]
    return [Requirement(text) for text in texts]


def lowest_version(requirement: Requirement) -> str:
    """The version after `>=`."""
    [version] = [part.version for part in requirement.specifier if part.operator == ">="]
    return version


def lowest_requirements(each: Round) -> list[str]:
    """What a round takes at its lowest."""
    return [
        f"{requirement.name}=={lowest_version(requirement)}"
        for requirement in direct_dependencies(each.extras)
        if requirement.name not in each.free
    ]


def test_requirements() -> list[str]:
    """What the tests need besides."""
    tools: list[str] = PROJECT["dependency-groups"]["dev"]
    return [tool for tool in tools if Requirement(tool).name not in MAKE_THE_SOURCE]


def locked_versions() -> list[str]:
    """The lock without its hashes and without what is taken at its lowest: `name==version` and markers."""
    direct = {requirement.name for requirement in direct_dependencies()}
    lines = re.findall(r"^([\w.-]+)(==[^\\\n]+)", LOCK.read_text(encoding="utf-8"), re.MULTILINE)
    return [name + version for name, version in lines if name not in direct]


# ---- the steps ----


def _build(room: Path) -> Path:
    """Build the wheel from the source distribution, so that this one is known to be complete."""
    _run(sys.executable, "-P", "-m", "build", "--no-isolation", "--outdir", str(room / "dist"), str(ROOT))
    [wheel] = (room / "dist").glob("*.whl")
    _run(sys.executable, "-P", "-m", "check_wheel_contents", "--config", str(ROOT / "pyproject.toml"), str(wheel))
    return wheel


def _environment(room: Path, wheel: Path, each: Round) -> str:
    """Make a new environment for a round; returns its Python."""
    _run(sys.executable, "-m", "venv", "--clear", str(room / "venv"))
    python = str(room / "venv/bin/python")
    install = (python, "-m", "pip", "install", "-q", "--disable-pip-version-check")
    if each.extras:
        constraints = room / "constraints.txt"
        constraints.write_text("\n".join(locked_versions()), encoding="utf-8")
        extras = ",".join(("sandbox", *each.extras))
        needed = (f"{wheel}[{extras}]", *lowest_requirements(each), *test_requirements())
        _run(*install, "-c", str(constraints), *needed)
    else:
        _run(*install, "--require-hashes", "-r", str(LOCK))
        _run(*install, "--no-deps", "--no-index", str(wheel))
    return python


def _copy_tests(room: Path) -> None:
    """Copy what the wheel is tested with: nothing that could stand in for a file that it lacks."""
    shutil.copy(ROOT / "pyproject.toml", room)
    shutil.copytree(ROOT / "tests", room / "tests", ignore=shutil.ignore_patterns("__pycache__", "node_modules"))
    shutil.copytree(ROOT / "examples", room / "examples", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "vectors", room / "vectors")
    for name in NEED_THE_SOURCE:
        path = room / "tests" / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def _run(*command: str, cwd: Path = ROOT) -> None:
    """Run a command, without the variables that could lead Python back to the source."""
    variables = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    subprocess.run(command, cwd=cwd, env=variables, check=True)  # noqa: S603  commands of this file


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
