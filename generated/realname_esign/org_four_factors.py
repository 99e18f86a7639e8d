# Generated from specs/esign/org-four-factors.yaml by scripts/build.py; do not edit.

"""e签宝 identity verification: 【4要素】企业核身认证."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from attrs import field, frozen
from attrs.validators import optional

from realname.core.client import AsyncCaller, AsyncRawCaller, RawCaller, SyncCaller
from realname.core.codes import Code
from realname.core.model import Request, WireEnum, masked, text, wire
from realname.core.operation import Operation
from realname.core.reply import RawReply

from .shared import Failure, GatewayRejection, StartedFlowResponse


class LegalRepCertType(WireEnum):
    """The kind of a legal representative's document.

    - `INDIVIDUAL_CH_IDCARD`: identity card of the Chinese mainland.
    - `INDIVIDUAL_CH_TWCARD`: Taiwan compatriots' travel permit (台胞证).
    - `INDIVIDUAL_CH_HONGKONG_MACAO`: home return permit (回乡证).
    - `INDIVIDUAL_PASSPORT`: passport.

    The list is open: the provider may use values that do not stand here.
    """

    INDIVIDUAL_CH_IDCARD = "INDIVIDUAL_CH_IDCARD"
    INDIVIDUAL_CH_TWCARD = "INDIVIDUAL_CH_TWCARD"
    INDIVIDUAL_CH_HONGKONG_MACAO = "INDIVIDUAL_CH_HONGKONG_MACAO"
    INDIVIDUAL_PASSPORT = "INDIVIDUAL_PASSPORT"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


@frozen(kw_only=True)
class StartOrgFourFactorsRequest(Request):
    """The enterprise, and what to compare it with."""

    OPERATION: ClassVar[str] = "start_org_four_factors"
    DOCUMENT: ClassVar[str] = "https://open.esign.cn/doc/opendoc/identity_service/ikp0qg"

    name: str = field(validator=text(), repr=masked, metadata=wire("name"))
    """The enterprise's name."""

    org_code: str = field(validator=text(), repr=masked, metadata=wire("orgCode"))
    """The enterprise's number: its unified social credit code (统一社会信用代码), or, for some self-employed
    businesses, its business registration number (工商注册号).
    """

    legal_rep_name: str = field(validator=text(), repr=masked, metadata=wire("legalRepName"))
    """The name of the enterprise's legal representative (法定代表人)."""

    legal_rep_id_no: str = field(validator=text(), repr=masked, metadata=wire("legalRepIdNo"))
    """The number of the legal representative's document."""

    legal_rep_cert_type: LegalRepCertType | str | None = field(
        default=None, validator=optional(text()), metadata=wire("legalRepCertType")
    )
    """The kind of the legal representative's document; `INDIVIDUAL_CH_IDCARD` if it is left out."""

    context_id: str | None = field(default=None, validator=optional(text()), repr=masked, metadata=wire("contextId"))
    """The caller's own id of the business, which comes back in the flow and its callback."""

    notify_url: str | None = field(default=None, validator=optional(text()), repr=masked, metadata=wire("notifyUrl"))
    """Where to send the flow's callback."""

    agent_flow_id: str | None = field(default=None, validator=optional(text()), metadata=wire("agentFlowId"))
    """The finished flow of the legal representative, verified as a person; with it the enterprise is
    verified at once.
    """


START_ORG_FOUR_FACTORS: Final = Operation(
    name="start_org_four_factors",
    method="POST",
    path="/v2/identity/auth/api/organization/enterprise/fourFactors",
    sends_body=True,
    request=StartOrgFourFactorsRequest,
    answer=StartedFlowResponse,
    failures={200: Failure, 401: GatewayRejection, 403: GatewayRejection},
    codes={"30504001": Code(kind="rejected")},
    retry="connect-only",
    document="https://open.esign.cn/doc/opendoc/identity_service/ikp0qg",
)
"""Compare four facts of an enterprise, and start its flow."""


class Client(SyncCaller):
    """What this page adds to the package's `Client`."""

    def start_org_four_factors(
        self,
        *,
        name: str,
        org_code: str,
        legal_rep_name: str,
        legal_rep_id_no: str,
        legal_rep_cert_type: LegalRepCertType | str | None = None,
        context_id: str | None = None,
        notify_url: str | None = None,
        agent_flow_id: str | None = None,
    ) -> StartedFlowResponse:
        """Compare four facts of an enterprise, and start its flow.

        Compares an enterprise's name and number, and its legal representative's name and document
        number. Without `agentFlowId` it only starts a flow, and the enterprise has to confirm
        itself as after the three facts. With `agentFlowId`, the finished flow of the legal
        representative as a person, the enterprise is verified at once if all data agree, and the
        call fails if not. The answer is the same in both cases and verifies nobody: read the flow's
        detail.

        Args:
            name: The enterprise's name. Sensitive: masked in `repr`.
            org_code: The enterprise's number: its unified social credit code (统一社会信用代码), or,
                for some self-employed businesses, its business registration number (工商注册号).
                Sensitive: masked in `repr`.
            legal_rep_name: The name of the enterprise's legal representative (法定代表人).
                Sensitive: masked in `repr`.
            legal_rep_id_no: The number of the legal representative's document. Sensitive:
                masked in `repr`.
            legal_rep_cert_type: The kind of the legal representative's document;
                `INDIVIDUAL_CH_IDCARD` if it is left out.
            context_id: The caller's own id of the business, which comes back in the flow and
                its callback. Sensitive: masked in `repr`.
            notify_url: Where to send the flow's callback. Sensitive: masked in `repr`.
            agent_flow_id: The finished flow of the legal representative, verified as a person;
                with it the enterprise is verified at once.

        Returns:
            The flow was started; nobody is verified yet.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: 【4要素】企业核身认证,
        read in copies that others made,
        https://open.esign.cn/doc/opendoc/identity_service/ikp0qg

        Partial: The list of codes ends after the first one.
        """
        return self._call(
            START_ORG_FOUR_FACTORS,
            StartOrgFourFactorsRequest(
                name=name,
                org_code=org_code,
                legal_rep_name=legal_rep_name,
                legal_rep_id_no=legal_rep_id_no,
                legal_rep_cert_type=legal_rep_cert_type,
                context_id=context_id,
                notify_url=notify_url,
                agent_flow_id=agent_flow_id,
            ),
        ).parsed


class AsyncClient(AsyncCaller):
    """What this page adds to the package's `AsyncClient`."""

    async def start_org_four_factors(
        self,
        *,
        name: str,
        org_code: str,
        legal_rep_name: str,
        legal_rep_id_no: str,
        legal_rep_cert_type: LegalRepCertType | str | None = None,
        context_id: str | None = None,
        notify_url: str | None = None,
        agent_flow_id: str | None = None,
    ) -> StartedFlowResponse:
        """`Client.start_org_four_factors`, from async code."""
        return (
            await self._call(
                START_ORG_FOUR_FACTORS,
                StartOrgFourFactorsRequest(
                    name=name,
                    org_code=org_code,
                    legal_rep_name=legal_rep_name,
                    legal_rep_id_no=legal_rep_id_no,
                    legal_rep_cert_type=legal_rep_cert_type,
                    context_id=context_id,
                    notify_url=notify_url,
                    agent_flow_id=agent_flow_id,
                ),
            )
        ).parsed


class RawClient(RawCaller):
    """What this page adds to the package's `RawClient`."""

    def start_org_four_factors(
        self,
        *,
        name: str,
        org_code: str,
        legal_rep_name: str,
        legal_rep_id_no: str,
        legal_rep_cert_type: LegalRepCertType | str | None = None,
        context_id: str | None = None,
        notify_url: str | None = None,
        agent_flow_id: str | None = None,
    ) -> RawReply[StartedFlowResponse]:
        """`Client.start_org_four_factors`, with the exchange."""
        return self._client._call(
            START_ORG_FOUR_FACTORS,
            StartOrgFourFactorsRequest(
                name=name,
                org_code=org_code,
                legal_rep_name=legal_rep_name,
                legal_rep_id_no=legal_rep_id_no,
                legal_rep_cert_type=legal_rep_cert_type,
                context_id=context_id,
                notify_url=notify_url,
                agent_flow_id=agent_flow_id,
            ),
        )


class AsyncRawClient(AsyncRawCaller):
    """What this page adds to the package's `AsyncRawClient`."""

    async def start_org_four_factors(
        self,
        *,
        name: str,
        org_code: str,
        legal_rep_name: str,
        legal_rep_id_no: str,
        legal_rep_cert_type: LegalRepCertType | str | None = None,
        context_id: str | None = None,
        notify_url: str | None = None,
        agent_flow_id: str | None = None,
    ) -> RawReply[StartedFlowResponse]:
        """`AsyncClient.start_org_four_factors`, with the exchange."""
        return await self._client._call(
            START_ORG_FOUR_FACTORS,
            StartOrgFourFactorsRequest(
                name=name,
                org_code=org_code,
                legal_rep_name=legal_rep_name,
                legal_rep_id_no=legal_rep_id_no,
                legal_rep_cert_type=legal_rep_cert_type,
                context_id=context_id,
                notify_url=notify_url,
                agent_flow_id=agent_flow_id,
            ),
        )
