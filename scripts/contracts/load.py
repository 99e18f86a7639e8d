"""From the YAML text to JSON, once, keeping the line of everything.

YAML 1.2 reads ``no`` as text. What JSON cannot carry, and what YAML reads in a way that surprises people (an unquoted
``04``, a date, a repeated key), is refused instead of guessed.
"""

import hashlib
import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from contracts.problems import ContractError, Problem, pointer

_TAG = "tag:yaml.org,2002:"


@dataclass(frozen=True)
class Source:
    """A contract as it was read.

    Attributes:
        file: the path, as shown in messages and generated headers.
        sha256: digest of the file's bytes.
        document: the OpenAPI document as plain JSON, in the file's order.
        lines: JSON pointer → 1-based line.
    """

    file: str
    sha256: str
    document: dict[str, Any]
    lines: dict[str, int] = field(repr=False)

    def problem(self, at: str, what: str, remedy: str) -> Problem:
        """A problem at a JSON pointer; the line is that of the nearest enclosing thing the file holds."""
        known = at
        while known and known not in self.lines:
            known = known.rpartition("/")[0]
        return Problem(self.file, self.lines.get(known, 0), at, what, remedy)


def load(path: Path, *, file: str) -> Source:
    """Read the contract at `path`; `file` is its name in messages.

    Raises:
        ContractError: the file is missing, is not YAML, or holds what JSON cannot.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ContractError([Problem(file, 0, "", f"cannot be read: {error.strerror}", "Check the path.")]) from None
    return parse(content, file=file)


def parse(content: bytes, *, file: str) -> Source:
    """Read a contract from its bytes.

    Raises:
        ContractError: they are not YAML, or hold what JSON cannot.
    """
    reader = _Reader(file)
    document = reader.read(content)
    if not isinstance(document, dict):
        reader.refuse(1, "", "is no OpenAPI document", "Start with `openapi: 3.1.0`.")
    if reader.problems:
        raise ContractError(reader.problems)
    return Source(file, hashlib.sha256(content).hexdigest(), document, reader.lines)


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
            node = YAML(typ="safe", pure=True).compose(content)
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            what = f"is not YAML: {error.problem or error.context}"
            self.refuse(mark.line + 1 if mark else 0, "", what, "Mend the file at this line.")
            return {}
        except (ReaderError, UnicodeError):
            self.refuse(0, "", "is not UTF-8 text", "Save the file as UTF-8, without control characters.")
            return {}
        return self.value(node, "") if node is not None else None

    def value(self, node: Node, at: str) -> Any:
        line = node.start_mark.line + 1
        if id(node) in self.seen:
            self.refuse(line, at, "repeats a part of the file by a YAML alias", "Write it out, or use a `$ref`.")
            return None
        self.seen.add(id(node))
        self.lines.setdefault(at, line)
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
            here = at + pointer(key)
            if key in document:
                what = f"is given twice, first on line {self.lines[here]}"
                self.refuse(line, here, what, "Keep one of the two.")
                continue
            self.lines[here] = line
            document[key] = self.value(value_node, here)
        return document

    def scalar(self, node: ScalarNode, at: str) -> Any:
        text: str = node.value
        match str(node.tag).removeprefix(_TAG):
            case "str":
                return text
            case "null":
                return None
            case "bool":
                return text.lower() == "true"
            case "int" if text == str(_whole(text)):
                return _whole(text)
            case "float" if math.isfinite(_decimal(text)):
                return _decimal(text)
        line = node.start_mark.line + 1
        self.refuse(line, at, f"is {text!r} unquoted, which YAML does not read as text", "Put it in quotes.")
        return None


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
