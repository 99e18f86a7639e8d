#!/usr/bin/env python3
"""Build what is published: the source distribution, the wheel, and the list of what is in it.

    scripts/release.py v1.2.3          into dist/
    scripts/release.py --check         whether the tree could be released, with no tag and nothing written

It refuses unless the tag is the version, the changelog's topmost entry is this version with its date, and two builds
give the same bytes. The time in them is SOURCE_DATE_EPOCH, by default that of the last commit.

Exit status: 0 built; 1 refused, with the reason.
"""

if __name__ == "__main__":
    import checkout

    checkout.enter()

import argparse
import filecmp
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import realname
import sbom

ROOT = Path(__file__).parents[1]
DIST = ROOT / "dist"
BILL = "realname.cdx.json"


class RefusalError(Exception):
    """Why not; for people to read."""


def require_version(tag: str) -> None:
    """The tag is a `v` and the version.

    Raises:
        RefusalError: it is not.
    """
    if tag != f"v{realname.__version__}":
        raise RefusalError(
            f"the tag is {tag}, and the version in overlays/realname/core/version.py {realname.__version__}"
        )


def require_entry(changelog: str) -> None:
    """The topmost entry is that of the version, with the day of its release.

    Raises:
        RefusalError: it is not.
    """
    heading = next(iter(re.findall(r"^## .*", changelog, re.MULTILINE)), "nothing")
    if not re.fullmatch(rf"## \[{re.escape(realname.__version__)}\] - \d{{4}}-\d\d-\d\d", heading):
        raise RefusalError(f"CHANGELOG.md begins with '{heading}', not with '## [{realname.__version__}] - YYYY-MM-DD'")


def build(folder: Path) -> list[Path]:
    """Source distribution, wheel and list; the wheel is built from the source distribution."""
    variables = {**os.environ, "SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH") or _committed()}
    variables.pop("PYTHONPATH", None)
    command = [sys.executable, "-P", "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, env=variables, check=False)  # noqa: S603  ours
    if done.returncode:
        raise RefusalError(f"it cannot be built:\n{done.stdout}{done.stderr}")
    sbom.main(["--output", str(folder / BILL)])
    return sorted(folder.iterdir())


def _committed() -> str:
    command = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  ours
    return done.stdout.strip() or "1767225600"


def build_twice(into: Path | None) -> None:
    """Build, build again, compare, and keep one.

    Raises:
        RefusalError: the two differ.
    """
    with tempfile.TemporaryDirectory(prefix="realname-release-") as first, tempfile.TemporaryDirectory() as second:
        made, again = build(Path(first)), build(Path(second))
        names = [path.name for path in made]
        if names != [path.name for path in again]:
            raise RefusalError("two builds make files of different names")
        _, differing, unreadable = filecmp.cmpfiles(first, second, names, shallow=False)
        if differing or unreadable:
            raise RefusalError(f"two builds differ: {', '.join([*differing, *unreadable])}")
        if into is not None:
            shutil.rmtree(into, ignore_errors=True)
            shutil.copytree(first, into)
        print(*names, sep="\n")


def main(arguments: Sequence[str]) -> int:
    """Refuse, or build."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("tag", nargs="?", help="the tag that is released")
    parser.add_argument("--check", action="store_true", help="build and compare, and write nothing")
    options = parser.parse_args(arguments)
    if (options.tag is None) is not options.check:
        parser.error("name the tag, or --check")
    try:
        if not options.check:
            require_version(options.tag)
            require_entry((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
        build_twice(None if options.check else DIST)
    except RefusalError as error:
        print(f"refused: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
