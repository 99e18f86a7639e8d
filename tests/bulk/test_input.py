"""Files of items: what is read, and that what is wrong is told with its line and nothing of its content."""

import json
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from attrs import field, frozen

from realname import ConfigurationError, alipay, bulk, esign
from realname.core.answer import Answer
from realname.core.model import Request, WireEnum, boolean, integer, wire
from realname.core.operation import Operation
from realname.core.wire import unstructure
from realname.providers import PROVIDERS
from tests import facts

FLOWS = esign.GET_FLOW_OUTLINE


class Colour(WireEnum):
    """Something listed."""

    RED = "red"


@frozen(kw_only=True)
class Part(Request):
    """A part of a request."""

    size: int = field(metadata=wire("size"), validator=integer())
    colour: Colour | str | None = field(default=None, metadata=wire("colour"))


@frozen(kw_only=True)
class Everything(Request):
    """Arguments of every kind."""

    flow_id: str = field(metadata=wire("flowId"))
    count: int | None = field(default=None, metadata=wire("count"), validator=lambda *a: a[2] is None or integer()(*a))
    is_new: bool | None = field(
        default=None, metadata=wire("isNew"), validator=lambda *a: a[2] is None or boolean()(*a)
    )
    amount: Decimal | None = field(default=None, metadata=wire("amount"))
    colour: Colour | str | None = field(default=None, metadata=wire("colour"))
    part: Part | None = field(default=None, metadata=wire("part"))


EVERYTHING: Operation[Everything, Answer] = Operation(
    name="everything", method="POST", path="/", request=Everything, answer=Answer, retry="safe", document="https://x"
)


def written(folder: Path, content: str | bytes, name: str = "in.csv") -> Path:
    """A file."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read(folder: Path, content: str | bytes, name: str = "in.csv", of: Any = FLOWS, **options: Any) -> list[bulk.Row]:
    """Its rows."""
    return list(bulk.Input(written(folder, content, name), of, **options).rows())


def problems(rows: list[bulk.Row]) -> list[tuple[int, str]]:
    """What is wrong, by line."""
    return [(row.line, row.problem) for row in rows if row.item is None]


@pytest.mark.parametrize("column", ["flowId", "flow_id", " flowId "])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_table_of_arguments(column: str, end: str, tmp_path: Path) -> None:
    """Under either name; blank lines and a missing last line end do not matter."""
    rows = read(tmp_path, end.join([column, "f-1", "", "f-2"]))

    assert [(2, {"flow_id": "f-1"}), (4, {"flow_id": "f-2"})] == [
        (row.line, row.item.arguments) for row in rows if row.item
    ]


def test_an_object_a_line(tmp_path: Path) -> None:
    """The same from JSON."""
    rows = read(tmp_path, '{"flowId": "f-1"}\n\n{"flow_id": "f-2"}', "in.jsonl")

    assert [(1, "f-1"), (3, "f-2")] == [(row.line, row.item.arguments["flow_id"]) for row in rows if row.item]


@pytest.mark.parametrize("described", [each for name in PROVIDERS for each in facts.of(name)], ids=str)
def test_the_documented_example_of_every_operation(described: facts.Operation, tmp_path: Path) -> None:
    """Objects and lists in it become what a call takes."""
    operation: Operation[Any, Any] = getattr(import_module(f"realname_{described.provider}"), described.name.upper())

    [row] = read(tmp_path, json.dumps(described.wire), "in.jsonl", of=operation)

    assert row.item is not None, row.problem
    asked, meant = (operation.request(**arguments) for arguments in (row.item.arguments, described.arguments))
    assert unstructure(meant) == unstructure(asked)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('{"redirectUrl": "https://x.example"}', ""),
        ('{"redirectUrl": "https://x.example", "origin": null}', ""),
        ('{"redirectUrl": "https://x.example", "notifyURL": "MARKER"}', "contextInfo has a member that is unknown"),
        ('{"notifyUrl": "MARKER"}', "contextInfo.redirectUrl is required and missing"),
        ('{"redirectUrl": 1}', "contextInfo.redirectUrl must be text"),
        ('"MARKER"', "contextInfo must be an object"),
    ],
)
def test_an_object_in_a_line_is_judged_like_an_argument(line: str, says: str, tmp_path: Path) -> None:
    """What is unknown in it is told, not left out."""
    [row] = read(tmp_path, f'{{"contextInfo": {line}}}', "in.jsonl", of=esign.CREATE_INDIV_AUTH_URL)

    assert (bool(says), True, False) == (row.item is None, says in row.problem, "MARKER" in row.problem)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("in.csv", 'flowId,count,isNew,amount,colour,part\nf,7,TRUE,0.10,red,"{""size"": 3}"\n'),
        (
            "in.jsonl",
            '{"flowId": "f", "count": 7, "isNew": true, "amount": 0.10, "colour": "red", "part": {"size": 3}}',
        ),
    ],
)
def test_values_have_the_types_of_the_arguments(name: str, content: str, tmp_path: Path) -> None:
    """Text stays text, and the rest is what the request takes."""
    [row] = read(tmp_path, content, name, EVERYTHING)

    assert row.item is not None, row.problem
    assert {
        "flow_id": "f",
        "count": 7,
        "is_new": True,
        "amount": Decimal("0.10"),
        "colour": "red",
        "part": Part(size=3),
    } == row.item.arguments
    assert [str, int, bool, Decimal, str, Part] == [type(value) for value in row.item.arguments.values()]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("f,seven,,,,", "count is not what stands for a number"),
        ("f,,yes,,,", "isNew is not what stands for true or false"),
        ("f,,,ten,,", "amount is not what stands for a number"),
        ("f,,,,,{", "part is not what stands for JSON"),
        ('f,,,,,"{""size"": ""MARKER""}"', "part.size must be a whole number"),
        ('f,,,,,"{""size"": 3, ""size"": 4}"', "part is not what stands for JSON"),
        (",1,,,,", "flowId is missing"),
        ("f,1", "it has 2 columns instead of 6"),
    ],
)
def test_a_wrong_value_is_told_without_it(line: str, says: str, tmp_path: Path) -> None:
    """By the number of its line and the name of its column; the lines around it are read."""
    content = f"flowId,count,isNew,amount,colour,part\nf,,,,,\n{line}\nf,,,,,\n"

    assert [(3, says)] == problems(read(tmp_path, content, of=EVERYTHING))


@pytest.mark.parametrize("number", ["1.10101E+17", "6E+18", "1.1010119900307E+17"])
def test_a_number_that_excel_has_shortened_is_told(number: str, tmp_path: Path) -> None:
    """Nobody would be verified by it, and every call may be charged. Ids that only look alike are left alone."""
    says = "flowId is a number of which Excel kept the beginning: make the column text there, and enter it again"
    rows = read(tmp_path, f"flowId,count\nE1,\n{number},\n11E17,\n1E17,\n", of=EVERYTHING)

    assert [(3, says)] == problems(rows)
    assert ["E1", "11E17", "1E17"] == [row.item.arguments["flow_id"] for row in rows if row.item]


def test_the_contract_is_kept(tmp_path: Path) -> None:
    """A limit that a line breaks is told as in a call."""
    rows = read(tmp_path, "flowId\nf-1\nMARKER 7\n")

    assert [(3, "flowId must be text that matches ^[A-Za-z0-9_-]+$")] == problems(rows)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("[]", "it is no JSON object"),
        ("{", "it is not JSON"),
        ('{"flowId": "f", "flowId": "g"}', "it repeats a key"),
        ('{"flowId": "f", "flow_id": "g"}', "'flowId' is there twice"),
        ('{"flowID": "f"}', "'flowID' is no argument of get_flow_outline; the nearest is 'flowId'"),
        ('{"flowId": null}', "flowId is missing"),
        ("{}", "flowId is missing"),
        ('{"flowId": 7}', "flowId must be text that matches ^[A-Za-z0-9_-]+$"),
    ],
)
def test_a_wrong_object_is_told(line: str, says: str, tmp_path: Path) -> None:
    """Beside the right ones."""
    rows = read(tmp_path, f'{{"flowId": "f"}}\n{line}\n{{"flowId": "f"}}\n', "in.ndjson")

    assert ([(2, says)], 3) == (problems(rows), len(rows))


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        ("flowid", "'flowid' is no argument of get_flow_outline; the nearest is 'flowId'"),
        ("flowId,zzz", "'zzz' is no argument of get_flow_outline; there are: flowId"),
        ("flowId,flow_id", "'flowId' is there twice"),
        ("flowId,flowId", "'flowId' is there twice"),
        ("110101199003070134", "the name of column 1 is no argument"),
        ("customer", "flowId is missing"),
        ("flowId;count", "has semicolons between its columns. Save it with commas."),
        ("flowId\tcount", "has tabs between its columns. Save it with commas."),
        ("", "is empty"),
    ],
)
def test_wrong_columns_are_told_before_any_line(columns: str, says: str, tmp_path: Path) -> None:
    """With what was meant; a value that stands where names should is not repeated."""
    path = written(tmp_path, f"{columns}\nf,g\n" if columns else "")
    fields = ("customer",) if columns == "customer" else ()

    with pytest.raises(ConfigurationError) as caught:
        bulk.Input(path, FLOWS, fields=fields)

    assert says in str(caught.value)
    assert "1101" not in str(caught.value)


def test_fields_are_repeated(tmp_path: Path) -> None:
    """Columns that are no arguments as well; one that is not there is told."""
    [row] = read(tmp_path, "flowId,customer,name\nf,C-1,张三\n", fields=("customer", "name"))

    assert row.item is not None
    assert {"customer": "C-1", "name": "张三"} == row.item.fields
    assert "张三" not in repr(row)
    with pytest.raises(ConfigurationError, match="there is no column 'nam'"):
        bulk.Input(tmp_path / "in.csv", FLOWS, fields=("customer", "name", "nam"))


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_with_or_without_a_mark(charset: str, tmp_path: Path) -> None:
    """As editors and spreadsheets save it."""
    [row] = read(tmp_path, "flowId,name\nf,张三\n".encode(charset), fields=("name",))

    assert row.item is not None
    assert "张三" == row.item.fields["name"]


def test_gbk_is_named_as_such(tmp_path: Path) -> None:
    """So that its owner knows what to do; and with its name it is read."""
    content = "flowId,name\nf,g\nf,张三\n".encode("gbk")
    [(line, says)] = problems(read(tmp_path, content, fields=("name",)))

    assert (3, True) == (line, says.startswith("it is not text in utf-8, but reads as GBK"))
    assert (
        "张三"
        == [row.item for row in read(tmp_path, content, fields=("name",), encoding="gbk") if row.item][1].fields["name"]
    )
    with pytest.raises(ConfigurationError, match="in line 1 it is not text in utf-8, but reads as GBK"):
        bulk.Input(written(tmp_path, "flowId,姓名\nf,g\n".encode("gbk")), FLOWS, fields=("name",))


def test_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    """Also where they are nobody's charset."""
    assert [(2, "it is not text in utf-8")] == problems(read(tmp_path, b"flowId\n\xff\xff\n"))


def test_quoted_cells_may_hold_line_ends(tmp_path: Path) -> None:
    """An item has the number of its first line."""
    rows = read(tmp_path, 'flowId,note\nf-1,"a\nb, ""c"""\nf-2,d\n', fields=("note",))

    assert [(2, 'a\nb, "c"'), (4, "d")] == [(row.line, row.item.fields["note"]) for row in rows if row.item]


@pytest.mark.parametrize("line", ['"f-1\nf-2\n', '"f"x\n'])
def test_a_quote_that_is_not_closed_is_told(line: str, tmp_path: Path) -> None:
    """With the line where it begins."""
    [(number, says)] = problems(read(tmp_path, f"flowId\nf\n{line}"))

    assert (3, True) == (number, "a quote that is not closed" in says)


def test_a_line_without_an_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not read into memory."""
    monkeypatch.setattr("realname.bulk.input._LONGEST_LINE", 100)

    for name, start in (("in.csv", "flowId\n"), ("in.jsonl", "")):
        rows = read(tmp_path, start + "x" * 500, name)
        assert "it is longer than 100 characters" == problems(rows)[0][1]


@pytest.mark.parametrize(
    ("name", "says"), [("in.xlsx", "neither .csv nor .jsonl"), ("none.csv", "cannot be read (FileNotFoundError)")]
)
def test_what_is_no_such_file_is_told(name: str, says: str, tmp_path: Path) -> None:
    """At once."""
    written(tmp_path, "flowId\nf\n", "in.xlsx")

    with pytest.raises(ConfigurationError) as caught:
        bulk.Input(tmp_path / name, FLOWS)

    assert says in str(caught.value)


def test_a_check_counts_or_tells_every_wrong_line(tmp_path: Path) -> None:
    """Up to a limit, and a file without items is wrong as well."""
    assert 2 == bulk.Input(written(tmp_path, "flowId\nf\ng\n"), FLOWS).check()
    for content, says in (("flowId\nf\n?\n!\n", "line 3: .*line 4: "), ("flowId\n\n", "holds no items")):
        with pytest.raises(ConfigurationError, match=says):
            bulk.Input(written(tmp_path, content), FLOWS).check()
    with pytest.raises(ConfigurationError, match="has a wrong line 2"):
        list(bulk.Input(written(tmp_path, "flowId\n?\n"), FLOWS).items())


def test_one_of_several_arguments_is_needed(tmp_path: Path) -> None:
    """What a page needs without requiring it is checked as in a call."""
    operation = alipay.QUERY_JOBWORTH_AUTHENTICATION
    [(line, says)] = problems(read(tmp_path, "connKey\nx\n".replace("connKey", "conn_key"), of=operation))

    assert (2, True) == (line, bool(says))
