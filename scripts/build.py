#!/usr/bin/env python3
"""Build the generated packages from their contracts.

    scripts/build.py                    specs/*.yaml → generated/
    scripts/build.py --check            compare generated/ with what a build makes; write nothing
    scripts/build.py --spec PATH --package NAME --output DIR
                                        any other contract of the same style → DIR/NAME and DIR/REFERENCE.md

Exit status: 0 built, or nothing differs; 1 --check found differences; 2 refused, or the output cannot be written.
"""

if __name__ == "__main__":
    import checkout

    checkout.enter()

import argparse
import gc
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from contracts.emit.package import build_package
from contracts.emit.progress import Progress
from contracts.emit.publish import JOURNAL, PREFIX, differences, replace, workplace
from contracts.emit.reference import reference
from contracts.emit.toolchain import ROOT, BuildError, template_digests, versions
from contracts.lint import lint
from contracts.load import load
from contracts.naming import is_python_name
from contracts.problems import ContractError
from contracts.reading import Contract, read

_PYTHON = sys.stdlib_module_names
SPECS = ROOT / "specs"
GENERATED = ROOT / "generated"


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit status."""
    options = _options(arguments)
    jobs = _jobs(options)
    output: Path = options.output
    progress = Progress(sys.stdout)
    started = time.monotonic()
    try:
        if options.check:
            with tempfile.TemporaryDirectory(prefix="check-") as scratch:
                build(jobs, Path(scratch, "built"), progress)
                return _report(differences(Path(scratch, "built"), output), output)
        _check_ours(jobs, output)
        output.parent.mkdir(parents=True, exist_ok=True)
        with workplace(output.parent, print) as folder:
            build(jobs, folder / "built", progress)
            replace(folder / "built", output, folder)
    except (ContractError, BuildError, OSError) as error:
        progress.clear()
        print(_refusal(error, output), file=sys.stderr)
        return 2
    print(f"{_shown(output)} built in {time.monotonic() - started:.1f} s")
    return 0


def build(jobs: dict[str, Path], built: Path, progress: Progress) -> None:
    """Build every package, of which `jobs` gives the contract, and the reference into `built`.

    Raises:
        ContractError, BuildError: and `built` is incomplete.
    """
    tools, templates = versions(), template_digests()
    contracts: dict[str, Contract] = {}
    with _little_garbage():
        for package, spec in jobs.items():
            progress.step(package, "load")
            source = load(spec, name=_shown(spec))
            progress.step(package, "validate")
            lint(source)
            contracts[package] = read(source)
        for package, contract in contracts.items():
            step = partial(progress.step, package)
            build_package(contract, built / package, versions=tools, templates=templates, step=step)
        progress.step("REFERENCE.md", "write")
        (built / "REFERENCE.md").write_text(reference([*contracts.values()]), encoding="utf-8")
    progress.clear()


@contextmanager
def _little_garbage() -> Iterator[None]:
    """Nearly all that a build makes is kept: Python looks for garbage more rarely than it would."""
    before = gc.get_threshold()
    gc.set_threshold(10_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _refusal(error: ContractError | BuildError | OSError, output: Path) -> str:
    if isinstance(error, ContractError):
        return f"{error}\n{len(error.problems)} problem(s); nothing was written."
    if isinstance(error, BuildError):
        return f"{error}\nNothing was written."
    is_half = any(output.parent.glob(f"{PREFIX}*/{JOURNAL}"))
    state = "It is half written: the next build finishes it." if is_half else "Nothing was written."
    return f"{_shown(output)} cannot be written: {error}\n{state}"


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare only; exit 1 if anything differs")
    parser.add_argument("--spec", type=Path, help="a contract outside of specs/")
    parser.add_argument("--package", help="name of the package that --spec becomes")
    parser.add_argument("--output", type=Path, help="directory that is the build's alone (default: generated/)")
    options = parser.parse_args(arguments)
    if (options.spec is None) != (options.package is None) or (options.spec is None) != (options.output is None):
        parser.error("--spec, --package and --output go together")
    if options.package is not None and (not is_python_name(options.package) or options.package in _PYTHON):
        parser.error("--package must be a Python name, and none of Python's own")
    options.output = options.output or GENERATED
    return options


def _jobs(options: argparse.Namespace) -> dict[str, Path]:
    """Package → its contract."""
    if options.spec is not None:
        return {options.package: options.spec}
    return {f"realname_{folder.name}": folder for folder in sorted(SPECS.iterdir()) if folder.is_dir()}


def _check_ours(packages: Iterable[str], output: Path) -> None:
    """Refuse to replace a package that the build did not make; ``generated/`` is the build's alone."""
    for folder in [output / package for package in packages if output != GENERATED]:
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
