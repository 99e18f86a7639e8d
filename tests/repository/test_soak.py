"""`scripts/soak`: a soak is worth what its judge sees. Each finding is provoked here, and a short soak is run."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from realname import TransportError, alipay, zoloz
from soaking import clients, journeys
from soaking import run as course
from soaking.judge import Seen, judge
from soaking.persons import MARKER, Person, tag_of
from soaking.run import Report, run
from soaking.standing import ending, growth
from soaking.standing.growth import Sample
from soaking.standing.run import run as stand
from soaking.standing.strangers import STRANGERS
from soaking.tally import MUST_BE_ZERO, Tally
from tests.facts import PROVIDERS, ROOT

FIRST, SECOND = "flow-verified-1", "flow-verified-2"


def decision(person: str = FIRST, outcome: str = "verified", fault: str | None = None) -> Mapping[str, Any]:
    """What the sandbox says that it decided."""
    return {"person": person, "outcome": outcome, "tag": tag_of(person), "fault": fault}


def seen(outcome: str = "verified", of: str = FIRST, kind: str = "answer", **more: Any) -> Seen:
    """What a client says of the first person, from an answer about somebody."""
    return Seen(FIRST, kind, outcome, **{"tag": tag_of(of)} | more)


@pytest.mark.parametrize(
    ("said", "decisions", "finding"),
    [
        (seen(), [decision()], None),
        (seen(), [decision(fault="delay")], None),
        (seen(), [decision(fault="lost_answer"), decision()], None),
        (seen("unknown", tag=""), [decision(fault="empty_object")], None),
        (seen(tag=""), [decision(fault="missing_field")], None),
        (seen("", kind="NotFoundError"), [decision(outcome="unknown")], None),
        (seen("", kind="ServerError", tag=""), [], None),
        (seen("", kind="ApiError"), [decision(outcome="unknown", fault="unsigned_answer")], None),
        (seen("", kind="ApiError", of=SECOND), [decision(outcome="unknown")], "wrong answers"),
        (seen("", kind="NotFoundError"), [decision(outcome="unknown", fault="unsigned_answer")], "wrong answers"),
        (seen("", kind="TransportError", tag="", unsent=True), [], None),
        (seen(), [], "wrong answers"),
        (seen(of=SECOND), [decision()], "wrong answers"),
        (seen(), [decision(outcome="rejected")], "wrong answers"),
        (seen("rejected"), [decision()], "wrong answers"),
        (seen("unknown"), [decision()], "wrong answers"),
        (seen(tag=""), [decision()], "wrong answers"),
        (seen(), [decision(outcome="rejected", fault="missing_field")], "wrong answers"),
        (seen(), [decision(fault="wrong_key")], "wrong answers"),
        (seen("verified, not rejected"), [decision()], "wrong answers"),
        (seen("", kind="NotFoundError"), [decision()], "wrong answers"),
        (seen("", kind="NotFoundError", of=SECOND), [decision(outcome="unknown")], "wrong answers"),
        (seen("", kind="RejectedError", tag=""), [decision()], "wrong answers"),
        (seen("", kind="TransportError", tag="", unsent=True), [decision()], "arrived, though called unsent"),
    ],
)
def test_the_judge(said: Seen, decisions: list[Mapping[str, Any]], finding: str | None) -> None:
    """An answer is right if the sandbox decided just that, of that very person, and nobody forged it on the way."""
    tally = Tally([])
    judge(said, decisions, tally)

    assert [finding] * (finding is not None) == [name for name in MUST_BE_ZERO if tally.numbers[name]]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda error: error.args.__class__ and error.__init__(MARKER),
        lambda error: error.add_note(f"about {MARKER}"),
        lambda error: setattr(error, "__cause__", ValueError(MARKER)),
        lambda error: setattr(error, "__context__", ExceptionGroup("", [ValueError(MARKER)])),
        lambda error: setattr(error, "__traceback__", _trace_with(MARKER)),
    ],
    ids=["arguments", "note", "cause", "context", "frame"],
)
def test_markers_are_found_wherever_an_exception_holds_them(spoil: Callable[[BaseException], None]) -> None:
    """And in none without."""
    tally, error = Tally([MARKER]), TransportError("nothing of anybody")
    tally.search(error)
    assert 0 == tally.findings

    spoil(error)
    tally.search(error)

    assert 0 < tally.numbers["leaked markers"] == tally.findings


def _trace_with(text: str) -> Any:
    try:
        json.loads(text)
    except ValueError as error:
        return error.__traceback__


# ---- in a soak -------------------------------------------------------------------------------------------------------

Call = Callable[..., Any]


def _swapped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody in between hands out the answer before the last one."""

    class Swapping(httpx.HTTPTransport):
        kept: httpx.Response | None = None
        lock = threading.Lock()

        def handle_request(self, request: httpx.Request) -> httpx.Response:
            response = super().handle_request(request)
            content = response.read()
            response.close()
            fresh = httpx.Response(response.status_code, headers=response.headers, content=content)
            with self.lock:
                given, self.kept = self.kept or fresh, fresh
            return httpx.Response(given.status_code, headers=given.headers, content=given.content)

    genuine = clients.make

    def make(sandbox: Any, name: str) -> clients.Clients:
        made = genuine(sandbox, name)
        if name == "AsyncClient":
            return made
        pool = httpx.Client(transport=Swapping())
        whom = clients.credentials(sandbox, "zoloz")
        client = zoloz.Client(
            whom, base_url=sandbox.urls["zoloz"], http_client=pool, not_enrolled_codes=[clients.NOT_ENROLLED]
        )
        return {"zoloz": client}

    monkeypatch.setattr(clients, "make", make)


def _believing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody checks a signature."""
    for module in (zoloz, alipay):
        monkeypatch.setattr(module.Auth, "verify", lambda *_, **__: None)


def _wrapped(before: Callable[[Person], None], after: Callable[[], None] = lambda: None) -> Call:
    """Something that happens in each call."""

    def install(monkeypatch: pytest.MonkeyPatch) -> None:
        genuine = clients.call

        def call(client: Any, person: Person, *, raw: bool = False) -> Any:
            before(person)
            answer = genuine(client, person, raw=raw)
            after()
            return answer

        monkeypatch.setattr(clients, "call", call)

    return install


def _raise(error: type[Exception], *arguments: object, **options: object) -> Callable[..., None]:
    def fail(*_: object) -> None:
        raise error(*arguments, **options)

    return fail


def _log(person: Person) -> None:
    import logging

    logging.getLogger("httpx").debug("asked about %s", person.id)


def _sleep_in_a_child(_: Person) -> None:
    if os.getpid() != PARENT:
        time.sleep(60)


PARENT = os.getpid()


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.parametrize(
    ("spoil", "finding", "example"),
    [
        (_swapped, "wrong answers", "tag of somebody else; decided was: "),
        (_believing, "wrong answers", "decided was: "),
        (_wrapped(_raise(ValueError)), "foreign exceptions", "ValueError at test_soak.py"),
        (_wrapped(_log), "leaked markers", "log record of httpx: asked about %s"),
        (
            _wrapped(lambda _: None, _raise(TransportError, "no connection", outcome_unknown=False)),
            "arrived, though called unsent",
            "TransportError, 1 requests had been answered",
        ),
        (_wrapped(_sleep_in_a_child), "calls that never ended", "after 0.3 s"),
    ],
    ids=["swapped", "believed", "foreign", "logged", "unsent", "hung"],
)
def test_what_must_not_be_is_found(
    spoil: Callable[[pytest.MonkeyPatch], None], finding: str, example: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A soak in which something is broken on purpose counts it, and shows it."""
    spoil(monkeypatch)
    monkeypatch.setattr(journeys, "CHILD_SECONDS", 0.3)
    monkeypatch.setattr(course, "GRACE", 10.0)

    for minutes in (0.03, 0.15, 0.6):  # on a machine that is busy with other things less happens in a second
        report = run(minutes=minutes, workers=8, forks=finding == "calls that never ended", restarts=1000)
        if report.tally.numbers[finding]:
            break

    assert report.tally.numbers[finding] > 0
    assert any(example in text for text in report.tally.examples[finding]), report.table()
    assert finding in [line.rsplit(maxsplit=4)[0] for line in report.table().splitlines() if "must be 0" in line]


COMMAND = [str(ROOT / "scripts/soak"), "--workers", "8"]


def test_a_short_soak_finds_nothing(tmp_path: Path) -> None:
    """Ten seconds of everything that goes wrong in an hour."""
    file = tmp_path / "report.json"
    done = subprocess.run(
        [*COMMAND, "--minutes", "0.17", "--json", str(file)], capture_output=True, text=True, check=False
    )
    report = json.loads(file.read_text("utf-8"))

    assert 0 == done.returncode, done.stdout + done.stderr
    assert {name: [] for name in MUST_BE_ZERO} == report["found"]
    numbers = report["numbers"]
    assert 100 < numbers["calls"]
    assert [] == [
        name
        for name in ("answer: verified", "answer: rejected", "answer: pending", "error: NotFoundError", "forks")
        if not numbers[name]
    ]
    assert 2 <= len(report["samples"])
    assert all(name in done.stdout for name in MUST_BE_ZERO)


@pytest.mark.skipif(sys.platform == "win32", reason="it sends a signal")
def test_ctrl_c_ends_it_with_its_table() -> None:
    """As far as it came, and nobody is left behind."""
    with subprocess.Popen(
        COMMAND,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # What a shell runs in the background is born deaf to Ctrl-C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        process_group=0,
    ) as process:
        assert process.stderr is not None
        assert any("the sandbox is process" in line for line in process.stderr)
        time.sleep(2)
        process.send_signal(signal.SIGINT)
        table, _ = process.communicate(timeout=90)

    assert process.returncode in {0, 1}
    assert "calls " in table
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


def test_a_report_is_bounded() -> None:
    """Of an hour's samples the first and the last ones are shown, of a finding a few examples."""
    from soaking.resources import Resources

    report = Report(Tally([]), [(60.0 * minute, Resources.of(), Resources(0, 0, 0)) for minute in range(61)])
    for number in range(100):
        report.tally.find("wrong answers", str(number))

    lines = report.table().splitlines()
    assert 61 == len(report.as_json()["samples"])
    assert 5 == sum(line.startswith("wrong answers: ") for line in lines)
    assert len(lines) < 40


# ---- of a sandbox that is left running -------------------------------------------------------------------------------

SPOILT = """
import sys, threading, time
from realname.sandbox import __main__, sandbox
from realname.zoloz.testing import transactions

kept, finish = [], transactions.Transactions.finish
leaking = threading.Thread(target=lambda: leak(), daemon=True)

def leak():
    for _ in range(150):
        kept.append((b"x" * (3 * 2**20), open("/dev/null")))
        time.sleep(0.02)

def log(self, record, log=sandbox.Sandbox._log):
    if leaking.ident is None:
        leaking.start()
    log(self, record)

def swap(self, transaction_id, outcome):
    finish(self, transaction_id, "verified" if outcome == "rejected" else "rejected")

sandbox.LOG_BYTES = 2**30
transactions.Transactions.finish = swap
print("Traceback (most recent call last):", file=sys.stderr)
sandbox.Sandbox._log = log
sys.exit(__main__.main())
"""


def _samples(memory: Callable[[float], float], **others: Callable[[float], float]) -> list[Sample]:
    """Of an hour, each minute."""
    looks = []
    for minute in range(61):
        more = {name: value(minute) for name, value in others.items()}
        held = {"descriptors": 40, "threads": 9, "rate": 1.0, "median": 1.0, "slowest": 1.0, "logged": 9, "state": 0.0}
        looks.append(Sample(seconds=minute * 60.0, memory=memory(minute), **held | more))  # type: ignore[arg-type]
    return looks


@pytest.mark.parametrize(
    ("samples", "still", "found"),
    [
        (_samples(lambda _: 100.0), 0, ""),
        (_samples(lambda minute: 100 + 30 * (minute % 2)), 0, ""),
        (_samples(lambda minute: 100 + minute / 4), 0, ""),
        (_samples(lambda minute: 100 + minute / 2), 0, "memory grows by 30.0 MiB, from 100.0 (30 an hour)"),
        (_samples(lambda minute: 700 + minute / 2), 0, ""),
        (_samples(lambda minute: 100 + minute), 64, ""),
        (_samples(lambda minute: 100 + minute * 2), 64, "memory grows by 120.0 MiB"),
        (_samples(lambda _: 100.0, state=lambda minute: 10 + minute), 0, "the state on disk grows by 60.0 MiB"),
        (_samples(lambda _: 100.0, descriptors=lambda minute: 20 + minute % 9), 0, ""),
        (_samples(lambda _: 100.0, descriptors=lambda minute: 20 + minute), 0, "open files grow by 60, from 20"),
        (_samples(lambda minute: 100 + minute * 9)[:2], 0, ""),
        (_samples(lambda minute: 300 - 5 * minute if minute < 30 else 90 + 2 * minute), 0, "memory grows by 60.0 MiB"),
    ],
)
def test_growth_is_judged_by_a_line_through_all_of_it(samples: list[Sample], still: float, found: str) -> None:
    """Up and down is none. What is not full yet may still become so."""
    sentences = growth.judge(samples, still=still)

    assert bool(found) == bool(sentences), sentences
    assert all(sentence.startswith(found) for sentence in sentences)


def test_a_short_soak_of_a_sandbox_finds_nothing(tmp_path: Path) -> None:
    """All journeys, strangers and readers, for some seconds."""
    file = tmp_path / "report.json"
    command = [COMMAND[0], "sandbox", "--minutes", "0.06", "--callers", "4", "--json", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    report = json.loads(file.read_text("utf-8"))

    assert 0 == done.returncode, done.stdout + done.stderr
    assert {} == report["found"]
    assert "nothing was found that must not be" in done.stdout
    numbers = report["numbers"]
    assert 20 < numbers["calls"]
    assert 0 < numbers["faults"]
    assert all(any(name.startswith(provider) for name in numbers) for provider in PROVIDERS)
    assert 0 < sum(numbers.get(stranger.__name__, 0) for stranger in STRANGERS)
    assert all(sample["memory"] > 20 for sample in report["samples"])


def test_a_sandbox_that_leaks_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So is one that answers wrongly, whose log has no bound, or that had to tell of an exception."""
    spoilt = tmp_path / "spoilt.py"
    spoilt.write_text(SPOILT, "utf-8")
    monkeypatch.setattr(ending, "SETTLING", 0.5)

    wanted = (
        "memory grows by ",
        "open files grow by ",
        "files are open when all have gone",
        "connect: checkresult: ",
        "the log holds ",
        "standard error: ",
    )
    for seconds in (3.0, 15.0, 60.0):  # as above, on a busy machine
        report = stand(seconds=seconds, callers=4, command=[sys.executable, str(spoilt)], period=0.2)
        found = "\n".join(report.tally.findings)
        if all(text in found for text in wanted):
            break

    assert [] == [text for text in wanted if text not in found]
    assert report.table().endswith("\nfailed")
