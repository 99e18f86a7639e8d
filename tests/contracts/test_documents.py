"""The contracts against the providers' documents themselves, where these are at hand."""

from __future__ import annotations

import hashlib
import re
import unicodedata

import pytest

from .contract import ROOT, Contract

DOCUMENTS = ROOT.parent / "shared" / "documents"
FILES = {
    "zoloz": "zoloz-connect-query-enroll-status.txt",
    "alipay": "alipay-zhima-customer-jobworth-authentication.txt",
    "esign": "esign-identity-flow-outline.txt",
}
TRANSCRIBED = [
    ("zoloz", "queryEnrollStatus"),
    ("alipay", "queryJobworthAuthentication"),
    ("esign", "getFlowOutline"),
]
"""The operations that were transcribed from these documents; the others are known from elsewhere."""

pytestmark = pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the documents are not in ../shared/documents")


def normalised(name: str) -> str:
    """A document's text, normalised as the head of each contract says."""
    text = unicodedata.normalize("NFC", (DOCUMENTS / FILES[name]).read_bytes().decode("utf-8"))
    lines = (line.strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return "\n".join(line for line in lines if line)


def esign_fields() -> list[tuple[str, str, list[str]]]:
    """The rows of e签宝's table of response fields: name, type, and the enum values which the text lists."""
    table = normalised("esign").partition("\n响应参数\n")[2].partition("\n请求示例\n")[0]
    cells = re.split(r"^(\w+)\n(string|int32|long|object|array)$", table, flags=re.MULTILINE)[1:]
    rows = zip(cells[0::3], cells[1::3], cells[2::3], strict=True)
    return [(name, kind, re.findall(r"[A-Z][A-Z0-9_]+", text)) for name, kind, text in rows]


@pytest.mark.parametrize(("name", "operation_id"), TRANSCRIBED)
def test_an_operation_knows_the_text_it_was_transcribed_from(
    contracts: dict[str, Contract], name: str, operation_id: str
) -> None:
    """The digest in the contract is that of the document at hand."""
    digest = hashlib.sha256(normalised(name).encode("utf-8")).hexdigest()

    assert contracts[name].operations[operation_id]["x-document"]["sha256"] == digest


@pytest.mark.parametrize(("name", "operation_id"), TRANSCRIBED)
def test_an_operation_knows_the_edition_it_was_transcribed_from(
    contracts: dict[str, Contract], name: str, operation_id: str
) -> None:
    """The edition in the contract is the date that the document shows, if it shows one."""
    printed = re.search(r"^更新时间:(\d{4}-\d{2}-\d{2})", normalised(name), re.MULTILINE)

    assert contracts[name].operations[operation_id]["x-document"]["edition"] == (printed[1] if printed else None)


def test_zoloz_request_fields_are_the_printed_ones(zoloz: Contract) -> None:
    """Names, lengths and required marks of the request are those of the page's table."""
    printed = re.findall(r"^(\w+) \| String \| (\d+) \| - \| (Required\.)?", normalised("zoloz"), re.MULTILINE)
    fields = zoloz.fields("QueryEnrollStatusRequest")

    assert printed == [
        (name, str(field.limits["maxLength"]), "Required." if field.required else "") for name, field in fields.items()
    ]


def test_zoloz_result_fields_are_the_printed_ones(zoloz: Contract) -> None:
    """Names and required marks of the result are those of the page's table."""
    printed = re.findall(r"^(result\w+) \| String \| (Required\.)?", normalised("zoloz"), re.MULTILINE)
    fields = zoloz.fields("Result")

    assert printed == [(name, "Required." if field.required else "") for name, field in fields.items()]


def test_alipay_parameters_are_the_printed_ones(alipay: Contract) -> None:
    """Names, order and optionality of the parameters are those of the page's table."""
    printed = re.findall(r"^(\w+) String .* \[optional\]$", normalised("alipay"), re.MULTILINE)
    on_the_wire = ["query." + re.sub(r"[A-Z]", lambda capital: "_" + capital[0].lower(), name) for name in printed]

    assert on_the_wire == [
        name for name, field in alipay.parameters("queryJobworthAuthentication").items() if not field.required
    ]


@pytest.mark.parametrize(
    ("parameter", "pattern", "enum"),
    [
        ("queryType", r"(\w+):\w+查询", "QueryType"),
        ("identityType", r"(\d+):", "IdentityType"),
        ("certType", r":\s*(\d)", "CertType"),
    ],
)
def test_alipay_values_are_the_printed_ones(alipay: Contract, parameter: str, pattern: str, enum: str) -> None:
    """The values of the three enums are those that the page mentions in prose."""
    text = unicodedata.normalize("NFKC", normalised("alipay"))
    row = re.search(rf"^{parameter} String (.*) \[optional\]$", text, re.MULTILINE)
    schema = alipay.schemas[enum]

    assert row is not None
    assert sorted(re.findall(pattern, row[1])) == sorted(schema.get("enum") or schema["x-extensible-enum"])


def test_esign_fields_are_the_printed_ones(esign: Contract) -> None:
    """Names, types and order of the answer's fields are those of the page's table."""
    kinds = {"int32": "integer", "long": "integer"}
    printed = [(name, kinds.get(kind, kind)) for name, kind, _ in esign_fields()]
    actual = [
        (path.rpartition(".")[2], "string" if field.kind in esign.schemas else field.kind)
        for path, field in esign.fields("FlowOutlineResponse").items()
    ]

    assert printed == actual


def test_esign_values_are_the_printed_ones(esign: Contract) -> None:
    """The values of each enum field are those that the page lists beside it, in its order."""
    enums = ("flowStatus", "objectType", "subFlowType", "status")
    printed = [(name, values) for name, _, values in esign_fields() if name in enums]
    actual = []
    for path, field in esign.fields("FlowOutlineResponse").items():
        if field.kind in esign.schemas:
            schema = esign.schemas[field.kind]
            actual.append((path.rpartition(".")[2], schema.get("enum") or schema["x-extensible-enum"]))

    assert printed == actual
