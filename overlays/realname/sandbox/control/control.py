"""The control address: a sandbox steered and watched from another process, or in a browser.

Out of band: faults are never chosen through the signed request itself. With the header `Authorization: Bearer <token>`:

- `POST /<action>` with a JSON object of the action's arguments gives 200 with a JSON value, or 400;
- `GET /overview` gives what there is, `GET /requests/<number>` one request of the log, `GET /events` what happens from
  now on.

Without the token there are the files of the page, which hold nothing of the sandbox. A refusal is 400 to 405, 500
(what changed cannot be written) or 503, with `{"error": …}`. Nothing but a POST changes anything. Hosts and origins
other than the sandbox's own get 403: a page of another site can neither read nor change anything.
"""

import hmac
import json
import logging
import re
import secrets
import threading
from collections.abc import Mapping
from importlib.resources import files

from attrs import evolve

from realname.sandbox.control.actions import Actions
from realname.sandbox.control.events import Events
from realname.sandbox.control.exchange_document import exchange
from realname.sandbox.control.overview import overview
from realname.sandbox.sandbox import Sandbox
from realname.testing.gateway import guard
from realname.testing.gateway.messages import Answer, Headers, Received, Stream
from realname.testing.gateway.state import StateError

HEADERS: Headers = (
    (
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        "form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
    ),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cache-Control", "no-store"),
)
FILE_TYPES = {"html": "text/html", "css": "text/css", "js": "text/javascript"}
PAGE = "page.html"
MOST_AT_ONCE = 2
"""Exchanges that are looked at together. A large one takes seconds of computing, in which the gateways get less."""
PATIENCE = 2.0
"""Seconds that another one waits for its turn."""
FOREIGN = {
    "wrong_host": "the header Host names another host; open the address that the sandbox told, or start it with that "
    "name (--advertise)",
    "wrong_origin": "the request comes from a page of another origin",
}
logger: logging.Logger = logging.getLogger("realname.sandbox")
VIEWS = re.compile(r"overview|events|requests/([0-9]{1,18})")


class Control:
    """The control listener's handler.

    Args:
        sandbox: which it steers.

    Attributes:
        token: what whoever steers has to know; it stays as long as the sandbox's state.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self.token: str = sandbox.keep("control token", lambda: secrets.token_urlsafe(24))
        self._sandbox = sandbox
        self._actions = Actions(sandbox)
        self._events = Events(sandbox.gateways)
        self._turns = threading.BoundedSemaphore(MOST_AT_ONCE)
        self._files = _page_files()
        sandbox.watch(self._events)

    def answer(self, received: Received) -> Answer | Stream:
        """Carry out one request."""
        answer = self._answer(received)
        return answer if isinstance(answer, Stream) else evolve(answer, headers=(*answer.headers, *HEADERS))

    def _answer(self, received: Received) -> Answer | Stream:
        if problem := guard.objection(received, self._sandbox.host):
            return _error(403, FOREIGN[problem])
        if received.method == "GET" and (file := self._files.get(received.path.removeprefix("/") or PAGE)):
            return file
        if not hmac.compare_digest(received.header("authorization").encode(), f"Bearer {self.token}".encode()):
            return _error(401, "the token is missing or wrong")
        return self._allowed(received)

    def _allowed(self, received: Received) -> Answer | Stream:
        """What whoever has the token gets."""
        name = received.path.removeprefix("/")
        view = VIEWS.fullmatch(name)
        if not view and name not in self._actions:
            return _error(
                404,
                f"there are no such view and action; views: overview, events, requests/<number>; "
                f"actions: {self._actions}",
            )
        if received.method != ("GET" if view else "POST"):
            return _error(405, f"the method must be {'GET' if view else 'POST'}")
        if not view:
            return self._act(name, received.body)
        if name == "overview":
            return _json(200, overview(self._sandbox, records=received.query != "records=0"))
        if name == "events":
            stream = self._events.stream((("Content-Type", "text/event-stream; charset=utf-8"), *HEADERS))
            return stream or _error(503, "there are too many readers of the events: close some pages")
        record = next((record for record in self._sandbox.requests if record.number == int(view[1])), None)
        if record is None:
            return _error(404, "this request is not in the log any more")
        if not self._turns.acquire(timeout=PATIENCE):
            return _error(503, "large requests are being looked at: open this one again in a moment")
        try:
            return _json(200, exchange(record, self._sandbox.gateways))
        finally:
            self._turns.release()

    def _act(self, name: str, body: bytes) -> Answer:
        try:
            return _json(200, self._actions.carry_out(name, body))
        except ValueError as error:
            return _error(400, str(error))
        except StateError as error:  # such as of a full disk
            logger.error("%s", error)
            return _error(500, str(error))


def _page_files() -> Mapping[str, Answer]:
    """The files of the page, by name."""
    folder = files("realname.sandbox.control").joinpath("page")
    found: dict[str, Answer] = {}
    for file in folder.iterdir():
        kind = FILE_TYPES.get(file.name.rpartition(".")[2])
        if kind is not None:
            found[file.name] = Answer.of(200, file.read_bytes(), f"{kind}; charset=utf-8")
    return found


def _json(status: int, document: object) -> Answer:
    content = json.dumps(document, ensure_ascii=False, default=str).encode()  # an amount of money as text
    return Answer.of(status, content, "application/json; charset=utf-8")


def _error(status: int, says: str) -> Answer:
    return _json(status, {"error": says})
