"""ZOLOZ's verdict, and the form in which messages travel (ZOLOZ, "Error handling")."""

from collections.abc import Collection
from typing import Final, final

import httpx

from realname.core import wire
from realname.core.aes import parse_decrypted
from realname.core.errors import (
    AccessDeniedError,
    ApiError,
    AuthenticationError,
    ConfigurationError,
    DecodeError,
    NotFoundError,
    RateLimitError,
    ServerError,
)
from realname.core.gateway import Gateway, Headers, Refusal
from realname.core.model import Answer, Request
from realname.core.reply import RawReply, Verification
from realname.zoloz.credentials import AccessKey, Credentials
from realname.zoloz.encryption import decrypt_body, encrypt_body
from realname.zoloz.headers import ENCRYPTED, HEADERS, PLAIN
from realname.zoloz.signing import Auth

_KINDS: Final[dict[str, type[ApiError]]] = {  # ZOLOZ, "Error handling"
    "SIGNATURE_INVALID": AuthenticationError,
    "KEY_NOT_FOUND": AuthenticationError,
    "MERCHANT_NOT_FOUND": AuthenticationError,
    "OAUTH_FAIL": AuthenticationError,
    "OAUTH_RESOURCE_CODE_FAIL": AuthenticationError,
    "ACCESS_DENIED": AccessDeniedError,
    "NO_INTERFACE_DEF": AccessDeniedError,
    "REQUEST_TRAFFIC_EXCEED_LIMIT": RateLimitError,
    "PRODUCT_QUOTA_LIMIT": RateLimitError,
    "PROCESS_TIMEOUT": ServerError,
    "SYSTEM_ERROR": ServerError,
}
_BAD_SIGNATURE: Final = "Check the keys, and that nothing changes the request; `realname explain zoloz` tells more."
_RETRYABLE: Final = frozenset({"REQUEST_TRAFFIC_EXCEED_LIMIT", "PROCESS_TIMEOUT", "SYSTEM_ERROR"})


@final
class ZolozGateway(Gateway):
    """What the call pipeline asks about ZOLOZ."""

    provider = "ZOLOZ"

    def __init__(
        self,
        credentials: Credentials | AccessKey,
        *,
        encrypt: bool,
        not_enrolled_codes: Collection[str],
        max_answer_age: float | None,
    ) -> None:
        super().__init__(Auth(credentials, max_answer_age=max_answer_age))
        self._keys = credentials if encrypt and isinstance(credentials, Credentials) else None
        if encrypt and self._keys is None:
            raise ConfigurationError(
                "encrypt needs RSA key pairs", setting="encrypt", remedy="Use Credentials, or leave encrypt out."
            )
        self._not_enrolled = frozenset(not_enrolled_codes)

    def seal(self, body: bytes) -> tuple[bytes, Headers]:
        if self._keys is None:
            return body, (*HEADERS, PLAIN)
        encrypted, header = encrypt_body(body, self._keys.zoloz_public_key)
        return encrypted, (*HEADERS, ENCRYPTED, header)

    def unseal(self, response: httpx.Response, verification: Verification) -> object:
        header = response.headers.get("Encrypt")
        if not header or verification is not Verification.VERIFIED:
            return wire.parse(response.content)  # nothing unsigned is ever decrypted
        if self._keys is None:
            raise DecodeError("the answer is encrypted although the request was not")
        return parse_decrypted(decrypt_body(response.content, header, self._keys.private_key))

    def check_reply(self, request: Request, reply: RawReply[Answer]) -> None:
        if self._keys is not None and not reply.http.headers.get("Encrypt"):
            raise DecodeError("the answer came plain although the request was encrypted")

    def verdict(self, operation: str, status: int, document: dict[str, object]) -> Refusal | None:
        result = document.get("result")
        if not isinstance(result, dict):
            return None
        letter, code = result.get("resultStatus"), result.get("resultCode")
        if not isinstance(letter, str):
            return None  # the decoder says what is wrong with it
        if letter == "S" and (code == "SUCCESS" or "resultCode" not in result):
            return None
        if letter == "S" and not isinstance(code, str):
            if status == httpx.codes.OK:
                raise DecodeError("the result code is not text, so it cannot mean success", path="$.result.resultCode")
            return None  # judged by its status
        code = code if isinstance(code, str) else None
        message = result.get("resultMessage")
        kind = NotFoundError if code in self._not_enrolled else _KINDS.get(code or "")
        remedy = None if kind else "If this code means that the user is not enrolled, pass it in not_enrolled_codes."
        return Refusal(
            code=code,
            message=message if isinstance(message, str) else None,
            kind=kind,
            remedy=_BAD_SIGNATURE if code == "SIGNATURE_INVALID" else remedy,
            retryable=code in _RETRYABLE,
            outcome_unknown=letter not in ("S", "F"),
        )
