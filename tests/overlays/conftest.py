"""One caller a provider."""

import pytest

from tests import providers
from tests.pairs import KeyPair
from tests.providers import Caller


@pytest.fixture(scope="session")
def zoloz_caller(caller_keys: KeyPair, provider_keys: KeyPair) -> Caller:
    """Calls to ZOLOZ."""
    return providers.zoloz_caller(caller_keys, provider_keys)


@pytest.fixture(scope="session")
def alipay_caller(caller_keys: KeyPair, provider_keys: KeyPair) -> Caller:
    """Calls to Alipay."""
    return providers.alipay_caller(caller_keys, provider_keys)


@pytest.fixture(scope="session")
def esign_caller() -> Caller:
    """Calls to e签宝."""
    return providers.esign_caller()
