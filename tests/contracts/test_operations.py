"""Where the operations are, what they answer with, and what opens them: stated a second time."""

from __future__ import annotations

import pytest

from .contract import Contract


@pytest.mark.parametrize(
    ("name", "operations"),
    [
        (
            "zoloz",
            [
                ("post", "/api/v1/zoloz/connect/queryEnrollStatus", "queryEnrollStatus", "safe"),
                ("post", "/api/v1/zoloz/authentication/test", "checkCredentials", "safe"),
            ],
        ),
        (
            "alipay",
            [("get", "/v3/zhima/customer/jobworth/authentication", "queryJobworthAuthentication", "connect-only")],
        ),
        ("esign", [("get", "/v2/identity/auth/api/common/{flowId}/outline", "getFlowOutline", "safe")]),
    ],
)
def test_operations_are_where_the_pages_say(
    contracts: dict[str, Contract], name: str, operations: list[tuple[str, str, str, str]]
) -> None:
    """Each contract has these operations and no others, each with its method, path, and how it may be repeated."""
    actual = [
        (method, path, node["operationId"], node["x-retry"])
        for path, item in contracts[name].document["paths"].items()
        for method, node in item.items()
    ]

    assert operations == actual


@pytest.mark.parametrize(
    ("name", "operation_id", "answers"),
    [
        ("zoloz", "queryEnrollStatus", {"200": ["QueryEnrollStatusResponse"]}),
        ("zoloz", "checkCredentials", {"200": ["CheckCredentialsResponse"]}),
        (
            "alipay",
            "queryJobworthAuthentication",
            {
                "200": ["ZhimaCustomerJobworthAuthenticationQueryResponseModel"],
                "400": ["CommonErrorType"],
                "401": ["CommonErrorType"],
                "default": ["CommonErrorType"],
            },
        ),
        (
            "esign",
            "getFlowOutline",
            {
                "200": ["FlowOutlineResponse", "FlowOutlineFailure"],
                "401": ["GatewayRejection"],
                "403": ["GatewayRejection"],
            },
        ),
    ],
)
def test_an_operation_answers_with_these_components(
    contracts: dict[str, Contract], name: str, operation_id: str, answers: dict[str, list[str]]
) -> None:
    """Each status has its component; where there are two, the success comes first."""
    actual = {}
    for status, response in contracts[name].operations[operation_id]["responses"].items():
        schema = response["content"]["application/json"]["schema"]
        actual[status] = [item["$ref"].rpartition("/")[2] for item in schema.get("oneOf", [schema])]

    assert answers == actual


@pytest.mark.parametrize(
    ("name", "access"),
    [
        (
            "zoloz",
            [
                ["Client-Id", "Request-Time", "Signature"],
                ["Client-Id", "Request-Time", "Auth-Type", "Access-Key", "Signature"],
            ],
        ),
        ("alipay", [["Authorization"], ["Authorization", "alipay-root-cert-sn"]]),
        (
            "esign",
            [
                [
                    "X-Tsign-Open-App-Id",
                    "X-Tsign-Open-Auth-Mode",
                    "X-Tsign-Open-Ca-Timestamp",
                    "X-Tsign-Open-Ca-Signature",
                ],
                ["X-Tsign-Open-App-Id", "X-Tsign-Open-Token"],
            ],
        ),
    ],
)
def test_access_takes_these_headers(contracts: dict[str, Contract], name: str, access: list[list[str]]) -> None:
    """Each provider has two ways of access, each a set of headers, the default way first."""
    document = contracts[name].document
    schemes = document["components"]["securitySchemes"]

    assert access == [[schemes[scheme]["name"] for scheme in requirement] for requirement in document["security"]]
    assert {("apiKey", "header")} == {(scheme["type"], scheme["in"]) for scheme in schemes.values()}


@pytest.mark.parametrize(
    ("name", "servers"),
    [
        (
            "zoloz",
            [
                ("sandbox", "https://sg-sandbox-api.zoloz.com"),
                ("production-singapore", "https://sg-production-api.zoloz.com"),
                ("production-hong-kong", "https://hk-production-api.zoloz.net"),
                ("production-indonesia", "https://id-production-api.zoloz.com"),
            ],
        ),
        (
            "alipay",
            [
                ("sandbox", "https://openapi-sandbox.dl.alipaydev.com"),
                ("production", "https://openapi.alipay.com"),
            ],
        ),
        ("esign", [("sandbox", "https://smlopenapi.esign.cn"), ("production", "https://openapi.esign.cn")]),
    ],
)
def test_servers_name_the_hosts(contracts: dict[str, Contract], name: str, servers: list[tuple[str, str]]) -> None:
    """Each contract names the provider's hosts, the test host first."""
    assert servers == [(server["x-name"], server["url"]) for server in contracts[name].document["servers"]]


@pytest.mark.parametrize(
    ("name", "webhooks"),
    [
        ("zoloz", {}),
        ("alipay", {}),
        ("esign", {"identity_psn_end": "PersonCallback", "identity_org_end": "OrganizationCallback"}),
    ],
)
def test_webhooks_bring_these_components(contracts: dict[str, Contract], name: str, webhooks: dict[str, str]) -> None:
    """What a provider sends of its own accord is named after the event, and has a component each."""
    actual = {
        event: node["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        for event, node in contracts[name].webhooks.items()
    }

    assert webhooks == actual


def test_callbacks_of_esign_carry_these_headers(esign: Contract) -> None:
    """Callbacks are signed in headers of their own, and demand nothing that requests carry but the app's id."""
    schemes = esign.document["components"]["securitySchemes"]
    expected = [
        "X-Tsign-Open-App-Id",
        "X-Tsign-Open-TIMESTAMP",
        "X-Tsign-Open-SIGNATURE-ALGORITHM",
        "X-Tsign-Open-SIGNATURE",
    ]

    for node in esign.webhooks.values():
        assert [expected] == [[schemes[scheme]["name"] for scheme in requirement] for requirement in node["security"]]


def test_what_was_transcribed_from_no_kept_text_says_how_it_is_known(contracts: dict[str, Contract]) -> None:
    """These, and no others, have no digest to compare a new edition with."""
    actual = {
        name: node["x-evidence"]
        for contract in contracts.values()
        for name, node in (contract.operations | contract.webhooks).items()
        if node["x-document"]["sha256"] is None
    }

    assert actual == {
        "checkCredentials": "official-code",
        "identity_psn_end": "documented",
        "identity_org_end": "documented",
    }
