"""The same contract becomes the same bytes, wherever and however often it is built."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from contracts.emit.toolchain import ROOT

from .workshop import LIBRARY, Workshop, files


def built_elsewhere(folder: Path, *, hash_seed: str, locale: str) -> dict[str, bytes]:
    """Build the library in a process of its own, from a directory of its own."""
    shutil.copytree(LIBRARY, folder / "contract")
    # A configuration of the tools must have no say in what they make.
    settings = '[tool.datamodel-codegen]\nenum-field-as-literal = "all"\n[tool.ruff]\nline-length = 60\n'
    (folder / "pyproject.toml").write_text(settings, encoding="utf-8")
    place = ["--spec", "contract", "--package", "library", "--output", "output"]
    subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "build.py"), *place],
        cwd=folder,
        env=os.environ | {"PYTHONHASHSEED": hash_seed, "LC_ALL": locale, "TZ": "Asia/Shanghai"},
        check=True,
        capture_output=True,
    )
    return files(folder / "output")


def test_build_is_reproducible_to_the_byte(tmp_path: Path) -> None:
    """Hash seed, locale, working directory and configuration files make no difference."""
    one = built_elsewhere(tmp_path / "one", hash_seed="1", locale="C")
    other = built_elsewhere(tmp_path / "other", hash_seed="2", locale="C.UTF-8")

    assert one == other


def test_build_in_the_same_process_is_the_same(built: Workshop) -> None:
    """Nothing of a build leaks into the next one."""
    before = built.files()
    built.run()

    assert built.files() == before


def test_build_names_no_place_on_this_machine(built: Workshop) -> None:
    """Neither the temporary directory nor the project's own path gets into a file."""
    folder = str(built.output.parent).encode()

    assert not [name for name, content in built.files().items() if folder in content or str(ROOT).encode() in content]
