"""Who is asked about. A person is asked about once, and what is so of them stands in their own identifier.

So the sandbox needs to be told nothing, knows everybody again after a restart, and no answer fits anybody else.
"""

import hashlib
import secrets
from collections.abc import Mapping
from random import Random
from typing import Any, Final

from attrs import frozen

MARKER: Final = "soakperson"
"""Stands in whatever is personal or secret, and in nothing else: wherever it turns up, something leaked."""
OUTCOMES: Final[Mapping[str, tuple[str, ...]]] = {
    "zoloz": ("verified", "unknown"),
    "alipay": ("verified", "rejected", "pending", "unknown"),
    "esign": ("verified", "rejected", "pending", "unknown"),
}


@frozen
class Person:
    """Somebody at a provider; their identifier is what the provider knows them by."""

    provider: str
    id: str

    @classmethod
    def new(cls, provider: str, rng: Random, outcome: str = "") -> "Person":
        """Somebody nobody has asked about yet."""
        outcome = outcome or rng.choice(OUTCOMES[provider])
        name = "flow" if provider == "esign" else MARKER  # the id of a flow stands in paths, and is nobody's name
        return cls(provider, f"{name}-{outcome}-{secrets.token_hex(8)}")

    @property
    def outcome(self) -> str:
        """What is so of this person."""
        return self.id.split("-")[1]

    @property
    def tag(self) -> str:
        """What an answer about this person holds, and no other one."""
        return tag_of(self.id)

    @property
    def arguments(self) -> dict[str, Any]:
        """What the provider's main operation takes."""
        if self.provider == "zoloz":
            return {"biz_id": secrets.token_hex(8), "user_id": self.id}
        if self.provider == "esign":
            return {"flow_id": self.id}
        return {
            "conn_key": f"{MARKER}-key",
            "once_token": self.id,
            "query_type": "exact",
            "identity_type": "04",
            "service_id": "2019120400000000000004450100",
            "cert_no": f"{MARKER}-number",
            "cert_type": "0",
        }


def tag_of(person_id: str) -> str:
    """The tag of whoever has this identifier."""
    return f"tag{hashlib.sha256(person_id.encode()).hexdigest()[:16]}"
