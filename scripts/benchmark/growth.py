"""What a larger contract costs: building it, importing the provider, and using one of its operations.

A real page is copied under other names, one file a copy, and built into packages of their own.
"""

import json
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmark.environment import ROOT, base_environment
from benchmark.imports import milliseconds
from benchmark.measure import Row, in_turns
from contracts.load import SHARED, load
from contracts.nodes import reachable

ROUNDS = 15
BUILD_BAR = 0.1
"""Seconds of CPU time for one operation more."""
LINEAR_BAR = 1.5
"""What counts as linear, our own choice: growth with the square of the operations would show as about 10."""
IMPORT_BAR, FIRST_USE_BAR = 1.05, 2.0

PAGE = ROOT / "specs/esign/flow-outline.yaml"
PACKAGE = "realname_esign"
_FROM = "import sys\nsys.path.insert(0, {!r})\n"
_CLIENT = """
import json, httpx
from realname import esign
answer = httpx.Response(200, content=json.dumps({{"code": 0, "data": {{
    "flowId": "1", "flowStatus": "SUCCESS", "objectType": "INDIVIDUAL", "subFlows": [{{"status": "SUCCESS"}}]}}}}))
client = esign.Client(
    esign.Credentials(app_id="1", app_secret="1"), base_url=esign.SERVERS["sandbox"],
    http_client=httpx.Client(transport=httpx.MockTransport(lambda request: answer)),
)"""


def measure(*, sizes: Sequence[int], rounds: int = ROUNDS) -> list[Row]:
    """Every size, and the largest one over the smallest."""
    with tempfile.TemporaryDirectory(prefix="realname-growth-") as folder, base_environment() as python:
        outputs = {size: Path(folder) / f"built-{size}" for size in sizes}
        build, check = {}, {}
        for size, output in outputs.items():
            spec = copies(size, Path(folder) / f"specs-{size}")
            command = ["--spec", str(spec), "--package", PACKAGE, "--output", str(output)]
            build[size] = _seconds(*command)
            check[size] = _seconds("--check", *command)
            subprocess.run([python, "-m", "compileall", "-q", output], check=True)  # noqa: S603  as pip does
        return [
            *_costs("build", build),
            *_costs("--check", check),
            _over("import of a provider", "import realname.esign", IMPORT_BAR, outputs, python, rounds),
            _over("first use of an operation", "", FIRST_USE_BAR, outputs, python, rounds),
        ]


def copies(size: int, folder: Path) -> Path:
    """The contract with so many copies of the page; the first one is the page itself."""
    page, document = PAGE.read_text(encoding="utf-8"), load(PAGE.parent, name="").document
    own = _read(PAGE)
    [(path, item)] = own["paths"].items()
    [operation] = item.values()
    schemas = own["components"]["schemas"]
    callbacks = PAGE.with_name("callbacks.yaml")  # the provider's room takes them for granted
    needed = reachable(document, [own, _read(callbacks)])
    shared = _read(PAGE.with_name(SHARED))
    parts = shared["components"]["schemas"]
    needed |= reachable(document, shared["components"].get("responses", {}))
    shared["components"]["schemas"] = {name: part for name, part in parts.items() if name in needed}
    folder.mkdir()
    (folder / SHARED).write_text(json.dumps(shared, ensure_ascii=False), encoding="utf-8")  # JSON is YAML
    for file in (PAGE, callbacks):
        shutil.copy(file, folder)
    names = [path, operation["operationId"], operation["x-waiter"]["name"], *schemas]
    pattern = re.compile(rf"(?<![\w])({'|'.join(map(re.escape, names))})(?!\w)")
    for number in range(2, size + 1):
        copy = pattern.sub(rf"\g<1>{number}", page)
        (folder / f"{PAGE.stem}-{number}.yaml").write_text(copy, encoding="utf-8")
    return folder


def _read(file: Path) -> dict[str, Any]:
    """One file of a contract, by itself."""
    return load(file, name=file.name).document


def _seconds(*arguments: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, str(ROOT / "scripts/build.py"), *arguments]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)  # noqa: S603  the build
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _costs(what: str, seconds: dict[int, float]) -> list[Row]:
    """Each size by itself; then what one operation more costs at the large end, by itself and over the small end."""
    rows = [Row("growth", f"{what}, {size} operation(s)", value, "s") for size, value in seconds.items()]
    sizes = list(seconds)
    slopes = [(seconds[more] - seconds[few]) / (more - few) for few, more in pairwise(sizes)]
    if slopes:
        name = f"{what}, one operation more, beyond {sizes[-2]}"
        rows.append(Row("growth", name, slopes[-1], "s", bar=BUILD_BAR))
    if len(slopes) > 1:
        rows.append(Row("growth", f"{name}, over up to {sizes[-2]}", slopes[-1], "s", slopes[0], "", LINEAR_BAR))
    return rows


def _over(what: str, statement: str, bar: float, outputs: dict[int, Path], python: Path, rounds: int) -> Row:
    """A statement with the largest contract over the same with the smallest one; without one, the last operation."""
    works = {}
    for size, output in outputs.items():
        number = "" if size == 1 else size
        call = statement or f'client.get_flow_outline{number}(flow_id="1")'
        before = _FROM.format(str(output)) + ("" if statement else _CLIENT.format())
        works[str(size)] = partial(milliseconds, python, call, before)
    taken = in_turns(works, rounds)
    few, *_, many = works
    return Row("growth", f"{what}, of {many}", taken[many], "ms", taken[few], f"of {few}", bar)
