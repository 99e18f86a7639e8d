"""What a run has found so far, gathered while Schemathesis sends."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import attrs
from schemathesis import Case
from schemathesis.engine.recorder import ScenarioRecorder

from realname.testing.conformance.expectations import Expectation
from realname.testing.conformance.judgements import BreachFailure, Exchanges
from realname.testing.conformance.options import Progress
from realname.testing.conformance.report import Breach, Report


class Record:
    """What has been found so far."""

    def __init__(
        self, exchanges: Exchanges, operations: tuple[str, ...], progress: Callable[[Progress], None] | None
    ) -> None:
        self._exchanges = exchanges
        self._operations = operations
        self._progress = progress
        self._cases: Counter[str] = Counter()
        self._numbers: dict[str, int] = {}
        self._breaches: dict[tuple[str, ...], Breach] = {}
        self._checks: set[str] = set()

    def answered(self, case: Case[Any]) -> None:
        """Count a case."""
        phase, operation = _place(case)
        self._cases[phase] += 1
        self._numbers[case.id] = self._cases[phase]
        if self._progress is not None:
            cases, calls = self._cases.total(), self._exchanges.meter.calls
            breaches = len(self._breaches)
            self._progress(Progress(phase=phase, operation=operation, cases=cases, calls=calls, breaches=breaches))

    def failure(self, case: Case[Any], failure: BreachFailure) -> None:
        """Take in a failed check."""
        phase, operation = _place(case)
        key = (failure.title, operation, failure.message)
        if known := self._breaches.get(key):
            self._breaches[key] = attrs.evolve(known, count=known.count + 1)
            return
        self._breaches[key] = Breach(
            name=failure.title,
            check=failure.check,
            detail=failure.message,
            operation=operation,
            phase=phase,
            case=self._numbers[case.id],
        )

    def scenario(self, recorder: ScenarioRecorder) -> None:
        """Take note of the checks that have run."""
        for case_id in recorder.cases:
            self._checks.update(check.name for check in recorder.checks.get(case_id, ()))

    def report(self, provider: str, base_url: str) -> Report:
        """The finished report."""
        meter, expectations = self._exchanges.meter, self._exchanges.expectations
        if not self._cases:
            meter.stop("no request was answered")
        return Report(
            provider=provider,
            base_url=base_url,
            cases=dict(self._cases),
            expectations={kind.value: expectations[kind] for kind in Expectation if expectations[kind]},
            calls=meter.calls,
            checks=tuple(sorted(self._checks)),
            breaches=tuple(self._breaches.values()),
            left_out=tuple(name for name in self._exchanges.contract.operations if name not in self._operations),
            unseen=tuple(name for name in self._operations if name not in self._exchanges.succeeded),
            stopped=meter.stopped,
            complete=not meter.spent,
        )


def _place(case: Case[Any]) -> tuple[str, str]:
    return case.meta.phase.name.value if case.meta else "", case.operation.definition.raw["operationId"]
