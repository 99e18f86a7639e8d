"""What a conformance run has to be told of ZOLOZ."""

from collections.abc import Mapping

from realname.testing.conformance.subject import Subject
from realname.zoloz import Auth


def _refusal(status: int, document: Mapping[str, object]) -> tuple[str, ...] | None:
    result = document.get("result")
    code, letter = (result.get("resultCode"), result.get("resultStatus")) if isinstance(result, dict) else (None, None)
    if status < 400 and letter in ("S", None) and code in ("SUCCESS", None):
        return None
    return () if code is None else (str(code),)  # without a code it comes from the firewall in front of the gateway


SUBJECT = Subject(
    auth=Auth,
    secrets=("private_key", "secret_key"),
    refusal=_refusal,
    incomplete=frozenset({"PARAM_MISSING", "PARAM_ILLEGAL"}),
    altering=frozenset({"deletePrivacyInfo"}),
)
