"""Plain http to a sandbox on another machine: for the hosts that a test names, and for no others.

Here 0.0.0.0 stands for another machine: an address that is not loopback's, and leads to this one.
"""

from collections.abc import Awaitable
from importlib import import_module
from typing import Any

import httpx
import pytest

from realname import ConfigurationError, alipay, esign
from realname.conformance import Options, run
from realname.providers import PROVIDERS
from realname.sandbox import Sandbox
from tests import facts
from tests.faces.conftest import MODES
from tests.providers import accepted_arguments

OTHER = "0.0.0.0"  # noqa: S104  asked, not listened at
KINDS = ["Client", "AsyncClient"]


def elsewhere(url: str) -> str:
    """The same gateway, by the other machine's address."""
    return url.replace("127.0.0.1", OTHER)


async def asked(client: Any, sandbox: Sandbox, provider: str) -> Any:
    """The answer to a provider's main operation."""
    answer = getattr(client, facts.main(provider).name)(**accepted_arguments(sandbox, provider))
    found = await answer if isinstance(answer, Awaitable) else answer
    await client.aclose() if hasattr(client, "aclose") else client.close()
    return found


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("mode", MODES)
async def test_every_client_calls_a_host_that_is_named(mode: str, kind: str, sandbox: Sandbox) -> None:
    """In every way of access; without the name there is no client, and nothing is sent."""
    provider, credentials, settings = MODES[mode]
    gateway = getattr(sandbox, provider)
    options = {"base_url": elsewhere(gateway.url)} | settings
    make, held = getattr(import_module(f"realname.{provider}"), kind), getattr(gateway, credentials)
    for hosts in ({}, {"insecure_test_hosts": ["sandbox"]}):
        with pytest.raises(ConfigurationError, match=r"(?i)base_url must use https"):
            make(held, **options, **hosts)
    assert [] == sandbox.requests
    await asked(make(held, insecure_test_hosts=[OTHER], **options), sandbox, provider)

    assert {"accepted"} == {record.verdict for record in sandbox.requests}


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("kind", KINDS)
async def test_the_environment_names_it(
    kind: str, provider: str, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Several, with commas; what is passed goes before it. What is no host is told."""
    for name, value in sandbox.environment().items():
        monkeypatch.setenv(name, elsewhere(value))
    module, variable = import_module(f"realname.{provider}"), f"REALNAME_{provider}_INSECURE_TEST_HOSTS".upper()
    make = getattr(module, kind).from_env
    with pytest.raises(ConfigurationError, match=r"(?i)base_url must use https"):
        make()
    monkeypatch.setenv(variable, f"sandbox, {OTHER}")
    with pytest.raises(ConfigurationError, match=r"(?i)base_url must use https"):
        make(insecure_test_hosts=[])
    await asked(make(), sandbox, provider)
    monkeypatch.setenv(variable, f"{OTHER},")
    with pytest.raises(ConfigurationError, match="INSECURE_TEST_HOSTS, item 2, is empty"):
        make()

    assert ["accepted"] == [record.verdict for record in sandbox.requests]


def test_a_page_of_alipay(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its address is built for such a host, too."""
    given: dict[str, Any] = {"certify_id": "1", "base_url": elsewhere(sandbox.alipay.url)}
    with pytest.raises(ConfigurationError, match=r"(?i)base_url must use https"):
        alipay.certify_url(sandbox.alipay.credentials, **given)
    said = alipay.certify_url(sandbox.alipay.credentials, **given, insecure_test_hosts=[OTHER])
    monkeypatch.setenv("REALNAME_ALIPAY_INSECURE_TEST_HOSTS", OTHER)
    found = alipay.certify_url(sandbox.alipay.credentials, **given)

    assert (True, True) == tuple(url.startswith(f"{given['base_url']}/gateway.do?") for url in (said, found))


def test_tokens_of_a_bare_client(sandbox: Sandbox) -> None:
    """Secret and token go to a host that is named, and to no other one."""
    url = f"{elsewhere(sandbox.esign.url)}/v2/identity/auth/api/common/{sandbox.esign.add_flow()}/outline"
    bare = httpx.Client(auth=esign.TokenAuth(sandbox.esign.credentials))
    with (
        bare as client,
        pytest.raises(ConfigurationError, match="base_url must use https: the secret and the token are sent to it"),
    ):
        client.get(url)
    assert [] == sandbox.requests
    with httpx.Client(auth=esign.TokenAuth(sandbox.esign.credentials, insecure_test_hosts=[OTHER])) as client:
        assert 200 == client.get(url).status_code


def test_a_conformance_run(sandbox: Sandbox) -> None:
    """It asks such a host when that is named."""
    given: dict[str, Any] = {"base_url": elsewhere(sandbox.esign.url), "credentials": sandbox.esign.credentials}
    with pytest.raises(ConfigurationError, match=r"(?i)base_url must use https"):
        run("esign", **given)
    options = Options(max_calls=1, phases=("examples",), insecure_test_hosts=[OTHER])

    assert 1 == run("esign", **given, options=options).calls == len(sandbox.requests)
