"""An environment with the base dependencies alone, as a service has it: no extras, no development tools.

It is copied together from the packages that are installed here, so that versions are those of the lock file and no
package index is asked. `realname` is laid out as its wheel lays it out.
"""

import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def base_environment() -> Iterator[Path]:
    """The Python of such an environment, which goes away with the context."""
    with tempfile.TemporaryDirectory(prefix="realname-base-") as place:
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", place], check=True)  # noqa: S603  a constant
        [site_packages] = Path(place).glob("lib/python*/site-packages")
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
        for package in closure(project["project"]["dependencies"]):
            _copy(package, site_packages)
        for folder in (ROOT / "overlays/realname", *(ROOT / "generated").glob("realname_*")):
            shutil.copytree(folder, site_packages / folder.name)
        python = Path(place) / "bin/python"
        subprocess.run([python, "-m", "compileall", "-q", site_packages], check=True)  # noqa: S603  as pip does
        yield python


def closure(requirements: list[str]) -> list[Distribution]:
    """The distributions that these requirements need, without any extra."""
    found: dict[str, Distribution] = {}
    pending = [Requirement(text) for text in requirements]
    while pending:
        requirement = pending.pop()
        if requirement.name in found or (requirement.marker and not requirement.marker.evaluate({"extra": ""})):
            continue
        found[requirement.name] = distribution(requirement.name)
        pending += [Requirement(text) for text in found[requirement.name].requires or ()]
    return list(found.values())


def _copy(package: Distribution, site_packages: Path) -> None:
    for file in package.files or ():
        source, target = Path(str(package.locate_file(file))), site_packages / file
        if ".." in file.parts or source.suffix == ".pyc":
            continue  # a console script
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
