"""Keys and a sandbox, made once a run; nothing in this folder holds a private key."""

from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from realname.sandbox import Sandbox
from tests.pairs import KeyPair


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
def running_sandbox() -> Iterator[Sandbox]:
    """One sandbox for the whole run; starting it makes keys."""
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(running_sandbox: Sandbox) -> Sandbox:
    """The sandbox as it is after its start."""
    running_sandbox.reset()
    return running_sandbox
