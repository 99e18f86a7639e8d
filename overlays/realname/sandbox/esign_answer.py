"""How e签宝's answers are written. None is signed, so a forged one has no mark to be told by."""

import json
import secrets
import time
from typing import ClassVar

from attrs import define, field

from realname.sandbox.esign_tokens import AccessTokens
from realname.sandbox.exchange import Draft

JSON_TYPE = "application/json;charset=UTF-8"


@define
class EsignDraft(Draft):
    """An answer of e签宝."""

    ENUM_FIELD: ClassVar[str] = "data.flowStatus"
    OMITTED_FIELD: ClassVar[str] = "data.flowStatus"
    REQUIRED_FIELDS: ClassVar[tuple[str, ...]] = ("data.flowStatus", "code")
    TYPED_FIELDS: ClassVar[tuple[str, ...]] = ("data.flowStatus", "code")

    arrived: float = field(kw_only=True)
    issued: AccessTokens | None = None
    """Where the token that this answer brings is kept."""

    def use_rejection(self, message: str, code: int = 401) -> None:
        """Answer as the gateway in front of the operations: one literal message, no `data`, no Content-Type."""
        self.status, self.content_type = code, None
        self.document = {"success": False, "code": code, "message": message}

    def use_envelope(self, code: int, message: str, data: dict[str, object] | None) -> None:
        """Answer as an operation."""
        self.document, self.content_type = {"code": code, "message": message, "data": data}, JSON_TYPE

    def write(self) -> None:
        """Write the JSON on one line, Chinese as it is."""
        self.content = json.dumps(self.document, ensure_ascii=False, separators=(",", ":")).encode()

    def add_headers(self) -> None:
        """Add the trace id, which is empty in a rejection, and the time taken."""
        elapsed = str(int((time.monotonic() - self.arrived) * 1000))
        if self.content_type is None:
            self.headers += [("x-tsign-elapse-time", elapsed), ("x-tsign-trace-id", "")]
            return
        digits = str(10**31 + secrets.randbelow(9 * 10**31))
        self.headers += [
            ("X-Tsign-Elapse-Time", elapsed),
            ("X-Tsign-Trace-Id", f"{digits[:16]}T{digits[16:]}"),
            ("X-Application-Context", "application"),
        ]
