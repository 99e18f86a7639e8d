"""A request of the log on one line, with nothing of its query, headers or body: these can be personal."""

from typing import Final

from realname.testing.contract import Contract
from realname.testing.gateway.messages import Record

LONGEST_PATH: Final = 500
"""Characters that are told; those of the contracts have a hundred or so."""


def summary(record: Record, contract: Contract) -> dict[str, object]:
    """The line as JSON; times in milliseconds, `at` since 1970."""
    operation = contract.route(record.path).get(record.method)
    return {
        "number": record.number,
        "at": round(record.at * 1000),
        "provider": record.provider,
        "method": record.method,
        "path": record.path if len(record.path) <= LONGEST_PATH else f"{record.path[:LONGEST_PATH]}…",
        "operation": None if operation is None else operation.id,
        "status": record.status,
        "verdict": record.verdict,
        "fault": record.fault,
        "milliseconds": round(record.seconds * 1000, 1),
    }
