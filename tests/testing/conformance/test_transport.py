"""Signing what `requests` sends, and counting it."""

import httpx
import pytest
import requests

from realname import RequestError, esign
from realname.testing.conformance.transport import Meter, Signing, StoppedError
from tests.testing.conformance.library import READER, Auth

AUTH = esign.Auth(esign.Credentials(app_id="7438", app_secret="made-up"), now_ms=lambda: 1_700_000_000_000)


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
    AUTH.sign(direct)

    prepared = requests.Request(method, f"https://gateway.example{target}", headers=headers, data=body).prepare()
    signed = Signing(AUTH, Meter(limit=None, per_second=None))(prepared)

    assert target == signed.path_url
    names = [name for name in direct.headers if name.startswith(("x-tsign", "content-md5"))]
    assert [direct.headers[name] for name in names] == [signed.headers[name] for name in names]


def test_a_meter_spaces_requests() -> None:
    """Two a second: half a second each, but for the time that has gone by anyway."""
    times = iter([0.0, 0.0, 0.1, 0.5, 2.0, 2.0])
    waits: list[float] = []
    meter = Meter(limit=None, per_second=2, now=lambda: next(times), sleep=waits.append)

    for _ in range(3):
        meter.take()

    assert [0.0, pytest.approx(0.4), 0.0] == waits


def test_a_meter_ends_at_its_limit_and_at_the_first_reason() -> None:
    """The request that would be too many is not sent; what follows from a stop is not another reason."""
    spent, stopped = Meter(limit=2, per_second=None), Meter(limit=None, per_second=None)
    for _ in range(2):
        spent.take()
    stopped.stop("first")
    stopped.stop("second")

    for meter in (spent, stopped):
        with pytest.raises(StoppedError):
            meter.take()
    assert [(2, True, None), (0, False, "first")] == [(m.calls, m.spent, m.stopped) for m in (spent, stopped)]


def test_what_cannot_be_signed_goes_out_as_it_is() -> None:
    """It is no documented request, so the gateway has to refuse it."""

    class Refusing(Auth):
        def sign(self, request: httpx.Request) -> None:
            raise RequestError("no")

    prepared = requests.Request("PUT", "https://gateway.example/").prepare()

    assert "X-Key" not in Signing(Refusing(READER), Meter(limit=None, per_second=None))(prepared).headers
