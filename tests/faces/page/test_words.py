"""The page's words: both languages have all of them, and there is none that the page or a gateway does not use."""

import json
import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest

from realname.sandbox import Sandbox
from realname.testing.gateway.door import PAGE, REFUSED
from realname.testing.gateway.gateway import UNFIT
from realname.testing.gateway.panels import document
from realname.testing.gateway.person import OUTCOMES
from realname.testing.signature.explanation import Outcome

FOLDER = files("realname.sandbox.control").joinpath("page")
FILES = {file.name: file.read_text(encoding="utf-8") for file in FOLDER.iterdir() if file.is_file()}
LITERAL = re.compile(r'"([a-z_]+\.[a-z_]+)"')
CODE = [text for name, text in FILES.items() if name != "words.js"]
BY_RULE = {
    "group": ("all", "accepted", "refused", "fault", "page"),
    "connection": ("connecting", "live", "lost", "refused"),
    "requests": ("none_remedy", "no_match_remedy"),
    "explain": tuple(outcome.value for outcome in Outcome),
    "verdict": tuple(verdict.replace(" ", "_") for verdict in ("accepted", PAGE, REFUSED, UNFIT)),
    "status": (*OUTCOMES, "init", "expired", "usable", "used"),
}
"""Where the code puts a key together: its beginning, and what can follow."""


@pytest.fixture(scope="module")
def table() -> dict[str, list[str]]:
    """Each key with its words, Chinese first."""
    found: dict[str, list[str]] = json.loads(FILES["words.js"].partition("const WORDS = ")[2].rstrip().rstrip(";"))
    return found


@pytest.fixture(scope="module")
def panels() -> list[dict[str, Any]]:
    """Every panel with something in it that has each kind of button."""
    sandbox = Sandbox(samples=True)
    sandbox.alipay.issue_auth_token(user_name="somebody")
    for status in ("INIT", "ING", "SUCCESS", "FAIL"):
        sandbox.esign.add_flow(flow_status=status)
    sandbox.esign.add_flow(expired=True)
    return [document(panel) for gateway in sandbox.gateways.values() for panel in gateway.panels()]


def _of_panels(panels: list[dict[str, Any]]) -> Iterator[str]:
    for panel in panels:
        yield f"kind.{panel['kind']}"
        yield from (f"column.{name}" for name in panel["columns"])
        for row in panel["rows"]:
            yield from (f"button.{button['word']}" for button in row["buttons"])
            yield from () if row["status"] is None else (f"status.{row['status']}",)
        for form in panel["forms"]:
            yield f"action.{form['action']}"
            yield from (f"field.{field['name']}" for field in form["fields"])


def _of_code(table: dict[str, list[str]]) -> Iterator[str]:
    beginnings = {key.partition(".")[0] for key in table}
    for text in CODE:
        for match in LITERAL.finditer(text):
            if match[1].partition(".")[0] in beginnings:
                yield match[1]
    for beginning, endings in BY_RULE.items():
        yield from (f"{beginning}.{ending}" for ending in endings)


def test_every_word_is_there_in_both_languages(table: dict[str, list[str]]) -> None:
    """With the same values to fill in."""
    for key, words in table.items():
        assert 2 == len(words), key
        assert all(words), key
        assert 1 == len({frozenset(re.findall(r"\{\w+\}", text)) for text in words}), key


def test_no_key_is_missing(table: dict[str, list[str]], panels: list[dict[str, Any]]) -> None:
    """What the page's code names, and what the gateways tell."""
    assert set() == {*_of_code(table), *_of_panels(panels)} - {*table}


def test_no_word_is_left_over(table: dict[str, list[str]], panels: list[dict[str, Any]]) -> None:
    """But for buttons that need a state which is not made here."""
    known = {*_of_code(table), *_of_panels(panels), "button.send_callback", "button.fail_transfer"}

    assert set() == {*table} - known


def test_the_page_holds_nothing_that_its_policy_forbids() -> None:
    """No script or style in the document, no markup made of text, no address elsewhere."""
    for name, text in FILES.items():
        assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|new Function", text), name
        assert not re.search(r"\sstyle=|\son\w+=\"|javascript:", text), name
        assert {"http://www.w3.org/2000/svg", "http://127.0.0.1:PORT/"} >= set(
            re.findall(r"https?://[^\s\"'#%<]+", text)
        ), name
    assert "<script>" not in FILES["page.html"]
