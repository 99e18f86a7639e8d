"""Memory that a busy day has freed goes back to the system.

glibc gives each thread a pool of its own, and keeps what is freed in the midst of one. Bodies of megabytes that come
and go then leave holes which add up over the hours. Elsewhere nothing is done.
"""

import ctypes
import sys
from typing import Final

_MMAP_THRESHOLD, _ARENA_MAX = -3, -8  # of mallopt(3)
LARGE: Final = 128 * 1024
"""Bytes from which a block comes from the system, and goes back to it at once. Left alone, glibc raises this limit."""


def give_back() -> None:
    """Have one pool for all threads, and large blocks in none. To be called before there are threads."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt is not None:
        mallopt(_ARENA_MAX, 1)
        mallopt(_MMAP_THRESHOLD, LARGE)
