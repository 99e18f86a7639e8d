"""How a case is written down."""

import hashlib
from collections.abc import Callable
from typing import Any

Case = dict[str, Any]
"""As it stands in the file; `vectors/schema.json` describes it."""


def valid(name: str, kind: str, what: str, given: Case, **made: Any) -> Case:
    """A case that has to come out as it stands."""
    return {"id": name, "kind": kind, "valid": True, "what": what, "given": given, **made}


def refused(name: str, like: Case, changed: str, because: str, given: Case | None = None, **made: Any) -> Case:
    """A case like another one, but for what was changed, and why nobody may take it."""
    head = {
        "id": name,
        "kind": like["kind"],
        "valid": False,
        "like": like["id"],
        "changed": changed,
        "because": because,
    }
    rest = {key: value for key, value in like.items() if key not in {*head, "what", "valid"}}
    return head | rest | {"given": like["given"] | (given or {})} | made


def signed(cases: list[Case], string: Callable[[Case], str | None], fits: Callable[[Case], bool]) -> list[Case]:
    """Each case with the string that its signature has to be over; a refused one also with whether it is."""
    found = []
    for case in cases:
        joined = string(case)
        if joined is not None:
            case["string"] = joined
            case["sha256"] = hashlib.sha256(joined.encode()).hexdigest()
        if not case["valid"]:
            case["fits"] = joined is not None and fits(case)
        found.append(case)
    return found
