"""Each layout on a small page of its own: read right, and every change reported exactly."""

import re

import pytest

from tests.contracts.editions import LAYOUTS, LIBRARY, Replacement, brief, changed, contract, differences, library_page

NAME, QUERY, RESULT, DATA = "request.body.readerName", "request.query", "response.body.result", "response.body.data"
# Of each edition: what is replaced on the page, and what the audit says then.
Edition = tuple[list[Replacement], list[str]]

ZOLOZ: list[Edition] = [
    ([("\nResult\n", "\nObject of the result\n")], []),
    ([("| 20 |", "| 40 |")], [f"{NAME} max_length 40→20"]),
    ([("| 20 |", "| - |")], [f"{NAME} max_length none→20"]),
    ([("| 20 |", "| |")], [f"{NAME} max_length none→20"]),
    ([("| 20 |", "| |"), ("| 8 |", "| |"), ("extra | - |", "extra | |")], []),
    ([("String | 20 |", "Integer | 20 |")], [f"{NAME} type integer→string"]),
    ([("| Required. The reader's", "| The reader's")], [f"{NAME} required no→yes"]),
    ([("| Required. The reader's", "| Conditional. The reader's")], [f"{NAME} required no→yes"]),
    ([("| The number of", "| Required. The number of")], ["request.body.cardNo required yes→no"]),
    (
        [("cardNo |", "cardNumber |")],
        ["request.body.cardNo missing_in_document", "request.body.cardNumber missing_in_contract"],
    ),
    ([("note | String | 100", "note | String | 50")], ["request.body.extra.note max_length 50→100"]),
    (
        [("note | String", "remark | String")],
        ["request.body.extra.note missing_in_document", "request.body.extra.remark missing_in_contract"],
    ),
    (
        [("resultMessage |", "resultText |")],
        [f"{RESULT}.resultMessage missing_in_document", f"{RESULT}.resultText missing_in_contract"],
    ),
    (
        [("result | Req", "outcome | Req")],
        [f"{RESULT} missing_in_document", "response.body.outcome missing_in_contract"],
    ),
    (
        [("result | Req", "outcome | Req"), ("\nResult\n", "\nOutcome\n")],
        [f"{RESULT} missing_in_document", "response.body.outcome missing_in_contract"],
    ),
    ([('result | Required. What came of it. | {"resultStatus": "S"} |\n', "")], [f"{RESULT} missing_in_document"]),
    ([("result | Req", "result | Object | Req")], []),
    ([("result | Req", "result | Result | Req")], []),
    ([("result | Req", "result | String | Req")], [f"{RESULT} type string→object"]),
    ([("\nF: it failed", "\nF: it failed\nU: unknown")], [f"{RESULT}.resultStatus enum S,F,U→S,F"]),
    ([("\nF: it failed", "")], [f"{RESULT}.resultStatus enum S→S,F"]),
    ([("\nS: it succeeded\nF: it failed", "")], []),
    (
        [("/openAccount - API", "/createAccount - API")],
        ["request.path path /api/v1/desk/createAccount→/api/v1/desk/openAccount"],
    ),
    ([("\n/api/v1", "\nPUT /api/v1")], ["request.method method PUT→POST"]),
    (
        [("resultMessage | String", 'resultId | String | An id. | "1" |\nresultMessage | String')],
        [f"{RESULT}.resultId missing_in_contract"],
    ),
]

ALIPAY: list[Edition] = [
    ([("readerNo String 读者编号", "readerNo String 读者编号,示例:7")], []),
    ([("pageSize Long", "pageSize String")], [f"{QUERY}.page_size type string→integer"]),
    ([("pageSize Long", "pageSize Integer")], []),
    ([("pageSize Long", "size Long")], [f"{QUERY}.page_size missing_in_document", f"{QUERY}.size missing_in_contract"]),
    ([("readerNo String 读者编号", "readerNo String 读者编号 [optional]")], [f"{QUERY}.reader_no required no→yes"]),
    ([("降序 [optional]", "降序")], [f"{QUERY}.sort_order required yes→no"]),
    ([("“desc”:降序 ", "“desc”:降序;none : 无 ")], [f"{QUERY}.sort_order enum asc,desc,none→asc,desc"]),
    ([("asc:升序,“desc”:降序", '"升序:asc","降序: down"')], [f"{QUERY}.sort_order enum asc,down→asc,desc"]),
    ([("asc:升序,“desc”:降序", "顺序")], []),
    (
        [("asc:升序,“desc”:降序 [optional]", "顺序 [optional] [enum: asc, up]")],
        [f"{QUERY}.sort_order enum asc,up→asc,desc"],
    ),
    (
        [("pageSize Long 每页条数", "pageToken String 下一页 [optional]\npageSize Long 每页条数")],
        [f"{QUERY}.pageToken missing_in_contract"],
    ),
    ([("query GET", "query **POST**")], ["request.method method POST→GET"]),
    ([("/reader/query 查", "/reader 查")], ["request.path path /v3/desk/reader→/v3/desk/reader/query"]),
    ([("Accept: application/json", "Accept: */*")], ["request.header.Accept enum */*→application/json"]),
    ([("  • Accept: application/json\n", "")], ["request.header.Accept missing_in_document"]),
    (
        [("Content-Type: Not defined", "Content-Type: application/json")],
        ["request.header.Content-Type missing_in_contract"],
    ),
]

ESIGN: list[Edition] = [
    (
        [("isbn\n\nstring\n\n书号\n", "isbn\n\nstring\n\ndate\n\nstring\n\n日期\n", 1)],
        [f"{DATA}.books[].date missing_in_contract"],
    ),
    ([("dueTime\n\nlong", "dueTime\n\nint32")], [f"{DATA}.dueTime type int32→int64"]),
    ([("dueTime\n\nlong", "dueTime\n\ndate")], [f"{DATA}.dueTime type string→integer"]),
    ([("isbn\n\nstring\n", "isbn\n\nstring\n\n是\n", 1)], [f"{DATA}.books[].isbn required yes→no"]),
    ([("state\n\nstring\n", "state\n\nstring\n\n是\n", 1)], []),
    ([("state\n\nstring\n", "state\n\nstring\n\n否\n", 1)], [f"{DATA}.state required no→yes"]),
    ([("loanId\n\nstring\n\n是", "loanId\n\nstring\n\n否")], ["request.path.loanId required no→yes"]),
    (
        [("是\n\npath", "是\n\nquery")],
        ["request.path.loanId missing_in_document", f"{QUERY}.loanId missing_in_contract"],
    ),
    (
        [("X-Sign\n", "X-Signature\n")],
        ["request.header.X-Sign missing_in_document", "request.header.X-Signature missing_in_contract"],
    ),
    ([("X-Sign\n", "x-sign\n")], []),
    ([("X-App-Key\n\nstring\n\n是", "X-App-Key\n\nstring\n\n否")], ["request.header.X-App-Key required no→yes"]),
    ([("填写 */*", "填写 text/plain")], ["request.header.Accept enum text/plain→*/*"]),
    ([("isbn\n\nstring\n\n书号\n\n", "", 2)], [f"{DATA}.guarantors[].books[].isbn missing_in_document"]),
    (
        [("isbn\n", "issn\n", 1)],
        [f"{DATA}.books[].isbn missing_in_document", f"{DATA}.books[].issn missing_in_contract"],
    ),
    (
        [("guarantors\n", "sureties\n")],
        [f"{DATA}.guarantors missing_in_document", f"{DATA}.sureties missing_in_contract"],
    ),
    (
        [("books\n\narray", "items\n\narray", 2)],
        [f"{DATA}.guarantors[].books missing_in_document", f"{DATA}.guarantors[].items missing_in_contract"],
    ),
    ([("姓名\n", "姓名\n\nphone\n\nstring\n\n电话\n")], [f"{DATA}.guarantors[].phone missing_in_contract"]),
    (
        [("guarantors\n\narray", "branch\n\nobject\n\n分馆\n\ncity\n\nstring\n\n城市\n\nguarantors\n\narray")],
        [f"{DATA}.branch missing_in_contract", f"{DATA}.branch.city missing_in_contract"],
    ),
    ([("CLOSED(已归还);", "CLOSED(已归还);PAUSED(暂停)")], [f"{DATA}.state enum OPEN,CLOSED,PAUSED→OPEN,CLOSED"]),
    ([("WORN - 磨损\n\nLOST - 丢失", "WORN - 磨损")], [f"{DATA}.books[].state enum GOOD,WORN→GOOD,WORN,LOST"]),
    ([("WORN - 磨损\nLOST", "WORN -磨损LOST")], []),
    ([("\n\nGET\n", "\n\npost\n")], ["request.method method POST→GET"]),
    (
        [("/v1/loans/{loanId}\n\n请求方式", "https://library.example/v2/loans/{loanId}\n\n请求方式")],
        ["request.path path /v2/loans/{loanId}→/v1/loans/{loanId}"],
    ),
    (
        [
            (
                "请点击查阅详情。",
                "参数名称\n\n类型\n\n必选\n\n参数说明\n\nX-App-Key\n\nstring\n\n应用\n\nX-Token\n\nstring\n\n令牌",
            )
        ],
        [],
    ),
    (
        [("请点击查阅详情。", "参数名称\n\n类型\n\n必选\n\n参数说明\n\nX-App-Key\n\nstring\n\n应用")],
        ["request.header.X-Token missing_in_document"],
    ),
]

TABLES = {"zoloz": ZOLOZ, "alipay": ALIPAY, "esign": ESIGN}
EDITIONS = [(layout, *edition) for layout in LAYOUTS for edition in TABLES[layout]]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_page_agrees_with_its_contract(layout: str) -> None:
    """A page and what was transcribed from it differ in nothing."""
    assert [] == differences(library_page(layout), contract(LIBRARY))


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    "blanks",
    [("\n", "\r\n"), ("\n", "\r"), ("\n", " \u00a0\n"), ("\n\n", "\n"), (" ", "\u00a0"), ("\n", "\n\u200b")],
    ids=["CRLF", "CR", "trailing blanks", "no empty lines", "no-break spaces", "zero width"],
)
def test_white_space_is_no_difference(layout: str, blanks: tuple[str, str]) -> None:
    """A page differs in nothing if only its white space was changed."""
    assert [] == differences(library_page(layout).replace(*blanks), contract(LIBRARY))


@pytest.mark.parametrize(("layout", "replacements", "expected"), EDITIONS)
def test_a_changed_page_is_reported_exactly(layout: str, replacements: list[Replacement], expected: list[str]) -> None:
    """What was changed on a page is reported, each fact once, and nothing else."""
    page = changed(library_page(layout), *replacements)

    assert expected == brief(differences(page, contract(LIBRARY)))


def test_the_operation_of_a_page_is_recognised_by_its_title() -> None:
    """A page whose path was changed is still compared with its own operation."""
    page = changed(library_page("alipay"), ("/v3/desk/reader/query 查", "/v4/other 查"))

    assert ["request.path path /v4/other→/v3/desk/reader/query"] == brief(differences(page, contract(LIBRARY)))


def test_a_named_layout_is_not_guessed() -> None:
    """A page of too few marks is read by the layout that is named."""
    page = changed(library_page("zoloz"), ("Sample\nRequest Sample", "Sample"))

    assert [] == differences(page, contract(LIBRARY), "zoloz")


FIELDS = [
    *("code", "data", "data.state", "data.dueTime", "data.books", "data.books[].isbn", "data.books[].state"),
    *("data.guarantors", "data.guarantors[].name", "data.guarantors[].state", "data.guarantors[].books"),
    *("data.guarantors[].books[].isbn", "data.guarantors[].books[].state"),
]
"""The fields of the answer on e签宝's page, which shows no nesting, in its order."""
OBJECTS = {name: name if name == "data" else f"{name}[]" for name in FIELDS if name.endswith(("data", "books", "ors"))}
PAGE = library_page("esign")


def places() -> dict[str, tuple[int, int]]:
    """Where the row of each of these fields begins and ends."""
    start, end = PAGE.index("\n响应参数\n"), PAGE.index("\n请求示例")
    heads = re.finditer(r"^\w+\n\n(?:string|int32|long|object|array)\n", PAGE[:end], re.MULTILINE)
    begins = [head.start() for head in heads if head.start() > start]
    return dict(zip(FIELDS, zip(begins, [*begins[1:], end + 1], strict=True), strict=True))


def reported(page: str) -> list[str]:
    """What the audit says of an edition of that page."""
    return brief(differences(page, contract(LIBRARY)))


@pytest.mark.parametrize("field", FIELDS)
def test_a_row_that_goes_is_found_without_nesting(field: str) -> None:
    """Any one row taken out is the one reported."""
    start, end = places()[field]

    assert [f"response.body.{field} missing_in_document"] == reported(PAGE[:start] + PAGE[end:])


@pytest.mark.parametrize("field", FIELDS)
def test_a_row_that_is_renamed_is_found_without_nesting(field: str) -> None:
    """Any one row renamed is reported on both sides, under the same object."""
    start, _ = places()[field]
    outer = f"response.body.{field}".rpartition(".")[0]

    assert [f"response.body.{field} missing_in_document", f"{outer}.anotherName missing_in_contract"] == reported(
        PAGE[:start] + "anotherName" + PAGE[PAGE.index("\n", start) :]
    )


@pytest.mark.parametrize("field", FIELDS)
def test_a_row_that_comes_is_placed_without_nesting(field: str) -> None:
    """A row added below any other belongs to the same object, or below an object to that."""
    _, end = places()[field]
    outer = OBJECTS.get(field, field.rpartition(".")[0])
    expected = ".".join(filter(None, ("response.body", outer, "anotherName")))

    assert [f"{expected} missing_in_contract"] == reported(
        f"{PAGE[:end]}anotherName\n\nstring\n\n另一个\n\n{PAGE[end:]}"
    )


@pytest.mark.parametrize("field", ["data.books", "data.guarantors", "data.guarantors[].books"])
def test_an_object_that_goes_takes_its_fields_along(field: str) -> None:
    """An object taken out with all its rows is reported row by row."""
    gone = [name for name in FIELDS if name == field or name.startswith(f"{field}[]")]
    page = PAGE[: places()[gone[0]][0]] + PAGE[places()[gone[-1]][1] :]

    assert [f"response.body.{name} missing_in_document" for name in gone] == reported(page)


@pytest.mark.parametrize(
    "fields", [("data.state", "data.dueTime", "data.books"), ("data.books", "data.guarantors", "")]
)
def test_the_order_of_the_rows_is_no_difference(fields: tuple[str, str, str]) -> None:
    """Rows and whole objects that moved within their object are still the same fields."""
    ends = {"": (places()[FIELDS[-1]][1], 0)}
    first, second, end = ((places() | ends)[field][0] for field in fields)

    assert [] == reported(PAGE[:first] + PAGE[second:end] + PAGE[first:second] + PAGE[end:])
