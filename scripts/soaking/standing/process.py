"""The sandbox's process, as its public options and its environment file make it known."""

import http.client
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from soaking.resources import Resources

COMMAND = (sys.executable, "-m", "realname.sandbox")
START_SECONDS = 60.0
PATIENCE = 30.0
"""Seconds that the control address may take."""


class RefusedError(Exception):
    """The control address said no."""


class Control:
    """The control address, for whoever has the environment of a sandbox."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.place = urlsplit(environment["REALNAME_SANDBOX_CONTROL_URL"]).netloc
        self._token = environment["REALNAME_SANDBOX_CONTROL_TOKEN"]

    @property
    def headers(self) -> dict[str, str]:
        """What every request has."""
        return {"Authorization": f"Bearer {self._token}"}

    def steer(self, action: str, **arguments: object) -> Any:
        """Carry out an action.

        Raises:
            RefusedError: the sandbox refuses, or there is none.
        """
        status, content = self.ask("POST", f"/{action}", json.dumps(arguments).encode())
        if status != http.HTTPStatus.OK:
            raise RefusedError(f"{action}: {status}")
        return json.loads(content)

    def ask(self, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
        """Make a request on a connection of its own.

        Raises:
            RefusedError: no answer came.
        """
        connection = http.client.HTTPConnection(self.place, timeout=PATIENCE)
        try:
            connection.request(method, path, body, self.headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise RefusedError(f"{path}: {type(error).__name__}") from error
        finally:
            connection.close()


class Standing:
    """Runs a sandbox while the context lasts.

    Args:
        command: what starts it, without options.
        state: the file that it keeps its state in; None for no file.

    Attributes:
        environment: what is in its environment file.
        control: its control address.
        ended: its exit status, once it was told to end.
    """

    def __init__(self, command: Sequence[str] = COMMAND, state: Path | None = None) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="realname-soak-")
        self._state = state
        self._errors = (Path(self._folder.name) / "stderr").open("w+b")
        self._file = Path(self._folder.name) / "sandbox.env"
        own = [] if state is None else ["--state", str(state)]
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [*command, "--write-env", str(self._file), *own],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            process_group=0,  # Ctrl-C is for the soak, which ends the sandbox itself
        )
        self.lines = 0
        self._last: deque[bytes] = deque(maxlen=5)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.environment = self._await_file()
        self.control = Control(self.environment)
        self.ended: int | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None  # noqa: S101
        assert self._process.stdout is not None  # noqa: S101
        self._process.kill()
        self._process.wait()
        self._reader.join(10)
        self._process.stdin.close()
        self._process.stdout.close()
        self._errors.close()
        self._folder.cleanup()

    @property
    def pid(self) -> int:
        """Of the process."""
        return self._process.pid

    @property
    def is_running(self) -> bool:
        """Whether it has not ended by itself."""
        return self._process.poll() is None

    @property
    def errors(self) -> str:
        """What it wrote to standard error."""
        self._errors.seek(0)
        return self._errors.read().decode("utf-8", "replace")

    def resources(self) -> Resources:
        """What it holds."""
        return Resources.of(self.pid)

    def state_size(self) -> float:
        """MiB of the state on disk, with what belongs to its file."""
        files = [] if self._state is None else self._state.parent.glob(f"{self._state.name}*")
        return sum(file.stat().st_size for file in files) / 2**20

    def end(self) -> None:
        """End it as a service manager does, and wait."""
        self._process.send_signal(signal.SIGTERM)
        try:
            self.ended = self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.ended = None

    @property
    def left_behind(self) -> bool:
        """Whether its environment file is still there."""
        return self._file.exists()

    def _read(self) -> None:
        assert self._process.stdout is not None  # noqa: S101
        for line in self._process.stdout:
            self.lines += 1
            self._last.append(line)

    def _await_file(self) -> dict[str, str]:
        deadline = time.monotonic() + START_SECONDS
        while not self._file.exists():
            if not self.is_running or time.monotonic() > deadline:
                raise RuntimeError(f"no sandbox came up: {self.errors}")
            time.sleep(0.05)
        lines = self._file.read_text(encoding="utf-8").splitlines()
        return dict(line.partition("=")[::2] for line in lines if "=" in line and not line.startswith("#"))


def environment_of(names: Mapping[str, str]) -> dict[str, str]:
    """The environment of a process that calls this sandbox and imports our modules."""
    return {**os.environ, **names, "PYTHONPATH": str(Path(__file__).parents[2])}
