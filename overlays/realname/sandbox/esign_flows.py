"""Identity flows of e签宝 in wire form."""

import secrets
from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Literal

EmptyLists = Literal["array", "null", "absent"]
"""How an empty list is written."""


def flow(
    flow_id: str | None,
    *,
    flow_status: str,
    object_type: str,
    context_id: str | None,
    fail_reason: str | None,
    create_time: int,
    modify_time: int,
    sub_flows: Sequence[Mapping[str, object]],
    related_flows: Sequence[Mapping[str, object]],
) -> dict[str, object]:
    """A flow; without an id it gets a new one, decimal digits as at the real gateway."""
    return {
        "flowId": flow_id or str(10**17 + secrets.randbelow(9 * 10**17)),
        "flowStatus": flow_status,
        "objectType": object_type,
        "failReason": fail_reason,
        "createTime": create_time,
        "modifyTime": modify_time,
        "contextId": context_id,
        "subFlows": [dict(sub_flow) for sub_flow in sub_flows],
        "relatedFlows": [dict(related_flow) for related_flow in related_flows],
    }


def with_empty_lists(known: Mapping[str, object], form: EmptyLists) -> dict[str, object]:
    """A copy of a flow with its empty lists in this form."""
    copy: dict[str, object] = {}
    for name, value in deepcopy(dict(known)).items():
        if value != [] or form == "array":
            copy[name] = value
        elif form == "null":
            copy[name] = None
    return copy
