"""The ways in which the sandbox can spoil ZOLOZ's answers, and the breaches of its contract."""

import json
from urllib.parse import unquote

from realname.testing.gateway.breaches import ANSWERS, SIGNATURES, UNCHECKED, BreachTable
from realname.testing.gateway.common_faults import COMMON, SIGNING
from realname.testing.gateway.faults import FaultTable, Stage
from realname.testing.gateway.messages import RefusalError, UnfitError
from realname.zoloz.testing.answer import ZolozDraft

FAULTS = FaultTable(COMMON, SIGNING)
BREACHES = BreachTable(
    FaultTable(ANSWERS, SIGNATURES),
    UNCHECKED
    | {
        "accepts_missing_header": "A request that lacks a needed header other than its signature is accepted.",
        "accepts_changed_body": "A request with a genuine RSA signature over another body is accepted.",
        "accepts_over_long_value": "A request with a field longer than its maximum is accepted.",
        "accepts_missing_field": "A request without a required field is accepted.",
        "accepts_invalid_value": "A request with a field of another JSON type is accepted.",
    },
)

# ---- results ---------------------------------------------------------------------------------------------------------


@FAULTS.add(Stage.INSTEAD)
def result_code(_: ZolozDraft, *, code: str = "SYSTEM_ERROR", status: int = 200) -> None:
    """The gateway answers with this result code, signed; by default `SYSTEM_ERROR`."""
    raise RefusalError(code, "forced by a fault", status=status)


@FAULTS.add(Stage.INSTEAD)
def unsigned_error(draft: ZolozDraft, *, code: str = "SYSTEM_ERROR", status: int = 200) -> None:
    """The gateway answers with this result code, unsigned; by default `SYSTEM_ERROR`."""
    draft.signed = False
    raise RefusalError(code, "forced by a fault", status=status)


@FAULTS.add(Stage.INSTEAD)
def status_429(draft: ZolozDraft, *, retry_after: int | None = None) -> None:
    """HTTP 429 with `REQUEST_TRAFFIC_EXCEED_LIMIT`, if wanted with `Retry-After` in seconds."""
    draft.ask_for_patience(retry_after)
    raise RefusalError("REQUEST_TRAFFIC_EXCEED_LIMIT", "forced by a fault", status=429)


@FAULTS.add(Stage.INSTEAD)
def status_500(_: ZolozDraft) -> None:
    """HTTP 500 with `SYSTEM_ERROR`."""
    raise RefusalError("SYSTEM_ERROR", "forced by a fault", status=500)


@FAULTS.add(Stage.INSTEAD)
def firewall_page(draft: ZolozDraft) -> None:
    """The page of the firewall in front of the gateway: HTTP 403, HTML, unsigned."""
    draft.use_firewall_page()


@FAULTS.add(Stage.WRITTEN)
def multi_line_json(draft: ZolozDraft) -> None:
    """The JSON is written over several lines, and signed so."""
    draft.content = json.dumps(draft.document, indent=2).encode() + b"\n"


# ---- signatures that are genuine, over something else ----------------------------------------------------------------


@FAULTS.add(Stage.WRITTEN)
def old_response_time(draft: ZolozDraft, *, seconds: float = 86_400) -> None:
    """The answer was signed long ago, by default a day; a client believes it with `max_answer_age=None` only."""
    draft.seconds -= seconds


@FAULTS.add(Stage.WRITTEN)
def signed_for_other_path(draft: ZolozDraft, *, path: str = "/api/v1/elsewhere") -> None:
    """The answer is signed as one to another path."""
    draft.path = path


@FAULTS.add(Stage.WRITTEN)
def signed_for_other_client(draft: ZolozDraft, *, client_id: str = "2188000000009999") -> None:
    """The answer is signed as one to another client."""
    draft.client_id = client_id


# ---- the signature header, written differently -----------------------------------------------------------------------


@FAULTS.add(Stage.SIGNED)
def raw_base64_signature(draft: ZolozDraft) -> None:
    """The signature is base64 without percent-encoding."""
    draft.headers = [(name, unquote(value)) for name, value in draft.headers]


@FAULTS.add(Stage.SIGNED)
def lower_case_hex(draft: ZolozDraft) -> None:
    """The signature is percent-encoded with lower-case hex digits, as the shell sample does."""
    draft.rewrite("Signature", "%2B|%2F|%3D", lambda match: match[0].lower())


@FAULTS.add(Stage.SIGNED)
def key_version(draft: ZolozDraft) -> None:
    """The signature header has a `keyVersion`, as the PHP sample's has."""
    draft.rewrite("Signature", "signature=", "keyVersion=v1, signature=")


@FAULTS.add(Stage.SIGNED)
def list_order(draft: ZolozDraft) -> None:
    """The signature header has `signature` first and `algorithm` last."""
    draft.rewrite("Signature", "(algorithm=.*), (signature=.*)", r"\2, \1")


@FAULTS.add(Stage.SIGNED)
def list_without_spaces(draft: ZolozDraft) -> None:
    """The items of the signature header are separated by a bare comma."""
    draft.rewrite("Signature", ", ", ",")


@FAULTS.add(Stage.SIGNED)
def other_algorithm(draft: ZolozDraft, *, algorithm: str = "RSA512") -> None:
    """The signature header names an algorithm that is not ZOLOZ's."""
    draft.rewrite("Signature", "algorithm=RSA256", f"algorithm={algorithm}")


@FAULTS.add(Stage.SIGNED)
def missing_algorithm(draft: ZolozDraft) -> None:
    """The signature header names no algorithm."""
    draft.rewrite("Signature", "algorithm=RSA256, ", "")


# ---- encryption ------------------------------------------------------------------------------------------------------


@FAULTS.add(Stage.WRITTEN)
def encrypted_with_request_key(draft: ZolozDraft) -> None:
    """An encrypted answer is encrypted with the request's key, and announces another one."""
    if draft.request_key is None:
        raise UnfitError("the request was not encrypted")
    draft.reuses_request_key = True


@FAULTS.add(Stage.SIGNED)
def corrupt_symmetric_key(draft: ZolozDraft) -> None:
    """The key of an encrypted answer is one that nobody wrapped; the signature does not cover it."""
    draft.rewrite("Encrypt", "symmetricKey=.*", "symmetricKey=" + "AQEB" * 85 + "AQ%3D%3D")


@FAULTS.add(Stage.SIGNED)
def wrong_encrypt_algorithm(draft: ZolozDraft, *, algorithm: str = "RSA_DES") -> None:
    """An encrypted answer names an algorithm that is not ZOLOZ's."""
    draft.rewrite("Encrypt", "algorithm=RSA_AES", f"algorithm={algorithm}")


# ---- breaches of the contract ----------------------------------------------------------------------------------------


@BREACHES.answers.add(Stage.INSTEAD)
def refuses_valid_request(_: ZolozDraft) -> None:
    """Every request is `PARAM_ILLEGAL`."""
    raise RefusalError("PARAM_ILLEGAL", "refused by a breach")


@BREACHES.answers.add(Stage.INSTEAD)
def server_error(draft: ZolozDraft) -> None:
    """Every request ends in HTTP 500 with `SYSTEM_ERROR`."""
    status_500(draft)
