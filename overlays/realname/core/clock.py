"""The clock that providers' timestamps are read from, and how far from it they may lie.

The clock comes in as an argument, so that tests can stop it.
"""

import math
import time

from realname.core.errors import ConfigurationError


def now_ms() -> int:
    """Milliseconds since 1970."""
    return time.time_ns() // 1_000_000


def seconds(limit: object, setting: str) -> float | None:
    """Accept a number of seconds that a signed time may lie from the clock; None is no limit.

    Raises:
        ConfigurationError: it is something else, negative, or not finite.
    """
    if limit is None:
        return None
    if isinstance(limit, bool) or not isinstance(limit, int | float) or not 0 <= limit < math.inf:
        raise ConfigurationError(
            f"{setting} must be a number of seconds, 0 or more",
            setting=setting,
            remedy="Pass None to switch the limit off.",
        )
    return limit
