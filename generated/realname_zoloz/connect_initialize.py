# Generated from specs/zoloz/connect-initialize.yaml by scripts/build.py; do not edit.

"""ZOLOZ Connect and Face Compare: initialize."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from attrs import field, frozen
from attrs.validators import optional

from realname.core.answer import Answer
from realname.core.client import AsyncCaller, AsyncRawCaller, RawCaller, SyncCaller
from realname.core.codes import Code
from realname.core.model import Request, WireEnum, fresh, masked, nested, text, told, wire
from realname.core.operation import Operation
from realname.core.reply import RawReply

from .shared import Result


class ServiceLevel(WireEnum):
    """The level of the liveness check.

    - `CONNECT0001`: basic check on the original page, without a jump to a new one, for uses that
      need a high pass rate.
    - `CONNECT0002`: check against spoofing by blinking; the default.
    - `CONNECT0003`: high-level check against spoofing by several actions.

    The list is open: the provider may use values that do not stand here.
    """

    CONNECT0001 = "CONNECT0001"
    CONNECT0002 = "CONNECT0002"
    CONNECT0003 = "CONNECT0003"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


class OperationMode(WireEnum):
    """How strict the process is; the list is not complete.

    - `CLOSED`: no algorithm and no risk rule applies; for tests only.
    - `STANDARD`: the default, recommended.
    - `LOOSE`: looser, for low risk.

    The list is open: the provider may use values that do not stand here.
    """

    CLOSED = "CLOSED"
    STANDARD = "STANDARD"
    LOOSE = "LOOSE"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


@frozen(kw_only=True)
class H5ModeConfig(Request):
    """Settings of H5 mode, where the person is in a browser."""

    complete_callback_url: str | None = field(
        default=None, validator=optional(text()), repr=masked, metadata=wire("completeCallbackUrl")
    )
    """The page to which the browser is sent when the process is complete."""

    interrupt_callback_url: str | None = field(
        default=None, validator=optional(text()), repr=masked, metadata=wire("interruptCallbackUrl")
    )
    """The page to which the browser is sent when the person breaks off."""

    is_iframe: str | None = field(default=None, validator=optional(text()), metadata=wire("isIframe"))
    """Whether the Web SDK runs in an iframe; the values are not stated."""


@frozen(kw_only=True)
class InitializeRequest(Request):
    """Who is to be verified, on which device, and how strictly."""

    OPERATION: ClassVar[str] = "initialize"
    DOCUMENT: ClassVar[str] = "https://docs.zoloz.com/zoloz/saas/apireference/connect-initialize"

    biz_id: str = field(default=None, converter=fresh, validator=text(max_length=32), metadata=wire("bizId"))
    """The caller's own id of the business, for tracing; should be unique, but the server does not
    check.
    """

    meta_info: str = field(validator=text(max_length=512), repr=masked, metadata=wire("metaInfo"))
    """Description of SDK and device: the JSON text which the ZOLOZ SDK returns, passed on unchanged;
    in H5 mode `MOB_H5`.
    """

    user_id: str = field(validator=text(max_length=64), repr=masked, metadata=wire("userId"))
    """The identifier under which the user was enrolled."""

    scene_code: str | None = field(default=None, validator=optional(text(max_length=64)), metadata=wire("sceneCode"))
    """The business scene, for statistics only; recommended are `login`, `riskVerify`, `payment` and
    `changePassword`.
    """

    service_level: ServiceLevel | str | None = field(
        default=None, validator=optional(text()), metadata=wire("serviceLevel")
    )
    """The level of the liveness check, by default `CONNECT0002`. Not supported in H5 mode."""

    operation_mode: OperationMode | str | None = field(
        default=None, validator=optional(text()), metadata=wire("operationMode")
    )
    """How strict the process is, by default `STANDARD`. Not supported in H5 mode."""

    h5_mode_config: H5ModeConfig | None = field(
        default=None, validator=optional(nested(H5ModeConfig)), metadata=wire("h5ModeConfig")
    )
    """Settings of H5 mode."""


@frozen(kw_only=True)
class InitializeResponse(Answer):
    """A verification that was started."""

    result: Result = field(metadata=wire("result"))
    """What came of the request."""

    transaction_id: str | None = field(default=None, metadata=wire("transactionId"))
    """The id of the verification, which `checkresult` takes."""

    client_cfg: str | None = field(default=None, repr=masked, metadata=wire("clientCfg"))
    """Configuration for the ZOLOZ SDK or the Web SDK; pass it on as it is."""

    biz_id: str | None = field(default=None, eq=False, metadata=told("bizId"))
    """The `biz_id` that was sent, passed or made; None if no call gave this answer. It is not on the wire."""


INITIALIZE: Final = Operation(
    name="initialize",
    method="POST",
    path="/api/v1/zoloz/connect/initialize",
    sends_body=True,
    request=InitializeRequest,
    answer=InitializeResponse,
    failures={200: InitializeResponse},
    codes={
        "*": Code(remedy="A user has to be enrolled first; which code says that the user is not is not stated."),
        "INVALID_ARGUMENT": Code(
            kind="request",
            remedy="Pass on the metaInfo of the ZOLOZ SDK unchanged; the provider's own words may name another argument.",
        ),
    },
    fresh=("biz_id",),
    retry="connect-only",
    document="https://docs.zoloz.com/zoloz/saas/apireference/connect-initialize",
)
"""Start one face verification of an enrolled user."""


class Client(SyncCaller):
    """What this page adds to the package's `Client`."""

    def initialize(
        self,
        *,
        biz_id: str | None = None,
        meta_info: str,
        user_id: str,
        scene_code: str | None = None,
        service_level: ServiceLevel | str | None = None,
        operation_mode: OperationMode | str | None = None,
        h5_mode_config: H5ModeConfig | None = None,
    ) -> InitializeResponse:
        """Start one face verification of an enrolled user.

        Hand `clientCfg` to the ZOLOZ SDK in the app or to the Web SDK in the browser; ask for the
        result with `checkresult` and the transaction id.

        How the browser comes back: the Web SDK sends it to the callback page of `h5ModeConfig` with
        a query parameter `response`, a JSON object with `state`, `code` (1000 success, 1003
        interrupted, 2006 failure), `subCode` and `extInfo`. It comes through the browser and is not
        signed, so it proves nothing: it is only the moment to call `checkresult`. No page describes
        a message from ZOLOZ's server to the merchant's.

        Args:
            biz_id: The caller's own id of the business, for tracing; should be unique, but the
                server does not check. At most 32 characters; left out, a fresh one is made, and the
                answer tells it.
            meta_info: Description of SDK and device: the JSON text which the ZOLOZ SDK returns,
                passed on unchanged; in H5 mode `MOB_H5`. At most 512 characters; sensitive: masked
                in `repr`.
            user_id: The identifier under which the user was enrolled. At most 64 characters;
                sensitive: masked in `repr`.
            scene_code: The business scene, for statistics only; recommended are `login`,
                `riskVerify`, `payment` and `changePassword`. At most 64 characters.
            service_level: The level of the liveness check, by default `CONNECT0002`. Not
                supported in H5 mode.
            operation_mode: How strict the process is, by default `STANDARD`. Not supported in
                H5 mode.
            h5_mode_config: Settings of H5 mode.

        Returns:
            A verification that was started.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: initialize,
        read in copies that others made,
        https://docs.zoloz.com/zoloz/saas/apireference/connect-initialize

        Partial: The copies lack the rest of the values of operationMode, the table of H5ModeConfig
        and the result codes.
        """
        return self._call(
            INITIALIZE,
            InitializeRequest(
                biz_id=biz_id,
                meta_info=meta_info,
                user_id=user_id,
                scene_code=scene_code,
                service_level=service_level,
                operation_mode=operation_mode,
                h5_mode_config=h5_mode_config,
            ),
        ).parsed


class AsyncClient(AsyncCaller):
    """What this page adds to the package's `AsyncClient`."""

    async def initialize(
        self,
        *,
        biz_id: str | None = None,
        meta_info: str,
        user_id: str,
        scene_code: str | None = None,
        service_level: ServiceLevel | str | None = None,
        operation_mode: OperationMode | str | None = None,
        h5_mode_config: H5ModeConfig | None = None,
    ) -> InitializeResponse:
        """`Client.initialize`, from async code."""
        return (
            await self._call(
                INITIALIZE,
                InitializeRequest(
                    biz_id=biz_id,
                    meta_info=meta_info,
                    user_id=user_id,
                    scene_code=scene_code,
                    service_level=service_level,
                    operation_mode=operation_mode,
                    h5_mode_config=h5_mode_config,
                ),
            )
        ).parsed


class RawClient(RawCaller):
    """What this page adds to the package's `RawClient`."""

    def initialize(
        self,
        *,
        biz_id: str | None = None,
        meta_info: str,
        user_id: str,
        scene_code: str | None = None,
        service_level: ServiceLevel | str | None = None,
        operation_mode: OperationMode | str | None = None,
        h5_mode_config: H5ModeConfig | None = None,
    ) -> RawReply[InitializeResponse]:
        """`Client.initialize`, with the exchange."""
        return self._client._call(
            INITIALIZE,
            InitializeRequest(
                biz_id=biz_id,
                meta_info=meta_info,
                user_id=user_id,
                scene_code=scene_code,
                service_level=service_level,
                operation_mode=operation_mode,
                h5_mode_config=h5_mode_config,
            ),
        )


class AsyncRawClient(AsyncRawCaller):
    """What this page adds to the package's `AsyncRawClient`."""

    async def initialize(
        self,
        *,
        biz_id: str | None = None,
        meta_info: str,
        user_id: str,
        scene_code: str | None = None,
        service_level: ServiceLevel | str | None = None,
        operation_mode: OperationMode | str | None = None,
        h5_mode_config: H5ModeConfig | None = None,
    ) -> RawReply[InitializeResponse]:
        """`AsyncClient.initialize`, with the exchange."""
        return await self._client._call(
            INITIALIZE,
            InitializeRequest(
                biz_id=biz_id,
                meta_info=meta_info,
                user_id=user_id,
                scene_code=scene_code,
                service_level=service_level,
                operation_mode=operation_mode,
                h5_mode_config=h5_mode_config,
            ),
        )
