"""What a conformance run has to be told of Alipay."""

from collections.abc import Mapping

from realname.alipay import Auth
from realname.testing.conformance.subject import Subject


def _refusal(status: int, document: Mapping[str, object]) -> tuple[str, ...] | None:
    code = document.get("code")
    if status < 400:
        return None
    return (code,) if isinstance(code, str) else ()


SUBJECT = Subject(
    auth=Auth,
    secrets=("private_key",),
    refusal=_refusal,
    about_consent=frozenset({"invalid-auth-token", "auth-token-time-out"}),  # the OAuth token of a person
)
