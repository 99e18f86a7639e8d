# Generated from specs/alipay/face-certify-initialize.yaml by scripts/build.py; do not edit.

"""Alipay identity verification: DatadigitalFincloudGeneralsaasFaceCertifyApi."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from attrs import field, frozen
from attrs.validators import optional

from realname.core.answer import Answer
from realname.core.client import AsyncCaller, AsyncRawCaller, RawCaller, SyncCaller
from realname.core.model import Request, WireEnum, masked, nested, text, wire
from realname.core.operation import Operation
from realname.core.reply import RawReply

from .shared import CommonErrorType


@frozen(kw_only=True)
class OpenCertifyMerchantConfigs(Request):
    """Settings of the merchant's for this verification."""

    face_reserve_strategy: str | None = field(
        default=None, validator=optional(text()), metadata=wire("face_reserve_strategy")
    )
    """Whether the face is kept; `reserve` if left out."""

    return_url: str | None = field(default=None, validator=optional(text()), repr=masked, metadata=wire("return_url"))
    """Where the person goes after a success, as a rule a page of the merchant's; an empty text if
    there is none.
    """


class FaceCertifyIdentityType(WireEnum):
    """How the person is identified; at present only by this.

    - `CERT_INFO`: by an identity document.

    The list is open: the provider may use values that do not stand here.
    """

    CERT_INFO = "CERT_INFO"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


class FaceCertifyCertType(WireEnum):
    """The kind of identity document; at present only this one.

    - `IDENTITY_CARD`: ID card (身份证).

    The list is open: the provider may use values that do not stand here.
    """

    IDENTITY_CARD = "IDENTITY_CARD"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


@frozen(kw_only=True)
class DatadigitalFincloudGeneralsaasFaceCertifyInitializeResponseModel(Answer):
    """The verification that was opened."""

    certify_id: str | None = field(default=None, metadata=wire("certify_id"))
    """The id of this verification, which all further steps need; keep it."""


class FaceCertifyInitializeErrorCode(WireEnum):
    """The known failure codes of the operation itself. The list is open: the provider may use values
    that do not stand here.
    """

    SYSTEM_ERROR = "SYSTEM_ERROR"
    INVALID_PARAMETER = "INVALID_PARAMETER"
    ARRANGEMENT_STATUS_ERROR = "ARRANGEMENT_STATUS_ERROR"
    ACCOUNT_MONEY_LIMIT_ERROR = "ACCOUNT_MONEY_LIMIT_ERROR"
    INVALID_SWITCH = "INVALID_SWITCH"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


@frozen(kw_only=True)
class OpenCertifyIdentifyInfo(Request):
    """The person who is to be verified."""

    cert_name: str | None = field(default=None, validator=optional(text()), repr=masked, metadata=wire("cert_name"))
    """The person's real name."""

    cert_no: str | None = field(default=None, validator=optional(text()), repr=masked, metadata=wire("cert_no"))
    """The number of the identity document that belongs to the name."""

    cert_type: FaceCertifyCertType | str | None = field(
        default=None, validator=optional(text()), metadata=wire("cert_type")
    )
    """The kind of the identity document."""

    identity_type: FaceCertifyIdentityType | str | None = field(
        default=None, validator=optional(text()), metadata=wire("identity_type")
    )
    """How the person is identified."""

    phone_no: str | None = field(default=None, validator=optional(text()), repr=masked, metadata=wire("phone_no"))
    """The person's mobile number; may be left out."""


@frozen(kw_only=True)
class InitializeFaceCertifyRequest(Request):
    """Who is to be verified, and where the person goes afterwards."""

    OPERATION: ClassVar[str] = "initialize_face_certify"
    DOCUMENT: ClassVar[str] = (
        "https://github.com/alipay/alipay-sdk-java-all/blob/master/v3/docs/DatadigitalFincloudGeneralsaasFaceCertifyApi.md"
    )

    biz_code: str | None = field(default=None, validator=optional(text()), metadata=wire("biz_code"))
    """The code of the scene."""

    face_contrast_picture: str | None = field(
        default=None, validator=optional(text()), repr=masked, metadata=wire("face_contrast_picture")
    )
    """A picture of the caller's own to compare the face with, in base64."""

    identity_param: OpenCertifyIdentifyInfo | None = field(
        default=None, validator=optional(nested(OpenCertifyIdentifyInfo)), metadata=wire("identity_param")
    )
    """Who is to be verified."""

    merchant_config: OpenCertifyMerchantConfigs | None = field(
        default=None, validator=optional(nested(OpenCertifyMerchantConfigs)), metadata=wire("merchant_config")
    )
    """Settings of the merchant's."""

    outer_order_no: str | None = field(default=None, validator=optional(text()), metadata=wire("outer_order_no"))
    """The caller's own id of the request, unique for the merchant, of letters and digits; a prefix,
    the time and a counter or a random part are advised.
    """


INITIALIZE_FACE_CERTIFY: Final = Operation(
    name="initialize_face_certify",
    method="POST",
    path="/v3/datadigital/fincloud/generalsaas/face/certify/initialize",
    sends_body=True,
    request=InitializeFaceCertifyRequest,
    answer=DatadigitalFincloudGeneralsaasFaceCertifyInitializeResponseModel,
    failures={
        200: DatadigitalFincloudGeneralsaasFaceCertifyInitializeResponseModel,
        400: CommonErrorType,
        401: CommonErrorType,
        "default": CommonErrorType,
    },
    retry="connect-only",
    document="https://github.com/alipay/alipay-sdk-java-all/blob/master/v3/docs/DatadigitalFincloudGeneralsaasFaceCertifyApi.md",
)
"""Open a face verification that jumps into Alipay (跳转支付宝人脸核身), and get its certify_id."""


class Client(SyncCaller):
    """What this page adds to the package's `Client`."""

    def initialize_face_certify(
        self,
        *,
        biz_code: str | None = None,
        face_contrast_picture: str | None = None,
        identity_param: OpenCertifyIdentifyInfo | None = None,
        merchant_config: OpenCertifyMerchantConfigs | None = None,
        outer_order_no: str | None = None,
    ) -> DatadigitalFincloudGeneralsaasFaceCertifyInitializeResponseModel:
        """Open a face verification that jumps into Alipay (跳转支付宝人脸核身), and get its certify_id.

        `verify_face_certify` gives the page for the person, `query_face_certify` the result. The
        page marks no field as required. How long a certify_id lasts is not stated. Alipay's own
        name of the operation is `datadigital.fincloud.generalsaas.face.certify.initialize`.

        Args:
            biz_code: The code of the scene.
            face_contrast_picture: A picture of the caller's own to compare the face with, in
                base64. Sensitive: masked in `repr`.
            identity_param: Who is to be verified.
            merchant_config: Settings of the merchant's.
            outer_order_no: The caller's own id of the request, unique for the merchant, of
                letters and digits; a prefix, the time and a counter or a random part are advised.

        Returns:
            The verification that was opened.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: DatadigitalFincloudGeneralsaasFaceCertifyApi, edition of 2026-09-23,
        read in copies that others made,
        https://github.com/alipay/alipay-sdk-java-all/blob/master/v3/docs/DatadigitalFincloudGeneralsaasFaceCertifyApi.md
        """
        return self._call(
            INITIALIZE_FACE_CERTIFY,
            InitializeFaceCertifyRequest(
                biz_code=biz_code,
                face_contrast_picture=face_contrast_picture,
                identity_param=identity_param,
                merchant_config=merchant_config,
                outer_order_no=outer_order_no,
            ),
        ).parsed


class AsyncClient(AsyncCaller):
    """What this page adds to the package's `AsyncClient`."""

    async def initialize_face_certify(
        self,
        *,
        biz_code: str | None = None,
        face_contrast_picture: str | None = None,
        identity_param: OpenCertifyIdentifyInfo | None = None,
        merchant_config: OpenCertifyMerchantConfigs | None = None,
        outer_order_no: str | None = None,
    ) -> DatadigitalFincloudGeneralsaasFaceCertifyInitializeResponseModel:
        """`Client.initialize_face_certify`, from async code."""
        return (
            await self._call(
                INITIALIZE_FACE_CERTIFY,
                InitializeFaceCertifyRequest(
                    biz_code=biz_code,
                    face_contrast_picture=face_contrast_picture,
                    identity_param=identity_param,
                    merchant_config=merchant_config,
                    outer_order_no=outer_order_no,
                ),
            )
        ).parsed


class RawClient(RawCaller):
    """What this page adds to the package's `RawClient`."""

    def initialize_face_certify(
        self,
        *,
        biz_code: str | None = None,
        face_contrast_picture: str | None = None,
        identity_param: OpenCertifyIdentifyInfo | None = None,
        merchant_config: OpenCertifyMerchantConfigs | None = None,
        outer_order_no: str | None = None,
    ) -> RawReply[DatadigitalFincloudGeneralsaasFaceCertifyInitializeResponseModel]:
        """`Client.initialize_face_certify`, with the exchange."""
        return self._client._call(
            INITIALIZE_FACE_CERTIFY,
            InitializeFaceCertifyRequest(
                biz_code=biz_code,
                face_contrast_picture=face_contrast_picture,
                identity_param=identity_param,
                merchant_config=merchant_config,
                outer_order_no=outer_order_no,
            ),
        )


class AsyncRawClient(AsyncRawCaller):
    """What this page adds to the package's `AsyncRawClient`."""

    async def initialize_face_certify(
        self,
        *,
        biz_code: str | None = None,
        face_contrast_picture: str | None = None,
        identity_param: OpenCertifyIdentifyInfo | None = None,
        merchant_config: OpenCertifyMerchantConfigs | None = None,
        outer_order_no: str | None = None,
    ) -> RawReply[DatadigitalFincloudGeneralsaasFaceCertifyInitializeResponseModel]:
        """`AsyncClient.initialize_face_certify`, with the exchange."""
        return await self._client._call(
            INITIALIZE_FACE_CERTIFY,
            InitializeFaceCertifyRequest(
                biz_code=biz_code,
                face_contrast_picture=face_contrast_picture,
                identity_param=identity_param,
                merchant_config=merchant_config,
                outer_order_no=outer_order_no,
            ),
        )
