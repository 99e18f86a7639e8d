"""README, in both languages: it is short, and works without the tree. That its code runs: test_docs.py."""

import re
from pathlib import Path

import pytest

import realname
from tests.repository.blocks import blocks
from tests.repository.examples import README, ROOT, examples, files

CHINESE = ROOT / "README.zh-CN.md"
LONGEST = 230
"""Lines of a page that is read before anything is installed."""
_LINK = re.compile(r"!?\[[^]]*\]\(([^)\s]+)\)")


@pytest.fixture(params=[README, CHINESE], ids=["en", "zh"])
def page(request: pytest.FixtureRequest) -> Path:
    """README in each language."""
    path: Path = request.param
    return path


def _prose(page: Path) -> str:
    """A page without its blocks of code."""
    return re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)


def test_it_is_short(page: Path) -> None:
    """No manual: what is longer has a page in docs/."""
    assert LONGEST >= len(page.read_text(encoding="utf-8").splitlines())


def test_the_first_example_is_a_whole_journey(page: Path) -> None:
    """Start, wait, outcome, in at most twenty lines, and it can say no."""
    text = examples(page)[0].text

    assert len(text.splitlines()) <= 20
    steps = [".create_", ".wait_for_", ".get_flow_detail(", "require_verified()", "except RejectedError"]
    assert sorted(map(text.index, steps)) == list(map(text.index, steps))


def test_the_example_of_a_test_has_answers_that_say_no(page: Path) -> None:
    """Yes, no, not yet, and one that is forged."""
    (text,) = files(page).values()

    assert all(word in text for word in ("verified", "rejected", "pending", "SignatureError"))


def test_links_work_on_a_package_index(page: Path) -> None:
    """Relative, inline, and a picture alone on its line: so the build can write them for a page without a tree."""
    prose = _prose(page)
    pictures = [line for line in prose.splitlines() if "![" in line]

    assert [] == [target for target in _LINK.findall(prose) if ":" in target or target.startswith("/")]
    assert [] == re.findall(r"\]\[|^\[[^]]+\]:|<(?:a|img)\b", prose, re.MULTILINE)
    assert [] == [line for line in pictures if not re.fullmatch(r"!\[[^]]+\]\([^)]+\)", line)]


def test_the_errors_are_errors_of_the_package(page: Path) -> None:
    """Each name in the table of errors, which is a choice of them."""
    named = re.findall(r"`(\w+Error)`", _prose(page))

    assert {"ConfigurationError", "RequestError", "TransportError", "SignatureError", "RejectedError"} <= {*named}
    assert set(named) <= set(realname.__all__)


def test_every_journey_of_docs_is_in_the_table(page: Path) -> None:
    """The table says what there is: a page that is added has to be named."""
    docs = ROOT / "docs" / ("zh" if page == CHINESE else "")
    there = {path.stem for path in (docs / "journeys").glob("*-*.md")} - {"callback-and-waiter"}

    assert there == {Path(target).stem for target in _LINK.findall(_prose(page)) if "journeys/" in target} - {"index"}


def test_powershell_stands_beside_sh(page: Path) -> None:
    """Where a line is another one on Windows."""
    assert any(block.language == "powershell" and "Activate.ps1" in block.text for block in blocks(page))
