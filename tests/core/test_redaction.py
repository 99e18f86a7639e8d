"""Nothing secret and nobody's data leaves a failing call: markers are planted everywhere and looked for in everything.

Searched are every log record at INFO or above (ours at every level), the text, arguments, attributes and chain of the
error, and the repr of every local variable in our frames of the traceback. Not searched are an `ApiError`'s code and
message: these attributes are there to hand out what the provider wrote.
"""

import json
import logging
import traceback
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

import httpx
import pytest
from attrs import evolve

import realname
from realname import alipay, esign, zoloz
from realname.core.redaction import without_query
from tests import facts
from tests.facts import Operation
from tests.providers import BASE_URL, Answer, Caller, Handler, Script

pytestmark = pytest.mark.usefixtures("no_waiting")

MARKER = "MARKER"
PERSON = f"{MARKER}-person"
PACKAGE = Path(realname.__file__).parent

Call = Callable[[Handler], object]


def _markers(operation: Operation) -> dict[str, Any]:
    """A marker for every sensitive argument that is free text, and for every such part of one."""
    marked = {
        name: evolve(one, example=_marked(operation.provider, one.schema, one.example, is_sensitive=one.sensitive))
        for name, one in operation.inputs.items()
    }
    return {one.name: one.value for one in marked.values() if PERSON in json.dumps(one.example)}


def _marked(provider: str, schema: Mapping[str, Any], value: facts.Json, *, is_sensitive: bool) -> facts.Json:
    whole = facts.resolved(provider, schema)
    is_sensitive = is_sensitive or bool(whole.get("x-sensitive"))
    if isinstance(value, dict):
        parts = whole.get("properties", {})
        return {name: _marked(provider, parts[name], each, is_sensitive=is_sensitive) for name, each in value.items()}
    if isinstance(value, list):
        return [_marked(provider, whole["items"], each, is_sensitive=is_sensitive) for each in value]
    is_free = isinstance(value, str) and not {"enum", "pattern"} & whole.keys()
    return PERSON if is_sensitive and is_free else value


def _with_token(answer: Handler) -> Handler:
    """A gateway of e签宝 that gives a token first."""
    token = {"token": f"{MARKER}-token", "expiresIn": 4_000_000_000_000}
    return Script(Answer(200, {"code": 0, "data": token}), answer)


def _same(answer: Handler) -> Handler:
    return answer


def _own(caller: Caller) -> Any:
    return caller.credentials


def _access_key(_: Caller) -> Any:
    return zoloz.AccessKey(client_id="2188", access_key="ak", secret_key=f"{MARKER}-secrets")


def _for_a_merchant(caller: Caller) -> Any:
    return evolve(caller.credentials, app_auth_token=f"{MARKER}-token")


def _marked_secret(_: Caller) -> Any:
    return esign.Credentials(app_id="7438", app_secret=f"{MARKER}-secret")


MODES: dict[str, tuple[str, Callable[[Caller], Any], dict[str, Any], Callable[[Handler], Handler]]] = {
    "zoloz": ("zoloz", _own, {}, _same),
    "zoloz encrypted": ("zoloz", _own, {"encrypt": True}, _same),
    "zoloz access key": ("zoloz", _access_key, {}, _same),
    "alipay": ("alipay", _for_a_merchant, {}, _same),
    "esign": ("esign", _marked_secret, {}, _same),
    "esign token": ("esign", _marked_secret, {"access": "token"}, _with_token),
    "esign for a token": ("esign", _marked_secret, {"access": "token"}, _same),
}
CALLS = [
    pytest.param(mode, facts.main(provider), id=f"{mode}, {facts.main(provider).name}")
    for mode, (provider, *_) in MODES.items()
]
"""One operation in every mode."""
OTHERS = [
    pytest.param(operation.provider, operation, id=str(operation))
    for operation in facts.OPERATIONS
    if operation.id not in facts.MAIN.values()
]
"""All others in one mode: what differs is which of their arguments are sensitive."""


@pytest.fixture
def call(mode: str, operation: Operation, callers: dict[str, Caller]) -> Call:
    """An operation with a marker in every sensitive argument and secret."""
    provider, credentials, options, gateway = MODES[mode]
    caller = evolve(callers[provider], credentials=credentials(callers[provider]))

    def ask(answer: Handler) -> object:
        return caller.ask(caller.client(gateway(answer), **options), of=operation, **_markers(operation))

    return ask


def _raising(kind: type[httpx.TransportError], text: str) -> Handler:
    def handler(request: httpx.Request) -> httpx.Response:
        raise kind(text, request=request)

    return handler


PERSON_JSON = {
    "result": {"resultStatus": "F", "resultCode": f"{MARKER}?", "resultMessage": PERSON, "userId": PERSON},
    "code": 30500003,
    "message": PERSON,
    "data": {"failReason": PERSON, "contextId": PERSON, "flowId": PERSON, "flowStatus": 1, "objectType": None},
}

FAULTS: dict[str, Handler] = {
    "connect": _raising(httpx.ConnectError, "[Errno 111] Connection refused"),
    "timeout": _raising(httpx.ReadTimeout, "The read operation timed out"),
    "header refused": _raising(httpx.LocalProtocolError, f"Illegal header value b'{MARKER}'"),  # as h11 words it
    "answer refused": _raising(httpx.RemoteProtocolError, f"illegal status line: bytearray(b'{MARKER}')"),
    "proxy": _raising(httpx.ProxyError, f"407 {MARKER}"),
    "refusal": Answer(400, PERSON_JSON | {"code": f"{MARKER}?"}),
    "refusal in a 200": Answer(200, PERSON_JSON),
    "server failure": Answer(500, PERSON_JSON),
    "page": Answer(502, PERSON.encode()),
    "not JSON": Answer(200, PERSON.encode()),
    "wrong types": Answer(200, {"code": 0, "data": PERSON_JSON["data"]}),
    "another flow": Answer(
        200, {"code": 0, "data": {"flowId": PERSON, "flowStatus": "ING", "objectType": "INDIVIDUAL"}}
    ),
    "redirect": Answer(302, b"", {"Location": f"https://x.example/?{PERSON}"}),
    "half signed": Answer(200, PERSON_JSON, {"Signature": MARKER, "alipay-signature": MARKER}),
    "forged": Answer(
        200,
        PERSON_JSON,
        {"Signature": MARKER, "Response-Time": MARKER, "alipay-signature": MARKER, "alipay-timestamp": MARKER}
        | {"alipay-nonce": MARKER},
    ),
}


def _shown(error: BaseException) -> Iterator[str]:
    """Everything that a log, a tracker or a debugger shows of an error."""
    seen: BaseException | None = error
    while seen is not None:
        attributes = {name: value for name, value in vars(seen).items() if name not in ("code", "message")}
        yield f"{seen}{seen!r}{seen.args!r}{attributes!r}"
        if isinstance(seen, httpx.RequestError):
            yield f"{seen.request.url}{seen.request.headers!r}{seen.request.content!r}"
        yield from _locals(seen.__traceback__)
        yield "".join(traceback.format_exception_only(seen))
        seen = seen.__cause__ or seen.__context__


def _locals(trace: TracebackType | None) -> Iterator[str]:
    for frame, _ in traceback.walk_tb(trace):
        if Path(frame.f_code.co_filename).is_relative_to(PACKAGE):
            yield from (f"{name}={value!r}" for name, value in frame.f_locals.items())


@pytest.mark.parametrize(
    ("mode", "operation", "fault"),
    [
        *(pytest.param(*each.values, fault, id=f"{each.id}, {fault}") for each in CALLS for fault in FAULTS),
        *(pytest.param(*each.values, "refusal in a 200", id=str(each.id)) for each in OTHERS),
        *(pytest.param(*each.values, "timeout", id=f"{each.id}, timeout") for each in OTHERS),
    ],
)
def test_a_failing_call_shows_nothing(
    operation: Operation, fault: str, call: Call, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever goes wrong, no marker comes out."""
    caplog.set_level(logging.INFO)
    caplog.set_level(logging.DEBUG, "realname")

    with pytest.raises(realname.RealnameError) as caught:
        call(FAULTS[fault])

    for text in [*_shown(caught.value), *(record.getMessage() for record in caplog.records)]:
        assert MARKER not in text, text
    assert operation.name == caught.value.operation


MARKED = [each for each in (*CALLS, *OTHERS) if _markers(each.values[1])]  # type: ignore[arg-type]


@pytest.mark.parametrize(("mode", "operation"), MARKED)
def test_the_markers_are_really_on_the_wire(mode: str, call: Call) -> None:
    """The search would find them in what the gateway receives, unless it is encrypted."""
    gateway = Script(Answer(400))

    with pytest.raises(realname.RealnameError):
        call(gateway)

    (request,) = gateway.requests
    assert ("encrypted" in mode) is (PERSON not in f"{request.url}{request.content!r}")


def test_the_log_of_others_would_show_it(caplog: pytest.LogCaptureFixture) -> None:
    """The search reads what httpx logs for anyone else."""
    caplog.set_level(logging.INFO)

    httpx.Client(transport=httpx.MockTransport(Answer(400))).get(f"{BASE_URL}/?cert_no={PERSON}")

    assert any(PERSON in record.getMessage() for record in caplog.records)


async def test_a_call_is_logged_without_its_query(alipay_caller: Caller, caplog: pytest.LogCaptureFixture) -> None:
    """The line of httpx stays, cut down to the address; sync and async."""
    caplog.set_level(logging.INFO)

    await alipay_caller.outcomes(400, b"")

    lines = [record.getMessage() for record in caplog.records if record.name == httpx.__name__]
    operation = alipay_caller.main
    address = f"{BASE_URL}{operation.concrete_path}"
    assert [f'HTTP Request: {operation.method} {address} "HTTP/1.1 400 Bad Request"'] * 2 == lines


def test_a_hook_of_the_users_client_cannot_leak_either(alipay_caller: Caller) -> None:
    """raise_for_status names the full URL; its error is replaced."""

    def check(response: httpx.Response) -> None:
        response.raise_for_status()

    pool = httpx.Client(transport=httpx.MockTransport(Answer(400)), event_hooks={"response": [check]})

    with pytest.raises(realname.TransportError) as caught:
        alipay_caller.ask(alipay_caller.client(Answer(400), http_client=pool), cert_no=PERSON)

    assert not any(MARKER in text for text in _shown(caught.value))


@pytest.mark.parametrize(
    "build",
    [
        lambda key: zoloz.Credentials(client_id="1", private_key=key, zoloz_public_key=key),
        lambda key: alipay.Credentials(app_id="1", private_key=key, alipay_public_key=key),
        lambda key: esign.Credentials(app_id="1", app_secret=f" {key}"),
    ],
)
def test_a_key_that_is_refused_is_not_shown(build: Callable[[str], object]) -> None:
    """Neither in the error nor in any frame of ours."""
    with pytest.raises(realname.ConfigurationError) as caught:
        build(f"{MARKER}!")

    assert not any(MARKER in text for text in _shown(caught.value))


def test_a_key_from_the_environment_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """`from_env` reads secrets as text, and lets no frame that held them out."""
    for name in ("CLIENT_ID", "PRIVATE_KEY", "ZOLOZ_PUBLIC_KEY"):
        monkeypatch.setenv(f"REALNAME_ZOLOZ_{name}", f"{MARKER},")
    monkeypatch.setenv("REALNAME_ZOLOZ_BASE_URL", BASE_URL)

    with pytest.raises(realname.ConfigurationError) as caught:
        zoloz.Client.from_env()

    assert not any(MARKER in text for text in _shown(caught.value))


@pytest.mark.parametrize("value", ["long", f"{MARKER}\ud800", 7], ids=["long", "surrogate", "number"])
def test_a_refused_argument_is_not_shown(value: Any, zoloz_caller: Caller) -> None:
    """The error names the field and the limit only."""
    argument = next(one for one in zoloz_caller.main.inputs.values() if one.sensitive)
    value = MARKER + "x" * argument.limit if value == "long" else value
    client = zoloz_caller.client(Answer(500))

    with pytest.raises(realname.RequestError) as caught:
        zoloz_caller.ask(client, **{argument.name: value})

    assert str(value) not in f"{caught.value}{caught.value.args}{vars(caught.value)}".replace(str(argument.limit), "")


def test_an_address_is_kept_without_its_query() -> None:
    """Scheme, host and path are what a log needs."""
    assert "https://h.example/p" == str(without_query(httpx.URL("https://h.example/p?a=1#f")))
