"""Everything that is said to people is in the catalogue, and nothing else is."""

import re
from importlib import import_module
from typing import Final

import pytest

from realname.cli.chinese import TYPER
from realname.language import ROOMS, say
from tests.repository import sentences

SHOWN_AS_THEY_ARE: Final = {
    # the service's words, and names
    "HTTP {}",
    "checkresult",
    "control token",
    "masked",
    "python -m realname.sandbox",
    "zh",
    "python -m realname.sandbox: {}",
    "realname sandbox",
    "realname sandbox --write-env sandbox.env",
    "realname conformance {}",
    "separator",
    "unsigned",
    "支付宝 Alipay",
    # what only a developer of this package reads
    "no document mentions this",
    "no netstring",
    "no type",
    "the sandbox cannot inject {} here: {}\n",
    "there is a shelf {} already",
    # names of keys in the sandbox
    "Alipay app",
    "Alipay app with certificates",
    "Alipay certificates",
    "Alipay encrypt_key",
    "Alipay provider",
    "Alipay sample",
    "Alipay successor",
    "Sandbox Test CA {}",
    "ZOLOZ access key",
    "ZOLOZ merchant",
    "ZOLOZ provider",
    "alipay 1",
    "alipay 2",
    "e签宝 secret",
    # what the sandbox says in the provider's place
    "The user is not enrolled (the sandbox's own code: ZOLOZ documents none)",
    "an access key does not go with encryption",
    "no interface takes a query",
    "the algorithm in Encrypt is not {}",
    "the algorithm in Signature is not {}",
    "the charset is not UTF-8",
    "the faces are not the same person's",
    "the header Auth-Type is not {}",
    "the header Content-Type is not one of the two media types",
    "the header Encrypt goes with text/plain only",
    "the header Request-Time is no time such as 2019-04-04T12:08:56+0530",
    # reprs, logs and what programs compare
    "ALIPAY-SHA256withRSA app_id=\\w{1,64},[\\w=,.-]{1,300},sign=[\\w+/]{8}",
    "AccessKey(client_id={}, access_key={})",
    "Notification(notify_type={}, notify_id={}, {} fields)",
    "got an unexpected keyword argument 'self'",
    "{} {}: {} ({}, case {}, {})",
    # files that are written
    "# SHA-256 of the lines above: ",
    "# Written by the sandbox of realname, which removes this file when it ends.",
    ", masked: no signature, no token, no value of the query and no body is in it",
}
"""What is no sentence of ours to a person."""
JOINED: Final = {
    "accepted", "page", "dropped", "answered", "the body", "hex digest", "hex digest in upper case",
    "part", "from", "received", "expected", "method", "path", "body", "time", ".",
    "provider", "status", "verdict", "ms", "{} breach", "{} breaches", "{} call", "{} calls", "{} case", "{} cases",
}  # fmt: skip
"""Words that the sources join to sentences, or keep as values, and that the reader of them does not take for any."""
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_ENGLISH_SENTENCE = re.compile(r"(?<![`'\"\[{<])\b[a-z]+ [a-z]+ [a-z]+ [a-z]+\b")
"""Four words of plain English in a row are no name and no command."""


def catalogue(room: str) -> dict[str, str]:
    """The sentences of a room in Chinese."""
    found: dict[str, str] = dict(import_module(f"realname.{room}.chinese").SENTENCES)
    return found


@pytest.mark.parametrize("room", ROOMS)
def test_every_sentence_is_there_in_chinese(room: str) -> None:
    """Whatever the sources say to people."""
    said = sentences.of_room(room)
    missing = {
        text: place for text, place in said.items() if text not in catalogue(room) and text not in SHOWN_AS_THEY_ARE
    }
    assert {} == missing


@pytest.mark.parametrize("room", ROOMS)
def test_no_sentence_is_left_over(room: str) -> None:
    """None that is said no more."""
    said = {*sentences.of_room(room), *JOINED}
    if room == "cli":
        said |= {*TYPER, *sentences.of_help()}
    assert set() == catalogue(room).keys() - said


def test_a_single_word_in_a_gap_is_a_name_but_for_a_few() -> None:
    """A field may be called `result`; the few are words that the sources put into gaps, and no name of a field."""
    assert say("result is required and missing", "zh") == "result 必填，但缺失"
    assert say("others on this machine may read the file", "zh") == "本机的其他用户可以读取该文件"
    for room in ROOMS:
        source = "".join(path.read_text() for path in (sentences.PACKAGE / room).rglob("*.py"))
        for word in getattr(import_module(f"realname.{room}.chinese"), "IN_GAPS", {}):
            assert f'"{word}"' in source or f"'{word}'" in source, word


def test_what_is_shown_as_it_is_is_still_said() -> None:
    """The list of exceptions holds nothing that is gone."""
    said = set().union(*(sentences.of_room(room) for room in ROOMS))
    assert set() == SHOWN_AS_THEY_ARE - said


def test_the_help_of_each_command_is_in_chinese() -> None:
    """A paragraph at a time, options and panels too; a contract's own words stay."""
    assert [] == [text for text in sentences.of_help() if not _CHINESE.search(say(text, "zh"))]


@pytest.mark.parametrize("room", ROOMS)
def test_gaps_are_the_same_in_both_languages(room: str) -> None:
    """All of them, in the same order or by their numbers."""
    for english, chinese in catalogue(room).items():
        gaps = re.findall(r"\{(\d?)\}", chinese)
        expected = english.count("{}")
        assert gaps == [""] * expected or sorted(gaps) == [str(number) for number in range(expected)], english


@pytest.mark.parametrize("room", ROOMS)
def test_chinese_is_chinese(room: str) -> None:
    """No English, no mark of English between Chinese characters, and no full stop where English has one."""
    for english, chinese in catalogue(room).items():
        assert _CHINESE.search(chinese) or english in UNTRANSLATED, english
        assert not _ENGLISH_SENTENCE.search(chinese), chinese
        assert not re.search(r"[\u3400-\u9fff][,;:?!()]|[,;:?!][\u3400-\u9fff]", chinese), chinese
        assert not re.search(r"[\u3400-\u9fff]\.(\s|$)", chinese), chinese
        if re.search(r"[a-z)`…]\.$", english):
            assert chinese[-1] in "。）", chinese


UNTRANSLATED: Final = {
    ".", "state: {} {}", "state: {}: {}", "the application secret {}", " or ", " and ", "True or False", "base_url {}",
    "{}_FILE ({})", "{} of {}", "{} at {}", "{} (HTTP {})", "{} (SN {})",
    "realname sandbox: {}", "app auth token", "app id", "client id", "the access key",
    "alipay-timestamp and alipay-nonce", "{}#token=… (as {} in {})",
    "Alipay app_auth_tokens", "Alipay nonces", "Alipay tokens", "e签宝 access tokens", "ZOLOZ other ids",
}  # fmt: skip
"""Names and joints, which are the same in Chinese."""


def test_a_sentence_means_the_same_in_every_room() -> None:
    """Which is what lets them be one catalogue."""
    everywhere: dict[str, str] = {}
    for room in ROOMS:
        for english, chinese in catalogue(room).items():
            assert everywhere.setdefault(english, chinese) == chinese, english


def test_no_sentence_is_taken_for_another_one() -> None:
    """Filled with values, each is found again as itself, and not as a sentence with wider gaps."""
    for room in ROOMS:
        for english, chinese in catalogue(room).items():
            if _is_whole(english):
                values = _values(english)
                assert say(_filled(english, values), "zh") == _filled(chinese, values), english


def _is_whole(english: str) -> bool:
    return english == english.strip() and english[0] not in ",;:(" and "\n" not in english


def _filled(text: str, values: list[str]) -> str:
    remaining = iter(values)
    return re.sub(r"\{(\d?)\}", lambda gap: values[int(gap[1])] if gap[1] else next(remaining), text)


def _values(english: str) -> list[str]:
    """One for each gap; none where a gap directly follows another one, which mostly stays empty."""
    return [f"v{number}" if before or number == 0 else "" for number, before in enumerate(english.split("{}")[:-1])]
