"""README and every page of docs/ hold: what they show runs and prints what they say, and what they name is there."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from typer.testing import CliRunner

import realname
from realname import zoloz
from realname.cli.application import app
from realname.providers import PROVIDERS
from realname.sandbox import Sandbox
from tests.repository.blocks import Block, output_after
from tests.repository.examples import (
    EXECUTED,
    FLOW_ID,
    PAGES,
    ROOT,
    check,
    commands,
    does_not_end,
    examples,
    exit_status,
    files,
    needs_a_process,
    run,
    save,
    words_of,
)

EXAMPLES = [block for page in EXECUTED for block in examples(page)]
CONTROL = ("REALNAME_SANDBOX_CONTROL_URL", "REALNAME_SANDBOX_CONTROL_TOKEN")

pytestmark = pytest.mark.usefixtures("no_waiting")


def _name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


# ---- examples ----


@pytest.mark.parametrize("block", [block for block in EXAMPLES if not needs_a_process(block)], ids=str)
def test_an_example_runs_and_prints_what_stands_below_it(
    block: Block, names: Mapping[str, object], capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest
) -> None:
    """Each Python block is complete: it runs by itself, but for the reader's own values."""
    run(block, names, request)

    output = output_after(block)
    if output is not None:
        assert output == capsys.readouterr().out


@pytest.mark.usefixtures("names")
@pytest.mark.parametrize("block", [block for block in EXAMPLES if needs_a_process(block)], ids=str)
def test_an_example_for_httpx2_runs_in_a_process_of_its_own(block: Block) -> None:
    """From its first line on httpx is httpx2 there."""
    lines = "import httpcore, httpx; print(httpx.__name__, httpcore.__name__)"
    done = subprocess.run([sys.executable, "-c", f"{block.text}\n{lines}"], capture_output=True, check=False, text=True)

    assert (0, "") == (done.returncode, done.stderr)
    assert "httpx2 httpcore2" == done.stdout.splitlines()[-1]


def test_an_example_that_prints_something_else_would_be_found(
    names: Mapping[str, object], capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest
) -> None:
    """The output block belongs to its example: another flow gives another output."""
    block = next(block for block in EXAMPLES if FLOW_ID in block.text and output_after(block) is not None)
    changed = Block(block.page, block.heading, "python", 1, block.text.replace(FLOW_ID, "100000000000000002"))

    with pytest.raises(realname.ApiError):
        run(changed, names, request)

    assert output_after(block) != capsys.readouterr().out


@pytest.mark.parametrize("page", [page for page in EXECUTED if files(page)], ids=_name)
def test_the_files_of_a_page_pass_their_tests(page: Path, names: Mapping[str, object]) -> None:
    """Saved side by side, as the page says, the tests among them pass; the others are Python."""
    assert names
    saved = files(page)
    for name, text in saved.items():
        compile(text, name, "exec")
        save(name, text)
    tests = [name for name in saved if name.startswith("test_")]

    if tests:
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "realname", *tests]
        alone = os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}  # what a reader has, and a third of the time
        done = subprocess.run(command, capture_output=True, check=False, text=True, env=alone)
        assert 0 == done.returncode, done.stdout


# ---- commands ----


@pytest.mark.parametrize(
    ("page", "command"),
    [
        pytest.param(page, command, id=f"{_name(page)}: {command}")
        for page in EXECUTED
        for command in dict.fromkeys(commands(page))
    ],
)
def test_a_command_exists(page: Path, command: str, readers_sandbox: Sandbox) -> None:
    """Each shell line names a script or a command of the project, an extra that it has, or an action of the sandbox."""
    check(command, page, readers_sandbox)


@pytest.mark.usefixtures("names")
@pytest.mark.parametrize(
    "page", [page for page in EXECUTED if any(words_of(each)[:1] == ["realname"] for each in commands(page))], ids=_name
)
def test_the_commands_of_realname_work(page: Path, readers_sandbox: Sandbox) -> None:
    """In the order of the page, with the sandbox's settings, after a first call; each ends as its line says."""
    readers_sandbox.zoloz.add_samples()
    with zoloz.Client.from_env() as client:
        client.check_credentials()
    for command in commands(page):
        words = [readers_sandbox.zoloz.url if word.startswith("http://") else word for word in words_of(command)]
        if words[:1] != ["realname"] or does_not_end(words):
            continue
        if words[1] == "conformance":
            readers_sandbox.zoloz.settings.finish_after = None
            words += ["--per-second", "1000"]
        done = CliRunner().invoke(app, words[1:])
        assert exit_status(command) == done.exit_code, (shlex.join(words), done.output)


# ---- names ----


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_links_lead_somewhere(page: Path) -> None:
    """Links within the project name files that are there."""
    targets = re.findall(r"\]\((?!https?:)([^)#\s]+)", page.read_text(encoding="utf-8"))

    assert [] == [target for target in targets if not (page.parent / target).exists()]


def test_the_variables_are_those_that_are_read(readers_sandbox: Sandbox) -> None:
    """The pages name every variable that the clients read, the control address, and no other."""
    known = {
        *readers_sandbox.environment(),
        *readers_sandbox.zoloz.environment(access_key=True),
        *readers_sandbox.alipay.environment(certificates=True),
        "REALNAME_ALIPAY_APP_AUTH_TOKEN",
        "REALNAME_ALIPAY_CHECK_CHAIN",
        *(f"REALNAME_{provider}_INSECURE_TEST_HOSTS".upper() for provider in PROVIDERS),
        *CONTROL,
    }
    whole = r"\bREALNAME_[A-Z]+_[A-Z_]*[A-Z]\b(?!_)"
    named = {name for page in EXECUTED for name in re.findall(whole, page.read_text(encoding="utf-8"))}

    assert known == {name.removesuffix("_FILE") for name in named}


@pytest.mark.parametrize("page", ["errors.md", "zh/errors.md"])
def test_the_table_of_errors_is_complete(page: str) -> None:
    """Each error of the package has its row, and each row its error."""
    first = (ROOT / "docs" / page).read_text(encoding="utf-8").split("\n## ")[2]
    table = re.findall(r"^\|[^|]+\| `(\w+Error)` \|", first, re.MULTILINE)

    assert sorted(name for name in realname.__all__ if name.endswith("Error") and name != "RealnameError") == sorted(
        table
    )
