"""Lets a script be started with any Python 3.11, and print anything: what its output cannot take is replaced.

It goes on in the checkout's own environment, made first if need be.

Uses the standard library only.
"""

import os
import subprocess
import sys
from importlib.util import find_spec
from io import TextIOWrapper
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ENVIRONMENT = ROOT / ".venv"
NEEDED = ("ruamel", "datamodel_code_generator", "openapi_python_client", "jsonschema_rs", "realname")


def enter() -> None:
    """Go on where the locked packages are; return if this is the place, or if the packages are here anyway."""
    if sys.stdout is None:  # closed by the caller
        sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115  for good
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    if Path(sys.prefix).resolve() == ENVIRONMENT.resolve() or all(find_spec(name) for name in NEEDED):
        return
    installed = subprocess.run([ROOT / "scripts/install"], check=False, stdout=sys.stderr).returncode  # noqa: S603  ours
    if installed:
        raise SystemExit(installed)
    python = str(ENVIRONMENT / "bin/python")
    os.execv(python, [python, *sys.argv])  # noqa: S606  the same script with the same arguments
