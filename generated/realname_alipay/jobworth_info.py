# Generated from specs/alipay/jobworth-info.yaml by scripts/build.py; do not edit.

"""Alipay identity verification: ZhimaCustomerJobworthInfoApi."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from attrs import field, frozen
from attrs.validators import optional

from realname.core.answer import Answer
from realname.core.client import AsyncCaller, AsyncRawCaller, RawCaller, SyncCaller
from realname.core.model import Request, WireEnum, boolean, masked, require_one_of, text, wire
from realname.core.operation import Operation
from realname.core.reply import RawReply

from .shared import CommonErrorType


class JobworthInfoCertType(WireEnum):
    """The kind of identity document, labelled as on the operation's page.

    - `0`: ID card (身份证).
    - `1`: passport (护照).
    - `2`: home return permit of Taiwan compatriots (台湾同胞回乡证).
    - `3`: mainland travel permit of Hong Kong and Macao residents (港澳居民往来内地通行证).
    - `4`: travel permit of Taiwan residents (台湾居民通行证).
    - `5`: travel permit of Hong Kong and Macao residents (港澳居民通行证).

    The list is open: the provider may use values that do not stand here.
    """

    ID_CARD = "0"
    PASSPORT = "1"
    TAIWAN_HOME_RETURN_PERMIT = "2"
    HONG_KONG_MACAO_MAINLAND_PERMIT = "3"
    TAIWAN_PERMIT = "4"
    HONG_KONG_MACAO_PERMIT = "5"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


class VisitorType(WireEnum):
    """Who visits.

    - `C`: a company.
    - `P`: a person.

    The list is open: the provider may use values that do not stand here.
    """

    COMPANY = "C"
    PERSON = "P"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


@frozen(kw_only=True)
class ZhimaCustomerJobworthInfoQueryResponseModel(Answer):
    """A person's work pass; any field may be absent."""

    acceptance_id: str | None = field(default=None, metadata=wire("acceptance_id"))
    """The number of the case, a parameter of the jsapi; of no use without that."""

    auth_token: str | None = field(default=None, repr=masked, metadata=wire("auth_token"))
    """A token that is checked before an authorization."""

    html_url: str | None = field(default=None, repr=masked, metadata=wire("html_url"))
    """The address of the H5 page."""

    picture_url: str | None = field(default=None, repr=masked, metadata=wire("picture_url"))
    """The address of the picture of the work pass, which can be shown as it is."""

    scene_result: bool | None = field(default=None, metadata=wire("scene_result"))
    """Whether the scene is authorized (场景授权结果)."""

    sub_code: str | None = field(default=None, metadata=wire("sub_code"))
    """The code of a failure."""

    sub_msg: str | None = field(default=None, repr=masked, metadata=wire("sub_msg"))
    """The failure for a human reader, in Chinese."""

    update_url: str | None = field(default=None, repr=masked, metadata=wire("update_url"))
    """The address at which the picture is renewed, in the mini-program of the work pass."""

    url: str | None = field(default=None, repr=masked, metadata=wire("url"))
    """The link to the mini-program of the work pass."""


class JobworthInfoErrorCode(WireEnum):
    """The known failure codes of the operation itself. The list is open: the provider may use values
    that do not stand here.
    """

    INVALID_PARAMETER = "INVALID_PARAMETER"
    SYSTEM_ERROR = "SYSTEM_ERROR"
    BLACK_CONTROL = "BLACK_CONTROL"
    JOB_ID_NOT_MATCH = "JOB_ID_NOT_MATCH"
    CONFIG_ERROR_WITHOUT_SERVICE_ID = "CONFIG_ERROR_WITHOUT_SERVICE_ID"
    USER_NOT_AUTHORIZE = "USER_NOT_AUTHORIZE"
    ILLEGAL_ARGUMENT = "ILLEGAL_ARGUMENT"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


@frozen(kw_only=True)
class QueryJobworthInfoRequest(Request):
    """The arguments of `query_jobworth_info`."""

    OPERATION: ClassVar[str] = "query_jobworth_info"
    DOCUMENT: ClassVar[str] = (
        "https://github.com/alipay/alipay-sdk-java-all/blob/master/v3/docs/ZhimaCustomerJobworthInfoApi.md"
    )

    conn_key: str | None = field(
        default=None, validator=optional(text()), repr=masked, metadata=wire("conn_key", at="query")
    )
    """The `out_agreement_no` which the caller gave when the agreement was created."""

    user_name: str | None = field(
        default=None, validator=optional(text()), repr=masked, metadata=wire("user_name", at="query")
    )
    """The person's name."""

    cert_no: str | None = field(
        default=None, validator=optional(text()), repr=masked, metadata=wire("cert_no", at="query")
    )
    """The number of the identity document of kind `cert_type`; needed for a check by document."""

    user_id: str | None = field(
        default=None, validator=optional(text()), repr=masked, metadata=wire("user_id", at="query")
    )
    """The person's Ant unified member id; needed for a check by member id."""

    open_id: str | None = field(
        default=None, validator=optional(text()), repr=masked, metadata=wire("open_id", at="query")
    )
    """The person's Ant unified member id, as open id; needed for a check by member id."""

    back_url: str | None = field(
        default=None, validator=optional(text()), repr=masked, metadata=wire("back_url", at="query")
    )
    """Where persons come back to after they have opened the work pass or Zhima, if they had not; http
    or an app's scheme.
    """

    cert_type: JobworthInfoCertType | str | None = field(
        default=None, validator=optional(text()), metadata=wire("cert_type", at="query")
    )
    """The kind of the identity document; needed for a check by document."""

    ka_visitor_id: str | None = field(
        default=None, validator=optional(text()), repr=masked, metadata=wire("ka_visitor_id", at="query")
    )
    """A unique id inside the merchant; needed if an H5 page is asked for."""

    visitor_type: VisitorType | str | None = field(
        default=None, validator=optional(text()), metadata=wire("visitor_type", at="query")
    )
    """What kind of visitor it is; needed if an H5 page is asked for."""

    visitor_name: str | None = field(
        default=None, validator=optional(text()), repr=masked, metadata=wire("visitor_name", at="query")
    )
    """The visitor's name as the merchant set it up; needed if an H5 page is asked for."""

    company_certificate: str | None = field(
        default=None, validator=optional(text()), repr=masked, metadata=wire("company_certificate", at="query")
    )
    """The company's unified social credit code, shown with the visitor on the H5 page."""

    visitor_url: str | None = field(
        default=None, validator=optional(text()), repr=masked, metadata=wire("visitor_url", at="query")
    )
    """The id that the upload of a picture returned."""

    has_button: bool | None = field(
        default=None, validator=optional(boolean()), metadata=wire("has_button", at="query")
    )
    """Whether the H5 page has a button to go on."""

    has_number: bool | None = field(
        default=None, validator=optional(boolean()), metadata=wire("has_number", at="query")
    )
    """Whether something is shown; what, is not stated."""

    has_qr_code: bool | None = field(
        default=None, validator=optional(boolean()), metadata=wire("has_qr_code", at="query")
    )
    """Whether the QR code is shown."""

    has_html: bool | None = field(default=None, validator=optional(boolean()), metadata=wire("has_html", at="query"))
    """Whether an H5 page is asked for."""

    job_id: str | None = field(default=None, validator=optional(text()), metadata=wire("job_id", at="query"))
    """The public id of the job."""

    industry_id: str | None = field(default=None, validator=optional(text()), metadata=wire("industry_id", at="query"))
    """The id of the description of the industry."""

    cloud_resume_scene: str | None = field(
        default=None, validator=optional(text()), metadata=wire("cloud_resume_scene", at="query")
    )
    """The scene within the scene (子场景)."""

    def __attrs_post_init__(self) -> None:
        require_one_of(self, "conn_key", "cert_no", "user_id", "open_id")


QUERY_JOBWORTH_INFO: Final = Operation(
    name="query_jobworth_info",
    method="GET",
    path="/v3/zhima/customer/jobworth/info/query",
    request=QueryJobworthInfoRequest,
    answer=ZhimaCustomerJobworthInfoQueryResponseModel,
    failures={
        200: ZhimaCustomerJobworthInfoQueryResponseModel,
        400: CommonErrorType,
        401: CommonErrorType,
        "default": CommonErrorType,
    },
    retry="safe",
    document="https://github.com/alipay/alipay-sdk-java-all/blob/master/v3/docs/ZhimaCustomerJobworthInfoApi.md",
)
"""Read a person's work pass (职得工作证信息查询)."""


class Client(SyncCaller):
    """What this page adds to the package's `Client`."""

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
        return self._call(
            QUERY_JOBWORTH_INFO,
            QueryJobworthInfoRequest(
                conn_key=conn_key,
                user_name=user_name,
                cert_no=cert_no,
                user_id=user_id,
                open_id=open_id,
                back_url=back_url,
                cert_type=cert_type,
                ka_visitor_id=ka_visitor_id,
                visitor_type=visitor_type,
                visitor_name=visitor_name,
                company_certificate=company_certificate,
                visitor_url=visitor_url,
                has_button=has_button,
                has_number=has_number,
                has_qr_code=has_qr_code,
                has_html=has_html,
                job_id=job_id,
                industry_id=industry_id,
                cloud_resume_scene=cloud_resume_scene,
            ),
        ).parsed


class AsyncClient(AsyncCaller):
    """What this page adds to the package's `AsyncClient`."""

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
        return (
            await self._call(
                QUERY_JOBWORTH_INFO,
                QueryJobworthInfoRequest(
                    conn_key=conn_key,
                    user_name=user_name,
                    cert_no=cert_no,
                    user_id=user_id,
                    open_id=open_id,
                    back_url=back_url,
                    cert_type=cert_type,
                    ka_visitor_id=ka_visitor_id,
                    visitor_type=visitor_type,
                    visitor_name=visitor_name,
                    company_certificate=company_certificate,
                    visitor_url=visitor_url,
                    has_button=has_button,
                    has_number=has_number,
                    has_qr_code=has_qr_code,
                    has_html=has_html,
                    job_id=job_id,
                    industry_id=industry_id,
                    cloud_resume_scene=cloud_resume_scene,
                ),
            )
        ).parsed


class RawClient(RawCaller):
    """What this page adds to the package's `RawClient`."""

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
        return self._client._call(
            QUERY_JOBWORTH_INFO,
            QueryJobworthInfoRequest(
                conn_key=conn_key,
                user_name=user_name,
                cert_no=cert_no,
                user_id=user_id,
                open_id=open_id,
                back_url=back_url,
                cert_type=cert_type,
                ka_visitor_id=ka_visitor_id,
                visitor_type=visitor_type,
                visitor_name=visitor_name,
                company_certificate=company_certificate,
                visitor_url=visitor_url,
                has_button=has_button,
                has_number=has_number,
                has_qr_code=has_qr_code,
                has_html=has_html,
                job_id=job_id,
                industry_id=industry_id,
                cloud_resume_scene=cloud_resume_scene,
            ),
        )


class AsyncRawClient(AsyncRawCaller):
    """What this page adds to the package's `AsyncRawClient`."""

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
        return await self._client._call(
            QUERY_JOBWORTH_INFO,
            QueryJobworthInfoRequest(
                conn_key=conn_key,
                user_name=user_name,
                cert_no=cert_no,
                user_id=user_id,
                open_id=open_id,
                back_url=back_url,
                cert_type=cert_type,
                ka_visitor_id=ka_visitor_id,
                visitor_type=visitor_type,
                visitor_name=visitor_name,
                company_certificate=company_certificate,
                visitor_url=visitor_url,
                has_button=has_button,
                has_number=has_number,
                has_qr_code=has_qr_code,
                has_html=has_html,
                job_id=job_id,
                industry_id=industry_id,
                cloud_resume_scene=cloud_resume_scene,
            ),
        )
