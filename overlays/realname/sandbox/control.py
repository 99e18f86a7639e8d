"""Steering a sandbox from another process, out of band: faults are never chosen through the signed request itself.

`POST <url>/<action>` with the header `Authorization: Bearer <token>` and a JSON object of the action's arguments gives
200 with a JSON value, or 400, 401, 404 or 405 with `{"error": …}`.
"""

import hmac
import inspect
import json
import secrets
from collections.abc import Callable, Mapping

from attrs import asdict

from realname.core import wire
from realname.core.errors import DecodeError
from realname.sandbox.alipay_tokens import Token
from realname.sandbox.exchange import Answer, Received, Record
from realname.sandbox.sandbox import Sandbox


class Control:
    """The control listener's handler, for whoever has its token."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.token = secrets.token_urlsafe(24)
        self._sandbox = sandbox
        self._actions: Mapping[str, Callable[..., object]] = {
            "add_flow": sandbox.esign.add_flow,
            "break_contract": sandbox.break_contract,
            "breaches": sandbox.breaches,
            "enroll": sandbox.zoloz.enroll,
            "fail_next": sandbox.fail_next,
            "faults": sandbox.faults,
            "issue_token": sandbox.alipay.issue_token,
            "requests": self._requests,
            "reset": sandbox.reset,
            "send_callback": sandbox.esign.send_callback,
            "unenroll": sandbox.zoloz.unenroll,
        }

    def answer(self, received: Received) -> Answer:
        """Carry out one request."""
        if not hmac.compare_digest(received.header("authorization").encode(), f"Bearer {self.token}".encode()):
            return _answer(401, {"error": "the token is missing or wrong"})
        action = self._actions.get(received.path.removeprefix("/"))
        if action is None:
            return _answer(404, {"error": f"there is no such action; there are: {', '.join(self._actions)}"})
        if received.method != "POST":
            return _answer(405, {"error": "the method is to be POST"})
        try:
            arguments = wire.parse(received.body or b"{}")
            if not isinstance(arguments, dict):
                raise TypeError("the body is to be a JSON object")
            inspect.signature(action).bind(**arguments)
            value = action(**arguments)
            return _answer(200, asdict(value) if isinstance(value, Token) else value)
        except (DecodeError, TypeError, ValueError) as error:
            return _answer(400, {"error": str(error)})

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
    content = json.dumps(document, ensure_ascii=False).encode()
    headers = (("Content-Type", "application/json; charset=utf-8"), ("Content-Length", str(len(content))))
    return Answer(status, headers, content)
