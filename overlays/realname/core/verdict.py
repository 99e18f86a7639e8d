"""From an authentic answer to a decoded one, or to the error that says why there is none.

The order is what keeps a failure from passing as a success: the provider's "no" first, then the status, then the shape.
"""

import re
from typing import TypeVar

import httpx

from realname.core import wire
from realname.core.auth import REPORT
from realname.core.errors import (
    AccessDeniedError,
    ApiError,
    AuthenticationError,
    DecodeError,
    NotFoundError,
    RateLimitError,
    ServerError,
)
from realname.core.gateway import Gateway, Refusal
from realname.core.model import Answer, Request
from realname.core.operation import Operation
from realname.core.reply import RawReply, Verification
from realname.core.retry import is_retryable_status

RequestT = TypeVar("RequestT", bound=Request)
AnswerT = TypeVar("AnswerT", bound=Answer)

_FIRST_FAILURE = 400
_VERIFIED = {Verification.VERIFIED: True, Verification.UNSIGNED: False, Verification.NOT_SIGNED_BY_PROVIDER: None}
_BY_STATUS: dict[int, type[ApiError]] = {
    401: AuthenticationError,
    403: AccessDeniedError,
    404: NotFoundError,
    429: RateLimitError,
}
_REMEDIES: dict[type[ApiError], str] = {
    AuthenticationError: "Check the credentials, that they belong to this base URL, and the clock of this machine.",
    AccessDeniedError: "Ask the provider to open this operation, or the address you call from, to your account.",
    NotFoundError: "Check the id that was asked about.",
    RateLimitError: "Call less often, or ask the provider for a larger quota.",
    ServerError: "Try again later; quote the request id to the provider if it goes on.",
    ApiError: "The provider's own words are in the error's message attribute.",
}


def conclude(
    gateway: Gateway, operation: Operation[RequestT, AnswerT], request: RequestT, response: httpx.Response
) -> RawReply[AnswerT]:
    """Decode a verified answer.

    Raises:
        ApiError: the provider reports a failure, in the body or by the status.
        DecodeError: the answer is not what the contract says, or belongs to another request.
    """
    verification: Verification = response.extensions[REPORT]
    status = response.status_code
    request_id = gateway.request_id(response)
    try:
        document, problem = gateway.unseal(response, verification), None
    except DecodeError as error:
        document, problem = None, error
    refusal = gateway.verdict(operation.name, status, document) if isinstance(document, dict) else None
    if refusal is None and status >= _FIRST_FAILURE:
        refusal = Refusal(retryable=is_retryable_status(status), outcome_unknown=verification != Verification.VERIFIED)
    if refusal is not None:
        reply = RawReply[object](
            parsed=_failure(operation, status, document),
            http=response,
            request_id=request_id,
            verification=verification,
        )
        raise _api_error(gateway.provider, refusal, operation, reply)
    if status != httpx.codes.OK:
        raise DecodeError(
            f"{gateway.provider} answered with HTTP {status}, which the contract does not know",
            remedy="Check that the base URL is the gateway itself, with nothing in front that redirects.",
        )
    if problem is not None:
        raise problem
    answer = wire.structure(document, operation.answer)
    success = RawReply(parsed=answer, http=response, request_id=request_id, verification=verification)
    gateway.check_reply(request, success)
    return success


def _failure(operation: Operation[RequestT, AnswerT], status: int, document: object) -> Answer | None:
    """The decoded body of a failure; None if the contract does not describe it."""
    model = operation.failure(status)
    if model is None:
        return None
    try:
        return wire.structure(document, model)
    except DecodeError:
        return None


def _api_error(
    provider: str, refusal: Refusal, operation: Operation[RequestT, AnswerT], reply: RawReply[object]
) -> ApiError:
    status = reply.http.status_code
    kind = refusal.kind or error_kind(status)
    unsigned = ", unsigned" if reply.verification == Verification.UNSIGNED else ""
    return kind(
        f"{provider} refused with {_code(refusal.code)} (HTTP {status}{unsigned})",
        code=refusal.code,
        message=refusal.message,
        verified=_VERIFIED[reply.verification],
        retryable=refusal.retryable and operation.retry == "safe",
        outcome_unknown=refusal.outcome_unknown,
        reply=reply,
        remedy=refusal.remedy or _REMEDIES[kind],
    )


def error_kind(status: int) -> type[ApiError]:
    """The error that an HTTP status stands for, where no code says more."""
    return _BY_STATUS.get(status) or (ServerError if is_retryable_status(status) else ApiError)


def _code(code: str | None) -> str:
    """The code, if it reads like one: an error's text repeats nothing else that a provider wrote."""
    if code is None:
        return "no code"
    return code if re.fullmatch(r"[\w.,: -]{1,80}", code, re.ASCII) else "an unreadable code"
