"""Proxies and certificate authorities of the user's own, through `http_client`: real ones, on loopback."""

import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest

from realname import TransportError
from realname.sandbox import Sandbox

from .conftest import MODULES, Ask
from .loopback import LOOPBACK, Authority, Relay

PROVIDERS = sorted(MODULES)


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """A company's certificate authority."""
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="session")
def trusting(authority: Authority) -> ssl.SSLContext:
    """Trust in that authority, and in no other."""
    return ssl.create_default_context(cafile=authority.certificate)


@pytest.fixture(params=PROVIDERS)
def provider(request: pytest.FixtureRequest) -> str:
    """Each provider."""
    name: str = request.param
    return name


@pytest.fixture
def https_url(provider: str, realname_sandbox: Sandbox, authority: Authority) -> Iterator[str]:
    """The provider's gateway behind TLS."""
    gateway = urlsplit(getattr(realname_sandbox, provider).url)
    assert gateway.hostname is not None
    assert gateway.port is not None
    with Relay((gateway.hostname, gateway.port), authority.server) as relay:
        yield f"https://{LOOPBACK}:{relay.port}"


@pytest.fixture
def proxy() -> Iterator[Relay]:
    """A proxy that knows CONNECT."""
    with Relay() as relay:
        yield relay


def test_an_authority_of_ones_own(provider: str, https_url: str, trusting: ssl.SSLContext, ask: Ask) -> None:
    """A client that trusts the company's authority gets an answer over TLS."""
    with httpx.Client(verify=trusting) as http:
        reply = ask(provider, http, https_url)

    assert 200 == reply.http.status_code


async def test_an_authority_of_ones_own_async(
    provider: str, https_url: str, trusting: ssl.SSLContext, ask: Ask
) -> None:
    """So does an async one."""
    async with httpx.AsyncClient(verify=trusting) as http:
        reply = await ask(provider, http, https_url)

    assert 200 == reply.http.status_code


def test_an_unknown_authority_is_not_trusted(
    provider: str, https_url: str, realname_sandbox: Sandbox, ask: Ask
) -> None:
    """The same gateway is refused by a client that knows public authorities only, and nothing is sent."""
    with (
        httpx.Client(verify=ssl.create_default_context()) as http,
        pytest.raises(TransportError, match="no trusted TLS connection") as caught,
    ):
        ask(provider, http, https_url)

    assert not caught.value.outcome_unknown
    assert [] == realname_sandbox.requests


def test_through_a_proxy(
    provider: str, https_url: str, trusting: ssl.SSLContext, proxy: Relay, realname_sandbox: Sandbox, ask: Ask
) -> None:
    """The proxy is asked for the gateway's host, and the signed request arrives."""
    with httpx.Client(proxy=f"http://{LOOPBACK}:{proxy.port}", verify=trusting) as http:
        ask(provider, http, https_url)

    assert [f"CONNECT {https_url.removeprefix('https://')} HTTP/1.1"] == proxy.asked
    assert ["accepted"] == [request.verdict for request in realname_sandbox.requests]


async def test_through_a_proxy_async(
    provider: str, https_url: str, trusting: ssl.SSLContext, proxy: Relay, realname_sandbox: Sandbox, ask: Ask
) -> None:
    """So it does from an async client."""
    async with httpx.AsyncClient(proxy=f"http://{LOOPBACK}:{proxy.port}", verify=trusting) as http:
        await ask(provider, http, https_url)

    assert [f"CONNECT {https_url.removeprefix('https://')} HTTP/1.1"] == proxy.asked
    assert ["accepted"] == [request.verdict for request in realname_sandbox.requests]


def test_a_proxy_that_is_away_is_told(provider: str, https_url: str, trusting: ssl.SSLContext, ask: Ask) -> None:
    """Nothing was sent, and the error says where to look."""
    with (
        httpx.Client(proxy=f"http://{LOOPBACK}:1", verify=trusting) as http,
        pytest.raises(TransportError, match="and the proxy if there is one") as caught,
    ):
        ask(provider, http, https_url, attempts=1)

    assert not caught.value.outcome_unknown
