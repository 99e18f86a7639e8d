"""Putting a finished build in its place, and comparing one with what is there."""

from collections.abc import Iterator
from pathlib import Path


def replace(built: Path, output: Path, scratch: Path) -> None:
    """Move everything in `built` into `output`, each package by one rename; `scratch` takes what it replaces.

    All three must be on one file system.
    """
    output.mkdir(parents=True, exist_ok=True)
    for new in sorted(built.iterdir()):
        old = output / new.name
        if old.is_dir():
            old.rename(scratch / f"replaced-{new.name}")
        new.replace(old)


def differences(built: Path, output: Path) -> list[str]:
    """What stands in `output` otherwise than in `built`, one line a file, with what to do about it."""
    due, there = dict(_files(built)), dict(_files(output))
    rebuild = "run scripts/build.py"
    return sorted(
        [
            f"{name}: edited by hand, or its source has changed: {rebuild}"
            for name in due
            if there.get(name, due[name]) != due[name]
        ]
        + [f"{name}: deleted: {rebuild}" for name in due if name not in there]
        + [f"{name}: added; the build does not make it: delete it" for name in there if name not in due]
    )


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in folder.rglob("*"):
        name = path.relative_to(folder)
        if path.is_file() and "__pycache__" not in name.parts:
            yield name.as_posix(), path.read_bytes()
