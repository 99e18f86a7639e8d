"""A failure as one JSON object, for programs: the same names for every command and every kind of failure.

English, and without personal data: what the provider says in its own words is told only with --show-personal.
"""

import re
from typing import Any, Final

from realname.core import errors

USAGE: Final = "usage"
"""The kind of a command line that is not understood; its class is `UsageError`."""

KINDS: Final[dict[type[errors.RealnameError], str]] = {
    errors.ConfigurationError: "configuration",
    errors.RequestError: "argument",
    errors.TransportError: "transport",
    errors.WaitTimeoutError: "wait-timeout",
    errors.SignatureError: "signature",
    errors.DecodeError: "decode",
    errors.UndecidedError: "undecided",
}
"""The kind of a failure by its class. A refusal has the kind that the contract gives its code, or is `refused`."""
_NOTHING: Final = {
    "operation": None,
    "code": None,
    "request_id": None,
    "http_status": None,
    "retryable": False,
    "outcome": "unknown",
    "outcome_unknown": False,
}
_WHERE_SET: Final = ("provider", "setting", "variable", "field", "limit", "document", "path", "reason")
_CODE: Final = re.compile(r"[\w.,: -]{1,80}", re.ASCII)
"""What reads like a code: a provider may write anything in its place."""


def of_error(error: errors.RealnameError, exit_code: int, *, show_personal: bool = False) -> dict[str, Any]:
    """The object of an error.

    Args:
        error: what went wrong.
        exit_code: the exit code that stands for it.
        show_personal: whether to tell the provider's own words.
    """
    told: dict[str, Any] = {
        "operation": error.operation,
        "request_id": error.request_id,
        "http_status": error.http_status,
        "retryable": getattr(error, "retryable", False),
        "outcome": error.outcome.value,
        "outcome_unknown": error.outcome_unknown,
        **{name: value for name in _WHERE_SET if (value := getattr(error, name, ""))},
    }
    kind: str
    if isinstance(error, errors.ApiError):
        kind = error.kind or "refused"
        told["code"] = error.code if _CODE.fullmatch(error.code or "") else None
        if show_personal and error.message:
            told["provider_message"] = error.message
    else:
        kind = KINDS[type(error)]
    return _document(kind, type(error).__name__, exit_code, error.args[0], error.remedy, told)


def of_usage(message: str, exit_code: int) -> dict[str, Any]:
    """The object of a command line that is not understood."""
    return _document(USAGE, "UsageError", exit_code, message, "", {})


def _document(kind: str, name: str, exit_code: int, message: str, remedy: str, told: dict[str, Any]) -> dict[str, Any]:
    says = {"kind": kind, "class": name, "exit_code": exit_code, "message": message, "remedy": remedy}
    return {"error": says | _NOTHING | told}
