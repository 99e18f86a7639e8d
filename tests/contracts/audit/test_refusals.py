"""Documents and contracts that cannot be read: where, and what was expected there."""

from pathlib import Path

import pytest

import audit
from tests.contracts.editions import LIBRARY, Replacement, changed, page

BROKEN: list[tuple[str, list[Replacement], int, str]] = [
    ("zoloz", [("API URL:", "API address:")], 26, "expected `API URL:`"),
    ("zoloz", [("/api/v1/desk/openAccount", "api/v1/desk/openAccount")], 4, "expected the path of the API"),
    ("zoloz", [("Request parameters\n", "")], 1, "expected the heading `Request parameters`"),
    ("zoloz", [("Response parameters\n", "")], 6, "expected the heading `Response parameters`"),
    ("zoloz", [("Sample\nRequest", "Request")], 14, "expected one of the headings Sample"),
    ("zoloz", [("Request parameters\nField name", "Request parameters\nField")], 7, "expected the column heads"),
    ("zoloz", [("| Max length |", "| Size |", 1)], 7, "found `size`"),
    (
        "zoloz",
        [("| Description | Example value |\nresult |", "| Example value |\nresult |")],
        15,
        "expected a column `description`",
    ),
    ("zoloz", [("readerName | String | 20", "readerName | 20")], 8, "expected the cells"),
    ("zoloz", [('| "12345678" |', '| "12345678"')], 9, "found 10 cells"),
    ("zoloz", [('| "ok" |', '| "ok"')], 23, "ends in `|`"),
    ("zoloz", [("| 20 |", "| twenty |")], 8, "expected a maximum length or `-`, found `twenty`"),
    (
        "alipay",
        [("Method HTTP request Description\n", "")],
        1,
        "expected the heading `Method HTTP request Description`",
    ),
    ("alipay", [("query GET /v3", "query /v3")], 8, "expected a method and its path"),
    ("alipay", [("query GET", "find GET /v3/desk/reader 找\nquery GET")], 9, "expected a page about one operation"),
    ("alipay", [("Parameters\n", "")], 7, "expected the heading `Parameters`"),
    ("alipay", [("Name Type Description Notes", "Name Type Description")], 20, "expected the column heads"),
    ("alipay", [("Return type\n", "")], 18, "expected the heading `Return type`"),
    ("alipay", [("HTTP request headers\n", "")], 25, "expected the heading `HTTP request headers`"),
    ("alipay", [("pageSize Long 每页", "pageSize 每页")], 23, "expected a name, a type, a description and notes"),
    ("esign", [("\n接口\n", "\n")], 1, "expected the heading `接口`"),
    ("esign", [("\n请求方式\n", "\n")], 11, "expected the heading `请求方式`"),
    ("esign", [("\n请求头\n", "\n")], 15, "expected the heading `请求头`"),
    ("esign", [("\n响应参数\n", "\n")], 57, "expected the heading `响应参数`"),
    ("esign", [("请求示例\n", ""), ("错误码\n", "")], 174, "expected one of the headings 请求示例"),
    ("esign", [("\n/v1/loans/{loanId}\n\n请求方式", "\n借阅\n\n请求方式")], 11, "expected a path, found `借阅`"),
    ("esign", [("\n/v1/loans/{loanId}\n\n请求方式", "\n请求方式")], 9, "expected something below `接口`"),
    ("esign", [("\nGET\n\n请求头", "\n获取\n\n请求头")], 15, "expected one of GET, POST"),
    ("esign", [("参数名称(点击展开)\n\n类型", "参数名称(点击展开)")], 79, "expected a column 类型"),
    ("esign", [("参数名称(点击展开)\n", "")], 80, "expected the column heads"),
    ("esign", [("code\n\nint32", "code\n\n整数")], 87, "expected a name and its type, found `code`"),
    ("esign", [("isbn\n\nstring\n", "isbn\n", 1)], 119, "found `isbn`"),
    ("esign", [("isbn\n\nstring\n", "isbn\n\nblob\n", 1)], 119, "found `isbn`"),
    ("esign", [("是\n\npath", "是\n\n路径")], 73, "where loanId goes (path, query, header, body), found `路径`"),
]


@pytest.mark.parametrize(("layout", "replacements", "line", "message"), BROKEN)
def test_a_broken_page_is_refused_where_it_is_broken(
    layout: str,
    replacements: list[Replacement],
    line: int,
    message: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A page that does not keep to its layout ends in 2, with file, line and what was expected there."""
    document = page(tmp_path, layout, *replacements)
    status = audit.main(["--document", str(document), "--contract", str(LIBRARY), "--layout", layout])
    shown = capsys.readouterr().err
    place = f"{document}:{line}: expected"

    assert (2, place, True) == (status, shown[: len(place)], message in shown)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "expected a provider's page, found an empty file"),
        (b" \n\xc2\xa0\n", "expected a provider's page, found an empty file"),
        (b"Overview\nResponse parameters\n", ":1: expected the headings of a known layout"),
        (b"one\ntw\xff", ":2: expected UTF-8 text"),
        (None, "cannot be read: No such file or directory"),
    ],
    ids=["empty", "blank", "unknown", "not UTF-8", "absent"],
)
def test_what_is_no_page_is_refused(
    content: bytes | None, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is no page of a known layout ends in 2."""
    document = tmp_path / "page.txt"
    if content is not None:
        document.write_bytes(content)
    status = audit.main(["--document", str(document), "--contract", str(LIBRARY)])
    shown = capsys.readouterr().err

    assert (2, True) == (status, shown.startswith(str(document)) and message in shown)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("openapi: 3.1.0", "openapi: 3.0.0", "is OpenAPI 3.0.0"),
        ("openapi: 3.1.0", "openapi: [", "/: is not YAML"),
        ("components/schemas/Extra", "components/schemas/Missing", "refers to nothing"),
        ("info: {title: Library,", "info: {", "is not valid OpenAPI"),
    ],
)
def test_a_broken_contract_is_refused(
    old: str, new: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A contract that is no OpenAPI 3.1 ends in 2, with the place in it."""
    contract = tmp_path / "contract.yaml"
    contract.write_text(changed(LIBRARY.read_text(encoding="utf-8"), (old, new)), encoding="utf-8")
    status = audit.main(["--document", str(page(tmp_path, "zoloz")), "--contract", str(contract)])

    assert (2, True) == (status, message in capsys.readouterr().err)


def test_an_unknown_operation_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An operation that the contract does not have ends in 2, with those that it has."""
    options = ["--contract", str(LIBRARY), "--operation", "closeAccount"]
    status = audit.main(["--document", str(page(tmp_path, "zoloz")), *options])
    message = "the contract has no operation closeAccount; it has openAccount, findReader, getLoan, getMember\n"

    assert (2, message) == (status, capsys.readouterr().err)
