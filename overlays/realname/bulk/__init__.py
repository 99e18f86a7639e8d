"""Many calls of one operation: several at a time, at a pace, and after a crash only what is left.

::

    from realname import bulk, esign

    with esign.Client.from_env() as client:
        items = (bulk.Item(number, {"flow_id": flow_id}) for number, flow_id in enumerate(flow_ids))
        for result in bulk.run(client, esign.GET_FLOW_OUTLINE, items, concurrency=8, pace=bulk.Pace(20)):
            print(result.key, result.outcome, result.error)

`Input` reads items from a CSV or JSONL file, and `Output` keeps on disk what came of them; ``realname bulk`` is both
round `run`. No more is in memory than the calls that are under way, and a byte a line of the file.
"""

from realname.bulk.input import Input, Row
from realname.bulk.output import Output, State
from realname.bulk.pace import Pace
from realname.bulk.result import Item, Result
from realname.bulk.running import arun, run

__all__ = ["Input", "Item", "Output", "Pace", "Result", "Row", "State", "arun", "run"]
