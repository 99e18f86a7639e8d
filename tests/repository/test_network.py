"""Proxies and certificate authorities of the user's own, through `http_client`: real ones, on loopback."""

import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from realname import TransportError
from realname.sandbox import Sandbox
from tests.repository.conftest import Ask
from tests.repository.loopback import LOOPBACK, Authority, Relay


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """A company's certificate authority."""
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="session")
def trusting(authority: Authority) -> ssl.SSLContext:
    """Trust in that authority, and in no other."""
    return ssl.create_default_context(cafile=authority.certificate)


@pytest.fixture
def https_url(provider: str, sandbox: Sandbox, authority: Authority) -> Iterator[str]:
    """The provider's gateway behind TLS."""
    gateway = urlsplit(getattr(sandbox, provider).url)
    assert gateway.hostname is not None
    assert gateway.port is not None
    with Relay((gateway.hostname, gateway.port), authority.server) as relay:
        yield f"https://{LOOPBACK}:{relay.port}"


@pytest.fixture
def proxy() -> Iterator[Relay]:
    """A proxy that knows CONNECT."""
    with Relay() as relay:
        yield relay


async def test_an_authority_of_ones_own(provider: str, https_url: str, trusting: ssl.SSLContext, ask: Ask) -> None:
    """A client that trusts the company's authority gets an answer over TLS."""
    replies = await ask(provider, https_url, verify=trusting)

    assert [200] * 2 == [reply.http.status_code for reply in replies]


async def test_an_unknown_authority_is_not_trusted(provider: str, https_url: str, sandbox: Sandbox, ask: Ask) -> None:
    """The same gateway is refused by a client that knows public authorities only, and nothing is sent."""
    for error in await ask(provider, https_url, verify=ssl.create_default_context()):
        assert isinstance(error, TransportError)
        assert "no trusted TLS connection" in str(error)
        assert not error.outcome_unknown
    assert [] == sandbox.requests


async def test_through_a_proxy(
    provider: str, https_url: str, trusting: ssl.SSLContext, proxy: Relay, sandbox: Sandbox, ask: Ask
) -> None:
    """The proxy is asked for the gateway's host, and the signed request arrives."""
    await ask(provider, https_url, proxy=f"http://{LOOPBACK}:{proxy.port}", verify=trusting)

    assert [f"CONNECT {https_url.removeprefix('https://')} HTTP/1.1"] * 2 == proxy.asked
    assert ["accepted"] * 2 == [request.verdict for request in sandbox.requests]


async def test_a_proxy_that_is_away_is_told(provider: str, https_url: str, trusting: ssl.SSLContext, ask: Ask) -> None:
    """Nothing was sent, and the error says where to look."""
    for error in await ask(provider, https_url, proxy=f"http://{LOOPBACK}:1", verify=trusting):
        assert isinstance(error, TransportError)
        assert "and the proxy if there is one" in str(error)
        assert not error.outcome_unknown
