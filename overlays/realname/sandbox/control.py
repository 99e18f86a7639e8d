"""Steering a sandbox from another process, out of band: faults are never chosen through the signed request itself.

`POST <url>/<action>` with the header `Authorization: Bearer <token>` and a JSON object of the action's arguments gives
200 with a JSON value, or 400, 401, 404 or 405 with `{"error": …}`.
"""

import hmac
import inspect
import json
import secrets
from collections.abc import Callable, Mapping
from typing import Any

from attrs import asdict, has

from realname.core import wire
from realname.core.errors import DecodeError
from realname.sandbox.sandbox import Sandbox
from realname.testing.gateway.messages import Answer, Received, Record


class Control:
    """The control listener's handler, for whoever has its token."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.token = secrets.token_urlsafe(24)
        self._sandbox = sandbox
        own = (sandbox.break_contract, sandbox.breaches, sandbox.fail_next, sandbox.faults, sandbox.reset)
        actions: dict[str, Callable[..., object]] = {"requests": self._requests, **{a.__name__: a for a in own}}
        for gateway in sandbox.gateways.values():
            actions |= {name: getattr(gateway, name) for name in gateway.ACTIONS}
        self._actions: Mapping[str, Callable[..., object]] = dict(sorted(actions.items()))

    def answer(self, received: Received) -> Answer:
        """Carry out one request."""
        if not hmac.compare_digest(received.header("authorization").encode(), f"Bearer {self.token}".encode()):
            return _answer(401, {"error": "the token is missing or wrong"})
        action = self._actions.get(received.path.removeprefix("/"))
        if action is None:
            return _answer(404, {"error": f"there is no such action; there are: {', '.join(self._actions)}"})
        if received.method != "POST":
            return _answer(405, {"error": "the method must be POST"})
        try:
            arguments = wire.parse(received.body or b"{}")
        except DecodeError:
            arguments = None
        if not isinstance(arguments, dict):
            return _answer(400, {"error": "the body must be a JSON object"})
        try:
            value: Any = action(**arguments)
        except (AttributeError, TypeError) as error:
            takes = ", ".join(map(str, inspect.signature(action).parameters.values())) or "nothing"
            return _answer(400, {"error": f"{error}; {received.path.removeprefix('/')} takes {takes}"})
        except ValueError as error:
            return _answer(400, {"error": str(error)})
        return _answer(200, asdict(value) if has(type(value)) else value)

    def _requests(self) -> list[dict[str, object]]:
        return [_shown(record) for record in self._sandbox.requests]


def _shown(record: Record) -> dict[str, object]:
    expected = record.expected_string_to_sign
    return {
        "provider": record.provider,
        "method": record.method,
        "target": record.target,
        "headers": [list(header) for header in record.headers],
        "body": record.body.decode("utf-8", "replace"),
        "expected_string_to_sign": None if expected is None else expected.decode("utf-8", "replace"),
        "verdict": record.verdict,
        "status": record.status,
        "fault": record.fault,
    }


def _answer(status: int, document: object) -> Answer:
    content = json.dumps(document, ensure_ascii=False, default=str).encode()  # an amount of money as text
    return Answer.of(status, content, "application/json; charset=utf-8")
