"""What goes wrong around the clients: faults, a sandbox that is killed, clocks that jump."""

import time

from soaking.journeys import Soak

PACE = 0.05
"""Seconds between faults."""
OPTIONS = {
    "delay": ("seconds", 0.01, 1.5),
    "dripping_head": ("seconds", 0.001, 0.2),
    "endless_1xx": ("seconds", 0.01, 0.3),
}
"""Faults whose size is chosen at random."""
TIMES = (1, 1, 1, 2, 5)
STATUSES = (200, 202, 400, 403, 500, 503)


def make_trouble(soak: Soak, *, restarts: float) -> None:
    """Arm fault after fault; kill the sandbox about every `restarts` seconds, and let its clock jump as often."""
    rng = soak.random("trouble")
    kill_at, jump_at = (time.monotonic() + rng.uniform(0.5, 1.5) * restarts for _ in range(2))
    while not soak.over.wait(PACE * rng.uniform(0, 2)):
        provider = rng.choice(list(soak.sandbox.faults))
        fault = rng.choice(soak.sandbox.faults[provider])
        options: dict[str, object] = {}
        if fault in OPTIONS:
            name, least, most = OPTIONS[fault]
            options = {name: rng.uniform(least, most)}
        if fault == "http_status":
            options = {"status": rng.choice(STATUSES)}
        soak.sandbox.steer("fail_next", provider=provider, fault=fault, times=(times := rng.choice(TIMES)), **options)
        soak.tally.count(f"fault: {fault}", times)
        now = time.monotonic()
        if now > kill_at:
            kill_at = now + rng.uniform(0.5, 1.5) * restarts
            soak.sandbox.kill()
            time.sleep(rng.uniform(0, 1))
            soak.sandbox.start()
            soak.tally.count("restarts")
        if now > jump_at:
            jump_at = now + rng.uniform(0.5, 1.5) * restarts
            soak.sandbox.set_clock(rng.uniform(-7200, 7200))
            time.sleep(rng.uniform(0.1, 1))
            soak.sandbox.set_clock(0)
            soak.tally.count("clock jumps")
