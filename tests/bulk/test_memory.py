"""Flat memory, measured in a process of its own."""

import subprocess
import sys
from pathlib import Path

import pytest

resource = pytest.importorskip("resource")
pytestmark = pytest.mark.usefixtures("unmeasured_children")

LINES = 200_000
CALLS = 20_000
_PROGRAM = """
import resource, sys
from realname import bulk, esign
from realname.core.reply import RawReply, Verification

ANSWER = esign.FlowOutlineFailure(code=0)

class Client:
    # A gateway would take minutes for so many: what is measured is what stands between the file and the calls.
    with_raw_response = property(lambda self: self)
    def with_options(self, attempts):
        return self
    def get_flow_outline(self, flow_id):
        return RawReply(parsed=ANSWER, http=None, request_id="r" * 32, verification=Verification.VERIFIED)

def work(path):
    source, calls = bulk.Input(path, esign.GET_FLOW_OUTLINE), 0
    lines = source.check()
    with bulk.Output(f"{path}.jsonl", source) as output:
        for result in bulk.run(Client(), source.operation, output.left(), concurrency=4, begin=output.begin):
            output.write(result.to_record())
            calls += 1
            if calls == CALLS:
                break
    return lines, calls

def peak():
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most >> (20 if sys.platform == "darwin" else 10)

work(sys.argv[1])
before = peak()
print(*work(sys.argv[2]), peak() - before)
"""


def test_many_lines_take_little_memory(tmp_path: Path) -> None:
    """Two hundred thousand lines are checked and twenty thousand asked with a few megabytes more than a hundred."""
    for name, lines in (("small.csv", 100), ("large.csv", LINES)):
        with (tmp_path / name).open("w") as file:
            file.write("flowId\n")
            file.writelines(f"flow-{number}-{'x' * 100}\n" for number in range(lines))
    program = f"CALLS = {CALLS}\n{_PROGRAM}"

    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "small.csv"), str(tmp_path / "large.csv")],
        capture_output=True,
        text=True,
        check=False,
    )

    assert "" == done.stderr
    read, called, megabytes = map(int, done.stdout.split())
    assert (LINES, CALLS) == (read, called)
    assert megabytes < 16
