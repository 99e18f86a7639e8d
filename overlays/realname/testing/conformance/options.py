"""How far a conformance run goes, and what it tells meanwhile. The defaults are those for somebody else's gateway."""

from collections.abc import Callable, Collection, Mapping
from typing import Literal

from attrs import field, frozen

Phase = Literal["examples", "coverage", "fuzzing"]
PHASES: tuple[Phase, ...] = ("examples", "coverage", "fuzzing")


@frozen(kw_only=True)
class Options:
    """What a run may do. By default it is polite: valid requests only, slowly, and not many.

    Attributes:
        phases: which of Schemathesis' phases to run: the documented examples, the edges of each field, random values.
        negative: also send requests that break the contract, and forged ones, and expect refusals. Leave it off where
            the operator of the gateway has not agreed.
        max_examples: random cases for each operation.
        max_calls: the run ends before it would send more requests than this; None for no limit.
        calls_per_second: never faster than this; None for no limit.
        timeout: seconds for each network step, and for an answer in all.
        production: allow the provider's production hosts.
        insecure_test_hosts: hosts of sandboxes on other machines that plain HTTP may go to.
        only: send these operations and no others, by their ids in the contract; empty for all.
        skip: do not send these.
        effects: also send the operations that start, charge, send messages, move money or delete. Leave it off where
            that is real. With your own `arguments`, too, and without asking.
        arguments: values of your own account in place of the documented examples, by wire name, such as
            ``{"userId": …}`` of an enrolled user or ``{"once_token": …}``; for one operation alone
            ``{"checkresult.transactionId": …}``. They appear in no report.
        confirm: asked with a question before a value of `arguments` is used in an operation that uses something up;
            without a yes that operation gets the documented examples. The default says no.
    """

    phases: tuple[Phase, ...] = PHASES
    negative: bool = False
    max_examples: int = 10
    max_calls: int | None = 100
    calls_per_second: float | None = 2.0
    timeout: float = 10.0
    production: bool = False
    insecure_test_hosts: Collection[str] = ()
    only: Collection[str] = ()
    skip: Collection[str] = ()
    effects: bool = False
    arguments: Mapping[str, str] = field(factory=dict, repr=False)
    confirm: Callable[[str], bool] = field(default=lambda _: False, repr=False)


@frozen(kw_only=True)
class Progress:
    """Where a run stands.

    Attributes:
        phase: the phase of Schemathesis.
        operation: the operation's id in the contract.
        cases: generated cases that were sent so far.
        calls: all requests so far, forged ones included.
        breaches: different breaches so far.
    """

    phase: str
    operation: str
    cases: int
    calls: int
    breaches: int
