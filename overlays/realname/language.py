"""What is shown to people, in their language.

English stands where it is said. Every room has its sentences in Chinese in a module `chinese`; together they are one
catalogue, in which whoever shows something to a person looks it up. Services never do: what they log stays English.
What somebody else wrote (a person's data, a provider's words, a field's description) is never looked up.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import Final, Literal, NamedTuple, get_args

from realname.providers import PROVIDERS

Language = Literal["en", "zh"]

ROOMS: Final = ("core", "testing", "bulk", "sandbox", "explain", "conformance", "cli", *PROVIDERS)
"""Where a module `chinese` stands. What stands in no room is said in core's."""
_LONGEST: Final = 4000
"""Characters of a text that is looked up: a longer one is no sentence."""
_LONGEST_SENTENCE: Final = 1000
"""Characters of one sentence, with what stands in its gaps."""
_MOST_LOOKS: Final = 1000
"""Texts that are looked up for one that is shown: ours take some hundred at most."""
_DEEPEST: Final = 12
"""Gaps within gaps."""
_FEWEST_LETTERS: Final = 9
"""Of a sentence beside its gaps: with fewer, its words prove nothing, and what stands in its gaps has to be known."""
_LETTERS_OF_A_JOINT: Final = 3
"""Of what only joins two parts, such as " or "."""
_GAP: Final = re.compile(r"\{(\d*)\}")
_WORD: Final = "([^ ,;:(]*)"
"""What stands in a gap that is directly followed by another one."""
_ANYTHING: Final = re.compile(r"(?s).*")
_NO_SENTENCE: Final = re.compile(r"(?s)(?!.*(?:[a-z]{2},? [a-z]{2}|\bis a )).*")
_NO_WORD: Final = re.compile(r"(?!.*[a-z]{2},? [a-z]{2}|.*\bis a |[a-z]{2,},?$).*")
_BEGINS_INSIDE: Final = re.compile(r"[ ,;:(]")
_BETWEEN_SENTENCES: Final = re.compile(r"(?<=[.?!])\s+(?=[A-Z`“—]|https?://)")
_CHINESE_MARKS: Final = {": ": "：", "; ": "；"}
_chosen: Language = "en"


def choose(language: Language) -> None:
    """Show everything from now on in this language."""
    global _chosen
    _chosen = language


def chosen() -> Language:
    """The language of now."""
    return _chosen


def of_locale(environment: Mapping[str, str]) -> Language:
    """The language that the variables of the locale ask for: the first of them that is set counts."""
    name = next((value for key in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := environment.get(key))), "")
    spoken = re.split("[_.@-]", name.lower(), maxsplit=1)[0]
    return next((language for language in get_args(Language) if language == spoken), "en")


def say(text: str, language: Language | None = None) -> str:
    """Text as it is shown: from the catalogue, with what stands in its gaps looked up as well; else as it is.

    Args:
        text: a sentence, or several: paragraphs and sentences are looked up one by one where the whole is not known.
        language: to show it in; None for the chosen one.
    """
    if (language or _chosen) == "en" or not text or len(text) > _LONGEST:
        return text
    return _shown(text) or text


def with_remedy(what: str, remedy: str, language: Language | None = None) -> str:
    """What happened and what to do, as an error has them: two sentences, in the chosen language or a given one."""
    stop = "。" if (language or _chosen) == "zh" else ". " if remedy else "."
    return f"{say(what, language)}{stop}{say(remedy, language)}"


class _Pattern(NamedTuple):
    """A sentence with gaps.

    Attributes:
        begins: what the text begins with, which is looked at first.
        ends: what it ends with.
        whole: the expression that finds what stands in the gaps.
        chinese: with the gaps by their numbers.
        is_weak: whether its few words prove nothing.
        name: what may stand in its gaps without being known.
    """

    begins: str
    ends: str
    whole: re.Pattern[str]
    chinese: str
    is_weak: bool
    name: re.Pattern[str]


@lru_cache(maxsize=1024)
def _shown(text: str) -> str | None:
    """Text in Chinese; None if nothing of it is known."""
    return _Search().known(text)


class _Search:
    """The search for one text. What is in gaps is text again, so its work has an end, whatever somebody wrote there."""

    def __init__(self) -> None:
        self._left = _MOST_LOOKS
        self._depth = 0
        self._found: dict[str, str | None] = {}

    def known(self, text: str) -> str | None:
        """Text in Chinese; None if nothing of it is known, or if that takes too long to find out."""
        if text in self._found:
            return self._found[text]
        if self._depth == _DEEPEST:
            return None
        self._depth += 1
        found = self._found[text] = self._said(text) or self._of_two(text)
        self._depth -= 1
        return found

    def _said(self, text: str) -> str | None:
        """The same, but for a name with what is said of it."""
        if not text or not self._left:
            return None
        self._left -= 1
        sentences, strong, weak = _catalogue()
        if text in sentences:
            return sentences[text]
        if text.endswith(".") and text[:-1] in sentences:
            return f"{sentences[text[:-1]]}。"
        if "\n" in text or len(text) > _LONGEST_SENTENCE:
            return self._of_several(text)
        found, unsure = self._filled(text, strong)
        return found or self._of_several(text) or self._filled(text, weak)[0] or unsure

    def _filled(self, text: str, patterns: tuple["_Pattern", ...]) -> tuple[str | None, str | None]:
        """A sentence with gaps: the first whose gaps hold neither an unknown sentence nor several; else the first."""
        first = None
        for pattern in patterns:
            if text[-1] == "." and not pattern.ends:  # the full stop belongs to no value
                continue
            if not (text.startswith(pattern.begins) and text.endswith(pattern.ends)):
                continue
            if found := pattern.whole.fullmatch(text):
                parts = [(part, self._in_gap(part)) for part in found.groups()]
                unknown = [part for part, known in parts if known is None]
                if not all(map(pattern.name.fullmatch, unknown)):
                    continue
                shown = [part if known is None else known for part, known in parts]
                filled = _GAP.sub(lambda gap, shown=shown: shown[int(gap[1])], pattern.chinese)  # type: ignore[misc]
                is_one = not any(map(_BETWEEN_SENTENCES.search, found.groups()))
                if is_one and all(map(_NO_SENTENCE.fullmatch, unknown)):
                    return filled, None
                first = first or filled
        return None, first

    def _in_gap(self, part: str) -> str | None:
        """What stands in a gap, in Chinese; a single word is mostly a name, which is shown as it is."""
        return _words().get(part) if part.isalpha() else self.known(part)

    def _of_several(self, text: str) -> str | None:
        """Paragraphs and sentences, each by itself."""
        if "\n" in text:
            lines = text.split("\n")
            known = [self.known(line) if line else None for line in lines]
            return "\n".join(new or old for new, old in zip(known, lines, strict=True)) if any(known) else None
        if len(several := _BETWEEN_SENTENCES.split(text)) > 1:
            known = [self.known(sentence) for sentence in several]
            return _joined([new or old for new, old in zip(known, several, strict=True)]) if any(known) else None
        if text.endswith(".") and (bare := self.known(text[:-1])):
            return f"{bare}。"
        if text.startswith(" ") and (bare := self.known(text[1:])):
            return bare
        return None

    def _of_two(self, text: str) -> str | None:
        """A name and what is said of it: the name is shown as it is."""
        for place in re.finditer(r": |; | ", text):
            head, tail = text[: place.start()], text[place.end() :]
            known = self._said(tail) if place[0] == " " and not tail.isalpha() else self._in_gap(tail)
            if known and (" " not in head or self._in_gap(head)):
                return f"{self._in_gap(head) or head}{_CHINESE_MARKS.get(place[0], ' ')}{known}"
        return None


def _joined(sentences: list[str]) -> str:
    """Sentences in a row: no space follows a Chinese mark."""
    row = ""
    for sentence in sentences:
        row += sentence if not row or row[-1] in "。？！：；）" else f" {sentence}"
    return row


@cache
def _chinese_of(room: str) -> ModuleType:
    """A room's module `chinese`, from its file: to import a room needs its extra, to speak of it does not."""
    loader = SourceFileLoader(f"realname.{room}.chinese", str(Path(__file__).parent / room / "chinese.py"))
    module = ModuleType(loader.name)
    loader.exec_module(module)
    return module


@cache
def _words() -> Mapping[str, str]:
    """The single words that come into gaps."""
    words: dict[str, str] = {}
    for room in ROOMS:
        words |= getattr(_chinese_of(room), "IN_GAPS", {})
    return words


@cache
def _catalogue() -> tuple[Mapping[str, str], tuple[_Pattern, ...], tuple[_Pattern, ...]]:
    """Whole sentences, those with gaps, which are written {}, and those with hardly more than gaps.

    The one with most words comes first, as it says the most.

    A sentence that begins with a space or a mark is the end of another one, whatever that is; one that ends with a
    space is the beginning of one.
    """
    sentences: dict[str, str] = {}
    for room in ROOMS:
        sentences |= _chinese_of(room).SENTENCES
    patterns = [
        _pattern(*_with_ends(english, sentences[english]))
        for english in sorted(sentences, key=lambda text: (_letters(text), len(text)), reverse=True)
        if "{}" in english or english != english.strip() or _BEGINS_INSIDE.match(english)
    ]
    strong, weak = (tuple(each for each in patterns if each.is_weak is is_weak) for is_weak in (False, True))
    return sentences, strong, weak


def _with_ends(english: str, chinese: str) -> tuple[str, str]:
    """Both with their gaps numbered, and with gaps for what a part of a sentence lacks."""
    count = english.count("{}")
    chinese = chinese if re.search(r"\{\d\}", chinese) else _numbered(chinese)
    if english.endswith(" "):
        english, chinese = f"{english}{{}}", f"{chinese}{{{count}}}"
    if _BEGINS_INSIDE.match(english):
        further = _GAP.sub(lambda gap: f"{{{int(gap[1]) + 1}}}", chinese)
        english, chinese = f"{{}}{english}", f"{{0}}{further}"
    return english, chinese


def _pattern(english: str, chinese: str) -> _Pattern:
    parts = english.split("{}")
    gaps = [_WORD if after == "" and number < len(parts) else "(.*?)" for number, after in enumerate(parts[1:], 2)]
    whole = re.compile("".join(re.escape(part) + gap for part, gap in zip(parts, [*gaps, ""], strict=True)), re.DOTALL)
    letters = _letters(english)
    name = _ANYTHING if letters >= _FEWEST_LETTERS else _NO_SENTENCE if letters > _LETTERS_OF_A_JOINT else _NO_WORD
    return _Pattern(parts[0], parts[-1], whole, chinese, letters < _FEWEST_LETTERS, name)


def _numbered(chinese: str) -> str:
    numbers = iter(range(chinese.count("{}")))
    return re.sub(r"\{\}", lambda _: f"{{{next(numbers)}}}", chinese)


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))
