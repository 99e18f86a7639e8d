"""From the text of a YAML file to its nodes, with the place of each.

libyaml reads many times as fast as ruamel.yaml, but knows YAML 1.1 only, and tells errors in other words. So it splits
what both split alike: one document of plain text, without tabs, directives, tags, anchors and aliases. What a value
without quotes is, the rules of YAML 1.2 tell. All else, and whatever is wrong, is left to ruamel.yaml.
"""

import re
from functools import cache
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError
from ruamel.yaml.tag import Tag

try:
    import yaml.cyaml  # type: ignore[import-untyped]

    _Split: Any = yaml.cyaml.CParser
except ImportError:  # it came without libyaml
    _Split = None

__all__ = ["MappingNode", "MarkedYAMLError", "Node", "ReaderError", "ScalarNode", "SequenceNode", "compose"]

# Where the two differ, or might: signs that are a line's end for one of them, what stands between documents, a line of
# blanks, a comment that begins right after the sign of a block, and a value right after the colon of a key in quotes.
_UNLIKE = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\xa0\u2028\u2029\ufeff]|^(?:%|---|\.\.\.| +$)|[|>][-+0-9]*#"
    r"|(?<!\\)[\"']:[^ \n]",
    re.MULTILINE,
)
_DEEPEST = 100
_TEXT, _LIST, _TABLE = (Tag(suffix=f"tag:yaml.org,2002:{kind}") for kind in ("str", "seq", "map"))
_RULES: dict[str | None, list[tuple[str, re.Pattern[str]]]] = YAML(typ="safe", pure=True).resolver.versioned_resolver
"""First character of a value without quotes → the tags that it may have, each with how it is written."""


def compose(content: bytes) -> Node | None:
    """The nodes of a document; None if there is none.

    Raises:
        MarkedYAMLError, ReaderError, UnicodeError, ValueError, OverflowError: it is no YAML.
        RecursionError: it is nested too deeply.
    """
    return (_Split and _split(content)) or YAML(typ="safe", pure=True).compose(content)


def _split(content: bytes) -> Node | None:
    """The same by libyaml; None for what is left to ruamel.yaml."""
    try:
        return None if _UNLIKE.search(content.decode()) else _nodes(_Split(content))
    except (UnicodeError, yaml.YAMLError):
        return None


def _nodes(parser: Any) -> Node | None:
    found: list[list[Any]] = [[]]
    """The parts of each node that is not at its end, the document's first."""
    starts: list[Any] = []
    while True:
        event = parser.get_event()
        kind = type(event)
        if kind is yaml.ScalarEvent:
            if event.tag or event.anchor:
                return None
            tag = _tag(event.value) if event.implicit[0] else _TEXT
            found[-1].append(ScalarNode(tag, event.value, event.start_mark))
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            if event.tag or event.anchor or len(found) > _DEEPEST:
                return None
            found.append([])
            starts.append(event.start_mark)
        elif kind is yaml.MappingEndEvent:
            parts = found.pop()
            pairs = list(zip(parts[::2], parts[1::2], strict=True))
            found[-1].append(MappingNode(_TABLE, pairs, starts.pop()))
        elif kind is yaml.SequenceEndEvent:
            parts = found.pop()
            found[-1].append(SequenceNode(_LIST, parts, starts.pop()))
        elif kind is yaml.StreamEndEvent:
            return found[0][0] if len(found[0]) == 1 else None
        elif kind is yaml.AliasEvent:
            return None


def _tag(value: str) -> Tag:
    """The tag of a value without quotes."""
    rules = (*_RULES.get(value[:1], ()), *_RULES.get(None, ()))
    return next((_shared(tag) for tag, written in rules if written.match(value)), _TEXT)


@cache
def _shared(tag: str) -> Tag:
    """One object for all nodes of a tag: each of these spells its text out only once."""
    return Tag(suffix=tag)
