"""The navigation of each language, from the one in mkdocs.yml.

There a section has both its names, as ``Guides | 指南``, and ``folder/*.md`` stands for all pages of a folder, its
index first. In Chinese, pages that are not translated are links to the English ones, in a section of their own.
"""

import posixpath
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatch
from typing import Any, Final

from documentation.pages import CHINESE, ENGLISH

IN_ENGLISH: Final = "更多（英文）"
MOST: Final = 60
"""Pages of a folder that are listed. Of more, only the index is: each page shows the whole list."""


class NavigationError(Exception):
    """mkdocs.yml names what is not there, or leaves a page out; a line each."""


def entries(nav: Sequence[Any], language: str, there: Mapping[str, set[str]]) -> list[Any]:
    """The navigation of a language.

    Args:
        nav: that of mkdocs.yml.
        language: `ENGLISH` or `CHINESE`.
        there: the pages of each language, from its own root.

    Raises:
        NavigationError: a page is missing, or is in no list.
    """
    english = list(_listed(nav, there[ENGLISH]))
    if language == ENGLISH:
        missing = [page for page in english if page not in there[ENGLISH]]
        many = {folder for folder, pages in Counter(map(posixpath.dirname, there[ENGLISH])).items() if pages > MOST}
        left_out = sorted(page for page in there[ENGLISH] - {*english} if posixpath.dirname(page) not in many)
        wrong = [f"mkdocs.yml: there is no page {page}" for page in missing]
        wrong += [f"mkdocs.yml: the navigation leaves out {page}" for page in left_out]
        if wrong:
            raise NavigationError("\n".join(wrong))
        return _entries(nav, 0, there[ENGLISH])
    if alone := sorted(there[CHINESE] - there[ENGLISH]):
        raise NavigationError("\n".join(f"docs/{CHINESE}/{page}: there is no English docs/{page}" for page in alone))
    others = [page for page in english if page not in there[CHINESE]]
    tops = [page for page in others if page.count("/") == 0 or page == "reference/index.md"]
    links = [{_title(page): f"../{page.removesuffix('.md')}.html"} for page in tops]
    return [*_entries(nav, 1, there[CHINESE]), *([{IN_ENGLISH: links}] if links else [])]


def _entries(nav: Sequence[Any], name: int, there: set[str]) -> list[Any]:
    found: list[Any] = []
    for entry in nav:
        if isinstance(entry, str):
            found += [page for page in _expanded(entry, there) if page in there]
            continue
        [(title, inner)] = entry.items()
        titles = title.split(" | ")
        if kept := _entries(inner if isinstance(inner, list) else [inner], name, there):
            found.append({titles[min(name, len(titles) - 1)]: kept})
    return found


def _listed(nav: Sequence[Any], there: set[str]) -> Iterator[str]:
    for entry in nav:
        if isinstance(entry, str):
            yield from _expanded(entry, there)
        else:
            for inner in entry.values():
                yield from _listed(inner if isinstance(inner, list) else [inner], there)


def _expanded(entry: str, there: set[str]) -> list[str]:
    if "*" not in entry:
        return [entry]
    folder = posixpath.dirname(entry)
    found = sorted(page for page in there if posixpath.dirname(page) == folder and fnmatch(page, entry))
    index = [page for page in found if posixpath.basename(page) == "index.md"]
    return index if len(found) > MOST else [*index, *(page for page in found if page not in index)]


def _title(page: str) -> str:
    return page.removesuffix(".md").removesuffix("/index").replace("-", " ").capitalize()
