# Generated from specs/alipay/face-verification-query.yaml by scripts/build.py; do not edit.

"""Alipay identity verification: DatadigitalFincloudGeneralsaasFaceVerificationApi."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from attrs import field, frozen
from attrs.validators import optional

from realname.core.answer import Answer, OutcomeAnswer
from realname.core.client import AsyncCaller, AsyncRawCaller, RawCaller, SyncCaller
from realname.core.codes import Code
from realname.core.model import Request, WireEnum, masked, text, wire
from realname.core.operation import Operation, Waiter
from realname.core.outcome import OutcomeRule
from realname.core.reply import RawReply

from .shared import CommonErrorType


@frozen(kw_only=True)
class QueryFaceVerificationRequest(Request):
    """The arguments of `query_face_verification`."""

    OPERATION: ClassVar[str] = "query_face_verification"
    DOCUMENT: ClassVar[str] = (
        "https://github.com/alipay/alipay-sdk-java-all/blob/master/v3/docs/DatadigitalFincloudGeneralsaasFaceVerificationApi.md"
    )

    certify_id: str | None = field(default=None, validator=optional(text()), metadata=wire("certify_id", at="query"))
    """The id of the verification, as `initialize_face_verification` gave it."""

    need_alive_photo: str | None = field(
        default=None, validator=optional(text()), metadata=wire("need_alive_photo", at="query")
    )
    """Whether the live picture is sent; `N`, no picture, if left out."""


class CertifyState(WireEnum):
    """How far a verification has come.

    - `PROCESSING`: opened, not finished.
    - `SUCCESS`: passed.
    - `FAIL`: not passed.

    The list is open: the provider may use values that do not stand here.
    """

    PROCESSING = "PROCESSING"
    SUCCESS = "SUCCESS"
    FAIL = "FAIL"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


class AttackFlag(WireEnum):
    """Whether a risk was found.

    - `true`: a risk was found.
    - `false`: none was found.

    The list is open: the provider may use values that do not stand here.
    """

    TRUE = "true"
    FALSE = "false"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


@frozen(kw_only=True)
class OpenCertifyMetaInfo(Answer):
    """The device that a verification was made with."""

    device_type: str | None = field(default=None, metadata=wire("device_type"))
    """The kind of its operating system; no value is stated."""


class FaceVerificationQueryErrorCode(WireEnum):
    """The known failure codes of the operation itself. The list is open: the provider may use values
    that do not stand here.
    """

    UNKNOWN_ERROR = "UNKNOWN_ERROR"
    ILLEGAL_ARGUMENT_FORMAT = "ILLEGAL_ARGUMENT_FORMAT"
    QUERY_INVALID_CERTIFYID = "QUERY_INVALID_CERTIFYID"
    QUERY_CERTIFYID_EXPIRED = "QUERY_CERTIFYID_EXPIRED"
    SYSTEM_ERROR = "SYSTEM_ERROR"
    ACCOUNT_NOT_AVAILABLE = "ACCOUNT_NOT_AVAILABLE"
    SDK_VERSION_NOT_SUPPORT = "SDK_VERSION_NOT_SUPPORT"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


@frozen(kw_only=True)
class DatadigitalFincloudGeneralsaasFaceVerificationQueryResponseModel(OutcomeAnswer):
    """The result of a face verification; any field may be absent.

    Its `outcome` speaks of a person who took part, by face or by code.
    """

    OUTCOME: ClassVar[OutcomeRule] = OutcomeRule(
        verified=({"certify_state": "SUCCESS", "attack_flag": (None, "false")},),
        rejected=({"certify_state": "FAIL"},),
        pending=({"certify_state": "PROCESSING"},),
    )

    alive_photo: str | None = field(default=None, repr=masked, metadata=wire("alive_photo"))
    """The live picture in base64, if it was asked for."""

    attack_flag: AttackFlag | None = field(default=None, metadata=wire("attack_flag"))
    """Whether a risk was found in this verification, as text."""

    certify_state: CertifyState | None = field(default=None, metadata=wire("certify_state"))
    """How far the verification has come."""

    meta_info: OpenCertifyMetaInfo | None = field(default=None, repr=masked, metadata=wire("meta_info"))
    """The person's device."""

    quality: str | None = field(default=None, repr=masked, metadata=wire("quality"))
    """The score of the picture's quality, a decimal number."""

    score: str | None = field(default=None, repr=masked, metadata=wire("score"))
    """The score of the liveness check, a decimal number."""


QUERY_FACE_VERIFICATION: Final = Operation(
    name="query_face_verification",
    method="GET",
    path="/v3/datadigital/fincloud/generalsaas/face/verification/query",
    request=QueryFaceVerificationRequest,
    answer=DatadigitalFincloudGeneralsaasFaceVerificationQueryResponseModel,
    failures={
        200: DatadigitalFincloudGeneralsaasFaceVerificationQueryResponseModel,
        400: CommonErrorType,
        401: CommonErrorType,
        "default": CommonErrorType,
    },
    codes={
        "QUERY_CERTIFYID_EXPIRED": Code(kind="expired"),
        "QUERY_INVALID_CERTIFYID": Code(
            kind="request", remedy="Check the certify_id: it is one of initialize_face_verification."
        ),
    },
    waiter=Waiter(
        pause=2, unfinished=({"certify_state": "PROCESSING"},), finished=({"certify_state": ("SUCCESS", "FAIL")},)
    ),
    retry="safe",
    document="https://github.com/alipay/alipay-sdk-java-all/blob/master/v3/docs/DatadigitalFincloudGeneralsaasFaceVerificationApi.md",
)
"""Read the result of a face verification (人脸核身)."""


class Client(SyncCaller):
    """What this page adds to the package's `Client`."""

    def query_face_verification(
        self, *, certify_id: str | None = None, need_alive_photo: str | None = None
    ) -> DatadigitalFincloudGeneralsaasFaceVerificationQueryResponseModel:
        """Read the result of a face verification (人脸核身).

        From which score on a person passes, and how long results are kept, is not stated. That an
        attack beside `SUCCESS` is no success is our choice: the page does not say how the two go
        together. Alipay's own name of the operation is
        `datadigital.fincloud.generalsaas.face.verification.query`.

        Args:
            certify_id: The id of the verification, as `initialize_face_verification` gave it.
                Needed in practice, although the provider calls it optional.
            need_alive_photo: Whether the live picture is sent; `N`, no picture, if left out.

        Returns:
            The result of a face verification; any field may be absent.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: DatadigitalFincloudGeneralsaasFaceVerificationApi, edition of 2026-09-23,
        read in copies that others made,
        https://github.com/alipay/alipay-sdk-java-all/blob/master/v3/docs/DatadigitalFincloudGeneralsaasFaceVerificationApi.md
        """
        return self._call(
            QUERY_FACE_VERIFICATION,
            QueryFaceVerificationRequest(certify_id=certify_id, need_alive_photo=need_alive_photo),
        ).parsed

    def wait_for_face_verification(
        self,
        *,
        certify_id: str | None = None,
        need_alive_photo: str | None = None,
        timeout: float = 600.0,
        require_verified: bool = False,
    ) -> DatadigitalFincloudGeneralsaasFaceVerificationQueryResponseModel:
        """Call `query_face_verification` again and again until there is nothing more to wait for, and return its last answer.

        Pauses grow, from 2 s on. Failures that pass by themselves do not end the waiting.

        Args:
            certify_id: The id of the verification, as `initialize_face_verification` gave it.
                Needed in practice, although the provider calls it optional.
            need_alive_photo: Whether the live picture is sent; `N`, no picture, if left out.
            timeout: Seconds in all.
            require_verified: Raise if the last answer does not say that the person or organization is verified.

        Raises:
            WaitTimeoutError: it was not over in time; it has the last answer.
            RealnameError: a failure that does not pass by itself, or what `require_verified()` of the answer raises.
        """
        answer = self._wait(
            QUERY_FACE_VERIFICATION,
            QueryFaceVerificationRequest(certify_id=certify_id, need_alive_photo=need_alive_photo),
            limit=timeout,
        )
        return answer.require_verified() if require_verified else answer


class AsyncClient(AsyncCaller):
    """What this page adds to the package's `AsyncClient`."""

    async def query_face_verification(
        self, *, certify_id: str | None = None, need_alive_photo: str | None = None
    ) -> DatadigitalFincloudGeneralsaasFaceVerificationQueryResponseModel:
        """`Client.query_face_verification`, from async code."""
        return (
            await self._call(
                QUERY_FACE_VERIFICATION,
                QueryFaceVerificationRequest(certify_id=certify_id, need_alive_photo=need_alive_photo),
            )
        ).parsed

    async def wait_for_face_verification(
        self,
        *,
        certify_id: str | None = None,
        need_alive_photo: str | None = None,
        timeout: float = 600.0,
        require_verified: bool = False,
    ) -> DatadigitalFincloudGeneralsaasFaceVerificationQueryResponseModel:
        """`Client.wait_for_face_verification`, from async code."""
        answer = await self._wait(
            QUERY_FACE_VERIFICATION,
            QueryFaceVerificationRequest(certify_id=certify_id, need_alive_photo=need_alive_photo),
            limit=timeout,
        )
        return answer.require_verified() if require_verified else answer


class RawClient(RawCaller):
    """What this page adds to the package's `RawClient`."""

    def query_face_verification(
        self, *, certify_id: str | None = None, need_alive_photo: str | None = None
    ) -> RawReply[DatadigitalFincloudGeneralsaasFaceVerificationQueryResponseModel]:
        """`Client.query_face_verification`, with the exchange."""
        return self._client._call(
            QUERY_FACE_VERIFICATION,
            QueryFaceVerificationRequest(certify_id=certify_id, need_alive_photo=need_alive_photo),
        )


class AsyncRawClient(AsyncRawCaller):
    """What this page adds to the package's `AsyncRawClient`."""

    async def query_face_verification(
        self, *, certify_id: str | None = None, need_alive_photo: str | None = None
    ) -> RawReply[DatadigitalFincloudGeneralsaasFaceVerificationQueryResponseModel]:
        """`AsyncClient.query_face_verification`, with the exchange."""
        return await self._client._call(
            QUERY_FACE_VERIFICATION,
            QueryFaceVerificationRequest(certify_id=certify_id, need_alive_photo=need_alive_photo),
        )
