"""The ways in which the sandbox can spoil e签宝's answers, and the breaches of its contract.

e签宝 signs no answers: the faults of signatures do not exist here. Those of its token endpoints spoil these alone.
"""

from realname.esign.testing.answer import EsignDraft
from realname.esign.testing.tokens import AccessToken
from realname.testing.gateway import fields
from realname.testing.gateway.breaches import ANSWERS, UNCHECKED, BreachTable
from realname.testing.gateway.common_faults import COMMON
from realname.testing.gateway.faults import FaultTable, Stage
from realname.testing.gateway.messages import RefusalError, Transmission, UnfitError

FAULTS = FaultTable(COMMON)
BREACHES = BreachTable(
    FaultTable(ANSWERS),
    UNCHECKED
    | {
        "accepts_missing_header": "A request that lacks a needed header other than its signature is accepted.",
        "accepts_changed_query": "A request with a genuine signature over its path alone is accepted.",
        "accepts_changed_path": "A request with a genuine signature over the path of another known flow is accepted.",
        "accepts_invalid_value": "A request with an argument that the contract does not allow is accepted.",
    },
)

# ---- codes -----------------------------------------------------------------------------------------------------------


@FAULTS.add(Stage.INSTEAD)
def gateway_message(_: EsignDraft, *, message: str = "TOKEN错误") -> None:
    """The gateway refuses with HTTP 401 and this literal message, by default `TOKEN错误`."""
    raise RefusalError(message)


@FAULTS.add(Stage.INSTEAD)
def ip_not_in_whitelist(_: EsignDraft) -> None:
    """The gateway refuses with HTTP 403 and `IP白名单不匹配`."""
    raise RefusalError("IP白名单不匹配", status=403)


@FAULTS.add(Stage.INSTEAD)
def business_code(_: EsignDraft, *, code: int = 30500000, message: str = "系统异常", status: int = 200) -> None:
    """The operation fails with this code; by default 30500000, an unknown system error, with HTTP 200."""
    raise RefusalError(str(code), message, status=status, business=True)


@FAULTS.add(Stage.INSTEAD)
def status_429(draft: EsignDraft, *, retry_after: int | None = None) -> None:
    """HTTP 429 with an empty body, if wanted with `Retry-After` in seconds; e签宝 is not known to send it."""
    draft.ask_for_patience(retry_after)
    draft.status, draft.verdict = 429, "429"


@FAULTS.add(Stage.INSTEAD)
def status_500(_: EsignDraft) -> None:
    """HTTP 500 with the code 30500000, an unknown system error."""
    raise RefusalError("30500000", "系统异常", status=500, business=True)


# ---- contents --------------------------------------------------------------------------------------------------------


@FAULTS.add(Stage.DECIDED)
def other_flow(draft: EsignDraft, *, flow_id: str = "999999999999999999") -> None:
    """The answer is about another flow, or whatever else it is bound to, than the one asked for."""
    for path in () if draft.operation is None else draft.operation.binds:
        fields.assign(draft.document, path, flow_id)


@FAULTS.add(Stage.DECIDED)
def null_data(draft: EsignDraft) -> None:
    """The answer says success, and its data is null."""
    fields.assign(draft.document, "data", None)


@FAULTS.add(Stage.DECIDED)
def missing_data(draft: EsignDraft) -> None:
    """The answer says success, and has no data."""
    fields.remove(draft.document, "data")


@FAULTS.add(Stage.SIGNED)
def missing_trace_id(draft: EsignDraft) -> None:
    """The answer has no trace id."""
    draft.replace_header("X-Tsign-Trace-Id")


# ---- the token endpoints ---------------------------------------------------------------------------------------------


@FAULTS.add(Stage.INSTEAD, of_operations=False)
def token_refused(
    _: EsignDraft, *, code: int = 72000032, message: str = "应用停用或应用不存在", status: int = 200
) -> None:
    """No token is issued, for this reason; by default 72000032, the app is disabled or does not exist."""
    raise RefusalError(str(code), message, status=status, business=True)


@FAULTS.add(Stage.INSTEAD, of_operations=False)
def token_status_500(_: EsignDraft) -> None:
    """No token is issued: HTTP 500 with the code 30500000."""
    raise RefusalError("30500000", "系统异常", status=500, business=True)


@FAULTS.add(Stage.SIGNED, of_operations=False)
def token_lost(draft: EsignDraft) -> None:
    """A token is issued, which cuts its predecessor short, and the answer never arrives."""
    draft.transmission = Transmission.DROPPED


@FAULTS.add(Stage.DECIDED, of_operations=False)
def token_missing(draft: EsignDraft) -> None:
    """The answer of the token endpoint says success, and its data has no token."""
    fields.remove(draft.document, "data.token")


@FAULTS.add(Stage.DECIDED, of_operations=False)
def expired_token(draft: EsignDraft, *, seconds: int = 1) -> None:
    """The token that is issued has expired already, by default a second ago; the operations reject it."""
    token, told = _revoked(draft), fields.value(draft.document, "data.expiresIn")
    past = int(str(told)) - (token.expires_at - token.issued_at) - seconds * 1000
    fields.assign(draft.document, "data.expiresIn", str(past) if isinstance(told, str) else past)


@FAULTS.add(Stage.DECIDED, of_operations=False)
def rejected_token(draft: EsignDraft) -> None:
    """The token that is issued looks good, and the operations reject it, as one that was superseded elsewhere."""
    _revoked(draft)


def _revoked(draft: EsignDraft) -> AccessToken:
    """The token that the answer brings, ended at once."""
    if draft.issued is None or draft.issued.current is None:
        raise UnfitError("no token is issued")
    token, draft.revoked = draft.issued.current, True
    draft.issued.revoke()
    return token


# ---- breaches of the contract ----------------------------------------------------------------------------------------


@BREACHES.answers.add(Stage.INSTEAD)
def refuses_valid_request(_: EsignDraft) -> None:
    """Every request is 30500101, a bad parameter."""
    raise RefusalError("30500101", "参数错误", business=True)


@BREACHES.answers.add(Stage.INSTEAD)
def server_error(draft: EsignDraft) -> None:
    """Every request ends in HTTP 500 with the code 30500000."""
    status_500(draft)
