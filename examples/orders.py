"""What a service keeps of its orders: the outcome is written once, whoever brings it first.

    orders = Orders(Path("orders.db"))
    orders.begin("order-1", flow_id)       # before the person is sent anywhere
    if settle(client, orders, "order-1"):  # where a callback comes in, and where a waiter has ended
        ...                                # go on with the order, this once

A callback comes twice, or not at all, and a waiter may ask at the same time. Each leads to `settle`: the flow's detail
decides, never what was posted, and only the first one to write goes on with what follows from it. Any database will do
that changes a row and says how many rows it has changed. Needs: pip install realname
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from realname import Outcome, esign

DECIDED = (Outcome.VERIFIED, Outcome.REJECTED)


class Orders:
    """A table of orders, kept in a file."""

    def __init__(self, file: Path) -> None:
        self._file = file
        with self._database() as database:
            database.execute(
                "CREATE TABLE IF NOT EXISTS orders (number TEXT PRIMARY KEY, flow_id TEXT NOT NULL, outcome TEXT)"
            )

    def begin(self, number: str, flow_id: str) -> None:
        """Keep the flow of an order, before the person is sent anywhere."""
        with self._database() as database:
            database.execute("INSERT INTO orders VALUES (?, ?, NULL)", (number, flow_id))

    def flow_id(self, number: str) -> str | None:
        """The flow of an order; None as long as there is none."""
        return self._row(number)[0]

    def outcome(self, number: str) -> str | None:
        """What was written; None as long as nothing was."""
        return self._row(number)[1]

    def write(self, number: str, outcome: Outcome) -> bool:
        """Write an outcome that is decided; True if it is the first."""
        if outcome not in DECIDED:
            return False
        with self._database() as database:
            changed = database.execute(
                "UPDATE orders SET outcome = ? WHERE number = ? AND outcome IS NULL", (outcome.value, number)
            )
            return changed.rowcount == 1

    def _row(self, number: str) -> tuple[str | None, str | None]:
        with self._database() as database:
            row = database.execute("SELECT flow_id, outcome FROM orders WHERE number = ?", (number,)).fetchone()
        return row or (None, None)

    @contextmanager
    def _database(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._file, timeout=60)) as database, database:
            yield database


def settle(client: esign.Client, orders: Orders, number: str) -> bool:
    """Ask for the outcome of an order and write it; True for the one who goes on with what follows from it."""
    flow_id = orders.flow_id(number)
    return flow_id is not None and orders.write(number, client.get_flow_detail(flow_id=flow_id).outcome)
