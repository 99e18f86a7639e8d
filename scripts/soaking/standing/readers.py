"""Whoever has the page open: its calls, and readers of the events; one of these reads nothing."""

import json
import select
import socket
import threading
from typing import Final

from soaking.standing.process import Control, RefusedError
from soaking.standing.tally import Tally

LOG_LENGTH: Final = 1000
LOG_BYTES: Final = 64 * 2**20
PAGE_SECONDS: Final = 2.0
OK: Final = 200
NOT_FOUND: Final = 404
STATIC: Final = ("/", "/page.css", "/page.js", "/words.js")


def visit(control: Control, tally: Tally, over: threading.Event) -> None:
    """Do what the page does, until it is over."""
    while not over.wait(PAGE_SECONDS):
        try:
            _visit(control, tally)
        except RefusedError as error:
            tally.find(f"the page: {error}")


def _visit(control: Control, tally: Tally) -> None:
    for path in STATIC:
        _get(control, tally, path)
    content = _get(control, tally, "/overview")
    records = json.loads(content or b"{}").get("records", [])
    tally.logged = len(records)
    if len(records) > LOG_LENGTH:
        tally.find(f"the log holds more than {LOG_LENGTH} requests")
    for record in (*records[:1], *records[-2:]):
        # The oldest one may have left the log meanwhile.
        _get(control, tally, f"/requests/{record['number']}", OK, NOT_FOUND)


def _get(control: Control, tally: Tally, path: str, *allowed: int) -> bytes:
    status, content = control.ask("GET", path)
    if status not in (allowed or (OK,)):
        tally.find(f"the page: {path.rstrip('0123456789')} is answered with {status}")
        return b""
    tally.count("page calls")
    return content


def read(control: Control, tally: Tally, over: threading.Event) -> None:
    """Read events, and miss none while a connection lasts."""
    while not over.is_set():
        with _listening(control) as connection:
            half, last = b"", 0
            while not over.is_set():
                try:
                    piece = connection.recv(65536)
                except TimeoutError:
                    continue
                except ConnectionError:
                    break
                if not piece:
                    break
                *lines, half = (half + piece).split(b"\n")
                for line in lines:
                    number = _number(line)
                    if number is not None:
                        tally.count("events read")
                        if last and number != last + 1:
                            tally.find("events were lost on the way to a reader")
                        last = number
        if not over.is_set():
            tally.count("readers cut off")
            over.wait(0.5)


def _number(line: bytes) -> int | None:
    """Of the request that a line of an event tells of; None if it is about something else."""
    if not line.startswith(b"data:"):
        return None
    number = json.loads(line[5:]).get("number")
    return number if isinstance(number, int) else None


def sleep(control: Control, tally: Tally, over: threading.Event) -> None:
    """Ask for events and read none of them, until the sandbox hangs up; then again."""
    while not over.is_set():
        with _listening(control) as connection:
            poll = select.poll()
            poll.register(connection, select.POLLRDHUP)  # what is there to be read does not count
            while not over.is_set() and not poll.poll(200):
                continue
        if not over.is_set():
            tally.count("sleepers cut off")
            over.wait(0.5)


def _listening(control: Control) -> socket.socket:
    host, _, port = control.place.rpartition(":")
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16384)  # or the kernel would read in place of it
    connection.settimeout(0.2)
    connection.connect((host, int(port)))
    head = "".join(f"{name}: {value}\r\n" for name, value in control.headers.items())
    connection.sendall(f"GET /events HTTP/1.1\r\nHost: {control.place}\r\n{head}\r\n".encode())
    return connection
