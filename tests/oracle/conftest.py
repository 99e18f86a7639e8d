"""Clients of the three providers in front of a gateway that answers as it is told."""

import asyncio
from collections.abc import Callable, Iterator

import pytest

from tests.oracle.clients import Answering
from tests.pairs import KeyPair
from tests.providers import alipay_caller, esign_caller, zoloz_caller


@pytest.fixture(scope="session")
def answering(caller_keys: KeyPair, provider_keys: KeyPair) -> Iterator[Callable[[str], Answering]]:
    """By provider, its clients and their gateway."""
    callers = {
        "zoloz": zoloz_caller(caller_keys, provider_keys),
        "alipay": alipay_caller(caller_keys, provider_keys),
        "esign": esign_caller(),
    }
    with asyncio.Runner() as runner:
        made = {name: Answering(caller, provider_keys, runner) for name, caller in callers.items()}
        yield made.__getitem__
