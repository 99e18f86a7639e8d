"""Each contract is valid OpenAPI, its examples are valid, and it keeps the style that the generators rely on."""

from __future__ import annotations

import keyword
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import openapi_spec_validator
import pytest

from .contract import Contract

EVIDENCE = {"documented", "official-code", "observed", "inferred"}


def nodes(value: object, pointer: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every JSON object of a contract with its place, but for those inside of examples."""
    if isinstance(value, dict):
        yield pointer, value
        for key, item in value.items():
            if key not in {"example", "examples"}:
                yield from nodes(item, f"{pointer}/{key}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from nodes(item, f"{pointer}/{index}")


def accepts(contract: Contract, schema: dict[str, Any], value: object) -> bool:
    """Whether a value is valid against a schema of a contract."""
    components = {"components": contract.document["components"]}
    return jsonschema_rs.Draft202012Validator({**components, **schema}).is_valid(value)


def test_a_contract_is_valid_openapi(contract: Contract) -> None:
    """The contract is OpenAPI 3.1."""
    openapi_spec_validator.validate(contract.document)


def test_every_example_is_valid(contract: Contract) -> None:
    """Each example is valid against the schema that it stands beside."""
    examples = [
        (pointer, schema, value)
        for pointer, schema in nodes(contract.document)
        if pointer.startswith("/components/schemas")
        for value in schema.get("examples", [])
    ]
    for pointer, holder in nodes([contract.document["paths"], contract.document.get("webhooks", {})]):
        values = [item["value"] for item in holder.get("examples", {}).values()]
        values += [holder["example"]] if "example" in holder else []
        examples += [(pointer, holder["schema"], value) for value in values]

    assert examples
    assert not [pointer for pointer, schema, value in examples if not accepts(contract, schema, value)]


def test_every_property_is_described_and_has_an_example(contract: Contract) -> None:
    """Each component, property and parameter has a description and an example."""
    described: dict[str, dict[str, Any]] = {}
    for component, schema in contract.schemas.items():
        described |= {f"{component}.{name}": value for name, value in schema.get("properties", {}).items()}
        if "properties" not in schema:
            described[component] = schema
    for operation in contract.operations.values():
        described |= {parameter["name"]: parameter for parameter in operation.get("parameters", [])}
    incomplete = [
        place
        for place, value in described.items()
        if not value.get("description") or not ("example" in value or value.get("examples"))
    ]

    incomplete += [component for component, schema in contract.schemas.items() if not schema.get("description")]

    assert not incomplete


def test_no_object_and_no_enum_is_inline(contract: Contract) -> None:
    """Objects and enums are components of their own."""
    inline = [
        pointer
        for pointer, node in nodes(contract.document)
        if "properties" in node or "enum" in node or "x-extensible-enum" in node
        if pointer.count("/") > len(("components", "schemas", "Name"))
    ]

    assert not inline


def test_every_constant_name_is_a_python_name_of_its_own(contract: Contract) -> None:
    """The names of an enum's constants are as many as its values, all different, and legal in Python."""
    for name, schema in contract.schemas.items():
        if "x-enum-varnames" in schema:
            values = schema.get("enum") or schema["x-extensible-enum"]
            constants = schema["x-enum-varnames"]

            assert len(values) == len(set(constants)), name
            assert not [item for item in constants if not item.isidentifier() or keyword.iskeyword(item)], name


def test_a_code_and_its_constant_stand_in_the_same_place(alipay: Contract) -> None:
    """The names of the error codes' constants are the codes in capitals."""
    schema = alipay.schemas["CommonErrorCode"]
    expected = [code.upper().replace(", ", "_").replace("-", "_") for code in schema["x-extensible-enum"]]

    assert expected == schema["x-enum-varnames"]


def test_evidence_is_one_of_four(contract: Contract) -> None:
    """Every mark of evidence is one of the four that are defined."""
    marks = {node["x-evidence"] for _, node in nodes(contract.document) if "x-evidence" in node}

    assert marks
    assert marks <= EVIDENCE


@pytest.mark.parametrize(
    ("answer", "valid"),
    [
        ({"code": 0, "data": {"flowId": "1", "flowStatus": "ING", "objectType": "INDIVIDUAL"}}, True),
        ({"code": 30500001, "message": "认证流程不存在", "data": None}, True),
        ({"code": 30500001}, True),
        ({"code": 0}, False),
        ({"code": 0, "data": None}, False),
        ({"code": 30500001, "data": {"flowId": "1", "flowStatus": "ING", "objectType": "INDIVIDUAL"}}, False),
        ({"code": 0, "data": {"flowId": "1", "flowStatus": "NEW", "objectType": "INDIVIDUAL"}}, False),
        ({"code": 0, "data": {"flowId": "1", "flowStatus": "ING"}}, False),
    ],
)
def test_esign_tells_success_from_failure(esign: Contract, answer: dict[str, Any], valid: bool) -> None:
    """An answer of e签宝 is a success with data or a failure without, never both and never neither."""
    schema = esign.operations["getFlowOutline"]["responses"]["200"]["content"]["application/json"]["schema"]

    assert valid == accepts(esign, schema, answer)


@pytest.mark.parametrize(
    "answer", [{}, {"result": {"resultStatus": "S", "resultMessage": "{}"}}], ids=["bare", "wrapped"]
)
def test_zoloz_may_send_a_check_back_bare_or_wrapped(zoloz: Contract, answer: dict[str, Any]) -> None:
    """Both forms that ZOLOZ's own sources know are valid."""
    schema = zoloz.operations["checkCredentials"]["responses"]["200"]["content"]["application/json"]["schema"]

    assert accepts(zoloz, schema, answer)


@pytest.mark.parametrize(
    ("component", "change", "valid"),
    [
        ("PersonCallback", {}, True),
        ("PersonCallback", {"accountId": None, "failReasonCode": "1445999"}, True),
        ("PersonCallback", {"action": "identity_psn_end"}, True),
        ("PersonCallback", {"action": "identity_org_end"}, False),
        ("PersonCallback", {"success": "true"}, False),
        ("OrganizationCallback", {"action": "identity_org_end", "agentFlowId": None}, True),
        ("OrganizationCallback", {"action": "identity_psn_end"}, False),
        ("OrganizationCallback", {"flowId": 803719636976683872}, False),
    ],
)
def test_esign_callbacks_are_of_one_event(esign: Contract, component: str, change: dict[str, Any], valid: bool) -> None:
    """A callback may say which event it is of, and then it is of no other; what has no value may be left out."""
    callback = {"flowId": "803719636976683872", "success": True, "status": True, **change}

    assert valid == accepts(esign, esign.schemas[component], callback)


@pytest.mark.parametrize("links", ["https://open.alipay.com", [{"link": "a", "desc": "b", "rel": "c"}], [], None])
def test_alipay_links_take_every_shape_seen(alipay: Contract, links: object) -> None:
    """An error's links are a text, a list or null."""
    error = {"code": "app-openid-not-match", "message": "", "links": links}

    assert accepts(alipay, alipay.schemas["CommonErrorType"], error)


def test_an_object_may_carry_unknown_fields(contract: Contract) -> None:
    """Objects stay open: providers add fields without notice."""
    closed = []
    for component, schema in contract.schemas.items():
        if schema["type"] == "object":
            value = {name: field["examples"][0] for name, field in schema.get("properties", {}).items()}
            if not accepts(contract, schema, {**value, "somethingNew": 1}):
                closed.append(component)

    assert not closed
