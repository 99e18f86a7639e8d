"""Someone else's project: a folder with tests, and pytest run in it in a process of its own."""

import os
import re
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest
from attrs import frozen


@frozen
class Run:
    """What a pytest run printed, and how it ended."""

    status: int
    output: str

    @property
    def outcomes(self) -> dict[str, int]:
        """The closing line's numbers, such as `{"passed": 3}`."""
        closing = [line for line in self.output.splitlines() if re.search(r" in \d+\.\d+s", line)][-1]
        return {
            word.removesuffix("s"): int(number)
            for number, word in re.findall(r"(\d+) (passed|failed|errors?)", closing)
        }


class Project:
    """A folder with tests that use the plugin."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")

    def write(self, name: str, text: str) -> None:
        """Add a file."""
        (self._folder / name).write_text(dedent(text), encoding="utf-8")

    def run(self, *options: str, plugins: tuple[str, ...] | None = ("realname",)) -> Run:
        """Run the tests with these plugins, or with all that pytest finds if None."""
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("REALNAME_", "PYTEST_"))
        }
        if plugins is not None:
            environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
            options += tuple(f"-p{name}" for name in plugins)
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *options],
            cwd=self._folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return Run(done.returncode, done.stdout)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """An empty project."""
    return Project(tmp_path)
