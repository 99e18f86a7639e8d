"""The packages in ``generated/`` are what the contracts in ``specs/`` say now."""

import subprocess
import sys

import build
from contracts.emit.toolchain import ROOT


def test_generated_is_what_the_contracts_say() -> None:
    """The build, run anew, makes every file that stands there, and no other stands there."""
    script = str(ROOT / "scripts" / "build.py")
    done = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")


def test_build_can_be_started_by_itself() -> None:
    """The script is executable and says by which interpreter."""
    script = ROOT / "scripts" / "build.py"

    assert script.stat().st_mode & 0o111
    assert script.read_text(encoding="utf-8").startswith("#!/usr/bin/env python3\n")


def test_every_contract_has_its_package() -> None:
    """A contract is a package, and a package has a contract."""
    packages = sorted(path.name for path in build.GENERATED.iterdir() if path.is_dir())

    assert packages == sorted(f"realname_{path.name}" for path in build.SPECS.iterdir())
