# Generated from specs/zoloz/privacyinfo-delete.yaml by scripts/build.py; do not edit.

"""ZOLOZ Connect and Face Compare: Privacy Info - Delete API."""

from __future__ import annotations

from typing import ClassVar, Final

from attrs import field, frozen

from realname.core.answer import Answer
from realname.core.client import AsyncCaller, AsyncRawCaller, RawCaller, SyncCaller
from realname.core.codes import Code
from realname.core.model import Request, text, wire
from realname.core.operation import Operation
from realname.core.reply import RawReply

from .shared import CodedResult


@frozen(kw_only=True)
class DeletePrivacyInfoRequest(Request):
    """Names the transaction whose data is deleted."""

    OPERATION: ClassVar[str] = "delete_privacy_info"
    DOCUMENT: ClassVar[str] = "https://docs.zoloz.com/zoloz/saas/apireference/delete"

    transaction_id: str = field(validator=text(min_length=1, max_length=64), metadata=wire("transactionId"))
    """The id of the transaction."""


@frozen(kw_only=True)
class DeletePrivacyInfoResponse(Answer):
    """What became of the deletion."""

    result: CodedResult = field(metadata=wire("result"))
    """What came of the request."""


DELETE_PRIVACY_INFO: Final = Operation(
    name="delete_privacy_info",
    method="POST",
    path="/api/v1/zoloz/privacyinfo/delete",
    sends_body=True,
    request=DeletePrivacyInfoRequest,
    answer=DeletePrivacyInfoResponse,
    failures={200: DeletePrivacyInfoResponse},
    codes={
        "TRANSACTION_RECORD_AUTHORITY_ERROR": Code(
            kind="request", remedy="The caller has no authority over this transaction; check its id."
        )
    },
    retry="safe",
    document="https://docs.zoloz.com/zoloz/saas/apireference/delete",
)
"""Delete the private information of one transaction."""


class Client(SyncCaller):
    """What this page adds to the package's `Client`."""

    def delete_privacy_info(self, *, transaction_id: str) -> DeletePrivacyInfoResponse:
        """Delete the private information of one transaction.

        Deletes document or face images, results of text recognition and what was entered. Whether
        what `enroll` keeps is touched is not stated: `unenroll` deletes that.

        Args:
            transaction_id: The id of the transaction. 1 to 64 characters.

        Returns:
            What became of the deletion.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: Privacy Info - Delete API,
        read in copies that others made,
        https://docs.zoloz.com/zoloz/saas/apireference/delete

        Partial: The copies lack the body of the sample answer.
        """
        return self._call(DELETE_PRIVACY_INFO, DeletePrivacyInfoRequest(transaction_id=transaction_id)).parsed


class AsyncClient(AsyncCaller):
    """What this page adds to the package's `AsyncClient`."""

    async def delete_privacy_info(self, *, transaction_id: str) -> DeletePrivacyInfoResponse:
        """`Client.delete_privacy_info`, from async code."""
        return (await self._call(DELETE_PRIVACY_INFO, DeletePrivacyInfoRequest(transaction_id=transaction_id))).parsed


class RawClient(RawCaller):
    """What this page adds to the package's `RawClient`."""

    def delete_privacy_info(self, *, transaction_id: str) -> RawReply[DeletePrivacyInfoResponse]:
        """`Client.delete_privacy_info`, with the exchange."""
        return self._client._call(DELETE_PRIVACY_INFO, DeletePrivacyInfoRequest(transaction_id=transaction_id))


class AsyncRawClient(AsyncRawCaller):
    """What this page adds to the package's `AsyncRawClient`."""

    async def delete_privacy_info(self, *, transaction_id: str) -> RawReply[DeletePrivacyInfoResponse]:
        """`AsyncClient.delete_privacy_info`, with the exchange."""
        return await self._client._call(DELETE_PRIVACY_INFO, DeletePrivacyInfoRequest(transaction_id=transaction_id))
