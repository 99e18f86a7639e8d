"""How long each step of a request may take."""

from math import inf

import httpx
from attrs import frozen

from realname.core.deadline import Deadline, deadline_in


@frozen
class Steps:
    """The limits of one request.

    Attributes:
        connect: seconds for a connection, TLS included.
        read: seconds without a byte.
        write: seconds for sending.
        pool: seconds for a place among the connections.
        deadline: when the whole call is given up, whatever is left for a step.
    """

    connect: float
    read: float
    write: float
    pool: float
    deadline: Deadline

    @classmethod
    def of(cls, request: httpx.Request) -> "Steps":
        """Those of `request`, as httpx passes them on."""
        given = request.extensions.get("timeout", {})
        connect, read, write, pool = (given.get(name) for name in ("connect", "read", "write", "pool"))
        return cls(
            connect=inf if connect is None else connect,
            read=inf if read is None else read,
            write=inf if write is None else write,
            pool=inf if pool is None else pool,
            deadline=deadline_in(request.extensions),
        )

    def limit(self, seconds: float) -> Deadline:
        """The end of a step that begins now and may take so many seconds."""
        return min(Deadline.after(seconds), self.deadline, key=lambda deadline: deadline.at)
