"""The sandbox as a whole: its life, its log, its credentials."""

import contextlib
import http.client
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

import pytest

from realname import alipay, esign, zoloz
from realname.sandbox import NotEnrolled, Received, Record, Sandbox, ZolozSettings
from realname.sandbox.sandbox import LOG_BYTES, LOG_LENGTH
from realname.testing.gateway.server import LARGEST_BODY, STOP_SECONDS
from tests import facts
from tests.callers import (
    ALIPAY,
    ESIGN,
    FLOW_ID,
    NOW,
    USER,
    ZOLOZ,
    Environment,
    alipay_request,
    esign_request,
    genuine_request,
    zoloz_request,
)

MODULES: dict[str, Any] = {"zoloz": zoloz, "alipay": alipay, "esign": esign}
OTHER_ACCESS = {"access_key": True, "certificates": True}


@pytest.mark.parametrize("other", [{}, OTHER_ACCESS], ids=["usual", "other"])
def test_its_environment_is_what_from_env_reads(
    sandbox: Sandbox, other: dict[str, bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    """All that is required, nothing that is unknown, and never variables of two kinds of access at a time."""
    environment = sandbox.environment(**other)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    for provider, gateway in sandbox.gateways.items():
        with MODULES[provider].Client.from_env() as client:
            assert repr(client).endswith(f"at {gateway.url}>")
        known = {gateway.VARIABLES.variable(name) for name in gateway.VARIABLES.all}
        assert known >= {name for name in environment if name.startswith(gateway.VARIABLES.prefix)}
    assert ("REALNAME_ZOLOZ_ACCESS_KEY" in environment) is bool(other)
    assert ("REALNAME_ALIPAY_APP_CERTIFICATE" in environment) is bool(other)


def test_an_access_that_a_gateway_does_not_have(sandbox: Sandbox) -> None:
    """It is refused."""
    with pytest.raises(TypeError, match="no access by certificates"):
        sandbox.esign.environment(certificates=True)


def test_credentials_are_read_once(sandbox: Sandbox) -> None:
    """Reading keys is slow, so it happens at the first access only."""
    assert sandbox.zoloz.credentials is sandbox.zoloz.credentials
    assert sandbox.zoloz.access_key is sandbox.zoloz.access_key
    assert sandbox.alipay.credentials is sandbox.alipay.credentials
    assert sandbox.alipay.certificate_credentials is sandbox.alipay.certificate_credentials
    assert sandbox.esign.credentials is sandbox.esign.credentials


def test_samples() -> None:
    """A sandbox with samples has something that succeeds at each gateway, after a reset too."""
    verdicts = []
    with Sandbox(clock=lambda: NOW, samples=True) as sandbox:
        environment = sandbox.environment()
        for _ in range(2):
            zoloz_request(environment, sandbox.zoloz.sample_user_id).signed().send()
            alipay_request(environment, sandbox.alipay.sample_token).signed().send()
            esign_request(environment, flow_id=sandbox.esign.sample_flow_id).signed().send()
            verdicts += [record.verdict for record in sandbox.requests]
            sandbox.reset()

    assert ["accepted"] * 6 == verdicts


def test_no_samples(sandbox: Sandbox, environment: Environment) -> None:
    """Without samples nobody is enrolled and no token is issued."""
    zoloz_request(environment, sandbox.zoloz.sample_user_id).signed().send()

    assert "SANDBOX_USER_NOT_ENROLLED" == sandbox.requests[-1].verdict
    with pytest.raises(RuntimeError, match="samples=True"):
        _ = sandbox.alipay.sample_token


def test_two_sandboxes_share_nothing(environment: Environment) -> None:
    """No key, no secret and no port."""
    with Sandbox() as other:
        shared = [name for name, value in other.environment().items() if value == environment[name]]

    assert ["REALNAME_ZOLOZ_CLIENT_ID", "REALNAME_ALIPAY_APP_ID", "REALNAME_ESIGN_APP_ID"] == shared


def test_its_life() -> None:
    """No URL before it runs, nothing that listens after it, and it cannot be entered again."""
    sandbox = Sandbox(clock=lambda: NOW)
    with pytest.raises(RuntimeError, match="with Sandbox"):
        _ = sandbox.zoloz.url
    with sandbox:
        request = esign_request(sandbox.environment())

    with pytest.raises(ConnectionRefusedError):
        request.signed().send()
    with pytest.raises(RuntimeError, match="once"), sandbox:
        pass


def test_its_end_does_not_wait_for_late_answers() -> None:
    """An answer that is held back for a minute does not hold up the end; it never comes."""
    arrived = threading.Event()
    with Sandbox(clock=lambda: NOW, on_request=lambda _: arrived.set()) as sandbox, ThreadPoolExecutor() as pool:
        sandbox.fail_next("esign", "delay", seconds=60)
        answer = pool.submit(esign_request(sandbox.environment()).signed().try_to_send)
        arrived.wait(timeout=10)
        sandbox.close()

        assert answer.result(timeout=10) is None


@pytest.mark.parametrize("sent", ["", "POST / HT", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc"])
def test_its_end_does_not_wait_for_clients(sent: str) -> None:
    """Neither for one that says nothing, nor for one that never comes to an end; its request is not one."""
    with Sandbox() as sandbox:
        address = urlsplit(sandbox.esign.url)
        with socket.create_connection((address.hostname or "", address.port or 0), timeout=10) as connection:
            connection.sendall(sent.encode())
            esign_request(sandbox.environment()).signed().send()
            started = time.monotonic()
            sandbox.close()

            assert time.monotonic() - started < STOP_SECONDS
            assert 1 == len(sandbox.requests)
            with contextlib.suppress(ConnectionResetError):
                assert b"" == connection.recv(1)


def test_a_body_has_a_limit(sandbox: Sandbox) -> None:
    """The largest one is judged as every other, a larger one is neither judged nor kept; the connection serves on."""
    with contextlib.closing(http.client.HTTPConnection(urlsplit(sandbox.zoloz.url).netloc, timeout=30)) as connection:
        statuses = []
        for size in (LARGEST_BODY, LARGEST_BODY + 1, 2):
            connection.request("POST", ZOLOZ.path, b"a" * size)
            answer = connection.getresponse()
            statuses.append(answer.status)
            answer.read()

    assert [200, 413, 200] == statuses
    assert [LARGEST_BODY, 2] == [len(record.body) for record in sandbox.requests]


def test_the_log_has_limits(sandbox: Sandbox) -> None:
    """It holds the last thousand requests, or what fits of them, whatever large part a request has."""
    gateway, size = sandbox.zoloz, LOG_BYTES // 5
    for number in range(LOG_LENGTH + 1):
        gateway.answer(Received("POST", f"/{number}", (), b""))
    assert [LOG_LENGTH, "/1"] == [len(sandbox.requests), sandbox.requests[0].target]

    large = "a" * size
    for received in (
        Received("POST", "/body", (), large.encode()),
        Received("POST", f"/{large}", (), b""),
        Received("POST", "/header", (("x", large),), b""),
        Received("POST", "/body", (), large.encode()),
        Received("POST", "/body", (), large.encode()),
    ):
        gateway.answer(received)
    assert 4 == len(sandbox.requests)

    sandbox.reset()
    for _ in range(5):
        gateway.answer(Received("POST", "/body", (), large.encode()))
    assert 4 == len(sandbox.requests)


def test_the_log(sandbox: Sandbox, environment: Environment) -> None:
    """Every request in order, with its verdict, status and fault, as it was sent."""
    sandbox.fail_next("esign", "status_500")
    genuine_request(sandbox, environment, "zoloz").signed().send()
    zoloz_request(environment, "stranger").signed().send()
    esign_request(environment).signed().send()
    request = alipay_request(environment, {})
    request.body = b"{}"
    request.signed().send()

    assert [
        ("zoloz", ZOLOZ.method, "accepted", 200, None),
        ("zoloz", ZOLOZ.method, "SANDBOX_USER_NOT_ENROLLED", 200, None),
        ("esign", ESIGN.method, "30500000", 500, "status_500"),
        ("alipay", ALIPAY.method, "TOKEN_INVALID", 400, None),
    ] == [(r.provider, r.method, r.verdict, r.status, r.fault) for r in sandbox.requests]
    record = sandbox.requests[-1]
    assert (request.target, request.headers["Authorization"], b"{}") == (
        record.target,
        dict(record.headers)["authorization"],
        record.body,
    )


def test_reprs_are_private(sandbox: Sandbox, environment: Environment) -> None:
    """None shows a personal field, a token or a signature."""
    token = sandbox.alipay.issue_token(cert_no="110101199001019999")
    alipay_request(environment, token).signed().send()
    zoloz_request(environment, "a-person").signed().send()
    shown = repr([sandbox.requests, [record.received for record in sandbox.requests], token, sandbox.zoloz.credentials])
    private = ["110101199001019999", token.once_token, token.conn_key, "a-person", "sign=", "signature="]

    assert [] == [text for text in private if text in shown]


def test_the_reset(sandbox: Sandbox, environment: Environment) -> None:
    """It forgets users, tokens, flows, settings, faults and the log."""
    sandbox.zoloz.enroll(USER)
    token, flow_id = sandbox.alipay.issue_token(), sandbox.esign.add_flow()
    sandbox.alipay.settings.links = "array"
    sandbox.fail_next("zoloz", "status_500", times=None)
    sandbox.reset()
    answers = [
        request.signed().send()
        for request in (
            zoloz_request(environment),
            alipay_request(environment, token),
            esign_request(environment, flow_id=flow_id),
        )
    ]

    assert ["SANDBOX_USER_NOT_ENROLLED", "TOKEN_INVALID", "30500001"] == [record.verdict for record in sandbox.requests]
    assert ([200, 400, 200], False) == ([answer.status for answer in answers], b"links" in answers[1].body)


def test_settings_at_construction() -> None:
    """They hold, and come back with the reset; a provider that there is not is refused."""
    with Sandbox(clock=lambda: NOW, zoloz=ZolozSettings(not_enrolled=NotEnrolled(code="MINE"))) as sandbox:
        sandbox.zoloz.settings.not_enrolled = NotEnrolled(code="OTHER")
        sandbox.reset()
        zoloz_request(sandbox.environment()).signed().send()

        assert ["MINE"] == [record.verdict for record in sandbox.requests]
    others: dict[str, Any] = {"wechat": None}
    with pytest.raises(TypeError, match="no provider wechat; there are: zoloz, alipay, esign"):
        Sandbox(**others)


def test_a_listener_is_told_of_every_request() -> None:
    """As it is logged."""
    records: list[Record] = []
    with Sandbox(clock=lambda: NOW, on_request=records.append) as sandbox:
        esign_request(sandbox.environment(), flow_id=FLOW_ID).signed().send()

        assert sandbox.requests == records


def test_services_do_not_import_it() -> None:
    """The clients import neither the sandbox nor its server, nor anything for testing."""
    code = "import sys; from realname import alipay, esign, zoloz; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout.split()

    unwanted = ("realname.sandbox", "realname.testing", "uvicorn", "jsonschema_rs")
    assert [] == [name for name in loaded if name.startswith(unwanted) or name.endswith(".testing")]


def test_without_the_extra_it_says_what_to_install() -> None:
    """At import."""
    code = "import importlib.util as u; u.find_spec = lambda name: None; import realname.sandbox"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, text=True)

    assert "needs jsonschema_rs and uvicorn: install the extra, realname[sandbox]" in ended.stderr


def test_as_a_command_without_the_extra_it_says_so_in_one_line() -> None:
    """And ends as a command that is used wrongly; `-m` is what Python calls it while it looks for it."""
    code = "import importlib.util as u, sys; u.find_spec = lambda _: None; sys.argv[0] = '-m'; import realname.sandbox"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, text=True)

    says = "the sandbox needs jsonschema_rs and uvicorn: install the extra, realname[sandbox]"
    assert (2, f"python -m realname.sandbox: {says}\n", "") == (ended.returncode, ended.stderr, ended.stdout)


def test_every_provider_has_a_gateway(sandbox: Sandbox) -> None:
    """As an attribute of its name."""
    assert list(facts.PROVIDERS) == list(sandbox.gateways)
    assert all(getattr(sandbox, name) is gateway for name, gateway in sandbox.gateways.items())
