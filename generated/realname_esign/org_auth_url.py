# Generated from specs/esign/org-auth-url.yaml by scripts/build.py; do not edit.

"""e签宝 identity verification: 获取组织机构核身认证地址."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from attrs import field, frozen
from attrs.validators import optional

from realname.core.client import AsyncCaller, AsyncRawCaller, RawCaller, SyncCaller
from realname.core.model import Request, WireEnum, array, integer, masked, nested, text, wire
from realname.core.operation import Operation
from realname.core.reply import RawReply

from .shared import AdvancedAuthType, Failure, FlowContext, FlowPageResponse, GatewayRejection


@frozen(kw_only=True)
class OrgEntity(Request):
    """What is known of an organization and its agent beforehand."""

    name: str | None = field(default=None, validator=optional(text()), repr=masked, metadata=wire("name"))
    """The organization's name."""

    cert_no: str | None = field(default=None, validator=optional(text()), repr=masked, metadata=wire("certNo"))
    """The organization's unified social credit code (统一社会信用代码), or its registration number."""

    legal_rep_name: str | None = field(
        default=None, validator=optional(text()), repr=masked, metadata=wire("legalRepName")
    )
    """The name of the legal representative."""

    legal_rep_cert_type: str | None = field(default=None, validator=optional(text()), metadata=wire("legalRepCertType"))
    """The kind of the legal representative's identity document."""

    legal_rep_cert_no: str | None = field(
        default=None, validator=optional(text()), repr=masked, metadata=wire("legalRepCertNo")
    )
    """The number of the legal representative's identity document."""

    agent_name: str | None = field(default=None, validator=optional(text()), repr=masked, metadata=wire("agentName"))
    """The agent's name."""

    agent_id_no: str | None = field(default=None, validator=optional(text()), repr=masked, metadata=wire("agentIdNo"))
    """The number of the agent's identity document."""

    organization_type: int | None = field(
        default=None, validator=optional(integer()), metadata=wire("organizationType")
    )
    """The kind of organization: 1 a company, 2 a self-employed business (个体工商户), 99 another one."""


class OrgAuthType(WireEnum):
    """How an organization is verified on the page.

    - `ORG_BANK_TRANSFER`: transfer to its account (对公账户).
    - `ORG_ZM_AUTHORIZE`: by Zhima Credit, for companies.
    - `ORG_LEGAL_AUTHORIZE`: letter of authority signed by its legal representative.
    - `LEGAL_REP_AUTH`: verification of its legal representative.

    The list is open: the provider may use values that do not stand here.
    """

    ORG_BANK_TRANSFER = "ORG_BANK_TRANSFER"
    ORG_ZM_AUTHORIZE = "ORG_ZM_AUTHORIZE"
    ORG_LEGAL_AUTHORIZE = "ORG_LEGAL_AUTHORIZE"
    LEGAL_REP_AUTH = "LEGAL_REP_AUTH"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


class AgentAuthType(WireEnum):
    """How the agent verifies their identity on the page.

    - `PSN_TELECOM_AUTHCODE`: three factors of a telephone operator, and a code sent by text
      message.
    - `PSN_BANK4_AUTHCODE`: four factors of a bank card, and a code sent by text message.
    - `PSN_FACEAUTH_BYURL`: face.
    - `PSN_FACEAUTH_BYURL_ZHIMA`: face, by Zhima.
    - `PSN_FACEAUTH_BYURL_WEIZHONG`: face, by WeBank.
    - `PSN_FACEAUTH_BYURL_ESIGN`: face, by e签宝.
    - `PSN_FACEAUTH_BYURL_WE_CHAT`: face, in WeChat.

    The list is open: the provider may use values that do not stand here.
    """

    PSN_TELECOM_AUTHCODE = "PSN_TELECOM_AUTHCODE"
    PSN_BANK4_AUTHCODE = "PSN_BANK4_AUTHCODE"
    PSN_FACEAUTH_BYURL = "PSN_FACEAUTH_BYURL"
    PSN_FACEAUTH_BYURL_ZHIMA = "PSN_FACEAUTH_BYURL_ZHIMA"
    PSN_FACEAUTH_BYURL_WEIZHONG = "PSN_FACEAUTH_BYURL_WEIZHONG"
    PSN_FACEAUTH_BYURL_ESIGN = "PSN_FACEAUTH_BYURL_ESIGN"
    PSN_FACEAUTH_BYURL_WE_CHAT = "PSN_FACEAUTH_BYURL_WE_CHAT"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


class OrgUneditableField(WireEnum):
    """What can be made uneditable.

    - `name`: the organization's name.
    - `certNo`: the organization's number.
    - `legalRepName`: the name of the legal representative.
    - `legalRepCertNo`: the number of the legal representative's identity document.
    - `agentName`: the agent's name.
    - `agentIdNo`: the number of the agent's identity document.

    The list is open: the provider may use values that do not stand here.
    """

    NAME = "name"
    CERT_NO = "certNo"
    LEGAL_REP_NAME = "legalRepName"
    LEGAL_REP_CERT_NO = "legalRepCertNo"
    AGENT_NAME = "agentName"
    AGENT_ID_NO = "agentIdNo"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


@frozen(kw_only=True)
class OrgConfigParams(Request):
    """How the page behaves."""

    org_uneditable_info: Sequence[OrgUneditableField | str] | None = field(
        default=None, validator=optional(array(text())), metadata=wire("orgUneditableInfo")
    )
    """What the agent cannot change on the page."""


@frozen(kw_only=True)
class CreateOrgAuthUrlRequest(Request):
    """Which organization is to be verified, by whom and in which ways, and what happens afterwards."""

    OPERATION: ClassVar[str] = "create_org_auth_url"
    DOCUMENT: ClassVar[str] = "https://open.esign.cn/doc/opendoc/identity_service/pykqsn"

    auth_type: OrgAuthType | str | None = field(default=None, validator=optional(text()), metadata=wire("authType"))
    """The way that is chosen when the page opens."""

    available_auth_types: Sequence[OrgAuthType | str] | None = field(
        default=None, validator=optional(array(text())), metadata=wire("availableAuthTypes")
    )
    """The ways that the page offers for the organization."""

    agent_available_auth_types: Sequence[AgentAuthType | str] | None = field(
        default=None, validator=optional(array(text())), metadata=wire("agentAvailableAuthTypes")
    )
    """The ways that the page offers for the agent."""

    agent_auth_advanced_enabled: Sequence[AdvancedAuthType | str] | None = field(
        default=None, validator=optional(array(text())), metadata=wire("agentAuthAdvancedEnabled")
    )
    """The ways for the agent whose comparison tells what does not match."""

    receive_url_mobile_no: str | None = field(
        default=None, validator=optional(text()), repr=masked, metadata=wire("receiveUrlMobileNo")
    )
    """The mobile number that gets the link by text message, which is charged."""

    context_info: FlowContext | None = field(
        default=None, validator=optional(nested(FlowContext)), metadata=wire("contextInfo")
    )
    """What the initiator wants to get back, and where the agent is sent afterwards."""

    org_entity: OrgEntity | None = field(
        default=None, validator=optional(nested(OrgEntity)), metadata=wire("orgEntity")
    )
    """What is known of the organization and its agent beforehand."""

    config_params: OrgConfigParams | None = field(
        default=None, validator=optional(nested(OrgConfigParams)), metadata=wire("configParams")
    )
    """How the page behaves."""


CREATE_ORG_AUTH_URL: Final = Operation(
    name="create_org_auth_url",
    method="POST",
    path="/v2/identity/auth/web/orgAuthUrl",
    sends_body=True,
    request=CreateOrgAuthUrlRequest,
    answer=FlowPageResponse,
    failures={200: Failure, 401: GatewayRejection, 403: GatewayRejection},
    retry="connect-only",
    document="https://open.esign.cn/doc/opendoc/identity_service/pykqsn",
)
"""Start the identity verification of an organization on a page of e签宝."""


class Client(SyncCaller):
    """What this page adds to the package's `Client`."""

    def create_org_auth_url(
        self,
        *,
        auth_type: OrgAuthType | str | None = None,
        available_auth_types: Sequence[OrgAuthType | str] | None = None,
        agent_available_auth_types: Sequence[AgentAuthType | str] | None = None,
        agent_auth_advanced_enabled: Sequence[AdvancedAuthType | str] | None = None,
        receive_url_mobile_no: str | None = None,
        context_info: FlowContext | None = None,
        org_entity: OrgEntity | None = None,
        config_params: OrgConfigParams | None = None,
    ) -> FlowPageResponse:
        """Start the identity verification of an organization on a page of e签宝.

        Returns the address of a page on which an agent (经办人) verifies themselves first and their
        organization then. In the test environment no money is sent for `ORG_BANK_TRANSFER`: the
        amount to enter is 0.01.

        Args:
            auth_type: The way that is chosen when the page opens.
            available_auth_types: The ways that the page offers for the organization.
            agent_available_auth_types: The ways that the page offers for the agent.
            agent_auth_advanced_enabled: The ways for the agent whose comparison tells what does
                not match.
            receive_url_mobile_no: The mobile number that gets the link by text message, which
                is charged. Sensitive: masked in `repr`.
            context_info: What the initiator wants to get back, and where the agent is sent
                afterwards.
            org_entity: What is known of the organization and its agent beforehand.
            config_params: How the page behaves.

        Returns:
            The flow was started, and a page made for it; nobody is verified yet.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: 获取组织机构核身认证地址,
        read in copies that others made,
        https://open.esign.cn/doc/opendoc/identity_service/pykqsn

        Partial: The page itself, its required flags, codes and samples are missing.
        """
        return self._call(
            CREATE_ORG_AUTH_URL,
            CreateOrgAuthUrlRequest(
                auth_type=auth_type,
                available_auth_types=available_auth_types,
                agent_available_auth_types=agent_available_auth_types,
                agent_auth_advanced_enabled=agent_auth_advanced_enabled,
                receive_url_mobile_no=receive_url_mobile_no,
                context_info=context_info,
                org_entity=org_entity,
                config_params=config_params,
            ),
        ).parsed


class AsyncClient(AsyncCaller):
    """What this page adds to the package's `AsyncClient`."""

    async def create_org_auth_url(
        self,
        *,
        auth_type: OrgAuthType | str | None = None,
        available_auth_types: Sequence[OrgAuthType | str] | None = None,
        agent_available_auth_types: Sequence[AgentAuthType | str] | None = None,
        agent_auth_advanced_enabled: Sequence[AdvancedAuthType | str] | None = None,
        receive_url_mobile_no: str | None = None,
        context_info: FlowContext | None = None,
        org_entity: OrgEntity | None = None,
        config_params: OrgConfigParams | None = None,
    ) -> FlowPageResponse:
        """`Client.create_org_auth_url`, from async code."""
        return (
            await self._call(
                CREATE_ORG_AUTH_URL,
                CreateOrgAuthUrlRequest(
                    auth_type=auth_type,
                    available_auth_types=available_auth_types,
                    agent_available_auth_types=agent_available_auth_types,
                    agent_auth_advanced_enabled=agent_auth_advanced_enabled,
                    receive_url_mobile_no=receive_url_mobile_no,
                    context_info=context_info,
                    org_entity=org_entity,
                    config_params=config_params,
                ),
            )
        ).parsed


class RawClient(RawCaller):
    """What this page adds to the package's `RawClient`."""

    def create_org_auth_url(
        self,
        *,
        auth_type: OrgAuthType | str | None = None,
        available_auth_types: Sequence[OrgAuthType | str] | None = None,
        agent_available_auth_types: Sequence[AgentAuthType | str] | None = None,
        agent_auth_advanced_enabled: Sequence[AdvancedAuthType | str] | None = None,
        receive_url_mobile_no: str | None = None,
        context_info: FlowContext | None = None,
        org_entity: OrgEntity | None = None,
        config_params: OrgConfigParams | None = None,
    ) -> RawReply[FlowPageResponse]:
        """`Client.create_org_auth_url`, with the exchange."""
        return self._client._call(
            CREATE_ORG_AUTH_URL,
            CreateOrgAuthUrlRequest(
                auth_type=auth_type,
                available_auth_types=available_auth_types,
                agent_available_auth_types=agent_available_auth_types,
                agent_auth_advanced_enabled=agent_auth_advanced_enabled,
                receive_url_mobile_no=receive_url_mobile_no,
                context_info=context_info,
                org_entity=org_entity,
                config_params=config_params,
            ),
        )


class AsyncRawClient(AsyncRawCaller):
    """What this page adds to the package's `AsyncRawClient`."""

    async def create_org_auth_url(
        self,
        *,
        auth_type: OrgAuthType | str | None = None,
        available_auth_types: Sequence[OrgAuthType | str] | None = None,
        agent_available_auth_types: Sequence[AgentAuthType | str] | None = None,
        agent_auth_advanced_enabled: Sequence[AdvancedAuthType | str] | None = None,
        receive_url_mobile_no: str | None = None,
        context_info: FlowContext | None = None,
        org_entity: OrgEntity | None = None,
        config_params: OrgConfigParams | None = None,
    ) -> RawReply[FlowPageResponse]:
        """`AsyncClient.create_org_auth_url`, with the exchange."""
        return await self._client._call(
            CREATE_ORG_AUTH_URL,
            CreateOrgAuthUrlRequest(
                auth_type=auth_type,
                available_auth_types=available_auth_types,
                agent_available_auth_types=agent_available_auth_types,
                agent_auth_advanced_enabled=agent_auth_advanced_enabled,
                receive_url_mobile_no=receive_url_mobile_no,
                context_info=context_info,
                org_entity=org_entity,
                config_params=config_params,
            ),
        )
