# Generated from specs/esign by scripts/build.py; do not edit.

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from realname.core.client import AsyncCaller, AsyncRawCaller, RawCaller, SyncCaller
from realname.core.reply import RawReply

from .bank_card_4_factors import BankCardCertType
from .compare_individual_base import IndividualBaseResponse
from .compare_individual_telecom_3_factors import IndividualTelecom3FactorsResponse
from .face import FaceAuthMode, FaceCertType, FaceConfig, FaceInterfaceType, StartFaceResponse
from .face_query import FaceStatusResponse
from .flow_detail import FlowDetailResponse
from .flow_outline import FlowOutlineResponse
from .indiv_auth_url import IndivAuthType, IndivConfigParams, IndivInfo
from .legal_rep_sign_result import LegalRepSignResultResponse
from .legal_rep_sign_url import LegalRepSignUrlResponse
from .org_auth_url import AgentAuthType, OrgAuthType, OrgConfigParams, OrgEntity
from .org_four_factors import LegalRepCertType
from .shared import (
    AdvancedAuthType,
    CertificationPurpose,
    ComparisonGrade,
    Confirmation,
    FlowContext,
    FlowPageResponse,
    StartedFlowResponse,
)
from .telecom_3_factors_resend import ResendTelecom3FactorsCodeResponse
from .transfer_process import TransferProcessResponse

SERVERS: Final[Mapping[str, str]]
OPERATIONS: Final[Mapping[str, str]]
WAITERS: Final[Mapping[str, str]]

class Client(SyncCaller):
    """e签宝 identity verification, called synchronously."""

    @property
    def with_raw_response(self) -> RawClient:
        """The same operations, each returning the answer together with the exchange it came in."""

    def verify_bank_card4_factors_code(self, *, flow_id: str, authcode: str) -> Confirmation:
        """Confirm the code that was sent for a four-factor flow.

        A success confirms the step and says nothing of the person: ask for the outline or the
        detail of the flow. How many attempts a code has is not stated.

        Args:
            flow_id: The id of the flow, which the start gave. Matches `^[A-Za-z0-9_-]+$`.
            authcode: The code from the text message, six digits. Matches `^[0-9]{6}$`;
                sensitive: masked in `repr`.

        Returns:
            The step was carried out; what came of the flow is told by its detail.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: 【银行卡认证】预留手机号校验,
        read in copies that others made,
        https://open.esign.cn/doc/opendoc/paas_api/hdlqxs89apia8z5g

        Partial: The codes after 30503004 are missing.
        """

    def start_bank_card4_factors(
        self,
        *,
        name: str,
        id_no: str,
        mobile_no: str,
        bank_card_no: str,
        cert_type: BankCardCertType | str | None = None,
        context_id: str | None = None,
        notify_url: str | None = None,
        grade: ComparisonGrade | str | None = None,
        source: int | None = None,
        certification_purpose: CertificationPurpose | str | None = None,
        org_name: str | None = None,
        org_cert_no: str | None = None,
    ) -> StartedFlowResponse:
        """Start the verification of a person by name, document, bank card and mobile number.

        The four are compared; if they match, a code goes to the number by text message, which is
        confirmed with `verify_bank_card4_factors_code`. UnionPay cards of the mainland only:
        another number is refused with 30500101.

        Args:
            name: The person's name. Sensitive: masked in `repr`.
            id_no: The number of the identity document. Sensitive: masked in `repr`.
            mobile_no: The mobile number that the bank knows, 11 digits of the mainland. Matches
                `^[0-9]{11}$`; sensitive: masked in `repr`.
            bank_card_no: The number of the bank card, which has to bear the mark of UnionPay
                (银联). Sensitive: masked in `repr`.
            cert_type: The kind of the identity document; `INDIVIDUAL_CH_IDCARD` if it is not
                told.
            context_id: The initiator's own id of the flow, echoed in the callback; it may
                identify a person. Sensitive: masked in `repr`.
            notify_url: The address that is called back when the flow has ended. Sensitive:
                masked in `repr`.
            grade: How much the comparison tells; `STANDARD` if it is not told.
            source: What is compared with; 0 if it is not told. 0: authoritative data. 1:
                trusted data, the same person verified under this app within a year, else an error.
                2: trusted data first, then authoritative (advised).
            certification_purpose: What the person is verified for; `INDIVIDUAL` if it is not
                told.
            org_name: The organization's name; as on the three-factor page. Sensitive: masked in
                `repr`.
            org_cert_no: The organization's number; as on the three-factor page. Sensitive:
                masked in `repr`.

        Returns:
            The flow was started; nobody is verified yet.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: 【银行卡认证】银行卡4要素核身, edition of 2025-11-27,
        read in copies that others made,
        https://open.esign.cn/doc/opendoc/identity_service/tgp6t3

        Partial: The request after certificationPurpose and, of this edition, required flags, answer
        and codes are missing.
        """

    def compare_individual_base(self, *, id_no: str, name: str) -> IndividualBaseResponse:
        """Compare a person's name and identity number.

        The person takes no part: that the data match does not say that whoever gave them is that
        person. Data that do not match are refused with 30504001. Identity cards of the Chinese
        mainland, and residence permits of residents of Hong Kong, Macao and Taiwan only. For the
        same data, 10 calls in a minute block for a minute, 20 in ten minutes for ten minutes, 50 in
        a day for 30 minutes.

        Args:
            id_no: The number of the person's identity card, or of a residence permit that
                begins with 81, 82 or 83. Sensitive: masked in `repr`.
            name: The person's name. 1 to 100 characters; sensitive: masked in `repr`.

        Returns:
            The data match.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: 个人2要素信息比对, edition of 2026-01-06,
        read in copies that others made,
        https://open.esign.cn/doc/opendoc/identity_service/glz1it
        """

    def compare_individual_telecom3_factors(
        self, *, id_no: str, name: str, mobile_no: str
    ) -> IndividualTelecom3FactorsResponse:
        """Compare a person's name, identity number and mobile number.

        The person takes no part, and no text message is sent: that the data match does not say that
        whoever gave them is that person. Data that do not match are refused with 30504001. Whether
        the same data may be compared as often as one likes is not stated.

        Args:
            id_no: The number of the person's identity card, of the Chinese mainland's second
                generation. Sensitive: masked in `repr`.
            name: The person's name. Sensitive: masked in `repr`.
            mobile_no: The person's mobile number, at one of the three operators of the Chinese
                mainland. Sensitive: masked in `repr`.

        Returns:
            The data match.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: 个人运营商3要素信息比对 / (详情版), edition of 2025-09-15,
        read in copies that others made,
        https://open.esign.cn/doc/opendoc/identity_service/kyken6
        """

    def get_face_status(self, *, flow_id: str) -> FaceStatusResponse:
        """Ask how far the face verification of a flow has come.

        To be asked after the person has finished. The answer is not signed and does not name the
        flow, so it never says that somebody is verified: when it is over, ask for the outline or
        the detail of the flow. A flow that was started otherwise is refused with 30500000, or with
        30503055 in an older edition.

        Args:
            flow_id: The id of the flow, which the start gave. Matches `^[A-Za-z0-9_-]+$`.

        Returns:
            The state was found.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: 查询个人刷脸状态,
        read in copies that others made,
        https://open.esign.cn/doc/opendoc/paas_api/za7u0cs4vwt5ilyx

        Partial: The codes after 30500001 are missing.
        """

    def wait_for_face(self, *, flow_id: str, timeout: float = 600.0) -> FaceStatusResponse:
        """Call `get_face_status` again and again until there is nothing more to wait for, and return its last answer.

        Pauses grow, from 2 s on. Failures that pass by themselves do not end the waiting.

        Args:
            flow_id: The id of the flow, which the start gave. Matches `^[A-Za-z0-9_-]+$`.
            timeout: Seconds in all.

        Raises:
            WaitTimeoutError: it was not over in time; it has the last answer.
            RealnameError: a failure that does not pass by itself.
        """

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

    def get_flow_outline(self, *, flow_id: str) -> FlowOutlineResponse:
        """Get the outline of an identity-verification flow.

        Tells what is verified, how far the flow and its sub-flows have come, and, for an
        organization, which personal flow of its agent belongs to it.

        Args:
            flow_id: The id of the flow. Matches `^[A-Za-z0-9_-]+$`.

        Returns:
            The outline was found.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: 查询认证主流程明细, edition of 2023-06-12,
        https://open.esign.cn/doc/opendoc/paas_api/gixgs3o2tazg1ta1
        """

    def wait_for_flow(
        self, *, flow_id: str, timeout: float = 600.0, require_verified: bool = False
    ) -> FlowOutlineResponse:
        """Call `get_flow_outline` again and again until there is nothing more to wait for, and return its last answer.

        Pauses grow, from 2 s on. Failures that pass by themselves do not end the waiting.

        Args:
            flow_id: The id of the flow. Matches `^[A-Za-z0-9_-]+$`.
            timeout: Seconds in all.
            require_verified: Raise if the last answer does not say that the person or organization is verified.

        Raises:
            WaitTimeoutError: it was not over in time; it has the last answer.
            RealnameError: a failure that does not pass by itself, or what `require_verified()` of the answer raises.
        """

    def create_indiv_auth_url(
        self,
        *,
        auth_type: IndivAuthType | str | None = None,
        available_auth_types: Sequence[IndivAuthType | str] | None = None,
        auth_advanced_enabled: Sequence[AdvancedAuthType | str] | None = None,
        receive_url_mobile_no: str | None = None,
        context_info: FlowContext | None = None,
        indiv_info: IndivInfo | None = None,
        config_params: IndivConfigParams | None = None,
    ) -> FlowPageResponse:
        """Start the identity verification of a person on a page of e签宝.

        Returns the address of a page on which a person verifies their identity in one of three
        ways: face, bank card or mobile number. No account has to exist. Send the person there, and
        ask for the outline or the detail of the flow afterwards. In a WeChat mini program the
        header `X-Tsign-Dns-App-Id` is required, which is not described here.

        Args:
            auth_type: The way that is chosen when the page opens.
            available_auth_types: The ways that the page offers.
            auth_advanced_enabled: The ways whose comparison tells what does not match; an empty
                list means none.
            receive_url_mobile_no: The mobile number that gets the link by text message, which
                is charged; none is sent without it. Sensitive: masked in `repr`.
            context_info: What the initiator wants to get back, and where the person is sent
                afterwards.
            indiv_info: What is known of the person beforehand.
            config_params: How the page behaves.

        Returns:
            The flow was started, and a page made for it; nobody is verified yet.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: 获取个人核身认证地址,
        read in copies that others made,
        https://open.esign.cn/doc/opendoc/identity_service/sg2nty

        Partial: The required flags of the answer, the list of codes and the values of certType are
        missing.
        """

    def get_legal_rep_sign_result(self, *, flow_id: str) -> LegalRepSignResultResponse:
        """Get how far the signing of a letter of authorization has come.

        That the letter is signed does not tell the outcome, and nothing in the answer names the
        flow: read the flow's detail then. Whether a letter may be sent again in the same flow after
        `SIGNFAILED` is not stated.

        Args:
            flow_id: The id of the flow. Matches `^[A-Za-z0-9_-]+$`.

        Returns:
            How far the signing has come.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: 【授权书认证】查询签署状态, edition of 2025-09-15,
        read in copies that others made,
        https://open.esign.cn/doc/opendoc/identity_service/ih16c4
        """

    def wait_for_legal_rep_sign(self, *, flow_id: str, timeout: float = 3600.0) -> LegalRepSignResultResponse:
        """Call `get_legal_rep_sign_result` again and again until there is nothing more to wait for, and return its last answer.

        Pauses grow, from 10 s on. Failures that pass by themselves do not end the waiting.

        Args:
            flow_id: The id of the flow. Matches `^[A-Za-z0-9_-]+$`.
            timeout: Seconds in all.

        Raises:
            WaitTimeoutError: it was not over in time; it has the last answer.
            RealnameError: a failure that does not pass by itself.
        """

    def get_legal_rep_sign_url(self, *, flow_id: str) -> LegalRepSignUrlResponse:
        """Get the address at which a legal representative signs.

        For sending it by hand. How long the address is valid is not stated.

        Args:
            flow_id: The id of the flow. Matches `^[A-Za-z0-9_-]+$`.

        Returns:
            The address was found.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: 【授权书认证】获取签署链接, edition of 2025-09-15,
        read in copies that others made,
        https://open.esign.cn/doc/opendoc/identity_service/cgiwtx
        """

    def start_legal_rep_sign(
        self,
        *,
        flow_id: str,
        agent_name: str,
        agent_id_no: str,
        mobile_no: str,
        legal_rep_id_no: str | None = None,
        redirect_url: str | None = None,
    ) -> Confirmation:
        """Send a letter of authorization to an organization's legal representative.

        Makes a letter in which the legal representative authorizes the person who verifies the
        organization, and sends it to be signed. The flow was started by a comparison of the
        organization's facts before.

        Args:
            flow_id: The id of the flow. Matches `^[A-Za-z0-9_-]+$`.
            agent_name: The name of the person who verifies the organization (办理人). Sensitive:
                masked in `repr`.
            agent_id_no: The number of that person's identity card, of the Chinese mainland's
                second generation only. Sensitive: masked in `repr`.
            mobile_no: The legal representative's mobile number. Sensitive: masked in `repr`.
            legal_rep_id_no: The number of the legal representative's identity card; needed in a
                flow that was started with three factors, where it is not known yet. Sensitive:
                masked in `repr`.
            redirect_url: The page to which the legal representative is led afterwards.
                Sensitive: masked in `repr`.

        Returns:
            The step was carried out; what came of the flow is told by its detail.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: 【授权书认证】发起授权书签署,
        read in copies that others made,
        https://open.esign.cn/doc/opendoc/identity_service/dyyohd
        """

    def create_org_auth_url(
        self,
        *,
        auth_type: OrgAuthType | str | None = None,
        available_auth_types: Sequence[OrgAuthType | str] | None = None,
        agent_available_auth_types: Sequence[AgentAuthType | str] | None = None,
        agent_auth_advanced_enabled: Sequence[AdvancedAuthType | str] | None = None,
        receive_url_mobile_no: str | None = None,
        context_info: FlowContext | None = None,
        org_entity: OrgEntity | None = None,
        config_params: OrgConfigParams | None = None,
    ) -> FlowPageResponse:
        """Start the identity verification of an organization on a page of e签宝.

        Returns the address of a page on which an agent (经办人) verifies themselves first and their
        organization then. In the test environment no money is sent for `ORG_BANK_TRANSFER`: the
        amount to enter is 0.01.

        Args:
            auth_type: The way that is chosen when the page opens.
            available_auth_types: The ways that the page offers for the organization.
            agent_available_auth_types: The ways that the page offers for the agent.
            agent_auth_advanced_enabled: The ways for the agent whose comparison tells what does
                not match.
            receive_url_mobile_no: The mobile number that gets the link by text message, which
                is charged. Sensitive: masked in `repr`.
            context_info: What the initiator wants to get back, and where the agent is sent
                afterwards.
            org_entity: What is known of the organization and its agent beforehand.
            config_params: How the page behaves.

        Returns:
            The flow was started, and a page made for it; nobody is verified yet.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: 获取组织机构核身认证地址,
        read in copies that others made,
        https://open.esign.cn/doc/opendoc/identity_service/pykqsn

        Partial: The page itself, its required flags, codes and samples are missing.
        """

    def start_org_four_factors(
        self,
        *,
        name: str,
        org_code: str,
        legal_rep_name: str,
        legal_rep_id_no: str,
        legal_rep_cert_type: LegalRepCertType | str | None = None,
        context_id: str | None = None,
        notify_url: str | None = None,
        agent_flow_id: str | None = None,
    ) -> StartedFlowResponse:
        """Compare four facts of an enterprise, and start its flow.

        Compares an enterprise's name and number, and its legal representative's name and document
        number. Without `agentFlowId` it only starts a flow, and the enterprise has to confirm
        itself as after the three facts. With `agentFlowId`, the finished flow of the legal
        representative as a person, the enterprise is verified at once if all data agree, and the
        call fails if not. The answer is the same in both cases and verifies nobody: read the flow's
        detail.

        Args:
            name: The enterprise's name. Sensitive: masked in `repr`.
            org_code: The enterprise's number: its unified social credit code (统一社会信用代码), or,
                for some self-employed businesses, its business registration number (工商注册号).
                Sensitive: masked in `repr`.
            legal_rep_name: The name of the enterprise's legal representative (法定代表人).
                Sensitive: masked in `repr`.
            legal_rep_id_no: The number of the legal representative's document. Sensitive:
                masked in `repr`.
            legal_rep_cert_type: The kind of the legal representative's document;
                `INDIVIDUAL_CH_IDCARD` if it is left out.
            context_id: The caller's own id of the business, which comes back in the flow and
                its callback. Sensitive: masked in `repr`.
            notify_url: Where to send the flow's callback. Sensitive: masked in `repr`.
            agent_flow_id: The finished flow of the legal representative, verified as a person;
                with it the enterprise is verified at once.

        Returns:
            The flow was started; nobody is verified yet.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: 【4要素】企业核身认证,
        read in copies that others made,
        https://open.esign.cn/doc/opendoc/identity_service/ikp0qg

        Partial: The list of codes ends after the first one.
        """

    def start_org_three_factors(
        self,
        *,
        name: str,
        org_code: str,
        legal_rep_name: str,
        context_id: str | None = None,
        notify_url: str | None = None,
    ) -> StartedFlowResponse:
        """Compare three facts of an organization, and start its flow.

        Compares an organization's name, number and legal representative. If they agree, a flow is
        started in which the organization confirms itself by a transfer to its account, by a payment
        of its own (反向打款, not described here), or by a letter that its legal representative signs.
        The answer verifies nobody: the flow's detail tells the outcome.

        Args:
            name: The organization's name as on its licence. Sensitive: masked in `repr`.
            org_code: The organization's number: its unified social credit code (统一社会信用代码), or,
                for some self-employed businesses, its business registration number (工商注册号).
                Sensitive: masked in `repr`.
            legal_rep_name: The name of the organization's legal representative (法定代表人).
                Sensitive: masked in `repr`.
            context_id: The caller's own id of the business, which comes back in the flow and
                its callback. Sensitive: masked in `repr`.
            notify_url: Where to send the flow's callback. Sensitive: masked in `repr`.

        Returns:
            The flow was started; nobody is verified yet.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: 【3要素】企业核身认证,
        read in copies that others made,
        https://open.esign.cn/doc/opendoc/identity_service/dzvhtp
        """

    def resend_telecom3_factors_code(self, *, flow_id: str) -> ResendTelecom3FactorsCodeResponse:
        """Send the code of a three-factor flow once more.

        Within one minute only one text message is sent, and within 15 minutes the code stays the
        same.

        Args:
            flow_id: The id of the flow, which the start gave. Matches `^[A-Za-z0-9_-]+$`.

        Returns:
            The code is on its way.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: 【手机号认证】重新发送验证码,
        read in copies that others made,
        https://open.esign.cn/doc/opendoc/paas_api/aukv0swg18kwuxbs

        Partial: The list of codes is missing.
        """

    def verify_telecom3_factors_code(self, *, flow_id: str, authcode: str) -> Confirmation:
        """Confirm the code that was sent for a three-factor flow.

        A success confirms the step and says nothing of the person: ask for the outline or the
        detail of the flow. How many attempts a code has is not stated.

        Args:
            flow_id: The id of the flow, which the start gave. Matches `^[A-Za-z0-9_-]+$`.
            authcode: The code from the text message, six digits. Matches `^[0-9]{6}$`;
                sensitive: masked in `repr`.

        Returns:
            The step was carried out; what came of the flow is told by its detail.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: 【手机号认证】短信验证码校验, edition of 2025-09-15,
        read in copies that others made,
        https://open.esign.cn/doc/opendoc/identity_service/ddklrl
        """

    def start_telecom3_factors(
        self,
        *,
        name: str,
        id_no: str,
        mobile_no: str,
        context_id: str | None = None,
        notify_url: str | None = None,
        grade: ComparisonGrade | str | None = None,
        source: int | None = None,
        certification_purpose: CertificationPurpose | str | None = None,
        org_name: str | None = None,
        org_cert_no: str | None = None,
    ) -> StartedFlowResponse:
        """Start the verification of a person by name, identity number and mobile number.

        Name, number and mobile number are compared with the telephone operators; if they match, a
        code goes to the number by text message. The flow has ended only when the code is confirmed
        with `verify_telecom3_factors_code`.

        Args:
            name: The person's name. Sensitive: masked in `repr`.
            id_no: The number of the person's identity card. Sensitive: masked in `repr`.
            mobile_no: The person's mobile number, 11 digits of the mainland. Matches
                `^[0-9]{11}$`; sensitive: masked in `repr`.
            context_id: The initiator's own id of the flow, echoed in the callback; it may
                identify a person. Sensitive: masked in `repr`.
            notify_url: The address that is called back when the flow has ended. Sensitive:
                masked in `repr`.
            grade: How much the comparison tells; `STANDARD` if it is not told.
            source: What is compared with; 0 if it is not told. 0: authoritative data. 1:
                trusted data, the same person verified under this app within a year, else an error.
                2: trusted data first, then authoritative (advised).
            certification_purpose: What the person is verified for; `INDIVIDUAL` if it is not
                told.
            org_name: The organization's name; required with the purpose `ORGANIZATION`.
                Sensitive: masked in `repr`.
            org_cert_no: The organization's number; required with the purpose `ORGANIZATION`.
                Sensitive: masked in `repr`.

        Returns:
            The flow was started; nobody is verified yet.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: 【手机号认证】运营商3要素核身, edition of 2025-11-27,
        read in copies that others made,
        https://open.esign.cn/doc/opendoc/identity_service/wry7rc

        Partial: The end of the text on orgCertNo and, of this edition, required flags, answer and
        codes are missing.
        """

    def get_transfer_process(self, *, flow_id: str) -> TransferProcessResponse:
        """Get the progress of a transfer to an organization's account.

        Tells how far the transfer of the random amount has come. Nothing in the answer names the
        flow, so that it verifies nobody: once the wait is over, confirm the amount, and read the
        flow's detail.

        Args:
            flow_id: The id of the flow. Matches `^[A-Za-z0-9_-]+$`.

        Returns:
            The progress of a transfer.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: 【打款认证】查询随机金额打款进度, edition of 2025-09-15,
        read in copies that others made,
        https://open.esign.cn/doc/opendoc/identity_service/lrwgm0
        """

    def wait_for_transfer(self, *, flow_id: str, timeout: float = 3600.0) -> TransferProcessResponse:
        """Call `get_transfer_process` again and again until there is nothing more to wait for, and return its last answer.

        Pauses grow, from 60 s on. Failures that pass by themselves do not end the waiting.

        Args:
            flow_id: The id of the flow. Matches `^[A-Za-z0-9_-]+$`.
            timeout: Seconds in all.

        Raises:
            WaitTimeoutError: it was not over in time; it has the last answer.
            RealnameError: a failure that does not pass by itself.
        """

    def transfer_random_amount(
        self,
        *,
        flow_id: str,
        bank: str,
        province: str,
        city: str,
        subbranch: str,
        card_no: str,
        cnaps_code: str,
        context_id: str | None = None,
        notify_url: str | None = None,
    ) -> Confirmation:
        """Have a random amount transferred to an organization's account.

        e签宝 sends an amount below 1 yuan to the account, which arrives after one to three working
        days; the organization then confirms it, within 7 days. In the test environment nothing is
        sent, and the amount is 0.01. After more than three wrong amounts the flow fails. When the
        limit of a day is reached, try again on the next one, in the same flow.

        Args:
            flow_id: The id of the flow. Matches `^[A-Za-z0-9_-]+$`.
            bank: The name of the bank's head office.
            province: The province of the branch.
            city: The city of the branch.
            subbranch: The full name of the branch.
            card_no: The number of the organization's account (对公账号). Sensitive: masked in
                `repr`.
            cnaps_code: The branch's number in the banks' payment system (联行号), from e签宝's query
                of banks (查询打款银行信息) or elsewhere.
            context_id: The caller's own id of the business; that of the start of the flow if it
                is left out. Sensitive: masked in `repr`.
            notify_url: Where to send a notice once the transfer has been made; what it looks
                like is not stated. Sensitive: masked in `repr`.

        Returns:
            The step was carried out; what came of the flow is told by its detail.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: 【打款认证】发起随机金额打款,
        read in copies that others made,
        https://open.esign.cn/doc/opendoc/identity_service/laygml

        Partial: The list of codes ends after the first one.
        """

    def verify_random_amount(self, *, flow_id: str, amount: Decimal) -> Confirmation:
        """Confirm the amount that arrived on an organization's account.

        The organization says which amount arrived; in the test environment it is 0.01. That it was
        right says `code` 0; what came of the flow tells its detail.

        Args:
            flow_id: The id of the flow. Matches `^[A-Za-z0-9_-]+$`.
            amount: The amount in yuan, from 0.01 to 0.99. 0.01 to 0.99; a multiple of 0.01;
                sensitive: masked in `repr`.

        Returns:
            The step was carried out; what came of the flow is told by its detail.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: 【打款认证】随机金额校验, edition of 2025-09-15,
        read in copies that others made,
        https://open.esign.cn/doc/opendoc/identity_service/ovy1ml
        """

class AsyncClient(AsyncCaller):
    """e签宝 identity verification, called from asyncio."""

    @property
    def with_raw_response(self) -> AsyncRawClient:
        """The same operations, each returning the answer together with the exchange it came in."""

    async def verify_bank_card4_factors_code(self, *, flow_id: str, authcode: str) -> Confirmation:
        """`Client.verify_bank_card4_factors_code`, from async code."""

    async def start_bank_card4_factors(
        self,
        *,
        name: str,
        id_no: str,
        mobile_no: str,
        bank_card_no: str,
        cert_type: BankCardCertType | str | None = None,
        context_id: str | None = None,
        notify_url: str | None = None,
        grade: ComparisonGrade | str | None = None,
        source: int | None = None,
        certification_purpose: CertificationPurpose | str | None = None,
        org_name: str | None = None,
        org_cert_no: str | None = None,
    ) -> StartedFlowResponse:
        """`Client.start_bank_card4_factors`, from async code."""

    async def compare_individual_base(self, *, id_no: str, name: str) -> IndividualBaseResponse:
        """`Client.compare_individual_base`, from async code."""

    async def compare_individual_telecom3_factors(
        self, *, id_no: str, name: str, mobile_no: str
    ) -> IndividualTelecom3FactorsResponse:
        """`Client.compare_individual_telecom3_factors`, from async code."""

    async def get_face_status(self, *, flow_id: str) -> FaceStatusResponse:
        """`Client.get_face_status`, from async code."""

    async def wait_for_face(self, *, flow_id: str, timeout: float = 600.0) -> FaceStatusResponse:
        """`Client.wait_for_face`, from async code."""

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

    async def get_flow_detail(self, *, flow_id: str) -> FlowDetailResponse:
        """`Client.get_flow_detail`, from async code."""

    async def get_flow_outline(self, *, flow_id: str) -> FlowOutlineResponse:
        """`Client.get_flow_outline`, from async code."""

    async def wait_for_flow(
        self, *, flow_id: str, timeout: float = 600.0, require_verified: bool = False
    ) -> FlowOutlineResponse:
        """`Client.wait_for_flow`, from async code."""

    async def create_indiv_auth_url(
        self,
        *,
        auth_type: IndivAuthType | str | None = None,
        available_auth_types: Sequence[IndivAuthType | str] | None = None,
        auth_advanced_enabled: Sequence[AdvancedAuthType | str] | None = None,
        receive_url_mobile_no: str | None = None,
        context_info: FlowContext | None = None,
        indiv_info: IndivInfo | None = None,
        config_params: IndivConfigParams | None = None,
    ) -> FlowPageResponse:
        """`Client.create_indiv_auth_url`, from async code."""

    async def get_legal_rep_sign_result(self, *, flow_id: str) -> LegalRepSignResultResponse:
        """`Client.get_legal_rep_sign_result`, from async code."""

    async def wait_for_legal_rep_sign(self, *, flow_id: str, timeout: float = 3600.0) -> LegalRepSignResultResponse:
        """`Client.wait_for_legal_rep_sign`, from async code."""

    async def get_legal_rep_sign_url(self, *, flow_id: str) -> LegalRepSignUrlResponse:
        """`Client.get_legal_rep_sign_url`, from async code."""

    async def start_legal_rep_sign(
        self,
        *,
        flow_id: str,
        agent_name: str,
        agent_id_no: str,
        mobile_no: str,
        legal_rep_id_no: str | None = None,
        redirect_url: str | None = None,
    ) -> Confirmation:
        """`Client.start_legal_rep_sign`, from async code."""

    async def create_org_auth_url(
        self,
        *,
        auth_type: OrgAuthType | str | None = None,
        available_auth_types: Sequence[OrgAuthType | str] | None = None,
        agent_available_auth_types: Sequence[AgentAuthType | str] | None = None,
        agent_auth_advanced_enabled: Sequence[AdvancedAuthType | str] | None = None,
        receive_url_mobile_no: str | None = None,
        context_info: FlowContext | None = None,
        org_entity: OrgEntity | None = None,
        config_params: OrgConfigParams | None = None,
    ) -> FlowPageResponse:
        """`Client.create_org_auth_url`, from async code."""

    async def start_org_four_factors(
        self,
        *,
        name: str,
        org_code: str,
        legal_rep_name: str,
        legal_rep_id_no: str,
        legal_rep_cert_type: LegalRepCertType | str | None = None,
        context_id: str | None = None,
        notify_url: str | None = None,
        agent_flow_id: str | None = None,
    ) -> StartedFlowResponse:
        """`Client.start_org_four_factors`, from async code."""

    async def start_org_three_factors(
        self,
        *,
        name: str,
        org_code: str,
        legal_rep_name: str,
        context_id: str | None = None,
        notify_url: str | None = None,
    ) -> StartedFlowResponse:
        """`Client.start_org_three_factors`, from async code."""

    async def resend_telecom3_factors_code(self, *, flow_id: str) -> ResendTelecom3FactorsCodeResponse:
        """`Client.resend_telecom3_factors_code`, from async code."""

    async def verify_telecom3_factors_code(self, *, flow_id: str, authcode: str) -> Confirmation:
        """`Client.verify_telecom3_factors_code`, from async code."""

    async def start_telecom3_factors(
        self,
        *,
        name: str,
        id_no: str,
        mobile_no: str,
        context_id: str | None = None,
        notify_url: str | None = None,
        grade: ComparisonGrade | str | None = None,
        source: int | None = None,
        certification_purpose: CertificationPurpose | str | None = None,
        org_name: str | None = None,
        org_cert_no: str | None = None,
    ) -> StartedFlowResponse:
        """`Client.start_telecom3_factors`, from async code."""

    async def get_transfer_process(self, *, flow_id: str) -> TransferProcessResponse:
        """`Client.get_transfer_process`, from async code."""

    async def wait_for_transfer(self, *, flow_id: str, timeout: float = 3600.0) -> TransferProcessResponse:
        """`Client.wait_for_transfer`, from async code."""

    async def transfer_random_amount(
        self,
        *,
        flow_id: str,
        bank: str,
        province: str,
        city: str,
        subbranch: str,
        card_no: str,
        cnaps_code: str,
        context_id: str | None = None,
        notify_url: str | None = None,
    ) -> Confirmation:
        """`Client.transfer_random_amount`, from async code."""

    async def verify_random_amount(self, *, flow_id: str, amount: Decimal) -> Confirmation:
        """`Client.verify_random_amount`, from async code."""

class RawClient(RawCaller):
    """The operations of a `Client`, each returning a `realname.core.reply.RawReply`."""

    def verify_bank_card4_factors_code(self, *, flow_id: str, authcode: str) -> RawReply[Confirmation]:
        """`Client.verify_bank_card4_factors_code`, with the exchange."""

    def start_bank_card4_factors(
        self,
        *,
        name: str,
        id_no: str,
        mobile_no: str,
        bank_card_no: str,
        cert_type: BankCardCertType | str | None = None,
        context_id: str | None = None,
        notify_url: str | None = None,
        grade: ComparisonGrade | str | None = None,
        source: int | None = None,
        certification_purpose: CertificationPurpose | str | None = None,
        org_name: str | None = None,
        org_cert_no: str | None = None,
    ) -> RawReply[StartedFlowResponse]:
        """`Client.start_bank_card4_factors`, with the exchange."""

    def compare_individual_base(self, *, id_no: str, name: str) -> RawReply[IndividualBaseResponse]:
        """`Client.compare_individual_base`, with the exchange."""

    def compare_individual_telecom3_factors(
        self, *, id_no: str, name: str, mobile_no: str
    ) -> RawReply[IndividualTelecom3FactorsResponse]:
        """`Client.compare_individual_telecom3_factors`, with the exchange."""

    def get_face_status(self, *, flow_id: str) -> RawReply[FaceStatusResponse]:
        """`Client.get_face_status`, with the exchange."""

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

    def get_flow_detail(self, *, flow_id: str) -> RawReply[FlowDetailResponse]:
        """`Client.get_flow_detail`, with the exchange."""

    def get_flow_outline(self, *, flow_id: str) -> RawReply[FlowOutlineResponse]:
        """`Client.get_flow_outline`, with the exchange."""

    def create_indiv_auth_url(
        self,
        *,
        auth_type: IndivAuthType | str | None = None,
        available_auth_types: Sequence[IndivAuthType | str] | None = None,
        auth_advanced_enabled: Sequence[AdvancedAuthType | str] | None = None,
        receive_url_mobile_no: str | None = None,
        context_info: FlowContext | None = None,
        indiv_info: IndivInfo | None = None,
        config_params: IndivConfigParams | None = None,
    ) -> RawReply[FlowPageResponse]:
        """`Client.create_indiv_auth_url`, with the exchange."""

    def get_legal_rep_sign_result(self, *, flow_id: str) -> RawReply[LegalRepSignResultResponse]:
        """`Client.get_legal_rep_sign_result`, with the exchange."""

    def get_legal_rep_sign_url(self, *, flow_id: str) -> RawReply[LegalRepSignUrlResponse]:
        """`Client.get_legal_rep_sign_url`, with the exchange."""

    def start_legal_rep_sign(
        self,
        *,
        flow_id: str,
        agent_name: str,
        agent_id_no: str,
        mobile_no: str,
        legal_rep_id_no: str | None = None,
        redirect_url: str | None = None,
    ) -> RawReply[Confirmation]:
        """`Client.start_legal_rep_sign`, with the exchange."""

    def create_org_auth_url(
        self,
        *,
        auth_type: OrgAuthType | str | None = None,
        available_auth_types: Sequence[OrgAuthType | str] | None = None,
        agent_available_auth_types: Sequence[AgentAuthType | str] | None = None,
        agent_auth_advanced_enabled: Sequence[AdvancedAuthType | str] | None = None,
        receive_url_mobile_no: str | None = None,
        context_info: FlowContext | None = None,
        org_entity: OrgEntity | None = None,
        config_params: OrgConfigParams | None = None,
    ) -> RawReply[FlowPageResponse]:
        """`Client.create_org_auth_url`, with the exchange."""

    def start_org_four_factors(
        self,
        *,
        name: str,
        org_code: str,
        legal_rep_name: str,
        legal_rep_id_no: str,
        legal_rep_cert_type: LegalRepCertType | str | None = None,
        context_id: str | None = None,
        notify_url: str | None = None,
        agent_flow_id: str | None = None,
    ) -> RawReply[StartedFlowResponse]:
        """`Client.start_org_four_factors`, with the exchange."""

    def start_org_three_factors(
        self,
        *,
        name: str,
        org_code: str,
        legal_rep_name: str,
        context_id: str | None = None,
        notify_url: str | None = None,
    ) -> RawReply[StartedFlowResponse]:
        """`Client.start_org_three_factors`, with the exchange."""

    def resend_telecom3_factors_code(self, *, flow_id: str) -> RawReply[ResendTelecom3FactorsCodeResponse]:
        """`Client.resend_telecom3_factors_code`, with the exchange."""

    def verify_telecom3_factors_code(self, *, flow_id: str, authcode: str) -> RawReply[Confirmation]:
        """`Client.verify_telecom3_factors_code`, with the exchange."""

    def start_telecom3_factors(
        self,
        *,
        name: str,
        id_no: str,
        mobile_no: str,
        context_id: str | None = None,
        notify_url: str | None = None,
        grade: ComparisonGrade | str | None = None,
        source: int | None = None,
        certification_purpose: CertificationPurpose | str | None = None,
        org_name: str | None = None,
        org_cert_no: str | None = None,
    ) -> RawReply[StartedFlowResponse]:
        """`Client.start_telecom3_factors`, with the exchange."""

    def get_transfer_process(self, *, flow_id: str) -> RawReply[TransferProcessResponse]:
        """`Client.get_transfer_process`, with the exchange."""

    def transfer_random_amount(
        self,
        *,
        flow_id: str,
        bank: str,
        province: str,
        city: str,
        subbranch: str,
        card_no: str,
        cnaps_code: str,
        context_id: str | None = None,
        notify_url: str | None = None,
    ) -> RawReply[Confirmation]:
        """`Client.transfer_random_amount`, with the exchange."""

    def verify_random_amount(self, *, flow_id: str, amount: Decimal) -> RawReply[Confirmation]:
        """`Client.verify_random_amount`, with the exchange."""

class AsyncRawClient(AsyncRawCaller):
    """The operations of an `AsyncClient`, each returning a `realname.core.reply.RawReply`."""

    async def verify_bank_card4_factors_code(self, *, flow_id: str, authcode: str) -> RawReply[Confirmation]:
        """`AsyncClient.verify_bank_card4_factors_code`, with the exchange."""

    async def start_bank_card4_factors(
        self,
        *,
        name: str,
        id_no: str,
        mobile_no: str,
        bank_card_no: str,
        cert_type: BankCardCertType | str | None = None,
        context_id: str | None = None,
        notify_url: str | None = None,
        grade: ComparisonGrade | str | None = None,
        source: int | None = None,
        certification_purpose: CertificationPurpose | str | None = None,
        org_name: str | None = None,
        org_cert_no: str | None = None,
    ) -> RawReply[StartedFlowResponse]:
        """`AsyncClient.start_bank_card4_factors`, with the exchange."""

    async def compare_individual_base(self, *, id_no: str, name: str) -> RawReply[IndividualBaseResponse]:
        """`AsyncClient.compare_individual_base`, with the exchange."""

    async def compare_individual_telecom3_factors(
        self, *, id_no: str, name: str, mobile_no: str
    ) -> RawReply[IndividualTelecom3FactorsResponse]:
        """`AsyncClient.compare_individual_telecom3_factors`, with the exchange."""

    async def get_face_status(self, *, flow_id: str) -> RawReply[FaceStatusResponse]:
        """`AsyncClient.get_face_status`, with the exchange."""

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

    async def get_flow_detail(self, *, flow_id: str) -> RawReply[FlowDetailResponse]:
        """`AsyncClient.get_flow_detail`, with the exchange."""

    async def get_flow_outline(self, *, flow_id: str) -> RawReply[FlowOutlineResponse]:
        """`AsyncClient.get_flow_outline`, with the exchange."""

    async def create_indiv_auth_url(
        self,
        *,
        auth_type: IndivAuthType | str | None = None,
        available_auth_types: Sequence[IndivAuthType | str] | None = None,
        auth_advanced_enabled: Sequence[AdvancedAuthType | str] | None = None,
        receive_url_mobile_no: str | None = None,
        context_info: FlowContext | None = None,
        indiv_info: IndivInfo | None = None,
        config_params: IndivConfigParams | None = None,
    ) -> RawReply[FlowPageResponse]:
        """`AsyncClient.create_indiv_auth_url`, with the exchange."""

    async def get_legal_rep_sign_result(self, *, flow_id: str) -> RawReply[LegalRepSignResultResponse]:
        """`AsyncClient.get_legal_rep_sign_result`, with the exchange."""

    async def get_legal_rep_sign_url(self, *, flow_id: str) -> RawReply[LegalRepSignUrlResponse]:
        """`AsyncClient.get_legal_rep_sign_url`, with the exchange."""

    async def start_legal_rep_sign(
        self,
        *,
        flow_id: str,
        agent_name: str,
        agent_id_no: str,
        mobile_no: str,
        legal_rep_id_no: str | None = None,
        redirect_url: str | None = None,
    ) -> RawReply[Confirmation]:
        """`AsyncClient.start_legal_rep_sign`, with the exchange."""

    async def create_org_auth_url(
        self,
        *,
        auth_type: OrgAuthType | str | None = None,
        available_auth_types: Sequence[OrgAuthType | str] | None = None,
        agent_available_auth_types: Sequence[AgentAuthType | str] | None = None,
        agent_auth_advanced_enabled: Sequence[AdvancedAuthType | str] | None = None,
        receive_url_mobile_no: str | None = None,
        context_info: FlowContext | None = None,
        org_entity: OrgEntity | None = None,
        config_params: OrgConfigParams | None = None,
    ) -> RawReply[FlowPageResponse]:
        """`AsyncClient.create_org_auth_url`, with the exchange."""

    async def start_org_four_factors(
        self,
        *,
        name: str,
        org_code: str,
        legal_rep_name: str,
        legal_rep_id_no: str,
        legal_rep_cert_type: LegalRepCertType | str | None = None,
        context_id: str | None = None,
        notify_url: str | None = None,
        agent_flow_id: str | None = None,
    ) -> RawReply[StartedFlowResponse]:
        """`AsyncClient.start_org_four_factors`, with the exchange."""

    async def start_org_three_factors(
        self,
        *,
        name: str,
        org_code: str,
        legal_rep_name: str,
        context_id: str | None = None,
        notify_url: str | None = None,
    ) -> RawReply[StartedFlowResponse]:
        """`AsyncClient.start_org_three_factors`, with the exchange."""

    async def resend_telecom3_factors_code(self, *, flow_id: str) -> RawReply[ResendTelecom3FactorsCodeResponse]:
        """`AsyncClient.resend_telecom3_factors_code`, with the exchange."""

    async def verify_telecom3_factors_code(self, *, flow_id: str, authcode: str) -> RawReply[Confirmation]:
        """`AsyncClient.verify_telecom3_factors_code`, with the exchange."""

    async def start_telecom3_factors(
        self,
        *,
        name: str,
        id_no: str,
        mobile_no: str,
        context_id: str | None = None,
        notify_url: str | None = None,
        grade: ComparisonGrade | str | None = None,
        source: int | None = None,
        certification_purpose: CertificationPurpose | str | None = None,
        org_name: str | None = None,
        org_cert_no: str | None = None,
    ) -> RawReply[StartedFlowResponse]:
        """`AsyncClient.start_telecom3_factors`, with the exchange."""

    async def get_transfer_process(self, *, flow_id: str) -> RawReply[TransferProcessResponse]:
        """`AsyncClient.get_transfer_process`, with the exchange."""

    async def transfer_random_amount(
        self,
        *,
        flow_id: str,
        bank: str,
        province: str,
        city: str,
        subbranch: str,
        card_no: str,
        cnaps_code: str,
        context_id: str | None = None,
        notify_url: str | None = None,
    ) -> RawReply[Confirmation]:
        """`AsyncClient.transfer_random_amount`, with the exchange."""

    async def verify_random_amount(self, *, flow_id: str, amount: Decimal) -> RawReply[Confirmation]:
        """`AsyncClient.verify_random_amount`, with the exchange."""
