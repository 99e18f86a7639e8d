"""Callbacks of e签宝 over real sockets: a user's server verifies what the sandbox sends."""

import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Event, Thread

import pytest
from attrs import Factory, define

import realname
from realname import esign
from realname.esign.testing import callbacks
from realname.sandbox import Sandbox


@define
class Receiver:
    """A user's server, which verifies what it gets."""

    url: str
    results: list[object] = Factory(list)
    """The callbacks that were verified, and the errors of those that were not."""


@pytest.fixture
def receiver(sandbox: Sandbox) -> Iterator[Receiver]:
    """A server with the application's credentials."""
    sandbox.esign.settings.callback_schedule = (0.0, 0.0)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = 200
            try:
                found.results.append(
                    esign.verify_callback(
                        sandbox.esign.credentials,
                        headers=dict(self.headers.items()),
                        query=self.path.partition("?")[2],
                        body=body,
                        max_age=60,
                    )
                )
            except realname.SignatureError as error:
                found.results.append(error)
                status = 403
            self.send_response(status)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        found = Receiver(f"http://127.0.0.1:{server.server_port}/notify?order=001&a=b")
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield found
        server.shutdown()
        thread.join()


def test_genuine_callback(sandbox: Sandbox, receiver: Receiver) -> None:
    """A genuine callback is verified and decoded: who, and how it ended."""
    flow_id = sandbox.esign.add_flow(flow_status="FAIL", context_id="context-1")
    statuses = sandbox.esign.send_callback(receiver.url, flow_id)
    [callback] = receiver.results

    assert isinstance(callback, esign.PersonCallback)
    assert ([200], flow_id, False, "context-1") == (
        statuses,
        callback.flow_id,
        callback.success,
        callback.context_id,
    )


def test_callback_of_an_organization(sandbox: Sandbox, receiver: Receiver) -> None:
    """The callback of an organization is decoded as one."""
    sandbox.esign.send_callback(receiver.url)
    [callback] = receiver.results

    assert isinstance(callback, esign.OrganizationCallback)
    assert "802965095964494307" == callback.agent_flow_id


def test_forged_callback(sandbox: Sandbox, receiver: Receiver) -> None:
    """A forged callback is never accepted, however often it is repeated; the genuine one after it is."""
    statuses = sandbox.esign.send_callback(receiver.url, genuine=False)
    statuses += sandbox.esign.send_callback(receiver.url)

    assert ([403, 403, 403, 200], ["SignatureError"] * 3 + ["OrganizationCallback"]) == (
        statuses,
        [type(result).__name__ for result in receiver.results],
    )


def test_duplicate_callback(sandbox: Sandbox, receiver: Receiver) -> None:
    """A callback that comes twice is twice the same."""
    sandbox.esign.send_callback(receiver.url, duplicate=True)
    first, second = receiver.results

    assert isinstance(first, esign.OrganizationCallback)
    assert first == second


def test_an_answer_byte_by_byte_is_none(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """The receiver has 5 s for all of it, here less: no thread waits for one that says a little every second."""
    monkeypatch.setattr(callbacks, "TIMEOUT", 0.3)
    sandbox.esign.settings.callback_schedule = ()
    ended = Event()

    def drip() -> None:
        connection, _ = listener.accept()
        with connection, suppress(OSError):
            connection.recv(65536)
            for byte in b"HTTP/1.1 200 OK\r\nX: " + b"x" * 1000:
                connection.sendall(bytes([byte]))
                if ended.wait(0.05):
                    break

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = Thread(target=drip)
        thread.start()
        started = time.monotonic()
        statuses = sandbox.esign.send_callback(f"http://127.0.0.1:{listener.getsockname()[1]}/")
        took = time.monotonic() - started
        ended.set()
        thread.join()

    assert [None] == statuses
    assert 5 > took
