"""The command as a whole: help, version, reference, the sandbox, and what it needs."""

import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import pytest

import realname
from realname.cli import contract
from realname.sandbox import Sandbox
from tests.cli.conftest import Run, secrets_of

COMMANDS: Final = ("call", "explain", "doctor", "sandbox", "reference", "conformance")


def _python(code: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)


def test_the_version_is_that_of_the_package(run: Run) -> None:
    """--version prints it alone."""
    assert f"{realname.__version__}\n" == run("--version").stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_and_its_exit_codes(command: str, run: Run) -> None:
    """--help works everywhere, and tells what the exit codes mean."""
    result = run(command, "--help")

    assert (0, True) == (result.exit_code, "Exit codes: 0 an answer" in result.stdout)


@pytest.mark.parametrize("provider", contract.PROVIDERS)
def test_the_reference_has_every_field(provider: contract.Provider, run: Run) -> None:
    """Each argument and each field of an answer is listed, in the contract's words."""
    text = run("reference", provider).stdout

    paths = [
        field.path
        for operation in contract.operations(provider)
        for field in (*contract.request_fields(provider, operation), *contract.answer_fields(provider, operation))
    ]

    assert [] == [path for path in paths if f"\n{path} " not in text]


def test_the_reference_of_one_operation(run: Run) -> None:
    """An operation can be named; an unknown one is answered with those that there are."""
    one, none = run("reference", "zoloz", "check-credentials"), run("reference", "zoloz", "x")

    assert (0, False, 2, True) == (
        one.exit_code,
        "query-enroll-status" in one.stdout,
        none.exit_code,
        "query-enroll-status" in none.stderr,
    )


@pytest.mark.skipif(find_spec("schemathesis") is None, reason="needs the extra realname[conformance]")
def test_a_conformance_run(run: Run, env_file: Path, sandbox: Sandbox, tmp_path: Path) -> None:
    """The sandbox keeps its contract; the report goes to standard output and, as JUnit XML, to a file."""
    junit = tmp_path / "report.xml"
    options = ("--max-examples", "1", "--per-second", "1000", "--junit", junit, "--env-file", env_file)

    result = run("conformance", "zoloz", "--base-url", sandbox.zoloz.url, *options)

    assert (0, True, True) == (
        result.exit_code,
        "No breach of the contract." in result.stdout,
        junit.read_text(encoding="utf-8").startswith("<?xml"),
    )


@pytest.mark.parametrize("argument", ["userId", "=x", "userId=@/nowhere/at/all"])
def test_a_malformed_argument_of_a_run_is_exit_code_2(argument: str, run: Run, env_file: Path) -> None:
    """An --argument is NAME=VALUE, and its value may come from a file."""
    result = run("conformance", "zoloz", "--base-url", "sandbox", "--argument", argument, "--env-file", env_file)

    assert 2 == result.exit_code


def test_a_file_with_settings_that_is_not_there_is_exit_code_2(run: Run, tmp_path: Path) -> None:
    """Its name is told."""
    result = run("doctor", "--env-file", tmp_path / "nowhere.env")

    assert (2, True) == (result.exit_code, "nowhere.env cannot be read" in result.stderr)


@pytest.mark.parametrize(
    ("command", "module", "extra"),
    [
        ("['sandbox']", "uvicorn", "realname[sandbox]"),
        ("['conformance', 'zoloz', '--base-url', 'sandbox']", "schemathesis", "realname[conformance]"),
    ],
)
def test_a_missing_extra_is_named(command: str, module: str, extra: str) -> None:
    """Commands that need more than the command line's own extra say so in a line, with exit code 2."""
    result = _python(
        "import sys, importlib.util as u; find = u.find_spec\n"
        f"u.find_spec = lambda name, *a: None if name == '{module}' else find(name, *a)\n"
        f"sys.argv = ['realname', *{command}]; import realname.cli; realname.cli.main()"
    )

    assert (2, True, False) == (result.returncode, extra in result.stderr, "Traceback" in result.stderr)


def test_a_conformance_run_needs_an_address_and_spares_production(run: Run, env_file: Path) -> None:
    """There is no default address, and a production host has to be meant."""
    codes = [
        run("conformance", "zoloz", *options, "--env-file", env_file).exit_code
        for options in ((), ("--base-url", "production-singapore"))
    ]

    assert [2, 2] == codes


def test_the_sandbox_prints_what_to_do_and_each_request(tmp_path: Path) -> None:
    """It runs until the end of its input, prints no key, and takes its file away when it ends."""
    path = tmp_path / "sandbox.env"
    command = [sys.executable, "-m", "realname.cli", "sandbox", "--env-file", str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        deadline = time.monotonic() + 30
        while not path.exists() and time.monotonic() < deadline:
            process.poll()
        settings = path.read_text(encoding="utf-8")
        call = [sys.executable, "-m", "realname.cli", "call", "zoloz", "check-credentials", "--env-file", str(path)]
        subprocess.run(call, check=True, capture_output=True, timeout=60)
        printed, _ = process.communicate("", timeout=30)

    private = [
        line.partition("=")[2] for line in settings.splitlines() if "_PRIVATE_KEY=" in line or "_SECRET=" in line
    ]
    assert ([], True, True, False) == (
        [value for value in private if value in printed],
        f". {path}" in printed,
        "zoloz  POST /api/v1/zoloz/authentication/test 200 accepted" in printed,
        path.exists(),
    )


WITHOUT: Final = (
    "import sys, importlib.util as u; find = u.find_spec\n"
    "u.find_spec = lambda name, *a: None if name in ('typer', 'rich') else find(name, *a)\n"
    "sys.modules['typer'] = sys.modules['rich'] = None\n"
)
"""An interpreter to which typer and rich are not installed."""


def test_without_the_extra_the_command_says_what_to_install() -> None:
    """There is one line that names the extra, and no traceback."""
    result = _python(f"{WITHOUT}import realname.cli; realname.cli.main()")

    assert (2, "realname: the command line needs rich and typer: pip install 'realname[cli]'\n") == (
        result.returncode,
        result.stderr,
    )


def test_the_debugger_needs_no_extra() -> None:
    """`realname.explain` is plain logic: it works without typer and rich."""
    result = _python(f"{WITHOUT}import realname.explain as e; print(e.visible_line(b'a b'))")

    assert ("a·b\n", "") == (result.stdout, result.stderr)


def test_no_service_imports_the_command_line() -> None:
    """Neither the command line nor the debugger is in a service's import path."""
    result = _python(
        "import sys; from realname import zoloz, alipay, esign; zoloz.Client, alipay.Client, esign.Client\n"
        "print([n for n in sys.modules if n == 'typer' or n.startswith(('realname.cli', 'realname.explain'))])"
    )

    assert "[]\n" == result.stdout


def test_secrets_are_looked_for_where_they_are(sandbox: Sandbox) -> None:
    """The list that other tests search for holds every private key and the secret."""
    assert 4 * 2 == len(secrets_of(sandbox))
