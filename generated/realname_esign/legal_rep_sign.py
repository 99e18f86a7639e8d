# Generated from specs/esign/legal-rep-sign.yaml by scripts/build.py; do not edit.

"""e签宝 identity verification: 【授权书认证】发起授权书签署."""

from __future__ import annotations

from typing import ClassVar, Final

from attrs import field, frozen
from attrs.validators import optional

from realname.core.client import AsyncCaller, AsyncRawCaller, RawCaller, SyncCaller
from realname.core.codes import Code
from realname.core.model import Request, masked, text, wire
from realname.core.operation import Operation
from realname.core.reply import RawReply

from .shared import Confirmation, Failure, GatewayRejection


@frozen(kw_only=True)
class StartLegalRepSignRequest(Request):
    """The person who verifies the organization, and where to reach its legal representative."""

    OPERATION: ClassVar[str] = "start_legal_rep_sign"
    DOCUMENT: ClassVar[str] = "https://open.esign.cn/doc/opendoc/identity_service/dyyohd"

    flow_id: str = field(validator=text(pattern="^[A-Za-z0-9_-]+$"), metadata=wire("flowId", at="path"))
    """The id of the flow."""

    agent_name: str = field(validator=text(), repr=masked, metadata=wire("agentName"))
    """The name of the person who verifies the organization (办理人)."""

    agent_id_no: str = field(validator=text(), repr=masked, metadata=wire("agentIdNo"))
    """The number of that person's identity card, of the Chinese mainland's second generation only."""

    mobile_no: str = field(validator=text(), repr=masked, metadata=wire("mobileNo"))
    """The legal representative's mobile number."""

    legal_rep_id_no: str | None = field(
        default=None, validator=optional(text()), repr=masked, metadata=wire("legalRepIdNo")
    )
    """The number of the legal representative's identity card; needed in a flow that was started with
    three factors, where it is not known yet.
    """

    redirect_url: str | None = field(
        default=None, validator=optional(text()), repr=masked, metadata=wire("redirectUrl")
    )
    """The page to which the legal representative is led afterwards."""


START_LEGAL_REP_SIGN: Final = Operation(
    name="start_legal_rep_sign",
    method="POST",
    path="/v2/identity/auth/api/organization/{flowId}/legalRepSign",
    sends_body=True,
    request=StartLegalRepSignRequest,
    answer=Confirmation,
    failures={200: Failure, 401: GatewayRejection, 403: GatewayRejection},
    codes={
        "1203020": Code(kind="request", remedy="No letter could be made: check the form of the arguments."),
        "30500002": Code(kind="request", remedy="The flow has ended; read what came of it with get_flow_detail."),
        "30500052": Code(kind="rate-limit", remedy="The attempts of this day are used up: try again tomorrow."),
        "30500053": Code(
            kind="input", remedy="Check the data before the next attempt: the message tells how many are left today."
        ),
        "30502011": Code(kind="input", remedy="Check the legal representative's data that started the flow."),
        "30502030": Code(kind="request", remedy="No letter was sent: check the form of the arguments."),
        "30503107": Code(kind="request", remedy="The balance at e签宝 is used up: top it up."),
    },
    retry="connect-only",
    document="https://open.esign.cn/doc/opendoc/identity_service/dyyohd",
)
"""Send a letter of authorization to an organization's legal representative."""


class Client(SyncCaller):
    """What this page adds to the package's `Client`."""

    def start_legal_rep_sign(
        self,
        *,
        flow_id: str,
        agent_name: str,
        agent_id_no: str,
        mobile_no: str,
        legal_rep_id_no: str | None = None,
        redirect_url: str | None = None,
    ) -> Confirmation:
        """Send a letter of authorization to an organization's legal representative.

        Makes a letter in which the legal representative authorizes the person who verifies the
        organization, and sends it to be signed. The flow was started by a comparison of the
        organization's facts before.

        Args:
            flow_id: The id of the flow. Matches `^[A-Za-z0-9_-]+$`.
            agent_name: The name of the person who verifies the organization (办理人). Sensitive:
                masked in `repr`.
            agent_id_no: The number of that person's identity card, of the Chinese mainland's
                second generation only. Sensitive: masked in `repr`.
            mobile_no: The legal representative's mobile number. Sensitive: masked in `repr`.
            legal_rep_id_no: The number of the legal representative's identity card; needed in a
                flow that was started with three factors, where it is not known yet. Sensitive:
                masked in `repr`.
            redirect_url: The page to which the legal representative is led afterwards.
                Sensitive: masked in `repr`.

        Returns:
            The step was carried out; what came of the flow is told by its detail.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: 【授权书认证】发起授权书签署,
        read in copies that others made,
        https://open.esign.cn/doc/opendoc/identity_service/dyyohd
        """
        return self._call(
            START_LEGAL_REP_SIGN,
            StartLegalRepSignRequest(
                flow_id=flow_id,
                agent_name=agent_name,
                agent_id_no=agent_id_no,
                mobile_no=mobile_no,
                legal_rep_id_no=legal_rep_id_no,
                redirect_url=redirect_url,
            ),
        ).parsed


class AsyncClient(AsyncCaller):
    """What this page adds to the package's `AsyncClient`."""

    async def start_legal_rep_sign(
        self,
        *,
        flow_id: str,
        agent_name: str,
        agent_id_no: str,
        mobile_no: str,
        legal_rep_id_no: str | None = None,
        redirect_url: str | None = None,
    ) -> Confirmation:
        """`Client.start_legal_rep_sign`, from async code."""
        return (
            await self._call(
                START_LEGAL_REP_SIGN,
                StartLegalRepSignRequest(
                    flow_id=flow_id,
                    agent_name=agent_name,
                    agent_id_no=agent_id_no,
                    mobile_no=mobile_no,
                    legal_rep_id_no=legal_rep_id_no,
                    redirect_url=redirect_url,
                ),
            )
        ).parsed


class RawClient(RawCaller):
    """What this page adds to the package's `RawClient`."""

    def start_legal_rep_sign(
        self,
        *,
        flow_id: str,
        agent_name: str,
        agent_id_no: str,
        mobile_no: str,
        legal_rep_id_no: str | None = None,
        redirect_url: str | None = None,
    ) -> RawReply[Confirmation]:
        """`Client.start_legal_rep_sign`, with the exchange."""
        return self._client._call(
            START_LEGAL_REP_SIGN,
            StartLegalRepSignRequest(
                flow_id=flow_id,
                agent_name=agent_name,
                agent_id_no=agent_id_no,
                mobile_no=mobile_no,
                legal_rep_id_no=legal_rep_id_no,
                redirect_url=redirect_url,
            ),
        )


class AsyncRawClient(AsyncRawCaller):
    """What this page adds to the package's `AsyncRawClient`."""

    async def start_legal_rep_sign(
        self,
        *,
        flow_id: str,
        agent_name: str,
        agent_id_no: str,
        mobile_no: str,
        legal_rep_id_no: str | None = None,
        redirect_url: str | None = None,
    ) -> RawReply[Confirmation]:
        """`AsyncClient.start_legal_rep_sign`, with the exchange."""
        return await self._client._call(
            START_LEGAL_REP_SIGN,
            StartLegalRepSignRequest(
                flow_id=flow_id,
                agent_name=agent_name,
                agent_id_no=agent_id_no,
                mobile_no=mobile_no,
                legal_rep_id_no=legal_rep_id_no,
                redirect_url=redirect_url,
            ),
        )
