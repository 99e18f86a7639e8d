"""A page more: one file in ``specs/`` and a build, and everything that an operation has is there.

A copy of the tree gets a made-up page at each provider. What the suite says of every operation is then asked of these:
whatever reads the contracts has to know them.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests import facts

pytestmark = pytest.mark.usefixtures("unmeasured")

PAGES = Path(__file__).parent / "pages"
COPIED = ("specs", "generated", "overlays", "scripts")
NAME, WAITER, COMMAND = "check_made_up", "wait_for_made_up", "check-made-up"
SUITE = ("core", "faces", "testing", "zoloz", "alipay", "esign")
"""Folders whose tests speak of every operation; those of conformance are slow, and a run of it follows below."""


def _files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for name in COPIED
        for path in (folder / name).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with a page more at each provider, built."""
    folder = tmp_path_factory.mktemp("tree")
    for name in COPIED:
        shutil.copytree(facts.ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(facts.ROOT / "pyproject.toml", folder)
    for provider in facts.PROVIDERS:
        shutil.copy(PAGES / f"{provider}.yaml", folder / "specs" / provider / "made-up.yaml")
    _run(folder, str(folder / "scripts/build.py"))
    return folder


def _run(tree: Path, *command: str, cwd: Path = facts.ROOT, **variables: str) -> str:
    """What a program of the changed tree prints; fails with what it says if it fails."""
    path = os.pathsep.join(str(tree / name) for name in ("overlays", "generated"))
    done = subprocess.run(
        [sys.executable, *command],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": path, **variables},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    failures = "\n".join(line for line in done.stdout.splitlines() if " PASSED" not in line)
    assert 0 == done.returncode, failures[-6000:] + done.stderr[-3000:]
    return done.stdout


def test_nothing_else_is_touched(tree: Path) -> None:
    """The page, and what the build makes of it."""
    before, after = _files(facts.ROOT), _files(tree)

    changed = {path for path in after.keys() | before.keys() if after.get(path) != before.get(path)}

    assert {f"specs/{provider}/made-up.yaml" for provider in facts.PROVIDERS} == {
        path for path in changed if not path.startswith("generated/")
    }
    for provider in facts.PROVIDERS:
        assert f"generated/realname_{provider}/made_up.py" in changed


def test_the_suite_holds_for_it(tree: Path) -> None:
    """Client, waiter, outcome, codes, binding, sandbox and faults, sync and async: what is said of every operation."""
    folders = [f"tests/{name}" for name in SUITE if (facts.ROOT / "tests" / name).is_dir()]

    options = ("-v", "-p", "no:cacheprovider", "-k", "made_up and not conformance")
    printed = _run(tree, "-m", "pytest", *options, *folders, REALNAME_DRAWS="10")

    for provider in facts.PROVIDERS:
        assert f"[{provider}.{NAME}" in printed
        assert f"[{provider}, {provider}.{NAME}]" in printed
    assert " passed" in printed.splitlines()[-1]


PROBE = f"""
import json, os
from realname.cli.application import app
from realname.sandbox import Sandbox
from tests import facts
from typer.testing import CliRunner

def realname(*arguments):
    sandbox.reset()
    done = CliRunner().invoke(app, arguments)
    asked = [record.verdict for record in sandbox.requests if "made" in record.path]
    return [done.exit_code, done.stdout, done.stderr, asked.count("accepted")]

found = {{}}
with Sandbox() as sandbox:
    os.environ.update(sandbox.environment())
    for provider in facts.PROVIDERS:
        operation = facts.operation(provider, "{NAME}")
        arguments = []
        for name, value in operation.arguments.items():
            flag = "--" + name.replace("_", "-")
            arguments += [flag] if value is True else [flag, str(value)]
        found[provider] = {{
            "call": realname("call", provider, "{COMMAND}", *arguments, "--show-personal"),
            "wait": realname("call", provider, "{WAITER}".replace("_", "-"), *arguments),
            "reference": realname("reference", provider, "{COMMAND}"),
            "conformance": realname(
                "conformance", provider, "--base-url", getattr(sandbox, provider).url, "--negative",
                "--per-second", "1000", "--max-calls", "2000", "--only", "checkMadeUp",
            ),
        }}
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def probed(tree: Path) -> Any:
    """What the command line does with the operation, by provider: exit status and what is printed."""
    return json.loads(_run(tree, "-c", PROBE, PYTHONUTF8="1").splitlines()[-1])


@pytest.mark.parametrize("face", ["call", "wait", "reference", "conformance"])
@pytest.mark.parametrize("provider", facts.PROVIDERS)
def test_the_command_line_knows_it(provider: str, face: str, probed: Any) -> None:
    """`realname call`, with and without waiting, `reference`, and a conformance run that finds nothing."""
    status, printed, errors, accepted = probed[provider][face]

    if face == "conformance":
        assert (0, True) == (status, accepted > 1), printed + errors
        assert not {"BREACH", "checkMadeUp"} & set(printed.split()), printed
    else:
        assert 0 == status, printed + errors
        assert {"call": "state: ", "wait": "state: ", "reference": "made-up"}[face] in printed
        assert (face != "reference") == accepted


def test_the_reference_names_it(tree: Path) -> None:
    """With its waiter, at each provider."""
    page = (tree / "generated/REFERENCE.md").read_text(encoding="utf-8")

    for provider in facts.PROVIDERS:
        contract = json.loads((tree / f"generated/realname_{provider}/contract.json").read_bytes())
        (path,) = [path for path in contract["paths"] if "made" in path]
        assert path in page
    assert WAITER in page
