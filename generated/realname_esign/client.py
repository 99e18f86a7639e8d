# Generated from specs/esign.yaml by scripts/build.py; do not edit.

"""e签宝 identity verification: servers, operations and the clients that call them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from realname.core.client import AsyncCaller, SyncCaller
from realname.core.operation import Operation
from realname.core.reply import RawReply

from .models import FlowOutlineFailure, FlowOutlineResponse, GatewayRejection, GetFlowOutlineRequest

SERVERS: Final[Mapping[str, str]] = {
    "sandbox": "https://smlopenapi.esign.cn",
    "production": "https://openapi.esign.cn",
}
"""Base URLs by name, test hosts first."""

GET_FLOW_OUTLINE: Final = Operation(
    name="get_flow_outline",
    method="GET",
    path="/v2/identity/auth/api/common/{flowId}/outline",
    request=GetFlowOutlineRequest,
    answer=FlowOutlineResponse,
    failures={200: FlowOutlineFailure, 401: GatewayRejection, 403: GatewayRejection},
    retry="safe",
    document="https://open.esign.cn/doc/opendoc/paas_api/gixgs3o2tazg1ta1",
)
"""Get the outline of an identity-verification flow."""


class Client(SyncCaller):
    """e签宝 identity verification, called synchronously."""

    @property
    def with_raw_response(self) -> RawClient:
        """The same operations, each returning the answer together with the exchange it came in."""
        return RawClient(self)

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
        return self._call(GET_FLOW_OUTLINE, GetFlowOutlineRequest(flow_id=flow_id)).parsed


class AsyncClient(AsyncCaller):
    """e签宝 identity verification, called from asyncio."""

    @property
    def with_raw_response(self) -> AsyncRawClient:
        """The same operations, each returning the answer together with the exchange it came in."""
        return AsyncRawClient(self)

    async def get_flow_outline(self, *, flow_id: str) -> FlowOutlineResponse:
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
        return (await self._call(GET_FLOW_OUTLINE, GetFlowOutlineRequest(flow_id=flow_id))).parsed


class RawClient:
    """The operations of a `Client`, each returning a `realname.core.reply.RawReply`."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def get_flow_outline(self, *, flow_id: str) -> RawReply[FlowOutlineResponse]:
        """`Client.get_flow_outline`, with the exchange."""
        return self._client._call(GET_FLOW_OUTLINE, GetFlowOutlineRequest(flow_id=flow_id))


class AsyncRawClient:
    """The operations of an `AsyncClient`, each returning a `realname.core.reply.RawReply`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    async def get_flow_outline(self, *, flow_id: str) -> RawReply[FlowOutlineResponse]:
        """`AsyncClient.get_flow_outline`, with the exchange."""
        return await self._client._call(GET_FLOW_OUTLINE, GetFlowOutlineRequest(flow_id=flow_id))
