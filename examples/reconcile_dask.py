"""Ask e签宝 how many flows ended, from several machines: what `realname bulk` does, beyond one machine.

    dask scheduler                                                    # on one machine
    dask worker tcp://scheduler:8786 --nthreads 1                     # on each that calls
    python reconcile_dask.py flows.csv out.jsonl --scheduler tcp://scheduler:8786 --workers 8 --rate 80

Without --scheduler the workers are processes of this machine. Each worker needs realname, and REALNAME_ESIGN_BASE_URL,
REALNAME_ESIGN_APP_ID and REALNAME_ESIGN_APP_SECRET in its own environment: no secret travels between machines.
Needs: pip install realname distributed
"""

import argparse
from itertools import islice

from distributed import Client, LocalCluster, WorkerPlugin, as_completed, get_worker

from realname import bulk, esign

PART = 200  # lines that a worker gets at a time; what is on their way when a worker dies is asked again


class Calling(WorkerPlugin):
    """Gives each worker a client of its own, made in the worker, and its share of the rate."""

    name = "realname"

    def __init__(self, rate: float, concurrency: int) -> None:
        self.rate, self.concurrency = rate, concurrency

    def setup(self, worker):
        self.client, self.pace = esign.Client.from_env(), bulk.Pace(self.rate)

    def teardown(self, worker):
        self.client.close()


def ask(items):
    """Runs in a worker. What goes back is what the output gets: outcomes and ids, no personal data."""
    calling = get_worker().plugins["realname"]
    how = {"concurrency": calling.concurrency, "pace": calling.pace}
    results = bulk.run(calling.client, esign.GET_FLOW_OUTLINE, items, **how)
    return [result.to_record() for result in results]


def main():
    """Read, share out, and write what comes back."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("input", help="a .csv or .jsonl file with flowId")
    parser.add_argument("output", help="the same command again goes on where it was")
    parser.add_argument("--scheduler", help="tcp://HOST:8786")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rate", type=float, default=20.0, help="calls a second, of all workers together")
    parser.add_argument("--concurrency", type=int, default=8, help="calls at a time, of each worker")
    options = parser.parse_args()

    source = bulk.Input(options.input, esign.GET_FLOW_OUTLINE)
    print(source.check(), "lines")
    # Dask gives the work of a lost worker to another one: right for what only reads. What must not be repeated
    # (connect-only) is for `realname bulk`, which marks on disk what has begun.
    cluster = options.scheduler or LocalCluster(options.workers, threads_per_worker=1, dashboard_address=None)
    with Client(cluster) as dask, bulk.Output(options.output, source) as output:
        dask.wait_for_workers(options.workers)
        dask.register_plugin(Calling(options.rate / options.workers, options.concurrency))
        left = output.left()
        parts = iter(lambda: list(islice(left, PART)), [])
        # Two parts a worker are on their way, and no more: a million lines never stand in memory.
        begun = [dask.submit(ask, part, pure=False) for part in islice(parts, 2 * options.workers)]
        answered = as_completed(begun)
        for future in answered:
            for record in future.result():
                output.write(record)
            answered.update(dask.submit(ask, part, pure=False) for part in islice(parts, 1))
        counts = output.counts()
    for state, number in sorted(counts.items()):
        if number:
            print(state.name.lower(), number)


if __name__ == "__main__":  # worker processes import this file
    main()
