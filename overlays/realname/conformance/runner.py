"""A conformance run: Schemathesis draws the cases, our `Auth` signs them, our checks judge the exchanges."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import requests
import schemathesis
from schemathesis import Case, HookContext, Response
from schemathesis.checks import CHECKS
from schemathesis.config import ProjectConfig, SchemathesisConfig
from schemathesis.core.failures import Failure
from schemathesis.engine import events, from_schema
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.schemas import OpenApiSchema

from realname.conformance.checks import Check, Exchanges
from realname.conformance.contract import Contract
from realname.conformance.exchange import Meter, Signing
from realname.conformance.gateways import GATEWAYS, Gateway
from realname.conformance.options import Options, Progress
from realname.conformance.record import Record
from realname.conformance.report import Report
from realname.core.base_url import parse_base_url
from realname.core.errors import ConfigurationError

_REGISTRY = threading.Lock()


def run(
    provider: str,
    *,
    base_url: str,
    credentials: object,
    options: Options | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Report:
    """Ask a gateway whether it keeps its contract.

    Args:
        provider: ``alipay``, ``esign`` or ``zoloz``.
        base_url: the gateway; there is no default.
        credentials: the provider's credentials, as its client takes them.
        options: how far to go; by default politely.
        progress: called after each case, in the thread that sends them.

    Returns:
        What was found, also if the gateway could not be tested.

    Raises:
        ConfigurationError: no such provider, the credentials of another one, a base URL that cannot be right or is a
            production host, or an argument that no operation has.
    """
    chosen = options or Options()
    if provider not in GATEWAYS:
        raise ConfigurationError(
            f"there is no provider {provider!r}", setting="provider", remedy=f"Choose one of {', '.join(GATEWAYS)}."
        )
    gateway = GATEWAYS[provider]
    url = parse_base_url(base_url)
    if not chosen.production and url.host in _production_hosts(gateway):
        raise ConfigurationError(
            "base_url is a production host",
            setting="base_url",
            remedy="Test a sandbox, or say that production is meant.",
        )
    owner = gateway.auth(credentials)
    contract = Contract(gateway, _agreed(gateway, chosen))
    with requests.Session() as session:
        session.trust_env = False
        exchanges = Exchanges(
            gateway=gateway,
            contract=contract,
            owner=owner,
            stranger=gateway.forged(credentials) if chosen.negative else None,
            meter=Meter(limit=chosen.max_calls, per_second=chosen.calls_per_second),
            timeout=chosen.timeout,
            session=session,
        )
        record = Record(exchanges, progress)
        with _registered(exchanges.checks()):
            _execute(exchanges, str(url).rstrip("/"), chosen, record)
    return record.report(provider, str(url).rstrip("/"))


def _production_hosts(gateway: Gateway) -> frozenset[str]:
    return frozenset(parse_base_url(url).host for name, url in gateway.SERVERS.items() if name.startswith("production"))


def _agreed(gateway: Gateway, options: Options) -> Mapping[str, str]:
    """The caller's own values, without those that would use something up and are not to."""
    contract = Contract(gateway, options.arguments)
    spent = [
        operation
        for operation in contract.operations.values()
        if operation.consumes and operation.fields & options.arguments.keys()
    ]
    if not spent or options.confirm(
        f"{spent[0].operation_id} may use up what is passed in its arguments, such as a one-time token. Go on?"
    ):
        return options.arguments
    withheld = {name for operation in spent for name in operation.fields}
    return {name: value for name, value in options.arguments.items() if name not in withheld}


@contextmanager
def _registered(checks: tuple[Check, ...]) -> Iterator[None]:
    """Make the checks known while a run lasts. Schemathesis has one registry for the process: one run at a time."""
    with _REGISTRY:
        for check in checks:
            CHECKS.register(check)
        try:
            yield
        finally:
            for check in checks:
                CHECKS.unregister(check.__name__)


def _execute(exchanges: Exchanges, base_url: str, options: Options, record: Record) -> None:
    read_only = [o.operation_id for o in exchanges.contract.operations.values() if o.reads_only]
    schema = _schema(exchanges.contract.document).include(operation_id=read_only)
    _configure(schema.config, base_url, options)
    names = [check.__name__ for check in exchanges.checks()]
    schema.config.checks.update(included_check_names=[*names, *exchanges.gateway.STOCK])
    schema.auth.set_from_requests(Signing(exchanges.owner, exchanges.meter))

    @schema.hook
    def after_call(_: HookContext, case: Case[Any], response: Response) -> None:
        exchanges.admit(response)
        record.answered(case)

    @schema.hook
    def filter_failure(_: HookContext, failure: Failure, case: Case[Any], __: Response) -> bool:
        # Schemathesis would write a sample of the request, signature included, and look for a smaller one by sending
        # more. What fails is taken away from it.
        if exchanges.meter.stopped is None:
            record.failure(case, failure)
        return False

    stream = from_schema(schema).execute()
    for event in stream:
        if isinstance(event, events.PhaseStarted):
            # Not the engine's own probes, which are malformed and unsigned, nor calls in a row.
            event.phase.is_enabled = event.phase.name.value in options.phases
        elif isinstance(event, events.ScenarioFinished):
            record.scenario(event.recorder)
        elif isinstance(event, events.NonFatalError):
            exchanges.meter.stop(f"the run could not go on ({type(event.value).__name__})")
        elif isinstance(event, events.FatalError):
            exchanges.meter.stop(f"the run could not go on ({type(event.exception).__name__})")
        elif isinstance(event, events.Interrupted):
            exchanges.meter.interrupted()


def _schema(document: dict[str, Any]) -> OpenApiSchema:
    # An explicit configuration, so that no schemathesis.toml in the working directory joins in.
    return schemathesis.openapi.from_dict(document, config=SchemathesisConfig())


def _configure(config: ProjectConfig, base_url: str, options: Options) -> None:
    """Everything that Schemathesis does of itself beyond drawing and sending cases is off."""
    config.update(base_url=base_url, request_timeout=options.timeout, max_redirects=0, workers=1)
    modes = [GenerationMode.POSITIVE, *([GenerationMode.NEGATIVE] if options.negative else [])]
    config.generation.update(
        modes=modes,
        max_examples=options.max_examples,
        deterministic=True,
        with_security_parameters=False,
        database="none",
    )
    # Which phases run is decided where they start.
    config.phases.examples.extra_data_sources.responses = False
    config.phases.coverage.extra_data_sources.responses = False
    config.phases.coverage.unexpected_methods = set()
    config.phases.fuzzing.extra_data_sources.responses = False
    config.phases.fuzzing.error_feedback.is_enabled = False
