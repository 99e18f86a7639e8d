"""ZOLOZ: access by access key."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from attrs import evolve

import realname
from realname import zoloz
from tests import facts, vectors
from tests.facts import Operation
from tests.providers import BASE_URL, ZOLOZ_TIME, Answer, Caller, Handler

SECRET = vectors.key("zoloz", "access_key")
PUBLISHED_ID = vectors.case("zoloz", "request-access-key")["given"]["client_id"]
MAIN = facts.main("zoloz")
GENUINE = json.dumps(MAIN.success).encode()


def _access_key(secret_key: str = SECRET) -> zoloz.AccessKey:
    return zoloz.AccessKey(client_id=PUBLISHED_ID, access_key="ak-1", secret_key=secret_key)


def _signature(body: bytes = GENUINE, *, path: str = MAIN.path, time: str = ZOLOZ_TIME) -> str:
    string = f"POST {path}\n{PUBLISHED_ID}.{time}.".encode() + body
    digest = hmac.digest(base64.urlsafe_b64decode(f"{SECRET}="), string, hashlib.sha256)
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _answer(signature: str, **headers: str) -> Answer:
    return Answer(200, GENUINE, {"Signature": signature, "Response-Time": ZOLOZ_TIME} | headers)


@pytest.fixture
def caller(zoloz_caller: Caller) -> Caller:
    """Calls to ZOLOZ by access key."""
    return evolve(zoloz_caller, credentials=_access_key())


def test_a_signature_with_padding_is_read() -> None:
    """It is written bare, in the URL-safe alphabet, without padding."""
    case = vectors.case("zoloz", "answer-access-key")
    string, signature = case["string"].encode(), case["signature"]
    credentials = _access_key(f"{SECRET}=")

    headers = credentials.signature_headers(credentials.sign(string))

    assert {"Auth-Type": "AKSK", "Access-Key": "ak-1", "Signature": signature} == headers
    credentials.verify(f"{signature}=", string)


@pytest.mark.parametrize(
    "signature",
    [
        pytest.param(_signature(b"{}"), id="of another message"),
        pytest.param(_signature()[:-1], id="cut"),
        pytest.param("", id="empty"),
        pytest.param("***", id="malformed"),
        pytest.param("a+b/", id="other alphabet"),
        pytest.param("signature=x", id="in a list"),
    ],
)
async def test_a_forged_hmac_is_refused(signature: str, caller: Caller) -> None:
    """Of another message, cut, malformed or in the other alphabet; the genuine twin is accepted."""
    assert [realname.SignatureError] * 2 == [
        type(error) for error in await caller.both(_answer(signature), max_answer_age=None)
    ]
    assert [zoloz.ResultStatus.S] * 2 == [
        answer.result.result_status for answer in await caller.both(_answer(_signature()), max_answer_age=None)
    ]


def test_access_keys_do_not_encrypt(caller: Caller) -> None:
    """ZOLOZ documents signing only; an encrypted answer is not what was asked for either."""
    encrypted = _answer(_signature(), Encrypt="algorithm=RSA_AES, symmetricKey=x")

    with pytest.raises(realname.ConfigurationError, match="encrypt needs RSA key pairs"):
        caller.client(encrypted, encrypt=True)
    with pytest.raises(realname.DecodeError, match="encrypted although the request was not"):
        caller.call(encrypted, max_answer_age=None)


def _reflect(request: httpx.Request) -> httpx.Response:
    """Our own request sent back: one secret signs both directions, over the same template."""
    headers = {"Signature": request.headers["Signature"], "Response-Time": request.headers["Request-Time"]}
    return httpx.Response(200, headers=headers, content=request.content)


@pytest.mark.parametrize("operation", [MAIN, facts.operation("zoloz", "checkCredentials")], ids=str)
async def test_our_own_request_is_no_answer(operation: Operation, caller: Caller) -> None:
    """Neither this one nor an older one, not even where an echo is a documented answer; a result is one."""

    def answer(body: bytes) -> Answer:
        time = datetime.now(UTC) - timedelta(seconds=60)
        written = time.strftime("%Y-%m-%dT%H:%M:%S+0000")
        signature = _signature(body, path=operation.path, time=written)
        return Answer(200, body, {"Signature": signature, "Response-Time": written})

    for gateway in (_reflect, answer(operation.body())):
        for error in await caller.both(gateway, of=operation):
            assert isinstance(error, realname.SignatureError)
            assert "was sent back" in str(error)
    for found in await caller.both(answer(json.dumps(operation.success).encode()), of=operation):
        assert type(found) is getattr(zoloz, operation.model)


def test_our_own_request_is_no_answer_although_it_has_a_result() -> None:
    """As one that is put together by hand may have; the genuine twin has a time, and so a signature, of its own."""
    auth = zoloz.Auth(_access_key(), max_answer_age=None)

    def post(gateway: Handler) -> bytes:
        with httpx.Client(auth=auth, transport=httpx.MockTransport(gateway)) as pool:
            return pool.post(f"{BASE_URL}{MAIN.path}", content=GENUINE).content

    with pytest.raises(realname.SignatureError, match="was sent back"):
        post(_reflect)
    assert GENUINE == post(_answer(_signature()))


def test_no_request_has_a_result() -> None:
    """By it an answer is told from a request; every answer that is signed with an access key has one."""
    for operation in facts.of("zoloz"):
        assert b'"result"' not in operation.body()
        assert "result" in operation.answer["properties"]


@pytest.mark.parametrize("secret", ["a+b/", "not base64", "A"], ids=ascii)
def test_a_secret_in_another_alphabet_is_refused(secret: str) -> None:
    """The standard alphabet's characters would be silently dropped by a lenient reader."""
    with pytest.raises(realname.ConfigurationError, match="secret_key is not URL-safe base64"):
        _access_key(secret)
