"""Fields and enums of the three contracts, stated a second time: from the documents, not from the contracts."""

from __future__ import annotations

import pytest

from .contract import Contract, Field

TEXT = Field("string")
REQUIRED_TEXT = Field("string", required=True)
SECRET = Field("string", sensitive=True)
NULLABLE_TEXT = Field("string", nullable=True)
NULLABLE_SECRET = Field("string", nullable=True, sensitive=True)
TIME = Field("integer", nullable=True, limits={"format": "int64"})
LIST = Field("array", nullable=True)
REQUIRED_TRUTH = Field("boolean", required=True)

ENUMS = [
    ("zoloz", "ResultStatus", "closed", ["S", "F", "U"]),
    ("alipay", "QueryType", "closed", ["exact", "dim"]),
    ("alipay", "CertType", "closed", ["0", "1", "2", "3", "4", "5"]),
    ("alipay", "IdentityType", "open", ["04"]),
    ("alipay", "IdentityResult", "open", ["SUCCESS", "FAILED", "WAITING_VERIFY"]),
    ("esign", "FlowStatus", "closed", ["INIT", "ING", "SUCCESS", "FAIL"]),
    ("esign", "ObjectType", "closed", ["ORGANIZATION", "INDIVIDUAL"]),
    ("esign", "SubFlowStatus", "closed", ["ING", "SUCCESS", "FAIL", "TERMINATED"]),
    (
        "esign",
        "SubFlowType",
        "open",
        [
            "ORGANIZATION_INFO_AUTH",
            "ORGANIZATION_TRANSFER_RANDOM_AMOUNT",
            "ORGANIZATION_ZMXY",
            "LEGAL_REP_SIGN_AUTHORIZE",
            "ORGANIZATION_ARTIFICIAL",
            "AUTHCODE",
            "INDIVIDUAL_ARTIFICIAL",
            "FACEAUTH_ZMXY",
            "FACEAUTH_TECENT_CLOUD",
            "ORGANIZATION_LEGAL_REP_FACEAUTH",
            "INDIVIDUAL_BANKCARD_4_FACTOR",
            "INDIVIDUAL_TELECOM_3_FACTOR",
            "FACEAUTH_WE_CHAT_FACE",
        ],
    ),
    (
        "esign",
        "RelatedSubFlowType",
        "open",
        [
            "INDIVIDUAL_BANKCARD_4_FACTOR",
            "INDIVIDUAL_TELECOM_3_FACTOR",
            "INDIVIDUAL_ARTIFICIAL",
            "FACEAUTH_ZMXY",
            "FACEAUTH_TECENT_CLOUD",
            "FACEAUTH_ESIGN",
            "FACEAUTH_WE_CHAT_FACE",
        ],
    ),
    (
        "esign",
        "FaceFailureCode",
        "open",
        [
            "1445011",
            "1445034",
            "1445035",
            "1445409",
            "1445700",
            "1445701",
            "1445702",
            "1445813",
            "1445900",
            "1445902",
            "1445907",
            "1445909",
            "1445910",
        ],
    ),
    (
        "alipay",
        "JobworthAuthenticationErrorCode",
        "open",
        [
            "USER_NOT_AUTHORIZE",
            "TOKEN_INVALID",
            "NOT_OPEN_ZM",
            "USER_NOT_OPEN_JOBWORTH",
            "INVALID_PARAMETER",
            "JOB_WORTH_BLACK_LIST",
            "SYSTEM_ERROR",
            "MERCHANT_INTERCEPT",
            "RISK_INTERCEPT",
            "OPEN_ZM_ACCOUNT_INTERCEPT",
            "CARD_NO_NOT_MATCH",
            "MOBILE_NO_NOT_MATCH",
            "USER_NAME_NOT_MATCH",
            "WRONG_OUT_AGREEMENT_NO_INTERCEPT",
            "TOKEN_NOT_MATCH_IDENTITY_TYPE",
            "PARAM_ERROR",
        ],
    ),
]

# In the order of Alipay's own file; the contract groups them.
COMMON_ERROR_CODES = """
    invalid-parameter upload-fail invalid-file-extension invalid-file-size file-check-fail app-call-limited
    method-call-limited insufficient-isv-permissions illegal-client-ip insufficient-user-permissions
    self-invoke-forbidden app-auth-invoke-limit app-api-punished missing-method missing-platform invalid-platform
    invalid-method forbidden-api invalid-format missing-signature missing-app-access-token missing-signature-type
    missing-default-signature-type missing-signature-key invalid-signature-type invalid-signature-type-said-interface
    invalid-signature unsupported-expired-app-key-sign app-cert-not-exist alipay-cert-not-exist missing-app-cert-sn
    missing-alipay-cert-sn missing-alipay-root-cert-sn invalid-alipay-root-cert-sn invalid-request-data
    invalid-response-data missing-encrypt-type missing-encrypt-key invalid-encrypt-type invalid-encrypt missing-session
    missing-app-id invalid-app-id missing-timestamp invalid-timestamp illegal-timestamp missing-version invalid-version
    unsupported-version invalid-encoding invalid-charset invalid-digest-type invalid-digest invalid-app-state
    invalid-subscribe-relations invalid-auth-token auth-token-time-out invalid-app-auth-token
    invalid-app-auth-token-no-api app-auth-token-time-out not-support-app-auth access-data-time-out unsupport-operation
    openid-error unknow-error invalid-app-method missing-app-uid illegal-json illegal-card-no invalid-partnerid
    no-product-reg-by-partner decryption-error decryption-error-missing-encrypt-type
    decryption-error-not-valid-encrypt-type decryption-error-not-valid-encrypt-key decryption-error-unknown
    missing-signature-config sevice-not-been-subscribed-to unknown-sub-code suspected-attack invalid-auth-relations
    invalid-product method-forbidden-batch-invoke exist-blank-sub-request-id exist-repeated-sub-request-id
    invalid-app-auth-relations app-unbind-partner app-invalid-oid exceed-api-balance inner-app-no-access
    invalid-inner-invoke-scene invalid-app-api-field-config
"""
FUSED_ERROR_CODE = "app-key-security-risk, app-cert-expired"


def test_zoloz_asks_for_two_bounded_texts(zoloz: Contract) -> None:
    """The request of queryEnrollStatus has the page's two fields and lengths."""
    expected = {
        "bizId": Field("string", required=True, limits={"maxLength": 32}),
        "userId": Field("string", required=True, sensitive=True, limits={"maxLength": 64}),
    }

    assert expected == zoloz.fields("QueryEnrollStatusRequest")


def test_zoloz_answers_with_a_result(zoloz: Contract) -> None:
    """The answer of queryEnrollStatus has the page's fields; only the code is not marked as required."""
    expected = {
        "result": Field("object", required=True),
        "result.resultStatus": Field("ResultStatus", required=True),
        "result.resultCode": TEXT,
        "result.resultMessage": REQUIRED_TEXT,
    }

    assert expected == zoloz.fields("QueryEnrollStatusResponse")


def test_zoloz_checks_credentials_with_an_empty_object(zoloz: Contract) -> None:
    """The request of checkCredentials has no fields: none is documented."""
    assert zoloz.fields("CheckCredentialsRequest") == {}


def test_zoloz_may_answer_a_check_without_a_result(zoloz: Contract) -> None:
    """The answer of checkCredentials may lack the result: ZOLOZ's guide says that the request comes back as it is."""
    expected = {
        "result": Field("object"),
        "result.resultStatus": Field("ResultStatus", required=True),
        "result.resultCode": TEXT,
        "result.resultMessage": REQUIRED_TEXT,
    }

    assert expected == zoloz.fields("CheckCredentialsResponse")


def test_alipay_asks_with_nine_optional_parameters(alipay: Contract) -> None:
    """The query has the page's nine parameters under their names on the wire, all optional, without lengths."""
    expected = {
        "query.conn_key": SECRET,
        "query.once_token": SECRET,
        "query.query_type": Field("QueryType"),
        "query.identity_type": Field("IdentityType"),
        "query.service_id": TEXT,
        "query.user_id": SECRET,
        "query.open_id": SECRET,
        "query.cert_no": SECRET,
        "query.cert_type": Field("CertType"),
    }

    assert expected == alipay.parameters("queryJobworthAuthentication")


def test_alipay_answers_with_six_optional_texts(alipay: Contract) -> None:
    """The answer has the official file's six fields, all optional."""
    expected = {
        "identity_result": Field("IdentityResult"),
        "identity_result_skip_url": SECRET,
        "merchant_identity_id": SECRET,
        "open_id": SECRET,
        "token_status": TEXT,
        "user_id": SECRET,
    }

    assert expected == alipay.fields("ZhimaCustomerJobworthAuthenticationQueryResponseModel")


def test_alipay_refuses_with_a_code_and_a_message(alipay: Contract) -> None:
    """An error has an open code and a message; links take every shape seen, details any."""
    expected = {
        "code": REQUIRED_TEXT,
        "message": REQUIRED_TEXT,
        "links": Field("string|array", nullable=True),
        "details": Field("object|array|string|number|boolean", nullable=True, sensitive=True),
    }

    assert expected == alipay.fields("CommonErrorType")


def test_alipay_names_the_common_error_codes(alipay: Contract) -> None:
    """All 93 codes of the gateway are there, each once, in Alipay's own spelling."""
    actual = alipay.schemas["CommonErrorCode"]["x-extensible-enum"]

    assert sorted([*COMMON_ERROR_CODES.split(), FUSED_ERROR_CODE]) == sorted(actual)


def test_esign_asks_for_one_flow(esign: Contract) -> None:
    """The only parameter of getFlowOutline is the flow's id, in the path."""
    expected = {"path.flowId": Field("string", required=True, limits={"pattern": "^[A-Za-z0-9_-]+$"})}

    assert expected == esign.parameters("getFlowOutline")


def test_esign_answers_with_the_whole_outline(esign: Contract) -> None:
    """A success has the page's whole nested answer."""
    expected = {
        "code": Field("integer", required=True, limits={"format": "int32", "const": 0}),
        "message": NULLABLE_TEXT,
        "data": Field("object", required=True),
        "data.flowId": REQUIRED_TEXT,
        "data.flowStatus": Field("FlowStatus", required=True),
        "data.objectType": Field("ObjectType", required=True),
        "data.contextId": NULLABLE_SECRET,
        "data.failReason": NULLABLE_SECRET,
        "data.createTime": TIME,
        "data.modifyTime": TIME,
        "data.subFlows": LIST,
        "data.subFlows[].subFlowId": TEXT,
        "data.subFlows[].subFlowType": Field("SubFlowType"),
        "data.subFlows[].status": Field("SubFlowStatus"),
        "data.relatedFlows": LIST,
        "data.relatedFlows[].flowId": TEXT,
        "data.relatedFlows[].flowStatus": Field("FlowStatus"),
        "data.relatedFlows[].objectType": Field("ObjectType"),
        "data.relatedFlows[].contextId": NULLABLE_SECRET,
        "data.relatedFlows[].failReason": NULLABLE_SECRET,
        "data.relatedFlows[].subFlows": LIST,
        "data.relatedFlows[].subFlows[].subFlowId": TEXT,
        "data.relatedFlows[].subFlows[].subFlowType": Field("RelatedSubFlowType"),
        "data.relatedFlows[].subFlows[].status": Field("SubFlowStatus"),
    }

    assert expected == esign.fields("FlowOutlineResponse")


def test_esign_fails_with_a_code_and_no_data(esign: Contract) -> None:
    """A business failure has another code than 0, and data that is null or absent."""
    expected = {
        "code": Field("integer", required=True, limits={"format": "int32", "not": {"const": 0}}),
        "message": NULLABLE_TEXT,
        "data": Field("null", nullable=True),
    }

    assert expected == esign.fields("FlowOutlineFailure")


def test_esign_refuses_without_data(esign: Contract) -> None:
    """The gateway refuses with success, code and message, and no data."""
    expected = {
        "success": Field("boolean", required=True, limits={"const": False}),
        "code": Field("integer", required=True, limits={"format": "int32"}),
        "message": REQUIRED_TEXT,
    }

    assert expected == esign.fields("GatewayRejection")


def test_esign_tells_how_the_verification_of_a_person_ended(esign: Contract) -> None:
    """The callback for a person has the fields of its page, and only what every callback needs is required."""
    expected = {
        "flowId": REQUIRED_TEXT,
        "accountId": NULLABLE_SECRET,
        "success": REQUIRED_TRUTH,
        "contextId": SECRET,
        "verifycode": SECRET,
        "serviceId": TEXT,
        "status": Field("boolean"),
        "failReasonCode": Field("FaceFailureCode"),
        "action": Field("string", limits={"const": "identity_psn_end"}),
    }

    assert expected == esign.fields("PersonCallback")


def test_esign_tells_how_the_verification_of_an_organization_ended(esign: Contract) -> None:
    """The callback for an organization has the fields of its page, those of its agent too."""
    expected = {
        "flowId": REQUIRED_TEXT,
        "agentFlowId": NULLABLE_TEXT,
        "accountId": NULLABLE_SECRET,
        "agentAccountId": NULLABLE_SECRET,
        "success": REQUIRED_TRUTH,
        "contextId": SECRET,
        "verifycode": SECRET,
        "orgAccountId": NULLABLE_SECRET,
        "serviceId": TEXT,
        "agentServiceId": NULLABLE_TEXT,
        "status": Field("boolean"),
        "action": Field("string", limits={"const": "identity_org_end"}),
    }

    assert expected == esign.fields("OrganizationCallback")


@pytest.mark.parametrize(("name", "enum", "openness", "values"), ENUMS, ids=[row[1] for row in ENUMS])
def test_an_enum_has_the_documented_values(
    contracts: dict[str, Contract], name: str, enum: str, openness: str, values: list[str]
) -> None:
    """Each enum lists the documented values in the document's order, and is open or closed as documented."""
    schema = contracts[name].schemas[enum]
    keyword = {"closed": "enum", "open": "x-extensible-enum"}[openness]

    assert {keyword: values} == {key: schema[key] for key in ("enum", "x-extensible-enum") if key in schema}


@pytest.mark.parametrize(
    ("name", "marks"),
    [
        ("zoloz", {"documented": {"ResultStatus"}, "official-code": {"CheckCredentialsResponse.result"}}),
        (
            "alipay",
            {
                "documented": {
                    "ZhimaCustomerJobworthAuthenticationQueryResponseModel",
                    "ZhimaCustomerJobworthAuthenticationQueryResponseModel.identity_result",
                    "ZhimaCustomerJobworthAuthenticationQueryResponseModel.identity_result_skip_url",
                    "ZhimaCustomerJobworthAuthenticationQueryResponseModel.merchant_identity_id",
                    "ZhimaCustomerJobworthAuthenticationQueryResponseModel.open_id",
                    "ZhimaCustomerJobworthAuthenticationQueryResponseModel.token_status",
                    "ZhimaCustomerJobworthAuthenticationQueryResponseModel.user_id",
                    "IdentityResult",
                    "CommonErrorType",
                    "CommonErrorType.code",
                    "CommonErrorType.message",
                    "CommonErrorCode",
                    "JobworthAuthenticationErrorCode",
                },
                "observed": {"CommonErrorType.links", "CommonErrorType.details"},
            },
        ),
        (
            "esign",
            {
                "documented": {
                    "GatewayRejection",
                    "GatewayRejection.success",
                    "GatewayRejection.code",
                    "GatewayRejection.message",
                    "PersonCallback.accountId",
                    "OrganizationCallback.accountId",
                    "OrganizationCallback.agentAccountId",
                },
                "inferred": {
                    "FlowOutlineResponse.message",
                    "FlowOutlineResponse.data",
                    "FlowOutlineFailure.message",
                    "FlowOutlineFailure.data",
                    "FlowOutline.flowId",
                    "FlowOutline.flowStatus",
                    "FlowOutline.objectType",
                    "FlowOutline.contextId",
                    "FlowOutline.createTime",
                    "FlowOutline.modifyTime",
                    "FlowOutline.subFlows",
                    "FlowOutline.relatedFlows",
                    "SubFlow.subFlowId",
                    "SubFlow.subFlowType",
                    "SubFlow.status",
                    "RelatedFlow.flowId",
                    "RelatedFlow.flowStatus",
                    "RelatedFlow.objectType",
                    "RelatedFlow.contextId",
                    "RelatedFlow.subFlows",
                    "RelatedSubFlow.subFlowId",
                    "RelatedSubFlow.subFlowType",
                    "RelatedSubFlow.status",
                    "SubFlowType",
                    "RelatedSubFlowType",
                    "PersonCallback.flowId",
                    "PersonCallback.success",
                    "PersonCallback.status",
                    "OrganizationCallback.flowId",
                    "OrganizationCallback.success",
                    "OrganizationCallback.orgAccountId",
                    "OrganizationCallback.agentServiceId",
                    "OrganizationCallback.status",
                    "FaceFailureCode",
                },
            },
        ),
    ],
)
def test_what_the_page_does_not_state_is_marked(
    contracts: dict[str, Contract], name: str, marks: dict[str, set[str]]
) -> None:
    """A component or field that is not wholly from the operation's own page says how it is known."""
    actual: dict[str, set[str]] = {}
    for component, schema in contracts[name].schemas.items():
        places = {component: schema}
        places |= {f"{component}.{field}": value for field, value in schema.get("properties", {}).items()}
        for place, value in places.items():
            if "x-evidence" in value:
                actual.setdefault(value["x-evidence"], set()).add(place)

    assert marks == actual


def test_every_enum_is_stated_here(contracts: dict[str, Contract]) -> None:
    """No contract has an enum that the tables of this module leave out."""
    stated = {(name, enum) for name, enum, _, _ in ENUMS} | {("alipay", "CommonErrorCode")}
    actual = {
        (name, component)
        for name, contract in contracts.items()
        for component, schema in contract.schemas.items()
        if "enum" in schema or "x-extensible-enum" in schema
    }

    assert stated == actual
