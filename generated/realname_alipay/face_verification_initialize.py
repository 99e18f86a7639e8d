# Generated from specs/alipay/face-verification-initialize.yaml by scripts/build.py; do not edit.

"""Alipay identity verification: DatadigitalFincloudGeneralsaasFaceVerificationApi."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from attrs import field, frozen
from attrs.validators import optional

from realname.core.answer import Answer
from realname.core.client import AsyncCaller, AsyncRawCaller, RawCaller, SyncCaller
from realname.core.codes import Code
from realname.core.model import Request, WireEnum, masked, text, wire
from realname.core.operation import Operation
from realname.core.reply import RawReply

from .shared import CommonErrorType


class FaceVerificationBizCode(WireEnum):
    """The kind of face verification; at present only this one.

    - `DATA_DIGITAL_BIZ_CODE_FACE_VERIFICATION`: face verification (人脸核身).

    The list is open: the provider may use values that do not stand here.
    """

    FACE_VERIFICATION = "DATA_DIGITAL_BIZ_CODE_FACE_VERIFICATION"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


class FaceVerificationIdentityType(WireEnum):
    """How the person is identified; always by this.

    - `CERT_INFO`: by an identity document.

    The list is open: the provider may use values that do not stand here.
    """

    CERT_INFO = "CERT_INFO"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


class FaceVerificationCertType(WireEnum):
    """The kind of identity document.

    - `IDENTITY_CARD`: ID card (身份证).
    - `RESIDENCE_HK_MC`: residence permit of Hong Kong and Macao residents (港澳居民居住证).
    - `RESIDENCE_TAIWAN`: residence permit of Taiwan residents (台湾居民居住证).

    The list is open: the provider may use values that do not stand here.
    """

    IDENTITY_CARD = "IDENTITY_CARD"
    RESIDENCE_HK_MC = "RESIDENCE_HK_MC"
    RESIDENCE_TAIWAN = "RESIDENCE_TAIWAN"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


class FaceReserveStrategy(WireEnum):
    """What becomes of the face.

    - `reserve`: the live face is kept (保存活体人脸).
    - `never`: it is not kept (不保存活体人脸).

    The list is open: the provider may use values that do not stand here.
    """

    RESERVE = "reserve"
    NEVER = "never"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


@frozen(kw_only=True)
class DatadigitalFincloudGeneralsaasFaceVerificationInitializeResponseModel(Answer):
    """The verification that was opened."""

    certify_id: str | None = field(default=None, metadata=wire("certify_id"))
    """The id of this verification; keep it, to read the result and to trace problems."""

    page_url: str | None = field(default=None, repr=masked, metadata=wire("page_url"))
    """The address of the face page for older app SDKs; newer ones do not need it, and H5 uses
    `web_url`.
    """

    web_url: str | None = field(default=None, repr=masked, metadata=wire("web_url"))
    """The address of the H5 face page; whoever has it can act in the person's place."""


class FaceVerificationInitializeErrorCode(WireEnum):
    """The known failure codes of the operation itself. The list is open: the provider may use values
    that do not stand here.
    """

    SYSTEM_ERROR = "SYSTEM_ERROR"
    ILLEGAL_ARGUMENT_FORMAT = "ILLEGAL_ARGUMENT_FORMAT"
    UNKNOWN_ERROR = "UNKNOWN_ERROR"
    INVALID_SWITCH = "INVALID_SWITCH"
    INVALID_CERT_INFO = "INVALID_CERT_INFO"
    INVALID_INPUT_IMAGE = "INVALID_INPUT_IMAGE"
    OVER_RATE_LIMIT = "OVER_RATE_LIMIT"
    ACCOUNT_MONEY_LIMIT_ERROR = "ACCOUNT_MONEY_LIMIT_ERROR"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


@frozen(kw_only=True)
class InitializeFaceVerificationRequest(Request):
    """Who is to be verified."""

    OPERATION: ClassVar[str] = "initialize_face_verification"
    DOCUMENT: ClassVar[str] = (
        "https://github.com/alipay/alipay-sdk-java-all/blob/master/v3/docs/DatadigitalFincloudGeneralsaasFaceVerificationApi.md"
    )

    biz_code: FaceVerificationBizCode | str | None = field(
        default=None, validator=optional(text()), metadata=wire("biz_code")
    )
    """The kind of face verification."""

    cert_name: str | None = field(default=None, validator=optional(text()), repr=masked, metadata=wire("cert_name"))
    """The person's real name."""

    cert_no: str | None = field(default=None, validator=optional(text()), repr=masked, metadata=wire("cert_no"))
    """The number of the identity document."""

    cert_type: FaceVerificationCertType | str | None = field(
        default=None, validator=optional(text()), metadata=wire("cert_type")
    )
    """The kind of the identity document."""

    face_reserve_strategy: FaceReserveStrategy | str | None = field(
        default=None, validator=optional(text()), metadata=wire("face_reserve_strategy")
    )
    """Whether the face is kept; `reserve` if left out."""

    identity_type: FaceVerificationIdentityType | str | None = field(
        default=None, validator=optional(text()), metadata=wire("identity_type")
    )
    """How the person is identified."""

    nation: str | None = field(default=None, validator=optional(text()), repr=masked, metadata=wire("nation"))
    """The code of the country; needed for a permanent residence permit of a foreigner."""

    outer_order_no: str | None = field(default=None, validator=optional(text()), metadata=wire("outer_order_no"))
    """The caller's own id of the request, unique for the merchant, of letters and digits; a prefix,
    the time and a counter or a random part are advised.
    """

    phone_no: str | None = field(default=None, validator=optional(text()), repr=masked, metadata=wire("phone_no"))
    """The person's mobile number."""


INITIALIZE_FACE_VERIFICATION: Final = Operation(
    name="initialize_face_verification",
    method="POST",
    path="/v3/datadigital/fincloud/generalsaas/face/verification/initialize",
    sends_body=True,
    request=InitializeFaceVerificationRequest,
    answer=DatadigitalFincloudGeneralsaasFaceVerificationInitializeResponseModel,
    failures={
        200: DatadigitalFincloudGeneralsaasFaceVerificationInitializeResponseModel,
        400: CommonErrorType,
        401: CommonErrorType,
        "default": CommonErrorType,
    },
    codes={"OVER_RATE_LIMIT": Code(kind="rate-limit")},
    retry="connect-only",
    document="https://github.com/alipay/alipay-sdk-java-all/blob/master/v3/docs/DatadigitalFincloudGeneralsaasFaceVerificationApi.md",
)
"""Open a face verification (人脸核身) in the merchant's own app or on an H5 page."""


class Client(SyncCaller):
    """What this page adds to the package's `Client`."""

    def initialize_face_verification(
        self,
        *,
        biz_code: FaceVerificationBizCode | str | None = None,
        cert_name: str | None = None,
        cert_no: str | None = None,
        cert_type: FaceVerificationCertType | str | None = None,
        face_reserve_strategy: FaceReserveStrategy | str | None = None,
        identity_type: FaceVerificationIdentityType | str | None = None,
        nation: str | None = None,
        outer_order_no: str | None = None,
        phone_no: str | None = None,
    ) -> DatadigitalFincloudGeneralsaasFaceVerificationInitializeResponseModel:
        """Open a face verification (人脸核身) in the merchant's own app or on an H5 page.

        `query_face_verification` gives the result. The page marks no field as required, and calls
        `nation` needed for a permanent residence permit of a foreigner, although it names no
        `cert_type` for that. How long the certify_id and the address last is not stated. Alipay's
        own name of the operation is
        `datadigital.fincloud.generalsaas.face.verification.initialize`.

        Args:
            biz_code: The kind of face verification.
            cert_name: The person's real name. Sensitive: masked in `repr`.
            cert_no: The number of the identity document. Sensitive: masked in `repr`.
            cert_type: The kind of the identity document.
            face_reserve_strategy: Whether the face is kept; `reserve` if left out.
            identity_type: How the person is identified.
            nation: The code of the country; needed for a permanent residence permit of a
                foreigner. Sensitive: masked in `repr`.
            outer_order_no: The caller's own id of the request, unique for the merchant, of
                letters and digits; a prefix, the time and a counter or a random part are advised.
            phone_no: The person's mobile number. Sensitive: masked in `repr`.

        Returns:
            The verification that was opened.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: DatadigitalFincloudGeneralsaasFaceVerificationApi, edition of 2026-09-23,
        read in copies that others made,
        https://github.com/alipay/alipay-sdk-java-all/blob/master/v3/docs/DatadigitalFincloudGeneralsaasFaceVerificationApi.md
        """
        return self._call(
            INITIALIZE_FACE_VERIFICATION,
            InitializeFaceVerificationRequest(
                biz_code=biz_code,
                cert_name=cert_name,
                cert_no=cert_no,
                cert_type=cert_type,
                face_reserve_strategy=face_reserve_strategy,
                identity_type=identity_type,
                nation=nation,
                outer_order_no=outer_order_no,
                phone_no=phone_no,
            ),
        ).parsed


class AsyncClient(AsyncCaller):
    """What this page adds to the package's `AsyncClient`."""

    async def initialize_face_verification(
        self,
        *,
        biz_code: FaceVerificationBizCode | str | None = None,
        cert_name: str | None = None,
        cert_no: str | None = None,
        cert_type: FaceVerificationCertType | str | None = None,
        face_reserve_strategy: FaceReserveStrategy | str | None = None,
        identity_type: FaceVerificationIdentityType | str | None = None,
        nation: str | None = None,
        outer_order_no: str | None = None,
        phone_no: str | None = None,
    ) -> DatadigitalFincloudGeneralsaasFaceVerificationInitializeResponseModel:
        """`Client.initialize_face_verification`, from async code."""
        return (
            await self._call(
                INITIALIZE_FACE_VERIFICATION,
                InitializeFaceVerificationRequest(
                    biz_code=biz_code,
                    cert_name=cert_name,
                    cert_no=cert_no,
                    cert_type=cert_type,
                    face_reserve_strategy=face_reserve_strategy,
                    identity_type=identity_type,
                    nation=nation,
                    outer_order_no=outer_order_no,
                    phone_no=phone_no,
                ),
            )
        ).parsed


class RawClient(RawCaller):
    """What this page adds to the package's `RawClient`."""

    def initialize_face_verification(
        self,
        *,
        biz_code: FaceVerificationBizCode | str | None = None,
        cert_name: str | None = None,
        cert_no: str | None = None,
        cert_type: FaceVerificationCertType | str | None = None,
        face_reserve_strategy: FaceReserveStrategy | str | None = None,
        identity_type: FaceVerificationIdentityType | str | None = None,
        nation: str | None = None,
        outer_order_no: str | None = None,
        phone_no: str | None = None,
    ) -> RawReply[DatadigitalFincloudGeneralsaasFaceVerificationInitializeResponseModel]:
        """`Client.initialize_face_verification`, with the exchange."""
        return self._client._call(
            INITIALIZE_FACE_VERIFICATION,
            InitializeFaceVerificationRequest(
                biz_code=biz_code,
                cert_name=cert_name,
                cert_no=cert_no,
                cert_type=cert_type,
                face_reserve_strategy=face_reserve_strategy,
                identity_type=identity_type,
                nation=nation,
                outer_order_no=outer_order_no,
                phone_no=phone_no,
            ),
        )


class AsyncRawClient(AsyncRawCaller):
    """What this page adds to the package's `AsyncRawClient`."""

    async def initialize_face_verification(
        self,
        *,
        biz_code: FaceVerificationBizCode | str | None = None,
        cert_name: str | None = None,
        cert_no: str | None = None,
        cert_type: FaceVerificationCertType | str | None = None,
        face_reserve_strategy: FaceReserveStrategy | str | None = None,
        identity_type: FaceVerificationIdentityType | str | None = None,
        nation: str | None = None,
        outer_order_no: str | None = None,
        phone_no: str | None = None,
    ) -> RawReply[DatadigitalFincloudGeneralsaasFaceVerificationInitializeResponseModel]:
        """`AsyncClient.initialize_face_verification`, with the exchange."""
        return await self._client._call(
            INITIALIZE_FACE_VERIFICATION,
            InitializeFaceVerificationRequest(
                biz_code=biz_code,
                cert_name=cert_name,
                cert_no=cert_no,
                cert_type=cert_type,
                face_reserve_strategy=face_reserve_strategy,
                identity_type=identity_type,
                nation=nation,
                outer_order_no=outer_order_no,
                phone_no=phone_no,
            ),
        )
