# Generated from specs/alipay.yaml by scripts/build.py; do not edit.

from __future__ import annotations

from typing import ClassVar, Literal

from attrs import field, frozen
from attrs.validators import optional

from realname.core.model import Answer, Request, WireEnum, masked, member, text, wire


class QueryType(WireEnum):
    """How to query.

    - `exact`: exact query (精确查询).
    - `dim`: fuzzy query (模糊查询).
    """

    EXACT = "exact"
    DIM = "dim"


class IdentityType(WireEnum):
    """The type of identity in question.

    - `04`: teacher (教师).

    The list is open: the provider may use values that do not stand here.
    """

    TEACHER = "04"


class CertType(WireEnum):
    """The kind of identity document, labelled as on the operation's page. Pages of sibling operations
    label `2` to `5` differently.

    - `0`: ID card (身份证).
    - `1`: passport (护照).
    - `2`: home return permit (回乡证).
    - `3`: Hong Kong and Macao travel permit (港澳往来通行证).
    - `4`: Taiwan travel permit (台湾往来通行证).
    - `5`: Hong Kong and Macao document (港澳证件).
    """

    ID_CARD = "0"
    PASSPORT = "1"
    HOME_RETURN_PERMIT = "2"
    HONG_KONG_MACAO_TRAVEL_PERMIT = "3"
    TAIWAN_TRAVEL_PERMIT = "4"
    HONG_KONG_MACAO_DOCUMENT = "5"


class IdentityResult(WireEnum):
    """Whether the person's identity is trusted.

    - `SUCCESS`: trusted.
    - `FAILED`: not trusted.
    - `WAITING_VERIFY`: not known yet.

    The list is open: the provider may use values that do not stand here.
    """

    SUCCESS = "SUCCESS"
    FAILED = "FAILED"
    WAITING_VERIFY = "WAITING_VERIFY"


@frozen(kw_only=True)
class CommonErrorType(Answer):
    """Why a request was refused or failed; fields of the operation may stand beside these."""

    code: str = field(metadata=wire("code"))
    """The reason in a word, often a `CommonErrorCode` or a `JobworthAuthenticationErrorCode`."""

    message: str = field(metadata=wire("message"))
    """The reason for a human reader."""

    links: object = field(default=None, metadata=wire("links"))
    """Where to read about the error, as one link or as a list of objects with `link` and `desc`."""

    details: object = field(default=None, repr=masked, metadata=wire("details"))
    """More about the error, of any JSON type."""


class JobworthAuthenticationErrorCode(WireEnum):
    """The known failure codes of the operation itself. The list is open: the provider may use values
    that do not stand here.
    """

    USER_NOT_AUTHORIZE = "USER_NOT_AUTHORIZE"
    TOKEN_INVALID = "TOKEN_INVALID"
    NOT_OPEN_ZM = "NOT_OPEN_ZM"
    USER_NOT_OPEN_JOBWORTH = "USER_NOT_OPEN_JOBWORTH"
    INVALID_PARAMETER = "INVALID_PARAMETER"
    JOB_WORTH_BLACK_LIST = "JOB_WORTH_BLACK_LIST"
    SYSTEM_ERROR = "SYSTEM_ERROR"
    MERCHANT_INTERCEPT = "MERCHANT_INTERCEPT"
    RISK_INTERCEPT = "RISK_INTERCEPT"
    OPEN_ZM_ACCOUNT_INTERCEPT = "OPEN_ZM_ACCOUNT_INTERCEPT"
    CARD_NO_NOT_MATCH = "CARD_NO_NOT_MATCH"
    MOBILE_NO_NOT_MATCH = "MOBILE_NO_NOT_MATCH"
    USER_NAME_NOT_MATCH = "USER_NAME_NOT_MATCH"
    WRONG_OUT_AGREEMENT_NO_INTERCEPT = "WRONG_OUT_AGREEMENT_NO_INTERCEPT"
    TOKEN_NOT_MATCH_IDENTITY_TYPE = "TOKEN_NOT_MATCH_IDENTITY_TYPE"
    PARAM_ERROR = "PARAM_ERROR"


class CommonErrorCode(WireEnum):
    """The known error codes of the gateway, common to all operations. The list is open: the provider
    may use values that do not stand here.
    """

    MISSING_SIGNATURE = "missing-signature"
    MISSING_SIGNATURE_TYPE = "missing-signature-type"
    MISSING_DEFAULT_SIGNATURE_TYPE = "missing-default-signature-type"
    MISSING_SIGNATURE_KEY = "missing-signature-key"
    MISSING_SIGNATURE_CONFIG = "missing-signature-config"
    INVALID_SIGNATURE = "invalid-signature"
    INVALID_SIGNATURE_TYPE = "invalid-signature-type"
    INVALID_SIGNATURE_TYPE_SAID_INTERFACE = "invalid-signature-type-said-interface"
    UNSUPPORTED_EXPIRED_APP_KEY_SIGN = "unsupported-expired-app-key-sign"
    INVALID_DIGEST_TYPE = "invalid-digest-type"
    INVALID_DIGEST = "invalid-digest"
    APP_CERT_NOT_EXIST = "app-cert-not-exist"
    ALIPAY_CERT_NOT_EXIST = "alipay-cert-not-exist"
    MISSING_APP_CERT_SN = "missing-app-cert-sn"
    MISSING_ALIPAY_CERT_SN = "missing-alipay-cert-sn"
    MISSING_ALIPAY_ROOT_CERT_SN = "missing-alipay-root-cert-sn"
    INVALID_ALIPAY_ROOT_CERT_SN = "invalid-alipay-root-cert-sn"
    APP_KEY_SECURITY_RISK_APP_CERT_EXPIRED = "app-key-security-risk, app-cert-expired"
    MISSING_ENCRYPT_TYPE = "missing-encrypt-type"
    MISSING_ENCRYPT_KEY = "missing-encrypt-key"
    INVALID_ENCRYPT_TYPE = "invalid-encrypt-type"
    INVALID_ENCRYPT = "invalid-encrypt"
    DECRYPTION_ERROR = "decryption-error"
    DECRYPTION_ERROR_MISSING_ENCRYPT_TYPE = "decryption-error-missing-encrypt-type"
    DECRYPTION_ERROR_NOT_VALID_ENCRYPT_TYPE = "decryption-error-not-valid-encrypt-type"
    DECRYPTION_ERROR_NOT_VALID_ENCRYPT_KEY = "decryption-error-not-valid-encrypt-key"
    DECRYPTION_ERROR_UNKNOWN = "decryption-error-unknown"
    MISSING_APP_ID = "missing-app-id"
    INVALID_APP_ID = "invalid-app-id"
    INVALID_APP_STATE = "invalid-app-state"
    INVALID_APP_METHOD = "invalid-app-method"
    MISSING_APP_UID = "missing-app-uid"
    MISSING_TIMESTAMP = "missing-timestamp"
    INVALID_TIMESTAMP = "invalid-timestamp"
    ILLEGAL_TIMESTAMP = "illegal-timestamp"
    INVALID_AUTH_TOKEN = "invalid-auth-token"
    AUTH_TOKEN_TIME_OUT = "auth-token-time-out"
    INVALID_APP_AUTH_TOKEN = "invalid-app-auth-token"
    INVALID_APP_AUTH_TOKEN_NO_API = "invalid-app-auth-token-no-api"
    APP_AUTH_TOKEN_TIME_OUT = "app-auth-token-time-out"
    NOT_SUPPORT_APP_AUTH = "not-support-app-auth"
    INVALID_APP_AUTH_RELATIONS = "invalid-app-auth-relations"
    INVALID_AUTH_RELATIONS = "invalid-auth-relations"
    INVALID_SUBSCRIBE_RELATIONS = "invalid-subscribe-relations"
    MISSING_APP_ACCESS_TOKEN = "missing-app-access-token"
    MISSING_SESSION = "missing-session"
    ACCESS_DATA_TIME_OUT = "access-data-time-out"
    OPENID_ERROR = "openid-error"
    APP_INVALID_OID = "app-invalid-oid"
    APP_CALL_LIMITED = "app-call-limited"
    METHOD_CALL_LIMITED = "method-call-limited"
    INSUFFICIENT_ISV_PERMISSIONS = "insufficient-isv-permissions"
    INSUFFICIENT_USER_PERMISSIONS = "insufficient-user-permissions"
    SELF_INVOKE_FORBIDDEN = "self-invoke-forbidden"
    APP_AUTH_INVOKE_LIMIT = "app-auth-invoke-limit"
    APP_API_PUNISHED = "app-api-punished"
    ILLEGAL_CLIENT_IP = "illegal-client-ip"
    FORBIDDEN_API = "forbidden-api"
    EXCEED_API_BALANCE = "exceed-api-balance"
    INNER_APP_NO_ACCESS = "inner-app-no-access"
    NO_PRODUCT_REG_BY_PARTNER = "no-product-reg-by-partner"
    SEVICE_NOT_BEEN_SUBSCRIBED_TO = "sevice-not-been-subscribed-to"
    METHOD_FORBIDDEN_BATCH_INVOKE = "method-forbidden-batch-invoke"
    INVALID_INNER_INVOKE_SCENE = "invalid-inner-invoke-scene"
    INVALID_APP_API_FIELD_CONFIG = "invalid-app-api-field-config"
    INVALID_PRODUCT = "invalid-product"
    APP_UNBIND_PARTNER = "app-unbind-partner"
    INVALID_PARAMETER = "invalid-parameter"
    ILLEGAL_JSON = "illegal-json"
    INVALID_METHOD = "invalid-method"
    MISSING_METHOD = "missing-method"
    INVALID_REQUEST_DATA = "invalid-request-data"
    INVALID_RESPONSE_DATA = "invalid-response-data"
    SUSPECTED_ATTACK = "suspected-attack"
    INVALID_FORMAT = "invalid-format"
    INVALID_ENCODING = "invalid-encoding"
    INVALID_CHARSET = "invalid-charset"
    MISSING_VERSION = "missing-version"
    INVALID_VERSION = "invalid-version"
    UNSUPPORTED_VERSION = "unsupported-version"
    MISSING_PLATFORM = "missing-platform"
    INVALID_PLATFORM = "invalid-platform"
    ILLEGAL_CARD_NO = "illegal-card-no"
    INVALID_PARTNERID = "invalid-partnerid"
    UNSUPPORT_OPERATION = "unsupport-operation"
    EXIST_BLANK_SUB_REQUEST_ID = "exist-blank-sub-request-id"
    EXIST_REPEATED_SUB_REQUEST_ID = "exist-repeated-sub-request-id"
    UPLOAD_FAIL = "upload-fail"
    INVALID_FILE_EXTENSION = "invalid-file-extension"
    INVALID_FILE_SIZE = "invalid-file-size"
    FILE_CHECK_FAIL = "file-check-fail"
    UNKNOW_ERROR = "unknow-error"
    UNKNOWN_SUB_CODE = "unknown-sub-code"


@frozen(kw_only=True)
class QueryJobworthAuthenticationRequest(Request):
    """The arguments of `query_jobworth_authentication`."""

    OPERATION: ClassVar[str] = "query_jobworth_authentication"
    DOCUMENT: ClassVar[str] = (
        "https://github.com/alipay/alipay-sdk-java-all/blob/master/v3/docs/ZhimaCustomerJobworthAuthenticationApi.md"
    )

    conn_key: str | None = field(
        default=None, validator=optional(text()), repr=masked, metadata=wire("conn_key", at="query")
    )
    """The `out_agreement_no` which the caller gave in the first step, when the agreement was created."""

    once_token: str | None = field(
        default=None, validator=optional(text()), repr=masked, metadata=wire("once_token", at="query")
    )
    """The credential for this query; once the authentication has reached a final state the query
    succeeds only once, and asking again means repeating the first step.
    """

    query_type: QueryType | Literal["exact", "dim"] | None = field(
        default=None, validator=optional(member(QueryType)), metadata=wire("query_type", at="query")
    )
    """Whether to query exactly or fuzzily."""

    identity_type: IdentityType | str | None = field(
        default=None, validator=optional(text()), metadata=wire("identity_type", at="query")
    )
    """The type of identity; types other than `04` have to be confirmed with Zhima's technical support."""

    service_id: str | None = field(default=None, validator=optional(text()), metadata=wire("service_id", at="query"))
    """The id of the credit service, assigned by operations staff when the merchant adopts the product."""

    user_id: str | None = field(
        default=None, validator=optional(text()), repr=masked, metadata=wire("user_id", at="query")
    )
    """The person's Ant unified member id; pass either a member id or an identity document."""

    open_id: str | None = field(
        default=None, validator=optional(text()), repr=masked, metadata=wire("open_id", at="query")
    )
    """The person's Ant unified member id, as open id; pass either a member id or an identity document."""

    cert_no: str | None = field(
        default=None, validator=optional(text()), repr=masked, metadata=wire("cert_no", at="query")
    )
    """The number of the person's identity document."""

    cert_type: CertType | Literal["0", "1", "2", "3", "4", "5"] | None = field(
        default=None, validator=optional(member(CertType)), metadata=wire("cert_type", at="query")
    )
    """The kind of the identity document."""


@frozen(kw_only=True)
class ZhimaCustomerJobworthAuthenticationQueryResponseModel(Answer):
    """The state of the authentication; any field may be absent."""

    identity_result: IdentityResult | None = field(default=None, metadata=wire("identity_result"))
    """Whether the person's identity is trusted."""

    identity_result_skip_url: str | None = field(default=None, repr=masked, metadata=wire("identity_result_skip_url"))
    """A mini-program link to the page that shows the result."""

    merchant_identity_id: str | None = field(default=None, repr=masked, metadata=wire("merchant_identity_id"))
    """The id of a user who was verified under this merchant before, the same for the same user."""

    open_id: str | None = field(default=None, repr=masked, metadata=wire("open_id"))
    """The person's Ant unified member id as an open id."""

    token_status: str | None = field(default=None, metadata=wire("token_status"))
    """The state of the order, an open set of which only the example `FINISH` is known."""

    user_id: str | None = field(default=None, repr=masked, metadata=wire("user_id"))
    """The person's Ant unified member id."""
