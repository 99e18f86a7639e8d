# Generated from specs/alipay/certify-open-initialize.yaml by scripts/build.py; do not edit.

"""Alipay identity verification: AlipayUserCertifyOpenApi."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from attrs import field, frozen
from attrs.validators import optional

from realname.core.answer import Answer
from realname.core.client import AsyncCaller, AsyncRawCaller, RawCaller, SyncCaller
from realname.core.model import Request, WireEnum, boolean, masked, nested, text, wire
from realname.core.operation import Operation
from realname.core.reply import RawReply

from .shared import CommonErrorType


@frozen(kw_only=True)
class OpenCertifyMerchantConfig(Request):
    """Settings of the merchant's for this verification."""

    return_url: str = field(validator=text(), repr=masked, metadata=wire("return_url"))
    """Where the person goes after a success, as a rule a page of the merchant's; an empty text if
    there is none.
    """

    auth_scope: str | None = field(default=None, validator=optional(text()), metadata=wire("auth_scope"))
    """For an authorization of open verification (开放认证授权); no value is stated."""

    auth_type: str | None = field(default=None, validator=optional(text()), metadata=wire("auth_type"))
    """The kind of authorization, together with `auth_scope`; no value is stated."""

    face_reserve_strategy: str | None = field(
        default=None, validator=optional(text()), metadata=wire("face_reserve_strategy")
    )
    """Whether the face is kept; `reserve` if left out."""

    facial_picture_level: str | None = field(
        default=None, validator=optional(text()), metadata=wire("facial_picture_level")
    )
    """The level of face that is asked for, if there are special demands."""

    linked_merchant_app_id: str | None = field(
        default=None, validator=optional(text()), metadata=wire("linked_merchant_app_id")
    )
    """The app id of a second-level merchant for whom this is done."""

    linked_merchant_logo_url: str | None = field(
        default=None, validator=optional(text()), metadata=wire("linked_merchant_logo_url")
    )
    """The merchant's logo to be shown."""

    linked_merchant_name: str | None = field(
        default=None, validator=optional(text()), metadata=wire("linked_merchant_name")
    )
    """The merchant's name to be shown."""

    out_put_facial_picture: bool | None = field(
        default=None, validator=optional(boolean()), metadata=wire("out_put_facial_picture")
    )
    """Whether the live face is handed out, for merchants who have that right."""


class CertifyOpenBizCode(WireEnum):
    """How the person is verified.

    - `FACE`: by the face, with several factors (多因子人脸认证).
    - `CERT_PHOTO`: by a photo of the document, with several factors (多因子证照认证).
    - `CERT_PHOTO_FACE`: by both, with several factors (多因子证照和人脸认证).
    - `SMART_FACE`: the quick way, with several factors (多因子快捷认证).

    The list is open: the provider may use values that do not stand here.
    """

    FACE = "FACE"
    CERT_PHOTO = "CERT_PHOTO"
    CERT_PHOTO_FACE = "CERT_PHOTO_FACE"
    SMART_FACE = "SMART_FACE"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


class CertifyOpenCertType(WireEnum):
    """The kind of identity document.

    - `IDENTITY_CARD`: ID card (身份证).
    - `HOME_VISIT_PERMIT_HK_MC`: mainland travel permit of Hong Kong and Macao residents
      (港澳居民来往内地通行证).
    - `HOME_VISIT_PERMIT_TAIWAN`: mainland travel permit of Taiwan residents (台湾居民来往内地通行证).
    - `RESIDENCE_PERMIT_HK_MC`: residence permit of Hong Kong and Macao residents (港澳居民居住证).
    - `RESIDENCE_PERMIT_TAIWAN`: residence permit of Taiwan residents (台湾居民居住证).
    - `PERMANENT_RESIDENCE_FOREIGNER`: permanent residence permit of foreigners (外国人永久居留证).

    The list is open: the provider may use values that do not stand here.
    """

    IDENTITY_CARD = "IDENTITY_CARD"
    HOME_VISIT_PERMIT_HK_MC = "HOME_VISIT_PERMIT_HK_MC"
    HOME_VISIT_PERMIT_TAIWAN = "HOME_VISIT_PERMIT_TAIWAN"
    RESIDENCE_PERMIT_HK_MC = "RESIDENCE_PERMIT_HK_MC"
    RESIDENCE_PERMIT_TAIWAN = "RESIDENCE_PERMIT_TAIWAN"
    PERMANENT_RESIDENCE_FOREIGNER = "PERMANENT_RESIDENCE_FOREIGNER"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


class CertifyOpenIdentityType(WireEnum):
    """Who is verified by whom.

    - `CERT_INFO`: the persons themselves (本人验证).
    - `AGENT_CERT_INFO`: on behalf of somebody else (代他人验证).

    The list is open: the provider may use values that do not stand here.
    """

    CERT_INFO = "CERT_INFO"
    AGENT_CERT_INFO = "AGENT_CERT_INFO"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


@frozen(kw_only=True)
class AlipayUserCertifyOpenInitializeResponseModel(Answer):
    """The verification that was opened."""

    certify_id: str | None = field(default=None, metadata=wire("certify_id"))
    """The id of this verification, which all further steps need; keep it."""


class CertifyOpenInitializeErrorCode(WireEnum):
    """The known failure codes of the operation itself. The list is open: the provider may use values
    that do not stand here.
    """

    SYSTEM_ERROR = "SYSTEM_ERROR"
    ILLEGAL_ARGUMENT_FORMAT = "ILLEGAL_ARGUMENT_FORMAT"
    ARRANGEMENT_STATUS_ERROR = "ARRANGEMENT_STATUS_ERROR"
    UNKNOWN_ERROR = "UNKNOWN_ERROR"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


@frozen(kw_only=True)
class OpenCertifyIdentityParam(Request):
    """The person who is to be verified."""

    cert_name: str = field(validator=text(), repr=masked, metadata=wire("cert_name"))
    """The person's real name."""

    cert_no: str = field(validator=text(), repr=masked, metadata=wire("cert_no"))
    """The number of the identity document that belongs to the name."""

    cert_type: CertifyOpenCertType | str = field(validator=text(), metadata=wire("cert_type"))
    """The kind of the identity document."""

    identity_type: CertifyOpenIdentityType | str = field(validator=text(), metadata=wire("identity_type"))
    """Who is verified by whom."""

    cert_digest: str | None = field(default=None, validator=optional(text()), repr=masked, metadata=wire("cert_digest"))
    """A digest of the identity's data; of what, is not stated."""

    facial_picture_front: str | None = field(
        default=None, validator=optional(text()), repr=masked, metadata=wire("facial_picture_front")
    )
    """A live picture of the face in base64, mainly for a comparison without the person."""

    open_id: str | None = field(default=None, validator=optional(text()), repr=masked, metadata=wire("open_id"))
    """The person's id at the open platform."""

    phone_no: str | None = field(default=None, validator=optional(text()), repr=masked, metadata=wire("phone_no"))
    """The mobile number that belongs to the name."""

    user_id: str | None = field(default=None, validator=optional(text()), repr=masked, metadata=wire("user_id"))
    """The person's Alipay user id."""


@frozen(kw_only=True)
class InitializeCertifyOpenRequest(Request):
    """Who is to be verified, how, and where the person goes afterwards."""

    OPERATION: ClassVar[str] = "initialize_certify_open"
    DOCUMENT: ClassVar[str] = (
        "https://github.com/alipay/alipay-sdk-java-all/blob/master/v3/docs/AlipayUserCertifyOpenApi.md"
    )

    biz_code: CertifyOpenBizCode | str = field(validator=text(), metadata=wire("biz_code"))
    """How the person is verified; it must be what was agreed on with Alipay."""

    identity_param: OpenCertifyIdentityParam = field(
        validator=nested(OpenCertifyIdentityParam), metadata=wire("identity_param")
    )
    """Who is to be verified."""

    merchant_config: OpenCertifyMerchantConfig = field(
        validator=nested(OpenCertifyMerchantConfig), metadata=wire("merchant_config")
    )
    """Settings of the merchant's."""

    outer_order_no: str = field(validator=text(max_length=32), metadata=wire("outer_order_no"))
    """The caller's own id of the request, unique for the merchant, of letters and digits; a prefix,
    the time and a counter or a random part are advised.
    """

    face_contrast_picture: str | None = field(
        default=None, validator=optional(text(max_length=1048576)), repr=masked, metadata=wire("face_contrast_picture")
    )
    """A picture of the caller's own to compare the face with, in base64."""


INITIALIZE_CERTIFY_OPEN: Final = Operation(
    name="initialize_certify_open",
    method="POST",
    path="/v3/alipay/user/certify/open/initialize",
    sends_body=True,
    request=InitializeCertifyOpenRequest,
    answer=AlipayUserCertifyOpenInitializeResponseModel,
    failures={
        200: AlipayUserCertifyOpenInitializeResponseModel,
        400: CommonErrorType,
        401: CommonErrorType,
        "default": CommonErrorType,
    },
    retry="connect-only",
    document="https://github.com/alipay/alipay-sdk-java-all/blob/master/v3/docs/AlipayUserCertifyOpenApi.md",
)
"""Open an identity verification (身份认证), and get its certify_id."""


class Client(SyncCaller):
    """What this page adds to the package's `Client`."""

    def initialize_certify_open(
        self,
        *,
        biz_code: CertifyOpenBizCode | str,
        identity_param: OpenCertifyIdentityParam,
        merchant_config: OpenCertifyMerchantConfig,
        outer_order_no: str,
        face_contrast_picture: str | None = None,
    ) -> AlipayUserCertifyOpenInitializeResponseModel:
        """Open an identity verification (身份认证), and get its certify_id.

        `certify_url` makes the address of the page for the person, `query_certify_open` gives the
        result. A person can use a certify_id for 23 hours, and its result can be read for 3 months,
        by an answer of Alipay's support in 2020. Documents of Hong Kong, Macao and Taiwan work
        inside the Alipay app only. Whether an `outer_order_no` may be used twice is not stated.
        Alipay's own name of the operation is `alipay.user.certify.open.initialize`.

        Args:
            biz_code: How the person is verified; it must be what was agreed on with Alipay.
            identity_param: Who is to be verified.
            merchant_config: Settings of the merchant's.
            outer_order_no: The caller's own id of the request, unique for the merchant, of
                letters and digits; a prefix, the time and a counter or a random part are advised.
                At most 32 characters.
            face_contrast_picture: A picture of the caller's own to compare the face with, in
                base64. At most 1048576 characters; sensitive: masked in `repr`.

        Returns:
            The verification that was opened.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: AlipayUserCertifyOpenApi, edition of 2026-09-23,
        read in copies that others made,
        https://github.com/alipay/alipay-sdk-java-all/blob/master/v3/docs/AlipayUserCertifyOpenApi.md
        """
        return self._call(
            INITIALIZE_CERTIFY_OPEN,
            InitializeCertifyOpenRequest(
                biz_code=biz_code,
                identity_param=identity_param,
                merchant_config=merchant_config,
                outer_order_no=outer_order_no,
                face_contrast_picture=face_contrast_picture,
            ),
        ).parsed


class AsyncClient(AsyncCaller):
    """What this page adds to the package's `AsyncClient`."""

    async def initialize_certify_open(
        self,
        *,
        biz_code: CertifyOpenBizCode | str,
        identity_param: OpenCertifyIdentityParam,
        merchant_config: OpenCertifyMerchantConfig,
        outer_order_no: str,
        face_contrast_picture: str | None = None,
    ) -> AlipayUserCertifyOpenInitializeResponseModel:
        """`Client.initialize_certify_open`, from async code."""
        return (
            await self._call(
                INITIALIZE_CERTIFY_OPEN,
                InitializeCertifyOpenRequest(
                    biz_code=biz_code,
                    identity_param=identity_param,
                    merchant_config=merchant_config,
                    outer_order_no=outer_order_no,
                    face_contrast_picture=face_contrast_picture,
                ),
            )
        ).parsed


class RawClient(RawCaller):
    """What this page adds to the package's `RawClient`."""

    def initialize_certify_open(
        self,
        *,
        biz_code: CertifyOpenBizCode | str,
        identity_param: OpenCertifyIdentityParam,
        merchant_config: OpenCertifyMerchantConfig,
        outer_order_no: str,
        face_contrast_picture: str | None = None,
    ) -> RawReply[AlipayUserCertifyOpenInitializeResponseModel]:
        """`Client.initialize_certify_open`, with the exchange."""
        return self._client._call(
            INITIALIZE_CERTIFY_OPEN,
            InitializeCertifyOpenRequest(
                biz_code=biz_code,
                identity_param=identity_param,
                merchant_config=merchant_config,
                outer_order_no=outer_order_no,
                face_contrast_picture=face_contrast_picture,
            ),
        )


class AsyncRawClient(AsyncRawCaller):
    """What this page adds to the package's `AsyncRawClient`."""

    async def initialize_certify_open(
        self,
        *,
        biz_code: CertifyOpenBizCode | str,
        identity_param: OpenCertifyIdentityParam,
        merchant_config: OpenCertifyMerchantConfig,
        outer_order_no: str,
        face_contrast_picture: str | None = None,
    ) -> RawReply[AlipayUserCertifyOpenInitializeResponseModel]:
        """`AsyncClient.initialize_certify_open`, with the exchange."""
        return await self._client._call(
            INITIALIZE_CERTIFY_OPEN,
            InitializeCertifyOpenRequest(
                biz_code=biz_code,
                identity_param=identity_param,
                merchant_config=merchant_config,
                outer_order_no=outer_order_no,
                face_contrast_picture=face_contrast_picture,
            ),
        )
