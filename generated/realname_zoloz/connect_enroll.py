# Generated from specs/zoloz/connect-enroll.yaml by scripts/build.py; do not edit.

"""ZOLOZ Connect and Face Compare: enroll."""

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
class EnrollRequest(Request):
    """A user and the image of the user's face."""

    OPERATION: ClassVar[str] = "enroll"
    DOCUMENT: ClassVar[str] = "https://docs.zoloz.com/zoloz/saas/apireference/connect-enroll"

    biz_id: str = field(default=None, converter=fresh, validator=text(max_length=32), metadata=wire("bizId"))
    """The caller's own id of the business, for tracing; should be unique, but the server does not
    check.
    """

    user_id: str = field(validator=text(max_length=64), repr=masked, metadata=wire("userId"))
    """The merchant's identifier of one person, best made anonymous beforehand, for instance by
    hashing.
    """

    base64_image_content: str = field(
        validator=text(max_length=1398104), repr=masked, metadata=wire("base64ImageContent")
    )
    """The face image in JPG format, in base64, of at most 1 MB."""


@frozen(kw_only=True)
class EnrollResponse(Answer):
    """What became of the enrollment."""

    result: Result = field(metadata=wire("result"))
    """What came of the request; with status `S` the user is enrolled."""

    transaction_id: str | None = field(default=None, metadata=wire("transactionId"))
    """ZOLOZ's id of the transaction; absent when an error occurs."""

    biz_id: str | None = field(default=None, eq=False, metadata=told("bizId"))
    """The `biz_id` that was sent, passed or made; None if no call gave this answer. It is not on the wire."""


ENROLL: Final = Operation(
    name="enroll",
    method="POST",
    path="/api/v1/zoloz/connect/enroll",
    sends_body=True,
    request=EnrollRequest,
    answer=EnrollResponse,
    failures={200: EnrollResponse},
    fresh=("biz_id",),
    retry="connect-only",
    document="https://docs.zoloz.com/zoloz/saas/apireference/connect-enroll",
)
"""Enroll a user's face for later verifications."""


class Client(SyncCaller):
    """What this page adds to the package's `Client`."""

    def enroll(self, *, biz_id: str | None = None, user_id: str, base64_image_content: str) -> EnrollResponse:
        """Enroll a user's face for later verifications.

        Takes a face image that was captured before, for instance by Real ID or Face Capture.
        Whether a second call for the same user replaces the image, adds one or fails is not stated.

        Args:
            biz_id: The caller's own id of the business, for tracing; should be unique, but the
                server does not check. At most 32 characters; left out, a fresh one is made, and the
                answer tells it.
            user_id: The merchant's identifier of one person, best made anonymous beforehand,
                for instance by hashing. At most 64 characters; sensitive: masked in `repr`.
            base64_image_content: The face image in JPG format, in base64, of at most 1 MB. At
                most 1398104 characters; sensitive: masked in `repr`.

        Returns:
            What became of the enrollment.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: enroll,
        read in copies that others made,
        https://docs.zoloz.com/zoloz/saas/apireference/connect-enroll

        Partial: The copies lack the page's own result codes, if it has any, and a sample answer.
        """
        return self._call(
            ENROLL, EnrollRequest(biz_id=biz_id, user_id=user_id, base64_image_content=base64_image_content)
        ).parsed


class AsyncClient(AsyncCaller):
    """What this page adds to the package's `AsyncClient`."""

    async def enroll(self, *, biz_id: str | None = None, user_id: str, base64_image_content: str) -> EnrollResponse:
        """`Client.enroll`, from async code."""
        return (
            await self._call(
                ENROLL, EnrollRequest(biz_id=biz_id, user_id=user_id, base64_image_content=base64_image_content)
            )
        ).parsed


class RawClient(RawCaller):
    """What this page adds to the package's `RawClient`."""

    def enroll(self, *, biz_id: str | None = None, user_id: str, base64_image_content: str) -> RawReply[EnrollResponse]:
        """`Client.enroll`, with the exchange."""
        return self._client._call(
            ENROLL, EnrollRequest(biz_id=biz_id, user_id=user_id, base64_image_content=base64_image_content)
        )


class AsyncRawClient(AsyncRawCaller):
    """What this page adds to the package's `AsyncRawClient`."""

    async def enroll(
        self, *, biz_id: str | None = None, user_id: str, base64_image_content: str
    ) -> RawReply[EnrollResponse]:
        """`AsyncClient.enroll`, with the exchange."""
        return await self._client._call(
            ENROLL, EnrollRequest(biz_id=biz_id, user_id=user_id, base64_image_content=base64_image_content)
        )
