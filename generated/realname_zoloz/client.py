# Generated from specs/zoloz.yaml by scripts/build.py; do not edit.

"""ZOLOZ Connect: servers, operations and the clients that call them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from realname.core.client import AsyncCaller, SyncCaller
from realname.core.operation import Operation
from realname.core.reply import RawReply

from .models import (
    CheckCredentialsRequest,
    CheckCredentialsResponse,
    QueryEnrollStatusRequest,
    QueryEnrollStatusResponse,
)

SERVERS: Final[Mapping[str, str]] = {
    "sandbox": "https://sg-sandbox-api.zoloz.com",
    "production-singapore": "https://sg-production-api.zoloz.com",
    "production-hong-kong": "https://hk-production-api.zoloz.net",
    "production-indonesia": "https://id-production-api.zoloz.com",
}
"""Base URLs by name, test hosts first."""

QUERY_ENROLL_STATUS: Final = Operation(
    name="query_enroll_status",
    method="POST",
    path="/api/v1/zoloz/connect/queryEnrollStatus",
    sends_body=True,
    request=QueryEnrollStatusRequest,
    answer=QueryEnrollStatusResponse,
    failures={200: QueryEnrollStatusResponse},
    retry="safe",
    document="https://docs.zoloz.com/zoloz/saas/apireference/g6gktbzf",
)
"""Check whether a user has an enrolled face."""

CHECK_CREDENTIALS: Final = Operation(
    name="check_credentials",
    method="POST",
    path="/api/v1/zoloz/authentication/test",
    sends_body=True,
    request=CheckCredentialsRequest,
    answer=CheckCredentialsResponse,
    failures={200: CheckCredentialsResponse},
    retry="safe",
    document="https://docs.zoloz.com/zoloz/saas/integration/swuhyv",
)
"""Check credentials by a call that does nothing else."""


class Client(SyncCaller):
    """ZOLOZ Connect, called synchronously."""

    @property
    def with_raw_response(self) -> RawClient:
        """The same operations, each returning the answer together with the exchange it came in."""
        return RawClient(self)

    def query_enroll_status(self, *, biz_id: str, user_id: str) -> QueryEnrollStatusResponse:
        """Check whether a user has an enrolled face.

        The answer names the outcome in `result` only. That `SUCCESS` means "this user is enrolled"
        is inferred. How "not enrolled" is reported is not stated: the page's list of result codes
        is missing, and no other source names the code or its status.

        Args:
            biz_id: The caller's own id of the request, for tracing; should be unique, but the
                server does not check. At most 32 characters.
            user_id: The merchant's identifier of the user, best made anonymous beforehand, for
                instance by hashing. At most 64 characters; sensitive: masked in `repr`.

        Returns:
            The answer to an enrollment query; no field besides the result is documented.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: Connect - Query Enroll Status API,
        https://docs.zoloz.com/zoloz/saas/apireference/g6gktbzf
        """
        return self._call(QUERY_ENROLL_STATUS, QueryEnrollStatusRequest(biz_id=biz_id, user_id=user_id)).parsed

    def check_credentials(self) -> CheckCredentialsResponse:
        """Check credentials by a call that does nothing else.

        The gateway sends back what it received; no product is involved. An authentic answer shows
        that the client id, the keys and, where it is used, the encryption fit together on both
        sides. The request is always an empty object.

        Returns:
            What came back; when the call returns it, the credentials fit.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Known from: Interact with the ZOLOZ gateway,
        https://docs.zoloz.com/zoloz/saas/integration/swuhyv
        """
        return self._call(CHECK_CREDENTIALS, CheckCredentialsRequest()).parsed


class AsyncClient(AsyncCaller):
    """ZOLOZ Connect, called from asyncio."""

    @property
    def with_raw_response(self) -> AsyncRawClient:
        """The same operations, each returning the answer together with the exchange it came in."""
        return AsyncRawClient(self)

    async def query_enroll_status(self, *, biz_id: str, user_id: str) -> QueryEnrollStatusResponse:
        """Check whether a user has an enrolled face.

        The answer names the outcome in `result` only. That `SUCCESS` means "this user is enrolled"
        is inferred. How "not enrolled" is reported is not stated: the page's list of result codes
        is missing, and no other source names the code or its status.

        Args:
            biz_id: The caller's own id of the request, for tracing; should be unique, but the
                server does not check. At most 32 characters.
            user_id: The merchant's identifier of the user, best made anonymous beforehand, for
                instance by hashing. At most 64 characters; sensitive: masked in `repr`.

        Returns:
            The answer to an enrollment query; no field besides the result is documented.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: Connect - Query Enroll Status API,
        https://docs.zoloz.com/zoloz/saas/apireference/g6gktbzf
        """
        return (await self._call(QUERY_ENROLL_STATUS, QueryEnrollStatusRequest(biz_id=biz_id, user_id=user_id))).parsed

    async def check_credentials(self) -> CheckCredentialsResponse:
        """Check credentials by a call that does nothing else.

        The gateway sends back what it received; no product is involved. An authentic answer shows
        that the client id, the keys and, where it is used, the encryption fit together on both
        sides. The request is always an empty object.

        Returns:
            What came back; when the call returns it, the credentials fit.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Known from: Interact with the ZOLOZ gateway,
        https://docs.zoloz.com/zoloz/saas/integration/swuhyv
        """
        return (await self._call(CHECK_CREDENTIALS, CheckCredentialsRequest())).parsed


class RawClient:
    """The operations of a `Client`, each returning a `realname.core.reply.RawReply`."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def query_enroll_status(self, *, biz_id: str, user_id: str) -> RawReply[QueryEnrollStatusResponse]:
        """`Client.query_enroll_status`, with the exchange."""
        return self._client._call(QUERY_ENROLL_STATUS, QueryEnrollStatusRequest(biz_id=biz_id, user_id=user_id))

    def check_credentials(self) -> RawReply[CheckCredentialsResponse]:
        """`Client.check_credentials`, with the exchange."""
        return self._client._call(CHECK_CREDENTIALS, CheckCredentialsRequest())


class AsyncRawClient:
    """The operations of an `AsyncClient`, each returning a `realname.core.reply.RawReply`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    async def query_enroll_status(self, *, biz_id: str, user_id: str) -> RawReply[QueryEnrollStatusResponse]:
        """`AsyncClient.query_enroll_status`, with the exchange."""
        return await self._client._call(QUERY_ENROLL_STATUS, QueryEnrollStatusRequest(biz_id=biz_id, user_id=user_id))

    async def check_credentials(self) -> RawReply[CheckCredentialsResponse]:
        """`AsyncClient.check_credentials`, with the exchange."""
        return await self._client._call(CHECK_CREDENTIALS, CheckCredentialsRequest())
