# Generated from specs/esign/flow-detail.yaml by scripts/build.py; do not edit.

"""e签宝 identity verification: 查询认证信息."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Final, Literal

from attrs import field, frozen

from realname.core.answer import Answer, OutcomeAnswer
from realname.core.client import AsyncCaller, AsyncRawCaller, RawCaller, SyncCaller
from realname.core.model import Request, WireEnum, masked, text, wire
from realname.core.operation import Operation
from realname.core.outcome import OutcomeRule
from realname.core.reply import RawReply

from .shared import Failure, GatewayRejection


@frozen(kw_only=True)
class GetFlowDetailRequest(Request):
    """The arguments of `get_flow_detail`."""

    OPERATION: ClassVar[str] = "get_flow_detail"
    DOCUMENT: ClassVar[str] = "https://open.esign.cn/doc/opendoc/identity_service/duoa44"

    flow_id: str = field(validator=text(pattern="^[A-Za-z0-9_-]+$"), metadata=wire("flowId", at="path"))
    """The id of the flow."""


class FlowDetailStatus(WireEnum):
    """How far a flow has come.

    - `INIT`: started, and not billed yet.
    - `ING`: in progress.
    - `SUCCESS`: the verification succeeded.
    - `FAIL`: the verification failed.
    """

    INIT = "INIT"
    ING = "ING"
    SUCCESS = "SUCCESS"
    FAIL = "FAIL"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


class FlowDetailObjectType(WireEnum):
    """Who a flow verifies.

    - `INDIVIDUAL`: a person.
    - `ORGANIZATION`: an organization.
    """

    INDIVIDUAL = "INDIVIDUAL"
    ORGANIZATION = "ORGANIZATION"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


class FlowDetailAuthType(WireEnum):
    """The way of verification.

    Of a person:

    - `INDIVIDUAL_TELECOM_3_FACTOR`: three factors of a telephone operator, compared with
      authoritative data.
    - `INDIVIDUAL_VERIFY_WILL_TELECOM_3`: the same, compared with trusted data (可信数据).
    - `INDIVIDUAL_BANKCARD_4_FACTOR`: four factors of a bank card, compared with authoritative
      data.
    - `INDIVIDUAL_VERIFY_WILL_BANKCARD_4`: the same, compared with trusted data (可信数据).
    - `INDIVIDUAL_ARTIFICIAL`: manual verification.
    - `FACEAUTH_ZMXY`: face, by Alipay.
    - `FACEAUTH_TECENT_CLOUD`: face, by WeBank (微众).
    - `FACEAUTH_ESIGN`: face, by the quick check (快捷刷脸).
    - `FACEAUTH_WE_CHAT_FACE`: face, in a WeChat mini program.
    - `PSN_AUDIO_VIDEO_ESIGN`: the video check (智能视频认证).

    Of an organization:

    - `ORGANIZATION_INFO_AUTH`: comparison of its information.
    - `ORGANIZATION_TRANSFER_RANDOM_AMOUNT`: transfer of a random amount to its account.
    - `ORGANIZATION_REVERSE_PAYMENT`: payment by the organization.
    - `LEGAL_REP_SIGN_AUTHORIZE`: letter of authority signed by its legal representative.
    - `LEGAL_REP_AUTH`: verification of its legal representative.
    - `ORGANIZATION_ZMXY`: by Zhima Credit, for companies.
    - `ENTERPRISE_CERTIFICATION_ONE_KEY_WITH_ALIPAY`: by Alipay, for companies.
    - `ORGANIZATION_ARTIFICIAL`: manual verification.

    The list is open: the provider may use values that do not stand here.
    """

    INDIVIDUAL_TELECOM_3_FACTOR = "INDIVIDUAL_TELECOM_3_FACTOR"
    INDIVIDUAL_VERIFY_WILL_TELECOM_3 = "INDIVIDUAL_VERIFY_WILL_TELECOM_3"
    INDIVIDUAL_BANKCARD_4_FACTOR = "INDIVIDUAL_BANKCARD_4_FACTOR"
    INDIVIDUAL_VERIFY_WILL_BANKCARD_4 = "INDIVIDUAL_VERIFY_WILL_BANKCARD_4"
    INDIVIDUAL_ARTIFICIAL = "INDIVIDUAL_ARTIFICIAL"
    FACEAUTH_ZMXY = "FACEAUTH_ZMXY"
    FACEAUTH_TECENT_CLOUD = "FACEAUTH_TECENT_CLOUD"
    FACEAUTH_ESIGN = "FACEAUTH_ESIGN"
    FACEAUTH_WE_CHAT_FACE = "FACEAUTH_WE_CHAT_FACE"
    PSN_AUDIO_VIDEO_ESIGN = "PSN_AUDIO_VIDEO_ESIGN"
    ORGANIZATION_INFO_AUTH = "ORGANIZATION_INFO_AUTH"
    ORGANIZATION_TRANSFER_RANDOM_AMOUNT = "ORGANIZATION_TRANSFER_RANDOM_AMOUNT"
    ORGANIZATION_REVERSE_PAYMENT = "ORGANIZATION_REVERSE_PAYMENT"
    LEGAL_REP_SIGN_AUTHORIZE = "LEGAL_REP_SIGN_AUTHORIZE"
    LEGAL_REP_AUTH = "LEGAL_REP_AUTH"
    ORGANIZATION_ZMXY = "ORGANIZATION_ZMXY"
    ENTERPRISE_CERTIFICATION_ONE_KEY_WITH_ALIPAY = "ENTERPRISE_CERTIFICATION_ONE_KEY_WITH_ALIPAY"
    ORGANIZATION_ARTIFICIAL = "ORGANIZATION_ARTIFICIAL"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


class FlowDetailAgentAuthType(WireEnum):
    """The way in which an organization's agent was verified.

    - `INDIVIDUAL_TELECOM_3_FACTOR`: three factors of a telephone operator.
    - `INDIVIDUAL_BANKCARD_4_FACTOR`: four factors of a bank card.

    The list is open: the provider may use values that do not stand here.
    """

    INDIVIDUAL_TELECOM_3_FACTOR = "INDIVIDUAL_TELECOM_3_FACTOR"
    INDIVIDUAL_BANKCARD_4_FACTOR = "INDIVIDUAL_BANKCARD_4_FACTOR"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


class FlowDetailOrganizationCertType(WireEnum):
    """The kind of an organization's number.

    - `ORGANIZATION_USC_CODE`: unified social credit code (统一社会信用代码).
    - `ORGANIZATION_REG_CODE`: registration number of a company (企业工商注册号).

    The list is open: the provider may use values that do not stand here.
    """

    ORGANIZATION_USC_CODE = "ORGANIZATION_USC_CODE"
    ORGANIZATION_REG_CODE = "ORGANIZATION_REG_CODE"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


class FlowDetailNationality(WireEnum):
    """Where a legal representative is from.

    - `MAINLAND`: mainland China.
    - `FOREIGN`: another country.
    - `HONGKONG_MACAO`: Hong Kong or Macao, China.
    - `TAIWAN`: Taiwan, China.

    The list is open: the provider may use values that do not stand here.
    """

    MAINLAND = "MAINLAND"
    FOREIGN = "FOREIGN"
    HONGKONG_MACAO = "HONGKONG_MACAO"
    TAIWAN = "TAIWAN"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


class FlowDetailFaceType(WireEnum):
    """How liveness was checked.

    - `Action_Liveness_Detection`: by movements, live.
    - `Video_Liveness_Detection`: in a recorded video.

    The list is open: the provider may use values that do not stand here.
    """

    ACTION_LIVENESS_DETECTION = "Action_Liveness_Detection"
    VIDEO_LIVENESS_DETECTION = "Video_Liveness_Detection"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


@frozen(kw_only=True)
class FlowDetailOrganization(Answer):
    """The organization that a flow verifies."""

    account_id: str | None = field(default=None, repr=masked, metadata=wire("accountId"))
    """The organization's account."""

    name: str | None = field(default=None, repr=masked, metadata=wire("name"))
    """The organization's name."""

    cert_no: str | None = field(default=None, repr=masked, metadata=wire("certNo"))
    """The organization's number."""

    cert_type: FlowDetailOrganizationCertType | None = field(default=None, metadata=wire("certType"))
    """What kind of number that is."""

    legal_rep_name: str | None = field(default=None, repr=masked, metadata=wire("legalRepName"))
    """The name of the legal representative."""

    legal_rep_nationality: FlowDetailNationality | None = field(
        default=None, repr=masked, metadata=wire("legalRepNationality")
    )
    """Where the legal representative is from."""

    legal_rep_cert_no: str | None = field(default=None, repr=masked, metadata=wire("legalRepCertNo"))
    """The number of the legal representative's identity document."""

    legal_rep_cert_type: str | None = field(default=None, metadata=wire("legalRepCertType"))
    """The kind of the legal representative's identity document."""


@frozen(kw_only=True)
class FlowDetailPerson(Answer):
    """The person that a flow verifies."""

    account_id: str | None = field(default=None, repr=masked, metadata=wire("accountId"))
    """The person's account."""

    name: str | None = field(default=None, repr=masked, metadata=wire("name"))
    """The person's name."""

    cert_no: str | None = field(default=None, repr=masked, metadata=wire("certNo"))
    """The number of the identity document."""

    cert_type: str | None = field(default=None, metadata=wire("certType"))
    """The kind of the identity document."""

    nationality: str | None = field(default=None, repr=masked, metadata=wire("nationality"))
    """The person's nationality or region."""

    mobile_no: str | None = field(default=None, repr=masked, metadata=wire("mobileNo"))
    """The person's mobile number."""

    bank_card_no: str | None = field(default=None, repr=masked, metadata=wire("bankCardNo"))
    """The number of the person's bank card."""

    face_photo_url: str | None = field(default=None, repr=masked, metadata=wire("facePhotoUrl"))
    """The photograph of the face, its address or in base64; of Tencent Cloud and the quick check only."""

    face_photo_all_url: Sequence[str] = field(default=(), repr=masked, metadata=wire("facePhotoAllUrl"))
    """Up to three photographs of the face."""

    similarity: str | None = field(default=None, repr=masked, metadata=wire("similarity"))
    """How similar the faces are, a number as text; of Tencent Cloud and the quick check only."""

    living_score: str | None = field(default=None, repr=masked, metadata=wire("livingScore"))
    """The score of the liveness check, a number as text; of Tencent Cloud and the quick check only."""

    face_video_url: str | None = field(default=None, repr=masked, metadata=wire("faceVideoUrl"))
    """The address of the face's video (mp4)."""

    face_type: FlowDetailFaceType | None = field(default=None, metadata=wire("faceType"))
    """How liveness was checked; of Tencent Cloud only."""

    id_card_front_pic_url: str | None = field(default=None, repr=masked, metadata=wire("idCardFrontPicUrl"))
    """A picture of the identity document's front; of WeChat mini programs only."""

    id_card_back_pic_url: str | None = field(default=None, repr=masked, metadata=wire("idCardBackPicUrl"))
    """A picture of the identity document's back; of WeChat mini programs only."""


@frozen(kw_only=True)
class FlowDetail(Answer):
    """One identity-verification flow, and whom it verifies."""

    flow_id: str = field(metadata=wire("flowId"))
    """The flow's id; always text, since its digits exceed what a double can hold."""

    status: FlowDetailStatus = field(metadata=wire("status"))
    """How far the flow has come."""

    object_type: FlowDetailObjectType = field(metadata=wire("objectType"))
    """Who is verified."""

    start_time: int | None = field(default=None, metadata=wire("startTime"))
    """When the flow was created, in milliseconds since 1970."""

    end_time: int | None = field(default=None, metadata=wire("endTime"))
    """When the flow last changed, in milliseconds since 1970."""

    fail_reason: str | None = field(default=None, repr=masked, metadata=wire("failReason"))
    """Why the verification failed; free text that may speak of the person."""

    auth_type: FlowDetailAuthType | None = field(default=None, metadata=wire("authType"))
    """The way of verification."""

    agent_auth_type: FlowDetailAgentAuthType | None = field(default=None, metadata=wire("agentAuthType"))
    """The way in which the organization's agent (经办人) was verified; of organizations only."""

    url: str | None = field(default=None, repr=masked, metadata=wire("url"))
    """The long address of the flow's page, for good."""

    short_link: str | None = field(default=None, repr=masked, metadata=wire("shortLink"))
    """The short address of the flow's page, for 30 days."""

    organ_info: FlowDetailOrganization | None = field(default=None, metadata=wire("organInfo"))
    """The organization."""

    indiv_info: FlowDetailPerson | None = field(default=None, metadata=wire("indivInfo"))
    """The person."""


@frozen(kw_only=True)
class FlowDetailResponse(OutcomeAnswer):
    """The detail was found.

    Its `outcome` speaks of a person who took part, by face or by code (`data.objectType` is
    `INDIVIDUAL`), or an organization (`data.objectType` is `ORGANIZATION`).
    """

    OUTCOME: ClassVar[OutcomeRule] = OutcomeRule(
        verified=({"code": 0, "data.status": "SUCCESS"},),
        rejected=({"code": 0, "data.status": "FAIL"},),
        pending=({"code": 0, "data.status": ("INIT", "ING")},),
    )

    code: Literal[0] = field(metadata=wire("code"))
    """The business code, 0 for success."""

    data: FlowDetail = field(metadata=wire("data"))
    """The detail."""

    message: str | None = field(default=None, metadata=wire("message"))
    """A remark for a human reader whose wording may change; programs go by `code`."""


GET_FLOW_DETAIL: Final = Operation(
    name="get_flow_detail",
    method="GET",
    path="/v2/identity/auth/api/common/{flowId}/detail",
    request=GetFlowDetailRequest,
    answer=FlowDetailResponse,
    failures={200: Failure, 401: GatewayRejection, 403: GatewayRejection},
    binds={"data.flow_id": "flow_id"},
    retry="safe",
    document="https://open.esign.cn/doc/opendoc/identity_service/duoa44",
)
"""Get state, way and subject of an identity-verification flow."""


class Client(SyncCaller):
    """What this page adds to the package's `Client`."""

    def get_flow_detail(self, *, flow_id: str) -> FlowDetailResponse:
        """Get state, way and subject of an identity-verification flow.

        Tells how far a flow has come, in which way it verifies, and whom. Names differ from those
        of the outline: `status`, `startTime` and `endTime` here are `flowStatus`, `createTime` and
        `modifyTime` there. Compare the person or organization that stands here with the one that
        you mean: the flow may have been gone through for another.

        Args:
            flow_id: The id of the flow. Matches `^[A-Za-z0-9_-]+$`.

        Returns:
            The detail was found.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: 查询认证信息, edition of 2025-12-24,
        read in copies that others made,
        https://open.esign.cn/doc/opendoc/identity_service/duoa44

        Partial: The required flags, the codes and the further values of agentAuthType and certType
        are missing.
        """
        return self._call(GET_FLOW_DETAIL, GetFlowDetailRequest(flow_id=flow_id)).parsed


class AsyncClient(AsyncCaller):
    """What this page adds to the package's `AsyncClient`."""

    async def get_flow_detail(self, *, flow_id: str) -> FlowDetailResponse:
        """`Client.get_flow_detail`, from async code."""
        return (await self._call(GET_FLOW_DETAIL, GetFlowDetailRequest(flow_id=flow_id))).parsed


class RawClient(RawCaller):
    """What this page adds to the package's `RawClient`."""

    def get_flow_detail(self, *, flow_id: str) -> RawReply[FlowDetailResponse]:
        """`Client.get_flow_detail`, with the exchange."""
        return self._client._call(GET_FLOW_DETAIL, GetFlowDetailRequest(flow_id=flow_id))


class AsyncRawClient(AsyncRawCaller):
    """What this page adds to the package's `AsyncRawClient`."""

    async def get_flow_detail(self, *, flow_id: str) -> RawReply[FlowDetailResponse]:
        """`AsyncClient.get_flow_detail`, with the exchange."""
        return await self._client._call(GET_FLOW_DETAIL, GetFlowDetailRequest(flow_id=flow_id))
