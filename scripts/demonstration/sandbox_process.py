"""A sandbox in a process of its own, as a service would meet a gateway: known by its addresses and credentials only."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import httpx

START_SECONDS = 30.0
STOP_SECONDS = 10.0


class RunningSandbox(NamedTuple):
    """What is known of it."""

    pid: int
    environment: Mapping[str, str]
    """The variables that the clients' ``from_env`` read."""
    control: Callable[..., object]
    """Steers it from outside of the signed requests: carries out an action with these arguments."""


@contextmanager
def sandbox_process() -> Iterator[RunningSandbox]:
    """Run ``python -m realname.sandbox`` while the context lasts; leave neither a process nor a file behind.

    Raises:
        RuntimeError: the sandbox did not start.
    """
    with tempfile.TemporaryDirectory(prefix="realname-demo-") as folder:
        file = Path(folder) / "sandbox.env"
        # A process group of its own: Ctrl-C ends the demonstration, which then ends the sandbox. Should the
        # demonstration be killed outright, the sandbox sees the end of its standard input and goes, too.
        with subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-m", "realname.sandbox", "--write-env", str(file)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            process_group=0,
        ) as process:
            try:
                _await(process, file)
                pairs = (line.partition("=") for line in file.read_text(encoding="utf-8").splitlines())
                variables = {name: value for name, _, value in pairs}
                url, token = (variables.pop(f"REALNAME_SANDBOX_CONTROL_{name}") for name in ("URL", "TOKEN"))
                headers = {"Authorization": f"Bearer {token}"}
                with httpx.Client(base_url=url, headers=headers, trust_env=False) as client:

                    def control(action: str, **arguments: object) -> object:
                        return client.post(f"/{action}", json=arguments).raise_for_status().json()

                    yield RunningSandbox(process.pid, variables, control)
            finally:
                process.terminate()
                try:
                    process.wait(STOP_SECONDS)
                except subprocess.TimeoutExpired:
                    process.kill()


def environment(variables: Mapping[str, str]) -> AbstractContextManager[object]:
    """Set environment variables, without any other setting of ours beside them, while the context lasts."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("REALNAME_")}
    return patch.dict(os.environ, {**others, **variables}, clear=True)


def _await(process: "subprocess.Popen[bytes]", file: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not file.exists():
        if process.poll() is not None:
            raise RuntimeError(f"the sandbox ended with status {process.returncode} before it was ready")
        if time.monotonic() > deadline:
            raise RuntimeError(f"the sandbox was not ready within {START_SECONDS:.0f} s")
        time.sleep(0.02)
