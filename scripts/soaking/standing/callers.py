"""Callers in a process: `python -m soaking.standing.callers THREADS SEED FILL [MODE …]`, in the sandbox's environment.

Prints a line of JSON once it is ready, then one a second with what it did. Obeys lines on standard input: `trouble`,
after which errors are excused, `calm`, after which they are not, and the end, with which it ends. It says of a line
that it has heard it: processes of a busy machine hear late.
"""

import json
import math
import re
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from os import environ
from random import Random
from typing import Any, Final

from realname import RealnameError
from soaking.standing import journeys
from soaking.standing.process import Control, RefusedError
from soaking.standing.strangers import STRANGERS, StrangeAnswerError

COMES_AND_GOES: Final = 0.2
"""How many of the journeys are made by a client of their own."""
STRANGE: Final = 0.1
"""How many turns are a stranger's."""
LARGE_EVERY: Final = 400
"""Turns of a thread between two pictures of a MiB. At even distances, so that they do not look like growth."""


REQUEST_ID: Final = re.compile(r"\[\w+\] ")


class Callers:
    """What the threads of one process share, and what is told of them.

    Args:
        threads: how many call at a time.
        seed: what is random goes by this.
        fill: among how many threads, of all processes, the sandbox's tables are filled first; 0 for not at all.
        modes: the ways of access.
    """

    def __init__(self, threads: int, seed: str, fill: int, modes: Sequence[str]) -> None:
        self.control = Control(environ)
        self._clients = {mode: journeys.make(mode) for mode in modes}
        self._seed = seed
        self._fill = fill
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._latencies: list[float] = []
        self._numbers: Counter[str] = Counter()
        self._findings: Counter[str] = Counter()
        self._trouble, self._calm_since = False, 0.0
        self._receiver = ThreadingHTTPServer(("127.0.0.1", 0), _Receiver)
        self._threads = [threading.Thread(target=self._call, args=(number, threads)) for number in range(threads)]

    def run(self) -> None:
        """Call until standard input ends."""
        threading.Thread(target=self._receiver.serve_forever, daemon=True).start()
        threading.Thread(target=self._obey, daemon=True).start()
        self._tell()  # ready
        for thread in self._threads:
            thread.start()
        while not self._over.wait(1.0):
            self._tell()
        for thread in self._threads:
            thread.join()
        for client in self._clients.values():
            client.close()
        self._receiver.shutdown()
        self._tell()

    def _obey(self) -> None:
        for line in sys.stdin:
            self._trouble = line.strip() == "trouble"
            self._calm_since = time.monotonic()
            self._say({"heard": line.strip()})
        self._over.set()

    def _tell(self) -> None:
        with self._lock:
            told = {"latencies": self._latencies, "numbers": self._numbers, "findings": self._findings}
            self._latencies, self._numbers, self._findings = [], Counter(), Counter()
        self._say(told)

    def _say(self, told: dict[str, Any]) -> None:
        with self._lock:
            print(json.dumps(told), flush=True)

    def _call(self, number: int, threads: int) -> None:
        rng = Random(f"{self._seed} {number}")  # noqa: S311 - nothing secret comes of it
        self._fill_tables()
        turn = number * LARGE_EVERY // threads
        while not self._over.is_set():
            turn += 1
            if turn % LARGE_EVERY == 0:
                self._journey("zoloz", journeys.enroll_large, rng)
            elif rng.random() < STRANGE:
                stranger = rng.choice(STRANGERS)
                self._watched(stranger.__name__, lambda: stranger(self.control, rng))  # noqa: B023 - called at once
            else:
                mode = journeys.drawn(self._clients, rng)
                self._journey(mode, rng.choice(journeys.JOURNEYS[mode.partition(",")[0]]), rng)

    def _fill_tables(self) -> None:
        for name, fill in journeys.fills(self._clients, self.control).items() if self._fill else ():
            for _ in range(math.ceil(journeys.FILLED[name] / self._fill)):
                if self._over.is_set():
                    return
                self._watched(f"filled: {name}", fill)

    def _journey(self, mode: str, journey: Any, rng: Random) -> None:
        goes = rng.random() < COMES_AND_GOES and mode != journeys.SINGLE
        client = journeys.make(mode) if goes else self._clients[mode]
        url = f"http://127.0.0.1:{self._receiver.server_port}/notify"
        try:
            timed = _Timed(client, self._took)
            needs = journeys.Journey(timed, self.control, rng, url)
            self._watched(f"{mode}: {journey.__name__}", lambda: journey(needs))
        finally:
            if goes:
                client.close()

    def _took(self, seconds: float) -> None:
        with self._lock:
            self._latencies.append(seconds)

    def _watched(self, what: str, do: Any) -> None:
        """Count what comes of it: an end, an error that is excused, or a finding."""
        began, finding, excuse = time.monotonic(), "", False
        try:
            do()
        except (journeys.WrongAnswerError, StrangeAnswerError) as error:
            finding = f"wrong answer to {what}: {error}"
        except (RealnameError, RefusedError, OSError) as error:
            excuse = self._trouble or self._calm_since > began
            finding = f"{type(error).__name__} in {what}: {error}"
        except Exception as error:  # noqa: BLE001 - whatever it is, it is to be seen
            finding = f"{type(error).__name__} in {what}: {error}"
        with self._lock:
            self._numbers[what] += 1
            if excuse:
                self._numbers["excused"] += 1
            elif finding:
                self._findings[REQUEST_ID.sub("", finding)] += 1


class _Timed:
    """A client whose calls are timed."""

    def __init__(self, client: Any, took: Any) -> None:
        self._client = client
        self._took = took

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._client, name)

        def call(**arguments: object) -> Any:
            began = time.monotonic()
            try:
                return method(**arguments)
            finally:
                if not name.startswith("wait_"):
                    self._took(time.monotonic() - began)

        return call


class _Receiver(BaseHTTPRequestHandler):
    """Takes callbacks; whether they are genuine is the other soak's concern."""

    timeout = 5

    def do_POST(self) -> None:
        """Take one."""
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


if __name__ == "__main__":
    Callers(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4:]).run()
