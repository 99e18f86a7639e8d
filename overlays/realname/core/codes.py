"""What a provider's codes mean, as the contract has it."""

from typing import Literal, NamedTuple

Kind = Literal[
    "authentication",
    "access",
    "not-found",
    "rate-limit",
    "server",
    "pending",
    "rejected",
    "input",
    "expired",
    "undecidable",
    "request",
]
"""What a refusal is about.

``input`` is a mistake of the person, who may try again; ``undecidable`` says that there is nothing to decide by;
``request`` that the provider will not carry out this call. The rest is what it says.
"""


class Code(NamedTuple):
    """What one code of a refusal means.

    Attributes:
        kind: what it is about; None if that is not known. An unsigned refusal then goes by its HTTP status.
        remedy: what to do, where the kind alone does not say it.
        retryable: whether the same call may succeed later.
        outcome_unknown: whether the provider leaves open if it acted.
    """

    kind: Kind | None = None
    remedy: str = ""
    retryable: bool = False
    outcome_unknown: bool = False


ANY = "*"
"""Stands for every code of an operation that no table has."""
