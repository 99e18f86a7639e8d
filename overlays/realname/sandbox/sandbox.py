"""The sandbox as its users see it: a gateway of each provider, their log and their faults."""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol, Self, TypedDict, Unpack

from attrs import evolve

from realname.core.errors import ConfigurationError
from realname.providers import PROVIDERS
from realname.sandbox.store import FileStore
from realname.testing import provider as port
from realname.testing.gateway.gateway import Clock, SandboxGateway
from realname.testing.gateway.messages import Answer, Received, Record, Stream
from realname.testing.gateway.server import LOOPBACK, Handler, Server, url_of
from realname.testing.gateway.state import State, StateError

if TYPE_CHECKING:
    from realname.alipay.testing.gateway import AlipaySandbox
    from realname.alipay.testing.rules import Settings as AlipaySettings
    from realname.esign.testing.gateway import EsignSandbox
    from realname.esign.testing.rules import Settings as EsignSettings
    from realname.zoloz.testing.gateway import ZolozSandbox
    from realname.zoloz.testing.rules import Settings as ZolozSettings

LOG_LENGTH = 1000
LOG_BYTES = 64 * 1024 * 1024
"""Of the requests in the log, together."""

logger: logging.Logger = logging.getLogger("realname.sandbox")


class AllSettings(TypedDict, total=False):
    """How strict each gateway is and how it answers."""

    zoloz: "ZolozSettings"
    alipay: "AlipaySettings"
    esign: "EsignSettings"


class Watcher(Protocol):
    """Whoever is told of what happens in a sandbox, in the threads in which it does: nothing here may take time."""

    def recorded(self, record: Record) -> None:
        """A request is in the log."""

    def changed(self) -> None:
        """The state of a gateway may be another one now."""

    def cleared(self) -> None:
        """Everything is forgotten, the log too."""


def _now() -> float:
    return time.time()  # looked up at each call, so that the sandbox follows a test that stops the process's clock


class Sandbox:
    """A gateway of each provider at a free loopback port, with fresh keys and credentials, while the context lasts.

    Safe to use from several threads. A sandbox serves once: make another one for another time.

    It can run all day: of users, transactions, certifications, tokens, flows and so on it knows the last 10 000 each,
    of nonces the last 100 000, of enrolled images 64 MiB. The oldest leave first, samples never. The log
    `realname.sandbox` says when it begins.

    Args:
        clock: seconds since 1970, as `time.time`; what the gateways take for now.
        samples: begin with something that succeeds at each gateway: `zoloz.sample_user_id` is enrolled,
            `alipay.sample_token` issued. The flow `esign.sample_flow_id` is known in any case.
        on_request: called with the record of every request, in the server's thread, before the answer is written.
        state: a file in which everything outlives the sandbox, and from which the next one goes on: keys, credentials,
            what the gateways know, and the log. It is made if there is none. Everything that a request changes is in it
            before the answer is written, and survives a process that is killed. It holds private keys and personal data
            (mode 0600), and belongs to one sandbox at a time. Settings, armed faults and breaches are not in it. None
            for nowhere.
        fresh: begin anew with the keys of the file: what the gateways know and the log are forgotten.
        settings: by provider, how strict its gateway is and how it answers; also `sandbox.zoloz.settings`, at any time.

    Raises:
        ConfigurationError: the file is not a sandbox's, another one has it open, or it is damaged; it is as it was.

    Attributes:
        gateways: the gateways by provider, which are attributes, too.
        host: the one in the URLs that are told, once it serves.
    """

    if TYPE_CHECKING:
        zoloz: ZolozSandbox
        alipay: AlipaySandbox
        esign: EsignSandbox

    def __init__(
        self,
        *,
        clock: Clock = _now,
        samples: bool = False,
        on_request: Callable[[Record], None] | None = None,
        state: Path | str | None = None,
        fresh: bool = False,
        **settings: Unpack[AllSettings],
    ) -> None:
        given: dict[str, Any] = {name: settings.get(name) for name in PROVIDERS}
        if unknown := [name for name in settings if name not in PROVIDERS]:
            raise TypeError(f"there is no provider {', '.join(unknown)}; there are: {', '.join(PROVIDERS)}")
        self.clock = self._initial_clock = clock
        store = None if state is None else FileStore(Path(state))
        self.samples: list[str] = []
        """What a first call succeeds with, a sentence a provider."""
        self._wants_samples = samples
        self._on_request = on_request
        self._watchers: list[Watcher] = []
        self.host: str = LOOPBACK
        self._server: Server | None = None
        try:
            self._state = State(store, fresh=fresh)
            with self._state.changing():
                self._begin(self._now, given)
        except BaseException as error:
            if store is not None:
                store.close()
            if isinstance(error, StateError):
                remedy = "Begin anew with `fresh` (--reset), which keeps the keys, or use the release that wrote it."
                raise ConfigurationError(f"state: {state}: {error}", setting="state", remedy=remedy) from None
            raise

    def _begin(self, clock: Clock, given: Mapping[str, Any]) -> None:
        """Make the gateways, with what the state has of them; if that fails, the file stays as it is."""
        try:
            self._records = self._state.shelf(
                "requests", Record, most=LOG_LENGTH, most_bytes=LOG_BYTES, size=lambda record: record.size
            )
            self._numbers = self._state.shelf("numbers", int)
            self.gateways: Mapping[str, SandboxGateway[Any, Any]] = {
                name: port.sandbox(name)(given[name], clock, self._log, self._state) for name in PROVIDERS
            }
            vars(self).update(self.gateways)
            self._add_samples()
        except BaseException:
            self._state.abandon()
            raise

    def __enter__(self) -> Self:
        self.serve()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def clock(self) -> Clock:
        """What the gateways take for now. It may be replaced: `sandbox.clock = lambda: 1_700_000_000.0`, until `reset`.

        The clients' clock does not follow. What they sign has to be of the sandbox's time, and its answers of theirs.

        Raises:
            TypeError: set to what cannot be called.
        """
        return self._clock

    @clock.setter
    def clock(self, clock: Clock) -> None:
        if not callable(clock):
            raise TypeError("clock must be a function that gives seconds since 1970, such as time.time")
        self._clock = clock

    @property
    def requests(self) -> list[Record]:
        """What was received, oldest first: the last 1000 requests, fewer if they hold more than 64 MiB."""
        with self._state.lock:
            return list(self._records.values())

    def faults(self, provider: str) -> dict[str, str]:
        """The faults that a gateway can have, each with what it does.

        Raises:
            ValueError: there is no such provider.
        """
        return self._gateway(provider).FAULTS.descriptions()

    def fail_next(self, provider: str, fault: str, times: int | None = 1, **options: object) -> None:
        """Spoil the next answers of a gateway.

        A fault waits for requests whose signature is valid, so that it never hides a client's own mistake. Faults wait
        in line: one is used up before the next begins. Those of e签宝's token endpoints have a line of their own. Where
        a fault would change nothing, the answer is HTTP 500 and says so, and the verdict in the log is `unfit fault`.

        Args:
            provider: `zoloz`, `alipay` or `esign`.
            fault: its name; `faults` lists them.
            times: how many answers; None for all until `reset`.
            options: of the fault, such as `seconds=0.5` of `delay`.

        Raises:
            ValueError: no such provider, fault or option; says which there are.
        """
        self._gateway(provider).fail_next(fault, times, options)

    def breaches(self, provider: str) -> dict[str, str]:
        """The breaches of the contract that a gateway can commit, each with what it does.

        Not every gateway has every one: e签宝 signs no answers, and Alipay's contract requires no parameter.

        Raises:
            ValueError: there is no such provider.
        """
        return self._gateway(provider).BREACHES.descriptions()

    def break_contract(self, provider: str, breach: str) -> None:
        """Make a gateway do one thing wrong, the same way at every request, until `reset`.

        This is for trying out tests of gateways: a conformance run must find every breach, and none without one. Those
        that alter answers alter all that they fit, of requests whose signature was accepted: successes and the
        operation's own refusals. Those that are called `accepts_…` leave one check of requests out. Several may be
        committed at a time. A client is better tried out with `fail_next`.

        Args:
            provider: `zoloz`, `alipay` or `esign`.
            breach: its name; `breaches` lists them.

        Raises:
            ValueError: no such provider or breach; says which there are.
        """
        self._gateway(provider).break_contract(breach)

    def reset(self) -> None:
        """Forget state, log, armed faults and breaches, and restore settings and clock. Keys and URLs stay.

        In the file of `state`, too, nothing is left of it.

        Raises:
            RuntimeError: a breach was to alter answers, and fitted none; everything is forgotten all the same.
        """
        self.clock = self._initial_clock
        with self._state.changing():
            idle = [f"{name}: {breach}" for name, gateway in self.gateways.items() for breach in gateway.reset()]
            self._numbers["received"] = self._received
            self._records.clear()
            self._add_samples()
            for watcher in self._watchers:
                self._state.afterwards(watcher.cleared)
        self._state.forget()
        if idle:
            raise RuntimeError(f"no answer could be altered by these breaches: {', '.join(idle)}")

    def environment(self, *, access_key: bool = False, certificates: bool = False) -> dict[str, str]:
        """What `Client.from_env` of the providers reads. It holds private keys and secrets.

        Args:
            access_key: for ZOLOZ's access by access key, rather than by RSA pairs.
            certificates: for Alipay's certificate mode, rather than its key mode; then some values have many lines.
        """
        chosen = {"access_key": access_key, "certificates": certificates}
        found: dict[str, str] = {}
        for gateway in self.gateways.values():
            other = gateway.OTHER_ACCESS
            found |= gateway.environment(**({other: chosen[other]} if other in chosen else {}))
        return found

    def finish(self, name: str, *, outcome: str | Sequence[str] = "verified") -> None:
        """Play the person's part in whatever has this id, at whichever gateway.

        Args:
            name: a `transaction_id`, a `certify_id` or a `flow_id`.
            outcome: `verified`, `rejected` or `pending`, or a sequence of them, one for each query to come.

        Raises:
            ValueError: there is no such thing, it has ended or expired, or there is no such outcome.
        """
        self._knowing(name).finish(name, outcome)

    def expire(self, name: str) -> None:
        """Let the time run out that there is for whatever has this id, at whichever gateway.

        Args:
            name: a `certify_id` or a `flow_id`. How long ZOLOZ's transactions live no page says: here for ever.

        Raises:
            ValueError: there is no such thing, it has ended, or it does not expire.
        """
        self._knowing(name).expire(name)

    def fast_forward(self, seconds: float) -> None:
        """Let time pass for everything that is under way, at every gateway, until `reset`.

        What a person, a code, a link, a transfer or an access token has of time goes by: flows lapse after 30 days,
        certifications after 23 hours. The clock stays, by which requests are judged and answers signed, as that of the
        clients does. So what a gateway tells of times is of the clock, too: a token that was issued before ends
        earlier than it said (clients fetch another one when it is refused); one that is issued after ends as it says.

        Args:
            seconds: how many, of at most 100 years; added to those of earlier calls.

        Raises:
            ValueError: it is no such number. Time does not go back.
        """
        for gateway in self.gateways.values():
            gateway.fast_forward(seconds)

    def serve(self, *others: Handler, host: str = LOOPBACK, port: int = 0, name: str | None = None) -> list[str]:
        """Start, with a listener of its own for each other handler, and return the URLs of those.

        Args:
            others: what to serve beside the gateways.
            host: the address of this machine to listen at.
            port: of the first gateway, all others follow it; 0 for free ports.
            name: the host in the URLs that are told; None for that of `host`.

        Raises:
            OSError: a port is taken, or the machine has no such address.
        """
        if self._server is not None:
            raise RuntimeError("a sandbox serves once: make another one")
        handlers = [partial(_answer, gateway.answer) for gateway in self.gateways.values()]
        self._server = Server(handlers, others, host=host, port=port)
        self.host = name or host
        urls = [url_of(self.host, port) for port in self._server.ports]
        for gateway, url in zip(self.gateways.values(), urls, strict=False):
            gateway.url = url
        self._server.start()
        return urls[len(self.gateways) :]

    def watch(self, watcher: Watcher) -> None:
        """Tell somebody of what happens from now on, as long as the sandbox is there."""
        self._watchers.append(watcher)
        for gateway in self.gateways.values():
            gateway.on_change = self._changed

    def close(self) -> None:
        """Stop serving, and let another one open the file of `state`."""
        if self._server is not None:
            self._server.stop()
        self._state.close()

    def keep(self, name: str, make: Callable[[], str]) -> str:
        """A text that is made once and stays as long as the file of `state`: a key, a token. No reset forgets it."""
        return self._state.keep(name, make)

    def _changed(self) -> None:
        for watcher in self._watchers:
            watcher.changed()

    def _add_samples(self) -> None:
        if self._wants_samples:
            self.samples = [gateway.add_samples() for gateway in self.gateways.values()]

    def _gateway(self, provider: str) -> SandboxGateway[Any, Any]:
        if provider not in self.gateways:
            raise ValueError(f"there is no provider {provider!r}; there are: {', '.join(self.gateways)}")
        return self.gateways[provider]

    def _knowing(self, name: str) -> SandboxGateway[Any, Any]:
        found = next((gateway for gateway in self.gateways.values() if gateway.knows(name)), None)
        if found is None:
            raise ValueError("nothing has this id: start a transaction, a certification or a flow first")
        return found

    def _now(self) -> float:
        return self._clock()  # looked up at each call: it may be replaced

    @property
    def _received(self) -> int:
        """How many requests there were, with those before a reset."""
        return int(next(reversed(self._records), self._numbers.peek("received") or 0))

    def _log(self, record: Record) -> None:
        record = evolve(record, number=self._received + 1)
        self._records[str(record.number)] = record
        self._state.afterwards(partial(self._tell, record))

    def _tell(self, record: Record) -> None:
        if self._on_request is not None:
            self._on_request(record)
        for watcher in self._watchers:
            watcher.recorded(record)


def _answer(answer: Handler, received: Received) -> Answer | Stream:
    """What a gateway answers; HTTP 500 where what changed cannot be written. The log has it as it was decided."""
    try:
        return answer(received)
    except StateError as error:
        logger.error("%s", error)
        return Answer.of(500, f"{error}\n".encode(), "text/plain; charset=utf-8")
