"""What a larger contract costs: building it, importing the provider, and using one of its operations.

The real pages of e签宝 are copied under other names, one file an operation, and built into packages of their own. An
operation there has about as many objects, fields and values of enums as one of the 768 in Alipay's official file.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from itertools import cycle, islice, pairwise
from pathlib import Path
from typing import Any, NamedTuple

from benchmark.environment import ROOT, base_environment
from benchmark.imports import milliseconds
from benchmark.measure import Row, in_turns
from contracts.load import SHARED, load
from contracts.naming import request_name
from contracts.nodes import operation_nodes, reachable

SIZES = (1, 10, 100, 768)
ROUNDS = 15
BUILD_BAR = 0.06
"""Seconds of CPU time for one operation more."""
PEAK_BAR = 600.0
"""MiB of memory that the largest build may hold."""
LINEAR_BAR = 1.5
"""What counts as linear, our own choice: growth with the square of the operations would show as about 10."""
IMPORT_BAR, FIRST_USE_BAR = 1.05, 2.0

CONTRACT = ROOT / "specs/esign"
USED = "flow-outline.yaml"
"""The page whose operation is used; each contract has it."""
_CALLBACKS = "callbacks.yaml"
PACKAGE = "realname_esign"
_FROM = "import sys\nsys.path.insert(0, {!r})\n"
_CLIENT = """
import json, httpx
from realname import esign
answer = httpx.Response(200, content=json.dumps({{"code": 0, "data": {{
    "flowId": "1", "flowStatus": "SUCCESS", "objectType": "INDIVIDUAL", "subFlows": [{{"status": "SUCCESS"}}]}}}}))
client = esign.Client(
    esign.Credentials(app_id="1", app_secret="2"), base_url=esign.SERVERS["sandbox"],
    http_client=httpx.Client(transport=httpx.MockTransport(lambda request: answer)),
)"""


class Cost(NamedTuple):
    """What a process took: seconds of CPU time, and the MiB that it held at most."""

    seconds: float
    peak: float


def measure(*, sizes: Sequence[int], rounds: int = ROUNDS) -> list[Row]:
    """Every size, and the largest one over the smallest."""
    with tempfile.TemporaryDirectory(prefix="realname-growth-") as folder, base_environment() as python:
        outputs = {size: Path(folder) / f"built-{size}" for size in sizes}
        build, check = {}, {}
        for size, output in outputs.items():
            spec = copies(size, Path(folder) / f"specs-{size}")
            command = ["--spec", str(spec), "--package", PACKAGE, "--output", str(output)]
            print(f"growth: building {size} operation(s), and checking them …", file=sys.stderr, flush=True)
            build[size] = _cost(*command)
            check[size] = _cost("--check", *command)
            subprocess.run([python, "-m", "compileall", "-q", output], check=True)  # noqa: S603  as pip does
        print("growth: importing and using them …", file=sys.stderr, flush=True)
        most = max(sizes)
        return [
            *_costs("build", {size: cost.seconds for size, cost in build.items()}),
            *_costs("--check", {size: cost.seconds for size, cost in check.items()}),
            Row("growth", f"build, {most} operation(s), memory at most", build[most].peak, "MiB", bar=PEAK_BAR),
            _over("import of a provider", "import realname.esign", IMPORT_BAR, outputs, python, rounds),
            _over("first use of an operation", "", FIRST_USE_BAR, outputs, python, rounds),
        ]


def copies(size: int, folder: Path) -> Path:
    """A contract with so many operations: the pages themselves, then copies of them under other names."""
    pages = sorted(CONTRACT.glob("*.yaml"), key=lambda page: (page.name != USED, page.name))
    pages = [page for page in pages if page.name not in (SHARED, _CALLBACKS)]
    callbacks = CONTRACT / _CALLBACKS  # the provider's room takes them for granted
    document = load(CONTRACT, name="").document
    shared = _read(CONTRACT / SHARED)
    parts = shared["components"]["schemas"]
    roots = [_read(callbacks), shared["components"].get("responses", {}), *map(_read, pages[:size])]
    needed = reachable(document, roots)
    shared["components"]["schemas"] = {name: part for name, part in parts.items() if name in needed}
    folder.mkdir()
    (folder / SHARED).write_text(json.dumps(shared, ensure_ascii=False), encoding="utf-8")  # JSON is YAML
    shutil.copy(callbacks, folder)
    for number, page in enumerate(islice(cycle(pages), size)):
        suffix = _suffix(number // len(pages))
        text = page.read_text(encoding="utf-8")
        copied = _renamed(text, _read(page), suffix) if suffix else text
        (folder / f"{page.stem}{suffix and '-'}{suffix}.yaml").write_text(copied, encoding="utf-8")
    return folder


def _suffix(turn: int) -> str:
    """What the names of a copy end in; nothing for the page itself."""
    return str(turn + 1) if turn else ""


def _renamed(text: str, own: dict[str, Any], suffix: str) -> str:
    """A page with other names for all that it brings: its paths, operations, methods that wait, and components."""
    names = dict.fromkeys([*own["paths"], *own.get("components", {}).get("schemas", {})])
    renamed = {name: name + suffix for name in names}
    for _, _, _, node in operation_nodes(own):
        operation, waiter = node["operationId"], node.get("x-waiter", {}).get("name")
        renamed |= {operation: operation + suffix, request_name(operation): request_name(operation + suffix)}
        renamed |= {waiter: waiter + suffix} if waiter else {}
    pattern = "|".join(re.escape(name) for name in sorted(renamed, key=len, reverse=True))
    return re.sub(
        rf"(?<![\w/])(?:{pattern})(?![\w/])|(?<=/schemas/)(?:{pattern})(?!\w)", lambda found: renamed[found[0]], text
    )


def _read(file: Path) -> dict[str, Any]:
    """One file of a contract, by itself."""
    return load(file, name=file.name).document


def _cost(*arguments: str) -> Cost:
    """What a build takes."""
    command = [sys.executable, str(ROOT / "scripts/build.py"), *arguments]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:  # noqa: S603  the build
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10))


def _costs(what: str, seconds: dict[int, float]) -> list[Row]:
    """Each size by itself; then what one operation more costs at the large end, by itself and over the small end."""
    rows = [Row("growth", f"{what}, {size} operation(s)", value, "s") for size, value in seconds.items()]
    sizes = list(seconds)
    slopes = [(seconds[more] - seconds[few]) / (more - few) for few, more in pairwise(sizes)]
    if slopes:
        name = f"{what}, one operation more, beyond {sizes[-2]}"
        rows.append(Row("growth", name, slopes[-1], "s", bar=BUILD_BAR))
    if len(slopes) > 1:
        name, before = f"{name}, over", f"beyond {sizes[-3]}"
        rows.append(Row("growth", name, slopes[-1], "s", slopes[-2], before, LINEAR_BAR))
    return rows


def _last(size: int) -> str:
    """The suffix of the last copy of the page that is used."""
    pages = len([*CONTRACT.glob("*.yaml")]) - 2  # without the two files that have no operation
    return _suffix((size - 1) // pages)


def _over(what: str, statement: str, bar: float, outputs: dict[int, Path], python: Path, rounds: int) -> Row:
    """A statement with the largest contract over the same with the smallest one; without one, the last operation."""
    works = {}
    for size, output in outputs.items():
        call = statement or f'client.get_flow_outline{_last(size)}(flow_id="1")'
        before = _FROM.format(str(output)) + ("" if statement else _CLIENT.format())
        works[str(size)] = partial(milliseconds, python, call, before)
    taken = in_turns(works, rounds)
    few, *_, many = works
    return Row("growth", f"{what}, of {many}", taken[many], "ms", taken[few], f"of {few}", bar)
