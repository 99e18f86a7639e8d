# Generated from specs/esign/indiv-auth-url.yaml by scripts/build.py; do not edit.

"""e签宝 identity verification: 获取个人核身认证地址."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from attrs import field, frozen
from attrs.validators import optional

from realname.core.client import AsyncCaller, AsyncRawCaller, RawCaller, SyncCaller
from realname.core.model import Request, WireEnum, array, masked, nested, text, wire
from realname.core.operation import Operation
from realname.core.reply import RawReply

from .shared import AdvancedAuthType, Failure, FlowContext, FlowPageResponse, GatewayRejection


@frozen(kw_only=True)
class IndivInfo(Request):
    """What is known of a person beforehand."""

    name: str | None = field(default=None, validator=optional(text()), repr=masked, metadata=wire("name"))
    """The person's name."""

    cert_type: str | None = field(default=None, validator=optional(text()), metadata=wire("certType"))
    """The kind of the identity document."""

    cert_no: str | None = field(default=None, validator=optional(text()), repr=masked, metadata=wire("certNo"))
    """The number of the identity document."""

    mobile_no: str | None = field(default=None, validator=optional(text()), repr=masked, metadata=wire("mobileNo"))
    """The person's mobile number."""

    bank_card_no: str | None = field(default=None, validator=optional(text()), repr=masked, metadata=wire("bankCardNo"))
    """The number of the person's bank card; UnionPay cards only."""

    nationality: str | None = field(default=None, validator=optional(text()), repr=masked, metadata=wire("nationality"))
    """The region or nationality that the document belongs to."""


class IndivAuthType(WireEnum):
    """How a person verifies their identity on the page.

    - `PSN_BANK4_AUTHCODE`: four factors of a bank card, and a code sent by text message.
    - `PSN_TELECOM_AUTHCODE`: three factors of a telephone operator, and a code sent by text
      message.
    - `PSN_FACEAUTH_BYURL`: face.

    The list is open: the provider may use values that do not stand here.
    """

    PSN_BANK4_AUTHCODE = "PSN_BANK4_AUTHCODE"
    PSN_TELECOM_AUTHCODE = "PSN_TELECOM_AUTHCODE"
    PSN_FACEAUTH_BYURL = "PSN_FACEAUTH_BYURL"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


class IndivUneditableField(WireEnum):
    """What can be made uneditable.

    - `name`: the name.
    - `certNo`: the number of the identity document.
    - `mobileNo`: the mobile number.
    - `bankCardNo`: the number of the bank card.

    The list is open: the provider may use values that do not stand here.
    """

    NAME = "name"
    CERT_NO = "certNo"
    MOBILE_NO = "mobileNo"
    BANK_CARD_NO = "bankCardNo"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


@frozen(kw_only=True)
class IndivConfigParams(Request):
    """How the page behaves."""

    indiv_uneditable_info: Sequence[IndivUneditableField | str] | None = field(
        default=None, validator=optional(array(text())), metadata=wire("indivUneditableInfo")
    )
    """What the person cannot change on the page."""


@frozen(kw_only=True)
class CreateIndivAuthUrlRequest(Request):
    """Who is to be verified, in which ways, and what happens afterwards; any of it may be left out."""

    OPERATION: ClassVar[str] = "create_indiv_auth_url"
    DOCUMENT: ClassVar[str] = "https://open.esign.cn/doc/opendoc/identity_service/sg2nty"

    auth_type: IndivAuthType | str | None = field(default=None, validator=optional(text()), metadata=wire("authType"))
    """The way that is chosen when the page opens."""

    available_auth_types: Sequence[IndivAuthType | str] | None = field(
        default=None, validator=optional(array(text())), metadata=wire("availableAuthTypes")
    )
    """The ways that the page offers."""

    auth_advanced_enabled: Sequence[AdvancedAuthType | str] | None = field(
        default=None, validator=optional(array(text())), metadata=wire("authAdvancedEnabled")
    )
    """The ways whose comparison tells what does not match; an empty list means none."""

    receive_url_mobile_no: str | None = field(
        default=None, validator=optional(text()), repr=masked, metadata=wire("receiveUrlMobileNo")
    )
    """The mobile number that gets the link by text message, which is charged; none is sent without it."""

    context_info: FlowContext | None = field(
        default=None, validator=optional(nested(FlowContext)), metadata=wire("contextInfo")
    )
    """What the initiator wants to get back, and where the person is sent afterwards."""

    indiv_info: IndivInfo | None = field(
        default=None, validator=optional(nested(IndivInfo)), metadata=wire("indivInfo")
    )
    """What is known of the person beforehand."""

    config_params: IndivConfigParams | None = field(
        default=None, validator=optional(nested(IndivConfigParams)), metadata=wire("configParams")
    )
    """How the page behaves."""


CREATE_INDIV_AUTH_URL: Final = Operation(
    name="create_indiv_auth_url",
    method="POST",
    path="/v2/identity/auth/web/indivAuthUrl",
    sends_body=True,
    request=CreateIndivAuthUrlRequest,
    answer=FlowPageResponse,
    failures={200: Failure, 401: GatewayRejection, 403: GatewayRejection},
    retry="connect-only",
    document="https://open.esign.cn/doc/opendoc/identity_service/sg2nty",
)
"""Start the identity verification of a person on a page of e签宝."""


class Client(SyncCaller):
    """What this page adds to the package's `Client`."""

    def create_indiv_auth_url(
        self,
        *,
        auth_type: IndivAuthType | str | None = None,
        available_auth_types: Sequence[IndivAuthType | str] | None = None,
        auth_advanced_enabled: Sequence[AdvancedAuthType | str] | None = None,
        receive_url_mobile_no: str | None = None,
        context_info: FlowContext | None = None,
        indiv_info: IndivInfo | None = None,
        config_params: IndivConfigParams | None = None,
    ) -> FlowPageResponse:
        """Start the identity verification of a person on a page of e签宝.

        Returns the address of a page on which a person verifies their identity in one of three
        ways: face, bank card or mobile number. No account has to exist. Send the person there, and
        ask for the outline or the detail of the flow afterwards. In a WeChat mini program the
        header `X-Tsign-Dns-App-Id` is required, which is not described here.

        Args:
            auth_type: The way that is chosen when the page opens.
            available_auth_types: The ways that the page offers.
            auth_advanced_enabled: The ways whose comparison tells what does not match; an empty
                list means none.
            receive_url_mobile_no: The mobile number that gets the link by text message, which
                is charged; none is sent without it. Sensitive: masked in `repr`.
            context_info: What the initiator wants to get back, and where the person is sent
                afterwards.
            indiv_info: What is known of the person beforehand.
            config_params: How the page behaves.

        Returns:
            The flow was started, and a page made for it; nobody is verified yet.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: 获取个人核身认证地址,
        read in copies that others made,
        https://open.esign.cn/doc/opendoc/identity_service/sg2nty

        Partial: The required flags of the answer, the list of codes and the values of certType are
        missing.
        """
        return self._call(
            CREATE_INDIV_AUTH_URL,
            CreateIndivAuthUrlRequest(
                auth_type=auth_type,
                available_auth_types=available_auth_types,
                auth_advanced_enabled=auth_advanced_enabled,
                receive_url_mobile_no=receive_url_mobile_no,
                context_info=context_info,
                indiv_info=indiv_info,
                config_params=config_params,
            ),
        ).parsed


class AsyncClient(AsyncCaller):
    """What this page adds to the package's `AsyncClient`."""

    async def create_indiv_auth_url(
        self,
        *,
        auth_type: IndivAuthType | str | None = None,
        available_auth_types: Sequence[IndivAuthType | str] | None = None,
        auth_advanced_enabled: Sequence[AdvancedAuthType | str] | None = None,
        receive_url_mobile_no: str | None = None,
        context_info: FlowContext | None = None,
        indiv_info: IndivInfo | None = None,
        config_params: IndivConfigParams | None = None,
    ) -> FlowPageResponse:
        """`Client.create_indiv_auth_url`, from async code."""
        return (
            await self._call(
                CREATE_INDIV_AUTH_URL,
                CreateIndivAuthUrlRequest(
                    auth_type=auth_type,
                    available_auth_types=available_auth_types,
                    auth_advanced_enabled=auth_advanced_enabled,
                    receive_url_mobile_no=receive_url_mobile_no,
                    context_info=context_info,
                    indiv_info=indiv_info,
                    config_params=config_params,
                ),
            )
        ).parsed


class RawClient(RawCaller):
    """What this page adds to the package's `RawClient`."""

    def create_indiv_auth_url(
        self,
        *,
        auth_type: IndivAuthType | str | None = None,
        available_auth_types: Sequence[IndivAuthType | str] | None = None,
        auth_advanced_enabled: Sequence[AdvancedAuthType | str] | None = None,
        receive_url_mobile_no: str | None = None,
        context_info: FlowContext | None = None,
        indiv_info: IndivInfo | None = None,
        config_params: IndivConfigParams | None = None,
    ) -> RawReply[FlowPageResponse]:
        """`Client.create_indiv_auth_url`, with the exchange."""
        return self._client._call(
            CREATE_INDIV_AUTH_URL,
            CreateIndivAuthUrlRequest(
                auth_type=auth_type,
                available_auth_types=available_auth_types,
                auth_advanced_enabled=auth_advanced_enabled,
                receive_url_mobile_no=receive_url_mobile_no,
                context_info=context_info,
                indiv_info=indiv_info,
                config_params=config_params,
            ),
        )


class AsyncRawClient(AsyncRawCaller):
    """What this page adds to the package's `AsyncRawClient`."""

    async def create_indiv_auth_url(
        self,
        *,
        auth_type: IndivAuthType | str | None = None,
        available_auth_types: Sequence[IndivAuthType | str] | None = None,
        auth_advanced_enabled: Sequence[AdvancedAuthType | str] | None = None,
        receive_url_mobile_no: str | None = None,
        context_info: FlowContext | None = None,
        indiv_info: IndivInfo | None = None,
        config_params: IndivConfigParams | None = None,
    ) -> RawReply[FlowPageResponse]:
        """`AsyncClient.create_indiv_auth_url`, with the exchange."""
        return await self._client._call(
            CREATE_INDIV_AUTH_URL,
            CreateIndivAuthUrlRequest(
                auth_type=auth_type,
                available_auth_types=available_auth_types,
                auth_advanced_enabled=auth_advanced_enabled,
                receive_url_mobile_no=receive_url_mobile_no,
                context_info=context_info,
                indiv_info=indiv_info,
                config_params=config_params,
            ),
        )
