"""The documentation site builds without a warning, has every page, asks nothing of the network, and can be searched."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from importlib import import_module
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from documentation import navigation, python_names, reference
from documentation.build import BuildError, build
from documentation.links import problems
from documentation.pages import CHINESE, ENGLISH, Layout
from realname import ApiError
from realname.providers import PROVIDERS
from realname.sandbox import Sandbox
from realname.testing import provider as port
from tests import facts
from tests.repository.blocks import Block, blocks
from tests.repository.examples import check, run

ROOT = facts.ROOT
CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
QUIET = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
in_a_browser = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
OPERATIONS = [(name, each.name) for name in PROVIDERS for each in port.contract(name).operations.values()]
KINDS = (
    "index.html",
    "clients.html",
    "sandbox.html",
    "journeys/esign-person-page.html",
    "reference/index.html",
    "reference/esign/index.html",
    "reference/esign/create_org_auth_url.html",
    "reference/esign/all-codes.html",
    "reference/python/realname.html",
    "reference/sandbox.html",
    "architecture.html",
    "zh/index.html",
    "zh/testing.html",
)
"""A page of each kind."""

pytestmark = pytest.mark.usefixtures("no_waiting")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The site, built once by the command, and what that says."""
    folder = tmp_path_factory.mktemp("built")
    done = subprocess.run(
        [sys.executable, "-m", "documentation", "--output", "site"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT / "scripts")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert 0 == done.returncode, done.stderr
    return folder / "site", done.stdout


@pytest.fixture(scope="module")
def site(built: tuple[Path, str]) -> Path:
    """The site."""
    return built[0]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET])
        yield chromium
        chromium.close()


# ---- the build ----


def test_the_command_says_what_to_open(built: tuple[Path, str]) -> None:
    """One line, with a file that is there."""
    site, said = built

    assert 1 == len(said.splitlines())
    assert "site/index.html" in said
    assert (site / "index.html").exists()


def test_every_page_of_the_tree_and_of_the_navigation_is_there(site: Path) -> None:
    """Each file of docs/ that is a page, in its language, and what is made from contracts and docstrings."""
    pages = [page for page in Layout.of_the_tree().sources.values() if page.endswith(".md")]

    assert "index.md" in pages
    assert [] == [page for page in pages if not (site / page.removesuffix(".md")).with_suffix(".html").exists()]


@pytest.mark.parametrize(("provider", "operation"), OPERATIONS)
def test_every_operation_has_a_page(site: Path, provider: str, operation: str) -> None:
    """With its fields, an example, and what its failures are."""
    text = (site / f"reference/{provider}/{operation}.html").read_text(encoding="utf-8")

    assert [] == [part for part in ('id="example"', 'id="arguments-', 'id="answer-') if part not in text]


@pytest.mark.parametrize("module", python_names.MODULES)
def test_every_public_name_has_its_place(site: Path, module: str) -> None:
    """What is written by hand and exported; errors, clients and the rest."""
    there = import_module(module)
    exported = getattr(there, "__all__", [name for name in dir(there) if not name.startswith("_")])
    ours = [name for name in exported if getattr(getattr(there, name), "__module__", "") == module]
    text = (site / f"reference/python/{module.rpartition('.')[2]}.html").read_text(encoding="utf-8")

    assert [] == [name for name in ours if f'id="{name.lower()}"' not in text]
    assert "SignatureError" not in exported or 'id="signatureerror"' in text


def test_a_docstring_becomes_markdown() -> None:
    """Sections are lists, literals are code, and what follows a section stays."""
    docstring = """Wait for ``x``.

    Args:
        timeout: seconds; at most
            an hour.

    Raises:
        OSError, ValueError: never.

    And so on::

        code
    """
    expected = [
        "Wait for `x`.", "", "**Arguments**", "", "- `timeout`: seconds; at most", "  an hour.", "",
        "**Raises**", "", "- `OSError, ValueError`: never.", "", "And so on:", "", "    code",
    ]  # fmt: skip

    assert expected == python_names.markdown(docstring).splitlines()


def test_every_chinese_page_has_its_english_one() -> None:
    """The way from one language to the other leads to the same page."""
    pages = {page for page in Layout.of_the_tree().sources.values() if page.endswith(".md")}
    chinese = {page.removeprefix(f"{CHINESE}/") for page in pages if page.startswith(f"{CHINESE}/")}

    assert chinese
    assert set() == chinese - pages


def test_chinese_lines_are_closed_up(site: Path) -> None:
    """A line that ends in the file leaves no space within Chinese text; English keeps its own."""
    found = [
        (page.name, gap)
        for page in sorted((site / "zh").rglob("*.html"))
        for gap in re.findall(
            r"[\u3400-\u9fff，。]\n[\u3400-\u9fff]", re.sub(r"(?s)<pre.*?</pre>", "", page.read_text())
        )
    ]

    assert [] == found
    assert "\n" in re.findall(r"<p>(.*?)</p>", (site / "index.html").read_text(), re.DOTALL)[0]


def test_the_languages_lead_to_each_other(site: Path) -> None:
    """To the same page where there is one, else to the first page."""
    assert 'href="./zh/testing.html"' in (site / "testing.html").read_text(encoding="utf-8")
    assert 'href="../testing.html"' in (site / "zh/testing.html").read_text(encoding="utf-8")
    assert 'href="./zh/index.html"' in (site / "clients.html").read_text(encoding="utf-8")


def test_the_finished_site_has_no_wrong_link(site: Path) -> None:
    """And nothing that a browser would fetch from elsewhere."""
    assert [] == list(problems(site))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("[x](no-such-page.md)", "the link to no-such-page.md"),
        ("[x](clients.md#no-such-place)", "anchor does not exist"),
        ("[x](no-such-page.html)", "the link to no-such-page.html"),
        ("![x](no-such-picture.png)", "the link to no-such-picture.png"),
    ],
)
def test_a_broken_link_is_told_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str, told: str
) -> None:
    """With the page that it stands on."""
    _copy(tmp_path / "tree", monkeypatch)
    page = tmp_path / "tree/docs/index.md"
    page.write_text(page.read_text(encoding="utf-8") + f"\n{change}\n", encoding="utf-8")

    with pytest.raises(BuildError) as refused:
        build(tmp_path / "site")

    assert told in str(refused.value)
    assert "index.md" in str(refused.value)
    assert not (tmp_path / "site").exists()


def test_a_page_that_is_in_no_list_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody would find it."""
    _copy(tmp_path / "tree", monkeypatch)
    (tmp_path / "tree/docs/forgotten.md").write_text("# Forgotten\n", encoding="utf-8")

    with pytest.raises(BuildError, match=r"the navigation leaves out forgotten\.md"):
        build(tmp_path / "site")


def _copy(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the build work on a copy of what it reads."""
    for name in ("docs", "examples", "vectors"):
        shutil.copytree(ROOT / name, tree / name)
    for path in (*ROOT.glob("*.md"), *ROOT.glob("*.svg"), ROOT / "LICENSE", ROOT / "mkdocs.yml"):
        shutil.copyfile(path, tree / path.name)
    (tree / "generated").mkdir()
    shutil.copyfile(ROOT / "generated/REFERENCE.md", tree / "generated/REFERENCE.md")
    for module in ("build", "pages", "reference"):
        monkeypatch.setattr(f"documentation.{module}.ROOT", tree)


def test_what_is_somebody_elses_is_not_replaced(tmp_path: Path) -> None:
    """A folder that holds no site."""
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")

    with pytest.raises(BuildError, match="something else"):
        build(tmp_path)

    assert ["letter.txt"] == [path.name for path in tmp_path.iterdir()]


def test_of_very_many_operations_the_index_alone_is_listed() -> None:
    """Each page shows the whole navigation: listing all would be quadratic."""
    many = {f"reference/esign/operation_{number}.md" for number in range(768)}
    there = {ENGLISH: {"index.md", "reference/esign/index.md", *many}, CHINESE: {"index.md"}}

    found = navigation.entries(["index.md", {"e签宝": ["reference/esign/*.md"]}], ENGLISH, there)

    assert ["index.md", {"e签宝": ["reference/esign/index.md"]}] == found


# ---- the reference's examples ----


def _calls(tmp_path: Path) -> Iterator[tuple[str, list[Block]]]:
    for name, text in reference.made().items():
        if "## Example" in text:
            page = tmp_path / name.replace("/", "-")
            page.write_text(text, encoding="utf-8")
            yield name, blocks(page)


def test_the_examples_of_operations_are_calls_that_can_be_made(
    tmp_path: Path, names: Mapping[str, object], readers_sandbox: Sandbox, request: pytest.FixtureRequest
) -> None:
    """In Python each reaches its gateway; on the command line each is read. What the gateway says is another matter."""
    asked = []
    for name, found in _calls(tmp_path):
        for block in found:
            if block.language == "python":
                with suppress(ApiError):  # the sandbox knows none of the ids
                    run(block, names, request)
                asked.append(name)
            elif block.language == "sh":
                check(block.text.replace("\\\n", " "), block.page, readers_sandbox)

    assert len(OPERATIONS) == len(asked)
    assert len(OPERATIONS) <= len(readers_sandbox.requests)


# ---- in a browser ----


@in_a_browser
@pytest.mark.parametrize("width", [1280, 390])
def test_a_page_asks_nothing_of_the_network_and_fits(site: Path, browser: Browser, width: int) -> None:
    """Opened as a file: no request but to files, no error, and nothing wider than the screen."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    asked: set[str] = set()
    wrong: list[str] = []
    page.on("request", lambda request: asked.add(request.url))
    page.on("console", lambda message: wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    for name in KINDS:
        page.goto((site / name).as_uri())
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wrong.append(f"{name} is wider than {width}")
    page.close()

    assert [] == wrong
    assert len(KINDS) <= len(asked)
    assert set() == {url for url in asked if not url.startswith(site.as_uri())}


@in_a_browser
@pytest.mark.parametrize(
    ("page", "words", "found"),
    [("index.html", "signature", "SignatureError"), ("zh/index.html", "签名", "签名"), ("index.html", "人脸", "人脸")],
)
def test_search_works_without_a_server(site: Path, browser: Browser, page: str, words: str, found: str) -> None:
    """In both languages, in a page that is opened as a file; nothing is fetched for it."""
    tab = browser.new_page()
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto((site / page).as_uri())
    tab.locator(".md-search__button").click()
    tab.keyboard.type(words)
    results = tab.locator("a[href*='.html']").filter(has_text=found).filter(has=tab.locator("mark"))
    results.first.wait_for(timeout=10_000)
    text = tab.locator("[role=status]").last.inner_text()
    tab.close()

    assert ("个结果" if page.startswith(CHINESE) else "result") in text
    assert [] == [url for url in asked if not url.startswith(("file:", "about:"))]
