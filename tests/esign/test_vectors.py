"""The published vectors of e签宝, taken by the client."""

import hashlib
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import pytest

import realname
from realname import esign
from realname.core.secret import Secret
from tests import vectors
from tests.providers import BASE_URL

SECRET = vectors.key("esign", "app_secret")
CREDENTIALS = esign.Credentials(app_id="7438", app_secret=SECRET)


@pytest.mark.parametrize("case", vectors.cases("esign", "content_md5"))
def test_content_md5(case: Any) -> None:
    """The digest is taken raw, not as hex text."""
    assert case["valid"] == (case["content_md5"] == esign.content_md5(case["given"]["body"].encode()))


def _string(given: Any) -> bytes:
    return esign.string_to_sign(
        method=given["method"],
        path=given["path"],
        query=[(key, value) for key, value in given["query"]],
        accept=given["accept"],
        content_md5=given["content_md5"],
        content_type=given["content_type"],
        date=given["date"],
        signed_headers=[(name, value) for name, value in given["signed_headers"]],
    )


@pytest.mark.parametrize("case", vectors.cases("esign", "request", valid=True))
def test_requests_are_signed_so(case: Any) -> None:
    """To the byte: the string first, then the signature."""
    string = _string(case["given"])

    assert (case["string"].encode(), case["sha256"]) == (string, hashlib.sha256(string).hexdigest())
    assert case["signature"] == esign.sign(Secret(SECRET), string)


@pytest.mark.parametrize("case", vectors.cases("esign", "request", valid=False))
def test_no_request_is_signed_so(case: Any) -> None:
    """A request with these values has another signature."""
    assert case["signature"] != esign.sign(Secret(SECRET), _string(case["given"]))


@pytest.mark.parametrize("name", ["request", "request-body", "request-put", "request-query", "request-repeated"])
def test_a_whole_request(name: str) -> None:
    """The headers that the client sends."""
    case = vectors.case("esign", name)
    given = case["given"]
    headers = {"Accept": given["accept"], "Content-Type": given["content_type"]}
    url = f"{BASE_URL}{given['path']}?{urlencode([*map(tuple, given['query'])], quote_via=quote)}".rstrip("?")
    request = httpx.Request(given["method"], url, headers=headers, content=(given["body"] or "").encode())

    esign.Auth(CREDENTIALS).sign(request)

    assert given["content_md5"] == request.headers.get("Content-MD5", "")
    assert case["signature"] == request.headers["X-Tsign-Open-Ca-Signature"]


def _verify(case: Any) -> esign.Callback:
    given = case["given"]
    headers = {"X-Tsign-Open-App-Id": given["app_id"], "X-Tsign-Open-TIMESTAMP": given["timestamp"]}
    if case["signature"] is not None:
        headers["X-Tsign-Open-SIGNATURE"] = case["signature"]
    query = [(key, value) for key, value in given["query"]]
    return esign.verify_callback(CREDENTIALS, headers=headers, query=query, body=given["body"].encode())


@pytest.mark.parametrize("case", vectors.cases("esign", "callback", valid=True))
def test_callbacks_are_believed(case: Any) -> None:
    """And signed so, for tests of a service."""
    given = case["given"]

    callback = _verify(case)
    signed = esign.sign_callback(
        CREDENTIALS,
        query=[(key, value) for key, value in given["query"]],
        body=given["body"],
        now_ms=lambda: int(given["timestamp"]),
    )

    assert isinstance(callback, esign.OrganizationCallback)
    assert ("803719636976683872", True) == (callback.flow_id, callback.success)
    assert case["signature"] == signed["X-Tsign-Open-SIGNATURE"]


@pytest.mark.parametrize("case", vectors.cases("esign", "callback", valid=False))
def test_forged_callbacks_are_refused(case: Any) -> None:
    """Also those whose signature fits."""
    with pytest.raises(realname.SignatureError):
        _verify(case)


# ---- beyond the vectors ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "signed"),
    [
        ([], "/p"),
        ([("b", "2"), ("a", "1"), ("B", "3")], "/p?B=3&a=1&b=2"),
        ([("k", ""), ("j", "x=y&z")], "/p?j=x=y&z&k"),
        ([("k", "first"), ("k", "second")], "/p?k=first"),
        ([("a[1]", "y"), ("a[0]", "x")], "/p?a[0]=x&a[1]=y"),
    ],
    ids=["none", "ASCII order", "empty and raw", "repeated", "indexed"],
)
def test_path_and_parameters(query: list[tuple[str, str]], signed: str) -> None:
    """Sorted by code point, decoded, the first of several values."""
    assert signed == esign.path_and_parameters("/p", query)


def test_extra_headers_stand_before_the_path() -> None:
    """One to a line, in ASCII order, an empty value with its colon."""
    string = esign.string_to_sign(method="get", path="/p", signed_headers=[("b", ""), ("B", "1"), ("a", "2")])

    assert b"GET\n\n\n\n\nB:1\na:2\nb:\n/p" == string
