"""The sandbox as its users see it: three gateways, their log and their faults."""

import threading
import time
from collections import deque
from collections.abc import Callable
from types import TracebackType
from typing import Self

from realname.sandbox.alipay import AlipayGateway
from realname.sandbox.alipay import Settings as AlipaySettings
from realname.sandbox.esign import EsignGateway
from realname.sandbox.esign import Settings as EsignSettings
from realname.sandbox.exchange import Record
from realname.sandbox.gateway import Clock
from realname.sandbox.server import Handler, Server
from realname.sandbox.zoloz import Settings as ZolozSettings
from realname.sandbox.zoloz import ZolozGateway

LOG_LENGTH = 1000


class Sandbox:
    """Three gateways at free loopback ports, with fresh keys and credentials, while the context lasts.

    Safe to use from several threads. A sandbox serves once: make another one for another time.

    Args:
        clock: seconds since 1970, as `time.time`; what the gateways take for now.
        zoloz: how strict ZOLOZ's gateway is and how it answers; also `sandbox.zoloz.settings`, at any time.
        alipay: the same for Alipay's.
        esign: the same for e签宝's.
        samples: begin with something that succeeds at each gateway: `zoloz.sample_user_id` is enrolled,
            `alipay.sample_token` issued. The flow `esign.sample_flow_id` is known in any case.
        on_request: called with the record of every request, in the server's thread.
    """

    def __init__(
        self,
        *,
        clock: Clock = time.time,
        zoloz: ZolozSettings | None = None,
        alipay: AlipaySettings | None = None,
        esign: EsignSettings | None = None,
        samples: bool = False,
        on_request: Callable[[Record], None] | None = None,
    ) -> None:
        self.zoloz = ZolozGateway(zoloz or ZolozSettings(), clock, self._log)
        self.alipay = AlipayGateway(alipay or AlipaySettings(), clock, self._log)
        self.esign = EsignGateway(esign or EsignSettings(), clock, self._log)
        self._gateways = {gateway.PROVIDER: gateway for gateway in (self.zoloz, self.alipay, self.esign)}
        self._samples = samples
        self._on_request = on_request
        self._records: deque[Record] = deque(maxlen=LOG_LENGTH)
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
        """What was received, oldest first: the last 1000 requests."""
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
        in line: one is used up before the next begins. Those of e签宝's token endpoints have a line of their own.

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
        """Forget state, log, armed faults and breaches, and restore the settings. Keys, credentials and URLs stay."""
        for gateway in self._gateways.values():
            gateway.reset()
        with self._lock:
            self._records.clear()
        self._add_samples()

    def environment(self, *, access_key: bool = False, certificates: bool = False) -> dict[str, str]:
        """What `Client.from_env` of the three providers reads. It holds private keys and secrets.

        Args:
            access_key: for ZOLOZ's access by access key, rather than by RSA pairs.
            certificates: for Alipay's certificate mode, rather than its key mode; then some values have many lines.
        """
        return {
            **self.zoloz.environment(access_key=access_key),
            **self.alipay.environment(certificates=certificates),
            **self.esign.environment(),
        }

    def serve(self, *others: Handler) -> list[str]:
        """Start, with a listener of its own for each other handler, and return the URLs of those."""
        if self._server is not None:
            raise RuntimeError("a sandbox serves once: make another one")
        self._server = Server([gateway.answer for gateway in self._gateways.values()], others)
        for gateway, url in zip(self._gateways.values(), self._server.urls, strict=False):
            gateway.url = url
        self._server.start()
        return self._server.urls[len(self._gateways) :]

    def close(self) -> None:
        """Stop serving."""
        if self._server is not None:
            self._server.stop()

    def _add_samples(self) -> None:
        if self._samples:
            for gateway in self._gateways.values():
                gateway.add_samples()

    def _gateway(self, provider: str) -> ZolozGateway | AlipayGateway | EsignGateway:
        if provider not in self._gateways:
            raise ValueError(f"there is no provider {provider!r}; there are: {', '.join(self._gateways)}")
        return self._gateways[provider]

    def _log(self, record: Record) -> None:
        with self._lock:
            self._records.append(record)
        if self._on_request is not None:
            self._on_request(record)
