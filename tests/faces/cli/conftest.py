"""The command line, run in this process against a sandbox, with an environment of its own."""

import os
import socketserver
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from realname.cli.application import app
from realname.language import choose
from realname.sandbox import Sandbox
from tests import facts

Run = Callable[..., Result]
PERSON = str(facts.main("zoloz").minimal["user_id"])
"""Whom the documented example asks about."""


def query(provider: str, *options: str, **changes: object) -> list[str]:
    """`realname call` for the operation that stands for a provider, with documented arguments but for the changes."""
    operation = facts.main(provider)
    given = [(f"--{name.replace('_', '-')}", str(value)) for name, value in (operation.minimal | changes).items()]
    return ["call", provider, operation.name.replace("_", "-"), *(word for pair in given for word in pair), *options]


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No settings from outside, no colours, and nothing left behind."""
    before = dict(os.environ)
    for name in before:
        if name.startswith("REALNAME_"):
            monkeypatch.delenv(name)
    for name, value in {"NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "200", "LC_ALL": "C.UTF-8"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    yield
    for name in set(os.environ) - set(before):
        del os.environ[name]
    choose("en")


@pytest.fixture
def env_file(sandbox: Sandbox, tmp_path: Path) -> Path:
    """What the sandbox tells `from_env`, as a file."""
    path = tmp_path / "sandbox.env"
    path.write_text("".join(f"{name}={value}\n" for name, value in sandbox.environment().items()), encoding="utf-8")
    return path


@pytest.fixture
def run() -> Run:
    """Run `realname` with these arguments."""

    def run(*arguments: object, input: str | bytes | None = None) -> Result:  # noqa: A002  as the runner names it
        return CliRunner().invoke(app, [str(argument) for argument in arguments], input=input)

    return run


def secrets_of(sandbox: Sandbox) -> list[str]:
    """Everything that must not be printed: keys and secrets, each by its middle as well."""
    values = [
        value
        for name, value in sandbox.environment().items()
        if name.rpartition("_")[2] in ("KEY", "SECRET") and "PUBLIC" not in name
    ]
    return [text for value in values for text in (value, value[len(value) // 2 :][:24])]


@pytest.fixture
def answering() -> Iterator[Callable[[bytes], str]]:
    """A gateway that gives every request the same bytes; called with them, it tells its address."""
    with ExitStack() as stack:

        def serve(answer: bytes) -> str:
            class Handler(socketserver.StreamRequestHandler):
                def handle(self) -> None:
                    while self.rfile.readline().strip():
                        continue
                    self.wfile.write(answer)

            server = stack.enter_context(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler))
            threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
            stack.callback(server.shutdown)
            return f"http://127.0.0.1:{server.server_address[1]}"

        yield serve


def command(*words: object, charset: str = "utf-8", **options: Any) -> "subprocess.CompletedProcess[bytes]":
    """Run `realname` in a process of its own, whose standard streams have this charset."""
    environment = os.environ | {"PYTHONIOENCODING": charset} | options.pop("env", {})
    return subprocess.run(
        [sys.executable, "-m", "realname.cli", *map(str, words)],
        check=False,
        timeout=60,
        **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "input": b"", "env": environment} | options,
    )
