"""What importing a provider costs, over importing what it stands on, each in a fresh process without the extras."""

import subprocess
from functools import partial
from pathlib import Path

from benchmark.calls import has_keys
from benchmark.environment import base_environment
from benchmark.measure import Row, compared
from realname.providers import PROVIDERS

BAR = 1.10
ROUNDS = 15

_LIBRARIES = "import httpx, attrs, cattrs"
_KEYS = (
    "from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm\n"
    "from cryptography.hazmat.primitives import hashes, serialization\n"
    "from cryptography.hazmat.primitives.asymmetric import padding, rsa\n"
    "from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes\n"
    "from cryptography.hazmat.primitives.padding import PKCS7"
)
_TIMED = "{}\nimport time\nstarted = time.process_time_ns()\n{}\nprint(time.process_time_ns() - started)"


def measure(*, runs: int = 3, rounds: int = ROUNDS) -> list[Row]:
    """Each provider over what it needs imported in any case: RSA and AES only where it has keys.

    Part of that comes with a provider's first client: so does a row, in which all of it is loaded.
    """
    rows = []
    with base_environment() as python:
        for provider in PROVIDERS:
            name, keys = f"import realname.{provider}", has_keys(provider)
            floor = f"{_LIBRARIES}\n{_KEYS}" if keys else _LIBRARIES
            against = "what it needs"
            late = f"import realname.{provider}.gateway, realname.core.call" + f"\n{_KEYS}" * keys
            for what, statement, bar in (
                (name, name, BAR),
                (f"{name}, and its first client", f"{name}\n{late}", None),
            ):
                works = (partial(milliseconds, python, each) for each in (statement, floor))
                row = partial(Row, "imports", what, unit="ms", against=against, bar=bar)
                rows.append(compared(row, *works, runs=runs if bar else 1, rounds=rounds))
    return rows


def milliseconds(python: Path, statement: str, before: str = "") -> float:
    """CPU time of a statement in a fresh process; what stands before it does not count."""
    done = subprocess.run(  # noqa: S603  statements of this folder
        [python, "-I", "-c", _TIMED.format(before, statement)], capture_output=True, text=True, check=True
    )
    return int(done.stdout) / 1e6
