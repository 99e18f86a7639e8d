"""What was measured and found, and the table of it."""

import math
from typing import Any, Final

from attrs import asdict, define, field

from soaking.standing.growth import Sample, growth
from soaking.standing.tally import Tally

LOG_MIB: Final = 64.0
"""What the log holds at most."""
TABLES_MIB: Final = 150.0
"""What everything else holds at most, about: 64 MiB of pictures, and 10 000 of each kind."""
MIB_A_CALL: Final = 1 / 256
"""What a call can add to the tables, about."""


@define
class Report:
    """What was measured and found."""

    tally: Tally = field(factory=Tally)
    samples: list[Sample] = field(factory=list)
    warm: float | None = None
    """Seconds that the warm-up took; None if it did not end."""
    was_log_full: bool = False
    """Whether it was by then, as below."""
    were_tables_full: bool = False
    calls_when_warm: int = 0

    @property
    def measured(self) -> list[Sample]:
        """The samples that count."""
        return [] if self.warm is None else [sample for sample in self.samples if sample.seconds >= self.warm]

    @property
    def still(self) -> float:
        """MiB that whatever was not full after the warm-up may have come to hold since."""
        since = self.tally.numbers["calls"] - self.calls_when_warm
        tables = 0.0 if self.were_tables_full else min(TABLES_MIB, since * MIB_A_CALL)
        return tables + (0.0 if self.was_log_full else LOG_MIB)

    def as_json(self) -> dict[str, Any]:
        """Everything."""
        numbers = dict(sorted(self.tally.numbers.items()))
        told = {"numbers": numbers, "found": dict(self.tally.findings), "warm": self.warm, "still": self.still}
        return told | {"samples": [asdict(sample) for sample in self.samples]}

    def table(self) -> str:
        """A plain table for people, with the verdict."""
        shown = self.samples if len(self.samples) <= 20 else self.samples[:: math.ceil(len(self.samples) / 20)]
        lines = ["".join(f"{heading:>9}" for heading in Sample.HEADINGS), *(sample.row() for sample in shown), ""]
        lines += [f"{name:<44}{number:>10}" for name, number in sorted(self.tally.numbers.items())]
        line = growth(self.measured, lambda sample: sample.memory)
        if line is None or self.warm is None:
            lines.append("it was too short to tell whether memory grows")
        else:
            lines += [
                "",
                f"memory after a warm-up of {self.warm / 60:.1f} minutes: {line.level:.1f} MiB and "
                f"{line.more:+.1f} in {line.hours * 60:.1f} minutes ({line.per_hour:+.0f} MiB an hour)",
            ]
        if self.still and self.warm is not None:
            lines.append(f"not everything was full by then: {self.still:.1f} MiB more may be what has become so")
        found = self.tally.findings
        lines += [f"{number:>6} × {text}" for text, number in found.most_common(20)]
        return "\n".join([*lines, "failed" if found else "nothing was found that must not be"])
