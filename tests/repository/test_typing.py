"""Type checkers on code that uses the package: what is right passes, what is wrong is found where it stands."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from string import Template

import pytest

from realname.core.model import WireEnum
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
    (made / "matched.py").write_text("\n".join(_matched()), encoding="utf-8")
    return made


def _said() -> list[str]:
    """Every operation's answer, asked for its outcome: operation n in line 3 + 2n."""
    lines = ["from realname import alipay, esign, zoloz"]
    for number, operation in enumerate(facts.OPERATIONS):
        lines.append(f"def of_{number}(said: {operation.provider}.{operation.model}) -> object:")
        lines.append("    return said.outcome")
    return lines


def _enums() -> Iterator[tuple[str, type[WireEnum]]]:
    """Every enum of every provider: where it is found, and what it is."""
    for provider in facts.PROVIDERS:
        package = import_module(f"realname_{provider}")
        found = [(name, getattr(package, name)) for name in package.__all__]
        yield from (
            (f"{provider}.{name}", made)
            for name, made in found
            if isinstance(made, type) and issubclass(made, WireEnum)
        )


def _matched() -> list[str]:
    """Every enum, all of whose documented members are matched: enum n in line 2 + 5n."""
    lines = ["from realname import alipay, esign, zoloz"]
    for number, (name, made) in enumerate(_enums()):
        members = " | ".join(f"{name}.{member.name}" for member in made)
        lines += [f"def of_{number}(value: {name}) -> int:", "    match value:"]
        lines += [f"        case {members}:", "            return 1", ""]
    return lines


def _is_only_sent(name: str) -> bool:
    """Whether a value of an enum that its page does not list is refused, and never met."""
    provider, _, component = name.partition(".")
    contract = facts.contract(provider)
    if "enum" not in contract["components"]["schemas"][component]:
        return False
    answers = [operation.described["responses"] for operation in facts.of(provider)]
    met, todo = set[str](), [answers, contract.get("webhooks", {})]
    while todo:
        found = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(todo.pop()))) - met
        met |= found
        todo += [contract["components"]["schemas"][each] for each in found]
    return component not in met


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


def test_mypy_takes_no_list_of_members_for_complete(mypy: dict[str, set[Finding]]) -> None:
    """Where an answer keeps a value that no page lists, or a list is open: a match needs a `case _`."""
    enums = [name for name, _ in _enums()]
    due = {(2 + 5 * number, "return") for number, name in enumerate(enums) if not _is_only_sent(name)}

    assert due == mypy["matched.py"]
    assert 0 < len(due) < len(enums)


def test_no_member_is_there_for_type_checkers_only() -> None:
    """What makes a list incomplete for them is no value, and has no name at run time."""
    for _, made in _enums():
        assert set(vars(made)["_member_names_"]) == set(made.__members__)
        assert not hasattr(made, "_UNDOCUMENTED")
        assert not made("_UNDOCUMENTED").documented


@pytest.mark.parametrize("package", ["realname", *(f"realname_{provider}" for provider in facts.PROVIDERS)])
def test_the_type_of_all_that_is_public_is_known(package: str, tmp_path: Path) -> None:
    """As pyright judges a package for those who use it. The command line is a program and no library."""
    command = [sys.executable, "-m", "basedpyright", "--verifytypes", package, "--ignoreexternal", "--outputjson"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    report = json.loads(done.stdout)["typeCompleteness"]
    known = [symbol for symbol in report["symbols"] if not symbol["name"].startswith("realname.cli.")]

    assert Path(report["pyTypedPath"]).parent.name == package
    assert len(known) > 100
    assert [] == [symbol["name"] for symbol in known if not symbol["isTypeKnown"] or symbol["isTypeAmbiguous"]]
