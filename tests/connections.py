"""Every kind of connections that a client can be given: a promise is held on each of them."""

from collections.abc import Callable
from typing import Any

from realname import AsyncPool, Pool, fast

POOLS: dict[str, Callable[..., Any]] = {"pool": Pool, "fast pool": fast.Pool}
"""For sync clients; each takes what `realname.Pool` takes."""
ASYNC_POOLS: dict[str, Callable[..., Any]] = {"pool": AsyncPool, "fast pool": fast.AsyncPool}
"""For async clients."""
SOURCES: dict[str, Callable[[], Any]] = {"own": lambda: None} | POOLS | {"fast client": lambda: fast.client}
"""What a sync client may be given as its `http_client` and goes on with after a fork."""
ASYNC_SOURCES: dict[str, Callable[[], Any]] = {
    "own": lambda: None,
    **ASYNC_POOLS,
    "fast client": lambda: fast.async_client,
}
"""The same for async clients."""
