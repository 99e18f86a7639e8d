# Generated from specs/zoloz.yaml by scripts/build.py; do not edit.

from __future__ import annotations

from typing import ClassVar

from attrs import field, frozen

from realname.core.model import Answer, Request, WireEnum, masked, text, wire


@frozen(kw_only=True)
class QueryEnrollStatusRequest(Request):
    """Names the user whose enrollment is asked for."""

    OPERATION: ClassVar[str] = "query_enroll_status"
    DOCUMENT: ClassVar[str] = "https://docs.zoloz.com/zoloz/saas/apireference/g6gktbzf"

    biz_id: str = field(validator=text(max_length=32), metadata=wire("bizId"))
    """The caller's own id of the request, for tracing; should be unique, but the server does not
    check.
    """

    user_id: str = field(validator=text(max_length=64), repr=masked, metadata=wire("userId"))
    """The merchant's identifier of the user, best made anonymous beforehand, for instance by hashing."""


@frozen(kw_only=True)
class CheckCredentialsRequest(Request):
    """Nothing; what is sent does not matter, since it only comes back."""

    OPERATION: ClassVar[str] = "check_credentials"
    DOCUMENT: ClassVar[str] = "https://docs.zoloz.com/zoloz/saas/integration/swuhyv"


class ResultStatus(WireEnum):
    """How a request ended.

    - `S`: it succeeded.
    - `F`: it failed.
    - `U`: unknown issue, so the outcome is open.
    """

    S = "S"
    F = "F"
    U = "U"


@frozen(kw_only=True)
class Result(Answer):
    """What came of a request, in the form that all ZOLOZ operations share."""

    result_status: ResultStatus = field(metadata=wire("resultStatus"))
    """Whether the request succeeded."""

    result_message: str = field(metadata=wire("resultMessage"))
    """The reason for a human reader; programs should not branch on it."""

    result_code: str | None = field(default=None, metadata=wire("resultCode"))
    """The reason in a word, an open set of which the page of the enrollment query shows `SUCCESS`
    only.
    """


@frozen(kw_only=True)
class QueryEnrollStatusResponse(Answer):
    """The answer to an enrollment query; no field besides the result is documented."""

    result: Result = field(metadata=wire("result"))
    """What came of the request."""


@frozen(kw_only=True)
class CheckCredentialsResponse(Answer):
    """What came back; when the call returns it, the credentials fit."""

    result: Result | None = field(default=None, metadata=wire("result"))
    """What came of the request, its message being the request as text; absent where the request comes
    back bare.
    """
