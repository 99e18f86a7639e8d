"""Part 4: what importing costs, over importing what it stands on, each in a fresh process without the extras."""

import statistics
import subprocess
from collections.abc import Mapping
from pathlib import Path

from benchmark.environment import base_environment
from benchmark.measure import Row, best

PROVIDER_BAR = 1.15
PACKAGE_BAR_MS = 5.0
PROCESSES = 15

_LIBRARIES = "import httpx, attrs, cattrs"
_RSA = (
    "from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm\n"
    "from cryptography.hazmat.primitives import hashes, serialization\n"
    "from cryptography.hazmat.primitives.asymmetric import padding, rsa\n"
    "from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes\n"
    "from cryptography.hazmat.primitives.padding import PKCS7"
)
FLOORS = {
    "realname.zoloz": f"{_LIBRARIES}\n{_RSA}",
    "realname.alipay": f"{_LIBRARIES}\n{_RSA}",
    "realname.esign": _LIBRARIES,
    "realname.alipay, realname.esign, realname.zoloz": f"{_LIBRARIES}\n{_RSA}",
}
"""What each provider needs imported in any case: RSA and AES for ZOLOZ and Alipay, nothing for e签宝's HMAC."""

_TIMED = "import time\nstarted = time.process_time_ns()\n{}\nprint(time.process_time_ns() - started)"


def measure(*, runs: int = 3, processes: int = PROCESSES) -> list[Row]:
    """`import realname` by itself; one provider and all three over their floors."""
    with base_environment() as python:
        rows = [_package(python, processes)]
        for module, floor in FLOORS.items():
            works = {"ours": f"import {module}", "floor": floor}
            rows.append(best([_row(module, milliseconds(python, works, processes)) for _ in range(runs)]))
    return rows


def milliseconds(python: Path, works: Mapping[str, str], processes: int) -> dict[str, float]:
    """CPU time of each statement: the median over fresh processes, which take turns."""
    turns: dict[str, list[float]] = {name: [] for name in works}
    for statement in works.values():
        _once(python, statement)  # fills the file cache
    for _ in range(processes):
        for name, statement in works.items():
            turns[name].append(_once(python, statement))
    return {name: statistics.median(times) for name, times in turns.items()}


def _package(python: Path, processes: int) -> Row:
    times = milliseconds(python, {"ours": "import realname"}, processes)
    return Row("imports", "import realname", times["ours"], "ms", bar=PACKAGE_BAR_MS)


def _row(module: str, times: dict[str, float]) -> Row:
    providers = module.count(",") + 1
    against = "httpx, attrs, cattrs" if module == "realname.esign" else "httpx, attrs, cattrs, cryptography"
    bar = PROVIDER_BAR if providers == 1 else None
    name = f"import {module}" if providers == 1 else "import of all three"
    return Row("imports", name, times["ours"], "ms", times["floor"], against, bar)


def _once(python: Path, statement: str) -> float:
    done = subprocess.run(  # noqa: S603  statements of this file
        [python, "-I", "-c", _TIMED.format(statement)], capture_output=True, text=True, check=True
    )
    return int(done.stdout) / 1e6
