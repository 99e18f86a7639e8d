# Generated from specs/esign by scripts/build.py; do not edit.

from collections.abc import Mapping
from typing import Final

from realname.core.client import AsyncCaller, AsyncRawCaller, RawCaller, SyncCaller
from realname.core.reply import RawReply

from .flow_outline import FlowOutlineResponse

SERVERS: Final[Mapping[str, str]]
OPERATIONS: Final[Mapping[str, str]]
WAITERS: Final[Mapping[str, str]]

class Client(SyncCaller):
    """e签宝 identity verification, called synchronously."""

    @property
    def with_raw_response(self) -> RawClient:
        """The same operations, each returning the answer together with the exchange it came in."""

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

class AsyncClient(AsyncCaller):
    """e签宝 identity verification, called from asyncio."""

    @property
    def with_raw_response(self) -> AsyncRawClient:
        """The same operations, each returning the answer together with the exchange it came in."""

    async def get_flow_outline(self, *, flow_id: str) -> FlowOutlineResponse:
        """`Client.get_flow_outline`, from async code."""

    async def wait_for_flow(
        self, *, flow_id: str, timeout: float = 600.0, require_verified: bool = False
    ) -> FlowOutlineResponse:
        """`Client.wait_for_flow`, from async code."""

class RawClient(RawCaller):
    """The operations of a `Client`, each returning a `realname.core.reply.RawReply`."""

    def get_flow_outline(self, *, flow_id: str) -> RawReply[FlowOutlineResponse]:
        """`Client.get_flow_outline`, with the exchange."""

class AsyncRawClient(AsyncRawCaller):
    """The operations of an `AsyncClient`, each returning a `realname.core.reply.RawReply`."""

    async def get_flow_outline(self, *, flow_id: str) -> RawReply[FlowOutlineResponse]:
        """`AsyncClient.get_flow_outline`, with the exchange."""
