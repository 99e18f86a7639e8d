"""What the workers do, again and again: calls of every kind, cut short at times, and callbacks."""

import asyncio
import contextlib
import os
import re
import select
import signal
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import SimpleQueue
from random import Random
from typing import Any

import cattrs.preconf.json
from attrs import define, field

from realname import ApiError, RealnameError, TransportError, esign
from soaking import clients
from soaking.judge import Seen
from soaking.persons import Person
from soaking.sandbox import SandboxProcess
from soaking.tally import Tally

CHILD_SECONDS = 30.0
"""How long a forked child may take; its calls take a fraction of that."""
CALLS_OF_A_CHILD = 4
_TAG = re.compile("tag[0-9a-f]{16}")
_Told = tuple[dict[str, int], dict[str, list[str]], list[Seen]]
_CONVERTER = cattrs.preconf.json.make_converter()


class Alarmed(BaseException):
    """What a signal handler raises in the middle of a call."""


@define
class Soak:
    """What all workers share."""

    sandbox: SandboxProcess
    tally: Tally
    seed: int
    over: threading.Event = field(factory=threading.Event)
    seen: "SimpleQueue[Seen]" = field(factory=SimpleQueue)
    sync: clients.Clients = field(init=False)
    loops: list[clients.Clients] = field(factory=list)

    def __attrs_post_init__(self) -> None:
        self.sync = clients.make(self.sandbox, "Client")

    def random(self, worker: str) -> Random:
        """What a worker draws from."""
        return Random(f"{self.seed} {worker}")  # noqa: S311 - nothing secret comes of it

    # ---- one call ----------------------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def watched(self, person: Person, *expected: type[BaseException]) -> Iterator[None]:
        """Take in what comes out of a call: an error of ours, an expected end, or what must not be."""
        self.tally.count("calls")
        try:
            yield
        except RealnameError as error:
            self.tally.search(error)
            self.seen.put(told_by(error, person))
        except expected as end:
            self.tally.search(end)
            self.tally.count(f"cut short: {type(end).__name__}")
        except BaseException as error:
            self.foreign(error)
            if not isinstance(error, Exception):
                raise

    def foreign(self, error: BaseException) -> None:
        """Count an exception that is not ours."""
        if isinstance(error, Alarmed):  # it rang where Python lets nothing out, such as in a finalizer
            self.tally.count("cut short: too late")
            return
        self.tally.search(error)
        trace, place = error.__traceback__, ""
        while trace is not None:
            place = f"{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}"  # noqa: PTH119
            trace = trace.tb_next
        self.tally.find("foreign exceptions", f"{type(error).__name__} at {place}")

    def keep(self, person: Person, answer: Any) -> None:
        """Have an answer judged."""
        self.seen.put(Seen(person.id, "answer", *clients.said(person.provider, answer)))

    def chosen(self, made: clients.Clients, rng: Random) -> tuple[Any, Person]:
        """A client, with limits as they come, and whom to ask it about."""
        mode = rng.choice(list(made))
        client = made[mode]
        if rng.random() < 0.3:
            client = client.with_options(timeout=rng.uniform(0.02, 0.5), attempts=rng.randint(1, 3))
        return client, Person.new(clients.MODES[mode][0], rng)

    def call(self, rng: Random, *expected: type[BaseException]) -> None:
        """Make a call, decoded or raw."""
        client, person = self.chosen(self.sync, rng)
        raw = rng.random() < 0.2
        with self.watched(person, *expected):
            answer = clients.call(client, person, raw=raw)
            self.keep(person, answer.parsed if raw else answer)

    async def call_async(self, made: clients.Clients, rng: Random) -> None:
        """Make a call, and at times give it up before it ends."""
        client, person = self.chosen(made, rng)
        raw, patience = rng.random() < 0.2, rng.uniform(0.001, 0.1)
        with self.watched(person, asyncio.CancelledError, TimeoutError):
            pending = clients.call(client, person, raw=raw)
            if (end := rng.random()) < 0.1:
                answer = await asyncio.wait_for(pending, patience)
            elif end < 0.2:
                task = asyncio.ensure_future(pending)
                asyncio.get_running_loop().call_later(patience, task.cancel)
                answer = await task
            else:
                answer = await pending
            self.keep(person, answer.parsed if raw else answer)

    # ---- workers -----------------------------------------------------------------------------------------------------

    def work(self, number: int) -> None:
        """Call from a thread."""
        rng = self.random(f"thread {number}")
        while not self.over.is_set():
            self.call(rng)

    def work_async(self, number: int, tasks: int) -> None:
        """Call from several tasks of a loop."""
        asyncio.run(self._tasks(number, tasks))

    async def _tasks(self, number: int, tasks: int) -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: self.foreign(context.get("exception") or RuntimeError()))
        made = clients.make(self.sandbox, "AsyncClient")
        self.loops.append(made)

        async def work(task: int) -> None:
            rng = self.random(f"loop {number} task {task}")
            while not self.over.is_set():
                await self.call_async(made, rng)

        await asyncio.gather(*(work(task) for task in range(tasks)))
        for client in made.values():
            await client.aclose()

    def wait(self, number: int) -> None:
        """Wait for flows that end after a while, or never."""
        rng = self.random(f"waiter {number}")
        client = self.sync["esign"]
        while not self.over.is_set():
            person = Person.new("esign", rng, rng.choice(["later", "pending", "verified", "rejected"]))
            with self.watched(person):
                answer = client.wait_for_flow(
                    **person.arguments, timeout=rng.uniform(1, 6), require_verified=rng.random() < 0.5
                )
                self.keep(person, answer)

    # ---- forks -------------------------------------------------------------------------------------------------------

    def fork(self, number: int) -> None:
        """Fork in the middle of the others' traffic; the child calls with the same clients, and is interrupted."""
        rng = self.random(f"forks {number}")
        while not self.over.wait(rng.uniform(0.1, 2)):
            reading, writing = os.pipe()
            pid = os.fork()
            if not pid:
                try:
                    os.write(writing, self._child(rng))
                finally:
                    os._exit(0)
            os.close(writing)
            self.tally.count("forks")
            told = _read_all(reading, CHILD_SECONDS)
            if told is None:
                os.kill(pid, signal.SIGKILL)
                self.tally.find("calls that never ended", f"after {CHILD_SECONDS:g} s")
            os.close(reading)
            os.waitpid(pid, 0)
            if told:
                numbers, examples, seen = _CONVERTER.loads(
                    told, tuple[dict[str, int], dict[str, list[str]], list[Seen]]
                )
                self.tally.add(numbers, examples)
                for each in seen:
                    self.seen.put(each)
            elif told is not None:
                self.tally.find("foreign exceptions", "a forked child ended without a word")

    def _child(self, rng: Random) -> bytes:
        """Call as a child that was forked at any moment, and tell what came of it."""
        self.tally.__init__(self.tally.needles)  # type: ignore[misc]  # the same one for the log, with a free lock
        self.seen = SimpleQueue()
        kind = rng.choice(["calls", "alarms", "loop"])
        if kind == "loop":
            asyncio.run(self._some(rng.choice(self.loops), rng))
        for _ in range(CALLS_OF_A_CHILD):
            if kind == "alarms":
                self._interrupted(rng)
            self.call(rng)
        seen = [self.seen.get() for _ in range(self.seen.qsize())]
        return _CONVERTER.dumps((dict(self.tally.numbers), self.tally.examples, seen)).encode()

    async def _some(self, made: clients.Clients, rng: Random) -> None:
        await asyncio.gather(*(self.call_async(made, rng) for _ in range(CALLS_OF_A_CHILD)))

    def _interrupted(self, rng: Random) -> None:
        """Make a call that a signal ends, as a worker's own time limit does."""

        def ring(*_: object) -> None:
            raise Alarmed

        try:
            signal.signal(signal.SIGALRM, ring)
            signal.setitimer(signal.ITIMER_REAL, rng.uniform(0.001, 0.05))
            self.call(rng, Alarmed)
            signal.setitimer(signal.ITIMER_REAL, 0)
        except Alarmed:  # it rang when the call was over
            self.tally.count("cut short: too late")

    # ---- callbacks ---------------------------------------------------------------------------------------------------

    def receive(self, number: int) -> None:
        """Have callbacks sent, genuine and forged, and verify them as a service does."""
        rng = self.random(f"callbacks {number}")
        own = clients.credentials(self.sandbox, "esign")
        done: SimpleQueue[Callable[[], esign.Callback]] = SimpleQueue()

        class Receiver(BaseHTTPRequestHandler):
            timeout = 5

            def do_POST(self) -> None:
                headers = dict(self.headers.items())
                body = self.rfile.read(int(self.headers["Content-Length"]))
                query = self.path.partition("?")[2]
                done.put(lambda: esign.verify_callback(own, headers=headers, query=query, body=body))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        with ThreadingHTTPServer(("127.0.0.1", 0), Receiver) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            url = f"http://127.0.0.1:{server.server_address[1]}/notify"
            while not self.over.wait(rng.uniform(0.05, 0.5)):
                while not done.empty():
                    done.get()
                self._callback(done, url, rng)
            server.shutdown()

    def _callback(self, done: "SimpleQueue[Callable[[], esign.Callback]]", url: str, rng: Random) -> None:
        person = Person.new("esign", rng, rng.choice(["verified", "rejected"]))
        success, genuine = person.outcome == "verified", rng.random() < 0.7
        status = "SUCCESS" if success else "FAIL"
        self.sandbox.steer("add_flow", flow_id=person.id, flow_status=status, context_id=person.tag)
        self.sandbox.steer("send_callback", url=f"{url}?order={person.tag}", flow_id=person.id, genuine=genuine)
        if done.empty():  # the sandbox was away
            return
        self.tally.count("callbacks")
        try:
            told = done.get()()
        except RealnameError as error:
            self.tally.search(error)
            if genuine:
                self.tally.find("wrong answers", f"a genuine callback is refused: {type(error).__name__}")
        except Exception as error:  # noqa: BLE001 - whatever it is, it is not ours
            self.foreign(error)
        else:
            if not genuine or (told.flow_id, told.success, told.context_id) != (person.id, success, person.tag):
                self.tally.find("wrong answers", f"a callback is believed that is {'wrong' if genuine else 'forged'}")


def told_by(error: RealnameError, person: Person) -> Seen:
    """What an error says of the person."""
    message = error.message or "" if isinstance(error, ApiError) else ""
    tag = found[0] if (found := _TAG.search(message)) else ""
    unsent = isinstance(error, TransportError) and not error.outcome_unknown and person.outcome != "later"
    return Seen(person.id, type(error).__name__, tag=tag, unsent=unsent)


def _read_all(descriptor: int, seconds: float) -> bytes | None:
    """What is told until the other side ends; None if it does not."""
    deadline, told = time.monotonic() + seconds, b""
    poll = select.poll()  # select() takes no descriptor beyond 1023
    poll.register(descriptor, select.POLLIN)
    while poll.poll(max(0.0, deadline - time.monotonic()) * 1000):
        chunk = os.read(descriptor, 65536)
        if not chunk:
            return told
        told += chunk
    return None
