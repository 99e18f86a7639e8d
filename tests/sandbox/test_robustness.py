"""Whatever is sent, a gateway answers in its own way: it never breaks."""

import contextlib
import http.client
import json
import time
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from realname.sandbox import Received, Sandbox
from realname.sandbox.exchange import Answer
from tests.sandbox.callers import zoloz_request

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
            "1700000000000",
            "Signature",
            "application/json",
            "algorithm=RSA256, signature=AA%3D%3D",
            "2019-04-04T12:08:56+0530",
            "ALIPAY-SHA256withRSA app_id=2021000000000001,nonce=1,timestamp=1700000000000,sign=AA==",
            "ALIPAY-SHA256withRSA app_id=2021000000000001,timestamp=" + "9" * 5000,
        ]
    ),
)
REQUESTS = st.builds(
    Received,
    st.sampled_from(["GET", "POST", "get", "PROPFIND"]),
    st.sampled_from(
        [
            "/",
            "*",
            "//api/v1",
            "/api/v1/zoloz/connect/queryEnrollStatus",
            "/v3/zhima/customer/jobworth/authentication?a=%ff",
            "/v2/identity/auth/api/common/1/outline?%ff",
            "http://elsewhere/v2",
        ]
    ),
    st.lists(st.tuples(NAMES, VALUES), max_size=8).map(tuple),
    st.binary(max_size=40),
)


@pytest.mark.parametrize("provider", ["zoloz", "alipay", "esign"])
@given(received=REQUESTS)
@settings(max_examples=150, deadline=None)
def test_any_request_is_refused(running: Sandbox, provider: str, received: Received) -> None:
    """No header, target or body without a valid signature is accepted, or ends in an exception."""
    gateways: dict[str, Callable[[Received], Answer]] = {
        "zoloz": running.zoloz.answer,
        "alipay": running.alipay.answer,
        "esign": running.esign.answer,
    }
    answer = gateways[provider](received)

    assert ("accepted", 200) != (running.requests[-1].verdict, answer.status)


def test_connections_are_kept(sandbox: Sandbox, environment: Mapping[str, str]) -> None:
    """One connection serves many requests, as the official clients use it."""
    sandbox.zoloz.enroll("user-1")
    request = zoloz_request(environment).signed()
    codes = []
    with contextlib.closing(http.client.HTTPConnection(urlsplit(sandbox.zoloz.url).netloc, timeout=10)) as connection:
        for _ in range(3):
            connection.request(request.method, request.target, request.body, request.headers)
            codes.append(json.loads(connection.getresponse().read())["result"]["resultCode"])

    assert ["SUCCESS"] * 3 == codes


def test_chunked_body(sandbox: Sandbox, environment: Mapping[str, str]) -> None:
    """A body that comes in chunks is put together before it is judged."""
    sandbox.zoloz.enroll("user-1")
    request = zoloz_request(environment).signed()
    with contextlib.closing(http.client.HTTPConnection(urlsplit(sandbox.zoloz.url).netloc, timeout=10)) as connection:
        connection.request(request.method, request.target, iter([request.body[:9], request.body[9:]]), request.headers)
        answer = json.loads(connection.getresponse().read())

    assert "SUCCESS" == answer["result"]["resultCode"]


def test_answers_on_a_kept_connection_come_at_once(sandbox: Sandbox, environment: Mapping[str, str]) -> None:
    """No answer waits for the acknowledgement of its own headers, which would take 40 ms every time."""
    request = zoloz_request(environment).signed()
    seconds = []
    with contextlib.closing(http.client.HTTPConnection(urlsplit(sandbox.zoloz.url).netloc, timeout=10)) as connection:
        for _ in range(8):
            started = time.monotonic()
            connection.request(request.method, request.target, request.body, request.headers)
            connection.getresponse().read()
            seconds.append(time.monotonic() - started)

    assert min(seconds[1:]) < 0.035
