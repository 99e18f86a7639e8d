"""e签宝's token mode: how tokens are issued, how long they live, and what an operation says to them."""

import itertools
import json
from collections.abc import Mapping
from typing import Any, Literal

import pytest

from realname.sandbox import Sandbox
from tests.sandbox.callers import NOW, NOW_MS, Break, EsignRequest, esign_request
from tests.sandbox.conftest import Clock
from tests.sandbox.raw import Answer
from tests.sandbox.tokens import TokenRequest, token_of

Environment = Mapping[str, str]

LIFE = 7200
OVERLAP = 300


def data_of(answer: Answer) -> dict[str, Any]:
    """The data of a success."""
    value: dict[str, Any] = json.loads(answer.body)["data"]
    return value


@pytest.fixture(autouse=True)
def _reset(sandbox: Sandbox) -> None:
    """Every test starts from the sandbox's start."""


def new_token(environment: Environment) -> str:
    """A new token of the app."""
    return token_of(data_of(TokenRequest.get(environment).send()))


def message(environment: Environment, token: str) -> str:
    """What an operation says to a request with this token."""
    request = esign_request(environment, NOW_MS)
    request.token = token
    return str(json.loads(request.signed().send().body)["message"])


def test_token_on_the_wire(environment: Environment) -> None:
    """A token comes in the envelope of a success, its expiry the instant in milliseconds, as text."""
    answer = TokenRequest.get(environment).send()
    document = json.loads(answer.body)

    assert (
        200,
        0,
        "成功",
        {"token", "expiresIn", "refreshToken"},
        str(NOW_MS + LIFE * 1000),
        "application/json;charset=UTF-8",
        True,
    ) == (
        answer.status,
        document["code"],
        document["message"],
        set(document["data"]),
        document["data"]["expiresIn"],
        answer.header("Content-Type"),
        bool(answer.header("X-Tsign-Trace-Id")),
    )


@pytest.mark.parametrize(("form", "expected"), [("text", str), ("number", int)])
def test_expiry_form(
    sandbox: Sandbox, environment: Environment, form: Literal["text", "number"], expected: type
) -> None:
    """The expiry is text, or a number."""
    sandbox.esign.settings.expires_in_type = form

    assert expected is type(data_of(TokenRequest.get(environment).send())["expiresIn"])


def test_operation_with_a_token(sandbox: Sandbox, environment: Environment) -> None:
    """A request with the token is answered like a signed one; there is no string to sign."""
    token = new_token(environment)

    assert ("成功", None) == (message(environment, token), sandbox.requests[-1].expected_string_to_sign)


@pytest.mark.parametrize(("seconds", "expected"), [(LIFE - 0.001, "成功"), (LIFE, "TOKEN错误")])
def test_life(environment: Environment, clock: Clock, seconds: float, expected: str) -> None:
    """A token is good for exactly two hours."""
    token = new_token(environment)
    clock.now = NOW + seconds

    assert expected == message(environment, token)


@pytest.mark.parametrize(("seconds", "expected"), [(OVERLAP - 0.001, "成功"), (OVERLAP, "TOKEN错误")])
def test_overlap(environment: Environment, clock: Clock, seconds: float, expected: str) -> None:
    """A new token leaves its predecessor five minutes."""
    token = new_token(environment)
    successor = new_token(environment)
    clock.now = NOW + seconds

    assert (expected, "成功") == (message(environment, token), message(environment, successor))


def test_overlap_lengthens_no_life(environment: Environment, clock: Clock) -> None:
    """A token that is about to expire does so, whatever was issued after it."""
    token = new_token(environment)
    clock.now = NOW + LIFE - 1
    new_token(environment)
    clock.now = NOW + LIFE

    assert "TOKEN错误" == message(environment, token)


def test_third_token(environment: Environment) -> None:
    """The token after the next ends a token at once."""
    tokens = [new_token(environment) for _ in range(3)]

    assert ["TOKEN错误", "成功", "成功"] == [message(environment, token) for token in tokens]


def test_refresh(sandbox: Sandbox, environment: Environment) -> None:
    """A refresh token gives the next token; the last one goes on for a while."""
    first = data_of(TokenRequest.get(environment).send())
    second = data_of(TokenRequest.refresh(environment, first["refreshToken"]).send())

    assert ("成功", "成功", True, 2) == (
        message(environment, first["token"]),
        message(environment, second["token"]),
        first["token"] != second["token"],
        sandbox.esign.token_requests,
    )


def test_wrong_refresh_token(environment: Environment) -> None:
    """A wrong refresh token is 72000009, with HTTP 200 and null data; the right one is accepted."""
    refresh_token = data_of(TokenRequest.get(environment).send())["refreshToken"]
    refused = TokenRequest.refresh(environment, "wrong").send()
    genuine = TokenRequest.refresh(environment, refresh_token).send()

    assert (200, '{"code":72000009,"message":"refresh_token错误","data":null}'.encode(), 0) == (
        refused.status,
        refused.body,
        json.loads(genuine.body)["code"],
    )


def test_refresh_token_of_an_older_token(environment: Environment) -> None:
    """The refresh token of a token that was superseded is wrong."""
    refresh_token = data_of(TokenRequest.get(environment).send())["refreshToken"]
    new_token(environment)

    assert 72000009 == json.loads(TokenRequest.refresh(environment, refresh_token).send().body)["code"]


@pytest.mark.parametrize("changes", [{"appId": "7438999999"}, {"secret": "0" * 32}])
def test_unknown_app(sandbox: Sandbox, environment: Environment, changes: dict[str, str]) -> None:
    """An unknown app and a wrong secret are 72000032, with HTTP 200; no token is issued."""
    answer = TokenRequest.get(environment, **changes).send()

    assert (200, '{"code":72000032,"message":"应用停用或应用不存在","data":null}'.encode(), 0) == (
        answer.status,
        answer.body,
        sandbox.esign.token_requests,
    )


def test_disabled_app(sandbox: Sandbox, environment: Environment) -> None:
    """A disabled app gets no token, and with one that it had it is unknown."""
    token = new_token(environment)
    sandbox.esign.settings.app_enabled = False

    assert (72000032, "无效的应用") == (
        json.loads(TokenRequest.get(environment).send().body)["code"],
        message(environment, token),
    )


@pytest.mark.parametrize("changes", [{"grantType": "password"}, {"grantType": ""}, {"secret": ""}])
def test_other_parameters(environment: Environment, changes: dict[str, str]) -> None:
    """Other bad parameters are a bare HTTP 400."""
    answer = TokenRequest.get(environment, **changes).send()

    assert (400, b"") == (answer.status, answer.body)


def test_wrong_method(environment: Environment) -> None:
    """A token is asked for by GET."""
    request = TokenRequest.get(environment)
    request.method = "POST"

    assert 404 == request.send().status


def test_token_endpoint_asks_for_no_header(environment: Environment) -> None:
    """The token endpoints lie outside of the gateway's checks."""
    assert {} == TokenRequest.get(environment).headers
    assert 200 == TokenRequest.get(environment).send().status


TOKEN_MODE = [
    Break("TOKEN_CANT_BE_NULL", after=lambda r: r.headers.pop("X-Tsign-Open-Token", None)),
    Break("缺少参数", after=lambda r: r.headers.pop("X-Tsign-Open-App-Id", None)),
    Break("无效的应用", lambda r: setattr(r, "app_id", "7438999999")),
    Break("TOKEN错误", lambda r: setattr(r, "token", "another")),
]


def with_token(environment: Environment) -> EsignRequest:
    """A request with a good token."""
    request = esign_request(environment, NOW_MS)
    request.token = new_token(environment)
    return request


@pytest.mark.parametrize("fault", TOKEN_MODE, ids=lambda fault: fault.code)
def test_rejection(environment: Environment, fault: Break) -> None:
    """Each single mistake has its message with HTTP 401; the same request without it is accepted."""
    genuine = with_token(environment).signed().send()
    refused = with_token(environment).signed(fault).send()

    assert (200, 401, f'{{"success":false,"code":401,"message":"{fault.code}"}}'.encode()) == (
        genuine.status,
        refused.status,
        refused.body,
    )


@pytest.mark.parametrize(("first", "second"), list(itertools.combinations(TOKEN_MODE, 2)), ids=lambda fault: fault.code)
def test_order(environment: Environment, first: Break, second: Break) -> None:
    """The missing token comes first, then the missing app, then the unknown one, then the wrong token."""
    answer = with_token(environment).signed(first, second).send()

    assert first.code == json.loads(answer.body)["message"]


def test_token_is_not_looked_at_in_signature_mode(environment: Environment) -> None:
    """A token beside the header for the mode counts for nothing."""
    request = esign_request(environment, NOW_MS)
    request.headers["X-Tsign-Open-Token"] = new_token(environment)
    refused = esign_request(environment, NOW_MS)
    refused.headers["X-Tsign-Open-Token"] = new_token(environment)
    bad = Break("", after=lambda r: r.headers.update({"X-Tsign-Open-Ca-Signature": "wrong"}))

    assert (200, 401) == (request.signed().send().status, refused.signed(bad).send().status)


def test_reset_forgets_tokens(sandbox: Sandbox, environment: Environment) -> None:
    """After the reset no token is good any more, and none was issued."""
    token = new_token(environment)
    sandbox.reset()

    assert (0, "TOKEN错误") == (sandbox.esign.token_requests, message(environment, token))
