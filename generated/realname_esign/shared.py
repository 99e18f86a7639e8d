# Generated from specs/esign/contract.yaml by scripts/build.py; do not edit.

"""e签宝 identity verification: what its pages share."""

from __future__ import annotations

from typing import Literal

from attrs import field, frozen

from realname.core.answer import Answer
from realname.core.model import wire


@frozen(kw_only=True)
class GatewayRejection(Answer):
    """The gateway refused the request before the operation saw it; the body has no `data`."""

    success: Literal[False] = field(metadata=wire("success"))
    """Always false."""

    code: int = field(metadata=wire("code"))
    """401 for every refusal but one, 403 for an IP address that is not on the whitelist."""

    message: str = field(metadata=wire("message"))
    """The literal reason, the only thing that tells refusals with code 401 apart."""
