"""`realname sandbox`: the embedded gateways, until Ctrl-C."""

import shlex
import tempfile
from pathlib import Path
from typing import Annotated, Final

import typer

from realname.cli import exits

_ENV_FILE: Final = (
    "Where to write addresses and credentials (only you can read it; it goes away with the sandbox). Without it, a "
    "file in a temporary directory."
)


def sandbox(
    env_file: Annotated[Path | None, typer.Option("--env-file", metavar="OUT", help=_ENV_FILE)] = None,
) -> None:
    """Serve a gateway for each provider on this machine, with fresh keys, and print a line a request with its verdict.

    It ends with Ctrl-C, SIGTERM, or the end of standard input. It starts empty: the control address that it prints
    enrolls users, adds flows, issues tokens and injects faults. `realname explain PROVIDER --sandbox` explains the
    last request that it got.
    """
    with exits.reporting():
        from realname.sandbox.__main__ import main as serve
    with tempfile.TemporaryDirectory(prefix="realname-") as directory:
        path = env_file or Path(directory) / "sandbox.env"
        quoted = shlex.quote(str(path))
        hints = [
            f"In another terminal:  set -a; . {quoted}; set +a",
            f"or with any command:  realname … --env-file {quoted}",
        ]
        raise typer.Exit(serve(["--env-file", str(path)], hints=hints))
