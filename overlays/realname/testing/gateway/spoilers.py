"""What spoils the answers of a gateway: the faults that wait for requests, and the breaches that it commits."""

from collections import deque
from collections.abc import Mapping, Sequence

from attrs import define

from realname.testing.gateway.breaches import BreachTable
from realname.testing.gateway.faults import MOST_ARMED, ArmedFault, FaultTable, Stage
from realname.testing.gateway.messages import Draft, UnfitError


@define
class Spoiling:
    """What spoils one answer: a fault, which has to, and breaches, which leave alone what they do not fit."""

    fault: ArmedFault | None = None
    breaches: Sequence[ArmedFault] = ()

    @property
    def name(self) -> str | None:
        """That of the fault."""
        return None if self.fault is None else self.fault.fault.name

    def decides(self, draft: Draft) -> bool:
        """Let one answer in place of the gateway, and say whether any has."""
        return any(self._apply(spoiler, Stage.INSTEAD, draft) for spoiler in self._all)

    def complete(self, draft: Draft) -> None:
        """Write, encrypt and sign what was decided, and spoil it meanwhile.

        Raises:
            UnfitError: the fault changes nothing in this answer.
        """
        if draft.document is None:  # a page from in front of the gateway: neither written nor signed by it
            return
        for stage, step in (
            (Stage.DECIDED, draft.write),
            (Stage.WRITTEN, draft.encrypt),
            (Stage.ENCRYPTED, draft.add_headers),
            (Stage.SIGNED, None),
        ):
            for spoiler in self._all:
                self._apply(spoiler, stage, draft)
            if step is not None:
                step()

    @property
    def _all(self) -> Sequence[ArmedFault]:
        return self.breaches if self.fault is None else [*self.breaches, self.fault]

    def _apply(self, spoiler: ArmedFault, stage: Stage, draft: Draft) -> bool:
        try:
            return spoiler.apply(stage, draft)
        except UnfitError:
            if spoiler is self.fault:
                raise
            return False


class Spoilers:
    """The faults and breaches of one gateway, until `reset`.

    Args:
        provider: whose gateway it is.
        faults: those that it can have.
        breaches: those that it can commit.
    """

    def __init__(self, provider: str, faults: FaultTable, breaches: BreachTable) -> None:
        self._provider = provider
        self._faults = faults
        self._breaches = breaches
        self._armed: deque[ArmedFault] = deque()
        self._broken: dict[str, ArmedFault | None] = {}

    def arm(self, fault: str, times: int | None, options: Mapping[str, object]) -> None:
        """Let a fault wait for the next requests; raises as `FaultTable.arm` does, and if too many wait."""
        armed = self._faults.arm(self._provider, fault, times, options)
        if len(self._armed) >= MOST_ARMED:
            raise ValueError(f"{MOST_ARMED} faults wait in line already: let them come first, or reset the sandbox")
        self._armed.append(armed)

    def commit(self, breach: str) -> None:
        """Do one thing wrong from now on; raises as `BreachTable.arm` does."""
        self._broken[breach] = self._breaches.arm(self._provider, breach)

    def omits(self, breach: str) -> bool:
        """Whether a check is left out."""
        return breach in self._broken

    @property
    def armed(self) -> list[str]:
        """The names of the faults that wait, the next one first."""
        return [armed.fault.name for armed in self._armed]

    @property
    def broken(self) -> list[str]:
        """The names of the breaches that are committed."""
        return [*self._broken]

    def take(self, draft: Draft) -> Spoiling:
        """What spoils this answer, whose request was accepted; a fault is used up by it."""
        breaches = [breach for breach in self._broken.values() if breach is not None] if draft.is_operation else []
        armed = next((armed for armed in self._armed if armed.fault.of_operations == draft.is_operation), None)
        if armed is not None and armed.remaining is not None:
            armed.remaining -= 1
            if armed.remaining <= 0:
                self._armed.remove(armed)
        return Spoiling(armed, breaches)

    def reset(self) -> list[str]:
        """Forget them all, and return the breaches that met answers and altered none."""
        breaches = [breach for breach in self._broken.values() if breach is not None]
        self._armed.clear()
        self._broken.clear()
        return [breach.fault.name for breach in breaches if breach.met and not breach.altered]
