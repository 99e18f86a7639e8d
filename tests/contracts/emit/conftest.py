import shutil
from pathlib import Path
from types import ModuleType

import pytest

import build

from .workshop import LIBRARY, Workshop, import_package


@pytest.fixture
def workshop(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Workshop:
    """A directory of its own with the library's contract."""
    return Workshop(tmp_path, capsys)


@pytest.fixture(scope="package")
def built_elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a copy of the library's contract becomes, outside of the project, built once."""
    folder = tmp_path_factory.mktemp("copy")
    spec = shutil.copytree(LIBRARY, folder / "library")
    assert build.main(["--spec", str(spec), "--package", "library", "--output", str(folder / "output")]) == 0
    return folder / "output"


@pytest.fixture
def built(workshop: Workshop, built_elsewhere: Path) -> Workshop:
    """The same, with what a build makes of it."""
    shutil.copytree(built_elsewhere, workshop.output)
    return workshop


@pytest.fixture(scope="package")
def library_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the library's contract becomes, built once."""
    folder = tmp_path_factory.mktemp("library")
    assert build.main(["--spec", str(LIBRARY), "--package", "library", "--output", str(folder / "output")]) == 0
    return folder / "output"


@pytest.fixture(scope="package")
def library(library_folder: Path) -> ModuleType:
    """The library's package, imported."""
    return import_package(library_folder / "library")
