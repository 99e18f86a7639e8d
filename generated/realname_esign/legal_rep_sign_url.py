# Generated from specs/esign/legal-rep-sign-url.yaml by scripts/build.py; do not edit.

"""e签宝 identity verification: 【授权书认证】获取签署链接."""

from __future__ import annotations

from typing import ClassVar, Final, Literal

from attrs import field, frozen

from realname.core.answer import Answer
from realname.core.client import AsyncCaller, AsyncRawCaller, RawCaller, SyncCaller
from realname.core.codes import Code
from realname.core.model import Request, masked, text, wire
from realname.core.operation import Operation
from realname.core.reply import RawReply

from .shared import Failure, GatewayRejection


@frozen(kw_only=True)
class GetLegalRepSignUrlRequest(Request):
    """The arguments of `get_legal_rep_sign_url`."""

    OPERATION: ClassVar[str] = "get_legal_rep_sign_url"
    DOCUMENT: ClassVar[str] = "https://open.esign.cn/doc/opendoc/identity_service/cgiwtx"

    flow_id: str = field(validator=text(pattern="^[A-Za-z0-9_-]+$"), metadata=wire("flowId", at="path"))
    """The id of the flow."""


@frozen(kw_only=True)
class LegalRepSignUrl(Answer):
    """Where a legal representative signs."""

    sign_url: str = field(repr=masked, metadata=wire("signUrl"))
    """The address; whoever has it can open the letter."""


@frozen(kw_only=True)
class LegalRepSignUrlResponse(Answer):
    """The address was found."""

    code: Literal[0] = field(metadata=wire("code"))
    """The business code, 0 for success."""

    data: LegalRepSignUrl = field(metadata=wire("data"))
    """The address."""

    message: str | None = field(default=None, metadata=wire("message"))
    """A remark for a human reader whose wording may change; programs go by `code`."""


GET_LEGAL_REP_SIGN_URL: Final = Operation(
    name="get_legal_rep_sign_url",
    method="GET",
    path="/v2/identity/auth/pub/organization/{flowId}/signUrl",
    request=GetLegalRepSignUrlRequest,
    answer=LegalRepSignUrlResponse,
    failures={200: Failure, 401: GatewayRejection, 403: GatewayRejection},
    codes={"30500002": Code(kind="request", remedy="The flow has ended; read what came of it with get_flow_detail.")},
    retry="safe",
    document="https://open.esign.cn/doc/opendoc/identity_service/cgiwtx",
)
"""Get the address at which a legal representative signs."""


class Client(SyncCaller):
    """What this page adds to the package's `Client`."""

    def get_legal_rep_sign_url(self, *, flow_id: str) -> LegalRepSignUrlResponse:
        """Get the address at which a legal representative signs.

        For sending it by hand. How long the address is valid is not stated.

        Args:
            flow_id: The id of the flow. Matches `^[A-Za-z0-9_-]+$`.

        Returns:
            The address was found.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: 【授权书认证】获取签署链接, edition of 2025-09-15,
        read in copies that others made,
        https://open.esign.cn/doc/opendoc/identity_service/cgiwtx
        """
        return self._call(GET_LEGAL_REP_SIGN_URL, GetLegalRepSignUrlRequest(flow_id=flow_id)).parsed


class AsyncClient(AsyncCaller):
    """What this page adds to the package's `AsyncClient`."""

    async def get_legal_rep_sign_url(self, *, flow_id: str) -> LegalRepSignUrlResponse:
        """`Client.get_legal_rep_sign_url`, from async code."""
        return (await self._call(GET_LEGAL_REP_SIGN_URL, GetLegalRepSignUrlRequest(flow_id=flow_id))).parsed


class RawClient(RawCaller):
    """What this page adds to the package's `RawClient`."""

    def get_legal_rep_sign_url(self, *, flow_id: str) -> RawReply[LegalRepSignUrlResponse]:
        """`Client.get_legal_rep_sign_url`, with the exchange."""
        return self._client._call(GET_LEGAL_REP_SIGN_URL, GetLegalRepSignUrlRequest(flow_id=flow_id))


class AsyncRawClient(AsyncRawCaller):
    """What this page adds to the package's `AsyncRawClient`."""

    async def get_legal_rep_sign_url(self, *, flow_id: str) -> RawReply[LegalRepSignUrlResponse]:
        """`AsyncClient.get_legal_rep_sign_url`, with the exchange."""
        return await self._client._call(GET_LEGAL_REP_SIGN_URL, GetLegalRepSignUrlRequest(flow_id=flow_id))
