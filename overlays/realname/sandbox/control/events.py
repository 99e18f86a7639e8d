"""What happens in a sandbox, told as it happens to whoever reads `GET /events` (server-sent events)."""

import json
import threading
from collections.abc import Callable, Mapping
from typing import Any, Final

from realname.sandbox.control.summary import summary
from realname.testing.gateway.gateway import SandboxGateway
from realname.testing.gateway.messages import Headers, Record, Stream

PAUSE: Final = 0.3
"""Seconds in which changes of the state are told once."""
MOST_READERS: Final = 100

Push = Callable[[bytes], None]


class Events:
    """Tells all readers. Nobody is waited for: how far one may be behind, the server says.

    Args:
        gateways: those of the sandbox, by provider.
    """

    def __init__(self, gateways: Mapping[str, SandboxGateway[Any, Any]]) -> None:
        self._gateways = gateways
        self._lock = threading.Lock()
        self._readers: dict[int, Push] = {}
        self._count = 0
        self._is_due = False

    def stream(self, headers: Headers) -> Stream | None:
        """One reader's events; None if there are too many readers."""
        with self._lock:
            return None if len(self._readers) >= MOST_READERS else Stream(headers, self._subscribe)

    def recorded(self, record: Record) -> None:
        """Tell of a request."""
        if self._readers:
            self._tell("record", summary(record, self._gateways[record.provider].contract))

    def changed(self) -> None:
        """Tell that the state may be another one, once for all changes of a moment."""
        if not self._readers:
            return
        with self._lock:
            is_first, self._is_due = not self._is_due, True
        if is_first:
            timer = threading.Timer(PAUSE, self._tell_change)
            timer.daemon = True
            timer.start()

    def cleared(self) -> None:
        """Tell that everything is forgotten."""
        self._tell("cleared", {})

    def _subscribe(self, push: Push) -> Callable[[], None]:
        with self._lock:
            self._count += 1
            number = self._count
            self._readers[number] = push
        return lambda: self._forget(number)

    def _forget(self, number: int) -> None:
        with self._lock:
            self._readers.pop(number, None)

    def _tell_change(self) -> None:
        with self._lock:
            self._is_due = False
        self._tell("state", {})

    def _tell(self, event: str, document: Mapping[str, object]) -> None:
        piece = f"event: {event}\ndata: {json.dumps(document, ensure_ascii=False)}\n\n".encode()
        with self._lock:
            readers = [*self._readers.values()]
        for push in readers:
            push(piece)
