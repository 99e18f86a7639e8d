"""The contracts against what was read off the providers' pages by hand: ``transcription/`` beside this file.

One file a page, one line a fact. Codes stand by kind, the kinds in the order of the alphabet.
"""

import hashlib
import re
import unicodedata
from functools import cache

import pytest

from .editions import DOCUMENTS, documents
from .transcription import SPECS, TRANSCRIPTIONS, Node, part, stated, transcribed

PAGES = sorted(str(path.relative_to(SPECS).with_suffix("")) for path in SPECS.rglob("*.yaml"))
# What a document says of its own date: e签宝's pages, and the copies of Alipay's file.
DATE = re.compile(
    r"^更新时间[:：](?:[\u4e00-\u9fff]+ )?(\d{4}-\d{2}-\d{2})|\binfo\.version (\d{4}-\d{2}-\d{2})", re.MULTILINE
)


@pytest.mark.parametrize("page", PAGES)
def test_the_contract_states_what_was_read_off_the_page(page: str) -> None:
    """Every operation, field, limit, value, code and condition, and how it is known: no more, no less."""
    assert transcribed(page) == stated(page)


def test_nothing_was_read_off_a_page_that_is_not_there() -> None:
    """Each file belongs to a page of the contracts."""
    assert PAGES == sorted(
        str(path.relative_to(TRANSCRIPTIONS).with_suffix("")) for path in TRANSCRIPTIONS.rglob("*.txt")
    )


@cache
def texts() -> dict[str, tuple[bool, str]]:
    """Digest → whether it is a copy, and the text, of the documents at hand, normalised as the contracts' heads say."""
    found = {}
    for path in documents():
        text = unicodedata.normalize("NFC", path.read_bytes().decode("utf-8"))
        lines = (line.strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
        normalised = "\n".join(line for line in lines if line)
        found[hashlib.sha256(normalised.encode("utf-8")).hexdigest()] = (path.parent != DOCUMENTS, normalised)
    return found


def operations() -> list[Node]:
    """The operations of all pages that were transcribed from a text."""
    nodes = [node for page in PAGES for item in part(page).get("paths", {}).values() for node in item.values()]
    return [node for node in nodes if node["x-document"]["sha256"]]


@pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the documents are not in ../shared/documents")
def test_a_page_knows_the_text_it_was_transcribed_from() -> None:
    """Digest, title and date are those of a document at hand, and second-hand is what was read in copies."""
    wrong = []
    for node in operations():
        page = node["x-document"]
        is_copy, text = texts().get(page["sha256"], (None, ""))
        printed = DATE.search(text)
        date = next(filter(None, printed.groups())) if printed else None
        if (page["title"] in text, date, is_copy) != (True, page["edition"], page.get("second-hand", False)):
            wrong.append((node["operationId"], date, is_copy))

    assert [] == wrong
    assert len({node["x-document"]["sha256"] for node in operations()}) == len(operations())
