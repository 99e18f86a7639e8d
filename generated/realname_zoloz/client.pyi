# Generated from specs/zoloz by scripts/build.py; do not edit.

from collections.abc import Mapping
from typing import Final

from realname.core.client import AsyncCaller, AsyncRawCaller, RawCaller, SyncCaller
from realname.core.reply import RawReply

from .authentication_test import CheckCredentialsResponse
from .query_enroll_status import QueryEnrollStatusResponse

SERVERS: Final[Mapping[str, str]]
OPERATIONS: Final[Mapping[str, str]]
WAITERS: Final[Mapping[str, str]]

class Client(SyncCaller):
    """ZOLOZ Connect, called synchronously."""

    @property
    def with_raw_response(self) -> RawClient:
        """The same operations, each returning the answer together with the exchange it came in."""

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

class AsyncClient(AsyncCaller):
    """ZOLOZ Connect, called from asyncio."""

    @property
    def with_raw_response(self) -> AsyncRawClient:
        """The same operations, each returning the answer together with the exchange it came in."""

    async def check_credentials(self) -> CheckCredentialsResponse:
        """`Client.check_credentials`, from async code."""

    async def query_enroll_status(self, *, biz_id: str, user_id: str) -> QueryEnrollStatusResponse:
        """`Client.query_enroll_status`, from async code."""

class RawClient(RawCaller):
    """The operations of a `Client`, each returning a `realname.core.reply.RawReply`."""

    def check_credentials(self) -> RawReply[CheckCredentialsResponse]:
        """`Client.check_credentials`, with the exchange."""

    def query_enroll_status(self, *, biz_id: str, user_id: str) -> RawReply[QueryEnrollStatusResponse]:
        """`Client.query_enroll_status`, with the exchange."""

class AsyncRawClient(AsyncRawCaller):
    """The operations of an `AsyncClient`, each returning a `realname.core.reply.RawReply`."""

    async def check_credentials(self) -> RawReply[CheckCredentialsResponse]:
        """`AsyncClient.check_credentials`, with the exchange."""

    async def query_enroll_status(self, *, biz_id: str, user_id: str) -> RawReply[QueryEnrollStatusResponse]:
        """`AsyncClient.query_enroll_status`, with the exchange."""
