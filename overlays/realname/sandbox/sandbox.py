"""The sandbox as its users see it: a gateway of each provider, their log and their faults."""

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypedDict, Unpack

from realname.providers import PROVIDERS
from realname.testing import provider as port
from realname.testing.gateway.gateway import Clock, SandboxGateway
from realname.testing.gateway.messages import Record
from realname.testing.gateway.server import Handler, Server

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


class AllSettings(TypedDict, total=False):
    """How strict each gateway is and how it answers."""

    zoloz: "ZolozSettings"
    alipay: "AlipaySettings"
    esign: "EsignSettings"


def _now() -> float:
    return time.time()  # looked up at each call, so that the sandbox follows a test that stops the process's clock


class Sandbox:
    """A gateway of each provider at a free loopback port, with fresh keys and credentials, while the context lasts.

    Safe to use from several threads. A sandbox serves once: make another one for another time.

    Args:
        clock: seconds since 1970, as `time.time`; what the gateways take for now.
        samples: begin with something that succeeds at each gateway: `zoloz.sample_user_id` is enrolled,
            `alipay.sample_token` issued. The flow `esign.sample_flow_id` is known in any case.
        on_request: called with the record of every request, in the server's thread.
        settings: by provider, how strict its gateway is and how it answers; also `sandbox.zoloz.settings`, at any time.

    Attributes:
        gateways: the gateways by provider, which are attributes, too.
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
        **settings: Unpack[AllSettings],
    ) -> None:
        given: dict[str, Any] = {**settings}
        self.gateways: Mapping[str, SandboxGateway[Any, Any]] = {
            name: port.sandbox(name)(given.pop(name, None), clock, self._log) for name in PROVIDERS
        }
        if given:
            raise TypeError(f"there is no provider {', '.join(given)}; there are: {', '.join(PROVIDERS)}")
        vars(self).update(self.gateways)
        self.samples: list[str] = []
        """What a first call succeeds with, a sentence a provider."""
        self._wants_samples = samples
        self._on_request = on_request
        self._records: deque[Record] = deque()
        self._logged = 0
        self._lock = threading.Lock()
        self._server: Server | None = None
        self._add_samples()

    def __enter__(self) -> Self:
        self.serve()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def requests(self) -> list[Record]:
        """What was received, oldest first: the last 1000 requests, fewer if they hold more than 64 MiB."""
        with self._lock:
            return list(self._records)

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
        """Forget state, log, armed faults and breaches, and restore the settings. Keys, credentials and URLs stay.

        Raises:
            RuntimeError: a breach was to alter answers, and fitted none; everything is forgotten all the same.
        """
        idle = [f"{name}: {breach}" for name, gateway in self.gateways.items() for breach in gateway.reset()]
        with self._lock:
            self._records.clear()
            self._logged = 0
        self._add_samples()
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

    def serve(self, *others: Handler) -> list[str]:
        """Start, with a listener of its own for each other handler, and return the URLs of those."""
        if self._server is not None:
            raise RuntimeError("a sandbox serves once: make another one")
        self._server = Server([gateway.answer for gateway in self.gateways.values()], others)
        for gateway, url in zip(self.gateways.values(), self._server.urls, strict=False):
            gateway.url = url
        self._server.start()
        return self._server.urls[len(self.gateways) :]

    def close(self) -> None:
        """Stop serving."""
        if self._server is not None:
            self._server.stop()

    def _add_samples(self) -> None:
        if self._wants_samples:
            self.samples = [gateway.add_samples() for gateway in self.gateways.values()]

    def _gateway(self, provider: str) -> SandboxGateway[Any, Any]:
        if provider not in self.gateways:
            raise ValueError(f"there is no provider {provider!r}; there are: {', '.join(self.gateways)}")
        return self.gateways[provider]

    def _log(self, record: Record) -> None:
        with self._lock:
            self._records.append(record)
            self._logged += record.size
            while len(self._records) > LOG_LENGTH or self._logged > LOG_BYTES:
                self._logged -= self._records.popleft().size
        if self._on_request is not None:
            self._on_request(record)
