"""The address of the page between `initialize_certify_open` and `query_certify_open`, which protocol v2 signs."""

import logging
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from attrs import frozen
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

import realname
from realname import alipay
from realname.sandbox import Sandbox
from tests.alipay.conftest import Judge, official_config
from tests.pairs import KeyPair
from tests.providers import BASE_URL, Caller

METHOD = "alipay.user.certify.open.certify"
CERTIFY_ID = "2109b5e671aa3ff2eb4851816c65828f"
# 2026-01-01 19:04:05 in UTC, another day in Beijing.
SENT_MS, SENT = 1_767_294_245_678, "2026-01-02 03:04:05"
AWKWARD = [
    CERTIFY_ID,
    "a&b=c%26+ d",
    "~*'()!/?#:@,;",
    "张三 😀",
    'quote" back\\slash </script>',
    "\n\t\x00\x7f\u2028",
]
Credentials = alipay.Credentials | alipay.CertificateCredentials


def _parameters(url: str) -> dict[str, str]:
    """The query of an address, decoded; nothing stands there twice."""
    pairs = parse_qsl(urlsplit(url).query, keep_blank_values=True, strict_parsing=True)
    assert len(pairs) == len(dict(pairs))
    return dict(pairs)


def _url(credentials: Any, certify_id: Any = CERTIFY_ID, base_url: str = BASE_URL) -> str:
    return alipay.certify_url(credentials, base_url=base_url, certify_id=certify_id, now_ms=lambda: SENT_MS)


def _of(sandbox: Sandbox, *, certificate_mode: bool) -> Credentials:
    return sandbox.alipay.certificate_credentials if certificate_mode else sandbox.alipay.credentials


def _open(sandbox: Sandbox) -> str:
    """A new certification, by the client."""
    with alipay.Client(sandbox.alipay.credentials, base_url=sandbox.alipay.url) as client:
        answer = client.initialize_certify_open(
            outer_order_no="ZGYD201809132323000001234",
            biz_code="FACE",
            identity_param=alipay.OpenCertifyIdentityParam(
                identity_type="CERT_INFO", cert_type="IDENTITY_CARD", cert_name="张三", cert_no="260104197909275964"
            ),
            merchant_config=alipay.OpenCertifyMerchantConfig(return_url="https://example.com/done"),
        )
    assert answer.certify_id
    return answer.certify_id


def test_what_stands_in_it(alipay_caller: Caller, caller_keys: KeyPair) -> None:
    """The server in use, the common parameters of v2 with the time in Beijing, and the signature over all of them."""
    url = _url(alipay_caller.credentials)
    found = _parameters(url)
    signed = "&".join(f"{name}={value}" for name, value in sorted(found.items()) if name != "sign")

    assert f"{BASE_URL}/gateway.do" == url.partition("?")[0]
    assert found == {
        "app_id": "2021",
        "biz_content": f'{{"certify_id":"{CERTIFY_ID}"}}',
        "charset": "utf-8",
        "method": METHOD,
        "sign": caller_keys.sign(signed.encode()),
        "sign_type": "RSA2",
        "timestamp": SENT,
        "version": "1.0",
    }


def test_it_names_the_moment_of_its_making(alipay_caller: Caller) -> None:
    """Without a clock of the caller's: two addresses of different seconds differ, and nothing else than that."""
    credentials: Any = alipay_caller.credentials
    now = _parameters(alipay.certify_url(credentials, base_url=BASE_URL, certify_id=CERTIFY_ID))

    assert now["timestamp"] > SENT
    assert now | {"timestamp": SENT, "sign": ""} == _parameters(_url(credentials)) | {"sign": ""}


# ---- the official client ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("certificate_mode", [False, True], ids=["key mode", "certificate mode"])
def test_the_official_client_signs_the_same(certificate_mode: bool, judge: Judge, sandbox: Sandbox) -> None:
    """Every parameter and the signature, byte by byte, whatever the id holds."""
    credentials = _of(sandbox, certificate_mode=certificate_mode)
    config = official_config(sandbox, certificate_mode=certificate_mode)

    for certify_id in AWKWARD:
        given = {"bizContent": {"certify_id": certify_id}, "timestamp": SENT}
        theirs = judge.ask("signed", config=config, method=METHOD, parameters=given)

        assert theirs == _parameters(_url(credentials, certify_id))
    assert certificate_mode == ("alipay_root_cert_sn" in theirs)


@pytest.mark.parametrize("certificate_mode", [False, True], ids=["key mode", "certificate mode"])
def test_the_official_clients_address_is_the_same(certificate_mode: bool, judge: Judge, sandbox: Sandbox) -> None:
    """But for its own name, which it signs as well."""
    gateway = sandbox.alipay
    config = official_config(sandbox, certificate_mode=certificate_mode) | {"gateway": f"{gateway.url}/gateway.do"}
    parameters = {"bizContent": {"certify_id": CERTIFY_ID}, "timestamp": SENT}

    theirs = judge.ask("page", config=config, method=METHOD, parameters=parameters)
    ours = _url(_of(sandbox, certificate_mode=certificate_mode), base_url=gateway.url)

    assert theirs.partition("?")[0] == ours.partition("?")[0]
    found = _parameters(theirs)
    assert found.pop("alipay_sdk").startswith("alipay-sdk-nodejs")
    assert found | {"sign": ""} == _parameters(ours) | {"sign": ""}


def test_the_official_client_signs_the_same_for_a_merchant(judge: Judge, sandbox: Sandbox) -> None:
    """The token is one parameter more."""
    given = {"bizContent": {"certify_id": CERTIFY_ID}, "timestamp": SENT, "appAuthToken": "merchant-token"}
    theirs = judge.ask("signed", config=official_config(sandbox), method=METHOD, parameters=given)

    ours = alipay.Credentials(**sandbox.alipay.arguments(), app_auth_token="merchant-token")
    assert theirs == _parameters(_url(ours))


def test_the_official_client_opens_it_at_the_same_host(judge: Judge, sandbox: Sandbox) -> None:
    """In production, where it needs no setting."""
    config = official_config(sandbox)

    theirs = judge.ask("page", config=config, method=METHOD, parameters={"bizContent": {}})

    assert theirs.startswith(f"{alipay.SERVERS['production']}/gateway.do?")


# ---- the sandbox -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("certificate_mode", [False, True], ids=["key mode", "certificate mode"])
def test_the_sandbox_shows_the_page(certificate_mode: bool, sandbox: Sandbox) -> None:
    """Of a certification that was opened there; with the id of another one put in it shows none."""
    credentials, certify_id, other = _of(sandbox, certificate_mode=certificate_mode), _open(sandbox), _open(sandbox)
    url = alipay.certify_url(credentials, base_url=sandbox.alipay.url, certify_id=certify_id)

    shown, forged = httpx.get(url), httpx.get(url.replace(certify_id, other))

    assert (200, 400) == (shown.status_code, forged.status_code)
    assert certify_id in shown.text
    assert forged.text.startswith("invalid-signature")


def test_on_behalf_of_another_merchant(sandbox: Sandbox) -> None:
    """The token joins what is signed; one that nobody gave is refused after the signature."""
    sandbox.alipay.authorize_app("merchant-token")
    certify_id, arguments = _open(sandbox), sandbox.alipay.arguments()
    known, unknown = (
        httpx.get(_url(alipay.Credentials(**arguments, app_auth_token=token), certify_id, sandbox.alipay.url))
        for token in ("merchant-token", "other")
    )

    assert (200, 401) == (known.status_code, unknown.status_code)
    assert unknown.text.startswith("invalid-app-auth-token")


def test_nothing_is_sent_and_nothing_logged(sandbox: Sandbox, caplog: pytest.LogCaptureFixture) -> None:
    """It holds a signature, and opens a person's page."""
    with caplog.at_level(logging.DEBUG):
        _url(sandbox.alipay.credentials, base_url=sandbox.alipay.url)

    assert ([], []) == (sandbox.requests, caplog.records)


# ---- keys elsewhere, and what is refused -----------------------------------------------------------------------------


@frozen
class Device:
    """A signer without any code of the package."""

    _key: rsa.RSAPrivateKey

    @property
    def public_key(self) -> rsa.RSAPublicKey:
        """The public half."""
        return self._key.public_key()

    def sign(self, data: bytes) -> bytes:
        """Sign, but no page address of the certification `broken`."""
        if b"broken" in data:
            raise LookupError(data.decode())
        return self._key.sign(data, padding.PKCS1v15(), SHA256())


def test_a_signer_signs_it(caller_keys: KeyPair, provider_keys: KeyPair, alipay_caller: Caller) -> None:
    """As the key would; where it fails that is told, and nothing of what it was to sign."""
    held = alipay.Credentials(
        app_id="2021",
        private_key=Device(caller_keys.key),
        alipay_public_key=provider_keys.public(),
    )

    assert _url(alipay_caller.credentials) == _url(held)
    with pytest.raises(realname.TransportError, match="the signer failed") as caught:
        _url(held, "broken")
    assert "broken" not in str(caught.value)
    assert (None, None) == (caught.value.__cause__, caught.value.__context__)


@pytest.mark.parametrize("certify_id", ["", None, 7, b"2109", "\ud800"], ids=repr)
def test_an_id_that_is_none(alipay_caller: Caller, certify_id: object) -> None:
    """As a request's field would be refused, without repeating it."""
    with pytest.raises(realname.RequestError, match="certify_id must be text") as caught:
        _url(alipay_caller.credentials, certify_id)

    assert "certify_id" == caught.value.field


@pytest.mark.parametrize(
    ("base_url", "problem"),
    [
        (f"{BASE_URL}/gateway.do", "older v2 protocol"),
        ("https://openapi.alipaydev.com", "expired"),
        ("http://openapi.alipay.com", "https"),
        ("https://openapi.alipay.com/v3", "must end after the host"),
    ],
)
def test_a_server_that_cannot_be_right(alipay_caller: Caller, base_url: str, problem: str) -> None:
    """The same addresses as for a client."""
    with pytest.raises(realname.ConfigurationError, match=problem):
        _url(alipay_caller.credentials, base_url=base_url)


def test_the_server_of_the_environment(alipay_caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one of `from_env` if none is passed; without it none, so that nobody reaches production by accident."""
    monkeypatch.setenv("REALNAME_ALIPAY_BASE_URL", BASE_URL)
    assert alipay.certify_url(alipay_caller.credentials, certify_id=CERTIFY_ID).startswith(f"{BASE_URL}/gateway.do?")

    monkeypatch.delenv("REALNAME_ALIPAY_BASE_URL")
    with pytest.raises(realname.ConfigurationError, match="REALNAME_ALIPAY_BASE_URL"):
        alipay.certify_url(alipay_caller.credentials, certify_id=CERTIFY_ID)


def test_the_credentials_of_another_provider(zoloz_caller: Caller) -> None:
    """Are told by name."""
    with pytest.raises(realname.ConfigurationError, match="credentials"):
        _url(zoloz_caller.credentials)


def test_no_exception_brings_frames(alipay_caller: Caller) -> None:
    """In which keys and ids stand."""
    with pytest.raises(realname.RequestError) as caught:
        _url(alipay_caller.credentials, "")
    trace, names = caught.value.__traceback__, []
    while trace is not None:
        names.append(trace.tb_frame.f_code.co_name)
        trace = trace.tb_next

    assert ["test_no_exception_brings_frames", "_url", "concealed"] == names
