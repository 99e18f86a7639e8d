"""The main job, over real sockets: three signed calls, configured by the environment, verified on both sides."""

import httpx
import pytest

import realname
from realname import alipay, esign, zoloz
from realname.sandbox import Sandbox
from tests.end_to_end.conftest import MODULES, OPERATIONS, Calls


@pytest.fixture
def environment(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a deployment sets."""
    for name, value in sandbox.environment().items():
        monkeypatch.setenv(name, value)


@pytest.mark.usefixtures("environment")
@pytest.mark.parametrize("provider", OPERATIONS)
async def test_clients_from_the_environment_call_and_verify(provider: str, calls: Calls) -> None:
    """Nothing but variables is needed, sync and async."""
    signed = {"zoloz": "verified", "alipay": "verified", "esign": "not_signed_by_provider"}[provider]

    with MODULES[provider].Client.from_env() as client:
        reply = getattr(client.with_raw_response, OPERATIONS[provider])(**calls.arguments(provider))
    async with MODULES[provider].AsyncClient.from_env(attempts=1) as async_client:
        async_reply = await getattr(async_client.with_raw_response, OPERATIONS[provider])(**calls.arguments(provider))

    assert [signed, signed] == [reply.verification, async_reply.verification]
    assert ["accepted", "accepted"] == [record.verdict for record in calls.sandbox.requests]


@pytest.mark.usefixtures("environment")
@pytest.mark.parametrize("provider", OPERATIONS)
async def test_the_base_url_may_be_overridden(provider: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An override counts instead of the variable."""
    monkeypatch.delenv(f"REALNAME_{provider.upper()}_BASE_URL")

    client = MODULES[provider].Client.from_env(base_url="https://other.example")
    async_client = MODULES[provider].AsyncClient.from_env(base_url="https://other.example")

    assert "https://other.example" in repr(client)
    assert "https://other.example" in repr(async_client)
    for kind in ("Client", "AsyncClient"):
        with pytest.raises(realname.ConfigurationError, match="BASE_URL"):
            getattr(MODULES[provider], kind).from_env()
    client.close()
    await async_client.aclose()


def test_zoloz_knows_who_is_enrolled(calls: Calls) -> None:
    """An enrolled user is an answer; another one is the failure that the caller named."""
    calls.sandbox.zoloz.enroll("user-1")
    gateway = calls.sandbox.zoloz
    code = gateway.settings.not_enrolled.code

    with zoloz.Client(gateway.credentials, base_url=gateway.url, not_enrolled_codes=[code]) as client:
        answer = client.query_enroll_status(biz_id="1", user_id="user-1")
        with pytest.raises(realname.NotFoundError):
            client.query_enroll_status(biz_id="2", user_id="user-2")

    assert "SUCCESS" == answer.result.result_code


def test_alipay_token_is_used_up_by_its_final_answer(calls: Calls) -> None:
    """Waiting may be asked again; the final answer comes once."""
    token = calls.sandbox.alipay.issue_token(results=["WAITING_VERIFY", "FAILED"])
    arguments = calls.arguments("alipay") | {"once_token": token.once_token, "conn_key": token.conn_key}
    query = calls.operation("alipay")

    results = [query(**arguments).identity_result, query(**arguments).identity_result]

    assert [alipay.IdentityResult.WAITING_VERIFY, alipay.IdentityResult.FAILED] == results
    with pytest.raises(realname.ApiError) as caught:
        query(**arguments)
    assert ("TOKEN_INVALID", True) == (caught.value.code, caught.value.verified)


def test_esign_does_not_know_every_flow(calls: Calls) -> None:
    """An unknown flow is the documented business code."""
    with pytest.raises(realname.NotFoundError) as caught:
        calls.operation("esign")(flow_id="1")

    assert ("30500001", "认证流程不存在") == (caught.value.code, caught.value.message)


class _Changing(httpx.HTTPTransport):
    """Changes one byte of a request after it was signed."""

    def __init__(self, provider: str) -> None:
        super().__init__()
        self.provider = provider

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url, body = request.url, request.content
        if self.provider == "zoloz":
            body = body.replace(b"user-1", b"user-2")
        else:
            url = url.copy_with(raw_path=url.raw_path.replace(b"=exact", b"=exacu").replace(b"outline", b"outlinf"))
        return super().handle_request(
            httpx.Request(request.method, url, headers=request.headers, content=body, extensions=request.extensions)
        )


@pytest.mark.parametrize(
    ("provider", "words"),
    [("zoloz", "SIGNATURE_INVALID"), ("alipay", "invalid-signature"), ("esign", "INVALID_SIGNATURE")],
)
def test_a_request_changed_after_signing_is_refused(provider: str, words: str, calls: Calls) -> None:
    """In the provider's own words; the unchanged request is accepted."""
    gateway = getattr(calls.sandbox, provider)
    arguments = calls.arguments(provider)

    with httpx.Client(transport=_Changing(provider)) as pool:
        client = MODULES[provider].Client(gateway.credentials, base_url=gateway.url, http_client=pool)
        with pytest.raises(realname.AuthenticationError) as caught:
            getattr(client, OPERATIONS[provider])(**arguments)

    assert words in (caught.value.code, caught.value.message)
    assert calls.operation(provider)(**arguments) is not None


@pytest.mark.parametrize("provider", OPERATIONS)
def test_what_the_sandbox_expected_is_what_was_signed(provider: str, calls: Calls) -> None:
    """The log holds the string to sign of each request, and no repr shows who was asked about."""
    calls.operation(provider)(**calls.arguments(provider))

    (record,) = calls.sandbox.requests
    assert record.expected_string_to_sign is not None
    assert record.path.encode() in record.expected_string_to_sign
    assert "user-1" not in repr(record)


def test_models_and_enums_are_re_exported() -> None:
    """A service imports one module a provider."""
    assert {"QueryEnrollStatusResponse", "Result", "ResultStatus"} <= set(zoloz.__all__)
    assert {"QueryType", "CertType", "IdentityType", "IdentityResult"} <= set(alipay.__all__)
    assert {"FlowStatus", "ObjectType", "SubFlowStatus", "SubFlowType", "RelatedSubFlowType"} <= set(esign.__all__)
