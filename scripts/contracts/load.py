"""From YAML to JSON, once, keeping the file and the line of everything.

A contract is one file, or a folder: ``contract.yaml`` with what all pages share, and a file a page beside it. The files
are merged into one document; nothing may stand in two of them.

YAML 1.2 reads ``no`` as text. What JSON cannot carry, and what YAML reads in a way that surprises people (an unquoted
``04``, a date, a repeated key), is refused instead of guessed.
"""

import math
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from contracts.problems import ContractError, Problem, pointer
from contracts.syntax import MappingNode, MarkedYAMLError, Node, ReaderError, ScalarNode, SequenceNode, compose

_TAG = "tag:yaml.org,2002:"

_TOO_DEEP = ("is nested too deeply", "Make components of its parts, and refer to them.")

SHARED = "contract.yaml"
"""The file of a folder that holds what its pages share."""
_DEEPEST = 64
"""Levels of nesting; what follows a document down must not run out of stack."""
_HIDDEN = frozenset(["Cc", "Cf", "Cs", "Zl", "Zp"])
"""Unicode categories of what is not seen, or changes how the rest is seen."""
_MAPS = ("/paths", "/webhooks", "/components/schemas", "/components/parameters", "/components/responses")
"""What a page's file may add to."""


@dataclass(frozen=True)
class File:
    """One file of a contract.

    Attributes:
        name: its path, as shown in messages and generated headers.
        content: its bytes.
    """

    name: str
    content: bytes = field(repr=False)

    @property
    def stem(self) -> str:
        """The name without folders and ending."""
        return PurePosixPath(self.name).stem


@dataclass(frozen=True)
class Source:
    """A contract as it was read.

    Attributes:
        name: the folder or the file, as shown in messages.
        files: what it was read from, the shared file first.
        document: the OpenAPI document as plain JSON, in the order of the files.
        places: JSON pointer → file and 1-based line.
    """

    name: str
    files: tuple[File, ...]
    document: dict[str, Any]
    places: dict[str, tuple[str, int]] = field(repr=False)

    def problem(self, at: str, what: str, remedy: str) -> Problem:
        """A problem at a JSON pointer; the place is that of the nearest enclosing thing that a file holds."""
        known = at
        while known and known not in self.places:
            known = known.rpartition("/")[0]
        file, line = self.places.get(known, (self.files[0].name, 0))
        return Problem(file, line, at, what, remedy)

    def file(self, at: str) -> str:
        """The name of the file that holds what a JSON pointer leads to."""
        return self.places[at][0]


def load(path: Path, *, name: str) -> Source:
    """Read the contract at `path`, a file or a folder; `name` is what messages call it.

    Raises:
        ContractError: a file is missing, is not YAML, or holds what JSON cannot, or two files hold the same.
    """
    if not path.is_dir():
        return merge(name, [_read(path, name)])
    pages = sorted(page for page in path.glob("*.yaml") if page.name != SHARED)
    return merge(name, [_read(file, f"{name}/{file.name}") for file in (path / SHARED, *pages)])


def _read(path: Path, name: str) -> File:
    try:
        return File(name, path.read_bytes())
    except OSError as error:
        raise ContractError([Problem(name, 0, "", f"cannot be read: {error.strerror}", "Check the path.")]) from None


def merge(name: str, files: Sequence[File]) -> Source:
    """Read a contract from its files, the shared one first.

    Raises:
        ContractError: one is not YAML, or holds what JSON cannot, or two hold the same.
    """
    document: dict[str, Any] = {}
    places: dict[str, tuple[str, int]] = {}
    problems: list[Problem] = []
    for number, file in enumerate(files):
        reader = _Reader(file.name)
        part = reader.read(file.content)
        problems += reader.problems
        if not isinstance(part, dict):
            remedy = "Write `paths:` or `webhooks:`, and `components:`." if number else "Start with `openapi: 3.1.0`."
            problems.append(Problem(file.name, 1, "", "is no OpenAPI document", remedy))
            continue
        if number:
            problems += _join(document, places, part, reader)
        else:
            document = part
        for at, line in reader.lines.items():
            places.setdefault(at, (file.name, line))
    if problems:
        raise ContractError(problems)
    return Source(name, tuple(files), document, places)


def _join(
    whole: dict[str, Any], places: Mapping[str, tuple[str, int]], part: dict[str, Any], reader: "_Reader", at: str = ""
) -> list[Problem]:
    """Put what a page's file holds into the whole, and tell what cannot be put there."""
    problems: list[Problem] = []

    def refuse(what: str, remedy: str) -> None:
        problems.append(Problem(reader.file, reader.lines.get(here, 1), here, what, remedy))

    for key, value in part.items():
        here = at + pointer(key)
        if not at and key == "components" and isinstance(value, dict):
            problems += _join(whole.setdefault(key, {}), places, value, reader, here)
        elif here not in _MAPS:
            refuse("may not stand in a page's file", f"Move it to {SHARED}.")
        elif not isinstance(value, dict):
            refuse("is no mapping", "Write names, and below each what it stands for.")
        else:
            known = whole.setdefault(key, {})
            for name, item in value.items():
                here = at + pointer(key, name)
                if name in known:
                    remedy = "Keep one of the two, or let both refer to one component."
                    refuse("stands in {} too, on line {}".format(*places[here]), remedy)
                known.setdefault(name, item)
    return problems


class _Reader:
    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[str, int] = {}
        self.problems: list[Problem] = []
        self.seen: set[int] = set()

    def refuse(self, line: int, at: str, what: str, remedy: str) -> None:
        self.problems.append(Problem(self.file, line, at, what, remedy))

    def read(self, content: bytes) -> Any:
        try:
            node = compose(content)
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            what = f"is not YAML: {error.problem or error.context}"
            self.refuse(mark.line + 1 if mark else 0, "", what, "Mend the file at this line.")
            return {}
        except (ReaderError, UnicodeError):
            self.refuse(0, "", "is not UTF-8 text", "Save the file as UTF-8, without control characters.")
            return {}
        except RecursionError:
            self.refuse(0, "", *_TOO_DEEP)
            return {}
        except (ValueError, OverflowError):
            self.refuse(0, "", "is not YAML: it names a character that there is not", "Mend its escapes.")
            return {}
        return self.value(node, "") if node is not None else None

    def value(self, node: Node, at: str) -> Any:
        line = node.start_mark.line + 1
        if id(node) in self.seen:
            self.refuse(line, at, "repeats a part of the file by a YAML alias", "Write it out, or use a `$ref`.")
            return None
        self.seen.add(id(node))
        self.lines.setdefault(at, line)
        if at.count("/") > _DEEPEST:
            self.refuse(line, at, *_TOO_DEEP)
            return None
        if isinstance(node, MappingNode):
            return self.mapping(node, at)
        if isinstance(node, ScalarNode):
            return self.scalar(node, at)
        if isinstance(node, SequenceNode):
            return [self.value(item, at + pointer(index)) for index, item in enumerate(node.value)]
        raise TypeError(f"a YAML node of an unknown kind: {node!r}")

    def mapping(self, node: MappingNode, at: str) -> dict[str, Any]:
        document: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            key = key_node.value
            if not isinstance(key, str) or str(key_node.tag) != _TAG + "str":
                self.refuse(line, at, f"has the key {key!r}, which is not text", "Put the key in quotes.")
                continue
            self.seen_text(key, line, at)
            here = at + pointer(key)
            if key in document:
                self.refuse(line, here, f"is given twice, first on line {self.lines[here]}", "Keep one of the two.")
                continue
            self.lines[here] = line
            document[key] = self.value(value_node, here)
        return document

    def scalar(self, node: ScalarNode, at: str) -> Any:
        text: str = node.value
        match str(node.tag).removeprefix(_TAG):
            case "str":
                self.seen_text(text, node.start_mark.line + 1, at)
                return text
            case "null" if text in ("", "~", "null", "Null", "NULL"):
                return None
            case "bool" if text.lower() in ("true", "false"):
                return text.lower() == "true"
            case "int" if text == str(_whole(text)):
                return _whole(text)
            case "float" if math.isfinite(_decimal(text)):
                return _decimal(text)
        line = node.start_mark.line + 1
        self.refuse(line, at, f"is {text!r} unquoted, which YAML does not read as text", "Put it in quotes.")
        return None

    def seen_text(self, text: str, line: int, at: str) -> None:
        """Refuse text that is not what people see: it would go on into code, messages and requests."""
        hidden = sorted({c for c in text if c not in "\t\n" and unicodedata.category(c) in _HIDDEN})
        if hidden:
            found = ", ".join(f"U+{ord(character):04X}" for character in hidden[:3])
            self.refuse(line, at, f"holds characters that are not seen: {found}", "Remove them.")


def _whole(text: str) -> int | None:
    try:
        return int(text)
    except ValueError:
        return None


def _decimal(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan
