#!/usr/bin/env python3
"""Build the generated packages from their contracts.

    scripts/build.py                    specs/*.yaml → generated/
    scripts/build.py --check            compare generated/ with what a build makes; write nothing
    scripts/build.py --spec PATH --package NAME --output DIR
                                        any other contract of the same style → DIR/NAME and DIR/REFERENCE.md

Exit status: 0 built, or nothing differs; 1 --check found differences; 2 refused, and nothing was touched.
"""

if __name__ == "__main__":
    import checkout

    checkout.enter()

import argparse
import sys
import tempfile
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from contracts.lint import lint
from contracts.load import load
from contracts.problems import ContractError
from contracts.reading import Contract, read
from generation.package import build_package
from generation.progress import Progress
from generation.publish import differences, replace
from generation.reference import reference
from generation.toolchain import ROOT, BuildError, template_digests, versions

SPECS = ROOT / "specs"
GENERATED = ROOT / "generated"


@dataclass(frozen=True)
class Job:
    """One contract and the package it becomes."""

    spec: Path
    package: str


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit status."""
    options = _options(arguments)
    jobs = _jobs(options)
    output: Path = options.output
    progress = Progress(sys.stdout)
    started = time.monotonic()
    try:
        beside = None
        if not options.check:
            _check_ours(jobs, output)
            output.parent.mkdir(parents=True, exist_ok=True)
            # The new tree takes its place by renames, which stay within one file system.
            beside = output.parent
        with tempfile.TemporaryDirectory(prefix=".build-", dir=beside) as scratch:
            built = Path(scratch) / "built"
            build(jobs, built, Path(scratch), progress)
            if options.check:
                return _report(differences(built, output), output)
            replace(built, output, Path(scratch))
    except ContractError as error:
        progress.clear()
        print(error, file=sys.stderr)
        print(f"{len(error.problems)} problem(s); nothing was written.", file=sys.stderr)
        return 2
    except BuildError as error:
        progress.clear()
        print(f"{error}\nNothing was written.", file=sys.stderr)
        return 2
    print(f"{_shown(output)} built in {time.monotonic() - started:.1f} s")
    return 0


def build(jobs: list[Job], built: Path, scratch: Path, progress: Progress) -> None:
    """Build every package and the reference into `built`.

    Raises:
        ContractError, BuildError: and `built` is incomplete.
    """
    tools, templates = versions(), template_digests()
    contracts: list[Contract] = []
    for job in jobs:
        progress.step(job.package, "load")
        source = load(job.spec, file=_shown(job.spec))
        progress.step(job.package, "validate")
        lint(source)
        contracts.append(read(source))
    for job, contract in zip(jobs, contracts, strict=True):
        build_package(
            contract,
            built / job.package,
            scratch / f"generator-{job.package}",
            versions=tools,
            templates=templates,
            step=partial(progress.step, job.package),
        )
    progress.step("REFERENCE.md", "write")
    (built / "REFERENCE.md").write_text(reference(contracts), encoding="utf-8")
    progress.clear()


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare only; exit 1 if anything differs")
    parser.add_argument("--spec", type=Path, help="a contract outside of specs/")
    parser.add_argument("--package", help="name of the package that --spec becomes")
    parser.add_argument("--output", type=Path, help="directory that is the build's alone (default: generated/)")
    options = parser.parse_args(arguments)
    if (options.spec is None) != (options.package is None) or (options.spec is None) != (options.output is None):
        parser.error("--spec, --package and --output go together")
    if options.package is not None and not (options.package.isascii() and options.package.isidentifier()):
        parser.error("--package must be a Python name")
    options.output = options.output or GENERATED
    return options


def _jobs(options: argparse.Namespace) -> list[Job]:
    if options.spec is not None:
        return [Job(options.spec, options.package)]
    return [Job(spec, f"realname_{spec.stem}") for spec in sorted(SPECS.glob("*.yaml"))]


def _check_ours(jobs: list[Job], output: Path) -> None:
    """Refuse to replace a package that the build did not make; ``generated/`` is the build's alone."""
    for folder in [output / job.package for job in jobs if output != GENERATED]:
        if folder.exists() and any(folder.iterdir()) and not (folder / "build.lock").exists():
            raise BuildError(f"{folder} holds no build.lock, so the build did not make it: choose another --output.")


def _report(found: list[str], output: Path) -> int:
    for line in found:
        print(f"{_shown(output)}/{line}", file=sys.stderr)
    print(f"{_shown(output)}: {len(found)} file(s) differ" if found else f"{_shown(output)} is what the build makes")
    return 1 if found else 0


def _shown(path: Path) -> str:
    """A path as people and generated headers name it: from the project's root, else by its own name alone."""
    resolved = path.resolve()
    return resolved.relative_to(ROOT).as_posix() if resolved.is_relative_to(ROOT) else resolved.name


if __name__ == "__main__":
    sys.exit(main())
