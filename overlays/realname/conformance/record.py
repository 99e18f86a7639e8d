"""What a run has found so far, gathered while Schemathesis sends."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import attrs
from schemathesis import Case
from schemathesis.core.failures import Failure
from schemathesis.engine.recorder import ScenarioRecorder

from realname.conformance.checks import BreachFailure, Exchanges
from realname.conformance.contract import Expectation
from realname.conformance.options import Progress
from realname.conformance.report import Breach, Report


class Record:
    """What has been found so far."""

    def __init__(self, exchanges: Exchanges, progress: Callable[[Progress], None] | None) -> None:
        self._exchanges = exchanges
        self._progress = progress
        self._cases: Counter[str] = Counter()
        self._numbers: dict[str, int] = {}
        self._named: set[str] = set()
        self._stock: dict[str, Breach] = {}
        self._breaches: dict[tuple[str, ...], Breach] = {}
        self._checks: set[str] = set()

    def answered(self, case: Case[Any]) -> None:
        """Count a case."""
        phase, operation_id = _place(case)
        self._cases[phase] += 1
        self._numbers[case.id] = self._cases[phase]
        if self._progress is not None:
            self._progress(
                Progress(
                    phase=phase,
                    operation=operation_id,
                    cases=self._cases.total(),
                    calls=self._exchanges.meter.calls,
                    breaches=len(self._breaches),
                )
            )

    def failure(self, case: Case[Any], failure: Failure) -> None:
        """Take in a failed check."""
        phase, operation_id = _place(case)
        number = self._numbers[case.id]
        if isinstance(failure, BreachFailure):
            self._add(
                Breach(
                    name=failure.title,
                    operation=operation_id,
                    check=failure.check,
                    detail=failure.message,
                    phase=phase,
                    case=number,
                )
            )
            self._named.add(case.id)
        else:
            check = failure.checks[0] if failure.checks else type(failure).__name__
            # Its message quotes the answer, its title does not.
            self._stock[case.id] = Breach(
                name=check, operation=operation_id, check=check, detail=failure.title, phase=phase, case=number
            )

    def scenario(self, recorder: ScenarioRecorder) -> None:
        """Take in what is known only when all checks of an operation's cases have run."""
        for case_id in recorder.cases:
            self._checks.update(check.name for check in recorder.checks.get(case_id, ()))
            stock = self._stock.pop(case_id, None)
            if stock is not None and case_id not in self._named:  # ours say the same, and more exactly
                self._add(stock)

    def _add(self, breach: Breach) -> None:
        key = (breach.name, breach.operation, breach.detail)
        known = self._breaches.get(key)
        self._breaches[key] = attrs.evolve(known, count=known.count + 1) if known else breach

    def report(self, provider: str, base_url: str) -> Report:
        """The finished report."""
        meter = self._exchanges.meter
        if not self._cases:
            meter.stop("no request was answered")
        return Report(
            provider=provider,
            base_url=base_url,
            cases=dict(self._cases),
            expectations={
                kind.value: self._exchanges.expectations[kind]
                for kind in Expectation
                if self._exchanges.expectations[kind]
            },
            calls=meter.calls,
            checks=tuple(sorted(self._checks)),
            breaches=tuple(self._breaches.values()),
            stopped=meter.stopped,
            complete=not meter.spent,
        )


def _place(case: Case[Any]) -> tuple[str, str]:
    """The phase and the operation of a case."""
    return case.meta.phase.name.value if case.meta else "", case.operation.definition.raw["operationId"]
