"""No exception that leaves the package brings the frames in which arguments, requests and keys stand.

Whatever its type and wherever it was raised: the frames behind the caller's own are gone, from the exception and from
everything in its chain, and what the caller was handling meanwhile is as it was.
"""

import asyncio
import copy
import inspect
import pickle
import signal
import socket
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from itertools import chain, dropwhile
from pathlib import Path
from types import FrameType
from typing import Any

import httpx
import pytest
from attrs import field, frozen

import realname
from realname import alipay, esign
from realname.core import pages
from realname.core.model import Request, integer, masked, text, wire
from realname.core.pages import LateMethod
from realname.core.redaction import NoCookies, conceal, freed
from tests.connections import ASYNC_SOURCES, SOURCES
from tests.peers import peer
from tests.providers import BASE_URL, Answer, Caller, Handler

MARKER = "MARKER-person"
TESTS = Path(__file__).parents[1]


class OwnError(Exception):
    """An exception of the user's code."""


RAISED: list[type[BaseException]] = [
    *(OwnError, RuntimeError, MemoryError, KeyboardInterrupt, SystemExit, asyncio.CancelledError, TimeoutError),
    *(httpx.ReadTimeout, httpx.InvalidURL, httpx.StreamClosed),
]


def _raising(kind: type[BaseException]) -> Handler:
    def handler(request: httpx.Request) -> httpx.Response:
        try:
            raise httpx.ReadError(str(request.url), request=request)
        except httpx.ReadError:
            raise kind(*() if kind is httpx.StreamClosed else (f"{request.method} failed",))  # noqa: B904

    return handler


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _shown(error: BaseException) -> list[str]:
    """The local variables of all frames behind the caller's own, of an exception and of its chain."""
    behind = dropwhile(_is_of_the_tests, (frame for frame, _ in traceback.walk_tb(error.__traceback__)))
    inner = (frame for one in list(_chain(error))[1:] for frame, _ in traceback.walk_tb(one.__traceback__))
    return [
        f"{frame.f_code.co_qualname}.{name}={value!r}"
        for frame in chain(behind, inner)
        for name, value in frame.f_locals.items()
    ]


def _is_of_the_tests(frame: FrameType) -> bool:
    return Path(frame.f_code.co_filename).is_relative_to(TESTS)


def _caught(call: Callable[[], object]) -> BaseException:
    try:
        call()
    except BaseException as error:  # noqa: BLE001
        return error
    raise AssertionError("nothing was raised")


async def _caught_task(call: Callable[[], Any]) -> BaseException:
    try:
        await call()
    except BaseException as error:  # noqa: BLE001
        return error
    raise AssertionError("nothing was raised")


@pytest.mark.parametrize("kind", RAISED, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("raw", [False, True], ids=["parsed", "raw"])
async def test_no_exception_of_a_call_brings_our_frames(
    kind: type[BaseException], raw: bool, alipay_caller: Caller
) -> None:
    """Ours, the user's, a cancellation, Ctrl-C: sync and async, with the answer alone or with the exchange."""
    client, task_client = (
        make(_raising(kind), attempts=1) for make in (alipay_caller.client, alipay_caller.async_client)
    )
    if raw:
        client, task_client = client.with_raw_response, task_client.with_raw_response

    def call() -> object:
        return alipay_caller.ask(client, cert_no=MARKER)

    async def task() -> object:
        return await alipay_caller.ask(task_client, cert_no=MARKER)

    for error in (_caught(call), await _caught_task(task)):
        assert (realname.TransportError if kind.__module__ == httpx.__name__ else kind) is type(error)
        assert not [shown for shown in _shown(error) if MARKER in shown]
        assert not any(isinstance(one, httpx.RequestError) and one.request.url.query for one in _chain(error))


def test_the_search_would_find_them(alipay_caller: Caller) -> None:
    """Without the wrapper the arguments stand in the frames."""
    client = alipay_caller.client(_raising(OwnError), attempts=1)
    alipay_caller.ask(alipay_caller.client(alipay_caller.answer()))  # the method has been found
    method: Any = getattr(type(client), alipay_caller.main.name)
    arguments = alipay_caller.main.minimal | {"cert_no": MARKER}

    error = _caught(lambda: method.__wrapped__(client, **arguments))

    assert [shown for shown in _shown(error) if MARKER in shown]


@frozen(kw_only=True)
class Asked(Request):
    """Two fields."""

    user: str = field(validator=text(), repr=masked, metadata=wire("user"))
    count: int = field(validator=integer(), metadata=wire("count"))


def test_a_request_that_is_built_directly_does_not_show_its_arguments() -> None:
    """A refused value, and an argument that there is not; the accepted twin is built."""
    refused = _caught(lambda: Asked(user=MARKER, count=MARKER))  # type: ignore[arg-type]
    unknown = _caught(lambda: Asked(user=MARKER, nonsense=7))  # type: ignore[call-arg]

    assert [realname.RequestError, TypeError] == [type(refused), type(unknown)]
    for error in (refused, unknown):
        assert not [shown for shown in _shown(error) if MARKER in shown]
    assert ["user", "count"] == list(inspect.signature(Asked).parameters)
    assert MARKER == Asked(user=MARKER, count=1).user


@pytest.mark.parametrize(
    "build",
    [
        lambda: esign.Credentials(app_id=MARKER, app_secret=f"{MARKER}\n"),
        lambda: esign.Credentials(app_id="1", app_secret=MARKER, nonsense=1),  # type: ignore[call-arg]
        lambda: alipay.Credentials(app_id="1", private_key=MARKER, alipay_public_key=[MARKER]),  # type: ignore[arg-type]
    ],
)
def test_settings_are_not_shown(build: Callable[[], object]) -> None:
    """Also where they are so wrong that Python itself refuses them."""
    assert not [shown for shown in _shown(_caught(build)) if MARKER in shown]


class _SoftLimitError(RuntimeError):
    """What a task queue raises in a task that takes too long."""


@pytest.mark.parametrize("source", SOURCES)
def test_what_a_signal_handler_raises_is_without_our_frames(source: str, esign_caller: Caller) -> None:
    """On a real connection, where an answer is waited for: it keeps its type and its text."""

    def over(_: int, __: FrameType | None) -> None:
        raise _SoftLimitError("soft limit")

    def serve() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(65536)
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGUSR1)
            done.wait(10)

    done = threading.Event()
    previous = signal.signal(signal.SIGUSR1, over)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve)
        thread.start()
        try:
            url = f"http://127.0.0.1:{listener.getsockname()[1]}"
            options: Any = {"base_url": url, "access": "token", "http_client": SOURCES[source]()}
            with esign_caller.module.Client(esign_caller.credentials, **options) as client:
                error = _caught(lambda: esign_caller.ask(client))
        finally:
            done.set()
            thread.join()
            signal.signal(signal.SIGUSR1, previous)

    assert (_SoftLimitError, ("soft limit",)) == (type(error), error.args)
    assert not [shown for shown in _shown(error) if "secret" in shown]


@pytest.mark.parametrize("source", ["mocked", *ASYNC_SOURCES])
async def test_a_cancelled_call_is_cancelled(source: str, esign_caller: Caller) -> None:
    """`asyncio.timeout` works round a call, and nothing of ours hangs on its error."""

    async def never(_: httpx.Request) -> httpx.Response:
        await asyncio.sleep(60)
        raise AssertionError

    def mocked() -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.MockTransport(never))

    with peer(lambda _, __, found: found.closed.wait(60)) as gateway:
        options: Any = {"base_url": gateway.url, "http_client": ASYNC_SOURCES.get(source, lambda: mocked)()}
        client = esign_caller.module.AsyncClient(esign_caller.credentials, **options)

        async def limited() -> None:
            async with asyncio.timeout(0.05):
                await esign_caller.ask(client)

        error = await _caught_task(limited)
        await client._http.aclose()

    assert isinstance(error, TimeoutError)
    own = {"call", "_caught_task", "limited", "__aexit__"}
    frames = [frame.f_code.co_name for one in _chain(error) for frame, _ in traceback.walk_tb(one.__traceback__)]
    assert set(frames) <= own | {"concealed_task"}


async def test_what_the_caller_was_handling_stays(esign_caller: Caller) -> None:
    """An error in an `except` block names what went wrong first, with its frames; sync and async."""
    client, task_client = (make(Answer(400), attempts=1) for make in (esign_caller.client, esign_caller.async_client))
    first = OwnError("first")
    try:
        raise first
    except OwnError:
        found = [_caught(lambda: esign_caller.ask(client)), await _caught_task(lambda: esign_caller.ask(task_client))]

    assert [first, first] == [error.__context__ for error in found]
    assert first.__traceback__ is not None
    assert not any(error.__suppress_context__ for error in found)


def test_what_was_raised_from_something_keeps_it() -> None:
    """A cause stays, without its frames; a context of ours does not."""

    @conceal
    def fail(secret: str) -> None:
        try:
            raise KeyError(len(secret))
        except KeyError as error:
            raise OwnError("told") from error

    error = _caught(lambda: fail(MARKER))

    assert isinstance(error.__cause__, KeyError)
    assert error.__cause__.__traceback__ is None
    assert not [shown for shown in _shown(error) if MARKER in shown]


def test_a_cause_of_the_callers_own_keeps_its_frames() -> None:
    """What the caller is handling is left alone, and shown, also where ours is raised from it or from nothing."""

    @conceal
    def fail(cause: BaseException | None) -> None:
        raise OwnError("second") from cause

    first = OwnError("first")
    try:
        raise first
    except OwnError:
        found = [_caught(lambda: fail(first)), _caught(lambda: fail(None))]

    assert first.__traceback__ is not None
    assert [(first, True), (None, False)] == [(error.__cause__, error.__suppress_context__) for error in found]


def test_our_own_words_are_kept() -> None:
    """An httpx error that is raised by this package itself says what it says; one for another error does not."""
    names: dict[str, Any] = {"__name__": "realname.core.made_up", "httpx": httpx}
    exec("def fail(cause):\n    raise httpx.ReadError('the answer is too large') from cause", names)  # noqa: S102

    found = [freed(_caught(lambda cause=cause: names["fail"](cause))) for cause in (None, KeyError(MARKER))]  # type: ignore[misc,arg-type]

    assert ["the answer is too large", "the connection failed"] == [str(error) for error in found]


def test_a_group_is_searched_too() -> None:
    """Task groups of a user's transport raise groups."""

    @conceal
    def fail(secret: str) -> None:
        errors = []
        for number in range(2):
            try:
                raise ValueError(number, len(secret))
            except ValueError as error:
                errors.append(error)
        raise ExceptionGroup("several", errors)

    error = _caught(lambda: fail(MARKER))

    assert isinstance(error, ExceptionGroup)
    assert [None, None] == [each.__traceback__ for each in error.exceptions]


async def test_a_method_looks_as_it_did(esign_caller: Caller) -> None:
    """Name, signature, documentation and kind of function are the page's."""
    kinds = (type(make(Answer(400))) for make in (esign_caller.client, esign_caller.async_client))
    methods = [getattr(kind, esign_caller.main.name) for kind in kinds]

    assert [False, True] == [inspect.iscoroutinefunction(method) for method in methods]
    for method in methods:
        assert inspect.signature(method.__wrapped__) == inspect.signature(method)
        assert (esign_caller.main.name, method.__wrapped__.__doc__) == (method.__name__, method.__doc__)


# ---- what is left of an httpx error ----


def _raised(error: Exception, cause: BaseException | None = None) -> Any:
    try:
        raise error from cause
    except type(error) as raised:
        return raised


REQUEST = httpx.Request("GET", f"https://h.example/p?a={MARKER}", headers={"X": MARKER}, content=MARKER)


@pytest.mark.parametrize(
    ("error", "cause", "text"),
    [
        (httpx.ConnectError(MARKER), ConnectionRefusedError(111, "refused"), "[Errno 111] refused"),
        (httpx.ConnectError(MARKER), OSError(MARKER), "the connection failed"),
        (httpx.ReadTimeout(MARKER), None, "timed out"),
        (httpx.RemoteProtocolError(f"illegal status line: {MARKER}"), None, "the other side broke the protocol"),
        (httpx.LocalProtocolError(f"Illegal header value {MARKER}"), None, "the request could not be written"),
        (httpx.ProxyError(f"407 {MARKER}"), None, "the proxy refused"),
        (httpx.DecodingError(MARKER), None, "the exchange failed"),
        (httpx.TooManyRedirects(MARKER), OSError(5, "Input/output error"), "the exchange failed"),
    ],
    ids=lambda item: type(item).__name__,
)
def test_an_httpx_error_keeps_the_words_of_the_system_only(
    error: httpx.RequestError, cause: BaseException | None, text: str
) -> None:
    """What the other side may have written is replaced, notes are dropped, and the request is its address."""
    error.request = REQUEST
    error.add_note(MARKER)

    left: Any = freed(_raised(error, cause))

    assert (type(error), (text,), None, None) == (type(left), left.args, left.__cause__, left.__traceback__)
    assert "https://h.example/p" == str(left.request.url)
    assert MARKER not in f"{vars(left)!r}{left.request.headers!r}{left.request.content!r}"


class _Named(httpx.ReadError):
    def __init__(self, secret: str) -> None:
        super().__init__("x")
        self.secret = secret


def test_other_errors_leave_their_kind() -> None:
    """Of the user's subclass its base in httpx, of the system's its number, of anything else its name."""
    found = [freed(error) for error in (_Named(MARKER), OSError(24, MARKER, MARKER), KeyError(MARKER))]

    assert [httpx.ReadError, OSError, httpx.HTTPError] == [type(error) for error in found]
    assert ["KeyError, raised during the exchange"] == list(found[-1].args)
    assert not any(MARKER in f"{error!r}{vars(error)!r}" for error in found)


@pytest.mark.parametrize("kind", [realname.SignatureError, realname.DecodeError])
def test_the_answer_of_an_error_stays_in_its_process(kind: Any) -> None:
    """It is there to save as a capture, and neither shown, pickled nor copied."""
    error = kind("no")
    error.http = httpx.Response(200, content=MARKER, request=REQUEST)

    assert MARKER not in f"{error}{error!r}{vars(error)!r}"
    for other in (pickle.loads(pickle.dumps(error)), copy.deepcopy(error)):  # noqa: S301 - our own bytes
        assert (str(error), None) == (str(other), other.http)


def test_no_cookie_is_kept(esign_caller: Caller) -> None:
    """Nor read, by the clients that we make; a plain client of httpx keeps it."""
    NoCookies().extract_cookies(object(), object())
    answer = httpx.MockTransport(Answer(200, b"", {"Set-Cookie": "a=b"}))

    with httpx.Client(transport=answer, cookies=NoCookies()) as ours, httpx.Client(transport=answer) as plain:
        for client in (ours, plain):
            client.get(BASE_URL)
        assert [0, 1] == [len(client.cookies.jar) for client in (ours, plain)]
    with esign_caller.module.Client(esign_caller.credentials, base_url=BASE_URL) as made:
        assert isinstance(made._http.cookies.jar, NoCookies)


async def test_an_answer_that_cannot_be_used_is_at_hand(alipay_caller: Caller) -> None:
    """With status, operation, request id and the whole exchange, for `realname explain`; sync and async."""
    signed = alipay_caller.headers(b"[]")
    for body, kind in ((b'{"a":1}', realname.SignatureError), (b"[]", realname.DecodeError)):
        for error in await alipay_caller.outcomes(200, body, signed):
            assert kind is type(error)
            assert (200, "trace-1", alipay_caller.main.name) == (error.http_status, error.request_id, error.operation)
            http: Any = error.http
            assert (body, alipay_caller.main.concrete_path) == (http.content, http.request.url.path)
            assert "Authorization" in http.request.headers


@pytest.mark.parametrize("late", ["realname.core.call", "realname.esign.gateway"])
def test_a_client_whose_modules_cannot_be_read_ends_in_our_error(late: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are loaded by the first client, which may be made when no file descriptor is left."""

    class Full:
        def find_spec(self, name: str, *_: object) -> None:
            if name == late:
                raise OSError(24, "Too many open files")

    monkeypatch.delitem(sys.modules, late, raising=False)
    monkeypatch.setattr(sys, "meta_path", [Full(), *sys.meta_path])
    with pytest.raises(realname.TransportError, match=r"cannot be read \(OSError\); nothing was sent") as caught:
        esign.Client(esign.Credentials(app_id="1", app_secret="2"), base_url=esign.SERVERS["sandbox"])

    assert (False, None) == (caught.value.outcome_unknown, caught.value.__cause__)


def test_a_page_that_cannot_be_read_ends_in_our_error(esign_caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no file descriptor is left; at the next try it is read."""

    def fail(_: str) -> None:
        raise OSError(24, "Too many open files")

    late = LateMethod(type(esign_caller.client(Answer(400))), esign_caller.main.name, "flow_outline")
    with monkeypatch.context() as patch:
        patch.setattr(pages, "import_module", fail)
        with pytest.raises(realname.TransportError, match="nothing was sent"):
            late.__get__(None, None)
