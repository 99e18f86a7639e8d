# Generated from specs/alipay.yaml by scripts/build.py; do not edit.

"""Alipay Zhima jobworth authentication: servers, operations and the clients that call them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from realname.core.client import AsyncCaller, SyncCaller
from realname.core.operation import Operation
from realname.core.reply import RawReply

from .models import (
    CertType,
    CommonErrorType,
    IdentityType,
    QueryJobworthAuthenticationRequest,
    QueryType,
    ZhimaCustomerJobworthAuthenticationQueryResponseModel,
)

SERVERS: Final[Mapping[str, str]] = {
    "sandbox": "https://openapi-sandbox.dl.alipaydev.com",
    "production": "https://openapi.alipay.com",
}
"""Base URLs by name, test hosts first."""

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
    """Alipay Zhima jobworth authentication, called synchronously."""

    @property
    def with_raw_response(self) -> RawClient:
        """The same operations, each returning the answer together with the exchange it came in."""
        return RawClient(self)

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

        At least one of `user_id`, `open_id` and `cert_no` has to be passed: the page says so in
        prose, and OpenAPI cannot express it here. What happens when more than one is passed is not
        stated. The page lists all nine parameters as optional; that `conn_key`, `once_token`,
        `query_type`, `identity_type` and `service_id` are needed in practice is inferred. Alipay's
        own name of the operation is `zhima.customer.jobworth.authentication.query`.

        Args:
            conn_key: The `out_agreement_no` which the caller gave in the first step, when the
                agreement was created. Sensitive: masked in `repr`.
            once_token: The credential for this query; once the authentication has reached a
                final state the query succeeds only once, and asking again means repeating the first
                step. Sensitive: masked in `repr`.
            query_type: Whether to query exactly or fuzzily. One of `exact`, `dim`.
            identity_type: The type of identity; types other than `04` have to be confirmed with
                Zhima's technical support.
            service_id: The id of the credit service, assigned by operations staff when the
                merchant adopts the product.
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
    """Alipay Zhima jobworth authentication, called from asyncio."""

    @property
    def with_raw_response(self) -> AsyncRawClient:
        """The same operations, each returning the answer together with the exchange it came in."""
        return AsyncRawClient(self)

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
        """Query the result of a person's identity authentication (职得) by its one-time token.

        At least one of `user_id`, `open_id` and `cert_no` has to be passed: the page says so in
        prose, and OpenAPI cannot express it here. What happens when more than one is passed is not
        stated. The page lists all nine parameters as optional; that `conn_key`, `once_token`,
        `query_type`, `identity_type` and `service_id` are needed in practice is inferred. Alipay's
        own name of the operation is `zhima.customer.jobworth.authentication.query`.

        Args:
            conn_key: The `out_agreement_no` which the caller gave in the first step, when the
                agreement was created. Sensitive: masked in `repr`.
            once_token: The credential for this query; once the authentication has reached a
                final state the query succeeds only once, and asking again means repeating the first
                step. Sensitive: masked in `repr`.
            query_type: Whether to query exactly or fuzzily. One of `exact`, `dim`.
            identity_type: The type of identity; types other than `04` have to be confirmed with
                Zhima's technical support.
            service_id: The id of the credit service, assigned by operations staff when the
                merchant adopts the product.
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


class RawClient:
    """The operations of a `Client`, each returning a `realname.core.reply.RawReply`."""

    def __init__(self, client: Client) -> None:
        self._client = client

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


class AsyncRawClient:
    """The operations of an `AsyncClient`, each returning a `realname.core.reply.RawReply`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

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
