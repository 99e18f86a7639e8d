"""Published signatures of e签宝: the string to sign first, then what is made of it."""

from typing import Any

import pytest

from realname import esign
from realname.core.secret import Secret
from tests.providers import vectors


def _vectors(kind: str) -> list[Any]:
    return [pytest.param(vector, id=vector["id"]) for vector in vectors("esign")["vectors"] if vector["kind"] == kind]


@pytest.mark.parametrize("vector", _vectors("content_md5"))
def test_content_md5(vector: dict[str, Any]) -> None:
    """The digest is taken raw, not as hex text."""
    assert vector["expected"]["content_md5"] == esign.content_md5(vector["input"]["body"].encode())


@pytest.mark.parametrize("vector", _vectors("request_signature"))
def test_string_to_sign(vector: dict[str, Any]) -> None:
    """The string first, then the signature made of it."""
    given = vector["input"]

    string = esign.string_to_sign(
        method=given["method"],
        path=given["path"],
        query=[(key, value) for key, value in given["query"]],
        accept=given["accept"],
        content_md5=given["content_md5"],
        content_type=given["content_type"],
        date=given["date"],
        signed_headers=[(name, value) for name, value in given["signed_headers"]],
    )

    assert vector["expected"]["string_to_sign"] == string.decode()
    assert vector["expected"]["signature"] == esign.sign(Secret(given["secret"]), string)


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


@pytest.mark.parametrize("vector", _vectors("callback_signature"))
def test_callback(vector: dict[str, Any]) -> None:
    """The vector's signature, in lower-case hex, over its own bytes."""
    given = vector["input"]
    credentials = esign.Credentials(app_id="7438", app_secret=given["secret"])
    headers = {
        "x-tsign-open-timestamp": given["timestamp"],
        "x-tsign-open-signature": vector["expected"]["signature"],
    }

    callback = esign.verify_callback(
        credentials,
        headers=headers,
        query=[],
        body=given["body"].encode(),
    )

    signed = esign.sign_callback(
        credentials,
        query=[(key, value) for key, value in given["query"]],
        body=given["body"],
        now_ms=lambda: int(given["timestamp"]),
    )

    assert vector["expected"]["signature"] == signed["X-Tsign-Open-SIGNATURE"]
    assert isinstance(callback, esign.OrganizationCallback)
    assert ("803719636976683872", True) == (callback.flow_id, callback.success)
