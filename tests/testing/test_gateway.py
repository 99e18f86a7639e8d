"""What all gateways have in common: the contract answers first, state comes second, nothing breaks them."""

import contextlib
import http.client
import json
import socket
import time
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from realname.core import pool
from realname.sandbox import Received, Sandbox, Token
from realname.testing.contract import Contract
from realname.testing.gateway import fields, server
from realname.testing.gateway.gateway import Handler
from realname.testing.gateway.server import _Bodies
from realname.testing.gateway.state import State
from realname.zoloz.testing.gateway import ZolozSandbox
from tests import facts
from tests.callers import (
    ALIPAY,
    ESIGN,
    FLOW_ID,
    NOW_MS,
    USER,
    ZOLOZ,
    AlipayRequest,
    Environment,
    EsignRequest,
    Request,
    ZolozRequest,
    alipay_request,
    decrypted,
    esign_request,
    genuine_request,
    signature_of,
    zoloz_answer_key,
    zoloz_request,
)

# ---- operations that stand in the contract alone ---------------------------------------------------------------------

LEVEL = {"type": "string", "enum": ["HIGH", "LOW"]}
LENT: dict[str, Any] = {
    "zoloz": {"result": {"resultStatus": "S", "resultCode": "SUCCESS", "resultMessage": "Success"}, "level": "HIGH"},
    "alipay": {"level": "HIGH", "of": "another"},
    "esign": {"code": 0, "data": {"level": "HIGH", "of": "another"}},
}
"""The example of what the operation answers."""


def _made_up(provider: str) -> Contract:
    """The provider's contract with an operation that no code knows."""
    document = deepcopy(facts.contract(provider))
    own = {"level": LEVEL, "of": {"type": "string"}}
    schema = {"type": "object", "properties": {**own, "data": {"type": "object", "properties": own}}}
    answer = {"schema": schema, "examples": {"lent": {"value": LENT[provider]}}}
    document["components"].setdefault("responses", {})["Lent"] = {"content": {"application/json": answer}}
    operation: dict[str, Any] = {
        "operationId": "lendBook",
        "x-retry": "connect-only",
        "x-document": {"url": "https://library.example"},
        "responses": {"200": {"$ref": "#/components/responses/Lent"}},
    }
    if provider == "zoloz":
        body = {"type": "object", "required": ["level"], "properties": {"level": LEVEL}}
        operation["requestBody"] = {"content": {"application/json": {"schema": body}}}
        document["paths"]["/api/v1/library/lend"] = {"post": operation}
    else:
        operation["parameters"] = [
            {"name": "book", "in": "path", "required": True, "schema": {"type": "string"}, "example": "b"},
            {"name": "whole", "in": "query", "schema": {"type": "boolean"}, "example": True},
            {"name": "days", "in": "query", "schema": {"type": "integer", "maximum": 9}, "example": 3},
        ]
        operation["x-binds"] = {"data.of" if provider == "esign" else "of": "book"}
        operation["x-requires-one-of"] = ["whole", "days"]
        document["paths"]["/library/{book}/lend"] = {"get": operation}
    return Contract(document)


@pytest.fixture
def library(sandbox: Sandbox) -> Iterator[Sandbox]:
    """The sandbox, whose contracts have an operation more."""
    for gateway in sandbox.gateways.values():
        gateway.contract = _made_up(gateway.provider)
    yield sandbox
    for gateway in sandbox.gateways.values():
        gateway.contract = Contract.shipped(f"realname_{gateway.provider}")


def _zoloz(environment: Environment, level: object = "LOW") -> ZolozRequest:
    request = zoloz_request(environment)
    request.path, request.document = "/api/v1/library/lend", {"level": level}
    return request


def _alipay(environment: Environment, **parameters: str) -> AlipayRequest:
    request = alipay_request(environment, {})
    request.path, request.parameters = "/library/%E4%B9%A6/lend", list(parameters.items())
    return request


def _esign(environment: Environment, query: str) -> EsignRequest:
    request = esign_request(environment)
    request.path, request.query, request.signed_query = "/library/a-book/lend", query, query
    return request


def test_an_operation_without_a_handler_answers_its_example(library: Sandbox, environment: Environment) -> None:
    """Signed where the provider signs, and about what was asked for."""
    zoloz = _zoloz(environment).signed().send()
    alipay = _alipay(environment, whole="true", days="9").signed().send()
    esign = _esign(environment, "days=1&whole=false").signed().send()

    assert ["accepted"] * 3 == [record.verdict for record in library.requests]
    assert LENT["zoloz"] == json.loads(zoloz.body)
    assert ("书", "a-book") == (json.loads(alipay.body)["of"], json.loads(esign.body)["data"]["of"])
    assert "genuine" == signature_of(environment, alipay)
    assert [200] * 3 == [answer.status for answer in (zoloz, alipay, esign)]


def test_an_operation_without_a_handler_is_encrypted_where_asked(library: Sandbox, environment: Environment) -> None:
    """As every other one."""
    request = _zoloz(environment)
    request.aes_key = bytes(32)
    answer = request.signed().send()

    assert ["accepted"] == [record.verdict for record in library.requests]
    assert LENT["zoloz"] == json.loads(decrypted(zoloz_answer_key(environment, answer), answer.body))


def test_an_operation_without_a_handler_judges_by_its_own_contract(library: Sandbox, environment: Environment) -> None:
    """Each provider refuses in its own words what is missing, of another type, or too much."""
    for request in (
        _zoloz(environment, None),
        _zoloz(environment, "NONE"),
        _alipay(environment),
        _alipay(environment, days="ten"),
        _alipay(environment, days="10"),
        _alipay(environment, whole="yes"),
        _esign(environment, ""),
        _esign(environment, "days=1&whole=1"),
    ):
        request.signed().send()

    assert [
        "PARAM_MISSING",
        "PARAM_ILLEGAL",
        *["INVALID_PARAMETER"] * 4,
        "30500100",
        "30500101",
    ] == [record.verdict for record in library.requests]


@pytest.mark.parametrize(
    ("name", "expected"), [("unknown_enum_value", "SANDBOX_UNDOCUMENTED"), ("wrong_type", 17), ("missing_field", None)]
)
def test_faults_take_their_fields_from_the_answer(
    library: Sandbox, environment: Environment, name: str, expected: object
) -> None:
    """The field that is spoilt is one of this operation's, whatever other operations have."""
    options: dict[str, Any] = {"field": "data.level"} if name == "missing_field" else {}
    library.fail_next("esign", name, **options)
    library.fail_next("zoloz", name)
    esign, zoloz = _esign(environment, "days=1").signed().send(), _zoloz(environment).signed().send()

    assert expected == fields.value(json.loads(esign.body), "data.level")
    assert LENT["zoloz"] != json.loads(zoloz.body)


@pytest.mark.parametrize("name", ["wrong_type", "null_where_forbidden", "undocumented_enum_value"])
def test_breaches_take_their_fields_from_the_answer(library: Sandbox, environment: Environment, name: str) -> None:
    """The contract of this operation objects."""
    library.break_contract("esign", name)
    answer = _esign(environment, "days=1").signed().send()
    operation = library.esign.contract.operations["lendBook"]

    assert ["data.level"] == [
        difference.path.removeprefix("$.") for difference in operation.answer_differences(200, json.loads(answer.body))
    ]


def test_a_handler_for_nothing_fails_at_start(sandbox: Sandbox) -> None:
    """Otherwise a renamed operation would quietly lose its state."""

    class Misnamed(ZolozSandbox):
        def handlers(self) -> Mapping[str, Handler]:
            return {**super().handlers(), "queryEnrolmentStatus": lambda _: {}}

    with pytest.raises(LookupError, match="zoloz has no operation queryEnrolmentStatus"):
        Misnamed(None, time.time, lambda _: None, State())
    assert isinstance(sandbox.zoloz, ZolozSandbox)


# ---- what state adds -------------------------------------------------------------------------------------------------


def _known_fields(operation: facts.Operation, schema: Mapping[str, Any], document: object) -> list[str]:
    """The fields of a document that its schema does not describe."""
    resolved = facts.resolved(operation.provider, schema.get("oneOf", [schema])[0])  # beside it only null may stand
    if isinstance(document, list):
        return [name for item in document for name in _known_fields(operation, resolved["items"], item)]
    if not isinstance(document, dict):
        return []
    described = resolved.get("properties", {})
    unknown = [name for name in document if name not in described]
    inner = (_known_fields(operation, described[name], document[name]) for name in document.keys() & described.keys())
    return [*unknown, *(name for names in inner for name in names)]


@pytest.mark.parametrize("operation", facts.OPERATIONS, ids=str)
def test_a_success_is_what_the_contract_describes(
    sandbox: Sandbox, environment: Environment, operation: facts.Operation
) -> None:
    """Valid, signed, and without a field that the contract does not know (any more)."""
    request = _genuine(sandbox, environment, operation)
    answer = request.signed().send()
    found = sandbox.gateways[operation.provider].contract.operations[operation.id]
    document = json.loads(answer.body)

    assert ["accepted"] == [record.verdict for record in sandbox.requests]
    assert [] == found.answer_differences(answer.status, document)
    assert [] == _known_fields(operation, operation.schemas("200")[0], document)


def _genuine(sandbox: Sandbox, environment: Environment, operation: facts.Operation) -> Request:
    if operation is ESIGN:
        return esign_request(environment, flow_id=sandbox.esign.add_flow())
    if operation.id in facts.MAIN.values():
        return genuine_request(sandbox, environment, operation.provider)
    if operation.provider == "zoloz":
        sandbox.zoloz.add_samples()
        request = zoloz_request(environment)
        request.path, request.document = operation.path, operation.wire
        return request
    if operation.provider == "alipay":
        sandbox.alipay.add_samples()
        asked = alipay_request(environment, {})
        asked.method, asked.body = operation.method, operation.body()
        asked.path, _, query = operation.target().partition("?")
        asked.parameters = parse_qsl(query)
        return asked
    fetched = esign_request(environment)
    fetched.method, fetched.body = operation.method, operation.body()
    fetched.path, _, fetched.query = operation.target().partition("?")
    fetched.signed_query = fetched.query
    return fetched


def test_only_one_of_many_gets_what_there_is_once(sandbox: Sandbox, environment: Environment) -> None:
    """Requests at the same time are decided one after the other."""
    from concurrent.futures import ThreadPoolExecutor

    token: Token = sandbox.alipay.issue_token()
    requests = [alipay_request(environment, token).signed() for _ in range(20)]
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda request: request.send(), requests))

    assert ["TOKEN_INVALID"] * 19 + ["accepted"] == sorted(record.verdict for record in sandbox.requests)


# ---- whatever is sent ------------------------------------------------------------------------------------------------

NAMES = st.sampled_from(
    [
        "client-id",
        "request-time",
        "signature",
        "encrypt",
        "auth-type",
        "content-type",
        "authorization",
        "alipay-encrypt-type",
        "x-tsign-open-app-id",
        "x-tsign-open-auth-mode",
        "x-tsign-open-ca-timestamp",
        "x-tsign-open-ca-signature",
        "x-tsign-open-ca-signature-headers",
        "content-md5",
    ]
)
VALUES = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    st.sampled_from(
        [
            "2188000000000001",
            "2021000000000001",
            "7438000001",
            str(NOW_MS),
            "Signature",
            "application/json",
            "algorithm=RSA256, signature=AA%3D%3D",
            "2019-04-04T12:08:56+0530",
            f"ALIPAY-SHA256withRSA app_id=2021000000000001,nonce=1,timestamp={NOW_MS},sign=AA==",
            "ALIPAY-SHA256withRSA app_id=2021000000000001,timestamp=" + "9" * 5000,
        ]
    ),
)
TARGETS = ["/", "*", "//api/v1", "http://elsewhere/v2", ZOLOZ.path, f"{ALIPAY.path}?a=%ff", f"{ESIGN.target()}?%ff"]
REQUESTS = st.builds(
    Received,
    st.sampled_from(["GET", "POST", "get", "PROPFIND"]),
    st.sampled_from(TARGETS),
    st.lists(st.tuples(NAMES, VALUES), max_size=8).map(tuple),
    st.binary(max_size=40),
)


@pytest.mark.parametrize("provider", facts.PROVIDERS)
@given(received=REQUESTS)
@settings(max_examples=150, deadline=None)
def test_any_request_is_refused(running_sandbox: Sandbox, provider: str, received: Received) -> None:
    """No header, target or body without a valid signature is accepted, or ends in an exception."""
    answer = running_sandbox.gateways[provider].answer(received)

    assert ("accepted", 200) != (running_sandbox.requests[-1].verdict, answer.status)


@pytest.fixture
def connection(sandbox: Sandbox) -> Iterator[http.client.HTTPConnection]:
    """A connection to ZOLOZ's gateway, where somebody is enrolled."""
    sandbox.zoloz.enroll(USER)
    netloc = urlsplit(sandbox.zoloz.url).netloc
    with contextlib.closing(http.client.HTTPConnection(netloc, timeout=10)) as opened:
        yield opened


def test_a_connection_is_kept_and_a_body_may_come_in_chunks(
    connection: http.client.HTTPConnection, environment: Environment
) -> None:
    """One connection serves many requests, as the official clients use it."""
    request, codes = zoloz_request(environment).signed(), []
    for body in (request.body, iter([request.body[:9], request.body[9:]]), request.body):
        connection.request(request.method, request.target, body, request.headers)
        codes.append(json.loads(connection.getresponse().read())["result"]["resultCode"])

    assert ["SUCCESS"] * 3 == codes


def test_answers_on_a_kept_connection_come_at_once(
    connection: http.client.HTTPConnection, environment: Environment
) -> None:
    """No answer waits for the acknowledgement of its own headers, which would take 40 ms every time."""
    request, seconds = zoloz_request(environment).signed(), []
    for _ in range(8):
        started = time.monotonic()
        connection.request(request.method, request.target, request.body, request.headers)
        connection.getresponse().read()
        seconds.append(time.monotonic() - started)

    assert min(seconds[1:]) < 0.035


@pytest.mark.parametrize(("chunks", "read"), [(9, 9), (10, 10), (10_000, 11)], ids=["less", "as much", "more"])
async def test_of_a_body_that_is_too_large_nothing_more_is_kept(chunks: int, read: int) -> None:
    """It is read to its end all the same."""
    left = chunks

    async def receive() -> Any:
        nonlocal left
        left -= 1
        return {"type": "http.request", "body": b"a", "more_body": left > 0}

    assert (b"a" * read, 0) == (await _Bodies().read(receive, 10), left)


def test_bodies_that_never_end_take_bounded_space(
    sandbox: Sandbox, environment: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever sends half of many holds up others who send much, and only as long as they stand there."""
    monkeypatch.setattr(server, "LARGEST_TOGETHER", 100_000)
    sandbox.zoloz.enroll(USER)
    address = urlsplit(sandbox.zoloz.url)
    head = f"POST /x HTTP/1.1\r\nHost: {address.netloc}\r\nContent-Length: 60000\r\n\r\n".encode()
    with contextlib.ExitStack() as stack:
        halves = [stack.enter_context(socket.create_connection((address.hostname or "", address.port or 0), 10))]
        halves[0].sendall(head + b"a" * 50_000)
        small = zoloz_request(environment).signed()
        assert 200 == small.send().status
        halves.append(stack.enter_context(socket.create_connection((address.hostname or "", address.port or 0), 10)))
        halves[1].sendall(head + b"a" * 59_000)

        assert b"HTTP/1.1 503" == halves[1].recv(12)
        assert 200 == small.send().status
    assert 413 != zoloz_request(environment).signed().send().status


@pytest.mark.parametrize(
    ("limit", "sent"),
    [
        ("HEAD_SECONDS", b""),
        ("HEAD_SECONDS", b"GET / HT"),
        ("HEAD_SECONDS", b"GET /x HTTP/1.1\r\nHost: h\r\n\r\nGET /x"),
        ("BODY_SECONDS", b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\na"),
    ],
)
def test_a_request_that_never_comes_ends(
    limit: str, sent: bytes, running_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody keeps a connection by standing still; its peer may be gone long since."""
    monkeypatch.setattr(server, limit, 0.2)
    address = urlsplit(running_sandbox.zoloz.url)
    with socket.create_connection((address.hostname or "", address.port or 0), 4) as opened:
        opened.sendall(sent)
        with contextlib.suppress(ConnectionResetError):
            while opened.recv(65536):
                continue


def test_a_connection_in_use_goes_on(
    connection: http.client.HTTPConnection, environment: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whenever somebody looks it stands between two requests; that is no standing still."""
    monkeypatch.setattr(server, "HEAD_SECONDS", 0.3)
    request, used, ends = zoloz_request(environment).signed(), set(), time.monotonic() + 1.5
    while time.monotonic() < ends:
        connection.request(request.method, request.target, request.body, request.headers)
        used.add(connection.sock.getsockname())
        connection.getresponse().read()
        time.sleep(0.01)

    assert 1 == len(used)


def test_a_kept_connection_is_the_clients_to_end(running_sandbox: Sandbox) -> None:
    """Before the sandbox does, whose end would meet a request on its way."""
    assert running_sandbox._server is not None
    assert pool.KEPT_SECONDS < running_sandbox._server._uvicorn.config.timeout_keep_alive


def test_an_encoded_path_is_a_path(sandbox: Sandbox, environment: Environment) -> None:
    """It is signed as it came, and means what it stands for."""
    request = esign_request(environment)
    request.path = request.path.replace(FLOW_ID, f"{FLOW_ID[:-1]}%3{FLOW_ID[-1]}")
    request.signed().send()

    assert ["accepted"] == [record.verdict for record in sandbox.requests]
