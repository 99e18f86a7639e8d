"""`scripts/demo` itself, in a copy whose environment and build are stand-ins."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

INTERPRETER = """#!/bin/sh
case "$*" in
    --version) echo "Python 3.x" ;;
    scripts/build.py) {build} ;;
    "-m demonstration") echo "demonstrated with PYTHONPATH $PYTHONPATH"; exit {status} ;;
    *) echo "unknown: $*" >&2; exit 99 ;;
esac
"""


class Copy:
    """A checkout with nothing in it but `scripts/demo`."""

    def __init__(self, folder: Path, demo: Path) -> None:
        self._folder = folder
        for name in ("scripts", "generated/realname_zoloz", ".venv/bin"):
            (folder / name).mkdir(parents=True)
        shutil.copy(demo, folder / "scripts")
        (folder / "generated/realname_zoloz/models.py").write_text("before\n", encoding="utf-8")
        self._program("scripts/install", "#!/bin/sh\necho installed\n")

    def run(
        self, environment: dict[str, str], *, build: str = ":", status: int = 0
    ) -> subprocess.CompletedProcess[str]:
        """Run it from elsewhere, with a build that does `build` and a demonstration that ends with `status`."""
        self._program(".venv/bin/python", INTERPRETER.format(build=build, status=status))
        command = [str(self._folder / "scripts/demo")]
        return subprocess.run(command, cwd="/", env=environment, capture_output=True, text=True, check=False)

    def _program(self, name: str, text: str) -> None:
        (self._folder / name).write_text(text, encoding="utf-8")
        (self._folder / name).chmod(0o755)


@pytest.fixture
def copy(tmp_path: Path, checkout: Path) -> Copy:
    """A copy in a folder whose name has a blank."""
    return Copy(tmp_path / "a checkout", checkout / "scripts/demo")


def test_the_steps_follow_each_other(copy: Copy, plain: dict[str, str]) -> None:
    """It installs, builds, finds nothing changed, and demonstrates; started from anywhere."""
    run = copy.run(plain)

    assert (0, "") == (run.returncode, run.stderr)
    assert [
        "1. Environment",
        "installed",
        "   Python 3.x in .venv, locked packages",
        "2. Clients, regenerated from specs/",
        "   nothing changed: generated/ is what the contracts make",
        "demonstrated with PYTHONPATH scripts",
    ] == run.stdout.splitlines()


@pytest.mark.parametrize(
    ("build", "file"),
    [
        ("echo after > generated/realname_zoloz/models.py", "generated/realname_zoloz/models.py"),
        ("touch generated/new.py", "generated/new.py"),
        ("rm generated/realname_zoloz/models.py", "generated/realname_zoloz/models.py"),
    ],
)
def test_generated_files_that_were_not_up_to_date_are_named(
    copy: Copy, plain: dict[str, str], build: str, file: str
) -> None:
    """A file that the build changes, adds or removes was not what the contracts make."""
    run = copy.run(plain, build=build)

    assert 1 == run.returncode
    assert [file] == run.stderr.splitlines()[1:]
    assert "demonstrated" not in run.stdout


def test_a_refused_build_ends_it(copy: Copy, plain: dict[str, str]) -> None:
    """Nothing is demonstrated with clients that could not be made."""
    run = copy.run(plain, build="exit 2")

    assert 1 == run.returncode
    assert "demonstrated" not in run.stdout


def test_the_demonstrations_status_is_its_own(copy: Copy, plain: dict[str, str]) -> None:
    """What the demonstration found decides."""
    assert 1 == copy.run(plain, status=1).returncode
