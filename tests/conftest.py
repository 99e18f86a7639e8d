"""Keys are made once a run; nothing in this folder holds a private key."""

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

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
