"""A merchant's service in front of e签宝's sandbox: it has orders, and takes callbacks on this machine."""

import inspect
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeVar
from urllib.parse import parse_qs

from attrs import Factory, define, field

import realname
from orders import Orders, settle
from realname import Outcome, esign
from realname.sandbox import Sandbox

T = TypeVar("T")


async def done(answer: T | Awaitable[T]) -> T:
    """What a client answers, be it a sync or an async one."""
    return await answer if inspect.isawaitable(answer) else answer


async def refused(call: Callable[[], Any]) -> realname.ApiError:
    """The refusal that a call comes to."""
    try:
        answer = await done(call())
    except realname.ApiError as error:
        return error
    raise AssertionError(f"it was not refused: {answer}")


@define
class Merchant:
    """The service.

    Attributes:
        url: where it takes callbacks.
        credentials: whose secret callbacks are signed with.
        client: with which it asks when one comes.
        orders: what it keeps.
        told: of each callback what it said, or why it was not believed, in the order of arrival.
        first: the orders whose outcome a callback was the first to bring.
    """

    url: str
    credentials: esign.Credentials = field(repr=False)
    client: esign.Client = field(repr=False)
    orders: Orders = field(repr=False)
    told: SimpleQueue[Outcome | str] = Factory(SimpleQueue)
    first: list[str] = Factory(list)

    def address(self, number: str) -> str:
        """The `notifyUrl` of an order."""
        return f"{self.url}?order={number}"

    def take(self, headers: dict[str, str], query: str, body: bytes) -> int:
        """Take a callback; return the HTTP status to answer with."""
        number = parse_qs(query)["order"][0]
        flow_id = self.orders.flow_id(number)
        if flow_id is None:  # it came before the answer to the start: let it come again
            self.told.put("unknown order")
            return 503
        try:
            callback = esign.verify_callback(self.credentials, headers=headers, query=query, body=body, flow_id=flow_id)
        except realname.SignatureError:
            self.told.put("not authentic")
            return 403
        except realname.DecodeError:  # authentic, and about another flow, such as that of an organization's agent
            self.told.put("another flow")
            return 200
        if settle(self.client, self.orders, number):
            self.first.append(number)
        self.told.put(callback.outcome)
        return 200


@contextmanager
def listening(take: Callable[[dict[str, str], str, bytes], int], host: str = "127.0.0.1") -> Iterator[str]:
    """A server on this machine that takes callbacks, by their headers, query and body, until the end: its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """Somebody has opened a page for face verification: nothing to do."""
            self._answer(200)

        def do_POST(self) -> None:
            """A callback."""
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self._answer(take(dict(self.headers.items()), self.path.partition("?")[2], body))

        def _answer(self, status: int) -> None:
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
            pass

    with ThreadingHTTPServer((host, 0), Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://{host}:{server.server_port}/notify"
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def serving(sandbox: Sandbox, folder: Path) -> Iterator[Merchant]:
    """A merchant who is there until the end; e签宝 does not wait before it repeats a callback."""
    sandbox.esign.settings.callback_schedule = (0.0, 0.0)
    credentials, orders = sandbox.esign.credentials, Orders(folder / "orders.db")
    with (
        esign.Client(credentials, base_url=sandbox.esign.url) as client,
        listening(lambda *callback: merchant.take(*callback)) as url,
    ):
        merchant = Merchant(url, credentials, client, orders)
        yield merchant


def wrong(code: str) -> str:
    """Another code from a telephone."""
    return f"{(int(code) + 1) % 10**6:06}"
