# Generated from specs/alipay/jobworth-authentication.yaml by scripts/build.py; do not edit.

"""Alipay identity verification: ZhimaCustomerJobworthAuthenticationApi."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, Literal

from attrs import field, frozen
from attrs.validators import optional

from realname.core.answer import OutcomeAnswer
from realname.core.client import AsyncCaller, AsyncRawCaller, RawCaller, SyncCaller
from realname.core.model import Request, WireEnum, masked, member, require_one_of, text, wire
from realname.core.operation import Operation
from realname.core.outcome import OutcomeRule
from realname.core.reply import RawReply

from .shared import CommonErrorType


class QueryType(WireEnum):
    """How to query.

    - `exact`: exact query (精确查询).
    - `dim`: fuzzy query (模糊查询).
    """

    EXACT = "exact"
    DIM = "dim"


class IdentityType(WireEnum):
    """The type of identity in question.

    - `04`: teacher (教师).

    The list is open: the provider may use values that do not stand here.
    """

    TEACHER = "04"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


class CertType(WireEnum):
    """The kind of identity document, labelled as on the operation's page. Pages of sibling operations
    label `2` to `5` differently.

    - `0`: ID card (身份证).
    - `1`: passport (护照).
    - `2`: home return permit (回乡证).
    - `3`: Hong Kong and Macao travel permit (港澳往来通行证).
    - `4`: Taiwan travel permit (台湾往来通行证).
    - `5`: Hong Kong and Macao document (港澳证件).
    """

    ID_CARD = "0"
    PASSPORT = "1"
    HOME_RETURN_PERMIT = "2"
    HONG_KONG_MACAO_TRAVEL_PERMIT = "3"
    TAIWAN_TRAVEL_PERMIT = "4"
    HONG_KONG_MACAO_DOCUMENT = "5"


class IdentityResult(WireEnum):
    """Whether the person's identity is trusted.

    - `SUCCESS`: trusted.
    - `FAILED`: not trusted.
    - `WAITING_VERIFY`: not known yet.

    The list is open: the provider may use values that do not stand here.
    """

    SUCCESS = "SUCCESS"
    FAILED = "FAILED"
    WAITING_VERIFY = "WAITING_VERIFY"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


class JobworthAuthenticationErrorCode(WireEnum):
    """The known failure codes of the operation itself. The list is open: the provider may use values
    that do not stand here.
    """

    USER_NOT_AUTHORIZE = "USER_NOT_AUTHORIZE"
    TOKEN_INVALID = "TOKEN_INVALID"
    NOT_OPEN_ZM = "NOT_OPEN_ZM"
    USER_NOT_OPEN_JOBWORTH = "USER_NOT_OPEN_JOBWORTH"
    INVALID_PARAMETER = "INVALID_PARAMETER"
    JOB_WORTH_BLACK_LIST = "JOB_WORTH_BLACK_LIST"
    SYSTEM_ERROR = "SYSTEM_ERROR"
    MERCHANT_INTERCEPT = "MERCHANT_INTERCEPT"
    RISK_INTERCEPT = "RISK_INTERCEPT"
    OPEN_ZM_ACCOUNT_INTERCEPT = "OPEN_ZM_ACCOUNT_INTERCEPT"
    CARD_NO_NOT_MATCH = "CARD_NO_NOT_MATCH"
    MOBILE_NO_NOT_MATCH = "MOBILE_NO_NOT_MATCH"
    USER_NAME_NOT_MATCH = "USER_NAME_NOT_MATCH"
    WRONG_OUT_AGREEMENT_NO_INTERCEPT = "WRONG_OUT_AGREEMENT_NO_INTERCEPT"
    TOKEN_NOT_MATCH_IDENTITY_TYPE = "TOKEN_NOT_MATCH_IDENTITY_TYPE"
    PARAM_ERROR = "PARAM_ERROR"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


@frozen(kw_only=True)
class QueryJobworthAuthenticationRequest(Request):
    """The arguments of `query_jobworth_authentication`."""

    OPERATION: ClassVar[str] = "query_jobworth_authentication"
    DOCUMENT: ClassVar[str] = (
        "https://github.com/alipay/alipay-sdk-java-all/blob/master/v3/docs/ZhimaCustomerJobworthAuthenticationApi.md"
    )

    conn_key: str | None = field(
        default=None, validator=optional(text()), repr=masked, metadata=wire("conn_key", at="query")
    )
    """The `out_agreement_no` which the caller gave in the first step, when the agreement was created."""

    once_token: str | None = field(
        default=None, validator=optional(text()), repr=masked, metadata=wire("once_token", at="query")
    )
    """The credential for this query; once the authentication has reached a final state the query
    succeeds only once, and asking again means repeating the first step.
    """

    query_type: QueryType | Literal["exact", "dim"] | None = field(
        default=None, validator=optional(member(QueryType)), metadata=wire("query_type", at="query")
    )
    """Whether to query exactly or fuzzily."""

    identity_type: IdentityType | str | None = field(
        default=None, validator=optional(text()), metadata=wire("identity_type", at="query")
    )
    """The type of identity; types other than `04` have to be confirmed with Zhima's technical support."""

    service_id: str | None = field(default=None, validator=optional(text()), metadata=wire("service_id", at="query"))
    """The id of the credit service, assigned by operations staff when the merchant adopts the product."""

    user_id: str | None = field(
        default=None, validator=optional(text()), repr=masked, metadata=wire("user_id", at="query")
    )
    """The person's Ant unified member id; pass either a member id or an identity document."""

    open_id: str | None = field(
        default=None, validator=optional(text()), repr=masked, metadata=wire("open_id", at="query")
    )
    """The person's Ant unified member id, as open id; pass either a member id or an identity document."""

    cert_no: str | None = field(
        default=None, validator=optional(text()), repr=masked, metadata=wire("cert_no", at="query")
    )
    """The number of the person's identity document."""

    cert_type: CertType | Literal["0", "1", "2", "3", "4", "5"] | None = field(
        default=None, validator=optional(member(CertType)), metadata=wire("cert_type", at="query")
    )
    """The kind of the identity document."""

    def __attrs_post_init__(self) -> None:
        require_one_of(self, "user_id", "open_id", "cert_no")


@frozen(kw_only=True)
class ZhimaCustomerJobworthAuthenticationQueryResponseModel(OutcomeAnswer):
    """The state of the authentication; any field may be absent.

    Its `outcome` speaks of a person who took part, by face or by code.
    """

    OUTCOME: ClassVar[OutcomeRule] = OutcomeRule(
        verified=({"identity_result": "SUCCESS"},),
        rejected=({"identity_result": "FAILED"},),
        pending=({"identity_result": "WAITING_VERIFY"},),
    )

    identity_result: IdentityResult | None = field(default=None, metadata=wire("identity_result"))
    """Whether the person's identity is trusted."""

    identity_result_skip_url: str | None = field(default=None, repr=masked, metadata=wire("identity_result_skip_url"))
    """A mini-program link to the page that shows the result."""

    merchant_identity_id: str | None = field(default=None, repr=masked, metadata=wire("merchant_identity_id"))
    """The id of a user who was verified under this merchant before, the same for the same user."""

    open_id: str | None = field(default=None, repr=masked, metadata=wire("open_id"))
    """The person's Ant unified member id as an open id."""

    token_status: str | None = field(default=None, metadata=wire("token_status"))
    """The state of the order, an open set of which only the example `FINISH` is known."""

    user_id: str | None = field(default=None, repr=masked, metadata=wire("user_id"))
    """The person's Ant unified member id."""


QUERY_JOBWORTH_AUTHENTICATION: Final = Operation(
    name="query_jobworth_authentication",
    method="GET",
    path="/v3/zhima/customer/jobworth/authentication",
    request=QueryJobworthAuthenticationRequest,
    answer=ZhimaCustomerJobworthAuthenticationQueryResponseModel,
    failures={
        200: ZhimaCustomerJobworthAuthenticationQueryResponseModel,
        400: CommonErrorType,
        401: CommonErrorType,
        "default": CommonErrorType,
    },
    retry="connect-only",
    document="https://github.com/alipay/alipay-sdk-java-all/blob/master/v3/docs/ZhimaCustomerJobworthAuthenticationApi.md",
)
"""Query the result of a person's identity authentication (职得) by its one-time token."""


class Client(SyncCaller):
    """What this page adds to the package's `Client`."""

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
        return self._call(
            QUERY_JOBWORTH_AUTHENTICATION,
            QueryJobworthAuthenticationRequest(
                conn_key=conn_key,
                once_token=once_token,
                query_type=query_type,
                identity_type=identity_type,
                service_id=service_id,
                user_id=user_id,
                open_id=open_id,
                cert_no=cert_no,
                cert_type=cert_type,
            ),
        ).parsed


class AsyncClient(AsyncCaller):
    """What this page adds to the package's `AsyncClient`."""

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
        return (
            await self._call(
                QUERY_JOBWORTH_AUTHENTICATION,
                QueryJobworthAuthenticationRequest(
                    conn_key=conn_key,
                    once_token=once_token,
                    query_type=query_type,
                    identity_type=identity_type,
                    service_id=service_id,
                    user_id=user_id,
                    open_id=open_id,
                    cert_no=cert_no,
                    cert_type=cert_type,
                ),
            )
        ).parsed


class RawClient(RawCaller):
    """What this page adds to the package's `RawClient`."""

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
        return self._client._call(
            QUERY_JOBWORTH_AUTHENTICATION,
            QueryJobworthAuthenticationRequest(
                conn_key=conn_key,
                once_token=once_token,
                query_type=query_type,
                identity_type=identity_type,
                service_id=service_id,
                user_id=user_id,
                open_id=open_id,
                cert_no=cert_no,
                cert_type=cert_type,
            ),
        )


class AsyncRawClient(AsyncRawCaller):
    """What this page adds to the package's `AsyncRawClient`."""

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
        return await self._client._call(
            QUERY_JOBWORTH_AUTHENTICATION,
            QueryJobworthAuthenticationRequest(
                conn_key=conn_key,
                once_token=once_token,
                query_type=query_type,
                identity_type=identity_type,
                service_id=service_id,
                user_id=user_id,
                open_id=open_id,
                cert_no=cert_no,
                cert_type=cert_type,
            ),
        )
