# Generated from specs/alipay/credit-agreement.yaml by scripts/build.py; do not edit.

"""Alipay identity verification: ZhimaCreditPayafteruseCreditagreementApi."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from attrs import field, frozen
from attrs.validators import optional

from realname.core.answer import Answer
from realname.core.client import AsyncCaller, AsyncRawCaller, RawCaller, SyncCaller
from realname.core.codes import Code
from realname.core.model import Request, WireEnum, masked, require_one_of, text, wire
from realname.core.operation import Operation
from realname.core.reply import RawReply

from .shared import CommonErrorType


@frozen(kw_only=True)
class QueryCreditAgreementRequest(Request):
    """The arguments of `query_credit_agreement`."""

    OPERATION: ClassVar[str] = "query_credit_agreement"
    DOCUMENT: ClassVar[str] = (
        "https://github.com/alipay/alipay-sdk-java-all/blob/master/v3/docs/ZhimaCreditPayafteruseCreditagreementApi.md"
    )

    out_agreement_no: str | None = field(
        default=None, validator=optional(text()), repr=masked, metadata=wire("out_agreement_no", at="query")
    )
    """The merchant's own number of the agreement."""

    credit_agreement_id: str | None = field(
        default=None, validator=optional(text()), metadata=wire("credit_agreement_id", at="query")
    )
    """Zhima's number of the opening or authorization."""

    product_code: str | None = field(
        default=None, validator=optional(text()), metadata=wire("product_code", at="query")
    )
    """Needed for Zhima's product 芝麻守约, and `CREDIT_AGREEMENT` there."""

    service_id: str | None = field(default=None, validator=optional(text()), metadata=wire("service_id", at="query"))
    """The id of the Zhima service, given to the merchant before it goes live."""

    extra_param: str | None = field(
        default=None, validator=optional(text()), repr=masked, metadata=wire("extra_param", at="query")
    )
    """Further parameters; which, is not stated."""

    def __attrs_post_init__(self) -> None:
        require_one_of(self, "out_agreement_no", "credit_agreement_id")


class AgreementStatus(WireEnum):
    """Whether a service is open or authorized.

    - `VALID`: it is (有效).
    - `INVALID`: it is not (无效).
    - `CANNOT_OPEN`: it cannot be opened (不可开通).

    The list is open: the provider may use values that do not stand here.
    """

    VALID = "VALID"
    INVALID = "INVALID"
    CANNOT_OPEN = "CANNOT_OPEN"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


class CreditAgreementErrorCode(WireEnum):
    """The known failure codes of the operation itself. The list is open: the provider may use values
    that do not stand here.
    """

    SYSTEM_ERROR = "SYSTEM_ERROR"
    BIZ_ERROR = "BIZ_ERROR"
    EXTRA_PARAM_FORMAT_ERROR = "EXTRA_PARAM_FORMAT_ERROR"
    INVALID_PARAMETER = "INVALID_PARAMETER"
    CREDIT_AUTH_NOT_EXIST = "CREDIT_AUTH_NOT_EXIST"
    ILLEGAL_QUERY = "ILLEGAL_QUERY"
    CREDIT_AGREEMENT_NOT_EXIST = "CREDIT_AGREEMENT_NOT_EXIST"
    DEPEND_FAILURE = "DEPEND_FAILURE"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


@frozen(kw_only=True)
class ZhimaCreditPayafteruseCreditagreementQueryResponseModel(Answer):
    """The state of an agreement; any field may be absent."""

    agreement_status: AgreementStatus | None = field(default=None, metadata=wire("agreement_status"))
    """Whether the service is open or authorized."""

    alipay_user_id: str | None = field(default=None, repr=masked, metadata=wire("alipay_user_id"))
    """The person's Ant unified member id."""

    biz_time: str | None = field(default=None, metadata=wire("biz_time"))
    """When it was opened, for the status `VALID`; the time zone is not stated."""

    credit_agreement_id: str | None = field(default=None, metadata=wire("credit_agreement_id"))
    """Zhima's number of the opening or authorization."""

    ext_info: str | None = field(default=None, repr=masked, metadata=wire("ext_info"))
    """Only in special cases that were agreed on."""

    open_id: str | None = field(default=None, repr=masked, metadata=wire("open_id"))
    """The person's open id."""

    out_agreement_no: str | None = field(default=None, repr=masked, metadata=wire("out_agreement_no"))
    """The merchant's own number of the agreement."""


QUERY_CREDIT_AGREEMENT: Final = Operation(
    name="query_credit_agreement",
    method="GET",
    path="/v3/zhima/credit/payafteruse/creditagreement/query",
    request=QueryCreditAgreementRequest,
    answer=ZhimaCreditPayafteruseCreditagreementQueryResponseModel,
    failures={
        200: ZhimaCreditPayafteruseCreditagreementQueryResponseModel,
        400: CommonErrorType,
        401: CommonErrorType,
        "default": CommonErrorType,
    },
    codes={
        "CREDIT_AUTH_NOT_EXIST": Code(kind="not-found"),
        "CREDIT_AGREEMENT_NOT_EXIST": Code(kind="not-found"),
        "EXTRA_PARAM_FORMAT_ERROR": Code(kind="request"),
    },
    retry="safe",
    document="https://github.com/alipay/alipay-sdk-java-all/blob/master/v3/docs/ZhimaCreditPayafteruseCreditagreementApi.md",
)
"""Read whether a user has opened or authorized a Zhima service (查询服务开通/授权信息)."""


class Client(SyncCaller):
    """What this page adds to the package's `Client`."""

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
        return self._call(
            QUERY_CREDIT_AGREEMENT,
            QueryCreditAgreementRequest(
                out_agreement_no=out_agreement_no,
                credit_agreement_id=credit_agreement_id,
                product_code=product_code,
                service_id=service_id,
                extra_param=extra_param,
            ),
        ).parsed


class AsyncClient(AsyncCaller):
    """What this page adds to the package's `AsyncClient`."""

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
        return (
            await self._call(
                QUERY_CREDIT_AGREEMENT,
                QueryCreditAgreementRequest(
                    out_agreement_no=out_agreement_no,
                    credit_agreement_id=credit_agreement_id,
                    product_code=product_code,
                    service_id=service_id,
                    extra_param=extra_param,
                ),
            )
        ).parsed


class RawClient(RawCaller):
    """What this page adds to the package's `RawClient`."""

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
        return self._client._call(
            QUERY_CREDIT_AGREEMENT,
            QueryCreditAgreementRequest(
                out_agreement_no=out_agreement_no,
                credit_agreement_id=credit_agreement_id,
                product_code=product_code,
                service_id=service_id,
                extra_param=extra_param,
            ),
        )


class AsyncRawClient(AsyncRawCaller):
    """What this page adds to the package's `AsyncRawClient`."""

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
        return await self._client._call(
            QUERY_CREDIT_AGREEMENT,
            QueryCreditAgreementRequest(
                out_agreement_no=out_agreement_no,
                credit_agreement_id=credit_agreement_id,
                product_code=product_code,
                service_id=service_id,
                extra_param=extra_param,
            ),
        )
