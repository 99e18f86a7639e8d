"""The pages: where each stands in the tree and in the site, and links that are right in both.

In the tree a link names a file, as a forge shows it. In the site some files are elsewhere: SECURITY.md is a page,
generated/REFERENCE.md is many, a program is a file to load, and Chinese pages are a site of their own in ``zh/``.
"""

import ast
import posixpath
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
ENGLISH: Final = ""
CHINESE: Final = "zh"
REFERENCE: Final = "generated/REFERENCE.md"

_OUTSIDE: Final = {
    "SECURITY.md": "security.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "LICENSE": "license.md",
    "CODE_OF_CONDUCT.md": "conduct.md",
    "vectors/README.md": "vectors.md",
}
"""Files outside of docs/ that are pages of the site, too."""
_ELSEWHERE: Final = {
    "README.md": "index.md",
    "README.zh-CN.md": f"{CHINESE}/index.md",
    "examples": "examples.md",
    "vectors": "vectors.md",
    "docs": "index.md",
    f"docs/{CHINESE}": f"{CHINESE}/index.md",
    REFERENCE: "reference/index.md",
}
"""Files and folders of the tree, and the page that says the same."""
_FENCED: Final = re.compile(r"(^ *(?P<fence>```+|~~~+).*?^ *(?P=fence) *$|`[^`\n]+`)", re.DOTALL | re.MULTILINE)
_LINK: Final = re.compile(r"(?<=\]\()(?P<target>[^)\s]+)(?=[)\s])")
_CHINESE_LINES: Final = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef“”])\n *(?=[\u3400-\u9fff“（])")
_ABSOLUTE: Final = re.compile(r"[a-z]+:|//|#")


@dataclass(frozen=True)
class Layout:
    """Which file of the tree becomes which file of the site; both with ``/``, from root and site."""

    sources: Mapping[str, str]

    @classmethod
    def of_the_tree(cls) -> "Layout":
        """What is there now."""
        found = {f"docs/{name}": name for name in _files(ROOT / "docs")}
        return cls(found | {name: page for name, page in _OUTSIDE.items() if (ROOT / name).exists()})

    def write(self, folders: Mapping[str, Path], made: Mapping[str, str]) -> Iterator[str]:
        """Write the pages of each language into its folder, and those that were made; tell of links to nothing.

        Args:
            folders: of each language.
            made: page of the site → Markdown, with links as they are in the site.
        """
        needed: set[str] = set()
        operations = _operations(made)
        for page, text in made.items():
            _put(folders[ENGLISH] / "pages" / page, text)
        for source, page in self.sources.items():
            language, _, inside = ("", "", page) if not page.startswith(f"{CHINESE}/") else page.partition("/")
            place = folders[language] / "pages" / inside
            if not page.endswith(".md"):
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(ROOT / source, place)
                continue
            text = (ROOT / source).read_text(encoding="utf-8")
            if source == "LICENSE":
                text = f"# Licence\n\n```text\n{text}```\n"
            if language == CHINESE:
                text = _closed_up(text)
            linked, wrong = self._linked(text, source, page, needed, operations)
            yield from wrong
            _put(place, linked)
        for name in sorted(needed):
            place = folders[ENGLISH] / "pages" / "files" / name
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, place)

    def _linked(
        self, text: str, source: str, page: str, needed: set[str], operations: Mapping[str, str]
    ) -> tuple[str, list[str]]:
        """The text with the links of the site; files that it needs are added to `needed`."""
        wrong: list[str] = []

        def replaced(match: re.Match[str]) -> str:
            target, _, anchor = match["target"].partition("#")
            if not target or _ABSOLUTE.match(target):
                return match["target"]
            named = posixpath.normpath(posixpath.join(posixpath.dirname(source), target))
            if named == REFERENCE and anchor in operations:
                return _way(page, operations[anchor])
            found = self.sources.get(named) or _ELSEWHERE.get(named)
            if found is None and (ROOT / named).is_file() and not named.endswith(".md"):
                needed.add(named)
                found = f"files/{named}"
            if found is None:
                wrong.append(f"{source}: the link to {match['target']} leads to nothing that a page could show")
                return match["target"]
            keeps = anchor and named not in _ELSEWHERE
            return _way(page, found) + (f"#{anchor}" if keeps else "")

        parts = _FENCED.split(text)
        # Of each match there are three parts: the whole, and the groups in it.
        kept = [part for index, part in enumerate(parts) if index % 3 != 2]
        return "".join(part if index % 2 else _LINK.sub(replaced, part) for index, part in enumerate(kept)), wrong


def made() -> dict[str, str]:
    """The page of the programs in ``examples/``."""
    lines = ["# Examples", "", "Programs to start from. Each of them is run by a test.", ""]
    for program in sorted((ROOT / "examples").glob("*.py")):
        text = program.read_text(encoding="utf-8")
        head = (ast.get_docstring(ast.parse(text)) or "").partition("\n\n")[0].replace("\n", " ")
        lines += [f"## {program.name}", "", head.replace("``", "`"), "", "```python", text.rstrip(), "```", ""]
    return {"examples.md": "\n".join(lines)}


def _operations(made: Mapping[str, str]) -> dict[str, str]:
    """Anchor of REFERENCE.md → the page of an operation."""
    names = (page for page in made if page.startswith("reference/") and page.count("/") == 2)
    return {Path(page).stem: page for page in names}


def _way(page: str, target: str) -> str:
    """From one page of the site to a file of it; into another language it is a link to HTML, or to a file."""
    crosses = page.startswith(f"{CHINESE}/") != target.startswith(f"{CHINESE}/")
    if crosses and target.endswith(".md"):
        target = target.removesuffix(".md") + ".html"
    return posixpath.relpath(target, posixpath.dirname(page) or ".")


def _put(place: Path, text: str) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")


def _closed_up(text: str) -> str:
    """Chinese text without the spaces that a browser shows where its lines end in the file."""
    parts = re.split(r"(^```.*?^```)", text, flags=re.DOTALL | re.MULTILINE)
    return "".join(part if part.startswith("```") else _CHINESE_LINES.sub("", part) for part in parts)


def _files(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            yield path.relative_to(folder).as_posix()
