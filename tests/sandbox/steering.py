"""The control listener's client."""

import json
from typing import Any

from tests.sandbox.raw import Answer, send


class Steering:
    """Carries out actions as another process does."""

    def __init__(self, url: str, token: str) -> None:
        self.url = url
        self.token = token

    def __call__(self, action: str, **arguments: object) -> Any:
        """Carry out an action and return its value."""
        return json.loads(self.post(action, json.dumps(arguments).encode()).body)

    def post(self, action: str, body: bytes = b"", token: str | None = None, method: str = "POST") -> Answer:
        """Send one request."""
        answer = send(self.url, method, f"/{action}", [("Authorization", f"Bearer {token or self.token}")], body)
        assert answer is not None
        return answer
