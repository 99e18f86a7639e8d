"""The main job, over real sockets: three signed calls, configured by the environment, verified on both sides."""

from importlib import import_module
from typing import Any

import httpx
import pytest

import realname
from realname import alipay, zoloz
from realname.sandbox import Sandbox
from tests import facts
from tests.faces.conftest import MODES, Calls, provider_of, signed

VARIANTS = [{}, {"access_key": True, "certificates": True}]


def _clients(provider: str, **options: Any) -> tuple[Any, Any]:
    module = import_module(f"realname.{provider}")
    return module.Client.from_env(**options), module.AsyncClient.from_env(**options)


@pytest.mark.parametrize("variant", VARIANTS, ids=["usual access", "other access"])
@pytest.mark.parametrize("provider", facts.PROVIDERS)
async def test_clients_from_the_environment_call_and_verify(
    provider: str, variant: dict[str, bool], calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing but variables is needed, sync and async, for either kind of access (there with encryption at Alipay)."""
    for name, value in calls.sandbox.environment(**variant).items():
        monkeypatch.setenv(name, value)
    client, async_client = _clients(provider, **{"encrypt": True} if provider == "alipay" and variant else {})
    name = facts.main(provider).name

    with client:
        reply = getattr(client.with_raw_response, name)(**calls.arguments(provider))
    async with async_client:
        async_reply = await getattr(async_client.with_raw_response, name)(**calls.arguments(provider))

    assert [signed(provider)] * 2 == [reply.verification, async_reply.verification]
    assert ["accepted"] * 2 == [record.verdict for record in calls.sandbox.requests]


@pytest.mark.parametrize("provider", facts.PROVIDERS)
async def test_the_base_url_may_be_overridden(provider: str, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """An override counts instead of the variable; without either there is no client."""
    for name, value in sandbox.environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv(f"REALNAME_{provider.upper()}_BASE_URL")

    client, async_client = _clients(provider, base_url="https://other.example")

    assert ["https://other.example>"] * 2 == [repr(each).rpartition(" at ")[2] for each in (client, async_client)]
    for kind in (type(client), type(async_client)):
        with pytest.raises(realname.ConfigurationError, match="BASE_URL"):
            kind.from_env()
    client.close()
    await async_client.aclose()


@pytest.mark.parametrize(
    ("mode", "operation"),
    [pytest.param(mode, each, id=f"{mode}, {each}") for mode in MODES for each in facts.of(provider_of(mode))],
)
async def test_every_operation_is_answered(mode: str, operation: facts.Operation, calls: Calls) -> None:
    """In every way of access, sync and async, with a success of the documented shape, which both sides verified."""
    is_main = operation is facts.main(provider_of(mode))
    calls.sandbox.zoloz.add_samples()
    calls.sandbox.alipay.add_samples()

    for reply in await calls.both(mode, None if is_main else operation.arguments, of=operation):
        assert operation.model == type(reply.parsed).__name__
        assert signed(mode) == reply.verification
    assert {"accepted"} == {record.verdict for record in calls.sandbox.requests}


@pytest.mark.parametrize("provider", facts.PROVIDERS)
def test_the_log_of_the_sandbox_holds_what_was_signed(provider: str, calls: Calls) -> None:
    """The string to sign of each request, and no repr shows who was asked about."""
    arguments = calls.arguments(provider)

    calls.call(provider, arguments)

    (record,) = calls.sandbox.requests
    sensitive = [arguments.get(one.name) for one in facts.main(provider).inputs.values() if one.sensitive]
    assert record.path.encode() in (record.expected_string_to_sign or b"")
    assert not [value for value in sensitive if value and value in repr(record)]


async def test_zoloz_knows_who_is_enrolled(sandbox: Sandbox) -> None:
    """An enrolled user is an answer; another one is the failure that the caller named."""
    gateway, operation = sandbox.zoloz, facts.main("zoloz")
    gateway.enroll("user-1")
    code = gateway.settings.not_enrolled.code

    with zoloz.Client(gateway.credentials, base_url=gateway.url, not_enrolled_codes=[code]) as client:
        ask = getattr(client, operation.name)
        answer = ask(**operation.minimal | {"user_id": "user-1"})
        with pytest.raises(realname.NotFoundError):
            ask(**operation.minimal | {"user_id": "user-2"})

    assert "SUCCESS" == answer.result.result_code


async def test_an_alipay_token_is_used_up_by_its_final_answer(calls: Calls) -> None:
    """Waiting may be asked again; the final answer comes once."""
    token = calls.sandbox.alipay.issue_token(results=["WAITING_VERIFY", "FAILED"])
    token_fields = ("once_token", "conn_key", "cert_no")
    arguments = calls.arguments("alipay") | {name: getattr(token, name) for name in token_fields}

    results = [reply.parsed.identity_result for reply in await calls.both("alipay", arguments)]

    assert [alipay.IdentityResult.WAITING_VERIFY, alipay.IdentityResult.FAILED] == results
    for error in await calls.both("alipay", arguments):
        assert ("TOKEN_INVALID", True) == (error.code, error.verified)


async def test_esign_does_not_know_every_flow(calls: Calls) -> None:
    """An unknown flow is the documented business code."""
    refusal = facts.main("esign").refusal

    for error in await calls.both("esign", facts.main("esign").minimal | {"flow_id": "1"}):
        assert isinstance(error, realname.NotFoundError)
        assert (refusal.code, refusal.body["message"]) == (error.code, error.message)


class _Changing(httpx.HTTPTransport):
    """Changes one byte of a request after it was signed."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url, body = request.url, request.content
        if body:  # the last character of the last value
            body = body[:-3] + bytes([body[-3] ^ 1]) + body[-2:]
        else:
            url = url.copy_with(raw_path=url.raw_path[:-1] + bytes([url.raw_path[-1] ^ 1]))
        changed = httpx.Request(
            request.method, url, headers=request.headers, content=body, extensions=request.extensions
        )
        return super().handle_request(changed)


@pytest.mark.parametrize(
    ("provider", "words"),
    [("zoloz", "SIGNATURE_INVALID"), ("alipay", "invalid-signature"), ("esign", "INVALID_SIGNATURE")],
)
async def test_a_request_changed_after_signing_is_refused(provider: str, words: str, calls: Calls) -> None:
    """In the provider's own words; the unchanged request is accepted."""
    gateway, arguments = getattr(calls.sandbox, provider), calls.arguments(provider)

    with httpx.Client(transport=_Changing()) as pool:
        client = import_module(f"realname.{provider}").Client(
            gateway.credentials, base_url=gateway.url, http_client=pool
        )
        with pytest.raises(realname.AuthenticationError) as caught:
            getattr(client, facts.main(provider).name)(**arguments)

    assert words in (caught.value.code, caught.value.message)
    assert signed(provider) == calls.call(provider, arguments).verification


@pytest.mark.parametrize("provider", facts.PROVIDERS)
def test_models_and_enums_are_re_exported(provider: str) -> None:
    """A service imports one module a provider."""
    module = import_module(f"realname.{provider}")
    documented = set(facts.contract(provider)["components"]["schemas"])

    assert {name for name in documented if not name.endswith("Request")} <= set(module.__all__)
    assert not [name for name in module.__all__ if not hasattr(module, name)]
