"""What a conformance run knows of each provider: how its gateway says yes, and the several ways in which it says no.

The codes are those of the providers' pages on errors: ZOLOZ, "Error handling"; Alipay open-v3/054fcv and the page of
the operation; e签宝 identity_service/geg8ga. Which code a gateway gives for which mistake is stated nowhere for ZOLOZ,
and in part for Alipay, so a kind of refusal is a set of codes, never a single one.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from copy import copy
from enum import Enum
from typing import ClassVar, Final

from cryptography.hazmat.primitives.asymmetric import rsa

from realname import alipay, esign, zoloz
from realname.core.auth import SigningAuth
from realname.core.errors import ConfigurationError
from realname.core.keys import PrivateKey
from realname.core.secret import Secret

STOCK_CHECKS: Final = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)
"""Schemathesis' own checks of answers. Its checks of refusals all read the verdict from the HTTP status: none fits."""


class Outcome(Enum):
    """What a gateway made of a request."""

    SUCCESS = "succeeds"
    BUSINESS = "refuses for reasons of the operation"
    CONTRACT = "refuses a request that breaks the contract"
    CREDENTIALS = "does not accept the credentials or the signature"
    BARRED = "gives no access, or no more of it"
    FAILED = "failed"


class Gateway(ABC):
    """One provider, seen from outside."""

    PACKAGE: ClassVar[str]
    """The generated package that ships the contract."""
    SERVERS: ClassVar[Mapping[str, str]]
    CONTRACT: ClassVar[frozenset[str]]
    """Codes that say: this request breaks the contract."""
    CREDENTIALS: ClassVar[frozenset[str]]
    """Codes that say: I do not take this signature, or these credentials."""
    INCOMPLETE: ClassVar[frozenset[str]] = frozenset()
    """Further codes with which a gateway may refuse a request that lacks a security header."""
    BARRED: ClassVar[frozenset[str]]
    FAILURES: ClassVar[frozenset[str]]
    SIGNS_ANSWERS: ClassVar[bool] = True
    UNTYPED_STATUSES: ClassVar[frozenset[int]] = frozenset()
    """Statuses whose answers carry no Content-Type."""
    NEEDED: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """By operation, parameters that are documented as optional and needed in practice."""
    STOCK: ClassVar[tuple[str, ...]] = STOCK_CHECKS
    """The checks of Schemathesis that fit this gateway."""

    @abstractmethod
    def auth(self, credentials: object) -> SigningAuth:
        """The provider's signing hook.

        Raises:
            ConfigurationError: these are another provider's credentials.
        """

    @abstractmethod
    def forged(self, credentials: object) -> SigningAuth:
        """The hook of a stranger who claims to be the owner of the credentials."""

    @abstractmethod
    def code(self, status: int, document: object) -> str | None:
        """The code of a refusal; None if the answer reports none."""

    def outcome(self, status: int, document: object) -> Outcome:
        """What became of the request."""
        code = self.code(status, document)
        if code is None:
            return Outcome.SUCCESS
        if code in self.CREDENTIALS:
            return Outcome.CREDENTIALS
        if code in self.CONTRACT:
            return Outcome.CONTRACT
        if code in self.BARRED or status == 429:
            return Outcome.BARRED
        if code in self.FAILURES or status >= 500:
            return Outcome.FAILED
        return Outcome.BUSINESS

    def readable(self, code: str) -> str:
        """A code as it may stand in a report: a known one, or one that reads like a code and not like data."""
        known = self.CONTRACT | self.CREDENTIALS | self.BARRED | self.FAILURES
        return code if code in known or re.fullmatch(r"[\w.,: -]{1,80}", code, re.ASCII) else "an unreadable code"

    def refuses_forgery(self, status: int, document: object, *, incomplete: bool) -> bool:
        """Whether an answer is a documented refusal of a signature; `incomplete` if a security header was missing."""
        code = self.code(status, document)
        return code in self.CREDENTIALS or (incomplete and code in self.INCOMPLETE)


def _members(document: object) -> Mapping[str, object]:
    return document if isinstance(document, dict) else {}


def _unfit(kinds: str) -> ConfigurationError:
    return ConfigurationError(
        f"credentials must be {kinds}", setting="credentials", remedy="Pass those of the provider that is tested."
    )


def _stranger() -> PrivateKey:
    return PrivateKey(rsa.generate_private_key(public_exponent=65537, key_size=2048))


class _Zoloz(Gateway):
    PACKAGE = "realname_zoloz"
    SERVERS = zoloz.SERVERS
    CONTRACT = frozenset({"PARAM_MISSING", "PARAM_ILLEGAL", "MSG_PARSE_ERROR", "INVALID_ARGUMENT"})
    CREDENTIALS = frozenset(
        {"SIGNATURE_INVALID", "KEY_NOT_FOUND", "MERCHANT_NOT_FOUND", "OAUTH_FAIL", "OAUTH_RESOURCE_CODE_FAIL"}
    )
    INCOMPLETE = frozenset({"PARAM_MISSING", "PARAM_ILLEGAL"})
    BARRED = frozenset(
        {"ACCESS_DENIED", "NO_INTERFACE_DEF", "REQUEST_TRAFFIC_EXCEED_LIMIT", "PRODUCT_QUOTA_LIMIT", "403"}
    )
    FAILURES = frozenset({"SYSTEM_ERROR", "PROCESS_TIMEOUT"})

    def auth(self, credentials: object) -> SigningAuth:
        return zoloz.Auth(self._kind(credentials))

    def forged(self, credentials: object) -> SigningAuth:
        stranger = copy(self._kind(credentials))
        if isinstance(stranger, zoloz.AccessKey):
            stranger.secret_key = Secret("c3RyYW5nZXI")
        else:
            stranger.private_key = _stranger()
        return zoloz.Auth(stranger)

    def code(self, status: int, document: object) -> str | None:
        result = _members(_members(document).get("result"))
        code, letter = result.get("resultCode"), result.get("resultStatus")
        if status >= 400 and not code:
            return str(status)  # the firewall in front of the gateway
        if letter in ("S", None) and code in ("SUCCESS", None):
            return None
        return str(code)

    @staticmethod
    def _kind(credentials: object) -> zoloz.Credentials | zoloz.AccessKey:
        if not isinstance(credentials, zoloz.Credentials | zoloz.AccessKey):
            raise _unfit("zoloz.Credentials or zoloz.AccessKey")
        return credentials


class _Alipay(Gateway):
    PACKAGE = "realname_alipay"
    SERVERS = alipay.SERVERS
    CONTRACT = frozenset({"INVALID_PARAMETER", "PARAM_ERROR", "invalid-parameter", "invalid-format", "illegal-json"})
    CREDENTIALS = frozenset(
        {
            "missing-signature",
            "missing-signature-type",
            "missing-signature-key",
            "missing-signature-config",
            "invalid-signature",
            "invalid-signature-type",
            "unsupported-expired-app-key-sign",
            "missing-app-id",
            "invalid-app-id",
            "invalid-app-state",
            "missing-timestamp",  # what a request without an Authorization header gets
            "invalid-timestamp",
            "illegal-timestamp",
            "app-cert-not-exist",
            "alipay-cert-not-exist",
            "missing-app-cert-sn",
            "missing-alipay-cert-sn",
            "missing-alipay-root-cert-sn",
            "invalid-alipay-root-cert-sn",
            "app-key-security-risk, app-cert-expired",
            "invalid-app-auth-token",
            "app-auth-token-time-out",
        }
    )
    BARRED = frozenset(
        {
            "app-call-limited",
            "method-call-limited",
            "app-auth-invoke-limit",
            "exceed-api-balance",
            "insufficient-isv-permissions",
            "insufficient-user-permissions",
            "self-invoke-forbidden",
            "app-api-punished",
            "illegal-client-ip",
            "forbidden-api",
            "invalid-method",
            "invalid-app-auth-token-no-api",
            "no-product-reg-by-partner",
        }
    )
    FAILURES = frozenset({"unknow-error", "SYSTEM_ERROR"})
    # Inferred: the older protocol's clients do not call without these, and of three fields one has to name the person.
    NEEDED: ClassVar = {
        "queryJobworthAuthentication": (
            "conn_key",
            "once_token",
            "query_type",
            "identity_type",
            "service_id",
            "cert_no",
        )
    }

    def auth(self, credentials: object) -> SigningAuth:
        return alipay.Auth(self._kind(credentials))

    def forged(self, credentials: object) -> SigningAuth:
        stranger = copy(self._kind(credentials))
        stranger.private_key = _stranger()
        return alipay.Auth(stranger)

    def code(self, status: int, document: object) -> str | None:
        if status < 400:
            return None
        code = _members(document).get("code")
        return code if isinstance(code, str) else str(status)

    @staticmethod
    def _kind(credentials: object) -> alipay.Credentials | alipay.CertificateCredentials:
        if not isinstance(credentials, alipay.Credentials | alipay.CertificateCredentials):
            raise _unfit("alipay.Credentials or alipay.CertificateCredentials")
        return credentials


class _Esign(Gateway):
    PACKAGE = "realname_esign"
    SERVERS = esign.SERVERS
    CONTRACT = frozenset({"404", "30500100", "30500101", "30500102", "30500116"})
    # All of them have the code 401, and only the literal message tells them apart.
    CREDENTIALS = frozenset(
        {
            "401",
            "AUTHSTRATEGY_NOT_FOUND",
            "INVALID_SIGNATURE",
            "INVALID_TIMESTAMP",
            "TOKEN_CANT_BE_NULL",
            "TOKEN错误",
            "无效的应用",
            "缺少参数",
        }
    )
    BARRED = frozenset({"403", "IP白名单不匹配"})
    FAILURES = frozenset({"30500000"})
    SIGNS_ANSWERS = False
    UNTYPED_STATUSES = frozenset({401, 403, 404})
    # An id that no route matches is a bare 404, and a refusal of the gateway names no media type.
    STOCK = ("not_a_server_error", "response_schema_conformance")

    def auth(self, credentials: object) -> SigningAuth:
        return esign.Auth(self._kind(credentials))

    def forged(self, credentials: object) -> SigningAuth:
        stranger = copy(self._kind(credentials))
        stranger.app_secret = Secret("stranger")
        return esign.Auth(stranger)

    def code(self, status: int, document: object) -> str | None:
        code, message = _members(document).get("code"), _members(document).get("message")
        if status in (401, 403, 404):
            return message if message in self.CREDENTIALS | self.BARRED else str(status)
        if not isinstance(code, int) or code == 0:
            return None if status < 400 else str(status)
        return str(code)

    @staticmethod
    def _kind(credentials: object) -> esign.Credentials:
        if not isinstance(credentials, esign.Credentials):
            raise _unfit("esign.Credentials")
        return credentials


GATEWAYS: Final[Mapping[str, Gateway]] = {"alipay": _Alipay(), "esign": _Esign(), "zoloz": _Zoloz()}
