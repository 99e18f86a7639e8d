"""Many sets of credentials in one process: what each costs, and what it costs to be asked for them at each call."""

import gc
import multiprocessing
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx

from benchmark.calls import HMAC_CALLS, ROUNDS, RSA_CALLS, has_keys, replayed
from benchmark.measure import Row, compared, cpu, doing
from demonstration.calls import ExampleCall
from demonstration.sandbox_process import environment, sandbox_process
from realname.providers import PROVIDERS, Provider
from realname.testing import provider as port

SETS = 300
"""Reading an RSA key takes some 40 ms: it is checked for being one."""
BAR = 1.05
"""A call with credentials that a callable gives over one with credentials that stay."""


def measure(*, runs: int = 3, rounds: int = ROUNDS, sets: int = SETS) -> list[Row]:
    """Memory and time of a client more on a shared pool, and a call whose credentials are asked for."""
    rows: list[Row] = []
    with sandbox_process() as sandbox, environment(sandbox.environment):
        for provider in PROVIDERS:
            rows += _each(provider, sets)
            rows.append(_asked_for(ExampleCall(provider, sandbox.control), runs=runs, rounds=rounds))
    return rows


def _each(provider: Provider, sets: int) -> list[Row]:
    """In a fresh process, whose memory holds nothing that was given back."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as fresh:
        doing(name := f"{provider}, one of {sets} merchants")
        microseconds, kibibytes = fresh.submit(_build, provider, sets).result()
    rows = [Row("merchants", f"{name}, time", microseconds, "µs")]
    return rows if kibibytes is None else [*rows, Row("merchants", f"{name}, memory", kibibytes, "KiB")]


def _build(provider: Provider, sets: int) -> tuple[float, float | None]:
    """CPU time and resident memory of one of so many clients, each with credentials of its own, on one pool."""
    module: Any = import_module(f"realname.{provider}")
    with httpx.Client(trust_env=False) as pool:
        clients = [module.Client.from_env(http_client=pool)]  # what is loaded once does not count
        before, started = _resident(), time.process_time_ns()
        clients += [module.Client.from_env(http_client=pool) for _ in range(sets)]
        spent, after = time.process_time_ns() - started, _resident()
    return spent / sets / 1000, None if before is None or after is None else (after - before) / sets / 1024


def _resident() -> int | None:
    """Bytes of memory that this process occupies; None where the system does not tell."""
    gc.collect()
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="utf-8").splitlines() if status.exists() else []
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS:")), None)


def _asked_for(call: ExampleCall, *, runs: int, rounds: int) -> Row:
    """A call with credentials that a callable gives, over one with credentials that stay."""
    transport, arguments = replayed(call)
    settings = port.settings(call.provider)
    credentials = getattr(call.module, settings.chosen().credentials).from_env()
    calls = RSA_CALLS if has_keys(call.provider) else HMAC_CALLS
    works = []
    for whom in (lambda: credentials, credentials):
        pool = httpx.Client(transport=transport)
        client = call.module.Client(whom, base_url=settings.require("base_url"), http_client=pool)
        works.append(cpu(partial(getattr(client, call.operation.name), **arguments), calls))
    name = f"{call.provider}, credentials by a callable"
    row = partial(Row, "merchants", name, unit="µs", against="that stay", bar=BAR)
    return compared(row, *works, runs=runs, rounds=rounds)
