"""What checkers and editors are told of a package is what it does when it runs."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

STUB = "def list_shelves(self) -> Shelves:"


@pytest.fixture(scope="module")
def told(library_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What mypy says of the stub of the clients, held against the module; and of a copy whose stub is not true."""
    folder = tmp_path_factory.mktemp("stubs")
    shutil.copytree(library_folder / "library", folder / "library")
    stub = Path(shutil.copytree(library_folder / "library", folder / "untrue")) / "client.pyi"
    text = stub.read_text(encoding="utf-8")
    assert STUB in text
    stub.write_text(text.replace(STUB, "def list_shelves(self, *, hall: str) -> Shelves:", 1), encoding="utf-8")
    command = [sys.executable, "-m", "mypy.stubtest", "--concise", "library.client", "untrue.client"]
    environment = os.environ | {"MYPYPATH": str(folder), "PYTHONPATH": str(folder)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert (1, "") == (done.returncode, done.stderr), done.stdout
    return done.stdout.splitlines()


def test_stub_of_the_clients_is_true(told: list[str]) -> None:
    """Every method is there at run time, with the arguments that the stub gives it."""
    assert [] == [line for line in told if not line.startswith("untrue.client.")]


def test_stub_that_is_not_true_is_noticed(told: list[str]) -> None:
    """A method that does not exist, or has another argument, does not pass."""
    assert ["untrue.client.Client.list_shelves"] == [line.split()[0] for line in told]
