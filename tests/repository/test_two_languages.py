"""A page in Chinese has what the page in English has: the same headings, code, tables and links."""

import ast
import re
from pathlib import Path

import pytest

from tests.repository.blocks import Block, blocks
from tests.repository.examples import README, ROOT

DOCS = ROOT / "docs"
PAIRS = [
    (README, ROOT / "README.zh-CN.md"),
    *((DOCS / page.relative_to(DOCS / "zh"), page) for page in sorted((DOCS / "zh").rglob("*.md"))),
]
_LINK = re.compile(r"!?\[[^]]*\]\((?!https?:)([^)#\s]+)(?:#[^)]*)?\)")

pytestmark = pytest.mark.parametrize(("english", "chinese"), PAIRS, ids=[page.stem for page, _ in PAIRS])


def _prose(page: Path) -> str:
    return re.sub(r"^ *```.*?^ *```$", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)


def _levels(page: Path) -> list[int]:
    return [len(marks) for marks in re.findall(r"^(#+) ", _prose(page), re.MULTILINE)]


def _tables(page: Path) -> list[list[int]]:
    """Of each table the number of columns, row by row."""
    found = re.findall(r"(?:^\|.*\|$\n?)+", _prose(page), re.MULTILINE)
    return [[len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()] for table in found]


def _shape(block: Block) -> str:
    """A block without what may be in another language: comments and strings, and of an output all but its lines."""
    if block.language == "text":
        return f"{len(block.text.splitlines())} lines"
    if block.language != "python":
        return re.sub(r"\s*#.*", "", block.text)
    return ast.dump(_Wordless().visit(ast.parse(block.text)))


class _Wordless(ast.NodeTransformer):
    """Takes the words out of strings; what stands in the gaps of an f-string stays."""

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        return ast.Constant("…") if isinstance(node.value, str) else node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        return ast.JoinedStr([self.visit(value) for value in node.values if isinstance(value, ast.FormattedValue)])


def _strings(page: Path) -> list[str]:
    """Every string in a page's Python, but for what stands between the gaps of f-strings."""
    nodes = [node for block in blocks(page) if block.language == "python" for node in ast.walk(ast.parse(block.text))]
    between = {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    found = [node.value for node in nodes if isinstance(node, ast.Constant) and id(node) not in between]
    return [value for value in found if isinstance(value, str)]


def _target(page: Path, target: str) -> Path:
    return (page.parent / target).resolve()


def _in_english(path: Path) -> Path:
    """The English page of a Chinese one; any other path as it is."""
    if path == ROOT / "README.zh-CN.md":
        return README
    return DOCS / path.relative_to(DOCS / "zh") if path.is_relative_to(DOCS / "zh") else path


def _in_chinese(path: Path) -> Path:
    """Where the Chinese page of an English one stands; any other path as it is."""
    is_english = path.suffix == ".md" and path.is_relative_to(DOCS) and not path.is_relative_to(DOCS / "zh")
    return DOCS / "zh" / path.relative_to(DOCS) if is_english else path


def test_the_headings_are_of_the_same_levels(english: Path, chinese: Path) -> None:
    """In the same order."""
    assert _levels(english) == _levels(chinese)


def test_the_code_is_the_same(english: Path, chinese: Path) -> None:
    """But for comments, texts and outputs."""
    assert [(block.language, block.file_name, _shape(block)) for block in blocks(english)] == [
        (block.language, block.file_name, _shape(block)) for block in blocks(chinese)
    ]


def test_a_string_differs_only_where_it_is_chinese(english: Path, chinese: Path) -> None:
    """So a value that a provider gets is the same."""
    pairs = zip(_strings(english), _strings(chinese), strict=True)

    assert [] == [(one, other) for one, other in pairs if one != other and other.isascii()]


def test_the_tables_have_the_same_shape(english: Path, chinese: Path) -> None:
    """As many rows, and in each as many columns."""
    assert _tables(english) == _tables(chinese)


def test_the_links_lead_to_the_same_pages(english: Path, chinese: Path) -> None:
    """To the Chinese page wherever there is one."""
    of_english = [_in_english(_target(english, target)) for target in _LINK.findall(_prose(english))]
    of_chinese = [_target(chinese, target) for target in _LINK.findall(_prose(chinese))]

    its_other_language = {README, english}
    assert {*of_english} - its_other_language == {_in_english(path) for path in of_chinese} - its_other_language
    assert [] == [path for path in of_chinese if path != _in_chinese(path) and _in_chinese(path).exists()]
