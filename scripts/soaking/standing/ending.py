"""What is looked at when all callers have gone: growth, what is left open, a full log, a reset, and the end itself."""

import os
import time
from typing import Final

from soaking.resources import Resources
from soaking.standing import readers
from soaking.standing.growth import judge
from soaking.standing.process import Control, RefusedError, Standing
from soaking.standing.report import Report
from soaking.standing.tally import Tally

GATEWAY: Final = "REALNAME_ZOLOZ_BASE_URL"
LARGE_AT_THE_END: Final = 34
LARGE: Final = 2**21
"""Bytes of a request, so many of which are more than the log holds."""
SETTLING: Final = 6.0
"""Seconds after which no connection of those who have gone is open any more: uvicorn keeps idle ones for 5."""
EXECUTOR: Final = min(32, (os.cpu_count() or 1) + 4)
"""Threads that the sandbox keeps, once it has had use for them."""


def check_end(sandbox: Standing, report: Report, before: Resources, callers: int) -> None:
    """Look at what grew, at what is left when all have gone, at a full log, and at the end."""
    tally = report.tally
    for text in judge(report.measured, still=report.still):
        tally.find(text)
    excused, faults = tally.numbers["excused"], tally.numbers["faults"]
    if excused > faults + callers:
        tally.find(f"{faults} faults and a reset were followed by {excused} errors")
    if not sandbox.is_running:
        return
    _check_rest(sandbox, tally, before)
    try:
        _fill_log(sandbox, tally)
        sandbox.control.steer("reset")
        if sandbox.control.steer("requests"):
            tally.find("the log is not empty after a reset")
    except RefusedError as error:
        tally.find(f"the control address: {error}")
    sandbox.end()
    if sandbox.ended != 0:
        tally.find(f"told to end, the sandbox ended with {sandbox.ended}")
    if sandbox.left_behind:
        tally.find("the environment file is left behind")
    if "Traceback" in sandbox.errors or "Error" in sandbox.errors:
        tally.find(f"standard error: … {sandbox.errors[-2000:]}")


def _check_rest(sandbox: Standing, tally: Tally, before: Resources) -> None:
    """Once nobody is connected, as much is open as at the start."""
    held = sandbox.resources()
    deadline = time.monotonic() + SETTLING
    while held.descriptors > before.descriptors and time.monotonic() < deadline:
        time.sleep(0.1)
        held = sandbox.resources()
    if held.descriptors > before.descriptors:
        tally.find(f"{held.descriptors} files are open when all have gone, {before.descriptors} were at the start")
    if held.threads > before.threads + EXECUTOR:
        tally.find(f"{held.threads} threads run when all have gone, {before.threads} did at the start")


def _fill_log(sandbox: Standing, tally: Tally) -> None:
    """More than the log can hold, in bytes."""
    gateway = Control({**sandbox.environment, "REALNAME_SANDBOX_CONTROL_URL": sandbox.environment[GATEWAY]})
    for _ in range(LARGE_AT_THE_END):
        gateway.ask("POST", "/none", b"x" * LARGE)
    log = sandbox.control.steer("requests")
    size = sum(len(record["body"]) for record in log)
    tally.numbers["log at its end, bytes"] = size
    if size > readers.LOG_BYTES or len(log) > readers.LOG_LENGTH:
        tally.find(f"the log holds {len(log)} requests of {size} bytes")
    if LARGE * len(log) < readers.LOG_BYTES // 2:
        tally.find("the log has forgotten more than it must")
