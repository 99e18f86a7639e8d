"""Wheel and source distribution, built twice where everything differs that must not matter."""

import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.usefixtures("unmeasured")

ROOT = Path(__file__).parents[2]
TOGETHER = ("docs", "generated", "overlays", "scripts", "specs", "tests")
FILES = (
    ".gitignore",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "README.md",
    "SECURITY.md",
    "pipeline.svg",
    "pyproject.toml",
)
IGNORED = [line.strip("/") for line in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()]


def _copy(source: Path, folder: Path, *, changed: int, umask: int) -> Path:
    """A checkout elsewhere, with other permissions and another time of change."""
    before = os.umask(umask)
    try:
        for name in TOGETHER:
            shutil.copytree(
                source / name, folder / name, ignore=shutil.ignore_patterns(*IGNORED), copy_function=shutil.copyfile
            )
        for name in FILES:
            shutil.copyfile(source / name, folder / name)
    finally:
        os.umask(before)
    for path in folder.rglob("*"):
        if path.is_file():
            executable = os.access(source / path.relative_to(folder), os.X_OK)
            path.chmod((0o777 if executable else 0o666) & ~umask)
        os.utime(path, (changed, changed))
    return folder


def _build(folder: Path, *, umask: int) -> dict[str, bytes]:
    """Build both from there; file name and content of each."""
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", "dist", "."],
        cwd=folder,
        env=os.environ | {"SOURCE_DATE_EPOCH": "1700000000"},
        umask=umask,
        capture_output=True,
        check=True,
    )
    return {path.name: path.read_bytes() for path in (folder / "dist").iterdir()}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as someone else would check it out."""
    return _copy(ROOT, tmp_path_factory.mktemp("checkout"), changed=1_600_000_000, umask=0o022)


@pytest.fixture(scope="module")
def built(checkout: Path) -> dict[str, bytes]:
    """The two files, built there."""
    return _build(checkout, umask=0o022)


@pytest.fixture(scope="module")
def wheel(built: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Iterator[zipfile.ZipFile]:
    """The wheel."""
    [name] = [name for name in built if name.endswith(".whl")]
    path = tmp_path_factory.mktemp("wheel") / name
    path.write_bytes(built[name])
    with zipfile.ZipFile(path) as archive:
        yield archive


def test_a_build_is_reproducible(built: dict[str, bytes], checkout: Path, tmp_path: Path) -> None:
    """Another folder, another time, other permissions: the same bytes."""
    folder = tmp_path / "some where else"
    folder.mkdir()

    again = _build(_copy(checkout, folder, changed=1_500_000_001, umask=0o077), umask=0o077)

    assert sorted(built) == sorted(again)
    assert [] == [name for name in built if built[name] != again[name]]


def test_the_wheel_is_what_is_in_the_source(wheel: zipfile.ZipFile, checkout: Path) -> None:
    """Each file of the four packages, and nothing else but metadata."""
    packages = [checkout / "overlays/realname", *sorted((checkout / "generated").glob("realname_*"))]
    files = {
        str(path.relative_to(package.parent)) for package in packages for path in package.rglob("*") if path.is_file()
    }

    assert files == {name for name in wheel.namelist() if ".dist-info/" not in name}


def test_the_wheel_passes_its_check(built: dict[str, bytes], tmp_path: Path) -> None:
    """check-wheel-contents has nothing to say."""
    [name] = [name for name in built if name.endswith(".whl")]
    (tmp_path / name).write_bytes(built[name])

    done = subprocess.run(
        [sys.executable, "-m", "check_wheel_contents", "--config", str(ROOT / "pyproject.toml"), name],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (0, f"{name}: OK\n") == (done.returncode, done.stdout)


def test_the_wheel_offers_a_command_and_a_plugin(wheel: zipfile.ZipFile) -> None:
    """What pyproject.toml declares is in the metadata, and leads to modules that are in the wheel."""
    [name] = [name for name in wheel.namelist() if name.endswith("entry_points.txt")]
    targets = re.findall(r"^(\w+) = ([\w.]+)", wheel.read(name).decode("utf-8"), re.MULTILINE)
    modules = {path.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for path in wheel.namelist()}

    assert {"realname"} == {command for command, _ in targets}
    assert set() == {module for _, module in targets} - modules


def test_the_source_distribution_is_whole(built: dict[str, bytes], checkout: Path, tmp_path: Path) -> None:
    """Everything that builds and tests the project is in it, scripts still executable, and no more."""
    [name] = [name for name in built if name.endswith(".tar.gz")]
    (tmp_path / name).write_bytes(built[name])
    with tarfile.open(tmp_path / name) as archive:
        modes = {member.name.partition("/")[2]: member.mode for member in archive.getmembers() if member.isfile()}
    expected = {
        str(path.relative_to(checkout)): os.access(path, os.X_OK)
        for folder in TOGETHER
        for path in (checkout / folder).rglob("*")
        if path.is_file() and path.parent.name != "__pycache__"  # of the hook that the build imports
    } | dict.fromkeys(FILES, False)

    assert expected == {path: bool(mode & 0o100) for path, mode in modes.items() if path != "PKG-INFO"}
