"""Typed, signed and verified clients for identity-verification (实名认证) APIs.

::

    from realname import zoloz, alipay, esign

Everything is imported when it is first named; importing one provider never loads another.
"""

from importlib import import_module

from realname.core.version import __version__

TYPE_CHECKING = False  # type checkers know the name; importing typing for it would cost more than all the rest
if TYPE_CHECKING:
    import realname.alipay as alipay
    import realname.bulk as bulk
    import realname.esign as esign
    import realname.fast as fast
    import realname.zoloz as zoloz
    from realname.core.attempt import Attempt
    from realname.core.errors import (
        AccessDeniedError,
        ApiError,
        AuthenticationError,
        ConfigurationError,
        DecodeError,
        NotFoundError,
        PendingError,
        RateLimitError,
        RealnameError,
        RejectedError,
        RequestError,
        ServerError,
        SignatureError,
        TransportError,
        UndecidedError,
        WaitTimeoutError,
    )
    from realname.core.outcome import Outcome
    from realname.core.pool import AsyncPool, Pool
    from realname.core.signer import Signer

__all__ = [
    "AccessDeniedError",
    "ApiError",
    "AsyncPool",
    "Attempt",
    "AuthenticationError",
    "ConfigurationError",
    "DecodeError",
    "NotFoundError",
    "Outcome",
    "PendingError",
    "Pool",
    "RateLimitError",
    "RealnameError",
    "RejectedError",
    "RequestError",
    "ServerError",
    "SignatureError",
    "Signer",
    "TransportError",
    "UndecidedError",
    "WaitTimeoutError",
    "__version__",
    "alipay",
    "bulk",
    "esign",
    "fast",
    "zoloz",
]

_HOMES = {
    "AsyncPool": "realname.core.pool",
    "Attempt": "realname.core.attempt",
    "Outcome": "realname.core.outcome",
    "Pool": "realname.core.pool",
    "Signer": "realname.core.signer",
}

if not TYPE_CHECKING:  # checkers know the names, and tell typing mistakes

    def __getattr__(name: str) -> object:
        if name not in __all__:
            raise AttributeError(f"module 'realname' has no attribute {name!r}")
        if name.endswith("Error"):
            return getattr(import_module("realname.core.errors"), name)
        if name in _HOMES:
            return getattr(import_module(_HOMES[name]), name)
        return import_module(f"realname.{name}")

    def __dir__() -> list[str]:
        return sorted(__all__)
