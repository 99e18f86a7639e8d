"""What checkers and editors are told of a package is what it does when it runs."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

STUB = "def list_shelves(self) -> Shelves:"


def stubtest(folder: Path) -> subprocess.CompletedProcess[str]:
    """Let mypy hold the stub of the clients against the module, in the package below `folder`."""
    command = [sys.executable, "-m", "mypy.stubtest", "--concise", "library.client"]
    environment = os.environ | {"MYPYPATH": str(folder), "PYTHONPATH": str(folder)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_stub_of_the_clients_is_true(library_folder: Path) -> None:
    """Every method is there at run time, with the arguments that the stub gives it."""
    done = stubtest(library_folder)

    assert (0, "") == (done.returncode, done.stdout)


def test_stub_that_is_not_true_is_noticed(library_folder: Path, tmp_path: Path) -> None:
    """A method that does not exist, or has another argument, does not pass."""
    folder = Path(shutil.copytree(library_folder, tmp_path / "copy"))
    stub = folder / "library" / "client.pyi"
    text = stub.read_text(encoding="utf-8")
    assert STUB in text
    stub.write_text(text.replace(STUB, "def list_shelves(self, *, hall: str) -> Shelves:", 1), encoding="utf-8")

    assert "library.client.Client.list_shelves" in stubtest(folder).stdout
