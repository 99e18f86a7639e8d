"""Alipay's verdict, content encryption, and the rule that stands in prose only."""

from typing import Final, final

import httpx

import realname
from realname.alipay.credentials import CertificateCredentials, Credentials
from realname.alipay.signing import Auth
from realname.core import wire
from realname.core.aes import parse_decrypted
from realname.core.errors import (
    AccessDeniedError,
    ApiError,
    AuthenticationError,
    ConfigurationError,
    RateLimitError,
    RequestError,
    ServerError,
)
from realname.core.gateway import Gateway, Headers, Refusal
from realname.core.model import Request
from realname.core.reply import Verification
from realname_alipay import QueryJobworthAuthenticationRequest

_HEADERS: Final = (
    ("Accept", "application/json"),
    ("User-Agent", f"realname/{realname.__version__}"),
    ("Accept-Encoding", "identity"),
)
_PLAIN: Final = ("Content-Type", "application/json")
_ENCRYPTED: Final = (("alipay-encrypt-type", "AES"), ("Content-Type", "text/plain"))
_KINDS: Final[dict[str, type[ApiError]]] = {  # the codes whose meaning is plain; for the rest the status decides
    **dict.fromkeys(
        (
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
            "missing-timestamp",
            "invalid-timestamp",
            "illegal-timestamp",
            "app-cert-not-exist",
            "alipay-cert-not-exist",
            "missing-app-cert-sn",
            "missing-alipay-cert-sn",
            "missing-alipay-root-cert-sn",
            "invalid-alipay-root-cert-sn",
            "app-key-security-risk, app-cert-expired",
            "invalid-auth-token",
            "auth-token-time-out",
            "invalid-app-auth-token",
            "app-auth-token-time-out",
        ),
        AuthenticationError,
    ),
    **dict.fromkeys(
        (
            "insufficient-isv-permissions",
            "insufficient-user-permissions",
            "self-invoke-forbidden",
            "app-api-punished",
            "illegal-client-ip",
            "forbidden-api",
            "invalid-app-auth-token-no-api",
            "no-product-reg-by-partner",
        ),
        AccessDeniedError,
    ),
    **dict.fromkeys(
        ("app-call-limited", "method-call-limited", "app-auth-invoke-limit", "exceed-api-balance"), RateLimitError
    ),
    **dict.fromkeys(("unknow-error", "SYSTEM_ERROR"), ServerError),
}
_BAD_SIGNATURE: Final = "Check the keys, and that nothing changes the request; `realname explain alipay` tells more."
_OPEN_OUTCOME: Final = frozenset({"unknow-error", "SYSTEM_ERROR"})


@final
class AlipayGateway(Gateway):
    """What the call pipeline asks about Alipay."""

    provider = "Alipay"
    request_id_header = "alipay-trace-id"

    def __init__(self, credentials: Credentials | CertificateCredentials, *, encrypt: bool) -> None:
        super().__init__(Auth(credentials))
        self._key = credentials.encrypt_key if encrypt else None
        if encrypt and self._key is None:
            raise ConfigurationError(
                "encrypt needs an encrypt_key",
                setting="encrypt_key",
                remedy="Pass the console's AES key (接口内容加密).",
            )

    def seal(self, body: bytes) -> tuple[bytes, Headers]:
        if self._key is None:
            return body, (*_HEADERS, _PLAIN) if body else _HEADERS
        # A query is never encrypted, and an empty body stays empty; the header still asks for an encrypted answer.
        return (self._key.encrypt(body), (*_HEADERS, *_ENCRYPTED)) if body else (body, (*_HEADERS, _ENCRYPTED[0]))

    def unseal(self, response: httpx.Response, verification: Verification) -> object:
        # Failures are never encrypted. A success that came plain does not decrypt, and so does not pass.
        if self._key is None or not response.is_success or verification is not Verification.VERIFIED:
            return wire.parse(response.content)
        return parse_decrypted(self._key.decrypt(response.content))

    def verdict(self, operation: str, status: int, document: dict[str, object]) -> Refusal | None:
        code, message = document.get("code"), document.get("message")
        if status < httpx.codes.BAD_REQUEST or not isinstance(code, str):
            return None  # what a 200 says of the person is data; a failure without a code goes by its status
        return Refusal(
            code=code,
            message=message if isinstance(message, str) else None,
            kind=_KINDS.get(code),
            remedy=_BAD_SIGNATURE if code == "invalid-signature" else None,
            outcome_unknown=code in _OPEN_OUTCOME,
        )

    def check_request(self, request: Request) -> None:
        # Stated in prose at user_id and open_id, so no schema can say it.
        if isinstance(request, QueryJobworthAuthenticationRequest) and not (
            request.user_id or request.open_id or request.cert_no
        ):
            raise RequestError(
                "one of user_id, open_id and cert_no must name the person",
                field="user_id",
                limit="at least one of user_id, open_id, cert_no",
                document=request.DOCUMENT,
                operation=request.OPERATION,
            )
