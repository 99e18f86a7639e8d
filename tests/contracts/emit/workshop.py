"""A directory with a contract, the build run on it, and a look at what came out."""

import importlib.util
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

import build

LIBRARY = Path(__file__).with_name("library")
"""The contract of a library: a folder with a file a page."""


@dataclass(frozen=True)
class Outcome:
    """How a run of the build ended."""

    status: int
    out: str
    err: str


class Workshop:
    """One contract and the directory it is built into.

    Attributes:
        contract: the folder, at first with the library's contract.
        output: the directory that the build writes to.
    """

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.contract = folder / "library"
        self.output = folder / "output"
        shutil.copytree(LIBRARY, self.contract)
        self._capsys = capsys

    def page(self, name: str) -> Path:
        """One file of the contract."""
        return self.contract / f"{name}.yaml"

    def change(self, old: str, new: str) -> Path:
        """Replace a piece of the contract that stands there once; return the file."""
        texts = {path: path.read_text(encoding="utf-8") for path in self.contract.iterdir()}
        found = [path for path, text in texts.items() for _ in range(text.count(old))]
        assert len(found) == 1, f"{old!r} stands {len(found)} times in the contract"
        found[0].write_text(texts[found[0]].replace(old, new), encoding="utf-8")
        return found[0]

    def run(self, *options: str) -> Outcome:
        """Run the build on the contract."""
        place = ["--spec", str(self.contract), "--package", "library", "--output", str(self.output)]
        status = build.main([*options, *place])
        streams = self._capsys.readouterr()
        return Outcome(status, streams.out, streams.err)

    def files(self) -> dict[str, bytes]:
        """Everything below the output directory."""
        return files(self.output)


def files(folder: Path) -> dict[str, bytes]:
    """Name → content of every file below a directory, without Python's caches."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def import_package(folder: Path) -> ModuleType:
    """Import the package in a directory under the directory's name."""
    spec = importlib.util.spec_from_file_location(
        folder.name, folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    assert spec is not None
    assert spec.loader is not None
    package = importlib.util.module_from_spec(spec)
    sys.modules[folder.name] = package
    spec.loader.exec_module(package)
    return package
