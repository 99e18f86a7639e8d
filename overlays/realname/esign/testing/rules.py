"""Where e签宝's rule is unknown, or its pages disagree: how the gateway answers."""

from collections.abc import Iterable
from typing import Final, Literal

from attrs import define, field
from attrs.validators import and_, deep_iterable, ge, in_, instance_of, matches_re, optional

_HOST: Final = r"[0-9A-Za-z]([0-9A-Za-z._-]*[0-9A-Za-z])?|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]+"


def _hosts(value: Iterable[str]) -> tuple[str, ...]:
    if isinstance(value, str):
        raise TypeError("callback_hosts is to be a collection of host names, not one text")
    return tuple(value)


@define
class Settings:
    """Where e签宝's rule is unknown, or its pages disagree: how the gateway answers."""

    not_found_code: int = field(default=30500001, validator=in_((30500001, 30500004)))
    """The code of the outline of a flow that does not exist; e签宝's pages disagree."""
    expired_flow_readable: bool = True
    """Whether an expired flow can be read; else it is 30500003."""
    empty_lists: Literal["array", "null", "absent"] = field(default="array", validator=in_(("array", "null", "absent")))
    """How an empty list of sub-flows or related flows is written; unknown."""
    expires_in_type: Literal["text", "number"] = field(default="text", validator=in_(("text", "number")))
    """How the instant of a token's expiry is written; e签宝's pages show both."""
    token_life: float = 7200.0
    """Seconds that a token lives."""
    callback_schedule: tuple[float, ...] = (1.0, 5.0)
    """Seconds to wait before each repetition of a callback; older pages say 3 and 6."""
    callbacks: Literal["none", "success", "all"] = field(default="none", validator=in_(("none", "success", "all")))
    """Which flows call their `notifyUrl` when they end, if it is on this machine or on one of `callback_hosts`. The
    real gateway tells of successes only, until e签宝 enables failures for the app."""
    callback_hosts: tuple[str, ...] = field(
        default=(), converter=_hosts, validator=deep_iterable(and_(instance_of(str), matches_re(_HOST)))
    )
    """Hosts besides this machine that callbacks go to, by plain http: names or IP addresses, without a port."""
    finish_after: float | None = field(default=None, validator=optional(ge(0)))
    """Seconds after its start when a flow on a page of e签宝 ends by itself, as verified; None for never."""
    empty_value_with_equals: bool = False
    """Accept a string to sign with `k=` for an empty value of the query, too, as e签宝's own demo for Java writes it.
    Its page has the bare `k`."""
    code_attempts: int = field(default=5, validator=ge(1))
    """With how many wrong codes the attempts of a flow are used up; unknown."""
