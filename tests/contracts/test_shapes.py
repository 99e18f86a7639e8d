"""What the contracts accept where a provider's answers come in several shapes."""

from functools import cache
from typing import Any

import jsonschema_rs
import pytest

from realname.providers import PROVIDERS

from .transcription import SPECS, part

OUTLINE = {"flowId": "1", "flowStatus": "ING", "objectType": "INDIVIDUAL"}


@cache
def schemas(provider: str) -> dict[str, Any]:
    """The components of all files of a contract."""
    pages = [f"{provider}/{file.stem}" for file in (SPECS / provider).glob("*.yaml")]
    return {name: schema for page in pages for name, schema in part(page)["components"]["schemas"].items()}


def accepts(provider: str, names: list[str], value: object) -> bool:
    """Whether a value is valid by one of these components, and by one only."""
    references = [{"$ref": f"#/components/schemas/{name}"} for name in names]
    schema = {"oneOf": references, "components": {"schemas": schemas(provider)}}
    return jsonschema_rs.Draft202012Validator(schema).is_valid(value)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_an_object_may_carry_unknown_fields(provider: str) -> None:
    """Objects stay open: providers add fields without notice."""
    closed = []
    for name, schema in schemas(provider).items():
        if schema["type"] == "object":
            value = {wire: field["examples"][0] for wire, field in schema.get("properties", {}).items()}
            if not accepts(provider, [name], {**value, "somethingNew": 1}):
                closed.append(name)

    assert not closed


@pytest.mark.parametrize(
    ("answer", "valid"),
    [
        ({"code": 0, "data": OUTLINE}, True),
        ({"code": 30500001, "message": "认证流程不存在", "data": None}, True),
        ({"code": 30500001}, True),
        ({"code": 0}, False),
        ({"code": 0, "data": None}, False),
        ({"code": 30500001, "data": OUTLINE}, False),
        ({"code": 0, "data": {**OUTLINE, "flowStatus": "NEW"}}, False),
        ({"code": 0, "data": {"flowId": "1", "flowStatus": "ING"}}, False),
    ],
)
def test_esign_tells_success_from_failure(answer: dict[str, Any], valid: bool) -> None:
    """An answer of e签宝 is a success with data or a failure without, never both and never neither."""
    assert valid == accepts("esign", ["FlowOutlineResponse", "FlowOutlineFailure"], answer)


@pytest.mark.parametrize(
    "answer", [{}, {"result": {"resultStatus": "S", "resultMessage": "{}"}}], ids=["bare", "wrapped"]
)
def test_zoloz_may_send_a_check_back_bare_or_wrapped(answer: dict[str, Any]) -> None:
    """Both forms that ZOLOZ's own sources know are valid."""
    assert accepts("zoloz", ["CheckCredentialsResponse"], answer)


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
def test_esign_callbacks_are_of_one_event(component: str, change: dict[str, Any], valid: bool) -> None:
    """A callback may say which event it is of, and then it is of no other; what has no value may be left out."""
    callback = {"flowId": "803719636976683872", "success": True, "status": True, **change}

    assert valid == accepts("esign", [component], callback)


@pytest.mark.parametrize("links", ["https://open.alipay.com", [{"link": "a", "desc": "b", "rel": "c"}], [], None])
def test_alipay_links_take_every_shape_seen(links: object) -> None:
    """An error's links are a text, a list or null."""
    assert accepts("alipay", ["CommonErrorType"], {"code": "app-openid-not-match", "message": "", "links": links})
