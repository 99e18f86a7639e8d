"""`realname sandbox requests`: what the running sandbox got, and what became of it; also as it comes."""

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Annotated, Any, Final

import typer
from attrs import asdict, field, fields, frozen
from attrs.validators import instance_of, optional
from rich.cells import cell_len

from realname.cli import exits, output
from realname.cli.control_address import ControlAddress
from realname.core.errors import TransportError
from realname.core.printable import printable
from realname.language import say
from realname.providers import Provider

_PAUSE: Final = 0.2
"""Seconds before the events are asked for again, if their stream has ended."""
_HEADINGS: Final = ("no.", "time", "provider", "method", "path", "status", "ms", "verdict")
_WIDTHS: Final = (4, 8, 8, 6, 44, 6, 4, 0)
"""How wide the columns of lines are at first that are printed as they come. They grow with what stands in them …"""
_WIDEST: Final = 72
"""… up to here."""

_WELL: Final = ("accepted", "page")
"""The verdicts of what went as it should; the latter of a person's page."""

_PERSONAL: Final = "Also show query, body and answer, which may hold personal data; long texts are cut."
_JSON: Final = "Print one JSON object a line."


@frozen
class Summary:
    """A request as the log lists it: nothing in it is personal."""

    number: int = field(validator=instance_of(int))
    at: float = field(validator=instance_of((int, float)))
    """Milliseconds since 1970."""
    provider: str = field(validator=instance_of(str))
    method: str = field(validator=instance_of(str))
    path: str = field(validator=instance_of(str))
    operation: str | None = field(validator=optional(instance_of(str)))
    status: int = field(validator=instance_of(int))
    verdict: str = field(validator=instance_of(str))
    fault: str | None = field(validator=optional(instance_of(str)))
    milliseconds: float = field(validator=instance_of((int, float)))

    @classmethod
    def of(cls, document: Any) -> "Summary":
        """Read what the control address tells.

        Raises:
            LookupError, TypeError, ValueError, ArithmeticError, OSError: it is something else.
        """
        told = cls(**{each.name: document[each.name] for each in fields(cls)})
        datetime.fromtimestamp(told.at / 1000)
        return told

    @property
    def cells(self) -> list[str]:
        """What a line shows, in the order of the headings."""
        at = datetime.fromtimestamp(self.at / 1000)
        time_ = f"{at:%H:%M:%S}" if at.date() == datetime.now().date() else f"{at:%m-%d %H:%M:%S}"
        fault = f" [{self.fault}]" if self.fault else ""
        told = (self.number, time_, self.provider, self.method, self.path, self.status, f"{self.milliseconds:.0f}")
        return [printable(str(cell)) for cell in (*told, say(self.verdict) + fault)]


def _headings() -> list[str]:
    return [say(heading) for heading in _HEADINGS]


def requests(
    sandbox: ControlAddress,
    provider: Annotated[Provider | None, typer.Argument(help="Only those to this provider's gateway.")] = None,
    last: Annotated[int, typer.Option(metavar="N", min=0, help="How many of those that there are.")] = 20,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on with those to come, until Ctrl-C.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help=_JSON)] = False,
    show_personal: Annotated[bool, typer.Option("--show-personal", help=_PERSONAL)] = False,
) -> None:
    """Show the requests that the sandbox got, newest last: when, where to, and what the gateway made of them.

    Neither query nor body nor answer is shown without --show-personal. `realname explain PROVIDER --sandbox` explains
    the signature of the last one.
    """
    printer = _Printer(sandbox, as_json=as_json, show_personal=show_personal)
    with exits.writing():
        if follow:
            with suppress(KeyboardInterrupt):
                for summary in _following(sandbox, provider, last):
                    printer.print(summary)
            return
        summaries = _last(sandbox.read("/overview", _summaries), provider, last)
        if as_json or show_personal:
            for summary in summaries:
                printer.print(summary)
        else:
            output.table(_headings(), [summary.cells for summary in summaries], is_wide=True)


def _summaries(overview: Any) -> list[Summary]:
    return [Summary.of(document) for document in overview["records"]]


def _last(summaries: list[Summary], provider: str | None, number: int) -> list[Summary]:
    those = [summary for summary in summaries if provider in (None, summary.provider)]
    return those[-number:] if number else []


def _following(sandbox: ControlAddress, provider: str | None, last: int) -> Iterator[Summary]:
    """The last requests, and then each as it comes; a stream that breaks off is taken up again while there is one."""
    newest: int | None = None
    while True:
        is_open = False
        try:
            for event, told in sandbox.events():
                due: list[Summary] = []
                if event == "open":  # only now, so that nothing is missed between what there was and what comes
                    is_open, due = True, sandbox.read("/overview", _summaries)
                elif event == "record":
                    due = [sandbox.understood(told, Summary.of)]
                if newest is None:
                    newest, due = max((each.number for each in due), default=0), _last(due, provider, last)
                else:
                    due = [each for each in due if each.number > newest]
                    newest = max((each.number for each in due), default=newest)
                yield from (each for each in due if provider in (None, each.provider))
        except TransportError:
            if not is_open:
                raise
        time.sleep(_PAUSE)


class _Printer:
    """Prints requests one by one, in columns that are wide enough for what came so far."""

    def __init__(self, sandbox: ControlAddress, *, as_json: bool, show_personal: bool) -> None:
        self._sandbox = sandbox
        self._as_json = as_json
        self._show_personal = show_personal
        self._widths: list[int] = []

    def print(self, summary: Summary) -> None:
        """Print one, and whatever else of it is to be shown."""
        path = f"/requests/{summary.number}"
        if self._as_json:
            output.document_line(self._sandbox.read(path, dict) if self._show_personal else asdict(summary))
        else:
            if not self._widths:
                self._widths = [*_WIDTHS]
                self._line(_headings(), "bold")
            self._line(summary.cells, "" if summary.verdict in _WELL else "yellow")
            for text in self._sandbox.read(path, _whole) if self._show_personal else ():
                print(f"      {printable(text)}")
        sys.stdout.flush()

    def _line(self, cells: Sequence[str], style: str) -> None:
        pairs = zip(cells, self._widths, strict=True)
        self._widths = [max(width, min(cell_len(cell), _WIDEST)) for cell, width in pairs]
        output.line(cells, [*self._widths[:-1], 0], style)


def _whole(exchange: Any) -> list[str]:
    """What was sent and what was answered, line by line; of an encrypted message what it says."""
    asked, told = exchange, exchange["answer"]
    sent = [f"{asked['method']} {_text(asked['target'])}", *_body(asked)]
    return [
        f"{mark} {line}" for mark, lines in ((">", sent), ("<", [str(told["status"]), *_body(told)])) for line in lines
    ]


def _body(message: Any) -> list[str]:
    return _text(message.get("plain") or message["body"]).splitlines()


def _text(runs: Any) -> str:
    return "".join(text for text, _ in runs)
