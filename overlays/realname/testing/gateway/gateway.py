"""What all gateways have in common: a request is checked, decided, answered and logged under one lock.

The contract comes first: every operation in it is answered, by its documented example. State comes second: a handler
for an operation says what is so in this sandbox, who is enrolled, which token was issued.
"""

import threading
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from typing import Any, ClassVar, Generic, TypeVar

from realname.core.settings import Settings as Variables
from realname.testing.contract import Contract, Difference, Operation
from realname.testing.gateway import fields
from realname.testing.gateway.breaches import BreachTable
from realname.testing.gateway.faults import ArmedFault, FaultTable, Stage
from realname.testing.gateway.messages import Answer, Call, Draft, Received, Record, RefusalError, UnfitError

DraftT = TypeVar("DraftT", bound=Draft)
SettingsT = TypeVar("SettingsT")

Clock = Callable[[], float]
"""Seconds since 1970, as `time.time`."""
Log = Callable[[Record], None]
Handler = Callable[[Call], dict[str, object]]
"""What an operation answers, as the whole JSON object; a `RefusalError` if it refuses."""

UNFIT = "unfit fault"
"""The verdict of a request whose answer a fault could not spoil."""


class SandboxGateway(ABC, Generic[DraftT, SettingsT]):
    """One provider's gateway in the sandbox.

    A subclass is the provider's own check list: `authenticate` holds the checks up to the signature, `receive` those
    after it, `refuse` writes a refusal the provider's way. Whatever fails first answers. What an operation answers
    comes from its handler, or without one from the contract.

    Args:
        settings: how strict the gateway is and how it answers; None for the usual.
        clock: what it takes for now.
        log: is told of every request.
    """

    VARIABLES: ClassVar[Variables]
    """The table of the provider's settings."""
    DEFAULTS: ClassVar[type[Any]]
    """The class of `settings`."""
    FAULTS: ClassVar[FaultTable]
    BREACHES: ClassVar[BreachTable]
    ACTIONS: ClassVar[tuple[str, ...]] = ()
    """The methods that other processes may call."""
    OTHER_ACCESS: ClassVar[str] = ""
    """The way of access besides the usual one, as `environment` takes it."""

    def __init__(self, settings: SettingsT | None, clock: Clock, log: Log) -> None:
        self.provider = self.VARIABLES.provider
        self.contract = Contract.shipped(f"realname_{self.provider}")
        self._handlers = self.handlers()
        if unknown := self._handlers.keys() - self.contract.operations.keys():
            raise LookupError(f"the contract of {self.provider} has no operation {', '.join(sorted(unknown))}")
        self._initial: SettingsT = self.DEFAULTS() if settings is None else deepcopy(settings)
        self.settings = deepcopy(self._initial)
        self._clock = clock
        self._log = log
        self._lock = threading.RLock()
        self._armed: deque[ArmedFault] = deque()
        self._broken: dict[str, ArmedFault | None] = {}
        self._url: str | None = None
        self.forget()

    @property
    def url(self) -> str:
        """The base URL while the sandbox runs.

        Raises:
            RuntimeError: it does not run.
        """
        if self._url is None:
            raise RuntimeError("the sandbox is not running: enter it with `with Sandbox() as sandbox:`")
        return self._url

    @url.setter
    def url(self, url: str) -> None:
        self._url = url

    @property
    def now_ms(self) -> int:
        """The sandbox's clock, in milliseconds since 1970."""
        return round(self._clock() * 1000)

    def environment(self, **access: bool) -> dict[str, str]:
        """The variables that `Client.from_env` of this provider reads, for the usual access or the one that is true."""
        other = access.pop(self.OTHER_ACCESS, False)
        if access:
            raise TypeError(f"there is no access by {', '.join(access)}")
        values = {"base_url": self.url, **self.arguments(other=other)}
        return {self.VARIABLES.variable(name): value for name, value in values.items()}

    def answer(self, received: Received) -> Answer:
        """Answer one request. All state changes here, before a byte is written."""
        with self._lock:
            draft = self.draft(received)
            draft.operation = self.contract.route(received.path).get(received.method)
            fault = None
            spoilers: list[ArmedFault] = []
            try:
                try:
                    self.authenticate(received, draft)
                    fault = self._next_fault(draft)
                    breaches = self._broken.values() if draft.is_operation else ()
                    spoilers = [spoiler for spoiler in (*breaches, fault) if spoiler is not None]
                    if not any(self._apply(spoiler, Stage.INSTEAD, draft) for spoiler in spoilers):
                        self._decide(received, draft)
                except RefusalError as refusal:
                    draft.verdict = refusal.code
                    self.refuse(draft, refusal)
                self._complete(draft, spoilers)
                answer = draft.finish()
            except UnfitError as error:
                draft.status, draft.verdict = 500, UNFIT
                text = f"the sandbox cannot inject {fault and fault.fault.name} here: {error}\n"
                answer = Answer.of(500, text.encode(), "text/plain; charset=utf-8")
            name = None if fault is None else fault.fault.name
            self._log(Record(self.provider, received, draft.expected, draft.verdict, draft.status, name))
            return answer

    def fail_next(self, fault: str, times: int | None = 1, options: Mapping[str, object] | None = None) -> None:
        """Arm a fault for the next requests whose signature is valid; see `Sandbox.fail_next`."""
        armed = self.FAULTS.arm(self.provider, fault, times, options or {})
        with self._lock:
            self._armed.append(armed)

    def break_contract(self, breach: str) -> None:
        """Do one thing wrong until the reset; see `Sandbox.break_contract`."""
        armed = self.BREACHES.arm(self.provider, breach)
        with self._lock:
            self._broken[breach] = armed

    def omits(self, breach: str) -> bool:
        """Whether a check is left out."""
        return breach in self._broken

    def reset(self) -> list[str]:
        """Forget state, armed faults and breaches, and restore the settings.

        Returns the breaches that met answers and altered none.
        """
        with self._lock:
            spoilers = [spoiler for spoiler in self._broken.values() if spoiler is not None]
            self._armed.clear()
            self._broken.clear()
            self.settings = deepcopy(self._initial)
            self.forget()
            return [spoiler.fault.name for spoiler in spoilers if spoiler.met and not spoiler.altered]

    def judged(self, operation: Operation, received: Received, body: object = None, message: bytes = b"") -> Call:
        """A request as its operation takes it.

        Raises:
            RefusalError: it is not what the contract says, or lacks what is needed in practice.
        """
        request = operation.request(received.target, body)
        found = [*operation.request_differences(request), *operation.needed_differences(request)]
        if refused := [difference for difference in found if not self._tolerates(difference)]:
            raise self.objection(refused)
        parts = (request[name] for name in ("path", "query", "body") if isinstance(request.get(name), dict))
        arguments = {name: value for part in parts for name, value in part.items()}
        return Call(operation, arguments, message, is_broken=bool(found))

    def _tolerates(self, difference: Difference) -> bool:
        if difference.is_missing:
            return self.omits("accepts_missing_field")
        return self.omits("accepts_over_long_value" if difference.rule == "maxLength" else "accepts_invalid_value")

    def _decide(self, received: Received, draft: DraftT) -> None:
        call = self.receive(received, draft)
        if call is not None:
            handler = self._handlers.get(call.operation.id)
            document = example(call) if handler is None or call.is_broken else handler(call)
            draft.use(deepcopy(document))  # a fault spoils one answer, never the state

    def _apply(self, spoiler: ArmedFault, stage: Stage, draft: DraftT) -> bool:
        """Let a fault or a breach alter the draft. A breach leaves alone what it does not fit."""
        try:
            return spoiler.apply(stage, draft)
        except UnfitError:
            if spoiler in self._broken.values():
                return False
            raise

    def _next_fault(self, draft: DraftT) -> ArmedFault | None:
        armed = next((armed for armed in self._armed if armed.fault.of_operations == draft.is_operation), None)
        if armed is not None and armed.remaining is not None:
            armed.remaining -= 1
            if armed.remaining <= 0:
                self._armed.remove(armed)
        return armed

    def _complete(self, draft: DraftT, spoilers: Sequence[ArmedFault]) -> None:
        if draft.document is None:  # a page from in front of the gateway: neither written nor signed by it
            return
        for stage, step in (
            (Stage.DECIDED, draft.write),
            (Stage.WRITTEN, draft.encrypt),
            (Stage.ENCRYPTED, draft.add_headers),
            (Stage.SIGNED, None),
        ):
            for spoiler in spoilers:
                self._apply(spoiler, stage, draft)
            if step is not None:
                step()

    # ---- what is the provider's --------------------------------------------------------------------------------------

    @abstractmethod
    def arguments(self, *, other: bool = False) -> dict[str, str]:
        """What the credentials take, by the names of the settings, for the usual access or the other one."""

    @abstractmethod
    def handlers(self) -> Mapping[str, Handler]:
        """The operations that have a state here, by `operationId`. Called once, before anything else."""

    @abstractmethod
    def forget(self) -> None:
        """Put the state back to how it was at the start."""

    @abstractmethod
    def add_samples(self) -> str:
        """Put something in the state that a first call can succeed with, and say what."""

    @abstractmethod
    def draft(self, received: Received) -> DraftT:
        """A blank answer to this request."""

    @abstractmethod
    def authenticate(self, received: Received, draft: DraftT) -> None:
        """Make the gateway's checks in the provider's order, up to the signature.

        Raises:
            RefusalError: the first one that fails.
        """

    @abstractmethod
    def receive(self, received: Received, draft: DraftT) -> Call | None:
        """Make the checks after the signature, the last of them being `judged`. None if the draft is filled already.

        Raises:
            RefusalError: the first check that fails.
        """

    @abstractmethod
    def objection(self, differences: Sequence[Difference]) -> RefusalError:
        """How a request is refused that is not what the contract says."""

    @abstractmethod
    def refuse(self, draft: DraftT, refusal: RefusalError) -> None:
        """Fill the draft with a refusal."""


def example(call: Call) -> dict[str, object]:
    """The documented example of a success, about what was asked for."""
    document: dict[str, object] = call.operation.example_answer()
    for path, argument in call.operation.binds.items():
        if argument in call.arguments:
            fields.assign(document, path, call.arguments[argument])
    return document
