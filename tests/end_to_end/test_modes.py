"""Each way of access over real sockets: what is sent, what comes back verified, and what no forger gets past."""

from collections.abc import Mapping

import httpx
import pytest

import realname
from realname import alipay, esign, zoloz
from realname.sandbox import Sandbox
from realname.sandbox.exchange import Record
from tests.end_to_end.conftest import MODES, Calls, provider_of


def signed(mode: str) -> str:
    """Who vouches for an answer."""
    return "not_signed_by_provider" if provider_of(mode) == "esign" else "verified"


def headers_of(record: Record) -> dict[str, str]:
    """The headers of a request in the log."""
    return dict(record.headers)


@pytest.mark.parametrize("mode", MODES)
async def test_call_is_accepted_and_verified(mode: str, calls: Calls, async_calls: Calls) -> None:
    """Sync and async, both sides verify."""
    reply = calls.raw_operation(mode)(**calls.arguments(mode))
    async_reply = await async_calls.raw_operation(mode)(**async_calls.arguments(mode))

    assert [signed(mode)] * 2 == [reply.verification, async_reply.verification]
    assert {"accepted"} == {record.verdict for record in calls.sandbox.requests}


@pytest.mark.parametrize("mode", ["zoloz", "zoloz-encrypted", "zoloz-access-key"])
@pytest.mark.parametrize("raw", [False, True])
async def test_credentials_are_checked(mode: str, raw: bool, calls: Calls, async_calls: Calls) -> None:
    """The call that does nothing else succeeds in either form that its answer may have."""
    calls.sandbox.zoloz.settings.raw_echo = raw
    answers = [calls.clients[mode].check_credentials(), await async_calls.clients[mode].check_credentials()]

    assert [None if raw else "SUCCESS"] * 2 == [answer.result and answer.result.result_code for answer in answers]


def test_credentials_that_do_not_fit(calls: Calls) -> None:
    """A key that was not registered is found out by that call."""
    calls.sandbox.zoloz.settings.key_registered = False

    with pytest.raises(realname.AuthenticationError) as caught:
        calls.clients["zoloz"].check_credentials()
    assert ("KEY_NOT_FOUND", True) == (caught.value.code, caught.value.verified)


@pytest.mark.parametrize("mode", [mode for mode in MODES if provider_of(mode) != "esign"])
@pytest.mark.parametrize("fault", ["tampered_body", "wrong_key", "unsigned_answer", "garbage_signature"])
def test_no_forged_answer_passes(mode: str, fault: str, calls: Calls) -> None:
    """Nothing of a forged answer is returned; the genuine twin beside it is."""
    provider = provider_of(mode)
    calls.sandbox.fail_next(provider, fault)

    with pytest.raises(realname.SignatureError):
        calls.operation(mode)(**calls.arguments(mode))
    assert "verified" == calls.raw_operation(mode)(**calls.arguments(mode)).verification


def test_nobody_on_the_way_can_read_it(calls: Calls) -> None:
    """Under encryption neither the request's nor the answer's body shows what it says; with a fresh key each time."""
    arguments = calls.arguments("zoloz-encrypted")
    replies = [calls.raw_operation("zoloz-encrypted")(**arguments) for _ in range(2)]
    records = calls.sandbox.requests

    assert (2, 2) == (len({record.body for record in records}), len({reply.http.content for reply in replies}))
    assert not any(b"user-1" in record.body for record in records)
    assert not any(b"SUCCESS" in reply.http.content for reply in replies)


def test_failure_of_an_encrypted_call(calls: Calls) -> None:
    """A refusal comes encrypted, and is as good as a plain one."""
    with pytest.raises(realname.ApiError) as caught:
        calls.operation("zoloz-encrypted")(biz_id="1", user_id="stranger")

    assert ("SANDBOX_USER_NOT_ENROLLED", True) == (caught.value.code, caught.value.verified)


def test_access_key_request(calls: Calls) -> None:
    """Under an access key the signature stands bare, unpadded, and nothing is encrypted."""
    calls.operation("zoloz-access-key")(**calls.arguments("zoloz-access-key"))
    [record] = calls.sandbox.requests
    headers = headers_of(record)

    assert ("AKSK", 43, "application/json; charset=UTF-8", False) == (
        headers["auth-type"],
        len(headers["signature"]),
        headers["content-type"],
        "encrypt" in headers,
    )


def test_revoked_access_key(calls: Calls) -> None:
    """An access key that the gateway does not know is refused, unsigned since there is no secret to sign with."""
    gateway = calls.sandbox.zoloz
    stranger = zoloz.AccessKey(client_id=gateway.access_key.client_id, access_key="AK0", secret_key="c2VjcmV0")

    with zoloz.Client(stranger, base_url=gateway.url) as client, pytest.raises(realname.AuthenticationError) as caught:
        client.check_credentials()
    assert ("KEY_NOT_FOUND", False) == (caught.value.code, caught.value.verified)


def test_encrypted_query_stays_readable(calls: Calls) -> None:
    """Alipay's encryption covers bodies only: the query is sent as it is, the answer comes as ciphertext."""
    arguments = calls.arguments("alipay-encrypted")
    reply = calls.raw_operation("alipay-encrypted")(**arguments)
    [record] = calls.sandbox.requests

    assert (True, "AES", None, b"", "text/plain", False) == (
        arguments["once_token"] in record.target,
        headers_of(record)["alipay-encrypt-type"],
        headers_of(record).get("content-type"),
        record.body,
        reply.http.headers["content-type"],
        b"SUCCESS" in reply.http.content,
    )


@pytest.fixture
def certified(sandbox: Sandbox) -> Mapping[str, str]:
    """What an app in certificate mode is given."""
    return sandbox.environment(certificates=True)


def certificate_client(sandbox: Sandbox, certified: Mapping[str, str], alipay_certificates: list[str]) -> alipay.Client:
    """A client that knows these certificates of Alipay's."""
    credentials = alipay.CertificateCredentials(
        app_id=certified["REALNAME_ALIPAY_APP_ID"],
        private_key=certified["REALNAME_ALIPAY_PRIVATE_KEY"],
        app_certificate=certified["REALNAME_ALIPAY_APP_CERTIFICATE"],
        alipay_certificates=alipay_certificates,
        root_certificates=certified["REALNAME_ALIPAY_ROOT_CERTIFICATES"],
    )
    return alipay.Client(credentials, base_url=sandbox.alipay.url)


@pytest.mark.parametrize("renewed", [False, True])
def test_renewal_of_the_certificate(calls: Calls, renewed: bool) -> None:
    """A client that has both certificates does not notice which one Alipay uses."""
    calls.sandbox.alipay.settings.next_certificate = renewed
    reply = calls.raw_operation("alipay-certificates")(**calls.arguments("alipay"))
    expected = calls.sandbox.alipay.certificates.alipay[renewed].sn

    assert ("verified", expected) == (reply.verification, reply.http.headers["alipay-sn"])


def test_certificate_that_is_not_configured(calls: Calls, certified: Mapping[str, str]) -> None:
    """A client that has the old certificate only works until the renewal, and then says what to do."""
    sandbox = calls.sandbox
    with certificate_client(sandbox, certified, [sandbox.alipay.certificates.alipay[0].pem]) as client:
        before = client.with_raw_response.query_jobworth_authentication(**calls.arguments("alipay"))
        sandbox.alipay.settings.next_certificate = True
        with pytest.raises(realname.SignatureError) as caught:
            client.query_jobworth_authentication(**calls.arguments("alipay"))

    assert ("verified", "unknown_certificate") == (before.verification, caught.value.reason)


def test_certificates_in_the_wrong_order(calls: Calls, certified: Mapping[str, str]) -> None:
    """The key goes by the certificate that an answer names, not by the order of the configuration."""
    certificates = [item.pem for item in reversed(calls.sandbox.alipay.certificates.alipay)]
    with certificate_client(calls.sandbox, certified, certificates) as client:
        reply = client.with_raw_response.query_jobworth_authentication(**calls.arguments("alipay"))

    assert "verified" == reply.verification


@pytest.mark.parametrize("variant", [{"access_key": True}, {"certificates": True}])
def test_other_modes_from_the_environment(
    variant: dict[str, bool], calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The environment of the sandbox configures clients of the other modes as well."""
    for name, value in calls.sandbox.environment(**variant).items():
        monkeypatch.setenv(name, value)
    with zoloz.Client.from_env() as zoloz_client, alipay.Client.from_env(encrypt=True) as alipay_client:
        zoloz_client.query_enroll_status(**calls.arguments("zoloz"))
        alipay_client.query_jobworth_authentication(**calls.arguments("alipay"))
    zoloz_record, alipay_record = calls.sandbox.requests

    assert (["accepted"] * 2, "access_key" in variant, "certificates" in variant) == (
        [zoloz_record.verdict, alipay_record.verdict],
        "access-key" in headers_of(zoloz_record),
        "app_cert_sn" in headers_of(alipay_record)["authorization"],
    )


@pytest.mark.parametrize("known", [True, False])
def test_app_auth_token(known: bool, calls: Calls) -> None:
    """A call on behalf of another merchant carries its token, signed; an unknown one is refused."""
    if known:
        calls.sandbox.alipay.authorize_app("merchant-token")
    environment = calls.sandbox.environment()
    credentials = alipay.Credentials(
        app_id=environment["REALNAME_ALIPAY_APP_ID"],
        private_key=environment["REALNAME_ALIPAY_PRIVATE_KEY"],
        alipay_public_key=environment["REALNAME_ALIPAY_ALIPAY_PUBLIC_KEY"],
        app_auth_token="merchant-token",
    )
    code = "accepted"
    with alipay.Client(credentials, base_url=calls.sandbox.alipay.url) as client:
        try:
            client.query_jobworth_authentication(**calls.arguments("alipay"))
        except realname.AuthenticationError as error:
            code = error.code or ""

    assert ("accepted" if known else "invalid-app-auth-token") == code


def test_signed_headers(calls: Calls) -> None:
    """Further headers are signed if so configured: changed on the way, the gateway refuses the request."""
    gateway = calls.sandbox.esign
    names = ["X-Tsign-Open-App-Id", "X-Tsign-Open-Ca-Timestamp"]
    flow_id = gateway.add_flow()
    with esign.Client(gateway.credentials, base_url=gateway.url, signed_headers=names) as client:
        client.get_flow_outline(flow_id=flow_id)
    [record] = calls.sandbox.requests
    with httpx.Client(transport=_LateTimestamp()) as pool:
        client = esign.Client(gateway.credentials, base_url=gateway.url, signed_headers=names, http_client=pool)
        with pytest.raises(realname.AuthenticationError) as caught:
            client.get_flow_outline(flow_id=flow_id)

    assert (True, "INVALID_SIGNATURE") == (
        b"\nX-Tsign-Open-App-Id:" in (record.expected_string_to_sign or b""),
        caught.value.message,
    )


class _LateTimestamp(httpx.HTTPTransport):
    """Changes the timestamp of a request after it was signed."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        timestamp = int(request.headers["X-Tsign-Open-Ca-Timestamp"])
        request.headers["X-Tsign-Open-Ca-Timestamp"] = str(timestamp - 1)
        return super().handle_request(request)
