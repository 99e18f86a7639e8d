"""Nothing secret and nobody's data leaves a failing call: markers are planted everywhere and looked for in everything.

Searched are every log record at INFO or above (ours at every level), the text, arguments, attributes and chain of the
error, and the repr of every local variable in our frames of the traceback. Not searched are an `ApiError`'s code and
message: these attributes are there to hand out what the provider wrote.
"""

import logging
import traceback
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Any

import httpx
import pytest
import stamina

import realname
from realname import alipay, esign, zoloz
from realname.core.redaction import without_query
from tests import providers
from tests.pairs import KeyPair
from tests.providers import BASE_URL, Handler, answering, transport

MARKER = "MARKER"
PERSON = f"{MARKER}-person"

Call = Callable[[Handler], object]


@pytest.fixture(autouse=True)
def no_waiting() -> Iterator[None]:
    """Repeat at once."""
    with stamina.set_testing(True, attempts=2, cap=True):
        yield


@pytest.fixture
def calls(caller_keys: KeyPair, provider_keys: KeyPair) -> dict[str, Call]:
    """The operation of each provider with a marker in every sensitive argument and secret."""
    key = caller_keys.private()

    def call_zoloz(handler: Handler) -> object:
        credentials = zoloz.Credentials(client_id="2188", private_key=key, zoloz_public_key=provider_keys.public())
        pool = httpx.Client(transport=transport(handler))
        client = zoloz.Client(credentials, base_url=BASE_URL, http_client=pool)
        return client.query_enroll_status(biz_id="b", user_id=PERSON)

    def call_alipay(handler: Handler) -> object:
        credentials = alipay.Credentials(
            app_id="2021",
            private_key=key,
            alipay_public_key=provider_keys.public(),
            app_auth_token=f"{MARKER}-token",
        )
        pool = httpx.Client(transport=transport(handler))
        client = alipay.Client(credentials, base_url=BASE_URL, http_client=pool)
        return client.query_jobworth_authentication(
            conn_key=PERSON, once_token=PERSON, user_id=PERSON, open_id=PERSON, cert_no=PERSON
        )

    def call_esign(handler: Handler) -> object:
        credentials = esign.Credentials(app_id="7438", app_secret=f"{MARKER}-secret")
        pool = httpx.Client(transport=transport(handler))
        return esign.Client(credentials, base_url=BASE_URL, http_client=pool).get_flow_outline(
            flow_id=providers.FLOW_ID
        )

    def call_encrypted(handler: Handler) -> object:
        credentials = zoloz.Credentials(client_id="2188", private_key=key, zoloz_public_key=provider_keys.public())
        pool = httpx.Client(transport=transport(handler))
        client = zoloz.Client(credentials, base_url=BASE_URL, encrypt=True, http_client=pool)
        return client.query_enroll_status(biz_id="b", user_id=PERSON)

    def call_with_access_key(handler: Handler) -> object:
        credentials = zoloz.AccessKey(client_id="2188", access_key="ak", secret_key=f"{MARKER}-secrets")
        pool = httpx.Client(transport=transport(handler))
        client = zoloz.Client(credentials, base_url=BASE_URL, http_client=pool)
        return client.query_enroll_status(biz_id="b", user_id=PERSON)

    def call_with_token(handler: Handler) -> object:
        def gateway(request: httpx.Request) -> httpx.Response:
            if "oauth2" in request.url.path and tokens:
                return httpx.Response(200, json={"code": 0, "data": tokens.pop()})
            return handler(request)

        tokens = [{"token": f"{MARKER}-token", "expiresIn": 4_000_000_000_000}]
        credentials = esign.Credentials(app_id="7438", app_secret=f"{MARKER}-secret")
        pool = httpx.Client(transport=transport(gateway))
        client = esign.Client(credentials, base_url=BASE_URL, access="token", http_client=pool)
        return client.get_flow_outline(flow_id=providers.FLOW_ID)

    def call_for_token(handler: Handler) -> object:
        credentials = esign.Credentials(app_id="7438", app_secret=f"{MARKER}-secret")
        pool = httpx.Client(transport=transport(handler))
        client = esign.Client(credentials, base_url=BASE_URL, access="token", http_client=pool)
        return client.get_flow_outline(flow_id=providers.FLOW_ID)

    return {
        "zoloz": call_zoloz,
        "zoloz encrypted": call_encrypted,
        "zoloz access key": call_with_access_key,
        "alipay": call_alipay,
        "esign": call_esign,
        "esign token": call_with_token,
        "esign for a token": call_for_token,
    }


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
    "refusal": answering(400, PERSON_JSON | {"code": f"{MARKER}?"}),
    "refusal in a 200": answering(200, PERSON_JSON),
    "server failure": answering(500, PERSON_JSON),
    "page": answering(502, PERSON.encode()),
    "not JSON": answering(200, PERSON.encode()),
    "wrong types": answering(200, {"code": 0, "data": PERSON_JSON["data"]}),
    "another flow": answering(
        200, {"code": 0, "data": {"flowId": PERSON, "flowStatus": "ING", "objectType": "INDIVIDUAL"}}
    ),
    "redirect": answering(302, b"", {"Location": f"https://x.example/?{PERSON}"}),
    "half signed": answering(200, PERSON_JSON, {"Signature": MARKER, "alipay-signature": MARKER}),
    "forged": answering(
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
        file = frame.f_code.co_filename
        is_operation = "/generated/" in file  # its parameters stand in the caller's frame, too
        if "/realname/" in file and not is_operation:
            yield from (f"{name}={value!r}" for name, value in frame.f_locals.items())


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize(
    "provider",
    ["zoloz", "zoloz encrypted", "zoloz access key", "alipay", "esign", "esign token", "esign for a token"],
)
def test_a_failing_call_shows_nothing(
    provider: str, fault: str, calls: dict[str, Call], caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever goes wrong, no marker comes out."""
    caplog.set_level(logging.INFO)
    caplog.set_level(logging.DEBUG, "realname")

    with pytest.raises(realname.RealnameError) as caught:
        calls[provider](FAULTS[fault])

    for text in [*_shown(caught.value), *(record.getMessage() for record in caplog.records)]:
        assert MARKER not in text, text
    assert caught.value.operation is not None


def test_the_markers_are_really_on_the_wire(calls: dict[str, Call], caplog: pytest.LogCaptureFixture) -> None:
    """The search would find them: they are in what the gateway receives, and in what httpx logs for anyone else."""
    received: list[str] = []

    def gateway(request: httpx.Request) -> httpx.Response:
        received.append(f"{request.url}{request.headers!r}{request.content!r}")
        return httpx.Response(400)

    for provider in ("zoloz", "alipay"):
        with pytest.raises(realname.RealnameError):
            calls[provider](gateway)
    caplog.set_level(logging.INFO)
    httpx.Client(transport=transport(gateway)).get(f"{BASE_URL}/?cert_no={PERSON}")

    assert all(PERSON in text for text in received)
    assert any(PERSON in record.getMessage() for record in caplog.records)


async def test_an_async_call_is_logged_without_its_query(
    caller_keys: KeyPair, provider_keys: KeyPair, caplog: pytest.LogCaptureFixture
) -> None:
    """The line of httpx stays, cut down to the address."""
    caplog.set_level(logging.INFO)

    with pytest.raises(realname.RealnameError):
        await providers.alipay_caller(caller_keys, provider_keys).call_async(answering(400, b""))

    (line,) = [record.getMessage() for record in caplog.records if record.name == "httpx"]
    assert f'HTTP Request: GET {BASE_URL}/v3/zhima/customer/jobworth/authentication "HTTP/1.1 400 Bad Request"' == line


def test_a_hook_of_the_users_client_cannot_leak_either(caller_keys: KeyPair, provider_keys: KeyPair) -> None:
    """raise_for_status names the full URL; its error is replaced."""

    def check(response: httpx.Response) -> None:
        response.raise_for_status()

    caller = providers.alipay_caller(caller_keys, provider_keys)
    pool = httpx.Client(transport=transport(answering(400, b"")), event_hooks={"response": [check]})
    client = alipay.Client(caller.credentials, base_url=BASE_URL, http_client=pool)  # type: ignore[arg-type]

    with pytest.raises(realname.TransportError) as caught:
        client.query_jobworth_authentication(cert_no=PERSON)

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


@pytest.mark.parametrize("value", ["x" * 65, f"{MARKER}\ud800", 7], ids=["long", "surrogate", "number"])
def test_a_refused_argument_is_not_shown(value: Any, caller_keys: KeyPair, provider_keys: KeyPair) -> None:
    """The error names the field and the limit only."""
    client = providers.zoloz_caller(caller_keys, provider_keys).client(answering(500, b""))

    with pytest.raises(realname.RequestError) as caught:
        client.query_enroll_status(biz_id="b", user_id=value)

    assert str(value) not in f"{caught.value}{caught.value.args}{vars(caught.value)}".replace("64", "")


def test_an_address_is_kept_without_its_query() -> None:
    """Scheme, host and path are what a log needs."""
    assert "https://h.example/p" == str(without_query(httpx.URL("https://h.example/p?a=1#f")))
