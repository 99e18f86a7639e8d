"""Type checkers on code that uses the package: what is right passes, what is wrong is found where it stands."""

import json
import re
import subprocess
import sys
from pathlib import Path
from string import Template

import pytest

from tests import facts

pytestmark = pytest.mark.usefixtures("unmeasured")

HERE = Path(__file__).parent
Finding = tuple[int, str]


def _expected(position: int) -> set[Finding]:
    """The marked lines of wrong.py.txt, each with what one of the two checkers calls it."""
    lines = (HERE / "wrong.py.txt").read_text(encoding="utf-8").splitlines()
    marks = {
        number: line.partition("# wrong: ")[2].split(", ")
        for number, line in enumerate(lines, 1)
        if "# wrong: " in line
    }
    return {(number, names[position]) for number, names in marks.items()}


@pytest.fixture(scope="module")
def mypy(folder: Path) -> dict[str, set[Finding]]:
    """What mypy says of each file, line and code: one run for all, as they do not import each other."""
    names = sorted(file.name for file in folder.glob("*.py"))
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--no-error-summary", *names]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert "" == done.stderr
    found = re.findall(r"^(\w+\.py):(\d+): error: .*\[([\w-]+)\]$", done.stdout, re.MULTILINE)
    assert len(found) == done.stdout.count(" error: "), done.stdout
    return {name: {(int(line), code) for file, line, code in found if file == name} for name in names}


@pytest.fixture(scope="module")
def pyright(folder: Path) -> dict[str, set[Finding]]:
    """What basedpyright says of each file, line and rule, in one run for both: strictly of what is correct."""
    settings = {"typeCheckingMode": "standard", "include": ["correct.py", "wrong.py"], "strict": ["correct.py"]}
    (folder / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    command = [sys.executable, "-m", "basedpyright", "--pythonpath", sys.executable, "--outputjson"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    report = json.loads(done.stdout)
    assert 2 == report["summary"]["filesAnalyzed"]
    found: dict[str, set[Finding]] = {"correct.py": set(), "wrong.py": set()}
    for finding in report["generalDiagnostics"]:
        if finding["severity"] == "error":
            place = finding["range"]["start"]["line"] + 1, finding.get("rule", "no rule")
            found[Path(finding["file"]).name].add(place)
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files in a project of their own, which sees the package as it is installed."""
    first, *others = [f"{name}={value!r}" for name, value in facts.main("zoloz").minimal.items()]
    arguments = {
        "zoloz": ", ".join([first, *others]),
        "zoloz_first": first,
        "zoloz_first_of_another_type": f"{first.partition('=')[0]}=b''",
        "zoloz_others": ", ".join(others),
    }
    made = tmp_path_factory.mktemp("project")
    for name in ("correct.py", "wrong.py"):
        template = Template((HERE / f"{name}.txt").read_text(encoding="utf-8"))
        (made / name).write_text(template.substitute(arguments), encoding="utf-8")
    (made / "said.py").write_text("\n".join(_said()), encoding="utf-8")
    return made


def _said() -> list[str]:
    """Every operation's answer, asked for its outcome: operation n in line 3 + 2n."""
    lines = ["from realname import alipay, esign, zoloz"]
    for number, operation in enumerate(facts.OPERATIONS):
        lines.append(f"def of_{number}(said: {operation.provider}.{operation.model}) -> object:")
        lines.append("    return said.outcome")
    return lines


def test_mypy_accepts_what_is_correct(mypy: dict[str, set[Finding]]) -> None:
    """Calls, answers, errors and construction are typed as documented."""
    assert set() == mypy["correct.py"]


def test_mypy_finds_what_is_wrong(mypy: dict[str, set[Finding]]) -> None:
    """Each mistake in its line, under its name."""
    assert _expected(0) == mypy["wrong.py"]


def test_pyright_accepts_what_is_correct(pyright: dict[str, set[Finding]]) -> None:
    """Also where nothing may be of unknown type."""
    assert set() == pyright["correct.py"]


def test_pyright_finds_what_is_wrong(pyright: dict[str, set[Finding]]) -> None:
    """Each mistake in its line, under its name."""
    assert _expected(1) == pyright["wrong.py"]


def test_mypy_finds_an_outcome_where_an_answer_has_one_and_only_there(mypy: dict[str, set[Finding]]) -> None:
    """Of every operation: what only starts, confirms or sends says nothing of anybody."""
    silent = {
        (3 + 2 * number, "attr-defined")
        for number, operation in enumerate(facts.OPERATIONS)
        if "x-outcome" not in operation.described
    }

    assert silent == mypy["said.py"]
    assert 0 < len(silent) < len(facts.OPERATIONS)
