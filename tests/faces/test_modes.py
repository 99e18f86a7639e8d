"""Each way of access over real sockets: what is sent, what comes back verified, and what no forger gets past."""

from typing import Any

import httpx
import pytest

import realname
from realname import alipay, esign, zoloz
from realname.sandbox import Sandbox
from tests import facts
from tests.faces.conftest import Calls
from tests.pairs import KeyPair

CHECK = facts.operation("zoloz", "checkCredentials")
ALIPAY = facts.main("alipay").name


def _headers(sandbox: Sandbox) -> dict[str, str]:
    """The headers of the last request in the log."""
    return dict(sandbox.requests[-1].headers)


def test_credentials_that_do_not_fit(sandbox: Sandbox, stranger_keys: KeyPair) -> None:
    """A key that the gateway does not know is found out by that call; the refusal is signed."""
    gateway = sandbox.zoloz
    credentials = zoloz.Credentials(
        client_id=gateway.credentials.client_id,
        private_key=stranger_keys.private(),
        zoloz_public_key=gateway.credentials.zoloz_public_key,
    )

    with (
        zoloz.Client(credentials, base_url=gateway.url) as client,
        pytest.raises(realname.AuthenticationError) as caught,
    ):
        client.check_credentials()
    assert (CHECK.refusal.code, True) == (caught.value.code, caught.value.verified)


def test_nobody_on_the_way_can_read_it(calls: Calls) -> None:
    """Under encryption neither the request's nor the answer's body shows what it says; with a fresh key each time."""
    arguments = calls.arguments("zoloz-encrypted")

    replies = [calls.call("zoloz-encrypted", arguments) for _ in range(2)]

    records = calls.sandbox.requests
    assert (2, 2) == (len({record.body for record in records}), len({reply.http.content for reply in replies}))
    assert not [record for record in records for value in arguments.values() if value.encode() in record.body]
    assert not [reply for reply in replies if b"SUCCESS" in reply.http.content]


def test_access_key_request(calls: Calls) -> None:
    """Under an access key the signature stands bare, unpadded, and nothing is encrypted."""
    calls.call("zoloz-access-key")
    headers = _headers(calls.sandbox)

    assert ("AKSK", 43, "application/json; charset=UTF-8", False) == (
        headers["auth-type"],
        len(headers["signature"]),
        headers["content-type"],
        "encrypt" in headers,
    )


def _certificate_client(sandbox: Sandbox, alipay_certificates: list[str]) -> alipay.Client:
    """A client that knows these certificates of Alipay's."""
    setting = sandbox.environment(certificates=True)
    credentials = alipay.CertificateCredentials(
        app_id=setting["REALNAME_ALIPAY_APP_ID"],
        private_key=setting["REALNAME_ALIPAY_PRIVATE_KEY"],
        app_certificate=setting["REALNAME_ALIPAY_APP_CERTIFICATE"],
        alipay_certificates=alipay_certificates,
        root_certificates=setting["REALNAME_ALIPAY_ROOT_CERTIFICATES"],
    )
    return alipay.Client(credentials, base_url=sandbox.alipay.url)


@pytest.mark.parametrize("is_renewed", [False, True])
async def test_renewal_of_the_certificate(calls: Calls, is_renewed: bool) -> None:
    """A client that has both certificates does not notice which one Alipay uses, whatever their order."""
    sandbox = calls.sandbox
    sandbox.alipay.settings.next_certificate = is_renewed
    certificates = sandbox.alipay.certificates.alipay

    replies = await calls.both("alipay-certificates")
    with _certificate_client(sandbox, [certificate.pem for certificate in reversed(certificates)]) as client:
        replies.append(getattr(client.with_raw_response, ALIPAY)(**calls.arguments("alipay")))

    for reply in replies:
        assert ("verified", certificates[is_renewed].sn) == (reply.verification, reply.http.headers["alipay-sn"])


def test_certificate_that_is_not_configured(calls: Calls) -> None:
    """A client that has the old certificate only works until the renewal, and then says what to do."""
    sandbox = calls.sandbox
    with _certificate_client(sandbox, [sandbox.alipay.certificates.alipay[0].pem]) as client:
        before = getattr(client.with_raw_response, ALIPAY)(**calls.arguments("alipay"))
        sandbox.alipay.settings.next_certificate = True
        with pytest.raises(realname.SignatureError) as caught:
            getattr(client, ALIPAY)(**calls.arguments("alipay"))

    assert ("verified", "unknown_certificate") == (before.verification, caught.value.reason)


@pytest.mark.parametrize("is_known", [True, False])
def test_app_auth_token(is_known: bool, calls: Calls) -> None:
    """A call on behalf of another merchant carries its token, signed; an unknown one is refused."""
    if is_known:
        calls.sandbox.alipay.authorize_app("merchant-token")
    setting = calls.sandbox.environment()
    credentials = alipay.Credentials(
        app_id=setting["REALNAME_ALIPAY_APP_ID"],
        private_key=setting["REALNAME_ALIPAY_PRIVATE_KEY"],
        alipay_public_key=setting["REALNAME_ALIPAY_ALIPAY_PUBLIC_KEY"],
        app_auth_token="merchant-token",
    )
    code = "accepted"
    with alipay.Client(credentials, base_url=calls.sandbox.alipay.url) as client:
        try:
            getattr(client, ALIPAY)(**calls.arguments("alipay"))
        except realname.AuthenticationError as error:
            code = error.code or ""

    assert ("accepted" if is_known else "invalid-app-auth-token") == code


class _LateTimestamp(httpx.HTTPTransport):
    """Changes the timestamp of a request after it was signed."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        timestamp = int(request.headers["X-Tsign-Open-Ca-Timestamp"])
        request.headers["X-Tsign-Open-Ca-Timestamp"] = str(timestamp - 1)
        return super().handle_request(request)


def test_signed_headers(sandbox: Sandbox) -> None:
    """Further headers are signed if so configured: changed on the way, the gateway refuses the request."""
    gateway, name = sandbox.esign, facts.main("esign").name
    options: dict[str, Any] = {
        "base_url": gateway.url,
        "signed_headers": ["X-Tsign-Open-App-Id", "X-Tsign-Open-Ca-Timestamp"],
    }
    flow_id = gateway.add_flow()

    with esign.Client(gateway.credentials, **options) as client:
        getattr(client, name)(flow_id=flow_id)
    assert b"\nX-Tsign-Open-App-Id:" in (sandbox.requests[-1].expected_string_to_sign or b"")
    with httpx.Client(transport=_LateTimestamp()) as pool:
        client = esign.Client(gateway.credentials, http_client=pool, **options)
        with pytest.raises(realname.AuthenticationError) as caught:
            getattr(client, name)(flow_id=flow_id)
    assert "INVALID_SIGNATURE" == caught.value.message
