# Generated from specs/alipay by scripts/build.py; do not edit.

from collections.abc import Mapping
from typing import Final, Literal

from realname.core.client import AsyncCaller, AsyncRawCaller, RawCaller, SyncCaller
from realname.core.reply import RawReply

from .jobworth_authentication import (
    CertType,
    IdentityType,
    QueryType,
    ZhimaCustomerJobworthAuthenticationQueryResponseModel,
)

SERVERS: Final[Mapping[str, str]]
OPERATIONS: Final[Mapping[str, str]]
WAITERS: Final[Mapping[str, str]]

class Client(SyncCaller):
    """Alipay Zhima jobworth authentication, called synchronously."""

    @property
    def with_raw_response(self) -> RawClient:
        """The same operations, each returning the answer together with the exchange it came in."""

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

class AsyncClient(AsyncCaller):
    """Alipay Zhima jobworth authentication, called from asyncio."""

    @property
    def with_raw_response(self) -> AsyncRawClient:
        """The same operations, each returning the answer together with the exchange it came in."""

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

class RawClient(RawCaller):
    """The operations of a `Client`, each returning a `realname.core.reply.RawReply`."""

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

class AsyncRawClient(AsyncRawCaller):
    """The operations of an `AsyncClient`, each returning a `realname.core.reply.RawReply`."""

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
