"""Forks: what must not be shared with the process that this one was made from, and is made anew here.

A child has copies of its parent's connections and locks. Two processes that read from one connection take each other's
answers, and a lock that another thread held at the fork is never released in the child.
"""

import os
import threading
from types import TracebackType
from typing import Protocol
from weakref import WeakSet


class Renewable(Protocol):
    """What must be made anew in a child."""

    def renew(self) -> None:
        """Let go of what belongs to the parent. Runs in the child before anything else does, and raises nothing."""


_forks = 0
_pid = os.getpid()
_renewed: WeakSet[Renewable] = WeakSet()
_kept: list[object] = []


def generation() -> int:
    """How many forks lie between this process and the one that started Python."""
    if os.getpid() != _pid:  # by something that runs none of Python's hooks
        _in_child()
    return _forks


def renew_in_child(thing: Renewable) -> None:
    """Call ``thing.renew()`` in every child, for as long as `thing` lives."""
    _renewed.add(thing)


def keep(thing: object) -> None:
    """Never destroy what was inherited: a destructor could write to, or close, what the parent still uses."""
    _kept.append(thing)


def _in_child() -> None:
    global _forks, _pid
    _forks += 1
    _pid = os.getpid()
    for thing in list(_renewed):
        thing.renew()


if hasattr(os, "register_at_fork"):  # not on Windows, where nothing forks
    os.register_at_fork(after_in_child=_in_child)


class Lock:
    """A `threading.Lock` that is free in a child, whoever held it in the parent."""

    def __init__(self) -> None:
        self.renew()
        renew_in_child(self)

    def renew(self) -> None:
        """Forget who holds it."""
        self._lock = threading.Lock()

    def acquire(self, seconds: float = -1) -> bool:
        """Take it, waiting so many seconds at most; by default without a limit. Return whether it was had."""
        return self._lock.acquire(timeout=min(seconds, threading.TIMEOUT_MAX))

    def release(self) -> None:
        """Give it back."""
        self._lock.release()

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._lock.release()
