"""Run a sandbox in a process of its own: `python -m realname.sandbox --env-file PATH`.

The file gets the variables that the clients' `from_env` read, and those of the control listener
(`REALNAME_SANDBOX_CONTROL_URL`, `REALNAME_SANDBOX_CONTROL_TOKEN`), and in comments what a first call succeeds with. It
holds private keys: only its owner can read it, and it goes away with the sandbox. A file that is there already is left
alone, unless it is what a sandbox left behind that was killed.
"""

import argparse
import contextlib
import logging
import os
import signal
import socket
import stat
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from realname.providers import PROVIDERS
from realname.sandbox.control import Control
from realname.sandbox.sandbox import Sandbox
from realname.testing import provider as port
from realname.testing.gateway.messages import Record

FIRST_LINE = "# Written by the sandbox of realname, which removes this file when it ends."
CONTROL_URL = "REALNAME_SANDBOX_CONTROL_URL"
FAILED = 2


def main(arguments: Sequence[str] | None = None, *, hints: Sequence[str] = ()) -> int:
    """Serve until SIGTERM, SIGINT or, where standard input is a pipe, its end.

    Args:
        arguments: those of the command line.
        hints: lines to print once the file is there.
    """
    parser = argparse.ArgumentParser(
        prog="python -m realname.sandbox",
        description="Serve a gateway for each provider on this machine, until Ctrl-C.",
    )
    parser.add_argument(
        "--env-file", type=Path, required=True, metavar="PATH", help="where to write URLs and credentials (mode 0600)"
    )
    parser.add_argument(
        "--finish-after",
        type=_seconds,
        metavar="SECONDS",
        help="after how long whoever was sent to a provider's page or SDK ends there as verified; never by default",
    )
    given = parser.parse_args(arguments)
    path: Path = given.env_file
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    try:
        _clear(path)  # before keys are made
        return _serve(path, stopped, hints, given.finish_after)
    except OSError as error:
        print(f"realname sandbox: {path} cannot be written: {error.strerror or error}", file=sys.stderr)
        return FAILED


def _serve(path: Path, stopped: threading.Event, hints: Sequence[str], finish_after: float | None) -> int:
    settings: dict[str, Any] = {name: port.sandbox(name).DEFAULTS(finish_after=finish_after) for name in PROVIDERS}
    sandbox = Sandbox(samples=True, on_request=_print_request, **settings)
    control = Control(sandbox)
    told = logging.getLogger("realname.sandbox")
    told.setLevel(logging.INFO)
    told.addHandler(printer := _Printer())
    [url] = sandbox.serve(control.answer)
    written = ""
    try:
        own = {CONTROL_URL: url, "REALNAME_SANDBOX_CONTROL_TOKEN": control.token}
        written = _write_private(path, sandbox.environment() | own, sandbox.samples)
        for hint in hints:
            _print(hint)
        for name, gateway in sandbox.gateways.items():
            _print(f"{name:<7}{gateway.url}")
        _print(f"control {url}")
        if _is_pipe(0):
            threading.Thread(target=_await_end_of_input, args=(stopped,), daemon=True).start()
        stopped.wait()
    finally:
        sandbox.close()
        told.removeHandler(printer)
        if written and _content(path) == written:
            path.unlink(missing_ok=True)
    return 0


def _seconds(text: str) -> float:
    if not (seconds := float(text)) >= 0:
        raise argparse.ArgumentTypeError("it must be a number of seconds, 0 or more")
    return seconds


class _Printer(logging.Handler):
    """Prints what only the person would learn from whom the sandbox plays: a code that they were sent."""

    def emit(self, record: logging.LogRecord) -> None:
        _print(record.getMessage())


def _print_request(record: Record) -> None:
    fault = f" [{record.fault}]" if record.fault else ""
    _print(f"{record.provider:<7}{record.method} {record.path} {record.status} {record.verdict}{fault}")


def _print(line: str) -> None:
    with contextlib.suppress(OSError):  # nobody listens any more: the gateways still answer
        print(line, flush=True)


def _is_pipe(descriptor: int) -> bool:
    """Whether the other end is a process, which goes away; not a terminal, a file or /dev/null."""
    try:
        return stat.S_ISFIFO(os.fstat(descriptor).st_mode)
    except OSError:
        return False


def _await_end_of_input(stopped: threading.Event) -> None:
    with contextlib.suppress(OSError):
        while os.read(0, 4096):
            continue
    stopped.set()


def _clear(path: Path) -> None:
    """Make sure that nothing stands at the path, or only what a sandbox that was killed left behind; remove that.

    Raises:
        FileExistsError: there is something else, which is not touched.
    """
    if not os.path.lexists(path):
        return
    content = _content(path)
    if not content.startswith(FIRST_LINE):
        raise FileExistsError(None, "it exists and is not a sandbox's; choose another name, or remove it yourself")
    url = next((line.partition("=")[2] for line in content.splitlines() if line.startswith(f"{CONTROL_URL}=")), "")
    if _is_heard(url):
        raise FileExistsError(None, "it belongs to a sandbox that is running; end that one, or choose another name")
    path.unlink(missing_ok=True)


def _is_heard(url: str) -> bool:
    try:
        parts = urlsplit(url)
        socket.create_connection((parts.hostname or "", parts.port or 0), timeout=1.0).close()
    except (OSError, ValueError):
        return False
    return True


def _content(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeError):
        return ""


def _write_private(path: Path, environment: Mapping[str, str], comments: Sequence[str]) -> str:
    """Write the file whole or not at all, so that whoever waits for it never reads half of it, and return its text."""
    lines = (FIRST_LINE, *(f"# {comment}" for comment in comments), *(f"{n}={v}" for n, v in environment.items()), "")
    text = "\n".join(lines)
    descriptor, name = tempfile.mkstemp(dir=path.resolve().parent, prefix=f".{path.name}.")  # mode 0600
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        _clear(path)
        try:
            os.link(name, path)  # unlike a renaming, it replaces nothing that came in the meantime
        except FileExistsError:
            raise
        except OSError:  # a file system without links
            Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)
    return text


if __name__ == "__main__":
    sys.exit(main())
