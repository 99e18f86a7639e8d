"""Every fault of every gateway, in every way of access, ends in the error that the table says, sync and async.

Its genuine twin is accepted.
"""

from typing import Any

import pytest

import realname
from realname.sandbox import Sandbox
from tests.faces.conftest import MODES, Calls, provider_of

ACCEPTED = "accepted"
UNCHANGED = realname.ServerError
"""What comes of a fault that has nothing to change in a way of access: the sandbox says so, and never succeeds."""
Outcome = type[realname.RealnameError] | str

COMMON: dict[str, Outcome] = {
    "bad_content_encoding": realname.DecodeError,
    "compressed_answer": realname.DecodeError,
    "cut_body": realname.TransportError,
    "delay": realname.TransportError,
    "dripping_head": realname.TransportError,
    "dropped_connection": realname.TransportError,
    "endless_1xx": realname.TransportError,
    "followed_answer": ACCEPTED,
    "http_status": realname.ServerError,
    "lost_answer": realname.TransportError,
    "duplicate_key": realname.DecodeError,
    "empty_200": realname.DecodeError,
    "extra_fields": ACCEPTED,
    "json_array": realname.DecodeError,
    "malformed_json": realname.DecodeError,
    "not_json_200": realname.DecodeError,
    "status_202": realname.DecodeError,
    "status_204": realname.DecodeError,
    "status_302": realname.DecodeError,
    "status_429": realname.RateLimitError,
    "status_500": realname.ServerError,
    "html_502": realname.ServerError,
    "wrong_type": realname.DecodeError,
}
SIGNED: dict[str, Outcome] = {
    "duplicate_signature": realname.SignatureError,
    "empty_signature": realname.SignatureError,
    "garbage_signature": realname.SignatureError,
    "only_signature": realname.SignatureError,
    "only_timestamp": realname.SignatureError,
    "encrypted_answer": realname.DecodeError,
    "plain_answer": UNCHANGED,
    "tampered_body": realname.SignatureError,
    "undecodable_signature": realname.SignatureError,
    "undecryptable_body": UNCHANGED,
    "unsigned_204": realname.DecodeError,
    "unsigned_answer": realname.SignatureError,
    "wrong_key": realname.SignatureError,
}
ENCRYPTED: dict[str, Outcome] = {
    "encrypted_answer": UNCHANGED,
    "plain_answer": realname.DecodeError,
    "undecryptable_body": realname.DecodeError,
}
ZOLOZ: dict[str, Outcome] = {
    **COMMON,
    **SIGNED,
    "corrupt_symmetric_key": UNCHANGED,
    "empty_object": realname.DecodeError,
    "encrypted_with_request_key": UNCHANGED,
    "firewall_page": realname.AccessDeniedError,
    "key_version": ACCEPTED,
    "list_order": ACCEPTED,
    "list_without_spaces": ACCEPTED,
    "lower_case_hex": ACCEPTED,
    "missing_algorithm": ACCEPTED,
    "missing_field": realname.DecodeError,
    "multi_line_json": ACCEPTED,
    "old_response_time": realname.SignatureError,
    "other_algorithm": realname.SignatureError,
    "raw_base64_signature": ACCEPTED,
    "result_code": realname.ServerError,
    "signed_for_other_client": realname.SignatureError,
    "signed_for_other_path": realname.SignatureError,
    "unknown_enum_value": realname.ApiError,
    "unsigned_204": realname.SignatureError,
    "unsigned_error": realname.ServerError,
    "wrong_encrypt_algorithm": UNCHANGED,
}
LISTED = (
    "key_version",
    "list_order",
    "list_without_spaces",
    "lower_case_hex",
    "missing_algorithm",
    "other_algorithm",
    "raw_base64_signature",
)
"""Of the list in which a signature by RSA stands; under an access key it stands bare."""
WITHOUT_RESULT = ("empty_200", "empty_object", "encrypted_answer", "not_json_200", "status_204")
"""Signed answers without a result; under an access key nothing tells them from requests."""
ALIPAY: dict[str, Outcome] = {
    **COMMON,
    **SIGNED,
    "business_code": realname.ServerError,
    "empty_object": ACCEPTED,
    "gateway_code": realname.AccessDeniedError,
    "missing_alipay_sn": UNCHANGED,
    "missing_field": ACCEPTED,
    "missing_nonce": realname.SignatureError,
    "missing_timestamp": realname.SignatureError,
    "null_signature": realname.SignatureError,
    "old_timestamp": ACCEPTED,
    "unknown_alipay_sn": UNCHANGED,
    "unknown_enum_value": ACCEPTED,
    "unsigned_error": realname.ServerError,
}
ESIGN: dict[str, Outcome] = {
    **COMMON,
    "business_code": realname.ServerError,
    "empty_object": realname.DecodeError,
    "expired_token": ACCEPTED,
    "gateway_message": realname.AuthenticationError,
    "ip_not_in_whitelist": realname.AccessDeniedError,
    "missing_data": realname.DecodeError,
    "missing_field": realname.DecodeError,
    "missing_trace_id": ACCEPTED,
    "null_data": realname.DecodeError,
    "other_flow": realname.DecodeError,
    "rejected_token": ACCEPTED,
    "token_lost": ACCEPTED,
    "token_missing": ACCEPTED,
    "token_refused": ACCEPTED,
    "token_status_500": ACCEPTED,
    "unknown_enum_value": ACCEPTED,
}
OUTCOMES: dict[str, dict[str, Outcome]] = {
    "zoloz": ZOLOZ,
    "zoloz-encrypted": {
        **ZOLOZ,
        **ENCRYPTED,
        "corrupt_symmetric_key": realname.DecodeError,
        "encrypted_with_request_key": realname.DecodeError,
        "wrong_encrypt_algorithm": realname.DecodeError,
    },
    "zoloz-access-key": {
        **ZOLOZ,
        **dict.fromkeys(LISTED, UNCHANGED),
        **dict.fromkeys(WITHOUT_RESULT, realname.SignatureError),
    },
    "alipay": ALIPAY,
    "alipay-encrypted": {**ALIPAY, **ENCRYPTED},
    "alipay-certificates": {
        **ALIPAY,
        "missing_alipay_sn": ACCEPTED,
        "unknown_alipay_sn": realname.SignatureError,
    },
    "esign": ESIGN,
    "esign-token": {
        **ESIGN,
        "gateway_message": ACCEPTED,  # the token is renewed once
        "token_lost": realname.TransportError,
        "token_missing": realname.DecodeError,
        "token_refused": realname.AuthenticationError,
        "token_status_500": realname.ServerError,
    },
}


SLOW: dict[str, dict[str, Any]] = {"delay": {"seconds": 1.0}, "dripping_head": {"seconds": 0.02}, "endless_1xx": {}}
CASES = [(mode, fault, "pool") for mode, faults in OUTCOMES.items() for fault in faults]
CASES += [
    (mode, fault, "fast pool") for mode, fault in [*(("zoloz", one) for one in COMMON), ("esign-token", "token_lost")]
]
"""What is the same for all of them is about connections, too."""


@pytest.mark.parametrize("mode", MODES)
def test_the_table_holds_every_fault(mode: str, sandbox: Sandbox) -> None:
    """A fault without a row would be a fault that nobody looks at."""
    assert set(OUTCOMES[mode]) == set(sandbox.faults(provider_of(mode)))


@pytest.mark.parametrize(("mode", "fault", "connections"), CASES)
async def test_a_fault_ends_in_its_error(mode: str, fault: str, calls: Calls) -> None:
    """Sync and async: the fault, then the same call again without it."""
    # One attempt, so that the fault is what is seen; patience only where the answer is held back on purpose.
    options: dict[str, Any] = {"attempts": 1, "timeout": 0.4 if fault in SLOW else 5.0}
    for is_async in (False, True):
        calls.sandbox.fail_next(provider_of(mode), fault, **SLOW.get(fault, {}))

        outcome = await calls.outcome(mode, is_async=is_async, **options)
        twin = await calls.outcome(mode, is_async=is_async)

        assert OUTCOMES[mode][fault] == (type(outcome) if isinstance(outcome, realname.RealnameError) else ACCEPTED)
        assert not isinstance(twin, realname.RealnameError)
