"""Faults by name: deliberate defects that a gateway builds into its next answers.

A fault is a function that alters a draft at one stage of its making. It takes part only once a request's signature has
been verified, so that an armed fault never hides a client's own mistake.
"""

import inspect
import re
from collections.abc import Callable, Mapping
from copy import copy, deepcopy
from enum import Enum
from http import HTTPStatus
from typing import TypeVar, get_args

from attrs import define, frozen

from realname.testing.gateway.messages import Draft, RefusalError, UnfitError

LARGEST_NUMBER = 10**10
"""Of an option, either way: that of seconds is 300 years."""
MOST_ARMED = 1000
"""Faults of a gateway that wait in line."""

_HALF = re.compile("[\ud800-\udfff]")

FaultFunction = Callable[..., None]
FaultFunctionT = TypeVar("FaultFunctionT", bound=FaultFunction)


class Stage(Enum):
    """When a fault alters the draft."""

    INSTEAD = "in place of the gateway's own decision: no state changes"
    DECIDED = "the document is decided, its bytes are not written yet"
    WRITTEN = "the bytes are written, neither encrypted nor signed yet"
    ENCRYPTED = "the bytes are encrypted, if they are to be, and not signed yet"
    SIGNED = "the answer is finished"


@frozen
class Fault:
    """A defect that can be injected; its options are the function's keyword arguments."""

    name: str
    stage: Stage
    function: FaultFunction
    of_operations: bool = True
    """Whether it spoils the answers of the contract's operations, rather than of the token endpoints beside them."""

    @property
    def description(self) -> str:
        """One line: what the client gets to see."""
        return (inspect.getdoc(self.function) or "").partition("\n")[0]

    def check(self, options: Mapping[str, object]) -> None:
        """Refuse options that the fault does not have, or of another type.

        Raises:
            ValueError: names the option and those that there are.
        """
        known = {name: p for name, p in inspect.signature(self.function).parameters.items() if p.kind is p.KEYWORD_ONLY}
        for name, value in options.items():
            if name not in known:
                raise ValueError(f"fault {self.name!r} has no option {name!r}; it has {sorted(known) or 'none'}")
            annotation = known[name].annotation
            accepted = get_args(annotation) or (annotation,)
            if float in accepted:
                accepted += (int,)
            if not isinstance(value, accepted) or (isinstance(value, bool) and not {bool, object} & set(accepted)):
                kind = inspect.formatannotation(annotation)
                raise ValueError(f"option {name!r} of fault {self.name!r} must be {kind}")
            if isinstance(value, int | float) and not abs(value) <= LARGEST_NUMBER:
                raise ValueError(f"option {name!r} of fault {self.name!r} must be a number up to {LARGEST_NUMBER}")
            if isinstance(value, str) and _HALF.search(value):
                raise ValueError(f"option {name!r} of fault {self.name!r} must be text of whole characters")
            if name == "status" and HTTPStatus(value) < HTTPStatus.OK:
                raise ValueError(f"status {value} is no final answer")


@define
class ArmedFault:
    """A fault that waits for the next requests."""

    fault: Fault
    options: Mapping[str, object]
    remaining: int | None
    """How many more answers it spoils; None: all until the sandbox is reset."""
    met: int = 0
    """How many answers it was to alter."""
    altered: int = 0
    """How many of them it did."""

    def apply(self, stage: Stage, draft: Draft) -> bool:
        """Alter the draft if this is the fault's stage, and say whether it is.

        Raises:
            UnfitError: it changes nothing there.
            RefusalError: the fault is that the request is refused.
        """
        if self.fault.stage is not stage:
            return False
        self.met += 1
        before = copy(draft)
        before.document, before.headers = deepcopy(draft.document), list(draft.headers)
        try:
            self.fault.function(draft, **self.options)
        except RefusalError:
            self.altered += 1
            raise
        if draft == before:
            raise UnfitError("it changes nothing in this answer")
        self.altered += 1
        return True


class FaultTable:
    """The faults of one gateway, by name."""

    def __init__(self, *tables: "FaultTable") -> None:
        self.by_name: dict[str, Fault] = {}
        for table in tables:
            self.by_name |= table.by_name

    def add(self, stage: Stage, *, of_operations: bool = True) -> Callable[[FaultFunctionT], FaultFunctionT]:
        """Enter a function under its own name."""

        def enter(function: FaultFunctionT) -> FaultFunctionT:
            self.by_name[function.__name__] = Fault(function.__name__, stage, function, of_operations)
            return function

        return enter

    def arm(self, provider: str, name: str, times: int | None, options: Mapping[str, object]) -> ArmedFault:
        """Make a fault ready.

        Raises:
            ValueError: there is no such fault or option, or `times` is not positive; says what there is.
        """
        if name not in self.by_name:
            raise ValueError(f"{provider} has no fault {name!r}; it has: {', '.join(sorted(self.by_name))}")
        if times is not None and times < 1:
            raise ValueError("times must be a whole number from 1, or None for every answer until reset()")
        fault = self.by_name[name]
        fault.check(options)
        return ArmedFault(fault, dict(options), times)

    def descriptions(self) -> dict[str, str]:
        """What each fault does, in one line."""
        return {name: fault.description for name, fault in sorted(self.by_name.items())}
