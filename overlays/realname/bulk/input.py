"""Items from a file: CSV with a line of column names, or a JSON object a line.

A file of any length is read line by line. What is wrong is said with its line number, and nothing of what stands there.
"""

import codecs
import csv
import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from io import TextIOWrapper
from pathlib import Path
from typing import Any, Final, TypeVar

from attrs import frozen

from realname.bulk.columns import Columns, ProblemError
from realname.bulk.result import Item
from realname.core.answer import Answer
from realname.core.errors import ConfigurationError, RequestError
from realname.core.operation import Operation

AnswerT = TypeVar("AnswerT", bound=Answer)

_LONGEST_LINE: Final = 16 << 20
"""Characters: as much as the largest body that a provider takes."""
_MARKS: Final = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",  # before UTF-16, whose mark it begins with
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_MOST_PROBLEMS: Final = 20


@frozen
class Row:
    """One line of the file: an item, or what is wrong with it.

    Attributes:
        line: its number, from 1; of a record that spans lines, that of the first.
        item: what to ask; None if something is wrong.
        problem: what is wrong, without any value of the line.
    """

    line: int
    item: Item | None = None
    problem: str = ""


class Input:
    """A file of items for one operation.

    Columns (keys) have the names of arguments, on the wire or in Python. An empty cell, or null, is an argument that is
    not given. What is no text is written as JSON.

    Args:
        path: a file ``….csv``, or ``….jsonl`` or ``….ndjson``.
        operation: what the items are for, such as ``esign.GET_FLOW_OUTLINE``.
        fields: columns to repeat in the output. They need not be arguments.
        encoding: the charset; by default what the file's mark says, or UTF-8.

    Raises:
        ConfigurationError: the file cannot be read, or its columns are wrong: names the column and what was meant.
    """

    def __init__(
        self,
        path: str | Path,
        operation: Operation[Any, AnswerT],
        *,
        fields: Collection[str] = (),
        encoding: str | None = None,
    ) -> None:
        self.path: Path = Path(path)
        self.operation = operation
        self._fields = tuple(fields)
        self._known = Columns(operation)
        self._is_csv = self.path.suffix.lower() == ".csv"
        if not self._is_csv and self.path.suffix.lower() not in (".jsonl", ".ndjson"):
            raise self._wrong("is neither .csv nor .jsonl", "Name it after what it holds.")
        self._encoding = self._charset(encoding)
        with self._reading():
            if self._is_csv:
                self._columns  # noqa: B018 - wrong ones are told before anything else

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the file, by which an output knows its input."""
        with self._reading(), self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def rows(self) -> Iterator[Row]:
        """Every line that is not blank, right or wrong."""
        with self._reading(), self.path.open("rb") as raw:
            file = TextIOWrapper(raw, self._encoding, errors="surrogateescape", newline="")
            yield from self._csv_rows(file) if self._is_csv else self._json_rows(file)

    def items(self) -> Iterator[Item]:
        """The items.

        Raises:
            ConfigurationError: a line is wrong.
        """
        for row in self.rows():
            if row.item is None:
                raise self._wrong(f"has a wrong line {row.line}: {row.problem}", "Correct it, or take it out.")
            yield row.item

    def check(self, tell: Callable[[str], None] | None = None) -> int:
        """Read every line; return how many items there are.

        Args:
            tell: takes the first problems, each as a text; None to have them in the error.

        Raises:
            ConfigurationError: lines are wrong, or there is none.
        """
        items, problems = 0, 0
        kept: list[str] = []
        for row in self.rows():
            items += 1
            if row.item is None:
                problems += 1
                if problems <= _MOST_PROBLEMS:
                    (tell or kept.append)(f"line {row.line}: {row.problem}")
        if problems:
            what = f"has {problems} wrong {'line' if problems == 1 else 'lines'} of {items}"
            raise self._wrong(f"{what}: {'; '.join(kept)}" if kept else what, "Correct them, or take them out.")
        if not items:
            raise self._wrong("holds no items", "Name the right file.")
        return items

    # ---- the two forms ----

    def _csv_rows(self, file: TextIOWrapper) -> Iterator[Row]:
        csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_LINE))
        reader = csv.reader(_lines(file), strict=True)
        columns = self._columns
        next(reader)
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield Row(line, problem=f"it is no CSV ({error}): look for a quote that is not closed, or not doubled")
                return
            except ProblemError as problem:
                yield Row(line, problem=str(problem))
                return
            if not any(cells):
                continue
            if len(cells) != len(columns):
                yield Row(line, problem=f"it has {len(cells)} columns instead of {len(columns)}")
                continue
            given = {name: cell for name, cell in zip(columns, cells, strict=True) if cell}
            yield self._row(line, given, is_text=True)

    @cached_property
    def _columns(self) -> list[str]:
        with self.path.open("rb") as raw:
            file = TextIOWrapper(raw, self._encoding, errors="surrogateescape", newline="")
            try:
                columns = [name.strip() for name in next(csv.reader(_lines(file), strict=True), [])]
                self._require_text(columns)
            except csv.Error as error:
                raise self._wrong(f"has no line of column names ({error})", "Begin it with one.") from None
            except ProblemError as problem:
                raise self._wrong(f"cannot be read: in line 1 {problem}", "Name the right file.") from None
        if not any(columns):
            raise self._wrong("is empty", "Begin it with a line of column names.")
        if len(columns) == 1 and (mark := next((mark for mark in ";\t" if mark in columns[0]), None)):
            what = f"has {'semicolons' if mark == ';' else 'tabs'} between its columns"
            raise self._wrong(what, "Save it with commas.")
        try:
            self._known.require_known(columns, self._fields)
        except ProblemError as problem:
            raise self._wrong(f"has wrong columns: {problem}", f"See {self.operation.document}") from None
        return columns

    def _json_rows(self, file: TextIOWrapper) -> Iterator[Row]:
        line = 0
        lines = _lines(file)
        while True:
            line += 1
            try:
                text = next(lines, None)
                if text is None:
                    return
                if not text.strip():
                    continue
                self._require_text([text])
                given = _object(text)
                self._known.require_known([*given], self._fields, is_whole=False)
            except ProblemError as problem:
                yield Row(line, problem=str(problem))
                continue
            yield self._row(line, {name: value for name, value in given.items() if value is not None}, is_text=False)

    def _row(self, line: int, given: Mapping[str, Any], *, is_text: bool) -> Row:
        try:
            self._require_text([value for value in given.values() if isinstance(value, str)])
            arguments = self._known.read(given, is_text=is_text)
            self.operation.request(**arguments)
        except ProblemError as problem:
            return Row(line, problem=str(problem))
        except RequestError as error:
            return Row(line, problem=str(error.args[0]))
        return Row(line, Item(line, arguments, {name: given.get(name) for name in self._fields}))

    # ---- text ----

    def _charset(self, encoding: str | None) -> str:
        with self._reading(), self.path.open("rb") as file:
            start = file.read(4)
        if encoding is None:
            return next((charset for mark, charset in _MARKS.items() if start.startswith(mark)), "utf-8")
        try:
            return codecs.lookup(encoding).name
        except LookupError:
            raise ConfigurationError(
                "there is no such encoding", setting="encoding", remedy="Use a name that Python knows, such as gb18030."
            ) from None

    def _require_text(self, texts: Sequence[str]) -> None:
        """Refuse bytes that are no text in the file's charset; they stand there as lone surrogates."""
        for text in texts:
            if not text.isascii() and any("\ud800" <= c <= "\udfff" for c in text):
                raise ProblemError(f"it is not text in {self._encoding}{_likely(text, self._encoding)}")

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise self._wrong(
                f"cannot be read ({type(error).__name__})", "Check the path and its permissions."
            ) from None
        except UnicodeError:
            raise self._wrong(f"is not text in {self._encoding}", "Name its charset.") from None

    def _wrong(self, what: str, remedy: str) -> ConfigurationError:
        return ConfigurationError(f"{self.path.name} {what}", setting="input", remedy=remedy)


def _lines(file: TextIOWrapper) -> Iterator[str]:
    while line := file.readline(_LONGEST_LINE + 1):
        if len(line) > _LONGEST_LINE:
            raise ProblemError(f"it is longer than {_LONGEST_LINE} characters")
        yield line


def _likely(text: str, charset: str) -> str:
    """What the text probably is."""
    if charset == "utf-8":
        try:
            text.encode("utf-8", "surrogateescape").decode("gb18030")
        except UnicodeError:
            return ""
        return ", but reads as GBK, as Excel saves it: pass the encoding gb18030, or save it as UTF-8"
    return ""


def _object(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text, object_pairs_hook=_unique)
    except (ValueError, RecursionError):
        raise ProblemError("it is not JSON") from None
    if not isinstance(value, dict):
        raise ProblemError("it is no JSON object")
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ProblemError("it repeats a key")
    return found
