"""The fenced blocks of a Markdown page."""

import re
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

_FENCE = re.compile(r"^(?P<indent> *)```(?P<language>\w*)\n(?P<text>.*?)^(?P=indent)```$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """One fenced block."""

    page: Path
    heading: str
    language: str
    line: int
    text: str

    @property
    def file_name(self) -> str:
        """What to save it as, if its first line says so; empty otherwise."""
        name = re.match(r"# ([\w./]+\.py)\n", self.text)
        return name[1] if name else ""

    def __str__(self) -> str:
        folder = "zh/" if self.page.parent.name == "zh" or self.page.parent.parent.name == "zh" else ""
        return f"{folder}{self.page.stem}: {self.heading}, line {self.line}"


def blocks(page: Path) -> list[Block]:
    """The page's blocks, in order."""
    content = page.read_text(encoding="utf-8")
    found = []
    for match in _FENCE.finditer(content):
        heading = (re.findall(r"^##+ (.*)$", content[: match.start()], re.MULTILINE) or [""])[-1]
        line = content.count("\n", 0, match.start()) + 2
        found.append(Block(page, heading, match["language"], line, dedent(match["text"])))
    return found


def output_after(block: Block) -> str | None:
    """What the page says that a block prints: the `text` block that follows, unless another one comes first."""
    others = blocks(block.page)
    following = others[others.index(block) + 1 :][:1]
    if following and following[0].language == "text" and following[0].heading == block.heading:
        return following[0].text
    return None
