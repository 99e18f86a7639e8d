# Generated from specs/alipay by scripts/build.py; do not edit.

from collections.abc import Mapping
from typing import Final, Literal

from realname.core.client import AsyncCaller, AsyncRawCaller, RawCaller, SyncCaller
from realname.core.reply import RawReply

from .certdoc_consult import AlipayUserCertdocCertverifyConsultResponseModel
from .certdoc_preconsult import AlipayUserCertdocCertverifyPreconsultResponseModel, CertdocCertType
from .certify_open_initialize import (
    AlipayUserCertifyOpenInitializeResponseModel,
    CertifyOpenBizCode,
    OpenCertifyIdentityParam,
    OpenCertifyMerchantConfig,
)
from .certify_open_query import AlipayUserCertifyOpenQueryResponseModel
from .credit_agreement import ZhimaCreditPayafteruseCreditagreementQueryResponseModel
from .face_certify_initialize import (
    DatadigitalFincloudGeneralsaasFaceCertifyInitializeResponseModel,
    OpenCertifyIdentifyInfo,
    OpenCertifyMerchantConfigs,
)
from .face_certify_query import DatadigitalFincloudGeneralsaasFaceCertifyQueryResponseModel
from .face_certify_verify import DatadigitalFincloudGeneralsaasFaceCertifyVerifyResponseModel
from .face_verification_initialize import (
    DatadigitalFincloudGeneralsaasFaceVerificationInitializeResponseModel,
    FaceReserveStrategy,
    FaceVerificationBizCode,
    FaceVerificationCertType,
    FaceVerificationIdentityType,
)
from .face_verification_query import DatadigitalFincloudGeneralsaasFaceVerificationQueryResponseModel
from .jobworth_authentication import (
    CertType,
    IdentityType,
    QueryType,
    ZhimaCustomerJobworthAuthenticationQueryResponseModel,
)
from .jobworth_info import JobworthInfoCertType, VisitorType, ZhimaCustomerJobworthInfoQueryResponseModel

SERVERS: Final[Mapping[str, str]]
OPERATIONS: Final[Mapping[str, str]]
WAITERS: Final[Mapping[str, str]]

class Client(SyncCaller):
    """Alipay identity verification, called synchronously."""

    @property
    def with_raw_response(self) -> RawClient:
        """The same operations, each returning the answer together with the exchange it came in."""

    def consult_certdoc(
        self, *, auth_token: str | None = None, verify_id: str | None = None
    ) -> AlipayUserCertdocCertverifyConsultResponseModel:
        """Compare the data of `preconsult_certdoc` with a person's Alipay account (实名证件信息比对验证咨询).

        The account is that of the person who gave consent. Which scope the person has to consent
        to, and whether a `verify_id` may be used twice, is not stated. Alipay's own name of the
        operation is `alipay.user.certdoc.certverify.consult`.

        Args:
            auth_token: The person's access token, from `alipay.system.oauth.token`. Needed in
                practice, although the provider calls it optional; sensitive: masked in `repr`.
            verify_id: The id of the comparison, as `preconsult_certdoc` gave it. Needed in
                practice, although the provider calls it optional.

        Returns:
            The result of a comparison; any field may be absent.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: AlipayUserCertdocCertverifyApi, edition of 2026-09-23,
        read in copies that others made,
        https://github.com/alipay/alipay-sdk-java-all/blob/master/v3/docs/AlipayUserCertdocCertverifyApi.md
        """

    def preconsult_certdoc(
        self,
        *,
        cert_no: str | None = None,
        cert_type: CertdocCertType | str | None = None,
        ext_info: str | None = None,
        logon_id: str | None = None,
        mobile: str | None = None,
        user_name: str | None = None,
    ) -> AlipayUserCertdocCertverifyPreconsultResponseModel:
        """Hand in a person's data (实名证件信息比对验证预咨询), to be compared with their Alipay account.

        The first of two steps: the person then gives consent to Alipay, and `consult_certdoc`
        compares. Which of `user_name`, `cert_no`, `mobile` and `logon_id` may be left out is not
        stated. Alipay's own name of the operation is `alipay.user.certdoc.certverify.preconsult`.

        Args:
            cert_no: The number of the identity document. Sensitive: masked in `repr`.
            cert_type: The kind of the identity document.
            ext_info: Further fields as JSON; which, is not stated. Sensitive: masked in `repr`.
            logon_id: The person's login name at Alipay. Sensitive: masked in `repr`.
            mobile: The person's mobile number. Sensitive: masked in `repr`.
            user_name: The person's real name. Sensitive: masked in `repr`.

        Returns:
            The data was taken.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: AlipayUserCertdocCertverifyApi, edition of 2026-09-23,
        read in copies that others made,
        https://github.com/alipay/alipay-sdk-java-all/blob/master/v3/docs/AlipayUserCertdocCertverifyApi.md
        """

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

    def query_certify_open(self, *, certify_id: str | None = None) -> AlipayUserCertifyOpenQueryResponseModel:
        """Read the result of an identity verification (身份认证).

        Only `passed` `T` says something: `F` stands for a person who was refused, and also for one
        who has not finished yet, and no other field tells the two apart (a third party says so). So
        `F` is neither a no nor a "not yet": the waiter goes on to its limit. By Alipay's support no
        reason is returned either. Results can be read for 3 months. How often one may ask is not
        stated. Alipay's own name of the operation is `alipay.user.certify.open.query`.

        Args:
            certify_id: The id of the verification, as `initialize_certify_open` gave it. Needed
                in practice, although the provider calls it optional.

        Returns:
            The result of an identity verification; any field may be absent.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: AlipayUserCertifyOpenApi, edition of 2026-09-23,
        read in copies that others made,
        https://github.com/alipay/alipay-sdk-java-all/blob/master/v3/docs/AlipayUserCertifyOpenApi.md
        """

    def wait_for_certify_open(
        self, *, certify_id: str | None = None, timeout: float = 600.0, require_verified: bool = False
    ) -> AlipayUserCertifyOpenQueryResponseModel:
        """Call `query_certify_open` again and again until there is nothing more to wait for, and return its last answer.

        Pauses grow, from 2 s on. Failures that pass by themselves do not end the waiting.

        Args:
            certify_id: The id of the verification, as `initialize_certify_open` gave it. Needed
                in practice, although the provider calls it optional.
            timeout: Seconds in all.
            require_verified: Raise if the last answer does not say that the person or organization is verified.

        Raises:
            WaitTimeoutError: it was not over in time; it has the last answer.
            RealnameError: a failure that does not pass by itself, or what `require_verified()` of the answer raises.
        """

    def query_credit_agreement(
        self,
        *,
        out_agreement_no: str | None = None,
        credit_agreement_id: str | None = None,
        product_code: str | None = None,
        service_id: str | None = None,
        extra_param: str | None = None,
    ) -> ZhimaCreditPayafteruseCreditagreementQueryResponseModel:
        """Read whether a user has opened or authorized a Zhima service (查询服务开通/授权信息).

        At least one of `out_agreement_no` and `credit_agreement_id` has to be passed; the latter is
        recommended. It says nothing about who the user is. Whether it covers the agreements of
        jobworth (职得) is not stated. Alipay's own name of the operation is
        `zhima.credit.payafteruse.creditagreement.query`.

        Args:
            out_agreement_no: The merchant's own number of the agreement. Sensitive: masked in
                `repr`.
            credit_agreement_id: Zhima's number of the opening or authorization.
            product_code: Needed for Zhima's product 芝麻守约, and `CREDIT_AGREEMENT` there.
            service_id: The id of the Zhima service, given to the merchant before it goes live.
            extra_param: Further parameters; which, is not stated. Sensitive: masked in `repr`.

        Returns:
            The state of an agreement; any field may be absent.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: ZhimaCreditPayafteruseCreditagreementApi, edition of 2026-09-23,
        read in copies that others made,
        https://github.com/alipay/alipay-sdk-java-all/blob/master/v3/docs/ZhimaCreditPayafteruseCreditagreementApi.md
        """

    def query_jobworth_authentication(
        self,
        *,
        conn_key: str | None = None,
        once_token: str | None = None,
        query_type: QueryType | Literal["exact", "dim"] | None = None,
        identity_type: IdentityType | str | None = None,
        service_id: str | None = None,
        user_id: str | None = None,
        open_id: str | None = None,
        cert_no: str | None = None,
        cert_type: CertType | Literal["0", "1", "2", "3", "4", "5"] | None = None,
    ) -> ZhimaCustomerJobworthAuthenticationQueryResponseModel:
        """Query the result of a person's identity authentication (职得) by its one-time token.

        At least one of `user_id`, `open_id` and `cert_no` has to be passed. What happens when more
        than one is passed is not stated. The page lists all nine parameters as optional; that
        `conn_key`, `once_token`, `query_type`, `identity_type` and `service_id` are needed in
        practice is inferred. Alipay's own name of the operation is
        `zhima.customer.jobworth.authentication.query`.

        Args:
            conn_key: The `out_agreement_no` which the caller gave in the first step, when the
                agreement was created. Needed in practice, although the provider calls it optional;
                sensitive: masked in `repr`.
            once_token: The credential for this query; once the authentication has reached a
                final state the query succeeds only once, and asking again means repeating the first
                step. Needed in practice, although the provider calls it optional; sensitive: masked
                in `repr`.
            query_type: Whether to query exactly or fuzzily. One of `exact`, `dim`; needed in
                practice, although the provider calls it optional.
            identity_type: The type of identity; types other than `04` have to be confirmed with
                Zhima's technical support. Needed in practice, although the provider calls it
                optional.
            service_id: The id of the credit service, assigned by operations staff when the
                merchant adopts the product. Needed in practice, although the provider calls it
                optional.
            user_id: The person's Ant unified member id; pass either a member id or an identity
                document. Sensitive: masked in `repr`.
            open_id: The person's Ant unified member id, as open id; pass either a member id or
                an identity document. Sensitive: masked in `repr`.
            cert_no: The number of the person's identity document. Sensitive: masked in `repr`.
            cert_type: The kind of the identity document. One of `0`, `1`, `2`, `3`, `4`, `5`.

        Returns:
            The state of the authentication; any field may be absent.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: ZhimaCustomerJobworthAuthenticationApi,
        https://github.com/alipay/alipay-sdk-java-all/blob/master/v3/docs/ZhimaCustomerJobworthAuthenticationApi.md
        """

    def query_jobworth_info(
        self,
        *,
        conn_key: str | None = None,
        user_name: str | None = None,
        cert_no: str | None = None,
        user_id: str | None = None,
        open_id: str | None = None,
        back_url: str | None = None,
        cert_type: JobworthInfoCertType | str | None = None,
        ka_visitor_id: str | None = None,
        visitor_type: VisitorType | str | None = None,
        visitor_name: str | None = None,
        company_certificate: str | None = None,
        visitor_url: str | None = None,
        has_button: bool | None = None,
        has_number: bool | None = None,
        has_qr_code: bool | None = None,
        has_html: bool | None = None,
        job_id: str | None = None,
        industry_id: str | None = None,
        cloud_resume_scene: str | None = None,
    ) -> ZhimaCustomerJobworthInfoQueryResponseModel:
        """Read a person's work pass (职得工作证信息查询).

        There are three ways: `user_id` or `open_id`; `cert_type` with `cert_no` and `user_name`;
        or, for the smart résumé, `conn_key` alone. Of several, the member id wins. An answer with
        status 200 may carry a failure in `sub_code`; that is an `ApiError` with this code. It says
        nothing about who the person is. Alipay's own name of the operation is
        `zhima.customer.jobworth.info.query`.

        Args:
            conn_key: The `out_agreement_no` which the caller gave when the agreement was
                created. Sensitive: masked in `repr`.
            user_name: The person's name. Sensitive: masked in `repr`.
            cert_no: The number of the identity document of kind `cert_type`; needed for a check
                by document. Sensitive: masked in `repr`.
            user_id: The person's Ant unified member id; needed for a check by member id.
                Sensitive: masked in `repr`.
            open_id: The person's Ant unified member id, as open id; needed for a check by
                member id. Sensitive: masked in `repr`.
            back_url: Where persons come back to after they have opened the work pass or Zhima,
                if they had not; http or an app's scheme. Sensitive: masked in `repr`.
            cert_type: The kind of the identity document; needed for a check by document.
            ka_visitor_id: A unique id inside the merchant; needed if an H5 page is asked for.
                Sensitive: masked in `repr`.
            visitor_type: What kind of visitor it is; needed if an H5 page is asked for.
            visitor_name: The visitor's name as the merchant set it up; needed if an H5 page is
                asked for. Sensitive: masked in `repr`.
            company_certificate: The company's unified social credit code, shown with the
                visitor on the H5 page. Sensitive: masked in `repr`.
            visitor_url: The id that the upload of a picture returned. Sensitive: masked in
                `repr`.
            has_button: Whether the H5 page has a button to go on.
            has_number: Whether something is shown; what, is not stated.
            has_qr_code: Whether the QR code is shown.
            has_html: Whether an H5 page is asked for.
            job_id: The public id of the job.
            industry_id: The id of the description of the industry.
            cloud_resume_scene: The scene within the scene (子场景).

        Returns:
            A person's work pass; any field may be absent.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: ZhimaCustomerJobworthInfoApi, edition of 2026-09-23,
        read in copies that others made,
        https://github.com/alipay/alipay-sdk-java-all/blob/master/v3/docs/ZhimaCustomerJobworthInfoApi.md
        """

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

class AsyncClient(AsyncCaller):
    """Alipay identity verification, called from asyncio."""

    @property
    def with_raw_response(self) -> AsyncRawClient:
        """The same operations, each returning the answer together with the exchange it came in."""

    async def consult_certdoc(
        self, *, auth_token: str | None = None, verify_id: str | None = None
    ) -> AlipayUserCertdocCertverifyConsultResponseModel:
        """`Client.consult_certdoc`, from async code."""

    async def preconsult_certdoc(
        self,
        *,
        cert_no: str | None = None,
        cert_type: CertdocCertType | str | None = None,
        ext_info: str | None = None,
        logon_id: str | None = None,
        mobile: str | None = None,
        user_name: str | None = None,
    ) -> AlipayUserCertdocCertverifyPreconsultResponseModel:
        """`Client.preconsult_certdoc`, from async code."""

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

    async def query_certify_open(self, *, certify_id: str | None = None) -> AlipayUserCertifyOpenQueryResponseModel:
        """`Client.query_certify_open`, from async code."""

    async def wait_for_certify_open(
        self, *, certify_id: str | None = None, timeout: float = 600.0, require_verified: bool = False
    ) -> AlipayUserCertifyOpenQueryResponseModel:
        """`Client.wait_for_certify_open`, from async code."""

    async def query_credit_agreement(
        self,
        *,
        out_agreement_no: str | None = None,
        credit_agreement_id: str | None = None,
        product_code: str | None = None,
        service_id: str | None = None,
        extra_param: str | None = None,
    ) -> ZhimaCreditPayafteruseCreditagreementQueryResponseModel:
        """`Client.query_credit_agreement`, from async code."""

    async def query_jobworth_authentication(
        self,
        *,
        conn_key: str | None = None,
        once_token: str | None = None,
        query_type: QueryType | Literal["exact", "dim"] | None = None,
        identity_type: IdentityType | str | None = None,
        service_id: str | None = None,
        user_id: str | None = None,
        open_id: str | None = None,
        cert_no: str | None = None,
        cert_type: CertType | Literal["0", "1", "2", "3", "4", "5"] | None = None,
    ) -> ZhimaCustomerJobworthAuthenticationQueryResponseModel:
        """`Client.query_jobworth_authentication`, from async code."""

    async def query_jobworth_info(
        self,
        *,
        conn_key: str | None = None,
        user_name: str | None = None,
        cert_no: str | None = None,
        user_id: str | None = None,
        open_id: str | None = None,
        back_url: str | None = None,
        cert_type: JobworthInfoCertType | str | None = None,
        ka_visitor_id: str | None = None,
        visitor_type: VisitorType | str | None = None,
        visitor_name: str | None = None,
        company_certificate: str | None = None,
        visitor_url: str | None = None,
        has_button: bool | None = None,
        has_number: bool | None = None,
        has_qr_code: bool | None = None,
        has_html: bool | None = None,
        job_id: str | None = None,
        industry_id: str | None = None,
        cloud_resume_scene: str | None = None,
    ) -> ZhimaCustomerJobworthInfoQueryResponseModel:
        """`Client.query_jobworth_info`, from async code."""

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

    async def query_face_certify(
        self, *, certify_id: str | None = None
    ) -> DatadigitalFincloudGeneralsaasFaceCertifyQueryResponseModel:
        """`Client.query_face_certify`, from async code."""

    async def wait_for_face_certify(
        self, *, certify_id: str | None = None, timeout: float = 600.0, require_verified: bool = False
    ) -> DatadigitalFincloudGeneralsaasFaceCertifyQueryResponseModel:
        """`Client.wait_for_face_certify`, from async code."""

    async def verify_face_certify(
        self, *, certify_id: str | None = None
    ) -> DatadigitalFincloudGeneralsaasFaceCertifyVerifyResponseModel:
        """`Client.verify_face_certify`, from async code."""

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

    async def query_face_verification(
        self, *, certify_id: str | None = None, need_alive_photo: str | None = None
    ) -> DatadigitalFincloudGeneralsaasFaceVerificationQueryResponseModel:
        """`Client.query_face_verification`, from async code."""

    async def wait_for_face_verification(
        self,
        *,
        certify_id: str | None = None,
        need_alive_photo: str | None = None,
        timeout: float = 600.0,
        require_verified: bool = False,
    ) -> DatadigitalFincloudGeneralsaasFaceVerificationQueryResponseModel:
        """`Client.wait_for_face_verification`, from async code."""

class RawClient(RawCaller):
    """The operations of a `Client`, each returning a `realname.core.reply.RawReply`."""

    def consult_certdoc(
        self, *, auth_token: str | None = None, verify_id: str | None = None
    ) -> RawReply[AlipayUserCertdocCertverifyConsultResponseModel]:
        """`Client.consult_certdoc`, with the exchange."""

    def preconsult_certdoc(
        self,
        *,
        cert_no: str | None = None,
        cert_type: CertdocCertType | str | None = None,
        ext_info: str | None = None,
        logon_id: str | None = None,
        mobile: str | None = None,
        user_name: str | None = None,
    ) -> RawReply[AlipayUserCertdocCertverifyPreconsultResponseModel]:
        """`Client.preconsult_certdoc`, with the exchange."""

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

    def query_certify_open(self, *, certify_id: str | None = None) -> RawReply[AlipayUserCertifyOpenQueryResponseModel]:
        """`Client.query_certify_open`, with the exchange."""

    def query_credit_agreement(
        self,
        *,
        out_agreement_no: str | None = None,
        credit_agreement_id: str | None = None,
        product_code: str | None = None,
        service_id: str | None = None,
        extra_param: str | None = None,
    ) -> RawReply[ZhimaCreditPayafteruseCreditagreementQueryResponseModel]:
        """`Client.query_credit_agreement`, with the exchange."""

    def query_jobworth_authentication(
        self,
        *,
        conn_key: str | None = None,
        once_token: str | None = None,
        query_type: QueryType | Literal["exact", "dim"] | None = None,
        identity_type: IdentityType | str | None = None,
        service_id: str | None = None,
        user_id: str | None = None,
        open_id: str | None = None,
        cert_no: str | None = None,
        cert_type: CertType | Literal["0", "1", "2", "3", "4", "5"] | None = None,
    ) -> RawReply[ZhimaCustomerJobworthAuthenticationQueryResponseModel]:
        """`Client.query_jobworth_authentication`, with the exchange."""

    def query_jobworth_info(
        self,
        *,
        conn_key: str | None = None,
        user_name: str | None = None,
        cert_no: str | None = None,
        user_id: str | None = None,
        open_id: str | None = None,
        back_url: str | None = None,
        cert_type: JobworthInfoCertType | str | None = None,
        ka_visitor_id: str | None = None,
        visitor_type: VisitorType | str | None = None,
        visitor_name: str | None = None,
        company_certificate: str | None = None,
        visitor_url: str | None = None,
        has_button: bool | None = None,
        has_number: bool | None = None,
        has_qr_code: bool | None = None,
        has_html: bool | None = None,
        job_id: str | None = None,
        industry_id: str | None = None,
        cloud_resume_scene: str | None = None,
    ) -> RawReply[ZhimaCustomerJobworthInfoQueryResponseModel]:
        """`Client.query_jobworth_info`, with the exchange."""

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

    def query_face_certify(
        self, *, certify_id: str | None = None
    ) -> RawReply[DatadigitalFincloudGeneralsaasFaceCertifyQueryResponseModel]:
        """`Client.query_face_certify`, with the exchange."""

    def verify_face_certify(
        self, *, certify_id: str | None = None
    ) -> RawReply[DatadigitalFincloudGeneralsaasFaceCertifyVerifyResponseModel]:
        """`Client.verify_face_certify`, with the exchange."""

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

    def query_face_verification(
        self, *, certify_id: str | None = None, need_alive_photo: str | None = None
    ) -> RawReply[DatadigitalFincloudGeneralsaasFaceVerificationQueryResponseModel]:
        """`Client.query_face_verification`, with the exchange."""

class AsyncRawClient(AsyncRawCaller):
    """The operations of an `AsyncClient`, each returning a `realname.core.reply.RawReply`."""

    async def consult_certdoc(
        self, *, auth_token: str | None = None, verify_id: str | None = None
    ) -> RawReply[AlipayUserCertdocCertverifyConsultResponseModel]:
        """`AsyncClient.consult_certdoc`, with the exchange."""

    async def preconsult_certdoc(
        self,
        *,
        cert_no: str | None = None,
        cert_type: CertdocCertType | str | None = None,
        ext_info: str | None = None,
        logon_id: str | None = None,
        mobile: str | None = None,
        user_name: str | None = None,
    ) -> RawReply[AlipayUserCertdocCertverifyPreconsultResponseModel]:
        """`AsyncClient.preconsult_certdoc`, with the exchange."""

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

    async def query_certify_open(
        self, *, certify_id: str | None = None
    ) -> RawReply[AlipayUserCertifyOpenQueryResponseModel]:
        """`AsyncClient.query_certify_open`, with the exchange."""

    async def query_credit_agreement(
        self,
        *,
        out_agreement_no: str | None = None,
        credit_agreement_id: str | None = None,
        product_code: str | None = None,
        service_id: str | None = None,
        extra_param: str | None = None,
    ) -> RawReply[ZhimaCreditPayafteruseCreditagreementQueryResponseModel]:
        """`AsyncClient.query_credit_agreement`, with the exchange."""

    async def query_jobworth_authentication(
        self,
        *,
        conn_key: str | None = None,
        once_token: str | None = None,
        query_type: QueryType | Literal["exact", "dim"] | None = None,
        identity_type: IdentityType | str | None = None,
        service_id: str | None = None,
        user_id: str | None = None,
        open_id: str | None = None,
        cert_no: str | None = None,
        cert_type: CertType | Literal["0", "1", "2", "3", "4", "5"] | None = None,
    ) -> RawReply[ZhimaCustomerJobworthAuthenticationQueryResponseModel]:
        """`AsyncClient.query_jobworth_authentication`, with the exchange."""

    async def query_jobworth_info(
        self,
        *,
        conn_key: str | None = None,
        user_name: str | None = None,
        cert_no: str | None = None,
        user_id: str | None = None,
        open_id: str | None = None,
        back_url: str | None = None,
        cert_type: JobworthInfoCertType | str | None = None,
        ka_visitor_id: str | None = None,
        visitor_type: VisitorType | str | None = None,
        visitor_name: str | None = None,
        company_certificate: str | None = None,
        visitor_url: str | None = None,
        has_button: bool | None = None,
        has_number: bool | None = None,
        has_qr_code: bool | None = None,
        has_html: bool | None = None,
        job_id: str | None = None,
        industry_id: str | None = None,
        cloud_resume_scene: str | None = None,
    ) -> RawReply[ZhimaCustomerJobworthInfoQueryResponseModel]:
        """`AsyncClient.query_jobworth_info`, with the exchange."""

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

    async def query_face_certify(
        self, *, certify_id: str | None = None
    ) -> RawReply[DatadigitalFincloudGeneralsaasFaceCertifyQueryResponseModel]:
        """`AsyncClient.query_face_certify`, with the exchange."""

    async def verify_face_certify(
        self, *, certify_id: str | None = None
    ) -> RawReply[DatadigitalFincloudGeneralsaasFaceCertifyVerifyResponseModel]:
        """`AsyncClient.verify_face_certify`, with the exchange."""

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

    async def query_face_verification(
        self, *, certify_id: str | None = None, need_alive_photo: str | None = None
    ) -> RawReply[DatadigitalFincloudGeneralsaasFaceVerificationQueryResponseModel]:
        """`AsyncClient.query_face_verification`, with the exchange."""
