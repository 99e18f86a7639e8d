# Generated from specs/zoloz/query-enroll-status.yaml by scripts/build.py; do not edit.

"""ZOLOZ Connect and Face Compare: Connect - Query Enroll Status API."""

from __future__ import annotations

from typing import ClassVar, Final

from attrs import field, frozen

from realname.core.answer import Answer
from realname.core.client import AsyncCaller, AsyncRawCaller, RawCaller, SyncCaller
from realname.core.codes import Code
from realname.core.model import Request, fresh, masked, text, told, wire
from realname.core.operation import Operation
from realname.core.reply import RawReply

from .shared import Result


@frozen(kw_only=True)
class QueryEnrollStatusRequest(Request):
    """Names the user whose enrollment is asked for."""

    OPERATION: ClassVar[str] = "query_enroll_status"
    DOCUMENT: ClassVar[str] = "https://docs.zoloz.com/zoloz/saas/apireference/g6gktbzf"

    biz_id: str = field(default=None, converter=fresh, validator=text(max_length=32), metadata=wire("bizId"))
    """The caller's own id of the request, for tracing; should be unique, but the server does not
    check.
    """

    user_id: str = field(validator=text(max_length=64), repr=masked, metadata=wire("userId"))
    """The merchant's identifier of the user, best made anonymous beforehand, for instance by hashing."""


@frozen(kw_only=True)
class QueryEnrollStatusResponse(Answer):
    """The answer to an enrollment query; no field besides the result is documented."""

    result: Result = field(metadata=wire("result"))
    """What came of the request."""

    biz_id: str | None = field(default=None, eq=False, metadata=told("bizId"))
    """The `biz_id` that was sent, passed or made; None if no call gave this answer. It is not on the wire."""


QUERY_ENROLL_STATUS: Final = Operation(
    name="query_enroll_status",
    method="POST",
    path="/api/v1/zoloz/connect/queryEnrollStatus",
    sends_body=True,
    request=QueryEnrollStatusRequest,
    answer=QueryEnrollStatusResponse,
    failures={200: QueryEnrollStatusResponse},
    codes={"*": Code(remedy="If this code means that the user is not enrolled, pass it in not_enrolled_codes.")},
    fresh=("biz_id",),
    retry="safe",
    document="https://docs.zoloz.com/zoloz/saas/apireference/g6gktbzf",
)
"""Check whether a user has an enrolled face."""


class Client(SyncCaller):
    """What this page adds to the package's `Client`."""

    def query_enroll_status(self, *, biz_id: str | None = None, user_id: str) -> QueryEnrollStatusResponse:
        """Check whether a user has an enrolled face.

        The answer names the outcome in `result` only. That `SUCCESS` means "this user is enrolled"
        is inferred. How "not enrolled" is reported is not stated: the page's list of result codes
        is missing, and no other source names the code or its status.

        Args:
            biz_id: The caller's own id of the request, for tracing; should be unique, but the
                server does not check. At most 32 characters; left out, a fresh one is made, and the
                answer tells it.
            user_id: The merchant's identifier of the user, best made anonymous beforehand, for
                instance by hashing. At most 64 characters; sensitive: masked in `repr`.

        Returns:
            The answer to an enrollment query; no field besides the result is documented.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: Connect - Query Enroll Status API,
        https://docs.zoloz.com/zoloz/saas/apireference/g6gktbzf
        """
        return self._call(QUERY_ENROLL_STATUS, QueryEnrollStatusRequest(biz_id=biz_id, user_id=user_id)).parsed


class AsyncClient(AsyncCaller):
    """What this page adds to the package's `AsyncClient`."""

    async def query_enroll_status(self, *, biz_id: str | None = None, user_id: str) -> QueryEnrollStatusResponse:
        """`Client.query_enroll_status`, from async code."""
        return (await self._call(QUERY_ENROLL_STATUS, QueryEnrollStatusRequest(biz_id=biz_id, user_id=user_id))).parsed


class RawClient(RawCaller):
    """What this page adds to the package's `RawClient`."""

    def query_enroll_status(self, *, biz_id: str | None = None, user_id: str) -> RawReply[QueryEnrollStatusResponse]:
        """`Client.query_enroll_status`, with the exchange."""
        return self._client._call(QUERY_ENROLL_STATUS, QueryEnrollStatusRequest(biz_id=biz_id, user_id=user_id))


class AsyncRawClient(AsyncRawCaller):
    """What this page adds to the package's `AsyncRawClient`."""

    async def query_enroll_status(
        self, *, biz_id: str | None = None, user_id: str
    ) -> RawReply[QueryEnrollStatusResponse]:
        """`AsyncClient.query_enroll_status`, with the exchange."""
        return await self._client._call(QUERY_ENROLL_STATUS, QueryEnrollStatusRequest(biz_id=biz_id, user_id=user_id))
