# Generated from specs/alipay/face-certify-query.yaml by scripts/build.py; do not edit.

"""Alipay identity verification: DatadigitalFincloudGeneralsaasFaceCertifyApi."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from attrs import field, frozen
from attrs.validators import optional

from realname.core.answer import OutcomeAnswer
from realname.core.client import AsyncCaller, AsyncRawCaller, RawCaller, SyncCaller
from realname.core.codes import Code
from realname.core.model import Request, WireEnum, masked, text, wire
from realname.core.operation import Operation, Waiter
from realname.core.outcome import OutcomeRule
from realname.core.reply import RawReply

from .shared import CommonErrorType, Passed


@frozen(kw_only=True)
class QueryFaceCertifyRequest(Request):
    """The arguments of `query_face_certify`."""

    OPERATION: ClassVar[str] = "query_face_certify"
    DOCUMENT: ClassVar[str] = (
        "https://github.com/alipay/alipay-sdk-java-all/blob/master/v3/docs/DatadigitalFincloudGeneralsaasFaceCertifyApi.md"
    )

    certify_id: str | None = field(default=None, validator=optional(text()), metadata=wire("certify_id", at="query"))
    """The id of the verification, as `initialize_face_certify` gave it."""


@frozen(kw_only=True)
class DatadigitalFincloudGeneralsaasFaceCertifyQueryResponseModel(OutcomeAnswer):
    """The result of a face verification; any field may be absent.

    Its `outcome` speaks of a person who took part, by face or by code.
    """

    OUTCOME: ClassVar[OutcomeRule] = OutcomeRule(verified=({"passed": "T"},))

    fail_reason: str | None = field(default=None, repr=masked, metadata=wire("fail_reason"))
    """Why the person did not pass; an extension that is not sent by default."""

    identity_info: str | None = field(default=None, repr=masked, metadata=wire("identity_info"))
    """Data of the person whose face was shown; empty at present."""

    material_info: str | None = field(default=None, repr=masked, metadata=wire("material_info"))
    """Attachments, above all pictures; empty as a rule."""

    passed: Passed | None = field(default=None, metadata=wire("passed"))
    """Whether the person passed; see the operation for what `F` leaves open."""


class FaceCertifyQueryErrorCode(WireEnum):
    """The known failure codes of the operation itself. The list is open: the provider may use values
    that do not stand here.
    """

    SYSTEM_ERROR = "SYSTEM_ERROR"
    INVALID_PARAMETER = "INVALID_PARAMETER"
    CERTIFY_ID_EXPIRED = "CERTIFY_ID_EXPIRED"
    OPEN_CERTIFY_BILL_NOT_EXIST = "OPEN_CERTIFY_BILL_NOT_EXIST"
    OPEN_CERTIFY_BILL_STATUS_ERROR = "OPEN_CERTIFY_BILL_STATUS_ERROR"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


QUERY_FACE_CERTIFY: Final = Operation(
    name="query_face_certify",
    method="GET",
    path="/v3/datadigital/fincloud/generalsaas/face/certify/query",
    request=QueryFaceCertifyRequest,
    answer=DatadigitalFincloudGeneralsaasFaceCertifyQueryResponseModel,
    failures={
        200: DatadigitalFincloudGeneralsaasFaceCertifyQueryResponseModel,
        400: CommonErrorType,
        401: CommonErrorType,
        "default": CommonErrorType,
    },
    codes={"CERTIFY_ID_EXPIRED": Code(kind="expired"), "OPEN_CERTIFY_BILL_NOT_EXIST": Code(kind="not-found")},
    waiter=Waiter(pause=2, unfinished=({"passed": "F"},), finished=({"passed": "T"},)),
    retry="safe",
    document="https://github.com/alipay/alipay-sdk-java-all/blob/master/v3/docs/DatadigitalFincloudGeneralsaasFaceCertifyApi.md",
)
"""Read the result of a face verification that jumped into Alipay (跳转支付宝人脸核身)."""


class Client(SyncCaller):
    """What this page adds to the package's `Client`."""

    def query_face_certify(
        self, *, certify_id: str | None = None
    ) -> DatadigitalFincloudGeneralsaasFaceCertifyQueryResponseModel:
        """Read the result of a face verification that jumped into Alipay (跳转支付宝人脸核身).

        Only `passed` `T` says something. Whether `F` also means that the person has not finished
        yet is not stated here; at the sibling operation of 身份认证, with the same fields, it does, and
        no other field tells the two apart. So `F` is neither a no nor a "not yet": the waiter goes
        on to its limit. Alipay's own name of the operation is
        `datadigital.fincloud.generalsaas.face.certify.query`.

        Args:
            certify_id: The id of the verification, as `initialize_face_certify` gave it. Needed
                in practice, although the provider calls it optional.

        Returns:
            The result of a face verification; any field may be absent.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: DatadigitalFincloudGeneralsaasFaceCertifyApi, edition of 2026-09-23,
        read in copies that others made,
        https://github.com/alipay/alipay-sdk-java-all/blob/master/v3/docs/DatadigitalFincloudGeneralsaasFaceCertifyApi.md
        """
        return self._call(QUERY_FACE_CERTIFY, QueryFaceCertifyRequest(certify_id=certify_id)).parsed

    def wait_for_face_certify(
        self, *, certify_id: str | None = None, timeout: float = 600.0, require_verified: bool = False
    ) -> DatadigitalFincloudGeneralsaasFaceCertifyQueryResponseModel:
        """Call `query_face_certify` again and again until there is nothing more to wait for, and return its last answer.

        Pauses grow, from 2 s on. Failures that pass by themselves do not end the waiting.

        Args:
            certify_id: The id of the verification, as `initialize_face_certify` gave it. Needed
                in practice, although the provider calls it optional.
            timeout: Seconds in all.
            require_verified: Raise if the last answer does not say that the person or organization is verified.

        Raises:
            WaitTimeoutError: it was not over in time; it has the last answer.
            RealnameError: a failure that does not pass by itself, or what `require_verified()` of the answer raises.
        """
        answer = self._wait(QUERY_FACE_CERTIFY, QueryFaceCertifyRequest(certify_id=certify_id), limit=timeout)
        return answer.require_verified() if require_verified else answer


class AsyncClient(AsyncCaller):
    """What this page adds to the package's `AsyncClient`."""

    async def query_face_certify(
        self, *, certify_id: str | None = None
    ) -> DatadigitalFincloudGeneralsaasFaceCertifyQueryResponseModel:
        """`Client.query_face_certify`, from async code."""
        return (await self._call(QUERY_FACE_CERTIFY, QueryFaceCertifyRequest(certify_id=certify_id))).parsed

    async def wait_for_face_certify(
        self, *, certify_id: str | None = None, timeout: float = 600.0, require_verified: bool = False
    ) -> DatadigitalFincloudGeneralsaasFaceCertifyQueryResponseModel:
        """`Client.wait_for_face_certify`, from async code."""
        answer = await self._wait(QUERY_FACE_CERTIFY, QueryFaceCertifyRequest(certify_id=certify_id), limit=timeout)
        return answer.require_verified() if require_verified else answer


class RawClient(RawCaller):
    """What this page adds to the package's `RawClient`."""

    def query_face_certify(
        self, *, certify_id: str | None = None
    ) -> RawReply[DatadigitalFincloudGeneralsaasFaceCertifyQueryResponseModel]:
        """`Client.query_face_certify`, with the exchange."""
        return self._client._call(QUERY_FACE_CERTIFY, QueryFaceCertifyRequest(certify_id=certify_id))


class AsyncRawClient(AsyncRawCaller):
    """What this page adds to the package's `AsyncRawClient`."""

    async def query_face_certify(
        self, *, certify_id: str | None = None
    ) -> RawReply[DatadigitalFincloudGeneralsaasFaceCertifyQueryResponseModel]:
        """`AsyncClient.query_face_certify`, with the exchange."""
        return await self._client._call(QUERY_FACE_CERTIFY, QueryFaceCertifyRequest(certify_id=certify_id))
