"""Steering the sandbox from another process: the actions of the control address."""

import json
from pathlib import Path

import pytest

from realname.sandbox import Sandbox
from realname.sandbox.control.actions import Actions
from realname.sandbox.control.control import Control
from realname.testing.gateway.messages import Received, Stream
from realname.testing.gateway.server import LARGEST_STEERING_BODY
from tests.callers import ESIGN, USER, alipay_request, esign_request, zoloz_request
from tests.faces.control_address import Address


def test_state_and_faults(still: Sandbox, address: Address) -> None:
    """Users, tokens, flows and faults can be set from outside, and what came of the requests read."""
    environment = still.environment()
    address.act("reset")
    address.act("enroll", user_id=USER)
    zoloz_request(environment).signed().send()
    address.act("unenroll", user_id=USER)
    zoloz_request(environment).signed().send()
    alipay_request(environment, address.act("issue_token", results=["FAILED"])).signed().send()
    flow_id = address.act("add_flow", flow_status="FAIL")
    address.act("fail_next", provider="esign", fault="business_code", code=30500003, status=500)
    for _ in range(2):
        esign_request(environment, flow_id=flow_id).signed().send()

    assert [
        ("accepted", 200),
        ("SANDBOX_USER_NOT_ENROLLED", 200),
        ("accepted", 200),
        ("30500003", 500),
        ("accepted", 200),
    ] == [(record["verdict"], record["status"]) for record in address.act("requests")]


def test_requests(still: Sandbox, address: Address) -> None:
    """The log that is read from outside holds what helps to find a wrong signature, as far as the checks got."""
    request, other = (esign_request(still.environment()) for _ in range(2))
    other.mode = None
    request.signed().send()
    other.signed().send()
    first, second = address.act("requests")

    string = f"{ESIGN.method}\n*/*\n\napplication/json; charset=UTF-8\n\n{request.target}"
    assert (string, request.target, "esign") == (
        first["expected_string_to_sign"],
        first["target"],
        first["provider"],
    )
    assert (None, "TOKEN_CANT_BE_NULL") == (second["expected_string_to_sign"], second["verdict"])


def test_faults_listed(still: Sandbox, address: Address) -> None:
    """The faults of a gateway can be listed."""
    assert still.faults("esign") == address.act("faults", provider="esign")


@pytest.mark.parametrize(
    ("action", "body", "status", "text"),
    [
        ("unknown", b"{}", 404, "add_flow, breaches, break_contract, enroll"),
        ("enroll", b"{", 400, "the body must be a JSON object"),
        ("enroll", b"[]", 400, "the body must be a JSON object"),
        ("enroll", b'{"user": "x"}', 400, "user_id"),
        ("enroll", b'{"user_id": []}', 400, "; enroll takes user_id: str"),
        ("finish_flow", b"{}", 400, "'flow_id'; finish_flow takes flow_id: str, "),
        ("finish_flow", b'{"flow_id": "1", "outcome": 1}', 400, "; finish_flow takes flow_id: str, "),
        ("finish_flow", b'{"flow_id": "1"}', 400, "there is no such flow"),
        ("send_callback", b'{"url": 5}', 400, "; send_callback takes url: str | None = None, "),
        ("fail_next", b'{"provider": "esign", "fault": "wrong_key"}', 400, "esign has no fault"),
        ("fail_next", b'{"provider": "esign", "fault": "delay", "times": "x"}', 400, "times must be int | None; "),
        ("fail_next", b'{"provider": "esign", "fault": "delay", "times": true}', 400, "times must be int | None; "),
        ("fail_next", b'{"provider": "esign", "fault": "delay", "self": 1}', 400, "self"),
        ("finish", b'{"name": "x", "outcome": null}', 400, "outcome must be str | collections.abc.Sequence[str]; "),
        ("issue_token", b'{"results": [["SUCCESS"]]}', 400, "results must be "),
        ("issue_token", b'{"results": {"SUCCESS": 1}}', 400, "results must be "),
        ("issue_token", b'{"cert_no": 5}', 400, "cert_no must be str; "),
        ("add_flow", b'{"create_time": 1e308}', 400, "create_time must be int | None; "),
        ("add_flow", b'{"sub_flows": [5]}', 400, "sub_flows must be "),
        ("add_flow", b'{"sub_flows": null}', 400, "sub_flows must be "),
        ("enroll", b'{"user_id": 5}', 400, "user_id must be str; enroll takes user_id: str"),
        ("enroll", b'{"user_id": "%s"}' % (b"u" * 4001), 400, "user_id must not have texts of more than 4000 "),
        ("add_flow", b'{"sub_flows": [{"a": ["%s"]}]}' % (b"u" * 4001), 400, "texts of more than 4000 "),
        ("add_flow", b'{"sub_flows": [{"%s": 1}]}' % (b"u" * 4001), 400, "texts of more than 4000 "),
        ("__init__", b"{}", 404, "there are no such view and action"),
        ("close", b"{}", 404, "there are no such view and action"),
        ("serve", b"{}", 404, "there are no such view and action"),
        ("fast_forward", b'{"seconds": NaN}', 400, "the body must be a JSON object"),
        ("fast_forward", b'{"seconds": 1, "seconds": 2}', 400, "the body must be a JSON object"),
        ("fast_forward", b'{"seconds": %s1%s}' % (b"[" * 30000, b"]" * 30000), 400, "the body must be a JSON object"),
        ("fast_forward", b'{"seconds": %s}' % (b"9" * 60000), 400, "the body must be a JSON object"),
        ("add_flow", b'{"flow_status": "DONE"}', 400, "flowStatus"),
        ("issue_token", b'{"results": []}', 400, "results"),
    ],
)
def test_mistakes(address: Address, action: str, body: bytes, status: int, text: str) -> None:
    """A mistake is told, and changes nothing."""
    answer = address.send("POST", f"/{action}", address.own, body)

    assert (status, True) == (answer.status, text in json.loads(answer.body)["error"])


def test_what_cannot_be_written_is_said(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """As the reason of the sandbox, to whoever steers and in the log: no answer that looks like another program's."""
    with Sandbox(state=tmp_path / "state") as sandbox:
        control = Control(sandbox)
        (tmp_path / "state").rename(tmp_path / "moved")
        headers = (("host", "127.0.0.1"), ("authorization", f"Bearer {control.token}"))
        body = b'{"user_id": "MARKER"}'
        answer = control.answer(Received(method="POST", target="/enroll", headers=headers, body=body))
        (tmp_path / "moved").rename(tmp_path / "state")

    assert not isinstance(answer, Stream)
    assert (500, True) == (answer.status, "no longer there" in json.loads(answer.content)["error"])
    assert ("no longer there" in caplog.text, "MARKER" in caplog.text) == (True, False)


def test_breaches(still: Sandbox, address: Address) -> None:
    """The breaches of a gateway can be listed and committed; the reset ends them."""
    address.act("break_contract", provider="esign", breach="undocumented_status")
    esign_request(still.environment()).signed().send()
    statuses = [record["status"] for record in address.act("requests")]
    address.act("reset")
    esign_request(still.environment()).signed().send()
    statuses += [record["status"] for record in address.act("requests")]

    assert ([202, 200], still.breaches("esign")) == (statuses, address.act("breaches", provider="esign"))


def test_a_callback(still: Sandbox, address: Address) -> None:
    """It is sent, and the gateways answer meanwhile: one of them is what it is sent to."""
    still.esign.settings.callback_schedule = (0.0, 0.0)

    assert [404, 404, 404] == address.act("send_callback", url=f"{still.esign.url}/v1/oauth2/access_token")
    assert 3 == len(still.requests)


def test_what_steers_is_small(address: Address) -> None:
    """What is larger is refused, with or without the token."""
    assert 200 == address.send("POST", "/reset", address.own, b" " * (LARGEST_STEERING_BODY - 2) + b"{}").status
    assert 413 == address.send("POST", "/reset", address.own, b" " * (LARGEST_STEERING_BODY - 1) + b"{}").status


def test_a_wrong_argument_does_not_spoil_the_file(tmp_path: Path) -> None:
    """What was refused is nowhere: everything is written and answered as before, and so it is after another start."""
    with Sandbox(state=tmp_path / "state") as sandbox:
        actions = Actions(sandbox)
        for body in (b'{"user_id": 5}', b'{"user_id": null}', b'{"user_id": true}'):
            with pytest.raises(ValueError, match="user_id must be str"):
                actions.carry_out("enroll", body)
        actions.carry_out("enroll", json.dumps({"user_id": USER}).encode())
        answer = zoloz_request(sandbox.environment()).signed().send()
    with Sandbox(state=tmp_path / "state") as sandbox:
        users = [row.id for row in sandbox.zoloz.panels()[0].rows]

    assert answer is not None
    assert (200, [USER]) == (answer.status, users)
