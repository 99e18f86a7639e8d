# Generated from specs/esign/org-three-factors.yaml by scripts/build.py; do not edit.

"""e签宝 identity verification: 【3要素】企业核身认证."""

from __future__ import annotations

from typing import ClassVar, Final

from attrs import field, frozen
from attrs.validators import optional

from realname.core.client import AsyncCaller, AsyncRawCaller, RawCaller, SyncCaller
from realname.core.codes import Code
from realname.core.model import Request, masked, text, wire
from realname.core.operation import Operation
from realname.core.reply import RawReply

from .shared import Failure, GatewayRejection, StartedFlowResponse


@frozen(kw_only=True)
class StartOrgThreeFactorsRequest(Request):
    """The organization, and what to compare it with."""

    OPERATION: ClassVar[str] = "start_org_three_factors"
    DOCUMENT: ClassVar[str] = "https://open.esign.cn/doc/opendoc/identity_service/dzvhtp"

    name: str = field(validator=text(), repr=masked, metadata=wire("name"))
    """The organization's name as on its licence."""

    org_code: str = field(validator=text(), repr=masked, metadata=wire("orgCode"))
    """The organization's number: its unified social credit code (统一社会信用代码), or, for some self-employed
    businesses, its business registration number (工商注册号).
    """

    legal_rep_name: str = field(validator=text(), repr=masked, metadata=wire("legalRepName"))
    """The name of the organization's legal representative (法定代表人)."""

    context_id: str | None = field(default=None, validator=optional(text()), repr=masked, metadata=wire("contextId"))
    """The caller's own id of the business, which comes back in the flow and its callback."""

    notify_url: str | None = field(default=None, validator=optional(text()), repr=masked, metadata=wire("notifyUrl"))
    """Where to send the flow's callback."""


START_ORG_THREE_FACTORS: Final = Operation(
    name="start_org_three_factors",
    method="POST",
    path="/v2/identity/auth/api/organization/threeFactors",
    sends_body=True,
    request=StartOrgThreeFactorsRequest,
    answer=StartedFlowResponse,
    failures={200: Failure, 401: GatewayRejection, 403: GatewayRejection},
    codes={
        "1100007": Code(kind="request", remedy="The organization's data do not match: check them."),
        "30500001": Code(kind="request", remedy="The organization's data were not confirmed: check them."),
        "1203052": Code(kind="undecidable"),
        "30503107": Code(kind="request", remedy="The balance at e签宝 is used up: top it up."),
        "30504001": Code(kind="rejected"),
        "30504002": Code(kind="undecidable"),
    },
    retry="connect-only",
    document="https://open.esign.cn/doc/opendoc/identity_service/dzvhtp",
)
"""Compare three facts of an organization, and start its flow."""


class Client(SyncCaller):
    """What this page adds to the package's `Client`."""

    def start_org_three_factors(
        self,
        *,
        name: str,
        org_code: str,
        legal_rep_name: str,
        context_id: str | None = None,
        notify_url: str | None = None,
    ) -> StartedFlowResponse:
        """Compare three facts of an organization, and start its flow.

        Compares an organization's name, number and legal representative. If they agree, a flow is
        started in which the organization confirms itself by a transfer to its account, by a payment
        of its own (反向打款, not described here), or by a letter that its legal representative signs.
        The answer verifies nobody: the flow's detail tells the outcome.

        Args:
            name: The organization's name as on its licence. Sensitive: masked in `repr`.
            org_code: The organization's number: its unified social credit code (统一社会信用代码), or,
                for some self-employed businesses, its business registration number (工商注册号).
                Sensitive: masked in `repr`.
            legal_rep_name: The name of the organization's legal representative (法定代表人).
                Sensitive: masked in `repr`.
            context_id: The caller's own id of the business, which comes back in the flow and
                its callback. Sensitive: masked in `repr`.
            notify_url: Where to send the flow's callback. Sensitive: masked in `repr`.

        Returns:
            The flow was started; nobody is verified yet.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: 【3要素】企业核身认证,
        read in copies that others made,
        https://open.esign.cn/doc/opendoc/identity_service/dzvhtp
        """
        return self._call(
            START_ORG_THREE_FACTORS,
            StartOrgThreeFactorsRequest(
                name=name,
                org_code=org_code,
                legal_rep_name=legal_rep_name,
                context_id=context_id,
                notify_url=notify_url,
            ),
        ).parsed


class AsyncClient(AsyncCaller):
    """What this page adds to the package's `AsyncClient`."""

    async def start_org_three_factors(
        self,
        *,
        name: str,
        org_code: str,
        legal_rep_name: str,
        context_id: str | None = None,
        notify_url: str | None = None,
    ) -> StartedFlowResponse:
        """`Client.start_org_three_factors`, from async code."""
        return (
            await self._call(
                START_ORG_THREE_FACTORS,
                StartOrgThreeFactorsRequest(
                    name=name,
                    org_code=org_code,
                    legal_rep_name=legal_rep_name,
                    context_id=context_id,
                    notify_url=notify_url,
                ),
            )
        ).parsed


class RawClient(RawCaller):
    """What this page adds to the package's `RawClient`."""

    def start_org_three_factors(
        self,
        *,
        name: str,
        org_code: str,
        legal_rep_name: str,
        context_id: str | None = None,
        notify_url: str | None = None,
    ) -> RawReply[StartedFlowResponse]:
        """`Client.start_org_three_factors`, with the exchange."""
        return self._client._call(
            START_ORG_THREE_FACTORS,
            StartOrgThreeFactorsRequest(
                name=name,
                org_code=org_code,
                legal_rep_name=legal_rep_name,
                context_id=context_id,
                notify_url=notify_url,
            ),
        )


class AsyncRawClient(AsyncRawCaller):
    """What this page adds to the package's `AsyncRawClient`."""

    async def start_org_three_factors(
        self,
        *,
        name: str,
        org_code: str,
        legal_rep_name: str,
        context_id: str | None = None,
        notify_url: str | None = None,
    ) -> RawReply[StartedFlowResponse]:
        """`AsyncClient.start_org_three_factors`, with the exchange."""
        return await self._client._call(
            START_ORG_THREE_FACTORS,
            StartOrgThreeFactorsRequest(
                name=name,
                org_code=org_code,
                legal_rep_name=legal_rep_name,
                context_id=context_id,
                notify_url=notify_url,
            ),
        )
