"""Callbacks that e签宝's gateway sends: their signature, their bodies, and how they are delivered."""

import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from attrs import Factory, define

from realname.sandbox import Sandbox
from realname.sandbox.control import Control
from tests.sandbox.callers import NOW, NOW_MS, esign_request
from tests.sandbox.steering import Steering

Environment = Mapping[str, str]

SAMPLE = "803719636976683872"


@define
class Arrival:
    """What a server got."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes


@define
class Inbox:
    """A server that keeps what it gets, and answers with these statuses and then with 200."""

    url: str
    arrivals: list[Arrival] = Factory(list)
    statuses: list[int] = Factory(list)
    react: Callable[[], object] = lambda: None
    """What the server does before it answers."""

    @property
    def documents(self) -> list[dict[str, Any]]:
        """The bodies, decoded."""
        return [json.loads(arrival.body) for arrival in self.arrivals]


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    """A user's server on this machine."""

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            found.arrivals.append(Arrival(self.command, self.path, dict(self.headers.items()), body))
            found.react()
            self.send_response(found.statuses.pop(0) if found.statuses else 200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def do_GET(self) -> None:
            self.answer()

        def do_POST(self) -> None:
            self.answer()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        found = Inbox(f"http://127.0.0.1:{server.server_port}/notify")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield found
        server.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def _at_once(sandbox: Sandbox) -> None:
    """Repeat at once."""
    sandbox.esign.settings.callback_schedule = (0.0, 0.0)


def is_signed(environment: Environment, arrival: Arrival, values: str = "") -> bool:
    """Whether a callback carries e签宝's signature: hex of the HMAC over time, values of the query, and body."""
    secret = environment["REALNAME_ESIGN_APP_SECRET"].encode()
    signed = f"{arrival.headers['X-Tsign-Open-TIMESTAMP']}{values}".encode() + arrival.body
    return hmac.new(secret, signed, hashlib.sha256).hexdigest() == arrival.headers["X-Tsign-Open-SIGNATURE"]


def test_callback_on_the_wire(sandbox: Sandbox, environment: Environment, inbox: Inbox) -> None:
    """A callback is a POST of JSON on one line, signed, with the headers in e签宝's spelling."""
    flow_id = sandbox.esign.add_flow(context_id="context-1")
    statuses = sandbox.esign.send_callback(inbox.url, flow_id)
    [arrival] = inbox.arrivals
    verify_code = inbox.documents[0].pop("verifycode")

    assert (
        [200],
        "POST",
        "/notify",
        {
            "X-Tsign-Open-App-Id": environment["REALNAME_ESIGN_APP_ID"],
            "X-Tsign-Open-TIMESTAMP": str(NOW_MS),
            "X-Tsign-Open-SIGNATURE-ALGORITHM": "hmac-sha256",
        },
        True,
        f'{{"flowId":"{flow_id}","success":true,"contextId":"context-1","verifycode":"{verify_code}",'
        f'"serviceId":"{flow_id}","status":true}}'.encode(),
    ) == (
        statuses,
        arrival.method,
        arrival.target,
        {n: v for n, v in arrival.headers.items() if n.startswith("X-Tsign") and n != "X-Tsign-Open-SIGNATURE"},
        is_signed(environment, arrival),
        arrival.body,
    )


def test_query_is_signed(sandbox: Sandbox, environment: Environment, inbox: Inbox) -> None:
    """The values of the address's query are signed in the order of their keys; the keys are not."""
    sandbox.esign.send_callback(f"{inbox.url}?orderNo=001&belong=pinjie")
    [arrival] = inbox.arrivals

    assert ("/notify?orderNo=001&belong=pinjie", True) == (
        arrival.target,
        is_signed(environment, arrival, "pinjie001"),
    )


def test_forged_callback(sandbox: Sandbox, environment: Environment, inbox: Inbox) -> None:
    """A forged callback looks the same and is signed with another secret; the genuine one beside it is e签宝's."""
    sandbox.esign.send_callback(inbox.url, genuine=False)
    sandbox.esign.send_callback(inbox.url)

    assert ([False, True], 64) == (
        [is_signed(environment, arrival) for arrival in inbox.arrivals],
        len(inbox.arrivals[0].headers["X-Tsign-Open-SIGNATURE"]),
    )


@pytest.mark.parametrize(("status", "success"), [("SUCCESS", True), ("FAIL", False)])
def test_outcome(sandbox: Sandbox, inbox: Inbox, status: str, success: bool) -> None:
    """How the flow ended stands there twice."""
    sandbox.esign.send_callback(inbox.url, sandbox.esign.add_flow(flow_status=status))

    assert [(success, success)] == [(document["success"], document["status"]) for document in inbox.documents]


def test_organization(sandbox: Sandbox, inbox: Inbox) -> None:
    """The callback of an organization names the flow of its agent, and, as a subscriber gets it, the event."""
    sandbox.esign.send_callback(inbox.url, subscribed=True)
    [document] = inbox.documents

    assert (SAMPLE, "802965095964494307", "802965095964494307", "identity_org_end") == (
        document["flowId"],
        document["agentFlowId"],
        document["agentServiceId"],
        document["action"],
    )


def test_person_as_a_subscriber_gets_it(sandbox: Sandbox, inbox: Inbox) -> None:
    """The callback of a person to a subscriber has the person's event."""
    sandbox.esign.send_callback(inbox.url, sandbox.esign.add_flow(), subscribed=True)

    assert ["identity_psn_end"] == [document["action"] for document in inbox.documents]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([200], [200]),
        ([500], [500, 200]),
        ([204, 302], [204, 302, 200]),
        ([500, 500, 500], [500, 500, 500]),
    ],
)
def test_repetition(sandbox: Sandbox, inbox: Inbox, answers: list[int], expected: list[int]) -> None:
    """What is not answered with exactly 200 is sent again, twice at most, the same byte for byte."""
    inbox.statuses = answers

    assert expected == sandbox.esign.send_callback(inbox.url)
    assert 1 == len({(arrival.body, arrival.headers["X-Tsign-Open-SIGNATURE"]) for arrival in inbox.arrivals})


def test_schedule(sandbox: Sandbox, inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between repetitions the gateway waits as the newer pages say."""
    waited: list[float] = []
    monkeypatch.setattr("realname.sandbox.esign_callbacks.time.sleep", waited.append)
    sandbox.esign.settings.callback_schedule = type(sandbox.esign.settings)().callback_schedule
    inbox.statuses = [500, 500, 500]
    sandbox.esign.send_callback(inbox.url)

    assert [1.0, 5.0] == waited


def test_duplicate(sandbox: Sandbox, inbox: Inbox) -> None:
    """A delivered callback comes again if so wanted, after a plain GET if so wanted."""
    statuses = sandbox.esign.send_callback(inbox.url, duplicate=True, ping=True)

    assert ([200, 200, 200], ["GET", "POST", "POST"]) == (statuses, [arrival.method for arrival in inbox.arrivals])


def test_nobody_there(sandbox: Sandbox, inbox: Inbox) -> None:
    """A server that is not there has no status."""
    closed = inbox.url.replace("127.0.0.1", "127.0.0.2")
    with pytest.raises(ValueError, match="this machine"):
        sandbox.esign.send_callback(closed)
    with Sandbox() as other:
        gone = other.esign.url

    assert [None, None, None] == sandbox.esign.send_callback(gone)


@pytest.mark.parametrize("url", ["http://example.com/notify", "https://127.0.0.1/notify", "ftp://localhost/"])
def test_elsewhere(sandbox: Sandbox, url: str) -> None:
    """The sandbox sends nothing to another machine."""
    with pytest.raises(ValueError, match="this machine"):
        sandbox.esign.send_callback(url)


def test_unknown_flow(sandbox: Sandbox, inbox: Inbox) -> None:
    """Only a flow that is known can end."""
    with pytest.raises(ValueError, match="no such flow"):
        sandbox.esign.send_callback(inbox.url, "1")


def test_callback_by_control(inbox: Inbox) -> None:
    """Another process can have a callback sent, and the gateways answer meanwhile."""
    sandbox = Sandbox(clock=lambda: NOW)
    control = Control(sandbox)
    [url] = sandbox.serve(control.answer)
    inbox.react = esign_request(sandbox.environment(), NOW_MS).signed().send
    statuses = Steering(url, control.token)("send_callback", url=inbox.url)
    sandbox.close()

    assert ([200], ["accepted"]) == (statuses, [record.verdict for record in sandbox.requests])
