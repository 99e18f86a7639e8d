# Generated from specs/zoloz/connect-unenroll.yaml by scripts/build.py; do not edit.

"""ZOLOZ Connect and Face Compare: unenroll."""

from __future__ import annotations

from typing import ClassVar, Final

from attrs import field, frozen

from realname.core.answer import Answer
from realname.core.client import AsyncCaller, AsyncRawCaller, RawCaller, SyncCaller
from realname.core.model import Request, fresh, masked, text, told, wire
from realname.core.operation import Operation
from realname.core.reply import RawReply

from .shared import Result


@frozen(kw_only=True)
class UnenrollRequest(Request):
    """Names the user whose enrolled face is deleted."""

    OPERATION: ClassVar[str] = "unenroll"
    DOCUMENT: ClassVar[str] = "https://docs.zoloz.com/zoloz/saas/apireference/connect-unenroll"

    biz_id: str = field(default=None, converter=fresh, validator=text(max_length=32), metadata=wire("bizId"))
    """The caller's own id of the business, for tracing; should be unique, but the server does not
    check.
    """

    user_id: str = field(validator=text(max_length=64), repr=masked, metadata=wire("userId"))
    """The identifier under which the user was enrolled."""


@frozen(kw_only=True)
class UnenrollResponse(Answer):
    """What became of the deletion."""

    result: Result = field(metadata=wire("result"))
    """What came of the request: `S` unenrolled, `F` the call failed, `U` not completely deleted."""

    transaction_id: str | None = field(default=None, metadata=wire("transactionId"))
    """ZOLOZ's id of the transaction; absent when an error occurs."""

    biz_id: str | None = field(default=None, eq=False, metadata=told("bizId"))
    """The `biz_id` that was sent, passed or made; None if no call gave this answer. It is not on the wire."""


UNENROLL: Final = Operation(
    name="unenroll",
    method="POST",
    path="/api/v1/zoloz/connect/unenroll",
    sends_body=True,
    request=UnenrollRequest,
    answer=UnenrollResponse,
    failures={200: UnenrollResponse},
    fresh=("biz_id",),
    retry="connect-only",
    document="https://docs.zoloz.com/zoloz/saas/apireference/connect-unenroll",
)
"""Delete a user's enrolled face."""


class Client(SyncCaller):
    """What this page adds to the package's `Client`."""

    def unenroll(self, *, biz_id: str | None = None, user_id: str) -> UnenrollResponse:
        """Delete a user's enrolled face.

        Deletes all face images and facial features which enrollment obtained of the user; until the
        user is enrolled again, no verification can be initialized. A failure with status `U` (its
        `outcome_unknown` is true) means that images or features were not completely deleted; what
        to do then is cut off in the copies.

        Args:
            biz_id: The caller's own id of the business, for tracing; should be unique, but the
                server does not check. At most 32 characters; left out, a fresh one is made, and the
                answer tells it.
            user_id: The identifier under which the user was enrolled. At most 64 characters;
                sensitive: masked in `repr`.

        Returns:
            What became of the deletion.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: unenroll,
        read in copies that others made,
        https://docs.zoloz.com/zoloz/saas/apireference/connect-unenroll

        Partial: The copies lack what to do at status U, the result codes and the samples.
        """
        return self._call(UNENROLL, UnenrollRequest(biz_id=biz_id, user_id=user_id)).parsed


class AsyncClient(AsyncCaller):
    """What this page adds to the package's `AsyncClient`."""

    async def unenroll(self, *, biz_id: str | None = None, user_id: str) -> UnenrollResponse:
        """`Client.unenroll`, from async code."""
        return (await self._call(UNENROLL, UnenrollRequest(biz_id=biz_id, user_id=user_id))).parsed


class RawClient(RawCaller):
    """What this page adds to the package's `RawClient`."""

    def unenroll(self, *, biz_id: str | None = None, user_id: str) -> RawReply[UnenrollResponse]:
        """`Client.unenroll`, with the exchange."""
        return self._client._call(UNENROLL, UnenrollRequest(biz_id=biz_id, user_id=user_id))


class AsyncRawClient(AsyncRawCaller):
    """What this page adds to the package's `AsyncRawClient`."""

    async def unenroll(self, *, biz_id: str | None = None, user_id: str) -> RawReply[UnenrollResponse]:
        """`AsyncClient.unenroll`, with the exchange."""
        return await self._client._call(UNENROLL, UnenrollRequest(biz_id=biz_id, user_id=user_id))
