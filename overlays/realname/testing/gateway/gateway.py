"""What all gateways have in common: a request is checked, decided, answered and logged under one lock.

The contract comes first: every operation in it is answered, by its documented example. State comes second: a handler
for an operation says what is so in this sandbox, who is enrolled, which token was issued.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from typing import Any, ClassVar, Final, Generic, TypeVar
from urllib.parse import urlsplit

from realname.core.base_url import is_loopback
from realname.core.settings import INSECURE_TEST_HOSTS
from realname.core.settings import Settings as Variables
from realname.testing.contract import Contract, Difference, Operation
from realname.testing.gateway import fields
from realname.testing.gateway.breaches import BreachTable
from realname.testing.gateway.door import Door
from realname.testing.gateway.faults import FaultTable
from realname.testing.gateway.messages import Answer, Call, Draft, Received, Record, RefusalError, UnfitError, monotonic
from realname.testing.gateway.panels import Panel
from realname.testing.gateway.spoilers import Spoilers, Spoiling
from realname.testing.gateway.state import State
from realname.testing.gateway.visit import Visit

DraftT = TypeVar("DraftT", bound=Draft)
SettingsT = TypeVar("SettingsT")

Clock = Callable[[], float]
"""Seconds since 1970, as `time.time`."""
Log = Callable[[Record], None]
Handler = Callable[[Call], dict[str, object]]
"""What an operation answers, as the whole JSON object; a `RefusalError` if it refuses."""

LONGEST_STEP: Final = 100 * 365 * 86_400
"""Seconds that time may be moved forward at once."""
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
        log: is told of every request, while the state changes.
        state: where everything is kept that requests and persons change.
    """

    VARIABLES: ClassVar[Variables]
    """The table of the provider's settings."""
    TITLE: ClassVar[str]
    """The provider, as persons know it."""
    DEFAULTS: ClassVar[type[Any]]
    """The class of `settings`."""
    FAULTS: ClassVar[FaultTable]
    BREACHES: ClassVar[BreachTable]
    ACTIONS: ClassVar[tuple[str, ...]] = ()
    """The methods that other processes may call."""
    OTHER_ACCESS: ClassVar[str] = ""
    """The way of access besides the usual one, as `environment` takes it."""

    def __init__(self, settings: SettingsT | None, clock: Clock, log: Log, state: State) -> None:
        self.provider: str = self.VARIABLES.provider
        self.contract: Contract = Contract.shipped(f"realname_{self.provider}")
        self._handlers = self.handlers()
        if unknown := self._handlers.keys() - self.contract.operations.keys():
            raise LookupError(f"the contract of {self.provider} has no operation {', '.join(sorted(unknown))}")
        self._initial: SettingsT = self.DEFAULTS() if settings is None else deepcopy(settings)
        self.settings: SettingsT = deepcopy(self._initial)
        self._clock = clock
        self._log = log
        self._state = state
        self._lock = state.lock
        self._times = state.shelf(f"{self.provider} times", float)
        self._spoilers = Spoilers(self.provider, self.FAULTS, self.BREACHES)
        self._door = Door(self.TITLE, self.visited, self.finish)
        self._url: str | None = None
        self.on_change: Callable[[], None] = lambda: None
        """Called after whatever may have changed the state; it has to be quick."""
        if state.is_new:
            with self.changing():
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

    def later(self) -> float:
        """The time by which journeys go, in seconds since 1970: the sandbox's clock, and what was fast-forwarded."""
        return self._clock() + self._passed

    @property
    def _passed(self) -> float:
        """Seconds that were fast-forwarded."""
        return self._times.peek("passed") or 0.0

    @_passed.setter
    def _passed(self, seconds: float) -> None:
        self._times["passed"] = seconds

    def fast_forward(self, seconds: float) -> None:
        """Let time pass for everything that is under way; see `Sandbox.fast_forward`."""
        if type(seconds) not in (int, float) or not 0 <= seconds <= LONGEST_STEP:
            raise ValueError(f"time goes forward only: seconds must be a number from 0 to {LONGEST_STEP}, 100 years")
        with self.changing():
            self._passed += seconds
            self.catch_up()

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Hold the lock while the state changes. Whoever is told of a change is told after the end of this.

        See `State.changing`.
        """
        with self._state.changing():
            yield
        self.on_change()

    def environment(self, **access: bool) -> dict[str, str]:
        """The variables that `Client.from_env` of this provider reads, for the usual access or the one that is true."""
        other = access.pop(self.OTHER_ACCESS, False)
        if access:
            raise TypeError(f"there is no access by {', '.join(access)}")
        values = {"base_url": self.url, **self.arguments(other=other)}
        if not is_loopback(host := urlsplit(self.url).hostname or ""):
            values[INSECURE_TEST_HOSTS] = host
        return {self.VARIABLES.variable(name): value for name, value in values.items()}

    def answer(self, received: Received) -> Answer:
        """Answer one request. All state changes here, and is committed, before a byte is written.

        Raises:
            StateError: it could not be committed; see `changing`.
        """
        with self.changing():
            draft = self.draft(received)
            draft.operation = self.contract.route(received.path).get(received.method)
            spoiling = Spoiling()
            try:
                try:
                    self.authenticate(received, draft)
                    if draft.is_page:
                        self._door.answer(received, draft, self.url)
                    else:
                        spoiling = self._spoilers.take(draft)
                        if not spoiling.decides(draft):
                            self._decide(received, draft)
                except RefusalError as refusal:
                    draft.verdict = refusal.code
                    self.refuse(draft, refusal)
                spoiling.complete(draft)
                answer = draft.finish()
            except UnfitError as error:
                draft.status, draft.verdict = 500, UNFIT
                text = f"the sandbox cannot inject {spoiling.name} here: {error}\n"
                answer = Answer.of(500, text.encode(), "text/plain; charset=utf-8")
            took = monotonic() - received.arrived
            told = (draft.expected, draft.verdict, draft.status, spoiling.name, answer, self._clock(), took)
            self._log(Record(self.provider, received, *told))
            return answer

    def fail_next(self, fault: str, times: int | None = 1, options: Mapping[str, object] | None = None) -> None:
        """Arm a fault for the next requests whose signature is valid; see `Sandbox.fail_next`."""
        with self.changing():
            self._spoilers.arm(fault, times, options or {})

    def break_contract(self, breach: str) -> None:
        """Do one thing wrong until the reset; see `Sandbox.break_contract`."""
        with self.changing():
            self._spoilers.commit(breach)

    def panels(self) -> list[Panel]:
        """What there is in the state, for people to look at and act on. Looking changes nothing."""
        with self._lock:
            return self.shown()

    @property
    def armed(self) -> list[str]:
        """The names of the faults that wait for requests, the next one first."""
        with self._lock:
            return self._spoilers.armed

    @property
    def broken(self) -> list[str]:
        """The names of the breaches that it commits."""
        with self._lock:
            return self._spoilers.broken

    def omits(self, breach: str) -> bool:
        """Whether a check is left out."""
        return self._spoilers.omits(breach)

    def reset(self) -> list[str]:
        """Forget state, armed faults and breaches, and restore the settings.

        Returns the breaches that met answers and altered none.
        """
        with self.changing():
            idle = self._spoilers.reset()
            self._passed = 0.0
            self.settings = deepcopy(self._initial)
            self.forget()
            return idle

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

    def own_secrets(self, *, other: bool = False) -> list[str]:
        """The secrets among what the credentials hold, for the usual access or the other one."""
        known = self.VARIABLES.all
        return [value for name, value in self.arguments(other=other).items() if known[name].is_secret]

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
    def knows(self, name: str) -> bool:
        """Whether this is the id of something here that a person ends: a transaction, a certification, a flow."""

    @abstractmethod
    def finish(self, name: str, outcome: str | Sequence[str]) -> None:
        """Play the person's part in it.

        Raises:
            ValueError: it has ended or expired, or there is no such outcome.
        """

    @abstractmethod
    def expire(self, name: str) -> None:
        """Let the time run out that there is for it.

        Raises:
            ValueError: it has ended, or the provider states no such time.
        """

    def catch_up(self) -> None:
        """Let what was to happen by now happen, where somebody is told of it without asking."""

    @abstractmethod
    def shown(self) -> list[Panel]:
        """See `panels`."""

    @abstractmethod
    def credentials_of(self, received: Received) -> Any:
        """The credentials with which a request should have been signed, for the way of access that it has chosen."""

    @abstractmethod
    def secrets_in(self, record: Record) -> list[str]:
        """The texts in a request and its answer that somebody could act with: signatures, tokens, secrets."""

    def plain_bodies(self, record: Record) -> tuple[bytes | None, bytes | None]:
        """The bodies of request and answer as they are without encryption; None for one that was not encrypted."""
        return None, None

    @abstractmethod
    def visited(self, received: Received) -> Visit:
        """What the page is about that a person opens, or clicks on. The draft says beforehand that it is one.

        Raises:
            RefusalError: nothing has this address (status 404), or it is too late for it (status 410); or it is none
                that the provider would open.
        """

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
