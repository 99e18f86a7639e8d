"""Keys, callers and a sandbox, made once a run; of private keys only those of vectors/ are kept."""

import os
import signal
import sys
import time
from collections.abc import Iterator, Mapping

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from realname.core.waiting import without_waiting
from realname.sandbox import Sandbox
from tests import providers
from tests.callers import NOW
from tests.pairs import KeyPair
from tests.providers import Caller

# Whoever runs the suite in the background has these ignored, and so has every process below.
for _name, _handler in (("SIGINT", signal.default_int_handler), ("SIGHUP", signal.SIG_DFL)):
    if hasattr(signal, _name) and signal.getsignal(getattr(signal, _name)) is signal.SIG_IGN:
        signal.signal(getattr(signal, _name), _handler)

if "ALIAS_HTTPX" in os.environ and httpx.__name__ != "httpx2":
    raise pytest.UsageError("httpx2 is not in httpx's place: run `scripts/test --httpx2`")

OTHERWISE_ON_HTTPX2 = {
    "core/test_pool.py::test_a_variable_that_cannot_be_used_is_named[SSLKEYLOGFILE-": "writes keys to no file",
    "core/test_settings.py::test_a_wrong_base_url_is_refused[https://xn--": "takes punycode that stands for no name",
}
"""What `scripts/test --httpx2` leaves out: how the names of tests begin, and what httpx2 does there."""


def pytest_report_header() -> str:
    """Which of the two HTTP libraries this run is about."""
    return f"{httpx.__name__} {httpx.__version__}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what is otherwise on httpx2, where it is what runs."""
    if httpx.__name__ == "httpx2":
        for item in items:
            for name, reason in OTHERWISE_ON_HTTPX2.items():
                if item.nodeid.startswith(f"tests/{name}"):
                    item.add_marker(pytest.mark.skip(reason=f"httpx2 {reason}"))


def _pair() -> KeyPair:
    return KeyPair(rsa.generate_private_key(public_exponent=65537, key_size=2048))


@pytest.fixture(scope="session")
def caller_keys() -> KeyPair:
    """The key pair of the one who calls."""
    return _pair()


@pytest.fixture(scope="session")
def provider_keys() -> KeyPair:
    """The key pair of the provider."""
    return _pair()


@pytest.fixture(scope="session")
def stranger_keys() -> KeyPair:
    """A key pair that nobody trusts."""
    return _pair()


@pytest.fixture(scope="session")
def zoloz_caller(caller_keys: KeyPair, provider_keys: KeyPair) -> Caller:
    """Calls to ZOLOZ."""
    return providers.zoloz_caller(caller_keys, provider_keys)


@pytest.fixture(scope="session")
def alipay_caller(caller_keys: KeyPair, provider_keys: KeyPair) -> Caller:
    """Calls to Alipay."""
    return providers.alipay_caller(caller_keys, provider_keys)


@pytest.fixture(scope="session")
def esign_caller(provider_keys: KeyPair) -> Caller:
    """Calls to e签宝."""
    return providers.esign_caller(provider_keys)


@pytest.fixture(scope="session")
def callers(zoloz_caller: Caller, alipay_caller: Caller, esign_caller: Caller) -> dict[str, Caller]:
    """Calls to each provider."""
    return {caller.provider: caller for caller in (zoloz_caller, alipay_caller, esign_caller)}


@pytest.fixture
def no_waiting() -> Iterator[None]:
    """Repeat at once, as users' tests do."""
    with without_waiting():
        yield


class Clock:
    """The sandbox's clock: it goes, unless a test lets it stand somewhere."""

    now: float | None = None

    def __call__(self) -> float:
        """Seconds since 1970."""
        return time.time() if self.now is None else self.now


@pytest.fixture(scope="session")
def running_clock() -> Clock:
    """The clock of the running sandbox."""
    return Clock()


@pytest.fixture(scope="session")
def running_sandbox(running_clock: Clock) -> Iterator[Sandbox]:
    """One sandbox for the whole run; starting it makes keys."""
    with Sandbox(clock=running_clock) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(running_sandbox: Sandbox) -> Iterator[Sandbox]:
    """The sandbox as it is after its start."""
    running_sandbox.reset()
    yield running_sandbox
    running_sandbox.reset()


@pytest.fixture
def clock(running_clock: Clock) -> Iterator[Clock]:
    """The sandbox's clock, which stands still."""
    running_clock.now = NOW
    yield running_clock
    running_clock.now = None


@pytest.fixture
def still(sandbox: Sandbox, clock: Clock) -> Sandbox:
    """The sandbox under a clock that stands still."""
    assert NOW == clock()
    return sandbox


@pytest.fixture
def environment(still: Sandbox) -> Mapping[str, str]:
    """URLs and credentials of the sandbox, whose clock stands still."""
    return still.environment()


@pytest.fixture
def with_access_key(still: Sandbox) -> Mapping[str, str]:
    """The same, for ZOLOZ's access by access key."""
    return still.environment(access_key=True)


@pytest.fixture
def with_certificates(still: Sandbox) -> Mapping[str, str]:
    """The same, for Alipay's certificate mode."""
    return still.environment(certificates=True)


@pytest.fixture(scope="module")
def unmeasured_children() -> Iterator[None]:
    """The processes that a module starts run what others have measured: coverage would add half to their time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)
        yield


@pytest.fixture(scope="module")
def unmeasured() -> Iterator[None]:
    """What a module runs is not of `overlays/`, or copies of it: measuring coverage would only double its time."""
    coverage = sys.modules.get("coverage")
    measuring = coverage.Coverage.current() if coverage else None
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)
        if measuring:
            measuring.stop()
        yield
        if measuring:
            measuring.start()
