"""What a conformance run found, as text and as JUnit XML.

Nothing that was sent or answered stands in a report: a breach names fields, rules, statuses and codes, never a value.
"""

from collections.abc import Mapping
from typing import Final
from xml.etree import ElementTree as ET

from attrs import field, frozen

CLEAN: Final = 0
BREACH: Final = 1
COULD_NOT_RUN: Final = 2

_LEFT_OUT: Final = "not sent, since it was not chosen, or may start, charge, send, move money or delete"


@frozen(kw_only=True)
class Breach:
    """One way in which the gateway and its contract differ.

    Attributes:
        name: what kind it is, such as ``missing_required_field`` or ``accepts_wrong_key``.
        operation: the operation's id in the contract.
        check: the check that noticed it.
        detail: field, rule, status or code, in words.
        phase: the phase in which it was first seen.
        case: the number of the case in that phase, from 1. A run with the same options sends the same cases.
        count: how many cases showed it.
    """

    name: str
    operation: str
    check: str
    detail: str
    phase: str
    case: int
    count: int = 1


@frozen(kw_only=True)
class Report:
    """The outcome of a run.

    Attributes:
        provider: the provider's name.
        base_url: the gateway that was asked.
        cases: generated cases that were answered, by phase.
        expectations: the same cases by what the contract says of them: ``valid``, ``invalid``, or ``open`` where the
            documents do not settle it.
        calls: all requests that were sent, forged ones included.
        checks: which checks ran.
        breaches: what was found, in the order of finding.
        left_out: operations that the run was not to send.
        unseen: operations of the run of which no success was seen, so that little is known of them.
        stopped: why the run could not begin or go on; None if it did.
        complete: False if the run ended at the agreed number of calls.
    """

    provider: str
    base_url: str
    cases: Mapping[str, int]
    expectations: Mapping[str, int]
    calls: int
    checks: tuple[str, ...] = field(repr=False)
    breaches: tuple[Breach, ...]
    left_out: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()
    stopped: str | None = None
    complete: bool = True

    @property
    def exit_code(self) -> int:
        """0 if clean, 1 if the contract is broken, 2 if that could not be found out."""
        if self.breaches:
            return BREACH
        return COULD_NOT_RUN if self._obstacles() else CLEAN

    def to_text(self) -> str:
        """The report for people; ends with a newline."""
        lines = [f"{self.provider} at {self.base_url}"]
        lines += [f"  {phase:<10}{_count(number, 'case')}" for phase, number in self.cases.items()]
        kinds = ", ".join(f"{number} {kind}" for kind, number in self.expectations.items())
        lines.append(f"  {'in all':<10}{_count(self.calls, 'call')}" + (f"; cases: {kinds}" if kinds else ""))
        for breach in self.breaches:
            times = f", {breach.count} times" if breach.count > 1 else ""
            lines += [
                f"BREACH  {breach.name}  {breach.operation}",
                f"        {breach.detail}",
                f"        first seen in {breach.phase}, case {breach.case}{times}; check {breach.check}",
            ]
        lines += [f"LEFT OUT {operation}: {_LEFT_OUT}" for operation in self.left_out]
        mark = "UNTESTED" if self.stopped is None else "STOPPED"
        lines += [f"{mark} {obstacle}" for obstacle in self._obstacles().values()]
        if not self.complete:
            lines.append("The run ended at the agreed number of calls; it has not tried everything.")
        lines.append(self._verdict())
        return "\n".join(lines) + "\n"

    def to_junit(self) -> str:
        """The report as JUnit XML: a test case for each check, an error for what could not be tested."""
        by_check = {check: [b for b in self.breaches if b.check == check] for check in self.checks}
        obstacles = self._obstacles()
        suite = ET.Element(
            "testsuite",
            name=f"realname conformance {self.provider}",
            tests=str(len(by_check) + len(obstacles) + len(self.left_out)),
            failures=str(sum(map(bool, by_check.values()))),
            errors=str(len(obstacles)),
            skipped=str(len(self.left_out)),
        )
        properties = ET.SubElement(suite, "properties")
        for name, value in {"base_url": self.base_url, "calls": self.calls, **self.cases}.items():
            ET.SubElement(properties, "property", name=str(name), value=str(value))
        for check, breaches in by_check.items():
            test = self._case(suite, check)
            if breaches:
                names = ", ".join(dict.fromkeys(breach.name for breach in breaches))
                failure = ET.SubElement(test, "failure", message=names)
                failure.text = "\n".join(
                    f"{b.name} {b.operation}: {b.detail} ({b.phase}, case {b.case}, {_count(b.count, 'time')})"
                    for b in breaches
                )
        for name, obstacle in obstacles.items():
            ET.SubElement(self._case(suite, name), "error", message=obstacle)
        for operation in self.left_out:
            ET.SubElement(self._case(suite, operation), "skipped", message=_LEFT_OUT)
        ET.indent(suite)
        return ET.tostring(suite, encoding="unicode", xml_declaration=True) + "\n"

    def _case(self, suite: ET.Element, name: str) -> ET.Element:
        return ET.SubElement(suite, "testcase", classname=f"conformance.{self.provider}", name=name)

    def _obstacles(self) -> dict[str, str]:
        """By operation, or "run" for the whole, why something could not be tested."""
        if self.stopped is not None:
            return {"run": self.stopped}
        return {
            name: f"no success of {name} was seen; pass values of your account as arguments" for name in self.unseen
        }

    def _verdict(self) -> str:
        if self.breaches:
            return f"{_count(len(self.breaches), 'breach')} of the contract."
        if self.stopped is not None:
            return "The gateway could not be tested."
        if self.unseen:
            return "Not everything could be tested."
        return "No breach of the contract" + (" by the operations that were sent." if self.left_out else ".")


def _count(number: int, noun: str) -> str:
    plural = f"{noun}es" if noun.endswith("ch") else f"{noun}s"
    return f"{number} {noun if number == 1 else plural}"
