# Generated from specs/esign/face.yaml by scripts/build.py; do not edit.

"""e签宝 identity verification: 【人脸识别认证】个人核身."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, Literal

from attrs import field, frozen
from attrs.validators import optional

from realname.core.answer import Answer
from realname.core.client import AsyncCaller, AsyncRawCaller, RawCaller, SyncCaller
from realname.core.model import Request, WireEnum, integer, masked, nested, text, wire
from realname.core.operation import Operation
from realname.core.reply import RawReply

from .shared import Failure, GatewayRejection


@frozen(kw_only=True)
class FaceConfig(Request):
    """Options of a face verification."""

    audio_video_template_id: str | None = field(
        default=None, validator=optional(text()), metadata=wire("audioVideoTemplateId")
    )
    """The id of the template for the video check (智能视频认证)."""


class FaceCertType(WireEnum):
    """The kind of an identity document.

    - `INDIVIDUAL_CH_IDCARD`: identity card of the mainland.
    - `INDIVIDUAL_CH_TWCARD`: permit of residents of Taiwan (台胞证).
    - `INDIVIDUAL_CH_HONGKONG_MACAO`: permit of residents of Hong Kong and Macao (回乡证).
    - `INDIVIDUAL_CH_RESIDENCE_PERMIT_HK_MO_TW`: residence permit of residents of Hong Kong, Macao
      and Taiwan.
    - `INDIVIDUAL_CH_GREEN_CARD`: permanent residence card of foreigners.

    The list is open: the provider may use values that do not stand here.
    """

    INDIVIDUAL_CH_IDCARD = "INDIVIDUAL_CH_IDCARD"
    INDIVIDUAL_CH_TWCARD = "INDIVIDUAL_CH_TWCARD"
    INDIVIDUAL_CH_HONGKONG_MACAO = "INDIVIDUAL_CH_HONGKONG_MACAO"
    INDIVIDUAL_CH_RESIDENCE_PERMIT_HK_MO_TW = "INDIVIDUAL_CH_RESIDENCE_PERMIT_HK_MO_TW"
    INDIVIDUAL_CH_GREEN_CARD = "INDIVIDUAL_CH_GREEN_CARD"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


class FaceAuthMode(WireEnum):
    """Who checks the face.

    - `ZHIMACREDIT`: Alipay.
    - `TENCENT`: Tencent Cloud.
    - `ESIGN`: the quick check (快捷刷脸).
    - `WE_CHAT_FACE`: in a WeChat mini program.
    - `PSN_AUDIO_VIDEO_ESIGN`: the video check (智能视频认证).
    - `FACE_TIKTOK_MINI`: in a Douyin mini program; e签宝 has to enable it.

    The list is open: the provider may use values that do not stand here.
    """

    ZHIMACREDIT = "ZHIMACREDIT"
    TENCENT = "TENCENT"
    ESIGN = "ESIGN"
    WE_CHAT_FACE = "WE_CHAT_FACE"
    PSN_AUDIO_VIDEO_ESIGN = "PSN_AUDIO_VIDEO_ESIGN"
    FACE_TIKTOK_MINI = "FACE_TIKTOK_MINI"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


class FaceInterfaceType(WireEnum):
    """How a face verification is built in.

    - `H5`: as a page.
    - `SDK`: with an SDK in an app; with `TENCENT` only.

    The list is open: the provider may use values that do not stand here.
    """

    H5 = "H5"
    SDK = "SDK"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


@frozen(kw_only=True)
class StartedFace(Answer):
    """A flow and the link on which the person shows their face."""

    flow_id: str = field(metadata=wire("flowId"))
    """The flow's id; keep it before the person is sent anywhere."""

    auth_url: str | None = field(default=None, repr=masked, metadata=wire("authUrl"))
    """The short link."""

    original_url: str | None = field(default=None, repr=masked, metadata=wire("originalUrl"))
    """The long link, which lives as long as the short one."""

    expire: int | None = field(default=None, metadata=wire("expire"))
    """When the link ends, in milliseconds since 1970."""


@frozen(kw_only=True)
class StartFaceRequest(Request):
    """The person, how their face is checked, and what happens afterwards."""

    OPERATION: ClassVar[str] = "start_face"
    DOCUMENT: ClassVar[str] = "https://open.esign.cn/doc/opendoc/identity_service/wbsb6y"

    name: str = field(validator=text(), repr=masked, metadata=wire("name"))
    """The person's name."""

    id_no: str = field(validator=text(), repr=masked, metadata=wire("idNo"))
    """The number of the identity document."""

    faceauth_mode: FaceAuthMode | str = field(validator=text(), metadata=wire("faceauthMode"))
    """Who checks the face."""

    callback_url: str = field(validator=text(), repr=masked, metadata=wire("callbackUrl"))
    """The page to go to afterwards; what came of it has to be asked for."""

    cert_type: FaceCertType | str | None = field(default=None, validator=optional(text()), metadata=wire("certType"))
    """The kind of the identity document; `INDIVIDUAL_CH_IDCARD` if it is not told."""

    face_interface_type: FaceInterfaceType | str | None = field(
        default=None, validator=optional(text()), metadata=wire("faceInterfaceType")
    )
    """How the check is built in; `H5` if it is not told."""

    result_page: int | None = field(default=None, validator=optional(integer()), metadata=wire("resultPage"))
    """Whether the person is shown the result, 1 yes, 0 no; 0 if it is not told."""

    context_id: str | None = field(default=None, validator=optional(text()), repr=masked, metadata=wire("contextId"))
    """The initiator's own id of the flow; it may identify a person."""

    notify_url: str | None = field(default=None, validator=optional(text()), repr=masked, metadata=wire("notifyUrl"))
    """The address that is called back when the flow has ended."""

    config: FaceConfig | None = field(default=None, validator=optional(nested(FaceConfig)), metadata=wire("config"))
    """Options of the verification."""


@frozen(kw_only=True)
class StartFaceResponse(Answer):
    """The flow was started; nobody is verified yet."""

    code: Literal[0] = field(metadata=wire("code"))
    """The business code, 0 for success."""

    data: StartedFace = field(metadata=wire("data"))
    """The flow and its link."""

    message: str | None = field(default=None, metadata=wire("message"))
    """A remark for a human reader whose wording may change; programs go by `code`."""


START_FACE: Final = Operation(
    name="start_face",
    method="POST",
    path="/v2/identity/auth/api/individual/face",
    sends_body=True,
    request=StartFaceRequest,
    answer=StartFaceResponse,
    failures={200: Failure, 401: GatewayRejection, 403: GatewayRejection},
    retry="connect-only",
    document="https://open.esign.cn/doc/opendoc/identity_service/wbsb6y",
)
"""Start the verification of a person by their face."""


class Client(SyncCaller):
    """What this page adds to the package's `Client`."""

    def start_face(
        self,
        *,
        name: str,
        id_no: str,
        faceauth_mode: FaceAuthMode | str,
        callback_url: str,
        cert_type: FaceCertType | str | None = None,
        face_interface_type: FaceInterfaceType | str | None = None,
        result_page: int | None = None,
        context_id: str | None = None,
        notify_url: str | None = None,
        config: FaceConfig | None = None,
    ) -> StartFaceResponse:
        """Start the verification of a person by their face.

        Returns a link on which the person shows their face, on mobile devices only. How long the
        link lives depends on `faceauthMode`: 2 minutes with `TENCENT`, 23 hours with `ZHIMACREDIT`,
        60 minutes with `ESIGN`, unless that has changed since 2024. The callback tells of a success
        only, unless e签宝 has enabled failures for the app.

        Args:
            name: The person's name. Sensitive: masked in `repr`.
            id_no: The number of the identity document. Sensitive: masked in `repr`.
            faceauth_mode: Who checks the face.
            callback_url: The page to go to afterwards; what came of it has to be asked for.
                Sensitive: masked in `repr`.
            cert_type: The kind of the identity document; `INDIVIDUAL_CH_IDCARD` if it is not
                told.
            face_interface_type: How the check is built in; `H5` if it is not told.
            result_page: Whether the person is shown the result, 1 yes, 0 no; 0 if it is not
                told.
            context_id: The initiator's own id of the flow; it may identify a person. Sensitive:
                masked in `repr`.
            notify_url: The address that is called back when the flow has ended. Sensitive:
                masked in `repr`.
            config: Options of the verification.

        Returns:
            The flow was started; nobody is verified yet.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: 【人脸识别认证】个人核身, edition of 2026-01-09,
        read in copies that others made,
        https://open.esign.cn/doc/opendoc/identity_service/wbsb6y

        Partial: Required flags, further fields of config, codes and samples are missing.
        """
        return self._call(
            START_FACE,
            StartFaceRequest(
                name=name,
                id_no=id_no,
                faceauth_mode=faceauth_mode,
                callback_url=callback_url,
                cert_type=cert_type,
                face_interface_type=face_interface_type,
                result_page=result_page,
                context_id=context_id,
                notify_url=notify_url,
                config=config,
            ),
        ).parsed


class AsyncClient(AsyncCaller):
    """What this page adds to the package's `AsyncClient`."""

    async def start_face(
        self,
        *,
        name: str,
        id_no: str,
        faceauth_mode: FaceAuthMode | str,
        callback_url: str,
        cert_type: FaceCertType | str | None = None,
        face_interface_type: FaceInterfaceType | str | None = None,
        result_page: int | None = None,
        context_id: str | None = None,
        notify_url: str | None = None,
        config: FaceConfig | None = None,
    ) -> StartFaceResponse:
        """`Client.start_face`, from async code."""
        return (
            await self._call(
                START_FACE,
                StartFaceRequest(
                    name=name,
                    id_no=id_no,
                    faceauth_mode=faceauth_mode,
                    callback_url=callback_url,
                    cert_type=cert_type,
                    face_interface_type=face_interface_type,
                    result_page=result_page,
                    context_id=context_id,
                    notify_url=notify_url,
                    config=config,
                ),
            )
        ).parsed


class RawClient(RawCaller):
    """What this page adds to the package's `RawClient`."""

    def start_face(
        self,
        *,
        name: str,
        id_no: str,
        faceauth_mode: FaceAuthMode | str,
        callback_url: str,
        cert_type: FaceCertType | str | None = None,
        face_interface_type: FaceInterfaceType | str | None = None,
        result_page: int | None = None,
        context_id: str | None = None,
        notify_url: str | None = None,
        config: FaceConfig | None = None,
    ) -> RawReply[StartFaceResponse]:
        """`Client.start_face`, with the exchange."""
        return self._client._call(
            START_FACE,
            StartFaceRequest(
                name=name,
                id_no=id_no,
                faceauth_mode=faceauth_mode,
                callback_url=callback_url,
                cert_type=cert_type,
                face_interface_type=face_interface_type,
                result_page=result_page,
                context_id=context_id,
                notify_url=notify_url,
                config=config,
            ),
        )


class AsyncRawClient(AsyncRawCaller):
    """What this page adds to the package's `AsyncRawClient`."""

    async def start_face(
        self,
        *,
        name: str,
        id_no: str,
        faceauth_mode: FaceAuthMode | str,
        callback_url: str,
        cert_type: FaceCertType | str | None = None,
        face_interface_type: FaceInterfaceType | str | None = None,
        result_page: int | None = None,
        context_id: str | None = None,
        notify_url: str | None = None,
        config: FaceConfig | None = None,
    ) -> RawReply[StartFaceResponse]:
        """`AsyncClient.start_face`, with the exchange."""
        return await self._client._call(
            START_FACE,
            StartFaceRequest(
                name=name,
                id_no=id_no,
                faceauth_mode=faceauth_mode,
                callback_url=callback_url,
                cert_type=cert_type,
                face_interface_type=face_interface_type,
                result_page=result_page,
                context_id=context_id,
                notify_url=notify_url,
                config=config,
            ),
        )
