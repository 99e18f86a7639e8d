"""The contracts against what was read off the providers' pages by hand: ``transcription/`` beside this file.

One file a page, one line a fact. Codes stand by kind, the kinds in the order of the alphabet.
"""

import hashlib
import re
import unicodedata

import pytest

from .editions import DOCUMENTS, FILES
from .transcription import SPECS, TRANSCRIPTIONS, part, stated, transcribed

PAGES = sorted(str(path.relative_to(SPECS).with_suffix("")) for path in SPECS.rglob("*.yaml"))


@pytest.mark.parametrize("page", PAGES)
def test_the_contract_states_what_was_read_off_the_page(page: str) -> None:
    """Every operation, field, limit, value, code and condition, and how it is known: no more, no less."""
    assert transcribed(page) == stated(page)


def test_nothing_was_read_off_a_page_that_is_not_there() -> None:
    """Each file belongs to a page of the contracts."""
    assert PAGES == sorted(
        str(path.relative_to(TRANSCRIPTIONS).with_suffix("")) for path in TRANSCRIPTIONS.rglob("*.txt")
    )


@pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the documents are not in ../shared/documents")
@pytest.mark.parametrize("provider", FILES)
def test_a_page_knows_the_text_it_was_transcribed_from(provider: str) -> None:
    """Digest and edition are those of the document at hand, normalised as the head of each contract says."""
    text = unicodedata.normalize("NFC", (DOCUMENTS / FILES[provider]).read_bytes().decode("utf-8"))
    lines = (line.strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    normalised = "\n".join(line for line in lines if line)
    printed = re.search(r"^更新时间:(\d{4}-\d{2}-\d{2})", normalised, re.MULTILINE)
    operations = [node for page in PAGES for item in part(page).get("paths", {}).values() for node in item.values()]
    digest = hashlib.sha256(normalised.encode("utf-8")).hexdigest()

    assert [printed[1] if printed else None] == [
        node["x-document"]["edition"] for node in operations if node["x-document"]["sha256"] == digest
    ]
