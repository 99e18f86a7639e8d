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
_FINISH_AFTER: Final = (
    "Seconds after which whoever was sent to a provider's page or SDK ends there as verified. Without it, the control "
    "address plays their part."
)


def sandbox(
    env_file: Annotated[Path | None, typer.Option("--env-file", metavar="OUT", help=_ENV_FILE)] = None,
    finish_after: Annotated[
        float | None, typer.Option("--finish-after", metavar="SECONDS", min=0, help=_FINISH_AFTER)
    ] = None,
) -> None:
    """Serve a gateway for each provider on this machine, with fresh keys, and print a line a request with its verdict.

    It ends with Ctrl-C, SIGTERM, or the end of standard input. It starts empty: the control address that it prints
    enrolls users, adds flows, issues tokens, plays the persons' part and injects faults. `realname explain PROVIDER
    --sandbox` explains the last request that it got.
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
        own = [] if finish_after is None else ["--finish-after", str(finish_after)]
        raise typer.Exit(serve(["--env-file", str(path), *own], hints=hints))
