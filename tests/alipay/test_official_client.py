"""An independent judge: Alipay's official Node client (`alipay-sdk` 4.14.0) calls the sandbox and verifies our client.

Needs Node, and the npm packages that the lock file beside this module names; without either it is skipped by name.
"""

import base64
import json
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from realname import alipay
from realname.core import certificates
from realname.core.aes import AesKey
from realname.sandbox import Sandbox
from tests import facts, vectors
from tests.alipay.conftest import Judge, official_config
from tests.providers import accepted_arguments

MAIN = facts.main("alipay")
CERTIFICATES = {one["id"]: one["pem"] for one in vectors.file("alipay")["certificates"]}
BUNDLE = "".join(CERTIFICATES[name] for name in vectors.case("alipay", "serial-root")["given"]["certificates"])


def _query(sandbox: Sandbox) -> dict[str, Any]:
    return {name: value for name, value in accepted_arguments(sandbox, "alipay").items() if value is not None}


@pytest.mark.parametrize("certificate_mode", [False, True], ids=["key mode", "certificate mode"])
def test_it_calls_the_sandbox(certificate_mode: bool, judge: Judge, sandbox: Sandbox) -> None:
    """Its signature is accepted, and it verifies the answer's; under another key's answer it does not."""
    config = official_config(sandbox, certificate_mode=certificate_mode)

    accepted = judge.ask("call", config=config, method="GET", path=MAIN.path, options={"query": _query(sandbox)})
    sandbox.fail_next("alipay", "wrong_key")
    refused = judge.ask("call", config=config, method="GET", path=MAIN.path, options={"query": _query(sandbox)})

    assert (200, "SUCCESS") == (accepted["status"], accepted["data"]["identity_result"])
    assert "response-signature-verify-error" == refused["error"]["code"]


def test_it_signs_for_a_merchant(judge: Judge, sandbox: Sandbox) -> None:
    """The token's line joins what is signed; a token that nobody authorised is refused after the signature."""
    sandbox.alipay.authorize_app("merchant-token")
    config, options = official_config(sandbox), {"query": _query(sandbox), "appAuthToken": "merchant-token"}

    accepted = judge.ask("call", config=config, method="GET", path=MAIN.path, options=options)
    refused = judge.ask(
        "call", config=config, method="GET", path=MAIN.path, options=options | {"appAuthToken": "other"}
    )

    assert 200 == accepted["status"]
    assert ("invalid-app-auth-token", 401) == (refused["error"]["code"], refused["error"]["status"])


@pytest.mark.parametrize("encrypts", [False, True], ids=["plain", "encrypted"])
@pytest.mark.parametrize("certificate_mode", [False, True], ids=["key mode", "certificate mode"])
def test_it_goes_a_whole_journey(certificate_mode: bool, encrypts: bool, judge: Judge, sandbox: Sandbox) -> None:
    """Bodies are signed as sent, encrypted ones too; the page opens; the query tells what the person did."""
    config = official_config(sandbox, certificate_mode=certificate_mode)

    def call(name: str, **options: Any) -> Any:
        operation = facts.operation("alipay", name)
        return judge.ask("call", config=config, method=operation.method, path=operation.path, options=options)["data"]

    initialize = {"outer_order_no": "ZGYD1", "identity_param": {"cert_name": "张三 &+%"}}
    opened = call("initializeFaceCertify", body=initialize, needEncrypt=encrypts)
    certify_id = opened["certify_id"]
    page = call("verifyFaceCertify", body={"certify_id": certify_id}, needEncrypt=encrypts)["certify_url"]
    shown = httpx.get(page)
    before = call("queryFaceCertify", query={"certify_id": certify_id})
    sandbox.alipay.finish_certification(certify_id)

    assert 200 == shown.status_code
    assert ["F", "T"] == [before["passed"], call("queryFaceCertify", query={"certify_id": certify_id})["passed"]]


def test_its_bodies(judge: Judge, sandbox: Sandbox) -> None:
    """What arrives is what ours would be: JSON on one line, and its ciphertext under the same key."""
    config, operation = official_config(sandbox), facts.operation("alipay", "verifyFaceCertify")
    given: dict[str, Any] = {"config": config, "method": operation.method, "path": operation.path}
    body = {"certify_id": "张"}

    accepted = [
        judge.ask("call", **given, options={"body": body, "needEncrypt": encrypts})["status"]
        for encrypts in (False, True)
    ]

    assert [200, 200] == accepted
    plain, encrypted = (request.body for request in sandbox.requests)
    assert '{"certify_id":"张"}'.encode() == plain
    assert AesKey(base64.b64decode(config["encryptKey"]), initialisation_vector=bytes(16)).encrypt(plain) == encrypted


@pytest.mark.parametrize("certificate_mode", [False, True], ids=["key mode", "certificate mode"])
def test_its_page_address_is_accepted(certificate_mode: bool, judge: Judge, sandbox: Sandbox) -> None:
    """As a link, signed with its own name and time; with an id put in afterwards it is not."""
    config = official_config(sandbox, certificate_mode=certificate_mode)
    operation = facts.operation("alipay", "initializeCertifyOpen")
    opened, other = (
        judge.ask("call", config=config, method="POST", path=operation.path, options={"body": operation.wire})["data"]
        for _ in range(2)
    )
    url = judge.ask(
        "page",
        config=config | {"gateway": f"{config['endpoint']}/gateway.do"},
        method="alipay.user.certify.open.certify",
        parameters={"bizContent": {"certify_id": opened["certify_id"]}},
    )

    assert 200 == httpx.get(url).status_code
    assert 400 == httpx.get(url.replace(opened["certify_id"], other["certify_id"])).status_code


def test_it_decrypts_what_the_sandbox_encrypts(judge: Judge, sandbox: Sandbox) -> None:
    """The answer that our client gets encrypted is plain to it."""
    bodies: list[bytes] = []
    with httpx.Client(event_hooks={"response": [lambda response: bodies.append(response.read())]}) as pool:
        client = alipay.Client(sandbox.alipay.credentials, base_url=sandbox.alipay.url, encrypt=True, http_client=pool)
        getattr(client, MAIN.name)(**_query(sandbox))

    plain = judge.ask("decrypt", text=bodies[0].decode(), key=official_config(sandbox)["encryptKey"])

    assert "SUCCESS" == json.loads(plain)["identity_result"]


@pytest.mark.parametrize("case", vectors.cases("alipay", "encryption", valid=True))
def test_it_encrypts_as_the_vectors_say(case: Any, judge: Judge) -> None:
    """There and back."""
    key, plain = vectors.key("alipay", "aes"), case["given"]["plain"]

    assert case["body"] == judge.ask("encrypt", text=plain, key=key)
    assert plain == judge.ask("decrypt", text=case["body"], key=key)


@pytest.mark.parametrize("case", vectors.cases("alipay", "answer"))
def test_it_verifies_as_the_vectors_say(case: Any, judge: Judge) -> None:
    """Every answer that has a signature and a time: whether the one fits the other."""
    if case["signature"] in (None, "null") or case["given"]["timestamp"] is None:
        return
    body = vectors.key("alipay", "alipay")["public_key"]
    pem = f"-----BEGIN PUBLIC KEY-----\n{body}\n-----END PUBLIC KEY-----"

    verifies = judge.ask("verify", string=case["string"], signature=case["signature"], key=pem)

    assert case.get("fits", True) is verifies


@pytest.mark.parametrize("certificate_mode", [False, True], ids=["key mode", "certificate mode"])
def test_it_verifies_what_we_sign(certificate_mode: bool, judge: Judge, sandbox: Sandbox) -> None:
    """By its own reading of our header and our request line; one character more and it does not."""
    gateway = sandbox.alipay
    credentials = gateway.certificate_credentials if certificate_mode else gateway.credentials
    request = httpx.Request("GET", f"{gateway.url}{MAIN.path}?cert_no=%E5%BC%A0+1&once_token=a%20b~")

    alipay.Auth(credentials).sign(request)

    auth_string, _, signature = request.headers["Authorization"].partition(" ")[2].partition(",sign=")
    string = f"{auth_string}\nGET\n{request.url.raw_path.decode()}\n\n"
    key = _public_pem(credentials)
    assert judge.ask("verify", string=string, signature=signature, key=key) is True
    assert judge.ask("verify", string=string + "\n", signature=signature, key=key) is False


def _public_pem(credentials: alipay.Credentials | alipay.CertificateCredentials) -> str:
    public = credentials.private_key.public_key()._key
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def test_it_reads_the_same_serial_numbers(judge: Judge, sandbox: Sandbox) -> None:
    """Of the published certificates, of the published bundle, and of the sandbox's own."""
    own = sandbox.alipay.certificates
    pems = [pem for name, pem in CERTIFICATES.items() if name != "CERT-E1"]
    pems.append(own.app.pem)

    for pem in pems:
        (certificate,) = certificates.load_certificates(pem, "certificate")
        assert judge.ask("sn", pem=pem, root=False) == certificates.certificate_sn(certificate)
    for bundle in (BUNDLE, own.root_bundle):
        assert judge.ask("sn", pem=bundle, root=True) == certificates.root_sn(bundle)
