"""Whom a call is made as: always the same, or whom a callable names at each call.

So keys and secrets change without a restart, and one client serves many merchants. A call keeps the credentials that it
began with, through all its attempts.
"""

import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, final

from realname.core.errors import ConfigurationError

if TYPE_CHECKING:
    from realname.core.gateway import Gateway

KEPT: Final = 1024
"""How many sets of credentials one client remembers, with what belongs to them, such as a token."""


@final
class Gateways:
    """One gateway for each set of credentials.

    Args:
        provider: the provider's name, for messages.
        credentials: whom to call as, or what gives that at each call.
        build: makes the gateway of a set of credentials.

    Raises:
        ConfigurationError: the credentials are none of this provider's.
    """

    def __init__(self, provider: str, credentials: Any, build: "Callable[[Any], Gateway]") -> None:
        self.provider = provider
        self._build = build
        if inspect.iscoroutinefunction(credentials) or isinstance(credentials, type):
            raise _unusable("must be a function, neither async nor a class")
        self._ask: Callable[[], object] | None = credentials if callable(credentials) else None
        self._fixed = build(credentials) if self._ask is None else None
        self._kept: dict[int, tuple[object, Gateway]] = {}

    def current(self) -> "Gateway":
        """The gateway for a call that begins now.

        Raises:
            ConfigurationError: the callable fails, or gives no credentials of this provider.
        """
        if self._ask is None:
            assert self._fixed is not None  # noqa: S101 - there is the one or the other
            return self._fixed
        try:
            return self._gateway(self._ask())
        except ConfigurationError as error:
            failure = error.with_traceback(None)
            failure.__cause__ = failure.__context__ = None
        except Exception as error:  # noqa: BLE001 - whatever a store of secrets says; its frames may hold anything
            failure = _unusable(f"failed ({type(error).__name__})")
        raise failure

    def _gateway(self, credentials: object) -> "Gateway":
        kept = self._kept.get(id(credentials))  # by identity: secrets are never compared
        if kept is None:
            # Of two threads that come here with the same credentials, both get the gateway that was kept first.
            kept = self._kept.setdefault(id(credentials), (credentials, self._build(credentials)))
            for oldest in list(self._kept)[:-KEPT]:
                self._kept.pop(oldest, None)
        return kept[1]


def _unusable(problem: str) -> ConfigurationError:
    return ConfigurationError(
        f"the callable that gives the credentials {problem}",
        setting="credentials",
        remedy="It is asked at each call, and returns an object that was built before.",
    )
