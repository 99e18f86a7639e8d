"""How e签宝's answers are written. None is signed, so a forged one has no mark to be told by."""

import secrets
from typing import ClassVar

from attrs import define, field

from realname.esign.testing import canonical
from realname.esign.testing.tokens import AccessTokens
from realname.testing.gateway.messages import Draft, monotonic


def envelope(code: int, message: str, data: dict[str, object] | None) -> dict[str, object]:
    """The answer of an operation."""
    return {"code": code, "message": message, "data": data}


@define
class EsignDraft(Draft):
    """An answer of e签宝."""

    JSON_TYPE: ClassVar[str] = canonical.JSON_TYPE

    arrived: float = field(kw_only=True)
    issued: AccessTokens | None = None
    """Where the token that this answer brings is kept."""
    revoked: bool = False
    """Whether that token has been ended."""

    def use_rejection(self, message: str, code: int = 401) -> None:
        """Answer as the gateway in front of the operations: one literal message, no `data`, no Content-Type."""
        self.status: int = code
        self.content_type: str | None = None
        self.document: dict[str, object] | None = {"success": False, "code": code, "message": message}

    def add_headers(self) -> None:
        """Add the trace id, which is empty in a rejection, and the time taken."""
        elapsed = str(int((monotonic() - self.arrived) * 1000))
        if self.content_type is None:
            self.headers.extend([("x-tsign-elapse-time", elapsed), ("x-tsign-trace-id", "")])
            return
        digits = str(10**31 + secrets.randbelow(9 * 10**31))
        self.headers.extend(
            [
                ("X-Tsign-Elapse-Time", elapsed),
                ("X-Tsign-Trace-Id", f"{digits[:16]}T{digits[16:]}"),
                ("X-Application-Context", "application"),
            ]
        )
