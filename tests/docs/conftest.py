from __future__ import annotations

import datetime
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from realname import alipay, zoloz
from realname.sandbox import Sandbox
from realname.sandbox.control import Control

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

COMMAND_LINE_FLOW_ID = "803719636976683872"
FLOW_ID = "100000000000000001"


@pytest.fixture(scope="package")
def running() -> Iterator[tuple[Sandbox, dict[str, str]]]:
    """A sandbox for all examples, and everything that one in another process would write to its file."""
    sandbox = Sandbox()
    control = Control(sandbox)
    [url] = sandbox.serve(control.answer)
    try:
        address = {"REALNAME_SANDBOX_CONTROL_URL": url, "REALNAME_SANDBOX_CONTROL_TOKEN": control.token}
        yield sandbox, sandbox.environment() | address
    finally:
        sandbox.close()


@pytest.fixture
def sandbox(running: tuple[Sandbox, dict[str, str]]) -> Sandbox:
    """That sandbox, as it is after its start."""
    running[0].reset()
    return running[0]


@pytest.fixture
def names(
    sandbox: Sandbox, running: tuple[Sandbox, dict[str, str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Mapping[str, object]:
    """What the README's reader has: users, a token, flows, variables, key files, and values of their own."""
    for number in (1, 2, 3):
        sandbox.zoloz.enroll(f"user-{number}")
    face = {"subFlowId": "1", "subFlowType": "FACEAUTH_ZMXY", "status": "SUCCESS"}
    sandbox.esign.add_flow(FLOW_ID, sub_flows=[face])
    sandbox.esign.add_flow(COMMAND_LINE_FLOW_ID)
    token = sandbox.alipay.issue_token()
    for name, value in running[1].items():
        monkeypatch.setenv(name, value)
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "127.0.0.1")
    monkeypatch.setattr(zoloz, "SERVERS", {"sandbox": sandbox.zoloz.url})
    monkeypatch.setattr(alipay, "SERVERS", {"sandbox": sandbox.alipay.url})
    monkeypatch.chdir(tmp_path)
    for name, text in _files(sandbox, running[1]).items():
        Path(name).write_text(text, encoding="utf-8")
    return {
        "conn_key": token.conn_key,
        "once_token": token.once_token,
        "cert_no": token.cert_no,
        "service_id": "service-1",
    }


def _files(sandbox: Sandbox, variables: Mapping[str, str]) -> dict[str, str]:
    """The files that the examples read, under the names that consoles give them."""
    certificates = sandbox.alipay.environment(certificates=True)
    return {
        "merchant-private-key.pem": variables["REALNAME_ZOLOZ_PRIVATE_KEY"],
        "zoloz-public-key.pem": variables["REALNAME_ZOLOZ_ZOLOZ_PUBLIC_KEY"],
        "app-private-key.pem": certificates["REALNAME_ALIPAY_PRIVATE_KEY"],
        "appCertPublicKey.crt": certificates["REALNAME_ALIPAY_APP_CERTIFICATE"],
        "alipayCertPublicKey_RSA2.crt": certificates["REALNAME_ALIPAY_ALIPAY_CERTIFICATES"],
        "alipayRootCert.crt": certificates["REALNAME_ALIPAY_ROOT_CERTIFICATES"],
        "company-ca.pem": _ca().decode("ascii"),
        "sandbox.env": "".join(f"{name}={value}\n" for name, value in variables.items()),
    }


@contextmanager
def serving(application: WSGIApplication) -> Iterator[str]:
    """Serve a WSGI application on loopback, and give its address."""
    server = make_server("127.0.0.1", 0, application, handler_class=_Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
        """Print nothing."""


def _ca() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "company")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    return certificate.public_bytes(Encoding.PEM)
