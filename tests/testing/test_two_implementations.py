"""What is signed is written down twice, by the client and by its judge: a mistake in either is seen in the other.

Each mistake is put into one of the two, and a call through the sandbox has to fail.
"""

import hashlib
import hmac
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from attrs import frozen

import realname
from realname import alipay, esign, zoloz
from realname.alipay import signing as alipay_signing
from realname.alipay.testing import canonical as alipay_canonical
from realname.esign import signing as esign_signing
from realname.esign.testing import canonical as esign_canonical
from realname.esign.testing.callbacks import Callback
from realname.sandbox import Sandbox
from realname.zoloz import signing as zoloz_signing
from realname.zoloz.testing import canonical as zoloz_canonical
from tests import facts
from tests.providers import vectors

CLIENTS: dict[str, Any] = {"zoloz": zoloz.Client, "alipay": alipay.Client, "esign": esign.Client}


def swapped(first: int, second: int) -> Callable[[bytes], bytes]:
    """Two lines of a string in each other's place."""

    def change(string: bytes) -> bytes:
        lines = string.split(b"\n")
        lines[first], lines[second] = lines[second], lines[first]
        return b"\n".join(lines)

    return change


@frozen
class Place:
    """Where one of the two says what is signed."""

    owner: object
    name: str

    def spoil(self, patch: pytest.MonkeyPatch, change: Callable[[Any], Any]) -> None:
        """Make a mistake there."""
        right = getattr(self.owner, self.name)
        patch.setattr(self.owner, self.name, lambda *args, **kwargs: change(right(*args, **kwargs)))


REQUESTS = {
    "zoloz": (Place(zoloz_signing, "string_to_sign"), Place(zoloz_canonical.StringToSign, "join")),
    "alipay": (Place(alipay_signing, "string_to_sign"), Place(alipay_canonical.StringToSign, "join")),
    "esign": (Place(esign_signing, "string_to_sign"), Place(esign_canonical.StringToSign, "join")),
}
MISTAKES: dict[str, dict[str, Callable[[bytes], bytes]]] = {
    "zoloz": {
        "commas for full stops": lambda string: string.replace(b".", b",", 2),
        "no line feed": lambda string: string.replace(b"\n", b"", 1),
        "a line feed at the end": lambda string: string + b"\n",
        "method in lower case": lambda string: string.replace(b"POST", b"post", 1),
    },
    "alipay": {
        "no line feed at the end": lambda string: string[:-1],
        "no line for the body": lambda string: string.removesuffix(b"\n"),
        "method before the items": swapped(0, 1),
        "address before the method": swapped(1, 2),
        "without its query": lambda string: string.partition(b"?")[0] + b"\n\n",
    },
    "esign": {
        "headers in another order": swapped(1, 3),
        "no lines for absent headers": lambda string: string.replace(b"\n\n", b"\n"),
        "a line feed at the end": lambda string: string + b"\n",
        "address first": swapped(0, -1),
    },
}
REFUSED = {"zoloz": "SIGNATURE_INVALID", "alipay": "invalid-signature", "esign": "INVALID_SIGNATURE"}
ROWS = [
    pytest.param(provider, place, change, id=f"{provider}-{'client' if index == 0 else 'judge'}-{name}")
    for provider, mistakes in MISTAKES.items()
    for index, place in enumerate(REQUESTS[provider])
    for name, change in mistakes.items()
]


@pytest.fixture
def call(sandbox: Sandbox) -> Callable[[str], object]:
    """A call of a provider's main operation that succeeds."""

    def call(provider: str) -> object:
        gateway = sandbox.gateways[provider]
        arguments = facts.main(provider).arguments
        if provider == "zoloz":
            sandbox.zoloz.enroll(arguments["user_id"])
        if provider == "alipay":
            token = sandbox.alipay.issue_token()
            arguments |= {name: getattr(token, name) for name in arguments if hasattr(token, name)}
        credentials: Any = getattr(gateway, "credentials")  # noqa: B009 - whichever provider it is
        with CLIENTS[provider](credentials, base_url=gateway.url, attempts=1) as client:
            return getattr(client, facts.main(provider).name)(**arguments)

    return call


@pytest.mark.parametrize(("provider", "place", "change"), ROWS)
def test_a_wrong_string_to_sign_is_seen(
    provider: str,
    place: Place,
    change: Callable[[bytes], bytes],
    call: Callable[[str], object],
    sandbox: Sandbox,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The gateway refuses the signature; without the mistake it accepts the same call."""
    with monkeypatch.context() as patch:
        place.spoil(patch, change)
        with pytest.raises(realname.RealnameError):
            call(provider)
    assert call(provider) is not None

    refused, accepted = (record.verdict for record in sandbox.requests)
    assert ("accepted", True) == (
        accepted,
        refused.lower().replace("-", "_") in {"signature_invalid", "invalid_signature"},
    )


@pytest.mark.parametrize(
    "place",
    [Place(alipay_signing, "string_to_verify"), Place(alipay_canonical.StringToVerify, "join")],
    ids=["client", "judge"],
)
@pytest.mark.parametrize(
    "change", [lambda string: string[:-1], swapped(0, 1)], ids=["no line feed at the end", "nonce before the time"]
)
def test_a_wrong_string_to_verify_is_seen(
    place: Place,
    change: Callable[[bytes], bytes],
    call: Callable[[str], object],
    sandbox: Sandbox,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The request is accepted, and the answer not believed."""
    place.spoil(monkeypatch, change)

    with pytest.raises(realname.SignatureError):
        call("alipay")
    assert ["accepted"] == [record.verdict for record in sandbox.requests]


@pytest.mark.parametrize(
    ("place", "change"),
    [
        (Place(esign_signing, "content_md5"), lambda digest: digest[::-1]),
        (Place(esign_canonical, "content_md5"), lambda digest: digest[::-1]),
        (Place(esign_signing, "path_and_parameters"), lambda path: path.replace("a=1&b=2", "b=2&a=1")),
        (Place(esign_canonical, "path_and_parameters"), lambda path: path.replace("a=1&b=2", "b=2&a=1")),
    ],
    ids=["client's digest", "judge's digest", "client's order", "judge's order"],
)
def test_a_wrong_digest_or_query_is_seen(
    place: Place, change: Callable[[str], str], sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A body and a query are signed by e签宝's rules on both sides; then nothing is wrong but the path."""
    url = f"{sandbox.esign.url}/no/such/path?b=2&a=1"
    with httpx.Client(auth=esign.Auth(sandbox.esign.credentials)) as client:
        client.post(url, content=b"{}")
        place.spoil(monkeypatch, change)
        client.post(url, content=b"{}")

    assert ["404", "INVALID_SIGNATURE"] == [record.verdict for record in sandbox.requests]


def test_a_wrong_callback_is_seen(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the sandbox posts is verified by the client's own reading of it."""
    credentials, query = sandbox.esign.credentials, "orderNo=001&belong=pinjie"

    def verify() -> esign.Callback:
        secret = credentials.app_secret.reveal()
        document = {"flowId": "1", "success": True}
        sent = Callback.sign(credentials.app_id, secret, f"/notify?{query}", document, now_ms=1_700_000_000_000)
        return esign.verify_callback(credentials, headers=sent.headers, query=query, body=sent.body)

    assert verify().success
    Place(esign_canonical, "callback_values").spoil(monkeypatch, lambda values: values[::-1])
    with pytest.raises(realname.SignatureError):
        verify()


# ---- the judge's own, held against the published vectors, as the client's is in the tests of the providers -----------


def sha256(string: bytes) -> tuple[str, int]:
    """What the vectors tell of a string."""
    return hashlib.sha256(string).hexdigest(), len(string)


@pytest.mark.parametrize("side", ["request", "response"])
def test_the_judge_joins_what_zoloz_signs(side: str) -> None:
    """Of a request and of an answer."""
    every = vectors("zoloz")
    one = every[side]
    parts = zoloz_canonical.StringToSign(
        path=every["path"], client_id=every["client_id"], time=one["time"], body=one["body"].encode()
    )

    assert one["sha256"] == sha256(parts.join())[0]
    assert one["hmac"] == zoloz_canonical.encode_url_safe(
        hmac.digest(zoloz_canonical.decode_url_safe(every["hmac_secret"]), parts.join(), "sha256")
    )


ALIPAY: dict[str, Callable[[dict[str, Any]], bytes]] = {
    "requests": lambda one: alipay_canonical.StringToSign(
        auth_string=one["auth_string"],
        method=one["method"],
        target=one["path_and_query"],
        body=one["body"].encode(),
        app_auth_token=one["app_auth_token"],
    ).join(),
    "answers": lambda one: alipay_canonical.StringToVerify(
        timestamp=one["alipay_timestamp"], nonce=one["alipay_nonce"], body=one["body"].encode()
    ).join(),
}


@pytest.mark.parametrize(
    ("side", "one"), [pytest.param(side, one, id=one["id"]) for side in ALIPAY for one in vectors("alipay")[side]]
)
def test_the_judge_joins_what_alipay_signs(side: str, one: dict[str, Any]) -> None:
    """Of a request and of an answer, to the byte."""
    assert (one["sha256"], one["byte_length"]) == sha256(ALIPAY[side](one))


@pytest.mark.parametrize("one", vectors("esign")["vectors"], ids=lambda one: one["id"])
def test_the_judge_joins_what_esign_has_signed(one: dict[str, Any]) -> None:
    """Digests, requests and callbacks."""
    given, expected = one["input"], one["expected"]
    if one["kind"] == "content_md5":
        assert expected["content_md5"] == esign_canonical.content_md5(given["body"].encode())
        return
    pairs = [(key, value) for key, value in given["query"]]
    if one["kind"] == "callback_signature":
        values = esign_canonical.callback_values(pairs)
        parts = esign_canonical.CallbackString(timestamp=given["timestamp"], values=values, body=given["body"].encode())
        assert expected["signature"] == esign_canonical.sign_callback(given["secret"], parts.join())
        return
    string = esign_canonical.StringToSign(
        method=given["method"],
        accept=given["accept"],
        content_md5=given["content_md5"],
        content_type=given["content_type"],
        date=given["date"],
        signed_headers=[(key, value) for key, value in given["signed_headers"]],
        path_and_parameters=esign_canonical.path_and_parameters(given["path"], pairs),
    ).join()
    assert expected["string_to_sign"].encode() == string
    assert expected["signature"] == esign_canonical.sign(given["secret"], string)
