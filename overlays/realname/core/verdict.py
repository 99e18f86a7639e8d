"""From an authentic answer to a decoded one, or to the error that says why there is none.

The order is what keeps a failure from passing as a success: the provider's "no" first, then the status, then the shape,
then whether it is an answer to this very question.
"""

import re
from typing import Any, TypeVar

import httpx

from realname.core import wire
from realname.core.answer import Answer
from realname.core.auth import REPORT
from realname.core.codes import ANY, Code, Kind
from realname.core.errors import (
    AccessDeniedError,
    ApiError,
    AuthenticationError,
    DecodeError,
    NotFoundError,
    PendingError,
    RateLimitError,
    RejectedError,
    ServerError,
)
from realname.core.gateway import Gateway, Refusal
from realname.core.model import Request, wire_path
from realname.core.operation import Operation
from realname.core.outcome import value_at
from realname.core.reply import RawReply, Verification
from realname.core.retry import is_retryable_status

RequestT = TypeVar("RequestT", bound=Request)
AnswerT = TypeVar("AnswerT", bound=Answer)
ToldT = TypeVar("ToldT")

_FIRST_FAILURE = 400
_VERIFIED = {Verification.VERIFIED: True, Verification.UNSIGNED: False, Verification.NOT_SIGNED_BY_PROVIDER: None}
ERRORS: dict[Kind, type[ApiError]] = {
    "authentication": AuthenticationError,
    "access": AccessDeniedError,
    "not-found": NotFoundError,
    "rate-limit": RateLimitError,
    "server": ServerError,
    "rejected": RejectedError,
    "pending": PendingError,
    "input": ApiError,
    "expired": ApiError,
    "undecidable": ApiError,
    "request": ApiError,
}
"""The error that each kind of code gives."""
_BY_STATUS: dict[int, Kind] = {401: "authentication", 403: "access", 404: "not-found", 429: "rate-limit"}
_NO_CODE = "The answer has no code: check that the base URL is the gateway itself, with nothing in front of it."
_UNREADABLE = "The answer is not JSON: check that the base URL is the gateway itself, with nothing in front of it."
_REMEDIES: dict[Kind | None, str] = {
    "authentication": "Check the credentials, that they belong to this base URL, and the clock of this machine; "
    "`realname explain` tells more: give it error.capture() in a file.",
    "access": "Ask the provider to open this operation, or the address you call from, to your account.",
    "not-found": "Check the id that was asked about.",
    "rate-limit": "Call less often, or ask the provider for a larger quota.",
    "server": "Try again later; quote the request id to the provider if it goes on.",
    "rejected": "This is the provider's decision about the person or organization; the same call gives it again.",
    "pending": "Ask again later.",
    "input": "Let the person enter it again.",
    "expired": "Begin again with the first step.",
    "undecidable": "The provider has nothing to decide by: verify in another way.",
    "request": "Compare the arguments with the provider's document.",
    None: "Look the code up in the provider's document.",
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
        document, problem = _in_its_charset(response), error
    refusal = gateway.verdict(status, document) if isinstance(document, dict) else None
    told = verification
    if refusal is None and status >= _FIRST_FAILURE:
        refusal = Refusal(outcome_unknown=True)
        if verification is Verification.VERIFIED:
            told = Verification.UNSIGNED  # what is signed reports nothing; the status alone does
    if refusal is not None:
        reply = RawReply[object](
            parsed=_telling(operation, request, _failure(operation, status, document)),
            http=response,
            request_id=request_id,
            verification=verification,
        )
        raise _api_error(gateway, refusal, operation, reply, told, is_readable=document is not None)
    if status != httpx.codes.OK:
        raise DecodeError(
            f"{gateway.provider} answered with HTTP {status}, which the contract does not know",
            remedy="Check that the base URL is the gateway itself, with nothing in front that redirects.",
        )
    if problem is not None:
        raise problem
    answer = _telling(operation, request, wire.structure(document, operation.answer))
    success = RawReply(parsed=answer, http=response, request_id=request_id, verification=verification)
    gateway.check_reply(success)
    _require_bound(gateway, operation, request, answer)
    return success


def _telling(operation: Operation[Any, Any], request: Request, answer: ToldT) -> ToldT:
    """The answer, with those ids of its request that may have been made; they stand in the model of a success."""
    if isinstance(answer, operation.answer):
        for name in operation.fresh:
            object.__setattr__(answer, name, getattr(request, name))  # it is frozen
    return answer


def _in_its_charset(response: httpx.Response) -> object:
    """The JSON of what may be a refusal, with a BOM or in a Chinese charset. It never is a success.

    That charset may be named or not: what is not UTF-8, and is JSON in GB 18030, is in that.
    """
    is_chinese = re.search(r"charset=\W?gb(k|2312|18030)\b", response.headers.get("Content-Type", ""), re.IGNORECASE)
    for charset in ("gb18030",) if is_chinese else ("utf-8-sig", "gb18030"):
        try:
            return wire.parse(response.content.decode(charset).encode())
        except UnicodeError:
            continue
        except DecodeError:
            return None
    return None


def _failure(operation: Operation[RequestT, AnswerT], status: int, document: object) -> Answer | None:
    """The decoded body of a failure; None if the contract does not describe it."""
    model = operation.failure(status)
    if model is None:
        return None
    try:
        return wire.structure(document, model)
    except DecodeError:
        return None


def _require_bound(
    gateway: Gateway, operation: Operation[RequestT, AnswerT], request: RequestT, answer: AnswerT
) -> None:
    """Refuse an answer that is about something else than what was asked about."""
    for path, argument in operation.binds.items():
        if value_at(answer, path) != getattr(request, argument):
            place = wire_path(answer, path)
            raise DecodeError(
                f"the answer is about something else than what was asked about: {place} is not the {argument} sent",
                path=place,
                remedy=f"Do not act on it. Look at what stands between this machine and {gateway.provider}.",
            )


def _api_error(
    gateway: Gateway,
    refusal: Refusal,
    operation: Operation[RequestT, AnswerT],
    reply: RawReply[object],
    told: Verification,
    *,
    is_readable: bool,
) -> ApiError:
    """The error of a refusal, `told` by what is signed or not."""
    status = reply.http.status_code
    code = _meaning(gateway, refusal, operation)
    is_unsigned = told is Verification.UNSIGNED
    unsigned = ", unsigned" if is_unsigned else ""
    by_status = None if told is Verification.VERIFIED else kind_of_status(status)  # nothing beside what is signed
    kind = code.kind or by_status
    if kind in ("rejected", "pending", "not-found") and is_unsigned:
        kind, code = None, Code()  # an unsigned "no" is nobody's word about a person
    error = ERRORS[kind] if kind else ApiError
    is_retryable = code.retryable or (not refusal.words and by_status in ("rate-limit", "server"))
    return error(
        f"{gateway.provider} refused with {_shown(refusal.code)} (HTTP {status}{unsigned})",
        code=refusal.code,
        message=refusal.message,
        verified=_VERIFIED[told],
        kind=kind,
        retryable=is_retryable and operation.retry == "safe",
        outcome_unknown=is_unsigned or refusal.outcome_unknown or code.outcome_unknown,
        reply=reply,
        remedy=code.remedy or _remedy(kind, refusal, is_readable=is_readable),
    )


def _meaning(gateway: Gateway, refusal: Refusal, operation: Operation[RequestT, AnswerT]) -> Code:
    """What the contract says of a refusal; the operation's own table wins."""
    tables = (operation.codes, gateway.codes())
    found = (table[word] for word in refusal.words for table in tables if word in table)
    return next(found, operation.codes.get(ANY, Code()) if refusal.words else Code())


def kind_of_status(status: int) -> Kind | None:
    """The kind of failure that an HTTP status stands for, where no code says more."""
    return _BY_STATUS.get(status) or ("server" if is_retryable_status(status) else None)


def _remedy(kind: Kind | None, refusal: Refusal, *, is_readable: bool) -> str:
    if kind is None and refusal.code is None:
        return _NO_CODE if is_readable else _UNREADABLE
    return _REMEDIES[kind]


def _shown(code: str | None) -> str:
    """The code, if it reads like one: an error's text repeats nothing else that a provider wrote."""
    if code is None:
        return "no code"
    return code if re.fullmatch(r"[\w.,: -]{1,80}", code, re.ASCII) else "an unreadable code"
