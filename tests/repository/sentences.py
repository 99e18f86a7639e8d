"""What the sources say to people: each sentence with its gaps as {}, read from the syntax and from the contracts.

Whatever has words is said to somebody, unless it stands where only a machine or a developer reads it. So a text that is
added is found here, wherever it stands.
"""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer import Context
from typer.core import TyperGroup
from typer.main import get_command

from realname.cli import application
from realname.cli.call import meanings_of_options
from realname.providers import PROVIDERS

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "overlays" / "realname"

_OTHERS = {"core": ("fast.py", "pytest_plugin.py")}
"""Modules that stand in no room, by the room whose catalogue has what they say."""
_IN_BOTH_LANGUAGES = {"chinese.py", "visit_page.py"}
_TO_A_MACHINE = {
    "RefusalError",  # the provider's part
    "TypeVar",
    "cast",
    "compile",
    "execute",
    "fullmatch",
    "getLogger",
    "getattr",
    "hasattr",
    "import_module",
    "match",
    "search",
    "split",
    "startswith",
    "strftime",
    "strptime",
    "sub",
}
"""Callables whose texts nobody reads."""
_TO_A_DEVELOPER = {"AssertionError", "AttributeError", "NotImplementedError", "RuntimeError", "TypeError"}
_LOG = {"debug", "info", "warning", "error", "exception", "log"}
_SAID = {"ConfigurationError", "RequestError", "TransportError", "SignatureError", "DecodeError", "ApiError"}
_SAID |= {
    "UndecidedError",
    "WaitTimeoutError",
    "Check",
    "Finding",
    "Breach",
    "warn",
    "heading",
    "paragraph",
    "say",
    "table",
}
"""Callables that say what they are given, also one word of it."""
_NO_WORDS = re.compile(
    r"(?s)[\w*{}]+/[\w*+.{}-]+[;,].*|\{\}; charset=.*|.*default-src .*|event: .*"  # media types, what streams hold
    r"|<.*"  # pages
    r"|\n?(CREATE|PRAGMA|SELECT|DELETE|UPDATE|REPLACE|INSERT|BEGIN)\b.*"  # SQL
    r"|.*%[YHmd].*|\(\?.*|\S*\\[dwS].*|\[\S+\].*"  # times and patterns
    r"|\w+(\[.*\])?( \| [\w.]+(\[.*\])?)+|(Call|Callable|Mapping|tuple|dict|type)\[.*"  # types
    r"|[A-Z/0-9.{}]+ ?(\S+ )?HTTP/.*|HTTP/1.1 .*|Bearer .*|POST .*|\w+=\S+, \w+=.*|\w+=[\w-]+, ?"  # heads of messages
    r"|bold \w+|ok|problem|note"  # styles, and states of checks
    r"|(openssl|base64 -d|keytool) .*| -\w+( .*)?|PRIVATE KEY|PUBLIC KEY|Proc-Type: .*|- \?.*"  # commands, keys
    r"|# (realname capture|facts).*|.*\\uffef.*|\(algorithm=.*|\[\^.*"  # patterns
)
_WORDS = re.compile(
    r"(?s)[\w*]+/[\w*+.-]+[;,].*"  # media types
    r"|<.*|.*[{:]\s*\n.*|default-src .*|event: .*"  # pages, and what streams hold
    r"|(CREATE|PRAGMA|SELECT|DELETE|UPDATE|REPLACE|INSERT|BEGIN)\b.*"  # SQL
    r"|.*%[YHm].*|\(\?.*|[^ ]*\\[dwS].*"  # times and patterns
    r"|[A-Z]+(\[.*\])?( \| [A-Za-z.]+(\[.*\])?)*"
    r"|POST .*|HTTP/.*|.*HTTP/1\.1"
)


def of_room(room: str) -> dict[str, str]:
    """Each sentence that the room's sources say → where it is said."""
    found: dict[str, str] = {}
    for path in sorted((PACKAGE / room).rglob("*.py")):
        if path.name not in _IN_BOTH_LANGUAGES:
            found |= _of_source(path)
    for name in _OTHERS.get(room, ()):
        found |= _of_source(PACKAGE / name)
    return found | _of_contract(room) | _of_options(room)


def of_help() -> dict[str, str]:
    """Each paragraph of the commands' help, but for what contracts say of operations."""
    found: dict[str, str] = {}
    waiting: list[tuple[str, Any]] = [("realname", get_command(application.app))]
    for name, command in waiting:
        texts = [command.help, command.epilog, *(getattr(option, "help", None) for option in command.params)]
        for text in filter(None, texts):
            found |= {" ".join(part.split()).replace("\\[", "["): name for part in text.split("\n\n")}
        if isinstance(command, TyperGroup) and name != "realname call":
            parent = Context(command)
            waiting += [
                (f"{name} {below}", command.resolve_command(parent, [below])[1])
                for below in command.list_commands(parent)
            ]
    return found


def _of_options(room: str) -> dict[str, str]:
    """What is said of the options of a provider's client; what is said at every provider is the command line's."""
    told: dict[str, set[str]] = {provider: {*meanings_of_options(provider).values()} for provider in PROVIDERS}
    everywhere = set.intersection(*told.values())
    return dict.fromkeys(everywhere if room == "cli" else told.get(room, set()) - everywhere, "client.py")


def _of_contract(provider: str) -> dict[str, str]:
    """What the contract is about, the remedies of the provider's codes, and what each operation does."""
    path = ROOT / "generated" / f"realname_{provider}" / "contract.json"
    if not path.exists():
        return {}
    document = json.loads(path.read_text())
    return dict.fromkeys([document["info"]["title"], *_contract_texts(document)], path.name)


def _contract_texts(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        said = ("remedy", "summary") if "operationId" in node else ("remedy",)
        yield from (node[key] for key in said if isinstance(node.get(key), str))
        for part in node.values():
            yield from _contract_texts(part)
    elif isinstance(node, list):
        for part in node:
            yield from _contract_texts(part)


def _of_source(path: Path) -> dict[str, str]:
    tree = ast.parse(path.read_text())
    reader = _Reader(tree, has_a_terminal=_place(path).parts[0] == "sandbox" or "testing" in _place(path).parts)
    return {text: f"{_place(path)}:{line}" for line, text in reader.sentences()}


def _place(path: Path) -> Path:
    return path.relative_to(PACKAGE)


class _Reader:
    """Reads one module."""

    def __init__(self, tree: ast.Module, *, has_a_terminal: bool) -> None:
        self._tree = tree
        self._has_a_terminal = has_a_terminal
        self._passed: set[ast.AST] = set()
        """What is no sentence, or is part of one that is found as a whole."""
        self._said: set[ast.AST] = set()
        self._faults: list[tuple[int, str]] = []
        """What each fault does: the first line of its docstring."""

    def sentences(self) -> Iterator[tuple[int, str]]:
        for node in ast.walk(self._tree):
            self._sort(node)
        yield from self._faults
        for node in ast.walk(self._tree):
            if node in self._passed or not isinstance(node, ast.Constant | ast.JoinedStr):
                continue
            text = _text(node)
            if _is_said(text) or (node in self._said and _is_a_word(text)):
                yield node.lineno, text

    def _sort(self, node: ast.AST) -> None:
        match node:
            case ast.JoinedStr():
                self._pass_parts(node)
            case ast.Expr(value=ast.Constant()):
                self._passed.add(node.value)
            case ast.Call():
                self._sort_call(node)
            case ast.Raise(exc=ast.Call(func=ast.Name(id=name))) if name in _TO_A_DEVELOPER:
                self._pass_all(node)
            case ast.Assert():
                self._pass_all(node)
            case ast.AnnAssign():
                self._pass_all(node.annotation)
            case ast.arg(annotation=ast.expr() as annotation):
                self._pass_annotation(annotation)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                if node.returns:
                    self._pass_all(node.returns)
                if any(".add(" in ast.unparse(decorator) for decorator in node.decorator_list):
                    self._faults.append((node.lineno, (ast.get_docstring(node) or "").partition("\n")[0]))
            case ast.Subscript(value=ast.Name()):
                self._pass_annotation(node.slice)
        if isinstance(node, ast.Dict):
            self._passed.update(key for key in node.keys if isinstance(key, ast.Constant))

    def _sort_call(self, node: ast.Call) -> None:
        is_method = isinstance(node.func, ast.Attribute)
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in _TO_A_MACHINE or (is_method and name in _LOG and not self._has_a_terminal):
            self._pass_all(node)
        elif name in _SAID:
            values = [*node.args, *(word.value for word in node.keywords if word.arg in ("remedy", "what"))]
            self._said.update(part for value in values for part in _values(value))

    def _pass_parts(self, node: ast.JoinedStr) -> None:
        for part in node.values:
            self._passed.add(part)
            if isinstance(part, ast.FormattedValue) and part.format_spec:
                self._passed.add(part.format_spec)
                self._passed.update(ast.walk(part.format_spec))

    def _pass_annotation(self, node: ast.AST) -> None:
        """An annotation, but for what typer shows of it."""
        for part in ast.walk(node):
            if isinstance(part, ast.Constant) and not _is_said(str(part.value)):
                self._passed.add(part)

    def _pass_all(self, node: ast.AST) -> None:
        self._passed.update(ast.walk(node))


def _values(node: ast.expr) -> Iterator[ast.expr]:
    """What an expression can be."""
    if isinstance(node, ast.List | ast.Tuple):
        for element in node.elts:
            yield from _values(element)
    elif isinstance(node, ast.IfExp):
        yield from _values(node.body)
        yield from _values(node.orelse)
    elif isinstance(node, ast.BinOp | ast.BoolOp):
        for part in ast.iter_child_nodes(node):
            if isinstance(part, ast.expr):
                yield from _values(part)
    else:
        yield node


def _text(node: ast.Constant | ast.JoinedStr) -> str:
    if isinstance(node, ast.Constant):
        text = node.value if isinstance(node.value, str) else ""
        return re.sub(r"%(?:s|d|\.\df)", "{}", re.sub(r"\{[a-z_]*\}", "{}", text))
    parts = (part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return "".join(map(str, parts))


def _is_said(text: str) -> bool:
    """Whether it is a sentence, or a part of one: words with spaces between, around or behind them."""
    words = re.sub(r"\{\}", "", text)
    return " " in text.strip("\n") and bool(re.search(r"[A-Za-z]{2}", words)) and not _NO_WORDS.fullmatch(text)


def _is_a_word(text: str) -> bool:
    """Whether it is a word for people: codes have underscores."""
    return bool(re.search(r"[a-z]{2}", text)) and "_" not in text and not _NO_WORDS.fullmatch(text)
