"""`realname bulk`: an operation for each line of a file."""

import json
import math
import os
import signal
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, Final, get_type_hints

import typer

from realname.bulk import Input, Output, Pace, Result, State, run
from realname.cli import environment, exits, operations, output
from realname.core.errors import ConfigurationError
from realname.language import say
from realname.providers import Provider

INTERRUPTED: Final = 130
"""The exit code after Ctrl-C, as shells have it."""

_MOST_FAILURES: Final = 10
"""How many items in a row without an answer end the run, unless the provider refused the very items: it is down, or
does not know the caller. What must not be repeated would be used up for nothing."""
_LINES_BETWEEN_REPORTS: Final = 1000
_SLOWEST: Final = 0.001
"""Calls a second."""

_HOW = "How to call"
_WRITTEN = "What to write"
_OPERATION = "As in `realname call PROVIDER --help`."
_INPUT = (
    "A .csv or .jsonl file. Columns (keys) have the names of the operation's arguments, on the wire or in Python. An @ "
    "means nothing there: an image is its base64."
)
_OUTPUT = (
    "A JSON line an item, and a journal beside it; only you can read them. The same command again goes on where it was."
)
_FIELDS = "Columns of the input to repeat, with commas between. They need not be arguments, and may be personal data."
_ANSWERS = "Also write every documented field of the answers. They hold personal data."
_REPEAT = "Also repeat what must not be repeated, and began without an answer. It may act, and be charged, twice."
_JSON = "Print what became of them, or what would be done, as JSON."
_OPTION = "An option of the provider's clients, such as encrypt=true. Repeatable."
_BASE_URL = "The gateway's address, or a server's name: sandbox. Without it the environment says."


def _per_second(text: str) -> float:
    """A rate as people write it."""
    try:
        rate = float(text.strip().removesuffix("/s"))
    except ValueError:
        rate = 0.0
    if not _SLOWEST <= rate < math.inf:
        raise typer.BadParameter(f"write calls a second, {_SLOWEST} at least: 50, or 50/s")
    return rate


def bulk(
    provider: Annotated[Provider, typer.Argument(help="Whose operation.")],
    operation: Annotated[str, typer.Argument(help=_OPERATION, autocompletion=operations.complete_operation)],
    source: Annotated[Path, typer.Option("--input", metavar="FILE", help=_INPUT)],
    target: Annotated[Path | None, typer.Option("--output", metavar="FILE", help=_OUTPUT)] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Read every line, say what would be done, and end.")
    ] = False,
    concurrency: Annotated[
        int, typer.Option(metavar="N", min=1, max=100, help="Calls at a time.", rich_help_panel=_HOW)
    ] = 8,
    rate: Annotated[
        float | None,
        typer.Option(
            metavar="R/s", parser=_per_second, help="Calls a second at most: 50, or 50/s.", rich_help_panel=_HOW
        ),
    ] = None,
    attempts: Annotated[
        int,
        typer.Option(
            metavar="N",
            min=1,
            max=1000,
            help="Calls an item at most, where repeating is allowed.",
            rich_help_panel=_HOW,
        ),
    ] = 3,
    repeat_unknown: Annotated[bool, typer.Option("--repeat-unknown", help=_REPEAT, rich_help_panel=_HOW)] = False,
    timeout: Annotated[
        float | None, typer.Option(metavar="N", help="Seconds for each network step.", rich_help_panel=_HOW)
    ] = None,
    base_url: Annotated[
        str | None,
        typer.Option(
            metavar="URL|NAME", help=_BASE_URL, rich_help_panel=_HOW, autocompletion=operations.complete_server
        ),
    ] = None,
    option: Annotated[list[str] | None, typer.Option(metavar="NAME=JSON", help=_OPTION, rich_help_panel=_HOW)] = None,
    encoding: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="The input's charset, such as gb18030. UTF-8 by default.", rich_help_panel=_HOW
        ),
    ] = None,
    fields: Annotated[str, typer.Option(metavar="NAMES", help=_FIELDS, rich_help_panel=_WRITTEN)] = "",
    with_answers: Annotated[bool, typer.Option("--with-answers", help=_ANSWERS, rich_help_panel=_WRITTEN)] = False,
    as_json: Annotated[bool, typer.Option("--json", help=_JSON, rich_help_panel=_WRITTEN)] = False,
    env_file: environment.EnvFile = None,
) -> None:
    """Call an operation for each line of a file: several at a time, at a pace, and after a crash only what is left.

    Every line is read and checked before anything is sent. Of each item the output has its line, the outcome, ids, the
    request id, and what went wrong. The last line of an item counts.

    After Ctrl-C what is under way is still answered and written. An item that has its answer is never asked again. One
    that must not be repeated is marked on disk before its request leaves, and if its answer was never written, it is
    reported and left alone. Ten items in a row without an answer end the run.

    Ends with 0 if every line of the file has its answer, and with 130 after Ctrl-C.
    """
    with exits.reporting():
        environment.load(env_file)
        called = getattr(import_module(f"realname_{provider}"), operations.named(provider, operation).name.upper())
        names = tuple(filter(None, (name.strip() for name in fields.split(","))))
        given = Input(source, called, fields=names, encoding=encoding)
        lines = given.check(exits.warn)
        if dry_run:
            _plan(given, lines, target, repeat_unknown=repeat_unknown, as_json=as_json)
            return
        if target is None:
            raise ConfigurationError("there is no --output", setting="output", remedy="Name a file for the results.")
        module = import_module(f"realname.{provider}")
        options = _client_options(provider, option or ())
        if timeout is not None:
            options["timeout"] = timeout
        if base_url is not None:
            options["base_url"] = operations.base_url(provider, base_url)
        stop, told = threading.Event(), Counter[str]()
        with module.Client.from_env(**options) as client, Output(target, given) as written:
            before = written.counts()
            results = run(
                client,
                called,
                written.left(repeat_unknown=repeat_unknown),
                concurrency=concurrency,
                pace=Pace(rate),
                attempts=attempts,
                begin=written.begin,
                stop=stop,
            )
            with _stopping(stop) as interrupted, closing(results), _progress(lines, sum(before.values())) as advance:
                for result in _hopeful(results, stop):
                    written.write(result.to_record(with_answer=with_answers))
                    told[_kind(result)] += 1
                    advance()
            after = written.counts()
        code = INTERRUPTED if interrupted.is_set() else _code(told, after, lines)
        if as_json:
            with exits.writing():
                output.document(
                    _document(told, before, after, lines) | {"ok": code == exits.ANSWERED, "exit_code": code}
                )
        else:
            _summary(told, before, after, lines)
        raise typer.Exit(code)


def _client_options(provider: Provider, pairs: Iterable[str]) -> dict[str, Any]:
    known = get_type_hints(import_module(f"realname.{provider}.client").Options).keys() - {"attempts"}
    options: dict[str, Any] = {}
    for pair in pairs:
        name, _, value = pair.partition("=")
        try:
            options[name] = json.loads(value)
        except ValueError:
            options[name] = value
        if name not in known:
            remedy = f"Write --option NAME=JSON; there are: {', '.join(sorted(known))}."
            raise ConfigurationError("there is no such option", setting="option", remedy=remedy)
    return options


def _plan(given: Input, lines: int, target: Path | None, *, repeat_unknown: bool, as_json: bool) -> None:
    """Show what a run would do; of an output that is there already, only what is left."""
    to_ask = lines
    if target is not None:
        with Output(target, given, read_only=True) as written:
            to_ask = sum(1 for _ in written.left(repeat_unknown=repeat_unknown))
    acts = given.operation.retry != "safe"
    if as_json:
        output.document({"items": lines, "known": lines - to_ask, "to_call": to_ask, "acts": acts, "sent": 0})
        return
    rows = [
        [say("items"), str(lines)],
        [say("known already"), str(lines - to_ask)],
        [say("calls that act, and may be charged, once each"), str(to_ask if acts else 0)],
        [say("calls that may be repeated"), str(0 if acts else to_ask)],
    ]
    output.table([f"{given.operation.name}: nothing was sent", ""], rows)


# ---- while it runs ----


@contextmanager
def _stopping(stop: threading.Event) -> Iterator[threading.Event]:
    """Let Ctrl-C and SIGTERM end the run; a second one ends the process. Gives an event that tells whether one came."""
    interrupted = threading.Event()
    words = say("ending: what is under way is still answered and written")
    ending = f"\n{words}\n".encode(getattr(sys.stderr, "encoding", None) or "utf-8", "backslashreplace")
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def end(number: int, _: object) -> None:
        interrupted.set()
        stop.set()
        signal.signal(number, signal.SIG_DFL)
        with suppress(OSError):  # past the streams, one of which may be in the middle of a line
            os.write(2, ending)

    is_main = threading.current_thread() is threading.main_thread()
    for number in handlers if is_main else ():
        signal.signal(number, end)
    try:
        yield interrupted
    finally:
        for number, handler in handlers.items() if is_main else ():
            signal.signal(number, handler)


def _hopeful(results: Iterator[Result[Any]], stop: threading.Event) -> Iterator[Result[Any]]:
    """The results, until there is no hope that further calls are answered."""
    failures = 0
    for result in results:
        is_failure = not result.is_answered and (result.asks_again or result.outcome_unknown)
        failures = failures + 1 if is_failure else 0
        if failures == _MOST_FAILURES and not stop.is_set():
            exits.warn(f"ending: {failures} items in a row got no answer, the last with {type(result.error).__name__}")
            stop.set()
        yield result


@contextmanager
def _progress(lines: int, done: int) -> Iterator[Callable[[], None]]:
    """A bar on a terminal, and elsewhere a line now and then, on standard error."""
    if sys.stderr and sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn(say("calling")), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=True)) as progress:
            task = progress.add_task("", total=lines, completed=done)
            yield lambda: progress.advance(task)
        return
    count = done

    def advance() -> None:
        nonlocal count
        count += 1
        if count % _LINES_BETWEEN_REPORTS == 0:
            exits.warn(f"{count} of {lines}")

    yield advance


# ---- afterwards ----


def _kind(result: Result[Any]) -> str:
    if result.error is not None and not result.is_answered:
        return type(result.error).__name__
    return "answered" if result.outcome is None else result.outcome.value


def _summary(told: Counter[str], before: Counter[State], after: Counter[State], lines: int) -> None:
    rows = [[say(kind), str(number)] for kind, number in told.most_common()]
    ended = ("ANSWERED", "answered before"), ("FAILED", "failed before, for good")
    rows += [[say(text), str(before[State[name]])] for name, text in ended if before[State[name]]]
    if after[State.AGAIN]:
        rows.append([say("failed: the same command asks again"), str(after[State.AGAIN])])
    if after[State.UNKNOWN]:
        rows.append([say("may have acted, left alone (see --repeat-unknown)"), str(after[State.UNKNOWN])])
    if left := lines - sum(after.values()):
        rows.append([say("not asked yet"), str(left)])
    output.table(["result", "items"], rows)


def _document(told: Counter[str], before: Counter[State], after: Counter[State], lines: int) -> dict[str, Any]:
    """The same for programs."""
    counts = (("before", before), ("after", after))
    states = {when: {state.name.lower(): count[state] for state in State} for when, count in counts}
    return {"items": lines, "this_time": dict(told), **states, "left": lines - sum(after.values())}


_ERRORS: Final = {"SignatureError": exits.NOT_AUTHENTIC, "DecodeError": exits.NOT_THE_CONTRACT}


def _code(told: Counter[str], after: Counter[State], lines: int) -> int:
    """What is worst: not authentic, without an answer, not what the contract says, refused."""
    codes = {_ERRORS[kind] for kind in told if kind in _ERRORS}
    if exits.NOT_AUTHENTIC in codes:
        return exits.NOT_AUTHENTIC
    if after[State.UNKNOWN] or told["TransportError"] or lines > sum(after.values()):
        return exits.NO_ANSWER
    if codes:
        return exits.NOT_THE_CONTRACT
    return exits.REFUSED if after[State.FAILED] or after[State.AGAIN] else exits.ANSWERED
