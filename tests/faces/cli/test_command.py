"""The command as a whole: help, version, reference, conformance, the sandbox, and what it needs."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import pytest
import typer
from rich.cells import cell_len

import realname
from realname.cli import application, exits, output
from realname.providers import PROVIDERS
from realname.sandbox import Sandbox
from realname.testing import provider as port
from tests import facts
from tests.faces.cli.conftest import Run, command, secrets_of


def _without(modules: Sequence[str], code: str) -> "subprocess.CompletedProcess[str]":
    """Run code in an interpreter to which these modules are not installed."""
    hidden = (
        "import sys, importlib.util as u; find = u.find_spec\n"
        f"u.find_spec = lambda name, *a: None if name in {modules} else find(name, *a)\n"
        f"sys.modules.update(dict.fromkeys({modules}))\n"
    )
    return subprocess.run(
        [sys.executable, "-c", hidden + code], capture_output=True, text=True, check=False, timeout=60
    )


def test_the_version_is_that_of_the_package(run: Run) -> None:
    """--version prints it alone."""
    assert f"{realname.__version__}\n" == run("--version").stdout


def test_an_interruption_while_it_loads_is_no_traceback() -> None:
    """It ends as one that comes later: with 130, and without a word."""
    code = (
        "import sys, types; sys.meta_path.insert(0, types.SimpleNamespace(find_spec=interrupted))\n"
        "from realname.cli import main; main()"
    )
    interrupted = "def interrupted(name, *_):\n    if name == 'realname.cli.application': raise KeyboardInterrupt\n"
    ended = _without([], interrupted + code)

    assert (130, "", "") == (ended.returncode, ended.stdout, ended.stderr)


@pytest.mark.parametrize("name", application.COMMANDS)
def test_a_command_is_listed_with_what_its_own_help_begins_with(name: str) -> None:
    """The list has no need of the command's module, and says the same."""
    own = application.command(name)

    assert (name, output.help_text(application.COMMANDS[name])) == (own.name, own.help.partition("\n")[0])


def test_the_list_of_commands_loads_none_of_them() -> None:
    """Nor what they need, such as httpx or a provider."""
    code = "import sys; sys.argv[1:] = ['--help']; from realname.cli import main"
    code += "\ntry: main()\nfinally: print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = done.stdout.splitlines()[-1].split()
    needed = {f"cli.{name}" for name in ("application", "commands", "exits", "failures", "misuse", "operations")}
    needed |= {"cli", "cli.output", "cli.typer_words", "language", "providers", "testing", "testing.provider"}

    assert "sandbox" in done.stdout
    assert "httpx" not in loaded
    assert {f"realname.{name}" for name in needed} == {
        name for name in loaded if name.startswith("realname.") and not name.startswith("realname.core")
    }


@pytest.mark.parametrize("words", [[], *([name] for name in application.COMMANDS), ["call", "zoloz"]], ids=" ".join)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_every_command_explains_itself(words: list[str], option: str, run: Run) -> None:
    """What the exit codes mean stands once, and the other pages say where; flags have no type."""
    result = run(*words, option)
    text = " ".join(result.stdout.split())

    assert (0, not words) == (result.exit_code, exits.EPILOG in text)
    assert words[:1] == ["call"] or words == [] or exits.POINTER in text
    assert "bool" not in text


@pytest.mark.parametrize(
    "name", [name for name in realname.__all__ if name.endswith("Error") and name != "RealnameError"]
)
def test_every_error_has_an_exit_code(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """None of them ends a command with a traceback."""
    with pytest.raises(typer.Exit) as caught, exits.reporting():
        raise getattr(realname, name)("what happened")

    assert (True, True) == (0 < caught.value.exit_code <= 5, "what happened" in capsys.readouterr().err)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_the_reference_has_every_field(provider: str, run: Run) -> None:
    """Each argument and each field of an answer is listed under its operation."""
    text = run("reference", provider).stdout

    for operation in facts.of(provider):
        assert f"{operation.name.replace('_', '-')}: {operation.method} {operation.path}" in text
        for path in (*operation.inputs, *operation.answer["properties"]):
            assert f"\n  {path}  " in text or f"\n  {path}\n" in text


@pytest.mark.parametrize("columns", [60, 80, 110, None])
def test_the_reference_fits(columns: int | None, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of any terminal and of a pipe: no name is cut or broken, and no line is longer but for paths and single words."""
    if columns:
        monkeypatch.setenv("FORCE_COLOR", "1")
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.setenv("COLUMNS", str(columns))
    lines = re.sub(r"\x1b\[[\d;]*m", "", run("reference", "esign").stdout).splitlines()
    paths = [each.path for operation in port.contract("esign").operations.values() for each in operation.answer]

    assert [] == [path for path in paths if not any(line.split()[:1] == [path] for line in lines)]
    assert [] == [
        line for line in lines if cell_len(line) > min(columns or 100, 100) and " " in line.strip() and "/" not in line
    ]


def test_the_reference_as_json(run: Run) -> None:
    """With what else is known of an operation."""
    told = json.loads(run("reference", "zoloz", "--json").stdout)

    assert [each.name.replace("_", "-") for each in facts.of("zoloz")] == [each["name"] for each in told["operations"]]
    assert {"path", "kind", "required", "limits", "sensitive", "meaning"} == {*told["operations"][0]["answer"][0]}


@pytest.mark.parametrize("columns", [60, 80])
def test_help_cuts_no_option(columns: int, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a narrow terminal they are broken."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", str(columns))
    text = run("call", "esign", "get-flow-outline", "--help").stdout

    assert "--insecure" in text
    assert "…" not in text


def test_the_reference_of_one_operation(run: Run) -> None:
    """An operation can be named; an unknown one is answered with those that there are."""
    first, second = (operation.name.replace("_", "-") for operation in facts.of("zoloz")[:2])
    one, none = run("reference", "zoloz", first), run("reference", "zoloz", "x")

    assert (0, False, 2, True) == (one.exit_code, second in one.stdout, none.exit_code, second in none.stderr)


@pytest.mark.parametrize(
    ("words", "charset"),
    [
        (["--help"], "ascii"),
        (["reference", "alipay"], "ascii"),
        (["call", "esign", "--help"], "gbk"),
        (["doctor", "esign"], "ascii"),
        (["explain", "esign"], "gbk"),
    ],
)
def test_a_terminal_of_another_charset_loses_nothing(words: list[str], charset: str, env_file: Path) -> None:
    """What it cannot show stands as a code; nothing ends in an error of Python's."""
    words = [*words, "--env-file", str(env_file)] if words[0] in ("doctor", "explain") else words
    result = command(*words, charset=charset, input=b"GET /x HTTP/1.1\nX-A: \xe5\xbc\xa0\n\n")

    result.stdout.decode(charset)
    assert (False, False) == (b"Traceback" in result.stderr, b"PYTHONIOENCODING" in result.stderr)
    assert result.returncode == (1 if words[0] == "explain" else 0)


@pytest.mark.skipif(find_spec("schemathesis") is None, reason="needs the extra realname[conformance]")
def test_a_conformance_run(run: Run, env_file: Path, sandbox: Sandbox, tmp_path: Path) -> None:
    """The sandbox keeps its contract; the report goes to standard output and, as JUnit XML, to a file."""
    sandbox.zoloz.add_samples()
    junit = tmp_path / "report.xml"
    options = ("--max-examples", "1", "--per-second", "1000", "--junit", junit, "--env-file", env_file)

    result = run("conformance", "zoloz", "--base-url", sandbox.zoloz.url, *options)

    assert (0, True) == (result.exit_code, "No breach of the contract by the operations that were" in result.stdout)
    assert "LEFT OUT enroll: " in result.stdout
    assert junit.read_text(encoding="utf-8").startswith("<?xml")


@pytest.mark.skipif(find_spec("schemathesis") is None, reason="needs the extra realname[conformance]")
def test_a_conformance_run_of_chosen_operations(run: Run, env_file: Path, sandbox: Sandbox) -> None:
    """Those and no others; one that starts something only with --effects."""
    chosen = [
        "--only",
        "enroll",
        "--only",
        "initialize",
        "--skip",
        "enroll",
        "--effects",
        "--max-examples",
        "1",
        "--json",
    ]
    options = ["--base-url", sandbox.zoloz.url, "--per-second", "1000", "--env-file", env_file]
    sandbox.zoloz.add_samples()

    result = run("conformance", "zoloz", *options, *chosen)

    assert (0, True) == (result.exit_code, "enroll" in json.loads(result.stdout)["left_out"]), result.output
    assert {facts.operation("zoloz", "initialize").path} == {record.path for record in sandbox.requests}


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--base-url", "sandbox", "--only", "enroll"], "may start, charge, send, move money or delete"),
        (["--base-url", "sandbox", "--only", "enrol"], "there is no such operation. Did you mean enroll?"),
        (["--base-url", "sandbox", "--skip", "enrol"], "there is no such operation"),
        (["--base-url", "sandbox", "--argument", "userId"], "NAME=VALUE"),
        (["--base-url", "sandbox", "--argument", "=x"], "NAME=VALUE"),
        (["--base-url", "sandbox", "--argument", "userId=@/nowhere/at/all"], "cannot be read"),
        (["--base-url", "sandbox", "--env-file", "/nowhere.env"], "nowhere.env cannot be read"),
        (["--base-url", "production-singapore"], "production"),
        ([], "--base-url"),
    ],
)
def test_a_conformance_run_that_cannot_be_meant_is_exit_code_2(
    options: list[str], told: str, run: Run, env_file: Path
) -> None:
    """There is no default address, a production host has to be meant, and arguments and files have to be there."""
    result = run("conformance", "zoloz", "--env-file", env_file, *options)

    assert (2, True) == (result.exit_code, told in result.output)


def test_the_sandbox_prints_what_to_do_and_each_request(tmp_path: Path) -> None:
    """It runs until the end of its input, prints no key, and takes its file away when it ends."""
    path, check = tmp_path / "sandbox.env", facts.operation("zoloz", "check_credentials")
    realname_ = [sys.executable, "-m", "realname.cli"]
    command = [*realname_, "sandbox", "--write-env", str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        deadline = time.monotonic() + 30
        while not path.exists() and time.monotonic() < deadline:
            process.poll()
        settings = [line.partition("=") for line in path.read_text(encoding="utf-8").splitlines()]
        call = [*realname_, "call", "zoloz", check.name.replace("_", "-"), "--env-file", str(path)]
        subprocess.run(call, check=True, capture_output=True, timeout=60)
        printed, _ = process.communicate("", timeout=30)

    private = [value for name, _, value in settings if name.endswith(("_PRIVATE_KEY", "_SECRET"))]
    assert private
    assert [] == [value for value in private if value in printed]
    assert f". {path}" in printed
    assert re.search(rf"zoloz +200 .* POST +{check.path} +accepted\n", printed)
    assert not path.exists()


def test_a_file_that_is_no_sandboxs_is_refused_before_anything_is_told(tmp_path: Path) -> None:
    """Whoever reads on would take the settings of another file."""
    path = tmp_path / "sandbox.env"
    path.write_text("MINE=1\n", encoding="utf-8")

    command = [sys.executable, "-m", "realname.cli", "sandbox", "--write-env", str(path)]
    ended = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=60)

    assert (2, "") == (ended.returncode, ended.stdout)
    assert f"{path} cannot be written: it exists" in ended.stderr
    assert "MINE=1\n" == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("command", "modules", "told"),
    [
        ([], ["rich", "typer"], "realname: the command line needs rich and typer: pip install 'realname[cli]'\n"),
        (["sandbox"], ["uvicorn"], "realname[sandbox]"),
        (["conformance", "zoloz", "--base-url", "sandbox"], ["schemathesis"], "realname[conformance]"),
    ],
)
def test_a_missing_extra_is_named(command: list[str], modules: list[str], told: str) -> None:
    """What is to be installed is said in a line, with exit code 2."""
    result = _without(modules, f"sys.argv = ['realname', *{command}]; import realname.cli; realname.cli.main()")

    assert (2, True, False) == (result.returncode, told in result.stderr, "Traceback" in result.stderr)


@pytest.mark.parametrize("command", [["reference", "zoloz"], ["call", "zoloz", "--help"], ["doctor", "--help"]])
def test_what_needs_no_other_extra_asks_for_none(command: list[str]) -> None:
    """To call and to look up, rich and typer are enough."""
    modules = ["jsonschema_rs", "uvicorn", "schemathesis"]
    result = _without(modules, f"sys.argv = ['realname', *{command}]; import realname.cli; realname.cli.main()")

    assert (0, "") == (result.returncode, result.stderr)


@pytest.mark.parametrize("missing", [["schemathesis"], ["jsonschema_rs", "uvicorn", "schemathesis"]])
def test_chinese_needs_no_other_extra(missing: list[str]) -> None:
    """Rooms that cannot be imported without their extra have sentences too."""
    command = "sys.argv = ['realname', '--lang', 'zh', 'reference', 'zolos']; import realname.cli; realname.cli.main()"
    result = _without(missing, command)

    assert (2, False, True) == (result.returncode, "Traceback" in result.stderr, "用法" in result.stderr)


def test_a_shell_completes_without_the_extra() -> None:
    """The sandbox that is steered may run elsewhere."""
    code = (
        "import os, sys; words = 'realname sandbox fail zoloz '; sys.argv = ['realname']\n"
        "os.environ.update(_REALNAME_COMPLETE='complete_bash', COMP_WORDS=words, COMP_CWORD='4')\n"
        "import realname.cli; realname.cli.main()"
    )
    result = _without(["jsonschema_rs", "uvicorn"], code)

    assert (True, "") == ("html_502" in result.stdout, result.stderr)


@pytest.mark.parametrize(
    ("modules", "code", "printed"),
    [
        (["typer", "rich"], "import realname.explain as e; print(e.visible_line(b'a b'))", "a·b\n"),
        (
            [],
            "from realname import zoloz, alipay, esign; zoloz.Client, alipay.Client, esign.Client\n"
            "ours = ('realname.cli', 'realname.explain', 'realname.testing')\n"
            "print([n for n in sys.modules if n == 'typer' or n.startswith(ours)])",
            "[]\n",
        ),
    ],
    ids=["the debugger", "a service"],
)
def test_what_is_plain_logic_imports_no_command_line(modules: list[str], code: str, printed: str) -> None:
    """`realname.explain` works without typer and rich; a service's import path has nothing that is for testing."""
    result = _without(modules, code)

    assert (printed, "") == (result.stdout, result.stderr)


def test_secrets_are_looked_for_where_they_are(sandbox: Sandbox) -> None:
    """The list that other tests search for holds every private key and the secret."""
    assert 4 * 2 == len(secrets_of(sandbox))
