"""What a package index shows: README.md and README.zh-CN.md, without what only the source has beside them.

A relative link leads nowhere on an index: it becomes its text, followed by the name of the file, which the source
distribution has. A picture is left out with its line. `hatchling` calls this when it builds (pyproject.toml).
"""

import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

PAGES = ("README.md", "README.zh-CN.md")
FENCED = re.compile(r"(^```.*?^```$)", re.MULTILINE | re.DOTALL)
PICTURE = re.compile(r"^.*!\[[^\]]*\]\((?!https?:)[^)]*\).*\n?", re.MULTILINE)
LINK = re.compile(r"\[((?:[^\[\]]|\[[^\]]*\])*)\]\((?!https?:|#|mailto:)([^)#\s]+)[^)]*\)")


def shown(text: str) -> str:
    """A page as an index shows it; what stands in code blocks is left alone."""
    parts = FENCED.split(text)
    parts[::2] = [LINK.sub(_in_words, PICTURE.sub("", part)) for part in parts[::2]]
    return "".join(parts)


def _in_words(link: re.Match[str]) -> str:
    text, target = link[1], link[2]
    return text if target in PAGES or text.strip("`") == target else f"{text} (`{target}`)"


def page(root: Path) -> str:
    """Both languages, one below the other."""
    return "\n---\n\n".join(
        shown(path.read_text(encoding="utf-8")) for name in PAGES if (path := root / name).is_file()
    )


class IndexPage(MetadataHookInterface):
    """Fills in `readme`."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Called by hatchling."""
        metadata["readme"] = {"content-type": "text/markdown", "text": page(Path(self.root))}
