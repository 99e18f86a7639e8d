"""Memory of a sandbox that runs all day."""

import platform
import subprocess
import sys

import pytest

PROGRAM = """
import sys, threading
from realname.sandbox import memory

def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096 >> 20

def work():
    global kept
    bytes(2 << 20)  # glibc takes larger blocks into its pools once one has come back
    blocks = []
    for _ in range(64):
        blocks.append((bytes(1 << 20), bytearray(100_000)))
    kept = [small for _, small in blocks]  # between the large ones, which go

if "give_back" in sys.argv:
    memory.give_back()
before = resident()
for _ in range(4):
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
print(resident() - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="needs glibc")
def test_what_was_freed_goes_back() -> None:
    """Megabytes that come and go leave no holes, as they do otherwise."""
    held = [
        int(subprocess.run([sys.executable, "-c", PROGRAM, *how], capture_output=True, text=True, check=True).stdout)
        for how in ([], ["give_back"])
    ]

    assert held[1] < 35 < 50 < held[0], held
