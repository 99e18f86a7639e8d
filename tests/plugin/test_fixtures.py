"""The fixtures, used as anyone would."""

import json
from collections.abc import Iterator

import pytest
import stamina

from realname import ServerError, SignatureError, alipay, esign, zoloz
from realname.sandbox import Sandbox


@pytest.fixture
def zoloz_client(realname_sandbox: Sandbox) -> Iterator[zoloz.Client]:
    """A client in front of the sandbox."""
    gateway = realname_sandbox.zoloz
    with zoloz.Client(gateway.credentials, base_url=gateway.url, attempts=2) as client:
        yield client


@pytest.fixture
def own_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a developer may have set for accounts of their own."""
    monkeypatch.setenv("REALNAME_ZOLOZ_PRIVATE_KEY_FILE", "/nowhere/key.pem")
    monkeypatch.setenv("REALNAME_ALIPAY_APP_CERTIFICATE", "a certificate")


def test_what_was_received_can_be_told(realname_sandbox: Sandbox, zoloz_client: zoloz.Client) -> None:
    """The record of a request holds what was sent."""
    realname_sandbox.zoloz.enroll("user-1")

    zoloz_client.query_enroll_status(biz_id="1", user_id="user-1")

    [request] = realname_sandbox.requests
    assert {"bizId": "1", "userId": "user-1"} == json.loads(request.body)


def test_a_fault_is_injected_by_name(realname_sandbox: Sandbox, zoloz_client: zoloz.Client) -> None:
    """The next answer is spoilt, the one after it genuine."""
    realname_sandbox.zoloz.enroll("user-1")
    realname_sandbox.fail_next("zoloz", "tampered_body")

    with pytest.raises(SignatureError):
        zoloz_client.query_enroll_status(biz_id="1", user_id="user-1")
    answer = zoloz_client.query_enroll_status(biz_id="1", user_id="user-1")

    assert "SUCCESS" == answer.result.result_code


@pytest.mark.usefixtures("own_variables", "realname_environment")
def test_clients_come_from_the_environment(realname_sandbox: Sandbox) -> None:
    """All three providers' variables are set, and a developer's own play no part."""
    for module, gateway in (
        (zoloz, realname_sandbox.zoloz),
        (alipay, realname_sandbox.alipay),
        (esign, realname_sandbox.esign),
    ):
        with module.Client.from_env() as client:
            assert repr(client).endswith(f"at {gateway.url}>")


def test_repetitions_are_as_many_as_ever_and_do_not_wait(realname_sandbox: Sandbox, zoloz_client: zoloz.Client) -> None:
    """The client's own number of attempts holds, whether fewer or more are asked for."""
    realname_sandbox.zoloz.enroll("user-1")
    realname_sandbox.fail_next("zoloz", "html_502", times=None)

    for attempts in (2, 5):
        with pytest.raises(ServerError):
            zoloz_client.with_options(attempts=attempts).query_enroll_status(biz_id="1", user_id="user-1")

    assert stamina.is_testing()
    assert 2 + 5 == len(realname_sandbox.requests)


def test_the_session_sandbox_is_the_same(realname_session_sandbox: Sandbox, realname_sandbox: Sandbox) -> None:
    """What outlives a test talks to the gateways that the test sees."""
    assert realname_session_sandbox is realname_sandbox
