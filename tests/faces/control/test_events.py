"""What happens, told as it happens: to many readers, and none of them holds anything up."""

import socket
import threading
import time
from collections.abc import Callable

import pytest

from realname.sandbox import Sandbox
from realname.sandbox.control import events as telling
from realname.sandbox.control.control import Control
from realname.sandbox.control.events import Events
from realname.testing.gateway import server as serving
from realname.testing.gateway.messages import Received, Stream
from realname.testing.gateway.server import LARGEST_QUEUE, Server
from tests.callers import USER, esign_request, zoloz_request
from tests.faces.control_address import Address, eventually


def test_every_request_is_told(sandbox: Sandbox, address: Address) -> None:
    """To every reader, as the overview has it."""
    with address.events() as one, address.events() as other:
        for _ in range(2):
            esign_request(sandbox.environment()).signed().send()
        zoloz_request(sandbox.environment()).signed().send()
        told = [[reader.next("record")[1] for _ in range(3)] for reader in (one, other)]

    assert [address.get("/overview")["records"]] * 2 == told


def test_changes_of_the_state_are_told_together(sandbox: Sandbox, address: Address) -> None:
    """However they come about, by Python too: some times a second at most."""
    with address.events() as events:
        began = time.monotonic()
        for number in range(200):
            sandbox.zoloz.enroll(f"user-{number}")
        told = [events.next()]
        address.act("finish", name=sandbox.esign.sample_flow_id)
        told.append(events.next())
        esign_request(sandbox.environment()).signed().send()
        while told[-1][0] != "record":
            told.append(events.next())
        most = 1 + (time.monotonic() - began) / telling.PAUSE  # one may be of what was before

    assert 2 <= told.count(("state", {})) <= most
    assert {"state", "record"} == {kind for kind, _ in told}


def test_looking_is_no_change(sandbox: Sandbox, address: Address) -> None:
    """A page that looks after each change would never come to rest."""
    with address.events() as events:
        sandbox.zoloz.enroll(USER)
        events.next("state")
        for view in ("/overview", "/overview?records=0"):
            address.get(view)
        time.sleep(telling.PAUSE * 2)
        esign_request(sandbox.environment()).signed().send()

        assert "record" == events.next()[0]


def test_a_reset_is_told(sandbox: Sandbox, address: Address) -> None:
    """Whoever has it done."""
    with address.events() as events:
        address.act("reset")
        events.next("cleared")
        sandbox.reset()

        assert ("cleared", {}) == events.next("cleared")


def test_a_reader_that_goes_away_is_forgotten(sandbox: Sandbox) -> None:
    """There are only so many."""
    control = Control(sandbox)
    server = Server([], [control.answer])
    server.start()
    address = Address(f"http://127.0.0.1:{server.ports[0]}", control.token)
    try:
        for _ in range(3):
            with address.events():
                assert eventually(5, lambda: len(control._events._readers) == 1)
            assert eventually(5, lambda: not control._events._readers)
        with pytest.MonkeyPatch.context() as patch, address.events():
            patch.setattr(telling, "MOST_READERS", 1)
            assert 503 == address.send("GET", "/events", address.own).status
    finally:
        server.stop()


def test_without_readers_nothing_is_told(sandbox: Sandbox) -> None:
    """Nor is a thread started."""
    events = Events(sandbox.gateways)
    before = threading.active_count()
    events.changed()
    events.cleared()

    assert before == threading.active_count()


def test_what_lives_says_so(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that what is in between closes no connection, and a dead one is noticed."""
    monkeypatch.setattr(serving, "STREAM_PAUSE", 0.05)
    control = Control(sandbox)
    server = Server([], [control.answer])
    server.start()
    address = Address(f"http://127.0.0.1:{server.ports[0]}", control.token)
    try:
        with address.events() as events:
            size = int(events._reader.readline(), 16)
            assert b": nothing new\n\n" == events._reader.read(size)
    finally:
        server.stop()


class Told:
    """A stream whose reader is told whatever a test wants."""

    def __init__(self) -> None:
        self.pushes: list[Callable[[bytes], None]] = []
        self.ended = 0

    def answer(self, _: Received) -> Stream:
        """The stream."""
        return Stream((("Content-Type", "text/plain"),), self.subscribe)

    def subscribe(self, push: Callable[[bytes], None]) -> Callable[[], None]:
        """Remember the reader."""
        self.pushes.append(push)
        return self.end

    def end(self) -> None:
        """One reader less."""
        self.ended += 1


def test_a_reader_that_never_reads_is_cut_off() -> None:
    """What waits for it is bounded; nobody else waits meanwhile, and others still read."""
    told = Told()
    server = Server([], [told.answer])
    server.start()
    piece = b"x" * 65536
    try:
        with socket.create_connection(("127.0.0.1", server.ports[0]), timeout=10) as connection:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            assert eventually(5, lambda: told.pushes)
            began = time.monotonic()
            for _ in range(2 * LARGEST_QUEUE + 300):  # beyond what is on its way, and what the two sockets hold
                told.pushes[0](piece)
            took = time.monotonic() - began

            assert eventually(5, lambda: told.ended == 1)
            assert took < 1
        told.pushes[0](piece)  # is for nobody
    finally:
        server.stop()
    told.pushes[0](piece)


def test_gateways_answer_while_nobody_reads(sandbox: Sandbox, address: Address) -> None:
    """Readers that are told and do not read slow nothing down."""
    with address.events(), address.events():
        sandbox.zoloz.enroll(USER)
        for _ in range(20):
            esign_request(sandbox.environment()).signed().send()

        assert 20 == len(sandbox.requests)
