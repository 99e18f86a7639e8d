"""The whole build: the pages of each language are laid out in a folder, made HTML, checked, and put in place."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]  # it ships no types

from documentation import navigation, pages, python_names, reference, sandbox_page
from documentation.links import problems
from documentation.pages import CHINESE, ENGLISH, ROOT, Layout

_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_USELESS = ("sitemap.xml", "sitemap.xml.gz", "404.html")
"""What the generator writes for a site that has an address."""
_WORDS = {
    ENGLISH: {"language": "en", "light": "Switch to light", "dark": "Switch to dark"},
    CHINESE: {"language": "zh", "light": "切换到浅色", "dark": "切换到深色"},
}

_CHINESE = {"name": "中文", "lang": "zh", "way": f"{CHINESE}/"}

_SEARCH = {
    'placeholder:"Search"': 'placeholder:"搜索"',
    '"aria-label":"Search"': '"aria-label":"搜索"',
    '"aria-label":"Search results"': '"aria-label":"搜索结果"',
    '"aria-label":"Close search"': '"aria-label":"关闭搜索"',
    '"aria-label":"Filters"': '"aria-label":"筛选"',
    '===1?"result":"results"': '===1?"个结果":"个结果"',
    '"No results"': '"没有结果"',
    '"Loading search\\u2026"': '"正在加载…"',
    '"Search is unavailable. Reload the page to try again."': '"搜索不可用。请重新加载页面。"',
}
"""Words of the search that the generator's script has in English only."""


class BuildError(Exception):
    """The site cannot be built; the text says where and why, a line a problem."""


def build(output: Path) -> int:
    """Build the site in both languages, and put it in the place of `output`. Gives the number of its pages.

    Raises:
        BuildError: a page, a link or the navigation is wrong; `output` is as it was.
    """
    if output.exists() and not (output / "index.html").exists() and any(output.iterdir()):
        raise BuildError(f"{output} holds something else: choose another --output.")
    layout = Layout.of_the_tree()
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".build-", dir=output.parent) as scratch:
        folders = {language: Path(scratch, language or "en") for language in (ENGLISH, CHINESE)}
        made = {**reference.made(), **sandbox_page.made(), **python_names.made(), **pages.made()}
        wrong = [*layout.write(folders, made), *_configured(folders)]
        if wrong:
            raise BuildError("\n".join(wrong))
        wrong = [line for lines in _generated(folders) for line in lines]
        if wrong:
            raise BuildError("\n".join(wrong))
        _translate(folders[CHINESE] / "site")
        site = folders[ENGLISH] / "site"
        shutil.move(folders[CHINESE] / "site", site / CHINESE)
        for name in _USELESS:
            for folder in (site, site / CHINESE):
                (folder / name).unlink(missing_ok=True)
        if wrong := list(problems(site)):
            raise BuildError("\n".join(wrong))
        with _away(output, Path(scratch, "old")):
            site.rename(output)
    return sum(1 for _ in output.rglob("*.html"))


def _translate(site: Path) -> None:
    """Put Chinese words into the search of the Chinese pages."""
    [script] = site.glob("assets/javascripts/bundle.*.js")
    text = script.read_text(encoding="utf-8")
    if missing := [words for words in _SEARCH if words not in text]:
        raise BuildError(f"the generator's script has other words now than {', '.join(missing)}")
    for words, chinese in _SEARCH.items():
        text = text.replace(words, chinese)
    script.write_text(text, encoding="utf-8")


@contextmanager
def _away(folder: Path, elsewhere: Path) -> Iterator[None]:
    """Move a folder out of the way, and back if what follows fails."""
    moved = folder.exists()
    if moved:
        folder.rename(elsewhere)
    try:
        yield
    except BaseException:
        if moved and not folder.exists():
            elsewhere.rename(folder)
        raise


def _configured(folders: Mapping[str, Path]) -> Iterator[str]:
    """Write the generator's settings of each language; tell what is wrong with them."""
    common = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    there = {language: _pages(folder / "pages") for language, folder in folders.items()}
    for language, folder in folders.items():
        settings = {**common, "docs_dir": "pages", "site_dir": "site"}
        try:
            settings["nav"] = navigation.entries(common["nav"], language, there)
        except navigation.NavigationError as error:
            yield from str(error).splitlines()
        settings["theme"] = _theme(common["theme"], language)
        settings["extra"] = {
            **common.get("extra", {}),
            "in_both": sorted(page.removesuffix(".md") + ".html" for page in there[ENGLISH] & there[CHINESE]),
            "other": {"name": "English", "lang": "en", "way": "../"} if language else _CHINESE,
        }
        with (folder / "mkdocs.yml").open("w", encoding="utf-8") as file:
            yaml.safe_dump(settings, file, allow_unicode=True)


def _theme(common: Mapping[str, Any], language: str) -> dict[str, Any]:
    words = _WORDS[language]
    palette = [
        {"media": "(prefers-color-scheme: light)", "scheme": "default"},
        {"media": "(prefers-color-scheme: dark)", "scheme": "slate"},
    ]
    toggles = [
        {"icon": "lucide/moon", "name": words["dark"]},
        {"icon": "lucide/sun", "name": words["light"]},
    ]
    return {
        **common,
        "language": words["language"],
        "custom_dir": str(Path(__file__).with_name("theme")),
        "palette": [{**scheme, "toggle": toggle} for scheme, toggle in zip(palette, toggles, strict=True)],
    }


def _pages(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*.md")}


def _generated(folders: Mapping[str, Path]) -> Iterator[list[str]]:
    """Run the generator for both languages at once; give what it says where it fails."""
    running = [
        subprocess.Popen(  # noqa: S603 - the generator
            [sys.executable, "-m", "zensical", "build", "--strict", "-f", str(folder / "mkdocs.yml")],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )
        for folder in folders.values()
    ]
    for process, folder in zip(running, folders.values(), strict=True):
        said, _ = process.communicate()
        if process.returncode or not (folder / "site" / "index.html").exists():
            yield _COLOURS.sub("", said).partition("Traceback")[0].splitlines() or ["the generator failed"]
