"""Part 6: how long the build takes, and how it grows with the number of operations.

The build runs in a copy of what it reads, so that the checkout's own ``generated/`` is left alone.
"""

import copy
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmark.measure import Row
from contracts.load import load

ROOT = Path(__file__).resolve().parents[2]
BUILD_BAR_SECONDS = 15.0
LINEAR_BAR = 1.5
"""What counts as linear, our own choice: growth with the square of the operations would show as about 10."""
SIZES = (1, 10, 100)
PROCESSES = 7

_IMPORT = (
    "import time, attrs, realname.core.client\n"
    "started = time.process_time_ns()\nimport synthetic\nprint(time.process_time_ns() - started)"
)


def measure(*, sizes: tuple[int, ...] = SIZES, processes: int = PROCESSES) -> list[Row]:
    """The three contracts, then synthetic ones."""
    return contracts() + synthetic(sizes=sizes, processes=processes)


def contracts() -> list[Row]:
    """A build of the three contracts, and a comparison with what is there."""
    with _project() as project:
        return [
            Row("regeneration", "the three contracts", _seconds(project), "s", bar=BUILD_BAR_SECONDS),
            Row("regeneration", "--check", _seconds(project, "--check"), "s", bar=BUILD_BAR_SECONDS),
        ]


def synthetic(*, sizes: tuple[int, ...], processes: int) -> list[Row]:
    """Contracts with so many operations each, and how time, size and import grow with them."""
    with _project() as project:
        grown = [_grown(project, project.parent / str(size), size, processes) for size in sizes]
    rows: list[Row] = []
    for what, unit in (("build", "s"), ("size", "KiB"), ("import", "ms")):
        rows += growth(what, unit, sizes, [values[unit] for values in grown])
    return rows


def growth(what: str, unit: str, sizes: tuple[int, ...], values: list[float]) -> list[Row]:
    """Each size by itself; then what each further operation costs at the large end, over the small end."""
    rows = [
        Row("regeneration", f"{what} of {size} operation{'s' if size > 1 else ''}", value, unit)
        for size, value in zip(sizes, values, strict=True)
    ]
    slopes = [
        (values[number] - values[number - 1]) / (sizes[number] - sizes[number - 1]) for number in range(1, len(sizes))
    ]
    if len(slopes) > 1:
        name, against = f"{what} of one operation more, beyond {sizes[-2]}", f"up to {sizes[-2]}"
        rows.append(Row("regeneration", name, slopes[-1], unit, slopes[0], against, LINEAR_BAR))
    return rows


@contextmanager
def _project() -> Iterator[Path]:
    """A copy of what the build reads and replaces."""
    with tempfile.TemporaryDirectory(prefix="realname-regeneration-") as folder:
        project = Path(folder) / "project"
        for name in ("scripts", "specs", "generated"):
            shutil.copytree(ROOT / name, project / name, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "pyproject.toml", project)
        yield project


def _seconds(project: Path, *arguments: str) -> float:
    started = time.perf_counter()
    subprocess.run(  # noqa: S603  the build
        [sys.executable, project / "scripts/build.py", *arguments], stdout=subprocess.DEVNULL, check=True
    )
    return time.perf_counter() - started


def _grown(project: Path, folder: Path, size: int, processes: int) -> dict[str, float]:
    """Build, weigh and import a contract with so many operations."""
    folder.mkdir()
    spec, output = folder / "synthetic.yaml", folder / "output"
    spec.write_text(json.dumps(synthetic_contract(size), ensure_ascii=False), encoding="utf-8")
    seconds = _seconds(project, "--spec", str(spec), "--package", "synthetic", "--output", str(output))
    size_in_bytes = sum(path.stat().st_size for path in (output / "synthetic").glob("*.py"))
    _import(output)
    milliseconds = statistics.median(_import(output) for _ in range(processes))
    return {"s": seconds, "KiB": size_in_bytes / 1024, "ms": milliseconds}


def synthetic_contract(size: int) -> dict[str, Any]:
    """ZOLOZ's contract with its enrollment query so many times, each with a request and an answer of its own."""
    contract: dict[str, Any] = json.loads(json.dumps(load(ROOT / "specs/zoloz.yaml", file="zoloz.yaml").document))
    path = "/api/v1/zoloz/connect/queryEnrollStatus"
    operation, schemas = contract["paths"][path], contract["components"]["schemas"]
    models = {name: schemas.pop(name) for name in ("QueryEnrollStatusRequest", "QueryEnrollStatusResponse")}
    contract["paths"] = {}
    for name in [name for name in schemas if name.startswith("CheckCredentials")]:
        del schemas[name]
    for number in range(1, size + 1):
        contract["paths"][path + str(number)] = _numbered(operation, number)
        for name, model in models.items():
            schemas[name.replace("Status", f"Status{number}")] = _numbered(model, number)
    return contract


def _numbered(part: Any, number: int) -> Any:
    text = json.dumps(copy.deepcopy(part)).replace("ueryEnrollStatus", f"ueryEnrollStatus{number}")
    return json.loads(text)


def _import(output: Path) -> float:
    done = subprocess.run(  # noqa: S603  a statement of this file
        [sys.executable, "-c", _IMPORT],
        env={**os.environ, "PYTHONPATH": str(output)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return int(done.stdout) / 1e6
