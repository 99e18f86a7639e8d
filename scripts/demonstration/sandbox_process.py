"""A sandbox in a process of its own, as a service would meet a gateway: known by its addresses and credentials only."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

START_SECONDS = 30.0
STOP_SECONDS = 10.0


class SandboxProcess:
    """Runs ``python -m realname.sandbox`` while the context lasts; leaves neither a process nor a file behind.

    Attributes:
        environment: the variables that the clients' ``from_env`` read.
        pid: the process.

    Raises:
        RuntimeError: on entering: the sandbox did not start.
    """

    def __init__(self) -> None:
        self.environment: dict[str, str] = {}
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        with self._stack:
            folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="realname-demo-")))
            process = self._stack.enter_context(_running(folder / "sandbox.env"))
            self.pid = process.pid
            variables = _read(_await(process, folder / "sandbox.env"))
            url, token = (variables.pop(f"REALNAME_SANDBOX_CONTROL_{name}") for name in ("URL", "TOKEN"))
            self._control = self._stack.enter_context(
                httpx.Client(base_url=url, headers={"Authorization": f"Bearer {token}"}, trust_env=False)
            )
            self.environment = variables
            self._stack = self._stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def control(self, action: str, **arguments: object) -> object:
        """Steer the sandbox from outside of the signed requests."""
        response = self._control.post(f"/{action}", json=arguments)
        response.raise_for_status()
        answer: object = response.json()
        return answer


@contextmanager
def environment(variables: Mapping[str, str]) -> Iterator[None]:
    """Set environment variables, without any other setting of ours beside them, and put things back as they were."""
    before = dict(os.environ)
    for name in before:
        if name.startswith("REALNAME_"):
            del os.environ[name]
    os.environ.update(variables)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@contextmanager
def _running(env_file: Path) -> Iterator["subprocess.Popen[bytes]"]:
    # A process group of its own: Ctrl-C ends the demonstration, which then ends the sandbox. Should the demonstration
    # be killed outright, the sandbox sees the end of its standard input and goes, too.
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-m", "realname.sandbox", "--env-file", str(env_file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        process_group=0,
    )
    with process:
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()


def _await(process: "subprocess.Popen[bytes]", env_file: Path) -> Path:
    deadline = time.monotonic() + START_SECONDS
    while not env_file.exists():
        if process.poll() is not None:
            raise RuntimeError(f"the sandbox ended with status {process.returncode} before it was ready")
        if time.monotonic() > deadline:
            raise RuntimeError(f"the sandbox was not ready within {START_SECONDS:.0f} s")
        time.sleep(0.02)
    return env_file


def _read(env_file: Path) -> dict[str, str]:
    lines = env_file.read_text(encoding="utf-8").splitlines()
    return {name: value for name, _, value in (line.partition("=") for line in lines)}
