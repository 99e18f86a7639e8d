"""The sandbox's process as the workers see it: what it is called by, its trouble, and what it says that it decided."""

import fcntl
import http.client
import json
import os
import subprocess
import sys
import threading
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

KEPT = 20_000
"""Persons whose decisions are remembered until somebody asks; calls that were given up never ask."""

Decision = Mapping[str, Any]


class SandboxProcess:
    """Runs `soaking.gateways`."""

    def __init__(self) -> None:
        self._decisions, theirs = os.pipe()
        os.set_blocking(self._decisions, False)
        if hasattr(fcntl, "F_SETPIPE_SZ"):
            fcntl.fcntl(theirs, fcntl.F_SETPIPE_SZ, 1 << 20)
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-m", "soaking.gateways", str(theirs)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            pass_fds=[theirs],
            env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])},
            text=True,
            process_group=0,
        )
        os.close(theirs)
        self._lock = threading.Lock()
        self._half = b""
        self._known: OrderedDict[str, list[Decision]] = OrderedDict()
        told = json.loads(self._line())
        self.urls: Mapping[str, str] = told["urls"]
        self.arguments: Mapping[str, Mapping[str, dict[str, str]]] = told["arguments"]
        self.faults: Mapping[str, list[str]] = told["faults"]
        self._control, self._token = told["control"]
        self.pid = 0
        self.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None  # noqa: S101
        assert self._process.stdout is not None  # noqa: S101
        self._process.stdin.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()
        os.close(self._decisions)

    def start(self) -> None:
        """Serve."""
        self._tell("start")

    def kill(self) -> None:
        """End in the middle of whatever there is."""
        self._tell("kill")

    def set_clock(self, seconds: float) -> None:
        """Let the sandbox's clock be off by so many seconds."""
        self._tell(f"clock {seconds}")

    def steer(self, action: str, **arguments: object) -> Any:
        """Carry out an action of the control address; None if there is nobody, or it refuses."""
        connection = http.client.HTTPConnection(urlsplit(self._control).netloc, timeout=30)
        try:
            headers = {"Authorization": f"Bearer {self._token}"}
            connection.request("POST", f"/{action}", json.dumps(arguments), headers)
            answer = connection.getresponse()
            value = json.loads(answer.read())
            return value if answer.status == http.HTTPStatus.OK else None
        except (OSError, http.client.HTTPException, ValueError):
            return None
        finally:
            connection.close()

    def decided(self, person: str) -> list[Decision]:
        """What was decided of a person by now; asking again gives nothing."""
        self.drain()
        return self._known.pop(person, [])

    def drain(self) -> None:
        """Read what was told, so that the sandbox never waits for a reader."""
        while True:
            try:
                chunk = os.read(self._decisions, 1 << 20)
            except BlockingIOError:
                break
            if not chunk:
                break
            *lines, self._half = (self._half + chunk).split(b"\n")
            for line in lines:
                decision = json.loads(line)
                self._known.setdefault(decision["person"], []).append(decision)
        while len(self._known) > KEPT:
            self._known.popitem(last=False)

    def _tell(self, line: str) -> None:
        assert self._process.stdin is not None  # noqa: S101
        with self._lock:
            self._process.stdin.write(f"{line}\n")
            self._process.stdin.flush()
            self.pid = int(self._line())

    def _line(self) -> str:
        assert self._process.stdout is not None  # noqa: S101
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the sandbox ended with status {self._process.wait()}")
        return line
