# Generated from specs/alipay/face-certify-verify.yaml by scripts/build.py; do not edit.

"""Alipay identity verification: DatadigitalFincloudGeneralsaasFaceCertifyApi."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from attrs import field, frozen
from attrs.validators import optional

from realname.core.answer import Answer
from realname.core.client import AsyncCaller, AsyncRawCaller, RawCaller, SyncCaller
from realname.core.model import Request, WireEnum, masked, text, wire
from realname.core.operation import Operation
from realname.core.reply import RawReply

from .shared import CommonErrorType


@frozen(kw_only=True)
class VerifyFaceCertifyRequest(Request):
    """Names the verification whose page is asked for."""

    OPERATION: ClassVar[str] = "verify_face_certify"
    DOCUMENT: ClassVar[str] = (
        "https://github.com/alipay/alipay-sdk-java-all/blob/master/v3/docs/DatadigitalFincloudGeneralsaasFaceCertifyApi.md"
    )

    certify_id: str | None = field(default=None, validator=optional(text()), metadata=wire("certify_id"))
    """The id of the verification, as `initialize_face_certify` gave it."""


@frozen(kw_only=True)
class DatadigitalFincloudGeneralsaasFaceCertifyVerifyResponseModel(Answer):
    """Where the person goes."""

    certify_url: str | None = field(default=None, repr=masked, metadata=wire("certify_url"))
    """The address that opens the face page; pass it on to the person's browser or app as it is.
    Whoever has it can act in the person's place.
    """


class FaceCertifyVerifyErrorCode(WireEnum):
    """The known failure codes of the operation itself. The list is open: the provider may use values
    that do not stand here.
    """

    SYSTEM_ERROR = "SYSTEM_ERROR"
    INVALID_PARAMETER = "INVALID_PARAMETER"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


VERIFY_FACE_CERTIFY: Final = Operation(
    name="verify_face_certify",
    method="POST",
    path="/v3/datadigital/fincloud/generalsaas/face/certify/verify",
    sends_body=True,
    request=VerifyFaceCertifyRequest,
    answer=DatadigitalFincloudGeneralsaasFaceCertifyVerifyResponseModel,
    failures={
        200: DatadigitalFincloudGeneralsaasFaceCertifyVerifyResponseModel,
        400: CommonErrorType,
        401: CommonErrorType,
        "default": CommonErrorType,
    },
    retry="connect-only",
    document="https://github.com/alipay/alipay-sdk-java-all/blob/master/v3/docs/DatadigitalFincloudGeneralsaasFaceCertifyApi.md",
)
"""Get the address that opens the face page in Alipay (跳转支付宝人脸核身) for a certify_id."""


class Client(SyncCaller):
    """What this page adds to the package's `Client`."""

    def verify_face_certify(
        self, *, certify_id: str | None = None
    ) -> DatadigitalFincloudGeneralsaasFaceCertifyVerifyResponseModel:
        """Get the address that opens the face page in Alipay (跳转支付宝人脸核身) for a certify_id.

        It decides nothing about the person: `query_face_certify` gives the result. How long the
        address lasts, and whether it may be fetched again, is not stated. Alipay's own name of the
        operation is `datadigital.fincloud.generalsaas.face.certify.verify`.

        Args:
            certify_id: The id of the verification, as `initialize_face_certify` gave it. Needed
                in practice, although the provider calls it optional.

        Returns:
            Where the person goes.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: DatadigitalFincloudGeneralsaasFaceCertifyApi, edition of 2026-09-23,
        read in copies that others made,
        https://github.com/alipay/alipay-sdk-java-all/blob/master/v3/docs/DatadigitalFincloudGeneralsaasFaceCertifyApi.md
        """
        return self._call(VERIFY_FACE_CERTIFY, VerifyFaceCertifyRequest(certify_id=certify_id)).parsed


class AsyncClient(AsyncCaller):
    """What this page adds to the package's `AsyncClient`."""

    async def verify_face_certify(
        self, *, certify_id: str | None = None
    ) -> DatadigitalFincloudGeneralsaasFaceCertifyVerifyResponseModel:
        """`Client.verify_face_certify`, from async code."""
        return (await self._call(VERIFY_FACE_CERTIFY, VerifyFaceCertifyRequest(certify_id=certify_id))).parsed


class RawClient(RawCaller):
    """What this page adds to the package's `RawClient`."""

    def verify_face_certify(
        self, *, certify_id: str | None = None
    ) -> RawReply[DatadigitalFincloudGeneralsaasFaceCertifyVerifyResponseModel]:
        """`Client.verify_face_certify`, with the exchange."""
        return self._client._call(VERIFY_FACE_CERTIFY, VerifyFaceCertifyRequest(certify_id=certify_id))


class AsyncRawClient(AsyncRawCaller):
    """What this page adds to the package's `AsyncRawClient`."""

    async def verify_face_certify(
        self, *, certify_id: str | None = None
    ) -> RawReply[DatadigitalFincloudGeneralsaasFaceCertifyVerifyResponseModel]:
        """`AsyncClient.verify_face_certify`, with the exchange."""
        return await self._client._call(VERIFY_FACE_CERTIFY, VerifyFaceCertifyRequest(certify_id=certify_id))
