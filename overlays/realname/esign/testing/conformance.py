"""What a conformance run has to be told of e签宝."""

from collections.abc import Mapping

from realname.esign import Auth
from realname.testing.conformance.subject import Subject


def _refusal(status: int, document: Mapping[str, object]) -> tuple[str, ...] | None:
    code, message = document.get("code"), document.get("message")
    if status < 400 and (not isinstance(code, int) or code == 0):
        return None
    # Only the literal message tells refusals by the gateway apart.
    words = message, str(code if isinstance(code, int) else status)
    return tuple(word for word in words if isinstance(word, str))


SUBJECT = Subject(
    auth=Auth,
    secrets=("app_secret",),
    refusal=_refusal,
    untyped=frozenset({401, 403, 404}),
)
