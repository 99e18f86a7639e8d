"""Which failures may be repeated, and how long to wait.

``safe`` operations are repeated after timeouts, broken connections, 429 and 5xx. ``connect-only`` operations consume
something at the provider: they are repeated only when no byte of the request can have reached it.
"""

import ssl
import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime

import httpx

from realname.core.errors import RealnameError, TransportError
from realname.core.operation import RetryPolicy

_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)

_DISAGREEMENTS = ("CERTIFICATE", "UNKNOWN_CA", "VERSION", "PROTOCOL", "HANDSHAKE_FAILURE", "CIPHER", "HTTP_REQUEST")
"""What stands in OpenSSL's reason where trying again changes nothing."""


def never_sent(error: Exception) -> bool:
    """Whether no byte of the request can have reached the provider."""
    return isinstance(error, _NEVER_SENT)


def is_tls_failure(error: Exception) -> bool:
    """Whether the peers cannot agree on TLS: an untrusted certificate does not become trusted by trying again.

    A handshake that breaks off is a broken connection like any other.
    """
    cause: BaseException | None = error if isinstance(error, httpx.ConnectError) else None
    while cause is not None and not isinstance(cause, ssl.SSLError):
        cause = cause.__cause__ or cause.__context__
    if cause is None or isinstance(cause, ssl.SSLCertVerificationError):
        return cause is not None
    return any(word in (cause.reason or "") for word in _DISAGREEMENTS)


def may_repeat(error: RealnameError, policy: RetryPolicy) -> bool:
    """Whether the pipeline may send the request again after `error`."""
    if isinstance(error, TransportError):
        return error.retryable and (policy == "safe" or not error.outcome_unknown)
    return policy == "safe" and is_retryable_status(error.http_status)


def is_retryable_status(status: int | None) -> bool:
    """429 and 5xx: judged before the body, since such an answer often comes from in front of the provider."""
    return status is not None and (status == 429 or 500 <= status < 600)


def requested_wait(headers: httpx.Headers, now: Callable[[], float] = time.time) -> float | None:
    """Seconds that ``Retry-After`` asks to wait (a number or an HTTP date); None if it is absent or makes no sense."""
    value = headers.get("Retry-After", "")
    if value.isdecimal() and len(value) < 10:
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - now())
    except (ArithmeticError, LookupError, OSError, TypeError, ValueError):  # each comes of some date that there is not
        return None
