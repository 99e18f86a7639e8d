"""A conformance run: Schemathesis draws the cases, our `Auth` signs them, our checks judge the exchanges."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from tempfile import TemporaryDirectory
from typing import Any

import schemathesis
from hypothesis.configuration import set_hypothesis_home_dir, storage_directory
from schemathesis import Case, HookContext, Response
from schemathesis.checks import CHECKS
from schemathesis.config import ProjectConfig, SchemathesisConfig
from schemathesis.core.failures import Failure
from schemathesis.engine import events, from_schema
from schemathesis.generation import GenerationMode
from schemathesis.schemas import BaseSchema

from realname.core.base_url import parse_base_url
from realname.core.errors import ConfigurationError
from realname.providers import domains
from realname.testing.conformance.expectations import drawable, with_closed_enums
from realname.testing.conformance.judgements import BreachFailure, Check, Exchanges
from realname.testing.conformance.options import Options, Progress
from realname.testing.conformance.record import Record
from realname.testing.conformance.report import Report
from realname.testing.conformance.subject import Subject
from realname.testing.conformance.transport import Line, Meter, Signing
from realname.testing.contract import Contract, Operation

_REGISTRY = threading.Lock()


def run(
    provider: str,
    subject: Subject,
    contract: Contract,
    *,
    base_url: str,
    credentials: object,
    options: Options,
    progress: Callable[[Progress], None] | None,
) -> Report:
    """Ask a gateway whether it keeps a contract.

    Args:
        provider: the provider's name, for the report.
        subject: the provider.
        contract: its contract.
        base_url: the gateway.
        credentials: the provider's credentials, as its client takes them.
        options: how far to go.
        progress: called after each case, in the thread that sends them.

    Raises:
        ConfigurationError: the credentials of another provider, a base URL that cannot be right or is a production
            host, an operation that the contract does not have or that `effects` does not allow, or an argument that no
            operation of the run has.
    """
    url = parse_base_url(base_url, options.insecure_test_hosts, domains=domains)
    production = {parse_base_url(each).host for name, each in contract.servers.items() if name.startswith("production")}
    if not options.production and url.host in production:
        remedy = "Test a sandbox, or say that production is meant."
        raise ConfigurationError("base_url is a production host", setting="base_url", remedy=remedy)
    owner = subject.auth(credentials)
    arguments = _agreed(_chosen(contract, subject, options), options)
    # An explicit configuration, so that no schemathesis.toml in the working directory joins in.
    schema = schemathesis.openapi.from_dict(drawable(contract, arguments), config=SchemathesisConfig())
    with closing(Line(url, options.timeout)) as line:
        exchanges = Exchanges(
            subject=subject,
            contract=contract,
            answers=with_closed_enums(contract),
            owner=owner,
            stranger=subject.stranger(credentials) if options.negative else None,
            meter=Meter(limit=options.max_calls, per_second=options.calls_per_second),
            line=line,
        )
        record = Record(exchanges, tuple(arguments), progress)
        with _registered(exchanges.checks()), _nothing_kept():
            _execute(exchanges, schema.include(operation_id=list(arguments)), str(url).rstrip("/"), options, record)
    return record.report(provider, str(url).rstrip("/"))


def _chosen(contract: Contract, subject: Subject, options: Options) -> list[Operation]:
    """The operations of the run. What has effects is sent only where the caller says that it may."""
    known = contract.operations
    for setting, names in (("only", options.only), ("skip", options.skip)):
        if unknown := sorted(set(names) - known.keys()):
            says = f"there is no operation {', '.join(unknown)}"
            raise ConfigurationError(says, setting=setting, remedy=f"Choose one of {', '.join(sorted(known))}.")
    chosen = [known[name] for name in known if name in (options.only or known) and name not in options.skip]
    if options.effects:
        return chosen
    effects = [each for each in chosen if has_effects(each, subject)]
    if options.only and effects:
        says = f"{', '.join(each.id for each in effects)} may start, charge, send, move money or delete"
        raise ConfigurationError(says, setting="only", remedy="Allow `effects` where that is not real.")
    return [each for each in chosen if each not in effects]


def has_effects(operation: Operation, subject: Subject) -> bool:
    """Whether an operation changes something by being sent, with whatever arguments."""
    return operation.id in subject.altering or (operation.method != "GET" and operation.retry != "safe")


def _agreed(operations: list[Operation], options: Options) -> dict[str, dict[str, str]]:
    """By operation of the run, the caller's own values, but for those that it would use up and is not to."""
    names = {operation.id: operation.example_arguments().keys() for operation in operations}
    known = sorted(set().union(*names.values()))
    of_one = {f"{operation}.{name}" for operation, inputs in names.items() for name in inputs}
    if unknown := sorted(options.arguments.keys() - of_one - set(known)):
        says = f"no operation of the run has an argument {', '.join(unknown)}"
        raise ConfigurationError(says, setting="arguments", remedy=f"They have: {', '.join(known)}.")
    agreed: dict[str, dict[str, str]] = {}
    for operation in operations:
        given = {**options.arguments, **_of(operation.id, options.arguments)}
        own = {name: value for name, value in given.items() if name in names[operation.id]}
        question = f"{operation.id} may use up what is passed in its arguments, such as a one-time token. Go on?"
        consumes = own and operation.retry == "connect-only" and not options.effects
        agreed[operation.id] = own if not consumes or options.confirm(question) else {}
    return agreed


def _of(operation: str, arguments: Mapping[str, str]) -> dict[str, str]:
    """What is meant for one operation alone: ``checkresult.transactionId``."""
    prefix = f"{operation}."
    return {name.removeprefix(prefix): value for name, value in arguments.items() if name.startswith(prefix)}


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


@contextmanager
def _nothing_kept() -> Iterator[None]:
    """Hypothesis would make a folder in the working directory; one that is there already is used."""
    home = storage_directory(intent_to_write=False).path
    if home.exists():
        yield
        return
    with TemporaryDirectory(prefix="realname-conformance-", ignore_cleanup_errors=True) as folder:
        set_hypothesis_home_dir(folder)
        try:
            yield
        finally:
            set_hypothesis_home_dir(home)


def _execute(exchanges: Exchanges, schema: BaseSchema, base_url: str, options: Options, record: Record) -> None:
    _configure(schema.config, base_url, options)
    exchanges.line.carry(schema)
    # Its own checks of answers would say again what ours say; its checks of refusals read the verdict from the status.
    schema.config.checks.update(included_check_names=[check.__name__ for check in exchanges.checks()])
    schema.auth.set_from_requests(Signing(exchanges.owner, exchanges.meter))

    @schema.hook
    def after_call(_: HookContext, case: Case[Any], __: Response) -> None:
        exchanges.admit(case)
        record.answered(case)

    @schema.hook
    def filter_failure(_: HookContext, failure: Failure, case: Case[Any], __: Response) -> bool:
        # Schemathesis would write a sample of the request, signature included, and look for a smaller one by sending
        # more. What fails is taken away from it.
        if exchanges.meter.stopped is None and isinstance(failure, BreachFailure):
            record.failure(case, failure)
        return False

    for event in from_schema(schema).execute():
        if isinstance(event, events.PhaseStarted):
            # Not the engine's own probes, which are malformed and unsigned, nor calls in a row.
            event.phase.is_enabled = event.phase.name.value in options.phases
        elif isinstance(event, events.ScenarioFinished):
            record.scenario(event.recorder)
        elif isinstance(event, events.NonFatalError | events.FatalError):
            error = event.value if isinstance(event, events.NonFatalError) else event.exception
            exchanges.meter.stop(f"the run could not go on ({type(error).__name__})")
        elif isinstance(event, events.Interrupted):
            exchanges.meter.interrupted()


def _configure(config: ProjectConfig, base_url: str, options: Options) -> None:
    """Everything that Schemathesis does of itself beyond drawing and sending cases is off."""
    config.update(base_url=base_url, request_timeout=options.timeout, max_redirects=0, workers=1)
    modes = [GenerationMode.POSITIVE, *([GenerationMode.NEGATIVE] if options.negative else [])]
    config.generation.update(modes=modes, max_examples=options.max_examples, deterministic=True, database="none")
    config.generation.update(with_security_parameters=False)
    phases = config.phases  # which of them run is decided where they start
    for phase in (phases.examples, phases.coverage, phases.fuzzing):
        phase.extra_data_sources.responses = False
    phases.coverage.unexpected_methods = set()
    phases.fuzzing.error_feedback.is_enabled = False
