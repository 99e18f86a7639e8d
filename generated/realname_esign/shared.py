# Generated from specs/esign/contract.yaml by scripts/build.py; do not edit.

"""e签宝 identity verification: what its pages share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from attrs import field, frozen
from attrs.validators import optional

from realname.core.answer import Answer
from realname.core.model import Request, WireEnum, boolean, masked, text, wire


class FlowOrigin(WireEnum):
    """Where a verification is started from.

    - `BROWSER`: a browser.
    - `APP`: a mobile app.

    The list is open: the provider may use values that do not stand here.
    """

    BROWSER = "BROWSER"
    APP = "APP"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


class AdvancedAuthType(WireEnum):
    """A way of verification whose comparison can tell what does not match (详情版).

    - `PSN_BANK4_AUTHCODE`: four factors of a bank card.
    - `PSN_TELECOM_AUTHCODE`: three factors of a telephone operator.

    The list is open: the provider may use values that do not stand here.
    """

    PSN_BANK4_AUTHCODE = "PSN_BANK4_AUTHCODE"
    PSN_TELECOM_AUTHCODE = "PSN_TELECOM_AUTHCODE"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


class ComparisonGrade(WireEnum):
    """How much a comparison tells.

    - `ADVANCED`: what does not match (详情版); bought separately.
    - `STANDARD`: only whether it matches (普通版).

    The list is open: the provider may use values that do not stand here.
    """

    ADVANCED = "ADVANCED"
    STANDARD = "STANDARD"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


class CertificationPurpose(WireEnum):
    """What a person is verified for.

    - `INDIVIDUAL`: for themselves.
    - `ORGANIZATION`: for an organization; e签宝 has to enable it.

    The list is open: the provider may use values that do not stand here.
    """

    INDIVIDUAL = "INDIVIDUAL"
    ORGANIZATION = "ORGANIZATION"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


@frozen(kw_only=True)
class FlowPage(Answer):
    """A flow and the page on which it is gone through."""

    flow_id: str = field(metadata=wire("flowId"))
    """The flow's id; keep it before the person is sent anywhere."""

    short_link: str | None = field(default=None, repr=masked, metadata=wire("shortLink"))
    """The page's short address, for 30 days; at smlt.tsign.cn (test) or t.tsign.cn (production)."""

    url: str | None = field(default=None, repr=masked, metadata=wire("url"))
    """The page's long address, for good; at smlfront.esign.cn (test) or idverify.esign.cn
    (production).
    """


@frozen(kw_only=True)
class StartedFlow(Answer):
    """A flow that was started."""

    flow_id: str = field(metadata=wire("flowId"))
    """The flow's id; always text, since its digits exceed what a double can hold."""


@frozen(kw_only=True)
class GatewayRejection(Answer):
    """The gateway refused the request before the operation saw it; the body has no `data`."""

    success: Literal[False] = field(metadata=wire("success"))
    """Always false."""

    code: int = field(metadata=wire("code"))
    """401 for every refusal but one, 403 for an IP address that is not on the whitelist."""

    message: str = field(metadata=wire("message"))
    """The literal reason, the only thing that tells refusals with code 401 apart."""


@frozen(kw_only=True)
class Failure(Answer):
    """A business failure: any code but 0."""

    code: int = field(metadata=wire("code"))
    """The business code, anything but 0."""

    message: str | None = field(default=None, metadata=wire("message"))
    """What went wrong, for a human reader; the wording may change, so programs go by `code`."""

    data: object = field(default=None, repr=masked, metadata=wire("data"))
    """Null or absent as a rule, and of any JSON type otherwise."""


@frozen(kw_only=True)
class Confirmation(Answer):
    """The step was carried out; what came of the flow is told by its detail."""

    code: Literal[0] = field(metadata=wire("code"))
    """The business code, 0 for success."""

    message: str | None = field(default=None, metadata=wire("message"))
    """A remark for a human reader whose wording may change; programs go by `code`."""


@frozen(kw_only=True)
class FlowContext(Request):
    """What the initiator wants to get back, and where the person is sent afterwards."""

    redirect_url: str = field(validator=text(), repr=masked, metadata=wire("redirectUrl"))
    """The page to go to afterwards. With the origin `APP` it has to carry the app's scheme under the
    key `esignAppScheme`.
    """

    context_id: str | None = field(default=None, validator=optional(text()), repr=masked, metadata=wire("contextId"))
    """The initiator's own id of the flow, echoed in the callback; it may identify a person."""

    notify_url: str | None = field(default=None, validator=optional(text()), repr=masked, metadata=wire("notifyUrl"))
    """The address that is called back when the flow has ended."""

    origin: FlowOrigin | str | None = field(default=None, validator=optional(text()), metadata=wire("origin"))
    """Where the verification is started from; a browser if it is not told."""

    show_result_page: bool | None = field(default=None, validator=optional(boolean()), metadata=wire("showResultPage"))
    """Whether the person is shown the result; true if it is not told."""


@frozen(kw_only=True)
class FlowPageResponse(Answer):
    """The flow was started, and a page made for it; nobody is verified yet."""

    code: Literal[0] = field(metadata=wire("code"))
    """The business code, 0 for success."""

    data: FlowPage = field(metadata=wire("data"))
    """The flow and its page."""

    message: str | None = field(default=None, metadata=wire("message"))
    """A remark for a human reader whose wording may change; programs go by `code`."""


@frozen(kw_only=True)
class StartedFlowResponse(Answer):
    """The flow was started; nobody is verified yet."""

    code: Literal[0] = field(metadata=wire("code"))
    """The business code, 0 for success."""

    data: StartedFlow = field(metadata=wire("data"))
    """The flow."""

    message: str | None = field(default=None, metadata=wire("message"))
    """A remark for a human reader whose wording may change; programs go by `code`."""
