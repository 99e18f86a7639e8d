"""Signing what `requests` sends, and counting it."""

from typing import Any

import httpx
import pytest
import requests

from realname import esign
from realname.conformance.exchange import Meter, Signing, StoppedError, as_httpx
from realname.core.auth import SigningAuth

CREDENTIALS = esign.Credentials(app_id="7438", app_secret="made-up")


def _auth() -> SigningAuth:
    return esign.Auth(CREDENTIALS, now_ms=lambda: 1_700_000_000_000)


@pytest.mark.parametrize(
    ("method", "target", "body"),
    [
        ("GET", "/v2/flows/1/outline", None),
        ("GET", "/v2/flows/%E4%B8%AD%2F/outline?b=2&a=%2B+1&c=", None),
        ("POST", "/v2/flows", b'{"name":"\xe4\xb8\xad"}'),
    ],
)
def test_the_same_bytes_get_the_same_signature_as_from_httpx(method: str, target: str, body: bytes | None) -> None:
    """One `Auth` serves both libraries: the headers that it sets are equal."""
    headers = {"Accept": "*/*", "Content-Type": "application/json"}
    direct = httpx.Request(method, f"https://gateway.example{target}", headers=headers, content=body)
    _auth().sign(direct)

    prepared = requests.Request(method, f"https://gateway.example{target}", headers=headers, data=body).prepare()
    signed = Signing(_auth(), Meter(limit=None, per_second=None))(prepared)

    assert target == signed.path_url
    names = [name for name in direct.headers if name.startswith(("x-tsign", "content-md5"))]
    assert [direct.headers[name] for name in names] == [signed.headers[name] for name in names]


def test_a_request_keeps_its_bytes_on_the_way_to_our_auth() -> None:
    """Method, target, headers and body are what `requests` has made final."""
    prepared = requests.Request(
        "POST", "https://gateway.example/a%2Fb?x=%20", headers={"X-One": "1"}, data="{}"
    ).prepare()

    request = as_httpx(prepared)

    assert ("POST", b"/a%2Fb?x=%20", b"{}", "1") == (
        request.method,
        request.url.raw_path,
        request.content,
        request.headers["X-One"],
    )


def test_a_meter_spaces_requests() -> None:
    """Two a second: half a second each, but for the time that has gone by anyway."""
    times = iter([0.0, 0.0, 0.1, 0.5, 2.0, 2.0])
    waits: list[float] = []
    meter = Meter(limit=None, per_second=2, now=lambda: next(times), sleep=waits.append)

    for _ in range(3):
        meter.take()

    assert [0.0, pytest.approx(0.4), 0.0] == waits


def test_a_meter_ends_at_its_limit() -> None:
    """The request that would be too many is not sent."""
    meter = Meter(limit=2, per_second=None)
    meter.take()
    meter.take()

    with pytest.raises(StoppedError):
        meter.take()
    assert (2, True, None) == (meter.calls, meter.spent, meter.stopped)


def test_a_meter_keeps_the_first_reason() -> None:
    """What follows from a stop is not another reason."""
    meter = Meter(limit=None, per_second=None)
    meter.stop("first")
    meter.stop("second")

    with pytest.raises(StoppedError):
        meter.take()
    assert ("first", 0) == (meter.stopped, meter.calls)


def test_what_cannot_be_signed_goes_out_as_it_is() -> None:
    """It is no documented request, so the gateway has to refuse it."""

    class Refusing(SigningAuth):
        def sign(self, request: httpx.Request) -> None:
            from realname import RequestError

            raise RequestError("no")

        def verify(self, request: httpx.Request, response: httpx.Response) -> Any:
            raise NotImplementedError

    prepared = requests.Request("PUT", "https://gateway.example/").prepare()

    assert "Signature" not in Signing(Refusing(), Meter(limit=None, per_second=None))(prepared).headers
