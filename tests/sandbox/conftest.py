"""One sandbox for all tests of the gateways, put back to its start before each, under a clock that stands still."""

from collections.abc import Iterator, Mapping

import pytest

from realname.sandbox import Sandbox
from tests.sandbox.callers import NOW


class Clock:
    """A clock that stands where a test puts it."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> float:
        """Seconds since 1970."""
        return self.now


@pytest.fixture(scope="session")
def clock() -> Clock:
    """The clock of the running sandbox."""
    return Clock()


@pytest.fixture(scope="session")
def running(clock: Clock) -> Iterator[Sandbox]:
    """A sandbox for the whole run."""
    with Sandbox(clock=clock) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(running: Sandbox, clock: Clock) -> Sandbox:
    """The running sandbox as if just started."""
    clock.now = NOW
    running.reset()
    return running


@pytest.fixture
def environment(running: Sandbox) -> Mapping[str, str]:
    """URLs and credentials of the running sandbox."""
    return running.environment()


@pytest.fixture
def with_access_key(running: Sandbox) -> Mapping[str, str]:
    """The same, for ZOLOZ's access by access key."""
    return running.environment(access_key=True)


@pytest.fixture
def with_certificates(running: Sandbox) -> Mapping[str, str]:
    """The same, for Alipay's certificate mode."""
    return running.environment(certificates=True)
