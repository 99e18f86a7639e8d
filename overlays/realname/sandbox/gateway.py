"""What the three gateways have in common: a request is checked, decided, answered and logged under one lock."""

import threading
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from typing import ClassVar, Generic, TypeVar

from realname.sandbox.breaches import BreachTable
from realname.sandbox.contract import Contract
from realname.sandbox.exchange import Answer, Draft, Received, Record, RefusalError
from realname.sandbox.faults import ArmedFault, FaultTable, Stage

DraftT = TypeVar("DraftT", bound=Draft)
SettingsT = TypeVar("SettingsT")

Clock = Callable[[], float]
"""Seconds since 1970, as `time.time`."""
Log = Callable[[Record], None]


class Gateway(ABC, Generic[DraftT, SettingsT]):
    """One provider's gateway.

    A subclass is the provider's own check list: `authenticate` holds the checks up to the signature, `decide` those
    after it and the operations, `refuse` writes a refusal the provider's way. Whatever fails first answers.
    """

    PROVIDER: ClassVar[str]
    PACKAGE: ClassVar[str]
    """The generated package whose contract judges requests."""
    FAULTS: ClassVar[FaultTable]
    BREACHES: ClassVar[BreachTable]

    def __init__(self, settings: SettingsT, clock: Clock, log: Log) -> None:
        self.contract = Contract.shipped(self.PACKAGE)
        self.settings = deepcopy(settings)
        self._initial = deepcopy(settings)
        self._clock = clock
        self._log = log
        self._lock = threading.RLock()
        self._armed: deque[ArmedFault] = deque()
        self._broken: dict[str, ArmedFault | None] = {}
        self._url: str | None = None
        self.reset()

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

    def answer(self, received: Received) -> Answer:
        """Answer one request. All state changes here, before a byte is written."""
        with self._lock:
            draft = self.draft(received)
            fault = None
            spoilers: list[ArmedFault] = []
            try:
                self.authenticate(received, draft)
                fault = self._next_fault(draft)
                breaches = self._broken.values() if draft.is_operation else ()
                spoilers = [spoiler for spoiler in (*breaches, fault) if spoiler is not None]
                if not any(spoiler.apply(Stage.INSTEAD, draft) for spoiler in spoilers):
                    self.decide(received, draft)
            except RefusalError as refusal:
                draft.verdict = refusal.code
                self.refuse(draft, refusal)
            self._complete(draft, spoilers)
            name = None if fault is None else fault.fault.name
            self._log(Record(self.PROVIDER, received, draft.expected, draft.verdict, draft.status, name))
            return draft.finish()

    def fail_next(self, fault: str, times: int | None = 1, options: Mapping[str, object] | None = None) -> None:
        """Arm a fault for the next requests whose signature is valid; see `Sandbox.fail_next`."""
        armed = self.FAULTS.arm(self.PROVIDER, fault, times, options or {})
        with self._lock:
            self._armed.append(armed)

    def break_contract(self, breach: str) -> None:
        """Do one thing wrong until the reset; see `Sandbox.break_contract`."""
        armed = self.BREACHES.arm(self.PROVIDER, breach)
        with self._lock:
            self._broken[breach] = armed

    def omits(self, breach: str) -> bool:
        """Whether a check is left out."""
        return breach in self._broken

    def reset(self) -> None:
        """Forget state, armed faults and breaches, and restore the settings."""
        with self._lock:
            self._armed.clear()
            self._broken.clear()
            self.settings = deepcopy(self._initial)
            self.forget()

    def _next_fault(self, draft: DraftT) -> ArmedFault | None:
        fitting = (armed for armed in self._armed if armed.fault.of_operations == draft.is_operation)
        armed = next(fitting, None)
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
                spoiler.apply(stage, draft)
            if step is not None:
                step()

    @abstractmethod
    def environment(self) -> dict[str, str]:
        """The variables that `Client.from_env` of this provider reads."""

    @abstractmethod
    def forget(self) -> None:
        """Put the state back to how it was at the start."""

    @abstractmethod
    def add_samples(self) -> None:
        """Put something in the state that a first call can succeed with."""

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
    def decide(self, received: Received, draft: DraftT) -> None:
        """Make the checks after the signature, carry out the operation, and fill the draft.

        Raises:
            RefusalError: the first check that fails.
        """

    @abstractmethod
    def refuse(self, draft: DraftT, refusal: RefusalError) -> None:
        """Fill the draft with a refusal."""
