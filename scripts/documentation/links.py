"""What holds in the finished site: every link leads to something, and opening a page asks nothing of the network."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

_LOADED: Final = {("script", "src"), ("img", "src"), ("iframe", "src"), ("source", "src"), ("link", "href")}
"""What a browser fetches when it opens a page; a link of the page's head is one that is fetched, or a hint to."""


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.targets: list[tuple[str, bool]] = []
        """Each with whether it is loaded with the page."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if value is None:
                continue
            if name == "id" or (tag == "a" and name == "name"):
                self.anchors.add(value)
            elif (tag, name) in _LOADED or (tag == "a" and name == "href"):
                self.targets.append((value, (tag, name) in _LOADED))


def problems(site: Path) -> Iterator[str]:
    """What is wrong, a line each."""
    found = {path: _read(path) for path in sorted(site.rglob("*.html"))}
    for path, page in found.items():
        for target, is_loaded in page.targets:
            if wrong := _wrong(target, path, found, is_loaded=is_loaded):
                yield f"{path.relative_to(site).as_posix()}: {target} {wrong}"
    for path in sorted(site.rglob("*.css")):
        for target in re.findall(r"url\(['\"]?(https?:|//)", path.read_text(encoding="utf-8")):
            yield f"{path.relative_to(site).as_posix()}: {target} is fetched from elsewhere"


def _wrong(target: str, path: Path, found: dict[Path, _Page], *, is_loaded: bool) -> str:
    parts = urlsplit(target)
    if parts.scheme or parts.netloc:
        return "is fetched from elsewhere" if is_loaded and parts.scheme != "data" else ""
    if parts.path.startswith("/"):
        return "is no relative link"
    file = path if not parts.path else Path(*_resolved(path.parent, unquote(parts.path)))
    if not file.is_file():
        return "leads to nothing"
    page = found.get(file)
    if page is not None and parts.fragment and unquote(parts.fragment) not in page.anchors:
        return "leads to no place of that page"
    return ""


def _resolved(folder: Path, way: str) -> list[str]:
    parts = list(folder.parts)
    for step in way.split("/"):
        if step == "..":
            parts.pop()
        elif step not in ("", "."):
            parts.append(step)
    return parts


def _read(path: Path) -> _Page:
    page = _Page()
    page.feed(path.read_text(encoding="utf-8"))
    return page
