"""The rules of docs/architecture.md: which imports there are, and who names a provider.

Each rule is a function from sources to what breaks it, so that it is tried out on a planted line as well.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from importlib import import_module
from pathlib import Path

import pytest

from realname.providers import PROVIDERS

ROOT = Path(__file__).parents[2]
ENGINES_AND_FACES = {
    "__main__",
    "core",
    "bulk",
    "fast",
    "language",
    "testing",
    "sandbox",
    "explain",
    "conformance",
    "cli",
    "pytest_plugin",
}
FLOORS = {
    **dict.fromkeys(("core", "providers"), 0),
    **dict.fromkeys(("bulk", "fast", "language", "realname", *(f"realname_{provider}" for provider in PROVIDERS)), 1),
    **dict.fromkeys(("testing", *PROVIDERS), 2),
    **{f"{provider}.testing": 3 for provider in PROVIDERS},
    **dict.fromkeys(("sandbox", "explain", "conformance"), 4),
    **dict.fromkeys(("cli", "pytest_plugin"), 5),
    "__main__": 6,
}
"""The rooms from below. Nothing imports from its own floor but itself."""
SENDERS = {"conformance", "doctor"}
"""Modules of a testing room that judge no signature, and send requests as a service does."""
RE_EXPORTS = {"realname.sandbox"}
"""Faces that hand on classes of the rooms, for users to name."""

Sources = Mapping[str, ast.Module]
"""Dotted name → parsed source of each module that the wheel has."""


@cache
def sources() -> Sources:
    """The package and what is generated for it."""
    files = (file for folder in ("overlays", "generated") for file in sorted((ROOT / folder).rglob("*.py")))
    return {_module_name(file): ast.parse(file.read_text(encoding="utf-8")) for file in files}


def planted(module: str, line: str) -> Sources:
    """The same with one line more in a module."""
    return {**sources(), module: ast.Module([*sources()[module].body, *ast.parse(line).body], type_ignores=[])}


def _module_name(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts[1:]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _room(module: str) -> str:
    parts = module.split(".")
    if len(parts) == 1 or parts[0] != "realname":
        return parts[0]
    return f"{parts[1]}.testing" if parts[1] in PROVIDERS and parts[2:3] == ["testing"] else parts[1]


@cache
def _at_runtime(tree: ast.Module) -> tuple[ast.AST, ...]:
    """What runs: everything but docstrings, bare annotations, and what stands there for type checkers."""
    return tuple(_below(tree))


def _below(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.Expr(value=ast.Constant()) | ast.AnnAssign(value=None):
                continue
            case ast.If(test=ast.Name(id="TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING")):
                continue
        yield child
        yield from _below(child)


def _imports(module: str, tree: ast.Module, known: Sources) -> set[str]:
    """The modules of ours that a module imports, whether at its start or later."""
    found: set[str] = set()
    for node in _at_runtime(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:  # only generated packages import by dots, and they are flat
                base = f"{module.partition('.')[0]}.{base}".rstrip(".")
            found |= {f"{base}.{alias.name}" if f"{base}.{alias.name}" in known else base for alias in node.names}
    return found & known.keys()


def arrows(of: Sources) -> Iterator[tuple[str, str]]:
    """Every import of one module by another."""
    for module, tree in of.items():
        for imported in _imports(module, tree, of):
            yield module, imported


def going_up(of: Sources) -> list[str]:
    """Imports of a room on the same floor or above, or of another provider's."""
    return [
        f"{module} imports {imported}"
        for module, imported in arrows(of)
        if (here := _room(module)) != (there := _room(imported))
        and (FLOORS[here] <= FLOORS[there] or not _same_provider(here, there))
    ]


def _same_provider(*rooms: str) -> bool:
    named = {room.removeprefix("realname_").partition(".")[0] for room in rooms} & {*PROVIDERS}
    return len(named) <= 1 or FLOORS[rooms[0]] >= FLOORS["sandbox"]


def circles(of: Sources) -> list[str]:
    """A circle of imports, if there is one."""
    graph: dict[str, set[str]] = {module: set() for module in of}
    for module, imported in arrows(of):
        graph[module] |= {imported} - {module}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return [str(name) for name in error.args[1]]
    return []


def service_paths_that_test(of: Sources) -> list[str]:
    """Imports of what is for testing by what a service imports."""
    return [
        f"{module} imports {imported}"
        for module, imported in arrows(of)
        if FLOORS[_room(module)] <= 2 and _room(module) != "testing" and "testing" in _room(imported)
    ]


def judges_that_borrow(of: Sources) -> list[str]:
    """Imports of the service path by a judge, but for credentials and settings."""
    return [
        f"{module} imports {imported}"
        for module, imported in arrows(of)
        if (here := _room(module)).endswith(".testing")
        and _room(imported) == here.removesuffix(".testing")
        and imported.rpartition(".")[2] not in ("credentials", "settings")
        and not (module.rpartition(".")[2] in SENDERS and imported.rpartition(".")[2] in (_room(imported), "client"))
    ]


def named_providers(of: Sources) -> list[str]:
    """Provider names in code: any in core, engines and faces, another one's in a room. Prose and types may say them."""
    return [
        f"{module}: {text}"
        for module, tree in of.items()
        if module not in RE_EXPORTS and (foreign := _foreign_names(_room(module)))
        for node in _at_runtime(tree)
        for text in _words(node)
        if any(name in text.lower() for name in foreign)
    ]


def _foreign_names(room: str) -> set[str]:
    if room in ENGINES_AND_FACES:
        return {*PROVIDERS, "e签宝"}
    own = room.removesuffix(".testing")
    return {name for name in PROVIDERS if name != own} if own in PROVIDERS else set()


def _words(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)) | ast.Name(id=text) | ast.Attribute(attr=text) | ast.arg(arg=text):
            yield text
        case ast.ClassDef(name=text) | ast.FunctionDef(name=text):
            yield text
        case ast.Import(names=names):
            yield from (alias.name for alias in names)
        case ast.ImportFrom(module=module, names=names):
            yield from (module or "", *(alias.name for alias in names))


def test_every_import_goes_down() -> None:
    """From a floor to a lower one, and never to another provider."""
    assert {*FLOORS} == {_room(module) for module in sources()}
    assert [] == going_up(sources())


def test_no_import_comes_back() -> None:
    """No circle between modules, not even by imports that are made later."""
    assert [] == circles(sources())


def test_the_service_path_imports_nothing_for_testing() -> None:
    """What a service imports does without engines and judges."""
    assert [] == service_paths_that_test(sources())


def test_a_judge_never_imports_the_clients_signing() -> None:
    """Nor anything else of the service path but credentials and settings: a mistake in one is seen by the other."""
    assert [] == judges_that_borrow(sources())


def test_core_engines_and_faces_name_no_provider() -> None:
    """They loop over the registry, and facts stand in the rooms. Nor does a room name another provider."""
    assert [] == named_providers(sources())


def test_a_contract_is_read_in_one_place() -> None:
    """One reader of what is shipped, and one of what is written by hand."""
    readers = {module for module, tree in sources().items() if "contract.json" in _constants(tree)}
    scripts = {file for file in (ROOT / "scripts").rglob("*.py") if "ruamel" in _imported(file)}

    assert {"realname.testing.contract"} == readers
    assert {ROOT / "scripts/contracts/syntax.py"} == scripts


def test_a_name_stands_for_one_thing() -> None:
    """Modules are not told apart by their folder alone, and none is a drawer for the rest."""
    names = [module.rpartition(".")[2] for module in sources()]

    assert not {"utils", "helpers", "misc", "common"} & {*names}
    assert [1] * 3 >= [names.count(name) for name in ("contract", "checks", "exchange")]


def _constants(tree: ast.Module) -> set[object]:
    return {node.value for node in _at_runtime(tree) if isinstance(node, ast.Constant)}


def _imported(file: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    return {name.partition(".")[0] for name in names}


def _loaded(statement: str) -> set[str]:
    """The modules that a fresh interpreter has after a statement."""
    code = f"{statement}\nimport sys\nprint(*sys.modules)"
    return set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())


@pytest.mark.parametrize("provider", PROVIDERS)
def test_importing_a_provider_loads_no_operation(provider: str) -> None:
    """A page is loaded when its method is first named."""
    method, page = next(iter(import_module(f"realname_{provider}.client").OPERATIONS.items()))
    importing = f"from realname import {provider}\n{provider}.Client, {provider}.AsyncClient"

    assert not {name for name in _loaded(importing) if name.endswith(f".{page}")}
    assert f"realname_{provider}.{page}" in _loaded(f"{importing}\n{provider}.Client.{method}")


RULES: list[tuple[Callable[[Sources], list[str]], str, str]] = [
    (going_up, "realname.core.wire", "from realname import providers"),
    (going_up, "realname.testing.contract", "import realname.zoloz.settings"),
    (going_up, "realname.alipay.gateway", "def later(): from realname.zoloz import headers"),
    (going_up, "realname.alipay.testing.gateway", "from realname_esign import codes"),
    (circles, "realname.core.errors", "from realname.core.verdict import conclude"),
    (service_paths_that_test, "realname.esign.token", "import realname.esign.testing.canonical"),
    (service_paths_that_test, "realname.core.call", "from realname.testing import contract"),
    (service_paths_that_test, "realname.bulk.input", "from realname.testing import contract"),
    (judges_that_borrow, "realname.zoloz.testing.gateway", "from realname.zoloz import signing"),
    (judges_that_borrow, "realname.alipay.testing.gateway", "def later(): from realname.alipay import Auth"),
    (named_providers, "realname.core.verdict", "remedy = 'Ask Alipay.'"),
    (named_providers, "realname.cli.call", "if provider == 'esign': ..."),
    (named_providers, "realname.testing.contract", "class ZolozContract: ..."),
    (named_providers, "realname.esign.testing.gateway", "like = 'zoloz'"),
]


@pytest.mark.parametrize(("rule", "module", "line"), RULES, ids=[f"{rule.__name__}-{line}" for rule, _, line in RULES])
def test_a_broken_rule_is_told(rule: Callable[[Sources], list[str]], module: str, line: str) -> None:
    """One line more in a module breaks the rule, and the module is named."""
    told = set(rule(planted(module, line))) - set(rule(sources()))

    assert any(module in text for text in told)


def test_every_rule_of_the_architecture_has_its_test() -> None:
    """A test that is named on the page exists."""
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(test_\w+)`", page))
    there = {
        name
        for file in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^(?:async )?def (test_\w+)", file.read_text(encoding="utf-8"), re.MULTILINE)
    }

    assert named
    assert set() == named - there
