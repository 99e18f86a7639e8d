"""The ways in which the sandbox can spoil Alipay's answers, and the breaches of its contract."""

from realname.alipay.testing.answer import AlipayDraft
from realname.testing.gateway.breaches import ANSWERS, SIGNATURES, UNCHECKED, BreachTable
from realname.testing.gateway.common_faults import COMMON, SIGNING
from realname.testing.gateway.faults import FaultTable, Stage
from realname.testing.gateway.messages import RefusalError, UnfitError

FAULTS = FaultTable(COMMON, SIGNING)
BREACHES = BreachTable(
    FaultTable(ANSWERS, SIGNATURES),
    UNCHECKED
    | {
        "accepts_changed_query": "A request with a genuine signature over another query is accepted.",
        "accepts_invalid_value": "A request with a parameter outside its closed list is accepted.",
    },
)

# ---- codes -----------------------------------------------------------------------------------------------------------


@FAULTS.add(Stage.INSTEAD)
def business_code(_: AlipayDraft, *, code: str = "SYSTEM_ERROR", status: int = 400) -> None:
    """The operation fails with this code, signed; by default `SYSTEM_ERROR` with HTTP 400. No state changes."""
    raise RefusalError(code, "forced by a fault", status=status, business=True)


@FAULTS.add(Stage.INSTEAD)
def gateway_code(_: AlipayDraft, *, code: str = "insufficient-isv-permissions", status: int = 400) -> None:
    """The gateway refuses with this code, unsigned; by default `insufficient-isv-permissions` with HTTP 400."""
    raise RefusalError(code, "forced by a fault", status=status)


@FAULTS.add(Stage.INSTEAD)
def unsigned_error(draft: AlipayDraft, *, code: str = "SYSTEM_ERROR", status: int = 400) -> None:
    """The operation fails with this code, and the answer is not signed. No state changes."""
    draft.signed = False
    raise RefusalError(code, "forced by a fault", status=status, business=True)


@FAULTS.add(Stage.INSTEAD)
def status_429(draft: AlipayDraft, *, retry_after: int | None = None) -> None:
    """HTTP 429 with `app-call-limited`, if wanted with `Retry-After` in seconds."""
    draft.ask_for_patience(retry_after)
    raise RefusalError("app-call-limited", "forced by a fault", status=429)


@FAULTS.add(Stage.INSTEAD)
def status_500(_: AlipayDraft) -> None:
    """HTTP 500 with `unknow-error` (their spelling)."""
    raise RefusalError("unknow-error", "forced by a fault", status=500)


# ---- signature headers -----------------------------------------------------------------------------------------------


@FAULTS.add(Stage.SIGNED)
def null_signature(draft: AlipayDraft) -> None:
    """The signature header is the text `null`, which the real gateway has been seen to send."""
    draft.replace_header("alipay-signature", "null")


@FAULTS.add(Stage.SIGNED)
def missing_timestamp(draft: AlipayDraft) -> None:
    """The header `alipay-timestamp` is absent from a signed answer."""
    draft.replace_header("alipay-timestamp")


@FAULTS.add(Stage.SIGNED)
def missing_nonce(draft: AlipayDraft) -> None:
    """The header `alipay-nonce` is absent from a signed answer."""
    draft.replace_header("alipay-nonce")


@FAULTS.add(Stage.SIGNED)
def unknown_alipay_sn(draft: AlipayDraft) -> None:
    """The header `alipay-sn` names a certificate that nobody has."""
    _require_certificate(draft)
    draft.replace_header("alipay-sn", "0" * 32)


@FAULTS.add(Stage.SIGNED)
def missing_alipay_sn(draft: AlipayDraft) -> None:
    """The header `alipay-sn` is absent, though the app is in certificate mode."""
    draft.replace_header("alipay-sn")


@FAULTS.add(Stage.WRITTEN)
def old_timestamp(draft: AlipayDraft, *, seconds: int = 86_400) -> None:
    """The answer was signed long ago, by default a day."""
    draft.milliseconds -= seconds * 1000


def _require_certificate(draft: AlipayDraft) -> None:
    if draft.certificate_sn is None:
        raise UnfitError("the app is in key mode: no certificate is named")


# ---- breaches of the contract ----------------------------------------------------------------------------------------


@BREACHES.answers.add(Stage.INSTEAD)
def refuses_valid_request(_: AlipayDraft) -> None:
    """Every request is `INVALID_PARAMETER`."""
    raise RefusalError("INVALID_PARAMETER", "refused by a breach", business=True)


@BREACHES.answers.add(Stage.INSTEAD)
def server_error(draft: AlipayDraft) -> None:
    """Every request ends in HTTP 500 with `unknow-error`."""
    status_500(draft)
