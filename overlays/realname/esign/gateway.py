"""e签宝's verdict, and what an unsigned answer is held against."""

from collections.abc import Sequence
from typing import Final, Literal, final

import httpx

import realname
from realname.core.errors import (
    AccessDeniedError,
    ApiError,
    AuthenticationError,
    ConfigurationError,
    DecodeError,
    NotFoundError,
    ServerError,
)
from realname.core.gateway import Gateway, Headers, Refusal
from realname.core.model import Answer, Request
from realname.core.reply import RawReply
from realname.esign.credentials import Credentials
from realname.esign.signing import Auth
from realname.esign.token import TokenAuth
from realname_esign import FlowOutlineResponse, GetFlowOutlineRequest

_HEADERS: Final = httpx.Headers(  # made once: httpx copies this form without looking at each name again
    {
        "Accept": "*/*",
        "Content-Type": "application/json; charset=UTF-8",
        "User-Agent": f"realname/{realname.__version__}",
        "Accept-Encoding": "identity",
    }
)
_KINDS: Final[dict[int, type[ApiError]]] = {  # e签宝 identity_service/geg8ga and the page on gateway refusals
    401: AuthenticationError,
    403: AccessDeniedError,
    30500000: ServerError,
    30500004: NotFoundError,
}
_REMEDIES: Final = {
    "TOKEN_CANT_BE_NULL": "The header X-Tsign-Open-Auth-Mode got lost on the way: look at what stands in between.",
    "无效的应用": "Check app_id, that it is enabled, and that it belongs to this base URL.",
    "INVALID_TIMESTAMP": "Set the clock of this machine: the gateway allows 15 minutes.",
    "INVALID_SIGNATURE": "Check app_secret, and that nothing changes the request; `realname explain esign` tells more.",
    "IP白名单不匹配": "Add the address you call from to the application's whitelist.",
}
Access = Literal["signature", "token"]


@final
class EsignGateway(Gateway):
    """What the call pipeline asks about e签宝."""

    provider = "e签宝"
    request_id_header = "X-Tsign-Trace-Id"

    def __init__(self, credentials: Credentials, *, access: Access, signed_headers: Sequence[str]) -> None:
        if access not in ("signature", "token"):
            raise ConfigurationError(
                "access must be 'signature' or 'token'",
                setting="access",
                remedy="Leave it out: e签宝 recommends signing.",
            )
        if access == "token" and signed_headers:
            raise ConfigurationError(
                "signed_headers needs access='signature'", setting="signed_headers", remedy="Leave one of them out."
            )
        super().__init__(
            TokenAuth(credentials) if access == "token" else Auth(credentials, signed_headers=signed_headers)
        )

    def seal(self, body: bytes) -> tuple[bytes, Headers]:
        return body, _HEADERS

    def verdict(self, operation: str, status: int, document: dict[str, object]) -> Refusal | None:
        code, message = document.get("code"), document.get("message")
        is_code = isinstance(code, int) and not isinstance(code, bool)
        if (not is_code or code == 0) and document.get("success") is not False:
            return None
        kind = _KINDS.get(code) if isinstance(code, int) else None
        if code == 30500001 and operation == "get_flow_outline":
            kind = NotFoundError  # this page's meaning of the code; the general table has another
        return Refusal(
            code=str(code) if is_code else None,
            message=message if isinstance(message, str) else None,
            kind=kind,
            remedy=_REMEDIES.get(message) if isinstance(message, str) else None,
            retryable=kind is ServerError,
        )

    def check_reply(self, request: Request, reply: RawReply[Answer]) -> None:
        if (
            isinstance(request, GetFlowOutlineRequest)
            and isinstance(reply.parsed, FlowOutlineResponse)
            and reply.parsed.data.flow_id != request.flow_id
        ):
            raise DecodeError(
                "the answer is about another flow than the one that was asked for",
                path="$.data.flowId",
                remedy="Do not act on it: answers of e签宝 are not signed. Look at what stands in between.",
            )
