"""The sandbox of a soak, in a process of its own that can be killed and comes back with the same keys and ports.

`python -m soaking.gateways DESCRIPTOR` prints a line of JSON about itself and then obeys lines on standard input:
`start`, `kill`, `clock SECONDS`. What serves is a child of it, forked anew at each start. Each decision goes to the
descriptor as a line of JSON before its answer goes out, so that a killed sandbox has told everything, too.
"""

import json
import mmap
import os
import secrets
import signal
import socket
import struct
import sys
import time
from collections.abc import Callable
from copy import deepcopy
from types import SimpleNamespace
from typing import Any

from realname.esign.testing import tokens
from realname.sandbox import Record, Sandbox
from realname.sandbox.control.control import Control
from realname.testing.gateway import server
from realname.testing.gateway.messages import Call, RefusalError
from soaking.persons import MARKER, tag_of

LATER = 2
"""How often a flow that is waited for is still pending."""


class Decisions:
    """What is decided, of whom: by operations in place of the sandbox's own, which go by the identifier alone."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._current: dict[str, str] = {}
        self._asked: dict[str, int] = {}

    def install(self, sandbox: Sandbox) -> None:
        """Decide in place of the sandbox."""
        sandbox.zoloz._handlers = {**sandbox.zoloz._handlers, "queryEnrollStatus": self._enrolled}
        sandbox.alipay._handlers = {"queryJobworthAuthentication": self._identity}
        sandbox.esign._handlers = {"getFlowOutline": self._flow(sandbox.esign._sample())}

    def tell(self, record: Record) -> None:
        """Write down what was decided by the request that just ended, if it came that far."""
        if self._current:
            line = json.dumps(self._current | {"fault": record.fault}).encode() + b"\n"
            os.write(self._descriptor, line)  # shorter than PIPE_BUF: never in parts
            self._current = {}

    def _decide(self, person: str) -> tuple[str, str]:
        outcome, tag = person.split("-")[1], tag_of(person)
        if outcome == "later":
            self._asked[person] = self._asked.pop(person, 0) + 1
            outcome = "pending" if self._asked[person] <= LATER else "verified"
            if len(self._asked) > 1000:
                del self._asked[next(iter(self._asked))]
        self._current = {"person": person, "outcome": outcome, "tag": tag}
        return outcome, tag

    def _enrolled(self, call: Call) -> dict[str, object]:
        outcome, tag = self._decide(call.arguments["userId"])
        result = {"resultStatus": "S", "resultCode": "SUCCESS", "resultMessage": tag}
        if outcome == "verified":
            return {"result": result}
        result |= {"resultStatus": "F", "resultCode": "SANDBOX_USER_NOT_ENROLLED"}
        raise RefusalError(result["resultCode"], business=True, document={"result": result})

    def _identity(self, call: Call) -> dict[str, object]:
        outcome, tag = self._decide(call.arguments["once_token"])
        if outcome == "unknown":
            raise RefusalError("TOKEN_INVALID", tag, business=True)
        results = {"verified": "SUCCESS", "rejected": "FAILED", "pending": "WAITING_VERIFY"}
        return {"identity_result": results[outcome], "user_id": tag}

    def _flow(self, sample: dict[str, object]) -> Callable[[Call], dict[str, object]]:
        statuses = {"verified": "SUCCESS", "rejected": "FAIL", "pending": "ING"}

        def answer(call: Call) -> dict[str, object]:
            flow_id = call.arguments["flowId"]
            outcome, tag = self._decide(flow_id)
            if outcome == "unknown":
                raise RefusalError("30500001", tag, business=True)
            flow = deepcopy(sample) | {"flowId": flow_id, "flowStatus": statuses[outcome], "contextId": tag}
            return {"code": 0, "message": "成功", "data": flow | {"objectType": "INDIVIDUAL"}}

        return answer


def main() -> int:
    """Start and kill what serves, as told, until standard input ends."""
    shared = mmap.mmap(-1, 8)
    decisions = Decisions(int(sys.argv[1]))
    _mark_tokens()
    sandbox = Sandbox(clock=lambda: time.time() + struct.unpack("d", shared[:])[0], on_request=decisions.tell)
    sandbox.esign._secret = MARKER + sandbox.esign._secret[len(MARKER) :]
    decisions.install(sandbox)
    control = Control(sandbox)
    gateways = {
        name: {"usual": gateway.arguments()}
        | ({"other": gateway.arguments(other=True)} if gateway.OTHER_ACCESS else {})
        for name, gateway in sandbox.gateways.items()
    }
    ports = _free_ports(len(gateways) + 1)
    urls = [f"http://{server.LOOPBACK}:{port}" for port in ports]
    told = {
        "urls": dict(zip(gateways, urls, strict=False)),
        "arguments": gateways,
        "control": [urls[-1], control.token],
        "faults": {name: list(sandbox.faults(name)) for name in gateways},
    }
    print(json.dumps(told), flush=True)
    child = lifeline = 0
    for line in sys.stdin:
        word, *rest = line.split()
        if word == "clock":
            shared[:] = struct.pack("d", float(rest[0]))
        elif word == "kill" and child:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            os.close(lifeline)
            child = 0
        elif word == "start":
            child, lifeline = _fork(sandbox, control, ports)
        print(child, flush=True)
    if child:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    return 0


def _fork(sandbox: Sandbox, control: Control, ports: list[int]) -> tuple[int, int]:
    """Fork a child that serves, and return once it listens; and what it ends with when it is closed, as at our end."""
    ready, tell = os.pipe()
    watched, lifeline = os.pipe()
    child = os.fork()
    if child:
        os.close(tell)
        os.close(watched)
        os.read(ready, 1)
        os.close(ready)
        return child, lifeline
    try:
        os.close(lifeline)
        server._listen = _listener(iter(ports))
        sandbox.serve(control.answer)
        os.write(tell, b".")
        os.read(watched, 1)
    finally:
        os._exit(0)


def _listener(ports: Any) -> Any:
    def listen(host: str, _: int) -> socket.socket:
        listener = socket.create_server((host, next(ports)), backlog=200)
        listener.setblocking(False)
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listener

    return listen


def _free_ports(number: int) -> list[int]:
    sockets = [socket.create_server((server.LOOPBACK, 0)) for _ in range(number)]
    ports = [item.getsockname()[1] for item in sockets]
    for item in sockets:
        item.close()
    return ports


def _mark_tokens() -> None:
    """Let the access tokens carry the marker, too."""
    marked = SimpleNamespace(
        token_urlsafe=lambda size: MARKER + secrets.token_urlsafe(size), compare_digest=secrets.compare_digest
    )
    vars(tokens)["secrets"] = marked


if __name__ == "__main__":
    sys.exit(main())
