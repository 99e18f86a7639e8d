"""Run a sandbox in a process of its own: `python -m realname.sandbox --env-file PATH`.

The file gets the variables that the clients' `from_env` read, and those of the control listener
(`REALNAME_SANDBOX_CONTROL_URL`, `REALNAME_SANDBOX_CONTROL_TOKEN`), and in comments what a first call succeeds with. It
holds private keys: only its owner can read it, and it goes away with the sandbox.
"""

import argparse
import contextlib
import os
import signal
import stat
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from realname.sandbox.control import Control
from realname.sandbox.sandbox import Sandbox
from realname.testing.gateway.messages import Record


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until SIGTERM, SIGINT or, where standard input is a pipe, its end."""
    parser = argparse.ArgumentParser(prog="python -m realname.sandbox", description=main.__doc__)
    parser.add_argument(
        "--env-file", type=Path, required=True, metavar="PATH", help="where to write URLs and credentials (mode 0600)"
    )
    path: Path = parser.parse_args(arguments).env_file
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    sandbox = Sandbox(samples=True, on_request=_print_request)
    control = Control(sandbox)
    [url] = sandbox.serve(control.answer)
    try:
        _write_private(
            path,
            sandbox.environment()
            | {"REALNAME_SANDBOX_CONTROL_URL": url, "REALNAME_SANDBOX_CONTROL_TOKEN": control.token},
            sandbox.samples,
        )
        for name, gateway in sandbox.gateways.items():
            _print(f"{name:<7}{gateway.url}")
        _print(f"control {url}")
        if _is_pipe(0):
            threading.Thread(target=_await_end_of_input, args=(stopped,), daemon=True).start()
        stopped.wait()
    finally:
        sandbox.close()
        path.unlink(missing_ok=True)
    return 0


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


def _write_private(path: Path, environment: Mapping[str, str], comments: Sequence[str]) -> None:
    """Write the file whole or not at all, so that whoever waits for it never reads half of it."""
    descriptor, name = tempfile.mkstemp(dir=path.resolve().parent, prefix=f".{path.name}.")  # mode 0600
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.writelines(f"# {comment}\n" for comment in comments)
        file.writelines(f"{name}={value}\n" for name, value in environment.items())
    Path(name).replace(path)


if __name__ == "__main__":
    sys.exit(main())
