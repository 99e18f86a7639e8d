# Generated from specs/esign/telecom-3-factors-resend.yaml by scripts/build.py; do not edit.

"""e签宝 identity verification: 【手机号认证】重新发送验证码."""

from __future__ import annotations

from typing import ClassVar, Final, Literal

from attrs import field, frozen

from realname.core.answer import Answer
from realname.core.client import AsyncCaller, AsyncRawCaller, RawCaller, SyncCaller
from realname.core.model import Request, masked, text, wire
from realname.core.operation import Operation
from realname.core.reply import RawReply

from .shared import Failure, GatewayRejection


@frozen(kw_only=True)
class ResendTelecom3FactorsCodeRequest(Request):
    """The arguments of `resend_telecom3_factors_code`."""

    OPERATION: ClassVar[str] = "resend_telecom3_factors_code"
    DOCUMENT: ClassVar[str] = "https://open.esign.cn/doc/opendoc/paas_api/aukv0swg18kwuxbs"

    flow_id: str = field(validator=text(pattern="^[A-Za-z0-9_-]+$"), metadata=wire("flowId", at="path"))
    """The id of the flow, which the start gave."""


@frozen(kw_only=True)
class ResendTelecom3FactorsCodeResponse(Answer):
    """The code is on its way."""

    code: Literal[0] = field(metadata=wire("code"))
    """The business code, 0 for success."""

    message: str | None = field(default=None, metadata=wire("message"))
    """A remark for a human reader whose wording may change; programs go by `code`."""

    data: object = field(default=None, repr=masked, metadata=wire("data"))
    """Nothing that is known of; null in the sample."""


RESEND_TELECOM3_FACTORS_CODE: Final = Operation(
    name="resend_telecom3_factors_code",
    method="POST",
    path="/v2/identity/auth/api/individual/{flowId}/telecom3FactorAuthCode",
    request=ResendTelecom3FactorsCodeRequest,
    answer=ResendTelecom3FactorsCodeResponse,
    failures={200: Failure, 401: GatewayRejection, 403: GatewayRejection},
    retry="connect-only",
    document="https://open.esign.cn/doc/opendoc/paas_api/aukv0swg18kwuxbs",
)
"""Send the code of a three-factor flow once more."""


class Client(SyncCaller):
    """What this page adds to the package's `Client`."""

    def resend_telecom3_factors_code(self, *, flow_id: str) -> ResendTelecom3FactorsCodeResponse:
        """Send the code of a three-factor flow once more.

        Within one minute only one text message is sent, and within 15 minutes the code stays the
        same.

        Args:
            flow_id: The id of the flow, which the start gave. Matches `^[A-Za-z0-9_-]+$`.

        Returns:
            The code is on its way.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: 【手机号认证】重新发送验证码,
        read in copies that others made,
        https://open.esign.cn/doc/opendoc/paas_api/aukv0swg18kwuxbs

        Partial: The list of codes is missing.
        """
        return self._call(RESEND_TELECOM3_FACTORS_CODE, ResendTelecom3FactorsCodeRequest(flow_id=flow_id)).parsed


class AsyncClient(AsyncCaller):
    """What this page adds to the package's `AsyncClient`."""

    async def resend_telecom3_factors_code(self, *, flow_id: str) -> ResendTelecom3FactorsCodeResponse:
        """`Client.resend_telecom3_factors_code`, from async code."""
        return (
            await self._call(RESEND_TELECOM3_FACTORS_CODE, ResendTelecom3FactorsCodeRequest(flow_id=flow_id))
        ).parsed


class RawClient(RawCaller):
    """What this page adds to the package's `RawClient`."""

    def resend_telecom3_factors_code(self, *, flow_id: str) -> RawReply[ResendTelecom3FactorsCodeResponse]:
        """`Client.resend_telecom3_factors_code`, with the exchange."""
        return self._client._call(RESEND_TELECOM3_FACTORS_CODE, ResendTelecom3FactorsCodeRequest(flow_id=flow_id))


class AsyncRawClient(AsyncRawCaller):
    """What this page adds to the package's `AsyncRawClient`."""

    async def resend_telecom3_factors_code(self, *, flow_id: str) -> RawReply[ResendTelecom3FactorsCodeResponse]:
        """`AsyncClient.resend_telecom3_factors_code`, with the exchange."""
        return await self._client._call(RESEND_TELECOM3_FACTORS_CODE, ResendTelecom3FactorsCodeRequest(flow_id=flow_id))
