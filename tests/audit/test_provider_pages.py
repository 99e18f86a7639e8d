"""The providers' own pages and the contracts of this package."""

import re
from collections.abc import Iterator

import pytest

from documents.layouts import read_fields
from documents.text import parse_document
from fieldtable.differences import is_transcribed, operation_described
from fieldtable.table import ContractTable

from .editions import DOCUMENTS, LAYOUTS, ROOT, Replacement, brief, changed, differences, provider_page
from .editions import contract as contract_of

pytestmark = pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the documents are not in ../shared/documents")


EDITIONS: list[tuple[str, list[Replacement], list[str]]] = [
    ("zoloz", [("| 64 |", "| 32 |")], ["request.body.userId max_length 32→64"]),
    ("zoloz", [("| 32 |", "| - |")], ["request.body.bizId max_length none→32"]),
    ("zoloz", [(" | 32 |", " |"), (" | 64 |", " |"), (" | Max length |", " |")], []),
    ("zoloz", [("userId | String", "userId | Long")], ["request.body.userId type integer→string"]),
    ("zoloz", [("| Required. Merchant", "| Merchant")], ["request.body.userId required no→yes"]),
    ("zoloz", [("| Result codes:", "| Required. Result codes:")], ["response.body.result.resultCode required yes→no"]),
    (
        "zoloz",
        [("bizId |", "businessId |")],
        ["request.body.bizId missing_in_document", "request.body.businessId missing_in_contract"],
    ),
    (
        "zoloz",
        [("userId |", "userID |")],
        ["request.body.userId missing_in_document", "request.body.userID missing_in_contract"],
    ),
    (
        "zoloz",
        [("userId |", 'region | String | 2 | - | Where. | "SG" |\nuserId |')],
        ["request.body.region missing_in_contract"],
    ),
    (
        "zoloz",
        [("resultMessage |", 'resultUrl | String | Where. | "x" |\nresultMessage |')],
        ["response.body.result.resultUrl missing_in_contract"],
    ),
    (
        "zoloz",
        [("below:\n", "below:\n- S: success\n- F: failure\n")],
        ["response.body.result.resultStatus enum S,F→S,F,U"],
    ),
    ("zoloz", [("below:\n", "below:\n- S: success\n- F: failure\n- U: unknown\n")], []),
    (
        "zoloz",
        [("/connect/queryEnrollStatus", "/connect/enrollStatus")],
        ["request.path path /api/v1/zoloz/connect/enrollStatus→/api/v1/zoloz/connect/queryEnrollStatus"],
    ),
    ("alipay", [("certNo String", "certNo Long")], ["request.query.cert_no type integer→string"]),
    (
        "alipay",
        [("connKey String", "connectKey String")],
        ["request.query.conn_key missing_in_document", "request.query.connectKey missing_in_contract"],
    ),
    ("alipay", [("证件号 [optional]", "证件号")], ["request.query.cert_no required yes→no"]),
    ("alipay", [("certNo String 证件号 [optional]\n", "")], ["request.query.cert_no missing_in_document"]),
    (
        "alipay",
        [("certNo String", "sceneCode String 场景 [optional]\ncertNo String")],
        ["request.query.sceneCode missing_in_contract"],
    ),
    (
        "alipay",
        [("模糊查询 [optional]", "模糊查询,prefix:前缀查询 [optional]")],
        ["request.query.query_type enum exact,dim,prefix→exact,dim"],
    ),
    (
        "alipay",
        [("\nidentityType String 04:教师", "\nidentityType String 04:教师,05:医生")],
        ["request.query.identity_type enum 04,05→04"],
    ),
    ("alipay", [('"台湾往来通行证:4",', "")], ["request.query.cert_type enum 0,1,3,2,5→0,1,2,3,4,5"]),
    ("alipay", [("query GET", "query POST")], ["request.method method POST→GET"]),
    (
        "alipay",
        [("Accept: application/json", "Accept: text/xml")],
        ["request.header.Accept enum text/xml→application/json"],
    ),
    ("esign", [("createTime\n\nlong", "createTime\n\nstring")], ["response.body.data.createTime type string→integer"]),
    ("esign", [("createTime\n\nlong", "createTime\n\nint32")], ["response.body.data.createTime type int32→int64"]),
    (
        "esign",
        [("contextId\n\nstring\n", "contextId\n\nstring\n\n是\n", 2)],
        ["response.body.data.relatedFlows[].contextId required yes→no"],
    ),
    ("esign", [("flowStatus\n\nstring\n", "flowStatus\n\nstring\n\n是\n", 1)], []),
    (
        "esign",
        [("contextId\n\nstring", "sceneId\n\nstring", 2)],
        [
            "response.body.data.relatedFlows[].contextId missing_in_document",
            "response.body.data.relatedFlows[].sceneId missing_in_contract",
        ],
    ),
    (
        "esign",
        [("\nING(进行中)", "\nPAUSED(暂停)\nING(进行中)", 1)],
        ["response.body.data.flowStatus enum INIT,PAUSED,ING,SUCCESS,FAIL→INIT,ING,SUCCESS,FAIL"],
    ),
    (
        "esign",
        [("TERMINATED(终止)", "")],
        ["response.body.data.relatedFlows[].subFlows[].status enum ING,SUCCESS,FAIL→ING,SUCCESS,FAIL,TERMINATED"],
    ),
    (
        "esign",
        [("TERMINATED (终止)", "CANCELLED (终止)")],
        ["response.body.data.subFlows[].status enum ING,SUCCESS,FAIL,CANCELLED→ING,SUCCESS,FAIL,TERMINATED"],
    ),
    (
        "esign",
        [("Content-MD5\n", "Content-SM3\n")],
        ["request.header.Content-MD5 missing_in_document", "request.header.Content-SM3 missing_in_contract"],
    ),
    (
        "esign",
        [("X-Tsign-Open-Ca-Signature\n", "X-Tsign-Open-Ca-Nonce\n\nstring\n\n随机数\n\nX-Tsign-Open-Ca-Signature\n")],
        ["request.header.X-Tsign-Open-Ca-Nonce missing_in_contract"],
    ),
    ("esign", [("\n\nGET\n", "\n\nPOST\n")], ["request.method method POST→GET"]),
    (
        "esign",
        [("/outline\n", "/summary\n", 1)],
        [
            "request.path path /v2/identity/auth/api/common/{flowId}/summary"
            "→/v2/identity/auth/api/common/{flowId}/outline"
        ],
    ),
]


def contract(layout: str) -> ContractTable:
    """The contract of a provider."""
    return contract_of(ROOT / "specs" / f"{layout}.yaml")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_contract_says_what_the_page_says(layout: str) -> None:
    """The page and the contract differ in nothing."""
    assert [] == differences(provider_page(layout), contract(layout))


@pytest.mark.parametrize(("edition", "expected"), [("", True), ("one more line", False)], ids=["as is", "another"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_transcribed_edition_is_recognised(layout: str, edition: str, expected: bool) -> None:
    """The digest in x-document is that of the page at hand, and of no other edition."""
    table = read_fields(parse_document(f"{provider_page(layout)}\n{edition}", file="page.txt"))

    assert expected is is_transcribed(table, operation_described(table, contract(layout)))


@pytest.mark.parametrize(("layout", "replacements", "expected"), EDITIONS)
def test_a_changed_page_is_reported_exactly(layout: str, replacements: list[Replacement], expected: list[str]) -> None:
    """What was changed on a page is reported, each fact once, and nothing else."""
    assert expected == brief(differences(changed(provider_page(layout), *replacements), contract(layout)))


OUTLINE = [
    "code",
    "message",
    "data",
    "data.flowId",
    "data.flowStatus",
    "data.objectType",
    "data.contextId",
    "data.failReason",
    "data.createTime",
    "data.modifyTime",
    "data.subFlows",
    "data.subFlows[].subFlowId",
    "data.subFlows[].subFlowType",
    "data.subFlows[].status",
    "data.relatedFlows",
    "data.relatedFlows[].flowId",
    "data.relatedFlows[].flowStatus",
    "data.relatedFlows[].objectType",
    "data.relatedFlows[].contextId",
    "data.relatedFlows[].failReason",
    "data.relatedFlows[].subFlows",
    "data.relatedFlows[].subFlows[].subFlowId",
    "data.relatedFlows[].subFlows[].subFlowType",
    "data.relatedFlows[].subFlows[].status",
]


def rows(page: str) -> Iterator[tuple[int, int]]:
    """Where each row of e签宝's table of response fields begins and ends."""
    start, end = page.index("\n响应参数\n"), page.index("\n请求示例")
    begins = [
        row.start() for row in re.finditer(r"^\w+\n\n(?:string|int32|long|object|array)\n", page[:end], re.MULTILINE)
    ]
    begins = [begin for begin in begins if begin > start]
    return zip(begins, [*begins[1:], end + 1], strict=True)


@pytest.mark.parametrize(("index", "field"), list(enumerate(OUTLINE)), ids=OUTLINE)
def test_a_row_that_goes_is_found_without_nesting(index: int, field: str) -> None:
    """Any one row taken out of e签宝's table, which shows no nesting, is the one reported."""
    page = provider_page("esign")
    start, end = list(rows(page))[index]

    assert [f"response.body.{field} missing_in_document"] == brief(
        differences(page[:start] + page[end:], contract("esign"))
    )


@pytest.mark.parametrize(("index", "field"), list(enumerate(OUTLINE)), ids=OUTLINE)
def test_a_row_that_is_renamed_is_found_without_nesting(index: int, field: str) -> None:
    """Any one row renamed in e签宝's table is reported on both sides, under the same object."""
    page = provider_page("esign")
    start, _ = list(rows(page))[index]
    edition = page[:start] + "anotherName" + page[page.index("\n", start) :]
    outer, _, _ = f"response.body.{field}".rpartition(".")

    assert [f"response.body.{field} missing_in_document", f"{outer}.anotherName missing_in_contract"] == brief(
        differences(edition, contract("esign"))
    )


@pytest.mark.parametrize(("index", "field"), list(enumerate(OUTLINE)), ids=OUTLINE)
def test_a_row_that_comes_is_placed_without_nesting(index: int, field: str) -> None:
    """A row added below any other of e签宝's table belongs to the same object, or below an object to that."""
    page = provider_page("esign")
    _, end = list(rows(page))[index]
    edition = f"{page[:end]}anotherName\n\nstring\n\n另一个\n\n{page[end:]}"
    below = {"data": "data", "data.subFlows": "data.subFlows[]", "data.relatedFlows": "data.relatedFlows[]"}
    below["data.relatedFlows[].subFlows"] = "data.relatedFlows[].subFlows[]"
    outer = below.get(field, field.rpartition(".")[0])
    expected = f"response.body.{outer}.anotherName".replace("..", ".")

    assert [f"{expected} missing_in_contract"] == brief(differences(edition, contract("esign")))


BLOCKS = {
    "data.subFlows": (10, 14),
    "data.relatedFlows": (14, 24),
    "data.relatedFlows[].subFlows": (20, 24),
}


@pytest.mark.parametrize("field", BLOCKS)
def test_an_object_that_goes_takes_its_fields_along(field: str) -> None:
    """An object taken out of e签宝's table with all its rows is reported row by row."""
    page = provider_page("esign")
    first, last = BLOCKS[field]
    places = list(rows(page))
    edition = page[: places[first][0]] + page[places[last - 1][1] :]

    assert [f"response.body.{name} missing_in_document" for name in OUTLINE[first:last]] == brief(
        differences(edition, contract("esign"))
    )


def test_the_order_of_the_rows_is_no_difference() -> None:
    """Rows and whole objects that moved within their object are still the same fields."""
    page = provider_page("esign")
    places = list(rows(page))
    first, second, end = places[10][0], places[14][0], places[23][1]
    edition = page[:first] + page[second:end] + page[first:second] + page[end:]
    third, fourth, fifth = places[6][0], places[7][0], places[10][0]
    edition = edition[:third] + edition[fourth:fifth] + edition[third:fourth] + edition[fifth:]

    assert [] == differences(edition, contract("esign"))
