"""The programs in examples/, each run as its head says, against a sandbox on loopback."""

import ast
import json
import os
import subprocess
import sys
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from orders import Orders, settle
from realname import bulk, esign
from realname.sandbox import Sandbox
from tests import facts

EXAMPLES = facts.ROOT / "examples"
LONGEST = 80
"""Lines of a program that is there to be read."""
FLOWS, EARLIER = 700, 100
CHILDREN, ATTEMPTS = 3, 3
PASSING = CHILDREN * (ATTEMPTS - 1) + 1
"""Failures: one more than all children of a worker get over within a call, so that a task is given out again."""


@pytest.fixture
def settings(sandbox: Sandbox) -> dict[str, str]:
    """The environment of a program."""
    return {**os.environ, **sandbox.environment(), "DASK_DISTRIBUTED__LOGGING__DISTRIBUTED": "error"}


def asked(sandbox: Sandbox) -> Counter[str]:
    """How often each flow was asked about."""
    return Counter(record.path.split("/")[-2] for record in sandbox.requests)


@pytest.mark.parametrize("program", sorted(EXAMPLES.glob("*.py")), ids=lambda path: path.name)
def test_a_program_is_short_and_has_a_test(program: Path) -> None:
    """And says at its head what it is."""
    text = program.read_text(encoding="utf-8")

    assert ast.get_docstring(ast.parse(text))
    assert LONGEST >= len(text.splitlines())
    assert program.name in Path(__file__).read_text(encoding="utf-8").partition("# ----")[2]


# ---- what they do ----


def test_dask_shares_an_input_between_processes(sandbox: Sandbox, settings: dict[str, str], tmp_path: Path) -> None:
    """`reconcile_dask.py`: workers in processes of their own; each flow is asked once, and what is there is kept."""
    flows = [sandbox.esign.add_flow() for _ in range(FLOWS)]
    (tmp_path / "flows.csv").write_text("flowId\n" + "\n".join(flows))
    with bulk.Output(tmp_path / "out.jsonl", bulk.Input(tmp_path / "flows.csv", esign.GET_FLOW_OUTLINE)) as output:
        for line in range(2, 2 + EARLIER):
            output.write({"line": line, "outcome": "verified", "ids": {"flowId": flows[line - 2]}})

    done = subprocess.run(
        [sys.executable, str(EXAMPLES / "reconcile_dask.py"), "flows.csv", "out.jsonl", "--rate", "1000"],
        cwd=tmp_path,
        env=settings,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert (0, f"{FLOWS} lines\nanswered {FLOWS}\n") == (done.returncode, done.stdout), done.stderr
    assert dict.fromkeys(flows[EARLIER:], 1) == asked(sandbox)
    records = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert dict(enumerate(flows, 2)) == {record["line"]: record["ids"]["flowId"] for record in records}
    assert {"verified"} == {record["outcome"] for record in records}


def test_celery_asks_from_forked_children(sandbox: Sandbox, settings: dict[str, str], tmp_path: Path) -> None:
    """`celery_worker.py`: every task has the answer to its own question, also where it is tried again."""
    for name in ("queue", "processed", "results"):
        (tmp_path / name).mkdir()
    (tmp_path / "celery_settings.py").write_text(
        "broker_transport_options = {'data_folder_in': 'queue', 'data_folder_out': 'queue',"
        " 'processed_folder': 'processed'}\nbroker_connection_retry_on_startup = True\n"
    )
    settings |= {
        "CELERY_BROKER_URL": "filesystem://",
        "CELERY_RESULT_BACKEND": f"file://{tmp_path}/results",
        "CELERY_CONFIG_MODULE": "celery_settings",
        "PYTHONPATH": f"{EXAMPLES}{os.pathsep}{tmp_path}",
    }
    flows = [sandbox.esign.add_flow(flow_status="SUCCESS" if n % 2 else "FAIL") for n in range(6)]
    sandbox.fail_next("esign", "http_status", times=PASSING)
    ask = (
        "import sys\nfrom celery_worker import flow_outcome\n"
        "found = [flow_outcome.delay(flow) for flow in sys.argv[1:]]\n"
        "for one in found:\n    print(*one.get(timeout=60).values())\n"
    )
    options = [
        "--concurrency",
        str(CHILDREN),
        "--without-mingle",
        "--without-gossip",
        "--without-heartbeat",
        "-l",
        "WARNING",
    ]
    command = [sys.executable, "-m", "celery", "-A", "celery_worker", "worker", *options]
    with subprocess.Popen(
        command, cwd=tmp_path, env=settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as worker:
        try:
            answered = subprocess.run(
                [sys.executable, "-c", ask, *flows, "nosuch"],
                cwd=tmp_path,
                env=settings,
                capture_output=True,
                text=True,
                timeout=90,
                check=False,
            )
        finally:
            worker.terminate()
            told, _ = worker.communicate(timeout=30)

    outcomes = [f"{flow} {'verified' if n % 2 else 'rejected'}" for n, flow in enumerate(flows)]
    assert [*outcomes, "nosuch unknown NotFoundError"] == answered.stdout.splitlines(), answered.stderr + told
    assert {*flows, "nosuch"} == {*asked(sandbox)}
    assert len(flows) + 1 + PASSING == asked(sandbox).total()


def test_of_many_who_bring_an_outcome_one_is_the_first(sandbox: Sandbox, tmp_path: Path) -> None:
    """`orders.py`: however many there are at once, also after a restart; an order without an outcome has no first."""
    for number, status in (("1", "ING"), ("2", "FAIL")):
        Orders(tmp_path / "orders.db").begin(number, sandbox.esign.add_flow(flow_status=status))
    orders, together = Orders(tmp_path / "orders.db"), threading.Barrier(8)

    def bring(_: int) -> bool:
        together.wait(10)
        return settle(client, orders, "2")

    with esign.Client(sandbox.esign.credentials, base_url=sandbox.esign.url) as client, ThreadPoolExecutor(8) as pool:
        assert 1 == sum(pool.map(bring, range(8)))
        assert [False] * 3 == [settle(client, orders, number) for number in ("1", "2", "unknown")]

    assert [None, "rejected", None] == [orders.outcome(number) for number in ("1", "2", "unknown")]
