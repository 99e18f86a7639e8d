# Generated from specs/alipay/contract.yaml by scripts/build.py; do not edit.

"""Alipay identity verification: what its pages share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import field, frozen

from realname.core.answer import Answer
from realname.core.model import WireEnum, masked, wire


@frozen(kw_only=True)
class CommonErrorType(Answer):
    """Why a request was refused or failed; fields of the operation may stand beside these."""

    code: str = field(metadata=wire("code"))
    """The reason in a word, often a `CommonErrorCode` or one of the operation's own, listed on its
    page.
    """

    message: str = field(metadata=wire("message"))
    """The reason for a human reader."""

    links: object = field(default=None, metadata=wire("links"))
    """Where to read about the error, as one link or as a list of objects with `link` and `desc`."""

    details: object = field(default=None, repr=masked, metadata=wire("details"))
    """More about the error, of any JSON type."""


class Passed(WireEnum):
    """Whether something was passed; the field says what, and what `F` leaves open.

    - `T`: yes (通过, 一致).
    - `F`: no (不通过, 不一致).

    The list is open: the provider may use values that do not stand here.
    """

    T = "T"
    F = "F"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


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

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`
